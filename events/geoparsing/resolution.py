"""Which place on earth a name means.

All toponyms of a text are settled together: the same name means the same place throughout, and
every name's candidates are weighed by what they are, by what stands beside the name ("Paris,
Texas"), and by where the other names of the text are.  Each pass looks at the others' shares from
the pass before.  The weights are readable (``Weights.first``, ``joint``), the reasons come from
them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log10, sqrt

from events.geoparsing.context import Link, called_towns, links
from events.geoparsing.gazetteer import Gazetteer, NameMatch, distance_km
from events.geoparsing.languages import known_form, language_of
from events.geoparsing.lexicon import DIRECTIONS, DIVISIONS
from events.geoparsing.linear import shares
from events.geoparsing.names import name_key, normalise_name
from events.geoparsing.reasons import Company, reasons_for
from events.geoparsing.settled import lifts
from events.geoparsing.types import Candidate, Document, GazetteerPlace, Toponym
from events.geoparsing.weights import SHIPPED, Weights

PASSES = 3
MAX_CANDIDATES = 60
SHOWN_CANDIDATES = 5
NEAR_KM = 150.0
TOWN_KM = 60.0
SAME_KM = 50.0
LONGEST_WORD = 20  # characters
LENDING_POPULATION = 50_000
NOWHERE = "nowhere"  # the rival of all candidates: the gazetteer does not have the place


@dataclass(slots=True)
class Name:
    """One name of the text with all its mentions, which mean one place."""

    key: str
    toponyms: list[Toponym]
    matches: tuple[NameMatch, ...]
    called_town: bool = False  # "the city of"
    part_of: bool = False  # the matches are of a shorter name: "Western US" by "US"
    own: list[dict[str, float]] = field(default_factory=list)  # features that never change
    lifts: list[float] = field(default_factory=list)  # log odds that editors' decisions add
    decisions: dict[int, str] = field(default_factory=dict)  # these as reasons, by candidate
    shares: list[float] = field(default_factory=list)  # of the candidates; the rest is nowhere
    parents: list[tuple[Name, Link]] = field(default_factory=list)  # "Texas" of "Paris, Texas"
    children: list[Name] = field(default_factory=list)

    @property
    def best(self) -> int:
        return max(range(len(self.shares)), key=self.shares.__getitem__)

    @property
    def place(self) -> GazetteerPlace:
        return self.matches[self.best].place


class Resolver:
    """Settles toponyms.  One per process; needs an open gazetteer."""

    def __init__(self, gazetteer: Gazetteer, weights: Weights = SHIPPED) -> None:
        self.gazetteer = gazetteer
        self.weights = weights

    def resolve(self, document: Document, toponyms: Sequence[Toponym]) -> None:
        """Fill the candidates (at most five, best first) and the confidence of each, in place.

        A toponym's confidence is that of its point: what the candidates within SAME_KM of the best
        have together (a town and the district named after it are rivals, but no mistake).
        """
        names = self.names(document, toponyms)
        settle(names, self.weights.first, first=True)
        for _ in range(PASSES - 1):
            settle(names, self.weights.joint, first=False)
        for name in names:
            _prefer_town(name, document.text)
        company = Company(names)
        for name in names:
            candidates = self._candidates(name, company, document)
            confidence = min(1.0, _share_around(name))
            for toponym in name.toponyms:
                toponym.candidates = candidates
                toponym.confidence = confidence
                toponym.form = name.matches[name.best].form

    def names(self, document: Document, toponyms: Sequence[Toponym]) -> list[Name]:
        """The names that the gazetteer knows, linked as the text links them."""
        grouped: dict[str, list[Toponym]] = defaultdict(list)
        forms: dict[str, str] = {}
        known: dict[str, str] = {}
        language = language_of(document.text)
        for toponym in toponyms:
            toponym.candidates, toponym.confidence = (), 0.0
            if toponym.text not in known:
                known[toponym.text] = known_form(toponym.text, language, self.gazetteer.lookup)
            form = known[toponym.text]
            key = f"{normalise_name(form)}/{toponym.text.isupper()}"
            forms.setdefault(key, form)
            grouped[key].append(toponym)
        names, by_start = [], {}
        towns = called_towns(document.text, toponyms)
        for key, members in grouped.items():
            matches, part_of = self._matches(forms[key])
            if not matches:
                continue
            name = Name(key, members, matches, part_of=part_of)
            name.called_town = any(toponym.start in towns for toponym in members)
            name.own = list(_own_features(name, document))
            name.lifts, name.decisions = lifts(name_key(forms[key]), matches, document)
            names.append(name)
            by_start.update({toponym.start: name for toponym in members})
        for link in links(document.text, toponyms):
            child, parent = by_start.get(link.child), by_start.get(link.parent)
            if child and parent and child is not parent:
                child.parents.append((parent, link))
                parent.children.append(child)
        for name in names:
            if name.decisions and _said_to_be_elsewhere(name):
                name.lifts, name.decisions = [0.0] * len(name.matches), {}
        return names

    def _matches(self, text: str) -> tuple[tuple[NameMatch, ...], bool]:
        matches = _distinct(self.gazetteer.lookup(text, MAX_CANDIDATES))
        if matches:
            return matches, False
        for shorter in _shorter_names(text):
            matches = _distinct(self.gazetteer.lookup(shorter, MAX_CANDIDATES))
            if matches and _lends_its_place(matches[0]):
                return matches, True
        return (), False

    def _candidates(
        self, name: Name, company: Company, document: Document
    ) -> tuple[Candidate, ...]:
        order = sorted(range(len(name.shares)), key=lambda i: -name.shares[i])[:SHOWN_CANDIDATES]
        return tuple(
            Candidate(
                name.matches[i].place,
                name.shares[i],
                reasons_for(name, i, company, document, self.gazetteer),
            )
            for i in order
        )


def _said_to_be_elsewhere(name: Name) -> bool:
    """ "Paris, France", where editors settled Paris in Texas: here the text has the last word."""
    decided = [name.matches[index].place for index in name.decisions]
    for parent, _ in name.parents:
        holders = [match.place for match in parent.matches]
        if any(contains(holder, place) for holder in holders for place in decided):
            continue
        if any(contains(holder, match.place) for holder in holders for match in name.matches):
            return True
    return False


def _prefer_town(name: Name, text: str) -> None:
    """ "In Astara" is the town, not the district of that name around it, unless it is called one.

    Both lie within SAME_KM, so no weight tells them apart; the town is the more precise place.
    """
    best, place = name.best, name.place
    if best in name.decisions:
        return
    if not place.feature.startswith("ADM") or _called_division(name, text):
        return
    towns = (
        index
        for index, match in enumerate(name.matches)
        if match.place.feature.startswith("PPL")
        and match.place.country == place.country
        and _within(match.place, place, SAME_KM)
    )
    town = max(towns, key=name.shares.__getitem__, default=None)
    if town is not None:
        name.shares[best], name.shares[town] = name.shares[town], name.shares[best]


def _called_division(name: Name, text: str) -> bool:
    """Whether a word for a division stands after any mention: "Astara district"."""
    after = (text[t.end : t.end + LONGEST_WORD].split(maxsplit=1) for t in name.toponyms)
    return any(words and words[0].strip(".,;:").lower() in DIVISIONS for words in after)


def _share_around(name: Name) -> float:
    best = name.place
    return sum(
        share
        for match, share in zip(name.matches, name.shares, strict=True)
        if match.place.key == best.key or _within(match.place, best, SAME_KM)
    )


def settle(names: Sequence[Name], weights: Mapping[str, float], first: bool) -> None:
    """One pass: new shares for every name, from the others' shares of the pass before."""
    ground = None if first else Ground(names)
    new = []
    for name in names:
        rows = features(name, ground)
        scores = [sum(weights.get(k, 0.0) * v for k, v in row.items()) for row in rows]
        scores = [score + lift for score, lift in zip(scores, [*name.lifts, 0.0], strict=True)]
        new.append(shares(scores)[:-1])
    for name, values in zip(names, new, strict=True):
        name.shares = values


