"""Plain SQL on an open connection, written once with ``?`` for both kinds of database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlalchemy as sa

BATCH = 10_000
# Any number will do, as long as every writer of inventories takes the same.
WRITER_LOCK = 5_070_726_001


class Sql:
    """Statements on one connection; parameters are bound, never written into the text."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"

    def _text(self, statement: str) -> str:
        return statement if self.is_sqlite else statement.replace("?", "%s")

    def run(self, statement: str, *parameters: Any) -> None:
        """Execute one statement."""
        self._connection.exec_driver_sql(self._text(statement), parameters)

    def rows(self, statement: str, *parameters: Any) -> Iterator[Sequence[Any]]:
        """Yield the rows of a query as they come."""
        result = self._connection.exec_driver_sql(self._text(statement), parameters)
        for batch in result.partitions(BATCH):
            yield from batch

    def row(self, statement: str, *parameters: Any) -> Sequence[Any] | None:
        """Return the first row of a query, None if there is none."""
        return next(iter(list(self.rows(statement, *parameters))), None)

    def many(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> int:
        """Execute one statement for each row; return how many rows there were."""
        n, remaining = 0, iter(rows)
        while batch := list(islice(remaining, BATCH)):
            self._connection.exec_driver_sql(self._text(statement), batch)
            n += len(batch)
        return n

    def tables(self) -> set[str]:
        """Return the names of the tables of the database."""
        if self.is_sqlite:
            query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        else:
            query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        return {row[0] for row in self.rows(query)}

    def lock(self) -> None:
        """Let one writer at a time pass; SQLite does so by itself."""
        if not self.is_sqlite:
            self.run("SELECT pg_advisory_xact_lock(?)", WRITER_LOCK)
