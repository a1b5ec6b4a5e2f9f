"""Caching around shortlist, programme, pilots and viability: worked out once per settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from prioritizer.domain.economics import Price
from prioritizer.domain.pilot import Estimate, PilotDefinition
from prioritizer.domain.results import Assessment
from prioritizer.domain.support import Support
from prioritizer.errors import InputError
from prioritizer.ui.parts.working import give_way
from prioritizer.ui.shell.cache import Problem, cached
from prioritizer.ui.shell.finished import Finished
from prioritizer.workflow.pilots import portfolio as workflow_portfolio
from prioritizer.workflow.pilots.coverage import assayed_crm
from prioritizer.workflow.pilots.definition import draft_pilot
from prioritizer.workflow.pilots.portfolio import Plan, Request, default_costs, time_limit
from prioritizer.workflow.pilots.portfolio_draws import Robust
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
from prioritizer.workflow.sites.classify import ClassifiedRegister, classify

MOST_RUNS = 32
PLAN_SECONDS = 30.0
"""How long the page searches for the best programme; then it says how far off it may be."""


@cached("Classifying the sites …", most=8)
def classes(found: Problem) -> ClassifiedRegister:
    """Return the UNFC class of every site of the problem."""
    return classify(found.register, found.criteria, found.reference)


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


@cached(most=32, keys={Request: repr, dict: lambda costs: repr(sorted(costs.items()))})
def plan(
    found: Problem,
    assessment: Assessment,
    costs: dict[str, Estimate],
    request: Request,
    *,
    with_frontier: bool,
) -> Plan:
    """Return the best programme at best estimates, EUR by site id.

    Whoever asks for something else meanwhile does not wait for it.
    """
    return workflow_portfolio.plan(
        assessment,
        found.register,
        costs,
        request,
        found.reference,
        with_frontier=with_frontier,
        stop=time_limit(PLAN_SECONDS, give_way),
    )


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
