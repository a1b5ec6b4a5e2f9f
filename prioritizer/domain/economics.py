"""Facts that pilots and screening economics start from, each with its standing and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prioritizer.domain.pilot import Default, Estimate, Flowsheet, Stage


@dataclass(frozen=True, slots=True)
class Price:
    """What a tonne of element costs in its traded form, USD, with the date of the figure."""

    symbol: str
    usd_per_t: float
    date: str
    source: str


@dataclass(frozen=True, slots=True)
class Mineral:
    """The mineral that carries a metal: its metal content (0 to 1) and density, t/m3."""

    name: str
    metal_fraction: float
    density_t_m3: float
    source: str


@dataclass(frozen=True, slots=True)
class FlowsheetOption:
    """A process for some products in some kinds of waste."""

    symbols: tuple[str, ...]
    waste_types: tuple[str, ...]
    flowsheet: Flowsheet


@dataclass(frozen=True, slots=True)
class Instrument:
    """A way to support a project with public money, and what its amount means."""

    kind: str
    name: str
    amount_means: str
    unit: str
    public_cost: str


@dataclass(frozen=True, slots=True)
class PilotFacts:
    """All tables for pilots and economics, by key; ``parameters`` in the units of the table."""

    stages: tuple[Stage, ...]
    flowsheets: tuple[FlowsheetOption, ...]
    minerals: Mapping[str, Mineral]
    parameters: Mapping[str, Default[Estimate]]
    units: Mapping[str, str]
    payability: Mapping[str, Default[Estimate]]
    instruments: tuple[Instrument, ...]
    prices: Mapping[str, Price]


@dataclass(frozen=True, slots=True)
class TradeFigures:
    """What a market makes and buys of one material a year, in tonnes of element.

    ``largest_share`` is that of the largest supplier in imports, 0 to 1. The others are those
    of the EU's formula of supply risk: concentration of global supply and of the market's
    sources, recycling input rate, substitution index, and the governance indicator of the
    country of the project, on the scale that both concentrations are weighted by.
    """

    symbol: str
    net_imports_t: float
    production_t: float
    source: str
    largest_share: float | None = None
    hhi_global: float | None = None
    hhi_market: float | None = None
    recycling: float | None = None
    substitution: float | None = None
    governance: float | None = None
