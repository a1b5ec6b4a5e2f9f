"""A re-processing project as numbers with ranges, and its cash flow for any values of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.pilot import ZERO, Estimate
from prioritizer.domain.support import Support
from prioritizer.pilots.economics.formulas import MetalValue, present_value
from prioritizer.pilots.economics.simulation import draw
from prioritizer.pilots.economics.support import SupportContext, support_flows

ONE = Estimate.exactly(1.0)
SMALLEST_LEFTOVER = 1e-9


@dataclass(frozen=True, slots=True)
class Product:
    """One metal: grade (t/t), recovery and payability (0 to 1), price and charge (USD per t).

    ``circuit_*`` is what this product adds: capital in USD, operating cost in USD per t of
    feed. ``losses`` is the share of its recovery that the circuit of another product takes, by
    symbol.
    """

    symbol: str
    grade: Estimate
    recovery: Estimate
    price: Estimate
    payability: Estimate
    refining: Estimate = ZERO
    circuit_capex: float = 0.0
    circuit_opex: float = 0.0
    losses: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Concentrate:
    """The concentrate that carries the products: its grade and the charges on a tonne."""

    carrier: str
    grade: float
    charges: Estimate


@dataclass(frozen=True, slots=True)
class Liability:
    """What the owner would pay without the project, USD today, and the share it removes.

    It enters as avoided cost in the last year of production, once, and never the ranking.
    """

    cost: Estimate
    eliminated: Estimate


@dataclass(frozen=True, slots=True)
class Project:
    """All inputs; costs by name in USD per t of feed, capital in USD, plant in t per year."""

    mass: Estimate
    products: tuple[Product, ...]
    tonnes_per_year: float
    costs: Mapping[str, Estimate]
    capex: Estimate
    contingency: Estimate
    discount_rate: float
    price_factor: Estimate = ONE
    royalty: float = 0.0
    tax_rate: float = 0.0
    concentrate: Concentrate | None = None
    liability: Liability | None = None
    support: tuple[Support, ...] = ()

    @property
    def symbols(self) -> tuple[str, ...]:
        """Return the products in the order of their circuits."""
        return tuple(product.symbol for product in self.products)


Values = Mapping[str, FloatArray]


def inputs(project: Project) -> dict[str, Estimate]:
    """Return every uncertain input by name, in words for a chart."""
    found = {"mass": project.mass, "price of all products": project.price_factor}
    for product in project.products:
        found |= {
            f"grade of {product.symbol}": product.grade,
            f"recovery of {product.symbol}": product.recovery,
            f"price of {product.symbol}": product.price,
            f"payability of {product.symbol}": product.payability,
            f"refining charge of {product.symbol}": product.refining,
        }
    found |= {f"cost of {name}": cost for name, cost in project.costs.items()}
    found |= {"investment": project.capex, "contingency": project.contingency}
    if project.concentrate is not None:
        found["charges on the concentrate"] = project.concentrate.charges
    if project.liability is not None:
        found["liability"] = project.liability.cost
        found["liability eliminated"] = project.liability.eliminated
    return found


def best_values(project: Project) -> dict[str, FloatArray]:
    """Return every input at its best estimate, ``(1,)`` each."""
    return {name: np.array([e.best]) for name, e in inputs(project).items()}


def drawn_values(project: Project, *, draws: int, seed: int) -> dict[str, FloatArray]:
    """Return triangular draws of every input, ``(draws,)`` each; prices share one factor."""
    rng = np.random.default_rng([seed, 3])
    return {name: draw(rng, e, draws) for name, e in inputs(project).items()}


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a project comes to, by draw.

    ``cash`` ``(draws, years + 1)`` in USD, year 0 first; ``tonnes`` ``(draws, years)``;
    ``by_price`` and ``charges`` are the parts of the smelter return, ``unit_cost`` all
    operating cost, ``(draws,)`` in USD per tonne of feed; ``capex`` in USD before any grant;
    ``public`` the present value of public money, ``(draws,)``; ``kilograms`` sold over the
    life, by symbol.
    """

    npv: FloatArray
    cash: FloatArray
    tonnes: FloatArray
    by_price: FloatArray
    charges: FloatArray
    unit_cost: FloatArray
    capex: FloatArray
    public: FloatArray
    kilograms: Mapping[str, FloatArray]

    @property
    def nsr(self) -> FloatArray:
        """Return the net smelter return, USD per tonne of feed, ``(draws,)``."""
        return self.by_price - self.charges


