"""Guards speak up when they should, and weights are read back in units."""

from __future__ import annotations

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.errors import InputError
from prioritizer.workflow.weights import checks

EQUAL = {
    "grade": 0.2,
    "volume": 0.2,
    "environmental_risk": 0.2,
    "access": 0.2,
    "crm_relevance": 0.2,
}
MINE = {
    "grade": 0.5,
    "volume": 0.25,
    "environmental_risk": 0.1,
    "access": 0.1,
    "crm_relevance": 0.05,
}


def test_weights_are_read_back_against_the_heaviest(criteria: CriteriaSet) -> None:
    found = checks.trade_offs(criteria, MINE)

    # Half of the logarithmic scale from 0.05 to 5 ends at 0.5.
    assert found[0].text == (
        "0.05 → 0.5 × primary ore of Grade counts as much as 10 000 → 10^8 t dry of Volume"
    )
    assert len(found) == 4


def test_equal_weights_near_those_shown_are_remarked_on_twice(criteria: CriteriaSet) -> None:
    found = checks.standing_guards(criteria, EQUAL, EQUAL)

    assert [guard.name for guard in found] == ["equalizing", "anchoring"]
    assert checks.standing_guards(criteria, MINE, EQUAL) == ()
    assert checks.standing_guards(criteria, MINE, None) == ()


def test_half_the_range_is_asked_about_in_units_and_judged(criteria: CriteriaSet) -> None:
    question = checks.range_question(criteria, MINE)

    assert question is not None
    assert question.criteria == ("grade",)
    assert "from 0.05 to 0.5 × primary ore, not all the way to 5" in question.text
    # Odds of 1 to 1 fall to 1 to 2: a third.
    assert not checks.range_guard(MINE, question, 100 / 3).flagged
    assert checks.range_guard(MINE, question, 50).flagged


def test_all_weight_on_one_criterion_leaves_nothing_to_ask(criteria: CriteriaSet) -> None:
    alone = dict.fromkeys(criteria.ids, 0.0) | {"grade": 1.0}

    assert checks.range_question(criteria, alone) is None


def test_two_criteria_asked_as_one_should_weigh_the_same(criteria: CriteriaSet) -> None:
    question = checks.splitting_question(criteria, ("access", "crm_relevance"))

    assert "Access and CRM relevance" in question.text
    assert not checks.splitting_guard(MINE, question, 15).flagged
    assert checks.splitting_guard(MINE, question, 8).flagged


@pytest.mark.parametrize("answer", [0, 100])
def test_nothing_and_everything_are_no_answers(criteria: CriteriaSet, answer: float) -> None:
    question = checks.splitting_question(criteria, ("access", "crm_relevance"))

    with pytest.raises(InputError, match="above 0 and below 100"):
        checks.splitting_guard(MINE, question, answer)
