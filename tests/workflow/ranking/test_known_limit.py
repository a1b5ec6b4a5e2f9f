"""A pair is said to turn round only at weights at which the ranking ranks both."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from prioritizer.domain.answer import known_percent
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Order, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking.assess import assess, assess_matrix
from prioritizer.workflow.ranking.known_limit import (
    Unranked,
    unranked_now_sentence,
    unranked_sentence,
)
from prioritizer.workflow.ranking.why import why, why_sentences

PAIRS = 40


@pytest.fixture(scope="module", params=["weighted-sum", "topsis"])
def ranking(
    request: pytest.FixtureRequest,
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
) -> Assessment:
    settings = Settings(
        WeightVector.equal(criteria.ids), method=request.param, order=Order.EXPECTED, draws=20
    )
    return assess(sample, criteria, settings, reference)


def places(assessment: Assessment, weights: np.ndarray) -> dict[str, int]:
    """Return the places that the ranking shows under other weights, of the ranked sites."""
    considered = assessment.considered
    vector = WeightVector(assessment.criteria.ids, tuple(weights.tolist()))
    found = assess_matrix(
        considered.matrix,
        assessment.criteria,
        replace(assessment.settings, weights=vector),
        title="",
        valued=(considered.values, ()),
        drawn=considered.draws,
    )
    return dict(zip(found.matrix.alternatives, found.ranking.ranks.tolist(), strict=True))


def test_one_weight_turns_a_pair_round_in_the_ranking_or_says_who_is_not_ranked(
    ranking: Assessment,
) -> None:
    ids, order = ranking.matrix.alternatives, ranking.order().tolist()
    apart = [site.site_id for site in ranking.answer.apart]
    pairs = [(ids[a], ids[b]) for a, b in pairwise(order[:PAIRS])]
    blocked = 0
    for above, below in (*pairs, *((ids[order[9]], name) for name in apart[:8])):
        found = why(ranking, above, below)
        turn = found.one_weight
        if turn is None or turn.share in (0.0, 1.0):
            continue
        points = np.ones(5)
        step = 1e-6 if turn.share > turn.share_now else -1e-6
        points[ranking.criteria.criteria.index(turn.criterion)] = turn.points * (1 + step)
        then = places(ranking, points)
        first, second = (
            (above, below) if found.above in names_of(ranking, above) else (below, above)
        )
        if turn.not_ranked:
            blocked += 1
            assert {one.site_id for one in turn.not_ranked} == {first, second} - then.keys()
            told = " ".join(why_sentences(found))
            assert "does not pass it. At these weights" in told
            is_still = any(one.site_id in apart for one in turn.not_ranked)
            assert ("still not ranked" in told.split("does not pass it.")[1]) == is_still
        else:
            assert then[second] < then[first]
    assert blocked > 0


def names_of(ranking: Assessment, site_id: str) -> str:
    matrix = ranking.considered.matrix
    return matrix.names[matrix.alternatives.index(site_id)]


def test_all_weights_together_say_who_they_leave_too_little_known(ranking: Assessment) -> None:
    ids, order = ranking.matrix.alternatives, ranking.order().tolist()
    told = 0
    for a, b in pairwise(order[:PAIRS]):
        found = why(ranking, ids[a], ids[b])
        if found.all_weights is None:
            continue
        then = places(ranking, found.all_weights.weights)
        left = {one.site_id for one in found.not_ranked}
        assert left == {ids[a], ids[b]} - then.keys()
        told += bool(left)
        said = " ".join(why_sentences(found))
        assert all(f"{known_percent(one.known_weight)} of the weight" in said
                   for one in found.not_ranked)  # fmt: skip
    assert told > 0 or ranking.settings.method == "topsis"


def test_sites_that_are_not_ranked_are_named_with_what_is_known_never_rounded_up() -> None:
    one, two = Unranked("a", "A", 0.49997), Unranked("b", "B", 0.47)

    assert unranked_sentence([]) == ""
    assert unranked_sentence([one]) == (
        "At these weights A (49.9 % of the weight known) is not ranked: 50 % must be known."
    )
    assert "A (49.9 % of the weight known) and B (47 % of the weight known) are not ranked" in (
        unranked_sentence([one, two])
    )


def test_a_site_that_is_not_ranked_now_is_named_first_and_is_still_not_ranked() -> None:
    one, two = Unranked("a", "A", 0.494, is_already=True), Unranked("b", "B", 0.47)

    assert unranked_now_sentence([]) == ""
    assert unranked_now_sentence([one]) == (
        "A (49 % of the weight known) is not ranked now: 50 % must be known."
    )
    assert unranked_sentence([one]) == (
        "At these weights A (49 % of the weight known) is still not ranked: 50 % must be known."
    )
    assert unranked_sentence([one, two]) == (
        "At these weights B (47 % of the weight known) is not ranked and A (49 % of the weight "
        "known) is still not ranked: 50 % must be known."
    )


def test_who_of_a_pair_is_not_ranked_now_comes_first(ranking: Assessment) -> None:
    ids, order = ranking.matrix.alternatives, ranking.order().tolist()
    apart = ranking.answer.apart
    assert apart
    for one in apart[::4]:
        found = why(ranking, one.site_id, ids[order[0]])
        first = why_sentences(found)[0]
        known = known_percent(one.known_weight)
        assert first.startswith(f"{one.name} ({known} of the weight known) is not ranked now:")
    both = why(ranking, ids[order[0]], ids[order[1]])
    assert "not ranked now" not in " ".join(why_sentences(both))
