"""Sampling: Gy's masses as worked in textbooks, holes and spacing, intervals from samples."""

from __future__ import annotations

import math

import numpy as np
import pytest

from prioritizer.appraisal.sampling import (
    combined_error,
    estimate_resource,
    half_width,
    hole_spacing_m,
    holes_needed,
    liberation_factor,
    mineral_factor,
    number_of_holes,
    relative_error,
    sample_mass_g,
    size_range_factor,
)
from prioritizer.errors import InputError


@pytest.mark.parametrize(
    ("top_size_cm", "liberation", "kilograms"),
    [
        (2.5, 0.0775, 177.4),
        (0.5, 0.1732, 3.17),
    ],
)
def test_a_galena_ore_as_in_wills(
    top_size_cm: float, liberation: float, kilograms: float
) -> None:
    # 5 % Pb as galena, a = 0.058; liberation size 0.015 cm; s = 0.01.
    c = mineral_factor(0.058, 7.5, 2.65)
    freed = liberation_factor(0.015, top_size_cm)

    mass = sample_mass_g(top_size_cm=top_size_cm, constitution=c, liberation=freed, error=0.01)

    assert c == pytest.approx(117.24, abs=0.01)
    assert freed == pytest.approx(liberation, abs=5e-5)
    assert mass / 1000 == pytest.approx(kilograms, rel=2e-3)


def test_fine_tailings_need_a_gram() -> None:
    # 0.3 % Cu as chalcopyrite (34.6 % Cu, 4.2 g/cm3), liberated at 0.02 cm; s = 2 %.
    c = mineral_factor(0.00867, 4.2, 2.65)

    mass = sample_mass_g(top_size_cm=0.02, constitution=c, liberation=1.0, error=0.02)

    assert c == pytest.approx(478.7, abs=0.1)
    assert mass == pytest.approx(1.2, abs=0.01)


def test_coarse_gold_needs_most_of_a_kilogram() -> None:
    # 1 g/t of native gold (16 g/cm3) in 50 micron grains; d 0.02 cm; exponent 1.5; s = 5 %.
    freed = liberation_factor(0.005, 0.02, exponent=1.5)

    mass = sample_mass_g(
        top_size_cm=0.02,
        constitution=mineral_factor(1e-6, 16.0, 2.65),
        liberation=freed,
        error=0.05,
    )

    assert freed == 0.125
    assert mass == pytest.approx(800, rel=0.01)


@pytest.mark.parametrize(("confidence", "error"), [(0.95, 0.0102), (0.99, 0.0078)])
def test_a_tolerance_becomes_a_standard_deviation(confidence: float, error: float) -> None:
    # 5 % plus or minus 0.1 % is 0.02 relative.
    assert relative_error(0.02, confidence=confidence) == pytest.approx(error, abs=5e-5)


@pytest.mark.parametrize(
    ("ratio", "factor"), [(10, 0.25), (4, 0.5), (2, 0.5), (1.5, 0.75), (1, 1)]
)
def test_the_size_range_factor_has_four_steps(ratio: float, factor: float) -> None:
    assert size_range_factor(ratio) == factor


def test_a_sample_of_a_small_lot_is_smaller_and_never_the_lot() -> None:
    arguments = {
        "top_size_cm": 2.5,
        "constitution": 117.24,
        "liberation": 0.0775,
        "error": 0.01,
    }

    assert sample_mass_g(**arguments, lot_g=1e5) < 1e5 < sample_mass_g(**arguments)


def test_holes_and_spacing_for_ten_percent() -> None:
    assert holes_needed(0.4, 0.10) == pytest.approx(43.3, abs=0.01)
    assert number_of_holes(0.4, 0.10) == 44
    assert round(hole_spacing_m(20.0, 44)) == 67


def test_few_holes_go_by_student() -> None:
    # With z alone, CV 0.3 and 20 % would take 7 holes; t for 8 holes is 1.895.
    assert math.ceil(holes_needed(0.3, 0.2)) == 7
    assert 1.943 * 0.3 / math.sqrt(7) > 0.2
    assert number_of_holes(0.3, 0.2) == 9
    assert half_width(0.3, 9) == pytest.approx(1.860 * 0.3 / 3)
    assert number_of_holes(0.01, 0.5) == 5
    assert half_width(0.3, 1) == math.inf


def test_errors_of_factors_add_in_squares() -> None:
    assert combined_error(0.3, 0.4) == pytest.approx(0.5)


def test_an_estimate_from_samples_by_hand() -> None:
    found = estimate_resource(
        [900, 1000, 1100, 1000],
        volume_m3=1e6,
        density_t_m3=1.5,
        volume_error=0.05,
        density_error=0.04,
    )

    cv = np.std([900, 1000, 1100, 1000], ddof=1) / 1000
    assert found.metal_t == pytest.approx(1500)
    assert found.grade_cv == pytest.approx(cv)
    assert found.grade_error == pytest.approx(2.353 * cv / 2)
    assert found.error == pytest.approx(math.sqrt(0.05**2 + 0.04**2 + found.grade_error**2))
    assert found.low_t == pytest.approx(1500 * (1 - found.error))


def test_longer_samples_count_more() -> None:
    found = estimate_resource(
        [1000, 2000],
        lengths_m=[3.0, 1.0],
        volume_m3=1e6,
        density_t_m3=1.0,
        volume_error=0,
        density_error=0,
    )

    assert found.grade_ppm == 1250
    assert found.n_effective == pytest.approx(1.6)
    assert found.low_t == 0.0
    assert found.high_t == math.inf


def test_the_interval_covers_the_truth_about_nine_times_in_ten() -> None:
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(2000):
        found = estimate_resource(
            rng.normal(1000, 200, size=6),
            volume_m3=1e6,
            density_t_m3=1.0,
            volume_error=0.0,
            density_error=0.0,
        )
        hits += found.low_t <= 1000 <= found.high_t

    # Four standard errors of 90 % in 2 000 trials.
    assert hits / 2000 == pytest.approx(0.9, abs=0.027)


def test_senseless_inputs_are_refused() -> None:
    with pytest.raises(InputError, match="at least two samples"):
        estimate_resource([5.0], volume_m3=1, density_t_m3=1, volume_error=0, density_error=0)
    with pytest.raises(InputError, match="mineral fraction: found 0"):
        mineral_factor(0.0, 7.5, 2.65)
    with pytest.raises(InputError, match="error: found 0"):
        sample_mass_g(top_size_cm=1, constitution=1, liberation=1, error=0.0)
