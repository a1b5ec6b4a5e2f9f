"""One change at a time: each answer is checked by making the change and ranking again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.ranks import rank, round_scores
from prioritizer.workflow.ranking.assess import assess, assess_matrix
from prioritizer.workflow.robustness import sensitivity, variants
from prioritizer.workflow.robustness.considered import considered_sites

TOP = 6


@pytest.fixture(scope="module", params=["weighted-sum", "topsis"])
def ranking(
    request: pytest.FixtureRequest,
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
) -> Assessment:
    settings = Settings(WeightVector.equal(criteria.ids), method=request.param, top=TOP)
    return assess(sample, criteria, settings, reference)


def again(ranking: Assessment, weights: np.ndarray) -> Assessment:
    """Return the ranking by score at best estimates under other weights."""
    vector = WeightVector(ranking.criteria.ids, tuple(weights.tolist()))
    settings = replace(ranking.settings, weights=vector)
    return assess_matrix(
        ranking.matrix, ranking.criteria, settings, title="t", valued=(ranking.values, ())
    )


def moved(ranking: Assessment, column: int, share: float) -> np.ndarray:
    weights = ranking.settings.weights.normalized.copy()
    weights *= (1 - share) / (1 - weights[column])
    weights[column] = share
    return weights


def test_just_inside_a_stability_interval_nothing_changes_and_just_outside_it_does(
    ranking: Assessment,
) -> None:
    held = replace(ranking, considered=None, answer=None)  # the same sites whatever is known
    now = rank(round_scores(ranking.ranking.scores)) <= TOP
    for column, found in enumerate(sensitivity.stability(held, top=TOP)):
        for end, outward in ((found.low, -1), (found.high, 1)):
            inside = again(ranking, moved(ranking, column, end - outward * 1e-4))
            assert np.array_equal(inside.ranking.ranks <= TOP, now), found.sentence
            if 0.001 < end < 0.999:
                outside = again(ranking, moved(ranking, column, end + outward * 1e-4))
                assert not np.array_equal(outside.ranking.ranks <= TOP, now), found.sentence


def test_the_smallest_joint_shift_ties_its_pair_and_is_told_in_words(
    ranking: Assessment,
) -> None:
    held = replace(ranking, considered=None, answer=None)  # the same sites whatever is known
    shift = sensitivity.joint_shift(held, top=TOP)
    if ranking.settings.method == "topsis":
        assert shift is None
        return

    scores = ranking.values.expected @ np.array(shift.weights)
    names = ranking.matrix.names
    gap = scores[names.index(shift.inside)] - scores[names.index(shift.outside)]
    assert gap == pytest.approx(0, abs=1e-9)
    assert shift.outside in shift.sentence
    single = min(
        abs(end - found.now) for found in sensitivity.stability(held, top=TOP)
        for end in (found.low, found.high) if 0 < end < 1
    )  # fmt: skip
    assert shift.moved <= single + 1e-9


def test_the_ends_of_a_tornado_are_those_of_a_ranking_with_that_value(
    ranking: Assessment,
) -> None:
    row = int(ranking.order()[TOP])
    for swing in sensitivity.tornado(ranking, row):
        column = ranking.criteria.criteria.index(swing.criterion)
        changed = ranking.values.expected.copy()
        changed[row, column] = ranking.values.high[row, column]
        other = replace(ranking, values=replace(ranking.values, expected=changed))
        scores = sensitivity.fixed_scores(other)
        assert swing.score_high == pytest.approx(scores[row])
        assert swing.rank_at_high == 1 + int((scores > scores[row] + 1e-12).sum())
        assert swing.score_low <= swing.score_high


def test_the_weight_line_passes_through_the_present_ranking(ranking: Assessment) -> None:
    line = sensitivity.weight_line(ranking, 0, steps=101)

    at = int(np.argmin(np.abs(line.shares - 0.2)))
    assert line.scores[at, line.rows] == pytest.approx(ranking.ranking.scores)
    by_score = rank(round_scores(ranking.ranking.scores))
    assert np.array_equal(line.ranks[at, line.rows], by_score)
    others = np.setdiff1d(np.arange(len(line.names)), line.rows)
    assert (line.ranks[at, others] == len(line.rows) + 1).all()
    assert np.isnan(line.scores[at, others]).all()
    assert not np.isnan(line.scores[:, others]).all()  # other weights rank some of them


def test_leaving_out_a_criterion_names_who_comes_and_goes(
    ranking: Assessment, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    def listed(found: Assessment) -> set[str]:
        names = np.array(found.matrix.names)
        return set(names[found.ranking.ranks <= TOP].tolist())

    for column, drop in enumerate(sensitivity.without_criteria(ranking, top=TOP)):
        points = np.where(np.arange(len(ranking.criteria.ids)) == column, 0.0, 1.0)
        weights = WeightVector(ranking.criteria.ids, tuple(points.tolist()))
        settings = replace(ranking.settings, weights=weights)
        after, now = listed(assess(sample, criteria, settings, reference)), listed(ranking)
        assert set(drop.entered) == after - now
        assert set(drop.left) == now - after
        assert drop.what in drop.sentence


def test_fixed_scales_never_reverse_and_data_scales_do(ranking: Assessment) -> None:
    fixed = variants.rank_reversals(ranking, top=TOP, scales=Scales.FIXED)
    data = variants.rank_reversals(ranking, top=TOP, scales=Scales.DATA)

    assert (fixed.reversing, fixed.pairs) == (0, 0)
    assert fixed.tested == len(ranking.matrix)
    assert data.pairs > 0
    assert "never" in fixed.sentence


def test_each_meaning_of_risk_ranks_as_the_workflow_does(
    ranking: Assessment, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    sites = considered_sites(ranking, sample)
    found = variants.risk_variants(ranking, sites, reference, top=TOP)

    assert [variant.is_present for variant in found] == [True, False, False]
    for mode, variant in zip(RiskMode, found, strict=True):
        settings = replace(ranking.settings, risk=mode)
        other = assess(sample, criteria, settings, reference)
        considered = ranking.considered.matrix.alternatives
        places = dict(zip(considered, variant.ranks.tolist(), strict=True))
        ranked = dict(zip(other.matrix.alternatives, other.ranking.ranks.tolist(), strict=True))
        assert {name: places[name] for name in ranked} == ranked
        assert {places[name] for name in considered if name not in ranked} <= {len(ranked) + 1}


def test_methods_and_policy_lists_say_what_changes(
    ranking: Assessment, sample: SiteRegister, reference: Reference
) -> None:
    few = considered_sites(ranking, sample)
    found = (
        *variants.method_variants(ranking, top=TOP),
        *variants.policy_variants(ranking, few, reference, top=TOP),
    )

    assert sum(variant.is_present for variant in found) == 2
    for variant in found:
        assert bool(variant.entered) == ("onto the list" in variant.sentence)
        assert len(variant.entered) - len(variant.left) == (
            variant.members.sum() - (ranking.ranking.ranks <= TOP).sum()
        )


def test_many_names_are_counted_rather_than_listed() -> None:
    assert sensitivity.listed(("a",)) == "a"
    assert sensitivity.listed(("a", "b")) == "a and b"
    assert sensitivity.listed(tuple("abcdef")) == "a; b; c and 3 more"


@pytest.mark.parametrize("points", [(1.0, 0.0, 0.0, 0.0, 0.0), (1.0, 0.0, 2.0, 0.0, 1.0)])
@pytest.mark.parametrize("top", [1, 2, 10])
def test_weights_of_nothing_and_two_sites_break_nothing(
    ranking: Assessment, sample: SiteRegister, reference: Reference,
    points: tuple[float, ...], top: int,
) -> None:  # fmt: skip
    sites = considered_sites(ranking, sample)[:2]
    weights = WeightVector(ranking.criteria.ids, points)
    settings = replace(ranking.settings, weights=weights)
    two = assess(replace(sample, sites=sites), ranking.criteria, settings, reference)

    assert all(0 <= s.low <= s.now <= s.high <= 1 for s in sensitivity.stability(two, top=top))
    assert sensitivity.weight_line(two, 0, steps=3).scores.shape == (3, 2)
    assert len(sensitivity.without_criteria(two, top=top)) >= 4
    sensitivity.joint_shift(two, top=top)
    for scales in Scales:
        assert variants.rank_reversals(two, top=top, scales=scales).pairs == 0
