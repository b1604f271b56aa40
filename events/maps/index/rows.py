"""Rows as they are read: plain columns, one entry per event and location."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from events.codes import Status
from events.geoparsing.taxonomy import EVENT_TYPES

NO_CELL = -1
TYPES = tuple(EVENT_TYPES)
STATUSES = tuple(str(status) for status in Status.values)
PUBLISHED = STATUSES.index("published")


@dataclass(frozen=True, slots=True)
class Rows:
    """Parallel arrays.

    ``cell`` NO_CELL and ``place`` 0: without a location.  ``first``, ``last``: days from
    1970-01-01, both NO_DAY without.  ``type``, ``status``: places in TYPES and STATUSES.
    ``where``, ``date_prec``: 0 for none.  ``radius`` in metres.  ``confidence`` in ten
    thousandths, NO_CONFIDENCE for none.  ``source``, ``actors``, ``area``: Dictionaries.
    """

    event: NDArray[np.int64]
    cell: NDArray[np.int64]
    place: NDArray[np.int64]
    area: NDArray[np.int32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    type: NDArray[np.uint8]
    status: NDArray[np.uint8]
    where: NDArray[np.uint8]
    date_prec: NDArray[np.uint8]
    radius: NDArray[np.uint32]
    confidence: NDArray[np.uint16]
    fatalities: NDArray[np.uint32]
    source: NDArray[np.int32]
    actors: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.event)

    def take(self, which: NDArray[Any]) -> Self:
        """The rows at these positions, or where this mask is true."""
        columns = {item.name: getattr(self, item.name)[which] for item in fields(self)}
        return type(self)(**columns)

    def with_areas(self, codes: NDArray[np.int32]) -> Self:
        """With each area's code replaced by the new one."""
        return replace(self, area=codes[self.area] if len(self.area) else self.area)

    @classmethod
    def join(cls, parts: Iterable[Self]) -> Self:
        several = list(parts)
        if len(several) == 1:
            return several[0]
        columns = {
            item.name: np.concatenate([getattr(part, item.name) for part in several])
            for item in fields(cls)
        }
        return cls(**columns)


DTYPES: dict[str, Any] = {
    "event": np.int64,
    "cell": np.int64,
    "place": np.int64,
    "area": np.int32,
    "first": np.int32,
    "last": np.int32,
    "type": np.uint8,
    "status": np.uint8,
    "where": np.uint8,
    "date_prec": np.uint8,
    "radius": np.uint32,
    "confidence": np.uint16,
    "fatalities": np.uint32,
    "source": np.int32,
    "actors": np.int32,
}


def no_rows() -> Rows:
    return Rows(**{name: np.zeros(0, dtype) for name, dtype in DTYPES.items()})
