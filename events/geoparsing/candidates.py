"""What speaks for a candidate by itself, before the other names of the text are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log10
from typing import TYPE_CHECKING

from events.geoparsing.borrowing import kind_of_word
from events.geoparsing.gazetteer import NameMatch, distance_km
from events.geoparsing.ground import NEAR_KM, Together, class_of, is_point, within
from events.geoparsing.names import is_abbreviation, normalise_name
from events.geoparsing.types import Document, GazetteerPlace

if TYPE_CHECKING:
    from events.geoparsing.resolution import Name

METROPOLIS = 500_000
#: A state of ten million is not talked of as much as a city of ten million.
PEOPLE = {"division": "people of a division", "county": "people of a county"}
TOWN_KM = 60.0


def own_features(name: Name, document: Document, together: Together) -> Iterator[dict[str, float]]:
    """Features of each candidate of a name that never change while the text is settled."""
    if not name.matches:
        return
    top = max(match.place.population for match in name.matches)
    most = max(range(len(name.matches)), key=lambda i: name.matches[i].place.population)
    seated = _with_a_seat([match.place for match in name.matches])
    odd = dict(_odd_ones(name))
    firsts = _first_of_each(name)
    for rank, match in enumerate(name.matches):
        place = match.place
        group = class_of(place)
        found = {
            PEOPLE.get(group, "people"): log10(place.population + 10),
            "people, to the most": log10((place.population + 10) / (top + 10)),
            "rank": log10(rank + 1),
        }
        said = [f"class={group}", f"kind={match.kind}", *_of_the_name(name, match)]
        if rank == 0:
            said.append("most prominent")
        if rank == most:
            said.append("most populous")
        if rank in odd:
            said.append(odd[rank])
        if rank in firsts:
            said.append("first of its country")
        if place.key in seated:
            said.append("a town of its name lies in it")
        found.update(dict.fromkeys((*said, *_home(place, document)), 1.0))
        found.update(together.features(name, place))
        yield found


def _of_the_name(name: Name, match: NameMatch) -> Iterator[str]:
    """How the name as it is written fits the candidate."""
    text, place = name.toponyms[0].text, match.place
    if normalise_name(place.name) == normalise_name(text):
        yield "its own name"
        if place.feature == "PPLC":
            yield "capital, its own name"
    if name.part_of:
        yield f"part: {class_of(place)}, {match.form}"
        yield f"part: {kind_of_word(text)}, {match.form}"
    if match.kind != "abbreviation" and is_abbreviation(text):
        yield "capitals, no abbreviation"
    if name.called_town and not place.feature.startswith("PPL"):
        yield "called a town, is none"


def _odd_ones(name: Name) -> Iterator[tuple[int, str]]:
    """Candidates of one country that share the name: New York and its state, Mexico's City."""
    metropoles, countries, divisions = set(), set(), set()
    for match in name.matches:
        place = match.place
        if _is_metropolis(place):
            metropoles.add(place.country)
        elif place.feature.startswith("PCL"):
            countries.add(place.country)
        elif place.feature == "ADM1":
            divisions.add(place.country)
    for rank, match in enumerate(name.matches):
        place = match.place
        if place.feature == "ADM1" and place.country in metropoles:
            yield rank, "division, a metropolis of its name"
        elif place.feature == "PPLC" and place.country in countries:
            yield rank, "capital, its country has the name"
        elif _is_metropolis(place) and place.country in divisions:
            yield rank, "metropolis, a division of its name"


def _is_metropolis(place: GazetteerPlace) -> bool:
    return place.feature.startswith("PPL") and place.population >= METROPOLIS


def _first_of_each(name: Name) -> set[int]:
    """The most prominent candidate of each country."""
    firsts: dict[str, int] = {}
    for rank, match in enumerate(name.matches):
        firsts.setdefault(match.place.country, rank)
    return set(firsts.values())


def _with_a_seat(places: Sequence[GazetteerPlace]) -> set[str]:
    """Keys of the divisions that hold a town among the candidates: the Astara around Astara."""
    towns = [place for place in places if place.feature.startswith("PPL")]
    return {
        place.key
        for place in places
        if place.feature.startswith("ADM")
        and any(town.country == place.country and within(town, place, TOWN_KM) for town in towns)
    }


def _home(place: GazetteerPlace, document: Document) -> Iterator[str]:
    if document.source_country and place.country == document.source_country:
        yield "source's country"
    if document.source_point is not None and is_point(place):
        km = distance_km(*document.source_point, place.latitude, place.longitude)
        if km <= NEAR_KM:
            yield "near the source"
