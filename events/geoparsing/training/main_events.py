"""How often the main event of an article is found: its place, its days, its type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.geoparsing.gazetteer import distance_km
from events.geoparsing.training.event_gold import GoldArticle, GoldMain
from events.geoparsing.types import EventDraft, Reading

#: Right is a place no farther away than this.
RIGHT_KM = 25.0


@dataclass(frozen=True, slots=True)
class MainTally:
    """Of one article: what the main draft has right; all False where none was drafted."""

    article: str
    place: bool
    days: bool
    type: bool
    answer: str = ""

    @property
    def all(self) -> bool:
        return self.place and self.days and self.type


def main_tally(gold: GoldArticle, reading: Reading) -> MainTally:
    """An article that tells no event is right where no draft is called the main one."""
    draft = next((draft for draft in reading.events if draft.main), None)
    if gold.main is None or draft is None:
        right = gold.main is None and draft is None
        return MainTally(gold.id, right, right, right, draft.title if draft else "no main event")
    return MainTally(
        gold.id,
        _near(draft, gold.main, reading),
        _overlaps(draft, gold.main),
        draft.type == gold.main.type,
        f"{draft.type}, {draft.first_day} to {draft.last_day}, {_names(draft, reading)}",
    )


def _near(draft: EventDraft, gold: GoldMain, reading: Reading) -> bool:
    places = [reading.toponyms[index].place for index in draft.locations]
    return any(
        distance_km(place.latitude, place.longitude, *point) <= RIGHT_KM
        for place in places
        if place is not None
        for point in gold.places
    )


def _overlaps(draft: EventDraft, gold: GoldMain) -> bool:
    if draft.first_day is None or draft.last_day is None:
        return False
    return draft.first_day <= gold.last_day and gold.first_day <= draft.last_day


def _names(draft: EventDraft, reading: Reading) -> str:
    return ", ".join(reading.toponyms[index].text for index in draft.locations) or "nowhere"


def main_counts(tallies: Sequence[MainTally]) -> list[tuple[str, int]]:
    return [
        (f"place within {RIGHT_KM:.0f} km", sum(tally.place for tally in tallies)),
        ("days overlap", sum(tally.days for tally in tallies)),
        ("type", sum(tally.type for tally in tallies)),
        ("all three", sum(tally.all for tally in tallies)),
    ]
