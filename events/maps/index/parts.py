"""The segments that make up a state of the events, and runs of their rows.

Counts are sums over parts with a sign: the base, less its rows of events changed since,
plus those events as they are now.  An event's rows are all of one part of
each sign, so counts of distinct events add up in the same way, and what is reckoned
of the base serves until there is another base.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from events.maps.index.areas import Bounds, Box, boxes_of, cover
from events.maps.index.dictionaries import Dictionaries
from events.maps.index.masks import (
    Mask,
    MaskCache,
    both,
    fails_everywhere,
    passes_everywhere,
    spots_of,
    timeless_mask,
    with_window,
)
from events.maps.index.mercator import Ints, columns_and_rows
from events.maps.index.questions import Question
from events.maps.index.rows import TYPES
from events.maps.index.segment import Segment
from events.maps.index.tally import Tally

_CHUNK = 1 << 16


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


@dataclass(frozen=True, slots=True)
class Shared:
    """The passing rows of one part whose event has several rows: positions, and which event."""

    positions: Ints
    group: NDArray[np.integer]
    groups: int

    @classmethod
    def of(cls, pieces: list[Piece]) -> Self:
        positions, groups = [np.zeros(0, np.int64)], [np.zeros(0, np.uint8)]
        for piece in pieces:
            some = piece.segment.shared_in(piece.rows)
            at, group = piece.segment.shared[some], piece.segment.group[some]
            if piece.mask is not None and len(at):
                passing = piece.mask[at.astype(np.int64) - piece.rows.start]
                at, group = at[passing], group[passing]
            positions.append(at.astype(np.int64))
            groups.append(group)
        number = pieces[0].segment.groups if pieces else 0
        return cls(np.concatenate(positions), np.concatenate(groups), number)

    def repeated(self) -> Ints:
        """The positions but the first of each event: what an event is counted for too often."""
        order = np.arange(len(self.group), dtype=np.int32)
        where = np.zeros(self.groups, np.int32)
        where[self.group[::-1]] = order[::-1]  # of writes to one place the last one stays
        again: Ints = self.positions[where[self.group] != order]
        return again


def distinct_events(pieces: list[Piece]) -> int:
    """How many events the rows of one part's pieces belong to."""
    rows = sum(piece.count() for piece in pieces)
    shared = Shared.of(pieces)
    seen = np.zeros(shared.groups, bool)
    seen[shared.group] = True
    return rows - len(shared.group) + int(np.count_nonzero(seen))


def column_of(pieces: list[Piece], name: str) -> NDArray[Any]:
    """The values of one column in the rows that pass."""
    values = []
    for piece in pieces:
        some = getattr(piece.segment, name)[piece.rows]
        values.append(some if piece.mask is None else picked(some, piece.mask))
    if len(values) == 1:
        only: NDArray[Any] = values[0]
        return only
    return np.concatenate(values) if values else np.zeros(0, np.uint8)


def picked(values: NDArray[Any], mask: Mask) -> NDArray[Any]:
    """``values[mask]``, ten times as quick where the mask is a mixed one."""
    return values.take(np.flatnonzero(mask))


def counted(pieces: list[Piece], name: str, size: int) -> Ints:
    """How often each number below ``size`` stands in a column of the rows that pass."""
    counts = np.zeros(size, np.int64)
    step = max(_CHUNK, 4 * size)
    values = column_of(pieces, name)
    for start in range(0, len(values), step):  # bincount copies them as 64 bits
        counts += np.bincount(values[start : start + step], minlength=size)
    return counts


def passing_by_spot(piece: Piece) -> tuple[slice, Ints]:
    """The spots of a piece, and how many rows of each pass."""
    spots, sizes = spots_of(piece.segment, piece.rows)
    if piece.mask is None or not len(sizes):
        return spots, sizes
    starts = np.cumsum(sizes) - sizes
    counts: Ints = np.add.reduceat(piece.mask, starts, dtype=np.int64)
    return spots, counts


def tally_for(part: Part, question: Question, bounds: Bounds | None) -> Tally | None:
    """The tally of a part, where the question asks for nothing but types and a window."""
    if bounds is not None or part.segment.tally is None:
        return None
    alike = passes_everywhere(part.segment, question.without("types"))
    return part.segment.tally if alike else None


def rows_of_types(question: Question) -> list[int]:
    """The rows of a tally that the question asks for."""
    if not question.types:
        return list(range(len(TYPES)))
    return [TYPES.index(name) for name in dict.fromkeys(question.types) if name in TYPES]
