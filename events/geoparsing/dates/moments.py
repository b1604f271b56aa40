"""Times of day, days of the month in focus, and words for now, the past and the future."""

from __future__ import annotations

import re
from datetime import date

from events.geoparsing.dates.context import Context, Found
from events.geoparsing.dates.days import MONTHS, REJECTED, full_date
from events.geoparsing.dates.grammar import expand
from events.geoparsing.dates.intervals import interval, make_day, shift_days
from events.geoparsing.dates.phrase import Phrase, clock
from events.geoparsing.dates.relative import one, weekday


def overnight(phrase: Phrase, context: Context) -> list[Found] | None:
    """A bare "overnight": the night before the day of publication."""
    now = context.now
    if now is None or context.narrative:
        return None
    day = shift_days(now, 0 if context.tense(phrase.first, phrase.last) == "future" else -1)
    return None if day is None else one(phrase, day.isoformat() + "TNI", kind="TIME")


def daypart(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "this morning", "last night", "the next morning", "the same evening", "the afternoon"."""
    part = phrase.text("daypart")
    deictic = phrase.has("this", "last", "past")
    now = context.now if deictic else (context.focus.date or context.now)
    if now is None:
        return (
            one(phrase, f"XXXX-XX-XX{part}", phrase.edge(), "TIME")
            if phrase.has("this", "last", "next", "following")
            else None
        )
    shift = (
        -1
        if phrase.has("last", "previous", "past")
        else 1
        if phrase.has("next", "following", "coming")
        else 0
    )
    day = shift_days(now, shift)
    if day is None:
        return None
    if shift and not deictic:
        context.remember(day.isoformat(), phrase.first, False)
    mod = phrase.edge() or (
        "END" if phrase.has("later") else "START" if phrase.has("earlier") else ""
    )
    return one(phrase, day.isoformat() + (_hour_of(phrase, part) or part), mod, "TIME")


def _hour_of(phrase: Phrase, part: str) -> str:
    """The hour of "9:30 this morning", "7:30 last night"; "" where none is told."""
    hour = clock(phrase) if phrase.has("clock") else ""
    later = part != "TMO" and hour is not None and "T01" <= hour < "T12" and not phrase.has("ampm")
    return f"T{int(hour[1:3]) + 12}{hour[3:]}" if hour and later else hour or ""


def clock_alone(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "14:30 local time": on the day last spoken of, else the day of publication."""
    hour = clock(phrase)
    if not hour:
        return REJECTED if hour is None else None
    if (
        phrase.find("noon") is None
        and phrase.find("ampm", "clock_word", "tz", "local", "daypart") is None
        and not _is_time(phrase)
    ):
        return None
    if phrase.find("ampm") is None:
        hour = _by_far_end(phrase, hour)
    day = _day_of_far_end(phrase, context) or context.focus.date or context.now
    value = (day.isoformat() if day else "XXXX-XX-XX") + hour
    return one(phrase, value, "APPROX" if phrase.has("approx") else "", "TIME")


_DAY = (
    r"(?:(?:{wd}<comma>?)?{month}{domfig}(?:<comma>?<year>)?"
    r"|(?:{wd}<comma>?)?{domfig}<of>?{month}<year>?|{wd})"
)
_TO_CLOCK_AND_DAY = re.compile(
    expand(rf"(?:<to_|until|through|hyphen>)({{clock}}<comma>?<on>?{_DAY})")
)
_DAY_BEHIND = re.compile(expand(rf"(?:<open>{{clock}})?<close><comma>?<on>?({_DAY})"))


def _by_far_end(phrase: Phrase, hour: str) -> str:
    """ "4:30-7:30 p.m." begins in the afternoon too."""
    tokens, after = phrase.tokens, phrase.last + 1
    if tokens.name(phrase.last) not in ("hyphen", "to_") or tokens.name(after) != "clock":
        return hour
    told = tokens.lower(after)[-2:] + tokens.lower(after + 1)
    far = int(re.split(r"\D", tokens.word(after))[0]) % 12
    own = int(hour[1:3])
    return f"T{own + 12:02d}{hour[3:]}" if "p" in told and own < 12 and own <= far else hour


def _day_of_far_end(phrase: Phrase, context: Context) -> date | None:
    """The day of the other end ("from [9 a.m.] to 2 p.m. Saturday") or behind another zone's time
    ("at [9 a.m.] (0700 GMT) on Saturday").
    """
    kinds = phrase.tokens.kinds
    found = _TO_CLOCK_AND_DAY.match(kinds, phrase.last) or _DAY_BEHIND.match(kinds, phrase.last)
    if not found:
        return None
    far, kept = Phrase(phrase.tokens, found.start(1), found.end()), context.state()
    read = full_date(far, context) if far.has(*MONTHS) else weekday(far, context)
    context.restore(kept)
    days = interval(read[0].value) if read else None
    return days[0] if days else None


def _is_time(phrase: Phrase) -> bool:
    """Whether bare figures with a colon are a time, not a score or a verse."""
    at = phrase.find("clock")
    if at is None:
        return False
    if phrase.tokens.lower(at)[-1] == "m":
        return True
    if (
        phrase.tokens.name(phrase.last) == "hyphen"
        and phrase.tokens.name(phrase.last + 1) == "clock"
    ):
        return True
    return phrase.tokens.name(phrase.first - 1) in (
        "at",
        "from_",
        "by",
        "to_",
        "until",
        "since",
        "before",
        "after",
        "hyphen",
        "between",
        "approx",
        "day",
        "year",
        "weekday",
        "comma",
    )


def day_of_focus(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the 28th of that month", "the day before", "the year after"."""
    number = phrase.number("ordinal", "day")
    if not phrase.has("of") and not _is_day(phrase):
        return None
    focus = context.focus
    if number is None or not focus.year or not focus.month or focus.era:
        return None
    day = make_day(focus.year, focus.month, number)
    if day is None:
        return None
    context.remember(day.isoformat(), phrase.first, False)
    return one(phrase, day.isoformat())


def _is_day(phrase: Phrase) -> bool:
    """Whether "the 11th" alone is a day: after "on" or "until", and not before a noun."""
    tokens = phrase.tokens
    before, after = tokens.name(phrase.first - 1), tokens.name(phrase.last)
    return before in ("on", "until", "by", "to_", "from_") and after not in (
        "other",
        "century",
        "hyphen",
        "unit",
    )


def _then(phrase: Phrase) -> int | None:
    """The "then" of "the then current price", "the then-current law"."""
    tokens, before = phrase.tokens, phrase.first - 1
    if tokens.name(before) == "hyphen":
        before -= 1
    found = before >= 0 and phrase.has("current") and tokens.lower(before) == "then"
    return before if found else None


def _before_a_noun(phrase: Phrase) -> bool:
    """ "in the past election", but not "in the past it was"."""
    tokens, after = phrase.tokens, phrase.last
    return tokens.name(after) == "other" and tokens.lower(after) not in tokens.language.stop_words


def reference(phrase: Phrase, context: Context) -> list[Found] | None:
    """Words for now, the past and the future without a day."""
    if not context.narrative and phrase.has("former"):
        return None
    if not context.narrative and phrase.last - phrase.first == 1 and phrase.has("future", "recent"):
        return None  # "future wars", "a recent visit" name no time
    at = _then(phrase)
    if at is not None:
        return [Found(at, phrase.last, "DATE", "PAST_REF")]
    if phrase.has("past") and _before_a_noun(phrase):
        return None
    if phrase.has("recently") and phrase.tokens.name(phrase.last) == "as_":
        return None  # "as recently as Tuesday"
    if phrase.has("future"):
        return one(phrase, "FUTURE_REF")
    if phrase.has("past", "recently", "recent", "former"):
        return one(phrase, "PAST_REF")
    return one(phrase, "PRESENT_REF")
