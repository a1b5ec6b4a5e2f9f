"""A budget round on served phones and on paper: without script, in any mode, any language."""

from __future__ import annotations

import html
import json
import random
import re
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from prioritizer.domain.budget import UNSPENT
from prioritizer.domain.workshop import Mode, Step
from prioritizer.errors import AccessError
from prioritizer.exports.layouts import ballots
from prioritizer.languages.speech import LANGUAGES, SOURCE, gettext, speaking
from prioritizer.ui.phone.visit import FACILITATOR_COOKIE, SEAT_COOKIE
from prioritizer.workflow.workshop import (
    answering,
    budget_round,
    paper_entry,
    paper_questions,
    results_view,
    signing_in,
    spending,
)
from prioritizer.workflow.workshop.record import workshop_record
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.verifying import verify
from tests.rooms import facilitator
from tests.stories.test_languages import CUT
from tests.stories.test_phone_in_the_browser import faults
from tests.stories.workshop.test_matrix import _cookie
from tests.ui.test_phone import forms
from tests.workflow.workshop.budgets import (
    BudgetRoom,
    all_spend,
    all_to,
    drawn,
    form_of,
    plan,
    shown,
    spend,
    spending_room,
    weighed,
)
from tests.workflow.workshop.crowd import seeded
from tests.workflow.workshop.serving import Phone, served
from tests.workflow.workshop.steps import move

MODES = pytest.mark.parametrize("mode", list(Mode))


@pytest.fixture
def address(sqlite_desk: WorkshopService) -> Iterator[str]:
    """Yield where the pages are served."""
    with served(sqlite_desk) as base:
        yield base


def phone_of(address: str, token: str, language: str = "en") -> Phone:
    """Return the phone of a participant."""
    phone = Phone(address, headers={"Accept-Language": language})
    phone.jar.set_cookie(_cookie(SEAT_COOKIE, token))
    return phone


def dump(desk: WorkshopService) -> str:
    """Return every row of the store as text."""
    path = desk.store.database.path
    assert path is not None
    with sqlite3.connect(path) as store:
        return "\n".join(line for line in store.iterdump() if line.startswith("INSERT"))


@MODES
def test_a_phone_without_script_shares_out_reads_back_sends_and_revises_once(
    sqlite_desk: WorkshopService, problem: str, address: str, mode: Mode
) -> None:
    desk, room = sqlite_desk, spending_room(sqlite_desk, problem, 6, mode)
    phone = phone_of(address, room.people[0].token)
    first, second, *_ = (site.id for site in room.question.sites)

    page = phone.ask("/w")
    short = phone.ask("/w/share", {**forms(page)["/w/share"], f"share.{first}": "60"})
    wrong = phone.ask("/w/share", {**forms(page)["/w/share"], f"share.{first}": "<b>"})
    back = phone.ask(
        "/w/share",
        {**forms(short)["/w/share"], f"share.{first}": "60", f"share.{second}": "40,0"},
    )
    again = phone.ask("/w/share")
    sent = phone.ask("/w/send", forms(back)["/w/send"])
    twice = phone.ask("/w/send", forms(back)["/w/send"])

    assert page.text.count("data-share") == len(room.question.ids)
    assert "3\u202f000\u202f000 EUR" in page.text
    assert (short.status, wrong.status) == (422, 422)
    assert "40\u202f% are left" in short.text
    assert f'name="share.{first}" maxlength="12" value="60"' in short.text
    assert 'value="&lt;b&gt;"' in wrong.text
    assert "1\u202f800\u202f000 EUR" in back.text
    assert f'name="share.{second}" maxlength="12" value="40"' in again.text
    assert "Saved: your answer of round 2 counts" in sent.text
    assert "Saved: your answer of round 2 counts" in twice.text
    assert answering.seat(desk, room.people[0]).shares == {
        line: {first: 600, second: 400}.get(line, 0) for line in room.question.ids
    }
    revised = phone.ask("/w/revise", forms(sent)["/w/revise"])
    assert revised.text.count('value=""') == len(room.question.ids)
    kept = phone.ask("/w/share", {**forms(revised)["/w/share"], f"share.{UNSPENT}": "100"})
    last = phone.ask("/w/send", forms(kept)["/w/send"])
    assert "/w/revise" not in forms(last)
    assert "/w/share" not in forms(phone.ask("/w/share"))


