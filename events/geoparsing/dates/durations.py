"""Lengths of time and things that come again: three weeks, a 44-day war, nearly three decades,
every Friday.
"""

from __future__ import annotations

from events.geoparsing.dates.context import Context, Found
from events.geoparsing.dates.lexicon import Tokens
from events.geoparsing.dates.phrase import (
    NUMBERS,
    Phrase,
    in_title,
    limit,
    quantity,
    without_article,
)

_CLOCK_UNITS = ("S", "TM", "H")


def duration(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "three days", "the last two weeks", "two to three years", "nearly three decades", "half an
    hour".
    """
    tokens = phrase.tokens
    at = _unit_at(phrase)
    if at is None:
        return None
    code, told = str(tokens.payload(at)), context.narrative
    if _is_no_length(phrase, at):
        return []
    phrase = _without_preposition(phrase)
    if not phrase.has("period"):
        phrase = Phrase(tokens, without_article(tokens, phrase.first, at), phrase.last)
    phrase = _last_number(phrase, at)
    number_at = phrase.find(*NUMBERS, "a", "another", "additional")
    if number_at is None or number_at > at:
        number_at = at
    end = _end_of_number(phrase, number_at, at)
    if code == "L" and number_at == at:
        return None
    unknown = number_at == at and tokens.name(at) == "units"
    count = None if unknown else _count(phrase, number_at, end, at)
    if code == "Q" and (unknown or _is_a_part(phrase, count)):
        return None
    if code == "D" and tokens.name(phrase.first) == "one" and _some_day(phrase) is not None:
        return _some_day(phrase)
    if _is_age(phrase, at, number_at != at):
        return []
    if count is not None and (count > 999_999_999 or count <= 0):
        return None
    if code == "M" and count in (6, 9, 12) and phrase.has("the", "latest", "ordword"):
        context.quarter = None  # "for the nine months": what follows is not of the quarter
    if _is_rate(phrase, at):
        return [Found(phrase.first, phrase.last, "SET", period(1, code))] if told else []
    mod = limit(phrase, number_at) or ("APPROX" if phrase.find("so", "couple") is not None else "")
    return [Found(phrase.first, phrase.last, "DURATION", period(count, code), mod)]


def _count(phrase: Phrase, first: int, last: int, at: int) -> float | None:
    """The number of units, with the half of "two years and a half"."""
    count = quantity(phrase.tokens, first, last)
    halved = phrase.find("half", start=at + 1) is not None
    return count + 0.5 if count is not None and halved else count


def _is_no_length(phrase: Phrase, at: int) -> bool:
    """Whether it is a title, or counts again: "two wins in as many years"."""
    tokens, first = phrase.tokens, phrase.first
    if tokens.lower(first) == "many" and tokens.lower(first - 1) == "as":
        return True
    if tokens.lower(at) in (_joined(tokens, at + 2), _joined(tokens, at + 4)):
        return True  # "day by day", "a day-to-day matter"
    return in_title(phrase, at) and phrase.has("day", "num")


def _joined(tokens: Tokens, index: int) -> str:
    """A word that "by" or "to" joins to the one before."""
    joined = index < len(tokens.kinds) and any(
        tokens.name(i) in ("by", "to_") for i in (index - 1, index - 2)
    )
    return tokens.lower(index) if joined else ""


def _is_a_part(phrase: Phrase, count: float | None) -> bool:
    """ "three quarters" of something, and not "the next three quarters", "several quarters"."""
    if phrase.has("next", "last", "past", "previous", "several"):
        return count == 1
    return count in (None, 1, 3) or phrase.has("year")


def _end_of_number(phrase: Phrase, first: int, at: int) -> int:
    """Where the lesser number of "two to three years" ends, else the only one."""
    tokens = phrase.tokens
    between = phrase.find("to_", "or_", "hyphen", start=first)
    both = phrase.find("and_", start=first)
    if both is not None and both < at and tokens.name(phrase.first - 1) == "between":
        return both  # "between five and ten years"
    if between is None:
        return at
    joins = tokens.name(between) in ("to_", "or_")
    if not joins and (between >= at - 1 or tokens.name(between + 1) == "one"):
        return at
    return between if _is_range(phrase, between, at) else at


_MORE_WHERE = frozenset("for of after well just last lasted in since to took".split())  # noqa: SIM905


def _without_preposition(phrase: Phrase) -> Phrase:
    """ "over" is "more than" in "for over three years" and "over a week"; it is "during" in "spread
    over three years", "over a three-year period".
    """
    tokens, first = phrase.tokens, phrase.first
    if tokens.name(first) == "last" and tokens.name(first + 1) == "a":
        return Phrase(tokens, first + 1, phrase.last)  # "it may last a decade"
    if tokens.lower(first) == "under" and tokens.name(first + 1) == "a" and phrase.has("hyphen"):
        return Phrase(tokens, first + 1, phrase.last)  # "under a two-year contract"
    if tokens.lower(first) != "over" or tokens.lower(first - 1) in _MORE_WHERE:
        return phrase
    if tokens.name(first + 1) == "a" and tokens.name(first + 2) in ("unit", "century"):
        return phrase
    return Phrase(tokens, first + 1, phrase.last)


def _unit_at(phrase: Phrase) -> int | None:
    """The last unit of the phrase ("second" last of all)."""
    names = ("unit", "units", "century", "quarter", "unitlong")
    found = [i for i in range(phrase.first, phrase.last) if phrase.tokens.name(i) in names]
    if phrase.tokens.name(phrase.first) == "units":
        return phrase.first  # "weeks or months"
    return found[-1] if found else None


def last_of(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the last month [of the war]", but "the last day" is a day that only the war tells."""
    at = _unit_at(phrase)
    code = "D" if at is None else str(phrase.tokens.payload(at))
    return None if code == "D" else [Found(phrase.first, phrase.last, "DURATION", period(1, code))]


def _last_number(phrase: Phrase, at: int) -> Phrase:
    """The number of the unit where another stands before it: "one [two-hour] film"."""
    tokens, first = phrase.tokens, phrase.first
    words = ("numword", "one")
    if at - first < 2 or not all(tokens.name(i) in words for i in (first, first + 1)):
        return phrase
    before, after = tokens.payload(first), tokens.payload(first + 1)
    apart = isinstance(before, int) and isinstance(after, int) and before < 20 and after < 100
    return Phrase(tokens, first + 1, phrase.last) if apart else phrase


def _is_rate(phrase: Phrase, at: int) -> bool:
    """ "four ferries [a week]", "$600 [a year]", "24 hours [a day]"."""
    tokens, first = phrase.tokens, phrase.first
    if tokens.name(first) != "a" or at != first + 1 or phrase.last != first + 2:
        return False
    figures = ("day", "num", "year", "grouped", "decimal", "units")
    counted = any(tokens.name(i) in (*figures, "numword") for i in (first - 2, first - 3))
    plural = counted and tokens.name(first - 1) == "other" and tokens.word(first - 1)[-1] == "s"
    return plural or tokens.name(first - 1) in figures


def _some_day(phrase: Phrase) -> list[Found] | None:
    """ "one day last month" says nothing more than "last month"; "it will one day return"."""
    tokens, before = phrase.tokens, phrase.first - 1
    if tokens.name(phrase.last) == "last":
        return []
    if before >= 0 and tokens.lower(before) in tokens.language.future_words:
        return [Found(phrase.first, phrase.last, "DATE", "FUTURE_REF")]
    return None


def _is_age(phrase: Phrase, at: int, counted: bool) -> bool:
    """Whether "3-month-old" is the age of a person ("a 3-month-old baby", "the 3-month-old was
    found") and not of a truce.  Years are, unless a thing is named.
    """
    tokens, after = phrase.tokens, phrase.last
    if phrase.find("old", start=at) is None and tokens.name(after) != "old":
        return False
    if not counted and tokens.name(at) != "unit":
        return False
    if tokens.name(after) != "other":
        return True
    if tokens.payload(at) == "Y":
        return tokens.lower(after) not in tokens.language.things
    return tokens.lower(after) in tokens.language.people


def quarter_century(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "a quarter of a century", "a quarter century"."""
    return [Found(phrase.first, phrase.last, "DURATION", "P25Y")]


def _is_range(phrase: Phrase, between: int, at: int) -> bool:
    """Whether "to", "or" or a hyphen parts two numbers: "two to three years", but not "twenty-four
    hours".
    """
    tokens = phrase.tokens
    if tokens.name(between) != "hyphen":
        return True
    figures = ("day", "num", "decimal", "grouped", "year")
    return tokens.name(between - 1) in figures and tokens.name(between + 1) in figures


def period(count: float | None, code: str) -> str:
    """A TIMEX3 duration: P3D, PT2H, P2Y6M, PXW where the number is not told."""
    if code == "2W":
        code, count = "W", None if count is None else count * 2
    if count is None:
        return f"PT{'X'}{code[-1]}" if code in _CLOCK_UNITS else f"PX{code}"
    if code == "E":
        code, count = "Y", count * 10  # ISO 8601 has no decades
    whole, rest = int(count), count - int(count)
    if code in _CLOCK_UNITS:
        return _clock_period(whole, rest, code)
    if not rest:
        return f"P{whole}{code}"
    finer = {
        "Y": (12, "M"),
        "W": (7, "D"),
        "D": (24, "H"),
        "C": (100, "Y"),
        "M": (30, "D"),
    }.get(code)
    if finer is None:
        return f"P{count:g}{code}"
    few = round(rest * finer[0])
    head = f"P{whole}{code}" if whole else "P"
    return f"{head}T{few}H" if finer[1] == "H" else f"{head}{few}{finer[1]}"


def _clock_period(whole: int, rest: float, code: str) -> str:
    letter = code[-1]
    if not rest or code == "S":
        return f"PT{whole}{letter}"
    few = f"{round(rest * 60)}{'M' if code == 'H' else 'S'}"
    return f"PT{whole}{letter}{few}" if whole else f"PT{few}"


def every(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "every Friday", "each year", "daily", "Mondays", "every two weeks"."""
    tokens = phrase.tokens
    code = phrase.text("frequency")
    if code and _in_a_name(phrase):
        return None
    if code:
        return [Found(phrase.first, phrase.last, "SET", code)]
    part = phrase.text("daypart", "dayparts")
    number = phrase.number("weekday", "weekdays")
    if number is not None:
        return [Found(phrase.first, phrase.last, "SET", f"XXXX-WXX-{number}{part}")]
    month = phrase.find("month", "maymonth", "monthabbr")
    if month is not None:
        return [Found(phrase.first, phrase.last, "SET", f"XXXX-{int(tokens.payload(month)):02d}")]
    season = phrase.text("season", "seasons", "fall")
    if season:
        return [Found(phrase.first, phrase.last, "SET", f"XXXX-{season}")]
    if phrase.has("weekend", "weekends"):
        return [Found(phrase.first, phrase.last, "SET", "XXXX-WXX-WE")]
    if part:
        return [Found(phrase.first, phrase.last, "SET", f"XXXX-XX-XX{part}")]
    at = _unit_at(phrase)
    if at is None:
        return None
    if phrase.has("times_"):
        return [Found(phrase.first, phrase.last, "SET", period(1, str(tokens.payload(at))))]
    count = quantity(tokens, phrase.first, at)
    if phrase.has("other_"):
        count = 2
    return [Found(phrase.first, phrase.last, "SET", period(count, str(tokens.payload(at))))]


def _in_a_name(phrase: Phrase) -> bool:
    """Whether "Daily" or "Weekly" is part of a name: "the Daily Sabah", "Publishers Weekly"."""
    tokens = phrase.tokens
    if not tokens.word(phrase.first)[0].isupper():
        return False
    near = [i for i in (phrase.first - 1, phrase.last) if 0 <= i < len(tokens.kinds)]
    return any(tokens.name(i) == "other" and tokens.word(i)[0].isupper() for i in near)
