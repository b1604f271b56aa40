"""What a time expression is read against: the day of publication, the day in focus, the tense of its clause."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from events.geoparsing.dates.intervals import make_day
from events.geoparsing.dates.lexicon import CODE, Tokens

Tense = Literal["past", "future", ""]
CLAUSE = 14  # tokens looked at for a verb, each way
_STOP = frozenset(CODE[k] for k in ("break", "dot"))


@dataclass(frozen=True, slots=True)
class Found:
    """One expression: tokens ``first`` to ``last`` (exclusive) and what they mean."""

    first: int
    last: int
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    mod: str = ""
    not_after: date | None = None  # "earlier this year" ends where the story was published
    not_before: date | None = None  # "later this year" begins there


@dataclass(slots=True)
class Focus:
    """The time that the narrative stands at: as much of it as is known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    era: str = ""  # "BC" or ""
    value: str = ""

    @property
    def date(self) -> date | None:
        if self.era or not (self.year and self.month and self.day):
            return None
        return make_day(self.year, self.month, self.day)


@dataclass(slots=True)
class Context:
    tokens: Tokens
    published: date | None
    narrative: bool
    day_first: bool | None = None
    focus: Focus = field(default_factory=Focus)
    quarter: tuple[int, int] | None = None  # year and quarter last spoken of
    explicit_year_at: int = -1000  # the token of the last date written with its year
    fiscal_report: bool = False

    @property
    def now(self) -> date | None:
        """The day that "this", "last" and bare weekdays count from."""
        if not self.narrative:
            return self.published
        return self.focus.date

    def sentence(self, index: int) -> int:
        """The number of the sentence that token ``index`` stands in."""
        return bisect_left(self.tokens.sentence_ends, index)

    def tense(self, first: int, last: int) -> Tense:
        """Past or future by the verb nearest before the expression, else nearest after it, in its sentence."""
        return self._look(range(first - 1, max(-1, first - 1 - CLAUSE), -1)) or self._look(
            range(last, min(len(self.tokens.kinds), last + CLAUSE))
        )

    def _look(self, indices: range) -> Tense:
        tokens, language = self.tokens, self.tokens.language
        ends = tokens.sentence_ends
        for index in indices:
            if tokens.kinds[index] in _STOP:
                place = bisect_left(ends, index)
                if place < len(ends) and ends[place] == index:
                    return ""
            word = tokens.lower(index)
            if word in language.future_words:
                return "future"
            if word in language.past_words or (
                word.endswith(language.past_ending) and len(word) > 4
            ):
                return self._passive(index)
        return ""

    def _passive(self, index: int) -> Tense:
        """A participle after "will be", "to be", "is" is not past; the words before it say."""
        tokens, language = self.tokens, self.tokens.language
        for before in range(index - 1, max(-1, index - 4), -1):
            word = tokens.lower(before)
            if word in language.future_words or (word == "be" and tokens.lower(before - 1) == "to"):
                return "future"
        return "past"

    def remember(self, value: str, first: int, explicit_year: bool) -> None:
        """Take a resolved calendar value as the new focus."""
        era = "BC" if value.startswith("BC") else ""
        parts = value.removeprefix("BC").split("T")[0].split("-")
        if not parts[0].isdigit() or len(parts[0]) != 4:
            return
        focus = Focus(year=int(parts[0]), era=era, value=value)
        if len(parts) > 1 and parts[1].isdigit():
            focus.month = int(parts[1])
            if len(parts) > 2 and parts[2].isdigit():
                focus.day = int(parts[2])
        elif len(parts) > 1:
            focus.month = _SEASON_MONTH.get(parts[1])
            if parts[1].startswith("Q") and parts[1][1:].isdigit():
                focus.quarter = int(parts[1][1:])
                self.quarter = (focus.year or 0, focus.quarter)
            if parts[1].startswith("W") and parts[1][1:].isdigit():
                try:
                    focus.month = date.fromisocalendar(focus.year or 0, int(parts[1][1:]), 4).month
                except ValueError:
                    pass
        self.focus = focus
        if explicit_year:
            self.explicit_year_at = first


_SEASON_MONTH = {
    "WI": 1,
    "SP": 4,
    "SU": 7,
    "FA": 10,
    "Q1": 2,
    "Q2": 5,
    "Q3": 8,
    "Q4": 11,
    "H1": 3,
    "H2": 9,
}
