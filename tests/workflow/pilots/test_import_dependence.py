"""Import dependence before and after a project, against numbers worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.economics import TradeFigures
from prioritizer.domain.pilot import Estimate
from prioritizer.errors import DataError
from prioritizer.pilots.economics.project import Product, Project
from prioritizer.pilots.economics.public_interest import hhi_with_domestic
from prioritizer.readers.trade import read_trade
from prioritizer.workflow.pilots.import_dependence import import_dependence


def exactly(value: float) -> Estimate:
    return Estimate.exactly(value)


@pytest.fixture
def project() -> Project:
    """Return 1 Mt in ten years with 1 % of cobalt, half of it recovered: 500 t a year."""
    cobalt = Product("Co", exactly(0.01), exactly(0.5), exactly(3e4), exactly(0.7))
    return Project(
        mass=exactly(1e6),
        products=(cobalt,),
        tonnes_per_year=1e5,
        costs={"all": exactly(20.0)},
        capex=exactly(1e7),
        contingency=exactly(0.0),
        discount_rate=0.1,
        price_factor=exactly(1.0),
        tax_rate=0.0,
    )


def test_reliance_falls_by_the_yearly_output(project: Project) -> None:
    figures = TradeFigures("Co", 8000.0, 2000.0, "a table", largest_share=0.9)

    [found] = import_dependence(project, {"Co": figures, "Ni": figures})

    assert found.yearly_t == pytest.approx(500.0)
    assert found.reliance.before == pytest.approx(0.80)
    assert found.reliance.after == pytest.approx(0.75)
    assert found.reliance.years == pytest.approx(0.5)
    assert found.largest_share == pytest.approx((0.72, 0.675))
    assert found.supply_risk is None
    assert "from 80 % to 75 %" in found.sentence
    assert "a table" in found.sentence


def test_supply_risk_takes_the_domestic_source_into_the_mix(project: Project) -> None:
    figures = TradeFigures(
        "Co", 8000.0, 2000.0, "a table", hhi_global=3.0, hhi_market=2.0, recycling=0.2,
        substitution=0.9, governance=1.0,
    )  # fmt: skip

    [found] = import_dependence(project, {"Co": figures})

    # 5 % domestic: 0.95^2 x 2 + 0.05^2 x 1 = 1.8075.
    before = (3.0 * 0.4 + 2.0 * 0.6) * 0.8 * 0.9
    after = (3.0 * 0.375 + 1.8075 * 0.625) * 0.8 * 0.9
    assert found.supply_risk == pytest.approx((before, after))


def test_a_domestic_source_of_everything_leaves_its_own_governance() -> None:
    assert hhi_with_domestic(5.0, share=1.0, governance=1.3) == pytest.approx(1.3)
    assert hhi_with_domestic(5.0, share=0.0, governance=1.3) == pytest.approx(5.0)


def test_a_table_of_trade_is_read_with_blanks(tmp_path: Path) -> None:
    path = tmp_path / "trade.csv"
    path.write_text(
        "symbol,net_imports_t,production_t,source,largest_share\n"
        "Co,-20,10,survey 2025,\nW,5,1,survey 2025,0.6\n",
        encoding="utf-8",
    )

    found = read_trade(path)

    assert found["Co"].net_imports_t == -20
    assert found["Co"].largest_share is None
    assert found["W"].largest_share == 0.6


def test_faults_of_a_table_of_trade_are_reported_together(tmp_path: Path) -> None:
    path = tmp_path / "trade.csv"
    path.write_text(
        "symbol,net_imports_t,production_t,source,largest_share\nCo,much,10,s,2\nW,1,-3,s,\n",
        encoding="utf-8",
    )

    with pytest.raises(DataError) as caught:
        read_trade(path)

    assert {(i.row, i.column) for i in caught.value.issues} == {
        (2, "net_imports_t"), (2, "largest_share"), (3, "production_t"),
    }  # fmt: skip
