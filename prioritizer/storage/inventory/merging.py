"""Two versions of an inventory brought together; what both changed has to be settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prioritizer.domain.inventory_change import ValueChange
from prioritizer.domain.inventory_merge import Conflict, MergePlan, Side
from prioritizer.domain.inventory_value import EXISTS, TITLE, WHOLE
from prioritizer.storage.inventory.differences import State, Values, value_changes
from prioritizer.storage.inventory.values import is_same


def plan_merge(base: State | None, ours: State, theirs: State, words: str = "") -> MergePlan:
    """Return what of theirs to take into ours.

    With a base, a value changed on one side only is taken from that side, silence included.
    Without one, what only one side knows is kept, nothing is removed, and every difference is a
    conflict. The title is the name of ours and stays.
    """
    entries: list[ValueChange | Conflict] = []
    for site_id in dict.fromkeys((*ours, *theirs)):
        past = None if base is None else base.get(site_id)
        sites = ours.get(site_id), theirs.get(site_id)
        entries.extend(_merge_site(site_id, past, *sites, has_base=base is not None))
    entries = [entry for entry in entries if (entry.site_id, entry.field) != (WHOLE, TITLE)]
    return MergePlan(
        tuple(entry for entry in entries if isinstance(entry, ValueChange)),
        tuple(entry for entry in entries if isinstance(entry, Conflict)),
        words,
    )


def _merge_site(
    site_id: str,
    base: Values | None,
    ours: Values | None,
    theirs: Values | None,
    *,
    has_base: bool,
) -> Iterator[ValueChange | Conflict]:
    if ours is not None and theirs is not None:
        yield from _merge_values(site_id, base or {}, ours, theirs, has_base=has_base)
        return
    present = ours if theirs is None else theirs
    if present is None:
        return
    if base is None:
        if theirs is not None:
            yield from value_changes(site_id, {}, theirs)
    elif any(value_changes(site_id, base, present)):
        yield Conflict(
            site_id,
            EXISTS,
            base.get(EXISTS),
            (ours or {}).get(EXISTS),
            (theirs or {}).get(EXISTS),
        )
    elif ours is not None:
        yield from value_changes(site_id, ours, {})


def _merge_values(
    site_id: str, base: Values, ours: Values, theirs: Values, *, has_base: bool
) -> Iterator[ValueChange | Conflict]:
    for change in value_changes(site_id, ours, theirs):
        field, mine, other = change.field, change.before, change.after
        past = base.get(field)
        if has_base and is_same(past, other):
            continue
        if has_base and is_same(past, mine):
            yield change
        elif not has_base and (mine is None or other is None):
            if mine is None:
                yield change
        else:
            yield Conflict(site_id, field, past, mine, other)


def settle(
    plan: MergePlan,
    theirs: State,
    ours: State,
    choices: Mapping[tuple[str, str], Side],
    prefer: Side | None,
) -> list[ValueChange]:
    """Return every value to write, each conflict settled by a choice or the preference."""
    written = list(plan.taken)
    for conflict in plan.conflicts:
        if choices.get(conflict.key, prefer) != Side.THEIRS:
            continue
        site_id = conflict.site_id
        if conflict.field == EXISTS:
            written.extend(
                value_changes(site_id, ours.get(site_id, {}), theirs.get(site_id, {}))
            )
        else:
            written.append(ValueChange(site_id, conflict.field, conflict.ours, conflict.theirs))
    return written
