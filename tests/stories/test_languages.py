"""A workshop in each language: no word of another one, and nothing kept of which it was."""

from __future__ import annotations

import html
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Mode, Step, Technique, Workshop
from prioritizer.errors import InputError
from prioritizer.exports.layouts import ballots, cards
from prioritizer.languages.speech import LANGUAGES, SOURCE, gettext, speaking
from prioritizer.ui.phone.html import FACILITATOR_COOKIE
from prioritizer.ui.phone.signing import DEVICES, PAGE
from prioritizer.workflow.workshop import facilitating, paper_questions, places
from prioritizer.workflow.workshop.problem import parse_problem
from prioritizer.workflow.workshop.service import WorkshopService
from tests.conftest import ROOT
from tests.languages.pages import TITLE, Room, all_pages, room
from tests.rooms import facilitator
from tests.workflow.workshop.serving import Phone, served

HOUR = timedelta(hours=1)
OTHERS = [code for code in LANGUAGES if code != SOURCE]
# What is the same in every language; codes of participants and receipts besides.
SAME = {"Pilot", "Prioritizer", "ABCD", "PIN", "UTC", "https", "w", "r", "km", "TRL", "USD"}
SAME |= set(LANGUAGES.values()) | {"EFGH", "JKLM", "NPQR", "PDF"}
# Words of another language that are spelled as the English ones.
ALIKE = {("da", "Side"), ("nb", "Side")}
WORD = re.compile(r"[^\W\d_]+")
CODE = re.compile(r"P-[0-9A-F]{4}|B-\d{3}|[0-9a-f]{10,}")


def visible(page: str) -> str:
    """Return what can be read on a page, the words of its script and labels too.

    Not what is typed as it stands, such as a command, nor the names of pages of the app.
    """
    page = re.sub('<p class="code">.*?</p>', "\n", page).replace(DEVICES, "").replace(PAGE, "")
    told = re.findall(r'(?:data-(?!state|open|home)[a-z]+|aria-label)="([^"]+)"', page)
    return html.unescape("\n".join([re.sub(r"<[^>]+>", "\n", page), *told]))


@pytest.fixture(params=[(m, t) for m in Mode for t in Technique], ids=lambda p: "-".join(p))
def walked(request: pytest.FixtureRequest, sqlite_desk: WorkshopService, problem: str) -> Room:
    """Return a room of one mode and technique."""
    return room(sqlite_desk, problem, *request.param)


def test_no_page_of_a_phone_holds_a_word_of_another_language(
    walked: Room, problem: str
) -> None:
    sites = names_in(problem)
    found = set()
    for draw in all_pages(walked):
        source = {line for line in visible(draw()).splitlines() if not is_named(line, sites)}
        for code in OTHERS:
            with speaking(code):
                page = draw()
            text = visible(page)
            assert f'<html lang="{code}">' in page
            found |= {(code, line) for line in source & set(text.splitlines())}
            if code == "ru":
                found |= {(code, word) for word in words_of(text) if not is_named(word, sites)}

    assert found - ALIKE == set()
    assert TITLE in text


def names_in(problem: str) -> set[str]:
    """Return the words in the names of all sites."""
    frozen = parse_problem(problem)
    apart = frozen.known.apart if frozen.known else ()
    return words_of(" ".join((*frozen.matrix.names, *(site.name for site in apart))))


def words_of(text: str) -> set[str]:
    """Return the words with a Latin letter, but for codes of people and receipts."""
    return {word for word in WORD.findall(CODE.sub("", text)) if re.search("[A-Za-z]", word)}


def is_named(text: str, sites: set[str]) -> bool:
    """Return whether a text is all names, or no word at all."""
    return words_of(text) <= SAME | sites


@pytest.fixture
def address(sqlite_desk: WorkshopService) -> Iterator[str]:
    """Yield where the pages are served."""
    with served(sqlite_desk) as base:
        yield base


