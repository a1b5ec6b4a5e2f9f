"""The inventories kept on this computer: where they lie, and how pages reach them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from prioritizer import shipped
from prioritizer.domain.inventory_change import KeptInventory
from prioritizer.domain.inventory_store import Store
from prioritizer.domain.site import SiteRegister
from prioritizer.ui.shell.cache import Inventory
from prioritizer.workflow.sites.inventory import make_store, open_to_write, stored_register

VARIABLE = "PRIORITIZER_INVENTORIES"


def spec() -> str:
    """Return the store: the one named in PRIORITIZER_INVENTORIES, or one among own data."""
    return os.environ.get(VARIABLE, "") or str(shipped.own_data() / "inventories.db")


def place() -> str:
    """Return where the store is, in words that give no folder or password away."""
    return "a database server" if "://" in spec() else f"the file {Path(spec()).name}"


def store() -> Store | None:
    """Return the store, or None as long as nothing was ever kept."""
    if "://" in spec():
        return _opened(spec(), 0)
    path = Path(spec())
    # The inode tells a file that was put in the place of another.
    return _opened(spec(), path.stat().st_ino) if path.exists() else None


def store_made() -> Store:
    """Return the store, made where there is none yet."""
    if "://" not in spec():
        make_store(Path(spec()))
    found = store()
    if found is None:
        raise RuntimeError("the store vanished while it was made")
    return found


@st.cache_resource(show_spinner=False, max_entries=4)
def _opened(spec: str, inode: int) -> Store:
    return open_to_write(spec)


def listed() -> Sequence[KeptInventory]:
    """Return every kept inventory, none before the first was kept."""
    found = store()
    return () if found is None else found.list_inventories()


def register(name: str, change_no: int) -> SiteRegister:
    """Return an inventory as it was at a change."""
    return _register(spec(), name, change_no)


@st.cache_resource(show_spinner="Reading the inventory …", max_entries=6)
def _register(spec: str, name: str, change_no: int) -> SiteRegister:
    return store_made().load_inventory(f"{name}@{change_no}")


def digest(name: str, change_no: int) -> str:
    """Return what identifies an inventory at a change."""
    return hashlib.sha256(f"{spec()}\0{name}\0{change_no}".encode()).hexdigest()


def inventory(name: str, change_no: int) -> Inventory:
    """Return an inventory at a change, ready for ranking; restricted is what is so today."""
    found = stored_register(store_made(), f"{name}@{change_no}")
    return Inventory(digest(name, change_no), found, (), is_sample=False)
