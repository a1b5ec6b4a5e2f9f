"""What public support does to a project, and what a kilogram must earn beside the import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from prioritizer.domain.support import Support, SupportKind
from prioritizer.pilots.economics.formulas import present_value
from prioritizer.pilots.economics.project import Outcome, Project, best_values, evaluate
from prioritizer.pilots.economics.public_interest import cost_per_kg


@dataclass(frozen=True, slots=True)
class SupportedCase:
    """The effect of one instrument, or of all chosen ones together; USD.

    ``per_kg`` is public money per kilogram of critical raw material sold, ``per_tonne`` per
    tonne treated, both at present value; None where nothing is sold.
    """

    name: str
    npv_with: float
    npv_without: float
    public_cost: float
    per_kg: float | None
    per_tonne: float


@dataclass(frozen=True, slots=True)
class Competitiveness:
    """What a kilogram must earn against the price of an import, USD."""

    symbol: str
    cost: float
    import_price: float

    @property
    def premium(self) -> float:
        """Return cost less import price."""
        return self.cost - self.import_price


def supported_cases(
    project: Project, supports: Sequence[Support], critical: Sequence[str]
) -> tuple[SupportedCase, ...]:
    """Return the effect of each instrument alone, and of all together."""
    values = best_values(project)
    without = evaluate(project, values)
    cases: list[tuple[str, tuple[Support, ...]]] = [(_name(s), (s,)) for s in supports]
    if len(supports) > 1:
        cases.append(("all together", tuple(supports)))
    found = []
    for name, chosen in cases:
        with_it = evaluate(replace(project, support=(*project.support, *chosen)), values)
        public = float(with_it.public[0] - without.public[0])
        kilograms = sum(
            float(with_it.kilograms[s][0]) for s in critical if s in with_it.kilograms
        )
        found.append(
            SupportedCase(
                name=name,
                npv_with=float(with_it.npv[0]),
                npv_without=float(without.npv[0]),
                public_cost=public,
                per_kg=public / kilograms if kilograms > 0 else None,
                per_tonne=public / float(with_it.tonnes.sum()),
            )
        )
    return tuple(found)


def _name(support: Support) -> str:
    product = f" for {support.product}" if support.product else ""
    return f"{SupportKind(support.kind).value} {support.amount:g}{product}"


def competitiveness(project: Project, best: Outcome) -> tuple[Competitiveness, ...]:
    """Return each product's cost, the others credited at their payable value."""
    capital = float(best.capex[0] / present_value(best.tonnes, project.discount_rate)[0])
    found = []
    for product in project.products:
        if product.grade.best * product.recovery.best <= 0:
            continue
        price = product.price.best * project.price_factor.best
        own = product.grade.best * product.recovery.best * product.payability.best * price
        cost = cost_per_kg(
            unit_cost=float(best.unit_cost[0] + best.charges[0]),
            capital_per_t=capital,
            by_product_credit=float(best.by_price[0]) - own,
            grade=product.grade.best,
            recovery=product.recovery.best,
        )
        found.append(Competitiveness(product.symbol, cost, price / 1000.0))
    return tuple(found)
