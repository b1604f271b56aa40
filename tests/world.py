"""A tiny named world for the tests: a source, articles, places, events at them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from events.geoparsing.types import (
    Candidate,
    EventDraft,
    GazetteerPlace,
    Published,
    Reading,
    Span,
    TimeExpression,
    Toponym,
)
from events.models import Article, Event, Evidence, Location, Place, Source
from events.points import point_of

BAKU = ("gn:587084", "Baku", 40.37767, 49.89201, "AZ")
ASTARA = ("gn:148565", "Astara", 38.45598, 48.87498, "AZ")
QUITO = ("gn:3652462", "Quito", -0.22985, -78.52495, "EC")


def a_source(name: str = "The Caspian Post") -> Source:
    return Source.objects.get_or_create(name=name, defaults={"domain": "caspian.example"})[0]


def an_article(text: str = "Jets took off in Baku on Monday.", **fields: Any) -> Article:
    fields.setdefault("title", text.partition("\n")[0][:80])
    fields.setdefault("published", date(2022, 12, 6))
    fields.setdefault("url", "https://caspian.example/jets")
    if "source" not in fields:
        fields["source"] = a_source()
    return Article.objects.create(text=text, **fields)


def a_place(known: tuple[str, str, float, float, str] = BAKU, **fields: Any) -> Place:
    key, name, latitude, longitude, country = known
    defaults = {
        "name": name,
        "latitude": latitude,
        "longitude": longitude,
        "country": country,
        "geonameid": int(key[3:]) if key.startswith("gn:") else None,
        **fields,
    }
    return Place.objects.get_or_create(key=key, defaults=defaults)[0]


def an_event(
    *,
    title: str = "Jets took off in Baku",
    places: tuple[Place, ...] | None = None,
    article: Article | None = None,
    day: date | None = date(2022, 12, 5),
    **fields: Any,
) -> Event:
    """A published event with one sentence of evidence: the first line of its article."""
    if article is None:
        article = Article.objects.filter(text__startswith="Jets took off").first() or an_article()
    fields = {
        "type": "military_exercise",
        "status": "published",
        "first_day": day,
        "last_day": day,
        "date_prec": None if day is None else 1,
        "confidence": 0.8,
        **fields,
    }
    event = Event.objects.create(title=title, article=article, **fields)
    for place in (a_place(),) if places is None else places:
        Location.objects.create(event=event, place=place, **point_of(place))
    told = article.text.partition("\n")[0]
    Evidence.objects.create(event=event, article=article, start=0, end=len(told), quote=told)
    return event


def events_at(told: Iterable[tuple[str, date, float, float]]) -> None:
    """Published protests by title, day, latitude and longitude, thousands at once."""
    article, place = an_article(), a_place()
    rows = list(told)
    events = Event.objects.bulk_create(
        Event(
            title=title,
            type="protest",
            status="published",
            article=article,
            first_day=day,
            last_day=day,
            date_prec=1,
        )
        for title, day, _, _ in rows
    )
    Location.objects.bulk_create(
        Location(event=event, place=place, latitude=latitude, longitude=longitude)
        for event, (_, _, latitude, longitude) in zip(events, rows, strict=True)
    )


def a_reading(text: str, *drafts: EventDraft, published: date | None = None) -> Reading:
    """A reading of ``text`` in which each of Baku, Astara and Monday is found where it first is."""
    toponyms = [_toponym(text, known) for known in (BAKU, ASTARA) if known[1] in text]
    dates = []
    if "Monday" in text:
        start = text.index("Monday")
        monday = date(2022, 12, 5)
        dates.append(
            TimeExpression(
                *(start, start + 6, "Monday", "DATE", "2022-12-05", "", monday, monday, 1)
            )
        )
    return Reading(
        published=Published(published, inferred=published is not None, reason="says so"),
        toponyms=toponyms,
        dates=dates,
        events=list(drafts),
    )


def _toponym(text: str, known: tuple[str, str, float, float, str]) -> Toponym:
    key, name, latitude, longitude, country = known
    start = text.index(name)
    place = GazetteerPlace(
        key, int(key[3:]), name, latitude, longitude, "PPL", country, "", "", 1000, 5000, 1
    )
    candidates = (Candidate(place, 0.9, ("the only one",)),)
    return Toponym(start, start + len(name), name, "name", "literal", 0.9, candidates)


def a_draft(text: str, trigger: str, **fields: Any) -> EventDraft:
    """A draft told by the line of ``text`` that holds ``trigger``, at the first toponym."""
    at = text.index(trigger)
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    fields = {
        "type": "military_exercise",
        "title": "Jets took off",
        "first_day": date(2022, 12, 5),
        "last_day": date(2022, 12, 5),
        "date_prec": 1,
        "locations": [0],
        "dates": [0],
        "confidence": 0.7,
        **fields,
    }
    end = len(text) if end < 0 else end
    return EventDraft(start=start, end=end, trigger=Span(at, at + len(trigger)), **fields)
