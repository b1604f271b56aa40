"""Penalised logistic regression over many rare features: L-BFGS on sparse rows, in plain numpy."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

MOST_STEPS = 120
_MEMORY = 10
_STILL = 1e-5  # the largest slope that ends the search, for each row
_ENOUGH = 1e-4  # the share of the foretold fall that a step must bring (Armijo)
_SMALLEST_STEP = 1e-9


class SparseRows:
    """Rows of features: for each pair of a row and a feature of it their two numbers."""

    def __init__(self, rows: Sequence[Collection[str]], least: int = 1) -> None:
        """Only features that occur in at least ``least`` rows get a column."""
        counts = Counter(feature for row in rows for feature in set(row))
        names = sorted(feature for feature, count in counts.items() if count >= least)
        self.columns = {feature: index for index, feature in enumerate(names)}
        numbers = [
            sorted({self.columns[feature] for feature in row if feature in self.columns})
            for row in rows
        ]
        lengths = [len(found) for found in numbers]
        self._column = np.array([c for found in numbers for c in found], dtype=np.int32)
        self._row = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)
        self.size = len(rows)

    def sums(self, weights: Vector) -> Vector:
        """For each row the sum of its features' weights."""
        return np.asarray(np.bincount(self._row, weights[self._column], self.size), np.float64)

    def totals(self, values: Vector) -> Vector:
        """For each feature the sum of its rows' values."""
        sums = np.bincount(self._column, values[self._row], len(self.columns))
        return np.asarray(sums, np.float64)

    def among(self, rows: NDArray[np.bool_]) -> SparseRows:
        """Of the same features only the rows for which ``rows`` is true, in their order."""
        fewer = SparseRows.__new__(SparseRows)
        kept = rows[self._row]
        fewer.columns, fewer.size = self.columns, int(rows.sum())
        numbers = np.cumsum(rows, dtype=np.int32) - 1
        fewer._column, fewer._row = self._column[kept], numbers[self._row[kept]]
        return fewer


def fit_sparse(data: SparseRows, labels: NDArray[np.bool_], penalty: float) -> Vector:
    """For each column the weight with which the features foretell the labels.

    The same optimum as ``fitting.fit_logistic``, for tens of thousands of rows and features.
    """
    right = labels.astype(np.float64)

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds = data.sums(weights)
        value = float((np.logaddexp(0.0, odds) - right * odds).sum())
        likely = np.exp(-np.logaddexp(0.0, -odds))
        slope = data.totals(likely - right) + penalty * weights
        return value + penalty / 2 * float(weights @ weights), slope

    return _descend(loss, len(data.columns), _STILL * data.size) if data.columns else np.zeros(0)


def _descend(loss: Callable[[Vector], tuple[float, Vector]], size: int, still: float) -> Vector:
    """The weights of least loss (convex), by L-BFGS with halved steps."""
    weights = np.zeros(size)
    value, slope = loss(weights)
    memory: deque[tuple[Vector, Vector, float]] = deque(maxlen=_MEMORY)
    for _ in range(MOST_STEPS):
        if np.abs(slope).max() < still:
            break
        direction = -_bent(slope, memory)
        falling = float(slope @ direction)
        step = 1.0 if memory else min(1.0, 1.0 / float(np.abs(slope).sum()))
        ahead = weights + step * direction
        new_value, new_slope = loss(ahead)
        while new_value > value + _ENOUGH * step * falling and step > _SMALLEST_STEP:
            step /= 2
            ahead = weights + step * direction
            new_value, new_slope = loss(ahead)
        moved, turned = ahead - weights, new_slope - slope
        bend = float(moved @ turned)
        if bend > 0:
            memory.append((moved, turned, bend))
        weights, value, slope = ahead, new_value, new_slope
    return weights


def _bent(slope: Vector, memory: Sequence[tuple[Vector, Vector, float]]) -> Vector:
    """The slope through the inverse of the bend that the last steps showed (two loops)."""
    direction = slope.copy()
    shares = []
    for moved, turned, bend in reversed(memory):
        share = float(moved @ direction) / bend
        shares.append(share)
        direction -= share * turned
    if memory:
        _, turned, bend = memory[-1]
        direction *= bend / float(turned @ turned)
    for (moved, turned, bend), share in zip(memory, reversed(shares), strict=True):
        direction += (share - float(turned @ direction) / bend) * moved
    return direction
