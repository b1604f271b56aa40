"""Days: 6 December 2022, Nov. 10, 3-5 May, 06/12/2022, 2022-12-06."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from events.geoparsing.dates.completion import related_year, short_year, year_by_weekday, year_of
from events.geoparsing.dates.context import Context, Found
from events.geoparsing.dates.intervals import make_day
from events.geoparsing.dates.lexicon import Tokens
from events.geoparsing.dates.phrase import Phrase, clock, whole

Handler = Callable[[Phrase, Context], list[Found] | None]


MONTHS = ("month", "maymonth", "monthabbr")


REJECTED: list[Found] = []  # the words are used up and mean no day: "31 February"


def full_date(phrase: Phrase, context: Context) -> list[Found] | None:
    """A day with its month, and its year where it stands: "Tuesday, Dec. 6, 2022", "the night of
    18 April".
    """
    month_at, day_at = _month_and_day(phrase)
    if month_at is None or day_at is None:
        return None
    month, day = whole(phrase.tokens, month_at), _day_number(phrase.tokens, day_at)
    if not month or not day:
        return None
    year_at = phrase.find("year", start=max(month_at, day_at))
    year = whole(phrase.tokens, year_at) if year_at is not None else None
    if year is None and phrase.has("yearshort"):
        year = short_year(phrase.number("yearshort") or 0, context)
    explicit = year is not None
    if year is None and phrase.has("that", "same", "unit"):
        year = related_year(phrase, month, context)
    weekday_at = phrase.find("weekday", "shortday")
    if year is None and weekday_at is not None and context.published and not context.narrative:
        year = year_by_weekday(month, day, weekday_number(phrase), context.published)
    if year is None and phrase.has("last", "next"):
        year = related_year(phrase, month, context)
    if year is None:
        year = year_of(month, day, phrase, context)
        year = _leap_year(year) if (month, day) == (2, 29) else year
    if year is None:
        if make_day(2000, month, day) is None:
            return REJECTED
        value = f"XXXX-{month:02d}-{day:02d}"
    elif make_day(year, month, day) is None:
        return REJECTED
    else:
        value = f"{year:04d}-{month:02d}-{day:02d}"
        context.remember(value, phrase.first, explicit)
    return timed(phrase, value, context)


def _leap_year(year: int | None) -> int | None:
    """The year nearest to ``year`` that has a 29 February, the earlier of two."""
    if year is None:
        return None
    near = (year, year - 1, year + 1, year - 2, year + 2, year - 4, year + 4)
    return next((y for y in near if make_day(y, 2, 29)), None)


def weekday_number(phrase: Phrase) -> int | None:
    """The weekday of a phrase, 1 for Monday."""
    number = phrase.number("weekday", "shortday")
    shifted = phrase.find("eve", "after")
    if number is None or shifted is None:
        return number
    return eve_or_morrow(number, phrase.tokens.name(shifted))


def eve_or_morrow(weekday: int, kind: str) -> int:
    """The day before or after: Azerbaijani "çərşənbə axşamı" is the eve of Wednesday."""
    return (weekday - 1 + (1 if kind == "after" else -1)) % 7 + 1


def _month_and_day(phrase: Phrase) -> tuple[int | None, int | None]:
    month_at = phrase.find(*MONTHS)
    if month_at is None:
        return None, None
    after = phrase.find("day", "ordinal", "ordword", "second", start=month_at)
    if after is not None and not phrase.has("yearshort"):
        return month_at, after
    before = Phrase(phrase.tokens, phrase.first, month_at)
    days = [
        i
        for i in range(before.first, before.last)
        if phrase.tokens.name(i) in ("day", "ordinal", "ordword", "second")
    ]
    return month_at, days[-1] if days else after


def _day_number(tokens: Tokens, index: int) -> int | None:
    day = whole(tokens, index)
    if (
        day
        and day < 10
        and index >= 2
        and tokens.name(index) == "ordword"
        and tokens.name(index - 1) == "hyphen"
    ):
        tens = tokens.payload(index - 2)
        return day + tens if isinstance(tens, int) and tens in (20, 30) else day
    return day


def timed(phrase: Phrase, value: str, context: Context) -> list[Found] | None:
    """A day with the time of day that the phrase gives it."""
    hour = clock(phrase)
    if hour is None:
        return REJECTED
    if hour:
        about = "APPROX" if phrase.has("approx") else ""
        return [Found(phrase.first, phrase.last, "TIME", value + hour, about)]
    part = phrase.text("daypart", "overnight")
    mod = phrase.edge() or (
        "START" if phrase.has("earlier") else "END" if phrase.has("later") else ""
    )
    return [Found(phrase.first, phrase.last, "TIME" if part else "DATE", value + part, mod)]


def day_range(phrase: Phrase, context: Context) -> list[Found] | None:
    """Two days of one month ("24-25 April", "April 6 and 7"): an expression each."""
    tokens = phrase.tokens
    days = [i for i in range(phrase.first, phrase.last) if tokens.name(i) in ("day", "ordinal")]
    month_at = phrase.find(*MONTHS)
    if month_at is None or len(days) < 2:
        return None
    month, year_at = whole(tokens, month_at), phrase.find("year")
    numbers = [whole(tokens, i) for i in days[:2]]
    year = (
        whole(tokens, year_at)
        if year_at is not None
        else year_of(month or 1, numbers[1], phrase, context)
    )
    if not month or not all(numbers):
        return None
    results = []
    for at, number in zip(days, numbers, strict=False):
        if make_day(year or 2000, month, number or 0) is None:
            return REJECTED
        value = f"{year:04d}-{month:02d}-{number:02d}" if year else f"XXXX-{month:02d}-{number:02d}"
        first = min(at, month_at) if at == days[0] and month_at < at else at
        last = phrase.last if at == days[1] else at + 1
        if at == days[1] and month_at < days[0] and year_at is None:
            last = at + 1
        if at == days[0] and month_at < at:
            first = phrase.first
        part = phrase.text("daypart") if at == days[0] else ""
        results.append(Found(first, last, "TIME" if part else "DATE", value + part))
        if year:
            context.remember(value, first, year_at is not None)
    return results


def slashed_days(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "28/29 April": two days in one word."""
    first, _, last = phrase.tokens.word(phrase.first).partition("/")
    month = phrase.number(*MONTHS)
    if not (first.isdecimal() and last.isdecimal() and month) or int(last) - int(first) != 1:
        return None
    year = phrase.number("year") or year_of(month, int(first), phrase, context)
    if year is None:
        return [Found(phrase.first, phrase.last, "DATE", f"XXXX-{month:02d}-{int(first):02d}")]
    start, end = make_day(year, month, int(first)), make_day(year, month, int(last))
    if start is None or end is None:
        return REJECTED
    value = start.isoformat()
    context.remember(value, phrase.first, phrase.has("year"))
    return [Found(phrase.first, phrase.last, "DATE", value, days=(start, end))]


