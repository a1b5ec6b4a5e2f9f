"""Edits of pilot definitions and locks on sites, kept with their inventory; nothing is lost."""

from __future__ import annotations

import json
from typing import Any

from prioritizer.domain.filled import is_filled
from prioritizer.domain.pilot_edit import EditValue, PilotEdit
from prioritizer.errors import InputError, StoreError
from prioritizer.storage.database.sql import Sql
from prioritizer.storage.inventory.values import check_text

TABLE = "inventory_pilot_edit"
CREATE = (
    f"""
    CREATE TABLE {TABLE} (
        edit_no INTEGER PRIMARY KEY,
        inventory_id INTEGER NOT NULL REFERENCES inventory,
        site_id TEXT NOT NULL CHECK (site_id <> ''),
        path TEXT NOT NULL CHECK (path <> ''),
        value TEXT,
        who TEXT NOT NULL CHECK (who <> ''),
        at TEXT NOT NULL,
        why TEXT NOT NULL
    )
    """,
    f"CREATE INDEX {TABLE}_of ON {TABLE} (inventory_id, edit_no)",
)
LONGEST = 4000


def read(sql: Sql, inventory_id: int) -> tuple[PilotEdit, ...]:
    """Return every edit of an inventory, the first first."""
    rows = sql.rows(
        "SELECT edit_no, site_id, path, value, who, at, why FROM inventory_pilot_edit "
        "WHERE inventory_id = ? ORDER BY edit_no",
        inventory_id,
    )
    return tuple(
        PilotEdit(number, site_id, path, _from_json(value), who, at, why)
        for number, site_id, path, value, who, at, why in rows
    )


def append(sql: Sql, inventory_id: int, edit: PilotEdit, *, seen: int | None) -> int:
    """Keep an edit under the next number, and return that.

    Raises
    ------
    StoreError
        If another edit of the same entry came after number ``seen``.
    """
    _check(edit)
    latest = sql.row(
        "SELECT MAX(edit_no) FROM inventory_pilot_edit "
        "WHERE inventory_id = ? AND site_id = ? AND path = ?",
        inventory_id,
        edit.site_id,
        edit.path,
    )
    if seen is not None and latest is not None and (latest[0] or 0) > seen:
        raise StoreError(
            f"{edit.site_id}, {edit.path}: found an edit that somebody made in the meantime. "
            "Expected the entry as it was shown. Look at the newer one, then edit again."
        )
    row = sql.row("SELECT MAX(edit_no) FROM inventory_pilot_edit")
    number = int((row[0] if row else None) or 0) + 1
    sql.run(
        "INSERT INTO inventory_pilot_edit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        number,
        inventory_id,
        edit.site_id,
        edit.path,
        None if edit.value is None else json.dumps(edit.value, ensure_ascii=False),
        edit.who.strip(),
        edit.at,
        edit.why.strip(),
    )
    return number


def _check(edit: PilotEdit) -> None:
    for word, text in (("who", edit.who), ("why", edit.why), ("site", edit.site_id)):
        check_text(text, word)
    if not is_filled(edit.who):
        raise InputError(
            "who: found nothing. Expected a name, since every edit is kept with one. "
            "Fill it in."
        )
    content = json.dumps(edit.value, ensure_ascii=False)
    check_text(content, "value")
    if len(content) > LONGEST:
        raise InputError(
            f"{edit.path}: found {len(content)} characters. Expected {LONGEST} or fewer. "
            "Shorten the text, and refer to a document for the rest."
        )


def _from_json(text: str | None) -> EditValue:
    found: Any = None if text is None else json.loads(text)
    return tuple(found) if isinstance(found, list) else found


def copy(sql: Sql, source_id: int, target_id: int) -> None:
    """Give a copied inventory the edits of the one it comes from."""
    for edit in read(sql, source_id):
        append(sql, target_id, edit, seen=None)
