"""Edits of a pilot definition: each marked with its author, resettable, never in the way."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.pilot import Estimate, PilotDefinition, Standing
from prioritizer.domain.pilot_edit import PilotEdit, in_force
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.readers.pilot_facts import read_pilot_facts
from prioritizer.workflow.pilots.definition import draft_pilot, edit
from prioritizer.workflow.pilots.edits import (
    LOCK,
    MOST_IN_SESSION,
    FormEntry,
    as_text,
    checked,
    edits_json,
    locks_of,
    sections,
    value_at,
    with_edits,
    with_session_edit,
)


@pytest.fixture(scope="module")
def pilot(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> PilotDefinition:
    return draft_pilot(sample.by_id()["PE-001"], criteria, reference, read_pilot_facts())


def made(number: int, path: str, value: object, why: str = "asked") -> PilotEdit:
    return PilotEdit(number, "PE-001", path, value, "Ada", "2026-03-01T12:00:00Z", why)  # type: ignore[arg-type]


def entry(pilot: PilotDefinition, path: str) -> FormEntry:
    return next(e for part in sections(pilot) for e in part.entries if e.path == path)


def test_an_edit_says_who_when_and_why(pilot: PilotDefinition) -> None:
    found = with_edits(pilot, [made(1, "question", "Does it pay?")]).pilot.question

    assert found.value == "Does it pay?"
    assert found.standing is Standing.EDITED
    assert found.source == "Ada, 2026-03-01: asked"


def test_the_last_edit_of_an_entry_is_in_force(pilot: PilotDefinition) -> None:
    edits = [made(2, "bulk.runs", 6.0), made(1, "bulk.runs", 9.0)]

    assert with_edits(pilot, edits).pilot.bulk.runs.value == 6.0


def test_figures_are_derived_from_the_edited_record(pilot: PilotDefinition) -> None:
    drafted = with_edits(pilot, [])
    longer = with_edits(pilot, [made(1, "bulk.runs", pilot.bulk.runs.value * 2)])

    assert longer.derived.bulk_t == pytest.approx(2 * drafted.derived.bulk_t)
    assert longer.derived.budget_eur == drafted.derived.budget_eur


def test_taking_back_brings_the_draft_with_its_standing(pilot: PilotDefinition) -> None:
    edits = [made(1, "bulk.runs", 9.0), made(2, "bulk.runs", None)]

    assert with_edits(pilot, edits).pilot == pilot


def test_every_form_entry_can_be_edited_with_its_own_value(pilot: PilotDefinition) -> None:
    for part in sections(pilot):
        for one in part.entries:
            if one.entry.value in (None, ()):
                continue
            value = one.entry.value
            typed = (
                [value.low, value.best, value.high] if isinstance(value, Estimate) else value
            )
            kept = checked(pilot, one, list(typed) if isinstance(typed, tuple) else typed)
            again = with_edits(pilot, [made(1, one.path, kept)])
            assert again.misfits == ()
            assert value_at(again.pilot, one.path) == value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("sampling.precision", "1.5"),
        ("bulk.availability", "2"),
        ("bulk.runs", "-1"),
        ("stages.1.cost_eur", ["3", "2", "1"]),
        ("sampling.mineral_fraction", "1"),
    ],
)
def test_what_cannot_be_is_refused(pilot: PilotDefinition, path: str, value: object) -> None:
    with pytest.raises(InputError):
        checked(pilot, entry(pilot, path), value)


def test_an_edit_of_an_entry_that_is_gone_is_named_and_left_out(pilot: PilotDefinition) -> None:
    found = with_edits(pilot, [made(1, "flowsheets.77.why_stopped", "money")])

    assert found.pilot == pilot
    assert "flowsheets.77" in found.misfits[0]


def test_edits_travel_to_the_command_line(pilot: PilotDefinition) -> None:
    edits = [made(1, "stages.2.months", (1.0, 2.0, 3.0)), made(2, LOCK, "must")]

    again = edit(pilot, json.loads(edits_json(edits, "PE-001")))

    assert again.stages[1].months.value == Estimate(1, 2, 3)


def test_a_lock_keeps_its_reason_and_falls_with_its_site() -> None:
    edits = [made(1, LOCK, "must", "county asks"), made(2, LOCK, "must not", "no access")]

    assert locks_of(edits, ["PE-001"]).must_not == {"PE-001": "no access"}
    assert locks_of(edits, ["PE-001"]).must == {}
    assert locks_of(edits, ["SE-001"]).must_not == {}


def test_edits_of_other_sites_do_not_count(pilot: PilotDefinition) -> None:
    assert in_force([made(1, "question", "x")], "SE-001") == ()


def test_a_range_and_a_list_read_as_a_person_writes_them() -> None:
    assert as_text(Estimate(1, 2, 3)) == "1 – 2 – 3"
    assert as_text(("a", "b")) == "a\nb"
    assert as_text(None) == ""


def test_a_session_numbers_its_edits_until_there_are_too_many() -> None:
    first = [made(4, "question", "a")]

    found = with_session_edit(
        first,
        "PE-001",
        "question",
        "b",
        who=" Ada ",
        why="asked",
        clock=lambda: datetime(2026, 3, 1, 12, tzinfo=UTC),
    )

    assert found == (*first, made(5, "question", "b"))
    with pytest.raises(InputError, match=f"found {MOST_IN_SESSION} edits"):
        with_session_edit(
            first * MOST_IN_SESSION, "PE-001", "question", "b", who="Ada", why="asked"
        )
