"""Who may read and edit a project besides its owner: links, and people named by address.

Whoever asks for a project names a right: the owner, an address, or a link. An owner is a
digest, so that the beginnings below can be nobody's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from prioritizer.domain.project import NOT_FOUND, Editor, KeptProject, Share
from prioritizer.errors import AccessError, InputError
from prioritizer.storage.database.sql import Sql

BY_ADDRESS, BY_LINK = "address:", "link:"
ADDRESS_LETTERS = 254  # RFC 5321, 4.5.3.1.3, without the brackets
MOST_EDITORS = 50
# Three parameters: the right three times.
MAY_EDIT = (
    "(p.owner = ? "
    "OR EXISTS (SELECT 1 FROM project_editor e WHERE e.project_id = p.project_id "
    "AND 'address:' || e.address = ?) "
    "OR EXISTS (SELECT 1 FROM project_share l WHERE l.project_id = p.project_id "
    "AND l.may_edit = 1 AND 'link:' || l.secret_digest = ?))"
)


def digest(secret: str) -> str:
    """Return what is kept of the secret of a link."""
    return hashlib.sha256(secret.encode()).hexdigest()


def of_link(secret: str) -> str:
    """Return the right that the secret of a link may give; the store says whether it does."""
    return f"{BY_LINK}{digest(secret)}"


def of_address(address: str) -> str:
    """Return the right of somebody who has signed in with an address; blank for none."""
    return f"{BY_ADDRESS}{address.strip().casefold()}" if address.strip() else ""


def add_share(sql: Sql, secret: str, share: Share) -> None:
    """Keep a new link."""
    sql.run(
        "INSERT INTO project_share (secret_digest, project_id, audience, at, may_edit) "
        "VALUES (?, ?, ?, ?, ?)",
        *(digest(secret), share.project_id, share.audience, share.at, int(share.may_edit)),
    )


def shares(sql: Sql, project_id: str) -> tuple[Share, ...]:
    """Return the links to a project, the first first, without their secrets."""
    query = (
        "SELECT project_id, audience, at, may_edit FROM project_share WHERE project_id = ? "
        "ORDER BY at, secret_digest"
    )
    return tuple(_share(row) for row in sql.rows(query, project_id))


def share(sql: Sql, secret: str, *, may_edit: bool) -> Share:
    """Return the link of a secret; raise AccessError where there is none of this kind."""
    row = sql.row(
        "SELECT project_id, audience, at, may_edit FROM project_share "
        "WHERE secret_digest = ? AND may_edit = ?",
        *(digest(secret), int(may_edit)),
    )
    if row is None:
        raise AccessError(NOT_FOUND)
    return _share(row)


def has_share(sql: Sql, secret: str, *, may_edit: bool) -> bool:
    """Return whether there is a link of a secret."""
    row = sql.row(
        "SELECT 1 FROM project_share WHERE secret_digest = ? AND may_edit = ?",
        *(digest(secret), int(may_edit)),
    )
    return row is not None


def _share(row: Sequence[Any]) -> Share:
    project_id, audience, at, may_edit = row
    return Share(project_id, audience, at, may_edit=bool(may_edit))


def editors(sql: Sql, project_id: str) -> tuple[Editor, ...]:
    """Return who may edit a project by address."""
    query = "SELECT address, at FROM project_editor WHERE project_id = ? ORDER BY address"
    return tuple(Editor(*row) for row in sql.rows(query, project_id))


def add_editor(sql: Sql, found: KeptProject, address: str, at: str) -> None:
    """Let somebody edit a project; once is enough."""
    known = editors(sql, found.id)
    if address in {one.address for one in known}:
        return
    if len(known) >= MOST_EDITORS:
        raise InputError(
            f"people who may edit: found {len(known)}. Expected {MOST_EDITORS} at most. Take "
            "somebody off the list, or give a link to edit."
        )
    sql.run("INSERT INTO project_editor VALUES (?, ?, ?)", found.id, address, at)


def checked_address(address: str) -> str:
    """Return an address as it is compared.

    Raises
    ------
    InputError
        If it is none.
    """
    text = address.strip().casefold()
    before, _, after = text.partition("@")
    is_sound = before and "." in after and "@" not in after and len(text) <= ADDRESS_LETTERS
    if not is_sound or any(letter.isspace() or not letter.isprintable() for letter in text):
        raise InputError(
            f"address: found '{address.strip()[:60]}'. Expected one such as ada@example.org, "
            "with which the person signs in. Type it again."
        )
    return text
