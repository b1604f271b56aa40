"""How a text ties names to each other: "Paris, Texas", "the Georgian town of Gori"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from events.geoparsing.types import Toponym

LinkKind = Literal["comma", "in", "adjective"]
MAX_GAP = 60

_COMMA = re.compile(r"\s*,\s+|\s+\(|\s*\n")
_IN = re.compile(r",?\s+(?:in|of)\s+(?:the\s+)?(?:[a-z]+(?:ern|al)\s+|[a-z]+-?[a-z]*\s+of\s+)?")
_ADJECTIVE = re.compile(
    r"(?:['’]s?)?\s+(?:[a-z-]+\s+){0,3}"
    r"(?:cit(?:y|ies)|towns?|capitals?|villages?|provinces?|regions?|ports?|districts?|states?"
    r"|islands?|suburbs?|resorts?|settlements?|count(?:y|ies)|area|neighbou?rhoods?|cantons?)"
    r"(?:\s+of|\s+city\s+of|,)?\s+"
)
_TOWN_OF = re.compile(r"\b(?:cit(?:y|ies)|towns?|villages?|ports?|capitals?|suburbs?)\s+of\s+\Z")
_LIST = re.compile(r",\s+(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+")


@dataclass(frozen=True, slots=True)
class Link:
    """Offsets of two toponyms (their starts): the text says that the child lies in the parent."""

    child: int
    parent: int
    kind: LinkKind


def called_towns(text: str, toponyms: Sequence[Toponym]) -> set[int]:
    """Starts of toponyms that the text calls towns: "the cities of Baku, Astara and Imishli"."""
    found: set[int] = set()
    before: Toponym | None = None
    for toponym in sorted(toponyms, key=lambda toponym: toponym.start):
        goes_on = (
            before is not None
            and before.start in found
            and toponym.start - before.end <= MAX_GAP
            and _LIST.fullmatch(text, before.end, toponym.start)
        )
        if goes_on or _TOWN_OF.search(text, max(0, toponym.start - 20), toponym.start):
            found.add(toponym.start)
        before = toponym
    return found


def links(text: str, toponyms: Sequence[Toponym]) -> Iterator[Link]:
    """The links between neighbouring toponyms of a text, in order."""
    ordered = sorted(toponyms, key=lambda toponym: toponym.start)
    adjective: int | None = None  # a list after "Azerbaijani cities of" goes on: Baku, Astara and …
    for before, after in pairwise(ordered):
        gap = text[before.end : after.start] if after.start - before.end <= MAX_GAP else "…"
        if _ADJECTIVE.fullmatch(gap):
            adjective = before.start
            yield Link(after.start, adjective, "adjective")
            continue
        if adjective is not None and _LIST.fullmatch(gap):
            yield Link(after.start, adjective, "adjective")
        else:
            adjective = None
        if _COMMA.fullmatch(gap):
            yield Link(before.start, after.start, "comma")
        elif _IN.fullmatch(gap):
            yield Link(before.start, after.start, "in")
