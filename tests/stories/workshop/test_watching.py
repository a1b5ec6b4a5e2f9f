"""Looking on: the screen of the room on a phone, without a seat, a vote or a count."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from prioritizer.domain.authority import Actor, Role
from prioritizer.domain.workshop import Mode, Step, Technique
from prioritizer.errors import AccessError, RefusedError
from prioritizer.storage.workshop import tables as tables
from prioritizer.ui.phone.routes import TABLE
from prioritizer.workflow.workshop import (
    answering,
    facilitating,
    pulse,
    record,
    results_view,
    screening,
    seats,
    watching,
)
from prioritizer.workflow.workshop.problem import parse_problem
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator
from tests.stories.workshop.test_seats import people, record_of, signed_in
from tests.ui.test_phone import HOSTILE, room
from tests.workflow.workshop.serving import Phone, served
from tests.workflow.workshop.steps import come_in as joined
from tests.workflow.workshop.steps import move, opened, points, send


@pytest.fixture
def address(sqlite_desk: WorkshopService) -> Iterator[str]:
    """Yield where the pages are served."""
    with served(sqlite_desk) as base:
        yield base


@pytest.mark.parametrize("mode", list(Mode))
def test_who_looks_on_sees_counts_then_results_and_is_in_no_count(
    sqlite_desk: WorkshopService, address: str, problem: str, mode: Mode
) -> None:
    leader, workshop, _ = room(sqlite_desk, problem, mode, Technique.POINTS)
    crowd = [joined(sqlite_desk, workshop) for _ in range(6)]
    token = watching.new_link(sqlite_desk, leader, workshop.id)
    names = parse_problem(problem).matrix.names
    phone, second = Phone(address), Phone(address)

    first = phone.ask(f"/w/o/{token}")
    marks = [phone.ask("/w/watch/state").text]
    for person in crowd:
        send(sqlite_desk, person, points(problem, 30))
    before = phone.ask("/w/watch")
    marks.append(phone.ask("/w/watch/state").text)
    workshop = move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    after = phone.ask("/w/watch")
    marks.append(phone.ask("/w/watch/state").text)

    assert first.url == f"{address}/w/watch"
    assert token not in first.text
    assert "You have no vote and are not counted." in first.text
    assert "0 of 6 have sent" in first.text
    assert "6 of 6 have sent" in before.text
    assert "What people are asked about" in before.text
    assert not [name for name in names if name in before.text]
    assert [name for name in names if name in after.text]
    assert len(set(marks)) == 3
    assert second.ask(f"/w/o/{token}").status == 200
    assert HOSTILE not in after.text
    assert "<form" not in after.text.split("<main")[1].split("</main>")[0]
    told = record_of(sqlite_desk, leader, workshop)
    assert people(told) == [6]
    assert len(seats.seats(sqlite_desk, leader, workshop.id).lines) == 6


def test_where_the_screen_names_no_site_neither_does_the_page_of_who_looks_on(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, _ = room(sqlite_desk, problem, Mode.NAMED, Technique.POINTS)
    send(sqlite_desk, joined(sqlite_desk, workshop), points(problem, 30))
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    token = watching.new_link(sqlite_desk, leader, workshop.id)
    phone = Phone(address)
    named = phone.ask(f"/w/o/{token}")
    mark = phone.ask("/w/watch/state").text
    screening.show_aliases(sqlite_desk, leader, workshop.id, has_aliases=True)

    page = phone.ask("/w/watch")

    found = parse_problem(problem)
    known = [*found.matrix.names, *(site.name for site in found.known.apart)]
    assert [name for name in known if name in named.text]
    assert not [name for name in known if name in page.text]
    assert "Site A" in page.text
    assert phone.ask("/w/watch/state").text != mark


def test_a_result_taken_back_or_never_shown_is_not_on_the_page(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    send(sqlite_desk, joined(sqlite_desk, workshop), points(problem, 30))
    actor = watching.watcher(sqlite_desk, watching.new_link(sqlite_desk, leader, workshop.id))

    def shown() -> bool:
        return watching.watched(sqlite_desk, actor).result is not None

    seen = [shown()]
    for step in (Step.LOCK, Step.REVEAL, Step.UNDO, Step.CLOSE, Step.REVEAL):
        move(sqlite_desk, leader, workshop, step)
        seen.append(shown())

    assert seen == [False, False, True, False, False, True]


def test_a_link_to_look_on_opens_nothing_else_and_ends_when_told(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, _ = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    other = opened(sqlite_desk, leader, problem, title="Other")
    lead, place = signed_in(sqlite_desk, address, leader), f"/w/lead/{workshop.id}/entrance"
    made = lead.ask(f"{place}/watch", {})
    token = made.text.split(f"{address}/w/o/")[1].split("<")[0]
    phone = Phone(address)
    phone.ask(f"/w/o/{token}")

    for method, path, _ in TABLE:
        if path.startswith(("/lead", "/answer", "/send", "/back", "/revise", "/result")):
            where = path.replace("{workshop}", workshop.id).replace("{seat}", "0")
            assert phone.ask(f"/w{where}", {} if method == "POST" else None).status == 403
    actor = watching.watcher(sqlite_desk, token)
    forged = Actor(Role.OBSERVER, "", other.id, token=token)
    calls = (
        lambda: watching.watched(sqlite_desk, forged),
        lambda: watching.watched_mark(sqlite_desk, forged),
        lambda: answering.seat(sqlite_desk, actor),
        lambda: send(sqlite_desk, actor, points(problem, 5)),
        lambda: results_view.shared_result(sqlite_desk, actor),
        lambda: pulse.pulse(sqlite_desk, actor, workshop.id),
        lambda: record.workshop_record(sqlite_desk, actor, workshop.id),
        lambda: facilitating.progress(sqlite_desk, actor, workshop.id),
        lambda: seats.seats(sqlite_desk, actor, workshop.id),
    )
    for call in calls:
        with pytest.raises(AccessError):
            call()

    second = watching.new_link(sqlite_desk, leader, workshop.id)
    assert (phone.ask("/w/watch").status, phone.ask("/w/watch/state").text) == (403, "ended")
    assert Phone(address).ask(f"/w/o/{second}").status == 200
    assert "End the link" in lead.ask(place).text
    lead.ask(f"{place}/unwatch", {})
    assert "End the link" not in lead.ask(place).text  # there is none to end
    assert Phone(address).ask(f"/w/o/{second}").status == 403
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.CLOSE)
    with pytest.raises(RefusedError, match="nothing to watch"):
        watching.new_link(sqlite_desk, leader, workshop.id)


def test_of_a_link_to_look_on_a_hash_is_kept_and_the_log_says_when_it_was_made(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    token = watching.new_link(sqlite_desk, leader, workshop.id)
    with sqlite_desk.store.database.read() as connection:
        kept = json.dumps([*map(str, connection.execute(tables.WATCH_LINK.select()).all())])
    entries = sqlite_desk.store.see(workshop.id, lambda reader: reader.entries())

    assert token not in kept
    assert json.loads(entries[-1].body)["action"] == "watch"
    assert token not in entries[-1].body
