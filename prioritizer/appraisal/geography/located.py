"""Sites that have a point, with the error of that point."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from prioritizer.appraisal.geography.point_error import PointError, point_error
from prioritizer.domain.site import Site


@dataclass(frozen=True, slots=True)
class Located:
    """A site with a point, degrees, and the error of that point."""

    site: Site
    latitude: float
    longitude: float
    error: PointError


def located(sites: Iterable[Site]) -> list[Located]:
    """Return the sites that have a point."""
    return [
        Located(site, site.latitude, site.longitude, error)
        for site in sites
        if (error := point_error(site)) is not None
        and site.latitude is not None
        and site.longitude is not None
    ]
