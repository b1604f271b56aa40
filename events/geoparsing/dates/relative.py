"""Expressions that count from the day of publication or from the day in focus."""

from __future__ import annotations

from datetime import date

from events.geoparsing.dates.context import Context, Focus, Found
from events.geoparsing.dates.days import REJECTED, full_date, timed, weekday_number
from events.geoparsing.dates.durations import period
from events.geoparsing.dates.intervals import (
    interval,
    month_value,
    quarter_of,
    shift_days,
    shift_months,
    week_value,
)
from events.geoparsing.dates.lexicon import CODE
from events.geoparsing.dates.phrase import (
    NUMBERS,
    Phrase,
    clock,
    in_title,
    limit,
    quantity,
    without_article,
)


def one(phrase: Phrase, value: str, mod: str = "", kind: str = "DATE") -> list[Found]:
    return [Found(phrase.first, phrase.last, "DATE" if kind == "DATE" else "TIME", value, mod)]


def weekday(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "Monday", "last Friday", "early Tuesday", "Saturday night", "10 p.m. Wednesday"."""
    at = phrase.find("weekday", "shortday")
    number = weekday_number(phrase)
    if at is None or number is None:
        return None
    tokens = phrase.tokens
    if tokens.name(at) == "shortday" and not _is_short_day(phrase, at):
        return None
    if _names_something(phrase):
        return REJECTED
    now = context.now or (None if context.narrative else context.published)
    if now is None or tokens.name(phrase.first - 1) == "recent":
        return timed(phrase, f"XXXX-WXX-{number}", context)
    day = _weekday(number, phrase, context, now)
    if day is None:
        return None
    if context.narrative:
        context.remember(day.isoformat(), phrase.first, False)
    else:
        context.focus = Focus(
            day.year, day.month, day.day, value=day.isoformat(), from_weekday=True
        )
    return timed(phrase, day.isoformat(), context)


def _names_something(phrase: Phrase) -> bool:
    """Whether a weekday is part of a name: "Black Monday", "the Sunday Times", "Monday Night
    Football".
    """
    tokens = phrase.tokens
    part = phrase.find("daypart")
    if part is not None and tokens.word(part)[0].isupper() and tokens.name(part + 1) == "other":
        return tokens.word(part + 1)[0].isupper()
    beside = [i for i in (phrase.first - 1, phrase.last) if 0 <= i < len(tokens.kinds)]
    names = tokens.language.weekday_names
    return any(tokens.word(i)[0].isupper() and tokens.lower(i) in names for i in beside)


def _is_short_day(phrase: Phrase, at: int) -> bool:
    """Whether "Sun" and the like are days: "Sun.", Turkish "pazar günü", not a market."""
    tokens = phrase.tokens
    if tokens.name(at + 1) == "dot" and tokens.touches(at):
        return True
    return phrase.has("unit", "after") and tokens.language.code != "en"


def _weekday(number: int, phrase: Phrase, context: Context, now: date) -> date | None:
    back = (now.isoweekday() - number) % 7
    if context.narrative:
        return shift_days(now, -back if back <= 3 else 7 - back)
    focus = context.focus.date
    after = _after_weekday(number, phrase, context, now)
    if after:
        return after
    if phrase.has("previous") and focus:
        return shift_days(focus, -((focus.isoweekday() - number) % 7 or 7))
    if phrase.has("following") and focus:
        return shift_days(focus, (number - focus.isoweekday()) % 7 or 7)
    if phrase.has("last", "previous", "past"):
        return shift_days(now, -(back or 7))
    if phrase.has("next", "coming", "following"):
        return shift_days(now, 7 - back)
    tense = context.tense(phrase.first, phrase.last)
    if phrase.has("this"):
        return shift_days(now, -back if tense == "past" else (7 - back) % 7)
    if tense == "future":
        return shift_days(now, (7 - back) % 7)
    return shift_days(now, -back)


def _after_weekday(number: int, phrase: Phrase, context: Context, now: date) -> date | None:
    """The day that another leads to: "Monday to [Friday]", "Monday or [Tuesday]"."""
    tokens, before, focus = phrase.tokens, phrase.first - 1, context.focus
    if not focus.from_weekday or not focus.date:
        return None
    if tokens.name(before - 1) not in ("weekday", "shortday", "daypart"):
        return None
    day = shift_days(focus.date, (number - focus.date.isoweekday()) % 7)
    if tokens.name(before) in ("to_", "hyphen", "through", "until"):
        return day
    if tokens.name(before) not in ("and_", "or_") or day is None:
        return None
    return day if day <= now or focus.date > now else None


def today(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "today", "late yesterday", "tomorrow night", "the day after tomorrow", "tonight",
    "overnight".
    """
    at = phrase.find("today")
    shift = int(phrase.tokens.payload(at)) if at is not None else 0
    if phrase.has("before"):
        shift -= 1
    if phrase.has("after"):
        shift += 1
    now = context.now
    if now is None and context.narrative:
        return one(phrase, "PRESENT_REF") if shift == 0 else None
    day = None if now is None else shift_days(now, shift)
    if day is None:
        return timed(phrase, "XXXX-XX-XX", context)
    context.focus = Focus(day.year, day.month, day.day, value=day.isoformat())
    if phrase.has("tonight"):
        return one(phrase, day.isoformat() + _tonight(phrase), kind="TIME")
    if _is_title(phrase):
        return REJECTED
    return timed(phrase, day.isoformat(), context)


def _tonight(phrase: Phrase) -> str:
    """The hour of "7:30 tonight", which needs no "p.m."."""
    hour = clock(phrase) or "TNI"
    told = phrase.has("ampm", "noon") or hour == "TNI" or not "T04" < hour < "T12"
    return hour if told else f"T{int(hour[1:3]) + 12}{hour[3:]}"


def _is_title(phrase: Phrase) -> bool:
    """Whether "Today" is a name or ends one: the "Today" show, "USA Today"."""
    tokens, at = phrase.tokens, phrase.first
    if tokens.word(at) == "Today" and tokens.name(at - 1) == tokens.name(phrase.last) == "quote":
        return True
    before = tokens.word(at - 1) if at else ""
    return tokens.word(at) == "Today" and len(before) > 1 and before.isupper()


def unit(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "last week", "this year", "next month", "the following day", "that same year", "earlier
    this month".
    """
    at = phrase.find("unit", "century", "quarter", "weekend")
    if at is None:
        return None
    code = "WE" if phrase.tokens.name(at) == "weekend" else str(phrase.tokens.payload(at))
    if in_title(phrase, at):
        return REJECTED
    if code in ("E", "C") and phrase.has("past"):  # "the past decade": the last ten years
        return [Found(phrase.first, phrase.last, "DURATION", period(1, code))]
    if phrase.has("last") and (code == "D" or phrase.tokens.name(phrase.last) == "of"):
        return None  # "the last day", "the last month of the war"
    by_focus = phrase.has("following", "previous", "that", "same") or _the_next(phrase)
    shift = (
        -1
        if phrase.has("last", "past", "previous")
        else 1
        if phrase.has("next", "coming", "following")
        else 0
    )
    if phrase.has("before", "after") and not shift:
        by_focus, shift = True, -1 if phrase.has("before") else 1
    base = _base(by_focus, context)
    if base is None:
        return _unknown(phrase, code, shift)
    value = _shifted(code, shift, base, context)
    if value is None:
        return _unknown(phrase, code, shift)
    if by_focus or context.narrative or code == "W":
        context.remember(value, phrase.first, False)
    return _edged(phrase, value, shift, context)


def _the_next(phrase: Phrase) -> bool:
    """ "the next week" goes on from what was told, "the start of next week" does not."""
    at = phrase.find("next")
    return at is not None and at > phrase.first and phrase.tokens.name(at - 1) == "the"


def _base(by_focus: bool, context: Context) -> Focus | None:
    now = context.now
    if (by_focus or context.narrative) and context.focus.year:
        return context.focus
    if now is None or context.narrative:
        return None
    return Focus(now.year, now.month, now.day)


def _edged(phrase: Phrase, value: str, shift: int, context: Context) -> list[Found]:
    mod = phrase.edge() or (
        "START" if phrase.has("earlier") else "END" if phrase.has("later") else ""
    )
    now = None if context.narrative or shift else context.published
    return [
        Found(
            phrase.first, phrase.last, "DATE", value, mod,
            not_after=now if phrase.has("earlier") else None,
            not_before=now if phrase.has("later", "rest") else None,
        )
    ]  # fmt: skip


def _unknown(phrase: Phrase, code: str, shift: int) -> list[Found] | None:
    """Nothing to count from: a value with the unknown left open, never a made-up day."""
    value = {
        "D": "XXXX-XX-XX",
        "W": "XXXX-WXX",
        "WE": "XXXX-WXX-WE",
        "M": "XXXX-XX",
        "Q": "XXXX-QX",
        "Y": "XXXX",
        "C": "XX",
        "E": "XXX",
    }.get(code)
    return None if value is None else one(phrase, value, phrase.edge())


def _shifted(code: str, shift: int, base: Focus, context: Context) -> str | None:
    """The value of the day, week, month ... that lies ``shift`` of them from ``base``."""
    year = base.year
    if year is None:
        return None
    if base.era:
        past = year - shift
        return (
            f"BC{past:04d}"
            if code == "Y" and past > 0
            else f"BC{(year // 10 - shift):03d}"
            if code == "E"
            else None
        )
    if code == "Y":
        return f"{year + shift:04d}" if 0 < year + shift < 10000 else None
    if code in ("E", "C"):
        scale = 10 if code == "E" else 100
        return f"{year // scale + shift:0{3 if code == 'E' else 2}d}"
    if code == "Q":
        quarter = base.quarter or ((base.month + 2) // 3 if base.month else None)
        if quarter is None:
            return None
        at = year * 4 + quarter - 1 + shift
        return f"{at // 4:04d}-Q{at % 4 + 1}"
    if base.month is None:
        return None
    if code == "M":
        return month_value(*shift_months(year, base.month, shift))
    day = base.date or (_monday(base) if code in ("W", "WE") else None)
    if day is None:
        return f"{month_value(year, base.month)}-XX" if code == "D" and shift == 0 else None
    if code == "D":
        moved = shift_days(day, shift)
        return moved.isoformat() if moved else None
    if code in ("W", "WE", "2W"):
        moved = shift_days(day, 7 * shift * (2 if code == "2W" else 1))
        return week_value(moved) + ("-WE" if code == "WE" else "") if moved else None
    return None


def _monday(focus: Focus) -> date | None:
    """Where the week begins that was last spoken of."""
    days = interval(focus.value) if "-W" in focus.value else None
    return days[0] if days else None


def edge_of_unit(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the end of the year", "earlier in the month", "year-end"."""
    code = phrase.text("unit", "quarter", "century", "weekend")
    year = phrase.number("year")
    if year is not None and code == "Y":
        context.remember(f"{year:04d}", phrase.first, True, "END")
        return one(phrase, f"{year:04d}", "END")
    base = _base(context.narrative, context)
    if base is None:
        return _unknown(phrase, code, 0)
    if code == "Q" and context.quarter:
        base = Focus(context.quarter[0], quarter=context.quarter[1])
    value = _shifted(code, 0, base, context)
    if value and context.narrative:
        context.remember(value, phrase.first, False, phrase.edge())
    return _edged(phrase, value, 0, context) if value else _unknown(phrase, code, 0)


def bare_unit(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the weekend", "the quarter", "the 1988 period": the one that the text is about."""
    if phrase.has("year"):
        quarter = f"-Q{context.quarter[1]}" if context.quarter else ""
        return one(phrase, f"{phrase.number('year'):04d}{quarter}")
    if phrase.has("weekend"):
        return _weekend(phrase, context)
    earlier = phrase.has("ago", "earlier", "before")
    if phrase.has("quarter", "period") and context.quarter and not _is_stale(phrase, context):
        year, number = context.quarter
        return one(phrase, f"{year - 1 if earlier else year:04d}-Q{number}")
    if phrase.has("unit"):
        return _the_year(phrase, context)
    if phrase.has("latest") and context.published:
        return one(phrase, _last_full_quarter(context.published))
    if phrase.has("quarter") and context.now and not context.narrative:
        now = context.now
        return one(phrase, f"{now.year - 1 if earlier else now.year:04d}-Q{quarter_of(now)}")
    return None


def period_of_last_year(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the corresponding period last year", "the quarter a year ago", "last year's quarter": the
    quarter that the text reports on, a year before.
    """
    at = phrase.find("unit")
    if at is None or phrase.tokens.payload(at) != "Y" or context.narrative:
        return None
    if context.quarter:
        return one(phrase, f"{context.quarter[0] - 1:04d}-Q{context.quarter[1]}")
    if context.published is None:
        return None
    if phrase.has("quarter"):
        year, number = _last_full_quarter(context.published).split("-")
        return one(phrase, f"{int(year) - 1:04d}-{number}")
    return one(phrase, f"{context.published.year - 1:04d}")


def week_of(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the week of March 25"."""
    at = phrase.find("unit")
    if at is None or phrase.tokens.payload(at) != "W":
        return None
    read = full_date(Phrase(phrase.tokens, at + 2, phrase.last), context)
    days = interval(read[0].value) if read else None
    return one(phrase, week_value(days[0])) if days else None


def _is_stale(phrase: Phrase, context: Context) -> bool:
    """Whether "the latest quarter" is another than the one last named, in an earlier paragraph."""
    between = phrase.tokens.kinds[max(0, context.quarter_at) : phrase.first]
    return phrase.has("latest") and CODE["break"] in between and context.published is not None


def _last_full_quarter(day: date) -> str:
    """What a company reports on: "the latest quarter"."""
    at = day.year * 4 + quarter_of(day) - 2
    return f"{at // 4:04d}-Q{at % 4 + 1}"


def _the_year(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the year", "the full year": the one that is spoken of; other units say too little ("the
    day", "the hour").
    """
    tokens = phrase.tokens
    at = phrase.last - 1
    if tokens.name(phrase.last) in ("hyphen", "numword", "before", "after"):
        return None
    if tokens.payload(at) == "W" and tokens.name(phrase.last) not in ("of", "following"):
        return _the_week(phrase, context)
    if tokens.payload(at) != "Y":
        return None
    base = _base(context.narrative, context)
    return one(phrase, f"{base.year:04d}") if base and base.year and not base.era else None


def _the_week(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "the week", in news: that of the day last spoken of, else that of the day of publication."""
    day = context.focus.date or context.published
    return None if context.narrative or day is None else one(phrase, week_value(day))


def _weekend(phrase: Phrase, context: Context) -> list[Found] | None:
    now = context.now
    if now is None:
        return one(phrase, "XXXX-WXX-WE", phrase.edge())
    if context.tense(phrase.first, phrase.last) == "future" or now.isoweekday() >= 6:
        return one(phrase, week_value(now) + "-WE", phrase.edge())
    back = shift_days(now, -7)
    return one(phrase, week_value(back) + "-WE", phrase.edge()) if back else None


def ago(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "two years ago", "10 days earlier", "three weeks later", "a year-earlier quarter", "six
    months from now".
    """
    at = phrase.find("unit", "units", "century", "quarter", "second", start=phrase.first)
    while (
        at is not None
        and phrase.tokens.name(at) in ("second", "quarter")
        and at + 1 < phrase.last
        and phrase.find("unit", "units", start=at + 1)
    ):
        at = phrase.find("unit", "units", start=at + 1)
    if at is None:
        return None
    tokens = phrase.tokens
    code = str(tokens.payload(at))
    if code == "2":
        return None
    start = without_article(tokens, phrase.first, at)
    if tokens.name(start) == "a" and tokens.name(at + 1) == "hyphen":
        start += 1  # "a [year-earlier] loss"
    phrase = Phrase(tokens, start, phrase.last)
    untold = tokens.name(at) == "units" and not phrase.find_before(at, *NUMBERS)
    count = None if untold else quantity(tokens, phrase.first, at)
    back = phrase.has("ago", "earlier", "before")
    if count is None and not (context.narrative or phrase.has("ago", "now", "hence", "today")):
        return [Found(phrase.first, phrase.last, "DURATION", period(None, code))]
    if count is None:
        return one(phrase, "PAST_REF" if back else "FUTURE_REF")
    count += 0.5 if phrase.find("half", start=at) is not None else 0
    by_focus = context.narrative or not phrase.has("ago", "now", "hence", "today")
    if code == "Y" and count == 1 and back and _quarter_near(phrase, context) and context.quarter:
        return one(phrase, f"{context.quarter[0] - 1:04d}-Q{context.quarter[1]}")
    base = _base(by_focus, context)
    value = _counted(code, -count if back else count, base) if base and base.year else None
    if value is None and by_focus and not context.narrative:
        return [Found(phrase.first, phrase.last, "DURATION", period(count, code))]
    if value is None:
        return one(phrase, "PAST_REF" if back else "FUTURE_REF")
    if context.narrative:
        context.remember(value, phrase.first, False)
    mod = limit(phrase, at) or ("APPROX" if phrase.has("so") else "")
    return one(phrase, value, mod)


def _quarter_near(phrase: Phrase, context: Context) -> bool:
    if context.quarter is None:
        return False
    between = phrase.tokens.kinds[max(0, context.quarter_at) : phrase.first]
    return context.focus.quarter is not None or CODE["break"] not in between


def _counted(code: str, count: float, base: Focus) -> str | None:
    """``count`` units from the focus, as precise as the unit is."""
    year = base.year or 0
    steps = int(count)
    if base.era:
        years = {"Y": 1, "E": 10, "C": 100}.get(code)
        return f"BC{year - steps * years:04d}" if years and year - steps * years > 0 else None
    if code in ("Y", "E", "C", "L"):
        if count != steps and base.month and code == "Y":
            return month_value(*shift_months(year, base.month, int(count * 12)))
        moved = year + int(count * {"Y": 1, "E": 10, "C": 100, "L": 1000}[code])
        return f"{moved:04d}" if 0 < moved < 10000 else None
    if code in ("M", "Q") and base.month:
        shifted = shift_months(year, base.month, steps * (3 if code == "Q" else 1))
        return month_value(*shifted) if 0 < shifted[0] < 10000 else None
    day = base.date
    if day is None:
        return None
    if code == "D":
        moved_day = shift_days(day, steps) if abs(steps) < 4_000_000 else None
        return moved_day.isoformat() if moved_day else None
    if code in ("W", "2W"):
        moved_day = (
            shift_days(day, 7 * steps * (2 if code == "2W" else 1))
            if abs(steps) < 500_000
            else None
        )
        return week_value(moved_day) if moved_day else None
    return None
