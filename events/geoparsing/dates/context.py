"""What a time expression is read against: the day of publication, the day in focus, the tense of
its clause.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from events.geoparsing.dates.intervals import make_day
from events.geoparsing.dates.lexicon import CODE, Tokens

Tense = Literal["past", "future", ""]
CLAUSE = 14  # tokens looked at for a verb, each way
UNTIL_WITHIN = 8  # tokens before a date in which "until" speaks of it
_STOP = frozenset(CODE[k] for k in ("break", "dot"))
_POSSIBLE = ("could", "can", "may", "might", "would", "will", "should")
_MODALS = ("may", "should", "can")  # with a participle: "may be held on Friday"
_VERBS = ("other", "come", "rest", "part")  # kinds of word that an infinitive may have
_MAY_BE_VERB = frozenset(CODE[k] for k in ("other", "to_", "ended"))


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
    days: tuple[date, date] | None = None  # where the value alone does not tell them


@dataclass(slots=True)
class Focus:
    """The time that the narrative stands at: as much of it as is known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    era: str = ""  # "BC" or ""
    value: str = ""
    from_weekday: bool = False

    @property
    def date(self) -> date | None:
        if self.era or not (self.year and self.month and self.day):
            return None
        return make_day(self.year, self.month, self.day)


State = tuple[Focus, Focus, "Focus | None", "tuple[int, int] | None", int]


