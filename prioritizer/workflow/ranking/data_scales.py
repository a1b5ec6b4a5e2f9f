"""Scores on scales made from the data of the sites compared: the classic forms."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.matrix import DecisionMatrix, FloatArray, ValueMatrix
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
    normalized, direction = normalize(performance, maximize, method=normalization)
    held = HeldScales(performance, normalized)
    function = methods.find_method(settings.method).function
    # Behind the data that made the scales the ends move neither best nor worst of a column.
    options = {"leading": len(normalized)} if settings.method == "vikor" else {}

    def score(end: FloatArray) -> FloatArray:
        both = np.vstack([normalized, held.at(end)])
        return function(both, direction, weights, **options)[len(normalized) :]

    worse, better = end_performances(matrix, values)
    low, high, gaps_at_low = map(score, (worse, better, gaps_at_worst(matrix, values)))
    return ScoreEnds.of_own_values(
        np.minimum(low, expected),
        expected,
        np.maximum(high, expected),
        np.minimum(gaps_at_low, expected),
    )


def gaps_at_worst(matrix: DecisionMatrix, values: ValueMatrix) -> FloatArray:
    """Return performances, ``(alternatives, criteria)``, with each gap at its worse end."""
    worse, _ = end_performances(matrix, values)
    return np.where(matrix.gap, worse, filled_performance(matrix, values))


class HeldScales:
    """Scales that one set of performances made, held fixed for other performances.

    Parameters
    ----------
    performance, normalized
        What made the scales and what became of it, ``(alternatives, criteria)``; every
        normalization is monotone by column.
    """

    def __init__(self, performance: FloatArray, normalized: FloatArray) -> None:
        order = np.argsort(performance, axis=0, kind="stable")
        self._x = np.take_along_axis(performance, order, axis=0)
        self._y = np.take_along_axis(normalized, order, axis=0)

    def at(self, performance: FloatArray) -> FloatArray:
        """Return normalized values; beyond the span of the data its end is taken."""
        columns = zip(performance.T, self._x.T, self._y.T, strict=True)
        return np.column_stack([np.interp(p, x, y) for p, x, y in columns])
