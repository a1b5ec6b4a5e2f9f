"""Statements that bound weights without fixing them, and what they leave possible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.elicitation.group import FloatArray
from prioritizer.errors import InputError

_RELATION = re.compile(r"(>=|<=|≥|≤|=|>|<)")
_SIDE = re.compile(r"(?:(?P<factor>\d+(?:\.\d*)?|\.\d+)\s*(?P<cent>%)?\s*\*?\s*)?(?P<name>.*)")


@dataclass(frozen=True, slots=True, eq=False)
class WeightConditions:
    """All weight vectors w with low <= w <= high and conditions @ w <= limits, summing to 1.

    ``low`` and ``high`` are ``(criteria,)``, ``conditions`` ``(statements, criteria)`` and
    ``limits`` ``(statements,)``: the four fields of the engine's polytope, which draws from
    them. ``statements`` says each condition in words.
    """

    names: tuple[str, ...]
    low: FloatArray
    high: FloatArray
    conditions: FloatArray
    limits: FloatArray
    statements: tuple[str, ...]


def anything(names: Sequence[str]) -> WeightConditions:
    """Return no conditions at all: every weight vector."""
    size = len(names)
    empty = np.empty((0, size))
    return WeightConditions(tuple(names), np.zeros(size), np.ones(size), empty, np.zeros(0), ())


def intervals(
    names: Sequence[str], low: Sequence[float], high: Sequence[float]
) -> WeightConditions:
    """Return the conditions that each weight lies within its interval.

    Raises
    ------
    InputError
        If an interval is not within 0 to 1, or no weights within them all sum to 1.
    """
    for column, (name, least, most) in enumerate(zip(names, low, high, strict=True)):
        if not 0 <= least <= most <= 1:
            raise InputError(
                f"interval of {name}: found {least:g} to {most:g}. Expected low to high, "
                "within 0 to 1. Correct an end.",
                column=column,
            )
    if sum(low) > 1 + 1e-12 or sum(high) < 1 - 1e-12:
        side, total, way = (
            ("low", sum(low), "Lower") if sum(low) > 1 else ("high", sum(high), "Raise")
        )
        raise InputError(
            f"intervals: found a sum of {total:g} for the {side} ends. Expected 1 to lie "
            f"between the two sums. {way} one of them."
        )
    return replace(
        anything(names),
        low=np.asarray(low, dtype=np.float64),
        high=np.asarray(high, dtype=np.float64),
    )


def statements(names: Sequence[str], lines: Iterable[str]) -> WeightConditions:
    """Return the conditions of a partial order or of bounds in words.

    Parameters
    ----------
    names
        The criteria.
    lines
        Such as ``grade >= volume``, ``grade >= 2 volume``, ``grade > volume = access`` or
        ``0.1 <= risk <= 0.3``. Strict and weak relations mean the same: at least as much.

    Raises
    ------
    InputError
        For a line that cannot be read, or lines that contradict each other, which are named.
    """
    rows: list[FloatArray] = []
    limits: list[float] = []
    words: list[str] = []
    for number, line in enumerate(lines):
        for row, limit, text in _read(line, tuple(names), number):
            rows.append(row)
            limits.append(limit)
            words.append(text)
    made = replace(
        anything(names),
        conditions=np.array(rows).reshape(-1, len(names)),
        limits=np.array(limits),
        statements=tuple(words),
    )
    return checked(made)


def combined(first: WeightConditions, second: WeightConditions) -> WeightConditions:
    """Return the weight vectors that satisfy both; raises where there is none."""
    return checked(
        WeightConditions(
            first.names,
            np.maximum(first.low, second.low),
            np.minimum(first.high, second.high),
            np.vstack([first.conditions, second.conditions]),
            np.concatenate([first.limits, second.limits]),
            (*first.statements, *second.statements),
        )
    )


def checked(made: WeightConditions) -> WeightConditions:
    """Return the conditions if some weight vector satisfies them.

    Raises
    ------
    InputError
        Naming a smallest set of statements that exclude each other: dropping any one of them
        helps.
    """
    if _possible(made):
        return made
    kept = list(range(len(made.statements)))
    for row in range(len(made.statements)):
        rest = [other for other in kept if other != row]
        if not _possible(_only(made, rest)):
            kept = rest
    named = "; ".join(f"'{made.statements[row]}'" for row in kept) or "the intervals"
    raise InputError(
        f"weights: found statements that exclude each other: {named}. Expected some weights "
        "that satisfy them all. Drop or soften one of these."
    )


def attainable(made: WeightConditions) -> tuple[FloatArray, FloatArray]:
    """Return the least and the largest weight that each criterion can have.

    Exact, by two linear programs per criterion.
    """
    size = len(made.names)
    ends = np.array(
        [[sign * _solve(made, sign * unit) for unit in np.eye(size)] for sign in (1.0, -1.0)]
    )
    return np.clip(ends[0], 0.0, 1.0), np.clip(ends[1], 0.0, 1.0)


def _only(made: WeightConditions, rows: list[int]) -> WeightConditions:
    return replace(
        made,
        conditions=made.conditions[rows],
        limits=made.limits[rows],
        statements=tuple(made.statements[row] for row in rows),
    )


def _possible(made: WeightConditions) -> bool:
    return not np.isnan(_solve(made, np.zeros(len(made.names))))


def _solve(made: WeightConditions, costs: FloatArray) -> float:
    from scipy.optimize import linprog

    found = linprog(
        c=costs,
        A_ub=made.conditions if len(made.conditions) else None,
        b_ub=made.limits if len(made.limits) else None,
        A_eq=np.ones((1, len(costs))),
        b_eq=[1.0],
        bounds=np.column_stack([made.low, made.high]),
        method="highs",
    )
    return float(found.fun) if found.success else float("nan")


def _read(
    line: str, names: tuple[str, ...], number: int
) -> list[tuple[FloatArray, float, str]]:
    """Return one condition per relation of a line, an equality giving two."""
    parts = _RELATION.split(line)
    if len(parts) < 3:
        raise _unread(line, f"'{line.strip()}' without a relation", number)
    sides = [_side(part, names, line, number) for part in parts[::2]]
    found = []
    for place, relation in enumerate(parts[1::2]):
        (left, left_constant), (right, right_constant) = sides[place], sides[place + 1]
        text = "".join(parts[2 * place : 2 * place + 3]).strip()
        more = (right - left, left_constant - right_constant, text)
        less = (left - right, right_constant - left_constant, text)
        found += [more] if relation in (">", ">=", "≥") else []
        found += [less] if relation in ("<", "<=", "≤") else []
        found += [more, less] if relation == "=" else []
    return found


def _side(
    part: str, names: tuple[str, ...], line: str, number: int
) -> tuple[FloatArray, float]:
    """Return a side of a relation as coefficients of the weights and a constant."""
    text = part.strip()
    unit = np.zeros(len(names))
    if text in names:
        unit[names.index(text)] = 1.0
        return unit, 0.0
    match = _SIDE.fullmatch(text)
    factor = float(match["factor"]) if match and match["factor"] else None
    if match is None or factor is None or (match["name"] and match["name"] not in names):
        raise _unread(line, f"'{text}'", number, names)
    factor = factor / 100 if match["cent"] else factor
    if not match["name"]:
        return unit, factor
    unit[names.index(match["name"])] = factor
    return unit, 0.0


def _unread(line: str, found: str, number: int, names: Sequence[str] = ()) -> InputError:
    known = f"a number or one of: {', '.join(names)}" if names else "a relation such as >="
    return InputError(
        f"statement {number + 1}: found {found}. Expected {known}. "
        "Write for example grade >= 2 volume.",
        row=number,
    )
