"""What is closed without showing stays unseen, and the screen survives its server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from prioritizer.cli import main
from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Mode, State, Step, Workshop
from prioritizer.errors import InputError, RefusedError
from prioritizer.storage.database.connection import Database
from prioritizer.storage.workshop import tables as tables
from prioritizer.workflow.workshop import facilitating, record, results_view, screening
from prioritizer.workflow.workshop.service import WorkshopService, visible
from prioritizer.workflow.workshop.verifying import verify
from tests.rooms import Clock, facilitator
from tests.workflow.workshop.serving import Phone, served
from tests.workflow.workshop.steps import come_in, move, opened, points, send

ALL_MODES = pytest.mark.parametrize("mode", list(Mode))
NEW_COLUMNS = (
    "is_hidden",
    "screen_stage",
    "screen_aliases",
    "language",
    "budget_round",
    "budget",
)


def with_answers(desk: WorkshopService, leader: Actor, problem: str, mode: Mode) -> Workshop:
    """Return an open workshop in which six people have answered."""
    workshop = opened(desk, leader, problem, mode)
    for number in range(6):
        send(desk, come_in(desk, workshop), points(problem, 70.0 + number))
    return workshop


@ALL_MODES
def test_what_is_closed_without_showing_is_seen_by_nobody_until_it_is_shown(
    desk: WorkshopService, problem: str, mode: Mode
) -> None:
    leader = facilitator(desk)
    workshop = with_answers(desk, leader, problem, mode)
    person = come_in(desk, workshop)
    workshop = move(desk, leader, workshop, Step.LOCK, Step.CLOSE)

    assert (workshop.state, workshop.is_hidden) == (State.CLOSED, True)
    assert results_view.result(desk, leader, workshop.id).rounds == ()
    with pytest.raises(RefusedError, match="not shown"):
        results_view.shared_result(desk, person)
    with pytest.raises(RefusedError, match="without showing round 1"):
        record.workshop_record(desk, leader, workshop.id)

    shown = facilitating.move(desk, leader, workshop.id, Step.REVEAL)
    assert (shown.state, shown.is_hidden) == (State.CLOSED, False)
    assert len(results_view.shared_result(desk, person).rounds) == 1
    assert verify(record.workshop_record(desk, leader, workshop.id)).differences == ()
    with pytest.raises(RefusedError, match="none, it is over"):
        facilitating.move(desk, leader, workshop.id, Step.REVEAL)


def test_an_anonymous_round_closed_without_showing_is_sealed_all_the_same(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = with_answers(sqlite_desk, leader, problem, Mode.ANONYMOUS)
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.CLOSE)

    look = sqlite_desk.store.see
    assert look(workshop.id, lambda reader: reader.round_secret(1)) is None
    assert look(workshop.id, lambda reader: reader.ballots(1)) == ()
    assert len(look(workshop.id, lambda reader: reader.sealed_rows())) == 6


def test_a_round_that_was_shown_stays_when_the_next_is_closed_without_showing(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = with_answers(sqlite_desk, leader, problem, Mode.PSEUDONYMOUS)
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL, Step.NEXT_ROUND)
    person = come_in(sqlite_desk, workshop)
    send(sqlite_desk, person, points(problem, 1), round_number=2)
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.CLOSE)

    assert [r.number for r in results_view.shared_result(sqlite_desk, person).rounds] == [1]
    with pytest.raises(RefusedError, match="without showing round 2"):
        record.workshop_record(sqlite_desk, leader, workshop.id)


def test_hiding_a_result_again_and_closing_leaves_it_hidden(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = with_answers(sqlite_desk, leader, problem, Mode.NAMED)
    steps = (Step.LOCK, Step.REVEAL, Step.UNDO, Step.CLOSE)

    assert move(sqlite_desk, leader, workshop, *steps).is_hidden


def test_no_phone_sees_a_result_that_was_closed_without_showing(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = with_answers(sqlite_desk, leader, problem, Mode.PSEUDONYMOUS)
    made = facilitating.invite(sqlite_desk, leader, workshop.id)
    sites = {site["name"] for site in json.loads(problem)["sites"]}
    with served(sqlite_desk) as base:
        phone = Phone(base)
        phone.ask(f"/w/j/{made.token}")
        phone.ask("/w/who", {"group": "ngo"})
        move(sqlite_desk, leader, workshop, Step.LOCK, Step.CLOSE)

        home, result = phone.ask("/w"), phone.ask("/w/result")
        waits = phone.ask("/w/state").text
        facilitating.move(sqlite_desk, leader, workshop.id, Step.REVEAL)
        shown, after = phone.ask("/w/result"), phone.ask("/w/state").text

    assert "The result of round 1 is not shown" in home.text
    assert "/w/result" not in home.text
    assert result.status == 409
    assert not {name for name in sites if name in home.text + result.text}
    assert {name for name in sites if name in shown.text}
    assert (waits, after) == ("1-closed-hidden", "1-closed")


def test_no_command_prints_or_writes_a_result_that_is_not_shown(
    tmp_path: Path, clock: Clock, problem: str
) -> None:
    store, target = str(tmp_path / "w.db"), tmp_path / "out.json"
    desk = WorkshopService.open(store, clock)
    leader = facilitator(desk)
    workshop = with_answers(desk, leader, problem, Mode.PSEUDONYMOUS)
    move(desk, leader, workshop, Step.LOCK, Step.CLOSE)
    desk.close()

    def run(*arguments: str) -> str:
        return CliRunner().invoke(main, ["workshop", *arguments, "--store", store]).output

    assert "closed without showing" in run("list")
    assert "No round is revealed" in run("result")
    assert json.loads(run("result", "--format", "json"))["rounds"] == []
    assert "without showing round 1" in run("export", "--output", str(target))
    assert not target.exists()


def test_every_server_shows_the_same_screen_also_after_a_restart(
    tmp_path: Path, clock: Clock, problem: str
) -> None:
    store = str(tmp_path / "w.db")
    first, second = WorkshopService.open(store, clock), WorkshopService.open(store, clock)
    leader = facilitator(first)
    workshop = opened(first, leader, problem)
    screening.show_aliases(first, leader, workshop.id, has_aliases=True)
    screening.show_stage(first, leader, workshop.id, 3)

    wanted = screening.Shown(3, has_aliases=True)
    assert screening.shown(second, leader, workshop.id) == wanted
    for opened_desk in (first, second):
        opened_desk.close()
    later = WorkshopService.open(store, clock)
    assert screening.shown(later, leader, workshop.id) == wanted

    move(later, leader, workshop, Step.LOCK, Step.REVEAL)
    assert screening.shown(later, leader, workshop.id) == screening.Shown(1, has_aliases=True)
    with pytest.raises(InputError, match="0 to 8"):
        screening.show_stage(later, leader, workshop.id, 9)
    later.close()


def aged(database: Database) -> None:
    """Turn a database into one of the first version of the tables."""

    def work(connection: sa.Connection) -> None:
        for column in NEW_COLUMNS:
            connection.exec_driver_sql(f"ALTER TABLE ws_workshop DROP COLUMN {column}")
        connection.execute(tables.SCHEMA.delete().where(tables.SCHEMA.c.version > 1))

    database.write(work)


def test_a_database_of_the_first_version_reads_on_and_keeps_what_was_hidden(
    desk: WorkshopService, problem: str, clock: Clock
) -> None:
    leader = facilitator(desk)
    hidden, shown, running = (opened(desk, leader, problem, title=t) for t in "abc")
    for workshop in (hidden, shown, running):
        send(desk, come_in(desk, workshop), points(problem, 80))
    move(desk, leader, hidden, Step.LOCK, Step.CLOSE)
    move(desk, leader, shown, Step.LOCK, Step.REVEAL, Step.CLOSE)
    aged(desk.store.database)

    again = WorkshopService.open(_spec(desk), clock)
    found = {w.title: w.is_hidden for w in visible(again, leader)}
    screens = {screening.shown(again, leader, w.id) for w in (hidden, shown, running)}
    content = record.workshop_record(again, leader, shown.id)
    again.close()

    assert found == {"a": True, "b": False, "c": False}
    assert screens == {screening.Shown(0, has_aliases=False)}
    assert verify(content).differences == ()


def test_no_copy_of_an_open_anonymous_round_is_left_behind(
    sqlite_desk: WorkshopService, problem: str, clock: Clock, tmp_path: Path
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = with_answers(sqlite_desk, leader, problem, Mode.ANONYMOUS)
    secret = sqlite_desk.store.see(workshop.id, lambda reader: reader.round_secret(1))
    aged(sqlite_desk.store.database)
    WorkshopService.open(_spec(sqlite_desk), clock).close()

    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)

    assert secret is not None
    assert not [
        f for f in tmp_path.rglob("*") if f.is_file() and secret.encode() in f.read_bytes()
    ]


def test_a_copy_of_any_other_file_is_kept_before_its_tables_change(
    sqlite_desk: WorkshopService, problem: str, clock: Clock, tmp_path: Path
) -> None:
    with_answers(sqlite_desk, facilitator(sqlite_desk), problem, Mode.NAMED)
    aged(sqlite_desk.store.database)
    WorkshopService.open(_spec(sqlite_desk), clock).close()

    assert [f.name for f in tmp_path.glob("*.before-version-*")] == [
        "workshops.db.before-version-4-from-1"
    ]


def _spec(desk: WorkshopService) -> str:
    url = desk.store.database.engine.url
    return str(url.database) if desk.store.database.is_sqlite else url.render_as_string(False)
