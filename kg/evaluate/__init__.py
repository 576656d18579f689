"""Gold and what `kg extract` printed for the same texts -> precision, recall, F1, and where they differ.

`evaluate` compares, `worst` picks the errors that say most, `page` shows both sides in the text. Gold has the form
that `kg extract` prints; of a mention only id, start and end are needed, of an assertion subject, predicate and object.
"""

from __future__ import annotations

from kg.evaluate.evaluation import Counts, Document, Evaluation, evaluate
from kg.evaluate.examples import Example, render, worst
from kg.evaluate.page import page, write_page

__all__ = ["Counts", "Document", "Evaluation", "Example", "evaluate", "page", "render", "worst", "write_page"]
