"""One sentence's telling of one event, and the gathering of tellings into events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Token

from events.geoparsing.drafts import days, lexicon
from events.geoparsing.drafts.attachment import Tie
from events.geoparsing.drafts.containment import contains, distance_m
from events.geoparsing.drafts.days import When
from events.geoparsing.drafts.grammar import children, governor, is_verbal, lemma
from events.geoparsing.drafts.places import Where
from events.geoparsing.drafts.triggers import Trigger
from events.geoparsing.parsed import Sentence
from events.geoparsing.taxonomy import LASTING, are_kin
from events.geoparsing.types import Actor, GazetteerPlace, Toll, Toponym

#: A telling is compared with so many earlier events of its type, the latest ones first.
MAX_COMPARED = 25
#: "It was the worst flood ..." speaks of what was told at most so many sentences ago.
CLASSIFYING = 8

_DEFINITE = lexicon.group("definite")
_PRONOUNS = frozenset({"it", "this", "that", "what", "which"})
_PERCEIVED = frozenset({"feel", "hear", "see"})
_OTHER_ONE = lexicon.group("other-one")
#: Types whose events kill, wound or destroy: "12 people died" may belong to one.
HARMFUL = frozenset(
    {
        "armed_clash",
        "air_or_drone_strike",
        "shelling",
        "explosion",
        "attack_on_civilians",
        "riot",
        "protest",
        "natural_disaster",
        "accident",
    }
)


@dataclass(slots=True)
class Telling:
    """What one trigger says: ``type`` "none" for a consequence that names no event."""

    trigger: Trigger
    type: str
    sentence: Sentence
    order: int  # of the sentence in the text
    where: Where
    when: When
    background: bool
    lead: bool
    kind: str  # of the block
    body: int  # offset where the sentence's own words begin, behind a dateline
    dead: Toll | None = None
    injured: Toll | None = None
    actors: list[Actor] = field(default_factory=list)
    elsewhere: bool = False  # the sentence has literal places, known or not: none is borrowed

    @property
    def token(self) -> Token:
        return self.trigger.token

    @property
    def planned(self) -> bool:
        return self.trigger.reality == "planned"

    def definite(self) -> bool:
        """ "the drill", "this week's drill": a noun that points back."""
        if is_verbal(self.token):
            return False
        return any(
            child.lower_ in _DEFINITE for child in self.token.children if child.i < self.token.i
        ) or bool(children(self.token, "poss"))

    def bare_definite(self) -> bool:
        """Definite, and nothing after the noun says which one."""
        return self.definite() and not any(
            child.dep_ in ("acl", "relcl") and not child.doc[max(0, child.left_edge.i - 1)].is_punct
            for child in self.token.children
        )

    def classifies(self) -> bool:
        """ "It was the worst flood for years": says of what kind the event is that was told."""
        if is_verbal(self.token) or self.token.dep_ != "attr" or lemma(self.token.head) != "be":
            return False
        subjects = children(self.token.head, "nsubj", "attr")
        return any(s.lower_ in _PRONOUNS for s in subjects if s.i < self.token.head.i)

    def extends(self) -> bool:
        """Whether its places are the event's: not those of "the flood was moving towards Kotri"."""
        if is_verbal(self.token) or self.where.tie == Tie.OWN or not self.definite():
            return True
        verb = governor(self.token)
        return verb is None or lemma(verb) in lexicon.SUPPORT

    def looks_back(self) -> bool:
        """ "A week before, 40,000 had marched": before what was told, on a day of its own."""
        verb = self.token if is_verbal(self.token) else governor(self.token)
        if verb is None or self.definite() or not self.when.indices:
            return False
        return any(child.lower_ == "had" for child in children(verb, "aux"))

    def indefinite(self) -> bool:
        """ "a flood", "an aftershock": one that is new to the reader."""
        return not is_verbal(self.token) and any(
            child.lower_ in ("a", "an") for child in children(self.token, "det")
        )

    def other_one(self) -> bool:
        """ "another blast", "a second quake": by its own words not the one told before."""
        if is_verbal(self.token):
            return False
        return any(
            lemma(child) in _OTHER_ONE or child.lower_ in _OTHER_ONE
            for child in self.token.children
            if child.i < self.token.i and child.dep_ in ("amod", "det", "nummod", "advmod")
        )


