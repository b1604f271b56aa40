"""Where the names of a text are, as far as they are settled, and where they could be together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, exp, floor, radians, sqrt
from typing import TYPE_CHECKING

from events.geoparsing.gazetteer import distance_km
from events.geoparsing.types import GazetteerPlace

if TYPE_CHECKING:
    from events.geoparsing.resolution import Name

NEAR_KM = 150.0
CLOSE_KM = 40.0
NEXT_NAMES = 2  # how many names to either side are a name's neighbours
SMALL_SHARE = 0.02
CELL_DEGREES = 0.75
SQUARE_DEGREES = 1.5  # of latitude more than NEAR_KM
MOST_IN_SQUARE = 60
FEW = 40  # points that are sooner looked at one by one

Cell = tuple[int, int]
Division = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Point:
    """A name that is settled at a point, and how surely."""

    name: Name
    place: GazetteerPlace
    share: float


class Points:
    """The settled points of a text; which of them are near a place, in time that does not grow
    with the text: of very many in one part of the world the first MOST_IN_SQUARE speak."""

    def __init__(self) -> None:
        self.all: list[Point] = []
        self._squares: dict[Cell, list[Point]] = defaultdict(list)

    def add(self, point: Point) -> None:
        self.all.append(point)
        square = self._squares[_square(point.place)]
        if len(square) < MOST_IN_SQUARE:
            square.append(point)

    def around(self, place: GazetteerPlace) -> Iterator[tuple[float, Point]]:
        """Kilometres and points, within NEAR_KM."""
        few = len(self.all) <= FEW
        for point in self.all if few else self._in_squares(place):
            if abs(point.place.latitude - place.latitude) > NEAR_KM / 110:
                continue
            km = distance_km(
                place.latitude, place.longitude, point.place.latitude, point.place.longitude
            )
            if km <= NEAR_KM:
                yield km, point

    def _in_squares(self, place: GazetteerPlace) -> Iterator[Point]:
        row, column = _square(place)
        degrees = NEAR_KM / 110 / max(0.1, cos(radians(place.latitude)))
        reach = ceil(degrees / SQUARE_DEGREES)
        for down in (-1, 0, 1):
            for right in range(-reach, reach + 1):
                yield from self._squares.get((row + down, column + right), ())


def _square(place: GazetteerPlace) -> Cell:
    return floor(place.latitude / SQUARE_DEGREES), floor(place.longitude / SQUARE_DEGREES)


class Ground:
    """The settled names: what they say for the candidates of another name."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.countries: dict[str, float] = defaultdict(float)
        self.divisions: dict[Division, float] = defaultdict(float)
        self.mine: dict[int, list[tuple[str, str, float]]] = {}
        self.points = Points()
        self.total = 0.0
        for name in names:
            self._add(name)
        self.top = sorted(self.countries.items(), key=lambda pair: -pair[1])[:2]
        self.beside = dict(_neighbours(names))

    def _add(self, name: Name) -> None:
        weight = name.weight
        parts = [
            (match.place.country, match.place.admin1, share * weight)
            for match, share in zip(name.matches, name.shares, strict=False)
            if share >= SMALL_SHARE and match.place.country
        ]
        for country, admin1, mass in parts:
            self.countries[country] += mass
            if admin1:
                self.divisions[country, admin1] += mass
        self.mine[id(name)] = parts
        if not name.matches:
            return
        self.total += weight
        best = name.best_match
        place = name.matches[best].place
        if is_point(place):
            self.points.add(Point(name, place, name.shares[best]))

    def features(self, name: Name, place: GazetteerPlace) -> dict[str, float]:
        """What the other names of the text say for a candidate."""
        found: dict[str, float] = {}
        others = self.total - (name.weight if name.matches else 0.0)
        if others <= 0:
            return {"alone in the text": 1.0 if place.feature == "PPLC" else 0.0}
        country, division = self._without(name, place)
        group = class_of(place)
        if country > 0:
            share = found["share of country"] = sqrt(min(1.0, country / others))
            if group in ("country", "capital"):
                found[f"{group} of others"] = share
        if division > 0 and place.admin1:
            share = found["share of division"] = sqrt(min(1.0, division / others))
            if group == "division":
                found["division of others"] = share
            if group == "county":
                found["county in the division of others"] = share
        elsewhere = max((mass for code, mass in self.top if code != place.country), default=0.0)
        if elsewhere > 0 and place.country:
            found[f"another country has: {group}"] = min(1.0, elsewhere / others)
        self._add_near(name, place, found)
        self._add_beside(name, place, found)
        return found

    def _without(self, name: Name, place: GazetteerPlace) -> tuple[float, float]:
        country = self.countries.get(place.country, 0.0) if place.country else 0.0
        division = self.divisions.get((place.country, place.admin1), 0.0) if place.admin1 else 0.0
        for own_country, own_admin1, mass in self.mine[id(name)]:
            if own_country == place.country:
                country -= mass
                if own_admin1 == place.admin1:
                    division -= mass
        return max(0.0, country), max(0.0, division)

    def _add_near(self, name: Name, place: GazetteerPlace, found: dict[str, float]) -> None:
        if not is_point(place):
            return
        near = close = nearest = 0.0
        for km, other in self.points.around(place):
            if other.name is name:
                continue
            near += other.share
            nearest = max(nearest, other.share * exp(-km / CLOSE_KM))
            if km <= CLOSE_KM:
                close += other.share
        if near:
            found["near others"] = sqrt(min(1.0, near / len(self.points.all)))
            found["nearest other"] = nearest
        if close:
            found["close to others"] = sqrt(min(1.0, close / len(self.points.all)))

    def _add_beside(self, name: Name, place: GazetteerPlace, found: dict[str, float]) -> None:
        """The names just before and after it in the text."""
        country = division = 0.0
        others = self.beside.get(id(name), ())
        for other in others:
            of_country = of_division = 0.0
            for code, admin1, mass in self.mine[id(other)]:
                if code == place.country:
                    of_country += mass
                    of_division += mass if admin1 == place.admin1 else 0.0
            country += of_country / other.weight
            division += of_division / other.weight
        if country:
            found["country of neighbours"] = country / len(others)
        if division and place.admin1:
            found["division of neighbours"] = division / len(others)


