"""A programme asked for beside a ranking, as a report takes it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from prioritizer.domain.economics import PilotFacts
from prioritizer.domain.pilot import Estimate
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.workflow.pilots.coverage import Request
from prioritizer.workflow.pilots.portfolio import Plan, default_costs, plan, time_limit

REPORT_SECONDS = 120.0
"""How long a report waits for the best programme; then it says how far off it may be."""


@dataclass(frozen=True, slots=True)
class ProgrammeChoice:
    """What is asked of a programme: the request, the stages paid for, a person's own costs."""

    request: Request
    stages: tuple[int, int] = (1, 4)
    own_costs: Mapping[str, Estimate] = field(default_factory=dict)


def programme_for(
    choice: ProgrammeChoice,
    assessment: Assessment,
    register: SiteRegister,
    facts: PilotFacts,
    reference: Reference,
) -> Plan | str:
    """Return the programme over the sites that an audience sees, or why there is none."""
    first, last = choice.stages
    known = {site.site_id for site in register.sites}
    own = {site: cost for site, cost in choice.own_costs.items() if site in known}
    costs = default_costs(register, facts.stages[first : last + 1], own)
    try:
        stop = time_limit(REPORT_SECONDS)
        drawn = replace(choice.request.cost_draws, own=frozenset(own))
        request = replace(choice.request, cost_draws=drawn)
        return plan(assessment, register, costs, request, reference, stop=stop)
    except InputError as error:
        return str(error)
