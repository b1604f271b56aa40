"""How lists of the admin say days, confidence and places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from events.models import DatePrec, Event, Location


def days_text(first: date | None, last: date | None, prec: int | None) -> str:
    """An interval as precise as it is known: "5 Dec 2022"; "" when it is not known."""
    if first is None or last is None:
        return ""
    if first == last:
        text = _day(first)
    elif (first.year, first.month) == (last.year, last.month):
        text = f"{first.day}–{_day(last)}"
    elif first.year == last.year:
        text = f"{first.day} {first:%b} – {_day(last)}"
    else:
        text = f"{_day(first)} – {_day(last)}"
    if prec is None or prec < DatePrec.WEEK:
        return text
    return f"{text} ({DatePrec(prec).label})"


def _day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def event_days(event: Event) -> str:
    return days_text(event.first_day, event.last_day, event.date_prec)


def places_text(locations: Sequence[Location], most: int = 3) -> str:
    """The names of the places, the first few written out."""
    names = [location.place.name for location in locations]
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def percent(confidence: float | None) -> str:
    return "" if confidence is None else f"{confidence:.0%}"
