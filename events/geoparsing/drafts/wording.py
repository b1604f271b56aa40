"""The people an event killed, and who took part in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from babel import Locale
from spacy.tokens import Token

from events.geoparsing.drafts import lexicon
from events.geoparsing.drafts.attachment import Tie, tie
from events.geoparsing.drafts.grammar import ancestors, children, is_verbal, lemma
from events.geoparsing.drafts.places import Site
from events.geoparsing.types import Actor, GazetteerPlace

MAX_ACTORS = 8
#: More dead than this in one report is a number misread.
MAX_DEAD = 100_000_000

_UNITS = {word: number for number, word in enumerate(lexicon.ordered("units"))}
_TENS = {word: 10 * number for number, word in enumerate(lexicon.ordered("tens"), start=2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}
_VAGUE = frozenset({"several", "few", "many", "some"})
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,3})?")


# --- the dead


def deaths(words: Sequence[Token]) -> list[tuple[Token, int]]:
    """Numbers of people killed that a sentence gives, each with the word that says so."""
    found = []
    for word in words:
        number = _dead_by(word)
        if number is not None and 0 <= number <= MAX_DEAD:
            found.append((word, number))
    return found


def _dead_by(word: Token) -> int | None:
    name = lemma(word)
    if name in ("kill", "die", "drown", "perish") and word.pos_ == "VERB":
        return _killed(word)
    if name == "claim" and word.pos_ == "VERB":
        return next(
            (_count(child) for child in children(word, "dobj") if lemma(child) in ("life",)), None
        )
    if word.lower_ == "dead" and word.pos_ in ("ADJ", "NOUN", "ADV"):
        return _dead_adjective(word)
    if name in ("death", "fatality") and word.dep_ != "compound":
        return _count(word)
    if name == "toll" and any(child.lower_ == "death" for child in word.children):
        return _toll(word)
    return None


def _killed(verb: Token) -> int | None:
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    active = lemma(verb) == "kill" and not passive and bool(children(verb, "dobj"))
    deps = ("dobj",) if active else ("nsubjpass", "nsubj")
    for people in children(verb, *deps):
        if people.lower_ in ("nobody", "none") or any(c.lower_ == "no" for c in people.children):
            return 0
        number = _count(people)
        if number is not None:
            return number
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return _count(verb.head)
    return None


def _dead_adjective(word: Token) -> int | None:
    """ "left 12 people dead", "at least 40 dead"."""
    if word.i > word.sent.start:
        number = _number(word.nbor(-1))
        if number is not None:
            return number
    for child in children(word.head, "dobj", "nsubj") + children(word, "nsubj", "nummod"):
        number = _number(child) if child.dep_ == "nummod" else _count(child)
        if number is not None and lemma(word.head) in (
            "leave",
            "be",
            "find",
            "dead",
            "shoot",
            "pronounce",
            "confirm",
        ):
            return number
    return None


def _toll(word: Token) -> int | None:
    verb = next((step for step in ancestors(word)[1:3] if is_verbal(step)), None)
    for prep in children(verb, "prep") if verb is not None else []:
        if prep.lower_ in ("to", "at"):
            for number in children(prep, "pobj"):
                value = _number(number)
                return value if value is not None else _count(number)
    return None


def _count(noun: Token) -> int | None:
    """The number that counts a noun: "at least 12 people", "two dozen soldiers", "three"."""
    if noun.pos_ == "NUM":
        return _number(noun)
    if lemma(noun) in ("year", "day", "month", "hour", "week", "percent", "mile", "kilometer"):
        return None
    for child in noun.children:
        if child.dep_ == "nummod":
            return _number(child)
    if lemma(noun) == "dozen":
        return _number(noun)
    return None


def _number(token: Token) -> int | None:
    """The value of a number in figures or words; None for "hundreds" and what is no number."""
    first = token
    while first.i > first.sent.start and _part(first.nbor(-1).lower_):
        first = first.nbor(-1)
    if first.i > first.sent.start and first.nbor(-1).lower_ in _VAGUE and first.lower_ in _SCALES:
        return None
    words = [word.lower_ for word in token.doc[first.i : token.i + 1]]
    return number_value(words)


def _part(word: str) -> bool:
    return (
        word in _UNITS
        or word in _TENS
        or word in _SCALES
        or _DIGITS.fullmatch(word) is not None
        or word == "-"
    )


def number_value(words: Iterable[str]) -> int | None:
    """The value of "two hundred and five", "1.5 million", "twenty-three"; None where it is no
    number."""
    total, current, seen = 0, 0.0, False
    for word in words:
        if word in ("-", "and", "a"):
            continue
        if word in _UNITS or word in _TENS:
            current, seen = current + _UNITS.get(word, _TENS.get(word, 0)), True
        elif word in _SCALES:
            current, seen = (current or 1) * _SCALES[word], True
            if _SCALES[word] >= 1000:
                total, current = total + round(current), 0.0
        elif _DIGITS.fullmatch(word):
            current, seen = float(word.replace(",", "")), True
        else:
            parts = word.split("-")
            if len(parts) < 2 or not all(part in _UNITS or part in _TENS for part in parts):
                return None
            current, seen = current + sum(_UNITS.get(p, _TENS.get(p, 0)) for p in parts), True
        if total + current > MAX_DEAD:
            return None
    return total + round(current) if seen else None


# --- who took part


def actors_of(trigger: Token, sites: list[Site]) -> list[Actor]:
    """Names in the trigger's sentence that stand for a government, a people or a force, with the
    state they mean."""
    found: list[Actor] = []
    for site in sites:
        toponym = site.toponym
        if toponym.place is None or (toponym.role == "literal" and toponym.form == "name"):
            continue
        if not _acts(toponym.place) or tie(trigger, site.token) > Tie.NEAR:
            continue
        found.append(Actor(toponym.start, toponym.end, actor_name(toponym.place)))
        if len(found) == MAX_ACTORS:
            break
    return found


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
