"""Guards around an answer: equal weights, an anchor, a smaller range, parts asked as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.bias_guard import Guard
from prioritizer.domain.criterion import CriteriaSet, Criterion
from prioritizer.domain.words import percent
from prioritizer.elicitation.bias import anchoring, equalizing, range_swap, splitting
from prioritizer.elicitation.readback import Equivalence, read_back
from prioritizer.errors import InputError
from prioritizer.workflow.weights.items import scale_of
from prioritizer.workflow.weights.ranges import smaller_text, swing_text

CUT = 0.5  # part of the value that the smaller range keeps


@dataclass(frozen=True, slots=True)
class Check:
    """A question that tests weights: who it is about and how it is put."""

    criteria: tuple[str, ...]
    text: str


def standing_guards(
    criteria: CriteriaSet, shares: Mapping[str, float], shown: Mapping[str, float] | None
) -> tuple[Guard, ...]:
    """Return the guards that speak up on weights alone, without another question.

    Parameters
    ----------
    shown
        Weights on the screen before the answer; None where there were none.
    """
    weights = _vector(criteria, shares)
    found = [equalizing(weights)]
    if shown is not None:
        found.append(anchoring(weights, _vector(criteria, shown)))
    return tuple(guard for guard in found if guard.flagged)


def trade_offs(criteria: CriteriaSet, shares: Mapping[str, float]) -> tuple[Equivalence, ...]:
    """Return the weights read back as trade-offs in units, against the heaviest criterion."""
    scales = [scale_of(criterion) for criterion in criteria.criteria]
    vector = _vector(criteria, shares)
    heavier = criteria.criteria[int(vector.argmax())]
    others = [one for one in criteria.criteria if one is not heavier]
    return tuple(
        replace(found, text=_in_shares(heavier, lighter, shares))
        if shares[lighter.id] > 0 and (heavier.is_bare_index or lighter.is_bare_index)
        else found
        for lighter, found in zip(others, read_back(scales, vector), strict=True)
    )


def _in_shares(heavier: Criterion, lighter: Criterion, shares: Mapping[str, float]) -> str:
    """Return how much one difference counts beside another, without the numbers of an index."""
    share = percent(shares[lighter.id] / shares[heavier.id])
    return (
        f"the difference in {lighter.name} {swing_text(lighter)} counts {share} as much as the "
        f"one in {heavier.name} {swing_text(heavier)}"
    )


def range_question(criteria: CriteriaSet, shares: Mapping[str, float]) -> Check | None:
    """Return the question about the heaviest criterion with a smaller range.

    None where it has all the weight: there is nothing to weigh it against.
    """
    heaviest = max(criteria.criteria, key=lambda criterion: shares[criterion.id])
    if shares[heaviest.id] >= 1:
        return None
    text = (
        f"{smaller_text(heaviest)} The others stay as they are. What weight, in per cent, "
        "would you give it then?"
    )
    return Check((heaviest.id,), text)


def range_guard(shares: Mapping[str, float], check: Check, answer: float) -> Guard:
    """Return whether the answer, in per cent, follows the smaller range."""
    return range_swap(shares[check.criteria[0]], _share(answer), CUT)


def splitting_question(criteria: CriteriaSet, pair: tuple[str, str]) -> Check:
    """Return the question about two criteria asked as one."""
    chosen = [criterion for criterion in criteria.criteria if criterion.id in pair]
    names = " and ".join(criterion.name for criterion in chosen)
    steps = "; ".join(f"{c.name} {swing_text(c)}" for c in chosen)
    text = (
        f"Suppose {names} were one thing, with both differences at once ({steps}). What "
        "weight, in per cent, would you give this one thing among the others?"
    )
    return Check(pair, text)


def splitting_guard(shares: Mapping[str, float], check: Check, answer: float) -> Guard:
    """Return whether two parts together weigh what they do as one."""
    return splitting(_share(answer), [shares[name] for name in check.criteria])


def _share(percent: float) -> float:
    if not 0 < percent < 100:
        raise InputError("Please give a number above 0 and below 100 per cent.")
    return percent / 100


def _vector(
    criteria: CriteriaSet, shares: Mapping[str, float]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    raw = np.array([float(shares.get(name, 0.0)) for name in criteria.ids])
    return np.asarray(raw / raw.sum(), dtype=np.float64)
