"""What to measure next: how much a better figure would improve the choice of a list.

The decision is to list the ``top`` alternatives that are most often among the best, and it is
worth the expected number of them that truly are. Information is worth the expected gain from
choosing after it (Raiffa and Schlaifer 1961). A score depends on the alternative's own values
only, so that one figure can do no more than carry its alternative across the edge of the list,
for the one that stands there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from prioritizer.engine.arrays import BoolArray, FloatArray, IntArray
from prioritizer.engine.draws.chances import LARGEST, Levels, scores
from prioritizer.engine.methods.table import find_method
from prioritizer.errors import InputError

_CELLS = 1 << 22
_POINTS = 512
"""Points at which a measured value is tried where scores are sums."""
_NESTED_POINTS, _NESTED_DRAWS = 32, 256
"""Points, and draws of the other values at each, where a score is worked out anew each time."""
_SAME = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class _Edge:
    """An alternative at the edge of the list: its score and how many are above it, by draw."""

    score: FloatArray
    above: IntArray

    def rivals(self, choice: ListChoice, row: int) -> IntArray:
        """Return how many are above it, another alternative left out, ``(draws,)``."""
        if not choice.competing[row]:
            return self.above
        return np.asarray(self.above - (choice.scores[:, row] > self.score))


@dataclass(frozen=True, slots=True, eq=False)
class ListChoice:
    """The choice of a list over draws, ready to be asked what a measurement is worth.

    Attributes
    ----------
    levels
        ``(draws, alternatives, criteria)``, as `prioritizer.engine.draws.chances` takes them.
    scores, limits
        ``(draws, alternatives)``: the scores, and what each must exceed for a place.
    chance
        ``(alternatives,)``: chance of a place as things are.
    inside
        ``(alternatives,)``: which are listed.
    competing
        ``(alternatives,)``: which may be listed as things are.
    last_in, first_out
        Who would leave the list for another one, and who would take the place of one that
        leaves: the lowest chance inside, the highest among the others that compete.
    """

    levels: Levels
    weights: FloatArray
    method: str
    top: int
    scores: FloatArray
    limits: FloatArray
    chance: FloatArray
    inside: BoolArray
    competing: BoolArray
    last_in: _Edge
    first_out: _Edge

    @property
    def missed(self) -> float:
        """Return how many of the listed, as expected, are not among the best."""
        return max(0.0, self.top - float(self.chance[self.inside].sum()))


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """What one measurement is worth at each alternative.

    Attributes
    ----------
    gain
        ``(alternatives,)``: expected number of right places that it adds to the list.
    chance
        ``(alternatives,)``: chance that it changes the list; 0 means that it cannot.
    """

    gain: FloatArray
    chance: FloatArray


def list_choice(
    levels: Levels,
    weights: FloatArray,
    *,
    top: int,
    competing: BoolArray | None = None,
    inside: BoolArray | None = None,
    method: str = "weighted-sum",
) -> ListChoice:
    """Return the choice of a list from draws.

    Parameters
    ----------
    levels
        ``(draws, alternatives, criteria)``.
    weights
        ``(criteria,)``, summing to 1.
    top
        Places on the list, less than the number of alternatives that compete.
    competing
        ``(alternatives,)``: which may be listed as things are; all when left out. The others
        may be listed only once they are known.
    inside
        ``(alternatives,)``: which are listed; by chance in whole per cent, then by expected
        score, when left out.
    method
        A key of METHODS whose score depends on the alternative's own values only.

    Raises
    ------
    InputError
        If the method compares pairs, or there is nothing to decide.
    """
    if competing is None:
        competing = np.ones(levels.shape[1], dtype=np.bool_)
    _check(method, top, int(competing.sum()))
    scored = scores(levels, weights, method=method)
    limits = _limits(scored, top, competing)
    chance = (scored > limits).mean(axis=0) + 0.5 * (scored == limits).mean(axis=0)
    if inside is None:
        shown = np.floor(chance * 100 + 0.5)
        merit = np.where(competing, shown, -1.0)
        best = np.lexsort((-scored.mean(axis=0), -merit))[:top]
        inside = np.zeros(len(chance), dtype=np.bool_)
        inside[best] = True
    merit = chance + 1e-6 * scored.mean(axis=0)  # a score parts equal chances
    return ListChoice(
        levels,
        weights,
        method,
        top,
        scored,
        limits,
        chance,
        inside,
        competing,
        last_in=_edge(scored, competing, int(np.where(inside, merit, np.inf).argmin())),
        first_out=_edge(
            scored,
            competing,
            int(np.where(competing & ~inside, merit, -np.inf).argmax()),
        ),
    )


def _edge(scored: FloatArray, competing: BoolArray, row: int) -> _Edge:
    score = scored[:, row]
    above = np.count_nonzero(scored[:, competing] > score[:, np.newaxis], axis=1)
    return _Edge(score, np.asarray(above, dtype=np.int64))


def _check(method: str, top: int, n_competing: int) -> None:
    if find_method(method).is_pairwise:
        message = (
            f"Value of information: found method '{method}', which compares all pairs. "
            "Expected one whose score depends on the alternative's own values only. Choose "
            "another."
        )
        raise InputError(message)
    if not 1 <= top < n_competing:
        message = (
            f"Shortlist size: found {top}. Expected 1 to {n_competing - 1}: "
            "with everybody on the shortlist there is nothing to decide. Ask for fewer places."
        )
        raise InputError(message)


def _limits(scored: FloatArray, top: int, competing: BoolArray) -> FloatArray:
    """Return the ``top``-th best score of those others that compete, shaped as scores."""
    limits = np.empty_like(scored)
    step = max(1, _CELLS // max(1, scored.shape[1]))
    for start in range(0, len(scored), step):
        part = scored[start : start + step]
        rivals = part[:, competing]
        at = rivals.shape[1] - top
        edges = np.partition(rivals, (at - 1, at), axis=1)
        next_one, last = edges[:, at - 1, np.newaxis], edges[:, at, np.newaxis]
        limits[start : start + step] = np.where(competing & (part >= last), next_one, last)
    return limits


def site_worth(choice: ListChoice, between: Callable[[], object] | None = None) -> Worth:
    """Return what it is worth to know everything about one alternative.

    ``between`` as in `measurement_worth`.
    """
    n_alternatives = choice.levels.shape[1]
    found = Worth(np.zeros(n_alternatives), np.zeros(n_alternatives))
    nothing = np.zeros(len(choice.levels))
    for row in range(n_alternatives):
        if between is not None:
            between()
        _put(found, choice, row, _swapped(choice, row, choice.scores[:, row], nothing))
    return found


def _put(found: Worth, choice: ListChoice, row: int, ahead: FloatArray) -> None:
    """Put down what results are worth that put one this far ahead of the edge, in chance."""
    now = _ahead_now(choice, row)
    # The list is as the draws have it: what is told varies about that.
    ahead = ahead + (now - ahead.mean())
    gain = -ahead if choice.inside[row] else ahead
    crossing = gain > _SAME
    found.gain[row] = np.where(crossing, gain, 0.0).mean()
    found.chance[row] = crossing.mean()


def _ahead_now(choice: ListChoice, row: int) -> float:
    """Return by how much a chance is ahead of that at the edge, as the draws have them."""
    edge = choice.first_out if choice.inside[row] else choice.last_in
    rivals = edge.rivals(choice, row)
    held = (rivals == choice.top - 1) & (edge.score >= choice.scores[:, row])
    ahead = float(choice.chance[row] - ((rivals < choice.top - 1) | held).mean())
    # Chances count in whole per cent, so that one outside may be ahead by a fraction of one.
    return max(ahead, 0.0) if choice.inside[row] else min(ahead, 0.0)


def measurement_worth(
    choice: ListChoice,
    columns: IntArray,
    reliability: FloatArray,
    *,
    rows: IntArray | None = None,
    between: Callable[[], object] | None = None,
) -> Worth:
    """Return what it is worth to measure some criteria of one alternative together.

    What is measured is taken as independent of the alternative's other values and of all other
    alternatives; what one measurement tells of an error in common is left out.

    Parameters
    ----------
    columns
        ``(measured,)``: the criteria.
    reliability
        ``(measured,)``: share of the variance that the measurement resolves, 0 to 1: 1 is
        perfect information, less is a sample with an error of its own.
    rows
        The alternatives to look at; all when left out. The others count as worth nothing.
    between
        Called before each alternative; what it raises ends the work.

    Raises
    ------
    InputError
        If a reliability is not between 0 and 1.
    """
    for share in reliability.tolist():
        if not 0.0 <= share <= 1.0:
            message = f"Reliability: found {share}. Expected 0 to 1. Change the number."
            raise InputError(message)
    n_alternatives = choice.levels.shape[1]
    found = Worth(np.zeros(n_alternatives), np.zeros(n_alternatives))
    ahead_of = _ahead_of_sum if choice.method == "weighted-sum" else _ahead_anew
    for row in range(n_alternatives) if rows is None else rows.tolist():
        if between is not None:
            between()
        _put(found, choice, row, ahead_of(choice, row, columns, reliability))
    return found


def _ahead_of_sum(
    choice: ListChoice, row: int, columns: IntArray, reliability: FloatArray
) -> FloatArray:
    """Return how far ahead of the edge many equally likely results put one, ``(points,)``.

    What is measured is m + √r (x - m) as told, and √(1 - r) (x' - m) stays open, with another
    draw x': mean and variance stay those of x.
    """
    own = choice.levels[:, row, columns] / LARGEST
    own -= own.mean(axis=0)
    weights = choice.weights[columns]
    told = own @ (weights * np.sqrt(reliability))
    rest = choice.scores[:, row] - own @ (weights * (1.0 - np.sqrt(1.0 - reliability)))
    return _swapped(choice, row, _spread_points(told), rest)


def _swapped(choice: ListChoice, row: int, told: FloatArray, rest: FloatArray) -> FloatArray:
    """Return the chance of a place less that of the one at the edge, after each result.

    Parameters
    ----------
    told
        ``(points,)``: what each result adds to the score.
    rest
        ``(draws,)``: the rest of the score, and what is not told.
    """
    edge = choice.first_out if choice.inside[row] else choice.last_in
    rivals = edge.rivals(choice, row)
    contested = rivals == choice.top - 1  # who of the two scores more has the place
    own = _exceeding(told, choice.limits[:, row] - rest)
    theirs = np.full(len(told), float((rivals < choice.top - 1).mean()))
    if contested.any():
        beaten = _exceeding(told, (edge.score - rest)[contested])
        theirs += contested.mean() * (1.0 - beaten)
    return np.asarray(own - theirs)


def _exceeding(told: FloatArray, needed: FloatArray) -> FloatArray:
    """Return the share of ``needed`` that each of ``told`` exceeds; a tie counts half."""
    needed = np.sort(needed)
    # Equal sums must not differ by rounding.
    below = np.searchsorted(needed, told - 1e-12, side="left")
    level = np.searchsorted(needed, told + 1e-12, side="right")
    return np.asarray((below + level) / (2.0 * len(needed)))


def _spread_points(told: FloatArray, points: int = _POINTS) -> FloatArray:
    """Return the middles of as many equal groups of sorted draws."""
    if len(told) <= points:
        return told
    ordered = np.sort(told)
    ends = np.linspace(0, len(ordered), points + 1).astype(np.int64)
    return np.asarray(np.add.reduceat(ordered, ends[:-1]) / np.diff(ends))


def _ahead_anew(
    choice: ListChoice, row: int, columns: IntArray, reliability: FloatArray
) -> FloatArray:
    """Return what `_ahead_of_sum` does for any method, by scoring the values anew."""
    function = find_method(choice.method).on_values
    if function is None:
        raise InputError(
            f"Value of information: found '{choice.method}'. Expected another method."
        )
    values = choice.levels[:, row] / LARGEST
    draws = np.unique(np.linspace(0, len(values) - 1, _NESTED_DRAWS).astype(np.int64))
    own = values[:, columns]
    mean = own.mean(axis=0)
    merit = own @ (choice.weights[columns] * np.sqrt(reliability))
    middles = (np.arange(_NESTED_POINTS) + 0.5) * len(merit) / _NESTED_POINTS
    points = np.argsort(merit, kind="stable")[middles.astype(np.int64)]
    known = mean + np.sqrt(reliability) * (own[points] - mean)
    left = np.sqrt(1.0 - reliability) * (own[draws] - mean)
    tried = np.repeat(values[np.newaxis, draws], len(points), axis=0)
    tried[:, :, columns] = np.clip(known[:, np.newaxis] + left, 0.0, 1.0)
    told = np.asarray(function(tried.reshape(-1, values.shape[1]), choice.weights))
    told = told.reshape(len(points), len(draws))
    limits = choice.limits[draws, row]
    edge = choice.first_out if choice.inside[row] else choice.last_in
    rivals, score = edge.rivals(choice, row)[draws], edge.score[draws]
    theirs = (rivals < choice.top - 1) | ((rivals == choice.top - 1) & (told <= score))
    mine = (told > limits) + 0.5 * (told == limits)
    return np.asarray((mine - theirs).mean(axis=1))
