"""A room behind one address comes in; one device that takes every place is held up."""

from __future__ import annotations

import pytest

from prioritizer.domain.workshop import Mode
from prioritizer.errors import RefusedError
from prioritizer.workflow.workshop import entering
from prioritizer.workflow.workshop.joining import MOST_JOINS_A_MINUTE, Guard
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import Clock, facilitator
from tests.workflow.workshop.steps import opened


def test_one_address_takes_so_many_places_a_minute_and_no_more(
    sqlite_desk: WorkshopService, clock: Clock, problem: str
) -> None:
    workshop = opened(sqlite_desk, facilitator(sqlite_desk), problem, Mode.ANONYMOUS)

    def come_in(address: str, place: str = "") -> None:
        entering.join(
            sqlite_desk, workshop.id, alias="", group="ngo", place=place, address=address
        )

    kept = entering.new_place()
    come_in("192.0.2.7", kept)
    for _ in range(MOST_JOINS_A_MINUTE - 1):
        come_in("192.0.2.7")
    with pytest.raises(RefusedError, match=r"Wait 61 seconds|Wait 60 seconds"):
        come_in("192.0.2.7")

    come_in("192.0.2.7", kept)  # the same page again takes no new place
    come_in("192.0.2.8")
    come_in("127.0.0.1")
    clock.move(seconds=61)
    come_in("192.0.2.7")
    people = sqlite_desk.store.see(workshop.id, lambda reader: reader.participants())
    assert len(people) == MOST_JOINS_A_MINUTE + 3


def test_places_are_counted_by_address_and_forgotten_in_time(clock: Clock) -> None:
    guard = Guard()
    for number in range(10_002):
        guard.joins(f"10.0.{number // 256}.{number % 256}", clock())
    assert len(guard._joins) < 10_001


def test_a_clock_that_is_set_back_locks_nobody_out(clock: Clock) -> None:
    guard = Guard()
    for _ in range(MOST_JOINS_A_MINUTE):
        guard.joins("192.0.2.7", clock())
    for _ in range(200):
        guard.failed("192.0.2.7", clock())
    with pytest.raises(RefusedError):
        guard.check("192.0.2.8", clock())

    clock.move(hours=-1)

    guard.joins("192.0.2.7", clock())
    guard.check("192.0.2.7", clock())
    guard.check("192.0.2.8", clock())


def test_a_name_that_passes_for_another_is_refused(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    workshop = opened(sqlite_desk, facilitator(sqlite_desk), problem, Mode.NAMED)
    entering.join(sqlite_desk, workshop.id, alias="Anna Berg", group="ngo")

    with pytest.raises(RefusedError, match="Somebody has joined as “Anna Berg”"):
        entering.join(sqlite_desk, workshop.id, alias="Аnna  Berg", group="ngo")
    entering.join(sqlite_desk, workshop.id, alias="Åsa", group="ngo")
    entering.join(sqlite_desk, workshop.id, alias="Asa", group="ngo")
