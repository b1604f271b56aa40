"""Why a candidate is taken for the place that a name means, in words for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from events.geoparsing.borrowing import Lent
from events.geoparsing.gazetteer import Gazetteer, distance_km
from events.geoparsing.lent import is_lent
from events.geoparsing.types import Document, GazetteerPlace

if TYPE_CHECKING:
    from events.geoparsing.resolution import Name

NEAR_KM = 150.0
MAX_NAMED = 2
MOST = 0.5  # of the settled points of a text


@dataclass(frozen=True, slots=True)
class Settled:
    """A name of the text with the place it came to mean."""

    name: Name
    text: str
    place: GazetteerPlace


class Company:
    """The settled names of one text, by where their places lie."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.all = [
            Settled(name, name.toponyms[0].text, name.place)
            for name in names
            if name.place is not None and not is_lent(name.place)
        ]
        self.by_country: dict[str, list[Settled]] = defaultdict(list)
        self.by_division: dict[tuple[str, str], list[Settled]] = defaultdict(list)
        for settled in self.all:
            place = settled.place
            self.by_country[place.country].append(settled)
            self.by_division[place.country, place.admin1].append(settled)

    @staticmethod
    def besides(name: Name, place: GazetteerPlace, some: Iterable[Settled]) -> Iterator[Settled]:
        """Those that are another name and mean another place."""
        return (s for s in some if s.name is not name and s.place.key != place.key)


def reasons_for(
    name: Name, index: int, company: Company, document: Document, gazetteer: Gazetteer
) -> tuple[str, ...]:
    """Short reasons, the strongest first; () where nothing but the name speaks for it."""
    place = name.places[index]
    if index >= len(name.matches):
        return _lent(name, name.lent[index - len(name.matches)])
    found = [
        *filter(None, [name.decisions.get(index)]),
        *_named_with(name, place),
        *_like_others(name, place, company, gazetteer),
        *_home(place, document, gazetteer),
        *_standing(name, index, gazetteer),
    ]
    return tuple(dict.fromkeys(found))


def _named_with(name: Name, place: GazetteerPlace) -> list[str]:
    from events.geoparsing.resolution import contains

    return [
        f"named with {parent.toponyms[0].text}"
        for parent, _ in name.parents
        if parent.place is not None and contains(parent.place, place)
    ]


def _lent(name: Name, lent: Lent) -> tuple[str, ...]:
    lender = lent.lender.toponyms[0].text
    found = [
        "another place of the name" if name.matches else "the gazetteer does not have the name"
    ]
    if lent.before or lent.after:
        found.append(f"named beside {lender}")
    if lent.home >= MOST:
        found.append(f"most places of the text lie near {lender}")
    return tuple(found)


def _like_others(
    name: Name, place: GazetteerPlace, company: Company, gazetteer: Gazetteer
) -> list[str]:
    country = gazetteer.country(place.country) if place.country else None
    in_country = company.besides(name, place, company.by_country[place.country])
    if place.feature.startswith("PCL"):
        inside = _listed(in_country) if place.country else []
        return [f"{' and '.join(inside)} {_lie(inside)} in it"] if inside else []
    division = gazetteer.division(place.country, place.admin1) if place.admin1 else None
    if division is not None:
        near = company.by_division[place.country, place.admin1]
        same = _listed(company.besides(name, place, near))
        if same and division.key == place.key:
            return [f"{' and '.join(same)} {_lie(same)} in it"]
        if same:
            return [f"in {division.name} like {' and '.join(same)}"]
    if country is None:
        return _nearest(place, company.besides(name, place, company.all))
    towns = _listed(other for other in in_country if other.place.key != country.key)
    if towns:
        return [f"in {country.name} like {' and '.join(towns)}"]
    if _listed(company.besides(name, place, company.by_country[place.country])):
        return [f"in {country.name}, which the text names"]
    return _nearest(place, company.besides(name, place, company.all))


def _nearest(place: GazetteerPlace, others: Iterable[Settled]) -> list[str]:
    if place.where_prec > 3:
        return []
    near = (
        (distance_km(place.latitude, place.longitude, o.place.latitude, o.place.longitude), o.text)
        for o in others
        if o.place.where_prec <= 3
    )
    km, text = min(near, default=(NEAR_KM + 1, ""))
    return [f"{km:.0f} km from {text}"] if km <= NEAR_KM else []


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


def _listed(others: Iterable[Settled]) -> list[str]:
    """The first few distinct names; no more of ``others`` is looked at than it takes."""
    texts: list[str] = []
    for other in others:
        if other.text not in texts:
            texts.append(other.text)
        if len(texts) == MAX_NAMED:
            break
    return texts


def _lie(texts: Sequence[str]) -> str:
    return "lie" if len(texts) > 1 else "lies"