def test_a_budget_does_not_go_the_way_of_weights(
    sqlite_desk: WorkshopService, problem: str, address: str
) -> None:
    room = spending_room(sqlite_desk, problem)
    phone = phone_of(address, room.people[0].token)
    page = forms(phone.ask("/w"))["/w/share"]
    before = dump(sqlite_desk)

    for path in ("/w/answer", "/w/back"):
        reply = phone.ask(path, {**page, "key": "points.grade", "answer": "50"})
        assert (reply.status, "/w/share" in forms(reply)) == (200, True)
    assert phone.ask("/w/send", {**page, "key": "k", "content": "c"}).status == 409
    other_seat = phone.ask("/w/share", {**page, "seat": "0" * 16, f"share.{UNSPENT}": "100"})
    too_late = phone.ask("/w/share", {**page, "round": "1", f"share.{UNSPENT}": "100"})

    assert (other_seat.status, too_late.status) == (409, 409)
    assert dump(sqlite_desk) == before


def test_names_of_sites_are_escaped_on_phones(
    sqlite_desk: WorkshopService, problem: str, address: str
) -> None:
    data = json.loads(problem)
    for site in data["sites"]:
        site["name"] = f"<script>alert('{site['id']}')</script>"
    hostile = json.dumps(data)
    room = spending_room(sqlite_desk, hostile)
    phone = phone_of(address, room.people[0].token)
    page = phone.ask("/w")
    line = {f"share.{room.question.sites[0].id}": "100"}
    back = phone.ask("/w/share", {**forms(page)["/w/share"], **line})
    phone.ask("/w/send", forms(back)["/w/send"])
    all_but_one = [all_to(room.question, UNSPENT)] * 5
    for person, shares in zip(room.people[1:], all_but_one, strict=True):
        spend(sqlite_desk, person, shares, 2)
    shown(sqlite_desk, room)

    for text in (page.text, back.text, phone.ask("/w").text, phone.ask("/w/result").text):
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


@MODES
def test_the_result_stands_on_phones_after_the_reveal_only(
    sqlite_desk: WorkshopService, problem: str, address: str, mode: Mode
) -> None:
    room = spending_room(sqlite_desk, problem, 6, mode)
    phone = phone_of(address, room.people[0].token)
    first = room.question.sites[0]
    all_spend(sqlite_desk, room, [all_to(room.question, first.id)] * 6)
    move(sqlite_desk, room.leader, room.workshop, Step.LOCK)
    before = phone.ask("/w/result")
    move(sqlite_desk, room.leader, room.workshop, Step.REVEAL)
    after = phone.ask("/w/result")

    assert "What the room does with the budget" not in before.text
    assert "6 people shared out 3\u202f000\u202f000 EUR." in after.text
    assert "Both rules pay for the same sites." in after.text
    assert "Whole projects: everybody has an equal part" in after.text


def test_a_ballot_is_the_same_bytes_in_every_language_script_and_on_paper(
    sqlite_desk: WorkshopService, problem: str, address: str
) -> None:
    desk, room = sqlite_desk, spending_room(sqlite_desk, problem, 6, Mode.ANONYMOUS)
    first = room.question.sites[0].id
    typed = {"en": "60", "ru": "٦٠", "fi": "６０", "sv": "60,0", "da": " 60 %"}
    for person, (language, text) in zip(room.people, typed.items(), strict=False):
        phone = phone_of(address, person.token, language)
        page = forms(phone.ask("/w"))["/w/share"]
        rest = f"{40 if language != 'ru' else '٤٠'}"
        back = phone.ask("/w/share", {**page, f"share.{first}": text, f"share.{UNSPENT}": rest})
        phone.ask("/w/send", forms(back)["/w/send"])
    by_paper(desk, room, "B-001", {f"share.{first}": "60", f"share.{UNSPENT}": "40"})

    bodies = desk.store.see(
        room.workshop.id, lambda reader: [b.body for b in reader.ballots(2)]
    )
    assert len(bodies) == 6
    assert len(set(bodies)) == 1


def by_paper(
    desk: WorkshopService, room: BudgetRoom, number: str, form: dict[str, str]
) -> None:
    """Type a paper ballot in."""
    workshop, ballot = paper_questions.blank(desk, room.leader, room.workshop.id, number)
    answers = paper_questions.answers_of(
        ballot.lines,
        workshop.technique,
        form,
        is_whole=spending.needs_whole(workshop),
        spends=True,
    )
    paper_entry.enter_by_hand(
        desk, room.leader, workshop.id, alias=number, group="ngo", answers=answers
    )


