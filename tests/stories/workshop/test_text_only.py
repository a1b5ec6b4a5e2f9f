"""A whole workshop in text alone: no script, no style, each control found by its name.

One person has a phone that reads aloud, another fills in paper, and who leads signs in and
types it in on plain pages. The steps themselves are taken on the page of the facilitator, see
`test_workshop_by_keyboard`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from prioritizer.cli import main
from prioritizer.domain.answer_options import UNKNOWN
from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Mode, Step, Technique, Workshop
from prioritizer.exports.layouts import ballots
from prioritizer.languages.speech import gettext, speaking
from prioritizer.workflow.workshop import (
    facilitating,
    paper_questions,
    pulse,
    record,
    results_view,
    signing_in,
)
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator
from tests.workflow.workshop.serving import Phone, Reply, served

VOID = {"input", "meta", "link", "br", "img"}


@dataclass
class Control:
    """A field or a choice: its form, its name for the server, and the value it stands for."""

    action: str
    name: str
    value: str = ""


@dataclass
class Page(HTMLParser):
    """What a page says without style and script, and what it can be asked to do."""

    lines: list[str] = field(default_factory=list)
    fields: dict[str, Control] = field(default_factory=dict)
    choices: dict[str, Control] = field(default_factory=dict)
    buttons: dict[str, Control] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self._labels: dict[str, str] = {}
        self._waiting: list[tuple[str, Control]] = []
        self._action = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._action = given["action"]
        if tag == "input":
            self._input(given)
        if tag not in VOID:
            self._open.append((tag, given, []))

    def _input(self, given: dict[str, str]) -> None:
        control = Control(self._action, given.get("name", ""), given.get("value", ""))
        if given["type"] == "hidden":
            self.hidden.setdefault(self._action, {})[control.name] = control.value
        elif given["type"] == "radio":
            self._open[-1][1]["choice"] = control.value
            self._waiting.append(("", control))
        else:
            self._waiting.append((given["id"], control))

    def handle_data(self, data: str) -> None:
        for _, _, inside in self._open:
            inside.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, given, inside = self._open.pop()
            text = " ".join("".join(inside).split())
            self._closed(name, given, text)
            if name == tag:
                return

    def _closed(self, tag: str, given: dict[str, str], text: str) -> None:
        if tag == "label" and "for" in given:
            self._labels[given["for"]] = text
        elif tag == "label":
            self.choices[text] = self._waiting.pop()[1]
        elif tag == "button":
            self.buttons[text] = Control(
                self._action, given.get("name", ""), given.get("value", "")
            )
        elif tag == "a":
            self.links[text] = given["href"]
        elif tag == "form":
            for name, control in self._waiting:
                self.fields[self._labels[name]] = control
            self._waiting, self._action = [], ""
        if tag in ("h1", "h2", "p", "td", "th", "legend", "label") and text:
            self.lines.append(text)


class Reader:
    """Somebody who hears a page, and names what to press."""

    def __init__(self, base: str, language: str) -> None:
        self.phone = Phone(base, headers={"Accept-Language": language})
        self.language = language
        self.page = Page()
        self.filled: dict[str, str] = {}

    def _heard(self, reply: Reply) -> None:
        self.page, self.filled = Page(), {}
        self.page.feed(reply.text)

    def go(self, place: str) -> None:
        """Open an address that was told."""
        self._heard(self.phone.ask(place))

    def said(self, text: str, **values: object) -> str:
        """Return a text in the language of the reader."""
        with speaking(self.language):
            return gettext(text, **values)

    def hears(self, text: str) -> bool:
        """Return whether the page says a text somewhere."""
        wanted = self.said(text)
        return any(wanted in line for line in self.page.lines)

    def fill(self, start: str, value: str) -> None:
        """Type into the field whose label starts so."""
        label = next(label for label in self.page.fields if label.startswith(start))
        self.filled[self.page.fields[label].name] = value

    def choose(self, label: str) -> None:
        """Choose what a label says."""
        control = self.page.choices[label]
        self.filled[control.name] = control.value

    def press(self, text: str) -> None:
        """Press a button by its words."""
        button = self.page.buttons[self.said(text)]
        own = {button.name: button.value} if button.name else {}
        hidden = self.page.hidden.get(button.action, {})
        self._heard(self.phone.ask(button.action, {**hidden, **self.filled, **own}))

    def follow(self, text: str) -> None:
        """Follow a link by its words."""
        self.go(self.page.links[self.said(text)])


def joins(person: Reader, code: str, group: str) -> None:
    """Come in by the code that was read aloud."""
    person.go("/w/join")
    person.fill(person.said("Code, like ABCD-2345"), code)
    person.press("Go on")
    person.choose(person.said(group))
    person.press("Join")


def answers(person: Reader, points: str) -> None:
    """Answer what is asked until it can be sent, and send it."""
    for _ in range(30):
        if person.said("Send my answer") in person.page.buttons:
            break
        if person.page.fields:
            (label,) = person.page.fields
            person.fill(label, points)
        else:
            person.choose(next(iter(person.page.choices)))
        person.press("Next")
    person.press("Send my answer")


def types_in(lead: Reader, number: str, points: dict[str, str]) -> None:
    """Type a ballot in, twice."""
    lead.follow("Type a ballot in")
    lead.fill(lead.said("Number of the ballot, like B-007"), number)
    lead.choose(lead.said("Industry"))
    lead.press("Go on")
    for button in ("Go on", "Save"):
        for name, value in points.items():
            label = lead.said("{name}: points, or {unknown}", name=name, unknown=UNKNOWN)
            lead.fill(label, value)
        lead.press(button)


def on_paper(desk: WorkshopService, leader: Actor, workshop: Workshop) -> dict[str, str]:
    """Return points for the lines that a printed ballot names, as its text is read out."""
    sheet = paper_questions.sheet(desk, leader, workshop.id, count=1, first=7)
    text = subprocess.run(
        ["pdftotext", "-raw", "-", "-"],
        input=ballots.sheet_pdf(sheet),
        capture_output=True,
        check=True,
    ).stdout.decode()
    lines = sheet.ballots[0].lines
    assert "B-007" in text
    assert all(line.name in text for line in lines)
    return {line.name: str(10 * (k + 1)) for k, line in enumerate(lines)}


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext")
@pytest.mark.parametrize("language", ["en", "fi", "ru"])
def test_a_workshop_is_held_in_text_alone(
    sqlite_desk: WorkshopService, problem: str, tmp_path: Path, language: str
) -> None:
    desk, leader = sqlite_desk, facilitator(sqlite_desk)
    rules = facilitating.Rules(
        "№ 1", Mode.PSEUDONYMOUS, Technique.POINTS, language=language, n_rounds=2
    )
    workshop = facilitating.create(desk, leader, problem, rules)
    codes = signing_in.new_recovery_codes(desk, leader)
    with served(desk) as base:
        lead, people = Reader(base, language), [Reader(base, language) for _ in range(2)]
        lead.go("/w/signin")
        lead.fill(lead.said("A code of your list, like ABCD-EFGH-JKLM-NPQR"), codes[0])
        lead.press("Sign in")
        facilitating.move(desk, leader, workshop.id, Step.OPEN)
        code = facilitating.invite(desk, leader, workshop.id).code
        for number in (1, 2):
            for k, person in enumerate(people):
                joins(person, code, "NGO") if number == 1 else person.go("/w")
                answers(person, str(30 + 20 * k + 5 * number))
                assert person.hears("Your own top sites")
            lead.go("/w/lead")
            types_in(lead, "7", on_paper(desk, leader, workshop))
            assert any("B-007" in line for line in lead.page.lines)
            assert facilitating.progress(desk, leader, workshop.id).sent == 3
            for step in (Step.LOCK, Step.REVEAL):
                facilitating.move(desk, leader, workshop.id, step)
            _hears_the_result(people[0], desk, leader, workshop)
            facilitating.move(
                desk, leader, workshop.id, Step.NEXT_ROUND if number == 1 else Step.CLOSE
            )

    file = tmp_path / "record.json"
    file.write_bytes(record.workshop_record(desk, leader, workshop.id))
    head = pulse.pulse(desk, leader, workshop.id).head
    checked = CliRunner().invoke(main, ["verify", str(file), "--head", head])
    assert checked.exit_code == 0, checked.output


def _hears_the_result(
    person: Reader, desk: WorkshopService, leader: Actor, workshop: Workshop
) -> None:
    """Hear each site of the room's list with its share, in the order of the list."""
    person.go("/w/result")
    found = results_view.result(desk, leader, workshop.id)
    last, matrix = found.rounds[-1], found.problem.matrix
    names = dict(zip(matrix.alternatives, matrix.names, strict=True))
    wanted = [names[site] for site in last.shortlist]

    heard = [line for line in person.page.lines if line in wanted]
    assert heard[: len(wanted)] == wanted
    assert any(re.fullmatch(r"\d+ %", line) for line in person.page.lines)
    assert person.said("Back to my page") in person.page.links
