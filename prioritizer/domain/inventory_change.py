"""The life of a kept inventory: what it is now, its changes, and what differs between two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prioritizer.domain.inventory_value import Value


@dataclass(frozen=True, slots=True)
class KeptInventory:
    """One inventory of a store, in short; ``versions`` are the changes that have a name."""

    name: str
    title: str
    n_sites: int
    change_no: int
    changed_at: str
    versions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """One step in the life of an inventory: what was done, by whom, when (UTC) and why."""

    number: int
    kind: str
    who: str
    at: str
    why: str
    n_values: int
    undone: int | None = None


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value before and after, None where unknown; ``site_id`` is ``*`` for the whole."""

    site_id: str
    field: str
    before: Value | None
    after: Value | None

    def __str__(self) -> str:
        before = "unknown" if self.before is None else f"'{self.before}'"
        after = "unknown" if self.after is None else f"'{self.after}'"
        return f"{self.site_id}, {self.field}: {before} → {after}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One value as one change left it."""

    change: Change
    value: ValueChange


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two states: sites only in one of them, and values changed."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ValueChange, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether the two states say the same."""
        return not (self.added or self.removed or self.changed)
