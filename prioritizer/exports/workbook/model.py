"""The numbers behind the formulas, row by row in list order: what each cell shows at first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prioritizer.domain.answer import GapMode
from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import Assessment, IntArray, Order, Scales
from prioritizer.engine.methods.normalization import NORMALIZATIONS, higher_is_better, normalize
from prioritizer.engine.methods.table import METHODS
from prioritizer.engine.methods.topsis import column_extremes, distances
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank
from prioritizer.workflow.ranking.listing import (
    REBUILT_ON_DATA,
    is_on_data,
    normalization_name,
)
from prioritizer.workflow.ranking.values import end_performances, filled_performance

BLOCKS = ("low", "expected", "high", "secured")


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The four readings of a score: both ends, at best estimates, and the one without the gaps.

    Each array is ``(alternatives, criteria)``. ``secured`` has the worse end wherever a cell
    rests on a gap: what it lacks is the part of the score that rests on gaps.
    """

    low: FloatArray
    expected: FloatArray
    high: FloatArray
    secured: FloatArray

    def parts(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return the four arrays in the order of BLOCKS."""
        return self.low, self.expected, self.high, self.secured


@dataclass(frozen=True, slots=True, eq=False)
class DataScales:
    """Performances that data-driven scales are made of, and their column statistics."""

    performance: Block
    lowest: FloatArray
    highest: FloatArray
    divisors: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """All that the workbook shows as a formula.

    ``scaled`` is what the method takes: the values on fixed scales, or the rescaled data.
    ``by_score``, in the order of the matrix, are the ranks that formulas find: by a score,
    whatever the order of the list. ``taken``, ``(alternatives, criteria)``, are values drawn
    for what is not known; NaN elsewhere. ``raw`` and both distances are
    ``(4, alternatives)``, in the order of BLOCKS.
    """

    rows: IntArray
    by_score: IntArray
    values: Block
    taken: FloatArray
    data: DataScales | None
    scaled: Block
    ideal: FloatArray
    anti_ideal: FloatArray
    raw: FloatArray
    to_ideal: FloatArray
    to_anti_ideal: FloatArray


def build(assessment: Assessment) -> Model:
    """Return the numbers of an assessment in list order."""
    rows = assessment.order()
    values = _values(assessment, rows)
    if not is_on_data(assessment):
        n_criteria = len(assessment.matrix.criteria)
        data, scaled = None, values
        ideal, anti_ideal = np.ones(n_criteria), np.zeros(n_criteria)
    else:
        data, scaled, ideal, anti_ideal = _data_scales(assessment, values, rows)
    weights = assessment.settings.weights.normalized
    to_ideal, to_anti = zip(
        *(distances(p, weights, ideal=ideal, anti_ideal=anti_ideal) for p in scaled.parts()),
        strict=True,
    )
    raw = _raw_scores(assessment, scaled, np.array(to_ideal), np.array(to_anti))
    return Model(
        rows,
        _by_score(assessment),
        values,
        _taken(assessment)[rows],
        data,
        scaled,
        ideal,
        anti_ideal,
        raw,
        np.array(to_ideal),
        np.array(to_anti),
    )


def _values(assessment: Assessment, rows: IntArray) -> Block:
    values = assessment.values
    low, expected, high = values.low[rows], values.expected[rows], values.high[rows]
    return Block(low, expected, high, np.where(assessment.matrix.gap[rows], low, expected))


def _by_score(assessment: Assessment) -> IntArray:
    # The scores of an assessment are rounded as they are compared.
    ranking = assessment.ranking
    return rank(ranking.scores) if is_by_chance(assessment) else ranking.ranks


def _taken(assessment: Assessment) -> FloatArray:
    drawn = assessment.draws
    if drawn is None or drawn.gaps is GapMode.MIDDLE:
        return np.full(assessment.values.expected.shape, np.nan)
    return drawn.means


def _data_scales(
    assessment: Assessment, values: Block, rows: IntArray
) -> tuple[DataScales, Block, FloatArray, FloatArray]:
    matrix = assessment.matrix
    expected = filled_performance(matrix, assessment.values)[rows]
    lowest, highest = expected.min(axis=0), expected.max(axis=0)
    worse, better = (
        np.clip(end[rows], lowest, highest)
        for end in end_performances(matrix, assessment.values)
    )
    secured = np.where(matrix.gap[rows], worse, expected)
    performance = Block(worse, expected, better, secured)
    name = normalization_name(assessment)
    scaled, maximize = normalize(expected, matrix.maximize, method=name)
    if assessment.settings.method == "weighted-sum":
        scaled = higher_is_better(scaled, maximize)
        maximize = np.ones_like(maximize)
    ideal, anti_ideal = column_extremes(scaled, maximize)
    block = Block(*(_held(part, expected, scaled) for part in performance.parts()))
    divisors = _divisors(expected, matrix.maximize, name)
    return DataScales(performance, lowest, highest, divisors), block, ideal, anti_ideal


def _held(part: FloatArray, performance: FloatArray, scaled: FloatArray) -> FloatArray:
    """Return other performances on the scale that ``performance`` made."""
    columns = []
    for k in range(performance.shape[1]):
        order = np.argsort(performance[:, k], kind="stable")
        columns.append(np.interp(part[:, k], performance[order, k], scaled[order, k]))
    return np.column_stack(columns)


def _divisors(performance: FloatArray, maximize: BoolArray, name: str) -> FloatArray:
    """Return what each column is divided by."""
    if name == "minmax":
        return np.asarray(np.ptp(performance, axis=0))
    if name == "vector":
        return np.asarray(np.sqrt((performance**2).sum(axis=0)))
    if name == "sum":
        return np.asarray(performance.sum(axis=0))
    if name == "max":
        return np.asarray(performance.max(axis=0))
    turned = performance.copy()
    turned[:, ~maximize] = 1 / turned[:, ~maximize]
    return np.asarray(turned.sum(axis=0))


def _raw_scores(
    assessment: Assessment, scaled: Block, to_ideal: FloatArray, to_anti: FloatArray
) -> FloatArray:
    settings, weights = assessment.settings, assessment.settings.weights.normalized
    if not has_formulas(assessment):
        ranking, rows = assessment.ranking, assessment.order()
        secured = ranking.scores * (1.0 - ranking.gap_share)
        ends = (ranking.score_low, ranking.scores, ranking.score_high, secured)
        return np.array([end[rows] for end in ends])
    score = METHODS[settings.method].on_values
    if settings.scales is Scales.FIXED and score is not None and settings.method != "topsis":
        return np.array([score(part, weights) for part in scaled.parts()])
    if settings.method == "weighted-sum":
        raw = np.array([weighted_sum(part, weights) for part in scaled.parts()])
    else:
        total = to_ideal + to_anti
        raw = np.full_like(total, 0.5)
        np.divide(to_anti, total, out=raw, where=total != 0)
    if assessment.settings.scales is Scales.DATA:
        if not (scaled.expected.max(axis=0) > scaled.expected.min(axis=0)).any():
            raw[1] = 0.5
        raw[[0, 3]] = np.minimum(raw[[0, 3]], raw[1])
        raw[2] = np.maximum(raw[2], raw[1])
    return raw


def has_formulas(assessment: Assessment) -> bool:
    """Return whether the scores can be rebuilt cell by cell.

    Methods that compare all pairs, and on scales made from the data all but the first two, are
    written as numbers.
    """
    settings = assessment.settings
    if settings.scales is Scales.DATA:
        return settings.method in REBUILT_ON_DATA
    return not METHODS[settings.method].is_pairwise


def is_by_chance(assessment: Assessment) -> bool:
    """Return whether places are those of the draws, which no formula finds."""
    settings = assessment.settings
    by_draws = settings.order in (Order.CHANCE, Order.MEDIAN, Order.CAUTIOUS)
    is_drawn = assessment.answer is not None and settings.gaps is not GapMode.MIDDLE
    return by_draws and is_drawn


def normalization_formula(name: str) -> str:
    """Return a normalization in words."""
    return NORMALIZATIONS[name].formula
