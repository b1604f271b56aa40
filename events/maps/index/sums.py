"""Sums over the events within bounds: by way of those outside, where these are fewer.

A view of most of the world asks about nearly all rows.  What all events sum up to, wherever they
are, is kept; then only the rows outside the view are looked at, and the events without
any other row are taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from events.maps.index.areas import Bounds
from events.maps.index.dictionaries import Dictionaries
from events.maps.index.masks import both, timeless_mask
from events.maps.index.mercator import Ints
from events.maps.index.parts import Part, Piece, pieces_of, runs_of
from events.maps.index.questions import Question
from events.maps.index.segment import Segment

# Looking outside is worth it in a part of so many rows, where more than so much of it is inside.
WORTH, MOST = 20_000, 0.5

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Groups:
    """What is to count once: for each of a segment's shared rows a number, and how many there are.

    ``name`` says what: events, or each event with each of its countries.
    """

    name: str
    of_row: NDArray[np.integer]
    count: int

    @property
    def nbytes(self) -> int:
        return self.of_row.nbytes


def by_event(segment: Segment) -> Groups:
    return Groups("event", segment.group, segment.groups)


@dataclass(frozen=True)
class Sums:
    """One part's rows that pass a question within bounds, and what they sum up to."""

    part: Part
    question: Question
    dictionaries: Dictionaries
    bounds: Bounds | None

    @cached_property
    def pieces(self) -> list[Piece]:
        return pieces_of(self.part, self.question, self.dictionaries, self.bounds)

    @cached_property
    def outside(self) -> Piece | None:
        """The passing rows outside the bounds, where it is quicker to go over these."""
        if self.bounds is None or self.question.has_window or not self._are_most:
            return None
        outside = np.ones(len(self.part.segment), bool)
        for run, inside in runs_of(self.part.segment, self.bounds):
            outside[run] &= False if inside is None else ~inside
        rows = slice(0, len(outside))
        mask = timeless_mask(
            self.part.segment, self.question, self.dictionaries, rows, self.part.cache
        )
        return Piece(self.part, rows, both(mask, outside))

    @property
    def _are_most(self) -> bool:
        rows = sum(piece.rows.stop - piece.rows.start for piece in self.pieces)
        every = len(self.part.segment)
        return self.part.cache is not None and every >= WORTH and rows > MOST * every

    def of(
        self,
        name: Hashable,
        of_pieces: Callable[[list[Piece]], Numbers],
        of_rows: Callable[[Ints], Numbers],
        groups: Groups | None = None,
    ) -> Numbers:
        """The sum over the events: ``of_pieces`` over rows, less ``of_rows`` of those (positions
        in the segment) that would count an event again.

        ``name`` says what is summed up.  The sum may grow at its end with the dictionaries: what
        was known before adds nothing there.
        """
        groups = groups or by_event(self.part.segment)
        if self.outside is None:
            again = _repeated(self.part.segment, self.pieces, groups)
            return _less(of_pieces(self.pieces), of_rows, again)
        every, totals = self._every(name, of_pieces, of_rows, groups)
        again = self._also_inside(self.outside, groups, totals)
        total = -_less(of_pieces([self.outside]), of_rows, again)
        total[: len(every)] += every
        return total

    def _every(
        self,
        name: Hashable,
        of_pieces: Callable[[list[Piece]], Numbers],
        of_rows: Callable[[Ints], Numbers],
        groups: Groups,
    ) -> tuple[Numbers, Ints]:
        """The sum wherever the rows are, and how many rows each group has; both kept."""
        segment = self.part.segment

        def everywhere() -> list[Piece]:
            return pieces_of(self.part, self.question, self.dictionaries, None)

        def every() -> Numbers:
            pieces = everywhere()
            return _less(of_pieces(pieces), of_rows, _repeated(segment, pieces, groups))

        def totals() -> Numbers:
            rows = _shared_rows(everywhere())
            return np.bincount(groups.of_row[rows], minlength=groups.count)

        return (
            self.part.kept(("every", name, self.question), every),
            self.part.kept(("rows of a", groups.name, self.question), totals),
        )

    def _also_inside(self, outside: Piece, groups: Groups, totals: Ints) -> Ints:
        """The rows outside of groups that have rows inside, and all but one of other groups'."""
        rows = outside.shared_rows
        found, first, counts = np.unique(groups.of_row[rows], return_index=True, return_counts=True)
        again = np.ones(len(rows), bool)
        again[first[counts == totals[found]]] = False
        return self.part.segment.shared[rows[again]].astype(np.int64)


def _less(total: Numbers, of_rows: Callable[[Ints], Numbers], again: Ints) -> Numbers:
    return total - of_rows(again) if len(again) else total


def _shared_rows(pieces: list[Piece]) -> Ints:
    return np.concatenate([np.zeros(0, np.int64), *(piece.shared_rows for piece in pieces)])


def _repeated(segment: Segment, pieces: list[Piece], groups: Groups) -> Ints:
    """Positions of the passing rows but the first of each group."""
    rows = _shared_rows(pieces)
    numbers = groups.of_row[rows]
    order = np.arange(len(numbers), dtype=np.int32)
    where = np.zeros(groups.count, np.int32)
    where[numbers[::-1]] = order[::-1]  # of writes to one place the last one stays
    again: Ints = segment.shared[rows[where[numbers] != order]].astype(np.int64)
    return again
