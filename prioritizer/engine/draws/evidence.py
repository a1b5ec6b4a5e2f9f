"""Draws of uncertain performances: each cell low, best and high, with errors in common.

A cell without best value is a gap: every value between low and high is taken as equally likely.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from prioritizer.engine.arrays import FloatArray
from prioritizer.errors import InputError

_NINETY_PERCENT = 1.6448536269514722  # a normal variable lies within this with 90 % chance


class ValueSampler(Protocol):
    """What SMAA asks of uncertain values."""

    @property
    def shape(self) -> tuple[int, int]:
        """Return the numbers of alternatives and criteria."""

    def sample(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Return values, ``(draws, alternatives, criteria)``, 0 to 1, higher better."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldValues:
    """Values that were drawn before, ``(draws, alternatives, criteria)``.

    Whoever asks for draws gets these, as many as there are at most, whatever the generator.
    """

    values: FloatArray

    @property
    def shape(self) -> tuple[int, int]:
        """Return the numbers of alternatives and criteria."""
        _, n_alternatives, n_criteria = self.values.shape
        return n_alternatives, n_criteria

    def sample(self, _rng: np.random.Generator, draws: int) -> FloatArray:
        """Return the first ``draws``."""
        return self.values[:draws]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Uncertain performances, cell by cell.

    Parameters
    ----------
    low, best, high
        ``(alternatives, criteria)`` each; low <= best <= high. NaN in ``best`` marks a gap.
    distributions
        One name per criterion: ``triangular`` (best is the mode), ``pert`` (the same, with less
        weight on the ends), ``uniform`` (best is not used) or ``lognormal`` (best is the
        median, low and high hold 90 % between them).
    common
        ``(criteria,)``, 0 to 1: the correlation between alternatives of a criterion's errors,
        for an error that all share, such as one density assumption or one price. None:
        independent.
    to_values
        Applied to the drawn performances, ``(draws, alternatives, criteria)``, to give values.
    """

    low: FloatArray
    best: FloatArray
    high: FloatArray
    distributions: tuple[str, ...]
    common: FloatArray | None = None
    to_values: Callable[[FloatArray], FloatArray] | None = field(default=None)

    def __post_init__(self) -> None:
        """Refuse an order of low, best and high that no distribution has."""
        ordered = (self.low <= self.high) & ~(self.best < self.low) & ~(self.best > self.high)
        for row, column in np.argwhere(~ordered)[:1].tolist():
            message = (
                f"Row {row + 1}, column {column + 1}: found low {self.low[row, column]:g}, "
                f"best "
                f"{self.best[row, column]:g}, high {self.high[row, column]:g}. "
                "Expected low <= best <= high. Put the three in order."
            )
            raise InputError(message, row=row, column=column)
        for column, name in enumerate(self.distributions):
            self._check_distribution(column, name)

    def _check_distribution(self, column: int, name: str) -> None:
        if name not in _QUANTILES:
            message = (
                f"Distribution of column {column + 1}: found '{name}'. "
                f"Expected one of {', '.join(_QUANTILES)}. Choose a name from the list."
            )
            raise InputError(message, column=column)
        if name == "lognormal" and not (self.low[:, column] > 0).all():
            row = int(np.argmin(self.low[:, column]))
            message = (
                f"Row {row + 1}, column {column + 1}: found low {self.low[row, column]:g}. "
                "Expected a number above 0 for a lognormal value. Raise it or use 'triangular'."
            )
            raise InputError(message, row=row, column=column)

    @property
    def shape(self) -> tuple[int, int]:
        """Return the numbers of alternatives and criteria."""
        return self.low.shape[0], self.low.shape[1]

    def sample(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Return draws, ``(draws, alternatives, criteria)``."""
        n_alternatives, n_criteria = self.shape
        # Criteria first in memory: each is drawn and later weighted as one contiguous piece.
        drawn = np.empty((n_criteria, draws, n_alternatives))
        for column in range(n_criteria):
            self._fill(drawn[column], column, rng)
        result = np.moveaxis(drawn, 0, 2)
        return result if self.to_values is None else self.to_values(result)

    def _fill(self, target: FloatArray, column: int, rng: np.random.Generator) -> None:
        low, best, high = (part[:, column] for part in (self.low, self.best, self.high))
        target[:] = low
        share = 0.0 if self.common is None else float(self.common[column])
        gap = np.isnan(best)
        name = self.distributions[column]
        for cells, kind in ((gap, "uniform"), (~gap, name)):
            rows = np.flatnonzero(cells & (low < high))
            if rows.size:
                ends = (low[rows], best[rows], high[rows])
                target[:, rows] = _draw(rng, len(target), ends, kind=kind, common=share)


_Ends = tuple[FloatArray, FloatArray, FloatArray]


def _draw(
    rng: np.random.Generator, draws: int, ends: _Ends, *, kind: str, common: float
) -> FloatArray:
    shape = (draws, len(ends[0]))
    if common == 0.0 and kind in _INDEPENDENT:
        return _INDEPENDENT[kind](rng, shape, ends)
    own = rng.standard_normal(shape)
    shared = rng.standard_normal((draws, 1))
    return _QUANTILES[kind](np.sqrt(common) * shared + np.sqrt(1.0 - common) * own, ends)


def _independent_triangular(
    rng: np.random.Generator, shape: tuple[int, int], ends: _Ends
) -> FloatArray:
    """Mix the lower and the higher of two uniform draws: that has a triangular distribution.

    With mode m on 0 to 1, (1 - m) min + m max has the density of the triangle, and needs
    neither a root nor a case distinction.
    """
    low, best, high = ends
    first, second = rng.random(shape), rng.random(shape)
    smaller = np.minimum(first, second)
    np.maximum(first, second, out=second)
    second -= smaller
    second *= (best - low) / (high - low)
    second += smaller
    second *= high - low
    second += low
    return second


def _independent_uniform(
    rng: np.random.Generator, shape: tuple[int, int], ends: _Ends
) -> FloatArray:
    result: FloatArray = ends[0] + (ends[2] - ends[0]) * rng.random(shape)
    return result


def _independent_pert(
    rng: np.random.Generator, shape: tuple[int, int], ends: _Ends
) -> FloatArray:
    low, best, high = ends
    mode = (best - low) / (high - low)
    result: FloatArray = low + (high - low) * rng.beta(1 + 4 * mode, 5 - 4 * mode, shape)
    return result


def _uniform_quantile(z: FloatArray, ends: _Ends) -> FloatArray:
    result: FloatArray = ends[0] + (ends[2] - ends[0]) * _probability(z)
    return result


def _triangular_quantile(z: FloatArray, ends: _Ends) -> FloatArray:
    low, best, high = ends
    chance = _probability(z)
    mode = (best - low) / (high - low)
    rising = low + (high - low) * np.sqrt(chance * mode)
    falling = high - (high - low) * np.sqrt((1 - chance) * (1 - mode))
    return np.where(chance < mode, rising, falling)


def _pert_quantile(z: FloatArray, ends: _Ends) -> FloatArray:
    from scipy.special import betaincinv

    low, best, high = ends
    mode = (best - low) / (high - low)
    result: FloatArray = low + (high - low) * betaincinv(
        1 + 4 * mode, 5 - 4 * mode, _probability(z)
    )
    return result


def _lognormal_quantile(z: FloatArray, ends: _Ends) -> FloatArray:
    low, best, high = ends
    # Two halves, so that all three given figures are quantiles even where they are skewed.
    below = np.log(best / low) / _NINETY_PERCENT
    above = np.log(high / best) / _NINETY_PERCENT
    result: FloatArray = best * np.exp(np.where(z < 0, below, above) * z)
    return result


def _probability(z: FloatArray) -> FloatArray:
    from scipy.special import ndtr

    return np.asarray(ndtr(z), dtype=np.float64)


_INDEPENDENT = {
    "triangular": _independent_triangular,
    "uniform": _independent_uniform,
    "pert": _independent_pert,
}

_QUANTILES = {
    "triangular": _triangular_quantile,
    "pert": _pert_quantile,
    "uniform": _uniform_quantile,
    "lognormal": _lognormal_quantile,
}
