"""Cells (events/cells.py) by the array: columns and rows of the map at zoom 31, and degrees."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from events.cells import ZOOM

SIDE = 1 << ZOOM
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
AnyInts = NDArray[np.integer[Any]]


def columns_and_rows(cells: Ints) -> tuple[Ints, Ints]:
    """The column (from the west) and the row (from the north) of each cell."""
    return _gather(cells), _gather(cells >> 1)


def _gather(bits: Ints) -> Ints:
    """Every other bit of each number, from the lowest on."""
    value = bits & 0x5555555555555555
    value = (value | value >> 1) & 0x3333333333333333
    value = (value | value >> 2) & 0x0F0F0F0F0F0F0F0F
    value = (value | value >> 4) & 0x00FF00FF00FF00FF
    value = (value | value >> 8) & 0x0000FFFF0000FFFF
    return (value | value >> 16) & 0x7FFFFFFF


def longitudes(columns: AnyInts) -> Floats:
    """Degrees of the middle of each column."""
    return (columns.astype(np.float64) + 0.5) * (360 / SIDE) - 180


def latitudes(rows: AnyInts) -> Floats:
    """Degrees of the middle of each row."""
    return np.degrees(np.arctan(np.sinh(np.pi * (1 - (rows.astype(np.float64) + 0.5) * 2 / SIDE))))


def metres_from(latitude: float, longitude: float, cells: Ints) -> Ints:
    """Whole metres from a point to each cell, on a sphere of 6,371,008.8 m (haversine)."""
    columns, rows = columns_and_rows(cells)
    north, east = np.radians(latitudes(rows)), np.radians(longitudes(columns))
    here_north, here_east = math.radians(latitude), math.radians(longitude)
    half = (
        np.sin((north - here_north) / 2) ** 2
        + np.cos(north) * math.cos(here_north) * np.sin((east - here_east) / 2) ** 2
    )
    metres = 2 * 6_371_008.8 * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    whole: Ints = np.rint(metres).astype(np.int64)
    return whole
