"""A room learns of no withheld site: not on phones, nor on the projector, nor in its store."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit as st

from prioritizer.domain.reference import Reference
from prioritizer.domain.workshop import Mode, Technique
from prioritizer.readers.criteria import read_criteria
from prioritizer.ui.server import serving
from prioritizer.ui.shell import plain_ids, session, state
from prioritizer.ui.workshop import create
from prioritizer.ui.workshop import session as room_session
from prioritizer.ui.workshop.screen import STAGES
from prioritizer.workflow.workshop import demo, screening, signing_in
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import served_desk
from tests.stories.chosen_pages import inventory_in, open_page, sent_by
from tests.stories.restricted import SECRETS, found_in, texts_of
from tests.stories.test_typed_names import criteria_of, named, typed
from tests.ui.test_phone import answer_all, come_in, forms, room
from tests.workflow.workshop.serving import Phone, served

pytestmark = pytest.mark.slow
desk = served_desk


@pytest.fixture
def problem(monkeypatch: pytest.MonkeyPatch, reference: Reference, tmp_path: Path) -> str:
    """Return what a room decides on that is set up where every text names the site."""
    own = inventory_in(tmp_path, reference, "own-room")
    monkeypatch.setattr(st, "session_state", {})
    whole = criteria_of(read_criteria("default"))
    chosen = typed(own) | {
        "inventory": own,
        "criteria_own": whole,
        "criteria_name": "own",
        "profile": "mine",
    }
    for name, value in chosen.items():
        state.put(name, value)
    plain_ids.keep()
    session.start(session.criteria())
    return create.present_problem()


def test_the_problem_of_a_room_names_it_nowhere(problem: str) -> None:
    assert named(problem) == []
    assert found_in(problem.encode(), SECRETS[0]) == []


@pytest.mark.parametrize("technique", list(Technique))
def test_no_page_of_a_phone_names_it(
    problem: str, technique: Technique, sqlite_desk: WorkshopService
) -> None:
    _, _, code = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, technique)
    with served(sqlite_desk) as base:
        phone = Phone(base)
        first = come_in(phone, code)
        last = answer_all(phone, first)
        sent = phone.ask("/w/send", forms(last)["/w/send"])

    for page in (first, last, sent):
        assert page.status == 200
        assert named(page.text) == []
        assert found_in(page.text.encode(), SECRETS[0]) == []


def test_no_stage_of_the_projector_and_no_file_of_the_room_names_it(
    problem: str, desk: WorkshopService, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    reference: Reference,
) -> None:  # fmt: skip
    token = signing_in.sign_in(desk, signing_in.local_link(desk))
    monkeypatch.setattr(room_session, "session_token", lambda: token)
    leader = signing_in.who(desk, token)
    workshop = demo.play(desk, leader, problem, participants=8, rounds=1)
    monkeypatch.undo()
    monkeypatch.setattr(serving, "is_on", lambda: True)
    monkeypatch.setattr(serving, "desk", lambda: desk)
    monkeypatch.setattr(room_session, "session_token", lambda: token)
    own = inventory_in(tmp_path, reference, "own-room")
    chosen = typed(own) | {"inventory": own, "criteria_name": "own", "profile": "mine"}
    for stage in range(len(STAGES)):
        screening.show_stage(desk, leader, workshop.id, stage)
        shown = sent_by(open_page("projector", chosen, workshop=workshop.id))
        assert re.search(rf'data-stage=\\*"{stage}\\*"', shown)
        assert named(shown) == []
    stored = list(tmp_path.glob("workshops.db*"))
    assert stored
    assert [path.name for path in stored if named(texts_of(path.read_bytes()))] == []
