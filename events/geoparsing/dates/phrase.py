"""A matched stretch of tokens, and its parts that several rules share: numbers, clock times,
limits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from events.geoparsing.dates.lexicon import CODE, Tokens

#: Kinds of which a quantity is made.
NUMBERS = (
    "numword",
    "one",
    "day",
    "num",
    "year",
    "grouped",
    "decimal",
    "fraction",
    "few",
    "several",
    "couple",
    "dozen",
    "half",
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::(\d{2}))?\s?([ap]m)?$", re.IGNORECASE)
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_AT_EDGE = {
    "early": "START",
    "beginning": "START",
    "late": "END",
    "end": "END",
    "mid": "MID",
    "middle": "MID",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens ``first`` to ``last`` (exclusive)."""

    tokens: Tokens
    first: int
    last: int

    def find(self, *kinds: str, start: int | None = None) -> int | None:
        """The first token of one of these kinds."""
        kinds_of_tokens, low = self.tokens.kinds, self.first if start is None else start
        at = -1
        for kind in kinds:
            found = kinds_of_tokens.find(CODE[kind], low, self.last if at < 0 else at)
            if found >= 0:
                at = found
        return at if at >= 0 else None

    def has(self, *kinds: str) -> bool:
        return self.find(*kinds) is not None

    def find_before(self, last: int, *kinds: str) -> bool:
        """Whether one of these kinds stands before token ``last``."""
        return Phrase(self.tokens, self.first, last).find(*kinds) is not None

    def text(self, *kinds: str) -> str:
        """The payload of the first such token as text, "" where there is none."""
        index = self.find(*kinds)
        return "" if index is None else str(self.tokens.payload(index))

    def number(self, *kinds: str) -> int | None:
        """The whole number that the first such token stands for."""
        index = self.find(*kinds)
        return None if index is None else whole(self.tokens, index)

    def edge(self) -> str:
        """START, MID or END for "early", "the end of", "the latter part of" and the like."""
        if self.has("part") and self.has("latter"):
            return "END"
        for kind, mod in _AT_EDGE.items():
            if self.has(kind):
                return mod
        return ""


def whole(tokens: Tokens, index: int) -> int | None:
    payload = tokens.payload(index)
    if isinstance(payload, int):
        return payload
    digits = re.match(r"['’‘`]?(\d{1,9})", tokens.word(index).replace(",", ""))
    return int(digits[1]) if digits and digits[1].isascii() else None


def quantity(tokens: Tokens, first: int, last: int) -> float | None:
    """The number that tokens spell ("twenty four", "2 1/2", "a dozen"); None where it is not told
    ("several").

    NaN never: a stretch without any number is 1 ("a year").
    """
    total = 0.0
    current = 0.0
    seen = False
    for index in range(first, last):
        kind = tokens.name(index)
        if kind in ("few", "several"):
            return None
        value = _value(tokens, index, kind)
        if value is None:
            continue
        seen = True
        if kind == "dozen" and value == 0:
            return None
        if (value in (100, 1000, 1_000_000) and kind == "numword") or kind == "dozen":
            current = (current or 1) * value
            if value >= 1000:
                total, current = total + current, 0.0
        else:
            current += value
    return total + current if seen else 1.0


def without_article(tokens: Tokens, first: int, last: int) -> int:
    """Where a quantity begins without the article of a noun that follows: "a [two-hour] talk",
    "the [two-week] truce".

    "a hundred years", "the two weeks" keep it.
    """
    if tokens.name(first) == "a" and first + 1 == last and tokens.name(last + 2) == "long_":
        return last  # "a [decade-long] war"
    if tokens.name(first) not in ("a", "the") or first + 1 >= last:
        return first
    adjectival = tokens.name(last - 1) == "hyphen" or (
        tokens.name(last) == "unit" and tokens.name(first) == "a"
    )
    word = tokens.payload(first + 1)
    if tokens.name(first) == "the":
        adjectival = adjectival or (tokens.name(last) == "unit" and word != 1)
        return (
            first + 1
            if adjectival and tokens.name(first + 1) in ("numword", "day", "num", "one", "half")
            else first
        )
    counts = tokens.name(first + 1) in ("day", "num", "decimal", "one") or (
        tokens.name(first + 1) == "numword" and isinstance(word, int) and word < 100
    )
    return first + 1 if counts and adjectival else first


