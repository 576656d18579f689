"""Analyses -> Extractions, by one of the extractors in the registry."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.extract.shipped import NAME, manifest

if TYPE_CHECKING:
    from kg.analyse.analysis import Analysis
    from kg.model import Extraction
    from kg.ontology import Ontology

# name -> "module:factory"; factory(ontology) gives a function from the analyses of some documents to their extractions.
# A factory that has a second parameter, least, can be told with what confidence a claim is made.
EXTRACTORS: Mapping[str, str] = {
    "frames": "kg.extract.frames:extractor",
    "neural": "kg.extract.neural:extractor",
    "both": "kg.extract.both:extractor",
}
DEFAULT_EXTRACTOR = "both"
LEARNED = frozenset({"neural", "both"})
LEAST = "least"


def extractor(
    name: str, ontology: Ontology, least: float | None = None
) -> Callable[[Sequence[Analysis]], Sequence[Extraction]]:
    """The extractor of that name, or a third party's named "module:factory".

    Args:
        least: claims of less confidence are not made; without it, the extractor knows best.

    Raises:
        KgError: there is none, or what it needs is missing.
    """
    settings = {} if least is None else {LEAST: least}
    found: Callable[[Sequence[Analysis]], Sequence[Extraction]] = _factory(name)(ontology, **settings)
    return found


def check(name: str, least: float | None = None) -> None:
    """Nothing, if there is an extractor of that name that can be told so; one of kg's own is not loaded for that.

    Raises:
        KgError: there is none, or it makes its claims whatever their confidence.
    """
    if name in EXTRACTORS:
        return
    factory = _factory(name)
    if least is not None and LEAST not in inspect.signature(factory).parameters:
        raise KgError(f"this extractor takes no least confidence: its factory has no parameter {LEAST}", name)


def _factory(name: str) -> Any:
    module, separator, attribute = EXTRACTORS.get(name, name).partition(":")
    if not separator:
        raise KgError(f"no such extractor; there are {', '.join(EXTRACTORS)}, or give module:factory", name)
    try:
        return getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise KgError(f"cannot load this extractor: {error}", name) from error


def models(name: str) -> dict[str, str]:
    """Name, as evidence has it, of each learned extractor that this one asks -> the version of its weights.

    Raises:
        KgError: the model is not there.
    """
    if name not in LEARNED:
        return {}
    return {NAME: manifest().full_version}