def test_a_phone_gets_the_language_of_its_browser_until_it_chooses(address: str) -> None:
    phone = Phone(address, headers={"Accept-Language": "nn-NO, sv;q=0.5"})

    before = phone.ask("/w/join")
    chosen = phone.ask("/w/language", {"language": "fi", "back": "/w/join"})
    wrong = phone.ask("/w/join", {"code": "AAAA-AAAA"})
    unknown = phone.ask("/w/language", {"language": "tlh", "back": "/w/join"})

    assert '<html lang="nb">' in before.text
    assert chosen.url == f"{address}/w/join"
    assert "Liity työpajaan" in chosen.text
    assert (wrong.status, "Koodia ei tunneta" in wrong.text) == (403, True)
    assert '<html lang="fi">' in unknown.text


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/workshop", "/w/../x"]
)
def test_a_choice_leads_back_to_a_page_of_a_phone_only(address: str, back: str) -> None:
    reply = Phone(address).ask("/w/language", {"language": "sv", "back": back})

    assert reply.url == f"{address}/w/join"


def test_pages_of_who_leads_speak_the_language_of_the_browser(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop = made_in(sqlite_desk, problem, "sv")
    session = sqlite_desk.store.new_session(leader.id, sqlite_desk.clock() + HOUR)
    mine = {"Accept-Language": "ru", "Cookie": f"{FACILITATOR_COOKIE}={session}"}
    phone = Phone(address, headers=mine)

    way_in, refused = phone.ask("/w/signin"), phone.ask("/w/recover", {"code": "AAAA"})
    lead, paper = phone.ask("/w/lead"), phone.ask(f"/w/lead/{workshop.id}/paper")
    typing = phone.ask(f"/w/lead/{workshop.id}/paper", {"number": "1", "group": "ngo"})

    for reply in (way_in, refused, lead, paper, typing):
        assert '<html lang="ru">' in reply.text
        assert 'action="/w/language"' in reply.text
    assert "Вход для ведущего" in way_in.text
    assert "Код восстановления неизвестен" in refused.text
    assert "Ваши семинары" in lead.text
    assert "Номер бюллетеня" in paper.text
    # The lines are called as on the ballot, which is printed in the language of the workshop.
    assert "Бюллетень B-001" in typing.text


@pytest.mark.parametrize("mode", list(Mode))
def test_an_answer_is_the_same_bytes_in_every_language_and_script(
    sqlite_desk: WorkshopService, address: str, problem: str, mode: Mode
) -> None:
    from tests.ui.test_phone import come_in, forms
    from tests.ui.test_phone import room as open_room

    _, _, code = open_room(sqlite_desk, problem, mode, Technique.POINTS)
    digits = {"en": "60", "ru": "٦٠", "fi": "６０", "sv": "60,0", "da": "٦٠٫٠"}
    for language, typed in digits.items():
        phone = Phone(address, headers={"Accept-Language": language})
        phone.ask("/w/language", {"language": language, "back": "/w/join"})
        reply = come_in(phone, code, alias=f"N-{language.encode().hex()}")
        for _ in range(30):
            if "/w/send" in forms(reply):
                break
            values = re.findall(r'type="radio" name="answer" value="([^"]+)"', reply.text)
            wanted = next((v for v in ("fewer", "yes") if v in values), typed)
            reply = phone.ask("/w/answer", {**forms(reply)["/w/answer"], "answer": wanted})
        phone.ask("/w/send", forms(reply)["/w/send"])

    path = sqlite_desk.store.database.path
    assert path is not None
    with sqlite3.connect(path) as store:
        rows = [line for line in store.iterdump() if line.startswith("INSERT")]
        table = "ws_ballot" if mode is Mode.ANONYMOUS else "ws_judgement"
        bodies = [body for (body,) in store.execute(f"SELECT body FROM {table}")]  # noqa: S608
    assert len(bodies) == len(digits)
    assert len(set(bodies)) == 1
    assert not re.search(
        "[а-яё٠-٩０-９]|language|\"(?:ru|fi|sv|da)\"|'(?:ru|fi|sv|da)'", "\n".join(rows)
    )


def made_in(desk: WorkshopService, problem: str, code: str) -> tuple[Actor, Workshop]:
    """Return an open workshop in a language, and who leads it."""
    leader = facilitator(desk)
    rules = facilitating.Rules(TITLE, Mode.ANONYMOUS, Technique.SWING, language=code)
    workshop = facilitating.create(desk, leader, problem, rules)
    return leader, facilitating.move(desk, leader, workshop.id, Step.OPEN)


def test_a_phone_that_asks_for_none_of_ours_gets_the_language_of_the_workshop(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop = made_in(sqlite_desk, problem, "sv")
    code = facilitating.invite(sqlite_desk, leader, workshop.id).code
    german = Phone(address, headers={"Accept-Language": "de"})
    danish = Phone(address, headers={"Accept-Language": "de, da;q=0.5"})

    pages = [phone.ask("/w/join", {"code": code}) for phone in (german, danish)]
    inside = [phone.ask("/w/who", {"group": "ngo"}) for phone in (german, danish)]

    assert ["Vem är du?" in pages[0].text, "Hvem er du?" in pages[1].text] == [True, True]
    assert ["Fråga 1 av" in inside[0].text, "Spørgsmål 1 af" in inside[1].text] == [True, True]
    with pytest.raises(InputError, match="language: found 'de'"):
        made_in(sqlite_desk, problem, "de")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext")
@pytest.mark.parametrize("technique", list(Technique))
@pytest.mark.parametrize("code", OTHERS)
def test_a_ballot_on_paper_holds_no_word_of_another_language(
    sqlite_desk: WorkshopService, problem: str, code: str, technique: Technique
) -> None:
    leader = facilitator(sqlite_desk)
    rules = facilitating.Rules(TITLE, Mode.ANONYMOUS, technique, language=code)
    workshop = facilitating.create(sqlite_desk, leader, problem, rules)
    texts = []
    for language in ("", SOURCE):
        sheet = paper_questions.sheet(
            sqlite_desk, leader, workshop.id, count=1, language=language
        )
        made = subprocess.run(
            ["pdftotext", "-raw", "-", "-"],
            input=ballots.sheet_pdf(sheet),
            capture_output=True,
            check=True,
        )
        texts.append(made.stdout.decode())

    with speaking(code):
        assert all(gettext(c.name) in texts[0] for c in parse_problem(problem).criteria)
    assert texts[0].count("\f") == 1
    marks = re.compile(f"{workshop.id[:8]}|{workshop.problem_digest[:8]}")
    said, english = (words_of(marks.sub("", text)) for text in texts)
    same = said & english
    assert {word for word in same if len(word) > 3} <= SHARED
    if code == "ru":
        assert {word for word in said if len(word) > 1} <= {"km"}


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext")
@pytest.mark.parametrize("code", OTHERS)
def test_a_card_holds_no_word_of_another_language(
    sqlite_desk: WorkshopService, problem: str, code: str
) -> None:
    leader = facilitator(sqlite_desk)
    rules = facilitating.Rules(TITLE, Mode.ANONYMOUS, Technique.POINTS, language=code)
    workshop = facilitating.create(sqlite_desk, leader, problem, rules)
    made = places.make(sqlite_desk, leader, workshop.id, count=1, group="science")

    def words(language: str) -> set[str]:
        drawn = cards.cards_pdf(made, "https://192.168.1.20/w", language)
        call = ["pdftotext", "-raw", "-", "-"]
        read = subprocess.run(call, input=drawn, capture_output=True, check=True)
        return words_of(read.stdout.decode().replace(made.codes[0], ""))

    same = {word for word in words("") & words(SOURCE) if len(word) > 4}
    assert same <= {*SAME, "person"}
    assert code != "ru" or words("") <= {*SAME, "join"}


# Words that look alike in English and another language here.
SHARED = {"Workshop", "Fold", "like", "side"}

CUT = """() => [...document.querySelectorAll('body *')].filter((e) => {
  const box = e.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || e.scrollWidth > e.clientWidth + 1 &&
    getComputedStyle(e).display !== 'inline' && !['INPUT', 'PROGRESS'].includes(e.tagName));
}).map((e) => e.tagName + ' ' + e.textContent.slice(0, 60))"""


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("technique", list(Technique))
def test_no_text_is_cut_or_scrolls_sideways_at_320_pixels_in_any_language(
    sqlite_desk: WorkshopService, problem: str, technique: Technique, browser: Any
) -> None:
    style = (ROOT / "prioritizer/ui/phone/assets/phone.css").read_text(encoding="utf-8")
    found, seen = set(), 0
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        for draw in all_pages(room(sqlite_desk, problem, Mode.PSEUDONYMOUS, technique)):
            for code in LANGUAGES:
                with speaking(code):
                    bare = re.sub("<(?:link|script)[^>]*>", "", draw())
                page.set_content(bare.replace("</head>", f"<style>{style}</style></head>"))
                seen += 1
                found |= {(code, cut) for cut in page.evaluate(CUT)}
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.add((code, page.inner_text("h1")))

    assert found == set()
    assert seen > 100
