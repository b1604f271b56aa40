"""Events by type and bin of the axis; an event of several days is spread evenly over them.

An event's share before an edge grows in a straight line from its first day to its end.
So for each edge the sum over all events is a line: its slope and height change at the
edges next to where events begin and end, and are running sums of those changes.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from events.maps.index.axis import Axis
from events.maps.index.mercator import Ints
from events.maps.index.parts import Piece, column_of, picked
from events.maps.index.questions import NO_DAY
from events.maps.index.rows import TYPES
from events.maps.index.sums import Sums

AnyArray = NDArray[Any]
Floats = NDArray[np.float64]
_CHUNK = 1 << 19  # rows at a time: what fits the cache


def histogram_of(sums: Sums, axis: Axis) -> Floats:
    """(types, bins) of one part's rows, each event counted once."""
    if not sums.pieces:
        return np.zeros((len(TYPES), axis.bins))
    segment = sums.part.segment
    ruler = _Ruler(segment.days.astype(np.int64), axis.edges().astype(np.int64))
    dated = not segment.has_undated

    def of_rows(at: Ints) -> Floats:
        columns = (segment.first[at], segment.last[at], segment.type[at])
        return _before_edges(*columns, ruler, dated=dated)

    before = sums.of(axis, partial(_before, ruler=ruler, dated=dated), of_rows)
    return np.diff(before, axis=1)


def _before(pieces: list[Piece], ruler: _Ruler, *, dated: bool) -> Floats:
    before = np.zeros((len(TYPES), len(ruler.edges)))
    first, last, kind = (column_of(pieces, name) for name in ("first", "last", "type"))
    for start in range(0, len(first), _CHUNK):
        rows = slice(start, start + _CHUNK)
        before += _before_edges(first[rows], last[rows], kind[rows], ruler, dated=dated)
    return before


class _Ruler:
    """The days of a segment against the edges of an axis."""

    def __init__(self, days: Ints, edges: Ints):
        self.days, self.edges = days, edges
        self.width = len(edges) + 1
        # The first edge after a day: there, an event of that day alone is all before, and
        # a longer one that ends with it, too.
        self.after = np.searchsorted(edges, days, "right")


def _before_edges(
    first: AnyArray, last: AnyArray, kind: AnyArray, ruler: _Ruler, *, dated: bool
) -> Floats:
    """For each type and edge: the events, or shares of them, that lie before the edge."""
    if not dated:
        has_days = first > 0
        first, last, kind = first[has_days], last[has_days], kind[has_days]
    row = kind.astype(np.intp) * ruler.width
    longer = first != last
    single = ~longer
    counts = _binned(picked(row + ruler.after[first], single), None, ruler.width)
    result = np.cumsum(counts, axis=1)[:, :-1]
    if longer.any():
        row, first, last = picked(row, longer), picked(first, longer), picked(last, longer)
        start, end = ruler.days[first], ruler.days[last] + 1
        begun, ended = row + ruler.after[first], row + ruler.after[last]
        result += _spread(begun, ended, start, end, ruler.edges)
    return result


def _spread(begun: Ints, ended: Ints, start: Ints, end: Ints, edges: Ints) -> Floats:
    """Of those begun before an edge (edge - start) / days, less (edge - end) / days when over."""
    width = len(edges) + 1
    share = 1 / (end - start)
    slopes = _binned(begun, share, width) - _binned(ended, share, width)
    heights = _binned(begun, (start - edges[0]) * share, width)
    heights -= _binned(ended, (end - edges[0]) * share, width)
    lines = np.cumsum(slopes, axis=1)[:, :-1] * (edges - edges[0])
    result: Floats = lines - np.cumsum(heights, axis=1)[:, :-1]
    return result


def _binned(at: Ints, weights: Floats | None, width: int) -> Floats:
    counts = np.bincount(at, weights, len(TYPES) * width)
    return counts.reshape(len(TYPES), width).astype(np.float64)


assert NO_DAY < 0  # noqa: S101 - an undated row has the first place among a segment's days
