"""Undo in a project takes its own edits back in a kept inventory, and nobody else's."""

from __future__ import annotations

from prioritizer.domain.pilot_edit import EditValue, PilotEdit
from prioritizer.workflow.pilots.taking_back import WHY, Step, between


def edit(number: int, value: EditValue, who: str = "Ada", why: str = "near") -> PilotEdit:
    return PilotEdit(number, "S-1", "lock", value, who, "2026-03-01T10:00:00Z", why)


OURS = edit(1, "must")
FIRST = edit(1, "must not", "Bo", "far")


def test_what_was_not_there_before_is_as_drafted_again() -> None:
    steps = between([edit(7, "must")], [OURS], [])

    assert steps.made == (Step("S-1", "lock", None, 7),)


def test_what_somebody_gave_before_comes_back() -> None:
    steps = between([FIRST, edit(2, "must")], [OURS], [])

    assert steps.made == (Step("S-1", "lock", "must not", 2),)


def test_redo_sets_it_again_after_the_undo() -> None:
    undone = [FIRST, edit(2, "must"), edit(3, "must not", "Ada", WHY)]

    assert between(undone, [], [OURS]).made == (Step("S-1", "lock", "must", 3),)


def test_what_somebody_else_has_edited_since_is_left_and_named() -> None:
    steps = between([edit(1, "must"), edit(2, "must not", "Bo", "flood")], [OURS], [])

    assert (steps.made, steps.left) == ((), (("S-1", "lock"),))


def test_what_stands_already_is_not_written_twice() -> None:
    assert between([edit(1, "must")], [], [OURS]).made == ()
    assert between([edit(1, "must")], [OURS], [OURS]).made == ()
