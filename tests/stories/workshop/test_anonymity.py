"""After an anonymous round is shown, nothing in the store relates a person to a ballot."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from prioritizer.domain.chain import salt_of
from prioritizer.domain.workshop import Mode, Step, Technique
from prioritizer.errors import InputError, RefusedError, StoreError
from prioritizer.storage.database.connection import PRAGMAS
from prioritizer.storage.workshop import tables as tables
from prioritizer.storage.workshop.store import WorkshopStore
from prioritizer.workflow.workshop import answering, paper_entry, paper_questions
from prioritizer.workflow.workshop.closing import tag
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator
from tests.workflow.workshop.steps import come_in, move, opened, points, send


def everything(path: Path) -> bytes:
    """Return every byte of a SQLite store, its journal included."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


def test_slots_keys_and_secret_are_gone_from_every_byte(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, Mode.ANONYMOUS)
    secret = sqlite_desk.store.see(workshop.id, lambda reader: reader.round_secret(1))
    assert secret is not None
    traces, path = [secret], sqlite_desk.store.database.path
    assert path is not None
    for _ in range(8):
        person, key = come_in(sqlite_desk, workshop), secrets.token_hex(16)
        answering.save_draft(sqlite_desk, person, 1, {"points.grade": 77.125})
        send(sqlite_desk, person, points(problem, 80), key=key)
        traces += [tag(secret, "slot", person.token), tag(secret, "key", key)]
    before = everything(path)
    assert all(trace.encode() in before for trace in traces)

    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)

    after = everything(path)
    assert not [trace for trace in traces if trace.encode() in after]
    assert b"77.125" not in after


def test_no_table_holds_a_person_and_a_ballot(desk: WorkshopService, problem: str) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, Mode.ANONYMOUS)
    people = [come_in(desk, workshop) for _ in range(6)]
    keys = [secrets.token_hex(16) for _ in people]
    digests = {
        send(desk, person, points(problem, n * 10), key=key).digest
        for n, (person, key) in enumerate(zip(people, keys, strict=True), 1)
    }
    move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
    ballot_marks = digests | {salt_of(key) for key in keys}
    person_marks = {person.id for person in people}

    with desk.store.database.read() as connection:
        for table in tables.METADATA.sorted_tables:
            for row in connection.execute(table.select()):
                text = repr(tuple(row))
                has_ballot = any(mark in text for mark in ballot_marks)
                has_person = any(mark in text for mark in person_marks)
                assert not (has_ballot and has_person), table.name


def test_sealed_ballots_lie_in_the_order_of_their_digests(
    desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, Mode.ANONYMOUS)
    sent = [send(desk, come_in(desk, workshop), points(problem, n)).digest for n in range(1, 9)]
    move(desk, leader, workshop, Step.LOCK, Step.REVEAL)

    with desk.store.database.read() as connection:
        stored = connection.execute(sa.select(tables.SEALED_BALLOT.c.digest)).scalars().all()

    assert stored == sorted(sent)


def test_the_group_of_a_ballot_is_published_from_five_on(
    desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, Mode.ANONYMOUS)
    for group, n in (("ngo", 5), ("industry", 4), ("science", 2)):
        for _ in range(n):
            send(desk, come_in(desk, workshop, group), points(problem, 80))
    move(desk, leader, workshop, Step.LOCK, Step.REVEAL)

    rows = desk.store.see(workshop.id, lambda reader: reader.sealed_rows())

    assert sorted(row["group_id"] for row in rows) == [""] * 6 + ["ngo"] * 5


def test_the_log_says_nothing_about_single_voters_and_times(
    desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, Mode.ANONYMOUS)
    before = desk.store.see(workshop.id, lambda reader: len(reader.entries()))
    for _ in range(3):
        send(desk, come_in(desk, workshop), points(problem, 80))

    assert desk.store.see(workshop.id, lambda reader: len(reader.entries())) == before


