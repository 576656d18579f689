"""Document -> spaCy Doc whose tokens cover the whole text, with only the prose parsed.

Every block that is not prose (a table, a code fence, boilerplate) becomes one token of its own: offsets stay
those of the document, and the parser spends nothing on it.
"""

from __future__ import annotations

import functools
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.analyse.layout import Block, blocks
from kg.errors import KgError
from kg.versions import DEFAULT_MODEL, location_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.model import Document

UNUSED_COMPONENTS = ("senter", "entity_linker", "textcat")
PREFIXED = re.compile(r"[Cc]o-([a-z]+)$")  # "co-founder" is one noun, "co-led" one verb
RANGES, OPEN_RANGE = (r"(?<=[0-9])[–—](?=\w)", r"(?<=\w)[–—](?=[0-9])"), r"(?<=[0-9])-"
BATCH_CHARACTERS = 50_000  # four times as many are no faster and take 300 MB more


@functools.cache
def load(model: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline of that name: an installed package, a folder, or the one that comes with kg.

    Raises:
        KgError: it is not installed, or lacks the parser, tagger, lemmatizer or recogniser that kg reads.
    """
    import spacy

    with warnings.catch_warnings():
        # The packaged model was trained for spaCy 3.7 and works the same in 3.8: W095 says no more than that.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        try:
            nlp = spacy.load(location_of(model), exclude=list(UNUSED_COMPONENTS))
        except OSError as error:
            raise KgError(
                f"no spaCy pipeline of that name is installed: pip install {model}", model
            ) from error
    missing = {"parser", "ner", "lemmatizer"} - set(nlp.pipe_names)
    if missing:
        raise KgError(f"this pipeline has no {', '.join(sorted(missing))}; take one that has", model)
    nlp.add_pipe(_prefixed_component(nlp), after="lemmatizer")
    nlp.add_pipe(_first_word_component(nlp), after="lemmatizer")
    nlp.add_pipe(_apposition_component(), after="lemmatizer")
    _adapt_tokenizer(nlp)
    return nlp


def _adapt_tokenizer(nlp: Language) -> None:
    """Words stay whole at "co-"; the dash of "1905–1981" or "1939-" ends the first year."""
    from spacy.util import compile_infix_regex, compile_suffix_regex

    tokenizer: Any = nlp.tokenizer
    tokenizer.token_match = PREFIXED.match
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), *RANGES]).finditer
    tokenizer.suffix_search = compile_suffix_regex([*(nlp.Defaults.suffixes or ()), OPEN_RANGE]).search


def _prefixed_component(nlp: Language) -> str:
    """Name of the component that gives "co-led" the lemma "co-lead": the lemmatizer's lists lack such words."""
    from spacy.language import Language
    from spacy.tokens import Doc

    lemmatizer: Any = nlp.get_pipe("lemmatizer")

    @Language.component("kg_prefixed", requires=["token.tag", "token.pos"], assigns=["token.lemma"])
    def prefixed(doc: Doc) -> Doc:
        for token in doc:
            found = PREFIXED.match(token.text)
            if found is not None:
                rest = Doc(
                    doc.vocab,
                    words=[found[1]],
                    tags=[token.tag_],
                    pos=[token.pos_],
                    morphs=[str(token.morph)],
                )
                token.lemma_ = "co-" + lemmatizer.lemmatize(rest[0])[0]
        return doc

    return "kg_prefixed"


def _first_word_component(nlp: Language) -> str:
    """Name of the component that looks again at a sentence's first word, where a capital letter tells nothing.

    "Founded in 2023, Acme …" is a participle that the tagger takes for a name; "Anthropic competes …" is a name
    that it takes for a noun, but the lemmatizer's word list (WordNet's) has no such noun.
    """
    from spacy.language import Language

    lemmatizer: Any = nlp.get_pipe("lemmatizer")  # another pipeline may bring a lemmatizer of its own class
    nouns = frozenset(lemmatizer.lookups.get_table("lemma_index", {}).get("noun", ()))

    @Language.component(
        "kg_first_word",
        requires=["token.tag", "token.dep"],
        assigns=["token.tag", "token.pos", "token.lemma"],
    )
    def first_word(doc: Doc) -> Doc:
        for sentence in doc.sents:
            word = next((token for token in sentence if not token.is_punct), sentence[0])
            if word.tag_ == "NNP" and word.dep_ in ("advcl", "acl", "amod") and word.lower_.endswith("ed"):
                word.tag_, word.pos_, word.lemma_ = "VBN", "VERB", ""
                word.lemma_ = lemmatizer.lemmatize(word)[0]
            elif word.tag_ == "NN" and nouns and word.is_title and word.is_alpha and word.lower_ not in nouns:
                word.tag_, word.pos_, word.lemma_ = "NNP", "PROPN", word.text
        return doc

    return "kg_first_word"


def _apposition_component() -> str:
    """Name of the component that corrects appositions by their punctuation.

    What a semicolon separates are two things, and none explains the other. A name right behind a noun, without a
    comma, explains that noun: "the firm, founded by the brothers |Jan and Ole Berg|".
    """
    from spacy.language import Language

    @Language.component("kg_apposition", requires=["token.dep"], assigns=["token.dep", "token.head"])
    def apposition(doc: Doc) -> Doc:
        for token in doc:
            if token.dep_ != "appos":
                continue
            if any(t.text == ";" for t in doc[token.head.i : token.i]):
                token.dep_ = "conj"
            elif token.pos_ == "PROPN" and token.left_edge.i > token.head.i + 1:
                noun = token.left_edge.nbor(-1)
                if noun.pos_ == "NOUN" and noun.dep_ in ("pobj", "dobj", "nsubj"):
                    token.head = noun
        return doc

    return "kg_apposition"


def parse(
    nlp: Language, documents: Iterable[Document]
) -> Iterator[list[tuple[Document, Doc, tuple[Block, ...]]]]:
    """Documents with their Docs and blocks, in order and in batches; doc.text == document.text but for line ends.

    Docs are valid until the next batch is asked for: each lives in one of spaCy's memory zones, so that the
    vocabulary does not grow with the number of articles (https://spacy.io/usage/memory-management).
    """
    for batch in _batches(documents):
        with nlp.memory_zone():
            laid_out = [blocks(document.text) for document in batch]
            docs = [_doc(nlp, *pair) for pair in zip(batch, laid_out, strict=True)]
            yield list(zip(batch, nlp.pipe(docs), laid_out, strict=True))


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _doc(nlp: Language, document: Document, layout: tuple[Block, ...]) -> Doc:
    from spacy.tokens import Doc

    words: list[str] = []
    spaces: list[bool] = []
    starts: list[int] = []
    for block in layout:
        text = document.text[block.start : block.end]
        starts.append(len(words))
        if block.parsed:
            # Line ends inside a paragraph are white space to the parser, of the same length.
            for token in nlp.tokenizer(text.replace("\n", " ")):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        else:
            words.append(text)
            spaces.append(False)
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    for start in starts:
        if start < len(doc):
            doc[start].is_sent_start = True
    return doc
