"""The 0/1 programme of a portfolio, solved exactly by HiGHS, and why it may have no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.pilots.portfolio.milp import milp_columns
from prioritizer.pilots.portfolio.rules import Rule
from prioritizer.pilots.portfolio.stop import NEVER, Stop, Stopped


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """Maximise ``value @ x`` over choices of sites under ``matrix @ (x, helpers) <= upper``.

    ``value`` is ``(columns,)``, sites first, helpers after them; ``matrix`` ``(rows,
    columns)``; ``rule`` gives for each row the rule it belongs to.
    """

    n_sites: int
    value: FloatArray
    matrix: FloatArray
    upper: FloatArray
    rules: tuple[Rule, ...]

    @property
    def n_columns(self) -> int:
        """Return how many variables there are: sites and helpers."""
        return len(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A feasible choice: which sites, ``(sites,)``, their total value, and what none exceeds.

    Where ``bound`` is no more than ``value``, the choice is proven best.
    """

    chosen: BoolArray
    value: float
    bound: float = -np.inf

    @property
    def gap(self) -> float:
        """Return by how much the best choice may be worth more; 0 where this is it."""
        return max(0.0, self.bound - self.value)


def programme(value: FloatArray, rules: Sequence[Rule]) -> Programme:
    """Put the rules under one another; each has helper columns of its own."""
    n_sites = len(value)
    n_helpers = sum(rule.n_helpers for rule in rules)
    blocks, offset = [], n_sites
    for rule in rules:
        block = np.zeros((len(rule.upper), n_sites + n_helpers))
        block[:, :n_sites] = rule.sites
        block[:, offset : offset + rule.n_helpers] = rule.helpers
        offset += rule.n_helpers
        blocks.append(block)
    return Programme(
        n_sites=n_sites,
        value=np.concatenate([value, np.zeros(n_helpers)]),
        matrix=np.vstack([*blocks, np.zeros((0, n_sites + n_helpers))]),
        upper=np.concatenate([*(rule.upper for rule in rules), np.zeros(0)]),
        rules=tuple(rules),
    )


def solve(problem: Programme, *, stop: Stop = NEVER) -> Choice | None:
    """Return the best choice, proven by branch and bound with no gap; None if there is none.

    Raises
    ------
    Stopped
        If it is time to stop before that.
    """
    found = milp_columns(
        problem.value, problem.matrix, problem.upper, n_integer=problem.n_sites, stop=stop
    )
    if found is None:
        return None
    chosen = found[: problem.n_sites] > 0.5
    return Choice(chosen, float(problem.value[: problem.n_sites] @ chosen))


def conflict(problem: Programme, *, stop: Stop = NEVER) -> tuple[str, ...]:
    """Return the names of a smallest set of rules that contradict each other.

    A deletion filter (Chinneck 2008, algorithm 6.1): a rule without which the rest is still
    infeasible is dropped for good. What stays is irreducible: without any one of its rules
    there is an answer. Empty if the programme has an answer. Once it is time to stop, rules
    that are not tried yet stay in the set.
    """
    nothing = np.zeros(problem.n_sites)

    def is_infeasible(rules: Sequence[Rule]) -> bool:
        try:
            return solve(programme(nothing, rules), stop=stop) is None
        except Stopped:
            return False

    kept = list(problem.rules)
    if not is_infeasible(kept):
        return ()
    for rule in problem.rules:
        without = [other for other in kept if other is not rule]
        if is_infeasible(without):
            kept = without
    return tuple(rule.name for rule in kept)


def with_value(problem: Programme, value: FloatArray) -> Programme:
    """Return the programme with other site values, ``(sites,)``."""
    helpers = np.zeros(problem.n_columns - problem.n_sites)
    return replace(problem, value=np.concatenate([value, helpers]))
