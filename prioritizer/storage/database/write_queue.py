"""One writer at a time: changes that wait together are committed together."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from prioritizer.errors import StoreError
from prioritizer.storage.database.faults import AWAY

if TYPE_CHECKING:
    import sqlalchemy as sa

# A commit waits for the disk once, however many changes it holds. Bounded, so that the first of
# a burst does not wait for all the others.
TOGETHER = 32
Transaction: TypeAlias = Callable[[], AbstractContextManager["sa.Connection"]]


@dataclass(slots=True, eq=False)
class _Job:
    """A change that waits for its turn, and what became of it."""

    change: Callable[[sa.Connection], Any]
    is_done: bool = False
    result: Any = None
    error: Exception | None = None


class WriteQueue:
    """Gathers changes of many threads; whoever has the turn writes for all that wait.

    Each change runs in a savepoint, in the order of arrival, and sees those before it. One that
    fails is taken back alone. No result is handed out before the commit.
    """

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._is_busy = False
        self._waiting: deque[_Job] = deque()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the turn, so that nobody writes."""
        with self._moved:
            self._moved.wait_for(lambda: not self._is_busy)
            self._is_busy = True
        try:
            yield
        finally:
            self._hand_over()

    def run(self, change: Callable[[sa.Connection], Any], transaction: Transaction) -> Any:
        """Return what a change returns, once it is committed.

        Parameters
        ----------
        change
            What to do; it must be safe to repeat.
        transaction
            Opens a write transaction that commits on leaving and undoes all on an error.

        Raises
        ------
        Exception
            What the change raised, or what stopped the transaction that it shared.
        """
        job = _Job(change)
        with self._moved:
            self._waiting.append(job)
            self._moved.wait_for(lambda: job.is_done or not self._is_busy)
            leads = not job.is_done
            self._is_busy = self._is_busy or leads
        if leads:
            try:
                while not job.is_done:
                    self._write_together(transaction)
            finally:
                self._hand_over()
        if job.error is not None:
            raise job.error
        return job.result

    def _hand_over(self) -> None:
        with self._moved:
            self._is_busy = False
            self._moved.notify_all()

    def _write_together(self, transaction: Transaction) -> None:
        with self._moved:
            batch = [self._waiting.popleft() for _ in range(min(TOGETHER, len(self._waiting)))]
        try:
            with transaction() as connection:
                _run_each(batch, connection)
        except Exception as error:
            _fail(batch, error)
        except BaseException:
            _fail(batch, StoreError(AWAY))
            raise
        finally:
            with self._moved:
                for job in batch:
                    job.is_done = True
                self._moved.notify_all()


def _fail(batch: Sequence[_Job], error: Exception) -> None:
    for job in batch:
        job.error = error


def _run_each(batch: Sequence[_Job], connection: sa.Connection) -> None:
    """Run changes in savepoints; a fault of the database itself ends them all."""
    import sqlalchemy as sa

    for job in batch:
        savepoint = connection.begin_nested()
        try:
            job.result = job.change(connection)
            savepoint.commit()
        except sa.exc.IntegrityError as error:
            job.error = error
            savepoint.rollback()
        except sa.exc.SQLAlchemyError:
            # A full disk or a lock may have undone the whole transaction already.
            raise
        except Exception as error:
            job.error = error
            savepoint.rollback()
