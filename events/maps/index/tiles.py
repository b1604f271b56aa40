"""Tiles of 512 CSS pixels, cut in 16 by 16 cells: single events, or counts.

If few rows of a tile pass the question (its window aside), all are points.  Else cells
with hardly any rows give points, and every other cell with something in the window a
count.  So points do not depend on the window, which the browser applies to
them itself, and counts are exact for the window.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from events.cells import ZOOM, tile_range
from events.maps.index.blocks import LEVEL, SHIFT
from events.maps.index.dictionaries import Dictionaries
from events.maps.index.masks import Mask, fails_everywhere, timeless_mask, with_window
from events.maps.index.mercator import Ints, columns_and_rows
from events.maps.index.parts import Part
from events.maps.index.questions import Question

AnyArray = NDArray[Any]
SIDE = 16  # cells along each side of a tile
CELLS = SIDE * SIDE
MOST_POINTS = 1_000  # rows of a tile that are all given as points
FEW = 4  # rows of a cell that are given as points beside counts
_SLICED = 150_000  # rows from which on cells are looked at one by one: what fits the cache
MAX_ZOOM = ZOOM - 4

# The Morton code of a cell within its tile -> row * 16 + column from the north-west.
_column, _row = columns_and_rows(np.arange(CELLS))
NORTH_WEST: Ints = _row * SIDE + _column


@dataclass(frozen=True, slots=True)
class Tile:
    """Points by column, then cells by column; days from 1970-01-01, ``x`` and ``y`` 0 to 65,535."""

    event: AnyArray
    first: AnyArray
    last: AnyArray
    radius: AnyArray
    fatalities: AnyArray
    x: AnyArray
    y: AnyArray
    type: AnyArray
    where: AnyArray
    count: AnyArray
    cell_fatalities: AnyArray
    cell: AnyArray

    def to_bytes(self) -> bytes:
        """Little-endian; the sections and types are those of docs/map-index.md."""
        points = b"".join(
            column.astype(kind).tobytes()
            for column, kind in (
                (self.event, "<f8"),
                (self.first, "<i4"),
                (self.last, "<i4"),
                (self.radius, "<u4"),
                (self.fatalities, "<u4"),
                (self.x, "<u2"),
                (self.y, "<u2"),
                (self.type, "u1"),
                (self.where, "u1"),
            )
        )
        cells = b"".join(
            column.astype(kind).tobytes()
            for column, kind in (
                (self.count, "<u4"),
                (self.cell_fatalities, "<u4"),
                (self.cell, "u1"),
            )
        )
        header = struct.pack("<4sIII", b"DLT1", len(self.event), len(self.cell), 0)
        return header + padded(points) + padded(cells)


def padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)


@dataclass(frozen=True, slots=True)
class CellCounts:
    """By cell, in Morton order: rows that pass without the window, within it, their fatalities."""

    always: Ints
    within: Ints
    fatalities: Ints

    def is_points(self) -> Mask:
        """The cells whose rows are points."""
        if self.always.sum() <= MOST_POINTS:
            return np.ones(CELLS, bool)
        few: Mask = self.always <= FEW
        return few


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of a part in a tile: the position at which each cell begins, the mask by days."""

    part: Part
    edges: Ints
    timeless: Mask | None

    @property
    def rows(self) -> slice:
        return slice(int(self.edges[0]), int(self.edges[-1]))


