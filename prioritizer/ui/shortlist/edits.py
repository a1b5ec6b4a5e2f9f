"""Edits of pilot definitions and locks: with a kept inventory, else for this session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from prioritizer.domain.filled import is_filled
from prioritizer.domain.pilot_edit import EditValue, PilotEdit
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.ui.inventories import stores as kept
from prioritizer.ui.shell import fresh, session, state
from prioritizer.workflow.pilots.edits import (
    LOCK,
    MOST_IN_SESSION,
    locks_of,
    with_session_edit,
)
from prioritizer.workflow.pilots.edits_seen import edits_for
from prioritizer.workflow.pilots.shortlist import Locks
from prioritizer.workflow.pilots.taking_back import WHY, between

Books = Mapping[str, tuple[PilotEdit, ...]]


def kept_name() -> str | None:
    """Return the name of the kept inventory that is ranked; None for sample and uploads."""
    name: str | None = state.get("kept_ranked")
    in_use = session.own_inventory()
    if name is None or in_use.is_sample or in_use.digest != state.get("kept_digest"):
        return None
    return name


def edits() -> tuple[PilotEdit, ...]:
    """Return every edit made in the inventory in use, the first first."""
    name = kept_name()
    store = kept.store()
    if name is not None and store is not None:
        return store.pilot_edits(name)
    found: tuple[PilotEdit, ...] = state.get("pilots_edits").get(
        session.own_inventory().digest, ()
    )
    return found


def seen() -> tuple[PilotEdit, ...]:
    """Return the edits that the chosen readers may see."""
    return seen_by(session.inventory().register)


def seen_by(part: SiteRegister) -> tuple[PilotEdit, ...]:
    """Return the edits that readers of a part of the inventory in use may see."""
    return edits_for(edits(), session.own_inventory().register, part)


def keep(
    site_id: str, path: str, value: EditValue, *, who: str, why: str, seen: int | None = None
) -> None:
    """Keep an edit, None for as drafted; the name of its author is remembered.

    Raises
    ------
    InputError
        If it has no author or no reason.
    StoreError
        If somebody else has edited the same entry since.
    """
    if not is_filled(who) or not is_filled(why):
        missing = "your name" if not is_filled(who) else "why"
        raise InputError(f"Please enter {missing}; it is kept with every edit.")
    state.put("who", who.strip())
    name = kept_name()
    if name is not None:
        kept.store_made().edit_pilot(name, site_id, path, value, who=who, why=why, seen=seen)
        _note(name, PilotEdit(0, site_id, path, value, who.strip(), "", why.strip()))
        return
    made = with_session_edit(edits(), site_id, path, value, who=who, why=why)
    books = state.get("pilots_edits")
    state.put("pilots_edits", {**books, session.own_inventory().digest: made})


def _note(name: str, made: PilotEdit) -> None:
    """Let the project know of an edit that stands with a kept inventory, for undo and redo."""
    books: Books = state.get("pilots_kept_edits")
    own = books.get(name, ())
    number = own[-1].number + 1 if own else 1
    recent = (*own, replace(made, number=number))[-MOST_IN_SESSION:]
    state.put("pilots_kept_edits", {**books, name: recent})


def follow(before: Books, after: Books) -> tuple[str, ...]:
    """Take edits in kept inventories back, or do them again, as the project has gone.

    Returns in words what was left as it is, because somebody else has edited it since.
    """
    store, told = kept.store(), []
    changed = [name for name in {*before, *after} if before.get(name) != after.get(name)]
    for name in changed if store is not None else ():
        steps = between(
            kept.store_made().pilot_edits(name), before.get(name, ()), after.get(name, ())
        )
        for one in steps.made:
            kept.store_made().edit_pilot(
                name, one.site_id, one.path, one.value, who=state.get("who") or "project",
                why=WHY, seen=one.seen,
            )  # fmt: skip
        told += [
            f"{site_id}, {path.replace('_', ' ')}: left as it is, somebody else has edited it "
            "since."
            for site_id, path in steps.left
        ]
    return tuple(told)


def place() -> str:
    """Return in words where edits are kept."""
    name = kept_name()
    if name is not None:
        return f"kept with the inventory “{name}”, with who and when"
    return (
        f"{fresh.where_kept()}; keep the inventory as well to share them with others who use it"
    )


def locks(known: Iterable[str]) -> Locks:
    """Return the locks in force on sites that are ranked, or may be a must."""
    return locks_of(seen(), known)


def last_number(site_id: str, path: str) -> int:
    """Return the number of the last edit of an entry, 0 if there is none."""
    return max((e.number for e in edits() if (e.site_id, e.path) == (site_id, path)), default=0)


def is_lock(edit: PilotEdit) -> bool:
    """Return whether an edit is a lock and no entry of a definition."""
    return edit.path == LOCK
