"""What is looked at before a workshop, and what is named when it is not good."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from prioritizer.cli import main
from prioritizer.workflow.workshop import demo, readiness
from prioritizer.workflow.workshop.automatic_backups import SECOND_VARIABLE
from prioritizer.workflow.workshop.readiness import Check, Grade, look, raise_open_files
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator


@pytest.fixture
def played(tmp_path: Path, problem: str) -> Path:
    store = tmp_path / "rooms.db"
    desk = WorkshopService.open(str(store))
    demo.play(desk, facilitator(desk), problem, participants=2, rounds=1)
    desk.close()
    return store


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield int(probe.getsockname()[1])


def found(spec: Path, name: str, port: int = 1) -> Check:
    return next(one for one in look(str(spec), port) if one.name == name)


def test_a_sound_store_is_named_with_what_it_holds(played: Path) -> None:
    check = found(played, "store")
    assert check.grade is Grade.GOOD
    assert "1 workshop, " in check.found
    assert check.found.endswith("log entries, sound")


def test_a_store_that_is_still_to_be_made_is_no_fault_and_is_not_made(tmp_path: Path) -> None:
    store = tmp_path / "later" / "rooms.db"
    assert found(store, "store").grade is Grade.GOOD
    assert found(store, "writing").grade is Grade.GOOD
    assert list(tmp_path.iterdir()) == []


def test_a_log_entry_that_was_changed_is_a_fault(played: Path) -> None:
    with closing(sqlite3.connect(played)) as store:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in store.execute(triggers).fetchall():
            store.execute(f"DROP TRIGGER {name}")
        store.execute("UPDATE ws_audit SET body = body || ' ' WHERE seq = 2")
        store.commit()

    check = found(played, "store")

    assert check.grade is Grade.FAULT
    assert "Restore" in check.advice


def test_something_else_than_a_store_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("no database")
    assert found(tmp_path / "notes.db", "store").grade is Grade.FAULT


def test_a_clock_behind_the_newest_entry_is_a_fault(played: Path) -> None:
    past = datetime(2020, 1, 1, tzinfo=UTC)
    check = next(one for one in look(str(played), 1, lambda: past) if one.name == "clock")
    assert check.grade is Grade.FAULT
    assert "2020-01-01" in check.found


def test_a_disk_that_is_nearly_full_is_a_fault(
    played: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "ROOM_BYTES", 10**18)
    assert found(played, "disk").grade is Grade.FAULT


def test_a_place_that_cannot_be_written_is_a_fault(
    played: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(readiness.os, "fsync", full)

    check = found(played, "writing")

    assert (check.grade, "No space left" in check.found) == (Grade.FAULT, True)
    assert not [path for path in played.parent.iterdir() if path.name.startswith(".writing")]


def test_a_named_stick_must_be_there(
    played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECOND_VARIABLE, str(tmp_path / "stick"))
    assert found(played, "backups").grade is Grade.FAULT
    (tmp_path / "stick").mkdir()
    assert found(played, "backups").grade is Grade.GOOD
    monkeypatch.delenv(SECOND_VARIABLE)
    assert found(played, "backups").grade is Grade.NOTE


def test_a_port_where_something_answers_is_named(played: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert found(played, "port", server.getsockname()[1]).grade is Grade.NOTE


def test_a_room_without_a_network_is_told(
    played: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "own_address", lambda: "127.0.0.1")
    assert "no network" in found(played, "address").found


def test_open_files_are_raised_no_higher_than_the_system_allows() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
        raised = raise_open_files()
        assert raised is not None
        assert raised >= min(before[1], 65_536)
        assert raise_open_files(100) == raised
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_the_command_says_the_same_and_ends_with_1_at_a_fault(
    played: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = CliRunner()
    good = run.invoke(main, ["doctor", "--store", str(played), "--format", "json"])
    assert good.exit_code == 0
    assert "store" in {one["name"] for one in json.loads(good.stdout)}

    monkeypatch.setattr(readiness, "ROOM_BYTES", 10**18)
    bad = run.invoke(main, ["doctor", "--store", str(played)])
    assert bad.exit_code == 1
    assert "fault  disk: " in bad.stdout