def test_a_sealed_round_cannot_be_taken_back(desk: WorkshopService, problem: str) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, Mode.ANONYMOUS)
    send(desk, come_in(desk, workshop), points(problem, 80))
    move(desk, leader, workshop, Step.LOCK, Step.UNDO, Step.LOCK, Step.REVEAL)

    with pytest.raises(RefusedError, match="sealed"):
        move(desk, leader, workshop, Step.UNDO)


def test_nobody_sees_the_own_ballot_after_the_sealing(
    desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, Mode.ANONYMOUS)
    person = come_in(desk, workshop)
    send(desk, person, points(problem, 80))
    assert answering.seat(desk, person).own is not None

    move(desk, leader, workshop, Step.LOCK, Step.REVEAL)

    assert answering.seat(desk, person).own is None


def test_a_reader_that_keeps_the_journal_is_named_and_the_next_start_cleans_it(
    tmp_path: Path, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = [(n, "50", 50) if n == "busy_timeout" else (n, v, e) for n, v, e in PRAGMAS]
    monkeypatch.setattr("prioritizer.storage.database.connection.PRAGMAS", quick)
    path = tmp_path / "w.db"
    desk = WorkshopService.open(str(path))
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, Mode.ANONYMOUS)
    secret = desk.store.see(workshop.id, lambda reader: reader.round_secret(1)) or ""
    send(desk, come_in(desk, workshop), points(problem, 80))
    move(desk, leader, workshop, Step.LOCK)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM ws_ballot").fetchone()

        with pytest.raises(StoreError, match="another program reads the file"):
            move(desk, leader, workshop, Step.REVEAL)

        assert desk.store.see(workshop.id, lambda reader: reader.workshop).shows_results
        assert secret.encode() in everything(path)
    desk.close()

    WorkshopService.serve(str(path)).close()

    assert secret.encode() not in everything(path)


def test_a_process_that_dies_before_it_cleans_leaves_it_to_the_next_start(
    tmp_path: Path, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "w.db"
    desk = WorkshopService.open(str(path))
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, Mode.ANONYMOUS)
    secret = desk.store.see(workshop.id, lambda reader: reader.round_secret(1)) or ""
    send(desk, come_in(desk, workshop), points(problem, 80))
    with monkeypatch.context() as dying:
        dying.setattr(WorkshopStore, "shred_traces", lambda _store: None)
        move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
    copy = tmp_path / "died"
    shutil.copytree(tmp_path, copy, ignore=shutil.ignore_patterns("died"))
    desk.close()
    assert secret.encode() in everything(copy / "w.db")

    WorkshopService.serve(str(copy / "w.db")).close()

    assert secret.encode() not in everything(copy / "w.db")


def test_a_fraction_that_could_tell_is_refused_on_every_way_in(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, Mode.ANONYMOUS)
    fine = points(problem, 33.25)

    with pytest.raises(InputError, match="whole points"):
        send(sqlite_desk, come_in(sqlite_desk, workshop), fine)
    with pytest.raises(InputError, match="whole points"):
        paper_entry.enter_by_hand(
            sqlite_desk, leader, workshop.id, alias="B-001", group="ngo", answers=fine.answers
        )
    _, ballot = paper_questions.blank(sqlite_desk, leader, workshop.id, "B-001")
    form = {name: f"{value}" for name, value in fine.answers.items()}
    with pytest.raises(InputError, match="whole points"):
        paper_questions.answers_of(ballot.lines, Technique.POINTS, form, is_whole=True)


def test_an_order_of_questions_is_new_each_round_and_kept_nowhere(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, Mode.ANONYMOUS)
    people = [come_in(sqlite_desk, workshop) for _ in range(6)]
    first = [answering.seat(sqlite_desk, person).participant.seed for person in people]
    again = [answering.seat(sqlite_desk, person).participant.seed for person in people]
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL, Step.NEXT_ROUND)
    second = [answering.seat(sqlite_desk, person).participant.seed for person in people]

    with sqlite_desk.store.database.read() as connection:
        stored = connection.execute(sa.select(tables.PARTICIPANT.c.seed)).scalars().all()

    assert first == again
    assert len({*first, *second}) == 12
    assert stored == [0] * 6
