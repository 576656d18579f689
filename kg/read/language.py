"""Text -> the language it is in, and articles that are not in a language kg reads."""

from __future__ import annotations

import functools
import tempfile
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.model import Document, Failure

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

READ = ("en",)

_WINDOWS = 4
_WINDOW = 500  # characters
_ENOUGH = 60  # letters below which names decide more than the language does
_SURE = 0.9
_AFTER_LATIN = "\u0250"  # the first letter behind Unicode's Latin blocks


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language most of the text is in, None where it is too short or too unsure.

    Looks at no more than 2000 characters, in windows spread over the whole text: a headline in another
    language does not decide. The method is py3langid's (Lui and Baldwin, 2012), offline, below one
    millisecond a text.
    """
    sample = _own_script(_sample(text))
    if sum(character.isalpha() for character in sample) < _ENOUGH:
        return None
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= _SURE else None


def foreign(document: Document) -> Failure | None:
    """Why the document stays out for its language; None where it is in one that kg reads.

    What the text is in counts for more than what its metadata says; where the text is too short to tell,
    the metadata decide, and without them it is read.
    """
    code = language_of(document.text) or (document.language or READ[0]).partition("-")[0].lower()
    if code in READ:
        return None
    return Failure(document.id, f"is in another language ({code}) and kg reads English; left out")


def _sample(text: str) -> str:
    if len(text) <= _WINDOWS * _WINDOW:
        return text
    step = (len(text) - _WINDOW) // (_WINDOWS - 1)
    return " ".join(text[start * step : start * step + _WINDOW] for start in range(_WINDOWS))


def _own_script(sample: str) -> str:
    """A sample in Latin letters without its words in others: a name written in Thai makes no text Thai."""
    letters = [character for character in sample if character.isalpha()]
    if 2 * sum(character < _AFTER_LATIN for character in letters) <= len(letters):
        return sample
    return " ".join(word for word in sample.split() if all(c < _AFTER_LATIN or not c.isalpha() for c in word))


@functools.cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:  # it unpacks its model into a temporary file
        where = str(error.filename or tempfile.gettempdir())
        raise KgError(f"the language identifier cannot be loaded: {error.strerror}", where) from error
