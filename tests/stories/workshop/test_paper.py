"""Paper ballots: printed, typed in twice, counted once, marked as paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from prioritizer.domain.authority import NOBODY, Actor
from prioritizer.domain.workshop import Mode, Step, Technique, Workshop
from prioritizer.errors import AccessError, InputError, RefusedError
from prioritizer.exports.layouts import ballots
from prioritizer.ui.phone.visit import FACILITATOR_COOKIE
from prioritizer.workflow.weights.ranges import swing_text
from prioritizer.workflow.workshop import (
    facilitating,
    paper_entry,
    paper_questions,
    results_view,
    signing_in,
)
from prioritizer.workflow.workshop.entering import new_place
from prioritizer.workflow.workshop.paper_questions import Line, differences
from prioritizer.workflow.workshop.problem import parse_problem
from prioritizer.workflow.workshop.record import workshop_record
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.verifying import verify
from tests.cli.test_workshop import run
from tests.rooms import facilitator
from tests.ui.test_phone import forms
from tests.workflow.workshop.serving import Phone, Reply, served
from tests.workflow.workshop.steps import come_in, move, opened

MODES = pytest.mark.parametrize("mode", list(Mode))


def made(
    desk: WorkshopService, leader: Actor, problem: str, technique: Technique, mode: Mode
) -> Workshop:
    """Return an open workshop."""
    rules = facilitating.Rules("Paper & <ink>", mode, technique)
    workshop = facilitating.create(desk, leader, problem, rules)
    return facilitating.move(desk, leader, workshop.id, Step.OPEN)


def filled(technique: Technique, ballot: paper_questions.Ballot) -> dict[str, str]:
    """Return what somebody wrote on a ballot: the lines in their order, worth ever less."""
    if technique is Technique.PAIRWISE:
        return {f"pair.{a.id}.{b.id}": "a:3" for a, b in ballot.pairs}
    points = {f"points.{line.id}": f"{100 - 10 * k}" for k, line in enumerate(ballot.lines)}
    if technique is Technique.POINTS:
        return points
    return points | {f"order.{line.id}": f"{k + 1}" for k, line in enumerate(ballot.lines)}


def enter(
    desk: WorkshopService, leader: Actor, workshop: Workshop, alias: str, *, key: str = ""
) -> facilitating.Receipt:
    """Enter a ballot of points."""
    _, ballot = paper_questions.blank(desk, leader, workshop.id, "B-001")
    form = filled(workshop.technique, ballot)
    answers = paper_questions.answers_of(ballot.lines, workshop.technique, form)
    return paper_entry.enter_by_hand(
        desk, leader, workshop.id, alias=alias, group="ngo", answers=answers, client_key=key
    )


@pytest.mark.parametrize(
    ("order", "points", "keys"),
    [
        ("1 2 3 4 5", "100 80 ? 40 20", {"first.4", "points.2"}),
        ("1 2 3 ? ？", "100 80 60 ? 90", {"first.3", "first.4=?", "points.3"}),
        ("1 2 3 4 ", "100 80 60 40 ?", {"first.4", "points.4"}),
        ("    ", "? ? ? ? ?", {"first.1=?", "points.0", "points.4"}),
    ],
)
def test_a_ballot_may_leave_points_and_order_open(
    problem: str, order: str, points: str, keys: set[str]
) -> None:
    ballot = paper_questions.ballot(parse_problem(problem), "B-001")
    ids = [line.id for line in ballot.lines]
    form = {f"order.{i}": o for i, o in zip(ids, order.split(" "), strict=True)}
    form |= {f"points.{i}": p for i, p in zip(ids, points.split(" "), strict=True)}

    found = paper_questions.answers_of(ballot.lines, Technique.SWING, form, is_whole=True)

    for key in keys:
        if key.startswith("points."):
            assert found[f"points.{ids[int(key[-1])]}"] == "?"
        elif key.endswith("=?"):
            assert found[key.removesuffix("=?")] == "?"
        else:
            assert found[key] in ids
    assert sum(value == "?" for value in found.values()) == sum(
        not key.startswith("first") or key.endswith("=?") for key in keys
    ) + 3 * (points == "? ? ? ? ?")


def test_two_typings_that_differ_in_what_is_not_known_are_told_apart(problem: str) -> None:
    ballot = paper_questions.ballot(parse_problem(problem), "B-001")
    first = filled(Technique.POINTS, ballot)
    second = first | {f"points.{ballot.lines[1].id}": "?"}
    typed = [
        paper_questions.answers_of(ballot.lines, Technique.POINTS, form)
        for form in (first, second)
    ]

    assert paper_questions.differences(ballot.lines, *typed) == (
        f"{ballot.lines[1].name}: first 90, then I don't know.",
    )


@pytest.mark.parametrize("technique", list(Technique))
def test_a_filled_ballot_gives_the_weights_that_its_marks_mean(
    sqlite_desk: WorkshopService, problem: str, technique: Technique
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = made(sqlite_desk, leader, problem, technique, Mode.PSEUDONYMOUS)
    enter(sqlite_desk, leader, workshop, "B-001")

    found = sqlite_desk.store.see(workshop.id, lambda reader: reader.submissions())[0]

    _, ballot = paper_questions.blank(sqlite_desk, leader, workshop.id, "B-001")
    shares = found.judgement.weights.as_dict()
    by_line = [shares[line.id] for line in ballot.lines]
    if technique is Technique.PAIRWISE:
        # Row geometric means of "each beats all below it by 3", for n lines.
        n = len(by_line)
        means = [3 ** ((n - 1 - 2 * k) / n) for k in range(n)]
    else:
        means = [100 - 10 * k for k in range(len(by_line))]
    assert by_line == pytest.approx([mean / sum(means) for mean in means])
    assert found.by_hand


@MODES
def test_one_ballot_counts_once_a_round_and_its_number_is_the_same_person_later(
    desk: WorkshopService, problem: str, mode: Mode
) -> None:
    leader, key = facilitator(desk), new_place()
    workshop = made(desk, leader, problem, Technique.POINTS, mode)
    first = enter(desk, leader, workshop, "B-001", key=key)

    again = enter(desk, leader, workshop, "B-001", key=key)
    with pytest.raises(RefusedError, match="entered already"):
        enter(desk, leader, workshop, "B-001")
    move(desk, leader, workshop, Step.LOCK, Step.REVEAL, Step.NEXT_ROUND)
    enter(desk, leader, workshop, "B-001")

    assert (again.was_already_saved, again.digest) == (True, first.digest)
    assert facilitating.progress(desk, leader, workshop.id).joined == 1
    move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
    rounds = results_view.result(desk, leader, workshop.id).rounds
    assert [len(found.opinions) for found in rounds] == [1, 1]


@MODES
def test_the_record_of_paper_ballots_holds_and_bears_their_mark(
    sqlite_desk: WorkshopService, problem: str, mode: Mode
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = made(sqlite_desk, leader, problem, Technique.SWING, mode)
    enter(sqlite_desk, leader, workshop, "B-001")
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)

    record = workshop_record(sqlite_desk, leader, workshop.id)

    assert verify(record).differences == ()
    assert b"enter-by-hand" in record


def test_a_phone_cannot_be_answered_for_by_paper(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = made(sqlite_desk, leader, problem, Technique.POINTS, Mode.NAMED)
    come_in(sqlite_desk, workshop, alias="Ann")

    with pytest.raises(RefusedError, match="joined with a phone"):
        enter(sqlite_desk, leader, workshop, "Ann")


def test_a_ballot_number_belongs_to_one_side(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = made(sqlite_desk, leader, problem, Technique.POINTS, Mode.PSEUDONYMOUS)
    enter(sqlite_desk, leader, workshop, "B-001")

    with pytest.raises(RefusedError, match="belongs to NGO"):
        paper_entry.enter_by_hand(
            sqlite_desk, leader, workshop.id, alias="B-001", group="industry", answers={}
        )


@pytest.mark.parametrize(
    ("technique", "change", "words"),
    [
        (Technique.POINTS, {"points": "lots"}, "points from 0 to 100"),
        (Technique.POINTS, {"points": "101"}, "points from 0 to 100"),
        (Technique.SWING, {"order": "1"}, "each once"),
        (Technique.SWING, {"points": "95"}, "points from 0 to 90"),
        (Technique.PAIRWISE, {"pair": "a:2"}, "one number circled"),
    ],
)
def test_a_ballot_that_breaks_the_rules_is_refused_in_words(
    problem: str, technique: Technique, change: dict[str, str], words: str
) -> None:
    ballot = paper_questions.ballot(parse_problem(problem), "B-001")
    form = filled(technique, ballot)
    kind, value = next(iter(change.items()))
    wrong = [name for name in form if name.startswith(kind)][2]

    with pytest.raises(InputError, match=words):
        paper_questions.answers_of(ballot.lines, technique, form | {wrong: value})


def test_the_lines_of_a_ballot_stand_in_an_order_of_its_own(problem: str) -> None:
    parsed = parse_problem(problem)
    orders = {
        tuple(
            line.id
            for line in paper_questions.ballot(parsed, paper_questions.number_of(n)).lines
        )
        for n in range(1, 31)
    }

    assert len(orders) > 10
    assert all(sorted(order) == sorted(parsed.ids) for order in orders)


@pytest.mark.parametrize("text", ["b-7", "B-007", "7", " b 007 "])
def test_a_number_is_read_however_it_is_typed(text: str) -> None:
    assert paper_questions.clean_number(text) == "B-007"


@pytest.mark.parametrize("text", ["", "0", "201", "B-x", "B--1", "٣"])
def test_what_is_no_number_of_a_ballot_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="B-001 to B-200"):
        paper_questions.clean_number(text)


def test_only_who_leads_prints_and_types(sqlite_desk: WorkshopService, problem: str) -> None:
    workshop = opened(sqlite_desk, facilitator(sqlite_desk), problem)

    for actor in (NOBODY, facilitator(sqlite_desk, "Oda"), come_in(sqlite_desk, workshop)):
        with pytest.raises(AccessError):
            paper_questions.sheet(sqlite_desk, actor, workshop.id, count=1)
        with pytest.raises(AccessError):
            paper_questions.blank(sqlite_desk, actor, workshop.id, "B-001")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext")
@pytest.mark.parametrize("technique", list(Technique))
def test_each_ballot_is_one_page_with_every_range(
    sqlite_desk: WorkshopService, problem: str, technique: Technique
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = made(sqlite_desk, leader, problem, technique, Mode.PSEUDONYMOUS)

    sheet = paper_questions.sheet(sqlite_desk, leader, workshop.id, count=3, first=5)
    read = subprocess.run(
        ["pdftotext", "-", "-"],
        input=ballots.sheet_pdf(sheet),
        capture_output=True,
        check=True,
    )
    pages = [" ".join(page.split()) for page in read.stdout.decode().split("\f") if page]

    assert len(pages) == 3
    for number, page in zip((5, 6, 7), pages, strict=True):
        assert paper_questions.number_of(number) in page
        assert workshop.id[:8] in page
        assert "no name" in page
        for criterion in parse_problem(problem).criteria:
            assert criterion.name in page
            assert swing_text(criterion).split("10^")[0].strip() in page


def test_the_command_prints_ballots(
    sqlite_desk: WorkshopService, problem: str, tmp_path: Path
) -> None:
    opened(sqlite_desk, facilitator(sqlite_desk), problem)
    store, target = sqlite_desk.store.database.path, tmp_path / "ballots.pdf"

    done = run("workshop", "ballots", "--store", store, "--count", 2, "--output", target)
    english = target.read_bytes()
    there = ("--language", "fi", "--output", tmp_path / "fi.pdf")
    again = run("workshop", "ballots", "--store", store, "--count", 2, *there)

    assert (done.exit_code, again.exit_code) == (0, 0), done.output + again.output
    assert english.startswith(b"%PDF")
    assert (tmp_path / "fi.pdf").read_bytes() != english


def signed_in(desk: WorkshopService, base: str) -> Phone:
    """Return the browser of whoever sits at the computer, signed in by the link."""
    browser = Phone(base)
    browser.ask(f"/w/signin/{signing_in.local_link(desk)}", {})
    assert any(cookie.name == FACILITATOR_COOKIE for cookie in browser.jar)
    return browser


def typed(browser: Phone, page: Reply, place: str, form: dict[str, str]) -> Reply:
    """Fill in the form of a page; nothing may stand there already."""
    assert not re.search(r'<input type="(number|text)"[^>]* value=', page.text)
    return browser.ask(place, {**forms(page)[place], **form})


def test_a_facilitator_types_a_ballot_twice_in_the_browser(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = sqlite_desk.store.facilitator(signing_in.LOCAL_SUBJECT, signing_in.LOCAL_NAME)
    workshop = made(sqlite_desk, leader, problem, Technique.SWING, Mode.PSEUDONYMOUS)
    place = f"/w/lead/{workshop.id}/paper"
    form = filled(
        Technique.SWING, paper_questions.blank(sqlite_desk, leader, workshop.id, "B-007")[1]
    )
    other = {name: "5" if name.startswith("points") else value for name, value in form.items()}
    other[next(name for name in form if name.startswith("points"))] = "100"

    with served(sqlite_desk) as base:
        browser = signed_in(sqlite_desk, base)
        assert place in browser.ask("/w/lead").text
        first = typed(browser, browser.ask(place), place, {"number": "7", "group": "ngo"})
        second = typed(browser, first, place, form)
        differs = typed(browser, second, place, other)
        again = typed(browser, differs, place, form)
        saved = typed(browser, again, place, form)
        repeated = browser.ask(place, {**forms(again)[place], **form})
        pdf = browser.ask(f"/w/lead/{workshop.id}/ballots?count=1")

    assert differs.status == 409
    assert "first 90, then 5" in differs.text
    assert "Saved: B-007 counts in round 1" in saved.text
    assert repeated.text.count("Saved: B-007") == 1
    assert facilitating.progress(sqlite_desk, leader, workshop.id).sent == 1
    assert pdf.headers["content-type"] == "application/pdf"


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext")
@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (Mode.NAMED, "Your name finds your answer"),
        (Mode.PSEUDONYMOUS, "Keep its number: it finds your answer"),
        (Mode.ANONYMOUS, "finds no answer later"),
    ],
)
def test_a_ballot_promises_what_its_mode_keeps(
    sqlite_desk: WorkshopService, problem: str, mode: Mode, words: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = made(sqlite_desk, leader, problem, Technique.POINTS, mode)
    sheet = paper_questions.sheet(sqlite_desk, leader, workshop.id, count=1)

    read = subprocess.run(
        ["pdftotext", "-", "-"],
        input=ballots.sheet_pdf(sheet),
        capture_output=True,
        check=True,
    )
    said = " ".join(read.stdout.decode().split())

    assert words in said
    assert [w for w in paper_questions.AFTERWARDS.values() if w in said] == [
        paper_questions.AFTERWARDS[mode]
    ]


def test_a_backup_of_a_running_anonymous_round_says_that_it_must_go(
    sqlite_desk: WorkshopService, problem: str, tmp_path: Path
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, Mode.ANONYMOUS, "Secret room")
    store = sqlite_desk.store.database.path

    running = run("workshop", "backup", "--store", store, "--output", tmp_path / "a.db")
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    shown = run("workshop", "backup", "--store", store, "--output", tmp_path / "b.db")

    assert "delete it after the reveal" in running.output
    assert "Secret room" in running.output
    assert "delete" not in shown.output


def test_where_two_typings_of_pairs_differ_is_said_as_the_ballot_prints_it() -> None:
    lines = (Line("grade", "Grade", ""), Line("access", "Access", ""))
    typings = ({"pair.grade.access": value} for value in ("a:5", "b:3"))

    found = differences(lines, *typings)

    assert found == ("Grade or Access: first 5 at Grade, then 3 at Access.",)
