"""What a merge would do, and the changes that are refused because something would be lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from prioritizer.domain.inventory_merge import MergePlan, Side
from prioritizer.domain.inventory_store import Choices
from prioritizer.domain.inventory_value import WHOLE
from prioritizer.errors import StoreError
from prioritizer.storage.database.sql import Sql
from prioritizer.storage.inventory import citations, own
from prioritizer.storage.inventory import queries as queries
from prioritizer.storage.inventory.merging import plan_merge
from prioritizer.storage.inventory.queries import Place
from prioritizer.storage.inventory.rows import read_site, read_state
from prioritizer.storage.inventory.sites import State
from prioritizer.storage.inventory.writes import Write

MOST_SHOWN = 20


def plan_of(sql: Sql, place: Place, theirs: Place) -> tuple[MergePlan, State, State]:
    """Return the plan of a merge with the two states.

    Raises
    ------
    StoreError
        If the two have an own column of one name that means something else.
    """
    base = queries.common_past(sql, place, theirs)
    words = "no common past" if base is None else f"{base.name}@{base.change_no}"
    past = None if base is None else read_state(sql, base.inventory_id, base.change_no)
    states = [read_state(sql, p.inventory_id, p.change_no) for p in (place, theirs)]
    what = f"merge of '{theirs.name}' into '{place.name}'"
    own.refuse_other_meaning(states[0].get(WHOLE, {}), states[1].get(WHOLE, {}), what)
    return plan_merge(past, states[0], states[1], words), states[0], states[1]


def refuse_lost(
    sql: Sql, place: Place, writes: Sequence[Write], what: str, known: Collection[str] = ()
) -> None:
    """Refuse a change after which a value cites a source that is gone.

    Parameters
    ----------
    known
        Ids of the sources where the values come from.

    Raises
    ------
    StoreError
        Naming what cites it.
    """
    ever = citations.sources_in(line.field for line in queries.timelines(sql, place, WHOLE))
    citations.refuse_lost(
        read_site(sql, place.inventory_id, WHOLE, place.change_no),
        lambda: read_state(sql, place.inventory_id, place.change_no),
        writes,
        ever | frozenset(known),
        what,
    )


def refuse_choices(plan: MergePlan, choices: Choices, what: str) -> None:
    """Refuse a choice for what is no conflict, such as a mistyped field.

    Raises
    ------
    StoreError
        Naming it.
    """
    strangers = sorted(choices.keys() - {conflict.key for conflict in plan.conflicts})
    if strangers:
        raise StoreError(
            f"{what}: found a choice for {'/'.join(strangers[0])}, which is no conflict. "
            "Expected one of those that --dry-run lists. Correct the choice."
        )


def refuse_open(plan: MergePlan, choices: Choices, prefer: Side | None, what: str) -> None:
    """Refuse a merge while a conflict is open.

    Raises
    ------
    StoreError
        Listing the conflicts.
    """
    unsettled = plan.unsettled(choices, prefer)
    if not unsettled:
        return
    shown = "\n".join(f"  {conflict}" for conflict in unsettled[:MOST_SHOWN])
    more = len(unsettled) - MOST_SHOWN
    raise StoreError(
        f"{what}: found {len(unsettled)} conflicts. Expected each settled. Choose ours or "
        "theirs "
        f"for:\n{shown}" + (f"\n  … and {more} more" if more > 0 else "")
    )
