"""The costs of pilots for a room that shares out a budget, as the programme has them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from prioritizer.domain.pilot import Estimate
from prioritizer.domain.site import SiteRegister
from prioritizer.workflow.pilots.portfolio import default_costs
from prioritizer.workflow.pilots.tables import pilot_facts


def room_costs(
    register: SiteRegister,
    sites: Collection[str],
    stages: tuple[int, int],
    own: Mapping[str, Estimate],
) -> tuple[dict[str, Estimate], frozenset[str]]:
    """Return the costs of some sites by id, EUR, and which of them are a person's own.

    ``register`` holds what the people in the room may see: a default cost follows how thick a
    body is, and would tell it. Sites that it does not hold have no cost.
    """
    first, last = stages
    known = {site.site_id for site in register.sites} & set(sites)
    mine = {site: cost for site, cost in own.items() if site in known}
    costs = default_costs(register, pilot_facts().stages[first : last + 1], mine)
    return {site: costs[site] for site in known}, frozenset(mine)
