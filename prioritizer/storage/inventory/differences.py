"""Two states of an inventory compared, value by value; pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from prioritizer.domain.inventory_change import Difference, ValueChange
from prioritizer.domain.inventory_value import Value
from prioritizer.storage.inventory.own import OWN
from prioritizer.storage.inventory.values import facts, is_same

Values = Mapping[str, Value]
State = Mapping[str, Values]


def difference(before: State, after: State) -> Difference:
    """Return what differs from one state to another; row numbers and order do not count."""
    ids = list(dict.fromkeys((*before, *after)))
    added = tuple(i for i in ids if i not in before)
    removed = tuple(i for i in ids if i not in after)
    changed = [
        change
        for site_id in ids
        if site_id in before and site_id in after
        for change in value_changes(site_id, before[site_id], after[site_id])
    ]
    return Difference(added, removed, tuple(changed))


def value_changes(site_id: str, before: Values, after: Values) -> Iterator[ValueChange]:
    """Yield the values of one site that differ, evidence included."""
    for field in dict.fromkeys((*before, *after)):
        one, other = before.get(field), after.get(field)
        if not is_same(one, other):
            yield ValueChange(site_id, field, one, other)


def updates(before: Values, wanted: Values) -> dict[str, Value | None]:
    """Return what to write so that a site says what a register says; None where it is silent.

    A value whose facts stay keeps its evidence (confidence, method, samples, date); the unit of
    an own column is that of its declaration.
    """
    written: dict[str, Value | None] = {name: None for name in before if name not in wanted}
    for field, value in wanted.items():
        kept = before.get(field)
        if kept is None or facts(kept) != facts(value):
            written[field] = value
        elif (kept.position, kept.best) != (value.position, value.best):
            written[field] = replace(kept, position=value.position, best=value.best)
        elif field.startswith(OWN) and kept.unit != value.unit:
            written[field] = replace(kept, unit=value.unit)
    return written
