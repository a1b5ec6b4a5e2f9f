"""Ranges and statements become a region whose ends, centre and draws obey them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.robustness import Uncertainty, WeightKnowledge
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.workflow.robustness.weight_region import weight_region
from prioritizer.workflow.weights.items import Group, leaves
from prioritizer.workflow.weights.outcome import weigh
from prioritizer.workflow.weights.region import (
    Statement,
    as_uncertainty,
    in_words,
    weigh_region,
)

TWICE = Statement("grade", "at least", 2.0, "access")


@pytest.fixture
def group(criteria: CriteriaSet) -> Group:
    return leaves(criteria)


def test_the_ends_are_those_that_the_statements_leave(group: Group) -> None:
    three = Group("all", "three", (group["grade"], group["volume"], group["access"]))

    found = weigh_region(three, {"low.volume": 40.0}, [TWICE])

    # With 40 % for volume, grade and access share 60 %, at most a third of it for access.
    assert found.high == pytest.approx({"grade": 0.6, "volume": 1.0, "access": 0.2})
    assert found.low == pytest.approx({"grade": 0.0, "volume": 0.4, "access": 0.0})
    # The corners are (0, 1, 0), (0.6, 0.4, 0) and (0.4, 0.4, 0.2); a triangle has its centre
    # at their mean.
    assert list(found.shares.values()) == pytest.approx([1 / 3, 0.6, 0.2 / 3], abs=8e-3)


def test_the_centre_is_the_same_every_time(group: Group) -> None:
    assert weigh_region(group, {}, [TWICE]).shares == weigh_region(group, {}, [TWICE]).shares


@pytest.mark.parametrize(
    ("statement", "condition", "words"),
    [
        (TWICE, "grade >= 2 access", "Grade counts at least 2 times Access"),
        (
            Statement("grade", "at most", 1.0, "access"),
            "grade <= access",
            "Grade counts at most as much as Access",
        ),
        (
            Statement("grade", "as much as", 0.5, "access"),
            "grade = 0.5 access",
            "Grade counts 0.5 times Access",
        ),
    ],
)
def test_a_statement_reads_as_a_condition_and_as_a_sentence(
    statement: Statement, condition: str, words: str
) -> None:
    assert statement.condition == condition
    assert statement.words({"grade": "Grade", "access": "Access"}) == words


@pytest.mark.parametrize(
    ("given", "said", "words"),
    [
        ({}, [], "Say one thing"),
        ({}, [Statement("grade", "at least", 1.0, "grade")], "on both sides"),
        ({"low.grade": 60.0, "low.access": 60.0}, [], "Lower one of them"),
        ({"high.grade": 10.0, "low.access": 20.0}, [TWICE], "exclude each other"),
    ],
)
def test_what_cannot_hold_is_said_with_what_excludes_it(
    group: Group, given: dict[str, float | str], said: list[Statement], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        weigh_region(group, given, said)


def test_a_robustness_run_draws_only_weights_that_were_said(
    group: Group, criteria: CriteriaSet
) -> None:
    said = [TWICE, Statement("volume", "at least", 1.0, "access")]
    chosen = as_uncertainty(criteria, weigh_region(group, {"high.volume": 30.0}, said))

    assert chosen is not None
    region = weight_region(WeightVector.equal(criteria.ids), chosen)
    draws = region.sample(np.random.default_rng(1), 2000)
    grade, volume, _, access, _ = draws.T
    assert (grade >= 2 * access - 1e-9).all()
    assert (volume >= access - 1e-9).all()
    assert volume.max() <= 0.3 + 1e-6
    assert grade.max() > 0.8


def test_an_order_and_best_and_worst_leave_a_region_too_and_points_do_not(
    group: Group, criteria: CriteriaSet
) -> None:
    order = {f"first.{k}": name for k, name in enumerate(criteria.ids[:4], start=1)}
    times = {"best.access": "9", "best.volume": "2", "worst.volume": "5"}
    three = Group("all", "three", (group["grade"], group["volume"], group["access"]))
    points = {f"points.{name}": 20.0 for name in criteria.ids}

    ranked = as_uncertainty(criteria, weigh("roc", group, order))
    compared = as_uncertainty(
        criteria, weigh("bwm", three, {"best": "grade", "worst": "access", **times})
    )

    assert ranked is not None
    assert ranked.order == tuple((name,) for name in criteria.ids)
    assert compared is not None
    assert compared.weights is WeightKnowledge.BOUNDS
    assert as_uncertainty(criteria, weigh("direct", group, points)) is None


def test_shares_within_a_branch_say_nothing_about_a_criterion_alone(
    group: Group, criteria: CriteriaSet
) -> None:
    item = replace(group["grade"], id="value")
    inside = Group("value", "Value", (item, group["volume"], group["access"]))
    order = {"first.1": "value", "first.2": "volume"}

    assert as_uncertainty(criteria, weigh("roc", inside, order)) is None


def test_a_statement_about_an_unknown_criterion_is_refused(criteria: CriteriaSet) -> None:
    chosen = Uncertainty(weights=WeightKnowledge.BOUNDS, statements=("grade >= 2 gold",))

    with pytest.raises(InputError, match="gold"):
        weight_region(WeightVector.equal(criteria.ids), chosen)


def test_what_is_drawn_from_reads_as_a_sentence(group: Group, criteria: CriteriaSet) -> None:
    order = {f"first.{k}": name for k, name in enumerate(criteria.ids[:4], start=1)}
    ranked = as_uncertainty(criteria, weigh("roc", group, {**order, "tie.volume": "yes"}))
    stated = as_uncertainty(criteria, weigh_region(group, {"high.volume": 30.0}, [TWICE]))

    assert ranked is not None
    assert in_words(criteria, ranked).startswith(
        "All weights in this order: Grade = Volume ≥ Environmental risk"
    )
    assert stated is not None
    assert "Volume 0 % to 30 %" in in_words(criteria, stated)
    assert in_words(criteria, stated).endswith("Grade ≥ 2 × Access.")
