"""Caching around the standing of sites: once per inventory and criteria set."""

from __future__ import annotations

from collections.abc import Mapping

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.results import NotRanked
from prioritizer.errors import InputError
from prioritizer.ui.shell import cache as shell
from prioritizer.ui.shell.cache import Inventory, cached
from prioritizer.workflow.ranking.assess import split_register


@cached(most=16)
def left_out(
    inventory: Inventory, criteria: CriteriaSet, facilities: Facilities
) -> Mapping[str, NotRanked]:
    """Return the sites that cannot be ranked, by id: vetoes, and those without evidence.

    Where the criteria read a column that the inventory does not have, those of the vetoes and
    the evidence that every set asks for.
    """
    tables, register = shell.reference(), inventory.register
    try:
        found = split_register(register, criteria, tables, facilities)[1]
    except InputError:
        plain = shell.criteria_set()
        found = split_register(register, plain, tables, facilities)[1]
    return {entry.site_id: entry for entry in found}
