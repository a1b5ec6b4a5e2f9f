"""Access: a geometric mean of four groups by hand, blocked by one, widened by gaps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.appraisal.access import missing_for_access
from tests.appraisal.builders import context, ends, measure, site

KNOWN: dict[str, Any] = {
    "distance_road_km": 5.0,
    "distance_rail_km": 10.0,
    "distance_port_km": 400.0,
    "distance_power_km": 15.0,
    "distance_plant_km": 75.0,
    "permit_code": "granted",
    "owner_cooperation": "open",
    "social_acceptance": 4.0,
}
FALLING = (
    "distance_road_km",
    "distance_rail_km",
    "distance_port_km",
    "distance_power_km",
    "distance_plant_km",
)


def test_a_fully_known_site_by_hand() -> None:
    result = measure("access", site(**KNOWN))

    # Logistics (0.8 + 1) / 2, infrastructure (0.5 + 0.5) / 2, legal (1 + 0.5) / 2, social 3 /
    # 4.
    expected = (0.9 * 0.5 * 0.75 * 0.75) ** 0.25
    assert ends(result) == pytest.approx((expected,) * 3)
    assert not result.gap[0]
    assert missing_for_access(site(**KNOWN), context()) == ()


def test_nothing_known_is_the_whole_range_and_never_zero() -> None:
    result = measure("access", site())

    assert ends(result) == pytest.approx((0.0, 0.5, 1.0))
    assert result.gap[0]


def test_one_group_at_zero_blocks_the_rest() -> None:
    assert ends(measure("access", site(**KNOWN | {"social_acceptance": 1.0}))) == (
        0.0,
        0.0,
        0.0,
    )


def test_a_great_circle_bounds_the_way_to_a_port_from_both_sides() -> None:
    rail_far = KNOWN | {
        "distance_rail_km": 300.0,
        "distance_port_km": None,
        "port_great_circle_km": 100.0,
    }

    low, _, high = ends(measure("access", site(**rail_far)))

    # 100 km as the crow flies are at most 150 km by road.
    for end, kilometres in ((low, 150.0), (high, 100.0)):
        port = (300 - kilometres) / 290
        assert end == pytest.approx(((0.8 + port) / 2 * 0.5 * 0.75 * 0.75) ** 0.25)


def test_bounds_of_a_distance_bound_access_and_name_nothing_as_missing() -> None:
    at_most = KNOWN | {
        "distance_plant_km": None,
        "distance_plant_low_km": 30.0,
        "distance_plant_high_km": 60.0,
    }

    low, _, high = ends(measure("access", site(**at_most)))

    # 60 of 150 km are worth 0.6, 30 km 0.8.
    for end, plant in ((low, 0.6), (high, 0.8)):
        assert end == pytest.approx((0.9 * (0.5 + plant) / 2 * 0.75 * 0.75) ** 0.25)
    assert missing_for_access(site(**at_most), context()) == ()


@pytest.mark.parametrize("unknown", ["distance_rail_km", "distance_port_km"])
def test_an_unrecorded_railway_or_port_may_lie_next_door(unknown: str) -> None:
    far = KNOWN | {"distance_rail_km": 250.0, "distance_port_km": 250.0} | {unknown: None}
    near = KNOWN | {"distance_rail_km": 0.0}

    result = measure("access", site(**far), site(**near))

    assert result.high[0] == pytest.approx(result.high[1])
    assert result.gap.tolist() == [True, False]


@given(st.sampled_from(FALLING), st.floats(0, 500), st.floats(0, 500))
def test_nearer_is_never_worse(field: str, one: float, other: float) -> None:
    near, far = sorted((one, other))

    result = measure("access", site(**KNOWN | {field: near}), site(**KNOWN | {field: far}))

    assert result.best[0] >= result.best[1] - 1e-12


@given(st.sets(st.sampled_from(sorted(KNOWN))))
def test_learning_a_field_never_widens_the_interval(unknown: set[str]) -> None:
    blank = {name: "" if isinstance(KNOWN[name], str) else None for name in unknown}

    result = measure("access", site(**KNOWN | blank), site(**KNOWN))

    assert result.low[0] <= result.low[1] + 1e-12
    assert result.high[0] >= result.high[1] - 1e-12


def test_missing_parts_are_named() -> None:
    assert len(missing_for_access(site(), context())) == 8
    assert (
        missing_for_access(site(distance_rail_km=0.0), context())[1]
        == "distance to a power line"
    )
