"""Parts of the Earth: the view of the map, a box, a polygon; which points lie in them.

Everything is decided in columns and rows of the Web Mercator map at zoom 31 (2 cm), as it
is drawn: a polygon's sides are straight on the map, and what lies nearer to a pole
than 85.05° counts as on the map's edge.  Edges belong to a box.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from events.cells import cell_of, column_of, row_of, tile_range
from events.maps.index.mercator import SIDE, Floats, Ints, columns_and_rows

# west, south, east, north in degrees; west > east crosses the date line
Bounds = tuple[float, float, float, float]
Mask = NDArray[np.bool_]
_MOST_PIECES = 16


@dataclass(frozen=True, slots=True)
class Box:
    """Columns ``west`` to ``east``, rows ``north`` to ``south``, all included."""

    west: int
    east: int
    north: int
    south: int

    def has(self, columns: Ints, rows: Ints) -> Mask:
        return (
            (columns >= self.west)
            & (columns <= self.east)
            & (rows >= self.north)
            & (rows <= self.south)
        )


def boxes_of(bounds: Bounds) -> list[Box]:
    """One box, or two where the bounds cross the date line; ValueError for what is no bounds."""
    west, south, east, north = bounds
    if not all(np.isfinite(bounds)) or south > north:
        raise ValueError("Give bounds as west,south,east,north in degrees.")
    top, bottom = row_of(north), row_of(south)
    if abs(east - west) >= 360:
        return [Box(0, SIDE - 1, top, bottom)]
    west, east = _wrapped(west), _wrapped(east)
    if west <= east:
        return [Box(column_of(west), column_of(east), top, bottom)]
    begin, end = column_of(west), column_of(east)
    # Where they are less than a column apart, the one column is not to count twice.
    return [Box(begin, SIDE - 1, top, bottom), Box(0, min(end, begin - 1), top, bottom)]


def _wrapped(longitude: float) -> float:
    if -180 <= longitude <= 180:
        return longitude
    return (longitude + 180) % 360 - 180


@dataclass(frozen=True, slots=True)
class Area:
    """What a person drew, as (latitude, longitude) in degrees.

    Two points are the corners of a box, south-west and north-east (a first longitude
    above the second crosses the date line); three or more a polygon, filled by the
    even-odd rule.
    """

    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if len(self.points) < 2:
            raise ValueError("An area has at least two points.")
        if not all(np.isfinite(point).all() for point in self.points):
            raise ValueError("An area's points are latitude and longitude in degrees.")

    def has(self, columns: Ints, rows: Ints) -> Mask:
        if len(self.points) == 2:
            (one, west), (two, east) = self.points
            boxes = boxes_of((west, min(one, two), east, max(one, two)))
            mask = boxes[0].has(columns, rows)
            for box in boxes[1:]:
                mask |= box.has(columns, rows)
            return mask
        return self._in_polygon(columns, rows)

    def contains(self, latitude: float, longitude: float) -> bool:
        """Whether one point (degrees) lies in it."""
        cell = np.array([cell_of(latitude, longitude)])
        return bool(self.has(*columns_and_rows(cell))[0])

    def _in_polygon(self, columns: Ints, rows: Ints) -> Mask:
        # A ring over the date line has longitudes beyond 180: look at it from there, too.
        xs = np.array([(longitude + 180) / 360 * SIDE for _, longitude in self.points])
        ys = np.array([float(row_of(latitude)) for latitude, _ in self.points])
        inside = np.zeros(len(columns), bool)
        for turn in (-SIDE, 0, SIDE):
            near = (columns + turn >= xs.min()) & (columns + turn <= xs.max())
            near &= (rows >= ys.min()) & (rows <= ys.max())
            at = np.flatnonzero(near)
            if len(at):
                inside[at] |= _even_odd(columns[at] + (turn + 0.5), rows[at] + 0.5, xs, ys)
        return inside


def _even_odd(x: NDArray[np.floating], y: NDArray[np.floating], xs: Floats, ys: Floats) -> Mask:
    inside = np.zeros(len(x), bool)
    for one in range(len(xs)):
        two = (one + 1) % len(xs)
        if ys[one] == ys[two]:
            continue
        crosses = (ys[one] > y) != (ys[two] > y)
        at = xs[one] + (y - ys[one]) * ((xs[two] - xs[one]) / (ys[two] - ys[one]))
        inside ^= crosses & (x < at)
    return inside


@dataclass(frozen=True, slots=True)
class CellRange:
    """Cells ``first`` to ``last``; all of them lie in the box, or each is to be looked at."""

    first: int
    last: int
    inside: bool


@lru_cache(1024)
def cover(box: Box) -> tuple[CellRange, ...]:
    """A few ranges of cells that hold all of the box, in order, cut by quarters of the map."""
    done: list[CellRange] = []
    open_tiles = [(0, 0, 0)]
    while open_tiles and len(open_tiles) + len(done) < _MOST_PIECES:
        deeper = []
        for z, x, y in open_tiles:
            if z == 31:
                done.append(_range(z, x, y, inside=True))
                continue
            for child in ((2 * x + dx, 2 * y + dy) for dy in (0, 1) for dx in (0, 1)):
                relation = _relation(box, z + 1, *child)
                if relation == "inside":
                    done.append(_range(z + 1, *child, inside=True))
                elif relation == "crosses":
                    deeper.append((z + 1, *child))
        open_tiles = deeper
    done += [_range(*tile, inside=False) for tile in open_tiles]
    return tuple(_joined(sorted(done, key=lambda piece: piece.first)))


def _relation(box: Box, z: int, x: int, y: int) -> str:
    width = 31 - z
    west, north = x << width, y << width
    east, south = west + (1 << width) - 1, north + (1 << width) - 1
    if west > box.east or east < box.west or north > box.south or south < box.north:
        return "outside"
    if west >= box.west and east <= box.east and north >= box.north and south <= box.south:
        return "inside"
    return "crosses"


def _range(z: int, x: int, y: int, *, inside: bool) -> CellRange:
    return CellRange(*tile_range(z, x, y), inside)


def _joined(pieces: list[CellRange]) -> list[CellRange]:
    joined: list[CellRange] = []
    for piece in pieces:
        if joined and joined[-1].last + 1 == piece.first and joined[-1].inside == piece.inside:
            joined[-1] = CellRange(joined[-1].first, piece.last, piece.inside)
        else:
            joined.append(piece)
    return joined
