"""The best choice of one draw: few open sites listed or tried, HiGHS where they are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.pilots.portfolio.deviations import Deviations, Rows, best_deviation
from prioritizer.pilots.portfolio.milp import milp_columns
from prioritizer.pilots.portfolio.stop import NEVER, Stop, Stopped

FEW, MANY = 30, 100
"""With few sites open a good choice is not looked for first; with many a core is."""
FIRST_CORE = 12
BUDGET, LEAST = 0, 2
"""The rows of the budget and of the least number of sites."""
COMMON_COSTS = (0.1, 0.5, 0.9)
"""The costs that open sites are measured against, as quantiles among them."""
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Draw:
    """One draw: values, rows over sites and helpers, rules of kinds, and what is known.

    ``kind`` is the same number for sites that stand alike in every rule, ``(sites,)``;
    ``least`` the value of a choice that is known, or minus infinity.
    """

    value: FloatArray
    matrix: FloatArray
    kinds: Sequence[tuple[IntArray, float]]
    kind: IntArray
    least: float
    stop: Stop = NEVER


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """One count of sites in one draw: bound, limits and prices of its rows, reduced values."""

    bound: float
    upper: FloatArray
    price: FloatArray
    reduced: FloatArray


def is_better(draw: Draw, sites: IntArray) -> BoolArray:
    """Return which sites are worth no less, cost no more and stand alike, ``(sites, sites)``.

    Of equals the earlier counts as better. Some best choice takes no site without all better
    ones: one of them could take its place.
    """
    value, cost, kind = draw.value[sites], draw.matrix[0, sites], draw.kind[sites]
    better = (value[:, None] >= value) & (cost[:, None] <= cost) & (kind[:, None] == kind)
    return np.asarray(better & ~(better.T & _lower(len(sites))))


@cache
def _lower(n: int) -> BoolArray:
    """Return the lower triangle with the diagonal, ``(n, n)``."""
    return np.tri(n, dtype=bool)


def solve_draw(
    draw: Draw, branches: Sequence[Branch], best: BoolArray | None
) -> BoolArray | None:
    """Return the proven best choice of one draw, ``(sites,)``; None if there is none.

    ``best`` is a choice known to be feasible.

    Raises
    ------
    Stopped
        With the best choice so far, if it is time to stop.
    """
    value = draw.value
    ordered = sorted(branches, key=lambda b: -b.bound)
    for search in (_near_choice, _searched):
        for branch in ordered:
            least = -np.inf if best is None else float(value @ best)
            if branch.bound <= least + TOLERANCE:
                break
            draw.stop.check(best)
            try:
                found = search(draw, branch, least)
            except Stopped as stopped:
                raise Stopped(_better_of(value, best, stopped.best)) from None
            if found is not None and float(value @ found) > least:
                best = found
    return best


def _better_of(
    value: FloatArray, one: BoolArray | None, other: BoolArray | FloatArray | None
) -> BoolArray | None:
    """Return the choice that is worth more; the other may be none."""
    if other is None:
        return one
    chosen = np.asarray(other, dtype=bool)
    return chosen if one is None or value @ chosen > value @ one else one


def _rows(draw: Draw, branch: Branch) -> Rows:
    """Return the rows over sites alone; those that helpers enter count kinds."""
    sites = draw.matrix[:, : len(draw.value)]
    is_limit = np.ones(len(sites), dtype=bool)
    for rows, _ in draw.kinds:
        is_limit[rows] = is_limit[rows[-1] + 1] = False
    members = tuple((-sites[rows], needed) for rows, needed in draw.kinds)
    return Rows(sites[is_limit], branch.upper[is_limit], branch.price[is_limit], members)


def _sharpened(rows: Rows, near: IntArray) -> Rows:
    """Add the budget over what as many sites cost at a common price, where the count is fixed.

    Implied by the budget and the least number of sites. One change hardly moves these rows, so
    that they show early which sets of changes cannot end within the budget, or would leave
    much of it.
    """
    if rows.upper[LEAST] >= 0 or len(near) == 0:
        return rows
    common = np.sort(rows.matrix[BUDGET, near])[[int(q * len(near)) for q in COMMON_COSTS]]
    return Rows(
        np.vstack([rows.matrix, rows.matrix[BUDGET] + common[:, None] * rows.matrix[LEAST]]),
        np.append(rows.upper, rows.upper[BUDGET] + common * rows.upper[LEAST]),
        np.append(rows.price, np.repeat(rows.price[BUDGET], len(common))),
        rows.kinds,
    )


def _near_choice(draw: Draw, branch: Branch, least: float) -> BoolArray | None:
    """Return a good choice, if it is worth looking and the few nearest sites allow one."""
    if _n_open(np.abs(branch.reduced), branch.bound - least) <= FEW:
        return None
    rows, start = _rows(draw, branch), branch.reduced > 0
    sites = np.argsort(np.abs(branch.reduced), kind="stable")[:FIRST_CORE]
    held = start.copy()
    held[sites] = False
    subsets = _subsets(len(sites))
    room = rows.upper - rows.matrix[:, held].sum(axis=1) + TOLERANCE
    fits = np.flatnonzero(np.all(rows.matrix[:, sites] @ subsets.T <= room[:, None], axis=0))

    def choices(some: IntArray) -> FloatArray:
        whole = np.tile(held.astype(np.float64), (len(some), 1))
        whole[:, sites] = subsets[some]
        return whole

    order = fits[np.argsort(-(subsets[fits] @ draw.value[sites]), kind="stable")]
    best = rows.first_with_kinds(order, choices)
    if best is None:
        return None
    held[sites] = subsets[best]
    return held


@cache
def _subsets(n: int) -> FloatArray:
    """Return all subsets of n things, ``(2**n, n)``, 0 or 1."""
    counts = np.arange(2**n)[:, None]
    return ((counts >> np.arange(n)) & 1).astype(np.float64)


def _searched(draw: Draw, branch: Branch, least: float) -> BoolArray | None:
    """Return the best choice of a branch if it is worth more than ``least``.

    The core grows in steps; each better choice found closes some of the sites that were open.
    """
    distance, start = np.abs(branch.reduced), branch.reduced > 0
    order, rows = np.argsort(distance, kind="stable"), _rows(draw, branch)
    best, is_proven = None, False
    # The last size comes twice: a better choice makes a listing that was too long shorter.
    cores = (FEW, MANY) if _n_open(distance, branch.bound - least) > MANY else ()
    for size in (*cores, len(order), len(order)):
        near = order[: min(size, _n_open(distance, branch.bound - least))]
        if np.isfinite(least):
            some = Deviations(near, distance[near], branch.bound, least, is_better(draw, near))
            found, is_proven = best_deviation(draw.value, _sharpened(rows, near), start, some)
        else:
            found, is_proven = _by_programme(draw, branch.upper, near, start), True
        is_more = found is not None and float(draw.value @ found) > least
        if found is not None and is_more:
            best, least = found, float(draw.value @ found)
        is_all = _n_open(distance, branch.bound - least) <= len(near)
        if (is_all and is_proven) or not (is_proven or is_more):
            break
    if is_proven:
        return best
    near = order[: _n_open(distance, branch.bound - least)]
    found = _by_programme(draw, branch.upper, near, start)
    is_more = found is not None and float(draw.value @ found) > least
    return found if is_more else best


def _n_open(distance: FloatArray, gap: float) -> int:
    """Return how many sites the gap leaves open; one at no finite distance is settled."""
    return int(np.sum(np.isfinite(distance) & (distance <= gap + TOLERANCE)))


def _by_programme(
    draw: Draw, upper: FloatArray, near: IntArray, start: BoolArray
) -> BoolArray | None:
    """Return the best choice when only the sites near may differ from ``start``, by HiGHS."""
    n_sites, n_columns = len(draw.value), draw.matrix.shape[1]
    held = start.copy()
    held[near] = False
    helpers = np.arange(n_sites, n_columns)
    try:
        found = milp_columns(
            np.concatenate([draw.value[near], np.zeros(len(helpers))]),
            draw.matrix[:, np.concatenate([near, helpers])],
            upper - draw.matrix[:, :n_sites][:, held].sum(axis=1),
            n_integer=len(near),
            stop=draw.stop,
        )
    except Stopped as stopped:
        if stopped.best is None:
            raise
        held[near] = stopped.best[: len(near)] > 0.5
        raise Stopped(held) from None
    if found is None:
        return None
    held[near] = found[: len(near)] > 0.5
    return held
