"""Robustness of a ranking: shares add up, certainty reduces to the ranking, seeds repeat."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.answer import LEAST_KNOWN, GapMode, Section, SectionLimits
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Scales, Settings
from prioritizer.domain.robustness import Uncertainty, WeightKnowledge
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank, round_scores
from prioritizer.engine.weights.regions import Ordered, Polytope
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.answer import NEAR, known_share, known_weight
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.robustness.considered import considered_sites
from prioritizer.workflow.robustness.sensitivity import reassessed
from prioritizer.workflow.robustness.shares import (
    robustness,
    site_draws,
    weight_free,
    weight_region,
)

CERTAIN = Uncertainty(weights=WeightKnowledge.FIXED, evidence=())
POINTS = {"grade": 3, "volume": 2, "environmental_risk": 1, "access": 1, "crm_relevance": 2}


@pytest.fixture(scope="module")
def few(sample: SiteRegister) -> SiteRegister:
    return replace(sample, sites=sample.sites[:45])


@pytest.fixture(scope="module")
def ranking(few: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    weights = WeightVector.from_mapping(POINTS, criteria.ids)
    return assess(few, criteria, Settings(weights, facilities=Facilities.ALL), reference)


def run(ranking, few, reference, uncertainty, **settings):  # type: ignore[no-untyped-def]
    sites = considered_sites(ranking, few)
    wanted = {"top": 5, "draws": 800} | settings
    return robustness(ranking, sites, reference, uncertainty, **wanted)


def test_without_any_uncertainty_the_ranking_itself_comes_back(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    found = run(ranking, few, reference, CERTAIN, draws=20)

    by_score = rank(round_scores(ranking.ranking.scores))
    assert np.array_equal(found.shortlist, by_score <= 5)
    assert np.array_equal(found.expected_rank, by_score)
    assert ranking.answer is not None
    assert found.sections != ranking.answer.sections  # a list of 5 has chances of its own
    again = reassessed(ranking, top=5)
    assert again.answer is not None
    assert found.sections == again.answer.sections
    assert np.array_equal(found.chance, again.answer.chance)


@pytest.mark.parametrize("mode", list(GapMode))
def test_with_fixed_weights_the_draws_give_the_chances_of_the_ranking_page(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, mode: GapMode
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), gaps=mode, draws=2000)
    ranking = assess(sample, criteria, settings, reference)
    fixed = Uncertainty(weights=WeightKnowledge.FIXED)

    found = robustness(ranking, sample.sites, reference, fixed, top=10, draws=2000, seed=5)

    chance = ranking.answer.chance
    # Two runs of 2,000 draws each: five standard errors of their difference.
    both = (chance + found.shortlist) / 2
    error = 5 * np.sqrt(2 * both * (1 - both) / 2000)
    assert (np.abs(found.shortlist - chance) <= error).all()
    wide = np.abs(found.rank_quantiles[:, 1] - ranking.answer.rank_median)
    assert wide.mean() < 1.0


def test_a_site_that_is_too_little_known_is_missed_where_it_is_not_given(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    apart = {site.site_id for site in ranking.answer.apart}
    assert apart
    ranked = tuple(site for site in few.sites if site.site_id not in apart)

    with pytest.raises(InputError, match="drawn from like sites among all of them"):
        robustness(ranking, ranked, reference, Uncertainty(), top=5, draws=10)


@pytest.mark.parametrize(
    "chosen",
    [
        Uncertainty(weights=WeightKnowledge.AROUND),
        Uncertainty(weights=WeightKnowledge.ORDER),
        Uncertainty(weights=WeightKnowledge.ORDER, order=(("access",), ("grade", "volume"))),
        Uncertainty(weights=WeightKnowledge.BOUNDS, bounds={"grade": (0.3, 0.4)}),
        Uncertainty(
            weights=WeightKnowledge.BOUNDS,
            statements=("access >= 2 grade", "grade >= volume"),
        ),
        Uncertainty(weights=WeightKnowledge.ANY),
    ],
)
def test_a_criterion_that_is_left_out_weighs_nothing_in_any_draw(
    criteria: CriteriaSet, chosen: Uncertainty
) -> None:
    weights = replace(WeightVector.equal(criteria.ids), left_out=("access",))

    drawn = weight_region(weights, chosen).sample(np.random.default_rng(2), 200)

    assert (drawn[:, criteria.ids.index("access")] == 0).all()
    assert drawn.sum(axis=1) == pytest.approx(1.0)
    grade, volume = (drawn[:, criteria.ids.index(name)] for name in ("grade", "volume"))
    assert (grade > 0).all()
    if chosen.statements:
        assert (grade >= volume - 1e-9).all()
    if chosen.order:
        assert (grade == volume).all()


def test_every_row_of_rank_acceptability_sums_to_the_draws_that_rank_the_site(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    found = run(ranking, few, reference, Uncertainty(), pairwise=True)

    assert found.rank_acceptability.sum(axis=1) == pytest.approx(found.ranked)
    assert 0 < found.ranked.min() < found.ranked.max() == 1
    assert found.shortlist == pytest.approx(found.rank_acceptability[:, :5].sum(axis=1))
    assert (found.pairwise_wins + found.pairwise_wins.T <= 1 + 1e-12).all()


def test_shares_follow_a_plain_loop_over_weights(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    draws = 4000
    chosen = Uncertainty(weights=WeightKnowledge.ANY, evidence=())
    found = run(ranking, few, reference, chosen, draws=draws)

    rng = np.random.default_rng(99)
    considered = ranking.considered
    known = known_share(considered.draws)
    plain, ranked = np.zeros(len(known)), np.zeros(len(known))
    for weights in rng.dirichlet(np.ones(5), draws):
        enough = known_weight(considered.values, known, weights) >= LEAST_KNOWN - NEAR
        rows = np.flatnonzero(enough if enough.any() else ~enough)
        scores = weighted_sum(considered.values.expected[rows], weights)
        plain[rows] += (scores[:, None] < scores).sum(axis=1) < 5
        ranked[rows] += 1
    error = 5 * np.sqrt(2 * 0.25 / draws)
    assert found.shortlist == pytest.approx(plain[ranking.rows] / draws, abs=error)
    assert found.ranked == pytest.approx(ranked[ranking.rows] / draws, abs=error)
    at = {name: row for row, name in enumerate(considered.matrix.alternatives)}
    assert found.entrants
    for one in found.entrants:
        assert one.known_weight < LEAST_KNOWN
        assert one.shortlist == pytest.approx(plain[at[one.site_id]] / draws, abs=error)
        assert one.ranked == pytest.approx(ranked[at[one.site_id]] / draws, abs=error)


def test_where_weights_are_held_nobody_enters_or_leaves(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    found = run(ranking, few, reference, Uncertainty(weights=WeightKnowledge.FIXED), draws=50)

    assert found.entrants == ()
    assert (found.ranked == 1).all()


def test_the_same_seed_repeats_every_figure_and_another_does_not(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    first, again, other = (
        run(ranking, few, reference, Uncertainty(), seed=seed) for seed in (7, 7, 8)
    )

    assert np.array_equal(first.rank_acceptability, again.rank_acceptability)
    assert not np.array_equal(first.rank_acceptability, other.rank_acceptability)


def test_two_methods_give_the_mean_of_each(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    def under(*methods: str):  # type: ignore[no-untyped-def]
        chosen = Uncertainty(weights=WeightKnowledge.ANY, methods=methods)
        return run(ranking, few, reference, chosen).shortlist

    both, one, other = under("weighted-sum", "topsis"), under("weighted-sum"), under("topsis")

    assert both == pytest.approx((one + other) / 2)
    assert not np.array_equal(one, other)


def test_a_criterion_that_is_switched_off_keeps_its_expected_values(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    chosen = Uncertainty(evidence=("grade", "volume"))
    source = site_draws(ranking, considered_sites(ranking, few), reference, chosen)

    drawn = source.sample(np.random.default_rng(1), 50)

    off = [2, 3, 4]
    expected = np.broadcast_to(ranking.values.expected[:, off], (50, len(ranking.matrix), 3))
    assert np.array_equal(drawn[..., off], expected)
    assert drawn[..., 0].std(axis=0).max() > 0.01


def test_gaps_that_are_held_do_not_vary(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    chosen = Uncertainty(gaps=False)
    source = site_draws(ranking, considered_sites(ranking, few), reference, chosen)

    spread = source.sample(np.random.default_rng(1), 30).std(axis=0)

    assert (spread[ranking.values.gap] < 1e-12).all()


def test_a_cancelled_run_tells_what_it_counted(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    told: list[tuple[int, int]] = []

    found = run(
        ranking, few, reference, Uncertainty(), draws=50_000,
        progress=lambda done, wanted: told.append((done, wanted)), cancel=lambda: True,
    )  # fmt: skip

    assert not found.is_complete
    assert told == [(found.draws, 50_000)]
    assert found.rank_acceptability.sum(axis=1) == pytest.approx(found.ranked)


def test_order_and_bounds_make_the_region_they_say(criteria: CriteriaSet) -> None:
    weights = WeightVector.from_mapping(POINTS, criteria.ids)
    order = weight_region(weights, Uncertainty(weights=WeightKnowledge.ORDER))
    chosen = Uncertainty(weights=WeightKnowledge.BOUNDS, bounds={"grade": (0.3, 0.4)})
    bounds = weight_region(weights, chosen)

    assert isinstance(order, Ordered)
    assert order.groups == ((0,), (1, 4), (2, 3))
    assert isinstance(bounds, Polytope)
    drawn = bounds.sample(np.random.default_rng(3), 200)
    assert ((drawn[:, 0] >= 0.3) & (drawn[:, 0] <= 0.4)).all()


def test_criteria_of_one_place_weigh_the_same_and_the_unnamed_come_last(
    criteria: CriteriaSet,
) -> None:
    said = Uncertainty(
        weights=WeightKnowledge.ORDER, order=(("access",), ("grade", "volume", "crm_relevance"))
    )
    region = weight_region(WeightVector.equal(criteria.ids), said)

    drawn = dict(zip(criteria.ids, region.sample(np.random.default_rng(3), 500).T, strict=True))

    assert (drawn["grade"] == drawn["volume"]).all()
    assert (drawn["grade"] == drawn["crm_relevance"]).all()
    assert (drawn["access"] >= drawn["grade"]).all()
    assert (drawn["environmental_risk"] <= drawn["grade"]).all()


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (Uncertainty(evidence=("gold",)), "found 'gold'"),
        (Uncertainty(methods=("promethee",)), "compares every pair of sites"),
        (Uncertainty(weights=WeightKnowledge.ORDER, order=(("x",),)), "found 'x'"),
        (Uncertainty(weights=WeightKnowledge.BOUNDS, bounds={"grade": (0.9, 0.2)}), "Widen"),
    ],
)
def test_a_source_that_makes_no_sense_is_refused_in_words(
    ranking: Assessment,
    few: SiteRegister,
    reference: Reference,
    chosen: Uncertainty,
    words: str,
) -> None:
    with pytest.raises(InputError, match=words):
        run(ranking, few, reference, chosen)


def test_scales_from_the_data_are_refused(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    settings = replace(ranking.settings, scales=Scales.DATA)

    with pytest.raises(InputError, match="Choose fixed scales"):
        run(replace(ranking, settings=settings), few, reference, Uncertainty())


def test_sections_include_their_limits_and_limits_must_be_in_order() -> None:
    limits = SectionLimits(0.9, 0.5, 0.1)

    assert [limits.section(share) for share in (0.9, 0.89, 0.49, 0.1, 0.09)] == [
        Section.SECURE, Section.LIKELY, Section.OPEN, Section.OPEN, Section.OUT,
    ]  # fmt: skip
    with pytest.raises(InputError, match="0 <= open <= likely <= secure <= 1"):
        SectionLimits(0.1, 0.5, 0.9)


def test_who_wins_with_its_winning_weights_and_who_is_beaten_never(
    ranking: Assessment,
) -> None:
    free = weight_free(ranking, with_ranks=False)
    values = ranking.values.expected

    assert free.can_be_first.any()
    for row in np.flatnonzero(free.can_be_first).tolist():
        scores = weighted_sum(values, free.winning_weights[row])
        assert scores[row] >= scores.max() - 1e-6
    assert not (free.can_be_first & (free.dominators > 0)).any()


def test_extreme_ranks_enclose_what_draws_of_weights_give(ranking: Assessment) -> None:
    small = replace(
        ranking,
        matrix=replace(
            ranking.matrix,
            alternatives=ranking.matrix.alternatives[:8],
            names=ranking.matrix.names[:8],
        ),
        values=replace(ranking.values, expected=ranking.values.expected[:8]),
    )
    free = weight_free(small)

    for weights in np.random.default_rng(5).dirichlet(np.ones(5), 300):
        scores = weighted_sum(small.values.expected, weights)
        ranks = 1 + (scores > scores[:, None] + 1e-9).sum(axis=1)
        assert (free.best_rank <= ranks).all()
        assert (ranks <= free.worst_rank).all()
