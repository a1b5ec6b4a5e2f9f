"""What to measure next: how much a better figure would improve the choice of the shortlist.

The decision is to take the ``top`` alternatives with the highest expected score; its worth is
the sum of their true scores. Information is worth the expected gain from choosing after it
(Raiffa and Schlaifer 1961). A site's score depends on its own values only, so one figure can do
no more than carry its site across the edge of the shortlist, and one integral per figure is
enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.draws import sampling
from prioritizer.engine.draws.evidence import HeldValues, ValueSampler
from prioritizer.engine.methods.table import find_method
from prioritizer.errors import InputError

_CELLS = 1 << 22


@dataclass(frozen=True, slots=True)
class InformationValue:
    """What knowing would be worth, in units of the score.

    Attributes
    ----------
    expected_scores
        ``(alternatives,)``.
    everything
        Expected gain from knowing all values exactly.
    figures
        ``(alternatives, criteria)``: expected gain from measuring this one value.
    chance_of_change
        ``(alternatives, criteria)``: chance that the measurement changes the shortlist; 0 means
        that it cannot.
    """

    expected_scores: FloatArray
    everything: float
    figures: FloatArray
    chance_of_change: FloatArray


def information_value(  # noqa: PLR0913 - each is a setting of its own
    value_draws: ValueSampler,
    weights: FloatArray,
    *,
    top: int,
    competing: BoolArray | None = None,
    method: str = "weighted-sum",
    reliability: float = 1.0,
    draws: int | None = None,
    outer: int = 64,
    seed: int = 1,
) -> InformationValue:
    """Return the expected value of information for the choice of a shortlist.

    Parameters
    ----------
    value_draws
        Uncertain values. The values of one cell are taken as independent of all others, so what
        one measurement tells of an error in common is left out: the figures are cautious.
    weights
        ``(criteria,)``, summing to 1.
    top
        Size of the shortlist, less than the number of alternatives that compete.
    competing
        ``(alternatives,)``: which may be listed as things are; all when left out. The others
        may be listed only once they are known: their figures are of a place won by it.
    method
        A key of METHODS whose score depends on the alternative's own values only.
    reliability
        Share of a figure's variance that the measurement resolves, 0 to 1: 1 is perfect
        information, less is a sample with an error of its own.
    draws, outer
        Draws per expectation (as many as fit in 32 megabytes, up to 2,048, when left out), and
        points at which each single figure is tried.
    seed
        Repeats the result.

    Returns
    -------
    InformationValue
        Per alternative and criterion.
    """
    n_alternatives, n_criteria = value_draws.shape
    if competing is None:
        competing = np.ones(n_alternatives, dtype=np.bool_)
    _check(method, top, int(competing.sum()), reliability)
    affordable = int(np.clip(_CELLS // (n_alternatives * n_criteria), 256, 2048))
    drawn = _draw_all(value_draws, affordable if draws is None else draws, seed)
    scores = _score(drawn, weights, method)
    expected = scores.mean(axis=0)
    merit = np.where(competing, expected, -np.inf)
    edge_in, edge_out = _edges(merit, top)
    inside = _inside(merit, top)
    figures = np.zeros((n_alternatives, n_criteria))
    chance = np.zeros((n_alternatives, n_criteria))
    for column in range(n_criteria):
        told = _conditional(drawn, weights, method, column, outer)
        told = expected + np.sqrt(reliability) * (told - told.mean(axis=0))
        # Someone inside may fall below the best outside, someone outside rise above the last
        # in.
        gain = np.where(inside, edge_out - told, told - edge_in)
        crossing = gain > 1e-12
        figures[:, column] = np.where(crossing, gain, 0.0).mean(axis=0)
        chance[:, column] = crossing.mean(axis=0)
    best = np.sort(scores, axis=1)[:, -top:].sum(axis=1).mean()
    return InformationValue(
        expected_scores=expected,
        everything=max(0.0, float(best - np.sort(merit)[-top:].sum())),
        figures=figures,
        chance_of_change=chance,
    )


def _check(method: str, top: int, n_alternatives: int, reliability: float) -> None:
    if find_method(method).is_pairwise:
        message = (
            f"Value of information: found method '{method}', which compares all pairs. "
            "Expected one whose score depends on the alternative's own values only. Choose "
            "another."
        )
        raise InputError(message)
    if not 1 <= top < n_alternatives:
        message = (
            f"Shortlist size: found {top}. Expected 1 to {n_alternatives - 1}: "
            "with everybody on the shortlist there is nothing to decide. Ask for fewer places."
        )
        raise InputError(message)
    if not 0.0 <= reliability <= 1.0:
        message = f"Reliability: found {reliability}. Expected 0 to 1. Change the number."
        raise InputError(message)


def _draw_all(value_draws: ValueSampler, draws: int, seed: int) -> FloatArray:
    if isinstance(value_draws, HeldValues):
        return value_draws.values[:draws]
    per_block = sampling.block_draws(*value_draws.shape, uncertain_values=True)
    blocks = [
        value_draws.sample(sampling.stream(seed, sampling.VALUES, block), per_block)
        for block in range(sampling.n_blocks(draws, per_block))
    ]
    return np.concatenate(blocks)[:draws]


def _score(drawn: FloatArray, weights: FloatArray, method: str) -> FloatArray:
    rows = np.ascontiguousarray(drawn).reshape(-1, drawn.shape[-1])
    function = find_method(method).on_values
    if function is None:
        raise InputError(f"Value of information: found '{method}'. Expected another method.")
    return function(rows, weights).reshape(drawn.shape[:-1])


def _inside(expected: FloatArray, top: int) -> BoolArray:
    inside = np.zeros(len(expected), dtype=np.bool_)
    inside[np.argsort(-expected, kind="stable")[:top]] = True
    return inside


def _edges(expected: FloatArray, top: int) -> tuple[float, float]:
    """Return the expected scores of the last inside and of the first outside."""
    falling = np.sort(expected)[::-1]
    return float(falling[top - 1]), float(falling[top])


def _conditional(
    drawn: FloatArray, weights: FloatArray, method: str, column: int, outer: int
) -> FloatArray:
    """Return each site's expected score given one of its values, ``(outer, alternatives)``.

    The value takes ``outer`` equally likely levels, the middles of its sorted draws' groups,
    while the site's other values go through all their draws.
    """
    draws, n_alternatives, _ = drawn.shape
    groups = min(outer, draws)
    ordered = np.sort(drawn[:, :, column], axis=0)
    levels = np.stack([part.mean(axis=0) for part in np.array_split(ordered, groups)])
    if find_method(method).is_sum_of_values:
        told: FloatArray = weights[column] * (levels - drawn[:, :, column].mean(axis=0))
        told += _score(drawn, weights, method).mean(axis=0)
        return told
    if method == "topsis":
        return _conditional_closeness(drawn, weights, column, levels)
    changed = drawn.copy()
    result = np.empty((groups, n_alternatives))
    for index, level in enumerate(levels):
        changed[:, :, column] = level
        result[index] = _score(changed, weights, method).mean(axis=0)
    return result


def _conditional_closeness(
    drawn: FloatArray, weights: FloatArray, column: int, levels: FloatArray
) -> FloatArray:
    """Return what `_conditional` does for TOPSIS, by changing one term of the distances."""
    squares = np.square(weights)
    near = np.square(drawn) @ squares - squares[column] * np.square(drawn[:, :, column])
    far = np.square(1.0 - drawn) @ squares - squares[column] * np.square(
        1.0 - drawn[:, :, column]
    )
    result = np.empty_like(levels)
    for index, level in enumerate(levels):
        to_anti_ideal = np.sqrt(np.maximum(near, 0.0) + squares[column] * np.square(level))
        to_ideal = np.sqrt(np.maximum(far, 0.0) + squares[column] * np.square(1.0 - level))
        result[index] = (to_anti_ideal / (to_anti_ideal + to_ideal)).mean(axis=0)
    return result
