"""Fits how sure a draft is to judged drafts, and says how far that can be believed.

A judgement holds of a draft only while that is what was judged: the same word, type, days and
points.  Drafts that have changed since are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from events.geoparsing.drafts.confidence import confidence
from events.geoparsing.gazetteer import distance_km
from events.geoparsing.training.event_gold import PARTS, GoldArticle, JudgedDraft
from events.geoparsing.training.fitting import fit_logistic, tidy
from events.geoparsing.types import EventDraft, Reading

PENALTY, LEAST = 4.0, 8
FOLDS = 5
LITTLE = 0.05  # weights below it are left out
#: A gazetteer moves its points a little; farther is another place.
SAME_KM = 5.0


@dataclass(frozen=True, slots=True)
class DraftExample:
    """A judged draft: the signs that it carries, and what of it is right."""

    article: str
    signs: tuple[str, ...]
    right: frozenset[str]

    @property
    def all_right(self) -> bool:
        return self.right.issuperset(PARTS)


def draft_examples(
    gold: GoldArticle, reading: Reading, *, main_is_learnt: bool = False
) -> Iterator[DraftExample]:
    """Its drafts of which a judgement holds.

    ``main_is_learnt``: what finds main events has learnt this very article and is surer of it than
    of others, so its main draft would teach too much trust.
    """
    for draft in reading.events:
        judged = next((judged for judged in gold.drafts if _is(draft, judged, reading)), None)
        if judged is not None and not (draft.main and main_is_learnt):
            yield DraftExample(gold.id, tuple(draft.signs), judged.right)


def _is(draft: EventDraft, judged: JudgedDraft, reading: Reading) -> bool:
    if (draft.trigger, draft.type) != (judged.trigger, judged.type):
        return False
    days = None
    if draft.first_day is not None and draft.last_day is not None:
        days = draft.first_day, draft.last_day
    places = [place for i in draft.locations if (place := reading.toponyms[i].place) is not None]
    return (
        days == judged.days
        and len(places) == len(judged.places)
        and all(
            distance_km(place.latitude, place.longitude, *point) <= SAME_KM
            for place, point in zip(places, judged.places, strict=True)
        )
    )


def fit_drafts(examples: Iterable[DraftExample]) -> dict[str, float]:
    """How much each sign speaks for a draft that is wholly right (logistic regression)."""
    rows = [(example.signs, example.all_right) for example in examples]
    return tidy(fit_logistic(rows, PENALTY, LEAST), LITTLE)


def of_unseen(examples: Sequence[DraftExample]) -> list[float]:
    """How sure weights are of each draft that were fitted to the drafts of other articles."""
    articles = {name: at for at, name in enumerate(dict.fromkeys(e.article for e in examples))}
    folds = [articles[example.article] % FOLDS for example in examples]
    fitted = [
        fit_drafts(e for e, its in zip(examples, folds, strict=True) if its != fold)
        for fold in range(FOLDS)
    ]
    return [
        confidence(example.signs, fitted[fold])
        for example, fold in zip(examples, folds, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Sureness:
    """How good confidences are.

    ``ranked``: of pairs of a right and a wrong draft, the share in which the right one is surer (a
    tie counts half).  ``loss``: mean log loss, and ``base`` that of saying of each how many are
    right.
    """

    ranked: float
    loss: float
    base: float


def sureness(answers: Sequence[tuple[float, bool]]) -> Sureness:
    """Of confidences and whether the draft was right.  There must be a right and a wrong one."""
    right = [sure for sure, is_right in answers if is_right]
    wrong = [sure for sure, is_right in answers if not is_right]
    pairs = sum((one > other) + 0.5 * (one == other) for one in right for other in wrong)
    share = len(right) / len(answers)
    return Sureness(
        pairs / (len(right) * len(wrong)),
        -sum(log(sure if is_right else 1 - sure) for sure, is_right in answers) / len(answers),
        -share * log(share) - (1 - share) * log(1 - share),
    )


def parts_right(examples: Sequence[DraftExample]) -> Mapping[str, int]:
    """Of how many drafts each part, and all of them together, is right."""
    counts = {part: sum(part in example.right for example in examples) for part in PARTS}
    return {**counts, "all": sum(example.all_right for example in examples)}
