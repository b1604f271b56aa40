# ruff: noqa: E501 - a rule is read best on one line
"""The rules in the order in which they are tried: what each looks like and who reads it."""

from __future__ import annotations

from events.geoparsing.dates import (
    days,
    durations,
    holidays,
    moments,
    monthly,
    periods,
    relative,
    years,
)
from events.geoparsing.dates.days import Handler

_YEAR = r"(?:<comma|of>?<year>|<yearshort>)"
_SPOKEN = r"(?:<of>?<numword><numword>(?:<hyphen>?<numword|one>)?)"
_OF_YEAR = r"(?:<comma>?<of>?(?:<this|last|next|that|previous|following>|<the><same>)<same>?<unit>)"
_RANGE = r"<hyphen|and_|to_|or_|through>"
_QTY_UNIT = r"(?:{qty}(?:(?:<to_|or_|hyphen>){qty})?<hyphen>?<more>?<full>?{units}(?:<and_><a><half>)?|<a>{units}(?:<and_><a><half>|<or_><numword>)?)"
_AT = r"(?:<comma>?<at>{clock})"
_BEFORE = (
    r"(?:{clock}<comma>?<on>?|{dpof}|<the>?<early><units><of|on>|{when}<daypart>?<on>?|<daypart>)"
)

RULES: tuple[tuple[str, Handler], ...] = (
    (r"<iso>", days.iso),
    (r"<numdate>", days.numeric_date),
    (r"<fraction>{month}(?:<comma>?<year>)?", days.slashed_days),
    (r"<fraction>(?!<unit|units>)", days.nine_eleven),
    # 24-25 April 2020; between 3 and 5 May; April 6-7, 2020
    (rf"<the>?{{domfig}}{_RANGE}<the>?{{domfig}}<of>?{{month}}{_YEAR}?", days.day_range),
    (rf"{{dpof}}?{{month}}{{domfig}}{_RANGE}<the>?{{domfig}}<comma>?<year>", days.day_range),
    (rf"{{dpof}}?{{month}}{{domfig}}{_RANGE}<the>?{{domfig}}(?!<unit|units|other|month|maymonth|monthabbr|num|hyphen|numword>)", days.day_range),
    # Tuesday, Dec. 6, 2022; the night of April 18; 5 p.m. EST Nov. 9; 6th of December 2022
    (rf"{_BEFORE}?(?:<this><coming>?|<last|next>)?(?:{{wd}}<comma>?{{daypart}}?<comma>?)?{{month}}<the>?{{dom}}(?:<comma>?<year>|{_OF_YEAR})?(?:<comma>?{{daypart}})?(?:<tz>)?{_AT}?", days.full_date),
    (rf"{_BEFORE}?(?:{{wd}}<comma>?)?<the>?{{domfig}}<of>?{{month}}(?:<comma>?<year>|<yearshort>|{_OF_YEAR})?(?:<comma>?{{daypart}})?{_AT}?", days.full_date),
    (r"(?:{wd}<comma>?)?(?:<the>{dom}|<ordword>)<of>{month}(?:<comma>?<year>)?", days.full_date),
    (r"<fiscalyear>|<fiscal>?<the>?<year><hyphen|slash><day|num|year>(?:<fiscal><unit>)?", years.two_years),
    (rf"{{edge}}?{{month}}(?:{_YEAR}|{_OF_YEAR}|<of>?<num|day|year><bc>|{_SPOKEN})", periods.month),
    (r"<each|every>{month}", durations.every),
    (r"(?:<the><following|previous>|<this|last|next|past|coming|previous>){month}", periods.month),
    (r"{edge}?{month}", periods.month),
    (r"<the>?<ordword|second|last|latter><half><of>{month}(?:<comma|of>?<year>)?", monthly.half),
    (r"<the><unit><of>{month}{dom}(?:<comma>?<year>)?", relative.week_of),
    (r"<the><ordword|second|ordinal|last|final><unit|weekday|weekend><of|in_>{month}(?:<comma|of>?<year>)?", monthly.of_month),
    # quarters and halves
    (r"{edge}?(?:<the>?(?:<this|last|next><unit><poss>|<year>)?|<the>?<unit><hyphen><ago|earlier>)?(?:<fiscal><hyphen>?)?(?:<ordword|second|ordinal><hyphen>?<quarter|half>|<quartercode>)(?:(?:<of>)?(?:<the>?<fiscal>)?<year>|<of><this|last|next|that|the><unit>|<this|last|next><unit>)?", periods.quarter),
    (r"<the><unit><hyphen>?<ago|earlier><numword|day><units>", durations.duration),
    (r"<the>?<unit><hyphen>?<ago|earlier><quarter|period>|<unit><hyphen><ago|earlier>", relative.ago),
    (r"<the><same>?<quarter|period>(?:<of>?<last><unit>|<a><unit><ago|earlier>)|<last><unit><poss><quarter|period>", relative.period_of_last_year),
    (r"<the><quarter>(?=<ended>(?:<on>|<the>)?{month})", periods.ended_quarter),
    (r"<the>(?:<latest|previous|same|that>)?<quarter>(?!<of|hyphen>)", relative.bare_unit),
    (r"<the><latest><period>|<the><year><quarter|period>", relative.bare_unit),
    (r"<the>?<last|latter><half|quarter><of><the>?(?:<year>|<unit>)", periods.quarter),
    (r"<the><full|fiscal>{0,2}<unit>(?=<ended|since>)", durations.duration),
    # seasons
    (r"{edge}?<the>?(?:<this|last|next|past|coming|previous|following|that|same>{1,2})?<early|late|mid>?<hyphen>?<season|fall>(?:(?:<comma>?<of>?|<in_>)(?:<num|day|year><bc>|<year><hyphen|slash><day|num|year>|<year>|<numword><numword>(?:<hyphen>?<numword|one>)?|<this|last|next|that><unit>))?", periods.season),
    (r"<each|every><season|fall|seasons>", durations.every),
    # decades, centuries, years
    (r"{edge}?<the>?(?:<early|late|mid><hyphen>?)?<decade><bc>?", years.decade),
    (r"{edge}?<the>?(?:<early|late|mid><hyphen>?)?(?:<numword><hyphen>)?<ordinal|ordword><hyphen>?<century><bc>?", years.century),
    (r"{edge}?<the>?(?:<early|late|mid><hyphen>?)?<ordinal|ordword><hyphen|and_|to_|or_><the>?(?:<early|late|mid><hyphen>?)?<ordinal|ordword><units>", years.two_centuries),
    (r"<day|num|year><hyphen|and_|to_|or_|through><day|num|year><bc>", years.years_before_christ),
    (r"{edge}?(?:<approx><dot>?)?<the>?<day|num|year><bc|ad>|<ad><day|num>", years.year),
    (r"{edge}?(?:<the><unit>)?<numword>(?:<numword>(?:<hyphen>?<numword|one>)?)(?!<hyphen>?<unit|units|numword>)", years.year),
    # counted from now or from the focus
    (rf"{{bound}}?{_QTY_UNIT}(?:<or_><so>)?<hyphen>?(?:<ago|earlier|later|hence>|<from_><now|today>)", relative.ago),
    (rf"{_QTY_UNIT}<before|after>(?=<comma|dot|break|and_|close|punct>)", relative.ago),
    (r"<units><ago|earlier|later>", relative.ago),
    (rf"{_BEFORE}?<the>?(?:<unit>)(?:<before|after>)<today>{{daypart}}?", relative.today),
    (rf"{_BEFORE}?<today>{{daypart}}?{_AT}?|{{clock}}?<tonight>{_AT}?", relative.today),
    (r"(?:<early|late|earlier|later|mid|sometime><hyphen|on|in_>{0,2})?(?:<the>?{rel}{1,2})<early|late|mid>?<daypart>|{clock}<this|last><daypart>", moments.daypart),
    (r"(?:<early|late><in_>|(?<=<in_>)|(?<=<by>)|(?<=<during>))<the><early|late|mid>?<daypart>|(?<=<by>)<early|late|mid><hyphen>?<daypart>", moments.daypart),
    (r"<each|every><other_>?{wd}<daypart>?", durations.every),
    (r"<weekdays>|<weekday><dayparts>", durations.every),
    (rf"{_BEFORE}?(?:<the>?{{rel}}<past|coming>?)?{{wd}}(?:<comma>?(?:{{daypart}}|<overnight>)(?:<local><time_>)?)?{_AT}?", relative.weekday),
    (r"<each|every><other_>?(?:{qty})?<unit|units|century|quarter|weekend|daypart>", durations.every),
    (r"<times_><a|each|every|per><unit>|<numword|day><times_><a|each|every|per><unit>", durations.every),
    (r"<frequency>|<per><unit>", durations.every),
    (r"<unitlong>", durations.duration),
    (r"(?:<a>|<the>?<last|past|next>)?<quarter>(?:<of><a>|<hyphen>?)<century>", durations.quarter_century),
    # edges of units, related units
    (r"(?:{edge}|<earlier|later|sometime>(?:<in_>)?)?(?:<the>|<this>(?=<past|coming>))?{rel}(?:<same|coming>)?<full>?(?:<fiscal>)?<unit|quarter|century|weekend>(?:<or_><so>)?", relative.unit),
    (r"(?:{edge}|<earlier|later><in_>)<the><fiscal>?<unit|quarter|century|weekend>", relative.edge_of_unit),
    (r"<unit><poss>?<hyphen>?<end>(?:<of>?<year>)?", relative.edge_of_unit),
    (r"<mid><hyphen><unit|century>", relative.edge_of_unit),
    (r"<the><weekend>", relative.bare_unit),
    (r"<the>?<unit><before|after|earlier>(?=<comma|dot|break|and_>)", relative.unit),
    (r"<the><ordinal>(?:<of><that|the><same>?<unit>)?", moments.day_of_focus),
    # clock times, overnight
    (r"{clock}", moments.clock_alone),
    (r"<overnight>", moments.overnight),
    # lengths
    (rf"{{bound}}?(?:<the|these>?(?:<last|past|next|previous|coming|ordword|latest|same|final>|(?<=<the>)<following>)|<the|these>)?(?:<another|additional>)?{_QTY_UNIT}(?:<hyphen><old|long_|period>|(?<=<unit>)<long_|period>|<or_><so>)?", durations.duration),
    (r"<a>?<another|additional>{units}|<a>?<unit|units><hyphen><long_|old>", durations.duration),
    (r"<recent|past><units>(?:<and_><units>)?", moments.reference),
    (r"(?:<the>?<coming>|<the><following>|(?<=<in_>)<following>)<unit|units>|<the>?<last|past|next><units>", durations.duration),
    (r"<the><last><unit>(?=<of>)", durations.last_of),
    (r"(?:<the><early|ordword|last|final>|<their><early>|(?<=<over>)<the>|(?<=<through>)<the>)<units>|<the><units>(?:<ahead>|<to_><come>)", durations.duration),
    (r"<these><units>", moments.reference),
    (r"<units>(?:<hyphen><old|long_>|<or_><units>)?(?!<year>)", durations.duration),
    (r"<the><full>?<fiscal>?<unit>(?!<of>?<year>)", relative.bare_unit),
    # holidays
    (r"<last|this|next>?<eid><other>?<hyphen>?<feast>(?:<comma|of>?<year>)?", holidays.holiday),
    (r"<feastday>{wd}(?:<comma|of>?<year>)?|(?:<namedday>(?:<poss|quote>)?|<maymonth>)<unit><weekend>?(?:<comma|of>?<year>)?", holidays.named_day),
    (r"(?:<last|this|next>)?(?:<orthodox>?<holiday>(?:<eve>|<daypart>|<unit>|<weekday>|<weekend>)?|<new><unit><poss>(?:<eve>|<unit>|<daypart>))(?:<comma|of>?<year>)?", holidays.holiday),
    # years in figures
    (r"{edge}?(?:<approx><dot>?|<fiscal><unit|units>?|<the><unit><of>?|<ad>)?<year>(?:<or_|and_><later|earlier>)?", years.bare_year),
    (r"(?<=<in_>)<yearshort>(?!<unit|units|other|month|hyphen>)|(?<=<since>)<yearshort>", years.year),
    # words without a day
    (r"<right>?<now>|<more|most>?<recently>|<recent>|<current>|<former>|<the>?<present><hyphen>?<unit>|<the><near>?<future>", moments.reference),
    (r"<the><past>(?!<other>)|(?<=<in_>)<the><past>(?=<other>)", moments.reference),
    (r"<future>", moments.reference),
)  # fmt: skip
