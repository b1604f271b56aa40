"""Every reusable filter, by name.

Views, exports, the map and the admin read events through these alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from events.areas import Points, bounds_of, box_around
from events.cells import cell_of, tile_range
from events.days import moved
from events.expressions import HasOneOf, IsOneOf
from events.geoparsing.taxonomy import kin_of

if TYPE_CHECKING:
    from events.models import (
        Article,
        Event,
        Evidence,
        Location,
        Place,
        SettledName,
        Source,
    )


# How keys of the gazetteer begin, and of what it lends ("near:gn:…"); a service's answer begins
# with the name of the service.
GAZETTEER_KEY = r"^(gn|iso|adm1|adm1h|adm2|dl|post|iata|news|near):"
REMEMBERED = 365  # days for which what happened is told without its day


class EventQuerySet(models.QuerySet["Event"]):
    def with_status(self, status: str) -> Self:
        return self.filter(status=status)

    def with_statuses(self, statuses: Collection[str]) -> Self:
        return self.filter(status__in=statuses)

    def published(self) -> Self:
        return self.with_status("published")

    def dated(self) -> Self:
        return self.filter(first_day__isnull=False)

    def drafts(self) -> Self:
        return self.with_status("draft")

    def standing(self) -> Self:
        """Not merged into another event, which then shows what they tell."""
        return self.filter(merged_into__isnull=True)

    def untouched(self) -> Self:
        """What no person has decided on and no other report joined: it may be read anew."""
        return self.standing().filter(curated=False, before_joining__isnull=True)

    def between(self, first: date | None, last: date | None) -> Self:
        """Events whose interval touches the window; either end may be open."""
        events = self
        if first is not None:
            events = events.filter(last_day__gte=first)
        if last is not None:
            events = events.filter(first_day__lte=last)
        return events

    def of_types(self, codes: Collection[str]) -> Self:
        return self.filter(type__in=codes) if codes else self

    def from_sources(self, ids: Collection[int]) -> Self:
        """Events with evidence in an article of one of these sources."""
        if not ids:
            return self
        return self.filter(Exists(self._evidence().filter(article__source__in=ids)))

    def with_ids(self, ids: Collection[int]) -> Self:
        """These events, however many ids there are."""
        return self.filter(IsOneOf("pk", ids))

    def with_date_precs(self, codes: Collection[int]) -> Self:
        return self.filter(date_prec__in=codes) if codes else self

    def sure_at_least(self, fraction: float | None) -> Self:
        """Events of this confidence or more, and those without one, which editors made."""
        if fraction is None:
            return self
        return self.filter(Q(confidence__gte=fraction) | Q(confidence__isnull=True))

    def with_actor(self, *names: str) -> Self:
        """Events in which at least one of these takes part, spelt exactly so."""
        return self.filter(HasOneOf("actors", names)) if names else self

    def at_locations(self, locations: LocationQuerySet) -> Self:
        """Events with at least one of these locations."""
        return self.filter(Exists(locations.filter(event=OuterRef("pk"))))

    def at_place(self, place_id: int | None) -> Self:
        return self if place_id is None else self.at_locations(self._all().at_place(place_id))

    def of_place(self, place: Place) -> Self:
        """Like ``at_place``, driven by the place's locations; an event has a place once."""
        return self.filter(locations__place=place)

    def days_counted(self) -> models.QuerySet[Event, tuple[date, date, int]]:
        """(first day, last day, how many events) of those that have days."""
        counted = self.dated().order_by().values_list("first_day", "last_day")
        return counted.annotate(events=models.Count("pk"))

    def in_country(self, code: str) -> Self:
        return self.at_locations(self._all().in_countries([code.upper()])) if code else self

    def in_box(self, west: float, south: float, east: float, north: float) -> Self:
        """Events with a location in the box of degrees, edges included; see LocationQuerySet."""
        return self.at_locations(self._all().in_box(west, south, east, north))

    def near_name_or_in(self, name: str, country: str) -> Self:
        """Events at a place whose name contains these letters, or anywhere in the country."""
        if not name:
            return self
        return self.at_locations(self._all().near_name_or_in(name, country))

    def with_words(self, words: str) -> Self:
        """Events that the search finds (events/search.py), which is asked here and now.

        While the words of a large site are still being read, for the first time, the
        letters are looked for in titles, quotes and names of places instead, slowly.
        """
        from events.search import WordsNotReady, find

        if not words.strip():
            return self
        try:
            return self.with_ids(find(words).ids.tolist())
        except WordsNotReady:
            return self._with_letters(words)

    def _with_letters(self, words: str) -> Self:
        events = self
        for word in words.split():
            told = self._evidence().sentences().filter(quote__icontains=word)
            placed = self._all().filter(place__name__icontains=word)
            found = Q(title__icontains=word) | Exists(told)
            events = events.filter(found | Exists(placed.filter(event=OuterRef("pk"))))
        return events

    def in_tile(self, z: int, x: int, y: int) -> Self:
        return self.at_locations(self._all().in_tile(z, x, y))

    def perhaps_same_as(self, event: Event, widest_m: int, days: int) -> Self:
        """Of its type or a kindred one, on its days or so few ``days`` from them or undated, in its
        surroundings, told by other articles.

        A box around each place, wider than any distance that is measured afterwards; what an
        editor said is not the same is left out.  The latest come first, undated ones last.
        """
        from events.models import NotTheSame

        near = Q(pk__in=[])
        for row in event.locations.all():
            near |= _in_box(*box_around(row.latitude, row.longitude, widest_m))
        apart = NotTheSame.objects.filter(
            Q(first=event, second=OuterRef("pk")) | Q(second=event, first=OuterRef("pk"))
        )
        articles = event.evidence.values("article")
        return (
            self.filter(type__in=kin_of(event.type), merged_into__isnull=True)
            .exclude(status="rejected")
            .exclude(pk=event.pk)
            .filter(_about(event, days))
            .at_locations(self._all().filter(near))
            .exclude(Exists(self._evidence().filter(article__in=articles)))
            .exclude(Exists(apart))
            .order_by(F("first_day").desc(nulls_last=True), "id")
        )

    def newest_first(self) -> Self:
        return self.order_by("-first_day", "-id")

    def undated_last(self) -> Self:
        """Newest first, and after them what has no days; PostgreSQL would put those first."""
        return self.order_by(F("first_day").desc(nulls_last=True), "-id")

    def listed_after(self, day: date | None, pk: int) -> Self:
        """What comes after an event of this first day and id, in the order of ``undated_last``."""
        undated = Q(first_day__isnull=True)
        if day is None:
            return self.filter(undated, pk__lt=pk)
        return self.filter(undated | Q(first_day__lt=day) | Q(first_day=day, pk__lt=pk))

    def latest_changes(self) -> Self:
        return self.order_by("-changed_at", "-id")

    def surest_first(self) -> Self:
        return self.order_by(F("confidence").desc(nulls_last=True), "-id")

    def with_places(self) -> Self:
        """What a line of a list shows, in two queries."""
        from events.models import Location

        return self.prefetch_related(
            Prefetch("locations", Location.objects.select_related("place"))
        )

    def with_everything(self) -> Self:
        """What a page or row shows, in a fixed number of queries; texts are left out."""
        from events.models import Evidence

        evidence = Evidence.objects.select_related("article__source").defer("article__text")
        return (
            self.with_places()
            .select_related("article__source")
            .defer("article__text")
            .prefetch_related(Prefetch("evidence", evidence))
        )

    def _all(self) -> LocationQuerySet:
        from events.models import Location

        return Location.objects.all()

    def _evidence(self) -> EvidenceQuerySet:
        from events.models import Evidence

        return Evidence.objects.filter(event=OuterRef("pk"))


