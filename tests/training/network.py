"""The relation model in torch: a BERT encoder over typed mentions, and a scorer of their pairs.

Each mention is its first and last word piece in the encoder's output with its class and kind; a pair is two mentions,
the maximum over the pieces between them, and their distance. The scorer adds a multilayer perceptron over the sum of
these to the element-wise product of the mentions (a bilinear form of low rank). What is said about a pair outside of
it counts too: the mean of the pieces, by how much both mentions attend to each (localized context, Zhou et al. 2021).
One pass of the encoder serves all pairs.
Another perceptron tells the class of each mention, a third of each piece whether it begins or continues a name.
Its inputs tell where the mentions are and what they are: an embedding of each piece's mention is added to the piece's.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812  what everybody calls it

from kg.extract.neural.names import PLACES
from kg.extract.neural.passages import DISTANCES, KINDS, TYPED

LEVELS = 9  # maxima over 1, 2, 4, … 256 pieces
WIDTH, TYPE_WIDTH, KIND_WIDTH, DISTANCE_WIDTH, KEY_WIDTH = 256, 64, 16, 64, 64
DROPOUT = 0.1
RARE = -4.0  # log-odds that an untrained label starts with: most pairs have none
NOTHING = -1e4


class RelationNetwork(nn.Module):
    """Scores pairs of mentions; inputs are those of kg.extract.neural.network.batch_inputs, by name."""

    def __init__(self, encoder: Any, *, types: int, labels: int, classes: int) -> None:
        super().__init__()
        self.encoder = encoder
        size = encoder.config.hidden_size
        self.tag = nn.Embedding(TYPED + 2 * (types + 1), size)
        nn.init.normal_(self.tag.weight, 0, 0.02)
        self.class_ = nn.Embedding(types + 1, TYPE_WIDTH)
        self.kind = nn.Embedding(len(KINDS), KIND_WIDTH)
        self.distance = nn.Embedding(2 * (len(DISTANCES) + 1), DISTANCE_WIDTH)
        mention = 2 * size + TYPE_WIDTH + KIND_WIDTH
        self.subject, self.object = nn.Linear(mention, WIDTH), nn.Linear(mention, WIDTH)
        self.between, self.far = nn.Linear(size, WIDTH), nn.Linear(DISTANCE_WIDTH, WIDTH)
        self.seeks, self.sought = nn.Linear(mention, 2 * KEY_WIDTH), nn.Linear(size, KEY_WIDTH, bias=False)
        self.about = nn.Linear(size, WIDTH)
        self.form = nn.Linear(WIDTH, WIDTH, bias=False)
        self.hidden = nn.Linear(2 * WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, labels)
        nn.init.constant_(self.out.bias, RARE)
        self.named = nn.Sequential(
            nn.Linear(mention, WIDTH), nn.GELU(), nn.Dropout(DROPOUT), nn.Linear(WIDTH, classes)
        )
        self.placed = nn.Sequential(
            nn.Linear(size, WIDTH), nn.GELU(), nn.Dropout(DROPOUT), nn.Linear(WIDTH, PLACES)
        )
        self.dropout = nn.Dropout(DROPOUT)

    def forward(
        self,
        pieces: Tensor,
        tags: Tensor,
        mask: Tensor,
        rows: Tensor,
        types: Tensor,
        kinds: Tensor,
        firsts: Tensor,
        lasts: Tensor,
        distances: Tensor,
        subjects: Tensor,
        objects: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """(pairs, labels), (mentions, classes) and (passages, pieces, 3), log-odds."""
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.tag(tags)
        read = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        mention = torch.cat([read[rows, firsts], read[rows, lasts], self.class_(types), self.kind(kinds)], -1)
        subject, object_ = self.subject(mention)[subjects], self.object(mention)[objects]
        low = torch.minimum(lasts[subjects], lasts[objects]) + 1
        high = torch.maximum(firsts[subjects], firsts[objects])
        between = _maximum(self.between(read), rows[subjects], low, high)
        about = self._about(read, mask, rows, mention, subjects, objects)
        joined = F.gelu(subject + object_ + between + about + self.far(self.distance(distances)))
        product = subject * self.form(object_)
        hidden: Tensor = self.hidden(self.dropout(torch.cat([joined, product], -1)))
        scores: Tensor = self.out(self.dropout(F.gelu(hidden)))
        return scores, self.named(mention), self.placed(read)

    def _about(
        self, read: Tensor, mask: Tensor, rows: Tensor, mention: Tensor, subjects: Tensor, objects: Tensor
    ) -> Tensor:
        """(pairs, WIDTH): the mean of a pair's passage, by how much its subject and its object attend to each piece."""
        keys = self.sought(read)[rows]
        as_subject, as_object = self.seeks(mention).unsqueeze(-1).chunk(2, 1)
        seen = (keys @ as_subject).squeeze(-1)[subjects] + (keys @ as_object).squeeze(-1)[objects]
        passages = rows[subjects]
        attended = (seen / KEY_WIDTH**0.5).masked_fill(mask[passages] == 0, NOTHING).softmax(1)
        # Each pair attends to its own passage of those in the batch, so that one product of matrices serves all.
        own = (passages[:, None] == torch.arange(read.shape[0])).to(read.dtype)
        spread = (own[:, :, None] * attended[:, None, :]).flatten(1)
        found: Tensor = spread @ self.about(read).flatten(0, 1)
        return found


def _maximum(values: Tensor, rows: Tensor, low: Tensor, high: Tensor) -> Tensor:
    """The maxima of values[row, low:high], zero where that is empty.

    By a sparse table: maxima over 1, 2, 4, … places; a range is covered by two of a size (Bender and Farach-Colton 2000).
    """
    length = values.shape[1]
    table = [values]
    for level in range(1, LEVELS):
        width = 1 << (level - 1)
        below = table[-1]
        beyond = torch.full_like(below, NOTHING)
        shifted = torch.cat([below[:, width:], beyond], 1)[:, :length]
        table.append(torch.maximum(below, shifted))
    stacked = torch.stack(table)
    count = (high - low).clamp(min=1)
    level = sum((count >= 1 << n).long() for n in range(1, LEVELS))
    start = low.clamp(max=length - 1)
    end = (high - (1 << torch.arange(LEVELS))[level]).clamp(min=0)
    found = torch.maximum(stacked[level, rows, start], stacked[level, rows, end])
    return torch.where((high > low)[:, None], found, torch.zeros_like(found))
