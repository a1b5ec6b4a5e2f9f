"""Full and read-only disks, a second server, old libraries, lost backups: told, and no loss."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from prioritizer.domain.workshop import Mode, Step
from prioritizer.errors import RefusedError, StoreError
from prioritizer.storage.database import connection as connections
from prioritizer.storage.database.connection import has_wal_reset_fault, wal_reset_warning
from prioritizer.workflow.workshop import (
    answering,
    backups,
    entering,
    facilitating,
    results_view,
)
from prioritizer.workflow.workshop.service import WorkshopService
from tests.conftest import ROOT
from tests.rooms import Clock, facilitator
from tests.workflow.workshop.crash import prepared
from tests.workflow.workshop.serving import Phone, served
from tests.workflow.workshop.steps import come_in, move, opened, points, send

Refuse = Callable[[Path], tuple[str, str, object]]


def full(path: Path) -> tuple[str, str, object]:
    """Return the setting under which a file may not grow: what a full disk does."""
    # Pages that lie free would still take answers.
    with closing(sqlite3.connect(path)) as compact:
        compact.execute("VACUUM")
        pages = compact.execute("PRAGMA page_count").fetchone()[0]
    return ("max_page_count", str(pages), pages)


def read_only(_path: Path) -> tuple[str, str, object]:
    """Return the setting under which nothing may be written."""
    return ("query_only", "ON", 1)


@pytest.mark.parametrize(
    ("refuse", "words"), [(full, "the disk is full"), (read_only, "read-only")]
)
def test_an_answer_that_cannot_be_stored_is_kept_as_a_draft_and_counts_later(
    tmp_path: Path,
    problem: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    refuse: Refuse,
    words: str,
) -> None:
    path = tmp_path / "w.db"
    desk = WorkshopService.open(str(path))
    workshop = opened(desk, facilitator(desk), problem)
    people = [come_in(desk, workshop) for _ in range(30)]
    forms = [prepared(desk, person, problem, 10.0) for person in people]
    desk.close()
    setting = refuse(path)
    replies = []

    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(connections, "PRAGMAS", (*connections.PRAGMAS, setting))
        desk = WorkshopService.open(str(path))
        with served(desk) as base:
            for person, form in zip(people, forms, strict=True):
                phone = Phone(base, headers={"Cookie": f"pp_seat={person.token}"})
                replies.append(phone.ask("/w/send", form))
        desk.close()
    desk = WorkshopService.open(str(path))
    sent = desk.store.see(workshop.id, lambda reader: set(reader.sends(1)))
    with served(desk) as base:
        for person, form in zip(people, forms, strict=True):
            phone = Phone(base, headers={"Cookie": f"pp_seat={person.token}"})
            assert "Saved: your answer" in phone.ask("/w/send", form).text
    at_last = desk.store.see(workshop.id, lambda reader: reader.sends(1))
    desk.close()

    failed = [reply for reply in replies if reply.status == 503]
    assert failed
    assert {p.id for p, r in zip(people, replies, strict=True) if r.status == 200} == sent
    assert all("kept on this phone" in reply.text for reply in failed)
    assert words in caplog.text
    assert at_last == {person.id: 1 for person in people}


def test_a_second_server_on_the_same_file_is_told_who_has_it(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    script = (
        "import sys, time; from prioritizer.workflow.workshop.service import WorkshopService\n"
    )
    script += (
        "desk = WorkshopService.serve(sys.argv[1]); print('mine', flush=True); time.sleep(60)"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    assert first.stdout.readline() == "mine\n"
    try:
        with pytest.raises(StoreError, match=f"process {first.pid} on "):
            WorkshopService.serve(str(path))
        # Looking and backing up are free meanwhile.
        WorkshopService.open(str(path)).close()
    finally:
        first.kill()
        first.wait()
        first.stdout.close()

    WorkshopService.serve(str(path)).close()


def test_who_lets_go_of_a_file_leaves_it_to_others(tmp_path: Path) -> None:
    WorkshopService.serve(str(tmp_path / "w.db")).close()

    WorkshopService.serve(str(tmp_path / "w.db")).close()


# sqlite.org/wal.html: 3.7.0 to 3.51.2 but for 3.50.7 and 3.44.6 of their lines.
@pytest.mark.parametrize(
    ("version", "has_fault"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_libraries_that_can_lose_a_commit_are_known(
    version: tuple[int, ...], has_fault: bool
) -> None:
    assert has_wal_reset_fault(version) is has_fault
    assert bool(wal_reset_warning(version)) is has_fault


def test_settings_that_do_not_take_effect_stop_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = ("synchronous", "OFF", 2)
    monkeypatch.setattr(connections, "PRAGMAS", (wrong,))

    with pytest.raises(StoreError, match=r"synchronous: found 0\. Expected 2"):
        WorkshopService.serve(str(tmp_path / "w.db"))


def test_who_asks_twice_to_join_joins_once(desk: WorkshopService, problem: str) -> None:
    workshop = opened(desk, facilitator(desk), problem)
    place = entering.new_place()

    joined = [
        entering.join(desk, workshop.id, alias="", group="ngo", place=place) for _ in range(3)
    ]

    assert len({actor.id for actor, _ in joined}) == 1
    assert facilitating.progress(desk, facilitator(desk), workshop.id).joined == 1


def test_a_place_of_another_workshop_is_no_way_in(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader, place = facilitator(sqlite_desk), entering.new_place()
    one, other = opened(sqlite_desk, leader, problem), opened(sqlite_desk, leader, problem)
    entering.join(sqlite_desk, one.id, alias="", group="ngo", place=place)

    with pytest.raises(RefusedError, match="too old"):
        entering.join(sqlite_desk, other.id, alias="", group="ngo", place=place)


def test_broken_links_do_not_stop_the_codes(sqlite_desk: WorkshopService, problem: str) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    code = facilitating.invite(sqlite_desk, leader, workshop.id).code
    with served(sqlite_desk) as base:
        phone = Phone(base)
        for number in range(120):
            assert phone.ask(f"/w/j/{number:032x}").status == 403

        assert phone.ask("/w/join", {"code": code}).status == 200


def test_a_fault_of_the_program_shows_a_number_and_nothing_else(
    sqlite_desk: WorkshopService,
    problem: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_given: object) -> None:
        raise KeyError("canary-5d1c")

    workshop = opened(sqlite_desk, facilitator(sqlite_desk), problem)
    person = come_in(sqlite_desk, workshop)
    monkeypatch.setattr(answering, "seat", broken)
    with served(sqlite_desk) as base, caplog.at_level(logging.ERROR):
        reply = Phone(base, headers={"Cookie": f"pp_seat={person.token}"}).ask("/w")

    number = reply.text.partition("(number ")[2][:8]
    assert reply.status == 503
    assert f"error {number}: KeyError" in caplog.text
    assert "canary" not in reply.text + caplog.text


def test_a_backup_made_while_people_answer_brings_all_back(
    sqlite_desk: WorkshopService, problem: str, tmp_path: Path, clock: Clock
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, Mode.PSEUDONYMOUS)
    people = [come_in(sqlite_desk, workshop) for _ in range(6)]
    for person in people[:4]:
        send(sqlite_desk, person, points(problem, 80))
    health = backups.back_up(sqlite_desk, tmp_path / "copy.db")
    for person in people[4:]:
        send(sqlite_desk, person, points(problem, 10))

    restored = backups.restore(tmp_path / "copy.db", tmp_path / "new.db")
    desk = WorkshopService.serve(str(tmp_path / "new.db"), clock)
    for person in people[4:]:
        send(desk, person, points(problem, 10))
    move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
    found = results_view.result(desk, leader, workshop.id)
    desk.close()

    assert (health.faults, restored.n_entries) == ((), health.n_entries)
    assert len(found.rounds[0].opinions) == 6