def features(name: Name, ground: Ground | None) -> list[dict[str, float]]:
    """Features of each candidate of a name, and of "nowhere" as the last row."""
    rows = [dict(own) for own in name.own]
    for row, match in zip(rows, name.matches, strict=True):
        row.update(_beside(name, match.place))
        if ground is not None:
            row.update(ground.features(name, match.place))
    rows.append({NOWHERE: 1.0, f"{NOWHERE}: {_known_as(name)}": 1.0})
    return rows


def _known_as(name: Name) -> str:
    place = name.matches[0].place
    if name.part_of:
        return "part"
    if len(name.matches) > 1:
        return "several"
    return class_of(place)


class Ground:
    """Where the names of a text are, as far as they are settled."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.countries: dict[str, float] = defaultdict(float)
        self.divisions: dict[tuple[str, str], float] = defaultdict(float)
        self.mine: dict[int, list[tuple[str, str, float]]] = {}
        self.points: list[tuple[Name, GazetteerPlace, float]] = []
        self.named: dict[str, Name] = {}
        self.total = 0.0
        for name in names:
            self._add(name)

    def _add(self, name: Name) -> None:
        weight = sqrt(len(name.toponyms))
        parts: list[tuple[str, str, float]] = []
        for match, share in zip(name.matches, name.shares, strict=True):
            if share < 0.02 or not match.place.country:
                continue
            parts.append((match.place.country, match.place.admin1, share * weight))
        for country, admin1, mass in parts:
            self.countries[country] += mass
            if admin1:
                self.divisions[country, admin1] += mass
        self.mine[id(name)] = parts
        self.total += weight
        place = name.place
        if is_point(place):
            self.points.append((name, place, name.shares[name.best]))
        if place.feature.startswith(("PCL", "ADM")):
            self.named.setdefault(place.key, name)

    def features(self, name: Name, place: GazetteerPlace) -> dict[str, float]:
        """What the other names of the text say for a candidate."""
        found: dict[str, float] = {}
        others = self.total - sqrt(len(name.toponyms))
        if others <= 0:
            return {"alone in the text": 1.0 if place.feature == "PPLC" else 0.0}
        country, division = self._without(name, place)
        group = class_of(place)
        if country > 0:
            found["share of country"] = sqrt(min(1.0, country / others))
            if group == "country":
                found["country of others"] = found["share of country"]
        if division > 0 and place.admin1:
            found["share of division"] = sqrt(min(1.0, division / others))
            if group == "division":
                found["division of others"] = found["share of division"]
            if group == "county":
                found["county in the division of others"] = found["share of division"]
        near = self._near(name, place)
        if near:
            found["near others"] = sqrt(near / len(self.points))
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

    def _near(self, name: Name, place: GazetteerPlace) -> float:
        if not is_point(place):
            return 0.0
        return sum(
            share
            for other, point, share in self.points
            if other is not name and _within(place, point, NEAR_KM)
        )


def _own_features(name: Name, document: Document) -> Iterator[dict[str, float]]:
    text = normalise_name(name.toponyms[0].text)
    top = max(match.place.population for match in name.matches)
    most = max(range(len(name.matches)), key=lambda i: name.matches[i].place.population)
    seated = _with_a_seat([match.place for match in name.matches])
    for rank, match in enumerate(name.matches):
        place = match.place
        found = {
            "people": log10(place.population + 10),
            "people, to the most": log10((place.population + 10) / (top + 10)),
            "rank": log10(rank + 1),
            f"class={class_of(place)}": 1.0,
            f"kind={match.kind}": 1.0,
        }
        if rank == 0:
            found["most prominent"] = 1.0
        if rank == most:
            found["most populous"] = 1.0
        if normalise_name(place.name) == text:
            found["its own name"] = 1.0
        found.update(_home(place, document))
        if name.called_town and not place.feature.startswith("PPL"):
            found["called a town, is none"] = 1.0
        if place.key in seated:
            found["a town of its name lies in it"] = 1.0
        yield found


def _with_a_seat(places: Sequence[GazetteerPlace]) -> set[str]:
    """Keys of the divisions that hold a town among the candidates: the Astara around Astara."""
    towns = [place for place in places if place.feature.startswith("PPL")]
    return {
        place.key
        for place in places
        if place.feature.startswith("ADM")
        and any(town.country == place.country and _within(town, place, TOWN_KM) for town in towns)
    }


def _home(place: GazetteerPlace, document: Document) -> dict[str, float]:
    found: dict[str, float] = {}
    if document.source_country and place.country == document.source_country:
        found["source's country"] = 1.0
    if document.source_point is not None and is_point(place):
        km = distance_km(*document.source_point, place.latitude, place.longitude)
        if km <= NEAR_KM:
            found["near the source"] = 1.0
    return found


def _beside(name: Name, place: GazetteerPlace) -> dict[str, float]:
    """What the names right beside it say: Paris, Texas; Astara in Azerbaijan."""
    found: dict[str, float] = {}
    for parent, link in name.parents:
        held = _share_holding(parent, place)
        if held > 0:
            found[f"named with: {link.kind}"] = max(found.get(f"named with: {link.kind}", 0), held)
    if name.children:
        holding = sum(_holds_any(place, child) for child in name.children) / len(name.children)
        if holding:
            found["names beside it lie in it"] = holding
    return found


def _share_holding(parent: Name, place: GazetteerPlace) -> float:
    """How sure it is that the parent means something that holds the place."""
    found = 0.0
    for index, match in enumerate(parent.matches):
        if contains(match.place, place):
            found = max(found, parent.shares[index] if parent.shares else 0.5)
    return max(found, 0.2) if found else 0.0


def _holds_any(place: GazetteerPlace, child: Name) -> float:
    if place.feature.startswith("PPL"):
        return 0.0
    return float(any(contains(place, match.place) for match in child.matches))


def contains(outer: GazetteerPlace, inner: GazetteerPlace) -> bool:
    """Whether one place lies in the other: by country and division codes, towns by distance."""
    if outer.key == inner.key:
        return False
    feature = outer.feature
    if feature.startswith("PCL"):
        return bool(outer.country) and outer.country == inner.country
    if feature.startswith("ADM") and not outer.admin1:
        return False
    if feature == "ADM1":
        return (outer.country, outer.admin1) == (
            inner.country,
            inner.admin1,
        ) and inner.feature != "ADM1"
    if feature == "ADM2":
        return bool(outer.admin2) and (outer.country, outer.admin1, outer.admin2) == (
            inner.country,
            inner.admin1,
            inner.admin2,
        )
    if not is_point(outer) or not is_point(inner):
        return False
    return outer.population >= inner.population and _within(outer, inner, TOWN_KM)


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


def _within(one: GazetteerPlace, other: GazetteerPlace, km: float) -> bool:
    if abs(one.latitude - other.latitude) > km / 110:
        return False
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude) <= km


def _lends_its_place(match: NameMatch) -> bool:
    """Cardiff University is in Cardiff; West Wing is not in Wing, nor Royal Street in Royal."""
    if match.kind == "alternate":
        return False
    group = class_of(match.place)
    return group in ("country", "division", "capital") or (
        match.place.population >= LENDING_POPULATION
    )


def _distinct(matches: Sequence[NameMatch]) -> tuple[NameMatch, ...]:
    found: dict[str, NameMatch] = {}
    for match in matches:
        found.setdefault(match.place.key, match)
    return tuple(found.values())


def _shorter_names(text: str) -> Iterator[str]:
    """Names that a longer one is part of: Western US by US, Heathrow Airport by Heathrow."""
    words = text.split()
    if len(words) < 2 or len(words) > 8:
        return
    if words[0].lower() in DIRECTIONS:
        yield " ".join(words[1:])
    if words[-1][0].isdigit():
        return
    for count in range(len(words) - 1, 0, -1):
        yield " ".join(words[:count])
