"""Reasons: what is measured speaks; what is not known is said apart, and turns as said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from prioritizer.domain.answer import Assumption, CellState, GapMode
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.matrix import ValueMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.draws.chances import LARGEST
from prioritizer.workflow.ranking import reasons
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.explain import Lead
from prioritizer.workflow.ranking.gaps import LikeSites
from prioritizer.workflow.ranking.ranks import FIXED_METHODS
from prioritizer.workflow.ranking.reasons import AssumedCell, Reasons, find_reasons
from prioritizer.workflow.ranking.why import why


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


def test_a_known_lead_holds_wherever_the_gaps_of_the_two_lie(ranking: Assessment) -> None:
    values, weights = ranking.values, ranking.settings.weights.normalized
    partial = 0
    for row, other in pairs(ranking):
        assert ranking.answer is not None
        for lead in find_reasons(ranking, row, other).known:
            k = ranking.criteria.ids.index(lead.criterion.id)
            first, second = (row, other) if lead.known > 0 else (other, row)
            # The one that leads at its worst, the other at its best, where not measured.
            is_known = [
                ranking.answer.state(i, k) is CellState.MEASURED for i in (first, second)
            ]
            least = (values.expected if is_known[0] else values.low)[first, k]
            most = (values.expected if is_known[1] else values.high)[second, k]
            assert abs(lead.known) == pytest.approx(weights[k] * (least - most), abs=1e-12)
            partial += not all(is_known)
    assert partial > 20


def test_the_panel_and_why_know_the_same_of_each_pair(ranking: Assessment) -> None:
    ids = ranking.matrix.alternatives
    for row, other in pairs(ranking)[::4]:
        told = why(ranking, ids[row], ids[other]).comparison
        sign = 1.0 if told.above == ranking.matrix.names[row] else -1.0
        of_why = {x.criterion.id: sign * x.known for x in told.leads if abs(x.known) > 0.0005}

        found = find_reasons(ranking, row, other)

        assert {x.criterion.id: x.known for x in found.known} == pytest.approx(of_why)


def test_grade_speaks_on_the_panel_where_a_bound_of_it_is_enough(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)
    first, second = (found.matrix.alternatives.index(name) for name in ("CZ-001", "PE-001"))

    said = reasons.known_sentence(replace(find_reasons(found, first, second), other="it"))

    assert said == (
        "Known: above it on CRM relevance (+0.08), below it on Grade (−0.09) and "
        "Volume (−0.02)."
    )


def test_what_a_person_assumed_is_no_known_reason(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    best = next(c for c in criteria.criteria if c.id == "grade").value_function.best
    assumed = Assumption("PE-001", "grade", best, best, best, "a guess")
    settings = Settings(WeightVector.equal(criteria.ids), assumptions=(assumed,))
    found = assess(sample, criteria, settings, reference)
    row, other = (found.matrix.alternatives.index(name) for name in ("PE-001", "CZ-001"))
    grade = criteria.ids.index("grade")
    of_evidence = found.values.low[row, grade] - found.values.high[other, grade]

    known = find_reasons(found, row, other).known
    [lead] = [lead for lead in known if lead.criterion.id == "grade"]

    assert found.values.expected[row, grade] == 1.0
    assert lead.known == pytest.approx(0.2 * of_evidence)
    assert lead.known < lead.amount


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
    amount = 0.09 if is_ahead else -0.09
    known = (Lead(grade, amount, amount),)
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

    assert "lies between 0.1 and 0.2 criticality index" in said(
        state=CellState.BOUNDED, low=0.1, high=0.2, turns_at=None
    )
    assert said(turns_at=None).endswith("; no value of it changes their order.")
    assert "below 0.05 criticality index it would fall behind B" in said(turns_at=0.05)
    assert "is assumed by you as 0.12" in said(state=CellState.ASSUMED)
    assert "the middle of its scale" in said(
        GapMode.NOTHING_ASSUMED, state=CellState.UNKNOWN, like=None
    )
    assert ", like 80 sites of this inventory;" in said(
        like=LikeSites(80, "sites of this inventory", 0, 0.12, 0.3)
    )


def test_nothing_known_is_said(criteria: CriteriaSet) -> None:
    found = replace(reason(criteria), known=())

    assert reasons.known_sentence(found) == ("Nothing that is known speaks for or against B.")


def test_the_lead_of_the_other_comes_first_where_it_stands_above(criteria: CriteriaSet) -> None:
    grade, volume = criteria.criteria[:2]
    found = replace(
        reason(criteria, is_ahead=False),
        known=(Lead(volume, -0.11, -0.11), Lead(grade, 0.08, 0.05)),
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