@MODES
def test_paper_is_typed_twice_counts_and_bears_its_mark(
    sqlite_desk: WorkshopService, problem: str, address: str, mode: Mode
) -> None:
    desk, room = sqlite_desk, spending_room(sqlite_desk, problem, 5, mode)
    all_spend(desk, room, [all_to(room.question, UNSPENT)] * 5)
    token = signing_in.link_of(desk, room.leader.name)
    lead = Phone(address)
    lead.ask(f"/w/signin/{token}", {})
    place = f"/w/lead/{room.workshop.id}/paper"
    number = forms(lead.ask(place))[place]
    filled = {f"share.{room.question.sites[0].id}": "70", f"share.{UNSPENT}": "30"}

    start = lead.ask(place, {**number, "number": "7", "group": "ngo", "name": "Paper Person"})
    wrong = lead.ask(place, {**forms(start)[place], f"share.{UNSPENT}": "99"})
    once = lead.ask(place, {**forms(start)[place], **filled})
    other = lead.ask(place, {**forms(once)[place], **filled, f"share.{UNSPENT}": "30.0"})

    assert (wrong.status, once.status) == (422, 200)
    assert "1\u202f% are left" in wrong.text
    assert "Saved: B-007 counts in round 2" in other.text
    workshop = shown(desk, room)
    content = workshop_record(desk, room.leader, workshop.id)
    assert verify(content).differences == ()
    found = results_view.result(desk, room.leader, workshop.id).budget
    assert found is not None
    assert found.people == 6
    assert b"enter-by-hand" in content
    assert FACILITATOR_COOKIE in {cookie.name for cookie in lead.jar}


def test_two_typings_that_differ_are_named(sqlite_desk: WorkshopService, problem: str) -> None:
    room = spending_room(sqlite_desk, problem)
    site = room.question.sites[0]
    _, ballot = paper_questions.blank(sqlite_desk, room.leader, room.workshop.id, "B-001")
    typings = [
        paper_questions.answers_of(
            ballot.lines,
            room.workshop.technique,
            {f"share.{site.id}": f"{part}", f"share.{UNSPENT}": f"{100 - part}"},
            spends=True,
        )
        for part in (40, 50)
    ]

    said = paper_questions.differences(ballot.lines, *typings)
    assert f"{site.name}: first 40 %, then 50 %." in said
    assert len(said) == 2


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext")
@pytest.mark.parametrize("code", list(LANGUAGES))
def test_a_budget_ballot_fits_its_page_in_each_language(
    sqlite_desk: WorkshopService, problem: str, code: str
) -> None:
    room = spending_room(sqlite_desk, problem, 5, Mode.ANONYMOUS)
    sheet = paper_questions.sheet(
        sqlite_desk, room.leader, room.workshop.id, count=2, language=code
    )
    made = subprocess.run(
        ["pdftotext", "-raw", "-", "-"],
        input=ballots.sheet_pdf(sheet),
        capture_output=True,
        check=True,
    )
    text = made.stdout.decode()

    assert text.count("\f") == 2
    with speaking(code):
        words = [gettext(one) for one in ("How would you share out the budget?", "In all")]
        words.append(gettext("Keep it unspent"))
    assert all(one in text for one in words)
    assert all(" ".join(site.name.split()[:1]) in text for site in room.question.sites)
    orders = [tuple(line.id for line in ballot.lines) for ballot in sheet.ballots]
    assert orders[0] != orders[1]
    assert {order[-1] for order in orders} == {UNSPENT}


# ---- An adversary -------------------------------------------------------------------------


