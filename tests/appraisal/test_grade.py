"""Grade: conversion to g/t of element, equivalents by hand, and what more evidence may do."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.appraisal.grade import (
    collect_grades,
    grade_ppm,
    missing_for_grade,
    unread_assays,
)
from prioritizer.appraisal.primary import primary_grades
from prioritizer.domain.site import Range
from tests.appraisal.builders import REFERENCE, assay, context, ends, measure, site

GRADES = st.floats(1e-4, 20.0)
METALS = ("Cu", "Zn", "Pb", "Ni", "Sn", "Co")


def test_an_oxide_counts_by_the_mass_of_its_element() -> None:
    # Standard atomic weights: W 183.84, O 15.999.
    fraction = 183.84 / (183.84 + 3 * 15.999)

    converted = grade_ppm(assay("WO3", 0.5), None, REFERENCE)

    assert converted is not None
    assert converted[0] == "W"
    assert converted[2] == pytest.approx(0.5e4 * fraction, rel=1e-4)


@pytest.mark.parametrize("unit", ["g/t", "ppm", "mg/kg"])
def test_parts_per_million_have_three_names(unit: str) -> None:
    assert grade_ppm(assay("Au", 1.5, unit), None, REFERENCE) == ("Au", 1.5, 1.5, 1.5)


def test_a_contained_amount_is_spread_over_the_tonnage() -> None:
    # Bollrich: about 1 000 t of cobalt in 7 Mt is 143 g/t.
    converted = grade_ppm(assay("Co", unit="t", contained_t=1000.0), 7e6, REFERENCE)

    assert converted is not None
    assert round(converted[2]) == 143
    assert grade_ppm(assay("Co", unit="t", contained_t=1000.0), None, REFERENCE) is None


def test_an_upper_bound_spans_from_zero() -> None:
    assert grade_ppm(assay("Cu", high=0.4), None, REFERENCE) == ("Cu", 0.0, 2000.0, 4000.0)


def test_several_rows_of_an_element_span_its_range() -> None:
    known = site(
        assays=(assay("Cu", 0.2, low=0.1, high=0.3), assay("CuO", 0.8), assay("Cu", 0.4))
    )

    grades = collect_grades([known], REFERENCE)

    as_oxide = 0.8 * 63.546 / (63.546 + 15.999) * 1e4
    assert grades.symbols == ("Cu",)
    assert grades.low[0, 0] == pytest.approx(1000)
    assert grades.high[0, 0] == pytest.approx(as_oxide, rel=1e-4)
    assert grades.best[0, 0] == pytest.approx((2000 + as_oxide + 4000) / 3, rel=1e-4)


@pytest.mark.parametrize(("total", "member"), [("TREO", "Nd"), ("PGM", "Pt")])
def test_a_total_is_not_counted_beside_its_members(total: str, member: str) -> None:
    both = site(assays=(assay(total, 100, "g/t"), assay(member, 40, "g/t")))

    assert collect_grades([both], REFERENCE).symbols == (member,)


def test_copper_alone_by_hand() -> None:
    result = measure("grade_equivalent", site(assays=(assay("Cu", 0.5),)))

    # Typical primary grade 5400 g/t; recovery by flotation 40 to 70 %.
    assert ends(result) == pytest.approx(
        (5000 / 5400 * 0.4, 5000 / 5400 * 0.55, 5000 / 5400 * 0.7)
    )
    assert not result.gap[0]


def test_products_add_up() -> None:
    copper, zinc = assay("Cu", 0.5), assay("Zn", 2.0)

    result = measure(
        "grade_equivalent",
        site(assays=(copper,)),
        site(assays=(zinc,)),
        site(assays=(copper, zinc)),
    )

    for end in (result.low, result.best, result.high):
        assert end[2] == pytest.approx(end[0] + end[1])


def test_not_assayed_is_a_gap_but_a_measured_zero_is_a_zero() -> None:
    withheld = assay("Cu", 0.5, is_used=False)

    result = measure(
        "grade_equivalent", site(), site(assays=(withheld,)), site(assays=(assay("Cu", 0.0),))
    )

    assert np.isnan(result.best[:2]).all()
    assert result.gap.tolist() == [True, True, False]
    assert ends(result, 2) == (0.0, 0.0, 0.0)


def test_an_unknown_recovery_spans_everything() -> None:
    manganese = site(assays=(assay("Mn", 10.0),))
    primary = REFERENCE.commodities["Mn"].primary_grade_ppm
    assert primary is not None

    result = measure("grade_equivalent", manganese)

    assert ends(result) == pytest.approx((0.0, 1e5 / primary / 2, 1e5 / primary))
    assert result.gap[0]
    assert missing_for_grade(manganese, context()) == ("recovery of Mn",)


def test_what_is_missing_is_named() -> None:
    assert missing_for_grade(site(), context()) == (
        "a representative assay of a recoverable metal",
    )
    tantalum = site(assays=(assay("Ta2O5", 0.3),))
    assert missing_for_grade(tantalum, context()) == ("typical primary grade of Ta",)
    both = site(assays=(assay("Ta2O5", 0.3), assay("Cu", 0.1)))
    assert missing_for_grade(both, context()) == ("typical primary grade of Ta",)
    assert missing_for_grade(site(assays=(assay("Cu", 0.1),)), context()) == ()


@given(
    st.dictionaries(st.sampled_from(METALS), GRADES, min_size=1),
    st.sampled_from(METALS),
    GRADES,
)
def test_more_grade_never_lowers_the_equivalent(
    grades: dict[str, float], metal: str, more: float
) -> None:
    richer = grades | {metal: grades.get(metal, 0.0) + more}
    before, after = (
        site(assays=tuple(assay(name, value) for name, value in given_grades.items()))
        for given_grades in (grades, richer)
    )

    result = measure("grade_equivalent", before, after)

    for end in (result.low, result.best, result.high):
        assert end[1] >= end[0] * (1 - 1e-12)


@given(st.sampled_from(METALS), GRADES, st.floats(0, 1), st.floats(1, 5))
def test_ends_enclose_the_best_in_any_unit(
    metal: str, best: float, down: float, up: float
) -> None:
    percent = assay(metal, best, low=best * down, high=best * up)
    ppm = assay(metal, best * 1e4, "ppm", low=best * down * 1e4, high=best * up * 1e4)

    result = measure("grade_equivalent", site(assays=(percent,)), site(assays=(ppm,)))

    assert result.low[0] <= result.best[0] <= result.high[0]
    assert ends(result, 0) == pytest.approx(ends(result, 1))


def test_sites_do_not_change_one_another() -> None:
    sites = [
        site(assays=(assay("Cu", 0.5),)),
        site(),
        site(assays=(assay("Au", 1, "g/t"), assay("Zn", 2))),
    ]

    together = measure("grade_equivalent", *sites)

    alone = [ends(measure("grade_equivalent", one)) for one in sites]
    for row, expected in enumerate(alone):
        assert ends(together, row) == pytest.approx(expected, nan_ok=True)


def test_a_range_without_a_mean_has_no_best() -> None:
    assert grade_ppm(assay("Zn", low=1.0, high=3.0), None, REFERENCE) == ("Zn", 1e4, None, 3e4)
    assert Range(1.0, None, 3.0).is_known


def test_a_grade_that_rests_on_a_range_is_bounded_without_a_best() -> None:
    mean, spread = assay("Cu", 1.2), assay("Co", low=0.34, high=4.5)

    result = measure(
        "grade_equivalent",
        site(assays=(mean, spread)),
        site(assays=(mean,)),
        site(assays=(assay("Cu", low=0.9, high=0.9),)),
    )

    assert result.gap.tolist() == [True, False, False]
    assert np.isnan(result.best).tolist() == [True, False, False]
    assert result.low[0] < result.high[0]


def test_a_mean_beside_a_range_of_the_same_element_is_the_best() -> None:
    known = site(assays=(assay("Zn", low=1.0, high=3.0), assay("Zn", 1.5)))

    grades = collect_grades([known], REFERENCE)

    assert (grades.low[0, 0], grades.best[0, 0], grades.high[0, 0]) == (1e4, 1.5e4, 3e4)
    assert not grades.ranged[0, 0]


def test_a_detection_limit_beside_a_known_grade_leaves_the_best() -> None:
    limit, known = assay("Pb", high=0.01), assay("Cu", 1.0)

    result = measure("grade_equivalent", site(assays=(known, limit)), site(assays=(limit,)))

    assert result.gap.tolist() == [False, True]
    assert np.isnan(result.best).tolist() == [False, True]


def test_rare_earths_count_as_one_ore_not_once_per_element() -> None:
    oxides = {"La2O3": 0.2, "CeO2": 0.4, "Nd2O3": 0.3}
    members = site(assays=tuple(assay(oxide, grade) for oxide, grade in oxides.items()))
    total = site(assays=(assay("TREO", sum(oxides.values())),))

    result = measure("grade_equivalent", members, total)

    assert result.best[0] == pytest.approx(result.best[1], rel=1e-4)


def test_a_platinum_ore_of_typical_grades_counts_as_one_before_recovery() -> None:
    typical = {s: REFERENCE.commodities[s].primary_grade_ppm for s in ("Pt", "Pd", "Rh")}
    ore = site(assays=tuple(assay(s, g, "g/t") for s, g in typical.items()))

    result = measure("grade_equivalent", ore)

    recovery = REFERENCE.recoveries["Pt"]
    assert (result.low[0], result.high[0]) == pytest.approx((recovery.low, recovery.high))


def test_a_grade_known_of_by_products_only_is_no_measure_of_an_ore() -> None:
    rhenium = site(assays=(assay("Re", 40, "g/t"),))

    result = measure("grade_equivalent", rhenium)

    assert np.isnan(result.best[0])
    assert missing_for_grade(rhenium, context()) == ("assay of a main metal, not only of Re",)


QUOTED_AS_A_RANGE = ("Al", "Be", "Fe", "P", "PGM")


def test_a_primary_grade_quoted_as_a_range_counts_by_its_geometric_mean() -> None:
    primary = primary_grades(REFERENCE)

    for symbol in QUOTED_AS_A_RANGE:
        commodity = REFERENCE.commodities[symbol]
        low, high = commodity.primary_low_ppm, commodity.primary_high_ppm
        assert commodity.primary_grade_ppm is None
        assert low is not None
        assert high is not None
        assert primary[symbol] == Range(low, pytest.approx(math.sqrt(low * high)), high)


def test_phosphorus_widens_the_grade_by_the_ends_of_its_quoted_range() -> None:
    phosphate = site(assays=(assay("P", 5.0),))

    result = measure("grade_equivalent", phosphate)

    # 5 % against 87 290, sqrt(17 460 x 87 290), 17 460 g/t; recovery 0.65, 0.75 and 0.85.
    low, high, grade = 17_460.0, 87_290.0, 50_000.0
    expected = (grade / high * 0.65, grade / math.sqrt(low * high) * 0.75, grade / low * 0.85)
    assert ends(result) == pytest.approx(expected)
    assert not result.gap[0]


def test_no_assayed_product_vanishes_without_being_named() -> None:
    known = primary_grades(REFERENCE)
    for symbol in {analyte.symbol for analyte in REFERENCE.analytes.values()}:
        one = site(assays=(assay(symbol, 1.0), assay("Cu", 1.0)))
        named = " ".join(missing_for_grade(one, context()))
        is_by_rule = REFERENCE.grade_roles.get(symbol) == "by_product"

        assert symbol in known or is_by_rule or symbol in named, symbol


def test_what_no_product_comes_from_is_told_with_its_reason() -> None:
    odd = site(
        assays=(
            assay("sulfides", 20.0),
            assay("TREO", 2.0),
            assay("Nd", 1.0),
            assay("Sn", None, contained_t=5.0),
        )
    )

    assert unread_assays(odd, REFERENCE) == {
        "sulfides": "no mass factor to an element",
        "TREO": "a total beside its own members",
        "Sn": "a contained mass without the tonnage it belongs to",
    }
