"""Weight regions: all weight vectors that a judgement allows, and fair draws from each of them.

Every region draws uniformly over its own set, except `Around`, whose draws crowd about a point.
Drawing each weight from 0 to 1 and dividing by the sum is not uniform on the simplex: it crowds
in the middle and makes every ranking look more stable than it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from prioritizer.engine.arrays import FloatArray
from prioritizer.engine.validation import normalize_weights
from prioritizer.engine.weights.polytope import Polytope
from prioritizer.errors import InputError

__all__ = [
    "Around",
    "Embedded",
    "Ordered",
    "Point",
    "Polytope",
    "Region",
    "Simplex",
    "as_polytope",
]


class Region(Protocol):
    """What SMAA asks of a set of weight vectors."""

    @property
    def n_criteria(self) -> int:
        """Return the length of a weight vector."""

    def sample(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Return weight vectors, ``(draws, criteria)``, each summing to 1."""


@dataclass(frozen=True, slots=True)
class Simplex:
    """Every weight vector: nothing is known about the weights."""

    n_criteria: int

    def sample(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Draw from the Dirichlet distribution with all parameters 1."""
        raw = rng.standard_exponential((draws, self.n_criteria))
        result: FloatArray = raw / raw.sum(axis=1, keepdims=True)
        return result


@dataclass(frozen=True, slots=True)
class Ordered:
    """Weight vectors that agree with an order of importance.

    Parameters
    ----------
    groups
        Column indices, most important group first; every weight of a group is at least every
        weight of the next.
    tied
        One per group: whether its columns weigh the same. Nothing is said within the others,
        nor within any where this is left out.
    """

    groups: tuple[tuple[int, ...], ...]
    tied: tuple[bool, ...] = ()

    @property
    def n_criteria(self) -> int:
        """Return the length of a weight vector."""
        return sum(len(group) for group in self.groups)

    @property
    def ties(self) -> tuple[tuple[int, ...], ...]:
        """Return the groups of two columns or more that weigh the same."""
        pairs = zip(self.groups, self.tied, strict=False)
        return tuple(group for group, is_tied in pairs if is_tied and len(group) > 1)

    def sample(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Draw uniformly: sort a draw from the simplex, then shuffle within each group.

        The simplex is a union of mirror images of one ordered cone, so folding it keeps the
        draws uniform.
        """
        if self.ties:
            return self._with_ties(rng, draws)
        falling = np.sort(Simplex(self.n_criteria).sample(rng, draws), axis=1)[:, ::-1]
        result = np.empty_like(falling)
        start = 0
        for group in self.groups:
            part = rng.permuted(falling[:, start : start + len(group)], axis=1)
            result[:, list(group)] = part
            start += len(group)
        return result

    def _with_ties(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Draw uniformly where some columns share one weight.

        In one order of its places the region is a simplex: its k-th corner spreads all weight
        evenly over the columns of the first k places. Columns that are free within their group
        only change places there, which mirrors the simplex.
        """
        places = [
            part
            for group in self.groups
            for part in ([group] if group in self.ties else [(column,) for column in group])
        ]
        filled = np.cumsum([len(part) for part in places])
        shares = Simplex(len(places)).sample(rng, draws) / filled
        falling = np.cumsum(shares[:, ::-1], axis=1)[:, ::-1]
        result = np.empty((draws, self.n_criteria))
        start = 0
        for group in self.groups:
            n_places = 1 if group in self.ties else len(group)
            part = rng.permuted(falling[:, start : start + n_places], axis=1)
            result[:, list(group)] = part
            start += n_places
        return result


@dataclass(frozen=True, slots=True)
class Around:
    """Weight vectors around a point, nearer ones more often.

    Parameters
    ----------
    point
        ``(criteria,)``, positive; divided by its sum.
    concentration
        Parameter sum of the Dirichlet distribution: the standard deviation of a weight w is
        sqrt(w (1 - w) / (concentration + 1)).
    """

    point: FloatArray
    concentration: float

    @property
    def n_criteria(self) -> int:
        """Return the length of a weight vector."""
        return len(self.point)

    def sample(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Draw from the Dirichlet distribution whose mean is the point."""
        center = normalize_weights(self.point)
        if not (self.concentration > 0 and np.isfinite(self.concentration)):
            message = (
                f"Concentration around a point: found {self.concentration}. "
                "Expected a number above 0. Give for example 50."
            )
            raise InputError(message)
        raw = rng.standard_gamma(center * self.concentration, (draws, len(center)))
        # Tiny parameters may underflow to zero everywhere: such a draw is its own mean.
        raw[raw.sum(axis=1) == 0.0] = center
        result: FloatArray = raw / raw.sum(axis=1, keepdims=True)
        return result


@dataclass(frozen=True, slots=True)
class Point:
    """One weight vector: the weights are certain."""

    point: FloatArray

    @property
    def n_criteria(self) -> int:
        """Return the length of a weight vector."""
        return len(self.point)

    def sample(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Repeat the point; the generator is not used."""
        return np.repeat(normalize_weights(self.point)[np.newaxis], draws, axis=0)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A region over some of the columns; the others weigh nothing.

    Parameters
    ----------
    inner
        Over as many criteria as there are ``columns``.
    n_criteria
        Length of a whole weight vector.
    """

    inner: Region
    columns: tuple[int, ...]
    n_criteria: int

    def sample(self, rng: np.random.Generator, draws: int) -> FloatArray:
        """Draw from the inner region."""
        result = np.zeros((draws, self.n_criteria))
        result[:, list(self.columns)] = self.inner.sample(rng, draws)
        return result


def as_polytope(region: Region) -> Polytope:
    """Return a region as bounds and linear conditions, for exact answers by linear programs.

    Raises
    ------
    InputError
        For `Around`, which has no boundary.
    """
    if isinstance(region, Polytope):
        return region
    n_criteria = region.n_criteria
    low, high = np.zeros(n_criteria), np.ones(n_criteria)
    conditions = np.empty((0, n_criteria))
    if isinstance(region, Point):
        low = high = normalize_weights(region.point)
    elif isinstance(region, Ordered):
        unit = np.eye(n_criteria)
        pairs = zip(region.groups, region.groups[1:], strict=False)
        rows = [
            unit[less] - unit[more]
            for above, below in pairs
            for more in above
            for less in below
        ]
        # An equality is two conditions, as the polytope reads it.
        for tie in region.ties:
            for one, other in pairwise(tie):
                rows += [unit[one] - unit[other], unit[other] - unit[one]]
        conditions = np.array(rows).reshape(-1, n_criteria)
    elif not isinstance(region, Simplex):
        message = (
            "Weight region: found draws around a point, which end nowhere. "
            "Expected a region with a boundary. Give intervals or an order instead."
        )
        raise InputError(message)
    return Polytope(low, high, conditions, np.zeros(len(conditions)))