def test_after_the_seal_nothing_leads_from_a_person_to_a_ballot(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    """Whoever has store and record lays people beside ballots in every order there is."""
    hits, chances = 0, 0
    with seeded(7) as chance:
        for _ in range(6):
            desk, room = sqlite_desk, spending_room(sqlite_desk, problem, 9, Mode.ANONYMOUS)
            own, came = {}, chance.sample(room.people, len(room.people))
            for person in came:
                own[person.id] = spend(desk, person, drawn(chance, room.question), 2)
            shown(desk, room)
            record = json.loads(workshop_record(desk, room.leader, room.workshop.id))
            sealed = [row for row in record["ballots"] if row["round"] == 2]
            people = {
                "joined": room.people,
                "sent": came,
                "rows": sorted(room.people, key=lambda p: p.id),
                "token": sorted(room.people, key=lambda p: p.token),
            }
            rows = {
                "digest": sealed,
                "salt": sorted(sealed, key=lambda r: r["salt"]),
                "body": sorted(sealed, key=lambda r: json.dumps(r["judgement"])),
                "kept": sorted(sealed, key=lambda r: r["judgement"]["shares"][UNSPENT]),
            }
            for seen in people.values():
                for order in rows.values():
                    pairs = zip(seen, order, strict=True)
                    hits += sum(own[who.id] == row["digest"] for who, row in pairs)
                    chances += 1
            assert_nothing_left(desk, room)

    # A random order finds one owner on average, with variance 1: ten deviations are allowed
    # for what the orders share.
    assert chances == 96
    assert abs(hits - chances) < 10 * chances**0.5


def assert_nothing_left(desk: WorkshopService, room: BudgetRoom) -> None:
    """Check that neither store nor log says who took part, when, or in which order."""
    text = dump(desk)
    for person in room.people:
        assert person.token not in text
        assert text.count(person.id) == 1
    entries = desk.store.see(room.workshop.id, lambda reader: reader.entries())
    actions = Counter(json.loads(entry.body)["action"] for entry in entries)
    assert set(actions) <= {"create", "move", "seal", "budget"}
    seals = [json.loads(e.body) for e in entries if '"seal"' in e.body]
    assert all(
        set(seal) <= {"action", "actor", "at", "ballots", "root", "round"} for seal in seals
    )


def test_an_anonymous_ballot_has_whole_per_cent_all_lines_and_one_length_of_keys(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    desk, room = sqlite_desk, spending_room(sqlite_desk, problem, 6, Mode.ANONYMOUS)
    with seeded(3) as chance:
        all_spend(desk, room, [drawn(chance, room.question) for _ in room.people])
    shown(desk, room)
    record = json.loads(workshop_record(desk, room.leader, room.workshop.id))
    sealed = [row["judgement"]["shares"] for row in record["ballots"] if row["round"] == 2]

    assert {tuple(shares) for shares in sealed} == {tuple(sorted(room.question.ids))}
    assert not any(share % 10 for shares in sealed for share in shares.values())


def test_a_phone_finds_its_sealed_ballot_by_its_receipt_and_nobody_else_s(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    desk, room = sqlite_desk, spending_room(sqlite_desk, problem, 6, Mode.ANONYMOUS)
    wanted = all_to(room.question, room.question.sites[1].id)
    receipt = spend(desk, room.people[0], wanted, 2)
    for person in room.people[1:]:
        spend(desk, person, all_to(room.question, UNSPENT), 2)
    shown(desk, room)
    record = json.loads(workshop_record(desk, room.leader, room.workshop.id))

    row = next(row for row in record["ballots"] if row["digest"] == receipt)
    assert row["judgement"]["shares"] == wanted
    assert answering.seat(desk, room.people[0]).shares is None


# ---- In a real browser -----------------------------------------------------------------------


# Whether the field with the focus lies under nothing else.
IS_SEEN = """() => {
  const field = document.activeElement, box = field.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === field;
}"""


def covered_fields(page: Any, fields: Any) -> list[int]:
    """Return which fields something lies over when Tab reaches them; end on the last one."""
    fields.first.focus()
    covered = []
    for number in range(fields.count()):
        if not page.evaluate(IS_SEEN):
            covered.append(number)
        page.keyboard.press("Tab")
    fields.last.focus()
    return covered


@pytest.mark.browser
def test_in_a_browser_the_rest_runs_and_the_keyboard_does_it_all(
    sqlite_desk: WorkshopService, problem: str, address: str, browser: Any
) -> None:
    room = spending_room(sqlite_desk, problem)
    with browser.new_context(viewport={"width": 320, "height": 640}, locale="sv-SE") as context:
        context.add_cookies(
            [{"name": SEAT_COOKIE, "value": room.people[0].token, "url": address}]
        )
        page = context.new_page()
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(f"{address}/w")
        fields = page.locator("[data-share]")
        names = [
            page.locator(f'label[for="{field.get_attribute("id")}"]').inner_text()
            for field in fields.all()
        ]
        fields.first.focus()
        said = []
        for typed in ("62,5", "٣٠", "10"):
            page.keyboard.type(typed)
            said.append(page.inner_text("#rest"))
            page.keyboard.press("Tab")
        fields.nth(2).fill("7,5")
        said.append(page.inner_text("#rest"))
        wide = page.evaluate("document.documentElement.scrollWidth")
        covered = covered_fields(page, fields)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Skicka mitt svar").press("Enter")
        page.wait_for_selector(".code")

    assert len(set(names)) == len(room.question.ids)
    assert said == [
        "Kvar att fördela: 37,5 %",
        "Kvar att fördela: 7,5 %",
        "2,5 % för mycket",
        "Allt är fördelat",
    ]
    assert wide == 320
    assert covered == []
    assert broken == []
    shares = answering.seat(sqlite_desk, room.people[0]).shares
    assert shares is not None
    assert sorted(shares.values())[-3:] == [75, 300, 625]


def test_no_page_of_the_budget_round_holds_a_word_of_another_language(
    sqlite_desk: WorkshopService, problem: str, address: str
) -> None:
    desk, room = sqlite_desk, spending_room(sqlite_desk, problem, 6)
    english = all_pages(desk, room, address, SOURCE)
    for code in LANGUAGES:
        if code == SOURCE:
            continue
        same = english & all_pages(desk, room, address, code)
        names = {site.name for site in room.question.sites}
        assert {line for line in same if re.search("[a-z]{4}", line)} <= names | SAME


SAME = {"Test", "English", "Svenska", "Suomi", "Norsk", "Dansk"}


def all_pages(desk: WorkshopService, room: BudgetRoom, address: str, code: str) -> set[str]:
    """Return the lines of each page that a phone shows in a budget round."""
    person = room.people[list(LANGUAGES).index(code)]
    phone = phone_of(address, person.token, code)
    page = phone.ask("/w")
    fault = phone.ask("/w/share", {**forms(page)["/w/share"], f"share.{UNSPENT}": "x"})
    back = phone.ask("/w/share", {**forms(page)["/w/share"], **form_of(
        all_to(room.question, room.question.sites[0].id)
    )})  # fmt: skip
    sent = phone.ask("/w/send", forms(back)["/w/send"])
    text = "\n".join(reply.text for reply in (page, fault, back, sent))
    body = re.sub(r"<title>.*?</title>|P-[0-9A-F]{4}|[0-9a-f]{64}", "", text)
    return {html.unescape(line).strip() for line in re.sub(r"<[^>]+>", "\n", body).splitlines()}


def test_facilitators_alone_set_it_up_and_read_it(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    """The matrix of rights holds for others' workshops; here, for the participants' own."""
    workshop, _, people = weighed(sqlite_desk, problem)
    for who in (people[0], facilitator(sqlite_desk, "Eve")):
        with pytest.raises(AccessError):
            budget_round.set_up(sqlite_desk, who, workshop.id, plan(problem))
        with pytest.raises(AccessError):
            budget_round.offer(sqlite_desk, who, workshop.id)


@pytest.mark.slow
@pytest.mark.browser
def test_no_page_of_a_budget_is_cut_at_320_pixels_in_any_language(
    sqlite_desk: WorkshopService, problem: str, address: str, browser: Any
) -> None:
    desk, room = sqlite_desk, spending_room(sqlite_desk, problem, 7)
    with seeded(4) as chance:
        for person in room.people[1:]:
            spend(desk, person, drawn(chance, room.question), 2)
    found, seen = set(), 0
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()

        def look(what: str, place: str) -> None:
            nonlocal seen
            for code in LANGUAGES:
                context.add_cookies(
                    [
                        {"name": SEAT_COOKIE, "value": room.people[0].token, "url": address},
                        {"name": "pp_language", "value": code, "url": address},
                    ]
                )
                page.goto(f"{address}{place}")
                seen += 1
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.add((what, code))
                found.update((what, code, cut) for cut in page.evaluate(CUT))
            found.update((what, code, fault) for fault in faults(page))

        look("lines", "/w")
        spending.save_shares(
            desk,
            room.people[0],
            2,
            form_of(drawn(random.Random(2), room.question)),  # noqa: S311
        )
        look("read back", "/w")
        spend(desk, room.people[0], drawn(random.Random(2), room.question), 2)  # noqa: S311
        look("sent", "/w")
        shown(desk, room)
        look("result", "/w/result")

    assert found == set()
    assert seen == 4 * len(LANGUAGES)
