"""Places that a person can pick by name: of the gazetteer, of editors, of services when asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import cos, floor, log2, radians
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.answered_places import is_answer, place_of_answer, places_of
from events.geoparsing.gazetteer import Gazetteer, GazetteerMissing
from events.geoparsing.types import GazetteerPlace
from events.models import ROW_KEY, GeocodeAnswer, Place
from events.points import point_of
from events.wording import days_in_words, one_of

MOST_NAMES = 60  # of one place, kept as its other names


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One line of a list to pick from.

    ``value`` is what a form sends back: the id of a Place row, the key of the gazetteer's
    place where there is no row yet, or which place of which kept answer of a service.
    """

    value: str
    name: str
    detail: str
    latitude: float
    longitude: float
    where_prec: int
    radius_m: int


def gazetteer() -> Gazetteer:
    """The gazetteer of this installation, opened once and anew when it was rebuilt.

    Raises GazetteerMissing, with what to run.
    """
    path = Path(settings.GAZETTEER_PATH)
    changed = path.stat().st_mtime_ns if path.is_file() else 0
    return _opened(path, changed)


@lru_cache(maxsize=2)
def _opened(path: Path, changed: int) -> Gazetteer:
    return Gazetteer.open(path)


def place_of_key(key: str) -> Place | None:
    """The row of a key or of a picked answer, or a new one not saved yet; None for an unknown key.

    Raises GazetteerMissing where the row is new and there is no gazetteer to ask.
    """
    if is_answer(key):
        return place_of_answer(key)
    row = rows_of_keys([key]).get(key)
    if row is not None or key.startswith(ROW_KEY):
        return row
    known = gazetteer().place(key)
    return row_of(known) if known else None


def rows_of_keys(keys: Iterable[str]) -> dict[str, Place]:
    """The rows there are of the geoparser's keys, in at most two queries."""
    wanted = list(keys)
    rows = {row.key: row for row in Place.objects.filter(key__in=wanted) if row.key}
    numbers = {number: key for key in wanted if (number := _row_number(key)) is not None}
    if numbers:
        found = Place.objects.filter(pk__in=numbers, key__isnull=True)
        rows.update((numbers[row.pk], row) for row in found)
    return rows


def _row_number(key: str) -> int | None:
    number = key.removeprefix(ROW_KEY)
    if number == key or not (number.isascii() and number.isdecimal()) or len(number) > 18:
        return None
    return int(number)


def gazetteer_place(row: Place) -> GazetteerPlace:
    """A row as the geoparser knows places."""
    return GazetteerPlace(
        key=row.geoparser_key,
        geonameid=row.geonameid,
        name=row.name,
        latitude=row.latitude,
        longitude=row.longitude,
        feature=row.feature,
        country=row.country,
        admin1=row.admin1,
        admin2="",
        population=0,
        radius_m=row.radius_m,
        where_prec=row.where_prec,
    )


def save_place(place: Place) -> Place:
    """Saves a new place that has a key, or takes the row that another editor saved meanwhile."""
    if place.pk is not None or not place.key:
        return place
    fields = {field.name: getattr(place, field.name) for field in place._meta.concrete_fields}
    row, _ = Place.objects.get_or_create(
        key=place.key, defaults={name: fields[name] for name in fields.keys() - {"id", "key"}}
    )
    return row


def row_of(known: GazetteerPlace) -> Place:
    """An unsaved row of a gazetteer's place; without other names where no gazetteer is built."""
    try:
        names = [name for name in gazetteer().names(known.key) if name != known.name]
    except GazetteerMissing:
        names = []
    return Place(
        key=known.key,
        geonameid=known.geonameid,
        name=known.name[:200],
        other_names="\n".join(names[:MOST_NAMES]),
        latitude=known.latitude,
        longitude=known.longitude,
        country=known.country,
        admin1=known.admin1[:20],
        feature=known.feature[:10],
        where_prec=known.where_prec,
        radius_m=known.radius_m,
    )


def search_places(words: str, limit: int = 12) -> tuple[list[PlaceChoice], str]:
    """Places whose name begins with the words; those that editors added come first.

    The second value is a sentence about what could not be searched, or "".
    """
    choices = [_of_row(row) for row in Place.objects.added_by_editors().named_like(words)[:limit]]
    try:
        matches = gazetteer().search(words, limit=limit)
    except GazetteerMissing as error:
        return choices, str(error)
    choices += [_of_gazetteer(match.place) for match in matches if match.form == "name"]
    return choices[:limit], ""


