# ruff: noqa: E501 - a pattern is read best on one line
"""What a time expression looks like: patterns over kinds of tokens.

``<month|maymonth>`` is one token of either kind, ``{month}`` a named part; the
rest is ordinary regular expression syntax.  Every repetition is bounded, so
matching is linear in the number of tokens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.geoparsing.dates.lexicon import CODE

_NUMBER = r"<day|num|year|grouped|decimal>"
PARTS = {
    "month": r"(?:<month|maymonth>|<monthabbr><dot>?)",
    "wd": r"(?:<weekday>|<shortday><dot>?)",
    "dom": r"(?:<day|ordinal>|(?:<numword><hyphen>)?<ordword|second>)",
    "domfig": r"<day|ordinal>",
    "clock": r"(?:<approx>?<clock|day><in_><the><daypart>|<approx>?(?:<clock><ampm>?|<day><ampm>|<decimal><ampm>|<day|numword|one><clock_word>|<noon>)(?:<hyphen>?<tz>|<local|other><time_>)?|(?:<num|year|day><tz>))",
    "edge": r"(?:<early|mid><hyphen>?<to_><hyphen>?<mid|late><hyphen>?|<the>?<early|late|mid>(?:<hyphen>|<in_>(?:<the>)?)?|<the>?(?:<beginning|end|middle>|<early|latter><part>|<the><rest>)<of>(?:<the>)?)",
    "when": r"(?:<early|late|earlier|later|mid><hyphen>?)",
    "rel": r"(?:<this|last|past|next|coming|previous|that|same|current>|(?<=<the>)<following>)",
    "qty": (
        rf"(?:<a>?<few>|<several>|<a>?<couple>(?:<of>)?|<half><a>?|<a>?<dozen>(?:<of>)?"
        rf"|(?:<numword|one>|{_NUMBER})<hyphen>?<and_><hyphen>?<a|one><hyphen>?<half>"
        rf"|<a>?<numword|one>(?:<hyphen|and_>?<numword|one>){{0,4}}|{_NUMBER}(?:<hyphen>?<fraction>)?|<fraction>|<ordword>?<numword>)"
    ),
    "units": r"<unit|units|century|quarter|second>",
    "bound": (
        r"(?:<approx|nearly|under|some><than>?|<upto><to_>|<just>?<over>(?!<the|a|these>?<last|past|next|several|few|coming>)|<just>?<more|under><than>"
        r"|<no><more|under><than>|<at><least|most>"
        r"|<no>?<more><than>|<as_><long_><as_>)"
    ),
    "ord": r"<ordword|second|ordinal>",
    "daypart": r"<daypart|noon>",
    "dpof": r"(?:(?:<the>?{when}?<daypart>|<overnight>)<of|on>)",
    "before_date": r"(?:{clock}<comma>?<on>?|{dpof}|{when})?",
}


def expand(pattern: str) -> str:
    """A pattern over names of kinds as a pattern over their codes."""
    while "{" in pattern and re.search(r"\{[a-z_]+\}", pattern):
        pattern = re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{PARTS[m[1]]})", pattern)
    pattern = re.sub(r"\s+", "", pattern)
    return re.sub(
        r"<([a-z_|]+)>", lambda m: "[" + "".join(CODE[k] for k in m[1].split("|")) + "]", pattern
    )


# An expression begins with none of these, and one of CORE stands within its first tokens: most places need no further look.
NEVER_FIRST = [
    "other",
    "break",
    "comma",
    "dot",
    "hyphen",
    "slash",
    "poss",
    "open",
    "close",
    "quote",
    "money",
    "punct",
    "of",
    "in_",
    "on",
    "by",
    "and_",
    "or_",
    "to_",
    "from_",
    "since",
    "until",
    "during",
    "between",
    "through",
    "before",
    "after",
    "ago",
    "so",
    "old",
    "long_",
    "time_",
    "local",
    "clock_word",
    "ampm",
    "tz",
    "their",
    "full",
    "ad",
]
CORE = [
    "fraction",
    "iso",
    "numdate",
    "clock",
    "ampm",
    "clock_word",
    "decade",
    "month",
    "maymonth",
    "monthabbr",
    "weekday",
    "shortday",
    "weekdays",
    "unit",
    "units",
    "season",
    "seasons",
    "fall",
    "daypart",
    "dayparts",
    "noon",
    "overnight",
    "today",
    "tonight",
    "weekend",
    "weekends",
    "holiday",
    "century",
    "quarter",
    "half",
    "quartercode",
    "second",
    "year",
    "yearshort",
    "bc",
    "numword",
    "now",
    "recently",
    "recent",
    "current",
    "future",
    "past",
    "former",
    "present",
    "frequency",
    "ordinal",
    "unitlong",
    "fiscalyear",
    "ad",
    "eid",
    "feastday",
    "namedday",
]
LOOK_AHEAD = 12


def combine(patterns: Sequence[str], first: frozenset[str] = frozenset()) -> re.Pattern[str]:
    """One pattern that tries all in order; ``lastindex - 1`` is the number of the one that
    matched.  ``first``: kinds that may begin an expression although they do not in English.
    """
    never = "".join(CODE[kind] for kind in NEVER_FIRST if kind not in first)
    core = "".join(CODE[kind] for kind in CORE)
    others = "|".join(f"({expand(p)})" for p in patterns)
    return re.compile(f"(?![{never}])(?=[^{core}]{{0,{LOOK_AHEAD}}}[{core}])(?:{others})")
