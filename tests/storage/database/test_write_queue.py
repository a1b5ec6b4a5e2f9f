"""Changes that wait together are committed together, and each stands or falls alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from prioritizer.storage.database.access import Access
from prioritizer.storage.database.connection import Database
from prioritizer.storage.database.write_queue import TOGETHER


class _Kept:
    """A table of unique numbers, and a count of the commits that reached the file."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.commits = 0
        database.write(lambda c: c.exec_driver_sql("CREATE TABLE kept (n INTEGER UNIQUE)"))
        sa.event.listen(database.engine, "commit", self._count)

    def _count(self, _connection: Any) -> None:
        self.commits += 1

    def add(self, number: int) -> int:
        def change(connection: sa.Connection) -> int:
            connection.exec_driver_sql("INSERT INTO kept VALUES (?)", (number,))
            return connection.exec_driver_sql("SELECT count(*) FROM kept").scalar_one()

        return self.database.write(change)

    def numbers(self) -> list[int]:
        with self.database.read() as connection:
            return list(connection.exec_driver_sql("SELECT n FROM kept ORDER BY n").scalars())


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[_Kept]:
    database = Database(str(tmp_path / "queue.db"), Access.MAKE)
    yield _Kept(database)
    database.close()


def _while_someone_writes(kept: _Kept, changes: list[Callable[[], Any]]) -> list[Future[Any]]:
    """Start changes while another holds the turn, so that all of them wait together."""
    queue = kept.database._queue
    assert queue is not None
    with ThreadPoolExecutor(len(changes)) as pool, queue.alone():
        futures = []
        for number, change in enumerate(changes, start=1):
            futures.append(pool.submit(change))
            while len(queue._waiting) < number:
                threading.Event().wait(0.001)
        kept.commits = 0
    return futures


def test_changes_that_wait_together_share_commits_and_each_gets_its_own_answer(kept) -> None:
    futures = _while_someone_writes(
        kept, [lambda n=n: kept.add(n) for n in range(TOGETHER + 8)]
    )

    assert [future.result() for future in futures] == list(range(1, TOGETHER + 9))
    assert kept.commits == 2
    assert kept.numbers() == list(range(TOGETHER + 8))


def test_a_change_that_fails_is_taken_back_alone(kept) -> None:
    def fails() -> None:
        def change(connection: sa.Connection) -> None:
            connection.exec_driver_sql("INSERT INTO kept VALUES (99)")
            raise ValueError("not so")

        kept.database.write(change)

    futures = _while_someone_writes(
        kept,
        [lambda: kept.add(1), fails, lambda: kept.add(1), lambda: kept.add(2)],
    )

    assert futures[0].result() == 1
    assert isinstance(futures[1].exception(), ValueError)
    assert isinstance(futures[2].exception(), sa.exc.IntegrityError)
    assert futures[3].result() == 2
    assert kept.numbers() == [1, 2]


def test_a_commit_that_fails_is_confirmed_to_nobody_and_all_try_again(kept) -> None:
    def fail_once(_connection: Any) -> None:
        if not failed:
            failed.append(True)
            raise sa.exc.OperationalError("COMMIT", {}, Exception("database is locked"))

    failed: list[bool] = []
    sa.event.listen(kept.database.engine, "commit", fail_once)

    futures = _while_someone_writes(kept, [lambda n=n: kept.add(n) for n in range(5)])

    assert failed == [True]
    assert sorted(future.result() for future in futures) == [1, 2, 3, 4, 5]
    assert kept.numbers() == [0, 1, 2, 3, 4]


def test_nothing_is_answered_before_the_commit(kept) -> None:
    answered: list[int] = []
    seen: list[int] = []
    sa.event.listen(kept.database.engine, "commit", lambda _c: seen.append(len(answered)))

    _while_someone_writes(kept, [lambda n=n: answered.append(kept.add(n)) for n in range(6)])

    assert seen[0] == 0
    assert len(answered) == 6
