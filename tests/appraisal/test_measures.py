"""Parts of access and risk, and further readings of assays, as criteria of their own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from prioritizer.appraisal.draws import Switches, blocks
from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.site import ArdClass, Range, Site
from tests.appraisal.builders import REFERENCE, assay, ends, measure, own_context, site

NAN = np.nan
PARTS = [name for name in MEASURES if name != "risk_reduction"]


def of(name: str, **fields: Any) -> tuple[float, float, float]:
    return ends(measure(name, site(**fields), using=own_context(name)))


def draws_of(name: str, *sites: Site, n: int = 4000) -> np.ndarray[Any, np.dtype[np.float64]]:
    sampler = MEASURES[name].sampler(sites, own_context(name))
    switches = Switches(uncertain_prices=False, uncertain_points=False)
    [block] = blocks(draws=n, seed=3, switches=switches, sizes=[n])
    return np.asarray(sampler(block))


@pytest.mark.parametrize("name", PARTS)
def test_a_site_of_which_nothing_is_known_is_a_gap_with_something_named(name: str) -> None:
    blank = site()

    measured = measure(name, blank, using=own_context(name))

    assert measured.gap[0]
    assert MEASURES[name].missing(blank, own_context(name))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"distance_rail_km": 4.0, "distance_port_km": 90.0}, (4, 4, 4)),
        ({"distance_rail_km": 0.0}, (0, 0, 0)),
        # A railway that is not recorded may lie next door; the detour to a port has an end.
        ({"distance_port_km": 90.0}, (0, NAN, 90)),
        ({"port_great_circle_km": 60.0}, (0, NAN, 90)),
        ({"distance_rail_km": 70.0, "port_great_circle_km": 60.0}, (60, NAN, 70)),
        ({"distance_rail_km": 50.0, "port_great_circle_km": 60.0}, (50, 50, 50)),
        # Bounds take the place of a figure; a figure at the site settles it.
        ({"distance_port_low_km": 50.0, "distance_port_high_km": 80.0}, (0, NAN, 80)),
        (
            {
                "distance_port_low_km": 50.0,
                "distance_port_high_km": 80.0,
                "distance_rail_km": 60.0,
            },
            (50, NAN, 60),
        ),
        ({"distance_rail_high_km": 5.0}, (0, NAN, 5)),
        ({}, (0, NAN, NAN)),
    ],
)
def test_the_nearer_of_railway_and_port_counts(
    fields: dict[str, float], expected: tuple[float, float, float]
) -> None:
    assert of("rail_or_port_distance", **fields) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"distance_road_km": 4.0}, (4, 4, 4)),
        ({"distance_road_high_km": 12.0}, (0, NAN, 12)),
        # A figure that its own source doubts is no point.
        ({"distance_road_km": 1.0, "distance_road_high_km": 31.0}, (1, NAN, 31)),
        ({"distance_road_low_km": 3.0}, (3, NAN, NAN)),
    ],
)
def test_a_road_is_known_or_lies_between_its_bounds(
    fields: dict[str, float], expected: tuple[float, float, float]
) -> None:
    assert of("road_distance", **fields) == pytest.approx(expected, nan_ok=True)


def test_means_of_two_parts_span_what_is_unknown() -> None:
    # 15 of 30 km to power is worth a half; the plant may be anywhere.
    assert of("infrastructure", distance_power_km=15.0) == pytest.approx((0.25, 0.5, 0.75))
    assert of("legal_access", permit_code="applied", owner_cooperation="agreed") == (
        pytest.approx((0.75, 0.75, 0.75))
    )


def test_risk_falls_apart_into_its_two_parts() -> None:
    fields: dict[str, Any] = {
        "ard_class": ArdClass.ACID,
        "impact_observed": True,
        "hazard_system": "GISTM",
        "hazard_class": "High",
    }

    chemical, physical = of("chemical_risk", **fields), of("physical_risk", **fields)

    # Hazard 0.75 to 1, open, harm observed, nothing known of exposure; GISTM high is the third
    # of five classes.
    assert chemical == pytest.approx(((3 * 0.75 + 3 + 3) / 12, 10.125 / 12, 1.0))
    assert physical == pytest.approx((0.5, 0.5, 0.5))
    whole = of("environmental_risk", **fields)
    assert whole == pytest.approx([max(pair) for pair in zip(chemical, physical, strict=True)])


def test_what_reprocessing_takes_away_is_a_fraction_of_each_part() -> None:
    fields = {"hazard_system": "GISTM", "hazard_class": "Extreme"}

    assert of("physical_risk_reduction", **fields) == pytest.approx((0.1, 0.5, 0.9))


def test_the_best_product_alone_makes_the_primary_ratio() -> None:
    copper = REFERENCE.commodities["Cu"].primary_grade_ppm or 0.0
    zinc = REFERENCE.commodities["Zn"].primary_grade_ppm or 0.0
    assays = (assay("Cu", copper / 2, "g/t"), assay("Zn", zinc / 4, "g/t"))

    assert of("primary_ratio", assays=assays) == pytest.approx((0.5, 0.5, 0.5))


def test_value_per_tonne_is_grade_times_recovery_times_price() -> None:
    copper, recovery = REFERENCE.commodities["Cu"], REFERENCE.recoveries["Cu"]
    low, best, high = of("recoverable_value", assays=(assay("Cu", 1.0),))

    # One per cent is 10 kg in a tonne.
    price = copper.price_usd_per_kg or 0.0
    middle = ((recovery.low or 0.0) + (recovery.high or 0.0)) / 2
    middle = middle if recovery.best is None else recovery.best
    assert best == pytest.approx(10 * price * middle)
    assert (low, high) == pytest.approx(
        (10 * price * (recovery.low or 0.0), 10 * price * (recovery.high or 0.0))
    )


def test_listed_materials_count_what_was_assayed_and_what_is_named() -> None:
    lists = REFERENCE.policy_classes(REFERENCE.policy_lists)
    assert "Co" in lists
    assert "Zn" not in lists
    assays = (assay("Co", 0.1), assay("Zn", 2.0), assay("Ni", 0.0), assay("Cu", 0.5))

    assert of("listed_materials", assays=assays) == (2, 2, 2)
    assert of("listed_materials", assays=assays, texts={"crm_named": "Ga; Ge; Co; Zn"}) == (
        2,
        2,
        4,
    )
    assert np.isnan(of("listed_materials", texts={"crm_named": "Ga"})).all()


@pytest.mark.parametrize("name", PARTS)
def test_nine_of_ten_draws_lie_between_the_ends(name: str) -> None:
    known = site(
        assays=(assay("Cu", 1.0), assay("Co", 0.1)),
        distance_rail_km=4.0,
        distance_port_km=90.0,
        distance_road_km=2.0,
        distance_power_km=15.0,
        hazard_system="GISTM",
        hazard_class="High",
        impact_observed=False,
        distance_plant_high_km=60.0,
        social_acceptance=4.0,
        trl=5.0,
        tonnage_t=Range(1e6, 1e6, 1e6),
        texts={"crm_named": "Ga"},
    )
    low, _, high = ends(measure(name, known, using=own_context(name)))

    drawn = draws_of(name, known)[:, 0]

    assert np.isfinite(drawn).all()
    # Low and high are at most the 5 % and 95 % points.
    assert low - 1e-9 <= np.quantile(drawn, 0.06)
    assert np.quantile(drawn, 0.94) <= high + 1e-9


def test_parts_of_one_draw_are_those_of_the_whole() -> None:
    """Chemical risk of a draw makes its environmental risk, above the floor of its class."""
    some = site(ard_class=ArdClass.UNCERTAIN, hazard_system="ANM", hazard_class="damage high")
    sites = (some,)
    [block] = blocks(draws=500, seed=5, switches=Switches(), sizes=[500])
    chemical, whole = (
        MEASURES[name].sampler(sites, own_context(name))(block)
        for name in ("chemical_risk", "environmental_risk")
    )
    floor = of("physical_risk", hazard_system="ANM", hazard_class="damage high")[0]

    assert np.maximum(chemical, floor) == pytest.approx(whole)
    assert (whole == floor).any()


def test_counts_are_drawn_as_whole_numbers_between_their_ends() -> None:
    some = site(assays=(assay("Co", 0.1),), texts={"crm_named": "Ga; Ge"})

    drawn = draws_of("listed_materials", some)[:, 0]

    values, counts = np.unique(drawn, return_counts=True)
    assert values.tolist() == [1, 2, 3]
    # Four standard errors of a third in 4000 draws are 3 %.
    assert counts / len(drawn) == pytest.approx([1 / 3] * 3, abs=0.03)
