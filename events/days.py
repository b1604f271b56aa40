"""Days as whole numbers from 1970-01-01, as the map's index and its scripts count them; and days
moved."""

from __future__ import annotations

from datetime import date

EPOCH = date(1970, 1, 1).toordinal()


def number_of(day: date) -> int:
    return day.toordinal() - EPOCH


def number_or_none(day: date | None) -> int | None:
    return None if day is None else number_of(day)


def day_of(number: int) -> date:
    return date.fromordinal(number + EPOCH)


def moved(day: date, by: int) -> date:
    """So many days later, or earlier where negative; the first or last day that there is beyond."""
    return date.fromordinal(min(max(day.toordinal() + by, 1), date.max.toordinal()))
