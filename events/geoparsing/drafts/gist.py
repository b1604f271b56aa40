"""What a small transformer makes of an article's opening: its kind of event, and which places and
days are the event's.

Grammar looks at one sentence at a time; the network reads some two hundred words at once, as a
person does who asks what an article is about.  Its answer is one more feature beside those that
``story`` can name.  ``manage.py train_gist`` makes it; docs/events.md has the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np

from events.geoparsing.drafts.subject import NONE, Passage
from events.geoparsing.encoder import Encoder, Logits, Reads, Window, vocabulary
from events.geoparsing.parsed import Parsed
from events.geoparsing.taxonomy import EVENT_TYPES
from events.geoparsing.types import Span
from events.geoparsing.wordpieces import Piece

MODEL_PATH = Path(__file__).parent.parent / "data" / "gist_encoder.onnx"
#: Pieces of an opening that are read: what the network learnt on, and 8 ms of one core.
MOST_PIECES = 254
#: Columns of what is read of a piece: log odds that a place named there is the event's, or a day;
#: then log odds of each kind of article, of which the mean over all pieces counts.
PLACE, DAY, FIRST_KIND = range(3)
KINDS = (NONE, *EVENT_TYPES)

T = TypeVar("T")


@cache
def shipped() -> Encoder:
    """The network that reading uses, loaded once per process when it is first asked."""
    return Encoder(MODEL_PATH)


class Gist:
    """The opening of one text, read when first asked about."""

    def __init__(self, parsed: Parsed, passages: Iterable[Passage], reads: Reads) -> None:
        self.parsed, self.reads = parsed, reads
        self.window = window_of(parsed, passages)

    @cached_property
    def _rows(self) -> Logits:
        return self.reads.read(self.parsed.text, [self.window])[0]

    def kinds(self) -> dict[str, float]:
        """Log odds of each kind; {} where there is nothing to read."""
        if not self.window.pieces:
            return {}
        said = self._rows[:, FIRST_KIND:].mean(axis=0)
        return dict(zip(KINDS, map(float, said), strict=True))

    def odds(self, rivals: Mapping[T, Iterable[Span]], column: int) -> dict[T, float]:
        """Log odds that each rival is the event's by all of its mentions together; rivals that are
        named only after the opening are left out."""
        found = {}
        for rival, spans in rivals.items():
            mentions = (self.window.at(span) for span in spans)
            said = [self._said(at, column) for at in mentions if at is not None]
            if said:
                found[rival] = float(np.logaddexp.reduce(said))
        return found

    def _said(self, at: slice, column: int) -> float:
        return float(self._rows[at, column].mean())


def window_of(parsed: Parsed, passages: Iterable[Passage]) -> Window:
    """What is read: the first pieces of the passages, in reading order."""
    found: list[Piece] = []
    for passage in sorted(passages, key=lambda passage: passage.start):
        found += vocabulary().pieces(parsed.text, passage.start, passage.sentence.end)
        if len(found) >= MOST_PIECES:
            break
    return Window(found[:MOST_PIECES])
