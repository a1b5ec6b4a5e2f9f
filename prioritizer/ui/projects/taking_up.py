"""A kept state as choices of a page again: its table, its values, and what was lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from prioritizer.domain.access import UNTITLED
from prioritizer.domain.project import KeptProject, ProjectState
from prioritizer.errors import AccessError, InputError, PrioritizerError
from prioritizer.ui.inventories import stores as inventories
from prioritizer.ui.kept import stores
from prioritizer.ui.kept.written import TABLE, as_inventory, table_digest
from prioritizer.ui.projects import owner as looking
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import plain_ids, saving
from prioritizer.ui.shell.cache import Inventory
from prioritizer.ui.shell.text import plain as show_plain
from prioritizer.workflow.projects import tables
from prioritizer.workflow.projects.opening import of_address, of_link
from prioritizer.workflow.projects.public import (
    checked_by,
    of_table,
    public_choices,
    public_name,
    without_people,
    without_private_edits,
)
from prioritizer.workflow.sites.audience import Audience
from prioritizer.workflow.sites.inventory import restricted_today
from prioritizer.workflow.sites.told import secret_of, told

MOST_TABLES = 4
# Choices by the digest of the table that they are of.
BY_TABLE = ("pilots_edits", "codes_confirmed", "flow_checked")


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A project as it stands, ready for a page; ``told`` says what is not as it was saved.

    ``right`` is that of somebody who edits it and does not own it, blank for the owner.
    ``at`` is the number of a named state, ``scenario``, where that is looked at and not the one
    in force; ``unknown`` says what of an address is not there. ``is_for_partners``: a link
    that is not for everybody leads to it.
    """

    project: KeptProject
    values: Mapping[str, Any]
    has_before: bool = False
    has_after: bool = False
    told: tuple[str, ...] = field(default=())
    right: str = ""
    is_for_several: bool = False
    at: int = 0
    scenario: str = ""
    unknown: str = ""
    is_for_partners: bool = False


def opened(project_id: str, owner: str, scenario: str = "") -> Opened:
    """Return a project in the state in force: of an owner, or one that they may edit.

    Raises
    ------
    AccessError
        If there is none of this id, or it is another's: in the same words.
    """
    store = stores.store()
    # What this process has not written yet is part of the state.
    if owner and stores.writer().is_pending(project_id):
        stores.writer().flush(project_id)
    right = owner
    try:
        kept = store.project(project_id, owner)
    except AccessError:
        right = of_address(looking.address_now())
        if not right:
            raise
        kept = store.project(project_id, right)
    return _named(kept, right, scenario)


def opened_to_edit(secret: str, scenario: str = "") -> Opened:
    """Return the project that a link lets others edit, whole.

    Raises
    ------
    AccessError
        If the link leads nowhere, or was ended.
    """
    store, right = stores.store(), of_link(secret)
    kept = store.edited_by_link(secret)
    if stores.writer().is_pending(kept.id):
        stores.writer().flush(kept.id)
        kept = store.edited_by_link(secret)
    return _named(kept, right, scenario)


def _named(kept: KeptProject, right: str, scenario: str) -> Opened:
    """Return a project in the state of a name, or in the one in force."""
    store = stores.store()
    lines = store.history(kept.id, right) if scenario else ()
    number = next((line.number for line in reversed(lines) if line.name == scenario), 0)
    found = _opened(kept, store.state(kept.id, right, number or None), right)
    if number and number != kept.current:
        return replace(found, at=number, scenario=scenario)
    return replace(found, unknown=_unknown(scenario)) if scenario and not number else found


def _unknown(scenario: str) -> str:
    return (
        f"scenario: found “{show_plain(scenario, limit=60)}”. Expected the name of a state of "
        "this project (Projects › History)."
    )


def _opened(kept: KeptProject, one: ProjectState, right: str) -> Opened:
    values, told = values_of(one)
    lines = stores.store().history(kept.id, right)
    numbers = {line.number for line in lines}
    return Opened(
        kept,
        values,
        has_before=one.line.parent in numbers,
        has_after=any(line.parent == one.line.number for line in lines),
        told=told,
        right="" if kept.is_own else right,
        is_for_several=stores.store().is_for_several(kept.id, right),
    )


def moved(kept: KeptProject, one: ProjectState, right: str) -> Opened:
    """Return a project in another of its states, which is in force from now on."""
    return _opened(kept, one, right)


def opened_by_link(secret: str, scenario: str = "") -> Opened:
    """Return what a link lets others read: the part for its readers, and nothing else.

    Raises
    ------
    AccessError
        If the link leads nowhere, or was ended.
    """
    kept, one, share = stores.store().read_shared(secret, scenario)
    if stores.writer().is_pending(kept.id):
        stores.writer().flush(kept.id)
        kept, one, share = stores.store().read_shared(secret, scenario)
    own = _inventory(one)
    if not own.register.sites:
        raise InputError(_lost(own))
    values, told = known_choices(one.choices)
    own = _restricted_today(own, values)
    shown, choices = part_of(own, one.choices, Audience(share.audience))
    values, told = known_choices(choices)
    values[TABLE] = _or_sample(shown)
    name = public_name(kept.name, own.register, shown.register)
    # Names of states are the owner's; only whoever has one in a link learns that it is there.
    is_there = one.line.name == scenario
    return Opened(
        replace(kept, name=name),
        values,
        told=told,
        scenario=scenario if is_there else "",
        unknown="" if is_there or not scenario else _unknown(scenario),
        is_for_partners=share.audience != Audience.PUBLIC.value,
    )


