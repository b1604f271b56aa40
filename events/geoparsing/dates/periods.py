"""Months, seasons, quarters and halves: March 1996, early September, last spring, Q3 2022."""

from __future__ import annotations

from datetime import date

from events.geoparsing.dates.completion import (
    BEFORE_MONTH,
    related_year,
    short_year,
    year_of,
    year_of_range,
)
from events.geoparsing.dates.context import Context, Found
from events.geoparsing.dates.days import MONTHS
from events.geoparsing.dates.intervals import month_value, quarter_of
from events.geoparsing.dates.lexicon import Tokens
from events.geoparsing.dates.phrase import Phrase, whole
from events.geoparsing.dates.years import spoken_year


def month(phrase: Phrase, context: Context) -> list[Found] | None:
    """A month: "November 1995", "early September", "July last year", "last May"."""
    at = phrase.find(*MONTHS)
    number = None if at is None else whole(phrase.tokens, at)
    if at is None or not number:
        return None
    if phrase.has("bc"):
        return before_christ(phrase, f"{number:02d}", context)
    year = phrase.number("year")
    if year is None and phrase.has("yearshort"):
        year = short_year(phrase.number("yearshort") or 0, context)
    if year is None and phrase.has("numword"):
        year = spoken_year(phrase)
    explicit = year is not None
    if year is None and not _is_month(phrase, at):
        return None
    if year is None:
        year = related_year(phrase, number, context) or year_of(number, None, phrase, context)
    mod = phrase.edge()
    phrase = _without_article(phrase)
    if year is None:
        if context.narrative and context.focus.era and context.focus.year:
            return [
                Found(
                    phrase.first,
                    phrase.last,
                    "DATE",
                    f"BC{context.focus.year:04d}-{number:02d}",
                    mod,
                )
            ]
        return [Found(phrase.first, phrase.last, "DATE", f"XXXX-{number:02d}", mod)]
    value = month_value(year, number)
    context.remember(value, phrase.first, explicit, mod)
    return [Found(phrase.first, phrase.last, "DATE", value, mod)]


def _without_article(phrase: Phrase) -> Phrase:
    """The article of a noun that follows is no part of it: "the [early October] battle"."""
    tokens, first = phrase.tokens, phrase.first
    own = (
        phrase.has("of", "last", "next", "same", "following", "previous")
        or tokens.name(first) != "the"
    )
    return phrase if own else Phrase(tokens, first + 1, phrase.last)


def before_christ(phrase: Phrase, part: str, context: Context) -> list[Found] | None:
    """A month or a season of a year before Christ."""
    at = phrase.find("bc")
    year = None if at is None else whole(phrase.tokens, at - 1)
    if year is None:
        return None
    context.remember(f"BC{year:04d}-{part}", phrase.first, True)
    return [Found(phrase.first, phrase.last, "DATE", f"BC{year:04d}-{part}", phrase.edge())]


def _is_month(phrase: Phrase, at: int) -> bool:
    """Whether a lone word is the month: "may" and "march" are verbs, "Jan" and "Mar" names."""
    tokens = phrase.tokens
    word = tokens.lower(at)
    if word in tokens.language.needs_dot:
        return tokens.name(at + 1) == "dot" and tokens.touches(at)
    if word in tokens.language.first_names and _is_a_person(phrase):
        return False
    if word == "march" and tokens.name(at - 1) == "the" and _follows(tokens, at) in _CAUSES:
        return False
    if word not in tokens.language.needs_capital or phrase.last - phrase.first > 1:
        return True
    if tokens.name(phrase.first - 1) in BEFORE_MONTH or _beside_a_month(phrase):
        return True
    return (
        tokens.name(phrase.first - 1) in ("a", "the")
        and tokens.name(phrase.last) == "other"
        and tokens.word(phrase.last).islower()
    )  # "the March accession"


_CAUSES = ("for", "on", "against")  # "the March for Life"


