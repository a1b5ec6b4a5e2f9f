"""Tables that pilots start from: a person's own costs are costs of sites that exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.pilot import Estimate
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.workflow.pilots.tables import own_costs, own_prices, pilot_facts

HEAD = "site_id,low_eur,best_eur,high_eur\n"


def test_own_costs_are_those_of_the_table(tmp_path: Path, sample: SiteRegister) -> None:
    table = tmp_path / "costs.csv"
    table.write_text(f"{HEAD}PE-001,1,2,3\n", encoding="utf-8")

    assert own_costs(table, sample) == {"PE-001": Estimate(1, 2, 3)}


def test_costs_of_a_site_that_is_not_there_are_refused(
    tmp_path: Path, sample: SiteRegister
) -> None:
    table = tmp_path / "costs.csv"
    table.write_text(f"{HEAD}PE-001,1,2,3\nX-9,1,2,3\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"costs\.csv: found site 'X-9'"):
        own_costs(table, sample)


def test_own_prices_replace_the_shipped_ones_tonne_for_kilogram(tmp_path: Path) -> None:
    table = tmp_path / "prices.csv"
    table.write_text(
        "symbol,price_usd_per_kg,date,source\nCu,9.5,2026-01,offer\n", encoding="utf-8"
    )

    assert own_prices(table)["Cu"].usd_per_t == pytest.approx(9500.0)
    assert "Cu" in pilot_facts().prices
