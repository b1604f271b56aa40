"""The documented columns of exported rows: one row per event and location.

The order and the names are a promise to those who load the files; a new column
is added at the end.  ``/codebook/`` shows this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from events.models import Article, Event, Evidence, Location

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Row:
    """An event at one of its locations (None where it has none), with the sentence that says so."""

    event: Event
    location: Location | None
    sentence: Evidence | None


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    description: str
    value: Callable[[Row], Cell]


def rows_of(event: Event) -> Iterator[Row]:
    """The rows of an event from ``EventQuerySet.with_everything()``; no further query is made."""
    evidence = list(event.evidence.all())
    locations: list[Location | None] = [*event.locations.all()]
    for location in locations or [None]:
        yield Row(event, location, _sentence(evidence, location))


def _sentence(evidence: list[Evidence], location: Location | None) -> Evidence | None:
    """The sentence around the words that name the location; else the first that tells the event."""
    sentences = [row for row in evidence if row.kind == Evidence.Kind.SENTENCE]
    places = [row for row in evidence if location and row.location_id == location.pk]
    for place in places:
        for sentence in sentences:
            same_article = sentence.article_id == place.article_id
            if same_article and sentence.start <= place.start and place.end <= sentence.end:
                return sentence
    return sentences[0] if sentences else None


def _article(row: Row) -> Article | None:
    """The article of the quote; the one that told the event first where nothing is quoted."""
    return row.sentence.article if row.sentence else row.event.article


def _source(row: Row) -> str:
    article = _article(row)
    return article.source.name if article and article.source else ""


def _url(row: Row) -> str:
    article = _article(row)
    return article.url if article else ""


def _published(row: Row) -> str:
    article = _article(row)
    return article.published.isoformat() if article and article.published else ""


COLUMNS: tuple[Column, ...] = (
    Column("event_id", "integer", "Identity of the event; stable.", lambda r: r.event.pk),
    Column(
        "location_id",
        "integer",
        "Identity of the location; empty where the event has none.",
        lambda r: r.location.pk if r.location else None,
    ),
    Column(
        "article_id",
        "integer",
        "Identity of the article that told the event first.",
        lambda r: r.event.article_id,
    ),
    Column("title", "text", "A short line in the article's own words.", lambda r: r.event.title),
    Column("type", "code", "What happened: see the types of events.", lambda r: r.event.type),
    Column(
        "first_day",
        "date",
        "First day on which it happened or may have happened (ISO 8601).",
        lambda r: r.event.first_day.isoformat() if r.event.first_day else "",
    ),
    Column(
        "last_day",
        "date",
        "Last day on which it happened or may have happened (ISO 8601).",
        lambda r: r.event.last_day.isoformat() if r.event.last_day else "",
    ),
    Column("date_prec", "code", "How precise the days are: 1 to 5.", lambda r: r.event.date_prec),
    Column(
        "place",
        "text",
        "Name of the place.",
        lambda r: r.location.place.name if r.location else "",
    ),
    Column(
        "country",
        "code",
        "ISO 3166-1 alpha-2; empty at sea and in areas of several countries.",
        lambda r: r.location.place.country if r.location else "",
    ),
    Column(
        "latitude",
        "number",
        "WGS 84, degrees north.",
        lambda r: r.location.latitude if r.location else None,
    ),
    Column(
        "longitude",
        "number",
        "WGS 84, degrees east.",
        lambda r: r.location.longitude if r.location else None,
    ),
    Column(
        "where_prec",
        "code",
        "How precise the place is: 1 to 7.",
        lambda r: r.location.where_prec if r.location else None,
    ),
    Column(
        "radius_m",
        "integer",
        "Metres around the point within which it happened; 0 for a point.",
        lambda r: r.location.radius_m if r.location else None,
    ),
    Column(
        "geonameid",
        "integer",
        "Identity of the place in GeoNames, where it has one.",
        lambda r: r.location.place.geonameid if r.location else None,
    ),
    Column(
        "quote",
        "text",
        "The sentence that says so, as the article has it.",
        lambda r: r.sentence.quote if r.sentence else "",
    ),
    Column("source", "text", "Who published the article of the quote.", _source),
    Column("url", "text", "Address of the article of the quote.", _url),
    Column("published", "date", "Day of publication of the article of the quote.", _published),
    Column("status", "code", "draft, published or rejected.", lambda r: r.event.status),
)
