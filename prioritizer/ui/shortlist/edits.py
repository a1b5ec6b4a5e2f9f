"""Edits of pilot definitions and locks: with a kept inventory, else for this session."""

from __future__ import annotations

from collections.abc import Iterable

from prioritizer.domain.filled import is_filled
from prioritizer.domain.pilot_edit import EditValue, PilotEdit
from prioritizer.errors import InputError
from prioritizer.ui.inventories import stores as kept
from prioritizer.ui.shell import session, state
from prioritizer.workflow.pilots.edits import LOCK, locks_of, with_session_edit
from prioritizer.workflow.pilots.shortlist import Locks


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
        return
    made = with_session_edit(edits(), site_id, path, value, who=who, why=why)
    books = state.get("pilots_edits")
    state.put("pilots_edits", {**books, session.own_inventory().digest: made})


def place() -> str:
    """Return in words where edits are kept."""
    name = kept_name()
    if name is not None:
        return f"kept with the inventory “{name}”, with who and when"
    return "kept until this browser session ends; keep the inventory to keep them with it"


def locks(known: Iterable[str]) -> Locks:
    """Return the locks in force on sites that are ranked, or may be a must."""
    return locks_of(edits(), known)


def last_number(site_id: str, path: str) -> int:
    """Return the number of the last edit of an entry, 0 if there is none."""
    return max((e.number for e in edits() if (e.site_id, e.path) == (site_id, path)), default=0)


def is_lock(edit: PilotEdit) -> bool:
    """Return whether an edit is a lock and no entry of a definition."""
    return edit.path == LOCK
