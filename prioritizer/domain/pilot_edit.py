"""A person's own entry in a pilot definition, or a lock on the shortlist, with who and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

EditValue: TypeAlias = str | float | tuple[str, ...] | tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class PilotEdit:
    """One entry typed by a person; the last one of a site and path is in force.

    ``value`` of None takes the earlier ones back: the entry is as drafted again. ``at`` is UTC,
    as ``2026-03-01T12:00:00Z``; ``number`` counts the edits of an inventory.
    """

    number: int
    site_id: str
    path: str
    value: EditValue
    who: str
    at: str
    why: str = ""

    @property
    def source(self) -> str:
        """Return who, when and why, in words."""
        said = f": {self.why}" if self.why else ""
        return f"{self.who}, {self.at[:10]}{said}"


def in_force(edits: Iterable[PilotEdit], site_id: str | None = None) -> Sequence[PilotEdit]:
    """Return the last edit of each path, of one site or of all; those taken back left out."""
    last = {
        (edit.site_id, edit.path): edit
        for edit in sorted(edits, key=lambda edit: edit.number)
        if site_id is None or edit.site_id == site_id
    }
    return tuple(edit for edit in last.values() if edit.value is not None)
