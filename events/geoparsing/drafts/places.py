"""Where: the literal toponyms that an event is tied to, most specific ones first and lists kept
whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from events.geoparsing.drafts import lexicon
from events.geoparsing.drafts.attachment import Tie, bound_noun, tie
from events.geoparsing.drafts.containment import contains, distance_m
from events.geoparsing.drafts.grammar import ancestors, governor, is_verbal, lemma
from events.geoparsing.parsed import Parsed, Sentence
from events.geoparsing.types import Toponym

#: A sentence with more names than this is a list; the nearest ones are looked at.
MAX_SITES = 60
#: A place is not within another one that is so far away, in metres.
FAR_M = 500_000
#: Types of events that are named after their place: "the Karabakh war", "the Kobe earthquake".
_NAMED_AFTER = frozenset(
    {
        "armed_clash",
        "attack_on_civilians",
        "explosion",
        "natural_disaster",
        "election",
        "protest",
        "riot",
        "accident",
        "meeting",
        "shelling",
    }
)
#: Of these, a people's name names the place too: "the Turkish election", "the Syrian civil war".
_NAMED_AFTER_PEOPLE = frozenset({"election"})

_HITTING = frozenset(
    {
        "armed_clash",
        "air_or_drone_strike",
        "shelling",
        "explosion",
        "attack_on_civilians",
        "natural_disaster",
        "troop_movement",
    }
)
_SETS = frozenset({"plan", "schedule", "set"})

_LIST_GAP = re.compile(
    r"[\s,;/]{0,4}(?:(?:and|or|as well as|&)\s{1,2})?(?:(?:in|at|near|around)\s{1,2})?"
    r"(?:the\s{1,2})?(?:(?:cities|towns|villages|city|town|village|provinces|districts)\s{1,2}of\s{1,2})?"
)
_CHOICES = re.compile(r"\b(?:and|or|as well as)\b|&|;")
_GOOD_PREPOSITIONS = lexicon.group("good-prepositions")
_DIRECTIONS = lexicon.group("directions")


@dataclass(frozen=True, slots=True)
class Site:
    """A toponym of a sentence: its index in the reading, itself, and its head word in the parse."""

    index: int
    toponym: Toponym
    token: Token


@dataclass(frozen=True, slots=True)
class Where:
    """An event's toponyms (indices) and how close the closest is tied; none where nothing is."""

    indices: tuple[int, ...] = ()
    tie: Tie = Tie.APART


class Sites:
    """The toponyms of a text, found by sentence."""

    def __init__(self, parsed: Parsed, toponyms: Sequence[Toponym]) -> None:
        self._parsed = parsed
        self.toponyms = toponyms
        self._order = sorted(range(len(toponyms)), key=lambda index: toponyms[index].start)
        self._starts = [toponyms[index].start for index in self._order]

    def inside(self, start: int, end: int) -> list[Site]:
        """Toponyms between two offsets that were parsed, in reading order (at most MAX_SITES)."""
        first = bisect_left(self._starts, start)
        found: list[Site] = []
        for index in self._order[first : first + MAX_SITES]:
            toponym = self.toponyms[index]
            if toponym.start >= end:
                break
            token = self._head(toponym)
            if token is not None:
                found.append(Site(index, toponym, token))
        return found

    def indices(self, start: int, end: int) -> list[int]:
        """Indices of the toponyms that begin between two offsets, in reading order (at most
        MAX_SITES)."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self._order[first : min(last, first + MAX_SITES)]

    def _head(self, toponym: Toponym) -> Token | None:
        for start in (toponym.start,):
            token = self._parsed.token_at(start)
            last = self._parsed.token_at(max(start, toponym.end - 1))
            if token is None or last is None or last.doc is not token.doc:
                return token
            root: Token = token.doc[token.i : max(token.i, last.i) + 1].root
            return root
        return None


def literal(sites: Iterable[Site], *, resolved: bool = True) -> list[Site]:
    """Sites where something may be: literal names, known to the gazetteer where ``resolved`` is
    asked."""
    return [
        site
        for site in sites
        if site.toponym.role == "literal"
        and site.toponym.form == "name"
        and (not resolved or site.toponym.place is not None)
    ]


def place_of(
    trigger: Token, kind: str, sentence: Sentence, sites: list[Site], *, resolved: bool = True
) -> Where:
    """Where a trigger's event was, by its sentence alone."""
    named = _named_after(trigger, kind, sites)
    if named:
        return Where(tuple(site.index for site in named), Tie.OWN)
    usable = [
        site
        for site in sites
        if site in literal([site], resolved=resolved) or _target(trigger, kind, site)
    ]
    ranked = sorted(
        ((_closeness(trigger, kind, site), site) for site in usable),
        key=lambda pair: pair[0],
    )
    ranked = [(key, site) for key, site in ranked if key[0] < Tie.APART]
    if not ranked:
        return Where()
    (best_tie, *_), best = ranked[0]
    if resolved and best_tie < Tie.NEAR and _unknown_is_closer(trigger, kind, sites, best):
        best_tie = Tie.NEAR
    if best_tie < Tie.NEAR and bound_noun(best.token) and best.token.head.lower_ == "with":
        best_tie = Tie.NEAR  # "by the border with Chad"
    best = _most_specific(best, usable)
    chosen = listed_with(best, usable, sentence)
    chosen = without_containers(chosen)
    return Where(tuple(site.index for site in chosen), Tie(best_tie))


