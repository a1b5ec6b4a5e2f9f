"""The slide about the budget: ten rows, aliases where asked for, nothing of fewer than five."""

from __future__ import annotations

import random
import re
from html import unescape

import pytest

from prioritizer.domain.budget import UNSPENT
from prioritizer.languages.speech import LANGUAGES, SOURCE, speaking
from prioritizer.ui.workshop import budget_slide as slides
from prioritizer.ui.workshop.budget_slide import MOST_ROWS, budget_slide
from prioritizer.ui.workshop.screen import STAGES, View, stage
from prioritizer.ui.workshop.words import site_names
from prioritizer.workflow.workshop import budget_words, results_view
from prioritizer.workflow.workshop.facilitating import BUDGET_STAGE
from prioritizer.workflow.workshop.screening import N_STAGES
from prioritizer.workflow.workshop.service import WorkshopService
from tests.workflow.workshop.budgets import (
    all_to,
    drawn,
    shown,
    spend,
    spending_room,
)


def view(desk: WorkshopService, problem: str, n: int = 7, *, has_aliases: bool = False) -> View:
    """Return what the room sees after a budget round with ``n`` ballots by chance."""
    room = spending_room(desk, problem, 7)
    chance = random.Random(5)  # noqa: S311
    for person in room.people[:n]:
        spend(desk, person, drawn(chance, room.question), 2)
    workshop = shown(desk, room)
    found = results_view.result(desk, room.leader, workshop.id)
    return View(found, site_names(found.problem, workshop.id, has_aliases=has_aliases))


def test_the_slide_is_a_stage_of_its_own_and_fits() -> None:
    assert len(STAGES) == N_STAGES
    assert STAGES[BUDGET_STAGE] == "Budget"


def test_both_rules_stand_side_by_side_in_ten_rows(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    seen = view(sqlite_desk, problem)
    found = seen.found.budget
    assert found is not None
    drawn_slide = stage(BUDGET_STAGE, seen)
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>.*?money\">(.*?)</td>", drawn_slide)

    assert len(rows) == MOST_ROWS
    assert rows[-1][0] == "Keep it unspent"
    kept = int(rows[-1][1].replace("\u202f", ""))
    assert kept == found.median[UNSPENT]
    assert drawn_slide.count(">paid for<") == len(found.projects)
    for words in budget_words.difference_words(found):
        assert words.replace("\u202f", " ") in unescape(drawn_slide).replace("\u202f", " ")


def test_a_short_table_has_room_for_whole_names(
    sqlite_desk: WorkshopService, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = view(sqlite_desk, problem).found.budget
    assert found is not None
    long = "Ouvidor (CMOC) tailings, Unidade I"
    names = {site.id: f"{long} {k}" for k, site in enumerate(found.question.sites)}

    assert f">{long}" not in budget_slide(found, names)
    monkeypatch.setattr(slides, "MOST_ROWS", slides.FEW_ROWS)
    assert budget_slide(found, names).count(f">{long}") == slides.FEW_ROWS - 1


def test_no_two_rows_of_the_slide_are_called_alike(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    found = view(sqlite_desk, problem).found.budget
    assert found is not None
    names = {
        site.id: f"Steenkampskraal {k} tailings storage facility"
        for k, site in enumerate(found.question.sites)
    }

    rows = re.findall(r'<tr><th scope="row">(.*?)</th>', budget_slide(found, names))

    assert len(rows) == MOST_ROWS
    assert len(set(rows)) == len(rows)


def test_under_aliases_no_name_of_a_site_is_on_the_slide(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    seen = view(sqlite_desk, problem, has_aliases=True)
    found = seen.found.budget
    assert found is not None
    slide = unescape(stage(BUDGET_STAGE, seen))

    assert "Site " in slide
    for site in found.question.sites:
        assert site.name.split()[0] not in slide


@pytest.mark.parametrize("n", [0, 4])
def test_fewer_than_five_ballots_are_a_number_and_no_figure(
    sqlite_desk: WorkshopService, problem: str, n: int
) -> None:
    slide = stage(BUDGET_STAGE, view(sqlite_desk, problem, n))

    assert "Fewer than 5 people shared out the budget" in slide
    assert "<table" not in slide


def test_a_room_without_a_budget_round_says_so() -> None:
    assert "No budget is shared out." in budget_slide(None, {})


def test_in_another_language_no_english_line_is_left(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    seen = view(sqlite_desk, problem)
    names = set(seen.names.values())
    lines = {}
    for code in LANGUAGES:
        with speaking(code):
            slide = budget_slide(seen.found.budget, seen.names)
        lines[code] = {
            line for line in re.sub(r"<[^>]+>", "\n", slide).splitlines() if len(line) > 3
        }
    told = {line for line in lines[SOURCE] if not re.fullmatch(r"[\d\u202f]+", line)}
    for code in set(LANGUAGES) - {SOURCE}:
        same = told & lines[code]
        assert all(any(line[:8] in name for name in names) for line in same), (code, same)


def test_where_one_site_is_all_the_room_wants_both_rules_agree(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    room = spending_room(sqlite_desk, problem, 5)
    for person in room.people:
        spend(sqlite_desk, person, all_to(room.question, room.question.sites[2].id), 2)
    workshop = shown(sqlite_desk, room)
    found = results_view.result(sqlite_desk, room.leader, workshop.id).budget
    assert found is not None

    assert found.median[room.question.sites[2].id] == room.question.amount
    assert budget_words.difference_words(found)[0] == "Both rules pay for the same sites."
