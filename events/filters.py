"""What the map, the list and the CSV file show: one filter, read from the address.

``?q= type= source= place= country= division= where_prec= date_prec= confidence=
actor= status= area= from= to= order= at=``; lists repeat their parameter.  A
value that cannot be read is left out and said in ``EventFilter.errors``; it
never raises.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from events.areas import Box, Points, area_in_address
from events.codes import Status
from events.filter_values import (
    FilterForm,
    View,
    read_actors,
    read_countries,
    read_date_precs,
    read_divisions,
    read_place,
    read_sources,
    read_statuses,
    read_types,
    read_where_precs,
    say,
)
from events.geoparsing.gazetteer import GazetteerMissing
from events.known_places import gazetteer
from events.models import Event, Location, Place

if TYPE_CHECKING:
    from django.http import QueryDict

    from events.maps.index import Question
    from events.querysets import EventQuerySet, LocationQuerySet


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Events by any of these; an empty field leaves nothing out.

    ``place_id`` is exactly one place, ``place`` letters of its name.  Country,
    division, precision of the place, exact place and area hold for one and the
    same location of an event.  Without ``statuses`` only what is published passes.
    ``order`` is empty for newest first.  ``errors`` are sentences about values
    that were left out.
    """

    words: str = ""
    types: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()
    place: str = ""
    place_id: int | None = None
    countries: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    where_precs: tuple[int, ...] = ()
    date_precs: tuple[int, ...] = ()
    confidence: float | None = None
    actors: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    area: Points = ()
    first: date | None = None
    last: date | None = None
    order: str = ""
    at: View | None = None
    errors: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict, *, editor: bool = False) -> Self:
        """``editor``: whether whoever asks may see events that are not published."""
        form = FilterForm(query)
        form.is_valid()
        clean = form.cleaned_data
        errors = [
            f"{form.fields[name].label}: {message}"
            for name, messages in form.errors.items()
            for message in messages
        ]
        first, last = clean.get("first"), clean.get("last")
        if first and last and first > last:
            words = _("The window ends ({last}) before it begins ({first}).")
            say(errors, words.format(first=first, last=last))
            first = last = None
        place, place_id = read_place(clean.get("place", ""))
        return cls(
            words=clean.get("q", ""),
            types=read_types(query.getlist("type"), errors),
            sources=read_sources(query.getlist("source"), errors),
            place=place,
            place_id=place_id,
            countries=read_countries(query.getlist("country"), errors),
            divisions=read_divisions(query.getlist("division"), errors),
            where_precs=read_where_precs(query.getlist("where_prec"), errors),
            date_precs=read_date_precs(query.getlist("date_prec"), errors),
            confidence=clean.get("confidence"),
            actors=read_actors(query.getlist("actor"), errors),
            statuses=read_statuses(query.getlist("status"), errors, editor=editor),
            area=clean.get("area", ()),
            first=first,
            last=last,
            order=clean.get("order", ""),
            at=clean.get("at"),
            errors=tuple(errors),
        )

    @property
    def shown_statuses(self) -> tuple[str, ...]:
        return self.statuses or (Status.PUBLISHED.value,)

    def events(self, bounds: Box | None = None) -> EventQuerySet:
        """The events that pass, in no order: the truth that the map's index is held to.

        With bounds (west, south, east, north) those with a location in them that passes.

        The name of a country lets everything in that country through, if the
        gazetteer is there to know it.
        """
        events = (
            Event.objects.with_statuses(self.shown_statuses)
            .of_types(self.types)
            .from_sources(self.sources)
            .with_date_precs(self.date_precs)
            .sure_at_least(self.confidence)
            .with_actor(*self.actors)
            .with_words(self.words)
            .between(self.first, self.last)
        )
        if bounds is not None:
            events = events.at_locations(self.locations().in_box(*bounds))
        elif self.limits_locations:
            events = events.at_locations(self.locations())
        return events.near_name_or_in(self.place, country_named(self.place))

    @property
    def limits_locations(self) -> bool:
        chosen = (self.countries, self.divisions, self.where_precs, self.area)
        return self.place_id is not None or any(chosen)

    def locations(self) -> LocationQuerySet:
        """Locations at which an event may pass; those of other events are among them."""
        return (
            Location.objects.at_place(self.place_id)
            .in_countries(self.countries)
            .in_divisions(self.divisions)
            .precise_to(self.where_precs)
            .in_area(self.area)
        )

    def question(self, version: str = "") -> Question:
        """The same, asked of the map's index; ``version`` is the index's (events/maps/asking.py).

        Raises WordsNotReady while the words of the events are read for the first time.
        """
        from events.maps.asking import question_of

        return question_of(self, version)

    def without_window(self) -> Self:
        return replace(self, first=None, last=None)

    def exact_place(self) -> Place | None:
        """The place of ``place_id``, to be named on the page; one query."""
        if self.place_id is None:
            return None
        return Place.objects.filter(pk=self.place_id).first()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left out; an order leaves nothing out."""
        return not replace(self, order="").query_string(view=False)

    def query_string(self, *, view: bool = True) -> str:
        """The address that shows exactly this, without "?"; "" when nothing is set."""
        pairs: list[tuple[str, str]] = [
            ("q", self.words),
            *(("type", code) for code in self.types),
            *(("source", str(source)) for source in self.sources),
            ("place", self.place if self.place_id is None else str(self.place_id)),
            *(("country", code) for code in self.countries),
            *(("division", code) for code in self.divisions),
            *(("where_prec", str(code)) for code in self.where_precs),
            *(("date_prec", str(code)) for code in self.date_precs),
            ("confidence", "" if self.confidence is None else f"{self.confidence:g}"),
            *(("actor", name) for name in self.actors),
            *(("status", status) for status in self.statuses),
            ("area", area_in_address(self.area)),
            ("from", self.first.isoformat() if self.first else ""),
            ("to", self.last.isoformat() if self.last else ""),
            ("order", self.order),
            ("at", str(self.at) if view and self.at else ""),
        ]
        return urlencode([(name, value) for name, value in pairs if value], safe="/,~")


def country_named(name: str) -> str:
    """ISO 3166-1 alpha-2 of the country of this name; "" for none, or without a gazetteer."""
    if not name:
        return ""
    try:
        matches = gazetteer().lookup(name, limit=10)
    except GazetteerMissing:
        return ""
    countries = (
        match.place.country
        for match in matches
        if match.form == "name" and match.place.feature.startswith("PCL")
    )
    return next(countries, "")
