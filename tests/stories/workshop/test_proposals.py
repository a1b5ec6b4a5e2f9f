"""Sites proposed on served phones: escaped everywhere, tied to nobody after the seal."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from prioritizer.domain.authority import Actor
from prioritizer.domain.proposal import ProposedSite, Verdict
from prioritizer.domain.site import WasteType
from prioritizer.domain.workshop import Mode, Step, Workshop
from prioritizer.languages.speech import LANGUAGES, SOURCE
from prioritizer.ui.phone.visit import FACILITATOR_COOKIE, SEAT_COOKIE
from prioritizer.ui.workshop.proposed import proposal_html
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop import proposals
from prioritizer.workflow.workshop.record import workshop_record
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.verifying import verify
from tests.rooms import facilitator
from tests.stories.test_phone_in_the_browser import faults
from tests.stories.workshop.test_budget import _cookie, dump, phone_of
from tests.ui.test_phone import forms
from tests.workflow.workshop.crowd import seeded
from tests.workflow.workshop.serving import Phone, served
from tests.workflow.workshop.steps import come_in, move, opened, points, send

HOSTILE = "<img src=x onerror=alert(1)>\u202e'\""
FORM = {"name": "Heap", "place": "Mill", "why": "Copper", "kind": "slag"}
MODES = pytest.mark.parametrize("mode", list(Mode))


@pytest.fixture
def address(sqlite_desk: WorkshopService) -> Iterator[str]:
    """Yield where the pages are served."""
    with served(sqlite_desk) as base:
        yield base


def seated(
    desk: WorkshopService, problem: str, mode: Mode
) -> tuple[Workshop, Actor, list[Actor]]:
    """Return an open room with six people who have answered."""
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, mode)
    people = [come_in(desk, workshop, alias=f"Name {n}") for n in range(6)]
    for n, person in enumerate(people):
        send(desk, person, points(problem, 10.0 * n))
    return workshop, leader, people


@MODES
def test_a_phone_without_script_proposes_and_reads_what_became_of_it(
    sqlite_desk: WorkshopService, problem: str, address: str, mode: Mode
) -> None:
    workshop, leader, people = seated(sqlite_desk, problem, mode)
    phone = phone_of(address, people[0].token)
    home = phone.ask("/w")
    page = phone.ask("/w/propose")
    start = forms(page)["/w/propose"]
    wrong = phone.ask("/w/propose", {**start, **FORM, "name": "", "latitude": "95"})
    saved = phone.ask("/w/propose", {**start, **FORM})
    again = phone.ask("/w/propose", {**start, **FORM})
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    listed = proposals.listed_proposals(sqlite_desk, leader, workshop.id)
    proposals.decide(
        sqlite_desk, leader, workshop.id, listed[0].digest, verdict=Verdict.ACCEPTED
    )
    over = phone.ask("/w")
    after, result = phone.ask("/w/propose"), phone.ask("/w/result")

    assert 'href="/w/propose"' in home.text
    assert "so it is not ranked here" in page.text
    assert ("then nothing in the computer tells" in page.text) == (mode is Mode.ANONYMOUS)
    assert wrong.status == 422
    assert "Name of the site: please write something." in wrong.text
    assert 'maxlength="400" autocomplete="off" required>Copper</textarea>' in wrong.text
    assert "Saved: the facilitator will look at your proposal." in saved.text
    assert "not looked at yet" in again.text
    assert len(listed) == 1
    assert ('href="/w/propose"' in over.text) == (mode is not Mode.ANONYMOUS)
    assert ("accepted" in after.text) == (mode is not Mode.ANONYMOUS)
    assert "/w/propose" not in forms(after)
    assert "Proposed by the room" in result.text
    assert "<b>Heap</b>, Mill" in result.text


def test_what_somebody_writes_is_escaped_on_phones_and_for_who_leads(
    sqlite_desk: WorkshopService, problem: str, address: str
) -> None:
    workshop, leader, people = seated(sqlite_desk, problem, Mode.PSEUDONYMOUS)
    phone = phone_of(address, people[0].token)
    start = forms(phone.ask("/w/propose"))["/w/propose"]
    hostile = {"name": HOSTILE, "place": HOSTILE, "why": HOSTILE, "kind": "slag"}
    wrong = phone.ask("/w/propose", {**start, **hostile, "latitude": HOSTILE})
    saved = phone.ask("/w/propose", {**start, **hostile})
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    listed = proposals.listed_proposals(sqlite_desk, leader, workshop.id)
    proposals.decide(
        sqlite_desk,
        leader,
        workshop.id,
        listed[0].digest,
        verdict=Verdict.ACCEPTED,
        reason=HOSTILE,
    )
    pages = [wrong.text, saved.text, phone.ask("/w/propose").text, phone.ask("/w/result").text]

    for text in (*pages, proposal_html(listed[0])):
        assert "<img" not in text
        assert "\u202e" not in text
        assert "&lt;img src=x onerror=alert(1)&gt;" in text


def test_a_form_of_somebody_else_or_of_another_round_changes_nothing(
    sqlite_desk: WorkshopService, problem: str, address: str
) -> None:
    _, _, people = seated(sqlite_desk, problem, Mode.PSEUDONYMOUS)
    phone = phone_of(address, people[0].token)
    start = forms(phone.ask("/w/propose"))["/w/propose"]
    before = dump(sqlite_desk)

    for change in ({"seat": "0" * 16}, {"round": "2"}):
        assert phone.ask("/w/propose", {**start, **FORM, **change}).status == 409
    long = dict.fromkeys(("name", "place", "why"), "x" * 5000)
    assert phone.ask("/w/propose", {**start, **FORM, **long}).status == 422
    assert dump(sqlite_desk) == before


def test_after_the_seal_nothing_leads_from_a_seat_to_a_proposal(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    """The adversary has store, log and record, and knows who joined and wrote when."""
    hits = tries = 0
    with seeded(11) as chance:
        for number in range(8):
            workshop, leader, people = seated(sqlite_desk, problem, Mode.ANONYMOUS)
            came, own = chance.sample(people, len(people)), {}
            for person in came:
                name = f"Heap {chance.random()}"
                site = ProposedSite(name, "There", f"Why {number}", WasteType.SLAG)
                proposals.propose(sqlite_desk, person, round_number=1, site=site)
                own[person.id] = name
            assert_secret_while_open(sqlite_desk, workshop, people)
            move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
            kept = _rows(sqlite_desk, workshop)
            orders = {
                "as kept": kept,
                "salt": sorted(kept, key=lambda row: row["salt"]),
                "log": sorted(kept, key=lambda row: _in_log(sqlite_desk, workshop, row)),
            }
            assert (
                {row["slot"] for row in kept} == {row["participant_id"] for row in kept} == {""}
            )
            for seen in (people, came, sorted(people, key=lambda p: p.id)):
                for rows in orders.values():
                    pairs = zip(seen, rows, strict=True)
                    hits += sum(own[who.id] in row["body"] for who, row in pairs)
                    tries += 1
    # A random order finds one owner on average, with variance 1.
    assert tries == 72
    assert abs(hits - tries) < 6 * tries**0.5


def assert_secret_while_open(
    desk: WorkshopService, workshop: Workshop, people: list[Actor]
) -> None:
    """Check that an open anonymous round names nobody beside a proposal."""
    for row in _rows(desk, workshop):
        told = json.dumps(row)
        assert row["slot"]
        assert not any(who.id in told or who.token in told for who in people)


def _rows(desk: WorkshopService, workshop: Workshop) -> list[dict[str, Any]]:
    """Return the proposals as the file keeps them, in its own order."""
    path = desk.store.database.path
    assert path is not None
    with sqlite3.connect(path) as store:
        store.row_factory = sqlite3.Row
        query = "SELECT * FROM ws_proposal WHERE workshop_id = ?"
        return [dict(row) for row in store.execute(query, (workshop.id,))]


def _in_log(desk: WorkshopService, workshop: Workshop, row: dict[str, Any]) -> int:
    entries = desk.store.see(workshop.id, lambda reader: reader.entries())
    told = next(e.body for e in entries if row["digest"] in e.body)
    digests: list[str] = json.loads(told)["digests"]
    return digests.index(row["digest"])


def test_the_seal_leaves_no_mark_of_an_open_round_in_any_file(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    workshop, leader, people = seated(sqlite_desk, problem, Mode.ANONYMOUS)
    site = ProposedSite("Heap", "There", "Why", WasteType.SLAG)
    proposals.propose(sqlite_desk, people[0], round_number=1, site=site)
    slot = _rows(sqlite_desk, workshop)[0]["slot"].encode()
    path = sqlite_desk.store.database.path
    assert path is not None
    files = [path, path.with_name(f"{path.name}-wal")]
    before = any(slot in file.read_bytes() for file in files if file.exists())

    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)

    assert before
    assert not any(slot in f.read_bytes() for f in path.parent.rglob("*") if f.is_file())


def test_a_declined_proposal_is_in_no_file_that_leaves_the_room(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    workshop, leader, people = seated(sqlite_desk, problem, Mode.NAMED)
    site = ProposedSite("My neighbour's yard", "Mill Lane 3", "He knows", WasteType.OTHER)
    proposals.propose(sqlite_desk, people[0], round_number=1, site=site)
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    listed = proposals.listed_proposals(sqlite_desk, leader, workshop.id)
    proposals.decide(
        sqlite_desk,
        leader,
        workshop.id,
        listed[0].digest,
        verdict=Verdict.DECLINED,
        reason="Private ground",
    )
    content = workshop_record(sqlite_desk, leader, workshop.id)

    assert verify(content).holds
    assert not re.search(rb"neighbour|Mill Lane|He knows", content)
    assert listed[0].salt.encode() not in content


@pytest.mark.slow
@pytest.mark.browser
def test_the_form_fits_a_small_phone_in_each_language_and_is_sent_by_keyboard(
    sqlite_desk: WorkshopService, problem: str, address: str, browser: Any
) -> None:
    _, _, people = seated(sqlite_desk, problem, Mode.ANONYMOUS)
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        for code in LANGUAGES:
            context.add_cookies(
                [
                    {"name": SEAT_COOKIE, "value": people[0].token, "url": address},
                    {"name": "pp_language", "value": code, "url": address},
                ]
            )
            page.goto(f"{address}/w/propose")
            assert page.get_attribute("html", "lang") == code
            assert page.evaluate("document.documentElement.scrollWidth") == 320
            assert faults(page) == []
            if code == SOURCE:
                page.get_by_label("Name of the site").fill("Heap")
                page.get_by_label("Where it lies, in words").fill("Mill")
                page.get_by_label("Slag").check()
                page.get_by_label("Why it deserves a pilot").fill("Copper")
                page.get_by_label("Degrees north").fill("60,07")
                page.get_by_label("Degrees east").fill("15,01")
                page.keyboard.press("Enter")
                page.wait_for_selector("table")
    mine = proposals.own_proposals(sqlite_desk, people[0])
    assert [one.site.point for one in mine] == [(60.07, 15.01)]


@MODES
def test_a_slip_is_typed_in_by_hand_and_the_record_says_so(
    sqlite_desk: WorkshopService, problem: str, address: str, mode: Mode
) -> None:
    workshop, leader, people = seated(sqlite_desk, problem, mode)
    lead, place = (
        Phone(address, headers={"Accept-Language": "en"}),
        f"/w/lead/{workshop.id}/propose",
    )
    later = sqlite_desk.clock() + timedelta(hours=1)
    token = sqlite_desk.store.new_session(leader.id, later)
    lead.jar.set_cookie(_cookie(FACILITATOR_COOKIE, token))
    slips = lead.ask(f"/w/lead/{workshop.id}/slips")
    start = forms(lead.ask(place))[place]
    wrong = lead.ask(place, {**start, **FORM, "name": ""})
    for _ in range(2):  # the same one again changes nothing
        saved = lead.ask(place, {**start, **FORM})
    late = lead.ask(place, {**start, **FORM, "round": "2"})
    phone = phone_of(address, people[0].token)
    own = {**forms(phone.ask("/w/propose"))["/w/propose"], **FORM, "name": "Pond"}
    phone.ask("/w/propose", own)
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    over = lead.ask(place, {**start, **FORM, "name": "Other"})
    listed = proposals.listed_proposals(sqlite_desk, leader, workshop.id)
    record = json.loads(workshop_record(sqlite_desk, leader, workshop.id))
    rows = {bool(row.get("by_hand")): row for row in record["proposals"]}

    assert slips.status == 200
    assert (wrong.status, late.status, over.status) == (422, 409, 409)
    assert "waits for your decision" in saved.text
    assert {one.site.name: one.by_hand for one in listed} == {"Heap": True, "Pond": False}
    assert "from paper" in proposal_html(next(one for one in listed if one.by_hand))
    assert rows[True]["participant"] == ""
    found = verify(canonical(record))
    assert found.holds, found.differences
    assert any("1 proposed site was entered by hand" in said for said in found.remarks)
    del rows[True]["by_hand"]
    assert "are not those of the log" in str(verify(canonical(record)).differences)
