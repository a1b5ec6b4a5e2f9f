"""Writes projects behind the work: at most once a second, and never while somebody waits."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from prioritizer.domain.project import Kept, NewStates
from prioritizer.errors import PrioritizerError
from prioritizer.storage.project.store import ProjectStore

PAUSE = 1.0
# What has just changed waits a moment: the answer to the same change is on its way.
BREATH = 0.4
MOST_WAITING = 500
MOST_PAGES = 5_000
# A project, and the name of a page that shows it.
Page = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """A state that waits to be written: its choices as a page holds them, not as JSON yet.

    ``owner`` may be the right of somebody else who may edit it, ``who`` in words, ``visit``
    names the page. ``is_quiet`` says that nobody chose anything: it takes the place of the
    state before it. So does what ``is_more`` of one gesture; ``before`` is then how it began.
    """

    project_id: str
    owner: str
    name: str
    values: Mapping[str, Any]
    before: Mapping[str, Any] = field(default_factory=dict)
    is_quiet: bool = False
    is_more: bool = False
    who: str = ""
    visit: str = ""

    @property
    def page(self) -> Page:
        """Return which page has chosen it."""
        return self.project_id, self.visit


# From what waits, in order, to what is kept: states by project, and tables by digest.
Written = Callable[
    [Sequence[Waiting], ProjectStore], tuple[Sequence[NewStates], Mapping[str, bytes]]
]


class WriteBehind:
    """A thread that takes what waits and writes it in one transaction, once a second at most.

    A server that is killed loses what was chosen since the last write, a second at most. One
    that is stopped writes first, see `finish`.

    Each page rests on a state of a revision of its project. Where another page, of this server
    or another one on the same store, has changed it since, both states stand beside each other
    (`other`). What another server has changed is found when a page has asked (`look`).
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
        self._faults: dict[Page, str] = {}
        self._revisions: dict[str, int] = {}
        self._stands: OrderedDict[Page, Kept] = OrderedDict()
        self._newest: dict[str, int] = {}
        self._asked: set[str] = set()
        self._hurry = False
        self._thread: threading.Thread | None = None

    def put(self, one: Waiting) -> int:
        """Let a state be written; returns at once the revision that the project is now."""
        with self._changed:
            self._waiting.append(one)
            # Where the disk fails for long, the oldest states are given up, never the newest.
            del self._waiting[:-MOST_WAITING]
            self._wake()
        if one.is_quiet:  # other pages need not hear of it
            return self.revision(one.project_id)
        return self.revise(one.project_id)

    def _wake(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="projects", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def look(self, project_id: str) -> None:
        """Let the thread find out whether another server has changed a project; waits not."""
        with self._changed:
            if project_id in self._newest:
                self._asked.add(project_id)
                self._wake()

    def know(self, page: Page, revision: int, current: int) -> None:
        """Say on which state of which revision a page rests, as it was just read."""
        with self._changed:
            self._rests(page, Kept(revision, current))
            project_id = page[0]
            newest = self._newest.get(project_id, revision)
            self._newest[project_id] = max(revision, newest)
            if revision > newest:
                self._revise(project_id)  # other pages of this process stand elsewhere

    def _rests(self, page: Page, on: Kept) -> None:
        self._stands[page] = on
        self._stands.move_to_end(page)
        while len(self._stands) > MOST_PAGES:
            self._stands.popitem(last=False)

    def other(self, page: Page) -> int:
        """Return the state that somebody else put in force before a page wrote; 0 if none."""
        found = self._stands.get(page)
        return found.other if found else 0

    def known(self) -> tuple[Page, ...]:
        """Return the pages that have changed or opened a project in this process."""
        with self._changed:
            return tuple({*self._stands, *self._faults, *(one.page for one in self._waiting)})

    def revision(self, project_id: str) -> int:
        """Return how often a project was changed in this process."""
        return self._revisions.get(project_id, 0)

    def revise(self, project_id: str) -> int:
        """Count a change of a project; return its revision."""
        with self._changed:
            return self._revise(project_id)

    def _revise(self, project_id: str) -> int:
        self._revisions[project_id] = self._revisions.get(project_id, 0) + 1
        return self._revisions[project_id]

    def is_pending(self, project_id: str) -> bool:
        """Return whether something of a project is still to be written."""
        with self._changed:
            return self._is_pending(project_id)

    def _is_pending(self, project_id: str) -> bool:
        waits = any(one.project_id == project_id for one in self._waiting)
        return waits or project_id in self._writing

    def fault(self, page: Page) -> str:
        """Return why the last write of a page failed, in words; blank if it did not."""
        return self._faults.get(page, "")

    def _is_faulty(self, project_id: str) -> bool:
        return any(words and page[0] == project_id for page, words in self._faults.items())

    def wait(self, project_id: str, seconds: float) -> bool:
        """Wait until nothing of a project is to be written; return whether that came about."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._is_pending(project_id), seconds)

    def flush(self, project_id: str, seconds: float = 10.0) -> bool:
        """Have what waits written now, and wait for it; return whether it is."""
        with self._changed:
            if not self._is_pending(project_id):
                return not self._is_faulty(project_id)
            self._hurry = True
            self._changed.notify_all()
        is_done = self.wait(project_id, seconds)
        return is_done and not self._is_faulty(project_id)

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
                self._changed.wait_for(lambda: bool(self._waiting or self._asked))
                due = max(time.monotonic() + self._breath, last + self._pause)
                while (left := due - time.monotonic()) > 0 and not self._hurry:
                    self._changed.wait(left)
                batch = [*self._failed, *self._waiting] if self._waiting else []
                asked, self._asked, self._hurry = self._asked, set(), False
                if batch:
                    self._waiting, self._failed = [], []
                self._writing = frozenset(one.project_id for one in batch)
            faults, failed = self._write(batch) if batch else ({}, [])
            self._compare(asked - self._writing)
            last = time.monotonic()
            with self._changed:
                for one in batch:
                    self._faults.pop(one.page, None)
                self._faults |= faults
                self._writing = frozenset()
                # What failed goes along with the next change.
                self._failed = [*self._failed, *failed][-MOST_WAITING:]
                self._changed.notify_all()

    def _write(self, batch: Sequence[Waiting]) -> tuple[Mapping[Page, str], Sequence[Waiting]]:
        """Write what waits; return why it failed, in words by page, and what to try again."""
        try:
            store = self._store()
            states, tables = self._written(batch, store)
            kept = store.save([self._resting(one) for one in states], tables)
        except PrioritizerError as error:
            return {one.page: str(error) for one in batch}, batch
        except Exception as error:
            words = f"It could not be written ({type(error).__name__})."
            return {one.page: words for one in batch}, batch
        refused = {}
        for one, became in zip(states, kept, strict=True):
            if became.refused:
                refused[one.project_id, one.visit] = became.refused
            else:
                self._note((one.project_id, one.visit), became)
        # The next change holds all that one of these did.
        return refused, []

    def _resting(self, one: NewStates) -> NewStates:
        found = self._stands.get((one.project_id, one.visit))
        if found is None:
            return one
        return replace(one, seen=found.revision, parent=found.current)

    def _note(self, page: Page, became: Kept) -> None:
        with self._changed:
            before = self._stands.get(page)
            other = became.other or (before.other if before else 0)
            self._rests(page, replace(became, other=other))
            self._newest[page[0]] = max(became.revision, self._newest.get(page[0], 0))

    def _compare(self, asked: Iterable[str]) -> None:
        """Count a change where another server has made one."""
        wanted = tuple(asked)
        if not wanted:
            return
        try:
            found = self._store().revisions(wanted)
        except Exception:  # the next write says what is wrong
            return
        with self._changed:
            for project_id, revision in found.items():
                if revision > self._newest.get(project_id, 0):
                    self._newest[project_id] = revision
                    self._revise(project_id)
