"""Edits in a kept inventory, taken back or done again by further edits; none is rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prioritizer.domain.pilot_edit import EditValue, PilotEdit

WHY = "undo or redo in a project"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """An edit to make: the value that an entry shall have, and the number of the last edit."""

    site_id: str
    path: str
    value: EditValue
    seen: int


@dataclass(frozen=True, slots=True)
class Steps:
    """Edits to make, and the entries that somebody else has edited since, left as they are."""

    made: tuple[Step, ...]
    left: tuple[Key, ...]


def between(
    kept: Sequence[PilotEdit], before: Sequence[PilotEdit], after: Sequence[PilotEdit]
) -> Steps:
    """Return what leads from the edits of one state of a project to those of another.

    Parameters
    ----------
    kept
        Every edit in the inventory, the first first, whoever made it.
    before, after
        Those that the project has made in either state.
    """
    old, new, made, left = _values(before), _values(after), [], []
    last = {_key(edit): edit for edit in kept}
    for key in dict.fromkeys((*old, *new)):
        present = last.get(key)
        if old.get(key) == new.get(key):
            continue
        if present is not None and not _is_ours(present, (*before, *after)):
            left.append(key)
            continue
        wanted = new[key] if key in new else _without(kept, before, key)
        if present is None or present.value != wanted:
            made.append(Step(*key, wanted, present.number if present else 0))
    return Steps(tuple(made), tuple(left))


def _key(edit: PilotEdit) -> Key:
    return edit.site_id, edit.path


def _values(edits: Iterable[PilotEdit]) -> dict[Key, EditValue]:
    return {_key(edit): edit.value for edit in edits}


def _is_ours(edit: PilotEdit, ours: Iterable[PilotEdit]) -> bool:
    if edit.why == WHY:
        return True
    return any(
        (one.value, one.who, one.why) == (edit.value, edit.who, edit.why)
        for one in ours
        if _key(one) == _key(edit)
    )


def _without(kept: Sequence[PilotEdit], ours: Sequence[PilotEdit], key: Key) -> EditValue:
    """Return the value that others have given to an entry; None where nobody has."""
    found: EditValue = None
    for edit in kept:
        if _key(edit) == key and not _is_ours(edit, ours):
            found = edit.value
    return found
