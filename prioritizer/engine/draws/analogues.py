"""Unknown values drawn from like alternatives: nested classes with shrinkage.

The predictive distribution of a cell is that of a hierarchical Dirichlet prior read as a Pólya
urn (Blackwell and MacQueen 1973; Teh et al. 2006). With the n members of a class whose value is
known, P(class) = n / (n + m) · members + m / (n + m) · P(next broader class); the broadest
prior is uniform between the cell's bounds. A member counts only where its value lies inside the
bounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray

SHRINKAGE = 8.0
UNIFORMS = 3
"""Uniform numbers that one cell takes in one draw: level, member, place between the bounds."""
_CHUNK_NUMBERS = 1 << 21


@dataclass(frozen=True, slots=True, eq=False)
class _Pool:
    """The members of one class on one criterion, by rising value."""

    rows: IntArray
    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Predictive:
    """The predictive distributions of some cells of one criterion.

    Attributes
    ----------
    shares
        ``(levels + 1, cells)``: chance of the uniform base, then of each class, broadest first;
        they sum to 1.
    first, last
        ``(levels, cells)``: where the members inside the bounds stand in ``rows``.
    rows, values
        ``(members,)``: the members of all classes, those of one class together and by rising
        value.
    low, high
        ``(cells,)``: the bounds.
    """

    shares: FloatArray
    first: IntArray
    last: IntArray
    rows: IntArray
    values: FloatArray
    low: FloatArray
    high: FloatArray

    @property
    def members(self) -> IntArray:
        """Return the number of members inside the bounds, ``(levels, cells)``."""
        return self.last - self.first

    def means(self) -> FloatArray:
        """Return the mean of each cell, ``(cells,)``."""
        sums = np.concatenate([[0.0], np.cumsum(self.values)])
        means = (sums[self.last] - sums[self.first]) / np.maximum(self.members, 1)
        base = self.shares[0] * (self.low + self.high) / 2.0
        return np.asarray(base + (self.shares[1:] * means).sum(axis=0))

    def atoms(self, cell: int) -> tuple[FloatArray, FloatArray]:
        """Return the values of members and their chances, ``(members,)`` each, rising values.

        The rest of the chance, ``shares[0]``, is uniform between the bounds.
        """
        values, chances = [np.empty(0)], [np.empty(0)]
        for level, share in enumerate(self.shares[1:, cell].tolist()):
            if share > 0:
                inside = self.values[self.first[level, cell] : self.last[level, cell]]
                values.append(inside)
                chances.append(np.full(len(inside), share / len(inside)))
        joined, weights = np.concatenate(values), np.concatenate(chances)
        order = np.argsort(joined, kind="stable")
        return joined[order], weights[order]

    def distribution(self, cell: int, at: FloatArray) -> FloatArray:
        """Return the chance of a value at or below ``at``, ``(points,)``."""
        values, chances = self.atoms(cell)
        cumulated = np.concatenate([[0.0], np.cumsum(chances)])
        width = self.high[cell] - self.low[cell]
        base = (
            np.clip((at - self.low[cell]) / width, 0.0, 1.0)
            if width > 0
            else (at >= self.low[cell]).astype(np.float64)
        )
        steps = cumulated[np.searchsorted(values, at, side="right")]
        return np.asarray(steps + self.shares[0, cell] * base)

    def quantiles(self, cell: int, chances: FloatArray) -> FloatArray:
        """Return the smallest values whose chance to be reached is at least ``chances``."""
        values, _ = self.atoms(cell)
        # The distribution is linear between neighbouring knots, with a step at each member.
        knots = np.unique(np.concatenate([[self.low[cell], self.high[cell]], values]))
        upper = self.distribution(cell, knots)
        lower = upper - self._steps(cell, knots)
        found = np.searchsorted(upper, np.asarray(chances) - 1e-12)
        found = np.clip(found, 0, len(knots) - 1)
        before = np.maximum(found - 1, 0)
        rise = lower[found] - upper[before]
        share = np.ones(len(found))
        np.divide(chances - upper[before], rise, out=share, where=rise > 0)
        share = np.clip(np.where(chances >= lower[found], 1.0, share), 0.0, 1.0)
        return np.asarray(knots[before] + share * (knots[found] - knots[before]))

    def _steps(self, cell: int, knots: FloatArray) -> FloatArray:
        values, chances = self.atoms(cell)
        steps = np.zeros(len(knots))
        np.add.at(steps, np.searchsorted(knots, values), chances)
        if self.high[cell] == self.low[cell]:
            steps += self.shares[0, cell]
        return steps


@dataclass(frozen=True, slots=True, eq=False)
class Analogues:
    """Members and classes from which unknown cells are drawn.

    Parameters
    ----------
    centre
        ``(alternatives, criteria)``: values of members, 0 to 1; NaN where not known.
    classes
        ``(levels, alternatives)``: labels of nested classes, the broadest first; -1 for none.
    shrinkage
        m: how many members weigh as much as all that the broader class says.
    """

    centre: FloatArray
    classes: IntArray
    shrinkage: float = SHRINKAGE
    _pools: dict[tuple[int, int, int], _Pool] = field(default_factory=dict, init=False)

    def predictive(
        self, rows: IntArray, criterion: int, low: FloatArray, high: FloatArray
    ) -> Predictive:
        """Return the predictive distribution of cells of one criterion.

        Parameters
        ----------
        rows
            ``(cells,)``: the alternatives; none of them may be a member on this criterion.
        low, high
            ``(cells,)``: bounds of each cell, 0 to 1.
        """
        levels = len(self.classes)
        first = np.zeros((levels, len(rows)), dtype=np.int64)
        last = np.zeros_like(first)
        pools, n_before = [_Pool(np.empty(0, dtype=np.int64), np.empty(0))], 0
        for level in range(levels):
            labels = self.classes[level, rows]
            for label in np.unique(labels[labels >= 0]).tolist():
                pool, cells = self._pool(level, label, criterion), labels == label
                first[level, cells] = n_before + np.searchsorted(pool.values, low[cells])
                last[level, cells] = n_before + np.searchsorted(
                    pool.values, high[cells], side="right"
                )
                pools.append(pool)
                n_before += len(pool.rows)
        return Predictive(
            shares=_shares(last - first, self.shrinkage),
            first=first,
            last=last,
            rows=np.concatenate([pool.rows for pool in pools]),
            values=np.concatenate([pool.values for pool in pools]),
            low=low,
            high=high,
        )

    def _pool(self, level: int, label: int, criterion: int) -> _Pool:
        key = (level, label, criterion)
        if key not in self._pools:
            values = self.centre[:, criterion]
            rows = np.flatnonzero((self.classes[level] == label) & ~np.isnan(values))
            rows = rows[np.argsort(values[rows], kind="stable")]
            self._pools[key] = _Pool(rows, values[rows])
        return self._pools[key]


def _shares(members: IntArray, shrinkage: float) -> FloatArray:
    """Return the chance of the base and of each level, ``(levels + 1, cells)``."""
    shares = np.zeros((len(members) + 1, members.shape[1]))
    left = np.ones(members.shape[1])
    for level in reversed(range(len(members))):
        shares[level + 1] = left * members[level] / (members[level] + shrinkage)
        left = left - shares[level + 1]
    shares[0] = left
    return shares


class AnalogueSampler:
    """Draws of all unknown cells of some alternatives, those of one alternative together."""

    def __init__(
        self, analogues: Analogues, wanted: BoolArray, low: FloatArray, high: FloatArray
    ) -> None:
        """Prepare the draws.

        Parameters
        ----------
        analogues
            Members and classes.
        wanted
            ``(alternatives, criteria)``: the cells to draw.
        low, high
            ``(alternatives, criteria)``: their bounds, 0 to 1.
        """
        self._analogues = analogues
        self._low, self._high = low, high
        self._number = np.full(wanted.shape, -1, dtype=np.int64)
        self._number[wanted] = np.arange(int(wanted.sum()))
        self.n_cells = int(wanted.sum())
        self._groups = list(_groups(wanted))
        self._found = {
            (index, k): analogues.predictive(rows, k, low[rows, k], high[rows, k])
            for index, (rows, criteria) in enumerate(self._groups)
            for k in criteria
        }

    def means(self) -> FloatArray:
        """Return the means of the cells, ``(alternatives, criteria)``; NaN where not drawn."""
        result = np.full(self._number.shape, np.nan)
        for (index, k), predictive in self._found.items():
            result[self._groups[index][0], k] = predictive.means()
        return result

    def predictives(self) -> Iterator[tuple[IntArray, int, Predictive]]:
        """Yield rows, criterion and predictive distribution of every group of cells."""
        for (index, k), predictive in self._found.items():
            yield self._groups[index][0], k, predictive

    def fill(self, values: FloatArray, uniform: FloatArray) -> None:
        """Write the draws into ``values``.

        Cells of one alternative come from the same member as long as it knows them and lies
        inside their bounds, so that criteria stay related as they are among the members.

        Parameters
        ----------
        values
            ``(draws, alternatives, criteria)``; what members have drawn is read from here.
        uniform
            ``(draws, n_cells, 3)``, 0 to 1.
        """
        for index, (rows, criteria) in enumerate(self._groups):
            step = max(1, _CHUNK_NUMBERS // max(1, len(values)))
            for start in range(0, len(rows), step):
                part = slice(start, start + step)
                self._fill_group(index, rows[part], criteria, part, values, uniform)

    def _fill_group(
        self,
        index: int,
        rows: IntArray,
        criteria: tuple[int, ...],
        part: slice,
        values: FloatArray,
        uniform: FloatArray,
    ) -> None:
        member = np.full((len(values), len(rows)), -1, dtype=np.int64)
        for k in criteria:
            numbers = uniform[:, self._number[rows, k]]
            drawn = _members(self._found[index, k], part, numbers)
            keeps = self._knows(member, rows, k)
            chosen = np.where(keeps, member, drawn)
            low, high = self._low[rows, k], self._high[rows, k]
            base = low + numbers[..., 2] * (high - low)
            theirs = np.take_along_axis(values[:, :, k], np.maximum(chosen, 0), axis=1)
            values[:, rows, k] = np.where(chosen >= 0, np.clip(theirs, low, high), base)
            member = np.where(member >= 0, member, drawn)

    def _knows(self, member: IntArray, rows: IntArray, k: int) -> BoolArray:
        centre = self._analogues.centre[np.maximum(member, 0), k]
        inside = (centre >= self._low[rows, k]) & (centre <= self._high[rows, k])
        return np.asarray((member >= 0) & inside)


def _members(found: Predictive, part: slice, uniform: FloatArray) -> IntArray:
    """Return the row of the member that each draw takes, -1 for the uniform base."""
    limits = np.cumsum(found.shares[:-1, part], axis=0)
    level = (uniform[:, :, 0] >= limits[:, np.newaxis, :]).sum(axis=0) - 1
    cells = np.arange(level.shape[1])
    first, last = (
        ends[:, part][np.maximum(level, 0), cells] for ends in (found.first, found.last)
    )
    # A level without members has no chance; the smaller of the two guards against rounding.
    place = first + np.minimum(
        (uniform[:, :, 1] * (last - first)).astype(np.int64), last - first - 1
    )
    taken = (level >= 0) & (last > first)
    rows = np.append(found.rows, -1)
    return np.where(taken, rows[np.where(taken, place, len(found.rows))], -1)


def _groups(wanted: BoolArray) -> Iterator[tuple[IntArray, tuple[int, ...]]]:
    """Yield the alternatives that lack the same criteria, with these."""
    patterns, group = np.unique(wanted, axis=0, return_inverse=True)
    for index, pattern in enumerate(patterns):
        criteria = tuple(np.flatnonzero(pattern).tolist())
        if criteria:
            yield np.flatnonzero(group.ravel() == index), criteria
