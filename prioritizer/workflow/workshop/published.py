"""What of a round may stand in a table: no cell that rests on fewer than five people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from prioritizer.domain.disclosure import open_groups
from prioritizer.domain.workshop import SMALLEST_GROUP
from prioritizer.workflow.workshop.agreement import NO_AGREEMENT
from prioritizer.workflow.workshop.group_views import GROUP_RULE
from prioritizer.workflow.workshop.results import Camp, RoundResult


def published(found: RoundResult) -> RoundResult:
    """Return a round as pages, projector, phones and tables show it.

    The record holds each answer, so that anybody can compute all of it again; tables are
    passed on without it. In them

    - a camp is told as a group is: from five people on, and only if no smaller one follows from
      the rest (`disclosure.open_groups`); of the others the size;
    - groups have no range, whose ends are the answer of one person each;
    - the places under the mean of groups are left out where a group is hidden: the places of
      many sites give weights back to the second digit;
    - the list without those who left the procedure is left out where fewer than five did, or
      fewer than five are left;
    - how many people did not know a criterion is left out where fewer than five did not, or
      fewer than five are left; so are the figures of agreement where fewer than five people
      answered everything and somebody did not;
    - how much people moved between rounds is left out where fewer than five answered both.
    """
    is_whole = GROUP_RULE in found.weights
    ranks = {rule: r for rule, r in found.ranks.items() if is_whole or rule != GROUP_RULE}
    few = min(found.n_not_compliant, len(found.opinions) - found.n_not_compliant)
    return replace(
        found,
        ranks=ranks,
        camps=_camps(found.camps),
        groups=tuple(replace(view, low=(), high=()) for view in found.groups),
        compliant_only=found.compliant_only if few >= SMALLEST_GROUP else None,
        agreement=found.agreement if found.has_enough else NO_AGREEMENT,
        unknown=told_counts(found.unknown, len(found.opinions)),
        is_published=True,
    )


def told_counts(counts: Mapping[str, int], people: int) -> dict[str, int]:
    """Return the counts that may be told: five people or more on either side."""
    most = people - SMALLEST_GROUP
    return {name: n for name, n in counts.items() if SMALLEST_GROUP <= n <= most}


def _camps(camps: tuple[Camp, ...]) -> tuple[Camp, ...]:
    if len(camps) < 2:
        return camps
    told = told_camps([camp.n for camp in camps])
    return tuple(
        camp if number in told else Camp(camp.n, np.zeros(0), np.zeros(0, np.int64), ())
        for number, camp in enumerate(camps)
    )


def told_camps(sizes: list[int]) -> frozenset[int]:
    """Return which camps may be told, by place; one alone is the room itself."""
    if len(sizes) < 2:
        return frozenset(range(len(sizes)))
    # Ids that sort as the places do.
    told = open_groups({f"{number:03d}": n for number, n in enumerate(sizes)})
    return frozenset(int(name) for name in told)
