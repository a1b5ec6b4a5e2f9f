"""The tables that pilots start from: those shipped, and a person's own costs and prices."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from prioritizer.domain.economics import PilotFacts, Price
from prioritizer.domain.pilot import Estimate
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.readers import pilot_facts as reader


def pilot_facts() -> PilotFacts:
    """Return the shipped tables of stages, flowsheets, prices and economics, read once."""
    return reader.read_pilot_facts()


def own_prices(path: Path) -> Mapping[str, Price]:
    """Return a person's prices by symbol, from a table in USD/kg.

    Raises
    ------
    DataError
        With every faulty row.
    """
    return reader.read_prices(path)


def own_costs(path: Path, register: SiteRegister) -> Mapping[str, Estimate]:
    """Return a person's pilot costs by site id, EUR.

    Raises
    ------
    DataError
        With every faulty row.
    InputError
        If the table names a site that the inventory does not hold.
    """
    costs = reader.read_costs(path)
    unknown = sorted(costs.keys() - register.by_id().keys())
    if unknown:
        raise InputError(
            f"{path.name}: found site '{unknown[0][:40]}'. Expected ids of this inventory. "
            "Correct the id."
        )
    return costs
