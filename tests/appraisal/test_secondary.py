"""Secondary against primary: ratios by hand, break-even grades, and what cannot be compared."""

from __future__ import annotations

import pytest

from prioritizer.appraisal.products import products
from prioritizer.appraisal.secondary import break_even_grade_ppm, compare
from prioritizer.domain.product import Comparison
from prioritizer.errors import InputError
from tests.appraisal.builders import REFERENCE, assay, context, site


def compared(analyte: str, grade_ppm: float) -> Comparison:
    known = site(assays=(assay(analyte, grade_ppm, "g/t"),))
    return compare(products(known, context())[0], REFERENCE)


def test_copper_is_compared_with_ore_cutoff_and_crust() -> None:
    found = compared("Cu", 2700.0)

    copper = REFERENCE.commodities["Cu"]
    assert found.primary_ratio == pytest.approx(2700 / 5400)
    assert found.cutoff_ratio == pytest.approx(2700 / (copper.cutoff_ppm or 0))
    # Upper continental crust: 28 g/t Cu (Rudnick and Gao 2014).
    assert found.enrichment == pytest.approx(2700 / 28)
    assert found.contained_t is None


@pytest.mark.parametrize(
    ("grade", "position"),
    [(100.0, "below the lower quartile"), (5400.0, "between the quartiles"),
     (50_000.0, "above the upper quartile")],
)  # fmt: skip
def test_the_position_among_deposits_is_told_in_words(grade: float, position: str) -> None:
    assert compared("Cu", grade).position.startswith(position)


@pytest.mark.parametrize(
    ("grade", "position"),
    [(5000.0, "below the range quoted"), (50_000.0, "within the range quoted"),
     (90_000.0, "above the range quoted")],
)  # fmt: skip
def test_a_quoted_range_is_not_called_quartiles(grade: float, position: str) -> None:
    found = compared("P", grade)

    assert found.position == f"{position} for primary ore"
    assert found.primary_ratio == pytest.approx(grade / (17_460.0 * 87_290.0) ** 0.5)


def test_what_has_no_reference_is_none_and_never_zero() -> None:
    found = compared("Ta", 10.0)

    assert found.primary_ratio is None
    assert found.position == "no primary grades to compare with"


def test_a_break_even_grade_bears_its_costs() -> None:
    grade = break_even_grade_ppm(16.0, price_per_kg=9.0, recovery=0.5, payability=0.96)

    assert grade / 1000 * 9.0 * 0.5 * 0.96 == pytest.approx(16.0)


def test_waste_without_mining_costs_has_a_lower_cutoff_unless_it_recovers_less() -> None:
    ore = break_even_grade_ppm(20.0, price_per_kg=9.0, recovery=0.9)
    waste = break_even_grade_ppm(14.0, price_per_kg=9.0, recovery=0.9)
    poor_recovery = break_even_grade_ppm(14.0, price_per_kg=9.0, recovery=0.5)

    assert waste < ore < poor_recovery


def test_a_price_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="price: found 0"):
        break_even_grade_ppm(16.0, price_per_kg=0.0, recovery=0.5)
