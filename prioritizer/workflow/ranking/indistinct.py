"""Whether a ranking says anything: one site, or sites that are all alike, cannot be ordered."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.results import Assessment


def indistinct(assessment: Assessment) -> str | None:
    """Return why a ranking says nothing, or None if it does say something."""
    n = len(assessment.matrix)
    if n == 1:
        return (
            "found one site that can be ranked. Expected at least two. "
            "Add sites, or a mass or grade to those listed as not ranked."
        )
    values = assessment.values
    if all(np.all(v == v[0]) for v in (values.low, values.expected, values.high)):
        return (
            f"found {n} sites with the same value on every criterion. "
            "Expected sites that differ. All share rank 1."
        )
    return None
