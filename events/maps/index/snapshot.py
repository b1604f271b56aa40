"""A state of the events, to be asked: what ``current_index`` gives."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from events.kept import Kept
from events.maps.index import lists
from events.maps.index.areas import Bounds
from events.maps.index.axis import Axis
from events.maps.index.cubes import Cube, cube_of
from events.maps.index.dictionaries import Dictionaries
from events.maps.index.facets import FIELDS, MOST_VALUES, Facets, facets_of
from events.maps.index.histograms import histogram_of
from events.maps.index.parts import (
    Part,
    Piece,
    rows_of_types,
    tally_for,
)
from events.maps.index.questions import Question
from events.maps.index.rows import TYPES
from events.maps.index.sums import Sums
from events.maps.index.tiles import Tile, tile_of

MOST_SUMS = 8  # of which rows are kept: a view asks of a few parts, with and without its window


@dataclass(frozen=True)
class Snapshot:
    """Never changes.  ``version`` differs for every state of the events that a process saw."""

    version: str
    parts: list[Part]
    dictionaries: Dictionaries
    # What was asked last: the numbers, the histogram and the list of a view share their rows.
    _sums: Kept[tuple[int, Question, Bounds | None], Sums] = field(
        init=False, repr=False, compare=False, default_factory=lambda: Kept(MOST_SUMS)
    )

    def tile(self, question: Question, z: int, x: int, y: int) -> Tile:
        """ValueError when there is no such tile (z to 27)."""
        return tile_of(self.parts, question, self.dictionaries, z, x, y)

    def cube(self, question: Question, z: int, x: int, y: int, axis: Axis) -> Cube:
        """For the cells that the tile gives as counts; the window is left aside."""
        return cube_of(self.parts, question, self.dictionaries, (z, x, y), axis)

    def histogram(
        self, question: Question, bounds: Bounds | None, axis: Axis
    ) -> NDArray[np.float32]:
        """(types, bins), each event spread evenly over its days; the window is left aside."""
        total = np.zeros((len(TYPES), axis.bins))
        for part in self.parts:
            tally = tally_for(part, question, bounds)
            if tally:
                rows = rows_of_types(question)
                total[rows] += part.sign * tally.histogram(part.segment.days, axis)[rows]
                continue
            sums = self._sums_of(part, question.without_window(), bounds)
            total += part.sign * histogram_of(sums, axis)
        # Sums of shares less the same shares can come out a hair off nothing.
        return np.where(np.abs(total) < 1e-6, 0, total).astype(np.float32)

    def count(self, question: Question, bounds: Bounds | None = None) -> int:
        """Distinct events."""
        return sum(part.sign * self._count(part, question, bounds) for part in self.parts)

    def _count(self, part: Part, question: Question, bounds: Bounds | None) -> int:
        tally = tally_for(part, question, bounds)
        if tally is None:
            sums = self._sums_of(part, question, bounds)
            return int(sums.of("events", _count_rows, lambda at: np.array([len(at)]))[0])
        segment = part.segment
        window = segment.window(question)
        return int(tally.counts(window)[rows_of_types(question)].sum()) if window else 0

    def facets(
        self,
        question: Question,
        bounds: Bounds | None = None,
        names: Sequence[str] = tuple(FIELDS),
    ) -> Facets:
        """For each filter its values and how many events each would leave under all others.

        "status" counts events of every status: it is not for readers.  "confidence" has
        the lower ends of ten bands, and None for events without.
        """
        return self._facets(question, bounds, names, MOST_VALUES)

    def sources(self, question: Question) -> list[int]:
        """Ids of all sources on whose articles passing events rest."""
        found = self._facets(question, None, ["source"], sys.maxsize)
        return [source for source, _ in found["source"]]

    def _facets(
        self, question: Question, bounds: Bounds | None, names: Sequence[str], most: int
    ) -> Facets:
        def sums_of(others: Question) -> list[Sums]:
            return [self._sums_of(part, others, bounds) for part in self.parts]

        return facets_of(sums_of, question, self.dictionaries, names, most)

    def ids(
        self,
        question: Question,
        bounds: Bounds | None = None,
        *,
        order: lists.Order = "newest",
        near: tuple[float, float] | None = None,
        after: str | None = None,
        limit: int = 30,
    ) -> tuple[list[int], str | None]:
        """Distinct events: by first day and id, newest first, or by distance from ``near``.

        ``near`` is (latitude, longitude).  The second value is what to give as ``after`` for the
        next page; None at the end.  ValueError for another order or a cursor that is none.
        """
        if order not in ("newest", "nearest") or (order == "nearest") != (near is not None):
            raise ValueError("Ask for the newest, or for the nearest to a point.")
        cursor = lists.read_cursor(after)
        pieces = self._kept_pieces(question, bounds)
        found, following = lists.page_of(pieces, question, near=near, after=cursor, limit=limit)
        return found, f"{following[0]}.{following[1]}" if following else None

    def extent(self, question: Question) -> tuple[int, int] | None:
        """First and last day of what passes; the window is left aside."""
        found = [
            lists.days_of(piece) for piece in self._kept_pieces(question.without_window(), None)
        ]
        days = [pair for pair in found if pair]
        if not days:
            return None
        return min(first for first, _ in days), max(last for _, last in days)

    def box(self, question: Question) -> Bounds | None:
        """Where what passes is; west > east where that crosses the date line."""
        cells = [lists.cells_of(piece) for piece in self._kept_pieces(question, None)]
        return lists.box_of(np.concatenate([np.zeros(0, np.int64), *cells]))

    @property
    def rows(self) -> int:
        return sum(part.sign * len(part.segment) for part in self.parts)

    def _sums_of(self, part: Part, question: Question, bounds: Bounds | None) -> Sums:
        key = (id(part), question, bounds)
        known = self._sums.get(key)
        return known or self._sums.put(key, Sums(part, question, self.dictionaries, bounds))

    def _kept_pieces(self, question: Question, bounds: Bounds | None) -> list[Piece]:
        """The pieces of what is there; see ``Part.gone``."""
        return [
            piece
            for part in self.parts
            if part.sign > 0
            for piece in self._sums_of(part, question, bounds).pieces
        ]


def _count_rows(pieces: list[Piece]) -> NDArray[np.int64]:
    return np.array([sum(piece.count() for piece in pieces)], np.int64)
