"""Rows of the project store: read and written inside a transaction that is open."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from prioritizer.domain.project import (
    NOT_FOUND,
    KeptProject,
    NewState,
    NewStates,
    ProjectState,
    StateLine,
)
from prioritizer.errors import AccessError
from prioritizer.storage.database.sql import Sql

# One has been in so many states at most; what was named stays in any case.
MOST_STATES = 400
_LINE = "number, parent, at, said, name"
_PROJECT = (
    "SELECT p.project_id, p.name, p.created_at, p.changed_at, p.is_archived, p.current_state, "
    "(SELECT COUNT(*) FROM project_state s WHERE s.project_id = p.project_id) FROM project p "
)


def projects(sql: Sql, owner: str) -> tuple[KeptProject, ...]:
    """Return the projects of an owner, the one changed last first."""
    query = f"{_PROJECT} WHERE p.owner = ? ORDER BY p.changed_at DESC, p.project_id"
    return tuple(_project(row) for row in sql.rows(query, owner))


def project(sql: Sql, project_id: str, owner: str) -> KeptProject:
    """Return a project of an owner; raise AccessError for any other."""
    row = sql.row(f"{_PROJECT} WHERE p.project_id = ? AND p.owner = ?", project_id, owner)
    if row is None:
        raise AccessError(NOT_FOUND)
    return _project(row)


def shared(sql: Sql, project_id: str) -> KeptProject:
    """Return a project that a link leads to, whoever owns it."""
    row = sql.row(f"{_PROJECT} WHERE p.project_id = ?", project_id)
    if row is None:
        raise AccessError(NOT_FOUND)
    return _project(row)


def _project(row: Any) -> KeptProject:
    identity, name, created, changed, archived, current, n_states = row
    return KeptProject(
        identity, name, created, changed, bool(archived), int(current), int(n_states)
    )


def state(sql: Sql, project_id: str, number: int) -> ProjectState:
    """Return one state of a project; raise AccessError where there is none of that number."""
    row = sql.row(
        f"SELECT {_LINE}, choices, table_digest FROM project_state "  # noqa: S608 - our own names
        "WHERE project_id = ? AND number = ?",
        project_id,
        number,
    )
    if row is None:
        raise AccessError(NOT_FOUND)
    return ProjectState(StateLine(*row[:5]), unpacked(row[5]), row[6])


def history(sql: Sql, project_id: str) -> tuple[StateLine, ...]:
    """Return every state of a project, the first first."""
    query = f"SELECT {_LINE} FROM project_state WHERE project_id = ? ORDER BY number"  # noqa: S608 - our own names
    return tuple(StateLine(*row) for row in sql.rows(query, project_id))


def add(sql: Sql, new: NewStates) -> None:
    """Keep states of a project, and make the project where there is none.

    Nothing is written where the project is another's: an id in an address proves nothing.
    """
    found = sql.row(
        "SELECT owner, current_state FROM project WHERE project_id = ?", new.project_id
    )
    if not new.states or (found is not None and found[0] != new.owner):
        return
    at = new.states[-1].at
    if found is None:
        sql.run(
            "INSERT INTO project VALUES (?, ?, ?, ?, ?, 0, 0)",
            *(new.project_id, new.owner, new.name, new.states[0].at, at),
        )
    top = sql.row("SELECT MAX(number) FROM project_state WHERE project_id = ?", new.project_id)
    last, parent = (top and top[0]) or 0, int(found[1]) if found else 0
    for one in new.states:
        if one.is_quiet and parent:
            _replace(sql, new.project_id, parent, one)
            continue
        last += 1
        _insert(sql, new.project_id, StateLine(last, parent, one.at, one.said), one)
        parent = last
    sql.run(
        "UPDATE project SET current_state = ?, changed_at = ? WHERE project_id = ?",
        *(parent, at, new.project_id),
    )
    _thin(sql, new.project_id, parent)


def _insert(sql: Sql, project_id: str, line: StateLine, one: NewState | ProjectState) -> None:
    sql.run(
        "INSERT INTO project_state VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        *(project_id, line.number, line.parent, line.at, line.said, line.name),
        *(packed(one.choices), one.table),
    )


def _replace(sql: Sql, project_id: str, number: int, one: NewState) -> None:
    sql.run(
        "UPDATE project_state SET choices = ?, table_digest = ? "
        "WHERE project_id = ? AND number = ?",
        *(packed(one.choices), one.table, project_id, number),
    )


def _thin(sql: Sql, project_id: str, current: int) -> None:
    """Drop the oldest states of too many, but for those with a name and the one in force."""
    newest = sql.row("SELECT MAX(number) FROM project_state WHERE project_id = ?", project_id)
    sql.run(
        "DELETE FROM project_state WHERE project_id = ? AND number <= ? AND number <> ? "
        "AND name = ''",
        *(project_id, ((newest and newest[0]) or 0) - MOST_STATES, current),
    )


def copy(sql: Sql, source: KeptProject, target_id: str, owner: str, name: str, at: str) -> None:
    """Make a project of its own from the state of another that is in force."""
    one = state(sql, source.id, source.current)
    sql.run(
        "INSERT INTO project VALUES (?, ?, ?, ?, ?, 0, 1)", *(target_id, owner, name, at, at)
    )
    line = StateLine(1, 0, at, f"Copied from {source.name}")
    _insert(sql, target_id, line, one)


def delete(sql: Sql, project_id: str) -> None:
    """Delete a project with all its states and links, and tables that no other one has."""
    for table in ("project_share", "project_state", "project"):
        sql.run(f"DELETE FROM {table} WHERE project_id = ?", project_id)  # noqa: S608 - our own names
    sql.run(
        "DELETE FROM project_table WHERE NOT EXISTS "
        "(SELECT 1 FROM project_state s WHERE s.table_digest = project_table.digest)"
    )


def keep_table(sql: Sql, digest: str, content: bytes) -> None:
    """Keep the content of a table of sites, once."""
    if not has_table(sql, digest):
        sql.run("INSERT INTO project_table VALUES (?, ?)", digest, zlib.compress(content))


def has_table(sql: Sql, digest: str) -> bool:
    """Return whether the content of a table is kept."""
    return sql.row("SELECT 1 FROM project_table WHERE digest = ?", digest) is not None


def table(sql: Sql, digest: str) -> bytes:
    """Return the content of a table of sites."""
    row = sql.row("SELECT content FROM project_table WHERE digest = ?", digest)
    if row is None:
        raise AccessError(NOT_FOUND)
    return zlib.decompress(bytes(row[0]))


def packed(choices: Mapping[str, Any]) -> bytes:
    """Return choices as they are kept: JSON, packed."""
    written = json.dumps(choices, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return zlib.compress(written.encode())


def unpacked(content: bytes) -> dict[str, Any]:
    """Return choices that were packed."""
    found: dict[str, Any] = json.loads(zlib.decompress(bytes(content)))
    return found
