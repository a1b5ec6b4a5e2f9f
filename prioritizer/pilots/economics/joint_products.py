"""Which products to make at once: every set is tried, each product judged by what it adds."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from prioritizer.errors import InputError
from prioritizer.pilots.economics.project import Project, best_values, evaluate

MOST_PRODUCTS = 10


@dataclass(frozen=True, slots=True)
class JointProducts:
    """The set of products with the highest NPV, and what each product adds to it, USD.

    ``added`` is NPV with the product less NPV without it, given the other products of the set;
    for a product outside the set it is what adding it would change. Value shares are of the
    value in situ at present prices; ``left_today`` and ``left_jointly`` is what stays in the
    tail.
    """

    products: tuple[str, ...]
    npv: float
    added: Mapping[str, float]
    today: tuple[str, ...]
    npv_today: float
    left_today: float
    left_jointly: float
    effective_number: float
    n_sets: int


def joint_products(project: Project, today: tuple[str, ...] = ()) -> JointProducts:
    """Try all sets of up to ten products at best estimates, the order of circuits fixed.

    Raises
    ------
    InputError
        If there are more than ten products.
    """
    symbols = project.symbols
    if len(symbols) > MOST_PRODUCTS:
        raise InputError(
            f"products: found {len(symbols)}. Expected at most {MOST_PRODUCTS}, since every "
            "set of "
            "them is tried. Leave out those of least value."
        )
    best = best_values(project)

    def npv(chosen: tuple[str, ...]) -> float:
        return float(evaluate(project, best, chosen).npv[0])

    sets = [
        chosen
        for size in range(len(symbols) + 1)
        for chosen in itertools.combinations(symbols, size)
    ]
    values = {chosen: npv(chosen) for chosen in sets}
    # The empty set is doing nothing; a project makes at least one product where it can.
    chosen = max(sets[1:] or sets, key=lambda one: values[one])
    return JointProducts(
        products=chosen,
        npv=values[chosen],
        added={s: _added(s, chosen, symbols, values) for s in symbols},
        today=today,
        npv_today=values[tuple(s for s in symbols if s in today)],
        left_today=1 - _recovered(project, today),
        left_jointly=1 - _recovered(project, chosen),
        effective_number=_effective_number(project, chosen),
        n_sets=len(sets),
    )


def _added(
    symbol: str,
    chosen: tuple[str, ...],
    symbols: tuple[str, ...],
    values: Mapping[tuple[str, ...], float],
) -> float:
    with_it = tuple(s for s in symbols if s in chosen or s == symbol)
    without = tuple(s for s in with_it if s != symbol)
    return values[with_it] - values[without]


def _worth(project: Project, chosen: tuple[str, ...], *, recovered: bool) -> dict[str, float]:
    """Return value per tonne of waste by product, USD, less what other circuits take."""
    worth = {}
    for p in project.products:
        if recovered and p.symbol not in chosen:
            continue
        value = p.grade.best * p.price.best
        if recovered:
            value *= p.recovery.best
            for other, loss in p.losses.items():
                value *= 1 - loss if other in chosen else 1.0
        worth[p.symbol] = value
    return worth


def _recovered(project: Project, chosen: tuple[str, ...]) -> float:
    whole = sum(_worth(project, chosen, recovered=False).values())
    return sum(_worth(project, chosen, recovered=True).values()) / whole if whole > 0 else 0.0


def _effective_number(project: Project, chosen: tuple[str, ...]) -> float:
    """Return 1 / sum of squared shares of the recovered value."""
    worth = _worth(project, chosen, recovered=True)
    total = sum(worth.values())
    if total <= 0:
        return 0.0
    return 1.0 / sum((value / total) ** 2 for value in worth.values())
