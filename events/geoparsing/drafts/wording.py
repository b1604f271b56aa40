"""The people that an event killed or hurt: numbers with the words that give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from events.geoparsing.drafts import lexicon
from events.geoparsing.drafts.grammar import ancestors, children, is_verbal, lemma
from events.geoparsing.parsed import Parsed
from events.geoparsing.types import Toll

#: More dead than this in one report is a number misread.
MAX_DEAD = 100_000_000

_UNITS = {word: number for number, word in enumerate(lexicon.ordered("units"))}
_TENS = {word: 10 * number for number, word in enumerate(lexicon.ordered("tens"), start=2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}
_VAGUE = frozenset({"several", "few", "many", "some"})
_LEAVING = frozenset({"leave", "be", "find", "dead", "shoot", "pronounce", "confirm"})
#: What makes a number the least that it may be, longest first.
_BOUNDS = (
    ("no", "fewer", "than"),
    ("no", "less", "than"),
    ("at", "least"),
    ("more", "than"),
    ("upwards", "of"),
    ("over",),
)
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Said:
    """A number as a sentence says it: its value, its first and last word."""

    value: int
    first: Token
    last: Token


# --- the dead and the injured


def deaths(words: Sequence[Token], parsed: Parsed) -> list[tuple[Token, Toll]]:
    """Numbers of people killed that a sentence gives, each with the word that says so."""
    return _tolls(words, parsed, _dead_by)


def injuries(words: Sequence[Token], parsed: Parsed) -> list[tuple[Token, Toll]]:
    """Numbers of people hurt that a sentence gives, each with the word that says so."""
    return _tolls(words, parsed, _hurt_by)


def _tolls(
    words: Sequence[Token], parsed: Parsed, by: Callable[[Token], Said | None]
) -> list[tuple[Token, Toll]]:
    found = []
    for word in words:
        said = by(word)
        if said is not None and 0 <= said.value <= MAX_DEAD:
            found.append((word, _toll_of(said, parsed)))
    return found


def _toll_of(said: Said, parsed: Parsed) -> Toll:
    """With the words before the number that make it a bound: "at least seven"."""
    doc, first = said.first.doc, said.first.i
    before = [word.lower_ for word in doc[max(said.first.sent.start, first - 3) : first]]
    bound = next((b for b in _BOUNDS if tuple(before[-len(b) :]) == b), ())
    start = parsed.span_of(doc[first - len(bound)]).start
    return Toll(start, parsed.span_of(said.last).end, said.value, bool(bound))


def _dead_by(word: Token) -> Said | None:
    name = lemma(word)
    if name in ("kill", "die", "drown", "perish") and word.pos_ == "VERB":
        return _befallen(word, "kill")
    if name == "claim" and word.pos_ == "VERB":
        return next(
            (_count(child) for child in children(word, "dobj") if lemma(child) in ("life",)), None
        )
    if word.lower_ == "dead" and word.pos_ in ("ADJ", "NOUN", "ADV"):
        return _adjective(word)
    if name in ("death", "fatality") and word.dep_ != "compound":
        return _count(word)
    if name == "toll" and any(child.lower_ == "death" for child in word.children):
        return _toll(word)
    return None


def _hurt_by(word: Token) -> Said | None:
    name = lemma(word)
    if name in ("wound", "injure", "hurt") and word.pos_ == "VERB":
        return _befallen(word, name) or _adjective(word)
    if word.lower_ in ("wounded", "injured", "hurt") and word.pos_ in ("ADJ", "NOUN"):
        return _adjective(word) or _count(word)
    return None


def _befallen(verb: Token, active_verb: str) -> Said | None:
    """How many a verb of harm says it befell."""
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    active = lemma(verb) == active_verb and not passive and bool(children(verb, "dobj"))
    deps = ("dobj",) if active else ("nsubjpass", "nsubj")
    for people in children(verb, *deps):
        if people.lower_ in ("nobody", "none") or any(c.lower_ == "no" for c in people.children):
            return Said(0, people, people)
        said = _count(people)
        if said is not None:
            return said
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return _count(verb.head)
    return None


def _adjective(word: Token) -> Said | None:
    """ "left 12 people dead", "at least 40 dead", "and more than 20 injured"."""
    if word.i > word.sent.start:
        said = _number(word.nbor(-1))
        if said is not None:
            return said
    for child in children(word.head, "dobj", "nsubj") + children(word, "nsubj", "nummod"):
        said = _number(child) if child.dep_ == "nummod" else _count(child)
        if said is not None and lemma(word.head) in _LEAVING | {word.lower_}:
            return said
    return None


def _toll(word: Token) -> Said | None:
    verb = next((step for step in ancestors(word)[1:3] if is_verbal(step)), None)
    for prep in children(verb, "prep") if verb is not None else []:
        if prep.lower_ in ("to", "at"):
            for number in children(prep, "pobj"):
                return _number(number) or _count(number)
    return None


def _count(noun: Token) -> Said | None:
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


def _number(token: Token) -> Said | None:
    """A number in figures or words; None for "hundreds" and what is no number."""
    first = token
    while first.i > first.sent.start and _part(first.nbor(-1).lower_):
        first = first.nbor(-1)
    if first.i > first.sent.start and first.nbor(-1).lower_ in _VAGUE and first.lower_ in _SCALES:
        return None
    last = token
    while last.i + 1 < last.sent.end and last.nbor(1).lower_ in _SCALES:
        last = last.nbor(1)  # "two dozen people"
    value = number_value([word.lower_ for word in token.doc[first.i : last.i + 1]])
    return Said(value, first, last) if value is not None else None


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


def largest(tolls: Iterable[Toll | None]) -> Toll | None:
    """The first of those with the largest number; None where there is none."""
    return max((t for t in tolls if t is not None), key=lambda toll: toll.number, default=None)
