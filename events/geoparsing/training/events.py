"""The weights with which a given event is tied to its places: fitted to gold, and how well they
do.

Every figure that is called cross-validated is of sentences that the weights had not seen: they are
dealt into FOLDS by their text, so that sentences which stand twice are seen or unseen together.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from events.geoparsing.blocks import split_blocks
from events.geoparsing.drafts.company import second_look
from events.geoparsing.drafts.given import Given
from events.geoparsing.drafts.setting import Setting
from events.geoparsing.drafts.speaking import features_of
from events.geoparsing.drafts.tie_reader import odds_read
from events.geoparsing.drafts.times import Moments
from events.geoparsing.drafts.tying import (
    EventWeights,
    beside_features,
    beside_network,
    chosen,
    odds_from,
)
from events.geoparsing.encoder import Reads
from events.geoparsing.gazetteer import Gazetteer
from events.geoparsing.linear import probability
from events.geoparsing.parsed import Parsed
from events.geoparsing.recognition import Recogniser
from events.geoparsing.resolution import Resolver
from events.geoparsing.roles import assign_roles
from events.geoparsing.training.event_gold import GoldSentence
from events.geoparsing.training.fitting import Choice, fit_conditional
from events.geoparsing.training.sparse import SparseRows, fit_sparse
from events.geoparsing.types import Document, Span

FOLDS = 5
#: Precision of the normal prior around 0 (the L2 penalty), and how often a feature must occur.
PENALTY, LEAST = 4.0, 10
BESIDE_PENALTY = 1.0
#: Smaller weights say nothing and are left out; the rest is rounded to DIGITS.
SMALL, DIGITS = 0.05, 2
#: The least probability of a place, by cross-validation: F1 hardly moves from .35 to .45, and here
#: "no place" is rightly said more than four times in five.
LEAST_LIKELY = 0.4

RESAMPLES = 1000
SEED = 20221206
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class TieExample:
    """A gold sentence with everything that does not hang on the weights.

    ``tokens``: the words of each name, ``right``: whether it is a place of the event, ``read``:
    what the network says of it, None where it was not asked; ``setting`` is None where the
    sentence was not parsed.
    """

    gold: GoldSentence
    setting: Setting | None
    features: list[list[str]]
    tokens: list[frozenset[int]]
    marked: frozenset[int]
    right: list[bool]
    read: list[float | None]

    @property
    def fold(self) -> int:
        return self.part(FOLDS)

    def part(self, parts: int) -> int:
        """Which of so many parts of the gold it belongs to, by its text."""
        return int(hashlib.sha256(self.gold.text.encode()).hexdigest(), 16) % parts


def tie_examples(
    sentences: Iterable[GoldSentence], gazetteer: Gazetteer, reads: Reads | None = None
) -> Iterator[TieExample]:
    """The sentences in order, read as ``manage.py geoparse`` reads them.

    ``reads``: the network, or what networks said that had not learnt the sentences.
    """
    recogniser, resolver = Recogniser(gazetteer), Resolver(gazetteer)
    for gold in sentences:
        document = Document(gold.text, triggers=(gold.verb,))
        parsed = Parsed(gold.text, split_blocks(gold.text))
        toponyms = recogniser.find(parsed)
        resolver.resolve(document, toponyms)
        assign_roles(parsed, toponyms)
        given = Given(document, parsed, toponyms, Moments(parsed, ()), EventWeights())
        yield tie_example(gold, given.setting(gold.verb), reads)


def tie_example(
    gold: GoldSentence, setting: Setting | None, reads: Reads | None = None
) -> TieExample:
    marked = words_of(gold.text, gold.locations)
    names = setting.names if setting is not None else ()
    tokens = [words_of(gold.text, [name.span]) for name in names]
    features = features_of(setting) if setting is not None else []
    right = list(_right([name.span for name in names], tokens, marked))
    read: list[float | None] = [None] * len(names)
    if setting is not None and reads is not None:
        read = odds_read(setting, reads)
    return TieExample(gold, setting, features, tokens, marked, right, read)


def words_of(text: str, spans: Collection[Span]) -> frozenset[int]:
    """Where the words begin that overlap any of the spans, "the" left out: what is counted."""
    return frozenset(
        match.start()
        for match in _WORD.finditer(text)
        if match.group().lower() != "the"
        and any(match.start() < span.end and span.start < match.end() for span in spans)
    )


def _right(
    spans: Sequence[Span], tokens: Sequence[frozenset[int]], marked: frozenset[int]
) -> Iterator[bool]:
    """Most of its words are marked, and no overlapping name fits better."""
    worth = [len(words & marked) - len(words - marked) for words in tokens]
    for at, span in enumerate(spans):
        yield worth[at] > 0 and not any(
            spans[other].overlaps(span) and (worth[other], -other) > (worth[at], -at)
            for other in range(len(spans))
            if other != at
        )


# Fitting


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights, and for every name of the examples its probability by weights that were fitted to
    the other folds.

    Of the first odds that the second look is fitted to, those of a fold come from weights that
    had seen the other folds, as is usual where models are stacked.
    """

    weights: EventWeights
    of_unseen: list[list[float]]


