"""Access and licence: means by hand, bounds of great circles, the old product to the bit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.appraisal.access import missing_for_access, missing_for_licence
from prioritizer.appraisal.draws import Switches, blocks
from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.criterion import Combine, Parameter
from prioritizer.domain.site import DESTINATIONS, Site
from prioritizer.readers.sites import read_sites
from tests.appraisal.builders import REFERENCE, criteria_of, ends, measure, own_context, site
from tests.conftest import ROOT

PHYSICAL: dict[str, Any] = {
    "distance_road_km": 5.0,
    "distance_rail_km": 10.0,
    "distance_port_km": 400.0,
    "distance_power_km": 15.0,
    "distance_plant_km": 75.0,
}
CONSENT: dict[str, Any] = {
    "permit_code": "granted",
    "owner_cooperation": "open",
    "social_acceptance": 4.0,
}
KNOWN = PHYSICAL | CONSENT
PRODUCT = own_context("access", combine=Combine.PRODUCT)
DISTANCE = st.none() | st.floats(0, 500)
CODES = {"permit_code": ("granted", "applied", ""), "owner_cooperation": ("agreed", "open", "")}


def test_a_fully_known_site_by_hand() -> None:
    result = measure("access", site(**PHYSICAL))

    # Road 20 of 25 km left, railway within 10 km, power 15 of 30, plant 75 of 150.
    assert ends(result) == pytest.approx(((0.8 + 1 + 0.5 + 0.5) / 4,) * 3)
    assert not result.gap[0]
    assert missing_for_access(site(**PHYSICAL), own_context("access")) == ()


def test_a_licence_by_hand() -> None:
    result = measure("licence", site(**CONSENT))

    assert ends(result) == pytest.approx(((1 + 0.5 + 0.75) / 3,) * 3)
    assert missing_for_licence(site(**CONSENT), own_context("licence")) == ()


def test_who_may_is_no_part_of_how_to_get_there() -> None:
    assert ends(measure("access", site(**KNOWN))) == ends(measure("access", site(**PHYSICAL)))
    assert ends(measure("licence", site(**KNOWN))) == ends(measure("licence", site(**CONSENT)))


@pytest.mark.parametrize("name", ["access", "licence"])
def test_nothing_known_is_the_whole_range_and_never_zero(name: str) -> None:
    result = measure(name, site())

    assert ends(result) == (0.0, 0.5, 1.0)
    assert result.gap[0]


def test_weights_of_the_file_count() -> None:
    own = own_context("access")
    weights = Parameter({"road": 3.0, "power": 1.0}, "", "")
    using = replace(own, parameters={**own.parameters, "part_weights": weights})

    # A part without a weight counts nothing, known or not.
    result = measure("access", site(distance_road_km=5.0, distance_power_km=0.0), using=using)

    assert ends(result) == pytest.approx(((3 * 0.8 + 1) / 4,) * 3)
    assert not result.gap[0]


def test_a_distance_between_two_bounds_gives_a_bounded_part() -> None:
    bounded = {"distance_power_km": None, "distance_power_low_km": 0.0}
    known = site(**PHYSICAL | bounded | {"distance_power_high_km": 15.0})

    result = measure("access", known)

    assert ends(result) == pytest.approx([(2.3 + power) / 4 for power in (0.5, 0.75, 1.0)])
    assert result.gap[0]
    assert missing_for_access(known, own_context("access")) == ()
    # A figure that its own source doubts is no point.
    doubted = site(**PHYSICAL | {"distance_power_low_km": 0.0})
    assert ends(measure("access", doubted)) == pytest.approx(
        [(2.3 + power) / 4 for power in (0.5, 0.75, 1.0)]
    )


@pytest.mark.parametrize(
    ("fields", "part", "worst", "best"),
    [
        (
            {
                "distance_rail_km": 300.0,
                "distance_port_km": None,
                "port_great_circle_km": 100.0,
            },
            1.0,
            # 100 km as the crow flies are at most 150 km by road.
            (300 - 150) / 290,
            (300 - 100) / 290,
        ),
        (
            {"distance_plant_km": None, "plant_great_circle_km": 60.0},
            0.5,
            (150 - 90) / 150,
            (150 - 60) / 150,
        ),
    ],
)
def test_a_great_circle_bounds_the_way_from_both_sides(
    fields: dict[str, Any], part: float, worst: float, best: float
) -> None:
    low, _, high = ends(measure("access", site(**PHYSICAL | fields)))

    assert low == pytest.approx((2.8 - part + worst) / 4)
    assert high == pytest.approx((2.8 - part + best) / 4)


@pytest.mark.parametrize("unknown", ["distance_rail_km", "distance_port_km"])
def test_an_unrecorded_railway_or_port_may_lie_next_door(unknown: str) -> None:
    far = KNOWN | {"distance_rail_km": 250.0, "distance_port_km": 250.0} | {unknown: None}
    near = KNOWN | {"distance_rail_km": 0.0}

    result = measure("access", site(**far), site(**near))

    assert result.high[0] == pytest.approx(result.high[1])
    assert result.gap.tolist() == [True, False]


@given(st.sampled_from(sorted(PHYSICAL)), st.floats(0, 500), st.floats(0, 500))
def test_nearer_is_never_worse(field: str, one: float, other: float) -> None:
    near, far = sorted((one, other))

    result = measure("access", site(**KNOWN | {field: near}), site(**KNOWN | {field: far}))

    assert result.best[0] >= result.best[1] - 1e-12


@given(
    st.sampled_from(["access", "licence"]),
    st.fixed_dictionaries(
        dict.fromkeys((*PHYSICAL, "port_great_circle_km", "plant_great_circle_km"), DISTANCE)
        | {name: st.sampled_from(codes) for name, codes in CODES.items()}
        | {"social_acceptance": st.none() | st.floats(1, 5)}
    ),
    st.sets(st.sampled_from(sorted(KNOWN))),
)
def test_learning_a_field_never_widens_the_interval(
    name: str, fields: dict[str, Any], unknown: set[str]
) -> None:
    blank = {field: "" if field in CODES else None for field in unknown}
    # A way that is published cannot be shorter than the great circle.
    for what in ("port", "plant"):
        circle, way = fields[f"{what}_great_circle_km"], fields[f"distance_{what}_km"]
        if circle is not None and way is not None:
            fields |= {f"distance_{what}_km": min(max(way, circle), 1.5 * circle)}

    result = measure(name, site(**fields | blank), site(**fields))

    assert result.low[0] <= result.low[1] + 1e-12
    assert result.high[0] >= result.high[1] - 1e-12
    assert (result.low <= result.best).all()
    assert (result.best <= result.high).all()


def test_missing_parts_are_named() -> None:
    own = own_context("access")
    assert len(missing_for_access(site(), own)) == 5
    assert len(missing_for_licence(site(), own)) == 3
    assert missing_for_access(site(distance_rail_km=0.0), own)[1] == "distance to a power line"


def old_product(one: Site) -> tuple[float, float, float]:
    """Access as it was until version 4 of the criteria, written out for one site."""

    def fall(km: float | None, best: float, worst: float) -> tuple[float, float]:
        value = np.float64(np.nan if km is None else km)
        value = np.clip((worst - value) / (worst - best), 0.0, 1.0)
        return (0.0, 1.0) if np.isnan(value) else (value, value)

    def code(known: dict[str, float], text: str) -> tuple[float, float]:
        return (known[text],) * 2 if text in known else (0.0, 1.0)

    rail, port = fall(one.distance_rail_km, 10, 300), fall(one.distance_port_km, 10, 300)
    if one.distance_port_km is None and one.port_great_circle_km is not None:
        circle = one.port_great_circle_km
        port = fall(circle * 1.5, 10, 300)[0], fall(circle, 10, 300)[1]
    is_asked = one.social_acceptance is not None
    asked = ((one.social_acceptance or 0.0) - 1.0) / 4.0
    parts = [
        fall(one.distance_road_km, 0, 25),
        (max(rail[0], port[0]), max(rail[1], port[1])),
        fall(one.distance_power_km, 0, 30),
        fall(one.distance_plant_km, 0, 150),
        code({"granted": 1, "expected": 0.75, "applied": 0.5, "none": 0.25}, one.permit_code),
        code({"agreed": 1, "open": 0.5}, one.owner_cooperation),
        (asked, asked) if is_asked else (0.0, 1.0),
    ]

    def together(p: list[float]) -> float:
        groups = (p[0] + p[1]) / 2, (p[2] + p[3]) / 2, (p[4] + p[5]) / 2, p[6]
        return float(np.sqrt(np.sqrt(groups[0] * groups[1] * groups[2] * groups[3])))

    low, high = together([a for a, _ in parts]), together([b for _, b in parts])
    return low, together([(a + b) / 2 for a, b in parts]), high


SAMPLE = read_sites(ROOT / "sample_data" / "sites.csv", REFERENCE).register.sites


@pytest.mark.parametrize(
    "sites", [SAMPLE, (site(**KNOWN), site(**PHYSICAL), site(**CONSENT))], ids=["sample", "own"]
)
def test_as_a_product_access_has_its_old_numbers_to_the_bit(sites: tuple[Site, ...]) -> None:
    # Bounds of distances, and great circles to plants, are newer than the product.
    newer = [f"distance_{what}_{end}_km" for what in DESTINATIONS for end in ("low", "high")]
    blank: dict[str, Any] = dict.fromkeys([*newer, "plant_great_circle_km"])
    known = tuple(replace(one, **blank) for one in sites)
    result = measure("access", *known, using=PRODUCT)

    assert [ends(result, row) for row in range(len(known))] == [old_product(o) for o in known]
    assert (result.gap == (result.high > result.low)).all()


def test_a_file_without_weights_of_parts_is_an_old_one_and_keeps_its_product() -> None:
    own = criteria_of("access")
    assert own is not None
    old = {name: value for name, value in own.parameters.items() if name != "part_weights"}

    assert own.combined is Combine.MEAN
    assert replace(own, combine=None).combined is Combine.MEAN
    assert replace(own, combine=None, parameters=old).combined is Combine.PRODUCT
    assert replace(own, combine=Combine.MEAN, parameters=old).combined is Combine.MEAN


@pytest.mark.parametrize("combine", list(Combine))
@pytest.mark.parametrize("name", ["access", "licence"])
def test_draws_stay_between_the_ends_whatever_the_blocks(name: str, combine: Combine) -> None:
    using = own_context(name, combine=combine)
    some = (site(distance_road_km=5.0, permit_code="applied"), site(**KNOWN), site())
    sampler = MEASURES[name].sampler(some, using)
    one, many = (
        np.concatenate(
            [
                sampler(block)
                for block in blocks(draws=300, seed=2, switches=Switches(), sizes=sizes)
            ]
        )
        for sizes in ([300], [7, 93, 200])
    )
    measured = measure(name, *some, using=using)

    assert (one == many).all()
    assert (one >= measured.low - 1e-12).all()
    assert (one <= measured.high + 1e-12).all()
