"""The 0/1 programme of a portfolio, solved exactly by HiGHS, and why it may have no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.pilots.quiet import quiet
from prioritizer.pilots.rules import Rule

INFEASIBLE = 2


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
    """A feasible and best choice: which sites, ``(sites,)``, and their total value."""

    chosen: BoolArray
    value: float


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


def solve(problem: Programme) -> Choice | None:
    """Return the best choice, proven by branch and bound with no gap; None if there is none."""
    found = milp_columns(
        problem.value, problem.matrix, problem.upper, n_integer=problem.n_sites
    )
    if found is None:
        return None
    chosen = found[: problem.n_sites] > 0.5
    return Choice(chosen, float(problem.value[: problem.n_sites] @ chosen))


def milp_columns(
    value: FloatArray, matrix: FloatArray, upper: FloatArray, *, n_integer: int
) -> FloatArray | None:
    """Return the best ``x`` in 0 to 1, the first ``n_integer`` whole; None if infeasible."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    if len(value) == 0:
        return np.zeros(0) if np.all(upper >= -1e-9) else None
    integrality = np.zeros(len(value))
    integrality[:n_integer] = 1
    constraints = LinearConstraint(matrix, -np.inf, upper) if len(upper) else ()
    with quiet():
        result = milp(
            -value,
            constraints=constraints,
            integrality=integrality,
            bounds=Bounds(0.0, 1.0),
            options={"mip_rel_gap": 0.0, "presolve": False},
        )
    if result.status == INFEASIBLE:
        return None
    if result.x is None:
        raise RuntimeError(f"HiGHS gave no answer: {result.message}")
    return np.asarray(result.x, dtype=np.float64)


def conflict(problem: Programme) -> tuple[str, ...]:
    """Return the names of a smallest set of rules that contradict each other.

    A deletion filter (Chinneck 2008, algorithm 6.1): a rule without which the rest is still
    infeasible is dropped for good. What stays is irreducible: without any one of its rules
    there is an answer. Empty if the programme has an answer.
    """
    nothing = np.zeros(problem.n_sites)

    def is_infeasible(rules: Sequence[Rule]) -> bool:
        return solve(programme(nothing, rules)) is None

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
