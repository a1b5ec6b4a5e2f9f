"""Caching around shortlist, programme, pilots and viability: worked out once per settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic

from prioritizer.domain.classification import Classification
from prioritizer.domain.economics import Price
from prioritizer.domain.pilot import Estimate, PilotDefinition
from prioritizer.domain.results import Assessment
from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.support import Support
from prioritizer.errors import InputError
from prioritizer.ui.parts.long_work import LongWork
from prioritizer.ui.parts.working import Working
from prioritizer.ui.shell.cache import Problem, assessment_key, cached
from prioritizer.ui.shell.finished import Finished
from prioritizer.workflow.pilots import portfolio as workflow_portfolio
from prioritizer.workflow.pilots.coverage import assayed_crm
from prioritizer.workflow.pilots.definition import draft_pilot
from prioritizer.workflow.pilots.portfolio import Plan, Request, default_costs, time_limit
from prioritizer.workflow.pilots.portfolio_draws import Robust
from prioritizer.workflow.pilots.shortlist import Locks, Shortlist, shortlist
from prioritizer.workflow.pilots.tables import pilot_facts
from prioritizer.workflow.pilots.viability import (
    Draft,
    Viability,
    appraise_project,
    draft_project,
)
from prioritizer.workflow.pilots.viability_charts import (
    Adjustments,
    ViabilityCharts,
    viability_charts,
)
from prioritizer.workflow.sites.classify import classify

MOST_RUNS = 32
PLAN_SECONDS = 30.0
"""How long the page searches for the best programme; then it says how far off it may be."""


@cached(most=32)
def classes(found: Problem, site_ids: tuple[str, ...]) -> Mapping[str, Classification]:
    """Return the UNFC class of some sites of the problem, by site id."""
    by_id = found.register.by_id()
    few = replace(found.register, sites=tuple(by_id[site_id] for site_id in site_ids))
    found_classes = classify(few, found.criteria, found.reference).sites
    return {one.site_id: one for one in found_classes}


@cached(most=16, keys={Cutoff: repr, Locks: repr})
def listed(found: Problem, assessment: Assessment, rule: Cutoff, locks: Locks) -> Shortlist:
    """Return the shortlist with its locks.

    Raises
    ------
    InputError
        As `prioritizer.workflow.pilots.shortlist.shortlist` does.
    """
    return shortlist(assessment, rule, locks=locks, register=found.register)


@cached(most=128)
def draft(
    found: Problem, site_id: str, next_step: str = "", aside: str = ""
) -> PilotDefinition:
    """Return the pilot definition of a site as drafted from the evidence."""
    site = found.register.by_id()[site_id]
    return draft_pilot(
        site, found.criteria, found.reference, pilot_facts(), next_step=next_step, aside=aside
    )


@cached(most=16)
def costs(found: Problem, stages: tuple[int, int]) -> Mapping[str, Estimate]:
    """Return the default cost of a pilot by site id, for the stages from one to another."""
    first, last = stages
    return default_costs(found.register, pilot_facts().stages[first : last + 1])


PLANS = LongWork[Plan]("plan", "Looking for the best programme …", "the best programme")
FRONTIERS = LongWork[Plan](
    "frontier",
    "Finding the best programme at each budget …",
    "the best programme at each budget",
)


def plan(
    found: Problem, assessment: Assessment, costs: Mapping[str, Estimate], request: Request
) -> Plan | None:
    """Return the best programme, costs in EUR by site id; None where the work was cancelled.

    Raises
    ------
    InputError
        As `prioritizer.workflow.pilots.portfolio.plan` does.
    """

    def make(work: Working) -> Plan:
        begun = monotonic()

        def tell(words: str) -> None:
            # Nobody knows how long it takes: the bar is how much of its time is gone.
            share = (monotonic() - begun) / PLAN_SECONDS
            work.tell(share, f"Looking for {words}, {PLAN_SECONDS:.0f} s at most …")

        return workflow_portfolio.plan(
            assessment,
            found.register,
            costs,
            request,
            found.reference,
            with_frontier=False,
            stop=time_limit(PLAN_SECONDS, work.look),
            progress=tell,
        )

    return PLANS.shown(_plan_key(found, assessment, costs, request), make)


def with_frontier(
    found: Problem, assessment: Assessment, costs: Mapping[str, Estimate], chosen: Plan
) -> Plan | None:
    """Return a plan with the best programme at each budget; None where it was cancelled."""

    def make(work: Working) -> Plan:
        return workflow_portfolio.add_frontier(
            chosen,
            assessment,
            found.register,
            costs,
            found.reference,
            stop=time_limit(PLAN_SECONDS, work.look),
            progress=partial(work.counted, words="Looked at {n} budgets"),
        )

    return FRONTIERS.shown(_plan_key(found, assessment, costs, chosen.request), make)


def _plan_key(
    found: Problem, assessment: Assessment, costs: Mapping[str, Estimate], request: Request
) -> str:
    ranked = assessment_key(assessment)
    return repr((found.key, ranked, sorted(costs.items()), request))


@cached()
def portfolio_runs() -> Finished[Robust]:
    """Return the finished programmes over draws of this process."""
    return Finished(MOST_RUNS)


@cached(most=16)
def assayed(found: Problem) -> tuple[str, ...]:
    """Return the critical raw materials that at least one ranked site has an assay of."""
    kinds = assayed_crm(list(found.sites), found.reference)
    return tuple(sorted(frozenset().union(*kinds)))


@dataclass(frozen=True, slots=True, eq=False)
class Screened:
    """A viability answer with its charts, and the project that it rests on."""

    draft: Draft
    answer: Viability
    charts: ViabilityCharts


@dataclass(frozen=True, slots=True)
class Screening:
    """What a person asks of a screening, all of it but the site."""

    adjustments: Adjustments
    supports: tuple[Support, ...]
    today: tuple[str, ...] | None
    pilot_cost_eur: float
    prices: Mapping[str, Price]


def drafted_project(found: Problem, site_id: str, prices: Mapping[str, Price]) -> Draft:
    """Return the project drafted for a site.

    Raises
    ------
    InputError
        If no mass, or no priced product with a known recovery, is at hand.
    """
    site = found.register.by_id()[site_id]
    return draft_project(site, found.reference, pilot_facts(), prices=prices)


def first_screenable(found: Problem, order: Sequence[int]) -> str:
    """Return the best ranked site whose project can be drafted, else the best ranked."""
    for row in order:
        site_id = found.sites[row].site_id
        try:
            drafted_project(found, site_id, {})
        except InputError:
            continue
        return site_id
    return found.sites[order[0]].site_id


@cached("Drawing prices, grades and costs …", most=32, keys={Screening: repr})
def screened(found: Problem, site_id: str, asked: Screening) -> Screened:
    """Return the viability of a site as asked for."""
    drafted = drafted_project(found, site_id, asked.prices)
    drafted = replace(drafted, project=asked.adjustments.applied(drafted.project))
    site = found.register.by_id()[site_id]
    answer = appraise_project(
        drafted,
        pilot_facts(),
        critical=tuple(sorted(assayed_crm([site], found.reference)[0])),
        supports=asked.supports,
        today=asked.today,
        pilot_cost_eur=asked.pilot_cost_eur,
    )
    charts = viability_charts(drafted.project, draws=answer.draws, seed=answer.seed)
    return Screened(drafted, answer, charts)
