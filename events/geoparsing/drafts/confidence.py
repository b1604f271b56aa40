"""How sure a draft is, and which one the article is about."""

from __future__ import annotations

from datetime import date

from events.geoparsing.drafts import days
from events.geoparsing.drafts.attachment import Tie
from events.geoparsing.drafts.telling import Event
from events.geoparsing.types import EventDraft

#: Places less sure than this make an event less sure, by what is missing.
UNSURE_PLACE = 0.5


def confidence(event: Event, draft: EventDraft, place: float) -> float:
    """0 to 1: how the place is tied and how sure it is, whether a day is stated, how the event is
    told, how often."""
    own = set(event.places)
    best = min((t.where.tie for t in event.tellings if own & {*t.where.indices}), default=Tie.APART)
    score = {Tie.OWN: 0.45, Tie.CLAUSE: 0.4, Tie.NEAR: 0.3}.get(best, 0.15)
    score += 0.2 if draft.dates else (0.1 if draft.first_day else 0.0)
    score += 0.1 if any(t.lead for t in event.tellings) else 0.0
    score += 0.1 if any(t.trigger.strength == "strong" for t in event.tellings) else 0.0
    score += min(0.1, 0.04 * len(draft.mentions))
    score -= 0.1 if all(t.background for t in event.tellings) else 0.0
    score -= 0.1 if draft.planned else 0.0
    score -= max(0.0, UNSURE_PLACE - place)
    return round(max(0.05, min(0.99, score)), 2)


def mark_main(drafts: list[EventDraft], events: list[Event], published: date | None) -> None:
    """The one event that the article is about: told early, often, and not only in passing.

    An article that only recalls history in passing has none.
    """
    weights = [
        (_weight(event, draft, published), -at)
        for at, (event, draft) in enumerate(zip(events, drafts, strict=True))
    ]
    if not weights:
        return
    _, at = max(weights)
    best = events[-at]
    in_passing = all(t.background for t in best.tellings) or days.long_past(best.when, published)
    if in_passing and not any(t.lead for t in best.tellings):
        return
    drafts[-at].main = True


def _weight(event: Event, draft: EventDraft, published: date | None) -> float:
    first = min(telling.order for telling in event.tellings)
    score = 3.0 / (1 + first) + 2.0 * draft.confidence + 0.5 * min(6, len(event.tellings))
    score += 1.0 if any(telling.kind == "headline" for telling in event.tellings) else 0.0
    score -= 2.0 if all(telling.background for telling in event.tellings) else 0.0
    score -= 2.0 if draft.planned or days.long_past(event.when, published) else 0.0
    return score
