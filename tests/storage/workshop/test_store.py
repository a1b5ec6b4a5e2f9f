"""Promises of the store, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from prioritizer.domain.chain import chain_faults
from prioritizer.domain.workshop import Mode, State, Step
from prioritizer.errors import ConflictError, PrioritizerError, RefusedError, StoreError
from prioritizer.storage.database.connection import PRAGMAS
from prioritizer.storage.workshop import store
from prioritizer.storage.workshop import tables as tables
from prioritizer.workflow.workshop import answering, facilitating, results_view, submissions
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import Clock, facilitator
from tests.workflow.workshop.steps import come_in, move, opened, points, send

ALL_MODES = pytest.mark.parametrize("mode", list(Mode))


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run jobs on as many threads, let go by a barrier; return results or errors."""
    barrier, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place: int, job: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[place] = job()
        except PrioritizerError as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=item) for item in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def stored(desk: WorkshopService, mode: Mode, workshop_id: str) -> int:
    """Count the answers of round 1."""
    table = tables.BALLOT if mode is Mode.ANONYMOUS else tables.JUDGEMENT
    with desk.store.database.read() as connection:
        query = sa.select(sa.func.count()).select_from(table)
        return int(
            connection.execute(query.where(table.c.workshop_id == workshop_id)).scalar_one()
        )


@ALL_MODES
def test_the_same_answer_three_at_once_is_stored_once(
    desk: WorkshopService, problem: str, mode: Mode
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, mode)
    people = [come_in(desk, workshop) for _ in range(6)]
    answer = points(problem, 80, 20)

    def job(person: object) -> Callable[[], object]:
        return lambda: send(desk, person, answer, key=f"key-{people.index(person)}")

    results = at_once(*[job(person) for person in people for _ in range(3)])

    assert all(isinstance(result, submissions.Receipt) for result in results)
    assert sum(not r.was_already_saved for r in results) == len(people)
    assert stored(desk, mode, workshop.id) == len(people)


@ALL_MODES
def test_a_key_with_other_content_is_a_conflict_and_the_first_stays(
    desk: WorkshopService, problem: str, mode: Mode
) -> None:
    workshop = opened(desk, facilitator(desk), problem, mode)
    person = come_in(desk, workshop)
    send(desk, person, points(problem, 80), key="k")

    with pytest.raises(ConflictError):
        send(desk, person, points(problem, 10), key="k")

    seat = answering.seat(desk, person)
    assert seat.own is not None
    assert seat.own.weights == points(problem, 80).weights
    assert seat.sends == 1


@ALL_MODES
def test_an_answer_may_be_revised_once(desk: WorkshopService, problem: str, mode: Mode) -> None:
    workshop = opened(desk, facilitator(desk), problem, mode)
    person = come_in(desk, workshop)

    send(desk, person, points(problem, 80))
    second = send(desk, person, points(problem, 10))

    assert second.revision == 2
    own = answering.seat(desk, person).own
    assert own is not None
    assert own.weights == points(problem, 10).weights
    with pytest.raises(RefusedError, match="one revision"):
        send(desk, person, points(problem, 30))


@ALL_MODES
def test_what_is_confirmed_while_the_round_locks_counts_and_nothing_else(
    desk: WorkshopService, problem: str, mode: Mode
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, mode)
    people = [come_in(desk, workshop) for _ in range(12)]

    jobs = [lambda p=person: send(desk, p, points(problem, 70)) for person in people]
    results = at_once(*jobs, lambda: move(desk, leader, workshop, Step.LOCK))

    confirmed = sum(isinstance(result, submissions.Receipt) for result in results)
    refused = sum(isinstance(result, RefusedError) for result in results)
    assert confirmed + refused == len(people)
    assert stored(desk, mode, workshop.id) == confirmed


@ALL_MODES
def test_a_confirmed_answer_sent_again_after_closing_is_already_saved(
    desk: WorkshopService, problem: str, mode: Mode
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, mode)
    person, late = come_in(desk, workshop), come_in(desk, workshop)
    first = send(desk, person, points(problem, 80), key="k")
    move(desk, leader, workshop, Step.LOCK, Step.REVEAL)

    again = send(desk, person, points(problem, 80), key="k")

    assert again.was_already_saved
    assert again.digest == first.digest
    with pytest.raises(RefusedError):
        send(desk, late, points(problem, 80), key="other")


@pytest.mark.parametrize("steps", [(Step.PAUSE,), (Step.LOCK,), (Step.LOCK, Step.REVEAL)])
def test_no_answer_counts_outside_an_open_round(
    desk: WorkshopService, problem: str, steps: tuple[Step, ...]
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem)
    person = come_in(desk, workshop)
    move(desk, leader, workshop, *steps)

    with pytest.raises(RefusedError):
        send(desk, person, points(problem, 80))

    assert stored(desk, Mode.PSEUDONYMOUS, workshop.id) == 0


