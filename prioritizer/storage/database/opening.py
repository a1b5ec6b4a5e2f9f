"""Opens a store for what is to be done with it; only who may make one does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from prioritizer.files.writing import new_file
from prioritizer.storage.database.access import Access, Schema, absent, schema_in, sqlite_path
from prioritizer.storage.database.connection import Database

Migrate = Callable[[Database], object]
Number = Callable[[Database], int]


def opened(
    spec: str, schema: Schema, access: Access, *, number: Number, migrate: Migrate
) -> Database:
    """Open a store, looked at before it is touched.

    Where it is only read, a file stays as it is: one of an older schema is read from a copy
    that is brought up to date. On a server, tables of ours are brought up to date in place.

    Parameters
    ----------
    number
        Reads the schema number of an open database, 0 for none.
    migrate
        Brings an open database to the newest schema.

    Raises
    ------
    StoreError
        If it is no such store, cannot be opened, or a newer version of the tool wrote it.
    """
    path = sqlite_path(spec)
    if path is None:
        return _on_server(spec, schema, access, number=number, migrate=migrate)
    present = schema_in(path, schema, access)
    if not path.exists():
        _make(path, migrate)
    if access is Access.READ:
        if present == schema.newest:
            return Database(spec, access)
        database = _migrated(Database.of_copy(path), migrate)
        database.access = access  # what were written to the copy would be lost
        return database
    return _migrated(Database(spec, Access.WRITE), migrate)


def _on_server(
    spec: str, schema: Schema, access: Access, *, number: Number, migrate: Migrate
) -> Database:
    database = Database(spec)
    try:
        if access is not Access.MAKE and number(database) == 0:
            raise absent(database.shown, schema)
    except BaseException:
        database.close()
        raise
    return _migrated(database, migrate)


def _make(path: Path, migrate: Migrate) -> None:
    """Make a store beside its place; it gets its name when its tables are there."""
    with new_file(path, or_leave=True) as draft:
        _migrated(Database(str(draft), Access.MAKE), migrate).close()


def _migrated(database: Database, migrate: Migrate) -> Database:
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    return database
