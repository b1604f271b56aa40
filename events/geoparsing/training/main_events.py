"""How often the main event of an article is found, and the weights that find it.

Kinds are learnt from openings and articles, places and days from articles:

    {"id": "1", "text": "A coach left the road near Sibiu on Monday ...", "type": "accident"}
    {"id": "2", "text": "...", "published": "2024-03-05", "main": {"type": "protest", ...}}

``type`` is a code of the taxonomy, or ``none`` for an article about no event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from events.geoparsing.blocks import split_blocks
from events.geoparsing.drafts import gist, story_of
from events.geoparsing.drafts.main_event import (
    NONE_OF_THEM,
    MainWeights,
    likeliest_day,
    main_event,
)
from events.geoparsing.drafts.story import DayMention, PlaceMention, Story
from events.geoparsing.drafts.subject import NONE, SubjectWeights, features_of, opening
from events.geoparsing.encoder import Reads
from events.geoparsing.gazetteer import distance_km
from events.geoparsing.linear import score, shares
from events.geoparsing.parsed import Parsed
from events.geoparsing.reader import Reader
from events.geoparsing.taxonomy import EVENT_TYPES
from events.geoparsing.training.event_gold import GoldArticle, GoldMain
from events.geoparsing.training.fitting import Choice, fit_conditional, tidy
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
DAY_PENALTY, PLACE_PENALTY, CANDIDATE_LEAST = 3.0, 6.0, 3
#: How often the right places of an article are weighed anew by what the weights make of each.
PLACE_ROUNDS = 3
FOLDS = 5
LITTLE = 0.05  # weights below it are left out


@dataclass(frozen=True, slots=True)
class MainTally:
    """Of one article: what the main draft has right; all False where none was drafted.  ``days`` is
    None where the gold does not know them."""

    article: str
    place: bool
    days: bool | None
    type: bool
    answer: str = ""

    @property
    def all(self) -> bool:
        return self.place and self.days is not False and self.type


def main_tally(gold: GoldArticle, reading: Reading) -> MainTally:
    """An article that tells no event is right where no draft is called the main one."""
    draft = next((draft for draft in reading.events if draft.main), None)
    if gold.main is None or draft is None:
        right = gold.main is None and draft is None
        return MainTally(gold.id, right, right, right, draft.title if draft else "no main event")
    return MainTally(
        gold.id,
        _near(draft, gold.main, reading),
        _overlaps(draft, gold.main) if gold.main.first_day is not None else None,
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
    if gold.first_day is None or gold.last_day is None:
        return False
    return told.first_day <= gold.last_day and gold.first_day <= told.last_day


def _names(draft: EventDraft, reading: Reading) -> str:
    return ", ".join(reading.toponyms[index].text for index in draft.locations) or "nowhere"


def main_counts(tallies: Sequence[MainTally]) -> list[tuple[str, int, int]]:
    """What was asked, how often it is right, and of how many."""
    dated = [tally.days for tally in tallies if tally.days is not None]
    return [
        (f"place within {RIGHT_KM:.0f} km", sum(t.place for t in tallies), len(tallies)),
        ("days overlap", sum(dated), len(dated)),
        ("type", sum(tally.type for tally in tallies), len(tallies)),
        ("all three", sum(tally.all for tally in tallies), len(tallies)),
    ]


# --- fitting


@dataclass(frozen=True, slots=True)
class KindExample:
    """The words of an opening as features, and what it is about."""

    features: frozenset[str]
    kind: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place or a day of an article as features, and whether it is the main event's.

    Days are fitted each for itself, for two may be right and none; places against each other and
    against ``NONE_OF_THEM``, for a reader chooses among them.
    """

    features: frozenset[str]
    right: bool


