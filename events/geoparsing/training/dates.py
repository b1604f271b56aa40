"""How well dates are read, against gold: texts whose time expressions a person marked (TIMEX3).

    {"id": "1", "text": "...", "dct": "1998-02-14", "timexes": [
        {"start": 0, "end": 6, "text": "Monday", "type": "DATE", "value": "1998-02-09"}]}

Offsets are Unicode code points; ``dct`` is the day of publication, null where it is not known.

Counted as TempEval-3 does.  Strict: the same span.  Relaxed: spans that share a character, one to
one, equal spans first, then the longest overlap.  Type and value: of the relaxed pairs, those
that agree.  Each is an F1 over all marked and all found.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np

from events.geoparsing.blocks import split_blocks
from events.geoparsing.dates import DateReader
from events.geoparsing.training.gold import BadGold, lines_of, span_of
from events.geoparsing.types import TimeExpression

RESAMPLES = 1000
SEED = 20221206
#: One document in so many is held out by the hash of its name: no rule is looked at with it.
HELD_OUT_OF = 3

ErrorKind = Literal["value", "span", "missed", "spurious"]


@dataclass(frozen=True, slots=True)
class GoldTime:
    """A time expression that a person marked."""

    start: int
    end: int
    type: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class DatedDocument:
    id: str
    text: str
    published: date | None
    times: tuple[GoldTime, ...]

    @property
    def held_out(self) -> bool:
        return zlib.crc32(self.id.encode()) % HELD_OUT_OF == 0


@dataclass(slots=True)
class Tally:
    """What was counted in one document."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    type: int = 0
    value: int = 0


@dataclass(frozen=True, slots=True)
class Error:
    """``marked`` and ``read`` are "words = value", "" where there is none; ``context`` is the text
    around, the expression in brackets.
    """

    kind: ErrorKind
    document: str
    marked: str
    read: str
    context: str