def _neighbours(names: Sequence[Name]) -> Iterator[tuple[int, list[Name]]]:
    """The other names around the mentions of each, by the id of the name."""
    mentions = sorted(
        ((toponym.start, name) for name in names for toponym in name.toponyms),
        key=lambda mention: mention[0],
    )
    around: dict[int, dict[int, Name]] = defaultdict(dict)
    for at, (_, name) in enumerate(mentions):
        for _, other in mentions[max(0, at - NEXT_NAMES) : at + NEXT_NAMES + 1]:
            if other is not name and other.matches:
                around[id(name)][id(other)] = other
    for key, others in around.items():
        yield key, list(others.values())


class Together:
    """Where the names of a text could lie together, before any is settled.

    Counts for each cell and division how many names have a candidate there; a name of many
    candidates counts less.
    """

    def __init__(self, names: Sequence[Name]) -> None:
        self.cells: dict[Cell, dict[int, float]] = defaultdict(dict)
        self.divisions: dict[Division, float] = defaultdict(float)
        self.total = 0.0
        for name in names:
            self._add(name)

    def _add(self, name: Name) -> None:
        if not name.matches:
            return
        weight = 1 / sqrt(len(name.matches))
        self.total += weight
        for division in _divisions_of(name):
            self.divisions[division] += weight
        for match in name.matches:
            if is_point(match.place):
                self.cells[_cell(match.place)][id(name)] = weight

    def features(self, name: Name, place: GazetteerPlace) -> dict[str, float]:
        others = self.total - 1 / sqrt(len(name.matches))
        if others <= 0.01:
            return {}
        found = {}
        if place.admin1:
            mass = self.divisions[place.country, place.admin1] - 1 / sqrt(len(name.matches))
            found["could share its division"] = min(1.0, max(0.0, mass) / others)
        if is_point(place):
            row, column = _cell(place)
            near: dict[int, float] = {}
            for down in (-1, 0, 1):
                for right in (-1, 0, 1):
                    near.update(self.cells.get((row + down, column + right), {}))
            near.pop(id(name), None)
            if near:
                found["could lie together"] = min(1.0, sum(near.values()) / others)
        return found


def _divisions_of(name: Name) -> set[Division]:
    return {
        (match.place.country, match.place.admin1) for match in name.matches if match.place.admin1
    }


def _cell(place: GazetteerPlace) -> Cell:
    return floor(place.latitude / CELL_DEGREES), floor(place.longitude / CELL_DEGREES)


def class_of(place: GazetteerPlace) -> str:
    """What a place is, in a word."""
    feature = place.feature
    if feature.startswith("PCL"):
        return "country"
    if feature == "ADM1":
        return "division"
    if feature.startswith("ADM"):
        return "county"
    if feature in ("PPLC", "PPLA"):
        return "capital" if feature == "PPLC" else "seat"
    return "town" if feature.startswith("PPL") else "area"


def is_point(place: GazetteerPlace) -> bool:
    """Whether the place is small enough to be near to: a town, a county, a site."""
    return place.where_prec <= 3


def within(one: GazetteerPlace, other: GazetteerPlace, km: float) -> bool:
    if abs(one.latitude - other.latitude) > km / 110:
        return False
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude) <= km
