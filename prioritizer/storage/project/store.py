"""The project store in a database: SQLite by default, PostgreSQL by URL, the same code."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC
from typing import Any, Self, TypeVar

from prioritizer.domain.filled import is_filled
from prioritizer.domain.project import (
    NAME_LETTERS,
    NOT_FOUND,
    KeptProject,
    NewStates,
    ProjectState,
    Share,
    StateLine,
)
from prioritizer.domain.words import printable
from prioritizer.errors import AccessError, InputError
from prioritizer.storage.clock import Clock, utc_now
from prioritizer.storage.database.access import Access, sqlite_path
from prioritizer.storage.database.connection import Database
from prioritizer.storage.database.opening import opened
from prioritizer.storage.database.sql import Sql
from prioritizer.storage.project import rows as rows
from prioritizer.storage.project.schema import PROJECTS, migrate, schema_number

Result = TypeVar("Result")
ID_BYTES = 16  # 128 bits at random: an id in an address cannot be guessed


def new_id() -> str:
    """Return an id that nobody can guess."""
    return secrets.token_urlsafe(ID_BYTES)


class ProjectStore:
    """Projects in one database. Whoever asks names the owner; another's is never found.

    Methods raise AccessError for a project that is not there or not the owner's, in the same
    words, and StoreError where the database is away.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @classmethod
    def open(cls, spec: str, *, clock: Clock = utc_now, access: Access = Access.MAKE) -> Self:
        """Open the store at a path or a URL; where it is made, only its owner may read it.

        Raises
        ------
        StoreError
            If it cannot be opened safely, or a newer version of the tool wrote it.
        """
        path = sqlite_path(spec)
        if access is Access.MAKE and path is not None and not path.exists():
            _opened(spec, clock, access).close()
            with suppress(OSError):  # a file system without rights
                path.chmod(0o600)  # what SQLite lays beside the file gets the same rights
        return cls(_opened(spec, clock, access), clock)

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def now(self) -> str:
        """Return the present time, as states keep it."""
        return _moment(self._clock)

    def _read(self, question: Callable[[Sql], Result]) -> Result:
        with self._database.read() as connection:
            return question(Sql(connection))

    def _write(self, change: Callable[[Sql], Result]) -> Result:
        return self._database.write(lambda connection: change(Sql(connection)))

    def _of_owner(
        self, project_id: str, owner: str, change: Callable[[Sql, KeptProject], Result]
    ) -> Result:
        return self._write(lambda sql: change(sql, rows.project(sql, project_id, owner)))

    def save(self, batch: Iterable[NewStates], tables: Mapping[str, bytes]) -> None:
        """Keep states of several projects, and tables of sites by digest, all or none.

        What is another's is left alone.
        """
        wanted = tuple(batch)

        def write(sql: Sql) -> None:
            for digest, content in tables.items():
                rows.keep_table(sql, digest, content)
            for new in wanted:
                rows.add(sql, new)

        self._write(write)

    def projects(self, owner: str) -> tuple[KeptProject, ...]:
        """Return the projects of an owner, the one changed last first."""
        return self._read(lambda sql: rows.projects(sql, owner)) if owner else ()

    def project(self, project_id: str, owner: str) -> KeptProject:
        """Return one project of an owner."""
        return self._read(lambda sql: rows.project(sql, project_id, owner))

    def state(self, project_id: str, owner: str, number: int | None = None) -> ProjectState:
        """Return a state of a project, the one in force if none is named."""

        def find(sql: Sql) -> ProjectState:
            found = rows.project(sql, project_id, owner)
            return rows.state(sql, project_id, found.current if number is None else number)

        return self._read(find)

    def has_table(self, digest: str) -> bool:
        """Return whether the content of a table is kept."""
        return self._read(lambda sql: rows.has_table(sql, digest))

    def table(self, digest: str) -> bytes:
        """Return the content of a table that a state names."""
        return self._read(lambda sql: rows.table(sql, digest))

    def history(self, project_id: str, owner: str) -> tuple[StateLine, ...]:
        """Return every state of a project, the first first."""

        def lines(sql: Sql) -> tuple[StateLine, ...]:
            rows.project(sql, project_id, owner)
            return rows.history(sql, project_id)

        return self._read(lines)

    def go_to(self, project_id: str, owner: str, number: int) -> ProjectState:
        """Put another state of a project in force, and return it; nothing is lost by it."""

        def move(sql: Sql, found: KeptProject) -> ProjectState:
            wanted = rows.state(sql, found.id, number)
            sql.run(
                "UPDATE project SET current_state = ? WHERE project_id = ?", number, found.id
            )
            return wanted

        return self._of_owner(project_id, owner, move)

    def name_state(self, project_id: str, owner: str, number: int, name: str) -> None:
        """Call a state by a name; a blank one takes the name away."""
        text = name.strip()[:NAME_LETTERS]

        def write(sql: Sql, found: KeptProject) -> None:
            rows.state(sql, found.id, number)
            sql.run(
                "UPDATE project_state SET name = ? WHERE project_id = ? AND number = ?",
                *(text, found.id, number),
            )

        self._of_owner(project_id, owner, write)

    def rename(self, project_id: str, owner: str, name: str) -> None:
        """Call a project by another name."""
        text = checked_name(name)
        self._set(project_id, owner, "name", text)

    def archive(self, project_id: str, owner: str, *, is_archived: bool) -> None:
        """Put a project away, or take it out again."""
        self._set(project_id, owner, "is_archived", int(is_archived))

    def _set(self, project_id: str, owner: str, column: str, value: Any) -> None:
        def write(sql: Sql, found: KeptProject) -> None:
            sql.run(f"UPDATE project SET {column} = ? WHERE project_id = ?", value, found.id)  # noqa: S608 - our own names

        self._of_owner(project_id, owner, write)

    def duplicate(self, project_id: str, owner: str, name: str) -> str:
        """Make a copy of a project as it stands, without its past; return the id."""
        target, text = new_id(), checked_name(name)

        def write(sql: Sql, found: KeptProject) -> None:
            rows.copy(sql, found, target, owner, text, self.now())

        self._of_owner(project_id, owner, write)
        return target

    def delete(self, project_id: str, owner: str) -> None:
        """Delete a project with its past and its links; it cannot be brought back."""
        self._of_owner(project_id, owner, lambda sql, found: rows.delete(sql, found.id))

    def share(self, project_id: str, owner: str, audience: str) -> str:
        """Return the secret of a new link by which others read a project.

        The store keeps its SHA-256 only: whoever reads the database cannot use the link.
        """
        secret = new_id()

        def write(sql: Sql, found: KeptProject) -> None:
            sql.run(
                "INSERT INTO project_share VALUES (?, ?, ?, ?)",
                *(_digest(secret), found.id, audience, self.now()),
            )

        self._of_owner(project_id, owner, write)
        return secret

    def shares(self, project_id: str, owner: str) -> tuple[Share, ...]:
        """Return the links to a project, without their secrets."""

        def find(sql: Sql) -> tuple[Share, ...]:
            rows.project(sql, project_id, owner)
            query = (
                "SELECT project_id, audience, at FROM project_share WHERE project_id = ? "
                "ORDER BY at, secret_digest"
            )
            return tuple(Share(*row) for row in sql.rows(query, project_id))

        return self._read(find)

    def end_shares(self, project_id: str, owner: str) -> None:
        """End all links to a project."""

        def write(sql: Sql, found: KeptProject) -> None:
            sql.run("DELETE FROM project_share WHERE project_id = ?", found.id)

        self._of_owner(project_id, owner, write)

    def read_shared(self, secret: str) -> tuple[KeptProject, ProjectState, Share]:
        """Return what a link leads to: project, state in force, and for which readers."""

        def find(sql: Sql) -> tuple[KeptProject, ProjectState, Share]:
            row = sql.row(
                "SELECT project_id, audience, at FROM project_share WHERE secret_digest = ?",
                _digest(secret),
            )
            if row is None:
                raise AccessError(NOT_FOUND)
            found = rows.shared(sql, row[0])
            return found, rows.state(sql, found.id, found.current), Share(*row)

        return self._read(find)


def _opened(spec: str, clock: Clock, access: Access) -> Database:
    return opened(
        spec,
        PROJECTS,
        access,
        number=schema_number,
        migrate=lambda database: migrate(database, _moment(clock)),
    )


def checked_name(name: str) -> str:
    """Return the name of a project as it is kept.

    Raises
    ------
    InputError
        If it is blank.
    """
    text = " ".join(printable(name).split())[:NAME_LETTERS]
    if not is_filled(text):
        raise InputError("name: found none. Expected a few words. Type one.")
    return text


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _moment(clock: Clock) -> str:
    return clock().astimezone(UTC).isoformat(timespec="milliseconds")
