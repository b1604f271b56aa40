"""The date reader: every time expression of a text, normalised (TIMEX3) and on the calendar where
it can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from events.geoparsing.dates.abroad import ABROAD, FIRST
from events.geoparsing.dates.context import Context, Found
from events.geoparsing.dates.days import Handler
from events.geoparsing.dates.grammar import combine, expand
from events.geoparsing.dates.intervals import interval, precision
from events.geoparsing.dates.languages import detect
from events.geoparsing.dates.lexicon import CODE, Language, Tokens, tokenise
from events.geoparsing.dates.phrase import Phrase
from events.geoparsing.dates.rules import RULES
from events.geoparsing.types import Block, TimeExpression

import re  # isort: skip


@dataclass(frozen=True, slots=True)
class Grammar:
    """Rules in the order in which they are tried, and one pattern that finds where any fits."""

    all: re.Pattern[str]
    each: tuple[tuple[re.Pattern[str], Handler], ...]


def _grammar(rules: Sequence[tuple[str, Handler]], first: frozenset[str] = frozenset()) -> Grammar:
    return Grammar(
        combine([pattern for pattern, _ in rules], first),
        tuple((re.compile(expand(pattern)), handler) for pattern, handler in rules),
    )


_ENGLISH, _ABROAD = _grammar(RULES), _grammar(ABROAD, FIRST)


class DateReader:
    """Reads time expressions by rule; stateless between texts, so one instance serves many threads.

    ``language`` None tells it of each text by its own words.  ``day_first`` says how 06/12/2022
    is meant; None leaves such a date alone unless the language tells, or only one reading is a day.
    """

    def __init__(self, language: Language | None = None, day_first: bool | None = None) -> None:
        self.language = language
        self.day_first = day_first

    def read(
        self,
        text: str,
        published: date | None,
        blocks: Sequence[Block] | None = None,
        day_first: bool | None = None,
    ) -> list[TimeExpression]:
        """The time expressions of ``text`` in order, none overlapping another.

        ``published`` is what "Monday" and "last week" are counted from; without it
        they get a value with open places (XXXX-WXX-1) and no days.  With ``blocks``, the
        dates of captions and page furniture are read but the story does not go on from them.
        ``day_first`` goes before the reader's own, for a text whose source is known.
        """
        language = self.language or detect(text)
        tokens = tokenise(text, language)
        orders = (language.day_first, day_first, self.day_first, order_of(tokens))
        order = next((known for known in orders if known is not None), None)
        context = Context(tokens, published, is_narrative(tokens), order)
        asides = _Asides(blocks or ())
        return [_expression(tokens, found) for found in _scan(tokens, context, asides)]


def order_of(tokens: Tokens) -> bool | None:
    """Whether the days in figures that can be read one way only go day first; None where there are
    none, or they disagree.
    """
    told = set()
    at = tokens.kinds.find(CODE["numdate"])
    while at >= 0:
        first, second = (int(part) for part in re.split(r"[/.-]", tokens.word(at))[:2])
        if first <= 31 and second <= 31 and (first > 12) != (second > 12):
            told.add(first > 12)
        at = tokens.kinds.find(CODE["numdate"], at + 1)
    return told.pop() if len(told) == 1 else None


class _Asides:
    """Whether an offset, asked for in rising order, lies in a caption or in page furniture."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._spans = [(b.start, b.end) for b in blocks if b.kind in ("caption", "furniture")]
        self._next = 0

    def hold(self, offset: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next][1] <= offset:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] <= offset


def _scan(tokens: Tokens, context: Context, asides: _Asides) -> Iterator[Found]:
    grammar = _ENGLISH if tokens.language.code == "en" else _ABROAD
    at, done = 0, 0
    while True:
        match = grammar.all.search(tokens.kinds, at)
        if match is None or match.lastindex is None:
            return
        at = match.start() + 1
        before = context.state() if asides.hold(tokens.starts[match.start()]) else None
        for index in range(match.lastindex - 1, len(grammar.each)):
            pattern, handler = grammar.each[index]
            own = pattern.match(tokens.kinds, match.start())
            if own is None or own.end() == own.start():
                continue
            results = handler(Phrase(tokens, match.start(), own.end()), context)
            if results is None:
                continue
            for found in results:
                if found.first >= done:
                    done = found.last
                    yield found
            at = max(own.end(), done)
            done = max(done, at)
            break
        if before is not None:
            context.restore(before)


def _expression(tokens: Tokens, found: Found) -> TimeExpression:
    start, end = tokens.starts[found.first], tokens.ends[found.last - 1]
    days = found.days or interval(found.value, found.mod)
    if found.not_after or found.not_before:
        days = interval(found.value)
        if days and found.not_after and days[0] <= found.not_after <= days[1]:
            days = days[0], found.not_after
        if days and found.not_before and days[0] <= found.not_before <= days[1]:
            days = found.not_before, days[1]
    first, last = days if days and found.type in ("DATE", "TIME") else (None, None)
    return TimeExpression(
        start, end, tokens.text[start:end], found.type, found.value, found.mod,
        first, last, precision(first, last) if first and last else None,
    )  # fmt: skip


# "last year", "this fall", but not "the last year of the war"
_RELATED = re.compile(expand(r"(?<!<the>)<this|last|next><unit|weekend|season|fall>"))
_DEICTIC = frozenset(CODE[k] for k in ("weekday", "shortday", "today", "tonight", "ago"))


def is_narrative(tokens: Tokens) -> bool:
    """Whether the text tells history by its own dates rather than news by the day of publication.

    History names years often, says "Monday", "yesterday" or "last year" hardly ever, and quotes
    few people.
    """
    kinds = tokens.kinds
    years = kinds.count(CODE["year"]) + kinds.count(CODE["bc"]) + kinds.count(CODE["iso"])
    deictic = sum(kinds.count(code) for code in _DEICTIC) + len(_RELATED.findall(kinds))
    if years < FEWEST_YEARS or years < YEARS_A_DEICTIC * deictic:
        return False
    words = "|".join(tokens.language.speech_words)
    said = len(re.findall(rf"\b(?:{words})\b", tokens.text)) if words else 0
    return years >= YEARS_A_QUOTE * said


FEWEST_YEARS = 6
YEARS_A_DEICTIC = 6
YEARS_A_QUOTE = 4
