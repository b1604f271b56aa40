"""Gold for events, as JSON Lines: sentences with an event and its places, or whole articles.

    {"id": "1", "text": "...", "verb": {"start": 9, "end": 15},
        "locations": [{"start": 19, "end": 23}]}
    {"id": "2", "text": "...", "published": "2024-03-05", "main": {"type": "protest",
        "first_day": "2024-03-04", "last_day": "2024-03-04", "places": [[38.72, -9.14]]},
        "drafts": [{"trigger": {"start": 12, "end": 19}, "type": "protest", "days": null,
            "places": [[38.72, -9.14]], "right": ["event", "type", "place"]}]}

Offsets are Unicode code points; places of articles are latitude and longitude, degrees WGS 84.
``"main": null`` marks an article that tells no event.  ``drafts``, where they are there, are what
was once drafted of the article, and what of it was found right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from events.geoparsing.training.gold import BadGold, lines_of, span_of
from events.geoparsing.types import Span

#: What can be right of a draft: that an annotator would call it an event at all, and its three
#: fields.
PARTS = ("event", "type", "place", "days")
#: More drafts of one article are no gold.
MOST_DRAFTS = 500


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
    first_day: date | None  # both or neither: the article does not tell its day
    last_day: date | None
    places: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class JudgedDraft:
    """A draft as it was when it was judged, and what was right of it (``PARTS``)."""

    trigger: Span
    type: str
    days: tuple[date, date] | None
    places: tuple[tuple[float, float], ...]
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    id: str
    text: str
    published: date | None
    main: GoldMain | None
    drafts: tuple[JudgedDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class EventGold:
    """One file: sentences, articles, or both."""

    name: str
    sentences: tuple[GoldSentence, ...]
    articles: tuple[GoldArticle, ...]


def read_event_gold(path: Path, texts: Mapping[str, str] | None = None) -> EventGold:
    """All of a file; a line without a text has that of its id in ``texts``.

    Raises BadGold; an unreadable file is one too.
    """
    sentences: list[GoldSentence] = []
    articles: list[GoldArticle] = []
    for id, _, fields, where in lines_of(path, texts):
        if "verb" in fields:
            sentences.append(_sentence(id, fields, where))
        else:
            articles.append(_article(id, fields, where))
    if not (sentences or articles):
        raise BadGold(f"{path} holds no event")
    return EventGold(path.name.removesuffix(".jsonl"), tuple(sentences), tuple(articles))


def _sentence(id: str, fields: dict[str, Any], where: str) -> GoldSentence:
    locations = fields.get("locations")
    if not isinstance(locations, list):
        raise BadGold(f'{where}: "locations" is missing or not a list')
    length = len(fields["text"])
    return GoldSentence(
        id,
        fields["text"],
        span_of(fields["verb"], f"{where}: verb", length),
        tuple(
            span_of(item, f"{where}: locations[{i}]", length) for i, item in enumerate(locations)
        ),
    )


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
        _drafts(fields.get("drafts", []), f"{where}: drafts", len(fields["text"])),
    )


def _main(fields: Any, where: str) -> GoldMain:
    if not isinstance(fields, dict) or not isinstance(fields.get("type"), str):
        raise BadGold(f'{where} is no object with a "type"')
    days = [(key, fields.get(key)) for key in ("first_day", "last_day")]
    told = [_day(value, f"{where}: {key}") for key, value in days if value is not None]
    places = fields.get("places")
    if len(told) == 1 or told != sorted(told) or not isinstance(places, list) or not places:
        raise BadGold(f"{where} has days in the wrong order, only one, or no places")
    first, last = told or (None, None)
    return GoldMain(fields["type"], first, last, tuple(_point(place, where) for place in places))


def _drafts(items: Any, where: str, length: int) -> tuple[JudgedDraft, ...]:
    if not isinstance(items, list) or len(items) > MOST_DRAFTS:
        raise BadGold(f"{where} is no list of at most {MOST_DRAFTS}")
    return tuple(_draft(item, f"{where}[{at}]", length) for at, item in enumerate(items))


def _draft(fields: Any, where: str, length: int) -> JudgedDraft:
    if not isinstance(fields, dict) or not isinstance(fields.get("type"), str):
        raise BadGold(f'{where} is no object with a "type"')
    places, days, right = (fields.get(key) for key in ("places", "days", "right"))
    if not isinstance(places, list) or not (days is None or isinstance(days, list)):
        raise BadGold(f'{where}: "places" or "days" is no list')
    if not isinstance(right, list) or not all(part in PARTS for part in right):
        raise BadGold(f'{where}: "right" is no list of {", ".join(PARTS)}')
    if days is not None and len(days) != 2:
        raise BadGold(f'{where}: "days" are not a first and a last one')
    return JudgedDraft(
        span_of(fields.get("trigger"), f"{where}: trigger", length),
        fields["type"],
        (_day(days[0], f"{where}: days"), _day(days[1], f"{where}: days")) if days else None,
        tuple(_point(place, where) for place in places),
        frozenset(right),
    )


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
