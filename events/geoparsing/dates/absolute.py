"""Expressions that name their month or their year: 6 December 2022, Nov. 10, mid-1996, the 1970s, Q3 2022."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from events.geoparsing.dates.context import Context, Found
from events.geoparsing.dates.intervals import (
    make_day,
    month_value,
    quarter_of,
    shift_months,
    week_value,
)
from events.geoparsing.dates.lexicon import Tokens
from events.geoparsing.dates.phrase import Phrase, clock, whole

Handler = Callable[[Phrase, Context], list[Found] | None]
MONTHS = ("month", "maymonth", "monthabbr")
REJECTED: list[Found] = []  # the words are used up and mean no day: "31 February"


def full_date(phrase: Phrase, context: Context) -> list[Found] | None:
    """A day with its month, and its year where it stands: "Tuesday, Dec. 6, 2022", "the night of 18 April"."""
    month_at, day_at = _month_and_day(phrase)
    if month_at is None or day_at is None:
        return None
    month, day = whole(phrase.tokens, month_at), _day_number(phrase.tokens, day_at)
    if not month or not day:
        return None
    year_at = phrase.find("year", start=max(month_at, day_at))
    year = whole(phrase.tokens, year_at) if year_at is not None else None
    if year is None and phrase.has("yearshort"):
        year = _short_year(phrase.number("yearshort") or 0, context)
    explicit = year is not None
    if year is None and phrase.has("that", "same"):
        year = context.focus.year
    if year is None:
        year = year_of(month, day, phrase, context)
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


def year_of(month: int, day: int | None, phrase: Phrase, context: Context) -> int | None:
    """The year of a month or a day that is named without one.

    In a narrative, and where the sentence has named another year: the one that
    fits the day in focus.  In news: the one that the tense of the clause asks for, else the nearest.
    """
    if context.narrative or _tells_the_past(phrase, context):
        return _year_by_focus(month, day, context)
    now = context.published
    if now is None:
        return None
    tense = context.tense(phrase.first, phrase.last)
    same = (month, day or now.day) <= (now.month, now.day)
    if day is None and month == now.month:
        return now.year
    if tense == "past":
        return now.year if same else now.year - 1
    if tense == "future":
        return now.year + 1 if same and (month, day or 31) != (now.month, now.day) else now.year
    return _nearest_year(month, day or 15, now)


def _tells_the_past(phrase: Phrase, context: Context) -> bool:
    """Whether this sentence has already named the year that it speaks of, and it is not the year of the story."""
    if context.explicit_year_at < 0 or not context.focus.year:
        return False
    if context.published and context.focus.year >= context.published.year:
        return False
    return context.sentence(context.explicit_year_at) == context.sentence(phrase.first)


def _year_by_focus(month: int, day: int | None, context: Context) -> int | None:
    focus = context.focus
    if focus.year is None or focus.era:
        return None
    if focus.month is None:
        return focus.year
    ahead = month - focus.month
    if ahead < -7:
        return focus.year + 1
    return focus.year - 1 if ahead > 9 else focus.year


def _nearest_year(month: int, day: int, now: date) -> int:
    ahead = (month - now.month) * 30.4 + day - now.day
    if ahead > 183:
        return now.year - 1
    return now.year + 1 if ahead < -240 else now.year


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
        results.append(Found(first, last, "DATE", value))
        if year:
            context.remember(value, first, year_at is not None)
    return results


def month(phrase: Phrase, context: Context) -> list[Found] | None:
    """A month: "November 1995", "early September", "July last year", "last May"."""
    at = phrase.find(*MONTHS)
    number = None if at is None else whole(phrase.tokens, at)
    if at is None or not number:
        return None
    year = phrase.number("year")
    if year is None and phrase.has("yearshort"):
        year = _short_year(phrase.number("yearshort") or 0, context)
    explicit = year is not None
    if year is None and not _is_month(phrase, at):
        return None
    if year is None:
        year = _related_year(phrase, number, context) or year_of(number, None, phrase, context)
    if phrase.has("bc"):
        return None
    mod = phrase.edge()
    if year is None:
        return [Found(phrase.first, phrase.last, "DATE", f"XXXX-{number:02d}", mod)]
    value = month_value(year, number)
    context.remember(value, phrase.first, explicit)
    return [Found(phrase.first, phrase.last, "DATE", value, mod)]


def _is_month(phrase: Phrase, at: int) -> bool:
    """Whether a lone word is the month: "may" and "march" are verbs, "Jan" and "Mar" names."""
    tokens = phrase.tokens
    word = tokens.lower(at)
    if word in tokens.language.needs_dot:
        return tokens.name(at + 1) == "dot" and tokens.touches(at)
    if word not in tokens.language.needs_capital or phrase.last - phrase.first > 1:
        return True
    return tokens.name(phrase.first - 1) in _BEFORE_MONTH


_BEFORE_MONTH = frozenset(
    "in_ since of until by to_ from_ through during between before after last next this early late".split()
)


def _related_year(phrase: Phrase, number: int, context: Context) -> int | None:
    """The year of "last May", "next March", "July last year", "August of that year"."""
    if phrase.has("that", "same") and phrase.has("unit"):
        return context.focus.year
    now = context.now or context.published
    if now is None or (context.narrative and context.focus.year is None):
        return None
    shift = (
        -1
        if phrase.has("last", "previous", "past")
        else 1
        if phrase.has("next", "coming", "following")
        else 0
    )
    if phrase.has("unit"):
        return (
            now.year + shift
            if phrase.has("last", "this", "next", "past", "previous", "following")
            else None
        )
    if phrase.has("this"):
        return now.year
    if shift < 0:
        return now.year if number < now.month else now.year - 1
    if shift > 0:
        return now.year if number > now.month else now.year + 1
    return None


def _short_year(number: int, context: Context) -> int:
    """The century of '98: the last one that does not lie more than ten years ahead."""
    base = context.published.year if context.published else 2029
    century = base // 100 * 100
    return century + number if century + number <= base + 10 else century - 100 + number