def nine_eleven(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "9/11" is a day that needs no year, unless the text is older than it."""
    if phrase.tokens.word(phrase.first) != "9/11" or context.tokens.language.day_first:
        return None
    if context.published and context.published < date(2001, 9, 11):
        return None
    return [Found(phrase.first, phrase.last, "DATE", "2001-09-11")]


def numeric_date(phrase: Phrase, context: Context) -> list[Found] | None:
    """06/12/2022: which is the day and which the month is told by the numbers or by ``day_first``;
    else no date.
    """
    parts = [int(p) for p in re.split(r"[/.-]", phrase.tokens.word(phrase.first)) if p.isascii()]
    if len(parts) != 3:
        return None
    if parts[0] > 31:
        day = make_day(*parts)
    elif "." in phrase.tokens.word(phrase.first):  # 3.12.2022 is never written month first
        day = make_day(parts[2], parts[1], parts[0])
    else:
        day = _day_month_year(parts[0], parts[1], parts[2], context)
    if day is None:
        return REJECTED
    context.remember(day.isoformat(), phrase.first, True)
    return [Found(phrase.first, phrase.last, "DATE", day.isoformat())]


def _day_month_year(a: int, b: int, year: int, context: Context) -> date | None:
    if year < 100:
        year = short_year(year, context)
    day_first, month_first = make_day(year, b, a), make_day(year, a, b)
    if day_first and month_first and day_first != month_first:
        if context.day_first is None:
            return None
        return day_first if context.day_first else month_first
    return day_first or month_first


def iso(phrase: Phrase, context: Context) -> list[Found] | None:
    """2022-12-06 and 2022-12-06T10:31:00Z."""
    word = phrase.tokens.word(phrase.first)
    day = make_day(int(word[:4]), int(word[5:7]), int(word[8:10]))
    if day is None:
        return REJECTED
    context.remember(day.isoformat(), phrase.first, True)
    if len(word) == 10:
        return [Found(phrase.first, phrase.last, "DATE", word)]
    hour, minute = int(word[11:13]), int(word[14:16])
    if hour > 24 or minute > 59:
        return REJECTED
    return [Found(phrase.first, phrase.last, "TIME", f"{word[:10]}T{word[11:]}")]
