"""Opens a database the safe way: settings made and read back, one writer at a time, retries."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from prioritizer.errors import StoreError
from prioritizer.files.sqlite_file import beside, has_log, is_there, uri
from prioritizer.storage.database.access import Access, copy_of, sqlite_path
from prioritizer.storage.database.faults import is_transient, told
from prioritizer.storage.database.write_queue import WriteQueue

if TYPE_CHECKING:
    import sqlalchemy as sa

Result = TypeVar("Result")

BUSY_MS = 5000
RETRY_SECONDS = 10.0
# Each pragma with the value that must be read back; FULL because NORMAL loses commits in a
# power cut. EXTRA until the log is written ahead: it also makes the end of a journal last.
PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("busy_timeout", str(BUSY_MS), BUSY_MS),
    ("synchronous", "EXTRA", 3),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("secure_delete", "ON", 1),
)
READING = (
    ("busy_timeout", str(BUSY_MS)),
    ("query_only", "ON"),
    ("foreign_keys", "ON"),
    ("trusted_schema", "OFF"),
)
# The WAL-reset fault (sqlite.org/wal.html, section "walresetbug"): a commit racing with the
# checkpoint of another connection can be lost; fixed in 3.51.3, 3.50.7 and 3.44.6.
_WAL_FAULT_SINCE: tuple[int, ...] = (3, 7, 0)
_WAL_FAULT_FIXED: tuple[int, ...] = (3, 51, 3)
_WAL_FAULT_FIXED_IN: dict[tuple[int, ...], tuple[int, ...]] = {
    (3, 50): (3, 50, 7),
    (3, 44): (3, 44, 6),
}
# All stores of one process that share a SQLite file wait in one queue to write to it.
_QUEUES: defaultdict[Path, WriteQueue] = defaultdict(WriteQueue)
# A server that vanished is noticed after seconds, not after the two hours of TCP.
_POSTGRES_OPTIONS = {"connect_timeout": 5, "tcp_user_timeout": 10_000}


def server_url(spec: str) -> str:
    """Return the SQLAlchemy URL of a database on a server."""
    for plain in ("postgresql://", "postgres://"):
        if spec.startswith(plain):
            return f"postgresql+psycopg://{spec.removeprefix(plain)}"
    return spec


class Database:
    """An open database: transactions to read, and transactions to write one after another."""

    def __init__(self, spec: str, access: Access = Access.WRITE) -> None:
        self.path = sqlite_path(spec)  # None on a server
        self.access = access
        self.is_sqlite = self.path is not None
        self.engine = _create_engine(spec, self.path, access)
        # SQLite's own waiting is unfair: with many writers some would wait for seconds.
        self._queue = _QUEUES[self.path.resolve()] if self.path is not None else None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._check()

    @classmethod
    def of_copy(cls, path: Path) -> Database:
        """Open a copy of a SQLite file, which lasts until the database is closed."""
        folder = tempfile.TemporaryDirectory(prefix="prioritizer-")
        try:
            copy = Path(folder.name) / path.name
            copy_of(path, copy, copy)
            database = cls(str(copy))
        except BaseException:
            folder.cleanup()
            raise
        database._folder = folder
        return database

    @property
    def is_copy(self) -> bool:
        """Return whether it is a copy that is thrown away."""
        return self._folder is not None

    @property
    def shown(self) -> str:
        """Return the address in words that give no password away."""
        return self.engine.url.render_as_string()

    def _check(self) -> None:
        import sqlalchemy as sa

        try:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except sa.exc.SQLAlchemyError as error:
            raise StoreError(
                f"store {self.shown}: could not be opened "
                f"({getattr(error, 'orig', error)}). Expected a database. Check the place and "
                f"the rights."
            ) from None

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Open a connection for reading a consistent state.

        Raises
        ------
        StoreError
            If the database is busy or away, or the disk fails.
        """
        import sqlalchemy as sa

        try:
            with self.engine.connect() as opened:
                if self.is_sqlite:
                    opened.exec_driver_sql("BEGIN")
                    yield opened
                else:
                    yield opened.execution_options(isolation_level="REPEATABLE READ")
        except sa.exc.SQLAlchemyError as error:
            if (fault := told(error)) is not None:
                raise fault from error
            raise

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        with self.engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.commit()
            except BaseException:
                if not connection.invalidated:
                    connection.rollback()
                raise

    def _write_once(self, change: Callable[[sa.Connection], Result]) -> Result:
        if self._queue is not None:
            result: Result = self._queue.run(change, self._transaction)
            return result
        with self._transaction() as connection:
            return change(connection)

    def write(self, change: Callable[[sa.Connection], Result]) -> Result:
        """Run a change in one write transaction; return what it returns once it is committed.

        Changes that wait for a SQLite file together are committed together. A change that meets
        a busy or restarting database is run again for up to ten seconds, so it must be safe to
        repeat.

        Raises
        ------
        StoreError
            If the database stays busy or away, or the disk is full or fails.
        """
        import sqlalchemy as sa

        if self.access is Access.READ:
            raise StoreError("store: it is open for reading only. Open it to write.")
        deadline, delay = time.monotonic() + RETRY_SECONDS, 0.01
        while True:
            try:
                return self._write_once(change)
            except sa.exc.SQLAlchemyError as error:
                again = isinstance(error, sa.exc.DBAPIError) and is_transient(error)
                if not again or time.monotonic() > deadline:
                    if (fault := told(error)) is not None:
                        raise fault from error
                    raise
            time.sleep(delay * (0.5 + random.random()))  # noqa: S311 - jitter, not a secret
            delay = min(delay * 2, 0.5)

    @contextmanager
    def maintain(self) -> Iterator[sa.Connection]:
        """Open a connection outside transactions while this process writes nothing."""
        import sqlalchemy as sa

        held = self._queue.alone() if self._queue is not None else nullcontext()
        try:
            with held, self.engine.connect() as connection:
                yield connection.execution_options(isolation_level="AUTOCOMMIT")
        except sa.exc.SQLAlchemyError as error:
            if (fault := told(error)) is not None:
                raise fault from error
            raise

    def copy_into(self, draft: Path, shown: Path) -> None:
        """Write a compact copy of a SQLite database, consistent even while it is in use.

        Parameters
        ----------
        shown
            The name that the copy will get, for the message.

        Raises
        ------
        StoreError
            If the copy cannot be written.
        """
        import sqlalchemy as sa

        with self.engine.connect() as connection:
            try:
                # Where only reading is allowed, that means this database, not the copy.
                connection.exec_driver_sql("PRAGMA query_only=OFF")
                connection.exec_driver_sql("VACUUM INTO ?", (str(draft),))
            except sa.exc.OperationalError as error:
                raise StoreError(
                    f"{shown}: could not be written ({error.orig}). Expected a writable place "
                    "with room. Check the folder and the free space. Nothing is there."
                ) from None
            finally:
                if self.access is Access.READ:
                    connection.exec_driver_sql("PRAGMA query_only=ON")

    def notice(self) -> str:
        """Return what is to be known of the library, empty if nothing."""
        if not self.is_sqlite:
            return ""
        import sqlite3

        return wal_reset_warning(sqlite3.sqlite_version_info)

    def close(self) -> None:
        """Close all connections; a copy is thrown away."""
        self.engine.dispose()
        if self._folder is not None:
            self._folder.cleanup()


