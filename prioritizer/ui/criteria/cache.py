"""Caching around the overlap of criteria: once per set of sites and settings."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.results import Assessment
from prioritizer.ui.shell.cache import Problem
from prioritizer.workflow.criteria import overlap as workflow
from prioritizer.workflow.criteria.overlap import Overlap


def overlap(found: Problem, assessment: Assessment, *, top: int) -> Overlap:
    """Return correlations, signs of double counting and the effects of dropping."""
    return _overlap(found.key, repr(assessment.settings), top, found, assessment)


@st.cache_resource(show_spinner="Comparing the criteria …", max_entries=16)
def _overlap(
    key: str, settings: str, top: int, _found: Problem, _assessment: Assessment
) -> Overlap:
    return workflow.overlap(_assessment, _found.sites, top=top)
