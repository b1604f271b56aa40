"""Pairs of expressions that are the two ends of one stretch of time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from events.geoparsing.types import TimeExpression

_JOINED = re.compile(
    r"\s*(?:[-–—]|,?\s*(?:and\s+)?(?:to|till|until|through|thru|into|and\s+into)\s+(?:the\s+)?)\s*$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*,?\s*and\s+(?:the\s+)?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)


def ranges(text: str, dates: Sequence[TimeExpression]) -> Iterator[tuple[int, int]]:
    """Indices into ``dates`` of neighbours such as "3-5 May", "from March to June", "Monday night
    into early Tuesday".

    Only neighbours that both have days, the first not after the second, are joined;
    the stretch goes from ``first_day`` of the one to ``last_day`` of the other.
    """
    for index in range(len(dates) - 1):
        one, other = dates[index], dates[index + 1]
        if one.first_day is None or other.last_day is None or one.first_day > other.last_day:
            continue
        between = text[one.end : other.start]
        if len(between) > 24:
            continue
        if _JOINED.match(between) or (
            _AND.match(between) and _BETWEEN.search(text[max(0, one.start - 14) : one.start])
        ):
            yield index, index + 1
