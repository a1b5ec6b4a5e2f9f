"""A quorum warns, is told wherever a result is told, and stops nothing."""

from __future__ import annotations

import json

import pytest

from prioritizer.domain.workshop import Mode, Step, Technique
from prioritizer.errors import InputError
from prioritizer.ui.phone import outcome
from prioritizer.workflow.workshop import answering, facilitating, results_view, seats
from prioritizer.workflow.workshop.quorum import quorum_words
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.verifying import verify
from tests.rooms import facilitator
from tests.stories.workshop.test_seats import people, public_faults, record_of
from tests.workflow.workshop.steps import come_in as joined
from tests.workflow.workshop.steps import move, points, send


@pytest.mark.parametrize("mode", list(Mode))
def test_a_record_tells_the_quorum_and_both_programs_find_another_one(
    sqlite_desk: WorkshopService, problem: str, mode: Mode
) -> None:
    leader = facilitator(sqlite_desk)
    rules = facilitating.Rules("Board", mode, Technique.POINTS, quorum=3)
    workshop = facilitating.create(sqlite_desk, leader, problem, rules)
    workshop = move(sqlite_desk, leader, workshop, Step.OPEN)
    crowd = [joined(sqlite_desk, workshop) for _ in range(3)]
    for person in crowd[:2]:
        send(sqlite_desk, person, points(problem, 30))
    workshop = move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)

    told = record_of(sqlite_desk, leader, workshop)
    found = results_view.shared_result(sqlite_desk, crowd[0])
    page = outcome.result_page(found, answering.seat(sqlite_desk, crowd[0]))

    assert (told["workshop"]["quorum"], people(told)) == (3, [2])
    assert "Quorum: 2 of 3, not reached." in page
    remarks = verify(json.dumps(told).encode()).remarks
    assert "round 1 ended with 2 answers; its quorum is 3." in remarks
    for quorum in (2, None):
        rule = {name: value for name, value in told["workshop"].items() if name != "quorum"}
        rule |= {"quorum": quorum} if quorum else {}
        forged = {**told, "workshop": rule}
        assert "workshop, quorum: not as logged" in public_faults(forged)
        assert not verify(json.dumps(forged).encode()).holds


def test_who_is_set_aside_is_no_part_of_the_quorum(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    rules = facilitating.Rules("Board", technique=Technique.POINTS, quorum=2)
    workshop = facilitating.create(sqlite_desk, leader, problem, rules)
    workshop = move(sqlite_desk, leader, workshop, Step.OPEN)
    crowd = [joined(sqlite_desk, workshop) for _ in range(2)]
    for person in crowd:
        send(sqlite_desk, person, points(problem, 30))
    seats.set_aside(sqlite_desk, leader, workshop.id, crowd[0].id, "a double")

    counted = facilitating.progress(sqlite_desk, leader, workshop.id)

    assert quorum_words(counted.sent, workshop) == "Quorum: 1 of 2, not reached."
    workshop = move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    remarks = verify(json.dumps(record_of(sqlite_desk, leader, workshop)).encode()).remarks
    assert "round 1 ended with 1 answer; its quorum is 2." in remarks


def test_without_a_quorum_nothing_is_said_and_records_have_no_member_more(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    rules = facilitating.Rules("Board", technique=Technique.POINTS)
    workshop = facilitating.create(sqlite_desk, leader, problem, rules)
    workshop = move(sqlite_desk, leader, workshop, Step.OPEN)
    send(sqlite_desk, joined(sqlite_desk, workshop), points(problem, 30))
    workshop = move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)

    told = record_of(sqlite_desk, leader, workshop)

    assert "quorum" not in json.dumps([told["workshop"], told["log"]])
    assert quorum_words(1, workshop) == ""
    for quorum in (-1, 501):
        with pytest.raises(InputError, match="quorum"):
            facilitating.create(
                sqlite_desk, leader, problem, facilitating.Rules("B", quorum=quorum)
            )
