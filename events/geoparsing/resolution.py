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
from math import sqrt

from events.geoparsing.borrowing import Lent, kind_of_word, lend, lent_features, parts_of
from events.geoparsing.candidates import TOWN_KM, own_features
from events.geoparsing.context import Link, called_towns, links
from events.geoparsing.gazetteer import Gazetteer, NameMatch
from events.geoparsing.ground import Ground, Together, class_of, is_point, within
from events.geoparsing.languages import known_form, language_of
from events.geoparsing.lexicon import DIVISIONS
from events.geoparsing.linear import log_odds, probability, shares
from events.geoparsing.names import name_key, normalise_name
from events.geoparsing.reasons import Company, reasons_for
from events.geoparsing.settled import lifts
from events.geoparsing.types import Candidate, Document, GazetteerPlace, Toponym
from events.geoparsing.weights import SHIPPED, Weights

PASSES = 3
MAX_CANDIDATES = 60
SHOWN_CANDIDATES = 5
SAME_KM = 50.0
AS_LIKELY = 0.8
LARGE_PART = 0.2  # of the people of a division
COUNTY_KM = 40.0  # a town whose county is not known lies in the county of a point so near
LONGEST_WORD = 20  # characters
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
    lent: list[Lent] = field(default_factory=list)  # rivals of the matches, after them in shares

    weight: float = field(init=False)  # how much it counts among the names of the text

    def __post_init__(self) -> None:
        self.weight = sqrt(len(self.toponyms))

    @property
    def places(self) -> list[GazetteerPlace]:
        """The candidates, in the order of their shares."""
        return [match.place for match in self.matches] + [lent.place for lent in self.lent]

    @property
    def best(self) -> int:
        return max(range(len(self.shares)), key=self.shares.__getitem__)

    @property
    def best_match(self) -> int:
        """The best of what the gazetteer has of the name."""
        return max(range(len(self.matches)), key=self.shares.__getitem__)

    @property
    def place(self) -> GazetteerPlace | None:
        return self.places[self.best] if self.shares else None


