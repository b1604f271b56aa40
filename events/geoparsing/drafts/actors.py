"""Who took part in an event: states that a name stands for, organisations and armed groups that
act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

import spacy.tokens
from babel import Locale
from spacy.tokens import Token

from events.geoparsing.drafts import lexicon
from events.geoparsing.drafts.attachment import Tie, tie
from events.geoparsing.drafts.grammar import (
    ancestors,
    children,
    governor,
    is_verbal,
    lemma,
    subjects_of,
)
from events.geoparsing.drafts.places import Site
from events.geoparsing.drafts.realis import carries
from events.geoparsing.lexicon import DIRECTIONS, PLACE_NOUNS
from events.geoparsing.parsed import Parsed
from events.geoparsing.types import Actor, GazetteerPlace, Span

MAX_ACTORS = 8

_GROUPS = frozenset({"ORG", "NORP"})
_PARTNERS = frozenset({"with", "between", "by", "against"})
#: Events that nobody does, though much is named about them.
_NOBODY = frozenset({"natural_disaster", "accident"})
#: Before one of these a name is that of their group, whatever the parser takes it for.
_FIGHTERS = lexicon.group("fighters") | lexicon.group("assailants")
_DIRECTION_NAMES = frozenset(word.title() for word in DIRECTIONS)
_JOINED = frozenset({"compound", "amod", "nmod", "poss"})
#: Who only tells of it, or where it was printed, takes no part.
_TELLERS = frozenset(
    {"agency", "reuters", "ap", "afp", "news", "times", "post", "television", "radio"}
)


def actors_of(trigger: Token, kind: str, sites: list[Site], parsed: Parsed) -> list[Actor]:
    """Names in the trigger's sentence that stand for a government, a people or a force, with the
    state they mean, then organisations and armed groups that do it; at most MAX_ACTORS."""
    found: dict[str, Actor] = {}
    taken = [Span(site.toponym.start, site.toponym.end) for site in sites]
    groups = () if kind in _NOBODY else _groups(trigger, taken, parsed)
    for actor in chain(_states(trigger, sites), groups):
        found.setdefault(actor.name, actor)
        if len(found) == MAX_ACTORS:
            break
    return list(found.values())


def _states(trigger: Token, sites: list[Site]) -> Iterator[Actor]:
    for site in sites:
        toponym = site.toponym
        if toponym.place is None or (toponym.role == "literal" and toponym.form == "name"):
            continue
        if toponym.form == "demonym" and lemma(site.token.head) in PLACE_NOUNS:
            continue  # "the Turkish town of ...": says where, not who
        aside = _in_an_aside(trigger, site.token)
        if _acts(toponym.place) and not aside and tie(trigger, site.token) <= Tie.NEAR:
            yield Actor(toponym.start, toponym.end, actor_name(toponym.place))


def _in_an_aside(trigger: Token, name: Token) -> bool:
    """Whether a name stands in a clause about another noun: "a meeting in Baku, where they called
    on Armenia"."""
    above = ancestors(name)
    below = above[: above.index(trigger)] if trigger in above else []
    return any(step.dep_ == "relcl" and step.head.i != trigger.i for step in below)


def _acts(place: GazetteerPlace) -> bool:
    return place.feature.startswith(("PCL", "ADM1")) or place.feature == "PPLC"


def actor_name(place: GazetteerPlace) -> str:
    """ "Türkiye" for the country, its people and its capital; a smaller place stands for itself."""
    if place.feature.startswith("PCL") or place.feature == "PPLC":
        return _country_names().get(place.country, place.name)
    return place.name


@cache
def _country_names() -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale("en").territories.items()}


def _groups(trigger: Token, taken: Sequence[Span], parsed: Parsed) -> Iterator[Actor]:
    """Named groups among who acts and with whom: "Boko Haram militants attacked", "clashes between
    the army and the FARC"."""
    for doer in _doers(trigger):
        for name in _names_of(doer):
            span = parsed.span_of(name)
            if not any(span.overlaps(other) for other in taken):
                yield Actor(span.start, span.end, parsed.text[span.start : span.end])


def _doers(trigger: Token) -> Iterator[Token]:
    """Subjects and agents of the verb that tells it, and its partners, with what is joined to
    each."""
    verb = trigger if is_verbal(trigger) else governor(trigger)
    if verb is not None and (verb is trigger or carries(verb, trigger)):
        passive = bool(children(verb, "nsubjpass"))
        first = [] if passive else subjects_of(verb)
        first += [noun for agent in children(verb, "agent") for noun in children(agent, "pobj")]
        yield from _with_conjuncts(first)
    for word in (trigger,) if verb is None or verb is trigger else (trigger, verb):
        for preposition in children(word, "prep"):
            if preposition.lower_ in _PARTNERS:
                yield from _with_conjuncts(children(preposition, "pobj"))


def _with_conjuncts(nouns: Sequence[Token]) -> Iterator[Token]:
    for noun in nouns:
        yield noun
        yield from list(noun.conjuncts)[:MAX_ACTORS]


def _names_of(doer: Token) -> Iterator[spacy.tokens.Span]:
    """The group that a noun is, or whose people it is: "Boko Haram", "Boko Haram militants"."""
    if lemma(doer) in _FIGHTERS:
        first = doer.i
        while first > doer.sent.start and doer.nbor(first - doer.i - 1).pos_ == "PROPN":
            first -= 1
        if first < doer.i and doer.doc[first].text not in _DIRECTION_NAMES:
            yield doer.doc[first : doer.i]
            return
    for word in (doer, *children(doer, *_JOINED)):
        if word.ent_type_ not in _GROUPS:
            continue
        first, last = word.i, word.i
        while first > 0 and word.doc[first].ent_iob_ == "I":
            first -= 1
        while last + 1 < len(word.doc) and word.doc[last + 1].ent_iob_ == "I":
            last += 1
        while first < last and word.doc[first].lower_ in ("the", "a", "an"):
            first += 1
        while last > first and word.doc[last].lower_ in ("'s", "'"):
            last -= 1
        name = word.doc[first : last + 1]
        if name.text in _DIRECTION_NAMES:
            continue  # "Western governments"
        if name.text[:1].isupper() and not any(lemma(part) in _TELLERS for part in name):
            yield name
