"""How far one weight may move before the shortlist changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray
from prioritizer.engine.methods.topsis import closeness
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank
from prioritizer.engine.weights.known_limit import KnownLimit
from prioritizer.errors import InputError

_NOISE = 1e-12
_STEPS = 200
_HALVINGS = 45
_SCORES = {"weighted-sum": weighted_sum, "topsis": closeness}


def stability_intervals(
    values: FloatArray,
    weights: FloatArray,
    *,
    top: int = 1,
    method: str = "weighted-sum",
    limit: KnownLimit | None = None,
) -> FloatArray:
    """Return how far each weight may move alone before the shortlist changes.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``, 0 to 1.
    weights
        ``(criteria,)``, summing to 1. When one moves, the others keep their proportions.
    top
        Size of the shortlist; 1 asks about the first place. Alternatives that tie with the last
        of the shortlist belong to it.
    method
        ``weighted-sum`` or ``topsis`` on fixed scales, both exact.
    limit
        Who competes under which weights; all do where left out. One that comes to compete, or
        no longer does, changes the shortlist as one that passes another does.

    Returns
    -------
    FloatArray
        ``(criteria, 2)``: lowest and highest weight, 0 to 1, with the same shortlist.
    """
    if method not in _SCORES:
        message = (
            f"Stability of weights: found method '{method}'. "
            f"Expected one of {', '.join(_SCORES)}. Use stability_by_search for other methods."
        )
        raise InputError(message)
    everybody = KnownLimit(np.ones_like(values), 0.0)
    result = np.empty((len(weights), 2))
    for index, present in enumerate(weights.tolist()):
        line = _Line(values, weights, index, top, method, limit or everybody)
        others = 1.0 - present
        result[index] = _share(line.end(-1), others), _share(line.end(1), others)
    return result


def _share(points: float, others: float) -> float:
    if np.isinf(points) or others <= 0.0:
        return 1.0
    return points / (points + others)


class _Line:
    """The way of one weight from no points to ever more, the points of the others held.

    ``sign`` is 1 for the way up from the present points and -1 for the way down.
    """

    def __init__(
        self,
        values: FloatArray,
        weights: FloatArray,
        index: int,
        top: int,
        method: str,
        limit: KnownLimit,
    ) -> None:
        self._values, self._weights, self._index = values, weights, index
        self._top, self._method = top, method
        self._present = float(weights[index])
        self._base, self._rise = limit.along(weights, index)
        with np.errstate(divide="ignore", invalid="ignore"):
            self._limit_at = np.where(
                np.abs(self._rise) > _NOISE, -self._base / self._rise, np.nan
            )
        self._inside = self._shortlist(self._present, self._known(self._present))

    def end(self, sign: int) -> float:
        """Return the points up to which the shortlist stays."""
        last = np.inf if sign > 0 else 0.0
        if self._present >= 1.0:
            return max(1.0, last)
        start, known = self._present, self._known(self._present)
        while True:
            if known.any():
                changed, stop = self._while_some_are_known(start, known, sign)
            else:
                changed, stop = self._while_none_is_known(start, sign)
            if stop == last or sign * changed <= sign * stop:
                return self._unless_split(start, changed, known)
            known = self._known(stop) & ~known.any()
            if not np.array_equal(self._shortlist(stop, known), self._inside):
                return stop
            start = stop

    def _while_none_is_known(self, start: float, sign: int) -> tuple[float, float]:
        """Return the first change while all compete, and where the first one is known."""
        nobody = np.zeros(len(self._inside), dtype=np.bool_)
        begins, ends = np.full(len(nobody), start), np.full(len(nobody), np.nan)
        return self._passed(begins, ends, sign), _first(
            self._entries(start, nobody, sign), sign
        )

    def _while_some_are_known(
        self, start: float, known: BoolArray, sign: int
    ) -> tuple[float, float]:
        """Return the first change while some compete, and where the last of them stops to."""
        entries, exits = self._entries(start, known, sign), self._exits(start, sign)
        stop = _last(exits[known], sign)
        if sign * _first(entries[~known], sign) <= sign * stop:
            stop = np.inf if sign > 0 else 0.0
        leaves = _first(exits[self._inside & (exits != stop)], sign)
        passed = self._passed(entries, exits, sign)
        return _first(np.array([leaves, passed]), sign), stop

    def _known(self, points: float) -> BoolArray:
        return np.asarray(self._base + self._rise * points >= -_NOISE)

    def _shortlist(self, points: float, known: BoolArray) -> BoolArray:
        """Return who is on the shortlist at so many points, ``(alternatives,)``."""
        weights = self._weights.copy()
        weights[self._index] = points
        rows = np.flatnonzero(known if known.any() else ~known)
        scores = _SCORES[self._method](self._values[rows], weights / weights.sum())
        result = np.zeros(len(known), dtype=np.bool_)
        result[rows[rank(scores) <= self._top]] = True
        return result

    def _entries(self, start: float, known: BoolArray, sign: int) -> FloatArray:
        """Return where on the way each begins to compete; NaN where it never does."""
        comes = (sign * self._rise > 0) & (self._limit_at >= 0)
        comes &= sign * self._limit_at > sign * start
        return np.where(known, start, np.where(comes, self._limit_at, np.nan))

    def _exits(self, start: float, sign: int) -> FloatArray:
        """Return where on the way each last competes; NaN where it does to the end."""
        goes = (sign * self._rise < 0) & (self._limit_at >= 0)
        goes &= sign * self._limit_at >= sign * start
        return np.where(goes, self._limit_at, np.nan)

    def _passed(self, entries: FloatArray, exits: FloatArray, sign: int) -> float:
        """Return where on the way the first one from outside is as good as one inside."""
        rows = np.flatnonzero(~self._inside & ~np.isnan(entries))
        begins = entries[rows]
        if np.count_nonzero(self._inside) < self._top:  # there is room for everybody
            return _first(begins, sign)
        leads = _LEADS[self._method](
            self._values, self._weights, self._index, self._inside, rows
        )
        is_square = self._method == "topsis"
        scaled = np.square if is_square else np.positive
        level = leads.first_level(scaled(begins), scaled(exits[rows]), sign)
        late = (begins != self._present) & leads.any_behind(scaled(begins))
        points = np.sqrt(level) if is_square else level
        return _first(np.where(late, begins, points), sign)

    def _unless_split(self, start: float, changed: float, known: BoolArray) -> float:
        """Return the change, or the start where those that tie at the edge part at once."""
        if np.count_nonzero(self._inside) <= self._top or changed == start:
            return changed
        between = start + 1.0 if np.isinf(changed) else (start + changed) / 2.0
        if known.any():
            known = self._known(between)
        is_same = np.array_equal(self._shortlist(between, known), self._inside)
        return changed if is_same else start


def _first(points: FloatArray, sign: int) -> float:
    """Return the first of some points on the way; the end of the way where there is none."""
    found = points[~np.isnan(points)]
    return float(found.min(initial=np.inf) if sign > 0 else found.max(initial=0.0))


def _last(points: FloatArray, sign: int) -> float:
    """Return the last of some points on the way; its end where one of them is open (NaN)."""
    if np.isnan(points).any():
        return np.inf if sign > 0 else 0.0
    return float(points.max() if sign > 0 else points.min())


@dataclass(frozen=True, slots=True, eq=False)
class _Leads:
    """Leads of those inside over those outside: constant + straight t + square t².

    ``(inside, outside)`` each, positive where the one inside is better.
    """

    constant: FloatArray
    straight: FloatArray
    square: FloatArray

    @classmethod
    def of(cls, constant: FloatArray, straight: FloatArray, square: FloatArray) -> _Leads:
        """Return leads without what is noise."""
        parts = (constant, straight, square)
        return cls(*(np.where(np.abs(part) < _NOISE, 0.0, part) for part in parts))

    def any_behind(self, at: FloatArray) -> BoolArray:
        """Return who outside leads or equals one inside, each at its own t, ``(outside,)``."""
        lead = self.constant + self.straight * at + self.square * at * at
        return np.asarray((lead <= _NOISE).any(axis=0))

    def first_level(self, begins: FloatArray, ends: FloatArray, sign: int) -> FloatArray:
        """Return where each outside first comes level with one inside; NaN where never.

        Parameters
        ----------
        begins, ends
            ``(outside,)``: the way of each; NaN for an open end.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            discriminant = self.straight**2 - 4.0 * self.square * self.constant
            root = np.copysign(np.sqrt(discriminant), self.straight)
            larger = -0.5 * (self.straight + root)
            roots = np.concatenate([larger / self.square, self.constant / larger])
            on_way = np.isfinite(roots) & (roots > 0) & (sign * roots > sign * begins)
            on_way &= ~(sign * roots > sign * ends)
        nearest = np.where(on_way, sign * roots, np.inf).min(axis=0, initial=np.inf)
        return np.where(np.isinf(nearest), np.nan, sign * nearest)


