"""Drift guard: what another value function of one criterion would do to the ranking."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.criterion import CriteriaSet, Criterion, Objective, ValueFunction
from prioritizer.domain.matrix import BoolArray, DecisionMatrix, ValueMatrix
from prioritizer.domain.results import Assessment, Order, OutOfScale
from prioritizer.domain.words import format_number
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.assess import reranked
from prioritizer.workflow.ranking.values import apply, invert, out_of_scale, value_matrix
from prioritizer.workflow.robustness.sensitivity import changes, entering_and_leaving

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Move:
    """A site whose place changes, with its value on the criterion before and after."""

    site_id: str
    name: str
    rank_before: int
    rank_after: int
    value_before: float
    value_after: float

    @property
    def sentence(self) -> str:
        """Return the move in words."""
        return (
            f"{self.name}: place {self.rank_before} to {self.rank_after} "
            f"(value {self.value_before:.2f} to {self.value_after:.2f})."
        )


@dataclass(frozen=True, slots=True)
class Drift:
    """What a new value function does, by the present weights and method.

    ``moves`` are the sites whose place changes, the farthest first. ``entered`` and ``left``
    are names. ``outside_before`` and ``outside_after`` are the sites beyond the scale of this
    criterion.
    """

    before: Criterion
    after: Criterion
    top: int
    n_sites: int
    moves: tuple[Move, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]
    outside_before: tuple[OutOfScale, ...]
    outside_after: tuple[OutOfScale, ...]

    @property
    def has_other_range(self) -> bool:
        """Return whether the step from worst to best is another, so that weights mean other.

        A weight is what the whole step is worth; with another step it should be asked again.
        """
        old, new = self.before.value_function, self.after.value_function
        return (old.worst, old.best, old.span) != (new.worst, new.best, new.span)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return the effect in words: places, shortlist, sites outside, weights."""
        found = [self._moves_text(), self._list_text(), *self._outside_texts()]
        if self.has_other_range:
            found.append(
                f"The weight of {self.after.name} now stands for {self.after.range_text} "
                f"instead of {self.before.range_text}: ask for it again."
            )
        return tuple(found)

    def _moves_text(self) -> str:
        if not self.moves:
            return f"None of {self.n_sites} sites changes place."
        named = [
            f"{m.name} from {m.rank_before} to {m.rank_after}" for m in self.moves[:MOST_NAMED]
        ]
        verb = "changes" if len(self.moves) == 1 else "change"
        return (
            f"{len(self.moves)} of {self.n_sites} sites {verb} place, farthest "
            f"{'; '.join(named)}."
        )

    def _list_text(self) -> str:
        if not self.entered and not self.left:
            return f"The shortlist of {self.top} stays the same."
        return f"On the shortlist of {self.top}, {changes(self.entered, self.left)}"

    def _outside_texts(self) -> list[str]:
        before, after = len(self.outside_before), len(self.outside_after)
        if not before and not after:
            return []
        now = f"{after} {'site lies' if after == 1 else 'sites lie'} outside the scale"
        if before == after:
            return [f"{now}, as before; their value is held at its end."]
        return [f"{now}, {before} before; the value there is held at the end."]


def drift(
    assessment: Assessment, criterion: str, function: ValueFunction, *, top: int = 10
) -> Drift:
    """Return what a new value function of one criterion does to the places of the sites.

    Places are those by score at best estimates; an unknown value keeps the performance that
    stands for it.

    Raises
    ------
    InputError
        If there is no such criterion, or the function is faulty: every fault in words.
    """
    column = _column(assessment, criterion)
    assessment = reranked(assessment, replace(assessment.settings, order=Order.EXPECTED))
    matrix = assessment.matrix
    before = matrix.criteria[column]
    after = with_function(before, function.checked())
    criteria = tuple(after if c.id == criterion else c for c in matrix.criteria)
    changed = replace(matrix, criteria=criteria)
    other = reranked(
        replace(
            assessment,
            matrix=changed,
            values=_values(assessment, changed, column),
            criteria=with_criterion(assessment.criteria, after),
            out_of_scale=out_of_scale(changed),
            considered=None,
        ),
        assessment.settings,
    )
    was_in, is_in = _within(assessment, top), _within(other, top)
    entered, left = entering_and_leaving(assessment, was_in, is_in)
    return Drift(
        before,
        after,
        top,
        len(matrix),
        _moves(assessment, other, column),
        entered,
        left,
        tuple(o for o in assessment.out_of_scale if o.criterion == criterion),
        tuple(o for o in other.out_of_scale if o.criterion == criterion),
    )


