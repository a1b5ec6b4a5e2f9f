"""Values or performances to a ranking with score and rank intervals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from prioritizer.domain.matrix import BoolArray, DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.results import Order, Ranking, Scales, Settings
from prioritizer.engine import skcriteria_bridge
from prioritizer.engine.normalization import higher_is_better, normalize
from prioritizer.engine.ranks import rank, rank_interval, round_scores
from prioritizer.engine.topsis import closeness, column_extremes
from prioritizer.engine.weighted_sum import weighted_sum
from prioritizer.errors import InputError
from prioritizer.workflow.values import end_performances, filled_performance

FIXED_METHODS: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "weighted-sum": weighted_sum,
    "topsis": closeness,
}
CLASSIC_NORMALIZATION = {"weighted-sum": "minmax", "topsis": "vector"}


def rank_matrix(matrix: DecisionMatrix, values: ValueMatrix, settings: Settings) -> Ranking:
    """Return the ranking under the chosen method, scales and order."""
    if settings.method not in FIXED_METHODS:
        raise InputError(
            f"method: found '{settings.method}'. Expected one of: {', '.join(FIXED_METHODS)}. "
            "Choose one of these."
        )
    if settings.scales is Scales.FIXED:
        scores = _fixed_scores(values, settings)
    else:
        scores = _classic_scores(matrix, values, settings)
    low, expected, high, gaps_at_low = (round_scores(score) for score in scores)
    best_rank, worst_rank = rank_interval(low, high)
    chosen = {Order.EXPECTED: expected, Order.PESSIMISTIC: low, Order.OPTIMISTIC: high}
    rests_on_gaps = np.maximum(expected - gaps_at_low, 0.0)
    share = np.divide(rests_on_gaps, expected, out=np.zeros_like(expected), where=expected > 0)
    return Ranking(
        scores=expected,
        score_low=low,
        score_high=high,
        ranks=rank(chosen[settings.order]),
        rank_low=best_rank,
        rank_high=worst_rank,
        gap_share=share,
    )


def _fixed_scores(values: ValueMatrix, settings: Settings) -> tuple[FloatArray, ...]:
    score = FIXED_METHODS[settings.method]
    weights = settings.weights.normalized
    secured = np.where(values.gap, values.low, values.expected)
    return tuple(score(v, weights) for v in (values.low, values.expected, values.high, secured))


def _classic_scores(
    matrix: DecisionMatrix, values: ValueMatrix, settings: Settings
) -> tuple[FloatArray, ...]:
    """Return scores on scales made from the data, by scikit-criteria.

    The ends of an interval are measured on the scales of the expected data, held fixed, and
    within the span of those data: an end must not move the scale of everybody else.
    """
    normalization = settings.normalization
    if normalization == "none":
        normalization = CLASSIC_NORMALIZATION[settings.method]
    performance = filled_performance(matrix, values)
    maximize, weights = matrix.maximize, settings.weights.normalized
    expected = skcriteria_bridge.classic(
        performance, maximize, weights, method=settings.method, normalization=normalization
    )
    held = _HeldScales(performance, maximize, weights, settings.method, normalization)
    worse, better = end_performances(matrix, values)
    secured = np.where(matrix.gap, worse, performance)
    low, high, gaps_at_low = (held.score(end) for end in (worse, better, secured))
    return (
        np.minimum(low, expected),
        expected,
        np.maximum(high, expected),
        np.minimum(gaps_at_low, expected),
    )


class _HeldScales:
    """Scores of other performances on the scales that one set of performances made."""

    def __init__(
        self,
        performance: FloatArray,
        maximize: BoolArray,
        weights: FloatArray,
        method: str,
        normalization: str,
    ) -> None:
        self._lowest, self._highest = performance.min(axis=0), performance.max(axis=0)
        self._method, self._weights = method, weights
        normalized, self._maximize = normalize(performance, maximize, method=normalization)
        if method == "weighted-sum":
            normalized = higher_is_better(normalized, self._maximize)
        order = np.argsort(performance, axis=0, kind="stable")
        self._x = np.take_along_axis(performance, order, axis=0)
        self._y = np.take_along_axis(normalized, order, axis=0)
        self._ideal, self._anti_ideal = column_extremes(
            normalized, self._maximize if method == "topsis" else np.ones_like(maximize)
        )

    def score(self, performance: FloatArray) -> FloatArray:
        """Return scores, ``(alternatives,)``; every normalization is monotone by column."""
        clipped = np.clip(performance, self._lowest, self._highest)
        scaled = np.column_stack(
            [
                np.interp(clipped[:, k], self._x[:, k], self._y[:, k])
                for k in range(clipped.shape[1])
            ]
        )
        if self._method == "weighted-sum":
            return weighted_sum(scaled, self._weights)
        return closeness(scaled, self._weights, ideal=self._ideal, anti_ideal=self._anti_ideal)
