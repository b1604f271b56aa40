"""Fits the weights to gold: penalised logistic regression and a conditional logit, by Newton's way.

Plain numpy; the same gold, gazetteer and model give the same weights, to the rounding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from events.geoparsing.gazetteer import distance_km
from events.geoparsing.recognition import encoder_features
from events.geoparsing.resolution import (
    PASSES,
    Name,
    features,
    ground_of,
    prefer_town,
    settle,
    share_around,
    sureness,
)
from events.geoparsing.roles import encoder_feature
from events.geoparsing.training import by_hand
from events.geoparsing.training.examples import Example
from events.geoparsing.training.gold import GoldToponym
from events.geoparsing.types import GazetteerPlace
from events.geoparsing.weights import Weights

Vector = NDArray[np.float64]

#: Precision of the normal prior around 0 (the L2 penalty), and how often a feature must occur.
RECOGNITION_PENALTY, RECOGNITION_LEAST = 2.0, 8
ROLE_PENALTY, ROLE_LEAST = 3.0, 6
RESOLUTION_PENALTY = 1.0
CONFIDENCE_PENALTY = 1.0
#: In so many parts are documents settled by weights that were fitted to the others, to see how
#: sure such answers may be.
CONFIDENCE_PARTS = 3
#: How often the weights of the later passes are fitted to what they themselves lead to.
JOINT_ROUNDS = 2
#: Smaller weights say nothing and are left out; the rest is rounded to DIGITS.
SMALL, RESOLUTION_SMALL, DIGITS = 0.03, 0.005, 2

#: Right is a place of the same id or no farther than this, as in the literature on geoparsing.
RIGHT_KM = 161.0
#: What is large has no one point: gazetteers set theirs hundreds of kilometres apart.
LARGE_KM = 1500.0
_LARGE = ("PCL", "ADM1", "OCN", "RGN", "CONT", "SEA", "MTS", "AREA", "TERR", "STM", "CST")
_LARGE_IN_GOLD = ("ADM", "PCL", "OCN", "RGN", "CON", "SEA", "STM", "MTS", "ZN", "ARE")

_MOST_STEPS = 100
_STILL = 1e-7  # the largest change of a weight that ends the search


class NothingToLearn(ValueError):
    """The gold does not teach a part."""


@dataclass(slots=True)
class Choice:
    """Rivals of which one is right: features of each, what speaks for each (sums to one)."""

    rivals: list[dict[str, float]]
    right: Sequence[float]
    weight: float


def fit(examples: Sequence[Example]) -> Weights:
    """The weights of every part.  Raises NothingToLearn where the gold does not teach one."""
    weights = fit_what_can_be(examples)
    for part, learnt, needed in (
        ("recognition and resolution", weights.first, 'points ("lat" and "lon")'),
        ("roles", weights.role, 'roles ("type")'),
    ):
        if not learnt:
            raise NothingToLearn(f"The gold does not teach {part}: no toponym has {needed}")
    return weights


def fit_what_can_be(examples: Sequence[Example]) -> Weights:
    """The weights of the parts that the gold teaches; those of the others are empty."""
    recognition = fit_logistic(
        list(_recognition_rows(examples)), RECOGNITION_PENALTY, RECOGNITION_LEAST
    )
    recognition_again = fit_logistic(
        list(_recognition_rows(examples, read=True)), RECOGNITION_PENALTY, RECOGNITION_LEAST
    )
    role = fit_logistic(list(_role_rows(examples)), ROLE_PENALTY, ROLE_LEAST)
    role_again = fit_logistic(list(_role_rows(examples, read=True)), ROLE_PENALTY, ROLE_LEAST)
    placed = [example for example in examples if example.names]
    confidence = fit_conditional(list(_answers_held_out(placed)), CONFIDENCE_PENALTY)
    first, joint = _resolution(placed)
    return Weights(
        recognition=tidy(by_hand.recognition(recognition), SMALL) if recognition else {},
        recognition_again=(
            tidy(by_hand.recognition(recognition_again), SMALL) if recognition_again else {}
        ),
        role=tidy(role, SMALL),
        role_again=tidy(role_again, SMALL),
        first=first,
        joint=joint,
        confidence=tidy(confidence, 0.0),
    )


def tidy(weights: Mapping[str, float], small: float) -> dict[str, float]:
    """The weights as they are kept: those of at least ``small``, to DIGITS, by name."""
    return {
        feature: round(float(weight), DIGITS)
        for feature, weight in sorted(weights.items())
        if abs(weight) >= small
    }


def _recognition_rows(
    examples: Sequence[Example], read: bool = False
) -> Iterator[tuple[list[str], bool]]:
    """Every proposal: its features and whether it was marked; ``read``: with the encoder's word.

    The encoder reads everything here, not only where there is a doubt: more to learn from.
    """
    for example in examples:
        marked = {(toponym.start, toponym.end) for toponym in example.gold.toponyms}
        proposals = [proposal for _, found in example.weighed for proposal in found]
        if read:
            example.readings.read(proposal.span for proposal in proposals)
        for proposal in proposals:
            said = encoder_features(proposal, example.readings) if read else ()
            yield [*proposal.features, *said], (proposal.start, proposal.end) in marked


def _role_rows(examples: Sequence[Example], read: bool = False) -> Iterator[tuple[list[str], bool]]:
    for example in examples:
        if read:
            example.readings.read(marked.span for marked in example.roles)
        for marked in example.roles:
            said = encoder_feature(marked.span, example.readings) if read else ""
            yield [*marked.features, *([said] if said else ())], marked.literal


# Resolution


def _resolution(examples: Sequence[Example]) -> tuple[dict[str, float], dict[str, float]]:
    """The weights of the first pass and of the later ones, as they are kept."""
    first, joint = _fit_resolution(examples)
    if not first:
        return {}, {}
    return (
        tidy(by_hand.resolution(first), RESOLUTION_SMALL),
        tidy(by_hand.resolution(joint), RESOLUTION_SMALL),
    )


def _fit_resolution(examples: Sequence[Example]) -> tuple[dict[str, float], dict[str, float]]:
    """Alone, then among the others, whose shares are those that each later pass of reading sees."""
    _forget(examples)
    first = fit_conditional(_choices(examples, grounded=False), RESOLUTION_PENALTY)
    _settle(examples, first, first=True)
    joint = fit_conditional(_choices(examples, grounded=True), RESOLUTION_PENALTY)
    for _ in range(JOINT_ROUNDS):
        _forget(examples)
        _settle(examples, first, first=True)
        choices = _choices(examples, grounded=True)
        for _ in range(PASSES - 2):
            _settle(examples, joint, first=False)
            choices += _choices(examples, grounded=True)
        # Every name is there once a pass: the penalty grows as the evidence does.
        joint = fit_conditional(choices, RESOLUTION_PENALTY * (PASSES - 1))
    return first, joint


def _forget(examples: Sequence[Example]) -> None:
    """An earlier pass or fit leaves no trace."""
    for example in examples:
        for name in example.names:
            name.shares, name.lent = [], []


def _settle(examples: Sequence[Example], weights: Mapping[str, float], first: bool) -> None:
    for example in examples:
        settle(example.names, weights, first)


def _answers_held_out(examples: Sequence[Example]) -> Iterator[Choice]:
    """Every marked toponym, settled by weights that have not learnt it: right or not."""
    parts: list[list[Example]] = [[] for _ in range(CONFIDENCE_PARTS)]
    for example in examples:
        parts[_part_of(example)].append(example)
    for part, members in enumerate(parts):
        first, joint = _resolution([e for e in examples if _part_of(e) != part])
        if first:
            _forget(members)
            _settle(members, first, first=True)
            for _ in range(PASSES - 1):
                _settle(members, joint, first=False)
            yield from _answers(members)


def _part_of(example: Example) -> int:
    """The same in every run."""
    return crc32(example.gold.id.encode("utf-8", "surrogatepass")) % CONFIDENCE_PARTS


def _answers(examples: Sequence[Example]) -> Iterator[Choice]:
    for example in examples:
        marked = {(t.start, t.end): t for t in example.gold.toponyms if t.point}
        for name in example.names:
            prefer_town(name, example.gold.text)
            for toponym in name.toponyms:
                golden = marked.get((toponym.start, toponym.end))
                if golden and name.place:
                    right = float(error_km(name.place, golden) <= RIGHT_KM)
                    yield Choice([sureness(share_around(name)), {}], [right, 1 - right], 1.0)


def _choices(examples: Sequence[Example], grounded: bool) -> list[Choice]:
    found = []
    for example in examples:
        ground = ground_of(example.names) if grounded else None
        marked = {(t.start, t.end): t for t in example.gold.toponyms if t.point}
        for name in example.names:
            spans = ((toponym.start, toponym.end) for toponym in name.toponyms)
            golden = [marked[span] for span in spans if span in marked]
            if golden:
                right = _right(name, golden)
                found.append(Choice(features(name, ground), right, sqrt(len(golden))))
    return found


def _right(name: Name, golden: Sequence[GoldToponym]) -> list[float]:
    """What speaks for each candidate, and last for "nowhere"; the same id counts double.

    A lent place is right where no place of the name is.
    """
    places, own = name.places, len(name.matches)
    votes = [0.0] * (len(places) + 1)
    for toponym in golden:
        right = [index for index, place in enumerate(places) if could_be(place, toponym)]
        near = [index for index in right if index < own] or right
        for index in near:
            votes[index] += 1 / len(near)
            votes[index] += _same_id(places[index], toponym)
        if not near:
            votes[-1] += 1
    total = sum(votes)
    return [vote / total for vote in votes]


def _same_id(place: GazetteerPlace, toponym: GoldToponym) -> bool:
    return toponym.geonameid is not None and place.geonameid == toponym.geonameid


def error_km(place: GazetteerPlace, toponym: GoldToponym) -> float:
    """How far a place is from where the toponym is; 0 for the same id.  The gold needs a point."""
    if _same_id(place, toponym):
        return 0.0
    if toponym.point is None:
        raise ValueError("the toponym has no point")
    return distance_km(*toponym.point, place.latitude, place.longitude)


def could_be(place: GazetteerPlace, toponym: GoldToponym) -> bool:
    """Whether a candidate is taught as right: near enough for what it is."""
    km = error_km(place, toponym)
    if km <= RIGHT_KM:
        return True
    large = place.feature.startswith(_LARGE) and (
        not toponym.feature or toponym.feature.startswith(_LARGE_IN_GOLD)
    )
    return large and km <= LARGE_KM


# Statistics


def fit_logistic(
    rows: Sequence[tuple[Collection[str], bool]], penalty: float, least: int = 1
) -> dict[str, float]:
    """Weights of features with which they foretell the labels; {} without rows.

    Maximises the log likelihood less ``penalty / 2`` times the squared weights, over the features
    that occur in at least ``least`` rows.  Concave, so there is one answer.
    """
    counts = Counter(feature for row, _ in rows for feature in set(row))
    columns = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= least))}
    if not columns:
        return {}
    matrix = np.zeros((len(rows), len(columns)))
    for index, (row, _) in enumerate(rows):
        matrix[index, [columns[feature] for feature in row if feature in columns]] = 1.0
    labels = np.array([label for _, label in rows], dtype=np.float64)

    def value(weights: Vector) -> float:
        odds = matrix @ weights
        likelihood = labels @ odds - np.logaddexp(0.0, odds).sum()
        return float(likelihood - penalty / 2 * weights @ weights)

    def step(weights: Vector) -> Vector:
        likely = np.exp(-np.logaddexp(0.0, -(matrix @ weights)))
        slope = matrix.T @ (labels - likely) - penalty * weights
        bend = (matrix * (likely * (1 - likely))[:, None]).T @ matrix
        return np.linalg.solve(bend + penalty * np.eye(len(columns)), slope)

    return dict(zip(columns, _ascend(value, step, len(columns)).tolist(), strict=True))


def fit_conditional(choices: Sequence[Choice], penalty: float) -> dict[str, float]:
    """Weights with which the right rivals win (a conditional logit); {} without choices."""
    columns = {
        f: i for i, f in enumerate(sorted({f for c in choices for r in c.rivals for f in r}))
    }
    if not columns:
        return {}
    matrix = np.zeros((sum(len(choice.rivals) for choice in choices), len(columns)))
    row = 0
    for choice in choices:
        for rival in choice.rivals:
            for feature, amount in rival.items():
                matrix[row, columns[feature]] = amount
            row += 1
    sizes = np.array([len(choice.rivals) for choice in choices])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    right = np.concatenate([np.asarray(choice.right, dtype=np.float64) for choice in choices])
    each = np.array([choice.weight for choice in choices], dtype=np.float64)
    every = np.repeat(each, sizes)

    def log_shares(weights: Vector) -> Vector:
        scores = matrix @ weights
        scores = scores - np.repeat(np.maximum.reduceat(scores, starts), sizes)
        totals = np.log(np.add.reduceat(np.exp(scores), starts))
        return np.asarray(scores - np.repeat(totals, sizes))

    def value(weights: Vector) -> float:
        likelihood = (every * right) @ log_shares(weights)
        return float(likelihood - penalty / 2 * weights @ weights)

    def step(weights: Vector) -> Vector:
        won = np.exp(log_shares(weights))
        slope = matrix.T @ (every * (right - won)) - penalty * weights
        means = np.add.reduceat(matrix * won[:, None], starts, axis=0)
        bend = (matrix * (every * won)[:, None]).T @ matrix - (means * each[:, None]).T @ means
        return np.linalg.solve(bend + penalty * np.eye(len(columns)), slope)

    return dict(zip(columns, _ascend(value, step, len(columns)).tolist(), strict=True))


def _ascend(
    value: Callable[[Vector], float], step: Callable[[Vector], Vector], size: int
) -> Vector:
    """The top of a strictly concave function by Newton's steps, halved where they overshoot."""
    weights = np.zeros(size)
    height = value(weights)
    for _ in range(_MOST_STEPS):
        move = step(weights)
        while (reached := value(weights + move)) < height:
            move = move / 2
            if np.abs(move).max() < _STILL:
                return weights
        weights, height = weights + move, reached
        if np.abs(move).max() < _STILL:
            break
    return weights
