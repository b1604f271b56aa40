"""The day of publication, read off the page where nobody gives it.

Every full date (day, month and year) is a candidate by where it stands: a stamp
such as "Published: Dec. 6, 2022", a dateline, a caption, a date that bears its
weekday.  The weekdays of the story must then fit: what officials "said Tuesday"
was most likely said on the day of publication or the day before.  A date inside
the story alone ("on Sept. 27, 2020") is history and settles nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from events.geoparsing.blocks import split_blocks
from events.geoparsing.dates.intervals import make_day
from events.geoparsing.dates.languages import detect, weekday_of
from events.geoparsing.dates.lexicon import Language
from events.geoparsing.dates.reader import DateReader
from events.geoparsing.types import Block, BlockKind, Published, Span, TimeExpression

ENOUGH = 1.6  # of the score of a day, below which the page does not tell
MOST_EVIDENCE = 6  # spans
MOST_CLUES = 60  # different ones
RECENT = 45  # days within which a story tells of what it reports
LONGEST_HEAD = 400_000  # characters read: a page tells its day near its story, not megabytes away

# What a full date is worth by where it stands, and how that fades for the days after it.
_WORTH = {
    "stamp": 6.0,
    "dateline": 5.0,
    "byline": 4.5,
    "late stamp": 1.6,
    "caption": 2.0,
    "weekday": 1.5,
}
_FADE = {
    "stamp": (1.0,),
    "dateline": (1.0, 0.3),
    "byline": (1.0, 0.2),
    "late stamp": (1.0,),
    "caption": (1.0, 0.7, 0.4, 0.2),
    "weekday": (1.0, 0.9, 0.6, 0.3),
}
_SURE = {
    "stamp": 0.97,
    "dateline": 0.95,
    "byline": 0.93,
    "late stamp": 0.7,
    "caption": 0.9,
    "weekday": 0.6,
}
_SAYS = {
    "stamp": "The page is stamped {day}",
    "dateline": "The dateline is {day}",
    "byline": "The byline is dated {day}",
    "late stamp": "The page is stamped {day}",
    "caption": "A caption is dated {day}",
    "weekday": "The text names {day} with its weekday",
}
_STAMP_WORD = re.compile(
    r"\b(?:published|posted|publication date|publish date|released|date|yayın\w*|опубликован\w*|"
    r"veröffentlicht|publiée?|publicado)\b[^.!?\n]{0,40}$",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:updated|modified|edited|revised|güncelle\w*|обновлен\w*|aktualisiert|mis à jour|"
    r"actualizado)\b[^.!?\n]{0,40}$",
    re.IGNORECASE,
)
_CAPITAL = "A-ZÀ-ÞĞİŞƏА-ЯЁ"
_PLACE = rf"[{_CAPITAL}][\w’'.-]*(?:[ -][{_CAPITAL}][\w’'.-]*){{0,3}}"
_DATELINE_BEFORE = re.compile(
    rf"^\s*\(?(?:[{_CAPITAL}][{_CAPITAL}’'. -]{{2,40}},?|{_PLACE},)(?:\s{_PLACE},)?\s*"
    r"(?:\([^()]{2,30}\)\s*)?(?:[–—-]{1,2}\s*)?$"
)
_DATELINE_AFTER = re.compile(r"^\s*(?:[–—]|-{1,2}\s|:\s|\(|\)|/)")
# "By Ann Lee, Staff Writer [May 3, 2019] The ...", "alee@paper.example [May 3, 2019] ..."
_BYLINE_BEFORE = re.compile(
    rf"(?:^|[.\n]\s*)(?:(?:By|BY) {_PLACE}[^.!?\n]{{0,40}}"
    r"|[^.!?\n]{0,40}\s?[\w.-]{1,40}@[\w.-]{3,40}),?\s$"
)
_BYLINE_AFTER = re.compile(rf"\s*(?:[{_CAPITAL}\n]|\d{{1,2}}:\d\d|[-–—]|$)")
_BYLINE_WITHIN = 300  # characters from the start of the page
_ARCHIVE = re.compile(r"\b(?:file|archive|archival|undated)\b(?!\w)", re.IGNORECASE)
_SPEECH = re.compile(
    r"\b(?:said|says|told|reported|announced|added|stated|confirmed|declared)\b[^.!?\n]{0,40}$"
)
_FULL = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?$")
_NO_YEAR = re.compile(r"XXXX-(\d{2})-(\d{2})(?:T.*)?$")
_WEEKDAY = re.compile(r"XXXX-WXX-([1-7])(?:T.*)?$")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_READER = DateReader()


@dataclass(frozen=True, slots=True)
class Clue:
    """A full date of the page and where it stands."""

    day: date
    where: str
    span: Span
    worth: float


@dataclass(frozen=True, slots=True)
class Weekday:
    """A bare weekday of the story that does not look ahead, and what tells its worth: "lead" where
    the news begins with it, "said" where something was said or reported on it.
    """

    number: int
    span: Span
    part: Literal["lead", "said", "told"]


def infer_published(
    text: str, blocks: Sequence[Block] | None = None, day_first: bool | None = None
) -> Published:
    """The day on which ``text`` was most likely published, with the spans it rests on and why.

    ``day`` is None, with confidence 0, where the page does not tell.  ``day_first`` says how
    06/12/2022 is meant.
    """
    blocks = split_blocks(text) if blocks is None else blocks
    page = text[:LONGEST_HEAD]
    expressions = _READER.read(page, None, day_first=day_first)
    places = _Places(text, blocks)
    clues = _different(_clues(page, expressions, places))
    if not clues:
        return Published(
            None, True, 0.0, (), "No full date on the page tells when it was published."
        )
    weekdays = {(w.number, w.part): w for w in reversed(list(_weekdays(page, expressions, places)))}
    latest = _latest_told(page, expressions, places)
    best, score = max(
        ((day, _score(day, clues, weekdays.values(), latest)) for day in _candidates(clues)),
        key=lambda c: (c[1], -c[0].toordinal()),
    )
    if score < ENOUGH:
        return Published(
            None, True, 0.0, (), "The dates on the page do not agree on when it was published."
        )
    return _told(best, score, clues, weekdays.values())


class _Places:
    """Which block an offset lies in, and in which language it is written."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text = text
        self.language = detect(text)
        self.blocks = blocks
        self.starts = [block.start for block in blocks]
        body = [i for i, block in enumerate(blocks) if block.kind == "body"]
        self.first_body = body[0] if body else len(blocks)
        self.last_body = body[-1] if body else len(blocks)

    def index(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def kind(self, offset: int) -> BlockKind:
        return self.blocks[self.index(offset)].kind if self.blocks else "body"


def _clues(text: str, expressions: Sequence[TimeExpression], places: _Places) -> Iterator[Clue]:
    years = _Years(text, expressions, places)
    for found in expressions:
        full = _FULL.match(found.value)
        bare = None if full else _NO_YEAR.match(found.value)
        if not full and not bare:
            continue
        where = _where(text, found, places)
        if where is None:
            continue
        if full:
            day = make_day(int(full[1]), int(full[2]), int(full[3]))
        else:
            assert bare is not None  # noqa: S101
            day = (
                years.of(int(bare[1]), int(bare[2]), found.text)
                if where in ("dateline", "stamp")
                else None
            )
        if day is None or not _agrees(found.text, day, places.language):
            continue
        yield Clue(day, where, Span(found.start, found.end), _worth(text, found, where))


def _different(clues: Iterable[Clue]) -> list[Clue]:
    """The first clue of each day and place: eight equal captions are one."""
    first: dict[tuple[date, str], Clue] = {}
    for clue in clues:
        first.setdefault((clue.day, clue.where), clue)
        if len(first) >= MOST_CLUES:
            break
    return list(first.values())


def _where(text: str, found: TimeExpression, places: _Places) -> str | None:
    """What kind of clue a date is by its place on the page; None for a date inside the story."""
    if not places.blocks:
        return None
    index = places.index(found.start)
    block = places.blocks[index]
    before = text[max(block.start, found.start - 80) : found.start]
    words = len(text[block.start : min(block.end, block.start + 600)].split()) - len(
        found.text.split()
    )
    if block.kind == "caption":
        return None if _ARCHIVE.search(text[block.start : block.end]) else "caption"
    if block.kind in ("furniture", "headline") or words <= 3:
        if words > 16:
            return None
        marked = _STAMP_WORD.search(before) or _UPDATED.search(before)
        if not marked and words > 10:
            return None
        if index > places.last_body:
            return "late stamp"
        return "stamp" if marked or index <= places.first_body + 1 else "late stamp"
    if (
        found.start - block.start < 90
        and _DATELINE_BEFORE.match(text[block.start : found.start])
        and _DATELINE_AFTER.match(text[found.end : found.end + 30])
    ):
        return "dateline"
    if _STAMP_WORD.search(before) and words <= 16:
        return "stamp"
    if _is_byline(text, found):
        return "byline"
    if not weekday_of(found.text, places.language) or _AHEAD.search(before.rpartition(". ")[2]):
        return None
    return "weekday"


def _is_byline(text: str, found: TimeExpression) -> bool:
    """Whether a date stands between the name of the writer and the story."""
    if found.start > _BYLINE_WITHIN or not _BYLINE_AFTER.match(text[found.end : found.end + 20]):
        return False
    return _BYLINE_BEFORE.search(text[max(0, found.start - 120) : found.start]) is not None


def _worth(text: str, found: TimeExpression, where: str) -> float:
    worth = _WORTH[where]
    if where == "stamp" and _UPDATED.search(text[max(0, found.start - 60) : found.start]):
        return worth - 1.5
    return worth


class _Years:
    """The years that a date without one may belong to."""

    def __init__(self, text: str, expressions: Iterable[TimeExpression], places: _Places) -> None:
        self.language = places.language
        frame: set[int] = set()
        story: set[int] = set()
        for match in _YEAR.finditer(text):
            (story if places.kind(match.start()) == "body" else frame).add(int(match.group()))
        self.frame = sorted(frame, reverse=True)
        self.story = sorted(story, reverse=True)
        told = {e.first_day for e in expressions if e.first_day and _FULL.match(e.value)}
        self.told = sorted(told, reverse=True)[:MOST_CLUES]

    def of(self, month: int, day: int, words: str) -> date | None:
        """The latest year that the frame of the page names and that fits the weekday.

        A year of the story proves something only where the story tells a day of it
        shortly before, or where the date bears its weekday.
        """
        for year in (*self.frame, *self.story):
            found = make_day(year, month, day)
            if found is None or not _agrees(words, found, self.language):
                continue
            recent = any(0 <= (found - told).days <= RECENT for told in self.told)
            if year in self.frame or recent or weekday_of(words, self.language):
                return found
        return None


def _agrees(words: str, day: date, language: Language) -> bool:
    """Whether a date names no weekday or the one on which it falls."""
    named = weekday_of(words, language)
    return named is None or named == day.isoweekday()


def _weekdays(
    text: str, expressions: Iterable[TimeExpression], places: _Places
) -> Iterator[Weekday]:
    lead = True
    for found in expressions:
        bare = _WEEKDAY.match(found.value)
        if not bare or found.type == "SET" or places.kind(found.start) in ("furniture", "caption"):
            continue
        before = text[max(0, found.start - 80) : found.start]
        if _AHEAD.search(before.rpartition(".")[2][-30:]):
            continue
        part: Literal["said", "told"] = "said" if _SPEECH.search(before) else "told"
        span = Span(found.start, found.end)
        yield Weekday(int(bare[1]), span, "lead" if lead else part)
        lead = False


def _latest_told(text: str, expressions: Iterable[TimeExpression], places: _Places) -> list[date]:
    """The first days of all that the story tells with its year, as long as it does not speak of
    what will be.
    """
    told = []
    for found in expressions:
        if not found.first_day or places.kind(found.start) != "body":
            continue
        clause = text[max(0, found.start - 60) : found.start].rpartition(".")[2]
        if not _AHEAD.search(clause):
            told.append(found.first_day)
    return sorted(told)[-5:]


_AHEAD = re.compile(
    r"\b(?:will|would|until|till|by|through|to|scheduled|due|planned|plans?|expected|expires?|next|before|could|may|target|deadline)\b",
    re.IGNORECASE,
)


def _candidates(clues: Sequence[Clue]) -> set[date]:
    days: set[date] = set()
    for clue in clues:
        for later in range(len(_FADE[clue.where])):
            if clue.day.toordinal() + later < date.max.toordinal():
                days.add(clue.day + timedelta(later))
    return days


def _score(
    day: date, clues: Sequence[Clue], weekdays: Iterable[Weekday], told: Sequence[date]
) -> float:
    """How well a day fits: the best clue of each kind, the weekdays, and no day told of that lies
    after it.
    """
    best: dict[str, float] = {}
    for clue in clues:
        later = (day - clue.day).days
        fade = _FADE[clue.where]
        if 0 <= later < len(fade):
            best[clue.where] = max(best.get(clue.where, 0.0), clue.worth * fade[later])
        elif later < 0 and clue.where in ("caption", "weekday"):
            best[f"after {clue.where}"] = -1.0
    score = sum(best.values())
    score += sum(_fit(weekday, day) for weekday in weekdays)
    return score - 1.5 * min(1, sum(t > day for t in told))


def _fit(weekday: Weekday, day: date) -> float:
    """How well a weekday lies behind ``day``; five or six days behind is rather ahead of it."""
    return _FITS[weekday.part][(day.isoweekday() - weekday.number) % 7]


_FITS = {
    "lead": (0.7, 0.9, 0.4, 0.0, -0.2, -0.3, -0.4),
    "said": (1.0, 0.6, 0.1, -0.1, -0.3, -0.5, -0.7),
    "told": (0.2, 0.2, 0.1, 0.0, -0.1, -0.2, -0.3),
}


def _told(day: date, score: float, clues: Sequence[Clue], weekdays: Iterable[Weekday]) -> Published:
    near = [c for c in clues if 0 <= (day - c.day).days < len(_FADE[c.where])]
    near.sort(key=lambda c: (-c.worth, c.span.start))
    clue = near[0]
    fits = [w for w in weekdays if (day.isoweekday() - w.number) % 7 <= 1]
    fits.sort(key=lambda w: (w.part == "told", w.span.start))
    reason = _SAYS[clue.where].format(day=_words(clue.day))
    if fits:
        names = list(dict.fromkeys(_WEEKDAY_NAMES[w.number - 1] for w in fits))
        reason += f", and the text speaks of {' and '.join(names[:2])} as just past"
    if clue.day != day:
        reason += f"; counted on to {_words(day)}"
    spans = [c.span for c in near] + [w.span for w in fits]
    evidence = tuple(sorted(spans[:MOST_EVIDENCE], key=lambda s: s.start))
    confidence = min(_SURE[clue.where], score / (score + 0.7))
    return Published(day, True, round(confidence, 2), evidence, reason + ".")


def _words(day: date) -> str:
    return f"{_WEEKDAY_NAMES[day.weekday()]} {day.day} {day:%B} {day.year}"
