"""Feasts with a day that can be reckoned."""

from __future__ import annotations

from datetime import date

from events.geoparsing.dates.context import Context, Found
from events.geoparsing.dates.days import timed
from events.geoparsing.dates.intervals import make_day, shift_days, week_value
from events.geoparsing.dates.phrase import Phrase


def holiday(phrase: Phrase, context: Context) -> list[Found] | None:
    """Feasts with a day that can be reckoned: Christmas, Thanksgiving (US), Easter, Halloween, New
    Year's Day.
    """
    now = context.now or context.published
    year = phrase.number("year") or (now.year if now else context.focus.year)
    if year is None:
        return None
    name = phrase.text("holiday").lower() or "new year"
    eve = phrase.has("eve")
    day = feast(name, year, eve)
    if day is None:
        return None
    if not phrase.has("year") and now and not context.narrative:
        future = context.tense(phrase.first, phrase.last) == "future" or phrase.has(
            "next", "coming"
        )
        if name == "new year":
            nearest = [feast(name, y, eve) for y in (year - 1, year, year + 1)]
            day = min((d for d in nearest if d), key=lambda d: abs((d - now).days))
        elif day > now and not future and (phrase.has("last") or (day - now).days > 60):
            day = feast(name, year - 1, eve)
        elif day < now and (phrase.has("next", "coming") or (future and (now - day).days > 7)):
            day = feast(name, year + 1, eve)
    if day is None:
        return None
    if phrase.number("weekday") == 1 and name == "easter":
        day = shift_days(day, 1) or day
    if phrase.has("unit") and phrase.has("holiday"):
        at = phrase.find("unit")
        if at is not None and phrase.tokens.payload(at) == "W":
            return [Found(phrase.first, phrase.last, "DATE", week_value(day))]
    context.remember(day.isoformat(), phrase.first, phrase.has("year"))
    return timed(phrase, day.isoformat(), context)


def feast(name: str, year: int, eve: bool = False) -> date | None:
    back = 1 if eve else 0
    if name == "christmas":
        return make_day(year, 12, 25 - back)
    if name == "new year":
        return make_day(year, 12, 31) if eve else make_day(year, 1, 1)
    if name == "halloween":
        return make_day(year, 10, 31)
    if name == "thanksgiving":
        first = make_day(year, 11, 1)
        return make_day(year, 11, 22 + (3 - first.weekday()) % 7) if first else None
    if name == "easter":
        return _easter(year)
    return None


def _easter(year: int) -> date | None:
    """Sunday of the Gregorian Easter (the anonymous algorithm of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month_, day = divmod(h + m - 7 * n + 114, 31)
    return make_day(year, month_, day + 1)
