"""The rules in the order in which they are tried: what each looks like and who reads it."""

from __future__ import annotations

from events.geoparsing.dates import absolute, durations, relative
from events.geoparsing.dates.absolute import Handler

_YEAR = r"(?:<comma|of>?<year>|<yearshort>)"
_OF_YEAR = r"(?:<comma>?<of>?<this|last|next|that|previous|following><same>?<unit>)"
_RANGE = r"<hyphen|and_|to_|or_|through>"
_QTY_UNIT = r"(?:{qty}(?:(?:<to_|or_|hyphen>){qty})?<hyphen>?<more>?<full>?{units}(?:<and_><a><half>)?|<a>{units}(?:<and_><a><half>)?)"
_BEFORE = r"(?:{clock}<comma>?<on>?|{dpof}|{when})"

RULES: tuple[tuple[str, Handler], ...] = (
    (r"<iso>", absolute.iso),
    (r"<numdate>", absolute.numeric_date),
    # 24-25 April 2020; between 3 and 5 May; April 6-7, 2020
    (rf"<the>?{{domfig}}{_RANGE}<the>?{{domfig}}<of>?{{month}}{_YEAR}?", absolute.day_range),
    (rf"{{month}}{{domfig}}{_RANGE}<the>?{{domfig}}<comma>?<year>", absolute.day_range),
    (rf"{{month}}{{domfig}}{_RANGE}<the>?{{domfig}}(?!<unit|units|other|month|maymonth|monthabbr|num|percent|hyphen|numword>)".replace("|percent", ""), absolute.day_range),
    # Tuesday, Dec. 6, 2022; the night of April 18; 5 p.m. EST Nov. 9; 6th of December 2022
    (rf"{_BEFORE}?(?:<the>|<this><coming>?)?(?:{{wd}}<comma>?{{daypart}}?<comma>?)?<the>?{{month}}<the>?{{dom}}(?:<comma>?<year>|{_OF_YEAR})?(?:<comma>?{{daypart}})?(?:<tz>)?", absolute.full_date),
    (rf"{_BEFORE}?(?:{{wd}}<comma>?)?<the>?{{domfig}}<of>?{{month}}(?:<comma>?<year>|<yearshort>|{_OF_YEAR})?(?:<comma>?{{daypart}})?", absolute.full_date),
    (rf"(?:{{wd}}<comma>?)?<the>{{dom}}<of>{{month}}(?:<comma>?<year>)?", absolute.full_date),
    (rf"{{edge}}?{{month}}(?:{_YEAR}|{_OF_YEAR})", absolute.month),
    (r"<each|every>{month}", durations.every),
    (r"<this|last|next|past|coming|previous|following>{month}", absolute.month),
    (r"{edge}?{month}", absolute.month),
    # quarters and halves
    (r"{edge}?(?:<the>?(?:<this|last|next><unit><poss>|<year>)?|<the>?<unit><hyphen><ago|earlier>)?(?:<fiscal><hyphen>?)?(?:<first_>)?(?:<ordword|second|ordinal><hyphen>?<quarter|half>|<quartercode>)(?:(?:<of>)?(?:<the>?<fiscal>)?<year>|<of><this|last|next|that|the><unit>|<this|last|next><unit>)?", absolute.quarter),
    (r"<the>?<unit><hyphen>?<ago|earlier>(?:<quarter|period>)?", relative.ago),
    (r"<the>(?:<latest|current|previous|same|that>)?<quarter>(?!<of|hyphen>)", relative.bare_unit),
    (r"<the><latest><period>", relative.bare_unit),
    # seasons
    (r"{edge}?<the>?(?:<this|last|next|past|coming|previous|following|that|same>{1,2})?<early|late|mid>?<hyphen>?<season|fall>(?:<of>?<year>)?", absolute.season),
    (r"<each|every><season|fall|seasons>", durations.every),
    # decades, centuries, years
    (r"{edge}?<the>?(?:<early|late|mid><hyphen>?)?<decade>", absolute.decade),
    (r"{edge}?<the>?(?:<early|late|mid><hyphen>?)?(?:<numword><hyphen>)?<ordinal|ordword><hyphen>?<century><bc>?", absolute.century),
    (r"{edge}?<approx>?<the>?<day|num|year><bc>", absolute.year),
    (r"{edge}?(?:<the><unit>)?<numword>(?:<numword>(?:<hyphen>?<numword|one>)?)(?!<hyphen>?<unit|units|numword>)", absolute.year),
    # counted from now or from the focus
    (rf"{{bound}}?{_QTY_UNIT}(?:<or_><so>)?<hyphen>?(?:<ago|earlier|later|hence>|<from_><now|today>)", relative.ago),
    (rf"{_BEFORE}?<the>?(?:<unit>)(?:<before|after>)<today>{{daypart}}?", relative.today),
    (rf"{_BEFORE}?<today>{{daypart}}?", relative.today),
    (r"<tonight>", relative.today),
    (rf"(?:<early|late|earlier|later|mid|sometime><hyphen|on|in_>*)?(?:<the>?{{rel}}{{1,2}})<early|late|mid>?<daypart>".replace("*", "{0,2}"), relative.daypart),
    (rf"<each|every><other_>?{{wd}}<daypart>?", durations.every),
    (rf"<weekdays>|<weekday><dayparts>", durations.every),
    (rf"{_BEFORE}?(?:<the>?{{rel}}<coming>?)?{{wd}}(?:<comma>?{{daypart}})?", relative.weekday),
    (r"<each|every><other_>?(?:{qty})?<unit|units|century|quarter|weekend|daypart>", durations.every),
    (r"<frequency>|<per><unit>", durations.every),
    # edges of units, related units
    (r"(?:{edge}|<earlier|later|sometime>(?:<in_>)?)?<the>?{rel}(?:<same|coming>)?<full>?(?:<fiscal>)?<unit|quarter|century|weekend>", relative.unit),
    (r"(?:{edge}|<earlier|later><in_>)<the><fiscal>?<unit|quarter|century|weekend>", relative.edge_of_unit),
    (r"<unit><poss>?<hyphen>?<end>", relative.edge_of_unit),
    (r"<the><weekend>", relative.bare_unit),
    (r"<the>?<unit><before|after|earlier>(?=<comma|dot|break|and_>)", relative.unit),
    (r"<the><ordinal>(?:<of><that|the><same>?<unit>)?", relative.day_of_focus),
    # clock times, overnight
    (r"{clock}", relative.clock_alone),
    (r"<overnight>", relative.overnight),
    # lengths
    (rf"{{bound}}?(?:<the|these>?<last|past|next|first_|following|previous|coming|ordword|latest>)?(?:<another|additional>)?{_QTY_UNIT}(?:<hyphen><old|long_>|<or_><so>)?", durations.duration),
    (r"<another|additional>{units}", durations.duration),
    (r"<the>?<recent|coming><unit|units>|<the>?<last|past|next><units>", durations.duration),
    (r"<these><units>", relative.reference),
    (r"<units>", durations.duration),
    # holidays
    (r"(?:<last|this|next>)?<holiday>(?:<eve>|<daypart>|<unit>)?(?:<comma|of>?<year>)?", absolute.holiday),
    # years in figures
    (r"{edge}?(?:<approx>|<fiscal>|<the><unit><of>?)?<year>(?:<or_|and_><later|earlier>)?", absolute.bare_year),
    # words without a day
    (r"<now>|<recently>|<recent>|<current>|<former>|<the>?<present>(?=<unit>)|<the>(?:<near>)?<future>".replace("(?:<near>)?", ""), relative.reference),
    (r"<the><past>(?!<other>)", relative.reference),
    (r"<future>", relative.reference),
)  # fmt: skip
