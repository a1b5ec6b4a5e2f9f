"""What is written behind the work: once in a while, in order, and never lost for long."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import pytest

from prioritizer.domain.project import Kept, NewState, NewStates
from prioritizer.errors import StoreError
from prioritizer.workflow.projects.behind import Waiting, WriteBehind


class Store:
    """A store that notes what it was given, and fails or waits where it is told to."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.fault: Exception | None = None
        self.revision = 0
        self.gate = threading.Event()
        self.gate.set()

    def save(self, batch: Sequence[NewStates], tables: Mapping[str, bytes]) -> tuple[Kept, ...]:
        self.gate.wait(10)
        if self.fault is not None:
            raise self.fault
        self.batches.append([one.choices["n"] for new in batch for one in new.states])
        return tuple(self._became(new) for new in batch)

    def _became(self, new: NewStates) -> Kept:
        if new.owner == "stranger":
            return Kept(refused="not yours")
        is_overtaken = new.seen is not None and new.seen != self.revision
        self.revision += 1
        return Kept(self.revision, self.revision, self.revision - 1 if is_overtaken else 0)

    def revisions(self, project_ids: Sequence[str]) -> dict[str, int]:
        return dict.fromkeys(project_ids, self.revision)


def written(batch: Sequence[Waiting], _store: Any) -> tuple[list[NewStates], dict[str, bytes]]:
    return [
        NewStates(
            *(one.project_id, one.owner, one.name, (NewState("", "", one.values, "t"),)),
            visit=one.visit,
        )
        for one in batch
    ], {}


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def behind(store: Store) -> WriteBehind:
    return WriteBehind(lambda: store, written, pause=0.2, breath=0.05)  # type: ignore[arg-type,return-value]


def waiting(n: int, project: str = "p") -> Waiting:
    return Waiting(project, "owner", "name", {"n": n})


def test_what_comes_together_is_written_together_and_in_order(
    store: Store, behind: WriteBehind
) -> None:
    # The first is on its way to the disk while the others come.
    store.gate.clear()
    behind.put(waiting(0))
    assert not behind.wait("p", 0.5)
    for n in range(1, 20):
        behind.put(waiting(n))
    assert behind.is_pending("p")
    store.gate.set()

    assert behind.wait("p", 10)

    assert list(chain(*store.batches)) == list(range(20))
    assert len(store.batches) <= 3


def test_a_button_that_needs_it_waits_for_nobody(store: Store) -> None:
    slow = WriteBehind(lambda: store, written, pause=3600, breath=3600)  # type: ignore[arg-type,return-value]
    slow.put(waiting(1))

    assert slow.flush("p")
    assert store.batches == [[1]]
    assert slow.flush("p")
    slow.put(waiting(2))
    slow.finish()
    assert store.batches == [[1], [2]]


def test_a_fault_is_told_and_the_next_write_tries_again(
    store: Store, behind: WriteBehind
) -> None:
    store.fault = StoreError("the disk is full")
    behind.put(waiting(1))
    assert behind.wait("p", 10)
    assert behind.fault(("p", "")) == "the disk is full"

    store.fault = None
    behind.put(waiting(2))
    assert behind.flush("p")

    assert behind.fault(("p", "")) == ""
    assert list(chain(*store.batches)) == [1, 2]


def test_whatever_goes_wrong_the_thread_lives(store: Store, behind: WriteBehind) -> None:
    store.fault = ZeroDivisionError("secret words")
    behind.put(waiting(1))
    assert behind.wait("p", 10)
    assert behind.fault(("p", "")) == "It could not be written (ZeroDivisionError)."

    store.fault = None
    behind.put(waiting(2, "q"))

    assert behind.flush("q")
    assert behind.fault(("q", "")) == ""


def test_nobody_waits_for_a_slow_disk(store: Store, behind: WriteBehind) -> None:
    store.gate.clear()
    for n in range(1000):
        behind.put(waiting(n))
    assert not behind.wait("p", 0.3)
    store.gate.set()
    assert behind.flush("p")

    assert list(chain(*store.batches))[-1] == 999
    assert behind.revision("p") == 1000


def test_a_page_that_was_overtaken_hears_of_it_and_the_others_do_not(
    store: Store, behind: WriteBehind
) -> None:
    first, second = ("p", "one"), ("p", "two")
    for page in (first, second):
        behind.know(page, 0, 0)
    behind.put(Waiting("p", "owner", "name", {"n": 1}, visit="one"))
    assert behind.flush("p")
    assert (behind.other(first), behind.other(second)) == (0, 0)

    behind.put(Waiting("p", "owner", "name", {"n": 2}, visit="two"))
    assert behind.flush("p")

    assert (behind.other(first), behind.other(second)) == (0, 1)


def test_a_change_by_another_server_counts_once_a_page_has_asked(
    store: Store, behind: WriteBehind
) -> None:
    behind.know(("p", "one"), 0, 0)
    before = behind.revision("p")
    store.revision = 5

    behind.look("p")
    for _ in range(100):
        if behind.revision("p") != before:
            break
        threading.Event().wait(0.05)

    assert behind.revision("p") == before + 1


def test_what_is_refused_is_told_to_its_page_alone_and_not_tried_again(store: Store) -> None:
    slow = WriteBehind(lambda: store, written, pause=3600, breath=3600)  # type: ignore[arg-type,return-value]
    slow.put(Waiting("p", "stranger", "name", {"n": 1}, visit="two"))
    slow.put(Waiting("p", "owner", "name", {"n": 2}, visit="one"))
    assert not slow.flush("p")

    assert (slow.fault(("p", "one")), slow.fault(("p", "two"))) == ("", "not yours")
    slow.put(Waiting("p", "owner", "name", {"n": 3}, visit="one"))
    slow.flush("p")
    assert store.batches == [[1, 2], [3]]
