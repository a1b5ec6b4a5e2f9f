"""A store of an earlier version opens, says what it said, and can do what is new."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from prioritizer.domain.workshop import Mode, Step
from prioritizer.storage.workshop.migrations import NEWEST
from prioritizer.workflow.workshop import (
    answering,
    entering,
    pins,
    places,
    record,
    returning,
    seats,
)
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.verifying import verify
from tests.rooms import Clock, emptied, facilitator
from tests.workflow.workshop.steps import come_in, move, opened, points, send

# What version 4 has added.
COLUMNS = {
    "ws_workshop": ("quorum", "is_places_only", "has_lobby"),
    "ws_participant": ("is_waiting", "aside", "pin_hash", "pin_tries"),
}
TABLES = ("ws_left_out", "ws_place", "ws_seat_link", "ws_watch_link")


def as_version_3(desk: WorkshopService) -> None:
    """Take from a store what version 4 has added."""

    def take(connection: sa.Connection) -> None:
        for table, columns in COLUMNS.items():
            for column in columns:
                connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
        for table in TABLES:
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("DELETE FROM ws_schema WHERE version > 3")

    desk.store.database.write(take)


@pytest.fixture(params=["sqlite", "postgresql"])
def spec(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where a store of either kind lies."""
    if request.param == "sqlite":
        return str(tmp_path / "rooms.db")
    return emptied(request.getfixturevalue("postgres"))


@pytest.mark.parametrize("mode", list(Mode))
def test_a_room_of_version_3_goes_on_in_the_middle_of_a_round(
    spec: str, clock: Clock, problem: str, mode: Mode
) -> None:
    desk = WorkshopService.open(spec, clock)
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, mode)
    ann, bo = come_in(desk, workshop, alias="Ann"), come_in(desk, workshop, alias="Bo")
    receipt = send(desk, ann, points(problem, 80), key="a" * 32)
    as_version_3(desk)
    desk.close()

    desk = WorkshopService.open(spec, clock)

    with desk.store.database.read() as connection:
        versions = connection.exec_driver_sql("SELECT version FROM ws_schema").scalars().all()
    assert max(versions) == NEWEST >= 4
    seat = answering.seat(desk, ann)
    assert (seat.sends, seat.receipt) == (1, receipt.digest)
    assert not seat.participant.has_pin
    send(desk, bo, points(problem, 20))
    (code,) = places.make(desk, leader, workshop.id, count=1).codes
    new, _ = entering.join(desk, workshop.id, alias="Cy", group="ngo", card=code)
    again, _ = returning.come_back(desk, new.name, pins.pin_of(new.token))
    assert again.id == new.id
    if mode is not Mode.ANONYMOUS:
        seats.set_aside(desk, leader, workshop.id, bo.id, "a double")
    move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
    told = record.workshop_record(desk, leader, workshop.id)
    assert verify(told).differences == ()
    assert len(seats.seats(desk, leader, workshop.id).lines) == 3
    desk.close()
