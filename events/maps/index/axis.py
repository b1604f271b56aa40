"""The axis of the timeline: bins of a calendar step, as static/js/timeline.js draws them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from events.days import number_of

MOST_BINS = 600
STEPS: dict[str, tuple[int, ...]] = {
    "day": (1, 7),
    "month": (1, 3, 6),
    "year": (1, 2, 5, 10, 25, 50, 100, 500),
}
_FORM = re.compile(r"(day|month|year)(\d{1,3}):(\d{4}-\d\d-\d\d):(\d{1,4})", re.ASCII)

Unit = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Axis:
    """``bins`` bins of ``step`` units from ``first_edge`` on; ValueError for any other step."""

    unit: Unit
    step: int
    first_edge: date
    bins: int

    def __post_init__(self) -> None:
        if self.step not in STEPS.get(self.unit, ()):
            known = ", ".join(f"{unit}{step}" for unit, steps in STEPS.items() for step in steps)
            raise ValueError(f"There is no step {self.unit}{self.step}: give one of {known}.")
        if not 1 <= self.bins <= MOST_BINS:
            raise ValueError(f"An axis has 1 to {MOST_BINS} bins, not {self.bins}.")
        if self.unit != "day" and self.first_edge.day != 1:
            raise ValueError(f"A bin of {self.unit}s begins on the first day of a month.")
        if self.unit == "year" and self.first_edge.month != 1:
            raise ValueError("A bin of years begins on the first of January.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """``month3:1950-01-01:308``; ValueError with a sentence for anything else."""
        found = _FORM.fullmatch(text)
        if not found:
            raise ValueError("Give an axis as step, first day and bins: month3:1950-01-01:308.")
        unit, step, day, bins = found.groups()
        try:
            first_edge = date.fromisoformat(day)
        except ValueError:
            raise ValueError(f"The axis begins on {day}, which is no day.") from None
        return cls(unit, int(step), first_edge, int(bins))  # type: ignore[arg-type]

    def __str__(self) -> str:
        return f"{self.unit}{self.step}:{self.first_edge.isoformat()}:{self.bins}"

    def edges(self) -> NDArray[np.int32]:
        """Days from 1970-01-01 of the ``bins + 1`` edges; a bin ends before the next one's edge."""
        steps = np.arange(self.bins + 1, dtype=np.int64) * self.step
        if self.unit == "day":
            return (number_of(self.first_edge) + steps).astype(np.int32)
        start = (self.first_edge.year - 1970) * 12 + self.first_edge.month - 1
        months = start + steps * (12 if self.unit == "year" else 1)
        edges = months.astype("datetime64[M]").astype("datetime64[D]")
        return edges.astype(np.int64).astype(np.int32)
