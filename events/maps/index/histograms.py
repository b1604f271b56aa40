"""Events by type and bin of the axis; an event of several days is spread evenly over them.

An event's share before an edge grows in a straight line from its first day to its end.
So for each edge the sum over all events is a line: its slope and height change at the
edges next to where events begin and end, and are running sums of those changes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from events.maps.index.axis import Axis
from events.maps.index.mercator import Ints
from events.maps.index.parts import Piece, each_event_once
from events.maps.index.questions import NO_DAY
from events.maps.index.rows import TYPES

Floats = NDArray[np.float64]
_CHUNK = 1 << 19  # rows at a time: what fits the cache


def histogram_of(pieces: list[Piece], axis: Axis) -> Floats:
    """(types, bins) of one part's pieces, each event counted once."""
    before = np.zeros((len(TYPES), axis.bins + 1))
    for piece in each_event_once(pieces):
        for rows in _chunks(piece):
            before += _before_edges(piece, rows, axis)
    return np.diff(before, axis=1)


def _chunks(piece: Piece) -> list[slice]:
    start, stop = piece.rows.start, piece.rows.stop
    return [slice(low, min(low + _CHUNK, stop)) for low in range(start, stop, _CHUNK)]


def _before_edges(piece: Piece, rows: slice, axis: Axis) -> Floats:
    """For each type and edge: the events, or shares of them, that lie before the edge."""
    segment = piece.segment
    first, last, kind = segment.first[rows], segment.last[rows], segment.type[rows]
    if piece.mask is not None:
        mask = piece.mask[rows.start - piece.rows.start : rows.stop - piece.rows.start]
        first, last, kind = first[mask], last[mask], kind[mask]
    if segment.has_undated:
        dated = first > 0
        first, last, kind = first[dated], last[dated], kind[dated]
    edges = axis.edges().astype(np.int64)
    days = segment.days.astype(np.int64)
    width = axis.bins + 2
    # The first edge after a day: there, an event of that day alone is all before.
    after = np.searchsorted(edges, days, "right")
    row = kind.astype(np.intp) * width
    longer = first != last
    single = ~longer
    counts = _binned(row[single] + after[first[single]], None, width)
    result = np.cumsum(counts, axis=1)[:, :-1].astype(np.float64)
    if longer.any():
        start, end = days[first[longer]], days[last[longer]] + 1
        # At the first edge at or after its end, an event is all before.
        ended = np.searchsorted(edges, days + 1, "left")[last[longer]]
        result += _spread(row[longer], after[first[longer]], ended, start, end, edges)
    return result


def _spread(row: Ints, begun: Ints, ended: Ints, start: Ints, end: Ints, edges: Ints) -> Floats:
    width = len(edges) + 1
    origin = edges[0]
    slope = 1 / (end - start)
    height = (origin - start) * slope
    slopes = _binned(row + begun, slope, width) - _binned(row + ended, slope, width)
    heights = _binned(row + begun, height, width) - _binned(row + ended, height, width)
    heights += _binned(row + ended, None, width)
    lines = np.cumsum(slopes, axis=1)[:, :-1] * (edges - origin)
    result: Floats = lines + np.cumsum(heights, axis=1)[:, :-1]
    return result


def _binned(at: Ints, weights: Floats | None, width: int) -> Floats:
    counts = np.bincount(at, weights, len(TYPES) * width)
    return counts.reshape(len(TYPES), width).astype(np.float64)


assert NO_DAY < 0  # noqa: S101 - an undated row has the first place among a segment's days
