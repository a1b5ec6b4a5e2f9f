"""Screening economics: the worked example, published formulas, and plain loops."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.domain.pilot import ZERO, Estimate
from prioritizer.domain.support import Support, SupportKind
from prioritizer.errors import InputError
from prioritizer.pilots.economics.formulas import (
    annuity,
    break_even,
    internal_rate,
    mass_pull,
    payback_years,
    scaled_capex,
    taylor_life,
    two_product_recovery,
)
from prioritizer.pilots.economics.joint_products import joint_products
from prioritizer.pilots.economics.project import (
    Concentrate,
    Liability,
    Outcome,
    Product,
    Project,
    best_values,
    drawn_values,
    evaluate,
    metal_value,
    tornado,
)
from prioritizer.pilots.economics.public_interest import (
    concentration,
    cost_per_kg,
    import_relief,
    largest_share_after,
    liability_cost,
)
from prioritizer.pilots.economics.simulation import PilotWorth, perfect_information

exactly = Estimate.exactly


def _worked_example() -> Project:
    """Return 4 Mt in 9 years, a return of 22 per tonne, costs of 16, 20 M of capital, 10 %."""
    metal = Product("Cu", exactly(0.01), exactly(1.0), exactly(2200.0), exactly(1.0))
    return Project(
        mass=exactly(4e6),
        products=(metal,),
        tonnes_per_year=4e6 / 9,
        costs={"everything": exactly(16.0)},
        capex=exactly(20e6),
        contingency=ZERO,
        discount_rate=0.10,
    )


def _run(project: Project) -> Outcome:
    return evaluate(project, best_values(project))


def test_the_worked_example_comes_out() -> None:
    found = _run(_worked_example())

    assert annuity(0.10, 9) == pytest.approx(5.7590, abs=5e-5)
    assert found.npv[0] == pytest.approx(-4.6426e6, abs=50)
    assert found.nsr[0] == pytest.approx(22.0)


def test_the_break_even_of_the_worked_example_comes_out() -> None:
    tonnes = annuity(0.10, 9) * 4e6 / 9

    found = break_even(
        npv=-4.6426e6, capex=20e6, discounted_tonnes=tonnes, unit_cost=16, by_price=22,
        charges=0, n_products=1,
    )  # fmt: skip

    assert found.nsr == pytest.approx(23.81, abs=0.005)
    assert found.subsidy == pytest.approx(1.814, abs=0.0005)
    assert found.grant == pytest.approx(0.232, abs=0.0005)
    assert found.price_factor == pytest.approx(23.81 / 22, abs=0.001)
    assert found.grade_factor == pytest.approx(23.81 / 22, abs=0.001)


def test_an_avoided_liability_enters_once_in_the_last_year() -> None:
    project = replace(_worked_example(), liability=Liability(exactly(6e6), exactly(1.0)))

    found = _run(project)
    tonnes = annuity(0.10, 9) * 4e6 / 9

    assert found.npv[0] == pytest.approx(-2.0980e6, abs=50)
    assert -found.npv[0] / tonnes == pytest.approx(0.820, abs=0.0005)


def test_taylor_gives_the_printed_life() -> None:
    assert taylor_life(4e6) == pytest.approx(8.94, abs=0.005)
    assert 4e6 / taylor_life(4e6) == pytest.approx(447e3, abs=500)


def _perfect_information_normal(mean: float, sd: float) -> float:
    """Return EVPI of a normally distributed NPV, in closed form."""
    normal = NormalDist()
    z = mean / sd
    return mean * normal.cdf(z) + sd * normal.pdf(z) - max(mean, 0.0)


def test_information_on_a_normal_value_is_worth_the_printed_figure() -> None:
    draws = np.random.default_rng(1).normal(-4e6, 10e6, 400_000)

    assert _perfect_information_normal(-4e6, 10e6) == pytest.approx(2.304e6, abs=500)
    error = 4 * np.maximum(draws, 0).std() / math.sqrt(len(draws))
    assert perfect_information(draws) == pytest.approx(2.304e6, abs=error)


def test_a_pilot_is_worth_it_when_reliable_information_is_worth_more() -> None:
    assert PilotWorth(2.3e6, 0.8, 1.8e6).is_justified
    assert not PilotWorth(2.3e6, 0.8, 1.9e6).is_justified


@settings(max_examples=40, deadline=None)
@given(st.floats(-5, 5), st.floats(0.1, 5))
def test_information_is_never_worth_less_than_nothing(mean: float, sd: float) -> None:
    draws = np.random.default_rng(2).normal(mean, sd, 200)

    assert perfect_information(draws) >= -1e-12
    assert _perfect_information_normal(mean, sd) >= -1e-12


def test_the_npv_equals_a_plain_loop_when_the_mass_ends_within_a_year() -> None:
    project = replace(_worked_example(), mass=exactly(1.1e6), tonnes_per_year=4e5, tax_rate=0.3)

    found = _run(project)

    expected = -20e6
    for year, tonnes in ((1, 4e5), (2, 4e5), (3, 3e5)):
        profit = tonnes * 6.0
        expected += (profit - 0.3 * max(0.0, profit - 20e6 / 3)) / 1.1**year
    assert found.npv[0] == pytest.approx(expected)


def test_charges_of_concentrate_and_refining_reduce_the_return() -> None:
    metal = replace(
        _worked_example().products[0], recovery=exactly(0.5), refining=exactly(100.0)
    )
    project = replace(
        _worked_example(),
        products=(metal,),
        royalty=0.25,
        concentrate=Concentrate("Cu", 0.25, exactly(200.0)),
    )

    found = _run(project)

    pull = mass_pull(0.01, 0.5, 0.25)
    assert pull == pytest.approx(0.02)
    assert found.by_price[0] == pytest.approx(11.0)
    assert found.nsr[0] == pytest.approx(11.0 - 0.5 - 0.02 * 200 - 0.25)


def test_the_rate_of_return_makes_the_present_value_nil() -> None:
    cash = np.array([[-100.0, 60.0, 60.0], [-100.0, 10.0, 10.0]])

    rates = internal_rate(cash)

    for rate, row in zip(rates, cash, strict=True):
        assert sum(c / (1 + rate) ** t for t, c in enumerate(row)) == pytest.approx(0, abs=1e-6)
    assert rates[1] < 0 < rates[0]


@pytest.mark.parametrize("row", [[-1.0, -1.0, -1.0], [1.0, 2.0, 3.0], [-1.0, 3.0, -2.1]])
def test_cash_without_a_single_change_of_sign_has_no_rate(row: list[float]) -> None:
    assert np.isnan(internal_rate(np.array([row]))[0])


def test_payback_is_the_first_year_with_all_money_back() -> None:
    found = payback_years(np.array([[-10.0, 4.0, 6.0, 1.0], [-10.0, 1.0, 1.0, 1.0]]))

    assert found[0] == 2
    assert np.isnan(found[1])


def test_recovery_follows_from_head_tail_and_concentrate() -> None:
    assert two_product_recovery(1.0, 0.2, 20.0) == pytest.approx(0.8 * 20 / 19.8)
    assert two_product_recovery(0.2, 0.3, 20.0) == 0.0


def test_capital_follows_the_six_tenths_rule() -> None:
    assert scaled_capex(20e6, 2.0) == pytest.approx(20e6 * 2**0.6)


def test_the_value_in_situ_comes_with_the_recoverable_value() -> None:
    metal = replace(_worked_example().products[0], recovery=Estimate(0.2, 0.5, 0.8))

    found = metal_value(replace(_worked_example(), products=(metal,)))

    assert found.in_situ.best == pytest.approx(4e6 * 22)
    ends = (found.recoverable.low, found.recoverable.best, found.recoverable.high)
    assert ends == pytest.approx([4e6 * 22 * share for share in (0.2, 0.5, 0.8)])


@pytest.mark.parametrize(
    ("support", "npv"),
    [
        (Support(SupportKind.CAPEX_GRANT, 0.23213), 0.0),
        (Support(SupportKind.PER_TONNE, 1.81388), 0.0),
        (Support(SupportKind.PER_KG, 0.181388, "Cu"), 0.0),
        (Support(SupportKind.PRICE_FLOOR, 2.381388, "Cu"), 0.0),
        (Support(SupportKind.REMEDIATION, 6e6), -2.0980e6),
    ],
)
def test_equivalent_support_reaches_the_same_value(support: Support, npv: float) -> None:
    plain = _run(_worked_example())

    found = _run(replace(_worked_example(), support=(support,)))

    assert found.npv[0] == pytest.approx(npv, abs=200)
    assert found.public[0] == pytest.approx(found.npv[0] - plain.npv[0], abs=1e-3)


def test_a_soft_loan_pays_the_difference_of_interest_on_the_balance() -> None:
    loan = Support(SupportKind.SOFT_LOAN, 0.03, share=0.5)

    found = _run(replace(_worked_example(), support=(loan,)))

    expected = sum(0.03 * 10e6 * (1 - t / 9) / 1.1 ** (t + 1) for t in range(9))
    assert found.public[0] == pytest.approx(expected)


def test_a_tax_holiday_forgoes_the_tax_of_its_years() -> None:
    taxed = replace(_worked_example(), capex=exactly(9e6), tax_rate=0.25)
    holiday = replace(taxed, support=(Support(SupportKind.TAX_HOLIDAY, 2),))

    tax = 0.25 * (4e6 / 9 * 6 - 1e6)
    assert _run(holiday).public[0] == pytest.approx(tax / 1.1 + tax / 1.21)
    assert _run(holiday).npv[0] > _run(taxed).npv[0]


@pytest.mark.parametrize("text", ["gift=3", "capex-grant=x", "per-kg=2", "per-tonne=-1"])
def test_support_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="support"):
        Support.parse(text)


def test_support_is_read_with_its_product() -> None:
    assert Support.parse("price-floor=30:Co") == Support(SupportKind.PRICE_FLOOR, 30.0, "Co")


def test_a_product_is_judged_by_what_it_adds() -> None:
    base = _worked_example()
    zinc = Product("Zn", exactly(0.01), exactly(0.5), exactly(1000.0), exactly(1.0),
                   circuit_capex=1e6, circuit_opex=1.0)  # fmt: skip
    tin = Product("Sn", exactly(0.001), exactly(0.5), exactly(1000.0), exactly(1.0),
                  circuit_capex=9e6)  # fmt: skip
    project = replace(base, products=(*base.products, zinc, tin))

    found = joint_products(project, today=("Cu",))

    tonnes = annuity(0.10, 9) * 4e6 / 9
    assert found.products == ("Cu", "Zn")
    assert found.added["Zn"] == pytest.approx(tonnes * (5.0 - 1.0) - 1e6)
    assert found.added["Sn"] == pytest.approx(tonnes * 0.5 - 9e6)
    assert found.n_sets == 8
    assert found.left_today == pytest.approx(1 - 22 / 33)
    assert found.left_jointly == pytest.approx(1 - 27 / 33)
    assert found.effective_number == pytest.approx(1 / ((22 / 27) ** 2 + (5 / 27) ** 2))


def test_a_circuit_may_cost_another_product_more_than_it_earns() -> None:
    base = _worked_example()
    zinc = Product("Zn", exactly(0.001), exactly(1.0), exactly(1000.0), exactly(1.0))
    copper = replace(base.products[0], losses={"Zn": 0.2})
    project = replace(base, products=(copper, zinc))

    found = joint_products(project)

    assert found.products == ("Cu",)
    assert found.added["Zn"] < 0


def test_more_than_ten_products_are_refused() -> None:
    base = _worked_example()
    many = tuple(replace(base.products[0], symbol=f"M{k}") for k in range(11))

    with pytest.raises(InputError, match="found 11"):
        joint_products(replace(base, products=many))


def test_the_tornado_puts_the_widest_bar_first_and_leaves_out_certain_inputs() -> None:
    project = replace(
        _worked_example(),
        price_factor=Estimate(0.8, 1.0, 1.25),
        capex=Estimate(19e6, 20e6, 21e6),
    )

    bars = tornado(project)

    assert [bar.name for bar in bars] == ["price of all products", "investment"]
    assert bars[1].at_low - bars[1].at_high == pytest.approx(2e6)


def test_the_same_seed_draws_the_same_values_and_ranges_hold() -> None:
    project = replace(_worked_example(), price_factor=Estimate(0.8, 1.0, 1.25))

    first, again = (drawn_values(project, draws=500, seed=3) for _ in range(2))

    factor = first["price of all products"]
    assert factor.tolist() == again["price of all products"].tolist()
    assert 0.8 <= factor.min() <= factor.max() <= 1.25
    assert factor.mean() == pytest.approx((0.8 + 1 + 1.25) / 3, abs=0.02)
    assert set(first["mass"].tolist()) == {4e6}


@settings(max_examples=25, deadline=None)
@given(st.floats(0.5, 2.0), st.floats(0.0, 0.3))
def test_a_better_price_never_lowers_the_value(factor: float, tax: float) -> None:
    project = replace(_worked_example(), tax_rate=tax)
    values = best_values(project)
    raised = {**values, "price of all products": np.array([factor * 1.01])}
    values = {**values, "price of all products": np.array([factor])}

    assert evaluate(project, raised).npv[0] >= evaluate(project, values).npv[0]


def test_a_liability_adds_cover_water_for_ever_and_expected_failure() -> None:
    found = liability_cost(
        area_ha=2, cover_cost_m2=30, water_cost_year=1e5, rate=0.05,
        failure_probability=0.01, consequence=5e6,
    )  # fmt: skip

    assert found == pytest.approx(2e4 * 30 + 2e6 + 5e4)


def test_imports_fall_by_the_yearly_output() -> None:
    found = import_relief(net_imports=80, production=20, yearly=10, recoverable=150)

    assert (found.before, found.after) == pytest.approx((0.8, 0.7))
    assert found.relief == pytest.approx(0.1)
    assert found.years == pytest.approx(1.5)


def test_a_net_exporter_has_no_import_reliance() -> None:
    assert import_relief(net_imports=-5, production=20, yearly=1, recoverable=1).before == 0


def test_suppliers_concentrate_and_the_largest_loses_share() -> None:
    assert concentration({"A": 50, "B": 30, "C": 20}) == pytest.approx(0.38)
    assert largest_share_after(0.7, net_imports=90, consumption=100) == pytest.approx(0.63)


def test_the_cost_of_a_kilogram_bears_all_cost_less_by_products() -> None:
    found = cost_per_kg(
        unit_cost=16, capital_per_t=7.8, by_product_credit=3.8, grade=0.001, recovery=0.5
    )

    assert found == pytest.approx(20 / 0.5)
