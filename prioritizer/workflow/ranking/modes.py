"""One list under each way to take unknown values: which sites are not on all of them."""

from __future__ import annotations

from collections.abc import Mapping

from prioritizer.domain.answer import GapMode
from prioritizer.domain.results import Assessment


def listed_sites(assessment: Assessment) -> frozenset[str]:
    """Return the ids of the sites with a place on the list, in its order."""
    names = assessment.matrix.alternatives
    return frozenset(names[row] for row in assessment.order()[: assessment.settings.top])


def modes_of_entries(
    by_mode: Mapping[GapMode, Assessment],
) -> dict[str, tuple[GapMode, ...]]:
    """Return the sites that are on some of the lists only, each with the modes of these."""
    lists = {mode: listed_sites(assessment) for mode, assessment in by_mode.items()}
    found = {
        site_id: tuple(mode for mode, listed in lists.items() if site_id in listed)
        for site_id in frozenset().union(*lists.values())
    }
    return {site_id: modes for site_id, modes in found.items() if len(modes) < len(lists)}