def places_to_jump_to(words: str, limit: int = 8) -> list[dict[str, Any]]:
    """Places whose name begins with the words, for the map to move to; [] without a gazetteer.

    ``zoom`` (of tiles of 256 pixels) shows all of the place on a small screen.
    """
    try:
        matches = gazetteer().search(words, limit=limit)
    except GazetteerMissing:
        return []
    return [
        {
            "name": match.place.name,
            "latitude": round(match.place.latitude, 5),
            "longitude": round(match.place.longitude, 5),
            "zoom": _zoom_for(match.place.radius_m, match.place.latitude),
            "detail": " · ".join(_details(match.place)),
        }
        for match in matches
        if match.form == "name"
    ]


def _zoom_for(radius_m: int, latitude: float) -> int:
    """At which some 500 pixels show the disc; 11, a town, where there is no radius."""
    if radius_m <= 0:
        return 11
    widest = 40_075_016 * max(cos(radians(latitude)), 0.05) * 500 / 256
    return max(1, min(13, floor(log2(widest / (2 * radius_m)))))


def services() -> list[str]:
    """Names of the services that an editor may ask, in the order they are asked."""
    return [name for name in settings.GEOCODERS if name != "gazetteer"]


def ask_services(words: str) -> tuple[list[PlaceChoice], str]:
    """What the first service that knows the words answered, now or within the days it is kept.

    Only on a person's demand, never while they type: services forbid that.  The second value
    says which service failed and how, or that none knows the words, or "".
    """
    from geopy.exc import ConfigurationError  # takes a while, and few installations ask services

    from events.geocoding import online_chain

    try:
        answer = online_chain().geocode(words)
    except ConfigurationError as error:
        return [], str(error)
    choices = _of_answer(answer.kept, cached=answer.asked_at is not None) if answer.kept else []
    sentences = list(answer.errors)
    if not choices and not sentences:
        sentences.append(
            gettext("No place named “{name}” is known to {services}.").format(
                name=words, services=one_of(services())
            )
        )
    return choices, " ".join(sentences)


def _of_answer(row: GeocodeAnswer, *, cached: bool) -> list[PlaceChoice]:
    day = timezone.localdate(row.asked_at)
    source = [row.service, days_in_words(day, day)] if cached else [row.service]
    return [
        PlaceChoice(
            value=value,
            name=place.name,
            detail=" · ".join([address, *source]),
            **point_of(place),
        )
        for value, address, place in places_of(row)
    ]


def _of_row(row: Place) -> PlaceChoice:
    return PlaceChoice(
        value=str(row.pk),
        name=row.name,
        detail=" · ".join(
            part for part in (country_name(row.country), str(_("added by an editor"))) if part
        ),
        **point_of(row),
    )


def _of_gazetteer(place: GazetteerPlace) -> PlaceChoice:
    return PlaceChoice(
        value=place.key,
        name=place.name,
        detail=" · ".join(_details(place)),
        **point_of(place),
    )


def _details(place: GazetteerPlace) -> Iterator[str]:
    """What tells places of one name apart: division, country, kind, inhabitants."""
    division = gazetteer().division(place.country, place.admin1) if place.admin1 else None
    if division is not None and division.key != place.key:
        yield division.name
    country = country_name(place.country)
    if country and country != place.name:
        yield country
    yield feature_label(place.feature)
    if place.population:
        yield f"{place.population:,}"


def country_name(code: str) -> str:
    """The name of a country; its code where there is no gazetteer to tell."""
    if not code:
        return ""
    try:
        country = gazetteer().country(code)
    except GazetteerMissing:
        return code
    return country.name if country else code


# GeoNames feature codes by their beginning, the longest first.
FEATURES: tuple[tuple[str, str | Promise], ...] = (
    ("PPLC", _("capital")),
    ("PPLA", _("seat of a division")),
    ("PPLX", _("part of a town")),
    ("PPL", _("town or village")),
    ("PCL", _("country")),
    ("ADM1", _("first-order division")),
    ("ADM2", _("second-order division")),
    ("ADM", _("division")),
    ("CONT", _("continent")),
    ("RGN", _("region")),
    ("STRT", _("strait")),
    ("SEA", _("sea")),
    ("OCN", _("ocean")),
    ("GULF", _("gulf")),
    ("BAY", _("bay")),
    ("MTS", _("mountains")),
    ("MT", _("mountain")),
    ("ISL", _("island")),
    ("LK", _("lake")),
    ("STM", _("river")),
    ("DSRT", _("desert")),
)


def feature_label(code: str) -> str:
    """A word for a GeoNames feature code, or the code itself."""
    for beginning, label in FEATURES:
        if code.startswith(beginning):
            return str(label)
    return code
