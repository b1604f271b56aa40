"""What is asked of the index: a filter and a window of days."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from events.maps.index.areas import Area

NO_DAY = -(2**31)
NO_CONFIDENCE = 2**16 - 1
CONFIDENCE_STEPS = 10_000  # confidences are kept to four decimals, cut off


@dataclass(frozen=True, slots=True)
class EventIds:
    """Events found by other means, such as words.

    ``ids`` are sorted, each once; two are equal when their ``key`` is, so the key names
    what was searched and the version it was found in.
    """

    key: str
    ids: NDArray[np.int64] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """An empty tuple or None leaves nothing out; several values of one field: any of them.

    ``countries`` are ISO 3166-1 alpha-2, ``divisions`` country.admin1 ("AZ.09"), both of the
    location's place.  ``confidence`` is the least (0 to 1, four decimals); events without one,
    made by editors, pass.  ``first`` and ``last`` are the window, days from 1970-01-01: an
    event passes when its last day is not before it and its first day not after it; nothing
    passes a window that ends before it begins.
    """

    types: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()
    countries: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    where_precs: tuple[int, ...] = ()
    date_precs: tuple[int, ...] = ()
    confidence: float | None = None
    actors: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ("published",)
    place_id: int | None = None
    ids: EventIds | None = None
    area: Area | None = None
    first: int | None = None
    last: int | None = None

    def without_window(self) -> Self:
        return self.without("first", "last")

    def without(self, *names: str) -> Self:
        """The question with these fields leaving nothing out (statuses: every status)."""
        if all(getattr(self, name) == _LEAVES_NOTHING_OUT[name] for name in names):
            return self
        changes: dict[str, Any] = {name: _LEAVES_NOTHING_OUT[name] for name in names}
        return replace(self, **changes)

    @property
    def has_window(self) -> bool:
        return self.first is not None or self.last is not None


_LEAVES_NOTHING_OUT = {
    item.name: () if isinstance(item.default, tuple) else None for item in fields(Question)
}
