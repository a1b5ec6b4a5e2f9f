"""Bounds of what lies around a point: they hold wherever the point may truly be."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from prioritizer.appraisal.geography.climate import classes_near
from prioritizer.appraisal.geography.gazetteer import (
    Climate,
    Gazetteer,
    Plants,
    Ports,
    Settlements,
)
from prioritizer.appraisal.geography.point_error import point_error
from prioritizer.appraisal.geography.sphere import PointIndex, great_circle_km
from prioritizer.appraisal.geography.surroundings import surroundings
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site

GEOD = Geod(ellps="WGS84")
POND = Site(
    "A",
    "Pond",
    country="SE",
    latitude=60.0,
    longitude=15.0,
    coordinate_error_km=4.0,
    texts={"commodity_mined": "Cu, Zn"},
)


def points(*pairs: tuple[float, float]) -> PointIndex:
    return PointIndex(np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs]))


def gazetteer(town: tuple[float, float] = (60.1, 15.0)) -> Gazetteer:
    far = (0.0, 100.0)
    return Gazetteer(
        Settlements(("By", "Far"), ("SE", "MY"), points(town, far), np.array([700.0, 9.0])),
        Ports(("Hamn", "Far"), points((60.0, 17.0), far)),
        Plants(
            ("Smelter", "Other"),
            points((61.0, 15.0), (60.0, 15.0)),
            (frozenset({"Cu"}), frozenset({"Al"})),
            np.array([3.0, 1.0]),
        ),
    )


def cells(
    site: Site, reference: Reference, where: Gazetteer | None = None
) -> dict[str, object]:
    found = surroundings([site], where or gazetteer(), reference)
    return {name: value for one in found for name, value in one.cells.items()}


def test_a_great_circle_is_near_the_geodesic_of_the_ellipsoid() -> None:
    rng = np.random.default_rng(7)
    lat, other_lat = rng.uniform(-85, 85, (2, 500))
    lon, other_lon = rng.uniform(-180, 180, (2, 500))

    exact = GEOD.inv(lon, lat, other_lon, other_lat)[2] / 1000

    assert np.abs(great_circle_km(lat, lon, other_lat, other_lon) / exact - 1).max() < 0.006


def test_an_index_finds_what_a_search_of_all_finds_across_the_date_line_too() -> None:
    rng = np.random.default_rng(8)
    there = PointIndex(rng.uniform(-89, 89, 400), rng.uniform(-180, 180, 400))
    lat, lon = rng.uniform(-89, 89, 50), np.linspace(-180, 180, 50)
    every = great_circle_km(lat[:, None], lon[:, None], there.latitude, there.longitude)

    km, index = there.nearest(lat, lon)

    assert km == pytest.approx(every.min(axis=1))
    assert index.tolist() == every.argmin(axis=1).tolist()
    for row, (a, b) in enumerate(zip(lat, lon, strict=True)):
        near_km, near = there.within(float(a), float(b), 2000.0)
        assert near.tolist() == np.flatnonzero(every[row] <= 2000.0).tolist()
        assert near_km == pytest.approx(every[row][near])


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 360), st.floats(0, 1), st.floats(0.0, 0.6))
def test_the_bounds_hold_wherever_the_point_truly_is(
    reference: Reference, direction: float, part: float, off: float
) -> None:
    there = gazetteer((60.0 + off, 15.0))
    told = cells(POND, reference, there)
    lon, lat, _ = GEOD.fwd(15.0, 60.0, direction, part * 4.0 * 1000)
    here = np.array(lat), np.array(lon)

    towns, ports = there.settlements.points, there.ports.points
    true_km = great_circle_km(*here, towns.latitude, towns.longitude).min()
    port_km = great_circle_km(*here, ports.latitude, ports.longitude).min()

    # The errors of the lists are on top of it.
    assert float(told["distance_town_high_km"]) >= true_km  # type: ignore[arg-type]
    assert told["distance_town_low_km"] == 0.0
    assert float(told["distance_port_low_km"]) <= port_km  # type: ignore[arg-type]
    assert float(told["distance_port_high_km"]) >= 1.5 * port_km - 0.5  # type: ignore[arg-type]
    for radius in (5, 10, 25):
        people = 700.0 * (true_km <= radius)
        low, high = (told[f"people_{radius}km{end}"] for end in ("_low", "_high"))
        assert float(low) <= people <= float(high)  # type: ignore[arg-type]


def test_a_test_of_one_kilometre_is_not_decided_by_a_point_that_is_four_out(
    reference: Reference,
) -> None:
    near, far = gazetteer((60.002, 15.0)), gazetteer((60.04, 15.0))

    for there in (near, far):
        told = cells(POND, reference, there)
        assert told["distance_town_low_km"] == 0.0
        assert float(told["distance_town_high_km"]) > 1.0  # type: ignore[arg-type]
        assert "distance_town_km" not in told
        assert told["people_5km_low"] == 0.0
        assert told["people_5km_high"] == 700.0


def test_the_plant_is_one_that_works_a_metal_of_the_site(reference: Reference) -> None:
    told = cells(POND, reference)
    other = cells(replace(POND, texts={"commodity_mined": "bauxite"}), reference)
    unknown = cells(replace(POND, texts={}), reference)

    assert (told["nearest_plant"], other["nearest_plant"]) == ("Smelter", "Other")
    assert told["plant_great_circle_km"] == 111.0
    assert told["distance_plant_low_km"] == 0.0
    assert told["distance_plant_high_km"] == math.ceil((111.195 + 4 + 3) * 1.5)
    assert "nearest_plant" not in unknown


def test_a_road_leads_to_a_settlement_but_not_in_greenland(reference: Reference) -> None:
    told = cells(POND, reference)
    greenland = cells(replace(POND, country="GL"), reference)

    assert told["distance_road_high_km"] == told["distance_town_high_km"]
    assert "distance_road_high_km" not in greenland


def test_an_unverified_point_gives_wide_bounds_and_no_best_figure(reference: Reference) -> None:
    told = cells(replace(POND, unverified=("latitude", "longitude")), reference)

    assert told["distance_town_high_km"] == math.ceil(11.12 + 25 + 2)
    assert not {"distance_town_km", "port_great_circle_km", "people_5km"} & told.keys()


@pytest.mark.parametrize(
    ("latitude", "longitude", "km"),
    [(60.0, 15.0, 62.2), (60.5, 15.0, 6.2), (60.51, 15.0, 1.0), (60.51234, 15.5, 1.0)],
)
def test_an_error_that_nobody_states_follows_from_the_digits(
    latitude: float, longitude: float, km: float
) -> None:
    site = Site("A", "A", latitude=latitude, longitude=longitude)
    error = point_error(site)

    assert error is not None
    assert error.km == pytest.approx(km, abs=0.1)
    assert error.basis.startswith("not stated")


def test_a_site_without_a_point_gets_nothing(reference: Reference) -> None:
    assert surroundings([Site("A", "A")], gazetteer(), reference) == []
    assert point_error(Site("A", "A")) is None


def test_every_climate_class_that_the_point_could_lie_in_is_named() -> None:
    numbers = np.full((180, 360), 9, dtype=np.uint8)
    numbers[30, 0] = 1  # 59 to 60 north, 180 to 179 west
    numbers[30, 359] = 2
    climate = Climate(numbers, {1: "Af", 2: "Am"})

    assert dict(classes_near(climate, 59.5, -179.5, 1.0)) == {"Af": 1}
    assert dict(classes_near(climate, 59.5, -179.9, 60.0)) == {"Af": 1, "Am": 1}
    assert dict(classes_near(climate, 20.0, 20.0, 1.0)) == {}
