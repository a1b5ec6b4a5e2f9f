"""Opens a database the safe way: settings made and read back, one writer at a time, retries."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from prioritizer.errors import StoreError
from prioritizer.storage.faults import is_transient, told
from prioritizer.storage.sqlite_version import warning
from prioritizer.storage.write_queue import WriteQueue

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
# All stores of one process that share a SQLite file wait in one queue to write to it.
_QUEUES: defaultdict[Path, WriteQueue] = defaultdict(WriteQueue)
# A server that vanished is noticed after seconds, not after the two hours of TCP.
_POSTGRES_OPTIONS = {"connect_timeout": 5, "tcp_user_timeout": 10_000}


def store_url(spec: str) -> str:
    """Return the SQLAlchemy URL of a store: a path means a SQLite file."""
    if "://" not in spec:
        return f"sqlite:///{Path(spec).expanduser()}"
    for plain in ("postgresql://", "postgres://"):
        if spec.startswith(plain):
            return f"postgresql+psycopg://{spec.removeprefix(plain)}"
    return spec


def sqlite_path(spec: str) -> Path | None:
    """Return the file that a store names; None if it is kept on a server."""
    url = store_url(spec)
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


class Database:
    """An open database: transactions to read, and transactions to write one after another."""

    def __init__(self, spec: str) -> None:
        self.url = store_url(spec)
        self.engine = _create_engine(self.url)
        self.is_sqlite: bool = self.engine.dialect.name == "sqlite"
        # SQLite's own waiting is unfair: with many writers some would wait for seconds.
        self._queue = _QUEUES[self.path.resolve()] if self.path is not None else None
        self._check()

    @property
    def path(self) -> Path | None:
        """Return the file of a SQLite database."""
        return Path(str(self.engine.url.database)) if self.is_sqlite else None

    def _check(self) -> None:
        import sqlalchemy as sa

        try:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except sa.exc.SQLAlchemyError as error:
            raise StoreError(
                f"store {self.engine.url.render_as_string()}: could not be opened "
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

    def notice(self) -> str:
        """Return what is to be known of the library, empty if nothing."""
        if not self.is_sqlite:
            return ""
        import sqlite3

        return warning(sqlite3.sqlite_version_info)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _create_engine(url: str) -> sa.Engine:
    try:
        import sqlalchemy as sa

        if not url.startswith("sqlite"):
            return sa.create_engine(
                url,
                pool_size=20,
                max_overflow=20,
                pool_pre_ping=True,
                connect_args=_POSTGRES_OPTIONS,
            )
        engine = sa.create_engine(
            url,
            pool_size=20,
            max_overflow=20,
            connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False},
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            f"store: found no driver ({error.name}). Expected one for this kind of database. "
            'For PostgreSQL run: pip install "psycopg[binary]"'
        ) from None
    except sa.exc.ArgumentError as error:
        raise StoreError(
            f"store: found no usable address ({error}). Expected a path or a URL."
        ) from None
    sa.event.listen(engine, "connect", _set_up_sqlite)
    return engine


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
