"""A log tells whether the rules were kept: faults and remarks, from the log alone."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from prioritizer.domain.workshop import Mode, Step
from prioritizer.errors import PrioritizerError
from prioritizer.workflow.workshop import facilitating, paper_entry, record
from prioritizer.workflow.workshop.procedure import procedure
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.verifying import verify
from tests.rooms import Clock, facilitator
from tests.workflow.workshop.forger import with_edited_log
from tests.workflow.workshop.steps import come_in, move, opened, points, send

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LEADER = {"role": "facilitator", "id": "ida"}
NEXT = {"open": "open", "pause": "paused", "resume": "open", "lock": "locked",
        "reveal": "revealed", "next-round": "open", "close": "closed"}  # fmt: skip


def body(action: str, minute: float = 0, who: Any = LEADER, **details: Any) -> dict[str, Any]:
    at = (START + timedelta(minutes=minute)).isoformat(timespec="milliseconds")
    return {"at": at, "actor": who, "action": action, **details}


def create(mode: str = "pseudonymous") -> dict[str, Any]:
    return body(
        "create", workshop="w", title="Test", mode=mode, technique="points", rounds=2,
        groups=[{"id": "ngo", "name": "NGO"}], problem="0", simulated=False,
    )  # fmt: skip


def step(name: str, minute: float = 0, number: int = 1, state: str = "") -> dict[str, Any]:
    return body("move", minute, step=name, round=number, state=state or NEXT[name])


def join(person: str, minute: float = 0, *, by_hand: bool = False) -> dict[str, Any]:
    who = LEADER if by_hand else {"role": "participant", "id": person}
    names = {"participant": person, "alias": person.upper(), "group": "ngo"}
    return body("join", minute, who, **names, by_hand=by_hand)


def submit(person: str, minute: float = 0, number: int = 1, revision: int = 1) -> Any:
    who = {"role": "participant", "id": person}
    told = {"participant": person, "round": number, "revision": revision, "digest": "d"}
    return body("submit", minute, who, **told)


def enter(person: str, minute: float = 0, revision: int = 1) -> dict[str, Any]:
    told = {"participant": person, "round": 1, "revision": revision, "digest": "d"}
    return body("enter-by-hand", minute, **told)


def until(minute: float, at: float = 0) -> dict[str, Any]:
    end = (START + timedelta(minutes=minute)).isoformat()
    return body("deadline", at, round=1, until=end)


ASIDE = body("set-aside", participant="a", round=1, reason="joke")
USUAL = [create(), step("open"), join("a"), submit("a"), step("lock"), step("reveal")]


def test_a_usual_log_has_neither_faults_nor_remarks() -> None:
    found = procedure(USUAL)

    assert (found.faults, found.remarks) == ((), ())
    assert (found.reached.state, found.reached.round) == ("revealed", 1)


@pytest.mark.parametrize(
    ("bodies", "said"),
    [
        ([*USUAL[:5], submit("a", revision=2)], "entry 6: A answers round 1 while round 1 w"),
        ([*USUAL, submit("a", revision=2)], "entry 7: A answers round 1 while round 1 w"),
        ([*USUAL[:4], submit("a", number=2)], "entry 5: A answers round 2 while round 1 w"),
        (
            [*USUAL[:4], submit("a", revision=2), submit("a", revision=3)],
            "log entry 6: A answers round 1 3 times; the rules allow 2",
        ),
        ([*USUAL[:3], submit("a", revision=2)], "round 1: found revision 2, expected 1"),
        ([*USUAL[:2], submit("b")], "b answers, and has not joined before"),
        (
            [*USUAL[:3], until(5), submit("a", 6)],
            "A answers round 1 at 2026-03-02 09:06:00 UTC, after its deadline",
        ),
        ([*USUAL[:2], body("joining", open=False), join("a")], "joins while joining was"),
        ([create(), step("lock")], "log entry 2: the step 'lock' while round 1 was draft"),
        ([*USUAL, step("next-round", 0, 3)], "leads to open, round 3"),
        (
            [create("anonymous"), step("open"), step("lock"), step("reveal")],
            "ends the anonymous round 1, whose ballots are not sealed",
        ),
        (
            [create("anonymous"), step("open"), body("enter-by-hand", round=1), step("lock"),
             body("seal", round=1, ballots=0, root="r")],
            "seals 0 ballots of round 1, but 1 were entered by hand",
        ),
        ([create("anonymous"), step("open"), join("a")], "but the workshop is anonymous"),
        (
            [create("anonymous"), step("open"), step("lock"),
             body("seal", round=1, ballots=9, root="r"), step("reveal"),
             step("undo", state="locked")],
            "log entry 6: the step 'undo' while round 1 was revealed",
        ),
        ([*USUAL[:3], enter("a")], "is entered by hand for A, who joined by phone"),
        (
            [*USUAL[:2], join("p", by_hand=True), enter("p"), enter("p", revision=2)],
            "P answers round 1 2 times; the rules allow 1",
        ),
        (
            [*USUAL[:3], {**submit("a"), "actor": {"role": "participant", "id": "b"}}],
            "an answer of A was sent by somebody else",
        ),
        (
            [*USUAL[:2], {**step("lock"), "actor": {"role": "participant", "id": "a"}}],
            "was made by a participant, who may not",
        ),
        ([*USUAL, body("add-round", rounds=5)], "goes from 2 to 5 rounds"),
        ([*USUAL, until(5)], "sets a deadline of round 1 while round 1 was revealed"),
        ([*USUAL, create()], "creates the workshop a second time"),
        (
            [*USUAL[:3], ASIDE, submit("a")],
            "log entry 5: A answers, though set aside",
        ),
        (
            [*USUAL[:3], ASIDE, {**submit("a"), "action": "propose", "proposal": "d"}],
            "A proposes more than 3 sites, or though set aside",
        ),
        ([*USUAL[:3], ASIDE, ASIDE], "log entry 5: A is set aside already"),
        ([*USUAL[:3], {**ASIDE, "action": "take-back"}], "A is not set aside already"),
        ([*USUAL, step("close"), ASIDE], "while the workshop was closed"),
        ([*USUAL[:3], {**ASIDE, "actor": {"role": "participant", "id": "a"}}], "may not"),
        (
            [*USUAL[:2], join("p", by_hand=True), {**ASIDE, "participant": "p"}, enter("p")],
            "is entered by hand for P, though set aside",
        ),
        (
            [create("anonymous"), step("open"), body("set-aside", round=1, reason="joke")],
            "sets an anonymous seat aside during a round, or names it",
        ),
        ([create("anonymous"), body("reseat", participant="a")], "gives a seat to another ph"),
        ([*USUAL, step("close"), body("places", count=2, group="")], "makes one-time places"),
        ([*USUAL[:3], {**join("a"), "action": "let-in", "actor": LEADER}], "joins a second"),
        ([*USUAL[:2], {**join("b"), "action": "let-in"}], "by a participant, who may not"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_a_fault_with_its_entry(
    bodies: Sequence[dict[str, Any]], said: str
) -> None:
    faults = procedure(bodies).faults

    assert [one for one in faults if said in one], faults


def test_an_answer_written_in_the_last_moment_is_no_fault() -> None:
    late = [*USUAL[:3], until(5), submit("a", 5 + 1 / 60)]

    found = procedure(late)

    assert found.faults == ()
    assert [one for one in found.remarks if "1 answer is dated after its deadline" in one]


@pytest.mark.parametrize(
    ("bodies", "said"),
    [
        (
            [*USUAL, step("undo", state="locked"), step("undo", state="open"),
             submit("a", revision=2)],
            "round 1 was shown and taken back (log entry 7). 1 answer was given or changed "
            "after its result had been seen.",
        ),
        (
            [*USUAL[:5], step("undo", state="open"), submit("a", revision=2)],
            "round 1 was locked and opened again before it was shown (log entry 6). 1 answer "
            "came in after that.",
        ),
        (
            [*USUAL[:5], join("p", by_hand=True), enter("p")],
            "round 1: 1 answer entered by hand by who leads, 1 of them after the round",
        ),
        (
            [*USUAL[:3], until(5), until(9, 6)],
            "round 1: the deadline was set or moved 2 times, 1 of them after it had passed.",
        ),
        ([*USUAL[:5], step("close")], "closed without showing round 1 to anybody"),
        (
            [*USUAL[:5], step("close"), step("reveal", state="closed")],
            "closed without showing round 1, and shown after all later",
        ),
        ([*USUAL, join("b")], "1 person joined after a result had been shown"),
        ([*USUAL[:4], submit("a", revision=2)], "1 answer was changed once, as allowed"),
        ([*USUAL, body("add-facilitator", facilitator="bo")], "1 further facilitator could"),
        ([*USUAL, body("add-round", rounds=3)], "1 round was added to the 2 that were planned"),
        ([*USUAL[:4], step("pause"), step("resume")], "round 1 was paused 1 time"),
        (
            [{**create(), "quorum": 5}, *USUAL[1:]],
            "round 1 ended with 1 answer; its quorum is 5.",
        ),
        (
            [*USUAL[:4], body("set-aside", participant="a", round=1, reason="joke"),
             *USUAL[4:]],
            "A was set aside by who leads (log entry 5): joke.",
        ),
        (
            [*USUAL[:4], body("set-aside", participant="a", round=1, reason="joke"),
             *USUAL[4:]],
            "round 1: 1 seat with an answer set aside when it was shown.",
        ),
        (
            [*USUAL[:4], body("set-aside", participant="a", round=1, reason="joke"),
             body("take-back", participant="a", round=1), *USUAL[4:]],
            "A was taken back by who leads (log entry 6): its answers count again.",
        ),
        ([*USUAL[:4], body("reseat", participant="a")], "a way to another phone for: A (log"),
        ([*USUAL[:2], body("refuse", count=3)], "3 people who waited were not let in."),
        (
            [create("anonymous"), body("set-aside", round=1, reason="joke")],
            "1 seat was set aside before the first round; the workshop is anonymous",
        ),
        ([*USUAL, body("swap-seats", person="a")], "a facilitator did 'swap-seats', which"),
        (
            [*USUAL, {**body("invite"), "actor": {"role": "admin", "id": "command-line"}}],
            "entries by the administrator of the store, not by a facilitator: 1 code to join",
        ),
    ],
)  # fmt: skip
def test_what_the_rules_allow_is_a_remark_and_no_fault(
    bodies: Sequence[dict[str, Any]], said: str
) -> None:
    found = procedure(bodies)

    assert found.faults == ()
    assert [one for one in found.remarks if said in one], found.remarks


def test_dates_that_run_backwards_are_told_with_what_they_can_mean() -> None:
    bodies = [create(), step("open", 10), join("a", 11), submit("a", 2), step("lock", 20)]

    found = procedure(bodies)

    assert found.faults == ()
    assert found.remarks[0].startswith(
        "dates: 1 entry is dated before the one before, log entry 4 by 9 minutes. 1 answer is "
        "dated outside the time in which the round was open. The order of the entries is "
    )
    assert "it was set" in found.remarks[0]


@pytest.mark.parametrize("mode", list(Mode))
def test_no_way_through_the_service_ends_in_a_fault(
    sqlite_desk: WorkshopService, problem: str, clock: Clock, mode: Mode
) -> None:
    """Whatever people try, what the service lets through keeps to the rules as checked."""
    chance, leader = random.Random(mode), facilitator(sqlite_desk)  # noqa: S311
    workshop = opened(sqlite_desk, leader, problem, mode)
    people, n_done = [come_in(sqlite_desk, workshop, alias="First")], 0

    def one_thing(kind: int) -> None:
        current = sqlite_desk.store.see(workshop.id, lambda reader: reader.workshop)
        if kind < 6:
            move(sqlite_desk, leader, workshop, chance.choice(list(Step)[:-1]))
        elif kind < 8:
            people.append(come_in(sqlite_desk, workshop, alias=f"N{len(people)}"))
        elif kind == 8:
            paper_entry.enter_by_hand(
                sqlite_desk, leader, workshop.id, alias=f"B-{chance.randrange(9):03d}",
                group="ngo", answers=points(problem, 7).answers,
            )  # fmt: skip
        elif kind == 9:
            facilitating.extend(sqlite_desk, leader, workshop.id, chance.randrange(3))
            facilitating.add_round(sqlite_desk, leader, workshop.id)
        elif kind == 10:
            facilitating.set_joining(
                sqlite_desk, leader, workshop.id, is_open=chance.random() < 0.7
            )
        else:
            given = points(problem, chance.randrange(1, 99))
            send(sqlite_desk, chance.choice(people), given, round_number=current.round)

    for _ in range(400):
        clock.move(seconds=chance.choice((1, 40, -5)))
        with suppress(PrioritizerError):
            one_thing(chance.randrange(20))
            n_done += 1
    entries = sqlite_desk.store.see(workshop.id, lambda reader: reader.entries())
    found = procedure([json.loads(entry.body) for entry in entries])

    assert n_done > 70
    assert not [line for line in found.remarks if "does not know" in line]
    assert found.faults == ()
    assert any(line.startswith("dates: ") for line in found.remarks)


def test_verify_names_the_fault_of_a_record_and_keeps_remarks_apart(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    for _ in range(2):
        send(sqlite_desk, come_in(sqlite_desk, workshop), points(problem, 80))
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.UNDO, Step.LOCK, Step.REVEAL)
    whole = json.loads(record.workshop_record(sqlite_desk, leader, workshop.id))
    late = with_edited_log(whole, lambda bodies: bodies.append(bodies.pop(5)))

    good, bad = (verify(json.dumps(one).encode()) for one in (whole, late))

    assert good.differences == ()
    assert [line for line in good.remarks if "locked and opened again" in line]
    assert [line for line in bad.differences if "while round 1 was revealed" in line]
    assert all("differs" not in line for line in bad.differences)
