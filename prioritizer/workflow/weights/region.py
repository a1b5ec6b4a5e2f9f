"""Ranges and statements to a region of weights, its ends, its centre and its uncertainty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.robustness import Uncertainty, WeightKnowledge
from prioritizer.domain.words import weight
from prioritizer.elicitation.group import FloatArray
from prioritizer.elicitation.intervals import (
    WeightConditions,
    attainable,
    combined,
    intervals,
    statements,
)
from prioritizer.engine.weights.regions import Polytope
from prioritizer.errors import InputError
from prioritizer.workflow.weights.answers import Answers
from prioritizer.workflow.weights.items import Group
from prioritizer.workflow.weights.outcome import Weighed

CENTER_DRAWS = 4_000
RELATIONS = {"at least": ">=", "at most": "<=", "as much as": "="}


@dataclass(frozen=True, slots=True)
class Statement:
    """``first`` counts ``relation`` ``times`` times ``second``; both are item ids."""

    first: str
    relation: str
    times: float
    second: str

    @property
    def condition(self) -> str:
        """Return the statement as `prioritizer.elicitation.intervals` reads it."""
        factor = "" if self.times == 1 else f"{self.times:.12g} "
        return f"{self.first} {RELATIONS[self.relation]} {factor}{self.second}"

    def words(self, names: Mapping[str, str]) -> str:
        """Return the statement as a sentence; ``names`` by id."""
        if self.times == 1:
            level = {"at least": "at least as much as", "at most": "at most as much as"}
            return (
                f"{names[self.first]} counts {level.get(self.relation, self.relation)} "
                f"{names[self.second]}"
            )
        how = "" if self.relation == "as much as" else f"{self.relation} "
        return f"{names[self.first]} counts {how}{self.times:g} times {names[self.second]}"


def weigh_region(group: Group, answers: Answers, said: Sequence[Statement]) -> Weighed:
    """Return the centre and the ends of all weights that satisfy ranges and statements.

    Parameters
    ----------
    answers
        ``low.<id>`` and ``high.<id>`` in per cent; one left out is open.
    said
        Statements about pairs.

    Raises
    ------
    InputError
        If nothing was said, or no weights satisfy everything; names what excludes each other.
    """
    if not said and not any(key.startswith(("low.", "high.")) for key in answers):
        raise InputError(
            "ranges: found none, and no statement. Expected at least one. Say one thing that "
            "holds for the weights."
        )
    for statement in said:
        if statement.first == statement.second:
            raise InputError(
                f"statement: found {group[statement.first].name} on both sides. Expected two "
                "different ones. Choose another."
            )
    low = {name: float(answers.get(f"low.{name}", 0.0)) / 100 for name in group.ids}
    high = {name: float(answers.get(f"high.{name}", 100.0)) / 100 for name in group.ids}
    conditions = tuple(statement.condition for statement in said)
    made = conditions_of(group.ids, low, high, conditions)
    least, most = attainable(made)
    center = center_of(made)
    return Weighed(
        "region",
        dict(zip(group.ids, center.tolist(), strict=True)),
        low=dict(zip(group.ids, least.tolist(), strict=True)),
        high=dict(zip(group.ids, most.tolist(), strict=True)),
        statements=conditions,
    )


def conditions_of(
    names: Sequence[str],
    low: Mapping[str, float],
    high: Mapping[str, float],
    lines: Sequence[str],
) -> WeightConditions:
    """Return ranges, as shares, and statements as one set of conditions; raises if empty."""
    ranges = intervals(
        names, [low.get(name, 0.0) for name in names], [high.get(name, 1.0) for name in names]
    )
    return combined(ranges, statements(names, lines)) if lines else ranges


def center_of(made: WeightConditions) -> FloatArray:
    """Return the mean of weights drawn evenly from a region, ``(criteria,)``.

    Always the same draws: the centre of a region is no matter of chance.
    """
    region = Polytope(made.low, made.high, made.conditions, made.limits)
    draws = region.sample(np.random.Generator(np.random.PCG64(1)), CENTER_DRAWS)
    mean = draws.mean(axis=0)
    return np.asarray(mean / mean.sum(), dtype=np.float64)


def as_uncertainty(criteria: CriteriaSet, weighed: Weighed) -> Uncertainty | None:
    """Return what was said as the weights of a robustness run; None where one vector was.

    Only for answers about the criteria themselves: a range within a branch says nothing about
    the criterion alone.
    """
    if not set(weighed.shares) <= set(criteria.ids):
        return None
    if weighed.order:
        return Uncertainty(weights=WeightKnowledge.ORDER, order=weighed.order)
    if not weighed.low and not weighed.statements:
        return None
    bounds = {name: (weighed.low[name], weighed.high[name]) for name in weighed.low}
    return Uncertainty(
        weights=WeightKnowledge.BOUNDS, bounds=bounds, statements=weighed.statements
    )


def in_words(criteria: CriteriaSet, said: Uncertainty) -> str:
    """Return what a run draws weights from, in a sentence."""
    names = {criterion.id: criterion.name for criterion in criteria.criteria}
    if said.weights is WeightKnowledge.ORDER:
        order = " ≥ ".join(" = ".join(names[name] for name in tied) for tied in said.order)
        return f"All weights in this order: {order}."
    ranges = [
        f"{names[name]} {weight(low)} to {weight(high)}"
        for name, (low, high) in said.bounds.items()
    ]
    parts = [*ranges, *(_with_names(condition, names) for condition in said.statements)]
    return f"All weights with {'; '.join(parts)}."


def _with_names(condition: str, names: Mapping[str, str]) -> str:
    signs = {">=": "≥", "<=": "≤"}
    words = [names.get(word, signs.get(word, word)) for word in condition.split()]
    return " ".join(f"{word} ×" if word[0].isdigit() else word for word in words)
