"""Answers to weights: the technique, its consistency, and the answer that hurts most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from prioritizer.domain.words import format_number
from prioritizer.elicitation.ahp import ACCEPTED_RATIO, RANDOM_INDEX_TABLE, ahp_weights
from prioritizer.elicitation.bwm import CONSISTENCY_INDEX_TABLE, best_worst, bwm_weights
from prioritizer.elicitation.direct import PURSE, allocated_weights, direct_weights
from prioritizer.elicitation.group import FloatArray
from prioritizer.elicitation.ranking import (
    Order,
    rank_exponent,
    rank_order_centroid,
    rank_reciprocal,
    rank_sum,
)
from prioritizer.elicitation.swing import swing_weights
from prioritizer.elicitation.tradeoff import TradeOff, trade_off_weights
from prioritizer.errors import InputError
from prioritizer.workflow.weights.answers import OPEN, Answers, order_of
from prioritizer.workflow.weights.answers import comparisons as compared
from prioritizer.workflow.weights.items import Group
from prioritizer.workflow.weights.questions import answered, next_question
from prioritizer.workflow.weights.ways import way_of

MISFIT = 1.25  # from here on a trade-off is said to disagree; a default of this tool


@dataclass(frozen=True, slots=True)
class Consistency:
    """One figure of how well the answers agree; ``is_fine`` is None where nobody says."""

    name: str
    value: float
    meaning: str
    is_fine: bool | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """Shares of the items of a group, and how well the answers behind them agree.

    Attributes
    ----------
    shares
        By item id, summing to 1.
    low, high
        Where several weights fit equally well: the ends of what fits; otherwise empty.
    order
        Item ids in groups, the most important first, where an order was all that was said.
    statements
        Conditions in ids, such as ``grade >= 2 access``, where a region was said.
    hurts
        The answer that disagrees most, by its key, and what to say about it.
    """

    technique: str
    shares: Mapping[str, float]
    consistency: tuple[Consistency, ...] = ()
    low: Mapping[str, float] = field(default_factory=dict)
    high: Mapping[str, float] = field(default_factory=dict)
    order: tuple[tuple[str, ...], ...] = ()
    statements: tuple[str, ...] = ()
    hurts: tuple[str, str] | None = None


def _total(answers: Answers) -> float:
    return sum(float(value) for value in answers.values())


def points_left(answers: Answers) -> float:
    """Return how many points are left to give out; below 0 if too many are given."""
    return PURSE - _total(answers)


def is_complete(way: str, group: Group, answers: Answers) -> bool:
    """Return whether nothing is left to answer; blank or unspent points are no fault yet."""
    if way in ("direct", "points") and len(group.items) > 1:
        total = _total(answers)
        is_done = total > 0 if way == "direct" else abs(total - PURSE) < 1e-9
        return is_done and all(f"points.{name}" in answers for name in group.ids)
    return next_question(way, group, answers) is None


def weigh(technique: str, group: Group, answers: Answers, *, exponent: float = 2.0) -> Weighed:
    """Return what complete answers amount to.

    Raises
    ------
    InputError
        If an answer is missing or the technique refuses the answers.
    """
    if len(group.items) == 1:
        return Weighed(technique, {group.items[0].id: 1.0})
    if next_question(way_of(technique).name, group, answers) is not None:
        raise InputError(OPEN)
    if technique in ORDERED:
        order = ordered(group, answers)
        columns = [[group.ids.index(name) for name in tied] for tied in order]
        shares = ORDERED[technique](columns, exponent)
        return Weighed(technique, _named(group, shares), order=order)
    return WEIGH[technique](group, answers)


ORDERED: dict[str, Callable[[Order, float], FloatArray]] = {
    "roc": lambda order, _: rank_order_centroid(order),
    "rank-sum": lambda order, _: rank_sum(order),
    "rank-reciprocal": lambda order, _: rank_reciprocal(order),
    "rank-exponent": lambda order, exponent: rank_exponent(order, exponent=exponent),
}


def ordered(group: Group, answers: Answers) -> tuple[tuple[str, ...], ...]:
    """Return the order with its ties; ``tie.<id>`` puts an item level with the one before."""
    found: list[list[str]] = []
    for name in order_of(group.ids, answers):
        if found and f"tie.{name}" in answers:
            found[-1].append(name)
        else:
            found.append([name])
    return tuple(map(tuple, found))


def moved(group: Group, answers: Answers, name: str, by: int) -> dict[str, float | str]:
    """Return the answers with an item of a complete order moved up (-1) or down (1)."""
    order = order_of(group.ids, answers)
    place = order.index(name)
    other = min(max(place + by, 0), len(order) - 1)
    order[place], order[other] = order[other], order[place]
    places = {f"first.{k}": order[k - 1] for k in range(1, len(order))}
    # A tie belongs to a place in the list; moving an item breaks the one it was part of.
    kept = {key: value for key, value in answers.items() if key != f"tie.{name}"}
    kept.pop(f"tie.{order[0]}", None)
    return kept | places


def _named(group: Group, shares: FloatArray | Sequence[float]) -> dict[str, float]:
    return dict(zip(group.ids, (float(share) for share in shares), strict=True))


def _points(group: Group, answers: Answers) -> list[float]:
    try:
        return [float(answers[f"points.{name}"]) for name in group.ids]
    except KeyError as error:
        name = group[str(error.args[0]).removeprefix("points.")].name
        raise InputError(
            f"{name}: found no points yet. Expected a number, 0 where it does not matter. "
            "Give it points."
        ) from None


def _direct(group: Group, answers: Answers) -> Weighed:
    return Weighed("direct", _named(group, direct_weights(_points(group, answers))))


def _allocated(group: Group, answers: Answers) -> Weighed:
    return Weighed("points", _named(group, allocated_weights(_points(group, answers))))


def _swing(group: Group, answers: Answers) -> Weighed:
    full = {**answers, f"points.{order_of(group.ids, answers)[0]}": 100.0}
    return Weighed("swing", _named(group, swing_weights(_points(group, full))))


def _trade_off(group: Group, answers: Answers) -> Weighed:
    keys = [k for k in answered("trade-off", group, answers) if k.startswith("level.")]
    given = []
    for key in keys:
        _, larger, smaller = key.split(".")
        share = group[larger].value(float(answers[key]))
        given.append(TradeOff(group.ids.index(larger), group.ids.index(smaller), share))
    found = trade_off_weights(len(group.items), given)
    if len(given) < len(group.items):
        return Weighed("trade-off", _named(group, found.weights))
    is_fine = found.misfit <= MISFIT
    figure = Consistency(
        "Misfit",
        found.misfit,
        "Largest factor between an answer and the weights; 1 agrees, up to "
        f"{MISFIT:g} accepted (a default of this tool)",
        is_fine,
    )
    worst = given[found.worst_answer]
    larger_item, scale = group.items[worst.larger], group.items[worst.larger].scale
    implied = float(found.weights[worst.smaller] / found.weights[worst.larger])
    fits = format_number(scale.performance(min(implied, 1.0))) if scale else ""
    key = keys[found.worst_answer]
    text = (
        f"Least in agreement: {larger_item.name} for {group.items[worst.smaller].name}. You "
        f"said {format_number(float(answers[key]))} {scale.unit if scale else ''}; with your "
        f"other answers {fits} would fit."
    )
    hurts = None if is_fine else (key, text)
    return Weighed("trade-off", _named(group, found.weights), (figure,), hurts=hurts)


def comparisons(group: Group, answers: Answers) -> FloatArray:
    """Return the matrix of complete pairwise answers, ``(items, items)``."""
    return np.array(compared(group.ids, answers), dtype=np.float64)


def _ahp(group: Group, answers: Answers) -> Weighed:
    found = ahp_weights(comparisons(group, answers))
    shares = _named(group, found.weights)
    ratio, worst = found.consistency_ratio, found.worst
    if ratio is None or found.random_index is None:
        return Weighed("ahp", shares)
    is_fine = ratio < ACCEPTED_RATIO
    figure = Consistency(
        "Consistency ratio",
        ratio,
        f"Below {ACCEPTED_RATIO:g} is usually accepted; random index {found.random_index:g} "
        f"for {len(group.items)}, table {RANDOM_INDEX_TABLE}",
        is_fine,
    )
    if worst is None:
        return Weighed("ahp", shares, (figure,))
    a, b = group.items[worst.row], group.items[worst.column]
    said, implied = (_times(ratio, a.name, b.name) for ratio in (worst.given, worst.consistent))
    text = (
        f"Hurts most: {a.name} against {b.name}. You said {said}; the others imply {implied}."
    )
    return Weighed("ahp", shares, (figure,), hurts=(f"pair.{a.id}.{b.id}", text))


def _times(ratio: float, a: str, b: str) -> str:
    if ratio >= 1:
        return "both equally" if ratio == 1 else f"{a} {ratio:.2g} times as much"
    return f"{b} {1 / ratio:.2g} times as much"


def _best_worst(group: Group, answers: Answers) -> Weighed:
    best, worst = str(answers["best"]), str(answers["worst"])
    whole = float(answers[f"best.{worst}"])
    to_others = {best: 1.0, worst: whole}
    to_worst = {best: whole, worst: 1.0}
    for name in group.ids:
        if name not in (best, worst):
            to_others[name] = float(answers[f"best.{name}"])
            to_worst[name] = float(answers[f"worst.{name}"])
    judged = best_worst([to_others[i] for i in group.ids], [to_worst[i] for i in group.ids])
    found = bwm_weights(judged)
    figure = Consistency(
        "Consistency ratio",
        found.consistency_ratio,
        f"0 agrees, towards 1 contradicts; index table {CONSISTENCY_INDEX_TABLE}. From the "
        f"answers alone: {found.input_consistency_ratio:.2f}",
    )
    gaps = {i: abs(to_others[i] * to_worst[i] - whole) for i in group.ids if i != best}
    loudest = max(gaps, key=lambda name: gaps[name])
    hurts = None
    if found.input_consistency_ratio > 0:
        this = group[loudest].name
        text = (
            f"Hurts most: {this}. The most important is {to_others[loudest]:g} times {this}, "
            f"and {this} {to_worst[loudest]:g} times the least important, together "
            f"{to_others[loudest] * to_worst[loudest]:g}; you said {whole:g} for the two. "
            f"With {whole / to_others[loudest]:.2g} in place of {to_worst[loudest]:g} they "
            "would agree."
        )
        hurts = (f"worst.{loudest}", text)
    low, high = _named(group, found.low), _named(group, found.high)
    has_range = found.consistency_ratio > 0
    return Weighed(
        "bwm",
        _named(group, found.weights),
        (figure,),
        low=low if has_range else {},
        high=high if has_range else {},
        hurts=hurts,
    )


WEIGH: dict[str, Callable[[Group, Answers], Weighed]] = {
    "direct": _direct,
    "points": _allocated,
    "swing": _swing,
    "trade-off": _trade_off,
    "ahp": _ahp,
    "bwm": _best_worst,
}
