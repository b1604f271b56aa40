# ruff: noqa: E501 - a rule is read best on one line
"""The rules for languages other than English: days, months, weekdays, years, and what is simply
counted from today.

The kinds of token and the readers are those of English; only the order of the words differs:
"6. Dezember 2022", "6 Aralık 2022 Salı", "la semaine dernière", "hace dos días".
"""

from __future__ import annotations

from events.geoparsing.dates import days, durations, periods, relative, years
from events.geoparsing.dates.context import Context, Found
from events.geoparsing.dates.days import Handler
from events.geoparsing.dates.phrase import Phrase, whole

#: Kinds that begin an expression here, though not in English: "il y a", "hace", "vor".
FIRST = frozenset(("ago",))


def nothing(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "la mañana" is the morning, not tomorrow."""
    return days.REJECTED


def year(phrase: Phrase, context: Context) -> list[Found] | None:
    """ "2022 году", "im Jahr 2022", "en 2022": the word for years or a preposition must stand by,
    since "2000 soldats" are none.
    """
    at = phrase.find("year")
    number = None if at is None else whole(phrase.tokens, at)
    if at is None or number is None or not 1500 <= number <= 2100:
        return None
    unit = phrase.find("unit")
    if unit is not None and phrase.tokens.payload(unit) != "Y":
        return None
    if phrase.tokens.name(phrase.last) in ("money", "slash", "hyphen"):
        return None
    return years.year(phrase, context)


_DOM = r"<day|ordinal>(?:<dot>|<hyphen><other>)?"
_OF_YEARS = r"(?:<unit>|<ad><dot>?|<hyphen><other><unit>)"
_YEAR = rf"(?:<comma|of>?<year>{_OF_YEARS}?)"
_RANGE = r"<hyphen|and_|to_><the>?"
_CLOCK = r"(?:<clock><clock_word>?|<decimal|day><clock_word>)"
_AT = rf"(?:<comma>?<in_|at|on>{{0,2}}{_CLOCK})"
_WEEKDAY = r"(?:{wd}<eve|after>?)"
_NUMBER = r"<numword|one|day|num>"

ABROAD: tuple[tuple[str, Handler], ...] = (
    (r"<iso>", days.iso),
    (r"<numdate>", days.numeric_date),
    (rf"{_DOM}{_RANGE}{_DOM}<of>?{{month}}{_YEAR}?", days.day_range),
    (rf"(?:{_WEEKDAY}<unit>?<comma>?<the>?)?{_DOM}<of>?{{month}}{_YEAR}?(?:(?:<comma><in_>)?{_WEEKDAY}<unit>?)?{_AT}?", days.full_date),
    (r"{month}<day><hyphen><other>", days.full_date),
    # December 2022, early March, "2022 yılının Aralık ayı", last December
    (rf"(?:<early|end|middle>|<mid><hyphen>)?<of>?{{month}}<unit>?(?:<of>?<year>{_OF_YEARS}?)", periods.month),
    (r"<year><unit>?{month}<unit>?", periods.month),
    (r"<this|last|next>{month}<unit>?|{month}<last|next>", periods.month),
    (r"(?:<early|end|middle>|<mid><hyphen>)<of>?{month}|{month}<unit>|(?<=<in_>){month}|(?<=<since>){month}", periods.month),
    (r"(?:<the|per>{1,2}|<this>)<today>", nothing),
    (r"<today><daypart>?", relative.today),
    (r"<each|these>{wd}", durations.every),
    (r"<weekdays>", durations.every),
    (rf"<this|last|next>?{_WEEKDAY}(?:<unit>|<last|next>)?(?:<comma>?<daypart>)?", relative.weekday),
    (rf"<only>?<ago><a>?{_NUMBER}<unit>|{_NUMBER}<unit><ago|later>", relative.ago),
    (r"<early|end|middle>?<of>?<the>?<this|last|next><unit>|<the>?<unit><last|next>", relative.unit),
    (rf"<unit>?<year>{_OF_YEARS}|<unit><year>", year),
    (r"(?<=<in_>)<year>|(?<=<since>)<year>|(?:(?<=<from_>)|(?<=<to_>)|(?<=<until>))<year>(?!<other>)|<year>(?=<quote><at>)", year),
)  # fmt: skip
