"""Caching around the standing of sites: once per inventory and criteria set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.results import NotRanked
from prioritizer.errors import InputError
from prioritizer.ui.parts.long_work import LongWork
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


KNOWN = LongWork[NDArray[np.float64]](
    "known", "Counting what is known …", "how much of each site is known", 16
)
FEW_SITES = 200
"""Of so many sites it is known before one could read how far it is."""


def completeness(
    inventory: Inventory, criteria: CriteriaSet, rows: tuple[int, ...]
) -> NDArray[np.float64] | None:
    """Return the share of known inputs of these rows of the register, ``(rows, criteria)``.

    None where the work was cancelled.
    """
    sites, tables = [inventory.register.sites[row] for row in rows], shell.reference()

    def make(progress: Callable[[int, int], None] | None = None) -> NDArray[np.float64]:
        lacks = workflow_completeness.all_lacking(sites, criteria, tables, progress)
        return workflow_completeness.completeness(sites, criteria, tables, lacks)

    key = repr((inventory.digest, shell.criteria_digest(criteria), rows))
    if len(rows) <= FEW_SITES:
        return KNOWN.made(key, make)
    return KNOWN.shown(
        key, lambda work: make(partial(work.counted, words="Looked at {n} sites"))
    )