@dataclass(slots=True)
class Event:
    """Tellings of one event, in the order of the text."""

    type: str
    tellings: list[Telling]
    places: list[int]  # indices of toponyms
    when: When

    @property
    def borrowed(self) -> bool:
        """Whether no telling so far named a place of its own."""
        return all(telling.where.tie > Tie.NEAR for telling in self.tellings)

    @property
    def last(self) -> Telling:
        return self.tellings[-1]


class Gathering:
    """Tellings in, events out.  Every telling meets a bounded number of events, so time stays
    linear."""

    def __init__(self, toponyms: Sequence[Toponym], published: date | None = None) -> None:
        self._toponyms = toponyms
        self._published = published
        self._by_type: dict[str, list[Event]] = defaultdict(list)
        self.events: list[Event] = []

    def add(self, telling: Telling) -> Event | None:
        """Join a telling to the event that it tells, or open a new one; None where it can do
        neither."""
        if telling.type == "none":
            event = self._harm_before(telling)
            if event is not None:
                self._join(event, telling)
            return event
        event = self._same_before(telling)
        if event is not None:
            self._join(event, telling)
            return event
        if not telling.where.indices:
            return None
        return self._open(telling)

    def _open(self, telling: Telling) -> Event:
        event = Event(telling.type, [telling], list(telling.where.indices), telling.when)
        self.events.append(event)
        self._by_type[telling.type].append(event)
        return event

    def latest(self, telling: Telling, within: int = 3) -> Event | None:
        """The event told last, when it was told at most ``within`` sentences ago."""
        for event in reversed(self.events[-6:]):
            if telling.order - event.last.order <= within:
                return event
        return None

    def _harm_before(self, telling: Telling) -> Event | None:
        for event in reversed(self.events[-8:]):
            near = telling.order - event.last.order <= 2
            if event.type in HARMFUL and near and self._one_and_the_same(event, telling):
                return event
        return None

    def _same_before(self, telling: Telling) -> Event | None:
        if telling.classifies():
            known = self._by_type[telling.type]
            if known and telling.order - known[-1].last.order <= CLASSIFYING:
                return known[-1]
        for event in self._likeliest(telling):
            if self._one_and_the_same(event, telling):
                return event
        if not telling.definite():
            return None
        for event in reversed(self.events[-8:]):
            if (
                are_kin(event.type, telling.type)
                and self._one_and_the_same(event, telling)
                and telling.order - event.last.order <= 8
            ):
                return event
        return None

    def _likeliest(self, telling: Telling) -> list[Event]:
        """Earlier events of the type, the latest first; for "the war" first those called a war,
        then other nouns."""
        events = self._by_type[telling.type][: -MAX_COMPARED - 1 : -1]
        if not telling.definite():
            return events
        name = lemma(telling.token)
        return sorted(events, key=lambda event: _unlike(event, name))

    def _one_and_the_same(self, event: Event, telling: Telling) -> bool:
        lasting = event.type in LASTING
        same_days = days.agree(event.when, telling.when, lasting=lasting)
        if not same_days or self._recent_and_past(event, telling):
            return False
        if telling.looks_back() and not event.when.indices:
            return False
        if telling.other_one() and not self._same_stated_day(event, telling):
            return False
        if event.tellings[0].planned != telling.planned and not (
            event.when.indices and telling.when.indices
        ):
            return telling.definite() and not telling.where.indices
        relation = self._places_relate(event, telling)
        if relation == "apart":
            if telling.bare_definite() and (event.borrowed or self._same_day(event, telling)):
                return True
            if telling.bare_definite() and telling.where.tie != Tie.OWN:
                return self._felt_there(event, telling)
            return (
                lasting
                and telling.bare_definite()
                and not telling.when.indices
                and self._one_country(event, telling)
            )
        new = telling.indefinite() and telling.where.tie > Tie.NEAR
        if (relation == "shared" and not new) or telling.definite():
            return True
        near = telling.order - event.last.order <= 3 and not new
        return near or lemma(telling.token) == lemma(event.tellings[0].token)

    def _felt_there(self, event: Event, telling: Telling) -> bool:
        """ "The quake was felt in ...", "the exercise also reaches into ...": the one told before,
        if it can be so wide."""
        past = self._published is None or days.long_past(telling.when, self._published)
        if telling.when.indices and past and not event.when.indices:
            return False
        if event.type == "natural_disaster" or self._one_country(event, telling):
            return True
        verb = governor(telling.token)
        if verb is not None and lemma(verb) in _PERCEIVED:
            return True
        places = [*self._resolved(event.places), *self._resolved(telling.where.indices)]
        return event.type in LASTING and any(not place.country for place in places)

    def _recent_and_past(self, event: Event, telling: Telling) -> bool:
        """An undated event told for its own sake is news, and a day long ago is not its day."""
        first = event.tellings[0]
        if event.when.first_day is not None or (first.background and not first.lead):
            return False
        return days.long_past(telling.when, self._published)

    def _same_day(self, event: Event, telling: Telling) -> bool:
        return (
            event.when.date_prec == telling.when.date_prec == 1
            and event.when.first_day == telling.when.first_day
        )

    def _same_stated_day(self, event: Event, telling: Telling) -> bool:
        return self._same_day(event, telling) and self._places_relate(event, telling) == "shared"

    def _places_relate(self, event: Event, telling: Telling) -> str:
        """ "none" where the telling names no place, "shared" where one is or holds the other, else
        "apart"."""
        if not telling.where.indices:
            return "none"
        for ours in self._resolved(event.places):
            for theirs in self._resolved(telling.where.indices):
                if ours.key == theirs.key or contains(ours, theirs) or contains(theirs, ours):
                    return "shared"
        return "apart"

    def _one_country(self, event: Event, telling: Telling) -> bool:
        ours = {place.country for place in self._resolved(event.places)}
        return any(place.country in ours for place in self._resolved(telling.where.indices))

    def _off_its_coast(self, event: Event, telling: Telling) -> bool:
        """A sea or another area of no country, and a place on it or by it."""
        return any(
            not (ours.country and theirs.country)
            and distance_m(ours, theirs) <= max(ours.radius_m, theirs.radius_m)
            for ours in self._resolved(event.places)
            for theirs in self._resolved(telling.where.indices)
        )

    def _resolved(self, indices: Sequence[int]) -> Iterator[GazetteerPlace]:
        for index in indices[:20]:
            place = self._toponyms[index].place
            if place is not None:
                yield place

    def _join(self, event: Event, telling: Telling) -> None:
        if event.type == "attack_on_civilians" and telling.type in ("explosion", "armed_clash"):
            event.type = telling.type
        borrowed = event.borrowed
        event.tellings.append(telling)
        if telling.classifies():
            return
        if telling.type == "none" and not telling.when.indices:
            return
        if self._gives_its_day(event, telling):
            event.when = days.joined(event.when, telling.when)
        if telling.type == "none" or telling.where.tie > Tie.NEAR:
            return
        if not telling.extends():
            return
        if borrowed and telling.where.indices:
            event.places = list(telling.where.indices)
        elif (
            self._one_country(event, telling)
            or self._off_its_coast(event, telling)
            or self._places_relate(event, telling) == "shared"
        ):
            event.places = self._union(event.places, telling.where.indices)

    def _gives_its_day(self, event: Event, telling: Telling) -> bool:
        """Whether a telling's day is the event's: not that of a consequence told later ("more died
        on Sunday"), of a near relation ("called the attack ...") or of a beginning in passing."""
        before = [t for t in event.tellings[:-1][-6:] if t.type == event.type]
        next_to_it = bool(before) and telling.order - before[-1].order <= 1
        if telling.type == "none":
            return next_to_it
        if telling.type != event.type:
            return next_to_it and telling.token.dep_ in ("nsubj", "nsubjpass")
        in_passing = telling.background and telling.when.began
        return not (in_passing and event.when.first_day is None)

    def _union(self, ours: Sequence[int], theirs: Sequence[int]) -> list[int]:
        """Both lists, without second names of a place and without places that hold another one."""
        indices = list(dict.fromkeys([*ours, *theirs]))[:40]
        places = {index: self._toponyms[index].place for index in indices}
        kept: list[int] = []
        seen: set[str] = set()
        for index in indices:
            place = places[index]
            if place is None or place.key in seen:
                continue
            if any(other is not None and contains(place, other) for other in places.values()):
                continue
            seen.add(place.key)
            kept.append(index)
        return kept or indices


def _unlike(event: Event, name: str) -> int:
    """0 where an event has been called by a noun before, 1 where by another noun, 2 where by verbs
    only."""
    nouns = {lemma(t.token) for t in event.tellings[:8] if not is_verbal(t.token)}
    if name in nouns:
        return 0
    return 1 if nouns else 2
