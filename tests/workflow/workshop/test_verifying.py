"""A record proves itself: it holds as written, and any change of meaning is named."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prioritizer.domain.chain import (
    GENESIS,
    Entry,
    chain_faults,
    merkle_root,
    next_entry,
    sha256,
)
from prioritizer.domain.workshop import Mode, Step
from prioritizer.errors import RecordError
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop import demo, facilitating, paper_entry, record
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.verifying import verify
from tests.rooms import facilitator
from tests.workflow.workshop.steps import move, old_text, opened

# What the record says about the software is no part of what it proves; a change of it is a
# note.
UNPROVEN = "software"


@pytest.fixture(scope="module")
def records(
    tmp_path_factory: pytest.TempPathFactory, problem: str
) -> dict[Mode, dict[str, Any]]:
    """Return the record of one rehearsal in each mode."""
    desk = WorkshopService.open(str(tmp_path_factory.mktemp("records") / "w.db"))
    leader = facilitator(desk)
    made = {}
    for mode in Mode:
        workshop = demo.play(desk, leader, problem, participants=7, rounds=2, mode=mode)
        made[mode] = json.loads(record.workshop_record(desk, leader, workshop.id))
    desk.close()
    return made


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every leaf."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in items:
        if isinstance(part, dict | list) and part:
            yield from leaves(part, (*path, key))
        else:
            yield (*path, key)


def changed(value: Any) -> Any:
    """Return something else of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + ("a" if value[-1:] != "a" else "b")
    return "x"


@pytest.mark.parametrize("mode", list(Mode))
def test_a_record_holds_as_it_was_written(records: dict[Mode, Any], mode: Mode) -> None:
    found = verify(canonical(records[mode]))

    assert found.differences == ()
    assert found.head == records[mode]["head"]
    assert "the participants are simulated" in found.notes


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), mode=st.sampled_from(list(Mode)))
def test_a_change_of_any_leaf_is_noticed(
    records: dict[Mode, Any], data: st.DataObject, mode: Mode
) -> None:
    tampered = copy.deepcopy(records[mode])
    # First a section, then a leaf: else the many cells of the matrix would take all the draws.
    section = data.draw(st.sampled_from([k for k in tampered if k != UNPROVEN and tampered[k]]))
    paths = [section]
    if isinstance(tampered[section], dict | list):
        paths += data.draw(st.sampled_from(list(leaves(tampered[section]))))
    place = tampered
    for key in paths[:-1]:
        place = place[key]
    place[paths[-1]] = changed(place[paths[-1]])

    try:
        found = verify(json.dumps(tampered).encode())
    except RecordError:
        return

    assert not found.holds, paths


@pytest.mark.parametrize("section", ["submissions", "log", "participants"])
def test_a_row_left_out_or_doubled_is_noticed(records: dict[Mode, Any], section: str) -> None:
    for edit in (
        lambda rows: rows[:-1],
        lambda rows: [*rows, rows[-1]],
        lambda rows: rows[::-1],
    ):
        tampered = {**records[Mode.NAMED], section: edit(records[Mode.NAMED][section])}
        if section != "log" and tampered[section] == records[Mode.NAMED][section][::-1]:
            continue
        assert not verify(canonical(tampered)).holds


def test_a_ballot_left_out_is_noticed(records: dict[Mode, Any]) -> None:
    tampered = {**records[Mode.ANONYMOUS], "ballots": records[Mode.ANONYMOUS]["ballots"][1:]}

    assert any("root" in line for line in verify(canonical(tampered)).differences)


def test_an_unknown_member_is_noticed(records: dict[Mode, Any]) -> None:
    assert not verify(canonical({**records[Mode.NAMED], "extra": 1})).holds


def test_a_record_of_another_schema_than_its_problem_is_noticed(
    records: dict[Mode, Any],
) -> None:
    other = {**records[Mode.NAMED], "schema": record.SECOND_SCHEMA}

    assert records[Mode.NAMED]["schema"] == "prioritizer-workshop/3"
    assert any(line.startswith("schema: ") for line in verify(canonical(other)).differences)


def test_a_room_frozen_by_an_earlier_version_has_a_record_of_its_schema(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = demo.play(sqlite_desk, leader, old_text(problem), participants=3)

    content = record.workshop_record(sqlite_desk, leader, workshop.id)

    assert json.loads(content)["schema"] == "prioritizer-workshop/2"
    assert verify(content).differences == ()


def test_another_version_is_a_note_not_a_difference(records: dict[Mode, Any]) -> None:
    software = {**records[Mode.NAMED]["software"], "numpy": "9.9"}

    found = verify(canonical({**records[Mode.NAMED], "software": software}))

    assert found.holds
    assert any("numpy 9.9" in line for line in found.notes)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff", b'{"a":1,"a":2}', b'{"a":NaN}']
)
def test_what_is_no_record_is_refused(content: bytes) -> None:
    with pytest.raises(RecordError):
        verify(content)


def test_a_workshop_with_a_round_added_and_a_paper_ballot_holds(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, Mode.NAMED)
    ids = [criterion["id"] for criterion in json.loads(problem)["criteria"]]
    answers = {f"points.{name}": 40.0 + n for n, name in enumerate(ids)}
    paper_entry.enter_by_hand(
        sqlite_desk, leader, workshop.id, alias="Paper", group="ngo", answers=answers
    )
    facilitating.add_round(sqlite_desk, leader, workshop.id)
    steps = (Step.PAUSE, Step.RESUME, Step.LOCK, Step.CLOSE, Step.REVEAL)
    move(sqlite_desk, leader, workshop, *steps)

    content = record.workshop_record(sqlite_desk, leader, workshop.id)

    assert verify(content).differences == ()
    assert json.loads(content)["participants"][0]["by_hand"] is True


def test_a_chain_names_each_kind_of_tampering() -> None:
    entries: list[Entry] = []
    for body in ("a", "b", "c"):
        entries.append(next_entry(entries[-1] if entries else None, body))
    first, second, third = entries

    assert chain_faults(entries) == []
    assert chain_faults([first, third]) != []
    assert chain_faults([first, Entry(2, "B", second.prev, second.hash), third]) == [
        "log entry 2: its content does not match its hash"
    ]


def test_the_merkle_root_of_three_leaves_is_what_the_definition_says() -> None:
    a, b, c = (sha256(f"leaf|{name}") for name in "abc")

    assert merkle_root([]) == GENESIS
    assert merkle_root(["a"]) == a
    assert merkle_root(["a", "b", "c"]) == sha256(f"node|{sha256(f'node|{a}|{b}')}|{c}")