def _about(event: Event, days: int) -> Q:
    """On the days of an event, so few from them, or undated; for an undated one, what happened in
    the year before it was told."""
    if event.first_day is None or event.last_day is None:
        told = event.article.published if event.article else None
        if told is None:
            return Q(pk__in=[])
        return Q(first_day__gte=moved(told, -REMEMBERED), first_day__lte=told)
    first, last = moved(event.first_day, -days), moved(event.last_day, days)
    return Q(last_day__gte=first, first_day__lte=last) | Q(first_day__isnull=True)


def _in_box(west: float, south: float, east: float, north: float) -> Q:
    within = Q(latitude__range=(south, north))
    if west > east:
        return within & (Q(longitude__gte=west) | Q(longitude__lte=east))
    return within & Q(longitude__range=(west, east))


class LocationQuerySet(models.QuerySet["Location"]):
    """Keeps ``cell`` right on the bulk paths too."""

    def of_events(self, ids: Collection[int]) -> Self:
        return self.filter(IsOneOf("event_id", ids))

    def in_tile(self, z: int, x: int, y: int) -> Self:
        return self.filter(cell__range=tile_range(z, x, y))

    def at_place(self, place_id: int | None) -> Self:
        return self if place_id is None else self.filter(place=place_id)

    def in_countries(self, codes: Collection[str]) -> Self:
        """Locations whose place is in one of these countries (ISO 3166-1 alpha-2)."""
        return self.filter(place__country__in=codes) if codes else self

    def in_divisions(self, codes: Collection[str]) -> Self:
        """Locations in one of these first-order divisions, such as AZ.09 (GeoNames)."""
        if not codes:
            return self
        wanted = Q()
        for code in codes:
            country, _, admin1 = code.partition(".")
            wanted |= Q(place__country=country, place__admin1=admin1)
        return self.filter(wanted)

    def precise_to(self, codes: Collection[int]) -> Self:
        """Locations of one of these ``where_prec``."""
        return self.filter(where_prec__in=codes) if codes else self

    def near_name_or_in(self, name: str, country: str) -> Self:
        named = Q(place__name__icontains=name) | Q(place__other_names__icontains=name)
        return self.filter(named | Q(place__country=country) if country else named)

    def in_box(self, west: float, south: float, east: float, north: float) -> Self:
        """Points in a box of degrees, edges included; west beyond east crosses the date line."""
        return self.filter(_in_box(west, south, east, north))

    def in_area(self, points: Points) -> Self:
        """Points in a box of two corners or in a polygon; see events/areas.py.

        One query for a polygon, whose points are tested as the map's index tests them.
        """
        if not points:
            return self
        boxed = self.in_box(*bounds_of(points))
        if len(points) == 2:
            return boxed
        from events.maps.index.areas import Area

        area = Area(points)
        rows = boxed.values_list("pk", "latitude", "longitude").iterator()
        inside = [row[0] for row in rows if area.contains(row[1], row[2])]
        return self.filter(IsOneOf("pk", inside))

    def bulk_create(self, objs: Iterable[Location], *args: Any, **kwargs: Any) -> list[Location]:
        rows = list(objs)
        for row in rows:
            row.cell = cell_of(row.latitude, row.longitude)
        fields = kwargs.get("update_fields")
        if fields and {"latitude", "longitude"} & set(fields):
            kwargs["update_fields"] = [*{*fields, "cell"}]
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(
        self, objs: Iterable[Location], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        rows, names = list(objs), set(fields)
        if {"latitude", "longitude"} & names:
            for row in rows:
                row.cell = cell_of(row.latitude, row.longitude)
            names.add("cell")
        return super().bulk_update(rows, sorted(names), batch_size)

    def update(self, **values: Any) -> int:
        """Moves to a point given as two numbers; one coordinate alone cannot give the cell."""
        moved = set() if "cell" in values else {"latitude", "longitude"} & values.keys()
        if len(moved) == 1:
            raise ValueError("update() needs latitude and longitude together, to keep cell right")
        if moved:
            values["cell"] = cell_of(float(values["latitude"]), float(values["longitude"]))
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def of_events(self, ids: Collection[int]) -> Self:
        return self.filter(IsOneOf("event_id", ids))

    def sentences(self) -> Self:
        return self.filter(kind="sentence")

    def in_article(self, article: Article) -> Self:
        return self.filter(article=article)

    def bulk_create(self, objs: Iterable[Evidence], *args: Any, **kwargs: Any) -> list[Evidence]:
        rows: Sequence[Evidence] = list(objs)
        for row in rows:
            row.clean()
        return super().bulk_create(rows, *args, **kwargs)


class SourceQuerySet(models.QuerySet["Source"]):
    def of_published_events(self) -> Self:
        """Sources on whose articles a published event rests; stops at the first event of each."""
        from events.models import Evidence

        told = Evidence.objects.filter(article__source=OuterRef("pk"), event__status="published")
        return self.filter(Exists(told))


class ArticleQuerySet(models.QuerySet["Article"]):
    def with_text_hash(self, sha256: str) -> Self:
        return self.filter(sha256=sha256)


class SettledNameQuerySet(models.QuerySet["SettledName"]):
    def for_articles_of(self, source: Source | None) -> Self:
        """What holds in the articles of a source: its own decisions, and those in general."""
        general = Q(source__isnull=True)
        return self.filter(general | Q(source=source)) if source else self.filter(general)

    def struck(self) -> Self:
        """Names that editors said are no places."""
        return self.filter(place__isnull=True)

    def with_place(self) -> Self:
        return self.filter(place__isnull=False)

    def standing_for(self, key: str, source: Source | None) -> SettledName | None:
        """The decision that holds for a name: the source's own before the one in general."""
        found = self.for_articles_of(source).filter(key=key)
        return found.order_by(F("source").asc(nulls_last=True)).first()


class PlaceQuerySet(models.QuerySet["Place"]):
    def of_gazetteer(self) -> Self:
        return self.filter(key__regex=GAZETTEER_KEY)

    def added_by_editors(self) -> Self:
        """Those without a key, and those that a geocoding service found for an editor."""
        return self.exclude(key__regex=GAZETTEER_KEY)

    def changed_by_editors(self) -> Self:
        """Those with a change in their history."""
        changes = self.model.history.filter(history_type="~")
        return self.filter(pk__in=changes.values("id"))

    def used(self) -> Self:
        from events.models import Location

        return self.filter(Exists(Location.objects.filter(place=OuterRef("pk"))))

    def named_like(self, text: str) -> Self:
        return self.filter(Q(name__icontains=text) | Q(other_names__icontains=text))
