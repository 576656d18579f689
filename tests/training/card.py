"""What was measured -> the model card that ships with the weights (Mitchell et al. 2019, Model Cards for Model Reporting)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

CARD = """\
# The relation model of kg {version}

Scores, for pairs of mentions in a passage of English news, how likely each of {labels} relations and event roles joins
them, and where names are and of which class. `kg build --extractor both` (the default) and `--extractor neural` use it; README
says how.

- Weights: `model.onnx`, SHA-256 `{hash}`, {size:.1f} MB, matrices in eight bits. Inputs and outputs are described in
  `kg/extract/neural/network.py`, the architecture in `tests/training/network.py`.
- Made by the steps of `make train` (seeds fixed; torch 2.13.0; {minutes:.0f} minutes for the final training, on one of two cores).
- Encoder: all-MiniLM-L6-v2 (Apache-2.0), six layers of 384, fine-tuned but for its word embeddings.
- Licence of the weights: CC BY-SA 4.0, as one of the sets asks.

## What it has learned from
| data | licence | passages |
|---|---|---|
{data}

CORE is read twice: with the mentions that kg finds, and with the two that its question gives, which are marked as asked about.
Each set annotates some labels; what it does not annotate counts a little as absent, and nothing where a frame finds it.
Names and their classes are those that fire and redocred annotate, and those that the annotated facts join. Event roles are
learned from what kg's frames find in the same texts. While it learns, a fifth of the mentions and a twentieth of the other
word pieces are masked. No text of the sets is in the weights' folder or in the repository.

## How good it is
Cross-validated: networks trained (each with another seed) on two thirds of the documents and asked about the third that
they have not seen ({folds} of 3 thirds), by the sets' own scorer. The network that ships is trained
on everything.

| set | figure | network alone | with frames | frames alone |
|---|---|---|---|---|
{figures}

In brackets: the same of each third by itself, each by a network trained with another seed.

## What it is not for
Other languages than English; relations that have no label; deciding anything about a person. It repeats what its
sources say, and their errors: look at the sentence that comes with every claim. Names are lower-cased before it sees
them. The sets are encyclopedias, filings and web pages: on other kinds of text it is right less often than it says.
"""

DATA = {
    "core": ("CORE, development part", "CC BY 4.0"),
    "knowledgenet": ("KnowledgeNet, development part", "CC BY-SA 4.0"),
    "fire": ("FIRE, development part", "CC BY 4.0"),
    "redocred": ("Re-DocRED, development part", "MIT"),
    "ontology": ("examples of kg's own ontology", "MIT"),
}

Figures = Mapping[str, Sequence[Mapping[str, float]]]


def card(
    *,
    version: str,
    digest: str,
    size: int,
    labels: int,
    minutes: float,
    passages: Mapping[str, int],
    folds: int,
    figures: Mapping[str, Figures],
) -> str:
    """The card.

    Args:
        size: bytes of the weights.
        passages: how many each set has given.
        folds: how many of the three were measured.
        figures: "neural", "both" and "frames" -> set -> of all texts, then of each fold: label -> figure.
    """
    data = [f"| {words} | {licence} | {passages[name]:,} |" for name, (words, licence) in DATA.items()]
    rows = [
        f"| {name} | {label} | "
        + " | ".join(_shown(figures[extractor][name], label) for extractor in ("neural", "both", "frames"))
        + " |"
        for name, values in figures["both"].items()
        for label in values[0]
    ]
    return CARD.format(
        version=version,
        labels=labels,
        hash=digest,
        size=size / 1e6,
        minutes=minutes,
        folds=folds,
        data="\n".join(data),
        figures="\n".join(rows),
    )


def _shown(scores: Sequence[Mapping[str, float]], label: str) -> str:
    all_, *parts = (f"{score[label]:.3f}" for score in scores)
    return f"{all_} ({', '.join(parts)})"