def _unknown_is_closer(trigger: Token, kind: str, sites: list[Site], best: Site) -> bool:
    """Whether a name that the gazetteer does not know says better where it was."""
    unknown = [s for s in literal(sites, resolved=False) if s.toponym.place is None]
    key = _closeness(trigger, kind, best)
    return any(_closeness(trigger, kind, site) < key for site in unknown)


def _named_after(trigger: Token, kind: str, sites: list[Site]) -> list[Site]:
    if is_verbal(trigger) or kind not in _NAMED_AFTER:
        return []
    found = []
    for site in sites:
        if site.token.head.i != trigger.i or site.token.i > trigger.i or site.toponym.place is None:
            continue
        if site.toponym.form == "demonym":
            if kind in _NAMED_AFTER_PEOPLE or _civil_war(trigger):
                found.append(site)
        elif site.token.dep_ in ("compound", "nmod", "amod", "poss"):
            found.append(site)
    return found


def _target(trigger: Token, kind: str, site: Site) -> bool:
    """What was bombed, invaded or struck is where it was, though the name may stand for a state."""
    token = site.token
    if kind == "election" and site.toponym.form == "demonym":
        return token.dep_ == "nsubj" and token.head.i == trigger.i  # "Chileans voted"
    if site.toponym.form != "name" or site.toponym.place is None or site.toponym.role == "literal":
        return False
    if kind == "election" and _office_of(trigger, token):
        return True
    if kind in _HITTING and token.dep_ in ("dobj", "nsubjpass"):
        return token.head.i == trigger.i
    if kind in _HITTING and trigger.dep_ == "nsubj" and not bound_noun(token):
        return _struck(trigger.head, token)
    return token.dep_ == "pobj" and token.head.lower_ == "for" and lemma(token.head.head) in _SETS


def _office_of(trigger: Token, place: Token) -> bool:
    """ "was elected president of Brazil": who votes is where the vote is."""
    office = place.head.head
    return (
        place.dep_ == "pobj"
        and place.head.lower_ == "of"
        and office.dep_ in ("oprd", "dobj", "attr", "nsubjpass")
        and office.head.i == trigger.i
    )


def _struck(verb: Token, place: Token) -> bool:
    """ "struck the north of Aragon", "tore through the old town of Lyon": what a blow goes through
    is ground, whatever else the name may stand for."""
    if lemma(verb) not in lexicon.SUPPORT:
        return False
    steps = ancestors(place)[:6]
    below = steps[: steps.index(verb)] if verb in steps else []
    kinds = ("pobj", "prep", "dobj", "compound", "nmod")
    return len(below) > 2 and all(step.dep_ in kinds for step in below)


def _civil_war(trigger: Token) -> bool:
    return lemma(trigger) == "war" and any(child.lower_ == "civil" for child in trigger.children)


def _closeness(trigger: Token, kind: str, site: Site) -> tuple[int, int, int]:
    """Sort key: the tie, how well the preposition says "where", the distance in words."""
    close = tie(trigger, site.token)
    if close == Tie.SENTENCE and kind in _HITTING and _just_before(trigger):
        verb = governor(trigger)
        if verb is not None and tie(verb, site.token) <= Tie.CLAUSE:
            close = Tie.NEAR
    return (int(close), _awkwardness(site), abs(trigger.i - site.token.i))


def _just_before(trigger: Token) -> bool:
    """ "Rescuers dug in the ruins of Spitak after an earthquake": new, and so close before that it
    was there."""
    return trigger.head.lower_ in ("after", "following") and any(
        child.lower_ in ("a", "an", "two", "three", "several") for child in trigger.children
    )


def _awkwardness(site: Site) -> int:
    preposition = next(
        (step for step in ancestors(site.token)[1:6] if step.pos_ in ("ADP", "SCONJ")), None
    )
    if preposition is None:
        return 1
    if preposition.lower_ == "of" and lemma(preposition.head) in _DIRECTIONS:
        return 2
    if bound_noun(site.token):
        return 2
    if preposition.lower_ in _GOOD_PREPOSITIONS or preposition.lower_ == "of":
        return 0
    return (
        2 if preposition.lower_ in ("from", "to", "against", "with", "by", "for", "between") else 1
    )


def _most_specific(best: Site, sites: list[Site]) -> Site:
    """From "Syria's city of Raqqa" Raqqa, from "Karachi, Pakistan" Karachi."""
    for _ in range(4):
        inner = next((site for site in sites if site is not best and _within(site, best)), None)
        if inner is None:
            break
        best = inner
    around = (site for site in sites if site is not best and _belies(site, best))
    return next(around, best)


