"""All choices near a relaxed one that can still be the best, listed level by level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import IntArray

MOST_GROWN = 100_000
NARROWER = 0.8
TOLERANCE = 1e-9
WORD = 64
Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """What a choice must keep: ``matrix @ x <= upper``, and counts of kinds.

    ``matrix`` is ``(rows, sites)``. Each pair of ``kinds`` names rows and a number: such a row
    counts, as a negative number, the chosen sites of one kind, and so many kinds must be there.
    The ``upper`` of these rows is infinite.
    """

    matrix: FloatArray
    upper: FloatArray
    kinds: Sequence[tuple[IntArray, float]] = ()

    def hold(self, load: FloatArray) -> BoolArray:
        """Return which sums of rows, ``(rows, choices)``, keep everything."""
        fine = np.all(load <= self.upper[:, None] + TOLERANCE, axis=0)
        for rows, needed in self.kinds:
            fine &= np.clip(-load[rows], 0.0, 1.0).sum(axis=0) >= needed - TOLERANCE
        return np.asarray(fine)


@dataclass(frozen=True, slots=True, eq=False)
class Deviations:
    """Sites that may change their place, and what each change takes off the bound.

    ``price`` is in ascending order, ``(sites,)``; a choice is of interest if it is worth more
    than ``least``. ``is_better`` ``(sites, sites)`` holds where some best choice takes the
    second only together with the first.
    """

    sites: IntArray
    price: FloatArray
    bound: float
    least: float
    is_better: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """Sets with one more member than those of the level before: parent, newest member, sums.

    ``load`` is ``(rows, sets)``, ``changed`` ``(words, sets)``, the others ``(sets,)``.
    """

    parent: IntArray
    member: IntArray
    price: FloatArray
    gain: FloatArray
    load: FloatArray
    changed: Words

    def part(self, kept: BoolArray) -> _Level:
        """Return some of the sets."""
        return _Level(
            self.parent[kept],
            self.member[kept],
            self.price[kept],
            self.gain[kept],
            self.load[:, kept],
            self.changed[:, kept],
        )


def best_deviation(
    value: FloatArray, rows: Rows, start: BoolArray, some: Deviations
) -> tuple[BoolArray | None, bool]:
    """Return the best feasible choice found within the gap, and whether all were looked at.

    Where a level would grow too wide only its cheapest changes are followed; the choice,
    ``(sites,)`` or None, is then a good one without proof.
    """
    sites, base = some.sites, float(value @ start)
    turn = np.where(start[sites], -1.0, 1.0)
    steps, gains = rows.matrix[:, sites] * turn, value[sites] * turn
    bits = _bits(len(sites))
    order, relief = _precedence(some.is_better, start[sites], bits), _relief(steps, some.price)
    nothing, load = np.zeros(1, dtype=np.int64), rows.matrix[:, start].sum(axis=1)[:, None]
    level = _Level(
        nothing, nothing - 1, np.zeros(1), np.zeros(1), load, np.zeros_like(bits[:, :1])
    )
    levels, best, is_whole = [level], (-np.inf, 0, 0), True
    while len(level.member):
        gain = np.where(rows.hold(level.load), level.gain, -np.inf)
        row = int(np.argmax(gain))
        if gain[row] > best[0]:
            best = (float(gain[row]), len(levels) - 1, row)
        gap = some.bound - max(some.least, base + best[0]) + TOLERANCE
        parent, member, has_all = _grown(level, some.price, gap, order)
        is_whole &= has_all
        level = _Level(
            parent,
            member,
            level.price[parent] + some.price[member],
            level.gain[parent] + gains[member],
            level.load[:, parent] + steps[:, member],
            level.changed[:, parent] | bits[:, member],
        )
        level = level.part(level.price + _needed(level, rows.upper, relief) <= gap)
        levels.append(level)
    if not np.isfinite(best[0]):
        return None, is_whole
    return _followed(levels, best[1], best[2], start, sites), is_whole


def _grown(
    level: _Level, price: FloatArray, gap: float, order: tuple[Words, Words]
) -> tuple[IntArray, IntArray, bool]:
    """Return parent and new member of the sets with one more, later member within the gap.

    The last value says whether these are all; where they are too many the gap is narrowed.
    """
    count, narrowed = _n_children(level, price, gap), gap
    while count.sum() > MOST_GROWN:
        narrowed *= NARROWER
        count = _n_children(level, price, narrowed)
    parent = np.repeat(np.arange(len(count)), count)
    offset = np.arange(len(parent)) - np.repeat(np.cumsum(count) - count, count)
    member = level.member[parent] + 1 + offset
    fault = np.zeros(len(parent), dtype=np.uint64)
    for changed, required, forbidden in zip(level.changed, *order, strict=True):
        these = changed[parent]
        fault |= (required[member] & ~these) | (forbidden[member] & these)
    kept = fault == 0
    return parent[kept], member[kept], narrowed == gap


def _n_children(level: _Level, price: FloatArray, gap: float) -> IntArray:
    """Return how many later members each set has room for, ``(sets,)``."""
    until = np.searchsorted(price, gap - level.price, side="right")
    return np.asarray(np.maximum(until - level.member - 1, 0), dtype=np.int64)


def _bits(n: int) -> Words:
    """Return one set bit per site, ``(words, sites)``."""
    bits = np.zeros((-(-n // WORD), n), dtype=np.uint64)
    place = np.arange(n)
    bits[place // WORD, place] = np.uint64(1) << (place % WORD).astype(np.uint64)
    return bits


def _precedence(is_better: BoolArray, start: BoolArray, bits: Words) -> tuple[Words, Words]:
    """Return the changes that one change requires, and those it rules out, as sets of bits.

    Each ``(words, sites)``. To enter, a site needs each better one in; to leave, each worse
    one out. A change is only asked to follow earlier ones, since sets grow in that order.
    """
    alike = start[:, None] == start[None, :]
    first = np.where(start[None, :], is_better.T, is_better)
    earlier = np.triu(np.ones_like(is_better), 1)
    return _union(first & alike & earlier, bits), _union(first & ~alike, bits)


def _union(chosen: BoolArray, bits: Words) -> Words:
    """Return for each column of ``chosen`` the set of its rows, ``(words, sites)``."""
    each = np.where(chosen, bits[:, :, None], np.uint64(0))
    return np.asarray(np.bitwise_or.reduce(each, axis=1), dtype=np.uint64)


def _relief(steps: FloatArray, price: FloatArray) -> FloatArray:
    """Return the most that later changes take off each row per unit of price.

    Shape ``(rows, sites + 1)``; the first column is for the empty set, for which all are later.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(steps < 0, -steps / price, 0.0)
    best = np.maximum.accumulate(each[:, ::-1], axis=1)[:, ::-1]
    return np.hstack([best, np.zeros((len(steps), 1))])


def _needed(level: _Level, upper: FloatArray, relief: FloatArray) -> FloatArray:
    """Return the least price of the later changes that a set still needs, ``(sets,)``."""
    excess = level.load - upper[:, None] - TOLERANCE
    most = relief[:, level.member + 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(excess > 0, excess / most, 0.0)
    return np.asarray(each.max(axis=0, initial=0.0), dtype=np.float64)


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
