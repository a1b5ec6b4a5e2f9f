"""Weight vectors within bounds and linear conditions, drawn uniformly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray
from prioritizer.engine.weights.interior import Frame, find_frame, triangulated

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
        """Directions to walk in, ``(dimensions, criteria)``, long where the region is."""
        directions = self.frame.directions
        if not len(directions):
            return directions
        shape = directions
        rng = np.random.default_rng(0)
        for _ in range(_PILOT_WALKS):
            place = self._walk(rng, _PILOT // 8, shape) @ directions.T
            spread, axes = np.linalg.eigh(np.atleast_2d(np.cov(place.T)))
            shape = (np.sqrt(np.maximum(spread, 0.0))[:, np.newaxis] * axes.T) @ directions
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
        place = np.repeat(self.frame.center[np.newaxis], draws, axis=0)
        for _ in range(_STEPS_PER_DIMENSION * len(shape)):
            direction = rng.standard_normal((draws, len(shape))) @ shape
            place += _chord_step(rng, place, direction, sides, limits) * direction
        return np.clip(place, 0.0, None)

    @cached_property
    def frame(self) -> Frame:
        """Where the region lies; InputError where its conditions contradict each other."""
        return find_frame(*self.half_spaces())

    def simplices(self) -> FloatArray:
        """Return simplices that fill the region, ``(simplices, vertices, criteria)``."""
        return triangulated(*self.half_spaces(), self.frame)


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
    # A condition that fixes something is moved along, never crossed.
    moving = np.abs(speed) > 1e-9 * np.abs(direction).max()
    times = np.divide(room, speed, out=np.zeros_like(room), where=moving)
    forward = np.where(moving & (speed > 0), times, np.inf).min(axis=1)
    backward = np.where(moving & (speed < 0), times, -np.inf).max(axis=1)
    result: FloatArray = backward + rng.random(len(place)) * (forward - backward)
    return result[:, np.newaxis]
