"""What is called stable is the list of the ranking: who is ranked moves with the weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Order, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking.assess import assess, assess_matrix, reranked
from prioritizer.workflow.ranking.known_limit import candidates
from prioritizer.workflow.robustness import sensitivity
from prioritizer.workflow.robustness.list_changes import ListChange

STEP = 1 / 100


@pytest.fixture(scope="module", params=["weighted-sum", "topsis", "vikor"])
def by_score(
    request: pytest.FixtureRequest,
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
) -> Assessment:
    """Return the sample by score; twenty draws do, since no list here rests on any."""
    weights = WeightVector.equal(criteria.ids)
    settings = Settings(
        weights,
        method=request.param,
        order=Order.EXPECTED,
        draws=20,
        facilities=Facilities.ALL,
    )
    return assess(sample, criteria, settings, reference)


def ranked_with(assessment: Assessment, weights: np.ndarray) -> Assessment:
    """Return what the ranking shows under other weights: the path of every weight change."""
    considered = assessment.considered
    vector = WeightVector(assessment.criteria.ids, tuple(weights.tolist()))
    return assess_matrix(
        considered.matrix,
        assessment.criteria,
        replace(assessment.settings, weights=vector),
        title="",
        valued=(considered.values, ()),
        drawn=considered.draws,
    )


def listed(assessment: Assessment, top: int) -> set[str]:
    names = np.array(assessment.matrix.alternatives)
    return set(names[assessment.ranking.ranks <= top].tolist())


@pytest.fixture(scope="module")
def moved(by_score: Assessment) -> list[dict[float, Assessment]]:
    """Return what the ranking shows with each share of each criterion, one step apart."""
    weights = by_score.settings.weights.normalized
    return [
        {
            share: ranked_with(by_score, sensitivity.with_share(weights, column, share))
            for share in np.arange(STEP / 2, 1, STEP).tolist()
        }
        for column in range(len(weights))
    ]


@pytest.mark.parametrize("top", [1, 10])
def test_every_interval_ends_where_the_ranking_shows_another_list(
    by_score: Assessment, moved: list[dict[float, Assessment]], top: int
) -> None:
    weights, now = by_score.settings.weights.normalized, listed(by_score, top)

    for column, found in enumerate(sensitivity.stability(by_score, top=top)):
        lists = {share: listed(shown, top) for share, shown in moved[column].items()}
        same = [share for share in lists if found.low + 1e-9 < share < found.high - 1e-9]
        assert all(lists[share] == now for share in same), found.sentence
        for end, sign in ((found.low, -1), (found.high, 1)):
            if 1e-5 < end < 1 - 1e-5:
                past = sensitivity.with_share(weights, column, end + sign * 1e-6)
                assert listed(ranked_with(by_score, past), top) != now, found.sentence


def test_sites_that_come_to_be_known_well_enough_end_an_interval_of_the_sample(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    weights = WeightVector.equal(criteria.ids)
    settings = Settings(weights, order=Order.EXPECTED, draws=20, facilities=Facilities.ALL)
    assessment = assess(sample, criteria, settings, reference)
    apart = {site.site_id: site for site in assessment.answer.apart}
    held = replace(assessment, considered=None, answer=None)

    found = dict(zip(criteria.ids, sensitivity.stability(assessment, top=10), strict=True))
    blind = dict(zip(criteria.ids, sensitivity.stability(held, top=10), strict=True))

    for site_id, end in (("FI-009", found["grade"].below), ("FI-013", found["grade"].above)):
        assert apart[site_id].known_weight < 0.5
        assert end.known_enough == (apart[site_id].name,)
        assert len(end.left) == 1
    assert blind["grade"].low < found["grade"].low < found["grade"].high < blind["grade"].high
    assert blind["grade"].reasons == ()
    below, above = found["grade"].reasons
    assert "is known well enough to be ranked and comes onto it" in below
    assert f"Above {100 * found['grade'].high:.1f} %" in above


def test_a_criterion_that_is_left_out_is_asked_about_as_if_it_were_switched_on(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    """Who is ranked then is who the ranking shows with the switch."""
    few = replace(sample, sites=sample.sites[:40])
    bare = tuple(replace(site, assays=()) for site in few.sites)
    register = replace(few, sites=bare)
    settings = Settings(WeightVector.equal(criteria.ids), order=Order.EXPECTED, draws=20)
    assessment = assess(register, criteria, settings, reference)
    left_out = assessment.settings.weights.left_out
    assert left_out
    column = criteria.ids.index(left_out[0])
    found = sensitivity.stability(assessment, top=5)[column]
    now = listed(assessment, 5)

    switched = replace(assessment, settings=replace(assessment.settings, switched_on=left_out))
    for share in np.arange(0.005, min(found.high, 0.99), 0.01).tolist():
        weights = sensitivity.with_share(assessment.settings.weights.normalized, column, share)
        assert listed(ranked_with(switched, weights), 5) == now


def test_where_a_caller_said_whom_to_rank_nobody_comes_or_goes(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), draws=20)
    everybody = assess(sample, criteria, settings, reference)
    grade = WeightVector.from_mapping({"grade": 1}, criteria.ids)
    few = reranked(everybody, replace(settings, weights=grade))
    assert few.matrix.alternatives == everybody.matrix.alternatives

    assert candidates(everybody).limit is not None
    assert len(candidates(everybody).matrix) == len(everybody.considered.matrix)
    assert candidates(few).limit is None
    assert candidates(few).matrix is few.matrix


def test_a_change_says_who_comes_and_who_goes_and_by_which_limit() -> None:
    one = ListChange(("A",), (), (), ("B",))
    several = ListChange((), ("A", "B"), ("C", "D"), ())
    by_score = ListChange((), (), ("A",), ("B",))

    assert one.sentence("Above 30 %", top=10) == (
        "Above 30 %, A is known well enough to be ranked and comes onto it; B drops off it."
    )
    assert several.sentence("Below 5 %", top=10) == (
        "Below 5 %, A and B are too little known to be ranked and drop off it; C and D come "
        "onto it."
    )
    assert one.sentence("Above 30 %", top=1).startswith(
        "Above 30 %, A is known well enough to be ranked and takes it"
    )
    assert by_score.sentence("Above 30 %", top=10) == ""


@pytest.mark.parametrize("top", [1, 6, 10])
def test_the_least_shift_of_all_weights_changes_the_list_that_the_ranking_shows(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, top: int
) -> None:
    weights = WeightVector.equal(criteria.ids)
    settings = Settings(weights, order=Order.EXPECTED, draws=20, facilities=Facilities.ALL)
    assessment = assess(sample, criteria, settings, reference)
    now, present = listed(assessment, top), assessment.settings.weights.normalized

    shift = sensitivity.joint_shift(assessment, top=top)

    rng = np.random.default_rng(5)
    for other in rng.dirichlet(np.ones(5), 60):
        part = 0.98 * shift.moved / (0.5 * np.abs(other - present).sum())
        nearer = present + min(part, 1.0) * (other - present)
        assert listed(ranked_with(assessment, nearer), top) == now, shift.sentence
    past = np.clip(present + 1.001 * (np.array(shift.weights) - present), 0.0, 1.0)
    assert listed(ranked_with(assessment, past), top) != now, shift.sentence
    ends = sensitivity.stability(assessment, top=top)
    one = min(abs(end - s.now) for s in ends for end in (s.low, s.high) if 0 < end < 1)
    assert shift.moved <= one + 1e-9
    if top == 10:
        apart = {site.name for site in assessment.answer.apart}
        assert shift.outside in apart
        assert f"makes {shift.outside} known well enough to be ranked" in shift.sentence
