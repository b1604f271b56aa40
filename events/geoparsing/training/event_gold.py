"""Gold for events, as JSON Lines: sentences with an event and its places, or whole articles.

    {"id": "1", "text": "...", "verb": {"start": 9, "end": 15},
        "locations": [{"start": 19, "end": 23}]}
    {"id": "2", "text": "...", "published": "2024-03-05", "main": {"type": "protest",
        "first_day": "2024-03-04", "last_day": "2024-03-04", "places": [[38.72, -9.14]]}}

Offsets are Unicode code points; places of articles are latitude and longitude, degrees WGS 84.
``"main": null`` marks an article that tells no event.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from events.geoparsing.parsed import MAX_CHARACTERS
from events.geoparsing.training.gold import MAX_LINE_BYTES, BadGold
from events.geoparsing.types import Span


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """An event word and the spans of the places where it happened; none where none is named."""

    id: str
    text: str
    verb: Span
    locations: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GoldMain:
    """What an article is about."""

    type: str
    first_day: date
    last_day: date
    places: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    id: str
    text: str
    published: date | None
    main: GoldMain | None


@dataclass(frozen=True, slots=True)
class EventGold:
    """One file: sentences, articles, or both."""

    name: str
    sentences: tuple[GoldSentence, ...]
    articles: tuple[GoldArticle, ...]


def read_event_gold(path: Path) -> EventGold:
    """All of a file.  Raises BadGold; an unreadable file is one too."""
    sentences: list[GoldSentence] = []
    articles: list[GoldArticle] = []
    seen: set[str] = set()
    try:
        with path.open("rb") as lines:
            for number, line in _numbered(lines):
                where = f"{path}, line {number}"
                fields = _object(line, where)
                id = _id(fields, where)
                if id in seen:
                    raise BadGold(f"{where}: the id {id[:80]!r} came before")
                seen.add(id)
                if "verb" in fields:
                    sentences.append(_sentence(id, fields, where))
                else:
                    articles.append(_article(id, fields, where))
    except OSError as error:
        raise BadGold(f"Cannot read {path}: {error.strerror}") from error
    if not seen:
        raise BadGold(f"{path} holds no event")
    return EventGold(path.name.removesuffix(".jsonl"), tuple(sentences), tuple(articles))


def _numbered(lines: Any) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(iter(lambda: lines.readline(MAX_LINE_BYTES + 1), b""), 1):
        if line.strip():
            yield number, line


def _object(line: bytes, where: str) -> dict[str, Any]:
    if len(line) > MAX_LINE_BYTES:
        raise BadGold(f"{where}: longer than {MAX_LINE_BYTES:,} bytes")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadGold(f"{where}: no JSON, {error}") from error
    if not isinstance(fields, dict):
        raise BadGold(f"{where}: no JSON object")
    return fields


def _id(fields: dict[str, Any], where: str) -> str:
    id, text = fields.get("id"), fields.get("text")
    if isinstance(id, bool) or not isinstance(id, str | int):
        raise BadGold(f'{where}: "id" is missing, or neither a string nor a whole number')
    if not isinstance(text, str) or len(text) > MAX_CHARACTERS:
        raise BadGold(f'{where}: "text" is missing, no string, or too long')
    return str(id)


def _sentence(id: str, fields: dict[str, Any], where: str) -> GoldSentence:
    locations = fields.get("locations")
    if not isinstance(locations, list):
        raise BadGold(f'{where}: "locations" is missing or not a list')
    length = len(fields["text"])
    return GoldSentence(
        id,
        fields["text"],
        _span(fields["verb"], f"{where}: verb", length),
        tuple(_span(item, f"{where}: locations[{i}]", length) for i, item in enumerate(locations)),
    )


def _span(fields: Any, where: str, length: int) -> Span:
    if not isinstance(fields, dict):
        raise BadGold(f"{where} is no object")
    start, end = fields.get("start"), fields.get("end")
    if type(start) is not int or type(end) is not int:
        raise BadGold(f'{where} has no whole numbers as "start" and "end"')
    if not 0 <= start < end <= length:
        raise BadGold(f"{where} is {start} to {end}, outside the text of {length} characters")
    return Span(start, end)


def _article(id: str, fields: dict[str, Any], where: str) -> GoldArticle:
    if "main" not in fields:
        raise BadGold(f'{where}: neither "verb" nor "main" is there')
    published = fields.get("published")
    main = fields["main"]
    return GoldArticle(
        id,
        fields["text"],
        _day(published, f"{where}: published") if published is not None else None,
        _main(main, f"{where}: main") if main is not None else None,
    )


def _main(fields: Any, where: str) -> GoldMain:
    if not isinstance(fields, dict) or not isinstance(fields.get("type"), str):
        raise BadGold(f'{where} is no object with a "type"')
    first, last = (_day(fields.get(k), f"{where}: {k}") for k in ("first_day", "last_day"))
    places = fields.get("places")
    if first > last or not isinstance(places, list) or not places:
        raise BadGold(f"{where} has days in the wrong order, or no places")
    return GoldMain(fields["type"], first, last, tuple(_point(place, where) for place in places))


def _day(value: Any, where: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadGold(f"{where} is no day such as 2022-12-06") from error


def _point(value: Any, where: str) -> tuple[float, float]:
    if (
        not isinstance(value, list)
        or len(value) != 2
        or any(isinstance(v, bool) or not isinstance(v, int | float) for v in value)
        or not (abs(value[0]) <= 90 and abs(value[1]) <= 180)
    ):
        raise BadGold(f"{where}: a place is no pair of degrees")
    return float(value[0]), float(value[1])
