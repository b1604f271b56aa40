"""Days, weeks and halves of a month: the first week of April, the last Friday in May."""

from __future__ import annotations

from datetime import date

from events.geoparsing.dates.context import Context, Found
from events.geoparsing.dates.days import MONTHS
from events.geoparsing.dates.intervals import interval, shift_days, week_value
from events.geoparsing.dates.periods import month
from events.geoparsing.dates.phrase import Phrase

DAYS_A_WEEK = 7
HALF = 15  # the last day of the first half of a month


def of_month(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the first week of April", "the last Friday in May 2021", "the third weekend of June"."""
    bounds = _month(phrase, context)
    if bounds is None:
        return None
    first, last = bounds
    place = None if phrase.has("last", "final") else _place(phrase)
    if place is None and not phrase.has("last", "final"):
        return None
    value = _value(phrase, place, first, last)
    if value is None:
        return None
    if len(value) == len("2022-12-06"):
        context.remember(value, phrase.first, False)
    return [Found(phrase.first, phrase.last, "DATE", value)]


def half(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the first half of May", "the second half of April 2021"."""
    number = phrase.number("ordword", "second") or 2
    bounds = _month(phrase, context) if number <= 2 else None
    if bounds is None:
        return None
    first, last = bounds
    middle = first.replace(day=HALF)
    days = (first, middle) if number == 1 else (middle.replace(day=HALF + 1), last)
    mod = "START" if number == 1 else "END"
    return [Found(phrase.first, phrase.last, "DATE", first.isoformat()[:7], mod, days=days)]


def _month(phrase: Phrase, context: Context) -> tuple[date, date] | None:
    """The first and the last day of the month that the phrase names."""
    at = phrase.find(*MONTHS)
    read = None if at is None else month(Phrase(phrase.tokens, at, phrase.last), context)
    return interval(read[0].value) if read else None


def _place(phrase: Phrase) -> int | None:
    """Which of them, from 1: the ordinal right behind the article."""
    return Phrase(phrase.tokens, phrase.first + 1, phrase.first + 2).number(
        "ordword", "second", "ordinal"
    )


def _value(phrase: Phrase, place: int | None, first: date, last: date) -> str | None:
    weekday = phrase.number("weekday")
    if phrase.has("weekend"):
        weekday = 6
    elif weekday is None:
        return _of_unit(phrase, place, first, last)
    if place is None:
        day = shift_days(last, -((last.isoweekday() - weekday) % DAYS_A_WEEK))
    else:
        ahead = (weekday - first.isoweekday()) % DAYS_A_WEEK + DAYS_A_WEEK * (place - 1)
        day = shift_days(first, ahead)
    if day is None or day > last:
        return None
    return f"{week_value(day)}-WE" if phrase.has("weekend") else day.isoformat()


def _of_unit(phrase: Phrase, place: int | None, first: date, last: date) -> str | None:
    """A day, or the week that most of those seven days lie in."""
    unit = phrase.text("unit")
    if unit == "D":
        day = last if place is None else shift_days(first, place - 1)
        return day.isoformat() if day and day <= last else None
    if unit != "W":
        return None
    middle = DAYS_A_WEEK // 2
    day = (
        shift_days(last, -middle)
        if place is None
        else shift_days(first, DAYS_A_WEEK * (place - 1) + middle)
    )
    return week_value(day) if day and day <= last else None
