"""Caching around the overlap of criteria: once per set of sites and settings."""

from __future__ import annotations

from prioritizer.domain.results import Assessment
from prioritizer.ui.shell.cache import Problem, cached, ranked_sites
from prioritizer.workflow.criteria import overlap as workflow
from prioritizer.workflow.criteria.overlap import Overlap


@cached("Comparing the criteria …", most=16)
def overlap(found: Problem, assessment: Assessment, *, top: int) -> Overlap:
    """Return correlations, signs of double counting and the effects of dropping."""
    return workflow.overlap(assessment, ranked_sites(found, assessment), top=top)
