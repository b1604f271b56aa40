"""Where a name is that the gazetteer does not know: at a place in the name, or near one beside it.

"Cardiff University" holds the name of a place.  "Fore Street" does not: it is most likely near the
town that the text is about, or the one named just before it.  Such a place is *lent*: it is never
exact, has a key of its own (``near:gn:…``) and competes with what the gazetteer has of the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from events.geoparsing.gazetteer import Gazetteer, NameMatch
from events.geoparsing.ground import Ground, Point, Points, class_of, is_point, within
from events.geoparsing.lent import lent_place
from events.geoparsing.lexicon import (
    DIRECTIONS,
    DIVISIONS,
    GENERIC_FIRST,
    GENERIC_LAST,
    NATURE,
    ORGANISATION,
    STREETS,
)
from events.geoparsing.names import normalise_name
from events.geoparsing.types import GazetteerPlace

if TYPE_CHECKING:
    from events.geoparsing.resolution import Name

LENDING_POPULATION = 50_000
WELL_KNOWN = 100_000  # people of a town that a name means before it means some spot nearby
LEAST_SHARE = 0.3  # of the lender in its own name: what is not settled lends nothing
HOME_KM = 100.0
SAME_KM = 50.0
MOST_WORDS = 8
FARTHEST = 50  # mentions to either side
MUCH = 4  # mentions: a text that names so many places has a place where it is
MAX_PARTS = 60


@dataclass(slots=True)
class Lent:
    """A settled place of the text that may hold a name: how near it stands, how much lies there.

    ``home``: share of the text's settled points within HOME_KM of it.
    """

    place: GazetteerPlace
    lender: Name
    before: bool = False
    after: bool = False
    linked: bool = False  # "Terra Kulture in Lagos"
    share: float = 0.0
    home: float = 0.0


# Places in the name


def parts_of(text: str, gazetteer: Gazetteer) -> tuple[NameMatch, ...]:
    """What the longest part of a name means that may lend its place; () where there is none."""
    for shorter in _shorter_names(text):
        matches = gazetteer.lookup(shorter, MAX_PARTS)
        if matches and _lends_its_place(matches[0]):
            return matches
    return ()


def _lends_its_place(match: NameMatch) -> bool:
    """Cardiff University is in Cardiff; West Wing is not in Wing, nor Royal Street in Royal."""
    if match.kind == "alternate":
        return False
    if class_of(match.place) in ("country", "division", "capital"):
        return True
    return match.place.population >= LENDING_POPULATION or match.place.feature == "CONT"


def _shorter_names(text: str) -> Iterator[str]:
    """Western US: US.  Heathrow Airport: Heathrow.  University of California: California."""
    words = text.split()
    if not 2 <= len(words) <= MOST_WORDS:
        return
    if words[0].lower() in DIRECTIONS:
        yield " ".join(words[1:])
    if words[-1][0].isdigit():
        return
    for count in range(len(words) - 1, 0, -1):
        yield " ".join(words[:count])
        if words[-count - 1].lower() in ("of", "in", "at", "the"):
            yield " ".join(words[-count:])
    for count in range(min(3, len(words) - 2), 0, -1):
        for start in range(1, len(words) - count):
            yield " ".join(words[start : start + count])


# Places around it


def lend(names: Sequence[Name], ground: Ground) -> None:
    """Set what the settled places of the text lend to each name."""
    settled = {
        id(point.name): point
        for point in ground.points.all
        if point.share >= LEAST_SHARE and not point.name.part_of
    }
    homes = _homes(settled)
    homeliest = list(homes)[:2]
    order = sorted(
        ((toponym.start, name) for name in names for toponym in name.toponyms),
        key=lambda mention: mention[0],
    )
    first: dict[int, int] = {}
    for at, (_, name) in enumerate(order):
        first.setdefault(id(name), at)
    for name in names:
        name.lent = []
        lenders: dict[int, Lent] = {}
        at = first[id(name)]
        for step, field in ((-1, "before"), (1, "after")):
            other = _next_settled(order, at, step, name, settled)
            if other is not None:
                setattr(_lent(lenders, other, settled, homes), field, True)
        for parent, _ in name.parents:
            if id(parent) in settled:
                _lent(lenders, parent, settled, homes).linked = True
        home = next((key for key in homeliest if key != id(name)), None)
        if home is not None:
            _lent(lenders, settled[home].name, settled, homes)
        much = len(settled) > 1 or len(order) >= MUCH
        name.lent = [lent for lent in lenders.values() if _may_lend(lent, name, much)]


def _next_settled(
    order: list[tuple[int, Name]],
    at: int,
    step: int,
    name: Name,
    settled: Mapping[int, Point],
) -> Name | None:
    for steps in range(1, FARTHEST + 1):
        there = at + step * steps
        if not 0 <= there < len(order):
            return None
        other = order[there][1]
        if other is not name and id(other) in settled:
            return other
    return None


def _homes(settled: Mapping[int, Point]) -> dict[int, float]:
    """By the id of the name: what share of the settled points lies near its place, most first."""
    points = Points()
    for point in settled.values():
        points.add(point)
    weight = {key: point.name.weight * point.share for key, point in settled.items()}
    total = sum(weight.values())
    found = {}
    for key, point in settled.items():
        near = sum(
            weight[id(other.name)] for km, other in points.around(point.place) if km <= HOME_KM
        )
        found[key] = near / total
    return dict(sorted(found.items(), key=lambda pair: (-round(pair[1], 3), -weight[pair[0]])))


def _lent(
    lenders: dict[int, Lent],
    lender: Name,
    settled: Mapping[int, Point],
    homes: Mapping[int, float],
) -> Lent:
    if id(lender) not in lenders:
        point, home = settled[id(lender)], homes[id(lender)]
        place = lent_place(point.place)
        lenders[id(lender)] = Lent(place, lender, share=point.share, home=home)
    return lenders[id(lender)]


def _may_lend(lent: Lent, name: Name, much: bool) -> bool:
    """Not where the name has a place of its own just there; a bare name needs a text of places."""
    if name.matches and not name.part_of and _stands_fast(name.matches[0]):
        return False
    if any(
        is_point(match.place) and within(match.place, lent.place, SAME_KM) for match in name.matches
    ):
        return False
    if name.matches or much or lent.linked:
        return True
    return kind_of_word(name.toponyms[0].text) != "plain"


def _stands_fast(match: NameMatch) -> bool:
    """Holy See, Soviet Union, Sahara, Cape Town: what such a name means is known."""
    place = match.place
    if class_of(place) in ("country", "division", "capital") or place.where_prec >= 5:
        return True
    return match.kind != "alternate" and place.population >= WELL_KNOWN


def lent_features(name: Name, lent: Lent) -> dict[str, float]:
    """Features of a lent place, for the ranking."""
    kind = kind_of_word(name.toponyms[0].text)
    found = {
        "lent": 1.0,
        f"lent: {kind}": 1.0,
        "lent: share of the lender": lent.share,
        "lent: home": lent.home,
        f"lent: home, {kind}": lent.home,
    }
    if lent.before:
        found["lent: named before"] = 1.0
    if lent.linked:
        found["lent: linked"] = 1.0
    if lent.after:
        found["lent: named after"] = 1.0
    if name.part_of:
        found["lent: its name holds a place"] = 1.0
    elif name.matches:
        found["lent: known name"] = 1.0
        found["lent: known name, home"] = lent.home
    return found


def kind_of_word(text: str) -> str:
    """What a name says that it is: a street, a river, a site …; "plain" where it does not say."""
    words = normalise_name(text).split()
    if len(words) < 2:
        return "plain"
    last = words[-1]
    if last in STREETS or words[0].isdigit():
        return "street"
    if last in NATURE or words[0] in GENERIC_FIRST:
        return "nature"
    if last in DIVISIONS:
        return "division"
    if last in GENERIC_LAST or not ORGANISATION.isdisjoint(words):
        return "site"
    return "plain"
