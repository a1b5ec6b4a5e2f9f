"""Caching around the standing of sites: once per inventory and criteria set."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.results import NotRanked
from prioritizer.errors import InputError
from prioritizer.ui.shell import cache as shell
from prioritizer.ui.shell.cache import Inventory, cached
from prioritizer.workflow.ranking.assess import split_register
from prioritizer.workflow.sites import completeness as workflow_completeness


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


@cached("Counting what is known …", most=16)
def completeness(
    inventory: Inventory, criteria: CriteriaSet, rows: tuple[int, ...]
) -> NDArray[np.float64]:
    """Return the share of known inputs of these rows of the register, ``(rows, criteria)``."""
    sites = [inventory.register.sites[row] for row in rows]
    return workflow_completeness.completeness(sites, criteria, shell.reference())
