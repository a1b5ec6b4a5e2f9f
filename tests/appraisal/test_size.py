"""Tonnage: published mass first, then volume, then footprint; defaults are gaps."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.appraisal.size import missing_for_tonnage
from prioritizer.domain.site import Range, WasteType
from tests.appraisal.builders import context, ends, measure, site

TAILINGS = WasteType.TAILINGS


def test_a_published_mass_is_taken_as_printed() -> None:
    known = site(
        tonnage_t=Range(2.8e6, 3.46e6, 5e6), volume_m3=Range(None, 9e9), waste_type=TAILINGS
    )

    result = measure("tonnage", known)

    assert ends(result) == (2.8e6, 3.46e6, 5e6)
    assert not result.gap[0]


def test_a_mass_without_ends_is_a_point() -> None:
    assert ends(measure("tonnage", site(tonnage_t=Range(None, 4e6)))) == (4e6, 4e6, 4e6)


def test_volume_times_measured_density_is_no_gap() -> None:
    known = site(volume_m3=Range(1e6, 2e6, 3e6), dry_density_t_m3=1.6)

    result = measure("tonnage", known)

    assert ends(result) == pytest.approx((1.6e6, 3.2e6, 4.8e6))
    assert not result.gap[0]
    assert missing_for_tonnage(known, context()) == ()


def test_volume_times_default_density_spans_the_density_and_is_a_gap() -> None:
    known = site(volume_m3=Range(None, 2e6), waste_type=TAILINGS)

    result = measure("tonnage", known)

    # criteria/reference/densities.csv: tailings 1.0, 1.5, 1.7 t/m3.
    assert ends(result) == pytest.approx((2.0e6, 3.0e6, 3.4e6))
    assert result.gap[0]
    assert missing_for_tonnage(known, context()) == ("dry bulk density",)


def test_a_footprint_alone_takes_thickness_and_density_from_defaults() -> None:
    known = site(area_ha=20.0, waste_type=TAILINGS)

    result = measure("tonnage", known)

    assert ends(result) == pytest.approx((2e5 * 2 * 1.0, 2e5 * 6 * 1.5, 2e5 * 15 * 1.7))
    assert result.gap[0]
    assert missing_for_tonnage(known, context()) == ("thickness", "dry bulk density")


def test_nothing_known_is_a_gap_and_never_zero() -> None:
    result = measure("tonnage", site(), site(area_ha=3.0, waste_type=WasteType.OTHER))

    assert np.isnan([result.low, result.best, result.high]).all()
    assert result.gap.all()
    assert missing_for_tonnage(site(), context()) == ("tonnage or volume",)


def test_a_bound_published_alone_leaves_the_other_end_open() -> None:
    at_least = site(tonnage_t=Range(5e6, None, None))
    volume_at_least = site(volume_m3=Range(5e6, None, None), dry_density_t_m3=2.0)

    result = measure("tonnage", at_least, volume_at_least)

    assert result.low.tolist() == [5e6, 1e7]
    assert np.isnan(result.high).all()
    assert result.gap.all()
    assert missing_for_tonnage(at_least, context()) == ("the other end of the tonnage",)
    assert missing_for_tonnage(volume_at_least, context()) == ("the other end of the volume",)


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        (WasteType.MIXED, 1.0e6, 2.8e6),
        (WasteType.OTHER, 1.0e6, 2.8e6),
        (WasteType.RESIDUE, 0.6e6, 2.8e6),
    ],
)
def test_a_volume_of_any_kind_of_waste_has_a_mass(
    kind: WasteType, low: float, high: float
) -> None:
    measured = measure("tonnage", site(waste_type=kind, volume_m3=Range(best=1e6)))

    assert (measured.low[0], measured.high[0]) == pytest.approx((low, high))
    assert measured.gap[0]


@pytest.mark.parametrize("kind", [WasteType.MIXED, WasteType.OTHER, WasteType.RESIDUE])
def test_a_footprint_of_such_waste_has_none(kind: WasteType) -> None:
    measured = measure("tonnage", site(waste_type=kind, area_ha=10.0))

    assert np.isnan(measured.best[0])


def test_a_mass_of_which_only_a_range_is_known_is_bounded_without_a_best() -> None:
    spread, exact = site(tonnage_t=Range(3e7, None, 5e7)), site(tonnage_t=Range(4e6, None, 4e6))

    result = measure("tonnage", spread, exact)

    assert result.gap.tolist() == [True, False]
    assert np.isnan(result.best).tolist() == [True, False]
    assert (result.low[0], result.high[0]) == (3e7, 5e7)
    assert missing_for_tonnage(exact, context()) == ()
    assert missing_for_tonnage(spread, context()) == (
        "a best estimate of the tonnage, known as a range only",
    )
