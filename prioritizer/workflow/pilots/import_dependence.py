"""By how much a project would lessen the dependence of a market on imports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prioritizer.appraisal.supply_risk import supply_risk
from prioritizer.domain.economics import TradeFigures
from prioritizer.domain.words import number, percent
from prioritizer.pilots.economics.project import Project, best_values, evaluate
from prioritizer.pilots.economics.public_interest import (
    CRMA_LARGEST_SHARE,
    ImportRelief,
    hhi_with_domestic,
    import_relief,
    largest_share_after,
)

KG_PER_T = 1000.0


@dataclass(frozen=True, slots=True)
class Dependence:
    """One product: yearly output in tonnes, import reliance, largest share, supply risk.

    Pairs are before and after; None where the table does not hold what they need. Figures are
    at best estimates and as if all output stayed in the market.
    """

    symbol: str
    yearly_t: float
    reliance: ImportRelief
    largest_share: tuple[float, float] | None
    supply_risk: tuple[float, float] | None
    source: str

    @property
    def sentence(self) -> str:
        """Return the change in words."""
        parts = [
            f"{self.symbol}: {number(self.yearly_t)} t a year would lower import reliance "
            f"from {_tenths(self.reliance.before)} to {_tenths(self.reliance.after)}; the "
            f"whole body holds {number(self.reliance.years)} years of consumption"
        ]
        if self.largest_share is not None:
            before, after = self.largest_share
            parts.append(
                f"largest supplier's share of consumption from {_tenths(before)} to "
                f"{_tenths(after)} (limit {percent(CRMA_LARGEST_SHARE)})"
            )
        if self.supply_risk is not None:
            before, after = self.supply_risk
            parts.append(f"supply risk from {number(before)} to {number(after)}")
        return f"{'; '.join(parts)} [{self.source}]"


def _tenths(share: float) -> str:
    return percent(share, tenths=True)


def import_dependence(
    project: Project, trade: Mapping[str, TradeFigures]
) -> tuple[Dependence, ...]:
    """Return the change for each product that the table knows, in the order of the project."""
    made = evaluate(project, best_values(project))
    years = float((made.tonnes[0] > 0).sum())
    found = []
    for symbol in project.symbols:
        if symbol in trade:
            total = float(made.kilograms[symbol][0]) / KG_PER_T
            found.append(_dependence(trade[symbol], total / years, total))
    return tuple(found)


def _dependence(figures: TradeFigures, yearly: float, total: float) -> Dependence:
    reliance = import_relief(
        net_imports=figures.net_imports_t,
        production=figures.production_t,
        yearly=yearly,
        recoverable=total,
    )
    consumption = figures.net_imports_t + figures.production_t
    shares = None
    if figures.largest_share is not None and consumption > 0:
        before, after = (
            largest_share_after(
                figures.largest_share, net_imports=imports, consumption=consumption
            )
            for imports in (figures.net_imports_t, figures.net_imports_t - yearly)
        )
        shares = before, after
    return Dependence(
        figures.symbol,
        yearly,
        reliance,
        shares,
        _supply_risk(figures, reliance, yearly / consumption if consumption > 0 else 0.0),
        figures.source,
    )


def _supply_risk(
    figures: TradeFigures, reliance: ImportRelief, domestic: float
) -> tuple[float, float] | None:
    """Return supply risk before and after; None unless both concentrations are known."""
    if (
        figures.hhi_global is None
        or figures.hhi_market is None
        or figures.recycling is None
        or figures.substitution is None
        or figures.governance is None
    ):
        return None
    mixed = hhi_with_domestic(
        figures.hhi_market, share=min(1.0, domestic), governance=figures.governance
    )
    before, after = (
        supply_risk(
            hhi_global=figures.hhi_global,
            hhi_eu=hhi,
            import_reliance=one,
            recycling=figures.recycling,
            substitution=figures.substitution,
        )
        for hhi, one in ((figures.hhi_market, reliance.before), (mixed, reliance.after))
    )
    return before, after
