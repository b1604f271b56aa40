"""Feasts with a day that can be reckoned: Christmas, Thanksgiving (US), Easter, Eid, Nowruz."""

from __future__ import annotations

from datetime import date

from events.geoparsing.dates.completion import days_off
from events.geoparsing.dates.context import Context, Found
from events.geoparsing.dates.days import timed
from events.geoparsing.dates.feasts import feast, spread
from events.geoparsing.dates.intervals import shift_days, week_value
from events.geoparsing.dates.phrase import Phrase

SOON = 7  # days within which a feast to come is spoken of as if it were there: "as Easter began"


def holiday(phrase: Phrase, context: Context) -> list[Found] | None:
    """The day of a feast in the year that is named, else in the nearest that the tense allows."""
    if _in_a_name(phrase):
        return None
    name = _name(phrase)
    day = _day(name, phrase, context)
    if day is None:
        return None
    day = _beside(name, day, phrase)
    value = day.isoformat()
    if phrase.has("weekend"):
        near = shift_days(day, -3 if day.isoweekday() < 4 else 0) or day
        return [Found(phrase.first, phrase.last, "DATE", f"{week_value(near)}-WE")]
    at = phrase.find("unit")
    if at is not None and phrase.tokens.payload(at) == "W":
        return [Found(phrase.first, phrase.last, "DATE", week_value(day))]
    context.remember(value, phrase.first, phrase.has("year"))
    days = spread(name, day)
    if days is None:
        return timed(phrase, value, context)
    if name == "ramadan":
        return [Found(phrase.first, phrase.last, "DATE", f"{day.year:04d}", days=days)]
    mod = "" if name == "nowruz" else "APPROX"
    return [Found(phrase.first, phrase.last, "DATE", value, mod, days=days)]


def named_day(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "Good Friday", "Labor Day", "May Day": two words with a capital each."""
    tokens = phrase.tokens
    at = phrase.find("unit", "weekday", "shortday")
    if at is None or not tokens.word(at)[0].isupper():
        return None
    if tokens.name(at) == "unit" and tokens.payload(at) != "D":
        return None
    number = phrase.number("weekday", "shortday")
    name = phrase.text("feastday")
    if number and number != {"good": 5, "palm": 7, "ash": 3, "maundy": 4}.get(name):
        return None
    return holiday(phrase, context)


def _in_a_name(phrase: Phrase) -> bool:
    """ "Easter Island", "Christmas Carol"."""
    tokens = phrase.tokens
    if phrase.last - phrase.first > 1 or tokens.name(phrase.last) != "other":
        return False
    return tokens.word(phrase.last)[0].isupper()


def _name(phrase: Phrase) -> str:
    if phrase.has("maymonth"):
        return "may"
    name = phrase.text("feast", "namedday", "feastday", "holiday")
    if not name:
        return "new year's eve" if phrase.has("eve") else "new year"
    return f"orthodox {name}" if phrase.has("orthodox") else name


def _day(name: str, phrase: Phrase, context: Context) -> date | None:
    year = phrase.number("year")
    if year is not None:
        return feast(name, year)
    now = context.now or context.published
    if context.narrative or now is None:
        told = now.year if now else context.focus.year
        return feast(name, told) if told else None
    days = [feast(name, y) for y in (now.year, now.year - 1, now.year + 1)]
    return _nearest([day for day in days if day], now, phrase, context)


def _nearest(days: list[date], now: date, phrase: Phrase, context: Context) -> date | None:
    if phrase.has("last"):
        return max((day for day in days if day < now), default=None)
    if phrase.has("next", "coming"):
        return min((day for day in days if day > now), default=None)
    tense = context.tense(phrase.first, phrase.last)
    if tense == "past":
        days = [day for day in days if (day - now).days <= SOON] or days
    if tense == "future":
        days = [day for day in days if day >= now] or days
    return min(days, key=lambda day: days_off((day - now).days, tense), default=None)


def _beside(name: str, day: date, phrase: Phrase) -> date:
    """ "Christmas Eve", "Easter Monday"."""
    if phrase.has("eve") and phrase.has("holiday"):
        return shift_days(day, -1) or day
    if name.endswith("easter") and phrase.number("weekday") == 1:
        return shift_days(day, 1) or day
    return day