def _linear_leads(
    values: FloatArray, weights: FloatArray, index: int, inside: BoolArray, outside: IntArray
) -> _Leads:
    """Return the leads of a weighted sum; t is the points of the criterion."""
    fixed = np.delete(values, index, axis=1) @ np.delete(weights, index)
    slope = values[:, index]
    constant = np.subtract.outer(fixed[inside], fixed[outside])
    straight = np.subtract.outer(slope[inside], slope[outside])
    return _Leads.of(constant, straight, np.zeros_like(constant))


def _quadratic_leads(
    values: FloatArray, weights: FloatArray, index: int, inside: BoolArray, outside: IntArray
) -> _Leads:
    """Return the leads of TOPSIS; t is the square of the points of the criterion.

    A closeness is larger where D-(a)² D+(b)² is larger than D-(b)² D+(a)².
    """
    squares = np.square(weights)
    squares[index] = 0.0
    near, far = np.square(values) @ squares, np.square(1.0 - values) @ squares
    up, down = np.square(values[:, index]), np.square(1.0 - values[:, index])

    def product(one: FloatArray, other: FloatArray) -> FloatArray:
        return np.multiply.outer(one[inside], other[outside])

    return _Leads.of(
        product(near, far) - product(far, near),
        product(up, far) + product(near, down) - product(far, up) - product(down, near),
        product(up, down) - product(down, up),
    )


