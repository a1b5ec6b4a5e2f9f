"""Every method ranks sites: fixed scales, scales of the data, orders, intervals, limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Order, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.methods.promethee import promethee, win_rate
from prioritizer.engine.methods.table import METHODS
from prioritizer.engine.methods.vikor import regrets
from prioritizer.engine.ranks import round_scores
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.assess import assess, assess_matrix
from prioritizer.workflow.ranking.comparison_words import comparison_sentence
from prioritizer.workflow.ranking.explain import compare, flip, parts
from prioritizer.workflow.ranking.ranks import FIXED_METHODS, needs_own_values, rank_matrix


@pytest.fixture(scope="module")
def base(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    weights = WeightVector(criteria.ids, (3.0, 2.0, 1.0, 1.0, 2.0))
    chosen = Settings(weights, gaps=GapMode.MIDDLE, order=Order.EXPECTED)
    return assess(sample, criteria, chosen, reference)


def by(base: Assessment, **choices: object) -> Assessment:
    settings = replace(base.settings, **choices)  # type: ignore[arg-type]
    return assess_matrix(base.matrix, base.criteria, settings, title="t")


@pytest.mark.parametrize("scales", list(Scales))
@pytest.mark.parametrize("method", METHODS)
def test_scores_lie_within_their_interval_and_places_within_theirs(
    base: Assessment, method: str, scales: Scales
) -> None:
    found = by(base, method=method, scales=scales).ranking

    assert (found.score_low <= found.scores).all()
    assert (found.scores <= found.score_high).all()
    assert (found.rank_low <= found.ranks).all()
    assert (found.ranks <= found.rank_high).all()
    assert ((found.scores >= 0) & (found.scores <= 1)).all()
    assert ((found.gap_share >= 0) & (found.gap_share <= 1)).all()
    assert len(set(found.ranks.tolist())) > 40  # it tells sites apart


@pytest.mark.parametrize("method", METHODS)
def test_the_order_setting_orders_by_that_end(base: Assessment, method: str) -> None:
    expected = by(base, method=method)
    for order, end in ((Order.PESSIMISTIC, "low"), (Order.OPTIMISTIC, "high")):
        found = by(base, method=method, order=order)
        if method == "electre":  # no ends of its own: every site at its end
            values = getattr(base.values, end)
            alone = replace(base.values, low=values, expected=values, high=values)
            certain = rank_matrix(base.matrix, alone, expected.settings)
            assert np.array_equal(found.ranking.ranks, certain.ranks)
        else:
            score = getattr(found.ranking, f"score_{end}")
            falling = (-score).argsort(kind="stable")
            assert (np.diff(found.ranking.ranks[falling]) >= 0).all()


@pytest.mark.parametrize("method", FIXED_METHODS)
def test_on_fixed_scales_a_site_less_changes_no_other_score(
    base: Assessment, method: str
) -> None:
    function, weights = FIXED_METHODS[method], base.settings.weights.normalized

    whole = by(base, method=method).ranking.scores
    assert np.array_equal(
        round_scores(function(base.values.expected[10:], weights)), whole[10:]
    )


@pytest.mark.parametrize("method", FIXED_METHODS)
def test_a_better_value_never_lowers_a_score(base: Assessment, method: str) -> None:
    function, weights = FIXED_METHODS[method], base.settings.weights.normalized
    for column in range(len(weights)):
        better = base.values.expected.copy()
        better[:, column] = np.minimum(1.0, better[:, column] + 0.1)
        gain = function(better, weights) - function(base.values.expected, weights)
        assert (gain > -1e-12).all()


def test_the_fixed_form_of_vikor_is_the_classic_one_with_both_ends_present() -> None:
    # With the ideal, the anti-ideal and the worst single gap among them, the data's own ranges
    # are the fixed ones.
    weights = np.array([0.5, 0.3, 0.2])
    values = np.random.default_rng(3).random((8, 3))
    both = np.vstack([values, np.ones(3), np.zeros(3)])

    classic = regrets(both, np.ones(3, dtype=bool), weights).compromise
    fixed = METHODS["vikor"].on_values(both, weights)
    assert np.allclose(1.0 - classic, fixed)


def test_the_score_of_promethee_is_half_of_one_plus_the_net_flow() -> None:
    rng = np.random.default_rng(4)
    values, weights = np.round(rng.random((30, 3)), 1), np.array([0.5, 0.3, 0.2])

    flows = promethee(values, np.ones(3, dtype=bool), weights)
    assert np.allclose(win_rate(values, weights), (1 + flows) / 2)


def test_no_truth_within_the_evidence_takes_promethee_beyond_its_limits(
    base: Assessment,
) -> None:
    found = by(base, method="promethee").ranking
    weights, rng = base.settings.weights.normalized, np.random.default_rng(5)
    low, high = base.values.low, base.values.high
    for _ in range(40):
        share = rng.choice([0.0, 0.5, 1.0], size=low.shape)
        scores = round_scores(win_rate(low + share * (high - low), weights))
        places = 1 + (scores[:, None] < scores).sum(axis=1)
        assert (found.rank_low <= places).all()
        assert (places <= found.rank_high).all()


def test_an_end_of_a_promethee_score_leaves_the_others_as_expected(base: Assessment) -> None:
    found = by(base, method="promethee").ranking
    weights = base.settings.weights.normalized
    for row in (0, 17, 60):
        changed = base.values.expected.copy()
        changed[row] = base.values.low[row]
        assert found.score_low[row] == pytest.approx(win_rate(changed, weights)[row])


def test_electre_leaves_everything_open_where_anything_is_unknown(base: Assessment) -> None:
    found = by(base, method="electre").ranking

    assert (found.score_low == 0).all()
    assert (found.score_high == 1).all()
    assert (found.rank_high == len(base.matrix)).all()


@pytest.mark.parametrize("method", METHODS)
def test_leads_add_up_where_scores_do_and_reasons_can_be_told(
    base: Assessment, method: str
) -> None:
    found = by(base, method=method)
    made_of, order = parts(found), found.order()
    if made_of.is_additive:
        total = (made_of.secured + made_of.on_gaps).sum(axis=1)
        assert np.allclose(total, found.ranking.scores)
    else:
        short = found.ranking.scores < 1
        assert np.allclose(made_of.to_ideal.sum(axis=1)[short], 1.0)
    two = compare(found, int(order[0]), int(order[1]))
    assert comparison_sentence(two).startswith(two.above)
    if two.is_additive:
        assert sum(lead.amount for lead in two.leads) == pytest.approx(two.margin)


@pytest.mark.parametrize("method", ["weighted-product", "waspas", "vikor", "promethee"])
def test_at_the_weight_that_turns_a_pair_round_it_ties(base: Assessment, method: str) -> None:
    found = by(base, method=method)
    order = found.order()
    for above, below in zip(order[:6].tolist(), order[1:7].tolist(), strict=True):
        turn = flip(found, above, below)
        if turn is None:
            continue
        points = dict(zip(base.criteria.ids, base.settings.weights.points, strict=True))
        points[turn.criterion.id] = turn.points
        weights = WeightVector.from_mapping(points, base.criteria.ids)
        scores = by(base, method=method, weights=weights).ranking.scores
        assert scores[above] == pytest.approx(scores[below], abs=1e-9)


def test_what_needs_own_values_says_why_it_refuses_pairs(base: Assessment) -> None:
    with pytest.raises(InputError, match="next data, method: found ELECTRE II, which"):
        needs_own_values(replace(base.settings, method="electre"), "next data")