@dataclass(slots=True)
class Score:
    """The tallies of a corpus, a row a document, every error, and the time that reading took."""

    tallies: list[Tally] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)
    bytes: int = 0  # of UTF-8
    seconds: float = 0.0  # of one core, in the date reader alone

    @property
    def speed(self) -> float:
        """Megabytes a second."""
        return self.bytes / self.seconds / 1e6 if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` of 0 to 1; 95 of 100 resamplings of the documents lie in low to high."""

    label: str
    value: float
    low: float
    high: float


Count = Callable[[Tally], int]
MEASURES: tuple[tuple[str, Count, Count], ...] = (
    ("strict, precision", lambda t: t.strict, lambda t: t.found),
    ("strict, recall", lambda t: t.strict, lambda t: t.gold),
    ("strict F1", lambda t: 2 * t.strict, lambda t: t.gold + t.found),
    ("relaxed, precision", lambda t: t.relaxed, lambda t: t.found),
    ("relaxed, recall", lambda t: t.relaxed, lambda t: t.gold),
    ("relaxed F1", lambda t: 2 * t.relaxed, lambda t: t.gold + t.found),
    ("type F1", lambda t: 2 * t.type, lambda t: t.gold + t.found),
    ("value F1", lambda t: 2 * t.value, lambda t: t.gold + t.found),
)


def figures(tallies: Sequence[Tally]) -> Iterator[Figure]:
    """The measures of which there is something to count, with a bootstrap over documents: the
    dates of one text stand and fall together.  The same tallies give the same intervals.
    """
    count = len(tallies)
    drawn = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), RESAMPLES)
    for label, above, below in MEASURES:
        tops = np.array([above(tally) for tally in tallies], dtype=np.int64)
        bottoms = np.array([below(tally) for tally in tallies], dtype=np.int64)
        total = int(bottoms.sum())
        if not total:
            continue
        sums = drawn @ bottoms
        ratios = (drawn @ tops)[sums > 0] / sums[sums > 0]
        low, high = np.percentile(ratios, (2.5, 97.5))
        yield Figure(label, int(tops.sum()) / total, float(low), float(high))


def score(documents: Sequence[DatedDocument], reader: DateReader, into: Score) -> None:
    """Read documents, count, and keep the errors."""
    for document in documents:
        blocks = split_blocks(document.text)
        started = time.process_time()
        found = reader.read(document.text, document.published, blocks)
        into.seconds += time.process_time() - started
        into.bytes += len(document.text.encode("utf-8", "surrogatepass"))
        into.tallies.append(compare(document, found, into.errors))


def compare(document: DatedDocument, found: Sequence[TimeExpression], errors: list[Error]) -> Tally:
    """Count what was found in one document against what was marked in it."""
    tally = Tally(gold=len(document.times), found=len(found))
    seen: set[int] = set()
    read: set[int] = set()
    for i, j in pairs(document.times, found):
        marked, answer = document.times[i], found[j]
        seen.add(i)
        read.add(j)
        same_span = (marked.start, marked.end) == (answer.start, answer.end)
        tally.relaxed += 1
        tally.strict += same_span
        tally.type += marked.type == answer.type
        tally.value += marked.value == answer.value
        if marked.value != answer.value:
            errors.append(_error("value", document, marked, answer))
        elif not same_span:
            errors.append(_error("span", document, marked, answer))
    for i, marked in enumerate(document.times):
        if i not in seen:
            errors.append(_error("missed", document, marked, None))
    for j, answer in enumerate(found):
        if j not in read:
            errors.append(_error("spurious", document, None, answer))
    return tally


def pairs(marked: Sequence[GoldTime], found: Sequence[TimeExpression]) -> Iterator[tuple[int, int]]:
    """Indices of expressions that share a character, one to one: equal spans first, then the
    longest overlap.
    """
    ranked = sorted(
        (
            (a.start, a.end) != (b.start, b.end),
            max(a.start, b.start) - min(a.end, b.end),
            i,
            j,
        )
        for i, a in enumerate(marked)
        for j, b in enumerate(found)
        if a.start < b.end and b.start < a.end
    )
    taken_marked: set[int] = set()
    taken_found: set[int] = set()
    for _, _, i, j in ranked:
        if i not in taken_marked and j not in taken_found:
            taken_marked.add(i)
            taken_found.add(j)
            yield i, j


def _error(
    kind: ErrorKind,
    document: DatedDocument,
    marked: GoldTime | None,
    read: TimeExpression | None,
) -> Error:
    text = document.text
    at = marked or read
    start, end = (at.start, at.end) if at else (0, 0)
    context = f"{text[max(0, start - 60) : start]}[{text[start:end]}]{text[end : end + 40]}"
    return Error(
        kind,
        document.id,
        f"{text[marked.start : marked.end]} = {marked.value}" if marked else "",
        f"{read.text} = {read.value}" if read else "",
        context,
    )


@dataclass(frozen=True, slots=True)
class Pace:
    characters: int
    bytes: int
    seconds: float

    @property
    def speed(self) -> float:
        """Megabytes a second."""
        return self.bytes / self.seconds / 1e6 if self.seconds else 0.0


def paces(
    documents: Sequence[DatedDocument], reader: DateReader, sizes: Sequence[int]
) -> Iterator[Pace]:
    """How long one text of each size takes, made of the documents one after the other, over and
    over; the best of three readings on one core.
    """
    whole = "\n\n".join(document.text for document in documents) + "\n\n"
    published = next((d.published for d in documents if d.published), None)
    for size in sizes:
        text = (whole * (size // len(whole) + 1))[:size]
        seconds = []
        for _ in range(3):
            started = time.process_time()
            reader.read(text, published)
            seconds.append(time.process_time() - started)
        yield Pace(len(text), len(text.encode("utf-8", "surrogatepass")), min(seconds))


def read_dated(path: Path) -> tuple[DatedDocument, ...]:
    """All documents of a file.  Raises BadGold; an unreadable file is one too."""
    documents = tuple(_document(*line) for line in lines_of(path))
    if not documents:
        raise BadGold(f"{path} holds no document")
    return documents


def _document(id: str, text: str, fields: dict[str, Any], where: str) -> DatedDocument:
    times = fields.get("timexes")
    if not isinstance(times, list):
        raise BadGold(f'{where}: "timexes" is missing or not a list')
    marked = tuple(
        _time(entry, text, f"{where}: timexes[{index}]") for index, entry in enumerate(times)
    )
    return DatedDocument(id, text, _published(fields.get("dct"), where), marked)


def _published(value: Any, where: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value[:10])
    except (TypeError, ValueError) as error:
        raise BadGold(f'{where}: "dct" is no day') from error


def _time(fields: Any, text: str, where: str) -> GoldTime:
    span = span_of(fields, where, len(text))
    type_, value = fields.get("type") or "", fields.get("value") or ""
    if not isinstance(type_, str) or not isinstance(value, str):
        raise BadGold(f'{where}: "type" or "value" is not a string')
    return GoldTime(span.start, span.end, type_, value.strip())