_LEADS = {"weighted-sum": _linear_leads, "topsis": _quadratic_leads}


def stability_by_search(
    shortlist: Callable[[FloatArray], BoolArray], weights: FloatArray
) -> FloatArray:
    """Return how far each weight may move alone, for any method, by search.

    Parameters
    ----------
    shortlist
        Takes weights, ``(criteria,)``, summing to 1, and returns who is on the shortlist.
    weights
        ``(criteria,)``, summing to 1.

    Returns
    -------
    FloatArray
        ``(criteria, 2)``. The line is scanned in steps of half a per cent and the first change
        bisected; a change that reverts within one step is not seen.
    """
    present = shortlist(weights)
    result = np.empty((len(weights), 2))
    for index, weight in enumerate(weights.tolist()):
        others = weights.copy()
        others[index] = 0.0
        total = others.sum()
        if total <= 0.0:
            result[index] = 1.0
            continue

        def same(
            share: float, *, index: int = index, others: FloatArray = others / total
        ) -> bool:
            moved = others * (1.0 - share)
            moved[index] = share
            return bool(np.array_equal(shortlist(moved), present))

        result[index] = _first_change(same, weight, 0.0), _first_change(same, weight, 1.0)
    return result


def _first_change(same: Callable[[float], bool], start: float, end: float) -> float:
    steps = max(1, round(abs(end - start) * _STEPS))
    good = start
    for trial in np.linspace(start, end, steps + 1)[1:].tolist():
        if same(trial):
            good = trial
            continue
        bad = trial
        for _ in range(_HALVINGS):
            middle = 0.5 * (good + bad)
            good, bad = (middle, bad) if same(middle) else (good, middle)
        return good
    return end
