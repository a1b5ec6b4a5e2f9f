"""Opens a store of inventories by a path or a URL."""

from __future__ import annotations

from pathlib import Path

from prioritizer.domain.inventory_store import Store
from prioritizer.storage.clock import Clock, utc_now
from prioritizer.storage.database.access import Access
from prioritizer.storage.inventory.store import SqlStore


def open_store(
    url: str | Path, *, clock: Clock = utc_now, access: Access = Access.MAKE
) -> Store:
    """Open the store at a path (SQLite) or a URL (``postgresql://…``).

    Parameters
    ----------
    clock
        Tells the time that changes are kept with.
    access
        What is to be done with it; a new store is made by ``Access.MAKE`` only.

    Raises
    ------
    StoreError
        If there is none, it cannot be opened safely, or a newer version of the tool wrote it.
    """
    return SqlStore.open(str(url), clock=clock, access=access)
