"""The year of a day, a month or a season that is named without one."""

from __future__ import annotations

import re
from datetime import date

from events.geoparsing.dates.context import Context
from events.geoparsing.dates.grammar import expand
from events.geoparsing.dates.intervals import make_day
from events.geoparsing.dates.phrase import Phrase, whole


def year_of(month: int, day: int | None, phrase: Phrase, context: Context) -> int | None:
    """The year of a month or a day that is named without one.

    In a narrative, and where the sentence has named another year: the one that
    fits the day in focus.  In news: the nearest that the tense of the clause allows.
    """
    ahead = year_of_range(month, phrase) or _year_of_far_end(month, day, phrase, context)
    if ahead:
        return ahead
    if context.narrative or _tells_the_past(phrase, context):
        return _year_by_focus(month, day, phrase, context)
    now = context.published
    if now is None:
        return None
    if day is None and month == now.month:
        return now.year
    tense = context.tense(phrase.first, phrase.last)
    since = phrase.tokens.name(phrase.first - 1) == "since"
    if since or (tense == "past" and context.just_told(phrase.first)):
        return now.year if (month, day or 0) <= (now.month, now.day) else now.year - 1
    return min(
        (now.year, now.year - 1, now.year + 1), key=lambda y: _distance(y, month, day, now, tense)
    )


_RANGE_WITH_YEAR = re.compile(
    expand(
        r"(?:<hyphen|to_|through|until|and_|or_>|<comma><and_>?)<the>?(?:{domfig}<of>?)?"
        r"(?:<early|late|mid><hyphen>?)?(?:{month}|<season|fall>)(?:{domfig})?(?:<comma>|<of>)?(<year>)"
    )
)


def year_of_range(month: int, phrase: Phrase) -> int | None:
    """The year of the other end: "from [March] to June 2020", "[the summer] and autumn of 2008"."""
    tokens = phrase.tokens
    found = _RANGE_WITH_YEAR.match(tokens.kinds, phrase.last)
    if not found:
        return None
    end = Phrase(tokens, phrase.last, found.end())
    year, later = whole(tokens, found.start(1)), end.number("month", "maymonth", "monthabbr")
    if year is None:
        return None
    return year - 1 if later and later < month and end.has("to_", "hyphen", "until") else year


_FAR_END = frozenset(("to_", "through", "until", "hyphen"))
_NEAR_END = frozenset(("month", "maymonth", "monthabbr", "dot", "day", "ordinal"))


def _year_of_far_end(month: int, day: int | None, phrase: Phrase, context: Context) -> int | None:
    """The year in which a range ends that began with the date last spoken of: "from October to
    [March]", "Dec. 30 - [Jan. 2]".
    """
    tokens, start = phrase.tokens, context.focus
    before = phrase.first - (2 if tokens.name(phrase.first - 1) == "the" else 1)
    if tokens.name(before) not in _FAR_END or tokens.name(before - 1) not in _NEAR_END:
        return None
    if not start.year or not start.month or start.era or start.from_weekday:
        return None
    later = (month, day or 31) >= (start.month, start.day or 0)
    return start.year if later else start.year + 1


def year_by_weekday(month: int, day: int, weekday: int | None, now: date) -> int | None:
    """The nearest year in which that day falls on that weekday."""
    for year in (now.year, now.year - 1, now.year + 1):
        found = make_day(year, month, day)
        if found and found.isoweekday() == weekday and abs((found - now).days) < 340:
            return year
    return None


def _tells_the_past(phrase: Phrase, context: Context) -> bool:
    """Whether this sentence has already named the year that it speaks of, and it is not the year
    of the story.
    """
    if context.explicit_year_at < 0 or not context.focus.year:
        return False
    if context.published and context.focus.year >= context.published.year:
        return False
    if context.focus.month is None:
        return False
    sentences = context.sentence(phrase.first) - context.sentence(context.explicit_year_at)
    return sentences == 0 or (sentences == 1 and _goes_on(phrase, context))


_NOW = re.compile(expand(r"<break|today|tonight|weekday|shortday|ago|now>"))


def _goes_on(phrase: Phrase, context: Context) -> bool:
    """Whether the paragraph has told of nothing but the past since, and tells on: "War broke out in
    September 2020. It ended on [Nov. 10]."
    """
    between = phrase.tokens.kinds[context.explicit_year_at : phrase.first]
    month = phrase.number("month", "maymonth", "monthabbr") or 0
    told = context.focus  # a whole day: "the truce of August 1988" is mentioned, not told
    if _NOW.search(between) or not told.day or month < (told.month or 0):
        return False
    return context.tense(phrase.first, phrase.last) == "past"


def _year_by_focus(month: int, day: int | None, phrase: Phrase, context: Context) -> int | None:
    same_sentence = context.explicit_year_at >= 0 and context.sentence(
        context.explicit_year_at
    ) == context.sentence(phrase.first)
    focus = context.focus if same_sentence or not context.narrative else context.story
    if focus.year is None or focus.era:
        return None
    if focus.month is None:
        return focus.year
    ahead = month - focus.month
    if _is_over(month, focus.month, phrase):
        return focus.year - 1
    if ahead < -7:
        return focus.year + 1
    return focus.year - 1 if ahead > 9 else focus.year


_RANGE_TO_MONTH = re.compile(
    expand(r"(?:<to_|through|until|hyphen>)<the>?(?:{domfig}<of>?)?({month})")
)


def _is_over(month: int, now: int, phrase: Phrase) -> bool:
    """Whether "from [October] to March" began the year before: it ends about where the story is."""
    found = _RANGE_TO_MONTH.match(phrase.tokens.kinds, phrase.last)
    end = whole(phrase.tokens, found.start(1)) if found else None
    return end is not None and end < month and now < month and end - now in (-1, 0, 1)


def _distance(year: int, month: int, day: int | None, now: date, tense: str) -> float:
    """How far a day lies from ``now``, in days, with a surcharge where the tense points the other
    way.
    """
    ahead = (year - now.year) * 365.2 + (month - now.month) * 30.4 + ((day or now.day) - now.day)
    return days_off(ahead, tense)


def days_off(ahead: float, tense: str) -> float:
    """How far off a day is that lies ``ahead`` days ahead, against the tense farther."""
    against = (tense == "past" and ahead > 0) or (tense == "future" and ahead < 0)
    untold = tense == "" and ahead > 0
    return abs(ahead) + (AGAINST_TENSE if against else UNTOLD if untold else 0)


AGAINST_TENSE = 260.0


UNTOLD = 200.0  # news looks back more than ahead


def related_year(phrase: Phrase, number: int, context: Context) -> int | None:
    """The year of "last May", "next March", "July last year", "August of that year"."""
    if phrase.has("that", "same") or phrase.tokens.name(phrase.last - 2) == "the":
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
    told = context.focus
    if phrase.has("following", "previous") and told.year and told.month:
        return told.year + shift if (number - told.month) * shift <= 0 else told.year
    if shift < 0:
        return now.year if number < now.month - 1 else now.year - 1
    if shift > 0:
        return now.year if number > now.month else now.year + 1
    return None


def short_year(number: int, context: Context) -> int:
    """The century of '98: the last one that does not lie more than ten years ahead."""
    base = context.published.year if context.published else 2029
    century = base // 100 * 100
    return century + number if century + number <= base + 10 else century - 100 + number


BEFORE_MONTH = frozenset(
    [
        "in_",
        "since",
        "of",
        "until",
        "by",
        "to_",
        "from_",
        "through",
        "during",
        "between",
        "before",
        "after",
        "last",
        "next",
        "this",
        "early",
        "late",
    ]
)