def fit_ties(examples: Sequence[TieExample]) -> Fitted:
    """Both looks' weights.  The second learns from odds of sentences that the first had not seen,
    as reading meets them."""
    first = _Look(examples, [example.features for example in examples])
    second = _Look(examples, list(_looked_at_twice(examples, first.of_unseen())))
    beside, of_unseen = _beside(examples, second.of_unseen())
    weights = EventWeights(first.weights(), second.weights(), beside, LEAST_LIKELY)
    return Fitted(weights, of_unseen)


def _beside(
    examples: Sequence[TieExample], odds: Sequence[list[float]]
) -> tuple[dict[str, float], list[list[float]]]:
    """What the odds of both looks and of the network count beside each other; and the odds of all
    names, those of each fold by such weights of the others."""
    if not any(said is not None for example in examples for said in example.read):
        return {}, list(odds)
    rows = [list(_choices(*pair)) for pair in zip(examples, odds, strict=True)]
    found = []
    by_fold = [
        _fit_beside(r for e, r in zip(examples, rows, strict=True) if e.fold != fold)
        for fold in range(FOLDS)
    ]
    for example, likely in zip(examples, odds, strict=True):
        found.append(beside_network(likely, example.read, by_fold[example.fold]))
    return _fit_beside(rows), found


def _choices(example: TieExample, odds: Sequence[float]) -> Iterator[Choice]:
    """Each name that was read, as a choice between it and nothing."""
    for likely, said, right in zip(odds, example.read, example.right, strict=True):
        if said is not None:
            features = beside_features(likely, said)
            yield Choice([features, {}], [float(right), float(not right)], 1.0)


def _fit_beside(rows: Iterable[list[Choice]]) -> dict[str, float]:
    fitted = fit_conditional([choice for row in rows for choice in row], BESIDE_PENALTY)
    return {name: round(weight, DIGITS) for name, weight in fitted.items()}


def odds_with(example: TieExample, weights: EventWeights) -> list[float]:
    """What ``tying.odds_of`` gives, of features that were made before."""
    if example.setting is None:
        return []
    return odds_from(example.setting, example.features, example.read, weights)


class _Look:
    """The names of all examples as rows of features, to be fitted as a whole or by folds."""

    def __init__(self, examples: Sequence[TieExample], features: Sequence[list[list[str]]]) -> None:
        self._lengths = [len(found) for found in features]
        self._rows = SparseRows([row for found in features for row in found], LEAST)
        self._right = np.array([r for e in examples for r in e.right], dtype=bool)
        self._fold = np.repeat([example.fold for example in examples], self._lengths)

    def weights(self) -> dict[str, float]:
        """Fitted to all, the small ones left out and the rest rounded."""
        fitted = fit_sparse(self._rows, self._right, PENALTY)
        return {
            feature: round(weight, DIGITS)
            for feature, weight in zip(self._rows.columns, fitted.tolist(), strict=True)
            if abs(weight) >= SMALL
        }

    def of_unseen(self) -> list[list[float]]:
        """For every name of every example its probability by weights of the other folds."""
        odds = np.zeros(self._rows.size)
        for fold in range(FOLDS):
            rest = self._fold != fold
            fitted = fit_sparse(self._rows.among(rest), self._right[rest], PENALTY)
            odds[~rest] = self._rows.sums(fitted)[~rest]
        likely = [probability(value) for value in odds.tolist()]
        ends = np.cumsum([0, *self._lengths]).tolist()
        return [likely[start:end] for start, end in pairwise(ends)]


