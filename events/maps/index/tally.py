"""Events of the whole world by type and day: what needs no look at the rows.

For questions that ask for types and a window alone, anywhere: counts, histogram, extent.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from events.maps.index.axis import Axis
from events.maps.index.mercator import Ints
from events.maps.index.questions import NO_DAY

AnyArray = NDArray[Any]
Floats = NDArray[np.float64]
MOST_DAYS = 60_000  # distinct days (164 years of them) up to which it is kept: 27 MB


@dataclass(frozen=True, slots=True)
class Tally:
    """Each (types, days), the days being those of the segment; of events, each once.

    ``begun``, ``over``: those whose first, last day it is.  ``single``: those of that day alone.
    ``begun_share``, ``over_share``: of the longer ones, sums of 1 / their number of days.
    """

    begun: AnyArray
    over: AnyArray
    single: AnyArray
    begun_share: Floats
    over_share: Floats

    def arrays(self) -> dict[str, AnyArray]:
        return {item.name: getattr(self, item.name) for item in fields(self)}

    def counts(self, window: tuple[int, int]) -> Ints:
        """By type: events whose last day is at least, and first day at most, this place."""
        least, most = window
        begun = self.begun[:, : most + 1].sum(axis=1, dtype=np.int64)
        over = self.over[:, :least].sum(axis=1, dtype=np.int64)
        counts: Ints = begun - over
        return counts

    def histogram(self, days: AnyArray, axis: Axis) -> Floats:
        """(types, bins), each event spread evenly over its days."""
        edges = axis.edges().astype(np.int64)
        upto = np.searchsorted(days, edges.astype(days.dtype))  # days before each edge
        start = days.astype(np.int64) - edges[0]
        at = edges - edges[0]
        begun = _sums(self.begun_share, upto) * at - _sums(self.begun_share * start, upto)
        over = _sums(self.over_share, upto) * at - _sums(self.over_share * (start + 1), upto)
        before: Floats = _sums(self.single, upto) + begun - over
        return np.diff(before, axis=1)


def _sums(values: AnyArray, upto: Ints) -> Floats:
    """(types, edges): sums of the values before each place."""
    sums = np.zeros((len(values), values.shape[1] + 1))
    np.cumsum(values, axis=1, out=sums[:, 1:])
    return sums[:, upto]


def build_tally(
    types: int, days: AnyArray, kind: AnyArray, first: AnyArray, last: AnyArray
) -> Tally | None:
    """Of one row an event: its type, and the places of its days; None for too many days."""
    if len(days) > MOST_DAYS or (len(days) and days[0] == NO_DAY):
        return None
    width = len(days)
    begin = kind.astype(np.int64) * width + first
    end = kind.astype(np.int64) * width + last
    longer = first != last
    share = 1 / (days[last[longer]].astype(np.float64) - days[first[longer]] + 1)

    def table(at: Ints, weights: Floats | None = None) -> AnyArray:
        found = np.bincount(at, weights, types * width).reshape(types, width)
        return found if weights is not None else found.astype(np.uint32)

    return Tally(
        begun=table(begin),
        over=table(end),
        single=table(begin[~longer]),
        begun_share=table(begin[longer], share),
        over_share=table(end[longer], share),
    )
