"""Made-up events for trying the map at size: towns by population, days from 1950 on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, models
from django.db.models import Max
from tqdm import tqdm

from events.cells import cell_of
from events.geoparsing.taxonomy import EVENT_TYPES
from events.journal_triggers import unwatched
from events.made_up import ACTORS, NONE, SOURCES, MadeUp, Town, make_up, towns
from events.models import Article, Event, Evidence, Location, Place, Source

MOST = 10_000_000
BATCH = 50_000
Column = Sequence[Any]


class Command(BaseCommand):
    help = "Add N made-up published events (source names begin with 'Made up'); for measuring."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", type=int)
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same set")

    def handle(self, *, count: int, seed: int, **_: Any) -> None:
        if not 1 <= count <= MOST:
            raise CommandError(f"{count} is not from 1 to {MOST:,}.")
        chance = np.random.default_rng(seed)
        known = towns()
        populations = np.array([town.population for town in known])
        articles, places = _articles(), _places(known)
        cells = [cell_of(town.latitude, town.longitude) for town in known]
        with tqdm(total=count, unit=" events") as progress:
            for size in _batches(count):
                made = make_up(chance, size, populations)
                with unwatched(connection):
                    first_id = 1 + (Event.objects.aggregate(last=Max("id"))["last"] or 0)
                    _insert(Event, _events(chance, made, first_id, articles))
                    _insert(Location, _locations(made, first_id, known, places, cells))
                    _insert(Evidence, _evidence(made, first_id, articles))
                progress.update(size)
        if connection.vendor == "postgresql":  # else it plans as for empty tables for a minute
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE events_event, events_location, events_evidence")


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


def _places(known: list[Town]) -> list[int]:
    rows = [
        Place(
            key=f"gn:{town.geonameid}",
            geonameid=town.geonameid,
            name=town.name,
            latitude=town.latitude,
            longitude=town.longitude,
            country=town.country,
            admin1=town.admin1,
        )
        for town in known
    ]
    Place.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2_000)
    ids = dict(Place.objects.filter(key__startswith="gn:").values_list("key", "pk"))
    return [ids[row.key] for row in rows]


def _events(
    chance: np.random.Generator, made: MadeUp, first_id: int, articles: list[Article]
) -> dict[str, Column]:
    kinds = list(EVENT_TYPES.values())
    numbers = chance.integers(0, 10**6, len(made)).tolist()
    types = made.type.tolist()
    return {
        "id": range(first_id, first_id + len(made)),
        "type": [kinds[kind].code for kind in types],
        "title": [
            f"Made up: {kinds[kind].label.lower()} {number}"
            for kind, number in zip(types, numbers, strict=True)
        ],
        "first_day": made.first.astype("datetime64[D]").astype(str).tolist(),
        "last_day": made.last.astype("datetime64[D]").astype(str).tolist(),
        "date_prec": made.date_prec.tolist(),
        "status": ["published"] * len(made),
        "actors": [
            json.dumps([ACTORS[actor] for actor in pair if actor != NONE])
            for pair in made.actors.tolist()
        ],
        "fatalities": [None if deaths == NONE else deaths for deaths in made.fatalities.tolist()],
        "confidence": [None if sure == NONE else sure / 1_000 for sure in made.confidence.tolist()],
        "article_id": [articles[source].pk for source in made.source.tolist()],
    }


def _locations(
    made: MadeUp, first_id: int, known: list[Town], places: list[int], cells: list[int]
) -> dict[str, Column]:
    at = made.town.tolist()
    return {
        "event_id": (made.of_event + first_id).tolist(),
        "place_id": [places[town] for town in at],
        "latitude": [known[town].latitude for town in at],
        "longitude": [known[town].longitude for town in at],
        "cell": [cells[town] for town in at],
        "where_prec": made.where_prec.tolist(),
        "radius_m": made.radius.tolist(),
    }


def _evidence(made: MadeUp, first_id: int, articles: list[Article]) -> dict[str, Column]:
    second = np.flatnonzero(made.second_source != NONE)
    events = np.concatenate([np.arange(len(made)), second]) + first_id
    told_by = np.concatenate([made.source, made.second_source[second]]).tolist()
    texts = [article.text for article in articles]
    return {
        "event_id": events.tolist(),
        "article_id": [articles[source].pk for source in told_by],
        "start": [0] * len(events),
        "end": [len(texts[source]) for source in told_by],
        "quote": [texts[source] for source in told_by],
    }


def _insert(model: type[models.Model], columns: Mapping[str, Column]) -> None:
    """Rows straight into the table; fields without a column have the model's default."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.attname in columns or not field.primary_key
    ]
    values = [
        columns[field.attname] if field.attname in columns else repeat(_default(field))
        for field in fields
    ]
    rows = zip(*values, strict=False)
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            if "id" in columns:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), %s)",
                    [columns["id"][-1]],
                )
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(rows))  # noqa: S608


def _default(field: models.Field[Any, Any]) -> Any:
    """The default as the database takes it; "now" for the days of making and changing."""
    value = field.pre_save(field.model(), add=True)
    return field.get_db_prep_save(value, connection)
