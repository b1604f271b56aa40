"""How many events in which time, as bars that a page draws without a script.

Like the timeline's: an event is spread evenly over its days, so a year that is only known as a
year does not pile up on the first of January.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from itertools import pairwise

MOST_BARS = 60
FEWEST_DAYS = 15
HEIGHT = 100  # of the tallest bar
# Unit and length: whole days, months or years; the first that needs at most MOST_BARS is taken.
STEPS = (
    *(("day", length) for length in (1, 7)),
    *(("month", length) for length in (1, 3)),
    *(("year", length) for length in (1, 2, 5, 10, 25, 50, 100, 500)),
)
LAST = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Bar:
    """From ``first`` to ``last``, both inside; ``height`` is 0 to HEIGHT, at least 2 for any."""

    first: date
    last: date
    events: float
    height: int


def bars_of(spans: Iterable[tuple[date, date, int]]) -> list[Bar]:
    """Bars over (first day, last day, how many events); no bars for no events."""
    known = [span for span in spans if span[2] > 0]
    if not known:
        return []
    edges = _edges(min(span[0] for span in known), max(span[1] for span in known))
    counts = [0.0] * (len(edges) - 1)
    for first, last, events in known:
        _spread(first.toordinal(), last.toordinal() + 1, events, edges, counts)
    tallest = max(counts)
    return [
        Bar(
            date.fromordinal(start),
            date.fromordinal(min(end - 1, LAST)),
            count,
            max(2, round(count / tallest * HEIGHT)) if count else 0,
        )
        for (start, end), count in zip(pairwise(edges), counts, strict=True)
    ]


def _spread(start: int, end: int, events: int, edges: list[int], counts: list[float]) -> None:
    """Adds to each bar the share of the days from ``start`` to before ``end`` that are in it."""
    index = bisect_right(edges, start) - 1
    while index < len(counts) and edges[index] < end:
        days = min(end, edges[index + 1]) - max(start, edges[index])
        counts[index] += events * days / (end - start)
        index += 1


def _edges(first: date, last: date) -> list[int]:
    """Ordinals at which bars begin, and where the last one ends."""
    for unit, length in STEPS:
        edges = list(_from(first, last, unit, length))
        if len(edges) <= MOST_BARS + 1:
            return _padded(edges) if (unit, length) == ("day", 1) else edges
    return [first.toordinal(), last.toordinal() + 1]


def _padded(days: list[int]) -> list[int]:
    """At least FEWEST_DAYS, with empty ones before and after, so that one day is no wall."""
    lacking = max(0, FEWEST_DAYS + 1 - len(days))
    low = max(1, days[0] - lacking // 2)
    high = min(LAST + 1, max(days[-1], low + FEWEST_DAYS))
    return list(range(low, high + 1))


def _from(first: date, last: date, unit: str, length: int) -> Iterator[int]:
    """At most MOST_BARS + 2 edges of one unit, from at or before ``first`` to after ``last``."""
    at = _begin(first, unit, length)
    for _ in range(MOST_BARS + 2):
        yield at
        if at > last.toordinal():
            return
        at = _next(at, unit, length)


def _begin(day: date, unit: str, length: int) -> int:
    if unit == "day":
        back = day.weekday() if length == 7 else 0  # weeks begin on Monday
        return max(1, day.toordinal() - back)
    if unit == "month":
        return date(day.year, (day.month - 1) // length * length + 1, 1).toordinal()
    return date(max(MINYEAR, day.year // length * length), 1, 1).toordinal()


def _next(ordinal: int, unit: str, length: int) -> int:
    if ordinal > LAST:
        return ordinal + 1
    day = date.fromordinal(ordinal)
    if unit == "day":
        return ordinal + length
    months = day.year * 12 + day.month - 1 + length
    year = day.year // length * length + length if unit == "year" else months // 12
    if year > MAXYEAR:
        return LAST + 1
    month = months % 12 + 1 if unit == "month" else 1
    return date(year, month, 1).toordinal()