def year(phrase: Phrase, context: Context) -> list[Found] | None:
    """A year in figures or in words ("nineteen ninety-six"), before Christ too."""
    at = phrase.find("year", "num", "day", "yearshort")
    number = whole(phrase.tokens, at) if at is not None else spoken_year(phrase)
    if number is None:
        return None
    if at is not None and phrase.tokens.name(at) == "yearshort":
        number = _short_year(number, context)
    mod = phrase.edge() or ("APPROX" if phrase.has("approx") else "")
    if phrase.has("or_", "and_"):
        mod = "ON_OR_AFTER" if phrase.has("later") else "ON_OR_BEFORE"
    if phrase.has("bc"):
        value = f"BC{number:04d}"
    else:
        value = f"{number:04d}"
    context.remember(value, phrase.first, True)
    return [Found(phrase.first, phrase.last, "DATE", value, mod)]


def bare_year(phrase: Phrase, context: Context) -> list[Found] | None:
    """Four figures alone are a year only where nothing says that they count something."""
    tokens = phrase.tokens
    at = phrase.find("year")
    if at is None:
        return None
    number = whole(tokens, at) or 0
    before, after = tokens.name(at - 1), tokens.name(phrase.last)
    if before == "money" or after in ("money", "units", "unit", "slash", "fraction"):
        return None
    if before == "slash" and tokens.touches(at - 2):
        return None
    if (
        after == "hyphen"
        and tokens.touches(at)
        and tokens.touches(at + 1)
        and tokens.name(at + 2) in ("other", "numword", "unit")
    ):
        return None
    if (
        before == "hyphen"
        and tokens.touches(at - 1)
        and tokens.touches(at - 2)
        and tokens.name(at - 2) in ("other", "num", "grouped")
    ):
        return None
    told = before in _BEFORE_YEAR or phrase.last - phrase.first > 1
    if not told and _counts_something(tokens, at, number):
        return None
    if not 1500 <= number <= 2100 and not (told and not _counts_something(tokens, at, 1900)):
        return None
    return year(phrase, context)


_BEFORE_YEAR = frozenset(
    "in_ since until by from_ during between of before after early late mid through comma open and_ to_ month fiscal hyphen season".split()
)


def _counts_something(tokens: Tokens, at: int, number: int) -> bool:
    """Whether a noun in the plural follows that the figures seem to count: "2000 soldiers"."""
    if at + 1 >= len(tokens.kinds) or tokens.name(at + 1) != "other":
        return not 1800 <= number <= 2050
    word = tokens.word(at + 1)
    return word.islower() and (
        (
            word.endswith("s")
            and not word.endswith("ss")
            and word not in ("was", "is", "as", "has", "his")
        )
        or word in _COUNTED
    )


_COUNTED = frozenset(
    "people men women children dead km miles kilometers troops feet percent tonnes barrels per hectares meters metres kilometres workers".split()
)


