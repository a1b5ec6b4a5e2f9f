"""What the charts of a viability answer show: spreads over draws, cash by year, life."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.pilot import Default, Estimate
from prioritizer.domain.support import Support
from prioritizer.domain.words import number
from prioritizer.figures.cash_flow import Spread
from prioritizer.figures.tornado import Swing
from prioritizer.pilots.economics.project import (
    Bar,
    Liability,
    Project,
    best_values,
    drawn_values,
    evaluate,
)

MILLION = 1e6
BINS = 24
CUT = 0.005
"""Share of draws left out at each end of a histogram: a few draws must not set its scale."""


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What a person changes in a drafted project; ``investment`` is a factor on the default.

    ``liability`` is what the owner would pay without the project, USD today, of which the share
    ``removed`` goes away with it.
    """

    discount_rate: float | None = None
    tax_rate: float | None = None
    investment: float = 1.0
    liability: float = 0.0
    removed: float = 1.0
    support: tuple[Support, ...] = ()

    def applied(self, project: Project) -> Project:
        """Return the project with these changes; the liability counts once."""
        liability = None
        if self.liability > 0:
            liability = Liability(
                Estimate.exactly(self.liability), Estimate.exactly(self.removed)
            )
        return replace(
            project,
            discount_rate=project.discount_rate
            if self.discount_rate is None
            else self.discount_rate,
            tax_rate=project.tax_rate if self.tax_rate is None else self.tax_rate,
            capex=project.capex.scaled(self.investment),
            liability=liability,
            support=(*project.support, *self.support),
        )

    def used(self, defaults: Mapping[str, Default[Estimate]]) -> dict[str, Default[Estimate]]:
        """Return the assumptions with those that a person has changed in place of defaults."""
        given = {"discount_rate": self.discount_rate, "tax_rate": self.tax_rate}
        if "capex_reference" in defaults:
            reference = defaults["capex_reference"].value.best
            given["capex_reference"] = self.investment * reference
        changed = {
            name: defaults[name].edited(Estimate.exactly(value))
            for name, value in given.items()
            if value is not None
            and name in defaults
            and not math.isclose(value, defaults[name].value.best)
        }
        return {**defaults, **changed}


@dataclass(frozen=True, slots=True)
class ViabilityCharts:
    """Spread of NPV, M USD; cash by year at best estimates, M USD, year 0 first."""

    npv: Spread
    cash: tuple[float, ...]
    years: float


def viability_charts(project: Project, *, draws: int, seed: int) -> ViabilityCharts:
    """Return what the charts show; the draws are those of the viability answer."""
    drawn = evaluate(project, drawn_values(project, draws=draws, seed=seed))
    best = evaluate(project, best_values(project))
    return ViabilityCharts(
        npv=spread(drawn.npv / MILLION),
        cash=tuple((best.cash[0] / MILLION).tolist()),
        years=float((best.tonnes[0] > 0).sum()),
    )


def spread(values: FloatArray) -> Spread:
    """Return a histogram of draws, ``(draws,)``, without the outermost few."""
    low, high = np.quantile(values, (CUT, 1 - CUT)).tolist()
    if low == high:
        low, high = low - 0.5, high + 0.5
    counts, edges = np.histogram(values, bins=BINS, range=(low, high))
    p10, p50, p90 = np.quantile(values, (0.1, 0.5, 0.9)).tolist()
    return Spread(counts.tolist(), edges.tolist(), (p10, p50, p90))


def swings(bars: Sequence[Bar], *, most: int) -> tuple[Swing, ...]:
    """Return the widest bars of a tornado in M USD."""
    return tuple(
        Swing(
            bar.name,
            bar.at_low / MILLION,
            bar.at_high / MILLION,
            f"{number(bar.low)} to {number(bar.high)}",
        )
        for bar in bars[:most]
        if bar.width > 0
    )
