"""The last slide: who stands aside, and whom the room's weights would rank or not."""

from __future__ import annotations

import re
from base64 import b64decode
from html import unescape

import pytest

from prioritizer.domain.workshop import Mode, Step, Technique
from prioritizer.languages.speech import speaking
from prioritizer.ui.workshop import budget_slide
from prioritizer.ui.workshop.budget_slide import MOST_ROWS
from prioritizer.ui.workshop.screen import MOST_MOVED, View, stage
from prioritizer.ui.workshop.words import site_names
from prioritizer.workflow.workshop import results_view
from prioritizer.workflow.workshop.facilitating import Rules, create
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator
from tests.workflow.workshop.steps import come_in, move, old_text, opened, points, send
from tests.workflow.workshop.test_standing_aside import known_of


def view(desk: WorkshopService, problem: str, *, has_aliases: bool) -> View:
    """Return what two people see who weigh by the second criterion alone."""
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem)
    for _ in range(2):
        send(desk, come_in(desk, workshop), points(problem, 0, 100, 0, 0, 0))
    move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
    found = results_view.result(desk, leader, workshop.id)
    return View(found, site_names(found.problem, workshop.id, has_aliases=has_aliases))


def items(drawn: str) -> list[str]:
    """Return the items of a list."""
    return [unescape(one) for one in re.findall("<li>(.*?)</li>", drawn)]


def test_the_last_slide_counts_who_stands_aside_and_names_who_crosses_the_limit(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    seen = view(sqlite_desk, problem, has_aliases=False)
    known, moved = known_of(seen.found.problem), seen.last.moved

    words = items(stage(6, seen))

    n_aside = len(known.apart) + len(known.not_ranked or ())
    assert f"<b>{n_aside}</b> sites were not judged" in stage(5, seen)
    assert any(w.startswith(f"{known.working} working facilities stand aside") for w in words)
    assert any("too little known to be ranked" in w for w in words)
    assert moved is not None
    assert moved.leaving
    (said,) = [w for w in words if w.startswith("At the room's weights")]
    assert moved.leaving[0].name[:10] in said
    # Names hold commas, so that none stands between two of them.
    assert any("," in one.name for one in moved.leaving)
    assert said.count("; ") >= min(len(moved.leaving), MOST_MOVED) - 1


def test_a_screen_with_aliases_names_no_site_that_crosses_the_limit(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    seen = view(sqlite_desk, problem, has_aliases=True)
    moved = seen.last.moved
    assert moved is not None

    words = items(stage(6, seen))
    (said,) = [one for one in words if one.startswith("At the room's weights")]

    crossing = (*moved.entering, *moved.leaving)
    assert not [one.name for one in crossing if one.name[:8] in said]
    assert f"{len(moved.leaving)} " in said


def test_a_room_frozen_by_an_earlier_version_does_not_say_who_stood_aside(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    seen = view(sqlite_desk, old_text(problem), has_aliases=False)

    assert "does not say who stood aside" in stage(6, seen)
    assert "not judged" not in stage(5, seen)


@pytest.mark.parametrize("n", [1, 2, 6])
def test_no_stage_of_a_screen_holds_a_word_of_another_language(
    sqlite_desk: WorkshopService, problem: str, n: int
) -> None:
    leader = facilitator(sqlite_desk)
    rules = Rules("№ 1", Mode.PSEUDONYMOUS, Technique.POINTS, language="ru")
    workshop = create(sqlite_desk, leader, problem, rules)
    move(sqlite_desk, leader, workshop, Step.OPEN)
    people = [come_in(sqlite_desk, workshop) for _ in range(n)]
    shown = []
    for number in (1, 2):
        for place, person in enumerate(people):
            given = points(problem, 100 * (place % 2), 90 * number - 80, 20 * place, 5, 50)
            send(sqlite_desk, person, given, round_number=number)
        move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
        found = results_view.result(sqlite_desk, leader, workshop.id)
        with speaking("ru"):
            names = site_names(found.problem, workshop.id, has_aliases=True)
        shown += [stage(k, View(found, names)) for k in range(1, 7)]
        if number == 1:
            move(sqlite_desk, leader, workshop, Step.NEXT_ROUND)

    words = set(re.findall("[A-Za-z]{2,}", " ".join(readable(drawn) for drawn in shown)))
    assert {word for word in words if not word.isupper()} == set()


def readable(drawn: str) -> str:
    """Return what is read of a stage: its text, descriptions, and the words in its charts."""
    charts = re.findall(r"base64,([^\"]+)", drawn)
    parts = [re.sub("(?s)<style>.*?</style>", "", b64decode(one).decode()) for one in charts]
    told = [*re.findall(r'alt="([^"]+)"', drawn), *(re.sub("<[^>]+>", " ", p) for p in parts)]
    return unescape(" ".join([re.sub("<[^>]+>", " ", drawn), *told]))


def test_a_short_result_has_room_for_whole_names(
    sqlite_desk: WorkshopService, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = view(sqlite_desk, problem, has_aliases=False)
    long = "Maarmorilik waste rock dumps, upper part"
    seen = View(seen.found, {site: f"{long} {k}" for k, site in enumerate(seen.names)})

    assert long not in stage(5, seen)
    monkeypatch.setattr(budget_slide, "FEW_ROWS", MOST_ROWS)
    assert stage(5, seen).count(long) == len(seen.last.shortlist[:MOST_ROWS])
