"""Years, decades and centuries: mid-1996, nineteen ninety-six, 480 BC, the 1970s, the 20th
century.
"""

from __future__ import annotations

import re

from events.geoparsing.dates.completion import short_year
from events.geoparsing.dates.context import Context, Found
from events.geoparsing.dates.lexicon import Tokens
from events.geoparsing.dates.phrase import Phrase, whole


def year(phrase: Phrase, context: Context) -> list[Found] | None:
    """A year in figures or in words ("nineteen ninety-six"), before Christ too."""
    at = phrase.find("year", "num", "day", "yearshort")
    number = whole(phrase.tokens, at) if at is not None else spoken_year(phrase)
    if number is None:
        return None
    if at is not None and phrase.tokens.name(at) == "yearshort":
        number = short_year(number, context)
    mod = phrase.edge() or ("APPROX" if phrase.has("approx") else "")
    if phrase.has("or_", "and_"):
        mod = "ON_OR_AFTER" if phrase.has("later") else "ON_OR_BEFORE"
    value = f"BC{number:04d}" if phrase.has("bc") else f"{number:04d}"
    context.remember(value, phrase.first, True, mod)
    return [Found(phrase.first, phrase.last, "DATE", value, mod)]


def two_years(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "2007-08" and "1995/96": two years; "FY2013" is one."""
    tokens = phrase.tokens
    code = phrase.find("fiscalyear")
    if code is not None:
        context.remember(f"{tokens.payload(code)}", phrase.first, True)
        return [Found(phrase.first, phrase.last, "DATE", f"{tokens.payload(code)}")]
    at = phrase.find("year")
    if at is None or not (tokens.touches(at) and tokens.touches(at + 1)):
        return None
    first, second = whole(tokens, at), _second_year(tokens, at)
    if first is None or second is None or tokens.name(at - 1) in ("hyphen", "slash", "money"):
        return None
    if tokens.name(at + 3) in ("hyphen", "slash") and tokens.touches(at + 2):
        return None  # a number of many parts
    context.remember(f"{second:04d}", phrase.first, True)
    return [
        Found(at, at + 1, "DATE", f"{first:04d}"),
        Found(at + 2, at + 3, "DATE", f"{second:04d}"),
    ]


def _second_year(tokens: Tokens, at: int) -> int | None:
    """The year of the two figures behind "1995-": the next in which they end."""
    first, figures = whole(tokens, at) or 0, tokens.word(at + 2)
    if not 1500 <= first <= 2100 or len(figures) != 2 or not figures.isdigit():
        return None
    second = first // 100 * 100 + int(figures)
    if second <= first:
        second += 100
    most = 1 if tokens.name(at + 1) == "slash" else 25
    return second if second - first <= most else None


def years_before_christ(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "499-493 BC": two years."""
    first, second = whole(phrase.tokens, phrase.first), whole(phrase.tokens, phrase.first + 2)
    if not first or not second or first < second:
        return None
    context.remember(f"BC{second:04d}", phrase.first, True)
    return [
        Found(phrase.first, phrase.first + 1, "DATE", f"BC{first:04d}"),
        Found(phrase.first + 2, phrase.last, "DATE", f"BC{second:04d}"),
    ]


def bare_year(phrase: Phrase, context: Context) -> list[Found] | None:
    """Four figures alone are a year only where nothing says that they count something."""
    tokens = phrase.tokens
    at = phrase.find("year")
    if at is None:
        return None
    number = whole(tokens, at) or 0
    before, after = tokens.name(at - 1), tokens.name(phrase.last)
    if tokens.lower(at - 1) in tokens.language.numbered:
        return None
    if before == "money" or after in ("money", "units", "unit", "slash", "fraction"):
        return None
    if before == "slash" and tokens.touches(at - 2):
        return None
    if (
        after == "hyphen"
        and tokens.word(at + 1) not in ("—", "–")
        and tokens.touches(at)
        and tokens.touches(at + 1)
        and (tokens.name(at + 2) in ("other", "numword", "unit") or tokens.name(at + 3) == "hyphen")
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
    if not 1500 <= number <= 2100 and not (told and not _counts_something(tokens, at, number)):
        return None
    return year(phrase, context)


_BEFORE_YEAR = frozenset(
    "in_ since during until early late mid month fiscal hyphen season".split()  # noqa: SIM905
)


def _counts_something(tokens: Tokens, at: int, number: int) -> bool:
    """Whether the figures count what follows: "2000 soldiers", but not "the 2014 elections"."""
    likely_year = 1900 <= number <= 2049
    if at + 1 >= len(tokens.kinds) or tokens.name(at + 1) != "other":
        return not 1500 <= number <= 2050
    word = tokens.word(at + 1)
    if word in _COUNTED:
        return True
    plural = word.islower() and word.endswith("s") and not word.endswith("ss")
    return plural and word not in _NO_NOUNS and not (likely_year and number % 50)


_NO_NOUNS = frozenset(("was", "is", "as", "has", "his", "its", "this", "us"))
_COUNTED_WORDS = """people men women children dead km miles kilometers kilometres troops
feet percent tonnes barrels hectares meters metres workers soldiers"""
_COUNTED = frozenset(_COUNTED_WORDS.split())


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
        if not phrase.has("the"):
            return None  # "in her late thirties"
        value = f"19{payload}"
    else:
        digits = re.sub(r"\D", "", str(payload))
        if phrase.has("bc"):
            return [
                Found(
                    phrase.first, phrase.last, "DATE", f"BC{int(digits) // 10:03d}", phrase.edge()
                )
            ]
        value = digits[:3] if len(digits) == 4 else f"19{digits[0]}"
    return [Found(phrase.first, phrase.last, "DATE", value, phrase.edge())]


def two_centuries(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the late 19th and early 20th centuries": an expression each."""
    tokens = phrase.tokens
    at = [i for i in range(phrase.first, phrase.last) if tokens.name(i) in ("ordinal", "ordword")]
    if tokens.payload(phrase.last - 1) != "C" or len(at) != 2:
        return None
    first, second = whole(tokens, at[0]) or 0, whole(tokens, at[1]) or 0
    if not 1 <= first < second <= 30:
        return None
    begin = at[0] + 2 if at[1] > at[0] + 1 else at[1]
    one, other = Phrase(tokens, phrase.first, at[0] + 1), Phrase(tokens, begin, phrase.last)
    return [
        Found(one.first, one.last, "DATE", f"{first - 1:02d}", one.edge()),
        Found(other.first, other.last, "DATE", f"{second - 1:02d}", other.edge()),
    ]


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
