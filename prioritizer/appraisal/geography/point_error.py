"""How far the point of a site may be off: as stated, else by the digits it is written with."""

from __future__ import annotations

import math
from dataclasses import dataclass

from prioritizer.appraisal.geography.sphere import KM_PER_DEGREE
from prioritizer.domain.site import Site
from prioritizer.domain.words import format_number

UNVERIFIED_KM = 25.0  # derived: a point set down from memory counts as this far out
# derived: registers mark the works, the mine or the middle of the body, whatever the digits
LEAST_UNSTATED_KM = 1.0


@dataclass(frozen=True, slots=True)
class PointError:
    """The error of a point, km, and where it comes from, in words."""

    km: float
    basis: str
    is_verified: bool = True


def point_error(site: Site) -> PointError | None:
    """Return the error of the point of a site; None where it has no point."""
    if site.latitude is None or site.longitude is None:
        return None
    stated = site.coordinate_error_km
    if "latitude" in site.unverified or "longitude" in site.unverified:
        return PointError(max(stated or 0.0, UNVERIFIED_KM), "not verified", is_verified=False)
    if stated is not None:
        return PointError(stated, "stated")
    decimals = max(_decimals(site.latitude), _decimals(site.longitude))
    step = 0.5 * 10.0**-decimals * KM_PER_DEGREE
    km = math.hypot(step, step * math.cos(math.radians(site.latitude)))
    if km <= LEAST_UNSTATED_KM:
        return PointError(LEAST_UNSTATED_KM, "not stated; the usual least")
    return PointError(km, f"not stated; {format_number(decimals)} decimals of a degree")


def _decimals(degrees: float) -> int:
    """Return the decimals of a number as written; a zero at its end is not known of."""
    text = f"{degrees:.7f}".rstrip("0")
    return len(text.partition(".")[2])
