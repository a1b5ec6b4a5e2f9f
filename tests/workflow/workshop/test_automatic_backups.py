"""What is copied at each lock holds the answers; what a reveal destroys is never copied."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Mode, Step, Workshop
from prioritizer.storage.database.access import Access
from prioritizer.workflow.workshop import facilitating
from prioritizer.workflow.workshop.automatic_backups import (
    KEPT,
    SECOND_VARIABLE,
    AutomaticBackups,
    Made,
    second_place,
    words,
)
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator
from tests.workflow.workshop.steps import come_in, move, opened, points, send


@pytest.fixture
def keeper(sqlite_desk: WorkshopService, tmp_path: Path) -> AutomaticBackups:
    stick = tmp_path / "stick"
    stick.mkdir()
    return AutomaticBackups(sqlite_desk, tmp_path / "rooms.db", stick)


def locked(
    desk: WorkshopService, problem: str, mode: Mode, leader: Actor | None = None
) -> Workshop:
    leader = leader or facilitator(desk)
    workshop = opened(desk, leader, problem, mode=mode)
    for _ in range(3):
        send(desk, come_in(desk, workshop), points(problem, 80))
    return move(desk, leader, workshop, Step.LOCK)


def answers_in(copy: Path) -> int:
    desk = WorkshopService.open(str(copy), access=Access.READ)
    try:
        (workshop,) = desk.store.workshops()
        return len(desk.store.see(workshop.id, lambda reader: reader.submissions()))
    finally:
        desk.close()


def test_a_lock_is_copied_to_both_places_with_every_answer(
    keeper: AutomaticBackups, sqlite_desk: WorkshopService, problem: str
) -> None:
    workshop = locked(sqlite_desk, problem, Mode.PSEUDONYMOUS)

    keeper.after(workshop, Step.LOCK)
    keeper.finish()

    made = keeper.last
    assert made is not None
    assert made.faults == ()
    assert [path.parent for path in made.places] == list(keeper.folders)
    assert [answers_in(path) for path in made.places] == [3, 3]
    assert "checked: " in words(made)


@pytest.mark.parametrize("step", [Step.OPEN, Step.PAUSE, Step.RESUME, Step.UNDO, Step.REVEAL])
def test_other_steps_copy_nothing(
    keeper: AutomaticBackups, sqlite_desk: WorkshopService, problem: str, step: Step
) -> None:
    keeper.after(locked(sqlite_desk, problem, Mode.PSEUDONYMOUS), step)
    keeper.finish()
    assert keeper.last is None


def test_an_anonymous_round_is_copied_after_its_seal_only(
    keeper: AutomaticBackups, sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = locked(sqlite_desk, problem, Mode.ANONYMOUS, leader)

    keeper.after(workshop, Step.LOCK)
    keeper.finish()
    assert keeper.last is None

    shown = move(sqlite_desk, leader, workshop, Step.REVEAL)
    keeper.after(shown, Step.REVEAL)
    keeper.finish()
    assert keeper.last is not None
    assert len(keeper.last.places) == 2


def test_nothing_is_copied_while_another_room_has_an_anonymous_round(
    keeper: AutomaticBackups, sqlite_desk: WorkshopService, problem: str
) -> None:
    other = locked(sqlite_desk, problem, Mode.ANONYMOUS)
    workshop = locked(sqlite_desk, problem, Mode.NAMED)

    made = keeper.make(workshop)

    assert made.places == ()
    assert other.title in words(made)
    assert not keeper.folders[0].exists()


def test_a_stick_that_is_not_there_is_said_and_the_other_copy_stands(
    keeper: AutomaticBackups, sqlite_desk: WorkshopService, problem: str
) -> None:
    keeper.folders[1].rmdir()

    made = keeper.make(locked(sqlite_desk, problem, Mode.PSEUDONYMOUS))

    assert len(made.places) == 1
    assert str(keeper.folders[1]) in words(made)


def test_only_our_own_oldest_backups_go(
    keeper: AutomaticBackups, sqlite_desk: WorkshopService, problem: str
) -> None:
    folder = keeper.folders[0]
    folder.mkdir()
    older = [folder / f"0123abcd-round-1-locked-20250101T0000{n:02d}Z.db" for n in range(30)]
    for path in (*older, folder / "mine.db"):
        path.write_bytes(b"")

    made = keeper.make(locked(sqlite_desk, problem, Mode.PSEUDONYMOUS))

    left = {path.name for path in folder.iterdir()}
    assert made.places[0].name in left
    assert "mine.db" in left
    assert len(left) == KEPT + 1
    assert max(older, key=lambda path: path.name.rsplit("-", 1)[1]).name in left


def test_the_second_place_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SECOND_VARIABLE, raising=False)
    assert second_place() is None
    monkeypatch.setenv(SECOND_VARIABLE, "~/stick")
    assert second_place() == Path("~/stick").expanduser()


def test_words_say_what_failed_and_what_did_not() -> None:
    at = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
    said = words(Made(at, (Path("a.db"),), ("no backup in b: full",)))
    assert said == "Backup of 09:05 UTC, checked: a.db. no backup in b: full."


def test_the_course_of_a_room_is_not_held_up_by_a_copy(
    keeper: AutomaticBackups, sqlite_desk: WorkshopService, problem: str
) -> None:
    """The next step is taken while the copy is made; both come to their end."""
    leader = facilitator(sqlite_desk)
    workshop = locked(sqlite_desk, problem, Mode.PSEUDONYMOUS, leader)
    keeper.after(workshop, Step.LOCK)

    moved = facilitating.move(sqlite_desk, leader, workshop.id, Step.REVEAL)
    keeper.finish()

    assert moved.state.value == "revealed"
    assert keeper.last is not None
    assert keeper.last.faults == ()
