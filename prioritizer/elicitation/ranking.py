"""An order of importance to weights: centroid, sum, reciprocal and exponent of the ranks."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import numpy as np

from prioritizer.elicitation.group import FloatArray
from prioritizer.errors import InputError

Order: TypeAlias = Sequence[Sequence[int]]
# In a name these are relations that an order does not know, or places on a line of their own.
_FOREIGN = re.compile(r"[<>≤≥;]")
_SIGNS = "'>', ',' or ';' between places on one line, or one place per line, and '=' for a tie"


def rank_order_centroid(order: Order) -> FloatArray:
    """Return the centre of all weight vectors that agree with the order.

    w_k = (1/n) sum over i from k to n of 1/i (Barron and Barrett 1996).

    Parameters
    ----------
    order
        Column indices in groups, most important group first; the columns of a group tie.

    Returns
    -------
    FloatArray
        ``(criteria,)``, summing to 1. Columns that tie share the mean of the weights of the
        places that they fill; for the formulas of strict orders, that is a convention of this
        tool.
    """
    return _spread(order, _centroid)


def rank_sum(order: Order) -> FloatArray:
    """Return weights that fall by equal steps, n + 1 - k (Stillwell, Seaver, Edwards 1981)."""
    return _spread(order, lambda n: [float(n + 1 - k) for k in range(1, n + 1)])


def rank_reciprocal(order: Order) -> FloatArray:
    """Return weights that fall as 1/k (Stillwell, Seaver and Edwards 1981)."""
    return _spread(order, lambda n: [1.0 / k for k in range(1, n + 1)])


def rank_exponent(order: Order, *, exponent: float = 2.0) -> FloatArray:
    """Return weights that fall as (n + 1 - k) to a power (Stillwell, Seaver and Edwards 1981).

    Parameters
    ----------
    order
        As in `rank_order_centroid`.
    exponent
        0 gives equal weights, 1 the rank sum, more a steeper fall.

    Raises
    ------
    InputError
        For an exponent below 0 or above 20, where all the weight would be the first one's.
    """
    if not 0 <= exponent <= 20:
        raise InputError(
            f"exponent: found {exponent:g}. Expected a number from 0 to 20. "
            "0 gives equal weights, 1 the rank sum, 2 is usual."
        )
    return _spread(order, lambda n: [float(n + 1 - k) ** exponent for k in range(1, n + 1)])


def _centroid(n: int) -> list[float]:
    return [math.fsum(1.0 / i for i in range(k, n + 1)) / n for k in range(1, n + 1)]


def _spread(order: Order, places: Callable[[int], list[float]]) -> FloatArray:
    """Give each group the mean of the places that it fills, in the order of the columns."""
    columns = [column for group in order for column in group]
    if not columns or sorted(columns) != list(range(len(columns))):
        raise InputError(
            f"order: found the columns {columns}. Expected each column from 0 on exactly once. "
            "Give every criterion one place."
        )
    shares = places(len(columns))
    total = math.fsum(shares)
    weights = np.empty(len(columns))
    start = 0
    for group in order:
        own = shares[start : start + len(group)]
        weights[list(group)] = math.fsum(own) / len(own) / total
        start += len(group)
    return weights


def parse_order(lines: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return groups of names, most important first, from lines or from one line.

    Several lines hold one place each. A single line separates the places by commas, semicolons
    or ``>``, all by the same one. Names joined by ``=`` tie, also more than two of them.

    Raises
    ------
    InputError
        For no name, a blank place, a name that comes twice or any other relation.
    """
    kept = [line.strip() for line in lines if line.strip()]
    places = _places(kept[0]) if len(kept) == 1 else kept
    groups = tuple(tuple(name.strip() for name in place.split("=")) for place in places)
    seen: set[str] = set()
    for number, group in enumerate(groups, start=1):
        for name in group:
            if not name or name in seen:
                found = f"'{name}' a second time" if name else "a blank"
                raise _misplaced(number, found, "the name of a criterion, each once")
            if _FOREIGN.search(name):
                raise _misplaced(number, f"'{name}'", _SIGNS)
            seen.add(name)
    if not seen:
        raise InputError(
            "order: found no names. Expected at least one. Write the most important one first."
        )
    return groups


def _places(line: str) -> list[str]:
    """Return the places of an order that stands on one line."""
    separators = {sign for sign in ",;>" if sign in line}
    if len(separators) > 1:
        found = " and ".join(f"'{sign}'" for sign in sorted(separators))
        raise _misplaced(1, f"{found} in one order", "one of them between all places")
    return re.split(r"[,;>]", line)


def _misplaced(number: int, found: str, expected: str) -> InputError:
    return InputError(
        f"place {number}: found {found}. Expected {expected}. Write for example "
        "grade > volume = access > risk.",
        row=number - 1,
    )


def as_columns(groups: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], Order]:
    """Return the names in the order given, and the order in column indices."""
    kept = [tuple(group) for group in groups]
    names = tuple(name for group in kept for name in group)
    place = {name: column for column, name in enumerate(names)}
    return names, tuple(tuple(place[name] for name in group) for group in kept)
