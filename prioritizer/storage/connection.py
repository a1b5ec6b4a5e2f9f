"""Opens a database the safe way: settings made and read back, one writer at a time, retries."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from prioritizer.errors import StoreError

if TYPE_CHECKING:
    import sqlalchemy as sa

Result = TypeVar("Result")

BUSY_MS = 5000
RETRY_SECONDS = 10.0
# Each pragma with the value that must be read back; FULL because NORMAL loses commits in a
# power cut.
PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("busy_timeout", str(BUSY_MS), BUSY_MS),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("secure_delete", "ON", 1),
)
_TRANSIENT = (
    "locked",
    "busy",
    "deadlock",
    "could not serialize",
    "terminating connection",
    "server closed the connection",
    "connection refused",
    "starting up",
    "shutting down",
    "connection is closed",
    "consuming input failed",
    "the connection is lost",
)


def store_url(spec: str) -> str:
    """Return the SQLAlchemy URL of a store: a path means a SQLite file."""
    if "://" not in spec:
        return f"sqlite:///{Path(spec).expanduser()}"
    for plain in ("postgresql://", "postgres://"):
        if spec.startswith(plain):
            return f"postgresql+psycopg://{spec.removeprefix(plain)}"
    return spec


class Database:
    """An open database: transactions to read, and transactions to write one after another."""

    def __init__(self, spec: str) -> None:
        self.url = store_url(spec)
        self.engine = _create_engine(self.url)
        self.is_sqlite: bool = self.engine.dialect.name == "sqlite"
        # SQLite's own waiting is unfair: with many writers some would wait for seconds.
        self._writer = threading.Lock() if self.is_sqlite else None
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
        """Open a connection for reading a consistent state."""
        with self.engine.connect() as opened:
            if self.is_sqlite:
                opened.exec_driver_sql("BEGIN")
                yield opened
            else:
                yield opened.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def _write_once(self) -> Iterator[sa.Connection]:
        if self._writer is not None:
            self._writer.acquire()
        try:
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
        finally:
            if self._writer is not None:
                self._writer.release()

    def write(self, change: Callable[[sa.Connection], Result]) -> Result:
        """Run a change in one write transaction; return what it returns once it is committed.

        A change that meets a busy or restarting database is run again for up to ten seconds,
        so it must be safe to repeat.

        Raises
        ------
        StoreError
            If the database stays busy or away.
        """
        import sqlalchemy as sa

        deadline, delay = time.monotonic() + RETRY_SECONDS, 0.01
        while True:
            try:
                with self._write_once() as connection:
                    return change(connection)
            except sa.exc.DBAPIError as error:
                words = str(error.orig).lower()
                if not any(word in words for word in _TRANSIENT):
                    raise
                if time.monotonic() > deadline:
                    raise StoreError(
                        "store: could not save within 10 seconds; nothing was changed. "
                        "Try again in a moment."
                    ) from None
            time.sleep(delay * (0.5 + random.random()))  # noqa: S311 - jitter, not a secret
            delay = min(delay * 2, 0.5)

    @contextmanager
    def maintain(self) -> Iterator[sa.Connection]:
        """Open a connection outside transactions while this process writes nothing."""
        if self._writer is not None:
            self._writer.acquire()
        try:
            with self.engine.connect() as connection:
                yield connection.execution_options(isolation_level="AUTOCOMMIT")
        finally:
            if self._writer is not None:
                self._writer.release()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _create_engine(url: str) -> sa.Engine:
    try:
        import sqlalchemy as sa

        if not url.startswith("sqlite"):
            return sa.create_engine(url, pool_size=20, max_overflow=20, pool_pre_ping=True)
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
