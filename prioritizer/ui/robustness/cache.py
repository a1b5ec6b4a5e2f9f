"""Caching around robustness runs: one run per set of sites, settings and sources."""

from __future__ import annotations

from collections.abc import Callable

from prioritizer.domain.information import NextData
from prioritizer.domain.results import Assessment
from prioritizer.domain.robustness import Robustness, Uncertainty, WeightFree
from prioritizer.ui.shell.cache import Problem, cached
from prioritizer.ui.shell.finished import Finished
from prioritizer.workflow.robustness import next_data as workflow_next_data
from prioritizer.workflow.robustness import shares as workflow
from prioritizer.workflow.robustness import variants
from prioritizer.workflow.robustness.variants import Variant

MAX_RUNS = 32


@cached()
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


@cached("Weighing what each measurement could change …", most=32)
def next_data(found: Problem, assessment: Assessment, *, top: int) -> NextData:
    """Return what each measurement is worth under these settings."""
    return workflow_next_data.next_data(assessment, found.sites, found.reference, top=top)


@cached("Ranking under the other rules …", most=64)
def changed_rules(
    found: Problem, assessment: Assessment, group: str, *, top: int
) -> tuple[Variant, ...]:
    """Return the rankings under the other rules of one group: risk, method or policy."""
    reference = found.reference
    if group == "risk":
        return variants.risk_variants(assessment, found.sites, reference, top=top)
    if group == "policy":
        return variants.policy_variants(assessment, found.sites, reference, top=top)
    return variants.method_variants(assessment, top=top)


@cached("Solving for every possible weight …", most=32)
def weight_free(found: Problem, _assessment: Assessment, *, with_ranks: bool) -> WeightFree:
    """Return what holds without any weights; the weights of the settings do not matter."""
    return workflow.weight_free(_assessment, with_ranks=with_ranks)
