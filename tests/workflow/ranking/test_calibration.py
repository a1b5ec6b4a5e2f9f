"""Ranges for unknown values, tested on the values that are known."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from prioritizer.cli import main
from prioritizer.domain.calibration import Calibration, Held, together
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.words import percent
from prioritizer.workflow.ranking.calibration import (
    calibrate,
    calibration_sentence,
    goal_sentence,
    whole_sentence,
)
from tests.calibration_page import calibration_page
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def found(criteria: CriteriaSet, reference: Reference, sample: SiteRegister) -> Calibration:
    return calibrate(sample, criteria, reference)


def test_ranges_of_the_sample_hold_as_often_as_they_should(found: Calibration) -> None:
    whole = found.whole

    assert whole is not None
    assert whole.n > 180
    assert 0.87 <= whole.ninety <= 0.93
    assert 0.45 <= whole.half <= 0.55


def test_like_sites_say_more_than_the_inventory_and_than_nothing(found: Calibration) -> None:
    whole = found.whole

    assert whole is not None
    assert whole.score < whole.score_inventory < whole.score_uniform


def test_each_criterion_is_tested_on_the_sites_that_know_it(found: Calibration) -> None:
    by_kind = [part for part in found.by_kind if part.criterion == "grade"]
    [grade] = [part for part in found.overall if part.criterion == "grade"]

    both, alone = together(tuple(by_kind)), together((grade,))

    assert both is not None
    assert alone is not None
    assert (both.n, both.ninety) == (alone.n, pytest.approx(alone.ninety))
    assert both.score == pytest.approx(alone.score)


def test_all_values_are_told_in_one_sentence_or_why_they_are_not() -> None:
    held = Held("grade", "", 80, 0.5, 0.9125, 0.1, 0.12, 0.14)
    few = Held("grade", "", 3, 1.0, 1.0, 0.1, 0.1, 0.1)

    assert whole_sentence(Calibration("x", (held,), ())) == (
        "Each of the 80 values that are known was left out in turn and its range worked out "
        "from the other sites: the 90 % range held 91 %, the 50 % range 50 %."
    )
    assert "unknown ones: 3, and at least 10" in whole_sentence(Calibration("x", (few,), ()))
    assert "unknown ones: 0, and" in whole_sentence(Calibration("x", (), ()))


def test_the_sentence_says_how_often_the_range_held() -> None:
    held = Held("grade", "", 80, 0.5, 0.9125, 0.1, 0.12, 0.14)

    assert calibration_sentence(Calibration("x", (held,), ()), "grade", "Grade") == (
        "Tested on the 80 sites whose grade is known: the 90 % range held 91 %, the 50 % range "
        "50 %."
    )
    few = Calibration("x", (Held("grade", "", 3, 1.0, 1.0, 0.1, 0.1, 0.1),), ())
    assert calibration_sentence(few, "grade", "Grade") == ""


def test_the_command_prints_the_same_figures(found: Calibration) -> None:
    printed = CliRunner().invoke(main, ["calibrate", "sample", "--json"])

    assert printed.exit_code == 0
    told = json.loads(printed.stdout)
    assert told["overall"][0]["ninety"] == found.overall[0].ninety
    table = CliRunner().invoke(main, ["calibrate", "sample"]).stdout
    assert "All" in table
    assert "whole inventory" in table


@pytest.mark.usual_draws
def test_the_page_of_the_documentation_is_as_made() -> None:
    page = (ROOT / "docs" / "calibration.md").read_text(encoding="utf-8")

    assert page == calibration_page()


def test_what_misses_the_goal_and_what_is_not_tested_is_named(
    found: Calibration, criteria: CriteriaSet
) -> None:
    said = goal_sentence(found, criteria)

    by_id = {one.criterion: one for one in found.overall}
    for name, key in (("Grade", "grade"), ("CRM relevance", "crm_relevance")):
        one = by_id[key]
        assert one.ninety < 0.87
        assert f"{name} ({percent(one.ninety)} of {one.n})" in said.partition("Wider")[0]
    assert "Of 57 values, a range that is right holds 83 % to 97 %" in said
    assert said.endswith("fewer than 10 values are known: Environmental risk and Access.")


def test_ranges_that_hold_as_they_should_are_not_blamed(criteria: CriteriaSet) -> None:
    good = tuple(Held(name, "", 50, 0.5, 0.9, 0.1, 0.1, 0.2) for name in criteria.ids)

    assert goal_sentence(Calibration("t", good, ()), criteria) == ""


def test_each_value_that_is_left_out_is_told(
    criteria: CriteriaSet, reference: Reference, sample: SiteRegister, found: Calibration
) -> None:
    told: list[tuple[int, int]] = []

    again = calibrate(sample, criteria, reference, progress=lambda n, of: told.append((n, of)))

    assert again == found
    n = sum(held.n for held in found.overall)
    assert told == [(k, n) for k in range(n)]
