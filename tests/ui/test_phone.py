"""The phone pages as a phone without JavaScript sees them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Mode, Step, Technique, Workshop
from prioritizer.ui.phone.routes import TABLE
from prioritizer.workflow.workshop import facilitating
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import Clock, facilitator
from tests.workflow.workshop.serving import Phone, Reply, served
from tests.workflow.workshop.steps import move, old_text

HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.fixture
def address(sqlite_desk: WorkshopService) -> Iterator[str]:
    """Yield where the pages are served."""
    with served(sqlite_desk) as base:
        yield base


def room(
    desk: WorkshopService, problem: str, mode: Mode, technique: Technique
) -> tuple[Actor, Workshop, str]:
    """Return an open workshop with a hostile title, its leader and a code."""
    leader = facilitator(desk)
    rules = facilitating.Rules(f"Room {HOSTILE}", mode, technique)
    workshop = facilitating.create(desk, leader, problem, rules)
    facilitating.move(desk, leader, workshop.id, Step.OPEN)
    return leader, workshop, facilitating.invite(desk, leader, workshop.id).code


def forms(reply: Reply) -> dict[str, dict[str, str]]:
    """Return the hidden fields of each form by its address."""
    found = {}
    for action, body in re.findall(
        r'<form method="post" action="([^"]+)"[^>]*>(.*?)</form>', reply.text
    ):
        hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', body)
        found[action] = {name: html.unescape(value) for name, value in hidden}
    return found


def come_in(phone: Phone, code: str, **fields: str) -> Reply:
    """Join with a code."""
    assert phone.ask("/w/join", {"code": code}).status == 200
    return phone.ask("/w/who", {"group": "ngo", **fields})


def answer_all(phone: Phone, reply: Reply) -> Reply:
    """Answer every question until the Send button is there; nothing may be filled in before."""
    for _ in range(30):
        if "/w/send" in forms(reply):
            return reply
        assert " checked" not in reply.text
        assert not re.search(r'<input type="(number|text)"[^>]* value=', reply.text)
        values = re.findall(r'type="radio" name="answer" value="([^"]+)"', reply.text)
        wanted = next(
            (v for v in ("fewer", "yes") if v in values), values[0] if values else "30"
        )
        reply = phone.ask("/w/answer", {**forms(reply)["/w/answer"], "answer": wanted})
    raise AssertionError("the questions did not end")


def test_a_code_that_was_refused_stays_in_its_field(sqlite_desk: WorkshopService) -> None:
    with served(sqlite_desk) as base:
        page = Phone(base).ask("/w/join", {"code": "abcd <2345"})

    assert page.status == 403
    assert 'value="abcd &lt;2345"' in page.text


@pytest.mark.parametrize("technique", list(Technique))
@pytest.mark.parametrize("mode", list(Mode))
def test_somebody_joins_answers_sends_and_revises(
    sqlite_desk: WorkshopService, address: str, problem: str, mode: Mode, technique: Technique
) -> None:
    _, _, code = room(sqlite_desk, problem, mode, technique)
    phone = Phone(address)
    page = answer_all(phone, come_in(phone, code, alias=f"Ann {HOSTILE}"))

    sent = phone.ask("/w/send", forms(page)["/w/send"])
    again = phone.ask("/w/send", forms(page)["/w/send"])
    revising = phone.ask("/w/revise", forms(sent)["/w/revise"])
    last = answer_all(phone, revising)
    revised = phone.ask("/w/send", forms(last)["/w/send"])

    assert "Your own top sites" in sent.text
    assert "Data allow" not in sent.text
    assert re.search(r"<td[^>]*>(secure|likely|open)</td>", sent.text)
    assert "too little known to be ranked" in sent.text
    assert again.text == sent.text
    assert "Question 1 of" in revising.text
    assert "/w/revise" not in forms(revised)
    for reply in (page, sent, revising, revised):
        assert "<script>alert" not in reply.text
        assert len(reply.text) < 20_000


@pytest.mark.parametrize("technique", list(Technique))
def test_somebody_who_does_not_know_says_so_with_one_button(
    sqlite_desk: WorkshopService, address: str, problem: str, technique: Technique
) -> None:
    _, _, code = room(sqlite_desk, problem, Mode.ANONYMOUS, technique)
    phone = Phone(address)
    reply = come_in(phone, code)
    asked = 0
    while "/w/send" not in forms(reply) and asked < 30:
        assert 'name="unknown" value="yes" formnovalidate' in reply.text
        reply = phone.ask("/w/answer", {**forms(reply)["/w/answer"], "unknown": "yes"})
        asked += 1

    sent = phone.ask("/w/send", forms(reply)["/w/send"])

    assert asked == {"swing": 6, "points": 5, "pairwise": 10}[technique]
    for page in (reply, sent):
        assert "You answered “I don&#39;t know” about: " in page.text.replace("&#x27;", "&#39;")
        assert "every weight that fits your other answers stays possible" in page.text
    assert "Saved: your answer of round 1 counts." in sent.text


def test_i_dont_know_is_no_answer_where_somebody_is_asked_what_they_mean(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    _, _, code = room(sqlite_desk, problem, Mode.ANONYMOUS, Technique.POINTS)
    phone = Phone(address)
    reply = come_in(phone, code)
    for _ in range(30):
        if "Is this what you mean?" in reply.text:
            break
        reply = phone.ask("/w/answer", {**forms(reply)["/w/answer"], "answer": "30"})

    refused = phone.ask("/w/answer", {**forms(reply)["/w/answer"], "unknown": "yes"})

    assert 'name="unknown"' not in reply.text
    assert (refused.status, "Please choose one of the answers" in refused.text) == (422, True)


def test_a_phone_in_a_room_of_an_earlier_version_says_nothing_about_chances(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    _, _, code = room(sqlite_desk, old_text(problem), Mode.NAMED, Technique.POINTS)
    phone = Phone(address)
    page = answer_all(phone, come_in(phone, code, alias="Ann"))

    sent = phone.ask("/w/send", forms(page)["/w/send"])

    assert "Your own top sites" in sent.text
    assert not re.search("How sure|Data allow|too little known", sent.text)


def test_another_device_goes_on_where_the_first_stopped(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    _, _, code = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.SWING)
    phone, tablet = Phone(address), Phone(address)
    page = come_in(phone, code)
    value = re.findall(r'name="answer" value="([^"]+)"', page.text)[0]
    phone.ask("/w/answer", {**forms(page)["/w/answer"], "answer": value})
    link = re.findall(
        r'class="code">http://[^/]+(/w/r/[0-9a-f]+)<', phone.ask("/w/resume").text
    )[0]

    before = tablet.ask(link)
    page = tablet.ask(link, {})

    assert "Question" not in before.text
    assert "Question 2 of" in page.text


def test_a_wrong_answer_is_explained_and_nothing_is_lost(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    _, _, code = room(sqlite_desk, problem, Mode.ANONYMOUS, Technique.POINTS)
    phone = Phone(address)
    page = come_in(phone, code)

    reply = phone.ask("/w/answer", {**forms(page)["/w/answer"], "answer": "lots"})

    assert reply.status == 422
    assert "plain number" in reply.text
    assert "Question 1 of" in reply.text


def test_pages_follow_the_state_of_the_workshop(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    phone, late = Phone(address), Phone(address)
    page = answer_all(phone, come_in(phone, code))
    phone.ask("/w/send", forms(page)["/w/send"])
    unsent = answer_all(late, come_in(late, code))
    titles = []
    for step in (Step.PAUSE, Step.RESUME, Step.LOCK, Step.REVEAL, Step.CLOSE):
        move(sqlite_desk, leader, workshop, step)
        titles.append(re.findall(r"<h1>(.*?)</h1>", phone.ask("/w").text)[0])

    too_late = late.ask("/w/send", forms(unsent)["/w/send"])

    assert titles == [
        "A short break",
        "Thank you",
        "Round 1 is over",
        "Result of round 1",
        "The workshop is over",
    ]
    assert too_late.status == 409
    assert "not counted" in too_late.text
    assert "1 person answered" in phone.ask("/w/result").text


def test_a_qr_token_leaves_the_address_at_once(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, _ = room(sqlite_desk, problem, Mode.ANONYMOUS, Technique.POINTS)
    token = facilitating.invite(sqlite_desk, leader, workshop.id).token

    reply = Phone(address).ask(f"/w/j/{token}")

    assert reply.url == f"{address}/w/who"
    assert "nobody can tell which answer is yours" in reply.text


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory, problem: str) -> Iterator[str]:
    """Yield where a room is served that nobody who asks is in."""
    path = tmp_path_factory.mktemp("strange") / "workshops.db"
    desk = WorkshopService.open(str(path), Clock())
    room(desk, problem, Mode.NAMED, Technique.POINTS)
    with served(desk) as base:
        yield base
    desk.close()


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in TABLE])
def test_nobody_learns_anything_without_a_token(strange: str, method: str, path: str) -> None:
    path = path.replace("{token}", "0" * 32).replace("{name}", "../routes.py")

    reply = Phone(strange).ask(f"/w{path}", {} if method == "POST" else None)

    open_pages = {
        "",
        "/language",
        "/join",
        "/leave",
        "/return",
        "/signin",
        "/readyz",
        f"/signin/{'0' * 32}",
    }
    assert reply.status in ((200, 403) if path in open_pages else (403, 404))
    assert "Room" not in reply.text
    assert "Traceback" not in reply.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
def test_a_foreign_origin_is_refused(address: str, origin: str) -> None:
    phone = Phone(address, headers={"Origin": origin})

    assert phone.ask("/w/join").status == 403
    assert phone.ask("/w/join", {"code": "x"}).status == 403


def test_the_own_origin_passes_and_headers_guard_the_page(address: str) -> None:
    reply = Phone(address, headers={"Origin": address}).ask("/w/join")

    policy = reply.headers["content-security-policy"]
    assert reply.status == 200
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "same-origin"
    assert reply.headers["cache-control"] == "no-store"
    assert not re.search(r"(src|href|action)=\"(?!/w)", reply.text)


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    _, _, code = room(sqlite_desk, problem, Mode.NAMED, Technique.POINTS)
    phone = Phone(address)
    come_in(phone, code, alias="Ann")

    for cookie in phone.jar:
        assert cookie.has_nonstandard_attr("HttpOnly")
        assert str(cookie.get_nonstandard_attr("SameSite")).lower() == "lax"
        assert cookie.path == "/w"


def test_a_sign_in_link_is_spent_by_the_button_only(
    sqlite_desk: WorkshopService, address: str
) -> None:
    from prioritizer.workflow.workshop import signing_in

    token = signing_in.local_link(sqlite_desk)
    phone = Phone(address)

    assert phone.ask(f"/w/signin/{token}").status == 200
    phone.ask(f"/w/signin/{token}", {})
    session = next(cookie.value for cookie in phone.jar if cookie.name == "pp_facilitator")

    assert signing_in.who(sqlite_desk, session or "").role == "facilitator"
    assert Phone(address).ask(f"/w/signin/{token}", {}).status == 403


def test_too_large_a_form_is_refused(address: str) -> None:
    assert Phone(address).ask("/w/join", {"code": "x" * 70_000}).status == 413


def test_a_refused_number_stays_in_its_field(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    _, _, code = room(sqlite_desk, problem, Mode.NAMED, Technique.POINTS)
    phone = Phone(address)
    page = come_in(phone, code, alias="Ann")

    refused = phone.ask("/w/answer", {**forms(page)["/w/answer"], "answer": "640"})

    assert refused.status == 422
    assert "between 0 and 100" in refused.text
    assert ' value="640"' in refused.text
    assert forms(refused) == forms(page)


def test_a_phone_says_which_round_it_is_and_until_when(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, Mode.NAMED, Technique.POINTS)
    phone = Phone(address)
    page = come_in(phone, code, alias="Ann")
    assert "Round 1 of 2" in page.text
    assert "<time" not in page.text

    facilitating.extend(sqlite_desk, leader, workshop.id, 15)

    until = sqlite_desk.store.see(workshop.id, lambda reader: reader.workshop.deadline)
    assert until is not None
    assert f'<time datetime="{until.isoformat()}">' in phone.ask("/w").text


@pytest.mark.parametrize("mode", list(Mode))
def test_round_two_shows_ones_own_answer_of_round_one_where_it_is_known(
    sqlite_desk: WorkshopService, address: str, problem: str, mode: Mode
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, mode, Technique.POINTS)
    phone = Phone(address)
    page = answer_all(phone, come_in(phone, code, alias="Ann"))
    assert "Your answer of round" not in page.text
    phone.ask("/w/send", forms(page)["/w/send"])
    for step in (Step.LOCK, Step.REVEAL, Step.NEXT_ROUND):
        facilitating.move(sqlite_desk, leader, workshop.id, step)

    second = phone.ask("/w")

    assert "Round 2 of 2" in second.text
    assert ("Your answer of round 1" in second.text) == (mode is not Mode.ANONYMOUS)
    answer_all(phone, second)  # nothing is filled in before


def test_a_lock_says_what_becomes_of_answers_that_were_begun(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, Mode.NAMED, Technique.POINTS)
    phone = Phone(address)
    page = come_in(phone, code, alias="Ann")
    next_one = phone.ask("/w/answer", {**forms(page)["/w/answer"], "answer": "30"})
    facilitating.move(sqlite_desk, leader, workshop.id, Step.LOCK)

    late = phone.ask("/w/answer", {**forms(next_one)["/w/answer"], "answer": "50"})

    assert "You had not sent anything. 1 answer that you had begun is kept here." in (
        phone.ask("/w").text
    )
    facilitating.move(sqlite_desk, leader, workshop.id, Step.UNDO)
    assert "Question 2 of" in phone.ask("/w").text
    assert "Traceback" not in late.text
