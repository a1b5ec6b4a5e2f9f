"""The head that was read aloud is the anchor: what is known with it, and what without."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from prioritizer.cli import main
from prioritizer.domain.workshop import Mode, Step
from prioritizer.domain.written_digest import read_written_digest
from prioritizer.workflow.workshop import record
from prioritizer.workflow.workshop.anchoring import anchor, short
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.verifying import verify
from tests.rooms import facilitator
from tests.workflow.workshop.forger import with_edited_log, with_other_answer
from tests.workflow.workshop.steps import come_in, move, opened, points, send


@pytest.fixture
def whole(sqlite_desk: WorkshopService, problem: str) -> dict[str, Any]:
    """Return the record of a round of three."""
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, Mode.PSEUDONYMOUS)
    for n in range(3):
        send(sqlite_desk, come_in(sqlite_desk, workshop), points(problem, 10 + n, 60))
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    found: dict[str, Any] = json.loads(record.workshop_record(sqlite_desk, leader, workshop.id))
    return found


def found(data: dict[str, Any], head: str | None) -> Any:
    kept = read_written_digest(head, "head") if head else None
    return anchor(verify(json.dumps(data).encode()), kept)


def test_a_history_written_anew_is_found_by_the_head_only(whole: dict[str, Any]) -> None:
    forged = with_other_answer(whole)
    assert forged["result"] != whole["result"]

    without, with_head = found(forged, None), found(forged, short(whole["head"]))

    assert verify(json.dumps(forged).encode()).differences == ()
    assert without.fits is None
    assert "chain it again" in without.limits
    assert short(forged["head"]) in without.limits
    assert "Only the head can tell" in without.verdict
    assert with_head.fits is False
    assert "not the one whose head was kept" in with_head.verdict


def test_a_date_or_step_written_anew_is_found_by_the_head_only(whole: dict[str, Any]) -> None:
    def earlier(bodies: list[dict[str, Any]]) -> None:
        for body in bodies:
            body["at"] = body["at"].replace("2026", "2025")

    forged = with_edited_log(whole, earlier)

    assert verify(json.dumps(forged).encode()).differences == ()
    assert found(forged, short(whole["head"])).fits is False


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        (lambda head: head, "64 of 64 digits compared, all"),
        (short, "16 of 64 digits compared (the first 8 and the last 8), all"),
        (lambda head: head[:20], "20 of 64 digits compared (the first 20), all"),
        (lambda head: f"{head[:8]} {head[-8:]}", "16 of 64 digits compared ("),
    ],
)
def test_a_head_that_fits_says_which_digits_were_compared(
    whole: dict[str, Any], written: Any, digits: str
) -> None:
    same = found(whole, written(whole["head"]))

    assert same.fits
    assert same.told.startswith(digits)
    assert same.limits == ""
    assert "is the one whose head was kept" in same.verdict


def test_few_digits_do_not_hold_against_somebody_who_tries(whole: dict[str, Any]) -> None:
    same = found(whole, whole["head"][:8])

    assert same.fits
    assert "not somebody who tries" in same.limits


def test_an_earlier_head_binds_what_came_before_it(whole: dict[str, Any]) -> None:
    before = found(whole, short(whole["log"][-2]["hash"]))

    n = len(whole["log"])
    assert before.fits is False
    assert f"Up to log entry {n - 1} it is the one" in before.verdict
    assert f"goes on to entry {n}" in before.told


def test_the_command_says_what_cannot_be_known_and_lists_remarks(
    whole: dict[str, Any], tmp_path: Path
) -> None:
    def paused(bodies: list[dict[str, Any]]) -> None:
        lock = next(n for n, body in enumerate(bodies) if body.get("step") == "lock")
        for step, state in (("resume", "open"), ("pause", "paused")):
            bodies.insert(lock, {**bodies[lock], "step": step, "state": state})

    path = tmp_path / "w.json"
    path.write_text(json.dumps(with_edited_log(whole, paused)), encoding="utf-8")

    result = CliRunner().invoke(main, ["verify", str(path)])

    assert result.exit_code == 0, result.output
    assert "note: head: no head was compared." in result.output
    assert "remark: round 1 was paused 1 time." in result.output