def evaluate(
    project: Project, values: Values, symbols: tuple[str, ...] | None = None
) -> Outcome:
    """Return the outcome for given values of the inputs.

    Parameters
    ----------
    values
        One array per name of `inputs`, ``(draws,)``.
    symbols
        The products that are made, all if left out; in the order of the project.
    """
    made = tuple(p for p in project.products if symbols is None or p.symbol in symbols)
    mass = values["mass"]
    tonnes = yearly_tonnes(mass, project.tonnes_per_year)
    by_price, charges, metal = _smelter_return(project, made, values)
    unit_cost = np.sum([values[f"cost of {name}"] for name in project.costs], axis=0)
    unit_cost = unit_cost + np.zeros_like(mass) + sum(p.circuit_opex for p in made)
    capex = values["investment"] + sum(p.circuit_capex for p in made)
    capex = capex * (1 + values["contingency"])
    cash = tonnes * (by_price - charges - unit_cost)[:, None]
    tax = project.tax_rate * np.maximum(
        0.0, cash - capex[:, None] * (tonnes > 0) / np.sum(tonnes > 0, axis=1, keepdims=True)
    )
    context = SupportContext(
        capex=capex,
        tonnes=tonnes,
        tax=tax,
        kg_per_t={symbol: 1000.0 * metal[symbol] for symbol in metal},
        price_per_kg={
            p.symbol: values[f"price of {p.symbol}"] * values["price of all products"] / 1000.0
            for p in made
        },
    )
    start, flows = support_flows(project.support, context)
    cash = cash - tax + flows + _avoided(project, values, tonnes)
    whole = np.column_stack([start - capex, cash])
    return Outcome(
        npv=whole[:, 0] + present_value(cash, project.discount_rate),
        cash=whole,
        tonnes=tonnes,
        by_price=by_price,
        charges=charges,
        unit_cost=unit_cost,
        capex=capex,
        public=start + present_value(flows, project.discount_rate),
        kilograms={s: context.kg_per_t[s] * mass for s in metal},
    )


def yearly_tonnes(mass: FloatArray, tonnes_per_year: float) -> FloatArray:
    """Return tonnes treated each year until the mass is used up, ``(draws, years)``."""
    full = mass / tonnes_per_year
    n_years = max(1, int(np.ceil(float(full.max()) - SMALLEST_LEFTOVER)))
    return np.clip(mass[:, None] - tonnes_per_year * np.arange(n_years), 0.0, tonnes_per_year)


def _smelter_return(
    project: Project, made: tuple[Product, ...], values: Values
) -> tuple[FloatArray, FloatArray, dict[str, FloatArray]]:
    """Return the price part and the charges, USD per t of feed, and metal per t, t/t."""
    by_price = np.zeros_like(values["mass"])
    charges = by_price + project.royalty
    metal: dict[str, FloatArray] = {}
    names = {product.symbol for product in made}
    for product in made:
        kept = 1.0
        for other, loss in product.losses.items():
            kept *= 1.0 - loss if other in names else 1.0
        symbol = product.symbol
        metal[symbol] = values[f"grade of {symbol}"] * values[f"recovery of {symbol}"] * kept
        price = values[f"price of {symbol}"] * values["price of all products"]
        by_price = by_price + metal[symbol] * values[f"payability of {symbol}"] * price
        charges = charges + metal[symbol] * values[f"refining charge of {symbol}"]
    concentrate = project.concentrate
    if concentrate is not None and concentrate.carrier in metal:
        pull = metal[concentrate.carrier] / concentrate.grade
        charges = charges + pull * values["charges on the concentrate"]
    return by_price, charges, metal


def _avoided(project: Project, values: Values, tonnes: FloatArray) -> FloatArray:
    flows = np.zeros_like(tonnes)
    if project.liability is not None:
        last = np.sum(tonnes > 0, axis=1) - 1
        flows[np.arange(len(flows)), last] = (
            values["liability"] * values["liability eliminated"]
        )
    return flows


def metal_value(project: Project) -> MetalValue:
    """Return the value in situ and the recoverable value of all products, USD."""
    in_situ, recoverable = ZERO, ZERO
    for p in project.products:
        ends = [
            (mass * grade * price, mass * grade * price * recovery)
            for mass, grade, price, recovery in zip(
                _ends(project.mass), _ends(p.grade), _ends(p.price), _ends(p.recovery),
                strict=True,
            )
        ]  # fmt: skip
        in_situ = in_situ + Estimate(*(end[0] for end in ends))
        recoverable = recoverable + Estimate(*(end[1] for end in ends))
    return MetalValue(in_situ, recoverable)


def _ends(estimate: Estimate) -> tuple[float, float, float]:
    return estimate.low, estimate.best, estimate.high


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a tornado: NPV with one input at its low and at its high end, USD."""

    name: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """Return how far the input moves the NPV."""
        return abs(self.at_high - self.at_low)


def tornado(project: Project) -> tuple[Bar, ...]:
    """Return how far each input alone moves the NPV, the widest bar first."""
    best = best_values(project)
    bars = []
    for name, estimate in inputs(project).items():
        if estimate.low == estimate.high:
            continue
        ends = [
            float(evaluate(project, {**best, name: np.array([end])}).npv[0])
            for end in (estimate.low, estimate.high)
        ]
        bars.append(Bar(name, estimate.low, estimate.high, ends[0], ends[1]))
    return tuple(sorted(bars, key=lambda bar: -bar.width))
