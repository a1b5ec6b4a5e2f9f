"""Scores on scales made from the data of the sites compared: the classic forms."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.matrix import BoolArray, DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.results import Settings
from prioritizer.engine.methods import skcriteria_bridge
from prioritizer.engine.methods import table as methods
from prioritizer.engine.methods.normalization import normalize
from prioritizer.workflow.ranking.score_ends import ScoreEnds
from prioritizer.workflow.ranking.values import end_performances, filled_performance


def normalization_of(settings: Settings) -> str:
    """Return the normalization chosen, or the usual one of the method."""
    if settings.normalization != "none":
        return settings.normalization
    return methods.find_method(settings.method).default_normalization


def score_ends(matrix: DecisionMatrix, values: ValueMatrix, settings: Settings) -> ScoreEnds:
    """Return the readings of each score.

    The ends of an interval are measured on the scales of the expected data, held fixed, and
    within the span of those data: an end must not move the scale of everybody else.
    """
    normalization = normalization_of(settings)
    performance = filled_performance(matrix, values)
    maximize, weights = matrix.maximize, settings.weights.normalized
    through_library = settings.method in skcriteria_bridge.METHODS
    expected = (skcriteria_bridge.classic if through_library else methods.score)(
        performance, maximize, weights, method=settings.method, normalization=normalization
    )
    held = _HeldScales(performance, maximize, weights, settings.method, normalization)
    worse, better = end_performances(matrix, values)
    secured = np.where(matrix.gap, worse, performance)
    low, high, gaps_at_low = (held.score(end) for end in (worse, better, secured))
    return ScoreEnds.of_own_values(
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
        self._normalized, self._maximize = normalize(
            performance, maximize, method=normalization
        )
        order = np.argsort(performance, axis=0, kind="stable")
        self._x = np.take_along_axis(performance, order, axis=0)
        self._y = np.take_along_axis(self._normalized, order, axis=0)

    def score(self, performance: FloatArray) -> FloatArray:
        """Return scores, ``(alternatives,)``; every normalization is monotone by column."""
        clipped = np.clip(performance, self._lowest, self._highest)
        scaled = np.column_stack(
            [
                np.interp(clipped[:, k], self._x[:, k], self._y[:, k])
                for k in range(clipped.shape[1])
            ]
        )
        # Behind the data that made the scales the ends move neither best nor worst of a column.
        n_leading = len(self._normalized)
        options = {"leading": n_leading} if self._method == "vikor" else {}
        function = methods.find_method(self._method).function
        both = np.vstack([self._normalized, scaled])
        return function(both, self._maximize, self._weights, **options)[n_leading:]
