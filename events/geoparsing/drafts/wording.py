"""The words of a draft: its title, the people it killed, who took part.  All are the article's own
words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from babel import Locale
from spacy.tokens import Token

from events.geoparsing.drafts import lexicon
from events.geoparsing.drafts.attachment import Tie, tie
from events.geoparsing.drafts.grammar import ancestors, children, clause_of, is_verbal, lemma
from events.geoparsing.drafts.places import Site
from events.geoparsing.drafts.realis import background
from events.geoparsing.parsed import Parsed, Sentence
from events.geoparsing.types import Actor, GazetteerPlace

MAX_TITLE = 110
MAX_ACTORS = 8
#: More dead than this in one report is a number misread.
MAX_DEAD = 100_000_000

_LEAVE_OUT = frozenset({"advcl", "parataxis", "relcl", "mark", "punct", "cc", "ccomp"})
_EDGES = " \t\r\n,;:.-–—\"'“”‘’"

_UNITS = {word: number for number, word in enumerate(lexicon.ordered("units"))}
_TENS = {word: 10 * number for number, word in enumerate(lexicon.ordered("tens"), start=2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,3})?")


# --- titles


def title_of(trigger: Token, sentence: Sentence, parsed: Parsed, body: int = 0) -> str:
    """A line of at most MAX_TITLE characters cut out of the sentence around the trigger.

    ``body``: offset where the sentence's own words begin, behind a dateline.
    """
    first, last = _bounds(trigger, sentence)
    end = parsed.span_of(trigger.doc[last]).end
    at = parsed.span_of(trigger)
    start = max(body, _start(trigger, first, at.end, parsed))
    text = parsed.text
    if end - start > MAX_TITLE:
        end = _cut_end(text, start, end, at.end)
    title = " ".join(text[start:end].split()).strip(_EDGES)
    if len(title) < 12:
        title = _shortened(
            " ".join(text[max(body, sentence.start) : sentence.end].split()).strip(_EDGES)
        )
    return _capital(_shortened(title))


def _bounds(trigger: Token, sentence: Sentence) -> tuple[int, int]:
    """First and last word: a noun told in passing by its own phrase, anything else by its clause.
    First and last word: a noun told in passing by its own phrase, anything else by its clause."""
    if is_verbal(trigger) or not background(trigger):
        return _clause_bounds(trigger, sentence)
    low, high = sentence.words.start, sentence.words.end - 1
    first, last = max(trigger.left_edge.i, low), min(trigger.right_edge.i, high)
    for child in trigger.children:
        if child.i > trigger.i and child.dep_ in ("relcl", "conj", "cc", "punct"):
            last = min(last, max(trigger.i, child.left_edge.i - 1))
    return first, last


def _start(trigger: Token, first: int, end: int, parsed: Parsed) -> int:
    """Where to begin so that the trigger fits: at the clause, its subject, its verb, or the
    trigger's phrase."""
    head = clause_of(trigger)
    starts = [first]
    starts += [child.left_edge.i for child in head.children if child.dep_.startswith("nsubj")]
    starts += [head.i, trigger.left_edge.i]
    for word in starts:
        start = parsed.span_of(trigger.doc[word]).start
        if first <= word <= trigger.i and end - start <= MAX_TITLE - 10:
            return start
    return parsed.span_of(trigger).start


def _clause_bounds(trigger: Token, sentence: Sentence) -> tuple[int, int]:
    """First and last word of the trigger's clause, without the clauses around and below it."""
    head = clause_of(trigger)
    words = sentence.words
    low, high = words.start, words.end - 1
    first, last = max(head.left_edge.i, low), min(head.right_edge.i, high)
    for child in head.children:
        if child.dep_ not in _LEAVE_OUT and not _other_clause(child):
            continue
        inside = child.left_edge.i <= trigger.i <= child.right_edge.i
        if inside or child.i == trigger.i:
            continue
        if child.i < min(trigger.i, head.i) and child.right_edge.i < trigger.i:
            first = max(first, child.right_edge.i + 1)
        elif child.i > max(trigger.i, head.i) and child.left_edge.i > trigger.i:
            last = min(last, child.left_edge.i - 1)
    if head.left_edge.i > trigger.i or last < trigger.i or first > trigger.i or last < first:
        return low, high
    return first, last


def _other_clause(child: Token) -> bool:
    return child.dep_ == "conj" and is_verbal(child)


def _cut_end(text: str, start: int, end: int, at_end: int) -> int:
    """Where to stop within MAX_TITLE characters: at a comma in the second half, else at the end of
    a word."""
    end = min(end, start + MAX_TITLE)
    while end > at_end and end < len(text) and not text[end].isspace():
        end -= 1
    comma = text.rfind(",", at_end, end)
    return comma if comma - start > MAX_TITLE // 2 else end


def _shortened(text: str) -> str:
    if len(text) <= MAX_TITLE:
        return text
    cut = text.rfind(" ", 0, MAX_TITLE)
    return text[: cut if cut > 0 else MAX_TITLE]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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
