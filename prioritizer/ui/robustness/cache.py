"""Caching around robustness runs: one run per set of sites, settings and sources."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from prioritizer.domain.information import NextData
from prioritizer.domain.results import Assessment
from prioritizer.domain.robustness import Robustness, Uncertainty, WeightFree
from prioritizer.readers.measurement_costs import read_measurement_options
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.finished import Finished
from prioritizer.workflow.robustness import next_data as workflow_next_data
from prioritizer.workflow.robustness import shares as workflow
from prioritizer.workflow.robustness import variants
from prioritizer.workflow.robustness.variants import Variant

MAX_RUNS = 32


@st.cache_resource(show_spinner=False)
def runs() -> Finished[Robustness]:
    """Return the finished runs of this process."""
    return Finished(MAX_RUNS)


def run(
    found: Problem,
    assessment: Assessment,
    uncertainty: Uncertainty,
    *,
    top: int,
    draws: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> Robustness:
    """Return the robustness of a ranking; not cached itself, see `runs`."""
    return workflow.robustness(
        assessment,
        found.sites,
        found.reference,
        uncertainty,
        top=top,
        draws=draws,
        seed=seed,
        progress=progress,
    )


def next_data(found: Problem, assessment: Assessment, *, top: int) -> NextData:
    """Return what each measurement is worth under these settings."""
    return _next_data(found.key, repr(assessment.settings), top, found, assessment)


@st.cache_resource(show_spinner="Weighing what each measurement could change …", max_entries=32)
def _next_data(
    key: str, settings: str, top: int, _found: Problem, _assessment: Assessment
) -> NextData:
    return workflow_next_data.next_data(
        _assessment, _found.sites, _found.reference, read_measurement_options(), top=top
    )


def changed_rules(
    found: Problem, assessment: Assessment, group: str, *, top: int
) -> tuple[Variant, ...]:
    """Return the rankings under the other rules of one group: risk, method or policy."""
    return _changed_rules(found.key, repr(assessment.settings), group, top, found, assessment)


@st.cache_resource(show_spinner="Ranking under the other rules …", max_entries=64)
def _changed_rules(
    key: str, settings: str, group: str, top: int, _found: Problem, _assessment: Assessment
) -> tuple[Variant, ...]:
    reference = _found.reference
    if group == "risk":
        return variants.risk_variants(_assessment, _found.sites, reference, top=top)
    if group == "policy":
        return variants.policy_variants(_assessment, _found.sites, reference, top=top)
    return variants.method_variants(_assessment, top=top)


def weight_free(found: Problem, assessment: Assessment, *, with_ranks: bool) -> WeightFree:
    """Return what holds without any weights; the weights of the settings do not matter."""
    return _weight_free(found.key, with_ranks, assessment)


@st.cache_resource(show_spinner="Solving for every possible weight …", max_entries=32)
def _weight_free(key: str, with_ranks: bool, _assessment: Assessment) -> WeightFree:
    return workflow.weight_free(_assessment, with_ranks=with_ranks)
