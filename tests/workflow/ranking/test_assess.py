"""From a register to a ranking: gates, gaps, intervals, no reversal on fixed scales."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Order, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.activity import activity
from prioritizer.workflow.ranking.assess import NO_EVIDENCE, assess, assess_matrix

METHODS = ("weighted-sum", "topsis")


def run(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, **choices: object
) -> Assessment:
    weights = WeightVector.equal(criteria.ids)
    return assess(sample, criteria, Settings(weights, **choices), reference)  # type: ignore[arg-type]


def scores_by_hand(assessment: Assessment, values: np.ndarray) -> list[float]:  # type: ignore[type-arg]
    """Return weighted sums or closenesses by the plainest loop."""
    weights = assessment.settings.weights.normalized
    scores = []
    for row in values:
        if assessment.settings.method == "weighted-sum":
            scores.append(sum(w * v for w, v in zip(weights, row, strict=True)))
        else:
            best = sum((w * (1 - v)) ** 2 for w, v in zip(weights, row, strict=True)) ** 0.5
            worst = sum((w * v) ** 2 for w, v in zip(weights, row, strict=True)) ** 0.5
            scores.append(worst / (best + worst))
    return scores


@pytest.mark.parametrize("method", METHODS)
def test_scores_and_their_ends_equal_a_plain_loop(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, method: str
) -> None:
    assessment = run(sample, criteria, reference, method=method)
    ranking, values = assessment.ranking, assessment.values

    assert ranking.scores == pytest.approx(
        scores_by_hand(assessment, values.expected), rel=1e-11
    )
    assert ranking.score_low == pytest.approx(scores_by_hand(assessment, values.low), rel=1e-11)
    assert ranking.score_high == pytest.approx(
        scores_by_hand(assessment, values.high), rel=1e-11
    )


def test_every_site_is_ranked_or_listed_with_a_reason(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    assessment = run(sample, criteria, reference)
    site_by_id = sample.by_id()

    assert assessment.answer is not None
    apart = {site.site_id for site in assessment.answer.apart}
    not_ranked = {left.site_id for left in assessment.not_ranked}
    assert {*assessment.matrix.alternatives, *apart, *not_ranked} == set(site_by_id)
    assert not apart & not_ranked
    assert all(site.missing for site in assessment.answer.apart)
    for entry in assessment.not_ranked:
        site = site_by_id[entry.site_id]
        assert entry.reason
        is_working = activity(site) in ("operating", "reprocessing")
        assert entry.is_aside == (is_working and site.gate is None)
        assert bool(entry.gate) == (site.gate is not None or is_working)
        if not entry.gate:
            assert entry.reason == NO_EVIDENCE
            assert entry.missing
    assert all(site_by_id[i].evidence_class in "AB" for i in assessment.matrix.alternatives)


def test_by_the_old_convention_a_gap_is_the_middle_of_the_whole_scale_and_never_zero(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    assessment = run(sample, criteria, reference, gaps=GapMode.MIDDLE)
    unknown = np.isnan(assessment.matrix.best)
    values = assessment.values

    assert unknown.any()
    nothing = np.isnan(assessment.matrix.low) & np.isnan(assessment.matrix.high) & unknown
    assert np.all(values.low[nothing] == 0)
    assert np.all(values.expected[nothing] == 0.5)
    assert np.all(values.high[nothing] == 1)
    assert np.all(assessment.matrix.gap[nothing])


@pytest.mark.parametrize("method", METHODS)
def test_the_share_on_gaps_is_what_vanishes_when_gaps_turn_out_worst(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, method: str
) -> None:
    assessment = run(sample, criteria, reference, method=method)
    values = assessment.values
    secured = np.where(values.gap, values.low, values.expected)

    expected = 1 - np.array(scores_by_hand(assessment, secured)) / assessment.ranking.scores
    assert assessment.ranking.gap_share == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_adding_or_deleting_a_site_never_reverses_two_others_on_fixed_scales(
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    method: str,
    data: st.DataObject,
) -> None:
    sites = [s for s in sample.sites if s.gate is None and s.evidence_class != "C"]
    kept = data.draw(st.lists(st.sampled_from(sites), min_size=3, max_size=20, unique_by=id))
    points = data.draw(st.lists(st.floats(0.01, 1), min_size=5, max_size=5))
    # What stands for a gap depends on the other sites, unless nothing is assumed of them.
    chosen = Settings(
        WeightVector(criteria.ids, tuple(points)),
        method=method,
        gaps=GapMode.MIDDLE,
        facilities=Facilities.ALL,
    )

    whole = assess(dataclasses.replace(sample, sites=tuple(kept)), criteria, chosen, reference)
    fewer = assess(
        dataclasses.replace(sample, sites=tuple(kept[:-1])), criteria, chosen, reference
    )

    assert whole.ranking.scores[:-1].tolist() == fewer.ranking.scores.tolist()


@pytest.mark.parametrize("order", [Order.EXPECTED, Order.PESSIMISTIC, Order.OPTIMISTIC])
def test_the_order_switch_ranks_by_the_chosen_end(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, order: Order
) -> None:
    ranking = run(sample, criteria, reference, order=order).ranking
    end = {
        Order.EXPECTED: ranking.scores,
        Order.PESSIMISTIC: ranking.score_low,
        Order.OPTIMISTIC: ranking.score_high,
    }[order]

    expected = [1 + sum(other > mine for other in end) for mine in end]
    assert ranking.ranks.tolist() == expected


def test_rank_intervals_hold_every_ranking_that_the_gaps_allow(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    assessment = run(sample, criteria, reference)
    values, ranking = assessment.values, assessment.ranking
    rng = np.random.default_rng(1)

    for _ in range(50):
        drawn = values.low + rng.random(values.low.shape) * (values.high - values.low)
        scores = drawn @ assessment.settings.weights.normalized
        ranks = 1 + (scores[None, :] > scores[:, None]).sum(axis=1)
        assert np.all((ranking.rank_low <= ranks) & (ranks <= ranking.rank_high))


@pytest.mark.parametrize("method", METHODS)
def test_data_driven_scales_bracket_the_expected_score(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, method: str
) -> None:
    ranking = run(sample, criteria, reference, method=method, scales=Scales.DATA).ranking

    assert np.all(ranking.score_low <= ranking.scores)
    assert np.all(ranking.scores <= ranking.score_high)


def test_project_risk_turns_the_risk_values_over(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    urgency = run(sample, criteria, reference)
    project = run(sample, criteria, reference, risk=RiskMode.PROJECT_RISK)

    assert project.values.expected[:, 2] == pytest.approx(1 - urgency.values.expected[:, 2])
    assert project.values.low[:, 2] == pytest.approx(1 - urgency.values.high[:, 2])


def test_ties_share_the_better_place_and_stand_by_id(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    first, second = [s for s in sample.sites if s.evidence_class == "A" and s.gate is None][:2]
    twins = (dataclasses.replace(first, site_id="Z"), dataclasses.replace(first, site_id="B"))
    register = dataclasses.replace(sample, sites=(*twins, second))

    assessment = run(register, criteria, reference, order=Order.EXPECTED)

    order = [assessment.matrix.alternatives[i] for i in assessment.order()]
    assert order.index("B") + 1 == order.index("Z")
    assert assessment.ranking.ranks[0] == assessment.ranking.ranks[1]


def test_a_register_without_evidence_is_refused_in_words(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    bare = tuple(s for s in sample.sites if s.evidence_class == "C")

    with pytest.raises(InputError, match="no site with a mass, volume or grade"):
        run(dataclasses.replace(sample, sites=bare), criteria, reference)


def test_an_unknown_method_lists_the_known_ones(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    assessment = run(sample, criteria, reference)
    wrong = dataclasses.replace(assessment.settings, method="magic")

    with pytest.raises(InputError, match="weighted-sum, topsis"):
        assess_matrix(assessment.matrix, criteria, wrong, title="x")
