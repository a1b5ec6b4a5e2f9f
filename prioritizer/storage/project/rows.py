"""Rows of the project store: read and written inside a transaction that is open."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from prioritizer.domain.project import (
    NOT_FOUND,
    Kept,
    KeptProject,
    NewState,
    NewStates,
    ProjectState,
    StateLine,
)
from prioritizer.errors import AccessError, RefusedError
from prioritizer.storage.database.sql import Sql
from prioritizer.storage.project import limits
from prioritizer.storage.project.rights import MAY_EDIT

# One has been in so many states at most; what was named stays in any case.
MOST_STATES = 400
_LINE = "number, parent, at, said, name, who"
# The first parameter is the owner who asks.
_PROJECT = (
    "SELECT p.project_id, p.name, p.created_at, p.changed_at, p.is_archived, p.current_state, "
    "(SELECT COUNT(*) FROM project_state s WHERE s.project_id = p.project_id), p.revision, "
    "p.owner = ? FROM project p "
)


def projects(sql: Sql, owner: str) -> tuple[KeptProject, ...]:
    """Return the projects of an owner, the one changed last first."""
    query = f"{_PROJECT} WHERE p.owner = ? ORDER BY p.changed_at DESC, p.project_id"
    return tuple(_project(row) for row in sql.rows(query, owner, owner))


def projects_to_edit(sql: Sql, right: str) -> tuple[KeptProject, ...]:
    """Return the projects of others that a right lets one edit, the one changed last first."""
    query = (
        f"{_PROJECT} WHERE {MAY_EDIT} AND p.is_archived = 0 "
        "ORDER BY p.changed_at DESC, p.project_id"
    )
    return tuple(_project(row) for row in sql.rows(query, right, right, right, right))


def own_project(sql: Sql, project_id: str, owner: str) -> KeptProject:
    """Return a project of an owner; raise AccessError for any other."""
    query = f"{_PROJECT} WHERE p.project_id = ? AND p.owner = ?"
    return _found(sql.row(query, owner, project_id, owner))


def project(sql: Sql, project_id: str, right: str) -> KeptProject:
    """Return a project that a right lets one edit; raise AccessError for any other."""
    query = f"{_PROJECT} WHERE p.project_id = ? AND {MAY_EDIT}"
    return _found(sql.row(query, right, project_id, right, right, right))


def shared(sql: Sql, project_id: str) -> KeptProject:
    """Return a project that a link leads to, whoever owns it."""
    return _found(sql.row(f"{_PROJECT} WHERE p.project_id = ?", "", project_id))


def _found(row: Any) -> KeptProject:
    if row is None:
        raise AccessError(NOT_FOUND)
    return _project(row)


def _project(row: Any) -> KeptProject:
    identity, name, created, changed, archived, current, n_states, revision, is_own = row
    return KeptProject(
        *(identity, name, created, changed, bool(archived), int(current), int(n_states)),
        revision=int(revision),
        is_own=bool(is_own),
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
    return ProjectState(StateLine(*row[:6]), unpacked(row[6]), row[7])


def number_of(sql: Sql, project_id: str, name: str) -> int:
    """Return the number of the last state of a name, 0 if there is none."""
    row = sql.row(
        "SELECT MAX(number) FROM project_state WHERE project_id = ? AND name = ? "
        "AND name <> ''",
        *(project_id, name),
    )
    return int((row and row[0]) or 0)


def history(sql: Sql, project_id: str) -> tuple[StateLine, ...]:
    """Return every state of a project, the first first."""
    query = f"SELECT {_LINE} FROM project_state WHERE project_id = ? ORDER BY number"  # noqa: S608 - our own names
    return tuple(StateLine(*row) for row in sql.rows(query, project_id))


def add(sql: Sql, new: NewStates, tables: Mapping[str, bytes]) -> Kept:
    """Keep states of a project, and make the project where there is none.

    Nothing is written where the project is another's: an id in an address proves nothing.
    Where somebody else has put a state in force since, both stand beside each other.
    """
    if not new.states:
        return Kept()
    is_there = sql.row("SELECT 1 FROM project WHERE project_id = ?", new.project_id) is not None
    if not is_there and ":" in new.owner:  # whoever edits by a right makes no project
        return Kept(refused=NOT_FOUND)
    try:
        found = project(sql, new.project_id, new.owner) if is_there else None
    except AccessError as error:
        return Kept(refused=str(error))
    if refused := _refused(sql, new, found, tables):
        return Kept(refused=refused)
    for one in new.states:
        if one.table in tables:
            keep_table(sql, one.table, tables[one.table])
    if found is None:
        sql.run(
            "INSERT INTO project (project_id, owner, name, created_at, changed_at, "
            "is_archived, current_state) VALUES (?, ?, ?, ?, ?, 0, 0)",
            *(new.project_id, new.owner, new.name, new.states[0].at, new.states[-1].at),
        )
    return _added(sql, new, found)


def _refused(
    sql: Sql, new: NewStates, found: KeptProject | None, tables: Mapping[str, bytes]
) -> str:
    """Return why the owner of a project may keep no more, in words; blank if that is well."""
    row = sql.row("SELECT owner FROM project WHERE project_id = ?", new.project_id)
    owner = str(row[0]) if row else new.owner
    if found is None and (refused := limits.refusal_of_one_more(sql, owner)):
        return refused
    wanted = {one.table for one in new.states if one.table in tables}
    fresh = [digest for digest in wanted if not has_table(sql, digest)]
    if found is not None and not fresh:
        return limits.refusal_of_states(sql, owner)
    # What it is packed to is known when it is packed; JSON of sites to a tenth at most.
    more = sum(len(zlib.compress(tables[digest])) for digest in fresh)
    return limits.refusal_of_bytes(sql, owner, more)


def _added(sql: Sql, new: NewStates, found: KeptProject | None) -> Kept:
    """Keep states of a project that is there, and put the last in force."""
    present = found.current if found else 0
    is_overtaken = bool(found and new.seen is not None and new.seen != found.revision)
    numbers = {line.number for line in history(sql, new.project_id)} if is_overtaken else ()
    parent = new.parent if new.parent in numbers else present
    other = present if is_overtaken and parent != present else 0
    last, is_changed = _last_number(sql, new.project_id), False
    for one in new.states:
        if one.is_quiet and parent:
            # It would take the place of what both have come from.
            if not (other and parent == new.parent):
                _replace(sql, new.project_id, parent, one)
            continue
        if one.is_more and not is_overtaken and _goes_on(sql, new, parent):
            _replace(sql, new.project_id, parent, one)
            _say_anew(sql, new.project_id, parent, one)
            is_changed = True
            continue
        last, is_changed = last + 1, True
        line = StateLine(last, parent, one.at, one.said, who=new.who)
        _insert(sql, new.project_id, line, one)
        parent = last
    if other and parent == new.parent:  # nobody has chosen anything
        parent, other = present, 0
    if not is_changed:
        return Kept(found.revision if found else 0, parent)
    revision = _changed(sql, new.project_id, parent, new.states[-1].at)
    _thin(sql, new.project_id, parent)
    limits.count(sql, new.project_id)
    return Kept(revision, parent, other)


def _changed(sql: Sql, project_id: str, current: int, at: str) -> int:
    """Put a state in force and return the revision that the project is now."""
    sql.run(
        "UPDATE project SET current_state = ?, changed_at = ?, revision = revision + 1 "
        "WHERE project_id = ?",
        *(current, at, project_id),
    )
    return revision(sql, project_id)


def revision(sql: Sql, project_id: str) -> int:
    """Return the revision of a project, 0 where there is none."""
    row = sql.row("SELECT revision FROM project WHERE project_id = ?", project_id)
    return int(row[0]) if row else 0


def _last_number(sql: Sql, project_id: str) -> int:
    top = sql.row("SELECT MAX(number) FROM project_state WHERE project_id = ?", project_id)
    return int((top and top[0]) or 0)


def _insert(sql: Sql, project_id: str, line: StateLine, one: NewState | ProjectState) -> None:
    sql.run(
        "INSERT INTO project_state "
        "(project_id, number, parent, at, said, name, who, choices, table_digest) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(project_id, line.number, line.parent, line.at, line.said, line.name, line.who),
        *(packed(one.choices), one.table),
    )


def _replace(sql: Sql, project_id: str, number: int, one: NewState) -> None:
    sql.run(
        "UPDATE project_state SET choices = ?, table_digest = ? "
        "WHERE project_id = ? AND number = ?",
        *(packed(one.choices), one.table, project_id, number),
    )


def _say_anew(sql: Sql, project_id: str, number: int, one: NewState) -> None:
    sql.run(
        "UPDATE project_state SET said = ?, at = ? WHERE project_id = ? AND number = ?",
        *(one.said, one.at, project_id, number),
    )


def _goes_on(sql: Sql, new: NewStates, number: int) -> bool:
    """Return whether a gesture may go on in a state: one of its page, not kept by a name."""
    row = sql.row(
        "SELECT 1 FROM project_state s WHERE project_id = ? AND number = ? AND parent > 0 "
        "AND name = '' AND NOT EXISTS (SELECT 1 FROM project_state c "
        "WHERE c.project_id = s.project_id AND c.parent = s.number)",
        *(new.project_id, number),
    )
    return row is not None and new.parent == number


def _thin(sql: Sql, project_id: str, current: int) -> None:
    """Drop the oldest states of too many, but for those with a name and the one in force."""
    sql.run(
        "DELETE FROM project_state WHERE project_id = ? AND number <= ? AND number <> ? "
        "AND name = ''",
        *(project_id, _last_number(sql, project_id) - MOST_STATES, current),
    )


def copy(sql: Sql, source: KeptProject, target_id: str, owner: str, name: str, at: str) -> None:
    """Make a project of its own from the state of another that is in force."""
    if ":" in owner:  # a right is nobody that could own a project
        raise AccessError(NOT_FOUND)
    if refused := limits.refusal_of_one_more(sql, owner):
        raise RefusedError(refused)
    one = state(sql, source.id, source.current)
    sql.run(
        "INSERT INTO project (project_id, owner, name, created_at, changed_at, is_archived, "
        "current_state) VALUES (?, ?, ?, ?, ?, 0, 1)",
        *(target_id, owner, name, at, at),
    )
    line = StateLine(1, 0, at, f"Copied from {source.name}")
    _insert(sql, target_id, line, one)
    limits.count(sql, target_id)


def delete(sql: Sql, project_id: str) -> None:
    """Delete a project with all its states and links, and tables that no other one has."""
    for table in ("project_share", "project_editor", "project_state", "project"):
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