def _values(assessment: Assessment, changed: DecisionMatrix, column: int) -> ValueMatrix:
    """Return the values under another function of one criterion."""
    found, drawn = value_matrix(changed), assessment.draws
    if drawn is None:
        return found
    expected = assessment.values.expected.copy()
    assumed = np.flatnonzero(~np.isnan(drawn.means[:, column]))
    old, new = (m.criteria[column].value_function for m in (assessment.matrix, changed))
    expected[:, column] = found.expected[:, column]
    means = drawn.means[assumed, column]
    expected[assumed, column] = apply(new, invert(old, means))
    return replace(found, expected=expected)


def with_function(criterion: Criterion, function: ValueFunction) -> Criterion:
    """Return a criterion with another value function, and the objective that goes with it."""
    return replace(criterion, value_function=function, objective=Objective(function.direction))


def with_criterion(criteria: CriteriaSet, changed: Criterion) -> CriteriaSet:
    """Return the set with one criterion changed as it reads at present."""
    chosen = tuple(changed if c.id == changed.id else c for c in criteria.criteria)
    return replace(criteria, criteria=chosen)


def widened(assessment: Assessment, criterion: str) -> ValueFunction | None:
    """Return the scale, its ends moved so that no best estimate lies outside; rounded outward.

    None where nothing lies outside, and for shapes whose corners carry a meaning of their own.
    """
    column = _column(assessment, criterion)
    function = assessment.matrix.criteria[column].value_function
    best = assessment.matrix.best[:, column]
    best = best[np.isfinite(best)]
    low, high = function.span
    if function.kind not in ("linear", "log", "sigmoid") or not len(best):
        return None
    smallest, largest = float(best.min()), float(best.max())
    if function.kind == "log":
        smallest = smallest if smallest > 0 else low
    new_low = low if smallest >= low else _outward(smallest, up=False)
    new_high = high if largest <= high else _outward(largest, up=True)
    if (new_low, new_high) == (low, high):
        return None
    ends = (new_low, new_high) if function.worst < function.best else (new_high, new_low)
    return replace(function, worst=ends[0], best=ends[1])


def outside_text(assessment: Assessment, criterion: str, *, top: int = 10) -> str:
    """Return which sites lie outside a scale and whether a wider one would move places."""
    found = [o for o in assessment.out_of_scale if o.criterion == criterion]
    named = assessment.matrix.criteria[_column(assessment, criterion)]
    if not found:
        return f"{named.name}: every site lies within {named.range_text}."
    names = dict(zip(assessment.matrix.alternatives, assessment.matrix.names, strict=True))
    shown = "; ".join(
        f"{names[o.site_id]} ({format_number(o.performance)})" for o in found[:MOST_NAMED]
    )
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    verb = "lies" if len(found) == 1 else "lie"
    text = f"{named.name}: {shown}{more} {verb} outside {named.range_text}."
    wider = widened(assessment, criterion)
    if wider is None:
        return f"{text} Beyond its ends the value stays as it is."
    effect = drift(assessment, criterion, wider, top=top)
    return f"{text} With {effect.after.range_text}: {' '.join(effect.sentences[:2])}"


def _outward(number: float, *, up: bool) -> float:
    """Return the next number of two digits in one direction."""
    if number == 0:
        return 0.0
    step = 10.0 ** (np.floor(np.log10(abs(number))) - 1)
    rounded = np.ceil(number / step) if up else np.floor(number / step)
    return float(f"{rounded * step:.12g}")


def _column(assessment: Assessment, criterion: str) -> int:
    ids = [c.id for c in assessment.matrix.criteria]
    if criterion not in ids:
        raise InputError(
            f"criterion: found '{criterion}'. Expected one of: {', '.join(ids)}. "
            "Correct the name."
        )
    return ids.index(criterion)


def _within(assessment: Assessment, top: int) -> BoolArray:
    return np.asarray(assessment.ranking.ranks <= top, dtype=np.bool_)


def _moves(before: Assessment, after: Assessment, column: int) -> tuple[Move, ...]:
    old, new = before.ranking.ranks, after.ranking.ranks
    moved = [
        Move(
            before.matrix.alternatives[row],
            before.matrix.names[row],
            int(old[row]),
            int(new[row]),
            float(before.values.expected[row, column]),
            float(after.values.expected[row, column]),
        )
        for row in np.flatnonzero(old != new).tolist()
    ]
    return tuple(sorted(moved, key=lambda m: (-abs(m.rank_after - m.rank_before), m.site_id)))