class Resolver:
    """Settles toponyms.  One per process; needs an open gazetteer."""

    def __init__(self, gazetteer: Gazetteer, weights: Weights = SHIPPED) -> None:
        self.gazetteer = gazetteer
        self.weights = weights

    def resolve(self, document: Document, toponyms: Sequence[Toponym]) -> None:
        """Fill the candidates (at most five, best first) and the confidence of each, in place.

        A toponym's confidence is that of its point: from what the candidates within SAME_KM of the
        best have together (a town and the district named after it are rivals, but no mistake).
        """
        names = self.names(document, toponyms)
        settle(names, self.weights.first, first=True)
        for _ in range(PASSES - 1):
            settle(names, self.weights.joint, first=False)
        for name in names:
            prefer_town(name, document.text)
        company = Company(names)
        for name in names:
            if not name.shares:
                continue
            confidence = confidence_of(share_around(name), self.weights.confidence)
            candidates = self._candidates(name, confidence, company, document)
            for toponym in name.toponyms:
                toponym.candidates = candidates
                toponym.confidence = confidence
                if name.best < len(name.matches):
                    toponym.form = name.matches[name.best].form

    def names(self, document: Document, toponyms: Sequence[Toponym]) -> list[Name]:
        """The names of a text with what the gazetteer has of each, linked as in the text."""
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
            name = Name(key, members, matches, part_of=part_of)
            name.called_town = any(toponym.start in towns for toponym in members)
            name.lifts, name.decisions = lifts(name_key(forms[key]), matches, document)
            names.append(name)
            by_start.update({toponym.start: name for toponym in members})
        for link in links(document.text, toponyms):
            child, parent = by_start.get(link.child), by_start.get(link.parent)
            if child and parent and child is not parent:
                child.parents.append((parent, link))
                parent.children.append(child)
        together = Together(names)
        for name in names:
            name.own = list(own_features(name, document, together))
            if name.decisions and _said_to_be_elsewhere(name):
                name.lifts, name.decisions = [0.0] * len(name.matches), {}
        return names

    def _matches(self, text: str) -> tuple[tuple[NameMatch, ...], bool]:
        matches = _distinct(self.gazetteer.lookup(text, MAX_CANDIDATES))
        if matches:
            return matches, False
        parts = _distinct(parts_of(text, self.gazetteer))
        return parts, bool(parts)

    def _candidates(
        self, name: Name, confidence: float, company: Company, document: Document
    ) -> tuple[Candidate, ...]:
        likely = _likely(name, confidence)
        order = sorted(range(len(likely)), key=lambda i: -likely[i])[:SHOWN_CANDIDATES]
        places = name.places
        return tuple(
            Candidate(
                places[i],
                likely[i],
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


def _as_likely(name: Name, town: int, division: int) -> bool:
    """A town and the wide division around it that are called alike: where nothing speaks for one,
    or where so many of the division's people live in the town."""
    outer, inner = name.places[division], name.places[town]
    if not contains(outer, inner):
        return False
    if name.shares[town] >= AS_LIKELY * name.shares[division]:
        return True
    large = inner.population >= LARGE_PART * outer.population
    return large and not name.children  # "Buffalo, New York" is in the state


def prefer_town(name: Name, text: str) -> None:
    """ "In Astara" is the town, not the district of that name around it, unless it is called one.

    Both lie within SAME_KM, so no weight tells them apart; the town is the more precise place.
    """
    best, place = (name.best, name.place) if name.shares else (0, None)
    if place is None or best in name.decisions:
        return
    if not place.feature.startswith("ADM") or _called_division(name, text):
        return
    towns = (
        index
        for index, match in enumerate(name.matches)
        if match.place.feature.startswith("PPL")
        and match.place.country == place.country
        and (within(match.place, place, SAME_KM) or _as_likely(name, index, best))
    )
    town = max(towns, key=name.shares.__getitem__, default=None)
    if town is not None:
        name.shares[best], name.shares[town] = name.shares[town], name.shares[best]


def _called_division(name: Name, text: str) -> bool:
    """Whether a word for a division stands after any mention: "Astara district"."""
    after = (text[t.end : t.end + LONGEST_WORD].split(maxsplit=1) for t in name.toponyms)
    return any(words and words[0].strip(".,;:").lower() in DIVISIONS for words in after)


def share_around(name: Name) -> float:
    """What the candidates at the point of the best have together, 0 to 1."""
    return min(1.0, sum(name.shares[index] for index in _at_the_point(name)))


def _at_the_point(name: Name) -> Iterator[int]:
    """The best candidate, and those so near that it makes no difference."""
    best = name.places[name.best]
    for index, place in enumerate(name.places):
        if place.key == best.key or within(place, best, SAME_KM):
            yield index


def _likely(name: Name, confidence: float) -> list[float]:
    """How likely each candidate is the place, so that those at the point make up its confidence."""
    around = share_around(name)
    elsewhere = (1 - confidence) / (1 - around) if around < 1 else 0.0
    at_the_point = set(_at_the_point(name))
    return [
        share * (confidence / around if index in at_the_point else elsewhere)
        for index, share in enumerate(name.shares)
    ]


def sureness(share: float) -> dict[str, float]:
    """What the confidence in a point is weighed by."""
    return {"always": 1.0, "log odds of its share": log_odds(share)}


def confidence_of(share: float, weights: Mapping[str, float]) -> float:
    """How likely the point is right, 0 to 1.

    A share is too modest: a namesake in the same county is a rival and no mistake.
    """
    if not weights:
        return share
    return probability(sum(weights.get(k, 0.0) * v for k, v in sureness(share).items()))


def settle(names: Sequence[Name], weights: Mapping[str, float], first: bool) -> None:
    """One pass: new shares for every name, from the others' shares of the pass before."""
    ground = None if first else ground_of(names)
    new = []
    for name in names:
        rows = features(name, ground)
        scores = [sum([weights.get(k, 0.0) * v for k, v in row.items()]) for row in rows]
        for index, lift in enumerate(name.lifts):
            scores[index] += lift
        new.append(shares(scores)[:-1])
    for name, values in zip(names, new, strict=True):
        name.shares = values


def ground_of(names: Sequence[Name]) -> Ground:
    """Where the names are now; what is settled lends its place to what is not."""
    ground = Ground(names)
    lend(names, ground)
    return ground


def features(name: Name, ground: Ground | None) -> list[dict[str, float]]:
    """Features of each candidate of a name, and of "nowhere" as the last row."""
    rows = [dict(own) for own in name.own]
    for row, match in zip(rows, name.matches, strict=True):
        row.update(_beside(name, match.place))
        if ground is not None:
            row.update(ground.features(name, match.place))
            if "first of its country" in row:
                row["first of its country, share"] = row.get("share of country", 0.0)
    if ground is not None:
        rows += [lent_features(name, lent) for lent in name.lent]
    rows.append({NOWHERE: 1.0, f"{NOWHERE}: {_known_as(name)}": 1.0})
    return rows


def _known_as(name: Name) -> str:
    if not name.matches:
        return f"unknown {kind_of_word(name.toponyms[0].text)}"
    if name.part_of:
        return "part"
    return "several" if len(name.matches) > 1 else class_of(name.matches[0].place)


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
        if (outer.country, outer.admin1) != (inner.country, inner.admin1):
            return False
        if outer.admin2 and inner.admin2:
            return outer.admin2 == inner.admin2
        return inner.feature.startswith("PPL") and within(outer, inner, COUNTY_KM)
    if not is_point(outer) or not is_point(inner):
        return False
    return outer.population >= inner.population and within(outer, inner, TOWN_KM)


def _distinct(matches: Sequence[NameMatch]) -> tuple[NameMatch, ...]:
    found: dict[str, NameMatch] = {}
    for match in matches:
        found.setdefault(match.place.key, match)
    return tuple(found.values())
