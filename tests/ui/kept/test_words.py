"""What was chosen between two states, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.domain.value_function import ValueFunction
from prioritizer.ui.kept import words
from prioritizer.ui.parts import audience_bar, settings_panel
from prioritizer.ui.ranking import controls
from prioritizer.ui.shell import cache
from prioritizer.ui.shell.choices import ALONG, CHOICES, LASTING, WORK
from prioritizer.ui.shortlist import rule
from prioritizer.workflow.projects.choice_words import VALUES, WORK_NAMES
from prioritizer.workflow.ranking import answer_words

EQUAL = dict.fromkeys(cache.criteria_set().ids, 20.0)


def state(**changed: Any) -> dict[str, Any]:
    fresh = {name: CHOICES[name].default for name in LASTING}
    return {**fresh, "inventory": cache.sample(), "points": EQUAL, **changed}


def edited(path: str, value: str | None = "x") -> dict[str, tuple[PilotEdit, ...]]:
    return {"digest": (PilotEdit(1, "SE-004", path, value, "Ada", "2026-03-01T12:00:00Z"),)}


def lock(value: str | None) -> dict[str, tuple[PilotEdit, ...]]:
    return edited("lock", value)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"points": {**EQUAL, "grade": 70.0}, "profile": "mine"}, "Weights: Grade 20 → 70"),
        ({"method": "topsis"}, "Method: Weighted sum → TOPSIS"),
        ({"shortlist": 12}, "Sites on the shortlist: 10 → 12"),
        ({"only_shortlist": True}, "Only the shortlist: no → yes"),
        ({"pilots_threshold": 0.35}, "Least score on the shortlist: 0.5 → 0.35"),
        (
            {"scale_edits": {"x": {"grade": ValueFunction("linear", worst=0, best=9)}}},
            "Scale of grade",
        ),
        ({"portfolio_must": ["A"]}, "Programme changed"),
        ({"portfolio_countries": 2}, "Countries to cover: 0 → 2"),
        ({"viability_investment": 150}, "Investment, % of the default: 100 → 150"),
        ({"report_project": False}, "Project in the PDF: yes → no"),
        ({"gaps": "middle"}, "Unknown values: Like sites → Middle of scale"),
        ({"order": "expected"}, "Order of the list: Chance → Score"),
        ({"pilots_edits": lock("must")}, "Lock: Aitik tailings pond must be on the list"),
        (
            {"pilots_edits": lock("must not")},
            "Lock: Aitik tailings pond must not be on the list",
        ),
        ({"pilots_edits": lock(None)}, "Lock lifted: Aitik tailings pond"),
        ({"pilots_edits": edited("question")}, "Pilot of Aitik tailings pond: question"),
        (
            {"criteria_name": "own", "criteria_own": cache.criteria_set()},
            "Criteria: default → own",
        ),
        (
            {"area": "nordic", "risk": "reduction"},
            "Area: All sites → Nordic; Risk: For a pilot → By what is removed",
        ),
        (
            {"points": dict.fromkeys(EQUAL, 5.0), "profile": "mine"},
            "Weights: Grade 20 → 5, Volume 20 → 5, Environmental risk 20 → 5 and 2 more",
        ),
    ],
)  # fmt: skip
def test_a_step_says_what_was_chosen(changed: dict[str, Any], said: str) -> None:
    assert words.said(state(), state(**changed)) == said


def test_values_are_called_as_their_pages_call_them() -> None:
    pages = {
        "area": controls.AREAS,
        "order": controls.VIEWS,
        "risk": settings_panel.RISK,
        "scales": settings_panel.SCALES,
        "gaps": answer_words.MODE_NAMES,
        "pilots_rule": rule.RULES,
        "audience": audience_bar.NAMES,
    }
    assert pages == VALUES


def test_a_lock_on_a_restricted_site_does_not_name_it_in_the_history() -> None:
    sample = cache.sample()
    sites = tuple(
        replace(site, texts={**site.texts, "access": "restricted"})
        if site.site_id == "SE-004"
        else site
        for site in sample.register.sites
    )
    own = replace(sample, register=replace(sample.register, sites=sites))
    before = state(inventory=own)

    said = words.said(before, {**before, "pilots_edits": lock("must")})

    assert said == "Lock: a site must be on the list"


@pytest.mark.parametrize(
    "filled",
    [
        {"compare_methods": ["weighted-sum"]},
        {"robust_evidence": ["grade"], "runs_seen": ("x",)},
        {"report_dated": True, "report_date": "2026-03-01"},
    ],
)
def test_what_a_page_fills_in_when_it_is_opened_is_no_step(filled: dict[str, Any]) -> None:
    before, after = state(), state(**filled)
    names = words.changed(before, after)

    assert names
    assert words.is_quiet(names, before, after)
    assert words.said(before, state(**filled, method="topsis")).startswith("Method: ")
    assert not words.is_quiet(frozenset({"report_date"}), after, after)


def test_the_first_state_is_the_start() -> None:
    assert words.said({}, state()) == "Start"


def test_every_choice_that_lasts_has_words_or_is_filled_in_by_pages() -> None:
    assert {noun: tuple(names) for noun, names in WORK.items()} == dict(WORK_NAMES)
    assert set(words.NOUNS) | words.QUIET == set(LASTING)
    assert not set(words.NOUNS) & words.QUIET
    assert set(words.LABELS) <= set(words.NOUNS)
    assert set(ALONG) > words.QUIET


def test_a_file_name_cannot_break_the_line() -> None:
    sample = cache.sample()
    odd = replace(sample.register, title="a\n<b>\u202e" + "x" * 300)

    said = words.said(state(), state(inventory=replace(sample, register=odd)))

    assert "\n" not in said
    assert "\u202e" not in said
    assert len(said) < 120
