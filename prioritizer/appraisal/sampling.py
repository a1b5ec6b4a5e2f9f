"""How much to sample, and how sure an estimate from samples is: Gy's mass, holes, intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from prioritizer.errors import InputError

SQUARE_METRES_PER_HECTARE = 1e4
Z_90 = 1.645
FEW_SAMPLES = 10
MIN_HOLES = 5  # per zone, one of them down to natural ground: a default of this project
SHAPE_FACTOR, FLAKY_SHAPE_FACTOR = 0.5, 0.2

# Student's t, two-sided 90 %, for 1 to 9 degrees of freedom.
T_90 = (6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833)


def size_range_factor(ratio: float) -> float:
    """Return Gy's factor g for the ratio of the 95 % to the 5 % passing size."""
    if ratio > 4:
        return 0.25
    if ratio >= 2:
        return 0.5
    return 0.75 if ratio > 1 else 1.0


def mineral_factor(
    mineral_fraction: float, mineral_density: float, gangue_density: float
) -> float:
    """Return Gy's factor c, g/cm3, of a mineral (not metal) mass fraction between 0 and 1."""
    _between("mineral fraction", mineral_fraction, 0.0, 1.0)
    a = mineral_fraction
    return (1 - a) / a * ((1 - a) * mineral_density + a * gangue_density)


def liberation_factor(
    liberation_size_cm: float, top_size_cm: float, *, exponent: float = 0.5
) -> float:
    """Return Gy's factor l, at most 1; the exponent is about 1.5 for gold."""
    return float(min(1.0, (liberation_size_cm / top_size_cm) ** exponent))


def relative_error(tolerance: float, *, confidence: float = 0.95) -> float:
    """Return the standard deviation s that a relative tolerance allows at a confidence."""
    _between("confidence", confidence, 0.0, 1.0)
    return tolerance / NormalDist().inv_cdf((1 + confidence) / 2)


def sample_mass_g(
    *,
    top_size_cm: float,
    constitution: float,
    liberation: float,
    error: float,
    size_range: float = 0.25,
    shape: float = SHAPE_FACTOR,
    lot_g: float = math.inf,
) -> float:
    """Return the smallest sample, g, whose fundamental error stays within ``error``.

    Gy 1979: s2 = f g c l d3 (1/M - 1/M_lot). Errors of grouping, delimitation, extraction,
    preparation and analysis come on top.

    Parameters
    ----------
    top_size_cm
        Screen that passes 95 %, in cm.
    constitution
        Factor c, g/cm3, from ``mineral_factor``.
    error
        Relative standard deviation, for example 0.01.
    """
    _between("error", error, 0.0, math.inf)
    _between("top size", top_size_cm, 0.0, math.inf)
    variance_mass = shape * size_range * constitution * liberation * top_size_cm**3
    return variance_mass / (error**2 + variance_mass / lot_g)


def holes_needed(cv: float, precision: float) -> float:
    """Return n = (z CV / e)^2 for a 90 % half-width, before rounding; samples independent."""
    _between("precision", precision, 0.0, math.inf)
    return (Z_90 * cv / precision) ** 2


def number_of_holes(cv: float, precision: float, *, at_least: int = MIN_HOLES) -> int:
    """Return how many holes give the precision; below ten holes by Student's t."""
    by_normal = math.ceil(holes_needed(cv, precision))
    if by_normal >= FEW_SAMPLES:
        return max(by_normal, at_least)
    n = 2
    while n < FEW_SAMPLES and half_width(cv, n) > precision:
        n += 1
    return max(n, at_least)


def half_width(cv: float, n: float) -> float:
    """Return the relative half-width of the 90 % interval of a mean of n samples."""
    if n < 2:
        return math.inf
    t = Z_90 if n >= FEW_SAMPLES else T_90[int(n) - 2]
    return t * cv / math.sqrt(n)


def hole_spacing_m(area_ha: float, n: int) -> float:
    """Return the spacing of a square grid of n holes on an area."""
    return math.sqrt(area_ha * SQUARE_METRES_PER_HECTARE / n)


def combined_error(*relative: float) -> float:
    """Return the relative half-width of a product of independent factors."""
    return math.sqrt(math.fsum(error * error for error in relative))


@dataclass(frozen=True, slots=True)
class ResourceEstimate:
    """Contained metal from samples, with its 90 % interval and where the width comes from.

    Errors are relative half-widths. ``n_effective`` is below the number of samples where their
    lengths differ.
    """

    tonnage_t: float
    grade_ppm: float
    metal_t: float
    low_t: float
    high_t: float
    grade_cv: float
    grade_error: float
    volume_error: float
    density_error: float
    error: float
    n_effective: float


def estimate_resource(
    grades_ppm: Sequence[float],
    *,
    volume_m3: float,
    density_t_m3: float,
    volume_error: float,
    density_error: float,
    lengths_m: Sequence[float] | None = None,
) -> ResourceEstimate:
    """Return the contained metal of a body from samples of its grade.

    Raises
    ------
    InputError
        If there are fewer than two samples or they cannot be weighted.
    """
    lengths = list(lengths_m) if lengths_m is not None else [1.0] * len(grades_ppm)
    if len(grades_ppm) < 2 or len(lengths) != len(grades_ppm) or min(lengths) <= 0:
        raise InputError(
            f"samples: found {len(grades_ppm)} grades and {len(lengths)} lengths. Expected at "
            "least two samples, each with a length above 0. Add samples."
        )
    total = math.fsum(lengths)
    grade = math.fsum(g * w for g, w in zip(grades_ppm, lengths, strict=True)) / total
    n_effective = total**2 / math.fsum(w * w for w in lengths)
    squares = math.fsum(w * (g - grade) ** 2 for g, w in zip(grades_ppm, lengths, strict=True))
    deviation = math.sqrt(squares / total * n_effective / (n_effective - 1))
    cv = deviation / grade if grade > 0 else 0.0
    grade_error = half_width(cv, n_effective)
    error = combined_error(volume_error, density_error, grade_error)
    tonnage = volume_m3 * density_t_m3
    metal = tonnage * grade / 1e6
    return ResourceEstimate(
        tonnage_t=tonnage,
        grade_ppm=grade,
        metal_t=metal,
        low_t=max(0.0, metal * (1 - error)),
        high_t=metal * (1 + error),
        grade_cv=cv,
        grade_error=grade_error,
        volume_error=volume_error,
        density_error=density_error,
        error=error,
        n_effective=n_effective,
    )


def _between(name: str, value: float, low: float, high: float) -> None:
    if not low < value < high:
        raise InputError(
            f"{name}: found {value:g}. Expected a number above {low:g} and below {high:g}. "
            "Correct it."
        )
