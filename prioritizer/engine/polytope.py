"""Weight vectors within bounds and linear conditions, drawn uniformly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.errors import InputError

_PILOT = 4096  # draws that decide between rejection and hit-and-run
_LEAST_ACCEPTANCE = 0.02
_STEPS_PER_DIMENSION = 40
_PILOT_WALKS = 4


@dataclass(frozen=True)
class Polytope:
    """Weight vectors w with low <= w <= high and conditions @ w <= limits.

    Parameters
    ----------
    low, high
        ``(criteria,)`` each, 0 to 1.
    conditions
        ``(conditions, criteria)``; for example a row with -1 at one criterion and 1 at another
        asks that the first weigh at least as much. May have no rows.
    limits
        ``(conditions,)``.

    Notes
    -----
    Where at least two in a hundred draws from the simplex above the lower bounds satisfy
    everything, the others are thrown away, which is exactly uniform. In a smaller region each
    draw is the end of its own hit-and-run walk (Smith 1984) from the region's inner centre,
    uniform in the limit. Directions follow the region's own shape, learned in pilot walks, so
    that a long thin region is crossed as fast as a round one.
    """

    low: FloatArray
    high: FloatArray
    conditions: FloatArray
    limits: FloatArray

    @property
    def n_criteria(self) -> int:
        """Return the length of a weight vector."""
        return len(self.low)

    def contains(self, weights: FloatArray, *, slack: float = 1e-12) -> BoolArray:
        """Return which of the weight vectors ``(draws, criteria)`` lie within, ``(draws,)``."""
        sides, limits = self.half_spaces()
        result: BoolArray = np.all(weights @ sides.T <= limits + slack, axis=1)
        return result

    def sample(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Return weight vectors, ``(draws, criteria)``."""
        if self._is_roomy:
            return self._by_rejection(rng, draws)
        place = self._walk(rng, draws, self._shape)
        result: FloatArray = place / place.sum(axis=1, keepdims=True)
        return result

    @cached_property
    def _is_roomy(self) -> bool:
        if self.low.sum() > 1.0:
            return False
        pilot = self._above_low(np.random.default_rng(0), _PILOT)
        return bool(self.contains(pilot).mean() >= _LEAST_ACCEPTANCE)

    @cached_property
    def _shape(self) -> FloatArray:
        """Directions to walk in, ``(criteria - 1, criteria)``, long where the region is."""
        shape = _directions_within_the_simplex(self.n_criteria)
        rng = np.random.default_rng(0)
        for _ in range(_PILOT_WALKS):
            place = self._walk(rng, _PILOT // 8, shape)
            spread, axes = np.linalg.eigh(np.cov(place.T))
            # The smallest spread belongs to the direction across the simplex, which is no way.
            shape = np.sqrt(np.maximum(spread[1:], 0.0))[:, np.newaxis] * axes[:, 1:].T
        return shape

    def half_spaces(self) -> tuple[FloatArray, FloatArray]:
        """Return bounds and conditions as ``sides @ w <= limits``."""
        unit = np.eye(self.n_criteria)
        sides = np.vstack([unit, -unit, self.conditions.reshape(-1, self.n_criteria)])
        return sides, np.concatenate([self.high, -self.low, self.limits])

    def _above_low(self, rng: np.random.Generator, draws: int) -> FloatArray:
        raw = rng.standard_exponential((draws, self.n_criteria))
        free = max(0.0, 1.0 - float(self.low.sum()))
        result: FloatArray = self.low + free * raw / raw.sum(axis=1, keepdims=True)
        return result

    def _by_rejection(self, rng: np.random.Generator, draws: int) -> FloatArray:
        found = np.empty((0, self.n_criteria))
        while len(found) < draws:
            batch = self._above_low(rng, 2 * draws)
            found = np.concatenate([found, batch[self.contains(batch)]])
        return found[:draws]

    def _walk(self, rng: np.random.Generator, draws: int, shape: FloatArray) -> FloatArray:
        sides, limits = self.half_spaces()
        place = np.repeat(self.inner_center()[np.newaxis], draws, axis=0)
        for _ in range(_STEPS_PER_DIMENSION * (self.n_criteria - 1)):
            direction = rng.standard_normal((draws, self.n_criteria - 1)) @ shape
            place += _chord_step(rng, place, direction, sides, limits) * direction
        return np.clip(place, 0.0, None)

    def inner_center(self) -> FloatArray:
        """Return the centre of the largest ball inside the region, ``(criteria,)``.

        Raises
        ------
        InputError
            If no weight vector satisfies everything.
        """
        from scipy.optimize import linprog

        sides, limits = self.half_spaces()
        basis = _directions_within_the_simplex(self.n_criteria)
        reach = np.linalg.norm(sides @ basis.T, axis=1)
        found = linprog(
            c=np.append(np.zeros(self.n_criteria), -1.0),
            A_ub=np.column_stack([sides, reach]),
            b_ub=limits,
            A_eq=np.append(np.ones(self.n_criteria), 0.0)[np.newaxis],
            b_eq=[1.0],
            bounds=[(0, 1)] * self.n_criteria + [(0, 1)],
            method="highs",
        )
        if not found.success:
            message = (
                "Weight region: found conditions that contradict each other. Expected at least "
                "one weight vector that satisfies them all. Widen an interval or drop a "
                "condition."
            )
            raise InputError(message)
        return np.asarray(found.x[:-1], dtype=np.float64)


def _directions_within_the_simplex(n_criteria: int) -> FloatArray:
    """Return an orthonormal basis of the directions that keep the sum, ``(n - 1, n)``."""
    columns = np.column_stack([np.ones(n_criteria), np.eye(n_criteria)[:, 1:]])
    return np.ascontiguousarray(np.linalg.qr(columns)[0][:, 1:].T)


def _chord_step(
    rng: np.random.Generator,
    place: FloatArray,
    direction: FloatArray,
    sides: FloatArray,
    limits: FloatArray,
) -> FloatArray:
    """Return how far to go along each direction, uniform on its chord, ``(draws, 1)``."""
    speed = direction @ sides.T
    room = np.maximum(limits - place @ sides.T, 0.0)
    moving = np.abs(speed) > 1e-14 * np.abs(direction).max()
    times = np.divide(room, speed, out=np.zeros_like(room), where=moving)
    forward = np.where(moving & (speed > 0), times, np.inf).min(axis=1)
    backward = np.where(moving & (speed < 0), times, -np.inf).max(axis=1)
    share = rng.random(len(place))
    result: FloatArray = (backward + share * (forward - backward))[:, np.newaxis]
    return np.where(np.isfinite(result), result, 0.0)