def in_title(phrase: Phrase, unit: int) -> bool:
    """Whether a quotation mark and the capital of the unit make it a title: "60 Minutes"."""
    tokens = phrase.tokens
    word = tokens.word(unit)
    return tokens.name(phrase.first - 1) == "quote" and unit > phrase.first and word.istitle()


def _value(tokens: Tokens, index: int, kind: str) -> float | None:
    if kind in ("numword", "one", "couple", "dozen", "half"):
        payload = tokens.payload(index)
        return float(payload) if isinstance(payload, int | float) else None
    word = tokens.word(index).replace(",", "")
    if kind == "fraction":
        top, _, bottom = word.partition("/")
        return _FRACTIONS.get(word) or (int(top) / int(bottom) if bottom and int(bottom) else None)
    if kind in ("day", "num", "year", "grouped", "decimal") and word.isascii():
        return float(word)
    return None


def clock(phrase: Phrase) -> str | None:
    """The time of day of a phrase as "T14:30"; "" where it has none; None where it is impossible
    (25:70).
    """
    named = phrase.find("noon")
    if named is not None:
        return str(phrase.tokens.payload(named))
    spoken = _in_the_morning(phrase)
    if spoken:
        return spoken
    if phrase.has("tz") and not phrase.has("clock", "ampm", "clock_word"):
        return _military(phrase)
    index = phrase.find("clock")
    half_of_day = phrase.text("ampm").lower()
    if index is None and (half_of_day or phrase.has("clock_word")):
        at = phrase.find("ampm", "clock_word")
        index = None if at is None else at - 1
    if index is None:
        return ""
    word = phrase.tokens.payload(index)
    found = _CLOCK.match(str(word) if isinstance(word, int) else phrase.tokens.word(index))
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    half_of_day = (found[4] or half_of_day).lower()[:1]
    if hour > 24 or minute > 59 or (half_of_day and not 1 <= hour <= 12) or (hour == 24 and minute):
        return None
    if half_of_day:
        hour = hour % 12 + (12 if half_of_day == "p" else 0)
    return f"T{hour:02d}:{minute:02d}"


_LATER_HALF = {"TAF": range(1, 8), "TEV": range(4, 12), "TNI": range(6, 12)}


def _in_the_morning(phrase: Phrase) -> str:
    """The time of day of "4 in the morning", "6:30 in the evening"; "" where it is no such."""
    tokens, part = phrase.tokens, phrase.find("daypart")
    at = -1 if part is None else part - 3
    if at < phrase.first or tokens.name(part - 2 if part else 0) != "in_":
        return ""
    found = _CLOCK.match(tokens.word(at))
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if not 1 <= hour <= 12 or minute > 59:
        return ""
    hour = hour % 12
    if hour in _LATER_HALF.get(str(tokens.payload(part or 0)), ()):
        hour += 12
    return f"T{hour:02d}:{minute:02d}"


def _military(phrase: Phrase) -> str | None:
    """The time of day of four figures before a zone: "0600 GMT"."""
    at = phrase.find("tz")
    word = "" if at is None else phrase.tokens.word(at - 1)
    if len(word) != 4 or not word.isdecimal() or int(word[:2]) > 23 or int(word[2:]) > 59:
        return ""
    return f"T{word[:2]}:{word[2:]}"


def limit(phrase: Phrase, last: int) -> str:
    """TIMEX3 mod of the words before a quantity ("nearly", "at least"), up to token ``last``."""
    head = Phrase(phrase.tokens, phrase.first, last)
    negated = head.has("no")
    if head.has("least"):
        return "EQUAL_OR_MORE"
    if head.has("most", "upto", "within", "as_"):
        return "EQUAL_OR_LESS"
    if head.has("more", "over"):
        return "EQUAL_OR_LESS" if negated else "MORE_THAN"
    if head.has("under", "nearly"):
        return "EQUAL_OR_MORE" if negated else "LESS_THAN"
    if head.has("approx", "some"):
        return "APPROX"
    return ""
