"""The improbable is told with its reason, and the probable is left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Range, Site, SiteRegister, WasteType
from prioritizer.readers.imports.duplicates import find_duplicates
from prioritizer.readers.imports.places.outlines import country_at, is_in_country
from prioritizer.readers.imports.plausibility import check_register, plausible_maxima

PLACE: dict[str, Any] = {"country": "SE", "latitude": 60.07, "longitude": 15.01}
POND = Site("A", "Storgruvan", waste_type=WasteType.TAILINGS, **PLACE)


def said(reference: Reference, *sites: Site) -> list[str]:
    return [
        str(issue) for issue in check_register(SiteRegister("t", sites), reference, "t.csv")
    ]


def with_grade(analyte: str, value: float, unit: str) -> Site:
    return replace(POND, assays=(Assay(analyte, Range(best=value), unit),))


def test_a_sound_site_gives_no_warning(reference: Reference) -> None:
    sound = replace(
        with_grade("Cu", 0.4, "%"), tonnage_t=Range(best=1.5e6), volume_m3=Range(best=1e6)
    )

    assert said(reference, sound) == []


def test_the_sample_inventory_gives_no_warning(
    reference: Reference, sample: SiteRegister
) -> None:
    assert check_register(sample, reference, "sites.csv") == ()


@pytest.mark.parametrize(
    ("analyte", "value", "unit"),
    [
        ("Au", 12, "%"),
        ("Au", 0.06, "%"),
        ("Cu", 210_000, "ppm"),
        ("WO3", 30, "%"),
        ("In", 6000, "g/t"),
    ],
)
def test_a_grade_beyond_its_mineral_is_doubted(
    reference: Reference, analyte: str, value: float, unit: str
) -> None:
    (warning,) = said(reference, with_grade(analyte, value, unit))

    assert f"{analyte} {value:g} {unit}" in warning
    assert "Check the unit" in warning


def test_every_maximum_names_a_known_commodity_and_a_reason(reference: Reference) -> None:
    for symbol, (most, reason) in plausible_maxima().items():
        assert symbol in reference.commodities
        assert 0 < most <= 100
        assert reason


def test_no_grade_of_the_primary_ores_is_doubted(reference: Reference) -> None:
    for symbol, (most, _) in plausible_maxima().items():
        typical = reference.commodities[symbol].primary_grade_ppm
        assert typical is None or typical / 10_000 < most


def test_grades_beyond_the_whole_are_doubted(reference: Reference) -> None:
    both = replace(
        POND, assays=(Assay("Fe2O3", Range(best=60), "%"), Assay("SiO2", Range(best=60), "%"))
    )

    assert any("add up to 120 %" in text for text in said(reference, both))


def test_mass_against_volume_is_weighed(reference: Reference) -> None:
    heavy = replace(POND, tonnage_t=Range(best=104e6), volume_m3=Range(best=20e6))

    assert any("5.2 t/m3" in text for text in said(reference, heavy))


def test_a_stated_density_narrows_the_check(reference: Reference) -> None:
    pond = replace(
        POND, tonnage_t=Range(best=3e6), volume_m3=Range(best=1e6), dry_density_t_m3=1.5
    )

    assert any("1.5 t/m3 as stated" in text for text in said(reference, pond))


def test_volume_against_area_is_weighed(reference: Reference) -> None:
    tower = replace(POND, volume_m3=Range(best=8.5e6), area_ha=3.25)

    assert any("262 m thick" in text for text in said(reference, tower))


def test_content_against_mass_and_grade_is_weighed(reference: Reference) -> None:
    assay = Assay("Cu", Range(best=1.0), "%", contained_t=500_000)
    pond = replace(POND, tonnage_t=Range(best=1e6), assays=(assay,))

    assert any("about 1e+04 t from mass and grade" in text for text in said(reference, pond))


def test_a_slip_of_the_unit_stands_out_of_its_column(reference: Reference) -> None:
    sites = [
        replace(
            with_grade("Zn", 0.01, "%"), site_id=f"S{i}", name=f"Site {i}", latitude=60 + i / 10
        )
        for i in range(20)
    ]
    sites.append(replace(with_grade("Zn", 12, "%"), site_id="Z", name="Last", latitude=58.0))

    assert any("slip of the unit" in text for text in said(reference, *sites))


@pytest.mark.parametrize(
    ("latitude", "longitude", "country", "hint"),
    [
        (15.01, 60.07, "SE", "may be swapped"),
        (60.07, -15.01, "SE", "sign of the longitude"),
        (26.2, 28.1, "ZA", "sign of the latitude"),
        (48.8, 2.3, "SE", "lies in France"),
        (0.5, -30.0, "SE", "at sea"),
    ],
)
def test_a_point_abroad_is_doubted(
    reference: Reference, latitude: float, longitude: float, country: str, hint: str
) -> None:
    abroad = replace(POND, latitude=latitude, longitude=longitude, country=country)

    (warning,) = said(reference, abroad)

    assert hint in warning


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"),
    [
        ("RU", 34.56, 67.94),
        ("RU", -170.0, 66.0),
        ("NO", 15.6, 78.2),
        ("FJ", 178.0, -18.0),
        ("US", -115.0, 45.0),
    ],
)
def test_points_near_edges_lie_in_their_country(
    code: str, longitude: float, latitude: float
) -> None:
    assert is_in_country(code, [longitude], [latitude]) == [True]


def test_a_country_without_outline_holds_every_point() -> None:
    assert is_in_country("XX", [0.0], [0.0]) == [True]


def test_the_country_of_a_point_is_found() -> None:
    assert [country_at(15, 60), country_at(-3, 40), country_at(-30, 0)] == ["SE", "ES", ""]


def near(name: str, north_km: float, **changes: object) -> Site:
    moved = replace(POND, site_id=name, name=name, latitude=60.07 + north_km / 111.2)
    return replace(moved, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "is_double"),
    [
        (near("Storgruvan", 1.0), True),
        (near("Storgruvan", 3.0), False),
        (near("STORGRUVAN tailings", 0.5), True),
        (near("Lillgruvan vid sjön", 0.0), False),
        (near("Storgruvan", 0.0, waste_type=WasteType.SLAG), False),
    ],
)
def test_doubles_are_near_and_alike(other: Site, is_double: bool) -> None:
    assert bool(list(find_duplicates([POND, other]))) is is_double


def test_ponds_told_apart_by_a_number_are_no_doubles() -> None:
    assert (
        list(find_duplicates([near("Bollrich pond 1", 0.0), near("Bollrich pond 2", 0.1)]))
        == []
    )


def test_a_thousand_sites_at_one_point_are_compared_in_bounded_work() -> None:
    sites = [near(f"heap {chr(97 + i % 26)}{i * 7919}", 0.0) for i in range(1_000)]

    assert len(list(find_duplicates(sites))) < len(sites)


@pytest.mark.parametrize(
    ("axis", "usual", "odd"),
    [
        ("longitude", (-118.3, -118.5, -117.9), 118.1),
        ("longitude", (-70.2, -71.0, -69.5), 70.4),
        ("longitude", (28.1, 27.5, 29.0), -28.3),
        ("latitude", (-33.5, -34.1, -30.2), 33.0),
        ("latitude", (49.5, 49.9, 50.3), -49.7),
    ],
)
def test_a_sign_unlike_the_others_is_doubted(
    reference: Reference, axis: str, usual: tuple[float, ...], odd: float
) -> None:
    sites = [
        replace(POND, site_id=f"S{i}", name=f"N{i}", country="", **{axis: value})
        for i, value in enumerate((*usual, odd))
    ]

    (warning,) = [text for text in said(reference, *sites) if "the sign of the other" in text]
    assert f"{axis} {odd:g}" in warning


def test_sites_of_both_sides_are_not_doubted(reference: Reference) -> None:
    both = [
        replace(POND, site_id=f"S{i}", name=f"N{i}", country="", longitude=value)
        for i, value in enumerate((-8.2, -3.1, 15.0, 24.9, 140.0))
    ]

    assert not any("the sign of the other" in text for text in said(reference, *both))
