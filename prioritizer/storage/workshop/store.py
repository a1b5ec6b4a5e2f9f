"""Keeps workshops in SQLite or PostgreSQL: one transaction per change, state read inside it."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa

from prioritizer.domain.authority import NOBODY, Actor, Role
from prioritizer.domain.chain import sha256
from prioritizer.domain.workshop import Participant, Workshop
from prioritizer.errors import AccessError, StoreError
from prioritizer.languages.speech import gettext
from prioritizer.storage.database.access import Access
from prioritizer.storage.database.opening import opened
from prioritizer.storage.workshop import forgetting as forgetting
from prioritizer.storage.workshop import prepared
from prioritizer.storage.workshop import tables as tables
from prioritizer.storage.workshop.migrations import WORKSHOPS, migrate, version
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.rows import participant_of
from prioritizer.storage.workshop.writing import WorkshopWriter

Result = TypeVar("Result")
# A transaction grows the journal by far less; below this the next ones may not fit.
LEAST_ROOM = 20_000_000
FULL = (
    "store: the disk is all but full. Free some space; answers stay on the phones meanwhile. "
    "Nothing was changed."
)
TRACES = (
    "store: the round is shown, but another program reads the file, so its journal still holds "
    "who sent what. Expected none. End that program (a backup?), then start the app again: it "
    "cleans the file when it starts."
)


def new_id() -> str:
    """Return a random identifier of 96 bits."""
    return secrets.token_hex(12)


class WorkshopStore:
    """An open store of workshops, safe to share between threads."""

    def __init__(self, spec: str, now: datetime, access: Access = Access.MAKE) -> None:
        self.database = opened(
            spec,
            WORKSHOPS,
            access,
            number=version,
            migrate=lambda database: migrate(database, now),
        )

    def change(self, workshop_id: str, work: Callable[[WorkshopWriter], Result]) -> Result:
        """Run work on one workshop in one write transaction; return its result.

        The workshop is locked first, so that what the work reads is what its writes build on.

        Raises
        ------
        AccessError
            If there is no such workshop; in the words of `authority.authorize`.
        """

        def run(connection: sa.Connection) -> Result:
            writer = WorkshopWriter(connection)
            writer.lock(workshop_id)
            return work(writer)

        return self.database.write(run)

    def see(self, workshop_id: str, work: Callable[[WorkshopReader], Result]) -> Result:
        """Run reading work on one workshop, all of it on one state of the database."""
        with self.database.read() as connection:
            reader = WorkshopReader(connection)
            reader.load(workshop_id)
            return work(reader)

    def create(self, workshop: Workshop, problem: str, entry_body: str) -> None:
        """Keep a new workshop with its problem, and its first log entry."""

        def run(connection: sa.Connection) -> None:
            WorkshopWriter(connection).insert(workshop, problem, entry_body)

        self.database.write(run)

    def workshops(self) -> tuple[Workshop, ...]:
        """Return all workshops, by title and id."""
        with self.database.read() as connection:
            order = (tables.WORKSHOP.c.title, tables.WORKSHOP.c.id)
            ids = (
                connection.execute(sa.select(tables.WORKSHOP.c.id).order_by(*order))
                .scalars()
                .all()
            )
            found = []
            for workshop_id in ids:
                reader = WorkshopReader(connection)
                found.append(reader.load(workshop_id))
            return tuple(found)

    # People and their secrets. Only hashes are kept.

    def facilitator(self, subject: str, name: str, *, is_admin: bool = False) -> Actor:
        """Return the facilitator known under a subject, entered now if new."""
        table = tables.FACILITATOR

        def run(connection: sa.Connection) -> Actor:
            row = (
                connection.execute(table.select().where(table.c.subject == subject))
                .mappings()
                .first()
            )
            if row is None:
                values = {
                    "id": new_id(),
                    "subject": subject,
                    "name": name,
                    "is_admin": is_admin,
                }
                connection.execute(table.insert().values(**values))
                row = (
                    connection.execute(table.select().where(table.c.subject == subject))
                    .mappings()
                    .one()
                )
            return _facilitator_actor(row["id"], row["name"], is_admin=row["is_admin"])

        return self.database.write(run)

    def facilitators(self) -> tuple[Actor, ...]:
        """Return everybody who has led a workshop here or was let in to, by name and id."""
        table = tables.FACILITATOR
        query = table.select().order_by(table.c.name, table.c.id)
        with self.database.read() as connection:
            return tuple(
                _facilitator_actor(row["id"], row["name"], is_admin=row["is_admin"])
                for row in connection.execute(query).mappings()
            )

    def _keep_secret(self, table: sa.Table, facilitator_id: str, expires_at: datetime) -> str:
        token = secrets.token_hex(16)
        values = {
            "token_hash": sha256(token),
            "facilitator_id": facilitator_id,
            "expires_at": expires_at.isoformat(),
        }
        self.database.write(
            lambda connection: connection.execute(table.insert().values(**values))
        )
        return token

    def new_sign_in_link(self, facilitator_id: str, expires_at: datetime) -> str:
        """Return a token that can be exchanged for a session once."""
        return self._keep_secret(tables.SIGN_IN_LINK, facilitator_id, expires_at)

    def new_session(self, facilitator_id: str, expires_at: datetime) -> str:
        """Return the token of a new session."""
        return self._keep_secret(tables.SESSION, facilitator_id, expires_at)

    def use_sign_in_link(self, token: str, now: datetime) -> str:
        """Return whose link it was and spend it.

        Raises
        ------
        AccessError
            If the link is unknown, spent or too old.
        """
        found = self._spend(tables.SIGN_IN_LINK.c.token_hash, sha256(token), now)
        if found is None:
            raise AccessError(
                gettext(
                    "This link is spent or too old. Sign in with a recovery code, or make a "
                    "new link."
                )
            )
        return found

    def use_recovery_code(self, code: str, now: datetime) -> str | None:
        """Return whose code it was and spend it; None for one that is not known or too old.

        A guess is looked up first: whoever guesses does not keep answers from being stored.
        """
        column = tables.RECOVERY_CODE.c.code_hash
        query = sa.select(column).where(column == sha256(code))
        with self.database.read() as connection:
            if connection.execute(query).first() is None:
                return None
        return self._spend(column, sha256(code), now)

    def _spend(self, column: sa.Column[str], digest: str, now: datetime) -> str | None:
        """Delete the row of a secret; return whose it was, None if it was no longer good."""
        table = column.table

        def run(connection: sa.Connection) -> str | None:
            row = connection.execute(table.select().where(column == digest)).mappings().first()
            spent = connection.execute(sa.delete(table).where(column == digest)).rowcount
            if row is None or spent != 1 or datetime.fromisoformat(row["expires_at"]) <= now:
                return None
            return str(row["facilitator_id"])

        return self.database.write(run)

    def replace_recovery_codes(
        self, facilitator_id: str, codes: Iterable[str], expires_at: datetime
    ) -> None:
        """Keep the hashes of new codes of a facilitator in place of all earlier ones."""
        table = tables.RECOVERY_CODE
        rows = [
            {
                "code_hash": sha256(code),
                "facilitator_id": facilitator_id,
                "expires_at": expires_at.isoformat(),
            }
            for code in codes
        ]

        def run(connection: sa.Connection) -> None:
            own = table.c.facilitator_id == facilitator_id
            connection.execute(table.delete().where(own))
            connection.execute(table.insert(), rows)

        self.database.write(run)

    def recovery_codes(self, facilitator_id: str, now: datetime) -> tuple[datetime, ...]:
        """Return until when each code of a facilitator is good, of those that still are."""
        table = tables.RECOVERY_CODE
        query = sa.select(table.c.expires_at).where(table.c.facilitator_id == facilitator_id)
        with self.database.read() as connection:
            ends = map(datetime.fromisoformat, connection.execute(query).scalars())
            return tuple(end for end in ends if end > now)

    def subject_of(self, facilitator_id: str) -> str:
        """Return under which subject a facilitator is known; blank for nobody."""
        table = tables.FACILITATOR
        query = sa.select(table.c.subject).where(table.c.id == facilitator_id)
        with self.database.read() as connection:
            return str(connection.execute(query).scalar() or "")

    def facilitator_of(self, token: str, now: datetime) -> Actor:
        """Return the facilitator whose session it is, or nobody."""
        session, person = tables.SESSION, tables.FACILITATOR
        query = (
            sa.select(person, session.c.expires_at)
            .join(session, session.c.facilitator_id == person.c.id)
            .where(session.c.token_hash == sha256(token))
        )
        with self.database.read() as connection:
            row = connection.execute(query).mappings().first()
        if row is None or datetime.fromisoformat(row["expires_at"]) <= now:
            return NOBODY
        return _facilitator_actor(row["id"], row["name"], is_admin=row["is_admin"])

    def end_sessions(self, facilitator_id: str) -> None:
        """Sign a facilitator out everywhere; links that were not used yet end too."""

        def run(connection: sa.Connection) -> None:
            for table in (tables.SESSION, tables.SIGN_IN_LINK):
                own = table.c.facilitator_id == facilitator_id
                connection.execute(table.delete().where(own))

        self.database.write(run)

    def participant_of(self, token: str) -> Actor:
        """Return the participant whose token it is, or nobody."""
        own = {"token_hash_": sha256(token)}
        with self.database.read() as connection:
            row = connection.execute(prepared.HOLDER, own).mappings().first()
        if row is None:
            return NOBODY
        return Actor(Role.PARTICIPANT, row["id"], row["workshop_id"], row["alias"], token)

    def invited_to(self, *, code: str = "", token: str = "", now: datetime) -> str | None:
        """Return the workshop that a join code or token belongs to, while joining is open."""
        invitation, workshop = tables.INVITATION, tables.WORKSHOP
        secret = (
            invitation.c.code_hash == sha256(code)
            if code
            else invitation.c.token_hash == sha256(token)
        )
        query = (
            sa.select(invitation.c.workshop_id, invitation.c.expires_at)
            .join(workshop, workshop.c.id == invitation.c.workshop_id)
            .where(secret, workshop.c.is_joining_open)
        )
        with self.database.read() as connection:
            row = connection.execute(query).mappings().first()
        if row is None or datetime.fromisoformat(row["expires_at"]) <= now:
            return None
        return str(row["workshop_id"])

    def workshop_of(self, table: sa.Table, token: str) -> str | None:
        """Return the workshop of a token of one of the tables that keep its hash."""
        query = sa.select(table.c.workshop_id).where(table.c.token_hash == sha256(token))
        with self.database.read() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else str(found)

    def seats_called(self, names: Collection[str], most: int) -> tuple[Participant, ...]:
        """Return seats of running workshops under one of some names that a PIN can open."""
        person, workshop = tables.PARTICIPANT, tables.WORKSHOP
        query = (
            sa.select(person)
            .join(workshop, workshop.c.id == person.c.workshop_id)
            .where(person.c.alias.in_(names), workshop.c.state != "closed")
            .where(person.c.pin_hash != "")
            .order_by(person.c.id)
            .limit(most)
        )
        with self.database.read() as connection:
            return tuple(participant_of(row) for row in connection.execute(query).mappings())

    def try_nothing(self) -> None:
        """Write as much as a try of a PIN does, which takes as long, and change nothing."""
        table = tables.SCHEMA
        same = table.update().values(applied_at=table.c.applied_at)
        self.database.write(lambda connection: connection.execute(same))

    def check_writable(self) -> None:
        """Prove that a write transaction can begin, with room for what it would write.

        Raises
        ------
        StoreError
            If it cannot, or the disk of a SQLite file is all but full.
        """
        place = self.database.path
        if place is not None and shutil.disk_usage(place.absolute().parent).free < LEAST_ROOM:
            raise StoreError(FULL)
        query = sa.select(sa.func.max(tables.SCHEMA.c.version))
        self.database.write(lambda connection: connection.execute(query).scalar_one())

    def settle(self) -> None:
        """Empty the journal that a killed process left, with what it may still tell.

        A process may have died between the seal of a round and the rewriting of the file, and
        version 0.1.0 kept the order in which each person was asked.
        """
        with self.database.read() as connection:
            if not forgetting.has_anonymous(connection):
                self._empty_journal()
                return
        gone = self.database.write(forgetting.forget_older)
        if gone or self.database.is_sqlite:
            # Whoever waits for the app to start is worth more than what a backup delays.
            with suppress(StoreError):
                self.shred_traces()

    def _empty_journal(self) -> None:
        if self.database.is_sqlite:
            with self.database.maintain() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def shred_traces(self) -> None:
        """Rewrite files so that deleted rows leave no trace in free pages or journal.

        Raises
        ------
        StoreError
            If somebody reads the file meanwhile, which keeps its journal.
        """
        with self.database.maintain() as connection:
            if not self.database.is_sqlite:
                for table in forgetting.REWRITTEN:
                    connection.exec_driver_sql(f"VACUUM FULL {table}")
                return
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("VACUUM")
            emptied = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            if emptied.scalar_one():
                raise StoreError(TRACES)

    def notice(self) -> str:
        """Return what is to be known of the database at start, empty if nothing."""
        return self.database.notice()

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def _facilitator_actor(facilitator_id: str, name: str, *, is_admin: bool) -> Actor:
    return Actor(Role.ADMIN if is_admin else Role.FACILITATOR, facilitator_id, name=name)
