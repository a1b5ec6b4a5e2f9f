"""Scores of the methods that compare every pair of sites, PROMETHEE and ELECTRE.

Such a score depends on which other sites are there, on fixed scales too. What the evidence
leaves open is therefore given as limits that hold whatever the truth is, wider than those of
the other methods.
"""

from __future__ import annotations

import numpy as np

from prioritizer.domain.matrix import DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.results import Scales, Settings
from prioritizer.engine.methods.electre import electre
from prioritizer.engine.methods.normalization import normalize
from prioritizer.engine.methods.promethee import shares_of_wins
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.workflow.ranking.data_scales import normalization_of
from prioritizer.workflow.ranking.score_ends import ScoreEnds
from prioritizer.workflow.ranking.values import end_performances, filled_performance


def score_ends(matrix: DecisionMatrix, values: ValueMatrix, settings: Settings) -> ScoreEnds:
    """Return the readings of each score."""
    weights = settings.weights.normalized
    if settings.method == "promethee":
        return _promethee(*_higher_is_better(matrix, values, settings), weights)
    return _electre(matrix, values, settings)


def _higher_is_better(
    matrix: DecisionMatrix, values: ValueMatrix, settings: Settings
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return worse, expected, better and secured values, or performances turned upwards."""
    if settings.scales is Scales.FIXED:
        secured = np.where(values.gap, values.low, values.expected)
        return values.low, values.expected, values.high, secured
    turn = np.where(matrix.maximize, 1.0, -1.0)
    performance = filled_performance(matrix, values)
    worse, better = end_performances(matrix, values)
    secured = np.where(matrix.gap, worse, performance)
    return worse * turn, performance * turn, better * turn, secured * turn


def _promethee(
    worse: FloatArray,
    expected: FloatArray,
    better: FloatArray,
    secured: FloatArray,
    weights: FloatArray,
) -> ScoreEnds:
    """Return (1 + net flow) / 2; at an end the others are as expected.

    A score falls with what the others have, so its limits are the alternative at one end and
    all the others at the opposite one.
    """

    def score(mine: FloatArray, theirs: FloatArray) -> FloatArray:
        return weighted_sum(shares_of_wins(mine, theirs), weights)

    low, high = score(worse, expected), score(better, expected)
    return ScoreEnds(
        low=low,
        expected=score(expected, expected),
        high=high,
        secured=score(secured, expected),
        at_least=score(worse, better),
        at_most=score(better, worse),
        pessimistic=low,
        optimistic=high,
    )


def _electre(matrix: DecisionMatrix, values: ValueMatrix, settings: Settings) -> ScoreEnds:
    """Return places as scores, 0 to 1, without limits where anything is uncertain.

    Two graphs of pairs are peeled layer by layer: a small change of one value may move every
    place, and to try all ends would take days. In the pessimistic order every site is at its
    worse end.
    """
    weights = settings.weights.normalized
    worse, better = end_performances(matrix, values)
    expected = _electre_scores(matrix, values, settings, filled_performance(matrix, values))
    if settings.scales is Scales.FIXED:
        is_certain = bool((values.low == values.high).all())
    else:
        is_certain = bool((worse == better).all())
    if is_certain:
        return ScoreEnds.of_own_values(expected, expected, expected, expected)
    nothing, all_ = np.zeros_like(expected), np.ones_like(expected)
    ends = {"pessimistic": (values.low, worse), "optimistic": (values.high, better)}
    ordered = ends.get(settings.order)
    by_order = expected
    if ordered is not None:
        at_end = ValueMatrix(values.low, ordered[0], values.high, values.gap)
        by_order = _electre_scores(matrix, at_end, settings, ordered[1])
    on_gaps = weighted_sum(values.gap.astype(np.float64), weights)
    return ScoreEnds(
        low=nothing,
        expected=expected,
        high=all_,
        secured=expected * (1.0 - on_gaps),
        at_least=nothing,
        at_most=all_,
        pessimistic=by_order,
        optimistic=by_order,
    )


def _electre_scores(
    matrix: DecisionMatrix, values: ValueMatrix, settings: Settings, performance: FloatArray
) -> FloatArray:
    weights = settings.weights.normalized
    if settings.scales is Scales.FIXED:
        return electre(values.expected, np.ones_like(matrix.maximize), weights)
    normalized, maximize = normalize(
        performance, matrix.maximize, method=normalization_of(settings)
    )
    return electre(normalized, maximize, weights)
