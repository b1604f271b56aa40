"""Cubes: for the counted cells of a tile, how many rows begin and end in each bin of the axis.

The rows that touch a window between two edges of the axis are those begun before its
end less those over before its beginning: two prefix sums a cell, so the browser counts
each step of a brush by itself (Moritz et al., Falcon, CHI 2019).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from events.maps.index.axis import Axis
from events.maps.index.dictionaries import Dictionaries
from events.maps.index.mercator import Ints
from events.maps.index.parts import Part, picked
from events.maps.index.questions import Question
from events.maps.index.tiles import (
    CELLS,
    NORTH_WEST,
    Slice,
    cell_edges,
    count_cells,
    padded,
    slices_of,
)

AnyArray = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Cube:
    """``begun``, ``over``: (cells, bins + 1) rows whose first, last day is before the axis, then
    in each bin."""

    cell: Ints
    begun: Ints
    over: Ints

    def to_bytes(self) -> bytes:
        """Little-endian; the sections and types are those of docs/map-index.md."""
        bins = self.begun.shape[1] - 1
        most = max(self.begun[:, 1:].max(initial=0), self.over[:, 1:].max(initial=0))
        width = 1 if most < 256 else 2 if most < 65_536 else 4
        before = np.stack([self.begun[:, 0], self.over[:, 0]], axis=1)
        numbers = np.concatenate([self.begun[:, 1:], self.over[:, 1:]])
        return (
            struct.pack("<4sIII", b"DLC1", len(self.cell), bins, width)
            + padded(before.astype("<i4").tobytes() + self.cell.astype("u1").tobytes())
            + numbers.astype(f"<u{width}").tobytes()
        )


def cube_of(
    parts: list[Part],
    question: Question,
    dictionaries: Dictionaries,
    tile: tuple[int, int, int],
    axis: Axis,
) -> Cube:
    question = question.without_window()
    edges = cell_edges(*tile)
    slices = slices_of(parts, question, dictionaries, edges)
    counts = count_cells(slices, question, tile[0], edges)
    counted = np.flatnonzero(~counts.is_points() & (counts.always > 0))
    begun, over = np.zeros((2, len(counted), axis.bins + 1), np.int64)
    for one in slices if len(counted) else []:
        starts, ends = _bins(one, counted, axis)
        begun += one.part.sign * starts
        over += one.part.sign * ends
    return Cube(NORTH_WEST[counted], begun, over)


def _bins(one: Slice, counted: Ints, axis: Axis) -> tuple[Ints, Ints]:
    """For the cells: rows by the bin of their first, and of their last day."""
    segment, start = one.part.segment, one.rows.start
    bin_of = np.searchsorted(axis.edges(), segment.days, "right").astype(np.intp)
    begun, over = np.zeros((2, CELLS, axis.bins + 2), np.int64)
    for cell in counted[np.diff(one.edges)[counted] > 0].tolist():
        rows = slice(int(one.edges[cell]), int(one.edges[cell + 1]))
        first, last = segment.first[rows], segment.last[rows]
        if one.timeless is not None:
            mask = one.timeless[rows.start - start : rows.stop - start]
            first, last = picked(first, mask), picked(last, mask)
        begun[cell] = np.bincount(bin_of[first], minlength=axis.bins + 2)
        over[cell] = np.bincount(bin_of[last], minlength=axis.bins + 2)
    return begun[counted, :-1], over[counted, :-1]
