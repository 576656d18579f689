"""The ontology's own examples, run through the real language model."""

from __future__ import annotations

import pytest

from kg.analyse import DEFAULT_MODEL
from kg.errors import OntologyError
from kg.extract import extractor
from kg.extract.examples import examples, misses, parse
from kg.ontology import load


def test_examples_of_every_frame_are_found() -> None:
    """Every role that a frame's example marks is found, at the marked words."""
    ontology = load()
    listed = list(examples(ontology))
    assert len(listed) >= 150
    assert {example.frame.curie for example in listed} == {frame.curie for frame in ontology.frames}
    missed = [str(miss) for miss in misses(ontology, DEFAULT_MODEL, extractor("frames", ontology))]
    assert not missed, "\n".join(missed)


def test_example_without_trigger_is_refused() -> None:
    """An example that marks no trigger is an error that names its frame."""
    frame = load().frames[0]
    with pytest.raises(OntologyError, match=frame.curie):
        parse(frame, "[investor Acme] bought it.")
