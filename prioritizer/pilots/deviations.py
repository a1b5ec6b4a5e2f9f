"""All choices near a relaxed one that can still be the best, listed level by level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import IntArray

MOST_STATES = 60_000
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Deviations:
    """Sites that may change their place, and what each change takes off the bound.

    ``price`` is in ascending order, ``(sites,)``.
    """

    sites: IntArray
    price: FloatArray
    gap: float


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """Sets with one more member than those of the level before: parent, newest member, sums."""

    parent: IntArray
    member: IntArray
    price: FloatArray
    gain: FloatArray
    load: FloatArray


def best_deviation(
    value: FloatArray,
    matrix: FloatArray,
    upper: FloatArray,
    start: BoolArray,
    deviations: Deviations,
) -> BoolArray | None:
    """Return the best feasible choice whose changes stay within the gap, ``(sites,)``.

    All False if none is feasible; None if there are too many sets of changes to list.
    """
    sites = deviations.sites
    turn = np.where(start[sites], -1.0, 1.0)
    steps, gains = matrix[:, sites].T * turn[:, None], value[sites] * turn
    room = upper - matrix[:, start].sum(axis=1) + TOLERANCE
    nothing = np.zeros(1, dtype=np.int64)
    level = _Level(nothing, nothing - 1, np.zeros(1), np.zeros(1), np.zeros((1, len(upper))))
    levels, n_states, best = [level], 1, (-np.inf, 0, 0)
    while len(level.member):
        gain = np.where(np.all(level.load <= room, axis=1), level.gain, -np.inf)
        row = int(np.argmax(gain))
        if gain[row] > best[0]:
            best = (float(gain[row]), len(levels) - 1, row)
        parent, member = _grown(level, deviations)
        n_states += len(member)
        if n_states > MOST_STATES:
            return None
        level = _Level(
            parent,
            member,
            level.price[parent] + deviations.price[member],
            level.gain[parent] + gains[member],
            level.load[parent] + steps[member],
        )
        levels.append(level)
    if not np.isfinite(best[0]):
        return np.zeros_like(start)
    return _followed(levels, best[1], best[2], start, sites)


def _grown(level: _Level, deviations: Deviations) -> tuple[IntArray, IntArray]:
    """Return parent and new member of every set with one more, later member within the gap."""
    until = np.searchsorted(deviations.price, deviations.gap - level.price, side="right")
    count = np.maximum(until - level.member - 1, 0)
    parent = np.repeat(np.arange(len(count)), count)
    offset = np.arange(len(parent)) - np.repeat(np.cumsum(count) - count, count)
    return parent, level.member[parent] + 1 + offset


def _followed(
    levels: list[_Level], depth: int, row: int, start: BoolArray, sites: IntArray
) -> BoolArray:
    """Return the choice that a set of changes makes, walking back to the start."""
    chosen = start.copy()
    for level in reversed(levels[1 : depth + 1]):
        site = sites[level.member[row]]
        chosen[site] = not chosen[site]
        row = int(level.parent[row])
    return chosen