def read_openings(path: Path, texts: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Texts and kinds of a file; a line without a text has that of its id in ``texts``.  Raises
    BadGold."""
    found = []
    for _, text, fields, where in lines_of(path, texts):
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


def nothing_known() -> SubjectWeights:
    """Weights of kinds before any are fitted."""
    return {kind: {} for kind in (NONE, *EVENT_TYPES)}


def story_for(
    gold: GoldArticle, reader: Reader, kinds: SubjectWeights, reads: Reads | None = None
) -> Story:
    """The article as drafting sees it.  ``reads``: what networks said that had not learnt it; else
    the network in use reads it."""
    reading = reader.read(Document(gold.text, gold.published, triggers=()))  # nothing drafted yet
    document, parsed = Document(gold.text, gold.published), Parsed(gold.text, reading.blocks)
    return story_of(
        document,
        parsed,
        reading.blocks,
        reading.toponyms,
        reading.dates,
        kinds,
        reads or gist.shipped(),
    )


def days_of(story: Story, main: GoldMain) -> list[Candidate]:
    """Its days, and which are the main event's; none where the gold does not know."""
    if main.first_day is None:
        return []
    return [
        Candidate(frozenset(story.day_features(day)), is_right_day(mentions, main))
        for day, mentions in story.days.items()
    ]


def places_of(story: Story, main: GoldMain, days: Mapping[str, float]) -> list[Candidate]:
    """Its places, and which are the main event's."""
    day, _ = likeliest_day(story, days)
    return [
        Candidate(frozenset(story.place_features(key, day)), is_right_place(mentions, main))
        for key, mentions in story.rivals.items()
    ]


def is_right_place(mentions: Sequence[PlaceMention], main: GoldMain) -> bool:
    """Whether a place of a story is the main event's; ``mentions`` are all of it."""
    place = mentions[0].site.toponym.place
    return place is not None and _is_near(place, main)


def is_right_day(mentions: Sequence[DayMention], main: GoldMain) -> bool:
    return _overlaps(mentions[0].moment.time, main)


def fit_days(found: Iterable[Candidate]) -> dict[str, float]:
    """How much each feature speaks for a day (logistic regression)."""
    known = list(found)
    rows = SparseRows([candidate.features for candidate in known], CANDIDATE_LEAST)
    return _fitted(rows, [candidate.right for candidate in known], DAY_PENALTY)


def fit_places(articles: Iterable[list[Candidate]]) -> dict[str, float]:
    """How much each feature speaks for a place against the others of its article, and for none of
    them (conditional logit).

    Where several are right (a town and its bridge), one of them is enough: each counts by how
    likely it is, which the weights of the round before say (expectation and maximisation).
    """
    rivals = [candidates for candidates in articles if candidates]
    counts = Counter(f for candidates in rivals for c in candidates for f in c.features)
    common = {feature for feature, count in counts.items() if count >= CANDIDATE_LEAST}
    weights: dict[str, float] = {}
    for _ in range(1 + PLACE_ROUNDS):
        choices = [_choice(candidates, common, weights) for candidates in rivals]
        weights = fit_conditional(choices, PLACE_PENALTY)
    return tidy(weights, LITTLE)


def _choice(
    candidates: Sequence[Candidate], common: Set[str], weights: Mapping[str, float]
) -> Choice:
    features = [sorted(candidate.features & common) for candidate in candidates]
    right = [at for at, candidate in enumerate(candidates) if candidate.right]
    likely = dict(zip(right, shares(score(weights, features[at]) for at in right), strict=True))
    return Choice(
        [*(dict.fromkeys(names, 1.0) for names in features), {NONE_OF_THEM: 1.0}],
        [*(likely.get(at, 0.0) for at in range(len(candidates))), float(not right)],
        1.0,
    )


def _fitted(rows: SparseRows, right: Sequence[bool], penalty: float) -> dict[str, float]:
    weights = fit_sparse(rows, np.array(right), penalty)
    return tidy({name: float(weights[at]) for name, at in rows.columns.items()}, LITTLE)


def fit_main(kinds: SubjectWeights, stories: Sequence[tuple[Story, GoldMain]]) -> MainWeights:
    """All three parts; ``kinds`` are those with which the stories were read."""
    days = fit_days(c for story, main in stories for c in days_of(story, main))
    places = fit_places(places_of(story, main, days) for story, main in stories)
    return MainWeights(kinds, places, days)


# --- cross-validation


@dataclass(frozen=True, slots=True)
class Unseen:
    """What weights fitted to other articles say of one."""

    kind: bool
    place: bool
    days: bool | None  # None where the gold does not know them
    sure: float  # how likely kind, place and day are, together

    @property
    def all(self) -> bool:
        return self.kind and self.place and self.days is not False


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
    known = main.first_day is not None
    if found is None:
        return Unseen(False, False, False if known else None, 0.0)
    dated = (bool(found.days) and is_right_day(found.days, main)) if known else None
    return Unseen(
        found.kind == main.type,
        _is_near(found.place, main),
        dated,
        found.sure,
    )