def spoken_year(phrase: Phrase) -> int | None:
    """ "nineteen ninety-six", "two thousand (and) eight"."""
    numbers = [
        whole(phrase.tokens, i) or 0
        for i in range(phrase.first, phrase.last)
        if phrase.tokens.name(i) in ("numword", "one")
    ]
    if len(numbers) >= 2 and numbers[1] == 1000:
        return 2000 + sum(numbers[2:]) if numbers[0] == 2 and sum(numbers[2:]) < 100 else None
    if len(numbers) < 2 or not 15 <= numbers[0] <= 20:
        return None
    rest = sum(numbers[1:])
    good = (
        numbers[1] >= 10
        and rest < 100
        and (len(numbers) == 2 or (numbers[1] >= 20 and numbers[2] < 10))
    )
    return numbers[0] * 100 + rest if good else None


def decade(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the 1970s", "the late '80s", "the nineties", "the 470s BC"."""
    at = phrase.find("decade")
    if at is None:
        return None
    payload = phrase.tokens.payload(at)
    if isinstance(payload, int):
        if phrase.tokens.name(at - 1) not in ("the", "early", "late", "mid", "hyphen"):
            return None
        value = f"19{payload}"
    else:
        digits = re.sub(r"\D", "", str(payload))
        value = digits[:3] if len(digits) == 4 else f"19{digits[0]}"
    return [Found(phrase.first, phrase.last, "DATE", value, phrase.edge())]


def century(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the 20th century" is 19, the years 1900 to 1999."""
    number = phrase.number("ordinal", "ordword", "second")
    if number is None or not 1 <= number <= 30:
        return None
    tens = [i for i in range(phrase.first, phrase.last) if phrase.tokens.name(i) == "numword"]
    if tens and number < 10:
        number += whole(phrase.tokens, tens[0]) or 0
    value = f"{number - 1:02d}"
    return [
        Found(
            phrase.first,
            phrase.last,
            "DATE",
            f"BC{value}" if phrase.has("bc") else value,
            phrase.edge(),
        )
    ]


def quarter(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the third quarter", "second-quarter 1989", "this year's third quarter", "Q3 2022", "first half of 1990"."""
    number = phrase.number("quartercode") or phrase.number("ordword", "second", "ordinal")
    half = phrase.has("half")
    if number is None or not 1 <= number <= (2 if half else 4):
        return None
    now = context.published or context.focus.date
    year = phrase.number("year")
    if year is None and phrase.has("that", "same", "previous", "following") and context.focus.year:
        year = context.focus.year + (
            -1 if phrase.has("previous") else 1 if phrase.has("following") else 0
        )
    if year is None and now and phrase.has("last", "this", "next", "before", "earlier", "ago"):
        year = now.year + (
            -1 if phrase.has("last", "earlier", "ago") else 1 if phrase.has("next") else 0
        )
        if phrase.has("before", "earlier", "ago") and context.quarter:
            year = context.quarter[0] - 1
    if year is None and half:
        year = now.year if now else None
    elif year is None:
        year = _year_of_quarter(number, phrase, context, now)
    letter = "H" if half else "Q"
    if year is None:
        return [Found(phrase.first, phrase.last, "DATE", f"XXXX-{letter}{number}", phrase.edge())]
    value = f"{year:04d}-{letter}{number}"
    if not half and not phrase.has("before", "earlier", "ago"):
        context.quarter = (year, number)
    context.remember(value, phrase.first, phrase.has("year"))
    return [Found(phrase.first, phrase.last, "DATE", value, phrase.edge())]


def _year_of_quarter(number: int, phrase: Phrase, context: Context, now: date | None) -> int | None:
    if now is None:
        return context.focus.year
    started = number <= quarter_of(now)
    if started or context.tense(phrase.first, phrase.last) == "future":
        return now.year
    return now.year - 1


def season(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the summer of 1918", "this fall", "last spring", "the winter"."""
    at = phrase.find("season", "fall")
    if at is None:
        return None
    code = str(phrase.tokens.payload(at))
    if phrase.tokens.name(at) == "fall" and not _is_autumn(phrase, at):
        return None
    year = phrase.number("year")
    explicit = year is not None
    related = phrase.has(
        "last", "past", "previous", "this", "next", "coming", "following", "that", "same"
    )
    if year is None:
        year = _year_of_season(code, phrase, context)
    if phrase.has("bc"):
        return None
    if year is None:
        if phrase.last - phrase.first == 1:
            return None
        return [Found(phrase.first, phrase.last, "DATE", f"XXXX-{code}", phrase.edge())]
    if (
        not explicit
        and not related
        and phrase.last - phrase.first == 1
        and not context.narrative
        and phrase.tokens.name(at - 1) not in _BEFORE_MONTH
    ):
        return None
    value = f"{year:04d}-{code}"
    context.remember(value, phrase.first, explicit)
    return [Found(phrase.first, phrase.last, "DATE", value, phrase.edge())]


def _is_autumn(phrase: Phrase, at: int) -> bool:
    """ "fall" names the season beside a year, an article or "last"; else things fall."""
    if phrase.has("year", "last", "this", "next", "early", "late", "mid"):
        return not (phrase.tokens.name(at - 1) == "this" and phrase.tokens.name(at + 1) == "in_")
    after, before = phrase.tokens.name(phrase.last), phrase.tokens.name(phrase.first - 1)
    return before in ("in_", "by", "until", "since", "during") and after != "of"


def _year_of_season(code: str, phrase: Phrase, context: Context) -> int | None:
    middle = {"WI": 1, "SP": 4, "SU": 7, "FA": 10}[code]
    if context.narrative:
        focus = context.focus
        if focus.year is None or focus.era:
            return None
        if phrase.has("last", "previous"):
            return focus.year if focus.month and middle < focus.month - 2 else focus.year - 1
        if phrase.has("next", "following"):
            return focus.year if focus.month and middle > focus.month + 1 else focus.year + 1
        if code == "WI":
            return focus.year + 1 if focus.month and focus.month >= 6 else focus.year
        return focus.year + 1 if focus.month and middle - focus.month < -5 else focus.year
    now = context.published
    if now is None:
        return None
    if phrase.has("last", "past", "previous"):
        return now.year if middle + 1 < now.month else now.year - 1
    if phrase.has("next", "coming", "following"):
        return now.year if middle - 1 > now.month else now.year + 1
    if code == "WI":
        return now.year + 1 if now.month >= 9 else now.year
    return now.year


def numeric_date(phrase: Phrase, context: Context) -> list[Found] | None:
    """06/12/2022: which is the day and which the month is told by the numbers or by ``day_first``; else no date."""
    parts = [int(p) for p in re.split(r"[/.-]", phrase.tokens.word(phrase.first)) if p.isascii()]
    if len(parts) != 3:
        return None
    if parts[0] > 31:
        day = make_day(*parts)
    else:
        day = _day_month_year(parts[0], parts[1], parts[2], context)
    if day is None:
        return REJECTED
    context.remember(day.isoformat(), phrase.first, True)
    return [Found(phrase.first, phrase.last, "DATE", day.isoformat())]


def _day_month_year(a: int, b: int, year: int, context: Context) -> date | None:
    if year < 100:
        year = _short_year(year, context)
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


def holiday(phrase: Phrase, context: Context) -> list[Found] | None:
    """Feasts with a day that can be reckoned: Christmas, Thanksgiving (US), Easter, Halloween, New Year's Day."""
    now = context.now or context.published
    year = phrase.number("year") or (now.year if now else context.focus.year)
    if year is None:
        return None
    name = phrase.text("holiday").lower()
    eve = phrase.has("eve")
    day = feast(name, year, eve)
    if day is None:
        return None
    if not phrase.has("year") and now and not context.narrative:
        future = context.tense(phrase.first, phrase.last) == "future" or phrase.has(
            "next", "coming"
        )
        if day > now and not future and (phrase.has("last") or (day - now).days > 60):
            day = feast(name, year - 1, eve)
        elif day < now and (phrase.has("next", "coming") or (future and (now - day).days > 7)):
            day = feast(name, year + 1, eve)
    if day is None:
        return None
    if phrase.has("unit"):
        at = phrase.find("unit")
        if at is not None and phrase.tokens.payload(at) == "W":
            return [Found(phrase.first, phrase.last, "DATE", week_value(day))]
    context.remember(day.isoformat(), phrase.first, phrase.has("year"))
    return timed(phrase, day.isoformat(), context)


def feast(name: str, year: int, eve: bool = False) -> date | None:
    back = 1 if eve else 0
    if name == "christmas":
        return make_day(year, 12, 25 - back)
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


__all__ = ["REJECTED", "Handler", "shift_months"]
