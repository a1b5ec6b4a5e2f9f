"""Ids of a person's own criteria, profiles and policy lists, none of which names a site.

Ids stand in addresses, attributes and files, and are what weights are kept by. Where one names
a site that not everybody may see, a plain one takes its place in all choices at once. What
people read, the name, stays as it was typed, and is told to those who may read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prioritizer.ui.shell import saving, session, state, telling
from prioritizer.ui.shell.cache import Inventory
from prioritizer.workflow.projects.plain_choices import (
    ALONE,
    AMONG,
    BY_DIGEST,
    GIVEN,
    ids_to_change,
    with_plain_ids,
)

HELD = (*ALONE, *AMONG, *BY_DIGEST)


def keep() -> None:
    """Give plain ids in the choices of this page; what was looked at before is left."""
    own = session.own_inventory()
    looked_at = (own, *map(state.get, GIVEN))
    before = state.get("ids_seen")
    if len(before) == len(looked_at) and all(map(_is, looked_at, before)):
        return
    values = {name: state.get(name) for name in HELD}
    plain = of_values(values, own)
    changed = {name: one for name, one in plain.items() if one is not values[name]}
    if changed:
        state.put_together(changed)
        state.drop_sliders()
    state.put("ids_seen", (own, *map(state.get, GIVEN)))


def of_values(values: Mapping[str, Any], own: Inventory) -> dict[str, Any]:
    """Return choices with plain ids where others name a site of a table; else as they are."""
    secret = telling.secret_for_all(own)
    given = saving.saved({name: values[name] for name in GIVEN if name in values})
    if not ids_to_change(given, secret):
        return dict(values)
    held = saving.saved({name: values[name] for name in HELD if name in values})
    return {**values, **saving.restored(with_plain_ids(held, secret))}


def _is(one: object, other: object) -> bool:
    return one is other
