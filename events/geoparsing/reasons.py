"""Why a candidate is taken for the place that a name means, in words for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from events.geoparsing.gazetteer import Gazetteer, distance_km
from events.geoparsing.types import Document, GazetteerPlace

if TYPE_CHECKING:
    from events.geoparsing.resolution import Name

NEAR_KM = 150.0
MAX_NAMED = 2


def reasons_for(
    name: Name, index: int, names: Sequence[Name], document: Document, gazetteer: Gazetteer
) -> tuple[str, ...]:
    """Short reasons, the strongest first; () where nothing but the name speaks for it."""
    place = name.matches[index].place
    found = [
        *_named_with(name, place),
        *_like_others(name, place, names, gazetteer),
        *_home(place, document, gazetteer),
        *_standing(name, index, gazetteer),
    ]
    return tuple(dict.fromkeys(found))


def _named_with(name: Name, place: GazetteerPlace) -> list[str]:
    from events.geoparsing.resolution import contains

    return [
        f"named with {parent.toponyms[0].text}"
        for parent, _ in name.parents
        if contains(parent.place, place)
    ]


def _like_others(
    name: Name, place: GazetteerPlace, names: Sequence[Name], gazetteer: Gazetteer
) -> list[str]:
    others = [other for other in names if other is not name and other.place.key != place.key]
    if place.feature.startswith("PCL"):
        inside = [o.toponyms[0].text for o in others if o.place.country == place.country]
        return [f"{_listed(inside)} {_lie(inside)} in it"] if inside and place.country else []
    if place.admin1:
        same = [
            other
            for other in others
            if (other.place.country, other.place.admin1) == (place.country, place.admin1)
        ]
        division = gazetteer.division(place.country, place.admin1)
        if same and division is not None:
            if division.key == place.key:
                inside = [other.toponyms[0].text for other in same]
                return [f"{_listed(inside)} {_lie(inside)} in it"]
            return [f"in {division.name} like {_listed([o.toponyms[0].text for o in same])}"]
    same = [other for other in others if place.country and other.place.country == place.country]
    country = gazetteer.country(place.country) if place.country else None
    if same and country is not None:
        towns = [other for other in same if other.place.key != country.key]
        if not towns:
            return [f"in {country.name}, which the text names"]
        return [f"in {country.name} like {_listed([other.toponyms[0].text for other in towns])}"]
    return _nearest(place, others)


def _nearest(place: GazetteerPlace, others: Sequence[Name]) -> list[str]:
    near = [
        (distance_km(place.latitude, place.longitude, o.place.latitude, o.place.longitude), o)
        for o in others
        if o.place.where_prec <= 3
    ]
    if place.where_prec > 3 or not near:
        return []
    km, other = min(near, key=lambda pair: pair[0])
    return [f"{km:.0f} km from {other.toponyms[0].text}"] if km <= NEAR_KM else []


def _home(place: GazetteerPlace, document: Document, gazetteer: Gazetteer) -> list[str]:
    if document.source_point is not None and place.where_prec <= 3:
        km = distance_km(*document.source_point, place.latitude, place.longitude)
        if km <= NEAR_KM:
            return [f"{km:.0f} km from the source's home"]
    if document.source_country and place.country == document.source_country:
        country = gazetteer.country(place.country)
        return [f"source is in {country.name if country else place.country}"]
    return []


def _standing(name: Name, index: int, gazetteer: Gazetteer) -> list[str]:
    match = name.matches[index]
    place, count = match.place, len(name.matches)
    if match.form == "demonym":
        return [f"word for what is of {place.name}"]
    found = []
    if place.feature == "PPLC":
        country = gazetteer.country(place.country)
        found.append(f"capital of {country.name}" if country else "a capital")
    elif place.feature.startswith("PCL"):
        found.append("a country")
    if match.kind == "abbreviation":
        found.append(f"short for {place.name}")
    if name.part_of:
        found.append(f"part of the name {name.toponyms[0].text}")
    if count == 1:
        found.append("the only place of this name")
    elif place.population and place.population == max(m.place.population for m in name.matches):
        found.append(f"most populous of {count}")
    return found


def _listed(texts: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(texts))[:MAX_NAMED]
    return " and ".join(distinct)


def _lie(texts: Sequence[str]) -> str:
    return "lie" if len(set(texts)) > 1 else "lies"
