"""Values or performances to a ranking with score and rank intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from prioritizer.domain.matrix import DecisionMatrix, FloatArray, ValueMatrix
from prioritizer.domain.results import Order, Ranking, Scales, Settings
from prioritizer.engine.methods.table import METHODS, find_method
from prioritizer.engine.ranks import rank, rank_interval
from prioritizer.errors import InputError
from prioritizer.workflow.ranking import data_scales, pairs
from prioritizer.workflow.ranking.score_ends import ScoreEnds

FIXED_METHODS: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    name: method.on_values for name, method in METHODS.items() if method.on_values is not None
}
# SPOTIS and MARCOS are the weighted sum on fixed scales: together it would count three times.
DISTINCT_METHODS = tuple(
    name
    for name in FIXED_METHODS
    if name == "weighted-sum" or not METHODS[name].is_sum_of_values
)
# What comparisons of many settings run through: the additive kind and the distance kind.
USUAL_METHODS = ("weighted-sum", "topsis")


def rank_matrix(matrix: DecisionMatrix, values: ValueMatrix, settings: Settings) -> Ranking:
    """Return the ranking under the chosen method, scales and order.

    Raises
    ------
    InputError
        If the method is unknown, refuses a performance or compares too many pairs.
    """
    ends = _ends(matrix, values, settings).rounded()
    best_rank, worst_rank = rank_interval(ends.at_least, ends.at_most)
    chosen = {
        Order.PESSIMISTIC: ends.pessimistic,
        Order.OPTIMISTIC: ends.optimistic,
    }
    rests_on_gaps = np.maximum(ends.expected - ends.secured, 0.0)
    share = np.divide(
        rests_on_gaps,
        ends.expected,
        out=np.zeros_like(ends.expected),
        where=ends.expected > 0,
    )
    return Ranking(
        scores=ends.expected,
        score_low=ends.low,
        score_high=ends.high,
        ranks=rank(chosen.get(settings.order, ends.expected)),
        rank_low=best_rank,
        rank_high=worst_rank,
        gap_share=share,
    )


def _ends(matrix: DecisionMatrix, values: ValueMatrix, settings: Settings) -> ScoreEnds:
    if find_method(settings.method).is_pairwise:
        return pairs.score_ends(matrix, values, settings)
    if settings.scales is Scales.DATA:
        return data_scales.score_ends(matrix, values, settings)
    score, weights = FIXED_METHODS[settings.method], settings.weights.normalized
    secured = np.where(values.gap, values.low, values.expected)
    return ScoreEnds.of_own_values(
        *(score(v, weights) for v in (values.low, values.expected, values.high, secured))
    )


def can_be_drawn(settings: Settings) -> bool:
    """Return whether draws are sound: a score of own values only, on fixed scales."""
    return settings.scales is Scales.FIXED and not find_method(settings.method).is_pairwise


def settings_to_draw(settings: Settings) -> Settings:
    """Return the nearest settings that can be drawn: fixed scales, no method of pairs."""
    is_pairwise = find_method(settings.method).is_pairwise
    method = "weighted-sum" if is_pairwise else settings.method
    return replace(settings, scales=Scales.FIXED, method=method)


def needs_own_values(settings: Settings, purpose: str) -> None:
    """Refuse a method whose score of one site depends on the other sites.

    Raises
    ------
    InputError
        Saying why ``purpose`` cannot be had with it.
    """
    method = find_method(settings.method)
    if method.is_pairwise:
        raise InputError(
            f"{purpose}, method: found {method.title}, which compares every pair of sites, so "
            "that one changed figure moves the scores of all. Expected one of: "
            f"{', '.join(FIXED_METHODS)}. Choose one of these."
        )
