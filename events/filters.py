"""What the map, the list and the CSV file show: one filter, read from the address.

``?q=&type=&type=&source=&place=&from=&to=&at=zoom/latitude/longitude``.  A value
that cannot be read is left out and said in ``EventFilter.errors``; it never
raises.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from django import forms

from events.geoparsing.gazetteer import GazetteerMissing
from events.geoparsing.taxonomy import EVENT_TYPES
from events.known_places import gazetteer
from events.models import Event, Place

if TYPE_CHECKING:
    from django.http import QueryDict

    from events.querysets import EventQuerySet

MAX_WORDS = 10  # each word is a subquery
MAX_VALUES = 100  # types or sources in one address
MAX_ID = 2**63 - 1  # what a BIGINT holds
MAX_ZOOM = 18


@dataclass(frozen=True, slots=True)
class View:
    """Where the map looks: zoom, and the degrees of its middle."""

    zoom: float
    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.zoom:g}/{self.latitude:.4f}/{self.longitude:.4f}"


class FilterForm(forms.Form):
    """Checks one value each; lists are checked value by value in ``EventFilter.from_query``."""

    q = forms.CharField(label="Words", max_length=200, required=False)
    place = forms.CharField(label="Place", max_length=200, required=False)
    first = forms.DateField(label="From", required=False, input_formats=["%Y-%m-%d"])
    last = forms.DateField(label="To", required=False, input_formats=["%Y-%m-%d"])
    at = forms.CharField(label="Map view", max_length=80, required=False)

    def add_prefix(self, field_name: str) -> str:
        """``from`` is a word of Python, so the field has another name than the parameter."""
        return {"first": "from", "last": "to"}.get(field_name, field_name)

    def clean_q(self) -> str:
        words = str(self.cleaned_data["q"]).split()
        if len(words) > MAX_WORDS:
            raise forms.ValidationError(f"{len(words)} words are too many: give {MAX_WORDS}.")
        return " ".join(words)

    def clean_at(self) -> View | None:
        return read_view(self.cleaned_data["at"])


def read_view(text: str) -> View | None:
    """``6/40.1/47.5`` as a view; None when empty, ValidationError when it is something else."""
    if not text:
        return None
    try:
        zoom, latitude, longitude = (float(part) for part in text.split("/"))
    except ValueError:
        raise forms.ValidationError("Give zoom/latitude/longitude, such as 6/40.1/47.5.") from None
    numbers = (zoom, latitude, longitude)
    if not all(math.isfinite(number) for number in numbers):
        raise forms.ValidationError("Give zoom/latitude/longitude as plain numbers.")
    if not (0 <= zoom <= MAX_ZOOM and -90 <= latitude <= 90 and -540 <= longitude <= 540):
        raise forms.ValidationError("There is no such place to look at.")
    return View(zoom, latitude, longitude)


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Published events, by any of these; an empty field leaves nothing out.

    ``place_id`` is exactly one place, ``place`` letters of its name.  ``errors``
    are sentences about values that were left out.
    """

    words: str = ""
    types: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()
    place: str = ""
    place_id: int | None = None
    first: date | None = None
    last: date | None = None
    at: View | None = None
    errors: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
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
            errors.append(f"The window ends ({last}) before it begins ({first}).")
            first = last = None
        place, place_id = _read_place(clean.get("place", ""))
        return cls(
            words=clean.get("q", ""),
            types=_read_types(query.getlist("type"), errors),
            sources=_read_sources(query.getlist("source"), errors),
            place=place,
            place_id=place_id,
            first=first,
            last=last,
            at=clean.get("at"),
            errors=tuple(errors),
        )

    def events(self) -> EventQuerySet:
        """The published events that pass, in no order.

        The name of a country lets everything in that country through, if the
        gazetteer is there to know it.
        """
        events = (
            Event.objects.published()
            .of_types(self.types)
            .from_sources(self.sources)
            .at_place(self.place_id)
            .with_words(self.words)
            .between(self.first, self.last)
        )
        country = country_named(self.place)
        named = events.near_name(self.place)
        return named | events.in_country(country) if country else named

    def without_window(self) -> Self:
        return replace(self, first=None, last=None)

    def exact_place(self) -> Place | None:
        """The place of ``place_id``, to be named on the page; one query."""
        if self.place_id is None:
            return None
        return Place.objects.filter(pk=self.place_id).first()

    @property
    def is_empty(self) -> bool:
        return not self.query_string(view=False)

    def query_string(self, *, view: bool = True) -> str:
        """The address that shows exactly this, without "?"; "" when nothing is set."""
        pairs: list[tuple[str, str]] = [
            ("q", self.words),
            *(("type", code) for code in self.types),
            *(("source", str(source)) for source in self.sources),
            ("place", self.place if self.place_id is None else str(self.place_id)),
            ("from", self.first.isoformat() if self.first else ""),
            ("to", self.last.isoformat() if self.last else ""),
            ("at", str(self.at) if view and self.at else ""),
        ]
        return urlencode([(name, value) for name, value in pairs if value], safe="/")


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


def _read_place(text: str) -> tuple[str, int | None]:
    """Digits are the number of a place, anything else is letters of a name."""
    if text.isascii() and text.isdigit() and int(text) <= MAX_ID:
        return "", int(text)
    return text, None


def _read_types(values: list[str], errors: list[str]) -> tuple[str, ...]:
    known = [value for value in values[:MAX_VALUES] if value in EVENT_TYPES]
    wrong = [value for value in values[:MAX_VALUES] if value and value not in EVENT_TYPES]
    errors.extend(f"Type: there is none called “{value[:40]}”." for value in wrong[:3])
    return tuple(dict.fromkeys(known))


def _read_sources(values: list[str], errors: list[str]) -> tuple[int, ...]:
    numbers: list[int] = []
    for value in filter(None, values[:MAX_VALUES]):
        if value.isascii() and value.isdigit() and len(value) < 20 and int(value) <= MAX_ID:
            numbers.append(int(value))
        elif len(errors) < 10:
            errors.append(f"Source: “{value[:40]}” is not the number of a source.")
    return tuple(dict.fromkeys(numbers))
