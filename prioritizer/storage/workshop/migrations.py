"""Numbered steps that bring the workshop tables up to date, after a backup."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from prioritizer.files.writing import new_file
from prioritizer.storage.database.access import Schema, refuse_newer
from prioritizer.storage.database.connection import Database
from prioritizer.storage.workshop import forgetting as forgetting
from prioritizer.storage.workshop import tables as tables

_MIGRATOR_LOCK = 7_240_511


def _create_tables(connection: sa.Connection) -> None:
    missing = [table for table in tables.METADATA.sorted_tables if table.name != "ws_schema"]
    tables.METADATA.create_all(connection, tables=missing)
    is_sqlite = connection.dialect.name == "sqlite"
    for statement in tables.sqlite_triggers() if is_sqlite else tables.postgres_triggers():
        connection.execute(sa.text(statement))


def _add_screen(connection: sa.Connection) -> None:
    """Keep what the projector shows, and what was closed without showing."""
    _add_columns(
        connection,
        ("is_hidden", "BOOLEAN NOT NULL DEFAULT FALSE"),
        ("screen_stage", "INTEGER NOT NULL DEFAULT 0"),
        ("screen_aliases", "BOOLEAN NOT NULL DEFAULT FALSE"),
    )
    table = tables.WORKSHOP
    closed = sa.select(table.c.id).where(table.c.state == "closed")
    hidden = [
        w for w in connection.execute(closed).scalars().all() if _is_hidden(connection, w)
    ]
    for workshop_id in hidden:
        own = table.c.id == workshop_id
        connection.execute(table.update().where(own).values(is_hidden=sa.true()))


def _add_language(connection: sa.Connection) -> None:
    """Keep the language of ballots; workshops of earlier versions were English."""
    _add_columns(connection, ("language", "TEXT NOT NULL DEFAULT 'en'"))


def _add_room_desk(connection: sa.Connection) -> None:
    """Keep how people come in, who was set aside, one-time places and ways back."""
    _add_columns(
        connection,
        ("quorum", "INTEGER NOT NULL DEFAULT 0"),
        ("is_places_only", "BOOLEAN NOT NULL DEFAULT FALSE"),
        ("has_lobby", "BOOLEAN NOT NULL DEFAULT FALSE"),
    )
    _add_columns(
        connection,
        ("is_waiting", "BOOLEAN NOT NULL DEFAULT FALSE"),
        ("aside", "TEXT NOT NULL DEFAULT ''"),
        ("pin_hash", "TEXT NOT NULL DEFAULT ''"),
        ("pin_tries", "INTEGER NOT NULL DEFAULT 0"),
        table="ws_participant",
    )
    made = [tables.LEFT_OUT, tables.PLACE, tables.SEAT_LINK, tables.WATCH_LINK]
    tables.METADATA.create_all(connection, tables=made)


def _add_budget(connection: sa.Connection) -> None:
    """Keep the budget round; workshops of earlier versions have none."""
    _add_columns(connection, ("budget_round", "INTEGER"), ("budget", "TEXT"))


def _add_recovery_codes(connection: sa.Connection) -> None:
    """Make the table of the codes by which a facilitator gets back in."""
    tables.METADATA.create_all(connection, tables=[tables.RECOVERY_CODE])


def _add_proposals(connection: sa.Connection) -> None:
    """Make the table of proposed sites, but for where the first step has made it."""
    tables.PROPOSAL.create(connection, checkfirst=True)


def _add_what_a_room_needs(connection: sa.Connection) -> None:
    _add_room_desk(connection)
    _add_budget(connection)
    _add_proposals(connection)
    _add_recovery_codes(connection)


def _add_columns(
    connection: sa.Connection, *columns: tuple[str, str], table: str = "ws_workshop"
) -> None:
    """Add columns to a table, but for those it has.

    The first step makes the tables of a new database as they are now.
    """
    present = {column["name"] for column in sa.inspect(connection).get_columns(table)}
    for name, kind in columns:
        if name not in present:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")


def _is_hidden(connection: sa.Connection, workshop_id: str) -> bool:
    """Return whether the log of a closed workshop says that it was closed while locked."""
    log = tables.AUDIT
    query = (
        sa.select(log.c.body).where(log.c.workshop_id == workshop_id).order_by(log.c.seq.desc())
    )
    moves = (body for body in map(json.loads, connection.execute(query).scalars()))
    states = [body["state"] for body in moves if body["action"] == "move"]
    return states[:2] == ["closed", "locked"]


# Steps are never edited once released: a change of the tables is a further step.
MIGRATIONS: dict[int, Callable[[sa.Connection], None]] = {
    1: _create_tables,
    2: _add_screen,
    3: _add_language,
    4: _add_what_a_room_needs,
}
NEWEST = max(MIGRATIONS)
WORKSHOPS = Schema(
    what="a store of workshops",
    holds="workshops",
    table="ws_schema",
    column="version",
    newest=NEWEST,
    advice="play a rehearsal: python -m prioritizer workshop demo --store {name}",
)


def migrate(database: Database, now: datetime) -> int:
    """Bring a database to the newest version; return the version it had.

    Raises
    ------
    StoreError
        If the database was written by a newer version of the tool.
    """
    found = version(database)
    refuse_newer(found, WORKSHOPS, "store")
    if found == NEWEST:
        return found
    if found and not database.is_copy:
        _back_up(database, found)
    database.write(lambda connection: _apply(connection, now))
    return found


def version(database: Database) -> int:
    """Return the version of the tables in a database, 0 for one without workshops."""
    with database.read() as connection:
        return _version(connection)


def _version(connection: sa.Connection) -> int:
    if not sa.inspect(connection).has_table("ws_schema"):
        return 0
    newest = connection.execute(sa.select(sa.func.max(tables.SCHEMA.c.version))).scalar()
    return int(newest or 0)


def _apply(connection: sa.Connection, now: datetime) -> None:
    if connection.dialect.name != "sqlite":
        # Two servers starting together: one migrates, the other waits and finds nothing to do.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATOR_LOCK})")
    tables.METADATA.create_all(connection, tables=[tables.SCHEMA])
    found = _version(connection)
    for version, step in sorted(MIGRATIONS.items()):
        if version > found:
            step(connection)
            connection.execute(
                tables.SCHEMA.insert().values(version=version, applied_at=now.isoformat())
            )


def _back_up(database: Database, version: int) -> None:
    """Keep a copy of a file as it was, unless it holds what a seal is to destroy.

    While an anonymous round is open the file says who sent what, and version 0.1.0 kept in
    which order each person was asked. The seal and the next start could not reach a copy; the
    steps run in one transaction, which takes back what fails.
    """
    path = database.path
    if path is None or _has_secrets(database):
        return
    target = path.with_name(f"{path.name}.before-version-{NEWEST}-from-{version}")
    if not target.exists():
        with new_file(target) as draft:
            database.copy_into(draft, target)


def _has_secrets(database: Database) -> bool:
    with database.read() as connection:
        found = connection.execute(tables.ROUND_SECRET.select().limit(1)).first()
        return found is not None or forgetting.has_orders(connection)
