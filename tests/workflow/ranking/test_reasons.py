"""Reasons: what is measured speaks; what is not known is said apart, and turns as said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from prioritizer.domain.answer import CellState, GapMode
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.matrix import ValueMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.draws.chances import LARGEST
from prioritizer.workflow.ranking import reasons
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.gaps import LikeSites
from prioritizer.workflow.ranking.ranks import FIXED_METHODS
from prioritizer.workflow.ranking.reasons import AssumedCell, KnownLead, Reasons, find_reasons


@pytest.fixture(scope="module", params=["weighted-sum", "topsis"])
def ranking(
    request: pytest.FixtureRequest,
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
) -> Assessment:
    settings = Settings(WeightVector.equal(criteria.ids), method=request.param)
    return assess(sample, criteria, settings, reference)


def pairs(ranking: Assessment) -> list[tuple[int, int]]:
    order = ranking.order().tolist()
    near = list(zip(order[1:], order, strict=False))
    return [*near, *((other, row) for row, other in near)]


def test_only_what_is_measured_of_both_is_a_reason(ranking: Assessment) -> None:
    for row, other in pairs(ranking):
        found = find_reasons(ranking, row, other)
        for lead in found.known:
            k = ranking.criteria.ids.index(lead.criterion.id)
            assert ranking.answer is not None
            assert {ranking.answer.state(i, k) for i in (row, other)} == {CellState.MEASURED}
        assumed = {cell.criterion.id for cell in found.assumed}
        assert assumed.isdisjoint(lead.criterion.id for lead in found.known)
        assert assumed.isdisjoint(ranking.answer.criteria_left_out if ranking.answer else ())


def test_the_two_are_level_where_it_is_said_to_turn(ranking: Assessment) -> None:
    score = FIXED_METHODS[ranking.settings.method]
    weights = ranking.settings.weights.normalized
    turning = 0
    for row, other in pairs(ranking):
        for cell in find_reasons(ranking, row, other).assumed:
            k = ranking.criteria.ids.index(cell.criterion.id)
            values = ranking.values.expected[[row, other]].copy()
            if cell.turns_at is None:
                sides = []
                for end in (cell.low, cell.high):
                    values[0, k] = end
                    sides.append(bool(np.greater(*score(values, weights))))
                assert sides[0] == sides[1]
                continue
            turning += 1
            assert cell.low <= cell.turns_at <= cell.high
            values[0, k] = cell.turns_at
            first, second = score(values, weights)
            assert first == pytest.approx(second, abs=1e-12)
    assert turning > 20


def test_beats_counts_the_draws(ranking: Assessment) -> None:
    row, other = pairs(ranking)[4]
    drawn = ranking.draws
    assert drawn is not None
    score = FIXED_METHODS[ranking.settings.method]
    weights = ranking.settings.weights.normalized
    own, others = (score(drawn.levels[:, i] / LARGEST, weights) for i in (row, other))

    found = find_reasons(ranking, row, other)

    assert found.beats == pytest.approx((own > others).mean(), abs=0.001)
    assert reasons.beats_sentence(found).startswith(f"Beats {found.other} in ")


def reason(criteria: CriteriaSet, *, is_ahead: bool = True, **cell: Any) -> Reasons:
    crm = next(c for c in criteria.criteria if c.id == "crm_relevance")
    grade = next(c for c in criteria.criteria if c.id == "grade")
    values: dict[str, Any] = {"state": CellState.ANALOGUE, "taken": 0.12, "low": 0.0}
    values |= {"high": 1.0, "turns_at": 0.41, "like": LikeSites(14, "tailings", 0, 0.12, 0.3)}
    assumed = AssumedCell(criterion=crm, **{**values, **cell})
    known = (KnownLead(grade, 0.09 if is_ahead else -0.09),)
    return Reasons("A", "B", is_ahead, known, (assumed,), 0.83)


def test_known_and_assumed_are_two_sentences(criteria: CriteriaSet) -> None:
    found = reason(criteria)

    assert reasons.known_sentence(found) == "Known: above B on Grade (+0.09)."
    [sentence] = reasons.assumed_sentences(found, GapMode.LIKE_INVENTORY)
    assert sentence == (
        "Its CRM relevance is not known and taken as 0.12 criticality index, like 14 sites of "
        "its kind (tailings); above 0.41 criticality index it would pass B in score at best "
        "estimates."
    )
    assert reasons.beats_sentence(found) == "Beats B in 83 % of the draws."


def test_each_state_has_its_words(criteria: CriteriaSet) -> None:
    def said(gaps: GapMode = GapMode.LIKE_INVENTORY, **cell: Any) -> str:
        return reasons.assumed_sentences(reason(criteria, **cell), gaps)[0]

    assert "lies between 0.1 criticality index and 0.2" in said(
        state=CellState.BOUNDED, low=0.1, high=0.2, turns_at=None
    )
    assert said(turns_at=None).endswith("; no value of it turns the two round.")
    assert "below 0.05 criticality index it would fall behind B" in said(turns_at=0.05)
    assert "is assumed by you as 0.12" in said(state=CellState.ASSUMED)
    assert "the middle of its scale" in said(
        GapMode.NOTHING_ASSUMED, state=CellState.UNKNOWN, like=None
    )
    assert ", like 80 sites of this inventory;" in said(
        like=LikeSites(80, "sites of this inventory", 0, 0.12, 0.3)
    )


def test_nothing_measured_of_both_is_said(criteria: CriteriaSet) -> None:
    found = replace(reason(criteria), known=())

    assert reasons.known_sentence(found) == (
        "Nothing that is measured of both speaks for or against B."
    )


def test_the_lead_of_the_other_comes_first_where_it_stands_above(criteria: CriteriaSet) -> None:
    grade, volume = criteria.criteria[:2]
    found = replace(
        reason(criteria, is_ahead=False),
        known=(KnownLead(grade, 0.05), KnownLead(volume, -0.11)),
    )

    assert reasons.known_sentence(found) == (
        f"Known: below B on {volume.name} (−0.11), above it on {grade.name} (+0.05)."
    )


def test_where_more_is_worse_it_passes_below_a_value(criteria: CriteriaSet) -> None:
    crm = next(c for c in criteria.criteria if c.id == "crm_relevance")
    scale = crm.value_function
    falling = replace(crm, value_function=replace(scale, worst=scale.best, best=scale.worst))
    found = reason(criteria)
    cell = replace(found.assumed[0], criterion=falling)

    [sentence] = reasons.assumed_sentences(
        replace(found, assumed=(cell,)), GapMode.LIKE_INVENTORY
    )

    assert (
        "; below 0.59 criticality index it would pass B in score at best estimates." in sentence
    )


def test_without_draws_a_gap_is_still_no_reason(ranking: Assessment) -> None:
    plain = replace(ranking, answer=None, considered=None)
    values = plain.values
    gap = values.gap.copy()
    gap[:, 1] = True
    plain = replace(plain, values=ValueMatrix(values.low, values.expected, values.high, gap))

    found = find_reasons(plain, 0, 1)

    assert found.beats is None
    assert plain.criteria.ids[1] not in {lead.criterion.id for lead in found.known}
    assert reasons.beats_sentence(found) == ""
