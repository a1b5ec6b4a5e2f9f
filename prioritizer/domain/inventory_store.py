"""The inventory store as its callers see it; what keeps it implements this."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol, Self, runtime_checkable

from prioritizer.domain.inventory_change import Change, Difference, Entry, KeptInventory
from prioritizer.domain.inventory_merge import MergePlan, Side
from prioritizer.domain.inventory_value import Value
from prioritizer.domain.pilot_edit import EditValue, PilotEdit
from prioritizer.domain.site import Site, SiteRegister, Source

Choices = Mapping[tuple[str, str], Side]
NO_CHOICES: Choices = {}
NO_SOURCES: Mapping[str, Source] = {}


@runtime_checkable
class Store(Protocol):
    """Inventories side by side, each with its whole past.

    Where a parameter is called ``reference``, ``name`` means the inventory as it is, and
    ``name@version`` as it was at a named version or a change number. Every writing method takes
    who did it and why, keeps both with the time, and returns the number of the change (the last
    one where there was nothing to do); nothing is ever overwritten. What is not there raises a
    ``StoreError``, what cannot be kept an ``InputError``.
    """

    def list_inventories(self) -> tuple[KeptInventory, ...]:
        """Return every inventory, in order of name."""
        ...

    def load_inventory(self, reference: str) -> SiteRegister:
        """Return an inventory as a register."""
        ...

    def values(self, reference: str, site_id: str) -> Mapping[str, Value]:
        """Return what is known about one site by field, with the evidence for each value."""
        ...

    def save_inventory(self, name: str, register: SiteRegister, *, who: str, why: str) -> int:
        """Make an inventory say what a register says; new if there is none of that name.

        Only what differs is written; sites that the register lacks are removed.
        """
        ...

    def add_sites(
        self,
        name: str,
        sites: Collection[Site],
        *,
        who: str,
        why: str,
        sources: Mapping[str, Source] = NO_SOURCES,
    ) -> int:
        """Add sites to an inventory, or bring those of the same id up to date.

        ``sources`` are what they cite; those that the inventory lacks come with them.
        """
        ...

    def remove_site(self, name: str, site_id: str, *, who: str, why: str) -> int:
        """Remove a site; its past stays."""
        ...

    def set_value(
        self,
        name: str,
        site_id: str,
        field: str,
        value: Value | None,
        *,
        who: str,
        why: str,
        seen: int | None = None,
        source: Source | None = None,
    ) -> int:
        """Set one value, None for unknown.

        A source that the value cites must be one of the inventory; ``source`` comes with it.
        With ``seen``, the change number that the writer looked at, the change is refused if
        somebody else has changed the value since.
        """
        ...

    def undo(self, name: str, change_no: int | None = None, *, who: str, why: str) -> int:
        """Take back a change (the last if none is named) as a new change."""
        ...

    def history(
        self, name: str, site_id: str | None = None, field: str | None = None
    ) -> tuple[Entry, ...]:
        """Return every value as each change left it, in order of the changes."""
        ...

    def changes(self, name: str) -> tuple[Change, ...]:
        """Return the changes of an inventory, the first first."""
        ...

    def name_version(self, reference: str, version: str, *, who: str) -> int:
        """Give the present state, or that at a change, a name; return its change number."""
        ...

    def copy_inventory(self, reference: str, new_name: str, *, who: str, why: str) -> int:
        """Start a new inventory from another; the two can be merged later."""
        ...

    def diff(self, before: str, after: str) -> Difference:
        """Return what differs between two references."""
        ...

    def plan_merge(self, name: str, theirs: str) -> MergePlan:
        """Return what merging a reference into an inventory would do; nothing is changed."""
        ...

    def merge(
        self,
        name: str,
        theirs: str,
        *,
        who: str,
        why: str,
        choices: Choices = NO_CHOICES,
        prefer: Side | None = None,
    ) -> int:
        """Merge a reference into an inventory.

        ``choices`` settles conflicts by site id and field, ``prefer`` all others. The merge is
        refused while a conflict is open.
        """
        ...

    def pilot_edits(self, name: str) -> tuple[PilotEdit, ...]:
        """Return every edit of the pilot definitions of an inventory, the first first."""
        ...

    def edit_pilot(
        self,
        name: str,
        site_id: str,
        path: str,
        value: EditValue,
        *,
        who: str,
        why: str,
        seen: int | None = None,
    ) -> int:
        """Keep an entry of a pilot definition, None for as drafted; return its number.

        With ``seen``, the number of the last edit its writer looked at, the edit is refused if
        somebody else has edited the same entry since.
        """
        ...

    def close(self) -> None:
        """Close the connections."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None: ...