def _follows(tokens: Tokens, at: int) -> str:
    return tokens.lower(at + 1) if at + 1 < len(tokens.kinds) else ""


def _is_a_person(phrase: Phrase) -> bool:
    """ "June Carter", but not "the June Fed meeting", "in April China said"."""
    tokens, before, after = phrase.tokens, phrase.first - 1, phrase.last
    if phrase.last - phrase.first > 1 or tokens.name(before) in (*BEFORE_MONTH, "a", "the"):
        return False
    surname = tokens.word(after) if tokens.name(after) == "other" else ""
    return len(surname) > 2 and surname.istitle()


def _beside_a_month(phrase: Phrase) -> bool:
    """Whether it is joined to another month: "April and May", "May-August 1950"."""
    tokens = phrase.tokens
    joins = ("hyphen", "to_", "and_", "or_", "through", "comma", "until")
    before, after = phrase.first - 2, phrase.last + 1
    return (tokens.name(before + 1) in joins and tokens.name(before) in MONTHS) or (
        tokens.name(after - 1) in joins and tokens.name(after) in MONTHS
    )


def quarter(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the third quarter", "second-quarter 1989", "this year's third quarter", "Q3 2022", "first
    half of 1990".
    """
    number = phrase.number("quartercode") or phrase.number("ordword", "second", "ordinal")
    half = phrase.has("half")
    if number is None and phrase.has("last", "latter"):
        number = 2 if half else 4
    if _of_something_else(phrase):
        return None
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
    first = phrase.first
    if (
        phrase.tokens.name(first) == "the"
        and phrase.has("hyphen")
        and not phrase.has("ago", "earlier")
    ):
        first += 1  # "the third-quarter results": the article belongs to the results
    value = f"{year:04d}-{letter}{number}"
    kept, kept_at = context.quarter, context.quarter_at
    context.remember(value, phrase.first, phrase.has("year"))
    if kept and not (half or _is_reported(phrase, year, number, context)):
        context.quarter, context.quarter_at = kept, kept_at
    return [Found(first, phrase.last, "DATE", value, phrase.edge())]


def ended_quarter(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the quarter [ended Sept. 30]": that month's, where no other quarter is named."""
    if context.quarter:
        return None
    tokens, at = phrase.tokens, phrase.last + 1
    if tokens.name(at) not in MONTHS:
        at += 1
    number = whole(tokens, at)
    year = year_of(number, None, Phrase(tokens, at, at + 1), context) if number else None
    if number is None or year is None:
        return None
    value = f"{year:04d}-Q{(number + 2) // 3}"
    context.remember(value, phrase.first, False)
    return [Found(phrase.first, phrase.last, "DATE", value)]


def _is_reported(phrase: Phrase, year: int, number: int, context: Context) -> bool:
    """Whether the text goes on to report on this quarter: not on one that is named beside it ("a
    year-earlier quarter", "a weak second quarter", "a charge in the fourth quarter" to come).
    """
    if phrase.has("before", "earlier", "ago"):
        return False
    now, tokens = context.published, phrase.tokens
    if now and not context.narrative and (year, number) >= (now.year, quarter_of(now)):
        return False
    return phrase.has("hyphen") or tokens.name(phrase.first - 2) != "a"


def _of_something_else(phrase: Phrase) -> bool:
    """Whether it is a part of another thing: "the first half [of the century]"."""
    tokens = phrase.tokens
    if tokens.name(phrase.last) == "of" and tokens.name(phrase.last + 1) in ("the", "a", "that"):
        return True
    at = phrase.find("unit")
    return at is not None and tokens.payload(at) != "Y"


def _year_of_quarter(number: int, phrase: Phrase, context: Context, now: date | None) -> int | None:
    if now is None:
        return context.focus.year
    started = number <= quarter_of(now)
    if number < quarter_of(now) - 1 and context.tense(phrase.first, phrase.last) == "future":
        return now.year + 1
    if started or context.tense(phrase.first, phrase.last) == "future":
        return now.year
    return now.year - 1


def season(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the summer of 1918", "this fall", "last spring", "the winter"."""
    at = phrase.find("season", "fall")
    if at is None:
        return None
    code = str(phrase.tokens.payload(at))
    if not _is_autumn(phrase, at):
        return None
    if phrase.has("bc"):
        return before_christ(phrase, code, context)
    year = _own_year(phrase)
    explicit = year is not None
    if year is None and phrase.has("unit"):
        year = related_year(phrase, 0, context)
    related = phrase.has(
        "last", "past", "previous", "this", "next", "coming", "following", "that", "same"
    )
    if year is None and not related:
        year = year_of_range({"WI": 1, "SP": 4, "SU": 7, "FA": 10}[code], phrase)
        explicit = year is not None
    if year is None:
        year = _year_of_season(code, phrase, context)
    bare = phrase.last - phrase.first == 1
    if _is_of_a_noun(phrase):
        phrase = Phrase(phrase.tokens, phrase.first + 1, phrase.last)
    if year is None:
        value = _season_before_christ(code, context)
        if value is None and bare:
            return None
        return [Found(phrase.first, phrase.last, "DATE", value or f"XXXX-{code}", phrase.edge())]
    if bare and not explicit and not context.narrative and not _stands_alone(phrase):
        return None
    value = f"{year:04d}-{code}"
    context.remember(value, phrase.first, explicit)
    return [Found(phrase.first, phrase.last, "DATE", value, phrase.edge())]


def _own_year(phrase: Phrase) -> int | None:
    """The year with which a season is written."""
    year = phrase.number("year")
    if year is None and phrase.has("numword"):
        year = spoken_year(phrase)
    if year is not None and phrase.tokens.name(phrase.last - 3) == "year":
        year += 1  # "the winter of 2011-12"
    return year


_BESIDE_A_TIME = ("in_", "during", "by", "over", "through", "until", "since", "at")


def _is_of_a_noun(phrase: Phrase) -> bool:
    """Whether the article belongs to a noun that follows: "after the [summer] offensive", but not
    "in the summer people leave".
    """
    tokens, after = phrase.tokens, phrase.last
    if phrase.last - phrase.first != 2 or tokens.name(phrase.first) != "the":
        return False
    if tokens.name(phrase.first - 1) in _BESIDE_A_TIME or tokens.name(after) != "other":
        return False
    word, language = tokens.word(after), tokens.language
    return word.islower() and word not in language.stop_words and not language.cue(word)


def _season_before_christ(code: str, context: Context) -> str | None:
    focus = context.focus
    if not (context.narrative and focus.era and focus.year):
        return None
    next_year = code == "WI" and focus.month is not None and focus.month > 6
    return f"BC{focus.year - int(next_year):04d}-{code}"


def _stands_alone(phrase: Phrase) -> bool:
    """Whether a season without an article is a time ("in winter, ...") and not "winter coats"."""
    tokens = phrase.tokens
    return tokens.name(phrase.first - 1) in BEFORE_MONTH and tokens.name(phrase.last) != "other"


def _is_autumn(phrase: Phrase, at: int) -> bool:
    """ "fall" names the season beside a year, an article or "last"; else things fall."""
    if phrase.tokens.name(at) != "fall":
        return True
    if phrase.has("year", "last", "this", "next", "early", "late", "mid"):
        return not (phrase.tokens.name(at - 1) == "this" and phrase.tokens.name(at + 1) == "in_")
    after, before = phrase.tokens.name(phrase.last), phrase.tokens.name(phrase.first - 1)
    return before in ("in_", "by", "until", "since", "during") and after != "of"


def _year_of_season(code: str, phrase: Phrase, context: Context) -> int | None:
    middle = {"WI": 1, "SP": 4, "SU": 7, "FA": 10}[code]
    if context.narrative:
        focus = context.story
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