def _belies(outer: Site, inner: Site) -> bool:
    """ "the East Room of the White House": a hall of the first name elsewhere in the world is not
    meant."""
    one, other = outer.toponym.place, inner.toponym.place
    if one is None or other is None or not _says_within(inner.token, outer.token):
        return False
    return distance_m(one, other) > FAR_M + one.radius_m


def _within(inner: Site, outer: Site) -> bool:
    """Whether grammar or the gazetteer puts ``inner`` inside ``outer``."""
    if inner.toponym.place is not None and outer.toponym.place is not None:
        if contains(outer.toponym.place, inner.toponym.place):
            return _near_each_other(inner, outer)
        if contains(inner.toponym.place, outer.toponym.place) or _belies(outer, inner):
            return False
    return _says_within(inner.token, outer.token)


def _says_within(inner: Token, outer: Token) -> bool:
    """ "Syria's city of Raqqa", "Tora Manda locality of Maywand District", "Karachi, Pakistan"."""
    if outer.dep_ == "poss" and inner.i > outer.i and outer.head in (inner, inner.head):
        return True  # "Baghdad's western Amriya district"
    if outer.dep_ in ("poss", "compound", "nmod", "amod"):
        return inner.head.lower_ == "of" and inner.head.head.i == outer.head.i
    noun = inner.head if inner.dep_ in ("compound", "nmod", "amod", "poss") else inner
    steps: list[Token] = []
    for step in ancestors(outer)[:8]:
        if step.i in (inner.i, noun.i):
            return bool(steps) and all(_partitive(part) for part in steps)
        steps.append(step)
    return False


def _partitive(step: Token) -> bool:
    if lemma(step) in _DIRECTIONS:
        return False  # "Yanbu, west of Riyadh"
    if step.dep_ == "prep":
        return step.lower_ in ("in", "of")
    return step.dep_ in ("appos", "pobj", "npadvmod", "compound")


def _near_each_other(one: Site, other: Site) -> bool:
    """Within a few words, or one in the other's phrase: "cities of Azerbaijan ... Baku"."""
    return abs(one.token.i - other.token.i) <= 12


def listed_with(best: Site, sites: list[Site], sentence: Sentence) -> list[Site]:
    """The whole list that a name stands in: "Baku, Astara, Jabrayil and Imishli"."""
    text = str(sentence.words.text)
    base = sentence.start
    position = next(at for at, site in enumerate(sites) if site is best)
    low = high = position
    while low > 0 and _list_gap(text, base, sites[low - 1], sites[low]):
        low -= 1
    while high + 1 < len(sites) and _list_gap(text, base, sites[high], sites[high + 1]):
        high += 1
    run = sites[low : high + 1]
    joined = text[max(0, run[0].toponym.end - base) : max(0, run[-1].toponym.start - base)]
    if len(run) > 1 and not _CHOICES.search(joined) and not _peers(run):
        run = [best if len(run) > 2 and best is not run[0] else run[0]]
    members = set(map(id, run))
    awkward = _awkwardness(best)
    return [
        site
        for site in sites
        if id(site) in members or (_coordinated(best, site) and _awkwardness(site) <= awkward)
    ]


def _peers(run: list[Site]) -> bool:
    """ "Paris, Lyon, Lille": three or more known towns, none of which holds another; not
    "Mauthausen, Austria"."""
    places = [site.toponym.place for site in run]
    known = [place for place in places if place is not None]
    if len(run) < 3 or len(known) < len(run):
        return False
    return len({place.feature[:3] for place in known}) == 1


def _list_gap(text: str, base: int, left: Site, right: Site) -> bool:
    start, end = left.toponym.end - base, right.toponym.start - base
    return 0 <= start <= end <= start + 40 and _LIST_GAP.fullmatch(text[start:end]) is not None


def _coordinated(one: Site, other: Site) -> bool:
    """Whether grammar joins two names: "in Hama and the district of Idlib"."""
    if one is other:
        return True
    first = ancestors(one.token)[:8]
    depth = {token.i: at for at, token in enumerate(first)}
    below: list[Token] = []
    for step in ancestors(other.token)[:8]:
        if step.i in depth:
            return (
                _only_joins(below)
                and _only_joins(first[: depth[step.i]])
                and any(s.dep_ == "conj" for s in below + first[: depth[step.i]])
            )
        below.append(step)
    return False


def _only_joins(steps: list[Token]) -> bool:
    return all(
        step.dep_ in ("conj", "pobj", "compound", "nmod", "appos", "dobj")
        or (step.dep_ == "prep" and step.lower_ in ("of", "in", "near", "at"))
        for step in steps
    ) and not any(is_verbal(step) for step in steps)


def without_containers(sites: list[Site]) -> list[Site]:
    """Drop every place that holds another one of the list, and second names of the same place."""
    kept: list[Site] = []
    seen: set[str] = set()
    for site in sites:
        place = site.toponym.place
        if place is None:
            kept.append(site)
            continue
        if place.key in seen or any(
            other.toponym.place is not None and contains(place, other.toponym.place)
            for other in sites
        ):
            continue
        seen.add(place.key)
        kept.append(site)
    return kept
