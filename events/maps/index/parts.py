"""The segments that make up a state of the events, and runs of their rows.

Counts are sums over parts with a sign: the base, less its rows of events changed since,
plus those events as they are now.  An event's rows are all of one part of
each sign, so counts of distinct events add up in the same way, and what is reckoned
of the base serves until there is another base.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from events.maps.index.areas import Bounds, Box, boxes_of, cover
from events.maps.index.dictionaries import Dictionaries
from events.maps.index.masks import (
    Mask,
    MaskCache,
    both,
    fails_everywhere,
    spots_of,
    timeless_mask,
    with_window,
)
from events.maps.index.mercator import Ints, columns_and_rows
from events.maps.index.questions import Question
from events.maps.index.segment import Segment


@dataclass(frozen=True, slots=True)
class Part:
    """``sign`` is 1 or -1.  ``gone``: positions of rows of the base that another part takes away.

    ``cache`` keeps masks of a part that is large.
    """

    segment: Segment
    sign: int = 1
    gone: Ints | None = None
    cache: MaskCache | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of rows of a part, and which of them pass (None: all)."""

    part: Part
    rows: slice
    mask: Mask | None

    @property
    def segment(self) -> Segment:
        return self.part.segment

    def count(self) -> int:
        if self.mask is None:
            return int(self.rows.stop - self.rows.start)
        return int(np.count_nonzero(self.mask))

    def positions(self) -> Ints:
        """Of the rows that pass, in the segment."""
        if self.mask is None:
            return np.arange(self.rows.start, self.rows.stop)
        at: Ints = np.flatnonzero(self.mask) + self.rows.start
        return at


def pieces_of(
    part: Part, question: Question, dictionaries: Dictionaries, bounds: Bounds | None
) -> list[Piece]:
    """The rows that pass a question, window and all, within bounds."""
    if fails_everywhere(part.segment, question):
        return []
    pieces = []
    for rows, inside in _runs(part.segment, bounds):
        timeless = timeless_mask(part.segment, question, dictionaries, rows, part.cache)
        mask = with_window(part.segment, question, both(timeless, inside), rows)
        pieces.append(Piece(part, rows, mask))
    return pieces


def _runs(segment: Segment, bounds: Bounds | None) -> Iterator[tuple[slice, Mask | None]]:
    if bounds is None:
        if len(segment):
            yield slice(0, len(segment)), None
        return
    for box in boxes_of(bounds):
        for piece in cover(box):
            start, stop = segment.rows_of_cells(np.array([piece.first, piece.last + 1]))
            rows = slice(int(start), int(stop))
            if start < stop:
                yield rows, None if piece.inside else _in_box(segment, box, rows)


def _in_box(segment: Segment, box: Box, rows: slice) -> Mask:
    spots, sizes = spots_of(segment, rows)
    return np.repeat(box.has(*columns_and_rows(segment.spot_cell[spots])), sizes)


def distinct_events(pieces: list[Piece]) -> int:
    """How many events the rows of one part's pieces belong to."""
    if not pieces:
        return 0
    segment = pieces[0].segment
    shared, groups = 0, np.zeros(segment.groups, bool)
    for piece in pieces:
        _, group = _shared(piece)
        shared += len(group)
        groups[group] = True
    return sum(piece.count() for piece in pieces) - shared + int(np.count_nonzero(groups))


def each_event_once(pieces: list[Piece]) -> list[Piece]:
    """The pieces of one part with a single row left of each event."""
    if not pieces:
        return []
    seen = np.zeros(pieces[0].segment.groups, bool)
    single = []
    for piece in pieces:
        positions, group = _shared(piece)
        if not len(group):
            single.append(piece)
            continue
        repeated = seen[group]
        first = np.zeros(len(group), bool)
        first[_first_of_each(group, len(seen))] = True
        repeated |= ~first
        seen[group] = True
        mask = piece.mask
        mask = np.ones(piece.rows.stop - piece.rows.start, bool) if mask is None else mask.copy()
        mask[positions[repeated] - piece.rows.start] = False
        single.append(Piece(piece.part, piece.rows, mask))
    return single


def _first_of_each(group: NDArray[np.integer], groups: int) -> Ints:
    """Where each group stands for the first time; of writes to one place the last one stays."""
    where = np.full(groups, -1, np.int64)
    where[group[::-1]] = np.arange(len(group))[::-1]
    return where[where >= 0]


def _shared(piece: Piece) -> tuple[Ints, NDArray[np.integer]]:
    """Positions and groups of the passing rows whose event has several rows."""
    segment, rows = piece.segment, piece.rows
    low, high = np.searchsorted(segment.shared, [rows.start, rows.stop])
    positions = segment.shared[low:high].astype(np.int64)
    group = segment.group[low:high]
    if piece.mask is None or not len(positions):
        return positions, group
    passing = piece.mask[positions - rows.start]
    return positions[passing], group[passing]
