"""Sums of weights: the whole of the statistics that reading places needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import exp, log

SUREST = 0.9999  # a probability that is still told from 1


def score(weights: Mapping[str, float], features: Iterable[str]) -> float:
    """The sum of the weights of features (log odds); a feature without a weight counts nothing."""
    return sum(weights.get(feature, 0.0) for feature in features)


def probability(log_odds: float) -> float:
    """Log odds as a probability of 0 to 1."""
    if log_odds >= 0:
        return 1 / (1 + exp(-min(log_odds, 700.0)))
    odds = exp(max(log_odds, -700.0))
    return odds / (1 + odds)


def log_odds(likely: float) -> float:
    """The log odds of a probability; no surer than SUREST, either way."""
    likely = min(SUREST, max(1 - SUREST, likely))
    return log(likely / (1 - likely))


def shares(scores: Iterable[float]) -> list[float]:
    """Scores of rivals as probabilities that add up to one (softmax)."""
    values = list(scores)
    if not values:
        return []
    top = max(values)
    odds = [exp(max(value - top, -700.0)) for value in values]
    total = sum(odds)
    return [value / total for value in odds]
