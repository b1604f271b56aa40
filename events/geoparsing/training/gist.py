"""Teaches small transformers what an article's opening is about (kind, places, days), and where a
given event of a sentence was.

Needs the extra ``train``, as ``encoder`` does, whose network this is with other columns.  First it
learns from single sentences which names an event happened at, then from articles which of their
places and days are the main event's, and from them and from openings the kind of event.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import torch
from torch.nn import functional

from events.geoparsing.blocks import split_blocks
from events.geoparsing.drafts import gist, subject
from events.geoparsing.drafts.story import LOOKED_AT, Story
from events.geoparsing.drafts.tie_reader import window_of
from events.geoparsing.encoder import Logits, Window, batch_of, vocabulary
from events.geoparsing.parsed import Parsed
from events.geoparsing.training.encoder import MASK_ID, Network, learn
from events.geoparsing.training.event_gold import GoldMain, GoldSentence
from events.geoparsing.training.events import TieExample
from events.geoparsing.training.main_events import is_right_day, is_right_place
from events.geoparsing.wordpieces import CAPITAL, CAPITALS, MIXED

COLUMNS = gist.FIRST_KIND + len(gist.KINDS)
LAYERS = 3  # with six the same articles were right, for twice the time
EPOCHS = 4
TIE_EPOCHS = 3
ARTICLES, SENTENCES = 8, 32  # of a batch
SORTED = 64  # lessons that are sorted by length before they are put in batches
#: Places hidden in training, so that what stands around them teaches.
HIDDEN = 0.2
#: What each part of the loss counts: a rival alone, days and the kind beside places.
ALONE, DAYS, KIND = 0.5, 0.5, 1.0
SENTENCE_PIECES = 128
SEED = 0


@dataclass(frozen=True, slots=True)
class Rival:
    """A place or a day: where it is named (slices of the window's pieces), and whether it is the
    event's."""

    mentions: tuple[slice, ...]
    right: bool


@dataclass(slots=True)
class Lesson:
    """An opening with its rivals and its kind, where known; ``one``: one of the places is the
    answer, not each for itself."""

    window: Window
    places: list[Rival] = field(default_factory=list)
    days: list[Rival] = field(default_factory=list)
    one: bool = True
    kind: str | None = None


Steps = list[list[Lesson]]


def article_lesson(story: Story, main: GoldMain) -> Lesson:
    """The opening of an article whose main event is known."""
    at = story.gist.window.at
    places = [
        (tuple(filter(None, (at(m.span) for m in mentions))), is_right_place(mentions, main))
        for mentions in story.places.values()
    ]
    days = [
        (tuple(filter(None, (at(m.span) for m in mentions))), is_right_day(mentions, main))
        for mentions in story.days.values()
        if main.first_day is not None
    ]
    return Lesson(
        story.gist.window,
        [Rival(mentions, right) for mentions, right in places if mentions],
        [Rival(mentions, right) for mentions, right in days if mentions],
        kind=main.type,
    )


def tie_lesson(example: TieExample) -> Lesson | None:
    """The sentence of a given event with its names; None where none is read."""
    if example.setting is None:
        return None
    window = window_of(example.setting)
    places = [
        Rival((at,), right)
        for name, right in zip(example.setting.names, example.right, strict=True)
        if (at := window.at(name.span)) is not None
    ]
    return Lesson(window, places, one=False) if places else None


def opening_lesson(text: str, kind: str) -> Lesson:
    """A text of which only the kind is known."""
    blocks = split_blocks(text)
    parsed = Parsed(text, blocks)
    passages = subject.passages(parsed, blocks, LOOKED_AT)
    return Lesson(
        gist.window_of(parsed, [*subject.datelines(parsed, blocks), *passages]), kind=kind
    )


def sentence_lesson(gold: GoldSentence) -> Lesson:
    """A sentence: each piece in capitals but the first is a place of the event, or none."""
    pieces = vocabulary().pieces(gold.text, 0, len(gold.text))[:SENTENCE_PIECES]
    places = []
    for index, piece in enumerate(pieces):
        inside = any(piece.start < span.end and span.start < piece.end for span in gold.locations)
        if inside or (index and piece.case in (CAPITAL, CAPITALS, MIXED)):
            places.append(Rival((slice(index, index + 1),), inside))
    return Lesson(Window(pieces), places, one=False)


@dataclass(frozen=True, slots=True)
class Stage:
    """Lessons that are learnt together: so many in a batch, and so many times."""

    lessons: Sequence[Lesson]
    size: int
    epochs: int


def train(
    stages: Sequence[Stage], progress: Callable[[Steps], Iterable[list[Lesson]]] = iter
) -> Network:
    """A network that learnt one stage after the other; ``progress`` may show how far it is."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311
    network = Network(COLUMNS, LAYERS)
    network.train()
    for stage in stages:
        each = [_batches(stage.lessons, stage.size, chance) for _ in range(stage.epochs)]
        steps = [batch for batches in each for batch in batches]
        learn(network, progress(steps), len(steps), lambda batch: _loss(network, batch, chance))
    network.eval()
    return network


def _batches(lessons: Sequence[Lesson], size: int, chance: random.Random) -> Steps:
    """Lessons of like length together."""
    order = [lesson for lesson in lessons if lesson.window.pieces]
    chance.shuffle(order)
    found: Steps = []
    for first in range(0, len(order), SORTED):
        near = sorted(order[first : first + SORTED], key=lambda lesson: len(lesson.window.pieces))
        found += [near[at : at + size] for at in range(0, len(near), size)]
    chance.shuffle(found)
    return found


def _loss(network: Network, batch: Sequence[Lesson], chance: random.Random) -> torch.Tensor:
    inputs = {k: torch.from_numpy(v) for k, v in batch_of([le.window for le in batch]).items()}
    for row, lesson in enumerate(batch):
        for rival in lesson.places:
            if chance.random() < HIDDEN:
                for at in rival.mentions:
                    inputs["ids"][row, 1:][at] = MASK_ID
    answer = network(**inputs)[:, 1:]
    total = answer.sum() * 0
    for rows, lesson in zip(answer, batch, strict=True):
        if lesson.kind is not None:
            said = rows[: len(lesson.window.pieces), gist.FIRST_KIND :].mean(0)
            right = torch.tensor(gist.KINDS.index(lesson.kind))
            total = total + KIND * functional.cross_entropy(said, right)
        total = total + _missed(rows[:, gist.PLACE], lesson.places, lesson.one)
        total = total + DAYS * _missed(rows[:, gist.DAY], lesson.days, lesson.one)
    return total / len(batch)


def _missed(odds: torch.Tensor, rivals: Sequence[Rival], one: bool) -> torch.Tensor:
    """How far the odds are from what is right: each rival alone and, for one answer, together."""
    if not rivals:
        return odds.sum() * 0
    said = torch.stack(
        [torch.logsumexp(torch.stack([odds[at].mean() for at in r.mentions]), 0) for r in rivals]
    )
    right = torch.tensor([rival.right for rival in rivals])
    alone = functional.binary_cross_entropy_with_logits(said, right.float())
    if not one:
        return alone
    if not right.any() or right.all():
        return ALONE * alone
    return ALONE * alone + torch.logsumexp(said, 0) - torch.logsumexp(said[right], 0)


def read(network: Network, windows: Sequence[Window]) -> Iterator[Logits]:
    """What a trained network says of windows, each an array of (pieces, COLUMNS)."""
    for window in windows:
        inputs = {name: torch.from_numpy(array) for name, array in batch_of([window]).items()}
        with torch.no_grad():
            yield network(**inputs).numpy()[0, 1:-1]
