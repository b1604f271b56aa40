"""How often the main event of an article is found, and the weights that find it.

Kinds are learnt from openings and articles, places and days from articles:

    {"id": "1", "text": "A coach left the road near Sibiu on Monday ...", "type": "accident"}
    {"id": "2", "text": "...", "published": "2024-03-05", "main": {"type": "protest", ...}}

``type`` is a code of the taxonomy, or ``none`` for an article about no event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from events.geoparsing.blocks import split_blocks
from events.geoparsing.drafts import story_of
from events.geoparsing.drafts.main_event import MainWeights, likeliest_day, main_event
from events.geoparsing.drafts.story import Story
from events.geoparsing.drafts.subject import NONE, SubjectWeights, features_of, opening
from events.geoparsing.gazetteer import distance_km
from events.geoparsing.parsed import Parsed
from events.geoparsing.reader import Reader
from events.geoparsing.taxonomy import EVENT_TYPES
from events.geoparsing.training.event_gold import GoldArticle, GoldMain
from events.geoparsing.training.gold import BadGold, lines_of
from events.geoparsing.training.sparse import SparseRows, fit_sparse
from events.geoparsing.types import (
    Document,
    EventDraft,
    GazetteerPlace,
    Reading,
    TimeExpression,
)

#: Right is a place no farther away than this.
RIGHT_KM = 25.0

KIND_PENALTY, KIND_LEAST = 1.0, 2
CANDIDATE_PENALTY, CANDIDATE_LEAST = 3.0, 3
FOLDS = 5
LITTLE = 0.05  # weights below it are left out


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
    return any(place is not None and _is_near(place, gold) for place in places)


def _is_near(place: GazetteerPlace, gold: GoldMain) -> bool:
    return any(
        distance_km(place.latitude, place.longitude, *point) <= RIGHT_KM for point in gold.places
    )


def _overlaps(told: EventDraft | TimeExpression, gold: GoldMain) -> bool:
    if told.first_day is None or told.last_day is None:
        return False
    return told.first_day <= gold.last_day and gold.first_day <= told.last_day


def _names(draft: EventDraft, reading: Reading) -> str:
    return ", ".join(reading.toponyms[index].text for index in draft.locations) or "nowhere"


def main_counts(tallies: Sequence[MainTally]) -> list[tuple[str, int]]:
    return [
        (f"place within {RIGHT_KM:.0f} km", sum(tally.place for tally in tallies)),
        ("days overlap", sum(tally.days for tally in tallies)),
        ("type", sum(tally.type for tally in tallies)),
        ("all three", sum(tally.all for tally in tallies)),
    ]


# --- fitting


@dataclass(frozen=True, slots=True)
class KindExample:
    """The words of an opening as features, and what it is about."""

    features: frozenset[str]
    kind: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place or a day of an article as features, and whether it is the main event's."""

    features: frozenset[str]
    right: bool


def read_openings(path: Path) -> list[tuple[str, str]]:
    """Texts and kinds of a file.  Raises BadGold."""
    found = []
    for _, text, fields, where in lines_of(path):
        kind = fields.get("type")
        if kind != NONE and kind not in EVENT_TYPES:
            raise BadGold(f"{where}: type is {kind!r}")
        found.append((text, kind))
    return found


def kind_example(text: str, kind: str) -> KindExample:
    blocks = split_blocks(text)
    return KindExample(frozenset(features_of(opening(Parsed(text, blocks), blocks))), kind)


def fit_kinds(examples: Sequence[KindExample]) -> SubjectWeights:
    """One against the rest for each kind."""
    rows = SparseRows([example.features for example in examples], KIND_LEAST)
    kinds = sorted({example.kind for example in examples})
    return {
        kind: _fitted(rows, [example.kind == kind for example in examples], KIND_PENALTY)
        for kind in kinds
    }


def story_for(gold: GoldArticle, reader: Reader, kinds: SubjectWeights) -> Story:
    """The article as drafting sees it."""
    document = Document(gold.text, gold.published)
    reading = reader.read(document)
    parsed = Parsed(gold.text, reading.blocks)
    return story_of(document, parsed, reading.blocks, reading.toponyms, reading.dates, kinds)


def days_of(story: Story, main: GoldMain) -> list[Candidate]:
    """Its days, and which are the main event's."""
    return [
        Candidate(
            frozenset(story.day_features(day)),
            _overlaps(mentions[0].moment.time, main),
        )
        for day, mentions in story.days.items()
    ]


def places_of(story: Story, main: GoldMain, days: Mapping[str, float]) -> list[Candidate]:
    """Its places, and which are the main event's."""
    day, _ = likeliest_day(story, days)
    return [
        Candidate(frozenset(story.place_features(key, day)), _right_place(story, key, main))
        for key in story.places
    ]


def _right_place(story: Story, key: str, main: GoldMain) -> bool:
    place = story.places[key][0].site.toponym.place
    return place is not None and _is_near(place, main)


def fit_candidates(found: Iterable[Candidate]) -> dict[str, float]:
    """How much each feature speaks for a candidate."""
    known = list(found)
    rows = SparseRows([candidate.features for candidate in known], CANDIDATE_LEAST)
    return _fitted(rows, [candidate.right for candidate in known], CANDIDATE_PENALTY)


def _fitted(rows: SparseRows, right: Sequence[bool], penalty: float) -> dict[str, float]:
    weights = fit_sparse(rows, np.array(right), penalty)
    rounded = {name: round(float(weights[at]), 2) for name, at in sorted(rows.columns.items())}
    return {name: weight for name, weight in rounded.items() if abs(weight) >= LITTLE}


def fit_main(kinds: SubjectWeights, stories: Sequence[tuple[Story, GoldMain]]) -> MainWeights:
    """All three parts; ``kinds`` are those with which the stories were read."""
    days = fit_candidates(c for story, main in stories for c in days_of(story, main))
    places = fit_candidates(c for story, main in stories for c in places_of(story, main, days))
    return MainWeights(kinds, places, days)


# --- cross-validation


@dataclass(frozen=True, slots=True)
class Unseen:
    """What weights fitted to other articles say of one."""

    kind: bool
    place: bool
    days: bool
    sure: float  # how likely kind, place and day are, together

    @property
    def all(self) -> bool:
        return self.kind and self.place and self.days


def of_unseen(
    openings: Sequence[KindExample], stories: Sequence[tuple[Story, GoldMain]]
) -> list[Unseen]:
    """Each story by weights that are fitted to four fifths of the others and to the openings."""
    answers: dict[int, Unseen] = {}
    for fold in range(FOLDS):
        rest = [pair for at, pair in enumerate(stories) if at % FOLDS != fold]
        told = [KindExample(frozenset(story.words), main.type) for story, main in rest]
        kinds = fit_kinds([*openings, *told])
        weights = fit_main(kinds, [(story.with_kinds(kinds), main) for story, main in rest])
        for at in range(fold, len(stories), FOLDS):
            story, main = stories[at]
            answers[at] = _answer(story.with_kinds(kinds), main, weights)
    return [answers[at] for at in range(len(stories))]


def _answer(story: Story, main: GoldMain, weights: MainWeights) -> Unseen:
    found = main_event(story, weights)
    if found is None:
        return Unseen(False, False, False, 0.0)
    dated = any(_overlaps(mention.moment.time, main) for mention in found.days[:1])
    return Unseen(
        found.kind == main.type,
        _is_near(found.place, main),
        dated,
        found.sure,
    )
