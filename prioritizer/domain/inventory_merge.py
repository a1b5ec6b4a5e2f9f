"""The merge of two inventories: what is taken over, and what both changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from prioritizer.domain.inventory_change import ValueChange
from prioritizer.domain.inventory_value import EXISTS, Value


class Side(StrEnum):
    """Whose value stands."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that differs and that neither side alone changed, or a whole site (``site_id``).

    ``base`` is the value both started from; None where it was unknown or they share no past.
    """

    site_id: str
    field: str
    base: Value | None
    ours: Value | None
    theirs: Value | None

    def __str__(self) -> str:
        if self.field == EXISTS:
            gone, changed = ("theirs", "ours") if self.theirs is None else ("ours", "theirs")
            return f"{self.site_id}: removed in {gone}, changed in {changed}"
        ours, theirs = ("unknown" if v is None else f"'{v}'" for v in (self.ours, self.theirs))
        return f"{self.site_id}, {self.field}: ours {ours}, theirs {theirs}"

    @property
    def key(self) -> tuple[str, str]:
        """Return what a choice names the conflict by."""
        return self.site_id, self.field


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge would do: values taken from the other side, and conflicts to be settled.

    ``base`` says in words what the two have in common.
    """

    taken: tuple[ValueChange, ...]
    conflicts: tuple[Conflict, ...]
    base: str = ""

    def unsettled(
        self, choices: Mapping[tuple[str, str], Side], prefer: Side | None
    ) -> list[Conflict]:
        """Return the conflicts for which nothing was chosen."""
        return [] if prefer else [c for c in self.conflicts if c.key not in choices]
