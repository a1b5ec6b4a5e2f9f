"""Why one site is above another: leads add up, flips really flip, sentences say the numbers."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet, Criterion, Objective, ValueFunction
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Order, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking import explain
from prioritizer.workflow.ranking.assess import assess, assess_matrix, reranked
from prioritizer.workflow.ranking.comparison_words import comparison_sentence
from prioritizer.workflow.ranking.values import filled_performance

PROFILES = ("equal", "resource-first", "risk-first", "crm-first")


def criterion(name: str) -> Criterion:
    return Criterion(
        id=name,
        name=name.capitalize(),
        question="?",
        measure="tonnage",
        unit="u",
        objective=Objective.MAX,
        value_function=ValueFunction("linear", 0.0, 1.0),
        formula="x",
        description="x",
        source="x",
    )


def two_sites(
    first: tuple[float, float],
    second: tuple[float, float],
    points: tuple[float, float],
    **choices: object,
) -> Assessment:
    criteria = (criterion("size"), criterion("access"))
    values = np.array([first, second])
    matrix = DecisionMatrix(
        ("A", "B"),
        ("Alpha", "Beta"),
        criteria,
        values.copy(),
        values.copy(),
        values.copy(),
        np.zeros((2, 2), dtype=bool),
    )
    settings = Settings(WeightVector(("size", "access"), points), **choices)  # type: ignore[arg-type]
    return assess_matrix(matrix, CriteriaSet("x", "x", "1", criteria), settings, title="x")


def test_the_leads_of_a_weighted_sum_are_differences_of_contributions() -> None:
    assessment = two_sites((0.8, 0.4), (0.5, 0.6), (30, 20))

    found = explain.compare(assessment, 0, 1)

    assert found.margin == pytest.approx(0.10)
    assert [(lead.criterion.id, round(lead.amount, 12)) for lead in found.leads] == [
        ("size", 0.18),
        ("access", -0.08),
    ]


def test_a_sentence_names_who_leads_in_what_and_by_how_much() -> None:
    assessment = two_sites((0.8, 0.4), (0.5, 0.6), (30, 20))

    sentence = comparison_sentence(explain.compare(assessment, 0, 1))

    assert sentence == (
        "Alpha leads Beta by 0.10 in score at best estimates, because of Size (+0.18); Beta is "
        "ahead in Access (+0.08)."
    )


def with_gap(
    assessment: Assessment, row: int, column: int, low: float, high: float
) -> Assessment:
    matrix = assessment.matrix
    ends = [matrix.low.copy(), matrix.best.copy(), matrix.high.copy(), matrix.gap.copy()]
    for end, value in zip(ends, (low, (low + high) / 2, high, True), strict=True):
        end[row, column] = value
    changed = dataclasses.replace(matrix, low=ends[0], best=ends[1], high=ends[2], gap=ends[3])
    return assess_matrix(changed, assessment.criteria, assessment.settings, title="x")


def sentence_of(assessment: Assessment) -> str:
    return comparison_sentence(explain.compare(assessment, 0, 1))


@pytest.mark.parametrize("method", ["weighted-sum", "topsis"])
def test_a_gap_is_never_a_reason(method: str) -> None:
    # Access of Alpha is unknown and counts as 0.5; that alone puts it above Beta.
    certain = two_sites((0.5, 0.5), (0.5, 0.3), (1, 1), method=method)

    sentence = sentence_of(with_gap(certain, 0, 1, 0.0, 1.0))

    reasons, _, apart = sentence.partition(". What is not known for sure adds ")
    assert reasons.endswith("and nothing that is known speaks for that")
    assert apart == "Access (+0.10) for Alpha."


def test_of_a_partial_gap_what_holds_at_its_worse_end_is_a_reason() -> None:
    # Access of Alpha lies between 0.5 and 0.9: 0.2 of the lead of 0.4 is known, times a half.
    assessment = with_gap(two_sites((0.5, 0.7), (0.5, 0.3), (1, 1)), 0, 1, 0.5, 0.9)

    assert sentence_of(assessment) == (
        "Alpha leads Beta by 0.20 in score at best estimates, because of Access (+0.10); Beta "
        "is ahead in nothing that is known. What is not known for sure adds Access (+0.10) for "
        "Alpha."
    )


def test_known_parts_and_gaps_add_up_to_the_lead(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.from_mapping(dict.fromkeys(criteria.ids, 1), criteria.ids))
    found = assess(sample, criteria, settings, reference)
    order = found.order().tolist()

    for above, below in pairwise(order[:40]):
        leads = explain.compare(found, above, below).leads
        rows = found.values.gap[[above, below]].any(axis=0)
        for lead in leads:
            assert abs(lead.known) <= abs(lead.amount) + 1e-15
            if not rows[criteria.ids.index(lead.criterion.id)]:
                assert lead.known == lead.amount


def test_equal_scores_are_called_a_shared_place() -> None:
    assessment = two_sites((0.8, 0.4), (0.4, 0.8), (1, 1))

    sentence = comparison_sentence(explain.compare(assessment, 0, 1))

    assert sentence == "Alpha and Beta are level: the score at best estimates is the same."


def test_the_smallest_flip_is_the_criterion_that_moves_least() -> None:
    # Size: 30 -> 13.33 points levels 0.3 p = 0.2 * 20; access would need 20 -> 45.
    assessment = two_sites((0.8, 0.4), (0.5, 0.6), (30, 20))

    found = explain.flip(assessment, 0, 1)

    assert found is not None
    assert found.criterion.id == "size"
    assert found.points == pytest.approx(40 / 3)
    assert found.share == pytest.approx(0.4)
    assert found.share_now == pytest.approx(0.6)
    assert explain.flip_sentence(found, "Alpha", "Beta") == (
        "Beta passes Alpha in score at best estimates once Size weighs less than 40 % (now "
        "60 %)."
    )


def test_where_one_site_is_better_in_everything_no_weight_can_flip_it() -> None:
    assessment = two_sites((0.8, 0.6), (0.5, 0.4), (30, 20))

    assert explain.flip(assessment, 0, 1) is None
    assert explain.flip_sentence(None, "Alpha", "Beta") == (
        "No change of a single weight puts Beta above Alpha in score at best estimates."
    )


@pytest.mark.parametrize("method", ["weighted-sum", "topsis"])
@pytest.mark.parametrize("scales", list(Scales))
@pytest.mark.parametrize("profile", PROFILES)
def test_going_past_a_flip_turns_neighbours_of_the_sample_round(
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    method: str,
    scales: Scales,
    profile: str,
) -> None:
    points = next(p for p in criteria.profiles if p.id == profile).points
    settings = Settings(
        WeightVector.from_mapping(points, criteria.ids),
        method=method,
        scales=scales,
        order=Order.EXPECTED,
    )
    before = assess(sample, criteria, settings, reference)
    order = before.order()
    turned = 0
    for above, below in pairwise(order[:9]):
        found = explain.flip(before, int(above), int(below))
        if found is None or before.ranking.scores[above] == before.ranking.scores[below]:
            continue
        step = 1e-6 if found.points > found.points_now else -1e-6
        if found.points + step < 0:
            continue
        moved = dict(points) | {found.criterion.id: found.points + step}
        after_settings = dataclasses.replace(
            settings, weights=WeightVector.from_mapping(moved, criteria.ids)
        )
        after = reranked(before, after_settings)
        assert after.ranking.scores[below] > after.ranking.scores[above]
        turned += 1
    assert turned >= 3


@pytest.mark.parametrize("scales", list(Scales))
def test_the_parts_of_a_weighted_sum_add_up_to_score_and_gap_share(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, scales: Scales
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), scales=scales)
    assessment = assess(sample, criteria, settings, reference)

    found = explain.parts(assessment)

    assert found.is_additive
    total = (found.secured + found.on_gaps).sum(axis=1)
    assert total == pytest.approx(assessment.ranking.scores, abs=1e-9)
    on_gaps = assessment.ranking.gap_share * assessment.ranking.scores
    # A size known to be beyond the end of the fixed scale is filled at that end, so that its
    # known end is the better one: there the whole share is what the parts leave over.
    within = ~(assessment.matrix.low > filled_performance(assessment.matrix, assessment.values))
    rows = within.all(axis=1)
    assert rows.sum() > 60
    assert found.on_gaps[rows].sum(axis=1) == pytest.approx(on_gaps[rows], abs=1e-9)
    assert (found.on_gaps >= 0).all()


def test_topsis_has_no_stacked_parts_but_shares_of_the_distance(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), method="topsis")

    found = explain.parts(assess(sample, criteria, settings, reference))

    assert not found.is_additive
    assert not found.secured.any()
    assert found.to_ideal.sum(axis=1) == pytest.approx(np.ones(len(found.to_ideal)))


def test_pessimistic_order_compares_the_low_ends(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), order=Order.PESSIMISTIC)
    assessment = assess(sample, criteria, settings, reference)
    first, second = assessment.order()[:2]

    found = explain.compare(assessment, int(first), int(second))

    low = assessment.ranking.score_low
    assert found.margin == pytest.approx(low[first] - low[second])
    assert sum(lead.amount for lead in found.leads) == pytest.approx(found.margin, abs=1e-11)
