"""Backups of workshops: make, check, restore; nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from prioritizer.domain.chain import chain_faults
from prioritizer.errors import StoreError
from prioritizer.files.writing import new_file
from prioritizer.storage.clock import Clock, utc_now
from prioritizer.storage.database.access import Access, copy_of, schema_in
from prioritizer.storage.workshop.migrations import WORKSHOPS
from prioritizer.storage.workshop.store import WorkshopStore
from prioritizer.workflow.workshop.service import WorkshopService


@dataclass(frozen=True, slots=True)
class Health:
    """What a check of a store found: how much it holds, and what is wrong with it."""

    n_workshops: int
    n_entries: int
    faults: tuple[str, ...]


def check_store(store: WorkshopStore) -> Health:
    """Walk the chain of every workshop and, for SQLite, check the file itself."""
    faults: list[str] = []
    n_entries = 0
    workshops = store.workshops()
    for workshop in workshops:
        entries = store.see(workshop.id, lambda reader: reader.entries())
        n_entries += len(entries)
        faults += [f"{workshop.title}: {fault}" for fault in chain_faults(entries)]
    if store.database.is_sqlite:
        with store.database.read() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        faults += [f"file: {line}" for line in found if line != "ok"]
    return Health(len(workshops), n_entries, tuple(faults))


def back_up(desk: WorkshopService, target: Path) -> Health:
    """Write a copy of the store, consistent even while people answer, and check the copy.

    Raises
    ------
    StoreError
        If the store is PostgreSQL, or the copy cannot be written or does not hold.
    """
    if not desk.store.database.is_sqlite:
        raise StoreError(
            "backup: found a PostgreSQL store. Expected a SQLite file. Use pg_dump for "
            "PostgreSQL."
        )
    if target.exists():
        raise StoreError(
            f"{target}: found a file there already. Expected a new name. Choose another."
        )
    with new_file(target) as draft:
        desk.store.database.copy_into(draft, target)
        return _checked_copy(draft, desk.clock, target)


def unsealed(desk: WorkshopService) -> tuple[str, ...]:
    """Return the titles of workshops with an anonymous round that is not sealed yet."""
    return tuple(
        workshop.title
        for workshop in desk.store.workshops()
        if desk.store.see(
            workshop.id, lambda reader: reader.round_secret(reader.workshop.round)
        )
    )


def restore(backup: Path, target: Path, clock: Clock = utc_now) -> Health:
    """Bring a backup to a new place and check it; nothing is ever overwritten.

    Raises
    ------
    StoreError
        If there is a file at the new place, or the backup is no sound store.
    """
    if target.exists():
        raise StoreError(
            f"{target}: found a file there. Expected a new place. Move the old one away."
        )
    schema_in(backup, WORKSHOPS, Access.READ)
    with new_file(target) as draft:
        copy_of(backup, draft, target)
        return _checked_copy(draft, clock, target)


def _checked_copy(path: Path, clock: Clock, shown: Path) -> Health:
    store = WorkshopStore(str(path), clock(), Access.READ)
    try:
        health = check_store(store)
    finally:
        store.close()
    if health.faults:
        raise StoreError(
            f"{shown}: the copy does not hold: {health.faults[0]}. Make another one."
        )
    return health
