"""Files of earlier versions read, verify and replay: what a user holds never spoils."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from prioritizer.cli import main
from prioritizer.domain.budget import UNSPENT
from prioritizer.domain.proposal import ProposedSite
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import WasteType
from prioritizer.domain.workshop import Step
from prioritizer.readers.sites import read_sites
from prioritizer.storage.inventory.opening import open_store
from prioritizer.workflow.workshop import (
    answering,
    budget_round,
    facilitating,
    proposals,
)
from prioritizer.workflow.workshop.record import workshop_record
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.signing_in import LOCAL_NAME, LOCAL_SUBJECT
from prioritizer.workflow.workshop.verifying import verify
from tests.conftest import ROOT
from tests.workflow.workshop.budgets import all_to, plan, spend
from tests.workflow.workshop.steps import come_in, move

OLD = ROOT / "tests" / "old_files"
RECORDS = sorted((OLD / "records").glob("*.json"))
WORKSHOPS = sorted((OLD / "workshops").glob("*.json"))


def store_copy(name: str, folder: Path) -> Path:
    """Return a copy of an old store; opening one may bring its tables up to date."""
    return Path(shutil.copy(OLD / "stores" / name, folder / name))


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_an_old_decision_record_replays_to_the_last_bit(record: Path) -> None:
    result = CliRunner().invoke(main, ["replay", str(record)])

    assert result.exit_code == 0, result.output
    assert "Same: nothing changed" in result.output


@pytest.mark.parametrize("record", WORKSHOPS, ids=lambda path: path.stem)
def test_an_old_workshop_record_verifies(record: Path) -> None:
    result = CliRunner().invoke(main, ["verify", str(record)])

    assert result.exit_code == 0, result.output
    assert "The record holds" in result.output


def test_an_old_inventory_holds_the_sites_it_was_given(
    tmp_path: Path, reference: Reference
) -> None:
    given = read_sites(OLD / "stores" / "sites.csv", reference).register

    with open_store(store_copy("inventory.db", tmp_path)) as store:
        kept = store.load_inventory("again")

    assert kept.sites == given.sites


def test_an_old_inventory_tells_its_history(tmp_path: Path) -> None:
    spec = f"{store_copy('inventory.db', tmp_path)}#few"

    result = CliRunner().invoke(main, ["inventory", "history", spec])

    expected = (OLD / "stores" / "inventory-history.txt").read_text(encoding="utf-8")
    assert result.output == expected


def test_the_edit_of_a_pilot_in_an_old_inventory_stands(tmp_path: Path) -> None:
    with open_store(store_copy("inventory.db", tmp_path)) as store:
        edits = store.pilot_edits("few")

    assert [(edit.site_id, edit.path, edit.value) for edit in edits] == [
        ("SE-001", "question", "Does the ore float?")
    ]


def test_every_room_of_an_old_store_exports_a_record_that_holds(tmp_path: Path) -> None:
    path = store_copy("rooms.db", tmp_path)
    desk = WorkshopService.open(str(path))
    closed = [w.id for w in desk.store.workshops() if w.state == "closed"]
    desk.close()
    record = tmp_path / "record.json"

    assert len(closed) == 9
    for workshop in closed:
        options = ["--store", str(path), "--output", str(record)]
        exported = CliRunner().invoke(main, ["workshop", "export", workshop, *options])
        assert exported.exit_code == 0, exported.output
        verified = CliRunner().invoke(main, ["verify", str(record)])
        assert verified.exit_code == 0, verified.output
        record.unlink()


def test_an_old_room_in_the_middle_of_a_round_is_led_to_its_end(tmp_path: Path) -> None:
    path = store_copy("rooms.db", tmp_path)
    desk = WorkshopService.open(str(path))
    leader = desk.store.facilitator(LOCAL_SUBJECT, LOCAL_NAME)
    running = [w.id for w in desk.store.workshops() if w.state == "open"]
    for workshop in running:
        for step in (Step.LOCK, Step.REVEAL, Step.CLOSE):
            facilitating.move(desk, leader, workshop, step)
    desk.close()
    record = tmp_path / "record.json"

    assert len(running) == 3
    for workshop in running:
        options = ["--store", str(path), "--output", str(record)]
        exported = CliRunner().invoke(main, ["workshop", "export", workshop, *options])
        assert exported.exit_code == 0, exported.output
        verified = CliRunner().invoke(main, ["verify", str(record)])
        assert verified.exit_code == 0, verified.output
        record.unlink()


def test_an_old_room_takes_proposals_and_shares_out_a_budget(tmp_path: Path) -> None:
    path = store_copy("rooms.db", tmp_path)
    desk = WorkshopService.open(str(path))
    leader = desk.store.facilitator(LOCAL_SUBJECT, LOCAL_NAME)
    running = [w for w in desk.store.workshops() if w.state == "open"]
    site = ProposedSite("Heap", "There", "Why", WasteType.SLAG)
    for workshop in running:
        person = come_in(desk, workshop, workshop.groups[0].id, alias="Somebody new")
        proposals.propose(desk, person, round_number=workshop.round, site=site)
        move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
        problem = desk.store.see(workshop.id, lambda reader: reader.problem())
        budget_round.set_up(desk, leader, workshop.id, plan(problem))
        move(desk, leader, workshop, Step.NEXT_ROUND)
        question = answering.seat(desk, person).budget
        assert question is not None
        spend(desk, person, all_to(question, UNSPENT), workshop.round + 1)
        move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
        content = workshop_record(desk, leader, workshop.id)

        assert verify(content).differences == ()
        assert b'"budget":{"people":1,"round":' in content
    desk.close()
    assert len(running) == 3
