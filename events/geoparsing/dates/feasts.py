"""On which day of a year a feast falls.

Those of the Islamic calendar follow Umm al-Qura, by ``hijridate``; where the moon is watched for
they may be a day off, and so their days here reach a day further each way.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hijridate import Hijri

from events.geoparsing.dates.intervals import make_day, shift_days

Days = tuple[date, date]
_FIRST_HIJRI, _LAST_HIJRI = 1343, 1500  # the years that hijridate knows


def easter(year: int) -> date | None:
    """Sunday of the Gregorian Easter (the anonymous algorithm of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return make_day(year, month, day + 1)


def orthodox_easter(year: int) -> date | None:
    """Sunday of the Julian Easter, in the Gregorian calendar (Meeus; 1900 to 2099)."""
    if not 1900 <= year <= 2099:
        return None
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    julian = make_day(year, month, day + 1)
    return None if julian is None else shift_days(julian, 13)


def nowruz(year: int) -> date | None:
    """The first day of the Iranian year, counted from that of 2022 by the 33-year cycle of its leap
    years.
    """
    if not 1900 <= year <= 2099:
        return None
    years = range(1401, year - 621) if year > 2022 else range(year - 621, 1401)
    days = sum(366 if (25 * y + 11) % 33 < 8 else 365 for y in years)
    return shift_days(date(2022, 3, 21), days if year > 2022 else -days)


def islamic(year: int, month: int, day: int) -> date | None:
    """A day of the Islamic calendar that falls in ``year``, the first where two do."""
    begin = (year - 622) * 33 // 32
    for hijri in range(begin - 1, begin + 3):
        if not _FIRST_HIJRI <= hijri <= _LAST_HIJRI:
            continue
        found: date = Hijri(hijri, month, day).to_gregorian()
        if found.year == year:
            return date(found.year, found.month, found.day)
    return None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The ``nth`` such weekday (1 for Monday) of a month, counted from its end where negative."""
    first = make_day(year, month, 1)
    if first is None:
        return None
    days = [make_day(year, month, 1 + (weekday - first.isoweekday()) % 7 + 7 * i) for i in range(5)]
    held = [day for day in days if day is not None]
    return held[nth - 1 if nth > 0 else nth]


def _after_easter(days: int) -> Callable[[int], date | None]:
    def day(year: int) -> date | None:
        sunday = easter(year)
        return None if sunday is None else shift_days(sunday, days)

    return day


def _fixed(month: int, day: int) -> Callable[[int], date | None]:
    return lambda year: make_day(year, month, day)


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], date | None]:
    return lambda year: nth_weekday(year, month, weekday, nth)


def _islamic(month: int, day: int) -> Callable[[int], date | None]:
    return lambda year: islamic(year, month, day)


def _election_day(year: int) -> date | None:
    """In the United States: the Tuesday after the first Monday of November."""
    monday = nth_weekday(year, 11, 1, 1)
    return None if monday is None else shift_days(monday, 1)


_FEASTS: dict[str, Callable[[int], date | None]] = {
    "new year": _fixed(1, 1),
    "new year's eve": _fixed(12, 31),
    "christmas": _fixed(12, 25),
    "boxing": _fixed(12, 26),
    "halloween": _fixed(10, 31),
    "valentine": _fixed(2, 14),
    "may": _fixed(5, 1),
    "veterans": _fixed(11, 11),
    "armistice": _fixed(11, 11),
    "bastille": _fixed(7, 14),
    "anzac": _fixed(4, 25),
    "memorial": _nth(5, 1, -1),
    "labor": _nth(9, 1, 1),
    "columbus": _nth(10, 1, 2),
    "thanksgiving": _nth(11, 4, 4),
    "election": _election_day,
    "easter": easter,
    "ash": _after_easter(-46),
    "palm": _after_easter(-7),
    "maundy": _after_easter(-3),
    "good": _after_easter(-2),
    "pentecost": _after_easter(49),
    "orthodox easter": orthodox_easter,
    "orthodox christmas": _fixed(1, 7),
    "nowruz": nowruz,
    "ramadan": _islamic(9, 1),
    "fitr": _islamic(10, 1),
    "adha": _islamic(12, 10),
    "ashura": _islamic(1, 10),
}
_BY_THE_MOON = frozenset(("fitr", "adha", "ashura"))


def feast(name: str, year: int) -> date | None:
    """The day of a feast; None where it has none in that year, or is not known."""
    rule = _FEASTS.get(name)
    return rule(year) if rule and 1 <= year <= 9999 else None


def spread(name: str, day: date) -> Days | None:
    """The days that a feast may mean where they are more than one: a month of fasting, a moon that
    is seen a day sooner or later, a new year that is kept on the 20th here and on the 21st there.
    """
    if name == "nowruz":
        return date(day.year, 3, 20), date(day.year, 3, 21)
    around = {"ramadan": (0, 29)} | dict.fromkeys(_BY_THE_MOON, (-1, 1))
    if name not in around:
        return None
    before, after = around[name]
    first, last = shift_days(day, before), shift_days(day, after)
    return (first, last) if first and last else None
