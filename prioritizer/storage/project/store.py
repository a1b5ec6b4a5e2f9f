"""The project store in a database: SQLite by default, PostgreSQL by URL, the same code."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC
from typing import Any, Self, TypeVar

from prioritizer.domain.filled import is_filled
from prioritizer.domain.project import (
    NAME_LETTERS,
    Editor,
    Kept,
    KeptProject,
    NewStates,
    ProjectState,
    Share,
    StateLine,
)
from prioritizer.domain.words import printable
from prioritizer.errors import InputError
from prioritizer.storage.clock import Clock, utc_now
from prioritizer.storage.database.access import Access, sqlite_path
from prioritizer.storage.database.connection import Database
from prioritizer.storage.database.opening import opened
from prioritizer.storage.database.sql import Sql
from prioritizer.storage.project import rights
from prioritizer.storage.project import rows as rows
from prioritizer.storage.project.schema import PROJECTS, migrate, schema_number

Result = TypeVar("Result")
ID_BYTES = 16  # 128 bits at random: an id in an address cannot be guessed


def new_id() -> str:
    """Return an id that nobody can guess."""
    return secrets.token_urlsafe(ID_BYTES)


class ProjectStore:
    """Projects in one database. Whoever asks names the owner; another's is never found.

    What is kept of a project (states, history) is open to whoever may edit it, too: ``right``
    is the owner, or a right of `rights`. All else is the owner's alone.

    Methods raise AccessError for a project that is not there or not for whoever asks, in the
    same words, and StoreError where the database is away.
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
        return self._write(lambda sql: change(sql, rows.own_project(sql, project_id, owner)))

    def _of_editor(
        self, project_id: str, right: str, change: Callable[[Sql, KeptProject], Result]
    ) -> Result:
        return self._write(lambda sql: change(sql, rows.project(sql, project_id, right)))

    def save(self, batch: Iterable[NewStates], tables: Mapping[str, bytes]) -> tuple[Kept, ...]:
        """Keep states of several projects, with their tables of sites by digest.

        What is another's, or more than one may keep, is refused and leaves the others alone.
        Returns what became of each.
        """
        wanted = tuple(batch)
        return self._write(lambda sql: tuple(rows.add(sql, new, tables) for new in wanted))

    def revisions(self, project_ids: Iterable[str]) -> dict[str, int]:
        """Return how often each project was changed, by whichever server."""
        wanted = tuple(project_ids)
        return self._read(lambda sql: {one: rows.revision(sql, one) for one in wanted})

    def projects(self, owner: str) -> tuple[KeptProject, ...]:
        """Return the projects of an owner, the one changed last first."""
        return self._read(lambda sql: rows.projects(sql, owner)) if owner else ()

    def projects_to_edit(self, right: str) -> tuple[KeptProject, ...]:
        """Return the projects of others that somebody may edit, the one changed last first."""
        return self._read(lambda sql: rows.projects_to_edit(sql, right)) if right else ()

    def project(self, project_id: str, right: str) -> KeptProject:
        """Return one project, for its owner or whoever may edit it."""
        return self._read(lambda sql: rows.project(sql, project_id, right))

    def state(self, project_id: str, right: str, number: int | None = None) -> ProjectState:
        """Return a state of a project, the one in force if none is named."""

        def find(sql: Sql) -> ProjectState:
            found = rows.project(sql, project_id, right)
            return rows.state(sql, project_id, found.current if number is None else number)

        return self._read(find)

    def has_table(self, digest: str) -> bool:
        """Return whether the content of a table is kept."""
        return self._read(lambda sql: rows.has_table(sql, digest))

    def table(self, digest: str) -> bytes:
        """Return the content of a table that a state names."""
        return self._read(lambda sql: rows.table(sql, digest))

    def history(self, project_id: str, right: str) -> tuple[StateLine, ...]:
        """Return every state of a project, the first first."""

        def lines(sql: Sql) -> tuple[StateLine, ...]:
            rows.project(sql, project_id, right)
            return rows.history(sql, project_id)

        return self._read(lines)

    def go_to(self, project_id: str, right: str, number: int) -> ProjectState:
        """Put another state of a project in force, and return it; nothing is lost by it."""

        def move(sql: Sql, found: KeptProject) -> ProjectState:
            wanted = rows.state(sql, found.id, number)
            sql.run(
                "UPDATE project SET current_state = ?, revision = revision + 1 "
                "WHERE project_id = ?",
                *(number, found.id),
            )
            return wanted

        return self._of_editor(project_id, right, move)

    def name_state(self, project_id: str, right: str, number: int, name: str) -> None:
        """Call a state by a name; a blank one takes the name away."""
        text = name.strip()[:NAME_LETTERS]

        def write(sql: Sql, found: KeptProject) -> None:
            rows.state(sql, found.id, number)
            sql.run(
                "UPDATE project_state SET name = ? WHERE project_id = ? AND number = ?",
                *(text, found.id, number),
            )

        self._of_editor(project_id, right, write)

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

    def duplicate(self, project_id: str, right: str, name: str, owner: str = "") -> str:
        """Make a copy of a project as it stands, without its past; return the id.

        It belongs to ``owner``, who may be somebody that edits the other one.
        """
        target, text = new_id(), checked_name(name)

        def write(sql: Sql, found: KeptProject) -> None:
            rows.copy(sql, found, target, owner or right, text, self.now())

        self._of_editor(project_id, right, write)
        return target

    def delete(self, project_id: str, owner: str) -> None:
        """Delete a project with its past and its links; it cannot be brought back."""
        self._of_owner(project_id, owner, lambda sql, found: rows.delete(sql, found.id))

    def share(
        self, project_id: str, owner: str, audience: str, *, may_edit: bool = False
    ) -> str:
        """Return the secret of a new link by which others read or edit a project.

        The store keeps its SHA-256 only: whoever reads the database cannot use the link.
        """
        secret = new_id()

        def write(sql: Sql, found: KeptProject) -> None:
            made = Share(found.id, audience, self.now(), may_edit=may_edit)
            rights.add_share(sql, secret, made)

        self._of_owner(project_id, owner, write)
        return secret

    def shares(self, project_id: str, owner: str) -> tuple[Share, ...]:
        """Return the links to a project, without their secrets."""

        def find(sql: Sql) -> tuple[Share, ...]:
            rows.own_project(sql, project_id, owner)
            return rights.shares(sql, project_id)

        return self._read(find)

    def end_shares(self, project_id: str, owner: str, *, may_edit: bool | None = None) -> None:
        """End the links to a project: those to edit, those to read, or all."""
        ended = (0, 1) if may_edit is None else (int(may_edit),)

        def write(sql: Sql, found: KeptProject) -> None:
            for kind in ended:
                sql.run(
                    "DELETE FROM project_share WHERE project_id = ? AND may_edit = ?",
                    *(found.id, kind),
                )

        self._of_owner(project_id, owner, write)

    def editors(self, project_id: str, owner: str) -> tuple[Editor, ...]:
        """Return who may edit a project by the address of their sign-in."""

        def find(sql: Sql) -> tuple[Editor, ...]:
            rows.own_project(sql, project_id, owner)
            return rights.editors(sql, project_id)

        return self._read(find)

    def add_editor(self, project_id: str, owner: str, address: str) -> None:
        """Let whoever signs in with an address edit a project.

        Raises
        ------
        InputError
            If it is no address, or too many may edit already.
        """
        text = rights.checked_address(address)
        self._of_owner(
            project_id,
            owner,
            lambda sql, found: rights.add_editor(sql, found, text, self.now()),
        )

    def end_editor(self, project_id: str, owner: str, address: str) -> None:
        """Let somebody edit a project no longer."""

        def write(sql: Sql, found: KeptProject) -> None:
            sql.run(
                "DELETE FROM project_editor WHERE project_id = ? AND address = ?",
                *(found.id, address),
            )

        self._of_owner(project_id, owner, write)

    def is_for_several(self, project_id: str, right: str) -> bool:
        """Return whether anybody besides the owner may edit a project."""

        def find(sql: Sql) -> bool:
            rows.project(sql, project_id, right)
            found = rights.shares(sql, project_id)
            named = rights.editors(sql, project_id)
            return bool(named) or any(one.may_edit for one in found)

        return self._read(find)

    def edited_by_link(self, secret: str) -> KeptProject:
        """Return the project that a link lets others edit."""

        def find(sql: Sql) -> KeptProject:
            found = rights.share(sql, secret, may_edit=True)
            return rows.project(sql, found.project_id, rights.of_link(secret))

        return self._read(find)

    def has_link(self, secret: str) -> bool:
        """Return whether a link lets others read a project still."""
        return self._read(lambda sql: rights.has_share(sql, secret, may_edit=False))

    def read_shared(
        self, secret: str, named: str = ""
    ) -> tuple[KeptProject, ProjectState, Share]:
        """Return what a link to read leads to: project, state, and for which readers.

        The state is the last of a name, or the one in force where there is none.
        """

        def find(sql: Sql) -> tuple[KeptProject, ProjectState, Share]:
            share = rights.share(sql, secret, may_edit=False)
            found = rows.shared(sql, share.project_id)
            number = rows.number_of(sql, found.id, named) or found.current
            return found, rows.state(sql, found.id, number), share

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


def _moment(clock: Clock) -> str:
    return clock().astimezone(UTC).isoformat(timespec="milliseconds")