def _looked_at_twice(
    examples: Sequence[TieExample], odds: Sequence[list[float]]
) -> Iterator[list[list[str]]]:
    for example, first in zip(examples, odds, strict=True):
        if example.setting is None:
            yield []
            continue
        second = second_look(example.setting, first)
        yield [[*one, *more] for one, more in zip(example.features, second, strict=True)]


# Figures


@dataclass(frozen=True, slots=True)
class TieTally:
    """What was counted in one sentence, over words."""

    both: int
    only_found: int
    only_marked: int

    @property
    def exact(self) -> bool:
        return not self.only_found and not self.only_marked

    @property
    def placeless(self) -> bool:
        return not self.both and not self.only_marked


@dataclass(frozen=True, slots=True)
class TieFigure:
    label: str
    value: float
    low: float
    high: float


def tally(marked: frozenset[int], found: frozenset[int]) -> TieTally:
    return TieTally(len(marked & found), len(found - marked), len(marked - found))


def tally_of(example: TieExample, odds: Sequence[float], least: float) -> TieTally:
    if example.setting is None:
        return tally(example.marked, frozenset())
    kept = chosen(example.setting, odds, least)
    return tally(example.marked, frozenset().union(*(example.tokens[at] for at in kept)))


def tie_figures(tallies: Sequence[TieTally]) -> list[TieFigure]:
    """Precision, recall and F1 over words, whole sets, and "no place", each with the 95%
    interval of a bootstrap over sentences."""
    counts = np.array(
        [
            (t.both, t.only_found, t.only_marked, t.exact, t.placeless, t.placeless and t.exact)
            for t in tallies
        ],
        dtype=np.float64,
    )
    drawn = np.random.default_rng(SEED).multinomial(
        len(tallies), np.full(len(tallies), 1 / len(tallies)), RESAMPLES
    )
    whole, samples = _measures(counts.sum(axis=0)), [_measures(row) for row in drawn @ counts]
    low, high = np.percentile(np.array(samples), (2.5, 97.5), axis=0)
    labels = (
        "token precision",
        "token recall",
        "token F1",
        "exact place set",
        '"no place" rightly',
    )
    exact = 3
    found = []
    for at, label in enumerate(labels):
        shares = (whole[at], float(low[at]), float(high[at]))
        if at == exact:
            shares = (shares[0] / len(tallies), shares[1] / len(tallies), shares[2] / len(tallies))
        found.append(TieFigure(label, *shares))
    return found


def _measures(sums: NDArray[np.float64]) -> tuple[float, float, float, float, float]:
    both, only_found, only_marked, exact, placeless, said = (float(value) for value in sums)
    precision = both / (both + only_found) if both + only_found else 0.0
    recall = both / (both + only_marked) if both + only_marked else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return precision, recall, f1, exact, said / placeless if placeless else 0.0


@dataclass(frozen=True, slots=True)
class Reliability:
    """Of the names that were given a probability between two bounds: how many, how likely on
    average, how often right."""

    low: float
    high: float
    names: int
    likely: float
    right: float


def reliability(
    examples: Sequence[TieExample], odds: Sequence[list[float]], bins: int = 5
) -> list[Reliability]:
    """How far the probabilities can be believed, in bins of one width; empty bins are left out."""
    likely = np.array([p for found in odds for p in found])
    right = np.array([r for example in examples for r in example.right], dtype=np.float64)
    number = np.minimum((likely * bins).astype(np.int64), bins - 1)
    return [
        Reliability(
            at / bins,
            (at + 1) / bins,
            int((number == at).sum()),
            float(likely[number == at].mean()),
            float(right[number == at].mean()),
        )
        for at in range(bins)
        if (number == at).any()
    ]