@dataclass(slots=True)
class Context:
    tokens: Tokens
    published: date | None
    narrative: bool
    day_first: bool | None = None
    focus: Focus = field(
        default_factory=Focus
    )  # the date last spoken of: "that day", "the next month"
    story: Focus = field(default_factory=Focus)  # the time the narrative stands at: "in July"
    aside: Focus | None = None
    quarter: tuple[int, int] | None = None  # year and quarter last spoken of
    quarter_at: int = -1000  # its token
    explicit_year_at: int = -1000  # the token of the last date written with its year

    def state(self) -> State:
        """What later expressions lean on, to be restored after a caption."""
        return self.focus, self.story, self.aside, self.quarter, self.explicit_year_at

    def restore(self, state: State) -> None:
        self.focus, self.story, self.aside, self.quarter, self.explicit_year_at = state

    @property
    def now(self) -> date | None:
        """The day that "this", "last" and bare weekdays count from."""
        if not self.narrative:
            return self.published
        return self.story.date or self.focus.date

    def sentence(self, index: int) -> int:
        """The number of the sentence that token ``index`` stands in."""
        return bisect_left(self.tokens.sentence_ends, index)

    def tense(self, first: int, last: int) -> Tense:
        """Past or future by the verb nearest before the expression, else nearest after it, in its
        sentence.
        """
        before = self.tokens.lower(first - 1) if first else ""
        limits = self.tokens.name(first - 1) in ("until", "by", "through") or before == "till"
        if first and limits and not self._starts_sentence(first - 1):
            return self._limit(first - 1)
        if before in ("since", "following"):
            return "past"
        if self._is_announced(first, last):
            return "future"
        announced = self._set_before(first, before)
        if announced is not None:
            return self._unless_past_perfect(announced)
        if before == "than" and self.tokens.lower(first - 2) == "later":
            return self._limit(first - 1)
        if before == "as" and self.tokens.lower(first - 2) in ("early", "soon"):
            return self._as_early_as(first - 3)
        return self._look(range(first - 1, max(-1, first - 1 - CLAUSE), -1)) or self._look(
            range(last, min(len(self.tokens.kinds), last + CLAUSE))
        )

    def _as_early_as(self, index: int) -> Tense:
        """ "could come as early as [Monday]", but "was told of as early as [Monday]"."""
        for before in range(index, max(-1, index - CLAUSE), -1):
            if self.tokens.kinds[before] in _STOP and self._is_end(before):
                break
            if self.tokens.lower(before) in _POSSIBLE:
                return "future"
        return self._look(range(index, max(-1, index - CLAUSE), -1)) or "future"

    def just_told(self, first: int) -> bool:
        """Whether a verb of the past stands right before "in" or "on": "fell in [January]"."""
        if self.tokens.name(first - 1) not in ("in_", "on"):
            return False
        return first > 1 and self._look(range(first - 2, first - 3, -1)) == "past"

    def _is_announced(self, first: int, last: int) -> bool:
        """Whether the words beside say that it is still to come: "the vote is on [Sunday]", "ahead
        of [Sunday]", "talks on [Sunday] will".
        """
        near = [self.tokens.lower(i) if i >= 0 else "" for i in (first - 1, first - 2)]
        if near[0] in ("a", "the"):  # "ahead of a Monday vote"
            near = [self.tokens.lower(i) if i >= 0 else "" for i in (first - 2, first - 3)]
            return near == ["of", "ahead"]
        if near == ["of", "ahead"]:
            return True
        verb = near[1] if near[0] == "on" else near[0]
        if verb in ("is", "are") and self.tokens.name(last) != "poss":
            return True
        follows = self.tokens.lower(last) if last < len(self.tokens.kinds) else ""
        return follows == "will" and self.tokens.language.cue(verb) != "past"

    def _set_before(self, first: int, before: str) -> int | None:
        """The word that sets a day: "set for", "due on", "scheduled"."""
        words = self.tokens.language.set_words
        at = first - 2 if before in ("for", "on", "in", "at") else first - 1
        if at < 0 or self.tokens.lower(at) not in words:
            return None
        return at if self.tokens.lower(at) != "set" or before == "for" else None

    def _limit(self, index: int) -> Tense:
        """A day after "until" or "by" lies ahead, unless the clause tells what went on so long."""
        tense = self._look(range(index - 1, max(-1, index - 1 - CLAUSE), -1))
        if tense != "past":
            return tense or "future"
        language = self.tokens.language
        for before in range(index - 1, max(-1, index - 1 - CLAUSE), -1):
            if self.tokens.lower(before) in language.deadline_words:
                return self._unless_past_perfect(before, ("had",))
            if language.cue(self.tokens.word(before)) == "past":
                break  # "the report to be out says that sales fell through January"
        return "past"

    def _starts_sentence(self, index: int) -> bool:
        return index == 0 or self.sentence(index) != self.sentence(index - 1)

    def _look(self, indices: range) -> Tense:
        tokens = self.tokens
        for index in indices:
            kind = tokens.kinds[index]
            if kind in _STOP and self._is_end(index):
                return ""
            if kind not in _MAY_BE_VERB and tokens.word(index) != "may":
                continue
            cue = tokens.language.cue(tokens.word(index))
            if tokens.word(index) == "may":
                cue = "future"
            if cue in ("future", "to") and self._is_over(index):
                return "past"
            if cue == "future" or (cue == "to" and self._is_infinitive(index)):
                return self._unless_past_perfect(index)
            if cue == "past" and tokens.lower(index - 1) != "to":  # not "forecast to hit"
                return self._participle(index)
        return ""

    def _is_over(self, index: int) -> bool:
        """ "would have hit on [Friday]", "was to have met on [Friday]", "would not comment on
        [Friday]".
        """
        tokens, after = self.tokens, index + 1
        if tokens.lower(index) == "will" or after + 1 >= len(tokens.kinds):
            return False
        if tokens.lower(after) == "not":
            after += 1
            return tokens.lower(after) in (*tokens.language.comment_words, "have")
        return tokens.lower(after) == "have"

    def _is_end(self, index: int) -> bool:
        ends = self.tokens.sentence_ends
        place = bisect_left(ends, index)
        return place < len(ends) and ends[place] == index

    def _is_infinitive(self, index: int) -> bool:
        """Whether "to" is followed by a verb, as far as its form tells: not an article, a name, a
        number.
        """
        after = index + 1
        if after >= len(self.tokens.kinds) or self.tokens.name(after) not in _VERBS:
            return False
        word = self.tokens.word(after)
        if self.tokens.lower(index - 1) not in self.tokens.language.toward_words:
            return False
        return word.islower() and not word.endswith(("s", "ing", "ed")) and word not in _NO_VERBS

    def _unless_past_perfect(self, index: int, verbs: tuple[str, ...] = ("had",)) -> Tense:
        """What "had been due to expire" looked forward to has come."""
        for before in range(index - 1, max(-1, index - 6), -1):
            word = self.tokens.lower(before)
            if word in verbs:
                return "past"
            if self.tokens.kinds[before] in _STOP:
                break
        return "future"

    def _participle(self, index: int) -> Tense:
        """A participle after "will be" or "to be" is not past; the words before it say."""
        for before in range(index - 1, max(-1, index - 4), -1):
            word = self.tokens.lower(before)
            if word == "have" and self.tokens.lower(before - 1) != "will":
                return "past"  # "would have ended on Friday"
            if (
                word in self.tokens.language.future_words
                or self.tokens.word(before) in _MODALS
                or (word in ("be", "get") and self.tokens.lower(before - 1) == "to")
                or (word == "being" and self.tokens.lower(before - 1) in ("is", "are"))
            ):
                return "future"
        return "past"

    def remember(self, value: str, first: int, explicit_year: bool, mod: str = "") -> None:
        """Take a resolved calendar value as the new focus, and as the time of the story where it
        carries it on.
        """
        focus = _focus(value, mod)
        if focus is None:
            return
        if focus.quarter and focus.year:
            self.quarter = (focus.year, focus.quarter)
            self.quarter_at = first
        self.focus = focus
        if explicit_year:
            self.explicit_year_at = first
        if self._carries_on(focus, first):
            keeps_month = focus.month is None and focus.year == self.story.year
            self.story = self.story if keeps_month else focus
            self.aside = None
        else:
            self.aside = focus

    def _carries_on(self, focus: Focus, first: int) -> bool:
        """Whether the story goes on from this date, or it is an aside ("..., who died in 1954,
        ...").

        An aside is a date of another time within a sentence; the second in a row
        from that time is the story gone there.
        """
        story, aside = self.story, self.aside
        if story.year is None or focus.year is None or focus.era != story.era:
            return True
        ahead = (focus.year - story.year) * (-1 if focus.era else 1)
        if self.narrative and ahead > 0 and self._ends_stretch(first):
            return False
        if 0 <= ahead <= 1 and self.tokens.name(first - 1) != "open":
            return True
        if self._opens_sentence(first):
            return True
        return aside is not None and aside.year is not None and abs(aside.year - focus.year) <= 1

    def _ends_stretch(self, first: int) -> bool:
        """Whether it says how long something was to last: "held out until the fall of the town in
        May 1945"."""
        near = range(max(0, first - UNTIL_WITHIN), first)
        return any(self.tokens.name(i) == "until" for i in near) and not self._opens_sentence(first)

    def _opens_sentence(self, first: int) -> bool:
        """Whether at most a preposition stands before token ``first`` in its sentence."""
        return first < 3 or self.sentence(first) != self.sentence(first - 3)


