"""The segments that make up a state of the events, and runs of their rows.

Counts are sums over parts with a sign: the base, less its rows of events changed since,
plus those events as they are now.  An event's rows are all of one part of
each sign, so counts of distinct events add up in the same way, and what is reckoned
of the base serves until there is another base.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

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
_FEW = 1 << 20  # rows, the positions of which are kept: 8 MB


@dataclass(frozen=True, slots=True)
class Part:
    """``sign`` is 1 or -1.  ``gone``: positions of rows of the base that another part takes away.

    ``cache`` keeps masks of a part that is large.
    """

    segment: Segment
    sign: int = 1
    gone: Ints | None = None
    cache: MaskCache | None = None

    def kept(self, name: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """What ``make`` makes of this part, once if the part keeps anything."""
        if self.cache is None:
            return make()
        key = (*name, id(self.segment))
        known = self.cache.get(key) or self.cache.put(key, (make(),))
        return known[0]


@dataclass(frozen=True)
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

    def picked(self, values: NDArray[Any]) -> NDArray[Any]:
        """Of the values of all its rows those that pass; ten times as quick as by the mask."""
        return values if self.mask is None else picked(values, self.mask, self._passing)

    @cached_property
    def by_spot(self) -> tuple[slice, Ints]:
        """The spots of the piece, and how many rows of each pass."""
        spots, sizes = spots_of(self.segment, self.rows)
        if self.mask is None or not len(sizes):
            return spots, sizes
        starts = np.cumsum(sizes) - sizes
        counts: Ints = np.add.reduceat(self.mask, starts, dtype=np.int64)
        return spots, counts

    @cached_property
    def shared_rows(self) -> Ints:
        """Which of the segment's shared rows pass: those of events with several rows."""
        some = self.segment.shared_in(self.rows)
        which = np.arange(some.start, some.stop)
        if self.mask is None or not len(which):
            return which
        at = self.segment.shared[some].astype(np.int64) - self.rows.start
        passing: Ints = which[self.mask[at]]
        return passing

    @cached_property
    def _passing(self) -> Ints | None:
        """Kept for the columns that are asked for next, where it is small."""
        if self.mask is None or len(self.mask) >= _FEW:
            return None
        return np.flatnonzero(self.mask)


def pieces_of(
    part: Part, question: Question, dictionaries: Dictionaries, bounds: Bounds | None
) -> list[Piece]:
    """The rows that pass a question, window and all, within bounds."""
    if fails_everywhere(part.segment, question):
        return []
    segment, timeless = part.segment, question.without_window()
    every, window = passes_everywhere(segment, timeless), segment.window(question)
    pieces = []
    for rows, mask in runs_of(segment, bounds):
        if not every:
            mask = both(mask, timeless_mask(segment, timeless, dictionaries, rows, part.cache))
        pieces.append(Piece(part, rows, with_window(segment, window, mask, rows)))
    return pieces


def runs_of(segment: Segment, bounds: Bounds | None) -> Iterator[tuple[slice, Mask | None]]:
    """Runs of rows within bounds, and which of them are; a row is in one run only, or but once
    in a mask."""
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


def column_of(pieces: list[Piece], name: str) -> NDArray[Any]:
    """The values of one column in the rows that pass."""
    values = [piece.picked(getattr(piece.segment, name)[piece.rows]) for piece in pieces]
    if len(values) == 1:
        only: NDArray[Any] = values[0]
        return only
    return np.concatenate(values) if values else np.zeros(0, np.uint8)


def picked(values: NDArray[Any], mask: Mask, at: Ints | None = None) -> NDArray[Any]:
    """``values[mask]``, ten times as quick where the mask is a mixed one; ``at``: where it is."""
    return values.take(np.flatnonzero(mask) if at is None else at)


def counted(pieces: list[Piece], name: str, size: int) -> Ints:
    """How often each number below ``size`` stands in a column of the rows that pass."""
    counts = np.zeros(size, np.int64)
    step = max(_CHUNK, 4 * size)
    values = column_of(pieces, name)
    for start in range(0, len(values), step):  # bincount copies them as 64 bits
        counts += np.bincount(values[start : start + step], minlength=size)
    return counts


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
