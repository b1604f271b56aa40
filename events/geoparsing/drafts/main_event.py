"""The event that an article is about: the likeliest kind, place and day of its opening together.

Where a draft that the sentences told agrees, it is the main one, and what it lacks is filled in;
else one is drafted here.  ``manage.py train_main_events`` fits the weights, docs/events.md has the
figures.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from spacy.tokens import Token

from events.geoparsing.drafts import subject, wording
from events.geoparsing.drafts.containment import contains, distance_m
from events.geoparsing.drafts.days import rest_on, set_when
from events.geoparsing.drafts.nationwide import nation_that_votes
from events.geoparsing.drafts.story import DayMention, Days, PlaceMention, Story
from events.geoparsing.drafts.subject import Passage
from events.geoparsing.drafts.telling import HARMFUL
from events.geoparsing.drafts.titles import title_of
from events.geoparsing.linear import score, shares
from events.geoparsing.parsed import Parsed
from events.geoparsing.taxonomy import are_kin
from events.geoparsing.types import EventDraft, GazetteerPlace, Toll, Toponym

SHIPPED_PATH = Path(__file__).parent.parent / "data" / "main_event_weights.json"
#: Fewer words say too little of what a text is about; they are read sentence by sentence alone.
LEAST_WORDS = 50
#: An article so likely about no event gets no main event from here.
NO_EVENT = 0.4
#: Of candidates with less than this nothing is said.
LEAST_PLACE, LEAST_DAY = 0.1, 0.1
#: What speaks for none of the places: the one that happened is not in the gazetteer.
NONE_OF_THEM = "none of them"
#: A kind half as likely as the likeliest is what a draft's own words may make of it.
AS_WELL = 0.5
NEAR_M = 25_000
#: The dead are counted in the sentences so soon after the one that tells the event.
COUNTED_IN = 3

T = TypeVar("T", bound=Hashable)
M = TypeVar("M", PlaceMention, DayMention)


@dataclass(frozen=True, slots=True)
class MainWeights:
    """Log odds of features: of each kind of event, of places, of days."""

    kinds: subject.SubjectWeights
    places: Mapping[str, float]
    days: Mapping[str, float]

    def to_json(self) -> str:
        parts = {"days": self.days, "kinds": self.kinds, "places": self.places}
        return json.dumps(parts, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def read_main_weights(path: Path) -> MainWeights:
    parts: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return MainWeights(parts["kinds"], parts["places"], parts["days"])


@cache
def shipped() -> MainWeights:
    """The weights that reading uses, read once per process."""
    return read_main_weights(SHIPPED_PATH)


@dataclass(frozen=True, slots=True)
class MainEvent:
    """What an article is about, and how sure that is (0 to 1); no day where none is likely."""

    kind: str
    places: list[PlaceMention]
    days: list[DayMention]
    sure: float

    @property
    def place(self) -> GazetteerPlace:
        place = self.places[0].site.toponym.place
        if place is None:
            raise ValueError("a mention of no place")
        return place


def can_be_weighed(story: Story) -> bool:
    """Whether the opening says enough of what the article is about, and names a place."""
    words = sum(len(passage.sentence.words) for passage in story.passages)
    return words >= LEAST_WORDS and bool(story.rivals)


def main_event(story: Story, weights: MainWeights) -> MainEvent | None:
    """None where the opening tells of no event, or names no likely place."""
    if not can_be_weighed(story) or story.kinds.get(subject.NONE, 0.0) >= NO_EVENT:
        return None
    day, dated = likeliest_day(story, weights.days)
    key, placed = likeliest_place(story, day, weights.places)
    if placed < LEAST_PLACE:
        return None
    sure = story.kinds[story.kind] * placed * (dated if day is not None else 1.0)
    days = story.days[day] if day is not None else []
    nation = nation_that_votes(story) if story.kind == "election" else []
    return MainEvent(story.kind, nation or story.places[key], days, sure)


def likeliest_day(story: Story, weights: Mapping[str, float]) -> tuple[Days | None, float]:
    """The likeliest day or stretch of days, and its share; None where none is likely."""
    if not story.days:
        return None, 0.0
    day, dated = _likeliest(story.days, story.day_features, weights)
    return (day, dated) if dated >= LEAST_DAY else (None, dated)


def likeliest_place(
    story: Story, day: Days | None, weights: Mapping[str, float]
) -> tuple[str, float]:
    """The likeliest place, and the share of it or of the street that it stands for: where the
    gazetteer lacks the street, its town is as near, and sure."""
    none = [weights[NONE_OF_THEM]] if NONE_OF_THEM in weights else []
    rivals, odds = _weighed(story.rivals, lambda key: story.place_features(key, day), weights, none)
    likely = dict(zip(rivals, odds, strict=False))
    best = max(rivals, key=lambda key: likely[key])
    known = [key for key in story.known if likely[key] >= LEAST_PLACE]
    return max(known, key=lambda key: likely[key], default=best), likely[best]


def _likeliest(
    candidates: Iterable[T], features: Callable[[T], list[str]], weights: Mapping[str, float]
) -> tuple[T, float]:
    """The best of rivals, and its share."""
    rivals, odds = _weighed(candidates, features, weights)
    at = max(range(len(rivals)), key=lambda at: odds[at])
    return rivals[at], odds[at]


def _weighed(
    candidates: Iterable[T],
    features: Callable[[T], list[str]],
    weights: Mapping[str, float],
    none: Sequence[float] = (),
) -> tuple[list[T], list[float]]:
    """Rivals and their shares; ``none``: the score of none of them, if that may be, whose share
    comes last."""
    rivals = list(candidates)
    return rivals, shares([*(score(weights, features(rival)) for rival in rivals), *none])


# --- among the drafts


def agreeing(
    main: MainEvent, drafts: Sequence[EventDraft], toponyms: Sequence[Toponym], story: Story
) -> EventDraft | None:
    """The draft that can be of the main event: its kind or a kindred one, its place or one around
    it, its days or none.  Of several the one that has the place itself and the days; of equals the
    first.  One that has neither, though a day is known, is of a wider story."""
    best, most = None, (0 if main.days else -1)
    for draft in drafts:
        if not _kindred(draft.type, main, story) or not _meets(draft, main):
            continue
        places = [place for i in draft.locations if (place := toponyms[i].place) is not None]
        if not any(_same_or_around(place, main.place) for place in places):
            continue
        there = any(distance_m(place, main.place) <= NEAR_M for place in places)
        dated = bool(draft.dates) and bool(main.days)
        if there + dated > most:
            best, most = draft, there + dated
    return best


def _kindred(kind: str, main: MainEvent, story: Story) -> bool:
    return (
        are_kin(kind, main.kind) or story.kinds.get(kind, 0.0) >= AS_WELL * story.kinds[main.kind]
    )


def _same_or_around(one: GazetteerPlace, other: GazetteerPlace) -> bool:
    return contains(one, other) or contains(other, one) or distance_m(one, other) <= NEAR_M


def _meets(draft: EventDraft, main: MainEvent) -> bool:
    if draft.first_day is None or draft.last_day is None or not main.days:
        return True
    first, last = _span(main.days)
    return draft.first_day <= last and first <= draft.last_day


def complete(draft: EventDraft, main: MainEvent, toponyms: Sequence[Toponym], story: Story) -> None:
    """Give a draft what the whole article says better than its own sentence."""
    if story.kinds.get(draft.type, 0.0) < AS_WELL * story.kinds[main.kind]:
        draft.type = main.kind
        draft.signs.append("type given by the whole opening")
    places = [toponyms[index].place for index in draft.locations]
    own = next((p for p in story.passages if p.sentence.start == draft.start), None)
    if not any(p is not None and distance_m(p, main.place) <= NEAR_M for p in places):
        _set_place(draft, _mention(main.places, own), story)
        draft.signs.append("place given by the whole opening")
    if main.days and not draft.dates:
        _set_days(draft, _mention(main.days, own), story)
        draft.signs.append("days given by the whole opening")


def drafted(main: MainEvent, story: Story, published: date | None) -> EventDraft | None:
    """A draft of its own, resting on the sentence that says most of it."""
    passage = _told_in(main, story)
    if passage is None:
        return None
    trigger, _ = story.speaking[passage.sentence.start]
    draft = EventDraft(
        main.kind,
        title_of(trigger, passage.sentence, story.parsed, passage.start),
        passage.sentence.start,
        passage.sentence.end,
        story.parsed.span_of(trigger),
    )
    _set_place(draft, _mention(main.places, passage), story)
    if main.days:
        _set_days(draft, _mention(main.days, passage), story, trigger)
    elif published is not None:
        draft.first_day, draft.last_day = published - timedelta(days=1), published
        draft.date_prec = 2
    draft.planned = bool(
        published is not None and draft.first_day is not None and draft.first_day > published
    )
    if main.kind in HARMFUL:
        draft.dead = _toll(wording.deaths, passage, story)
        draft.injured = _toll(wording.injuries, passage, story)
        draft.fatalities = draft.dead.number if draft.dead else None
    return draft


def _set_place(draft: EventDraft, mention: PlaceMention, story: Story) -> None:
    draft.locations = story.listed_with(mention)
    rest_on(draft, mention.passage.sentence)


def _set_days(
    draft: EventDraft, mention: DayMention, story: Story, trigger: Token | None = None
) -> None:
    set_when(draft, story.stretch_of(mention, trigger))
    rest_on(draft, mention.passage.sentence)


def _span(days: list[DayMention]) -> tuple[date, date]:
    time = days[0].moment.time
    if time.first_day is None or time.last_day is None:
        raise ValueError("a moment without days")
    return time.first_day, time.last_day


def _told_in(main: MainEvent, story: Story) -> Passage | None:
    """The sentence that names most of kind, place and day; the earliest of equals.  None where none
    has a word for the kind."""
    placed = {mention.passage.sentence.start for mention in main.places}
    dated = {mention.passage.sentence.start for mention in main.days}
    speaking = [p for p in story.passages if p.sentence.start in story.speaking]

    def says(passage: Passage) -> tuple[float, int]:
        start = passage.sentence.start
        _, weight = story.speaking[start]
        return (min(2.0, weight) + (start in placed) + (start in dated), -passage.order)

    return max(speaking, key=says, default=None)


def _mention(mentions: list[M], passage: Passage | None) -> M:
    """That of the sentence itself, else the first of the body."""
    here = [m for m in mentions if m.passage is passage]
    body = [m for m in mentions if m.passage.order >= 0]
    return (here or body or mentions)[0]


def _toll(
    count: Callable[[list[Token], Parsed], list[tuple[Token, Toll]]],
    passage: Passage,
    story: Story,
) -> Toll | None:
    """The largest number of the telling sentence and those around it."""
    near = [p for p in story.passages if 0 <= p.order <= passage.order + COUNTED_IN]
    tolls = [
        toll
        for p in near
        if not story.beside_history(p)
        for _, toll in count([t for t in p.sentence.words if not t.is_space], story.parsed)
    ]
    return max(tolls, key=lambda toll: toll.number, default=None)
