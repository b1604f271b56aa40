"""From a TIMEX3 value to calendar days, and the arithmetic of months, weeks and quarters.

The table of ``docs/dates.md`` in code: one function, ``interval``, reads every
value that the reader writes.  A value without a place in the calendar (a
duration, PAST_REF, XXXX-11-10, years before Christ) has no days: None.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})(?:-(?P<day>\d{2}))?|W(?P<week>\d{2})(?P<weekend>-WE)?|Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<season>SP|SU|FA|WI)))?(?P<time>T[\w:+-]*)?$"
)
_LONG = re.compile(r"\d{2,3}$")


def interval(value: str, mod: str = "") -> tuple[date, date] | None:
    """First and last day of a TIMEX3 value; None where it is not of the calendar.

    ``mod`` START, MID and END take a third of a month or anything longer.
    """
    days = _days(value)
    if days is None or mod not in ("START", "MID", "END"):
        return days
    first, last = days
    length = (last - first).days + 1
    if length < 14:
        return days
    third = length // 3
    if mod == "START":
        return first, first + timedelta(third - 1)
    if mod == "END":
        return last - timedelta(third - 1), last
    return first + timedelta(third), last - timedelta(third)


def precision(first: date, last: date) -> int:
    """UCDP's date_prec for a stretch of days; every month of the calendar is a month (4)."""
    days = (last - first).days + 1
    if days <= 1:
        return 1
    if days <= 6:
        return 2
    if days == 7:
        return 3
    return 4 if days <= 31 else 5


def _days(value: str) -> tuple[date, date] | None:
    if _LONG.fullmatch(value):
        scale = 10 ** (4 - len(value))
        start = int(value) * scale
        return _span(start, 1, start + scale - 1, 12)
    found = _VALUE.match(value)
    if not found:
        return None
    year = int(found["year"])
    if found["day"]:
        day = make_day(year, int(found["month"]), int(found["day"]))
        return (day, day) if day else None
    if found["month"]:
        return _span(year, int(found["month"]), year, int(found["month"]))
    if found["week"]:
        return _week(year, int(found["week"]), bool(found["weekend"]))
    if found["quarter"]:
        quarter = int(found["quarter"])
        return _span(year, quarter * 3 - 2, year, quarter * 3)
    if found["half"]:
        return _span(year, int(found["half"]) * 6 - 5, year, int(found["half"]) * 6)
    if found["season"] == "WI":
        return _span(year - 1, 12, year, 2)
    if found["season"]:
        month = SEASON_MONTHS[found["season"]]
        return _span(year, month, year, month + 2)
    return _span(year, 1, year, 12)


def _span(
    first_year: int, first_month: int, last_year: int, last_month: int
) -> tuple[date, date] | None:
    first = make_day(first_year, first_month, 1)
    last = last_of_month(last_year, last_month)
    return (first, last) if first and last else None


def _week(year: int, week: int, weekend: bool) -> tuple[date, date] | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
        return (monday + timedelta(5) if weekend else monday), monday + timedelta(6)
    except (ValueError, OverflowError):
        return None


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where there is no such day (31 February, year 0)."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def last_of_month(year: int, month: int) -> date | None:
    if not 1 <= month <= 12:
        return None
    for day in (31, 30, 29, 28):
        found = make_day(year, month, day)
        if found:
            return found
    return None


def shift_days(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def shift_months(year: int, month: int, months: int) -> tuple[int, int]:
    """Year and month, ``months`` later."""
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


def week_value(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def month_value(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def quarter_of(day: date) -> int:
    return (day.month + 2) // 3