def part_of(
    own: Inventory, choices: Mapping[str, Any], audience: Audience
) -> tuple[Inventory, dict[str, Any]]:
    """Return the table and the choices of a project as its readers get them.

    What they get is a table of its own: nothing that is kept from them is in it any more. The
    edits of pilots that a kept inventory holds go along.
    """
    carried = without_people(with_kept_edits(choices, own.digest))
    if audience is Audience.PUBLIC:
        carried = without_private_edits(carried)
    part = cached.seen(own, audience)
    carried = of_table(carried, own.digest, part.register)
    if part is own:
        return own, public_choices(carried, own.register, own.register)
    # The mark in the title is set anew wherever the part is shown.
    title = told(own.register.title, secret_of(own.register, part.register))
    title = title if title == own.register.title else UNTITLED
    register = replace(part.register, title=title)
    shown = replace(
        part, register=register, sentence="", mark="", restricted_in="", is_sample=False
    )
    # Its title is another one than that of the owner's own view: so is its digest.
    shown = replace(shown, digest=table_digest(shown))
    left = public_choices(carried, own.register, part.register)
    left["audience"] = audience.value
    left = checked_by(left, audience.value)
    return shown, rekeyed(left, own.digest, shown.digest)


def with_kept_edits(choices: Mapping[str, Any], digest: str) -> dict[str, Any]:
    """Return choices with the edits of pilots that stand in the kept inventory in use."""
    name, store = str(choices.get("kept_ranked") or ""), None
    if name and choices.get("kept_digest") == digest:
        store = inventories.store()
    if store is None:
        return dict(choices)
    try:
        edits = {digest: store.pilot_edits(name)}
    except PrioritizerError:
        return dict(choices)  # the inventory is gone, and its edits with it
    found = saving.saved({"pilots_edits": edits})
    both = {**choices.get("pilots_edits", {}), **found["pilots_edits"]}
    return {**choices, "pilots_edits": both}


def rekeyed(choices: Mapping[str, Any], before: str, after: str) -> dict[str, Any]:
    """Return choices in which what belongs to a table belongs to the one of another digest."""
    moved = {
        name: {after if key == before else key: value for key, value in choices[name].items()}
        for name in BY_TABLE
        if isinstance(choices.get(name), dict)
    }
    return {**choices, **moved}


def values_of(one: ProjectState) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the choices of a state, and in words what of it could not be taken up."""
    values, told = known_choices(one.choices)
    found = _inventory(one)
    if not found.register.sites:
        return {**values, TABLE: None}, (*told, _lost(found))
    own = _restricted_today(found, values)
    values = plain_ids.of_values(values, own)
    if own is not found:
        values["kept_digest"] = own.digest
    values[TABLE] = _or_sample(own)
    return values, told


def _lost(stub: Inventory) -> str:
    return (
        f"The table “{show_plain(stub.register.title, limit=60)}” was too large to be kept "
        "with the project, and no kept inventory holds it. What you see is the sample, with "
        "your choices. Load the table again on the page Import."
    )


def _inventory(one: ProjectState) -> Inventory:
    sample = cached.sample()
    if one.table == table_digest(sample):
        return sample
    found = _kept_table(one.table)
    return found if found.register.sites else _of_kept_inventory(one, found)


def _of_kept_inventory(one: ProjectState, stub: Inventory) -> Inventory:
    """Return a table too large for a project from the kept inventory that it is of."""
    name, store = str(one.choices.get("kept_ranked") or ""), None
    if name and one.choices.get("kept_digest") == stub.digest:
        store = inventories.store()
    entries = store.list_inventories() if store is not None else ()
    changes = next((entry.change_no for entry in entries if entry.name == name), 0)
    for number in range(changes, 0, -1):
        if inventories.digest(name, number) == stub.digest:
            return inventories.inventory(name, number)
    return stub


@lru_cache(maxsize=MOST_TABLES)
def _kept_table(digest: str) -> Inventory:
    """Return a table by the digest of its content: the same for whoever has it in a project."""
    return as_inventory(tables.read(stores.store().table(digest)))


def _or_sample(own: Inventory) -> Inventory | None:
    return None if own is cached.sample() else own


def known_choices(choices: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return what this version knows of saved choices; the rest is named, not silently lost."""
    values: dict[str, Any] = {}
    told = []
    for name, value in choices.items():
        try:
            values |= saving.restored({name: value})
        except InputError as error:
            told.append(f"Not opened: {error}")
    return values, tuple(told)


def _restricted_today(own: Inventory, values: Mapping[str, Any]) -> Inventory:
    """Return a state of a kept inventory with what is restricted in it now restricted."""
    name = values.get("kept_ranked")
    if not name or values.get("kept_digest") != own.digest:
        return own
    try:
        store = inventories.store()
        register = (
            own.register if store is None else restricted_today(store, name, own.register)
        )
    except PrioritizerError:
        return own  # the inventory is gone; what it said last is in the table
    if register == own.register:
        return own
    changed = replace(own, register=register)
    return replace(changed, digest=table_digest(changed))
