"""All choices near a relaxed one that can still be the best, listed level by level."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import IntArray

MOST_GROWN = 50_000
NARROWER = 0.8
CHUNK = 32
TOLERANCE = 1e-9
WORD = 64
Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """What a choice must keep: ``matrix @ x <= upper``, and numbers of kinds.

    ``matrix`` is ``(rows, sites)``; ``price`` ``(rows,)`` what a unit of each row left unused
    takes off the bound. Each pair of ``kinds`` holds the members of some kinds, ``(kinds,
    sites)`` of 0 and 1, and how many of these kinds must be there.
    """

    matrix: FloatArray
    upper: FloatArray
    price: FloatArray
    kinds: Sequence[tuple[FloatArray, float]] = ()

    def has_kinds(self, choices: FloatArray) -> BoolArray:
        """Return which choices, ``(choices, sites)`` of 0 and 1, hold enough kinds."""
        fine = np.ones(len(choices), dtype=bool)
        for members, needed in self.kinds:
            counted = np.minimum(choices @ members.T, 1.0).sum(axis=1)
            fine &= counted >= needed - TOLERANCE
        return fine

    def first_with_kinds(
        self, order: IntArray, choices: Callable[[IntArray], FloatArray]
    ) -> int | None:
        """Return the first of ``order`` whose choice holds enough kinds.

        Kinds are many and choices more: they are looked at a few at a time, the best first.
        """
        for k in range(0, len(order), CHUNK):
            some = order[k : k + CHUNK]
            fine = self.has_kinds(choices(some)) if self.kinds else np.ones(1, dtype=bool)
            if fine.any():
                return int(some[int(np.argmax(fine))])
        return None


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

    ``excess`` is ``(rows, sets)``, by how much each row is broken, ``changed`` ``(words,
    sets)``, the others ``(sets,)``.
    """

    parent: IntArray
    member: IntArray
    price: FloatArray
    gain: FloatArray
    excess: FloatArray
    changed: Words

    def part(self, kept: BoolArray) -> _Level:
        """Return some of the sets."""
        return _Level(
            self.parent[kept],
            self.member[kept],
            self.price[kept],
            self.gain[kept],
            self.excess[:, kept],
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
    order = _precedence(some.is_better, start[sites], bits)
    relief, use = _relief(steps, some.price), _use(steps, some.price, rows.price)
    level = _empty(rows, start, bits)
    levels, best, is_whole = [level], (-np.inf, 0, 0), True
    while len(level.member):
        row = _best_row(level, best[0], rows, start, sites)
        if row is not None:
            best = (float(level.gain[row]), len(levels) - 1, row)
        gap = some.bound - max(some.least, base + best[0]) + TOLERANCE
        parent, member, has_all = _grown(level, some.price, gap, order)
        is_whole &= has_all
        level = _Level(
            parent,
            member,
            level.price[parent] + some.price[member],
            level.gain[parent] + gains[member],
            level.excess[:, parent] + steps[:, member],
            level.changed[:, parent] | bits[:, member],
        )
        level = level.part(level.price + _needed(level, relief, use) <= gap)
        levels.append(level)
    if not np.isfinite(best[0]):
        return None, is_whole
    return _followed(levels, best[1], best[2], start, sites), is_whole


def _empty(rows: Rows, start: BoolArray, bits: Words) -> _Level:
    """Return the level of the set without changes."""
    nothing, zero = np.zeros(1, dtype=np.int64), np.zeros(1)
    excess = (rows.matrix[:, start].sum(axis=1) - rows.upper - TOLERANCE)[:, None]
    return _Level(nothing, nothing - 1, zero, zero, excess, np.zeros_like(bits[:, :1]))


def _best_row(
    level: _Level, least: float, rows: Rows, start: BoolArray, sites: IntArray
) -> int | None:
    """Return the feasible set of the largest gain above ``least``, if there is one."""
    better = np.flatnonzero((level.excess.max(axis=0) <= 0.0) & (level.gain > least))
    if len(better) == 0:
        return None
    if not rows.kinds:
        return int(better[int(np.argmax(level.gain[better]))])

    def choices(some: IntArray) -> FloatArray:
        place = np.arange(len(sites), dtype=np.uint64)
        words = level.changed[(place // WORD).astype(np.int64)][:, some]
        is_changed = (words >> (place % WORD)[:, None]) & np.uint64(1) == 1
        found = np.tile(start, (len(some), 1))
        found[:, sites] ^= is_changed.T
        return found.astype(np.float64)

    return rows.first_with_kinds(better[np.argsort(-level.gain[better])], choices)


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


def _use(steps: FloatArray, price: FloatArray, unused: FloatArray) -> FloatArray:
    """Return the least that a unit of slack still costs: left, or used by later changes.

    Shape and columns as those of ``_relief``.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(steps > 0, price / steps, np.inf)
    least = np.minimum.accumulate(each[:, ::-1], axis=1)[:, ::-1]
    later = np.hstack([least, np.full((len(steps), 1), np.inf)])
    return np.asarray(np.minimum(later, unused[:, None]), dtype=np.float64)


def _needed(level: _Level, relief: FloatArray, use: FloatArray) -> FloatArray:
    """Return the least that a set still loses, ``(sets,)``.

    A row that is broken needs later changes, a row with slack leaves it or uses it by changes.
    """
    later, excess = level.member + 1, level.excess
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(excess > 0, excess / relief[:, later], -excess * use[:, later])
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
