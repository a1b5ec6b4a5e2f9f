"""Lists: what stands on them, what counts as a hit, why a body cannot be compared."""

from __future__ import annotations

import pytest

from prioritizer.domain.hindcast import OutcomeKind, OutcomeResult, Standing, Target
from prioritizer.workflow.hindcast.lists import (
    CLEANED,
    CLOSED,
    VERIFIED,
    labels,
    reasons,
    rules_of,
)
from tests.workflow.hindcast.bodies import body, taken_up


def holds(list_id: str, *outcomes):  # type: ignore[no-untyped-def]
    [rule] = [rule for rule in rules_of(outcomes) if rule.list_id == list_id]
    return [rule.holds(one) for one in outcomes]


@pytest.mark.parametrize(
    ("fields", "is_held"),
    [
        ({}, True),
        ({"outcome_year": 2010}, False),  # in the year of the evidence, not after it
        ({"outcome_year": None}, False),
        ({"has_hindsight": True}, False),
        ({"cohort": "narrative"}, False),
        ({"cohort": "SGU"}, True),
    ],
)
def test_a_body_taken_up_is_on_a_closed_list_only_if_that_came_later(
    fields: dict[str, object], is_held: bool
) -> None:
    assert holds(CLOSED, taken_up(1, **fields)) == [is_held]


def test_others_stand_on_a_closed_list_without_a_year() -> None:
    assert holds(CLOSED, body(1, outcome_year=None), body(2, cohort="narrative")) == [
        True,
        False,
    ]


@pytest.mark.parametrize("flag", ["has_hindsight", "is_open", "is_doubtful"])
def test_the_cleaned_list_has_no_doubt_of_any_kind(flag: str) -> None:
    assert holds(CLEANED, body(1), body(2, **{flag: True})) == [True, False]


def test_the_verified_list_has_no_recalled_row() -> None:
    rows = (body(1), body(2, standing=Standing.RECALLED), body(3, is_open=True))

    assert holds(VERIFIED, *rows) == [True, False, False]


def test_each_cohort_is_a_list_where_there_are_several() -> None:
    listed = [body(k) for k in range(8)]
    collected = [body(k, cohort="narrative") for k in range(10, 18)]
    few = [body(k, cohort="SGU") for k in range(20, 27)]

    assert [r.list_id for r in rules_of([*listed, *collected, *few])][4:] == [
        "cohort: compilation",
        "cohort: narrative",
    ]
    assert len(rules_of(listed)) == 4


def test_targets_differ_in_what_is_a_hit() -> None:
    rows = [
        taken_up(1, result=OutcomeResult.SUCCESS),
        taken_up(2, result=OutcomeResult.FAILURE),
        taken_up(3, kind=OutcomeKind.PILOT_SUCCESS),
        body(4, kind=OutcomeKind.PILOT_FAILED),
        body(5),
    ]

    assert labels(rows, Target.TAKEN_UP)[0].tolist() == [True, True, True, False, False]
    assert labels(rows, Target.WENT_WELL)[0].tolist() == [True, False, True, False, False]
    hits, counts = labels(rows, Target.REPROCESSED)
    assert hits.tolist() == [True, True, False, False, False]
    assert counts.tolist() == [True, True, False, True, True]


def test_reasons_are_counted_once_for_each_body() -> None:
    rows = [body(1), body(2, None), body(3, None, None), body(4, 1e6, None), body(5)]

    assert reasons(rows, [1.0, 1.0, 1.0, 1.0, float("nan")]) == {
        "no grade": 1,
        "no grade of a product with a price": 1,
        "no mass": 2,
    }