def _focus(value: str, mod: str) -> Focus | None:
    era = "BC" if value.startswith("BC") else ""
    parts = value.removeprefix("BC").split("T")[0].split("-")
    if not parts[0].isdigit() or len(parts[0]) != 4:
        return None
    focus = Focus(year=int(parts[0]), era=era, value=value)
    if len(parts) == 1:
        focus.month = _MOD_MONTH.get(mod)
        return focus
    if parts[1].isdigit():
        focus.month = int(parts[1])
        focus.day = int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else None
        return focus
    focus.month = _SEASON_MONTH.get(parts[1])
    if parts[1][0] == "Q" and parts[1][1:].isdigit():
        focus.quarter = int(parts[1][1:])
    if parts[1][0] == "W" and parts[1][1:].isdigit():
        try:
            focus.month = date.fromisocalendar(focus.year or 0, int(parts[1][1:]), 4).month
        except ValueError:
            focus.month = None
    return focus


_MOD_MONTH = {"START": 2, "MID": 6, "END": 11}
_NO_VERBS = frozenset(
    [
        "which",
        "whom",
        "him",
        "her",
        "them",
        "it",
        "us",
        "me",
        "you",
        "himself",
        "early",
        "late",
        "least",
        "about",
        "nearly",
        "almost",
        "around",
        "date",
        "and",
        "or",
        "more",
    ]
)
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