def cell_edges(z: int, x: int, y: int) -> Ints:
    """The first cell (zoom 31) of each of the 256 cells of a tile, and the one after the last."""
    if z > MAX_ZOOM:
        raise ValueError(f"no such tile: {z}/{x}/{y}")
    first, last = tile_range(z, x, y)
    return first + np.arange(CELLS + 1) * ((last + 1 - first) // CELLS)


def slices_of(
    parts: list[Part], question: Question, dictionaries: Dictionaries, edges: Ints
) -> list[Slice]:
    slices = []
    for part in parts:
        if fails_everywhere(part.segment, question):
            continue
        at = part.segment.rows_of_cells(edges)
        rows = slice(int(at[0]), int(at[-1]))
        if rows.start == rows.stop:
            continue
        mask = timeless_mask(part.segment, question, dictionaries, rows, part.cache)
        slices.append(Slice(part, at, mask))
    return slices


def tile_of(
    parts: list[Part], question: Question, dictionaries: Dictionaries, z: int, x: int, y: int
) -> Tile:
    edges = cell_edges(z, x, y)
    slices = slices_of(parts, question, dictionaries, edges)
    counts = count_cells(slices, question, z, edges)
    is_points = counts.is_points()
    counted = np.flatnonzero(~is_points & (counts.within > 0))
    points = [_points(one, is_points, z, x, y) for one in slices if one.part.sign > 0]
    columns = {
        name: np.concatenate([some[name] for some in points]) if points else np.zeros(0)
        for name in _POINT_COLUMNS
    }
    return Tile(
        **columns,
        count=counts.within[counted],
        cell_fatalities=counts.fatalities[counted],
        cell=NORTH_WEST[counted],
    )


def count_cells(slices: list[Slice], question: Question, z: int, edges: Ints) -> CellCounts:
    always, within, fatalities = np.zeros((3, CELLS), np.int64)
    for one in slices:
        counted = _by_blocks(one, question, edges) if z + 4 <= LEVEL else None
        counted = counted or _by_rows(one, question)
        always += one.part.sign * counted.always
        within += one.part.sign * counted.within
        fatalities += one.part.sign * counted.fatalities
    return CellCounts(always, within, fatalities)


def _by_blocks(one: Slice, question: Question, edges: Ints) -> CellCounts | None:
    """Where the segment has blocks and all of its rows pass, whatever their days."""
    segment = one.part.segment
    if segment.blocks is None or one.timeless is not None:
        return None
    blocks, always = segment.blocks, np.diff(one.edges)
    window = segment.window(question)
    if window is None:
        nothing = np.zeros(CELLS, np.int64)
        return CellCounts(always, nothing, nothing)
    which = blocks.between(int(edges[0]), int(edges[-1]) - 1)
    cells = np.searchsorted(edges, blocks.code[which] << SHIFT, "right") - 1
    within = np.bincount(cells, blocks.counts(which, *window), CELLS)
    deaths = np.bincount(cells, blocks.fatalities(which, *window), CELLS)
    return CellCounts(always, within.astype(np.int64), deaths.astype(np.int64))


def _by_rows(one: Slice, question: Question) -> CellCounts:
    segment, rows, edges = one.part.segment, one.rows, one.edges
    if rows.stop - rows.start >= _SLICED:
        return _cell_by_cell(one, question)
    at = edges - rows.start
    timeless = one.timeless
    always = np.diff(at) if timeless is None else _sums(timeless, at)
    mask = with_window(segment, segment.window(question), timeless, rows)
    within = always if mask is timeless else _sums(mask, at)
    deaths = segment.fatalities[rows]
    fatalities = _sums(deaths if mask is None else deaths * mask, at)
    return CellCounts(always, within, fatalities)


def _sums(values: AnyArray | None, edges: Ints) -> Ints:
    """The sum of each run of values between two edges."""
    if values is None:
        return np.diff(edges)
    sums = np.zeros(len(edges) - 1, np.int64)
    filled = edges[1:] > edges[:-1]
    kind = np.uint64 if values.dtype.itemsize == 8 else np.uint32
    if len(values):
        sums[filled] = np.add.reduceat(values, edges[:-1][filled], dtype=kind)
    return sums


def _cell_by_cell(one: Slice, question: Question) -> CellCounts:
    segment, start = one.part.segment, one.rows.start
    window = segment.window(question)
    always, within, fatalities = np.zeros((3, CELLS), np.int64)
    for cell in np.flatnonzero(np.diff(one.edges)).tolist():
        rows = slice(int(one.edges[cell]), int(one.edges[cell + 1]))
        timeless = None
        always[cell] = rows.stop - rows.start
        if one.timeless is not None:
            timeless = one.timeless[rows.start - start : rows.stop - start]
            always[cell] = np.count_nonzero(timeless)
        mask = with_window(segment, window, timeless, rows)
        deaths = segment.fatalities[rows]
        within[cell] = always[cell] if mask is None else np.count_nonzero(mask)
        fatalities[cell] = (deaths if mask is None else deaths * mask).sum(dtype=np.uint64)
    return CellCounts(always, within, fatalities)


_POINT_COLUMNS = (
    *("event", "first", "last", "radius", "fatalities"),
    *("x", "y", "type", "where"),
)


def _points(one: Slice, is_points: Mask, z: int, x: int, y: int) -> dict[str, AnyArray]:
    segment = one.part.segment
    at = _positions(one, is_points)
    spots = segment.spots_at(at)
    columns, rows = columns_and_rows(segment.spot_cell[spots].astype(np.int64))
    return {
        "event": segment.event[at],
        "first": segment.days[segment.first[at]],
        "last": segment.days[segment.last[at]],
        "radius": segment.radii[segment.radius[at]],
        "fatalities": segment.fatalities[at],
        "x": _across(columns - (x << (ZOOM - z)), z),
        "y": _across(rows - (y << (ZOOM - z)), z),
        "type": segment.type[at],
        "where": segment.kind[at] & 7,
    }


def _positions(one: Slice, is_points: Mask) -> Ints:
    """Of the rows that pass, whatever their days, in the cells given as points."""
    chosen = np.flatnonzero(is_points & (np.diff(one.edges) > 0))
    start = one.rows.start
    if one.timeless is not None and is_points.all():
        at: Ints = np.flatnonzero(one.timeless) + start
    else:
        runs = [np.zeros(0, np.int64)]
        for low, high in zip(
            one.edges[chosen].tolist(), one.edges[chosen + 1].tolist(), strict=True
        ):
            if one.timeless is None:
                runs.append(np.arange(low, high))
            else:
                runs.append(np.flatnonzero(one.timeless[low - start : high - start]) + low)
        at = np.concatenate(runs)
    gone = one.part.gone
    return at if gone is None or not len(gone) else at[~np.isin(at, gone)]


def _across(offset: Ints, z: int) -> Ints:
    """From columns or rows within a tile to 0 … 65,535."""
    width = ZOOM - z
    across: Ints = offset >> (width - 16) if width >= 16 else offset << (16 - width)
    return across
