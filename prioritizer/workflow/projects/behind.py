"""Writes projects behind the work: at most once a second, and never while somebody waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from prioritizer.domain.project import NewStates
from prioritizer.errors import PrioritizerError
from prioritizer.storage.project.store import ProjectStore

PAUSE = 1.0
# What has just changed waits a moment: the answer to the same change is on its way.
BREATH = 0.4
MOST_WAITING = 500


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """A state that waits to be written: its choices as a page holds them, not as JSON yet.

    ``is_quiet`` says that nobody chose anything: it takes the place of the state before it.
    """

    project_id: str
    owner: str
    name: str
    values: Mapping[str, Any]
    before: Mapping[str, Any] = field(default_factory=dict)
    is_quiet: bool = False


# From what waits, in order, to what is kept: states by project, and tables by digest.
Written = Callable[
    [Sequence[Waiting], ProjectStore], tuple[Sequence[NewStates], Mapping[str, bytes]]
]


class WriteBehind:
    """A thread that takes what waits and writes it in one transaction, once a second at most.

    A server that is killed loses what was chosen since the last write, a second at most. One
    that is stopped writes first, see `finish`.
    """

    def __init__(
        self,
        store: Callable[[], ProjectStore],
        written: Written,
        *,
        pause: float = PAUSE,
        breath: float = BREATH,
    ) -> None:
        self._store, self._written = store, written
        self._pause, self._breath = pause, breath
        self._changed = threading.Condition()
        self._waiting: list[Waiting] = []
        self._failed: list[Waiting] = []
        self._writing: frozenset[str] = frozenset()
        self._faults: dict[str, str] = {}
        self._revisions: dict[str, int] = {}
        self._hurry = False
        self._thread: threading.Thread | None = None

    def put(self, one: Waiting) -> int:
        """Let a state be written; returns at once the revision that the project is now."""
        with self._changed:
            self._waiting.append(one)
            # Where the disk fails for long, the oldest states are given up, never the newest.
            del self._waiting[:-MOST_WAITING]
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="projects", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        return self.revise(one.project_id)

    def known(self) -> tuple[str, ...]:
        """Return the projects that were changed in this process."""
        return tuple(self._revisions)

    def revision(self, project_id: str) -> int:
        """Return how often a project was changed in this process."""
        return self._revisions.get(project_id, 0)

    def revise(self, project_id: str) -> int:
        """Count a change of a project; return its revision."""
        with self._changed:
            self._revisions[project_id] = self._revisions.get(project_id, 0) + 1
            return self._revisions[project_id]

    def is_pending(self, project_id: str) -> bool:
        """Return whether something of a project is still to be written."""
        with self._changed:
            return self._is_pending(project_id)

    def _is_pending(self, project_id: str) -> bool:
        waits = any(one.project_id == project_id for one in self._waiting)
        return waits or project_id in self._writing

    def fault(self, project_id: str) -> str:
        """Return why the last write failed, in words; blank if it did not."""
        return self._faults.get(project_id, "")

    def wait(self, project_id: str, seconds: float) -> bool:
        """Wait until nothing of a project is to be written; return whether that came about."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._is_pending(project_id), seconds)

    def flush(self, project_id: str, seconds: float = 10.0) -> bool:
        """Have what waits written now, and wait for it; return whether it is."""
        with self._changed:
            if not self._is_pending(project_id):
                return not self._faults.get(project_id)
            self._hurry = True
            self._changed.notify_all()
        is_done = self.wait(project_id, seconds)
        return is_done and not self.fault(project_id)

    def finish(self, seconds: float = 5.0) -> None:
        """Write what waits before the process ends."""
        with self._changed:
            self._hurry = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._waiting and not self._writing, seconds)

    def _run(self) -> None:
        last = 0.0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting))
                due = max(time.monotonic() + self._breath, last + self._pause)
                while (left := due - time.monotonic()) > 0 and not self._hurry:
                    self._changed.wait(left)
                batch = [*self._failed, *self._waiting]
                self._waiting, self._failed, self._hurry = [], [], False
                self._writing = frozenset(one.project_id for one in batch)
            fault = self._write(batch)
            last = time.monotonic()
            with self._changed:
                for project_id in self._writing:
                    self._faults[project_id] = fault
                self._writing = frozenset()
                # What failed goes along with the next change.
                self._failed = [*batch][-MOST_WAITING:] if fault else []
                self._changed.notify_all()

    def _write(self, batch: Sequence[Waiting]) -> str:
        try:
            store = self._store()
            store.save(*self._written(batch, store))
        except PrioritizerError as error:
            return str(error)
        except Exception as error:
            return f"It could not be written ({type(error).__name__})."
        return ""
