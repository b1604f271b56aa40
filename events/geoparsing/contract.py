"""The JSON Lines of ``manage.py geoparse``: a line in, a line out.

docs/places.md shows both.  Offsets are Unicode code points into the text as given.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from events.geoparsing.parsed import MAX_CHARACTERS
from events.geoparsing.types import (
    Candidate,
    Document,
    EventDraft,
    Reading,
    Span,
    TimeExpression,
    Toponym,
)

MAX_ID_CHARACTERS = 1_000
MAX_SPANS = 50_000


class BadLine(ValueError):
    """A line that is no document; the message says why.  ``id`` where the line names one."""

    def __init__(self, message: str, id: str | None = None) -> None:
        super().__init__(message)
        self.id = id


def read_line(line: bytes) -> tuple[str, Document]:
    """The id and the document of one line.  Raises BadLine."""
    fields = _fields(line)
    id = _id(fields)
    try:
        return id, _document(fields)
    except BadLine as error:
        raise BadLine(str(error), id) from None


def _fields(line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLine(f"the line is not UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise BadLine(f"the line is not JSON: {error.msg} at column {error.colno}") from None
    except (RecursionError, ValueError) as error:
        raise BadLine(f"the line is not JSON that can be read: {error}") from None
    if not isinstance(fields, dict):
        raise BadLine("the line is not a JSON object")
    return fields


def _id(fields: dict[str, Any]) -> str:
    id = fields.get("id")
    if isinstance(id, bool) or not isinstance(id, str | int):
        raise BadLine('"id" is missing, or neither a string nor a whole number')
    id = str(id)
    if len(id) > MAX_ID_CHARACTERS:
        raise BadLine(f'"id" has more than {MAX_ID_CHARACTERS:,} characters')
    return id


def _document(fields: dict[str, Any]) -> Document:
    text = fields.get("text")
    if not isinstance(text, str):
        raise BadLine('"text" is missing or not a string')
    if len(text) > MAX_CHARACTERS:
        raise BadLine(f'"text" has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read')
    return Document(
        text=text,
        published=_published(fields.get("published")),
        title=_string(fields, "title"),
        source=_string(fields, "source"),
        mentions=_spans(fields, "mentions", len(text)),
        triggers=_spans(fields, "triggers", len(text)),
    )


def _published(value: object) -> date | None:
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str) and len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise BadLine(f'"published" is {str(value)[:40]!r}, not a day such as "2022-12-06"')


def _string(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(f'"{name}" is not a string')
    return value


def _spans(fields: dict[str, Any], name: str, length: int) -> tuple[Span, ...] | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or len(value) > MAX_SPANS:
        raise BadLine(f'"{name}" is not a list of at most {MAX_SPANS:,} spans')
    return tuple(_span(item, f"{name}[{index}]", length) for index, item in enumerate(value))


def _span(item: object, where: str, length: int) -> Span:
    if not isinstance(item, dict):
        raise BadLine(f'"{where}" is not an object with "start" and "end"')
    start, end = item.get("start"), item.get("end")
    if type(start) is not int or type(end) is not int:
        raise BadLine(f'"{where}" has no whole numbers as "start" and "end"')
    if not 0 <= start < end <= length:
        raise BadLine(f'"{where}" is {start} to {end}, outside the text of {length} characters')
    return Span(start, end)


def write_reading(id: str, reading: Reading) -> bytes:
    """One line, with its line break, in UTF-8."""
    published = reading.published
    return _line(
        {
            "id": id,
            "published": _day(published.day),
            "published_inferred": published.inferred,
            "toponyms": [_toponym(toponym) for toponym in reading.toponyms],
            "dates": [_date(expression) for expression in reading.dates],
            "events": [_event(draft) for draft in reading.events],
        }
    )


def write_error(id: str | None, message: str) -> bytes:
    """The line that stands for a document that could not be read."""
    return _line({"id": id, "error": message})


def _line(value: dict[str, Any]) -> bytes:
    try:
        return (json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n").encode()
    except UnicodeEncodeError:  # half a surrogate pair, as the input had it
        return (json.dumps(value, allow_nan=False) + "\n").encode()


def _toponym(toponym: Toponym) -> dict[str, Any]:
    place = toponym.place
    return {
        "start": toponym.start,
        "end": toponym.end,
        "text": toponym.text,
        "form": toponym.form,
        "role": toponym.role,
        "name": place.name if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geonameid": place.geonameid if place else None,
        "country": (place.country or None) if place else None,
        "feature": place.feature if place else None,
        "confidence": round(toponym.confidence, 3),
        "alternatives": [_alternative(candidate) for candidate in toponym.candidates[1:]],
    }


def _alternative(candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    return {
        "geonameid": place.geonameid,
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "confidence": round(candidate.confidence, 3),
    }


def _date(expression: TimeExpression) -> dict[str, Any]:
    return {
        "start": expression.start,
        "end": expression.end,
        "text": expression.text,
        "type": expression.type,
        "value": expression.value,
        "mod": expression.mod or None,
        "first_day": _day(expression.first_day),
        "last_day": _day(expression.last_day),
        "date_prec": expression.date_prec,
    }


def _event(draft: EventDraft) -> dict[str, Any]:
    return {
        "type": draft.type,
        "title": draft.title,
        "start": draft.start,
        "end": draft.end,
        "trigger": {"start": draft.trigger.start, "end": draft.trigger.end},
        "first_day": _day(draft.first_day),
        "last_day": _day(draft.last_day),
        "date_prec": draft.date_prec,
        "main": draft.main,
        "planned": draft.planned,
        "actors": [{"start": a.start, "end": a.end, "name": a.name} for a in draft.actors],
        "fatalities": draft.fatalities,
        "locations": list(draft.locations),
        "dates": list(draft.dates),
        "confidence": round(draft.confidence, 3),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
