"""How sure a draft is, and which one the article is about.

A draft carries the signs that speak for and against it, in words; a logistic regression over them
(``data/draft_weights.json``, fitted by ``manage.py train_drafts`` to judged drafts)
makes of them how likely all of it is right: that it is an event, its type, its place and its days.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from events.geoparsing.drafts import days
from events.geoparsing.drafts.attachment import Tie
from events.geoparsing.drafts.grammar import is_verbal
from events.geoparsing.drafts.subject import NONE
from events.geoparsing.drafts.telling import Event
from events.geoparsing.linear import probability, score
from events.geoparsing.types import EventDraft, Toponym

SHIPPED_PATH = Path(__file__).parent.parent / "data" / "draft_weights.json"
#: What every draft has: the weight of this sign is how likely drafts are in general.
ANY = "any draft"
#: Nothing is surer than this, nor less sure than what it lacks to one.
SUREST = 0.99

MOST_COUNTED = 3
_STRENGTHS = ["strong", "weak", "consequence", "light"]
_TIES = {Tie.OWN: "its phrase", Tie.CLAUSE: "its clause", Tie.NEAR: "the clause beside it"}
_PLACED = (0.3, 0.5, 0.7, 0.9)
_SURE = (0.2, 0.4, 0.6, 0.8)
_SHARES = (0.02, 0.1, 0.3, 0.6, 0.9)


@cache
def shipped() -> Mapping[str, float]:
    """The weights that reading uses, read once per process."""
    weights: dict[str, float] = json.loads(SHIPPED_PATH.read_text("utf-8"))
    return weights


def confidence(signs: Iterable[str], weights: Mapping[str, float] | None = None) -> float:
    """How likely all of a draft is right, 0 to 1, to two digits."""
    odds = score(shipped() if weights is None else weights, signs)
    return round(min(SUREST, max(1 - SUREST, probability(odds))), 2)


def signs_of_draft(
    draft: EventDraft, toponyms: Sequence[Toponym], published: date | None
) -> list[str]:
    """What the type, the days and the places of any draft say of it."""
    named = [toponyms[index] for index in draft.locations]
    best = max((t.candidates[0].confidence for t in named if t.candidates), default=0.0)
    signs = [
        ANY,
        f"type {draft.type}",
        f"places {min(MOST_COUNTED, len(named))}",
        f"place {_extent(named)}",
        f"place sure {_band(best, _PLACED)}",
        *_signs_of_days(draft, published),
    ]
    return [*signs, "planned"] if draft.planned else signs


def signs_of_tellings(event: Event, draft: EventDraft) -> list[str]:
    """How sentences tell the event of a draft."""
    own = set(event.places)
    tie = min((t.where.tie for t in event.tellings if own & {*t.where.indices}), default=Tie.APART)
    first = event.tellings[0]
    strengths = {telling.trigger.strength for telling in event.tellings}
    signs = [
        "told by a verb" if is_verbal(first.token) else "told by a noun",
        f"told {min(MOST_COUNTED, len(event.tellings))} times",
        f"first told in {_order(first.order)}",
        f"word {min(strengths, key=_STRENGTHS.index)}",
        f"placed in {_TIES.get(tie, 'no clause of its own')}",
    ]
    flags = {
        "in the lead": any(telling.lead for telling in event.tellings),
        "in a headline": any(telling.kind == "headline" for telling in event.tellings),
        "only in passing": all(telling.background for telling in event.tellings),
        "earlier, by its own words": event.when.earlier,
        "with dead or wounded": draft.dead is not None or draft.injured is not None,
        "with actors": bool(draft.actors),
    }
    return signs + [sign for sign, holds in flags.items() if holds]


def signs_of_article(draft: EventDraft, kinds: Mapping[str, float]) -> list[str]:
    """How likely the article is about such an event, or about none, by the whole opening."""
    return [
        f"article of its type {_band(kinds.get(draft.type, 0.0), _SHARES)}",
        f"article of no event {_band(kinds.get(NONE, 0.0), _SHARES)}",
    ]


def signs_of_main(sure: float) -> list[str]:
    """Of what the whole opening makes the main event: ``sure`` is how likely that is, 0 to 1."""
    return ["main", f"main, likely {_band(sure, _SURE)}"]


def _signs_of_days(draft: EventDraft, published: date | None) -> list[str]:
    if draft.first_day is None or draft.last_day is None:
        return ["no day"]
    stated = "stated" if draft.dates else "taken from the publication"
    signs = [f"days {stated}", f"days known to {draft.date_prec}"]
    if published is not None:
        signs.append(f"days {_ago((published - draft.last_day).days)}")
    return signs


def _ago(count: int) -> str:
    for most, told in ((-1, "ahead"), (2, "just now"), (10, "of this week"), (60, "of late")):
        if count <= most:
            return told
    return "of a year" if count <= 400 else "of history"


def _extent(named: Sequence[Toponym]) -> str:
    """How wide the widest of the places is, in a word."""
    features = [toponym.place.feature for toponym in named if toponym.place is not None]
    if any(feature.startswith(("PCL", "CONT")) for feature in features):
        return "a country"
    if any(feature.startswith(("ADM", "RGN", "AREA")) for feature in features):
        return "a division"
    return "a town" if any(feature.startswith("PPL") for feature in features) else "a site"


def _order(order: int) -> str:
    for most, told in ((0, "the first sentence"), (2, "the opening"), (6, "the middle")):
        if order <= most:
            return told
    return "a later sentence"


def _band(share: float, bounds: tuple[float, ...]) -> str:
    low = max((bound for bound in bounds if bound <= share), default=0.0)
    return f"from {low:g}"


# --- the main one


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
