"""What a tonne was worth then: real prices of three years, full grade, nothing for sulfur."""

from __future__ import annotations

import math

import pytest

from prioritizer.domain.hindcast import PastPrices
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Range, Site
from prioritizer.readers.past_prices import read_past_prices
from prioritizer.workflow.hindcast.worth import PriceBook, family_of, real_price, value_in_place

PAST = PastPrices(
    {"Cu": {2000: 2.0, 2001: 4.0, 2002: 6.0, 2004: 10.0}},
    frozenset(),
    {2000: 100.0, 2002: 100.0, 2024: 200.0},
)


def holding(*assays: tuple[str, float, str]) -> Site:
    return Site("X", "X", assays=tuple(Assay(a, Range(best=g), u) for a, g, u in assays))


def test_a_price_is_the_mean_of_three_years_in_money_of_2024() -> None:
    # (2 + 4 + 6) / 3, twice as many dollars of 2024.
    assert real_price("Cu", 2002, PAST) == pytest.approx(8.0)


def test_gaps_are_interpolated_and_beyond_the_ends_the_last_year_stands() -> None:
    flat = PastPrices(PAST.by_symbol, PAST.recalled, {2000: 1.0, 2024: 1.0})

    assert real_price("Cu", 2004, flat) == pytest.approx((6 + 8 + 10) / 3)
    assert real_price("Cu", 1980, flat) == pytest.approx(2.0)
    assert real_price("Cu", 2020, flat) == pytest.approx(10.0)
    assert real_price("Zn", 2002, flat) is None


def test_value_is_full_grade_times_price(reference: Reference) -> None:
    site = holding(("Cu", 1.0, "%"))

    # One per cent is 10 kg in a tonne.
    assert value_in_place(site, reference, PriceBook(reference, PAST), 2002) == pytest.approx(
        80.0
    )
    price = reference.commodities["Cu"].price_usd_per_kg or 0.0
    assert value_in_place(site, reference, PriceBook(reference)) == pytest.approx(10 * price)


def test_a_product_without_past_prices_keeps_the_price_of_2024(reference: Reference) -> None:
    site = holding(("Mo", 0.1, "%"))

    assert (
        value_in_place(site, reference, PriceBook(reference, PAST), 2002)
        == value_in_place(site, reference, PriceBook(reference))
        > 0
    )


@pytest.mark.parametrize("analyte", ["S", "TREO"])
def test_what_is_not_sold_or_has_no_price_has_no_value(
    reference: Reference, analyte: str
) -> None:
    assert math.isnan(
        value_in_place(holding((analyte, 5.0, "%")), reference, PriceBook(reference))
    )


@pytest.mark.parametrize(
    ("assays", "family"),
    [
        ((("Cu", 0.1, "%"), ("Au", 2.0, "g/t")), "gold"),
        ((("Cu", 1.0, "%"), ("Au", 0.1, "g/t")), "copper"),
        ((("Nd", 0.5, "%"),), "rare earths, niobium, phosphate"),
        ((("S", 30.0, "%"), ("Zn", 1.0, "%")), "zinc, lead, silver"),
    ],
)
def test_the_family_is_that_of_the_product_worth_most(
    reference: Reference, assays: tuple[tuple[str, float, str], ...], family: str
) -> None:
    book = PriceBook(reference, read_past_prices())

    assert family_of(holding(*assays), reference, book, 2010) == family


def test_shipped_prices_are_positive_and_meet_those_of_the_commodities(
    reference: Reference,
) -> None:
    past = read_past_prices()

    assert past.recalled == {"Co", "W", "Pd", "Rh"}
    for symbol, prices in past.by_symbol.items():
        assert min(prices.values()) > 0
        of_table = reference.commodities[symbol].price_usd_per_kg
        assert of_table is not None
        # Two compilers, one year: London and North America differ most for lead.
        assert prices[2024] == pytest.approx(of_table, rel=0.35), symbol
    assert past.price_index[2024] / past.price_index[1980] == pytest.approx(3.8, abs=0.1)
