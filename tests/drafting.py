"""A small world and a way to write articles for it, shared by the tests of event drafts.

In an article ``{Baku}`` is a literal toponym, ``{~Ankara}`` an associative one,
``{^Turkish}`` a demonym.  Dates are read by the real reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from events.geoparsing.blocks import split_blocks
from events.geoparsing.dates import DateReader
from events.geoparsing.drafts import draft_events
from events.geoparsing.parsed import Parsed
from events.geoparsing.types import (
    Candidate,
    Document,
    EventDraft,
    GazetteerPlace,
    Span,
    TimeExpression,
    Toponym,
)

_MARK = re.compile(r"\{([~^]?)([^}]+)\}")


def _place(
    name: str, latitude: float, longitude: float, feature: str, country: str, admin1: str = ""
) -> GazetteerPlace:
    radius = {"PCLI": 300_000, "ADM1": 80_000, "RGN": 60_000}.get(feature, 5_000)
    prec = {"PCLI": 6, "ADM1": 4, "RGN": 5}.get(feature, 1)
    return GazetteerPlace(
        f"t:{name}",
        None,
        name,
        latitude,
        longitude,
        feature,
        country,
        admin1,
        "",
        1000,
        radius,
        prec,
    )


_PLACES = {
    place.name: place
    for place in (
        _place("Azerbaijan", 40.5, 47.5, "PCLI", "AZ"),
        _place("Baku", 40.38, 49.89, "PPLC", "AZ", "BA"),
        _place("Astara", 38.46, 48.87, "PPLA2", "AZ", "AS"),
        _place("Jabrayil", 39.4, 47.03, "PPLA2", "AZ", "CA"),
        _place("Karabakh", 39.9, 46.5, "RGN", "AZ"),
        _place("Türkiye", 39.0, 35.0, "PCLI", "TR"),
        _place("Ankara", 39.92, 32.85, "PPLC", "TR", "06"),
        _place("Izmir", 38.42, 27.14, "PPLA", "TR", "35"),
        _place("Syria", 35.0, 38.0, "PCLI", "SY"),
        _place("Raqqa", 35.95, 39.0, "PPLA", "SY", "04"),
        _place("Homs", 34.73, 36.72, "PPLA", "SY", "11"),
        _place("Russia", 60.0, 100.0, "PCLI", "RU"),
        _place("Nigeria", 10.0, 8.0, "PCLI", "NG"),
        _place("Borno", 11.5, 13.0, "ADM1", "NG", "27"),
        _place("Konduga", 11.65, 13.42, "PPL", "NG", "27"),
        _place("France", 46.0, 2.0, "PCLI", "FR"),
        _place("Paris", 48.85, 2.35, "PPLC", "FR", "11"),
        _place("Lyon", 45.75, 4.85, "PPLA", "FR", "84"),
        _place("Geneva", 46.2, 6.15, "PPLA", "CH", "GE"),
        _place("Stalingrad", 48.7, 44.5, "PPLA", "RU", "84"),
        _place("Honshu", 36.0, 138.0, "RGN", "JP"),
        _place("Lisbon", 38.7, -9.1, "PPLC", "PT", "14"),
    )
}
_PEOPLES = {"Turkish": "Türkiye", "Azerbaijani": "Azerbaijan", "Russian": "Russia"}


@dataclass(frozen=True, slots=True)
class Told:
    """A draft in words that a test can compare."""

    draft: EventDraft
    text: str
    toponyms: list[Toponym]
    dates: list[TimeExpression]

    @property
    def type(self) -> str:
        return self.draft.type

    @property
    def places(self) -> list[str]:
        found = (self.toponyms[index].place for index in self.draft.locations)
        return [place.name for place in found if place is not None]

    @property
    def days(self) -> tuple[str, str]:
        return str(self.draft.first_day), str(self.draft.last_day)

    @property
    def trigger(self) -> str:
        return self.text[self.draft.trigger.start : self.draft.trigger.end]

    @property
    def actors(self) -> set[str]:
        return {actor.name for actor in self.draft.actors}


def unmark(marked: str) -> tuple[str, list[Toponym]]:
    """The plain text of a marked article, and its toponyms."""
    parts: list[str] = []
    toponyms: list[Toponym] = []
    length = at = 0
    for mark in _MARK.finditer(marked):
        sign, name = mark.groups()
        parts.append(marked[at : mark.start()])
        length += len(parts[-1])
        place = _PLACES[_PEOPLES.get(name) or (name if name in _PLACES else name.title())]
        toponyms.append(
            Toponym(
                length,
                length + len(name),
                name,
                "demonym" if sign == "^" else "name",
                "associative" if sign else "literal",
                1.0,
                (Candidate(place, 1.0),),
            )
        )
        parts.append(name)
        length += len(name)
        at = mark.end()
    parts.append(marked[at:])
    return "".join(parts), toponyms


def tell(marked: str, published: date | None = date(2022, 12, 6)) -> list[Told]:
    """The events that a marked article tells, published on a Tuesday unless said otherwise."""
    text, toponyms = unmark(marked)
    blocks = split_blocks(text)
    dates = DateReader().read(text, published, blocks)
    document = Document(text, published)
    drafts = draft_events(document, Parsed(text, blocks), blocks, toponyms, dates, published)
    return [Told(draft, text, toponyms, dates) for draft in drafts]


def tell_one(marked: str, published: date | None = date(2022, 12, 6)) -> Told:
    """The only event of a marked article."""
    (told,) = tell(marked, published)
    return told


def tell_given(marked: str, *triggers: str) -> list[Told]:
    """The events of the given trigger words (first occurrence each)."""
    text, toponyms = unmark(marked)
    blocks = split_blocks(text)
    spans = tuple(Span(text.index(word), text.index(word) + len(word)) for word in triggers)
    document = Document(text, date(2022, 12, 6), triggers=spans)
    dates = DateReader().read(text, document.published, blocks)
    drafts = draft_events(
        document, Parsed(text, blocks), blocks, toponyms, dates, document.published
    )
    return [Told(draft, text, toponyms, dates) for draft in drafts]
