"""How much of what a criterion asks for is known about a site, as a share of its inputs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.measures import measure_of
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site

NOBODY = Site(site_id="", name="")


Lacking = tuple[tuple[str, ...], ...]
"""What is not known about a site, criterion by criterion."""


def lacking(site: Site, criteria: CriteriaSet, reference: Reference) -> Lacking:
    """Return what is not known about a site, criterion by criterion."""
    return tuple(
        measure_of(criterion).missing(site, Context.of(criterion, reference))
        for criterion in criteria.criteria
    )


def all_lacking(
    sites: Sequence[Site],
    criteria: CriteriaSet,
    reference: Reference,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Lacking, ...]:
    """Return what is not known about each site.

    ``progress`` is told before each site how many are done; what it raises ends the work.
    """
    found: list[Lacking] = []
    for site in sites:
        if progress is not None:
            progress(len(found), len(sites))
        found.append(lacking(site, criteria, reference))
    return tuple(found)


def completeness(
    sites: Sequence[Site],
    criteria: CriteriaSet,
    reference: Reference,
    lacks: Sequence[Lacking] | None = None,
) -> NDArray[np.float64]:
    """Return the share of the known inputs, ``(sites, criteria)``, 0 nothing to 1 everything.

    What is missing of a site is counted against what is missing where nothing is known. Where
    a known input only opens further questions (a volume asks for a density), it counts as one
    of them. ``lacks`` is what `lacking` says of each site, where it is at hand.
    """
    columns = []
    for k, criterion in enumerate(criteria.criteria):
        context = Context.of(criterion, reference)
        measure = measure_of(criterion)
        everything = measure.missing(NOBODY, context)
        measured = measure.evaluate(sites, context)
        is_blank = np.isnan(measured.low) & np.isnan(measured.high)
        columns.append(
            [
                0.0
                if blank
                else _share(
                    measure.missing(site, context) if lacks is None else lacks[row][k],
                    everything,
                )
                for row, (site, blank) in enumerate(zip(sites, is_blank, strict=True))
            ]
        )
    return np.array(columns, dtype=np.float64).reshape(len(criteria.criteria), len(sites)).T


def _share(missing: tuple[str, ...], everything: tuple[str, ...]) -> float:
    if not missing:
        return 1.0
    if set(missing) == set(everything):
        return 0.0
    return 1.0 - len(missing) / max(len(everything), len(missing) + 1)
