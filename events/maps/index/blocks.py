"""Counts by window far out (z 0 to 3), without looking at every row.

A block is a cell of level 7, the finest that tiles of zoom 3 count in.  Within each block
the first days are sorted for themselves, and the last days too: an event touches
the window [a, b] when its first day is not after b, unless its last day is before a; so
a block's count is "first <= b" less "last < a", two binary searches, run for all
blocks at once.  For the sums of fatalities the same, with running sums.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from events.cells import ZOOM
from events.maps.index.mercator import Ints

LEVEL = 7
SHIFT = 2 * (ZOOM - LEVEL)
AnyArray = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Blocks:
    """``code``: the blocks' cells of level 7, in order; ``start`` (one more): their rows among
    those with a location.  ``first``, ``last``: places in days, sorted within each block.
    ``deadly_*``: the same of rows with fatalities, whose running sums are ``*_sum`` (one more).
    """

    code: AnyArray
    start: AnyArray
    first: AnyArray
    last: AnyArray
    deadly_start: AnyArray
    deadly_first: AnyArray
    deadly_last: AnyArray
    deadly_first_sum: AnyArray
    deadly_last_sum: AnyArray

    def arrays(self) -> dict[str, AnyArray]:
        return {item.name: getattr(self, item.name) for item in fields(self)}

    def between(self, first_cell: int, last_cell: int) -> slice:
        """The blocks of a range of cells that is made of whole blocks."""
        low, high = np.searchsorted(self.code, [first_cell >> SHIFT, (last_cell >> SHIFT) + 1])
        return slice(int(low), int(high))

    def counts(self, which: slice, least: int, most: int) -> Ints:
        """Rows of each block whose last day is at least, and first day at most, this place."""
        start = self.start[which.start : which.stop + 1].astype(np.int64)
        return _upto(self.first, start, most) - _upto(self.last, start, least - 1)

    def fatalities(self, which: slice, least: int, most: int) -> Ints:
        """Sums of the fatalities of those rows."""
        start = self.deadly_start[which.start : which.stop + 1].astype(np.int64)
        begun = start[:-1] + _upto(self.deadly_first, start, most)
        over = start[:-1] + _upto(self.deadly_last, start, least - 1)
        by_first = self.deadly_first_sum[begun].astype(np.int64) - self.deadly_first_sum[start[:-1]]
        by_last = self.deadly_last_sum[over].astype(np.int64) - self.deadly_last_sum[start[:-1]]
        sums: Ints = by_first - by_last
        return sums


def _upto(values: AnyArray, start: Ints, most: int) -> Ints:
    """How many of each block's sorted values are at most this: a binary search in each."""
    low, high = start[:-1].copy(), start[1:].copy()
    if most < 0:
        return np.zeros(len(low), np.int64)
    longest = int((high - low).max(initial=0))
    for _ in range(longest.bit_length()):
        middle = (low + high) >> 1
        is_open = low < high
        above = np.take(values, middle, mode="clip") <= most
        above &= is_open
        low = np.where(above, middle + 1, low)
        high = np.where(above, high, np.where(is_open, middle, high))
    return low - start[:-1]


def build_blocks(
    spot_cell: Ints, spot_start: Ints, first: AnyArray, last: AnyArray, fatalities: AnyArray
) -> Blocks:
    """Of the rows with a location; the rows are sorted by cell."""
    located = int(np.searchsorted(spot_cell, 0))
    bare = int(spot_start[located])
    codes, at = np.unique(spot_cell[located:] >> SHIFT, return_index=True)
    start = np.concatenate([spot_start[located:][at], spot_start[-1:]]) - bare
    first, last, fatalities = first[bare:], last[bare:], fatalities[bare:]
    block = np.repeat(np.arange(len(codes)), np.diff(start))
    deadly = np.flatnonzero(fatalities)
    deadly_block, deaths = block[deadly], fatalities[deadly].astype(np.int64)
    deadly_start = np.searchsorted(deadly_block, np.arange(len(codes) + 1))
    deadly_first, first_sum = _sorted_with_sums(deadly_block, first[deadly], deaths)
    deadly_last, last_sum = _sorted_with_sums(deadly_block, last[deadly], deaths)
    return Blocks(
        code=codes,
        start=start,
        first=_sorted(block, first),
        last=_sorted(block, last),
        deadly_start=deadly_start,
        deadly_first=deadly_first,
        deadly_last=deadly_last,
        deadly_first_sum=first_sum,
        deadly_last_sum=last_sum,
    )


def _sorted(block: Ints, ranks: AnyArray) -> AnyArray:
    """Ranks in order within each block."""
    keys = _keys(block, ranks)
    keys.sort()
    bits = ranks.dtype.itemsize * 8
    return (keys & np.uint64((1 << bits) - 1)).astype(ranks.dtype)


def _sorted_with_sums(block: Ints, ranks: AnyArray, weights: Ints) -> tuple[AnyArray, AnyArray]:
    order = np.argsort(_keys(block, ranks))
    sums = np.concatenate([[0], np.cumsum(weights[order])])
    return ranks[order], sums.astype(np.uint32) if sums[-1] < 2**32 else sums


def _keys(block: Ints, ranks: AnyArray) -> NDArray[np.uint64]:
    bits = np.uint64(ranks.dtype.itemsize * 8)
    return block.astype(np.uint64) << bits | ranks.astype(np.uint64)
