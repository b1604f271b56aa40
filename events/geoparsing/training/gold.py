"""Gold: texts whose toponyms a person marked, as JSON Lines.

    {"id": "1", "text": "...", "toponyms": [
        {"start": 0, "end": 4, "lat": 40.4, "lon": 49.9, "geonameid": 587084,
         "type": "Literal", "fcode": "PPLC", "text": "..."}]}

Offsets are Unicode code points.  Only ``start`` and ``end`` are needed; a toponym without a point
counts for recognition alone, one without a type not for roles.  ``"complete": true`` beside the
text says that all of its toponyms are marked, though none has a point.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from events.geoparsing.parsed import MAX_CHARACTERS
from events.geoparsing.types import Role, Span

#: JSON may write a character as two escapes of six bytes; the toponyms need some room too.
MAX_LINE_BYTES = 12 * MAX_CHARACTERS + 4_000_000

LITERAL = frozenset({"Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"})
ASSOCIATIVE = frozenset(
    {
        "Non_Literal_Modifier",
        "Metonymic",
        "Embedded_Non_Lit",
        "Homonym",
        "Demonym",
        "Language",
    }
)


class BadGold(ValueError):
    """A file is no gold; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class GoldToponym:
    """A toponym that a person marked; degrees WGS 84, None where it was not placed."""

    start: int
    end: int
    point: tuple[float, float] | None = None
    geonameid: int | None = None
    type: str = ""
    feature: str = ""  # GeoNames' feature code, "" where unknown

    @property
    def role(self) -> Role | None:
        """None where no role was marked, or one that is neither."""
        if self.type in LITERAL:
            return "literal"
        return "associative" if self.type in ASSOCIATIVE else None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    id: str
    text: str
    toponyms: tuple[GoldToponym, ...]
    complete: bool = False  # the file says that all toponyms are marked


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of one file."""

    name: str
    documents: tuple[GoldDocument, ...]

    @property
    def complete(self) -> bool:
        """Whether all toponyms of its texts are marked, so that it says something of recognition.

        A file of roles alone, without points, marks one name in each sentence, unless it says
        that it marks all.
        """
        return (
            not self.roles
            or all(document.complete for document in self.documents)
            or any(t.point for d in self.documents for t in d.toponyms)
        )

    @property
    def roles(self) -> bool:
        return any(t.role for document in self.documents for t in document.toponyms)


def read_corpus(path: Path) -> Corpus:
    """All documents of a file.  Raises BadGold; an unreadable file is one too."""
    documents = [_document(*line) for line in lines_of(path)]
    if not documents:
        raise BadGold(f"{path} holds no document")
    return Corpus(path.name.removesuffix(".jsonl"), tuple(documents))


class Line(NamedTuple):
    """One line of a gold file: its id, its text, all its fields, and where it stands."""

    id: str
    text: str
    fields: dict[str, Any]
    where: str


def texts_of(paths: Iterable[Path]) -> dict[str, str]:
    """The texts of files of gold of any kind by their ids.  Raises BadGold."""
    return {line.id: line.text for path in paths for line in lines_of(path)}


def lines_of(path: Path, texts: Mapping[str, str] | None = None) -> Iterator[Line]:
    """The lines of a file of gold of any kind, blank ones left out; no id comes twice.

    A line without a text has that of its id in ``texts``.  Raises BadGold; an unreadable file is
    one too.
    """
    seen: set[str] = set()
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(iter(lambda: lines.readline(MAX_LINE_BYTES + 1), b""), 1):
                if not line.strip():
                    continue
                found = _line(line, f"{path}, line {number}", texts or {})
                if found.id in seen:
                    raise BadGold(f"{found.where}: the id {found.id[:80]!r} came before")
                seen.add(found.id)
                yield found
    except OSError as error:
        raise BadGold(f"Cannot read {path}: {error.strerror}") from error


def _line(line: bytes, where: str, texts: Mapping[str, str]) -> Line:
    if len(line) > MAX_LINE_BYTES:
        raise BadGold(f"{where}: longer than {MAX_LINE_BYTES:,} bytes")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadGold(f"{where}: no JSON, {error}") from error
    if not isinstance(fields, dict):
        raise BadGold(f"{where}: no JSON object")
    id = fields.get("id")
    if isinstance(id, bool) or not isinstance(id, str | int):
        raise BadGold(f'{where}: "id" is missing, or neither a string nor a whole number')
    text = fields.setdefault("text", texts.get(str(id)))
    if not isinstance(text, str):
        raise BadGold(f'{where}: "text" is missing or not a string')
    if len(text) > MAX_CHARACTERS:
        raise BadGold(f'{where}: "text" has more than {MAX_CHARACTERS:,} characters')
    return Line(str(id), text, fields, where)


def span_of(fields: Any, where: str, length: int) -> Span:
    """The span that an object marks in a text of so many characters.  Raises BadGold."""
    if not isinstance(fields, dict):
        raise BadGold(f"{where} is no object")
    start, end = fields.get("start"), fields.get("end")
    if type(start) is not int or type(end) is not int:
        raise BadGold(f'{where} has no whole numbers as "start" and "end"')
    if not 0 <= start < end <= length:
        raise BadGold(f"{where} is {start} to {end}, outside the text of {length} characters")
    return Span(start, end)


def _document(id: str, text: str, fields: dict[str, Any], where: str) -> GoldDocument:
    toponyms = fields.get("toponyms")
    if not isinstance(toponyms, list):
        raise BadGold(f'{where}: "toponyms" is missing or not a list')
    complete = fields.get("complete", False)
    if not isinstance(complete, bool):
        raise BadGold(f'{where}: "complete" is neither true nor false')
    return GoldDocument(id, text, tuple(_toponyms(toponyms, text, where)), complete)


def _toponyms(toponyms: list[Any], text: str, where: str) -> Iterator[GoldToponym]:
    for index, toponym in enumerate(toponyms):
        yield _toponym(toponym, text, f"{where}: toponyms[{index}]")


def _toponym(fields: Any, text: str, where: str) -> GoldToponym:
    span = span_of(fields, where, len(text))
    start, end = span.start, span.end
    marked = fields.get("text")
    if marked is not None and marked != text[start:end]:
        raise BadGold(f"{where} is {str(marked)[:80]!r}, the text has {text[start:end][:80]!r}")
    geonameid = fields.get("geonameid")
    if geonameid is not None and type(geonameid) is not int:
        raise BadGold(f'{where}: "geonameid" is no whole number')
    return GoldToponym(
        start=start,
        end=end,
        point=_point(fields, where),
        geonameid=geonameid or None,
        type=_string(fields, "type", where),
        feature=_string(fields, "fcode", where),
    )


def _point(fields: dict[str, Any], where: str) -> tuple[float, float] | None:
    latitude, longitude = fields.get("lat"), fields.get("lon")
    if latitude is None and longitude is None:
        return None
    for value, most in ((latitude, 90), (longitude, 180)):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadGold(f'{where}: "lat" and "lon" are not two numbers')
        if not isfinite(value) or abs(value) > most:
            raise BadGold(f'{where}: "lat" and "lon" are not degrees')
    return float(latitude), float(longitude)  # type: ignore[arg-type]


def _string(fields: dict[str, Any], name: str, where: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadGold(f'{where}: "{name}" is not a string')
    return value
