"""Codes and days in the words that a reader sees."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from events.codes import DatePrec, WherePrec

DATE_PRECISION = {
    DatePrec.DAY: "known to the day",
    DatePrec.DAYS: "a span of two to six days",
    DatePrec.WEEK: "a span of a week",
    DatePrec.MONTH: "a span of 8 to 30 days",
    DatePrec.LONGER: "a span of more than a month",
}
WHERE_PRECISION = {
    WherePrec.EXACT: "the exact place",
    WherePrec.NEAR: "within about 25 km of here",
    WherePrec.SECOND_ORDER: "somewhere in this district",
    WherePrec.FIRST_ORDER: "somewhere in this province",
    WherePrec.FUZZY: "along this line or somewhere in this area",
    WherePrec.COUNTRY: "somewhere in this country",
    WherePrec.INTERNATIONAL: "in international waters or airspace",
}
NO_DATE = "date not known"
DASH = "\u2013"


def days_in_words(first: date | None, last: date | None) -> str:
    """An interval as people write it, never more precise than it is.

    Whole years, months and the like are named as such: "2022", "2020–2022",
    "December 2022", "March–May 2022"; else days: "5 December 2022",
    "5–6 December 2022", "27 September – 10 November 2020".
    """
    if first is None or last is None:
        return NO_DATE
    whole = _whole_periods(first, last)
    if whole:
        return whole
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{DASH}{_day(last)}"
    if first.year == last.year:
        return f"{first.day} {_month(first)} {DASH} {_day(last)}"
    return f"{_day(first)} {DASH} {_day(last)}"


def date_precision_in_words(code: int | None) -> str:
    """What a UCDP ``date_prec`` means; "" for none."""
    return DATE_PRECISION.get(DatePrec(code), "") if code in DatePrec.values else ""


def where_precision_in_words(code: int | None) -> str:
    """What a UCDP ``where_prec`` means; "" for none."""
    return WHERE_PRECISION.get(WherePrec(code), "") if code in WherePrec.values else ""


def point_in_words(latitude: float, longitude: float) -> str:
    """``40.3800° N, 49.8900° E``."""
    north, east = ("N" if latitude >= 0 else "S"), ("E" if longitude >= 0 else "W")
    return f"{abs(latitude):.4f}° {north}, {abs(longitude):.4f}° {east}"


def radius_in_words(metres: int) -> str:
    """``25 km``, ``800 m``; "" for a point."""
    if metres <= 0:
        return ""
    return f"{metres} m" if metres < 1000 else f"{round(metres / 1000):,} km"


def _whole_periods(first: date, last: date) -> str:
    if first.day != 1 or not _ends_month(last) or first == last:
        return ""
    if first.month == 1 and last.month == 12:
        return str(first.year) if first.year == last.year else f"{first.year}{DASH}{last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{_month(first)} {first.year}"
    if first.year == last.year:
        return f"{_month(first)}{DASH}{_month(last)} {last.year}"
    return f"{_month(first)} {first.year} {DASH} {_month(last)} {last.year}"


def _ends_month(day: date) -> bool:
    return day == date.max or (day + timedelta(days=1)).day == 1


def _month(day: date) -> str:
    return calendar.month_name[day.month]


def _day(day: date) -> str:
    return f"{day.day} {_month(day)} {day.year}"
