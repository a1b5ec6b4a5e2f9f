"""The best-worst method: two rows of comparisons to weights, as published in 2015 and 2016."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.elicitation.group import FloatArray
from prioritizer.errors import InputError

# Largest deviation that a comparison of best to worst of 1, 2 ... 9 allows (Rezaei 2015).
CONSISTENCY_INDEX = (0.00, 0.44, 1.00, 1.63, 2.30, 3.00, 3.73, 4.47, 5.23)
CONSISTENCY_INDEX_TABLE = "Rezaei 2015"
MODELS = ("nonlinear", "linear")
_HALVINGS = 200


@dataclass(frozen=True, slots=True, eq=False)
class BestWorst:
    """Comparisons from 1 to 9: ``best`` to each criterion, and each criterion to ``worst``.

    Both arrays are ``(criteria,)``; ``best`` and ``worst`` are column indices.
    """

    best_to_others: FloatArray
    others_to_worst: FloatArray
    best: int
    worst: int

    @property
    def best_to_worst(self) -> float:
        """Return the one comparison that stands in both rows."""
        return float(self.best_to_others[self.worst])


@dataclass(frozen=True, slots=True, eq=False)
class BwmResult:
    """Weights and how far they are from the comparisons.

    Attributes
    ----------
    weights
        ``(criteria,)``, summing to 1; one of the best solutions.
    low, high
        ``(criteria,)``; least and largest weight over all best solutions.
    ksi
        Largest deviation of the model: of weight ratios (nonlinear) or of weights (linear).
    consistency_ratio
        Deviation of the nonlinear model over the consistency index, whichever model gave the
        weights; 0 consistent, towards 1 contradictory.
    input_consistency_ratio
        The same from the comparisons alone (Liang, Brunelli and Rezaei 2020).
    """

    weights: FloatArray
    low: FloatArray
    high: FloatArray
    ksi: float
    consistency_ratio: float
    input_consistency_ratio: float
    model: str


def best_worst(
    best_to_others: Sequence[float] | FloatArray, others_to_worst: Sequence[float] | FloatArray
) -> BestWorst:
    """Return checked comparisons, with the best and the worst criterion found by their 1.

    Where several criteria carry a 1, the pair is taken whose common comparison is the largest
    of both rows.

    Raises
    ------
    InputError
        If a comparison is outside 1 to 9, a row has no 1, the two rows disagree about best
        against worst, or a criterion stands above the best or below the worst.
    """
    to_others = np.asarray(best_to_others, dtype=np.float64)
    to_worst = np.asarray(others_to_worst, dtype=np.float64)
    if to_others.shape != to_worst.shape or to_others.ndim != 1 or len(to_others) < 2:
        raise InputError(
            f"comparisons: found {len(to_others)} and {len(to_worst)}. Expected one per "
            "criterion in both rows, two criteria or more. Fill in both rows."
        )
    _check_scale(to_others, 0)
    _check_scale(to_worst, 1)
    best, worst = _ends(to_others, to_worst)
    judged = BestWorst(to_others, to_worst, best, worst)
    for row, comparisons in enumerate((to_others, to_worst)):
        above = np.flatnonzero(comparisons > judged.best_to_worst)
        if len(above):
            column = int(above[0])
            raise InputError(
                f"found {comparisons[column]:g}. Expected at most {judged.best_to_worst:g}, "
                "which is the most important against the least important. Correct it, or "
                "choose others as these two.",
                row=row,
                column=column,
            )
    return judged


def _check_scale(comparisons: FloatArray, row: int) -> None:
    for column, number in enumerate(comparisons.tolist()):
        if not 1 <= number <= 9:
            raise InputError(
                f"found {number:g}. Expected a number from 1 (equal) to 9 (far more). "
                "Correct the comparison.",
                row=row,
                column=column,
            )
    if not (comparisons == 1).any():
        what = (
            "the most important criterion against itself",
            "the least important criterion against itself",
        )
        raise InputError(
            f"found no 1. Expected a 1 for {what[row]}. Mark it with a 1.", row=row
        )


def _ends(to_others: FloatArray, to_worst: FloatArray) -> tuple[int, int]:
    best = max(np.flatnonzero(to_others == 1).tolist(), key=lambda column: to_worst[column])
    worst = max(np.flatnonzero(to_worst == 1).tolist(), key=lambda column: to_others[column])
    if to_others[worst] != to_worst[best]:
        raise InputError(
            f"found {to_others[worst]:g} for the most against the least important in one row "
            f"and {to_worst[best]:g} in the other. Expected the same number. Correct one of "
            "them.",
            row=0,
            column=worst,
        )
    return best, worst


def bwm_weights(judged: BestWorst, *, model: str = "nonlinear") -> BwmResult:
    """Return the weights whose ratios are nearest to the comparisons.

    Parameters
    ----------
    judged
        From `best_worst`.
    model
        ``nonlinear`` minimises the largest deviation of a ratio of weights (Rezaei 2015); all
        best solutions are found exactly, as intervals (Rezaei 2016, section 3), and the weights
        are their centre. ``linear`` minimises deviations of weights (Rezaei 2016, section 4).
    """
    if model not in MODELS:
        raise InputError(
            f"BWM model: found '{model}'. Expected one of: {', '.join(MODELS)}. "
            "Choose one of these."
        )
    ksi, ratio = _least_deviation(judged)
    consistency = ksi / consistency_index(judged.best_to_worst) if ksi > 0 else 0.0
    if model == "linear":
        weights, ksi = _linear(judged)
        low = high = weights
    else:
        weights, low, high = _optimal_set(judged, ksi, ratio)
    return BwmResult(weights, low, high, ksi, consistency, input_consistency(judged), model)


def consistency_index(best_to_worst: float) -> float:
    """Return the largest deviation that a comparison of best to worst allows.

    The published table for whole numbers, its equation between them: the smaller root of
    k^2 - (1 + 2a) k + (a^2 - a) = 0 (Rezaei 2015).
    """
    if best_to_worst.is_integer():
        return CONSISTENCY_INDEX[int(best_to_worst) - 1]
    half = (1 + 2 * best_to_worst) / 2
    return half - math.sqrt(half**2 - (best_to_worst**2 - best_to_worst))


def input_consistency(judged: BestWorst) -> float:
    """Return max |a_Bj a_jW - a_BW| / (a_BW^2 - a_BW); 0 is consistent (Liang et al. 2020)."""
    whole = judged.best_to_worst
    if whole == 1:
        return 0.0
    gaps = np.abs(judged.best_to_others * judged.others_to_worst - whole)
    return float(gaps.max() / (whole**2 - whole))


def _between(judged: BestWorst) -> list[tuple[float, float]]:
    ends = {judged.best, judged.worst}
    pairs = zip(judged.best_to_others.tolist(), judged.others_to_worst.tolist(), strict=True)
    return [pair for column, pair in enumerate(pairs) if column not in ends]


def _ratio_range(judged: BestWorst, ksi: float) -> tuple[float, float]:
    """Return which ratios of best to worst weight a deviation allows; empty if low > high.

    With the worst weight as 1, another weight lies within its own comparison and, divided into
    the ratio, within that of the best. The two overlap if the ratio lies between the products
    of the ends, which leaves a problem in one unknown.
    """
    whole = judged.best_to_worst
    low, high = [whole - ksi], [whole + ksi]
    for to_other, to_worst in _between(judged):
        low.append(max(to_other - ksi, 0.0) * max(to_worst - ksi, 0.0))
        high.append((to_other + ksi) * (to_worst + ksi))
    return max(low), min(high)


def _least_deviation(judged: BestWorst) -> tuple[float, float]:
    """Return the smallest possible deviation and the ratio of best to worst weight there."""
    low, high = _ratio_range(judged, 0.0)
    if low <= high:
        return 0.0, judged.best_to_worst
    under, over = 0.0, 9.0
    for _ in range(_HALVINGS):
        middle = (under + over) / 2
        low, high = _ratio_range(judged, middle)
        if low <= high:
            over = middle
        else:
            under = middle
    low, high = _ratio_range(judged, over)
    return over, (low + high) / 2


def _optimal_set(
    judged: BestWorst, ksi: float, ratio: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return centre, least and largest share of each weight where the deviation is least.

    At the least deviation the ratio is one number, so each other weight has a range of its own.
    """
    to_other, to_worst = judged.best_to_others, judged.others_to_worst
    under = np.where(to_other > ksi, to_other - ksi, np.nan)
    least = np.maximum(to_worst - ksi, ratio / (to_other + ksi))
    most = np.fmin(to_worst + ksi, ratio / under)
    for ends in (least, most):
        ends[judged.worst], ends[judged.best] = 1.0, ratio
    least, most = np.minimum(least, most), np.maximum(least, most)
    center = (least + most) / 2
    low = least / (least + (most.sum() - most))
    high = most / (most + (least.sum() - least))
    weights = center / math.fsum(center.tolist())
    return weights, np.minimum(low, weights), np.maximum(high, weights)


def _linear(judged: BestWorst) -> tuple[FloatArray, float]:
    from scipy.optimize import linprog

    size = len(judged.best_to_others)
    unit = np.eye(size)
    best, worst = unit[judged.best], unit[judged.worst]
    gaps = np.vstack(
        [
            best - judged.best_to_others[:, np.newaxis] * unit,
            unit - judged.others_to_worst[:, np.newaxis] * worst,
        ]
    )
    slack = -np.ones((2 * len(gaps), 1))
    found = linprog(
        c=np.append(np.zeros(size), 1.0),
        A_ub=np.hstack([np.vstack([gaps, -gaps]), slack]),
        b_ub=np.zeros(2 * len(gaps)),
        A_eq=np.append(np.ones(size), 0.0)[np.newaxis],
        b_eq=[1.0],
        bounds=(0, None),
        method="highs",
    )
    raw = np.clip(np.asarray(found.x[:-1], dtype=np.float64), 0.0, None)
    return raw / math.fsum(raw.tolist()), max(float(found.fun), 0.0)