def test_a_deadline_ends_the_round_and_can_be_extended(
    desk: WorkshopService, problem: str, clock: Clock
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem)
    person = come_in(desk, workshop)
    facilitating.extend(desk, leader, workshop.id, 5)
    clock.move(minutes=6)

    with pytest.raises(RefusedError, match="09:05 UTC"):
        send(desk, person, points(problem, 80))
    facilitating.extend(desk, leader, workshop.id, 5)

    assert send(desk, person, points(problem, 80)).revision == 1


def test_every_answer_is_in_the_log_and_the_chain_holds(
    desk: WorkshopService, problem: str
) -> None:
    workshop = opened(desk, facilitator(desk), problem)
    people = [come_in(desk, workshop) for _ in range(5)]

    at_once(*[lambda p=person: send(desk, p, points(problem, 60)) for person in people])

    entries = desk.store.see(workshop.id, lambda reader: reader.entries())
    rows = desk.store.see(workshop.id, lambda reader: reader.judgement_rows())
    assert chain_faults(entries) == []
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    logged = Counter(
        row["digest"]
        for row in rows
        for e in entries
        if row["participant_id"] in e.body and row["digest"] in e.body
    )
    assert sum(logged.values()) == len(people)


@pytest.mark.parametrize("table", [tables.AUDIT, tables.JUDGEMENT, tables.SEALED_BALLOT])
@pytest.mark.parametrize("what", ["update", "delete"])
def test_what_was_said_and_logged_cannot_be_changed(
    desk: WorkshopService, problem: str, table: sa.Table, what: str
) -> None:
    leader = facilitator(desk)
    for mode in (Mode.NAMED, Mode.ANONYMOUS):
        workshop = opened(desk, leader, problem, mode)
        send(desk, come_in(desk, workshop), points(problem, 80))
        move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
    statement = table.delete() if what == "delete" else table.update().values(body="{}")

    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        desk.store.database.write(lambda connection: connection.execute(statement))


def test_a_workshop_reads_back_as_it_was_made(desk: WorkshopService, problem: str) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, title="Räume & <Halden>")

    found = desk.store.see(workshop.id, lambda reader: reader.load(workshop.id))

    assert found == workshop
    assert desk.store.workshops() == (workshop,)


def test_two_rounds_are_both_kept(desk: WorkshopService, problem: str) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem)
    people = [come_in(desk, workshop) for _ in range(3)]
    for number, point in ((1, 90), (2, 10)):
        for person in people:
            send(desk, person, points(problem, point), round_number=number)
        steps = (Step.NEXT_ROUND,) if number == 1 else ()
        workshop = move(desk, leader, workshop, Step.LOCK, Step.REVEAL, *steps)

    rounds = results_view.result(desk, leader, workshop.id).rounds

    assert [found.number for found in rounds] == [1, 2]
    assert [len(found.opinions) for found in rounds] == [3, 3]
    assert rounds[0].weights["median"][0] == pytest.approx(90 / 290)


def test_sqlite_is_set_so_that_a_power_cut_loses_nothing(sqlite_desk: WorkshopService) -> None:
    with sqlite_desk.store.database.read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name, _, _ in PRAGMAS
        }

    assert (found["journal_mode"], found["synchronous"], found["foreign_keys"]) == ("wal", 2, 1)
    assert (found["trusted_schema"], found["secure_delete"]) == (0, 1)


def test_a_store_of_a_newer_version_is_refused(
    sqlite_desk: WorkshopService, clock: Clock
) -> None:
    database = sqlite_desk.store.database
    newer = tables.SCHEMA.insert().values(version=99, applied_at="later")
    database.write(lambda connection: connection.execute(newer))

    with pytest.raises(StoreError, match="version 99"):
        WorkshopService.open(str(database.path), clock)


def test_a_place_that_cannot_be_opened_is_named(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(StoreError, match="could not be opened"):
        WorkshopService.open(str(tmp_path / "missing" / "w.db"), clock)


def test_undo_opens_a_round_again(desk: WorkshopService, problem: str) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem)

    workshop = move(desk, leader, workshop, Step.LOCK, Step.UNDO)

    assert workshop.state is State.OPEN
    assert send(desk, come_in(desk, workshop), points(problem, 80)).round == 1


def test_a_disk_that_is_all_but_full_is_told_before_an_answer_is_lost(
    sqlite_desk: WorkshopService, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_desk.store.check_writable()
    monkeypatch.setattr(store, "LEAST_ROOM", 10**18)

    with pytest.raises(StoreError, match="all but full"):
        sqlite_desk.store.check_writable()
