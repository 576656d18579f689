"""Analyses -> Extractions, by one of the extractors in the registry."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.analyse.analysis import Analysis
    from kg.model import Extraction
    from kg.ontology import Ontology

# name -> "module:factory"; factory(ontology) gives a function from the analyses of some documents to their extractions
EXTRACTORS: Mapping[str, str] = {
    "frames": "kg.extract.frames:extractor",
    "neural": "kg.extract.neural:extractor",
    "both": "kg.extract.both:extractor",
}
DEFAULT_EXTRACTOR = "both"
LEARNED = frozenset({"neural", "both"})


def extractor(name: str, ontology: Ontology) -> Callable[[Sequence[Analysis]], Sequence[Extraction]]:
    """The extractor of that name, or a third party's named "module:factory".

    Raises:
        KgError: there is none, or what it needs is missing.
    """
    target = EXTRACTORS.get(name, name)
    module, separator, attribute = target.partition(":")
    if not separator:
        raise KgError(f"no such extractor; there are {', '.join(EXTRACTORS)}, or give module:factory", name)
    try:
        factory = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise KgError(f"cannot load this extractor: {error}", name) from error
    found: Callable[[Sequence[Analysis]], Sequence[Extraction]] = factory(ontology)
    return found


def models(name: str) -> dict[str, str]:
    """Name, as evidence has it, of each learned extractor that this one asks -> the version of its weights.

    Raises:
        KgError: the model is not there.
    """
    if name not in LEARNED:
        return {}
    from kg.extract.neural import NAME
    from kg.extract.neural.network import manifest

    return {NAME: manifest().full_version}