def _create_engine(spec: str, path: Path | None, access: Access) -> sa.Engine:
    try:
        import sqlalchemy as sa

        if path is not None:
            return _sqlite_engine(path, access)
        return sa.create_engine(
            server_url(spec),
            pool_size=20,
            max_overflow=20,
            pool_pre_ping=True,
            connect_args=_POSTGRES_OPTIONS,
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            f"store: found no driver ({error.name}). Expected one for this kind of database. "
            'For PostgreSQL run: pip install "psycopg[binary]"'
        ) from None
    except (sa.exc.ArgumentError, TypeError) as error:
        raise StoreError(
            f"store: found no usable address ({error}). Expected a path, or the URL of a "
            "PostgreSQL database."
        ) from None


def _sqlite_engine(path: Path, access: Access) -> sa.Engine:
    import sqlite3

    import sqlalchemy as sa

    address = uri(path, _mode(path, access))

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            address, uri=True, timeout=BUSY_MS / 1000, check_same_thread=False
        )

    url = sa.URL.create("sqlite", database=str(path))
    engine = sa.create_engine(url, creator=connect, pool_size=20, max_overflow=20)
    set_up = _set_up_reading if access is Access.READ else _set_up_sqlite
    sa.event.listen(engine, "connect", set_up)
    return engine


def _mode(path: Path, access: Access) -> str:
    """Return how SQLite opens a file; a missing one appears only where it is to be made."""
    if access is not Access.READ:
        return "rwc" if access is Access.MAKE else "rw"
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "rw"  # as a reader: so that it takes away the log that it needs beside the file
    # A log cannot be made there. Without one nobody writes, so that the file can stand alone.
    return "ro&immutable=1" if has_log(path) and not is_there(beside(path, "-wal")) else "ro"


def _set_up_reading(connection: Any, _record: object) -> None:
    """Make the settings of a connection that changes nothing."""
    connection.isolation_level = None
    for name, value in READING:
        connection.execute(f"PRAGMA {name}={value}").fetchall()


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Make the settings of a SQLite connection and read them back."""
    connection.isolation_level = None
    for name, value, expected in PRAGMAS:
        connection.execute(f"PRAGMA {name}={value}").fetchall()
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != expected:
            raise StoreError(
                f"store, {name}: found {found}. Expected {expected}, else saved answers could "
                "be lost. Use a local disk and SQLite 3.31 or newer."
            )


def has_wal_reset_fault(version: tuple[int, ...]) -> bool:
    """Return whether this SQLite can lose a commit when two processes write to one file."""
    if version < _WAL_FAULT_SINCE or version >= _WAL_FAULT_FIXED:
        return False
    line = _WAL_FAULT_FIXED_IN.get(version[:2])
    return line is None or version < line


def wal_reset_warning(version: tuple[int, ...]) -> str:
    """Return what to say at start of a SQLite library, empty if nothing."""
    if not has_wal_reset_fault(version):
        return ""
    found = ".".join(map(str, version))
    return (
        f"SQLite {found} can lose a change when two processes write to one file (fixed in "
        "3.51.3). This server holds its file alone and writes through one queue, which is "
        "safe; do not open the file with other programs meanwhile."
    )
