"""Other rules: what is not worked out twice is the same, and who asks for the end gets it."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.robustness import sensitivity, variants

TOP = 7


class EnoughError(Exception):
    """Somebody asked for the end."""


@pytest.fixture(scope="module", params=list(Scales))
def ranking(
    request: pytest.FixtureRequest,
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
) -> Assessment:
    weights = WeightVector(criteria.ids, (30.0, 10.0, 25.0, 20.0, 15.0))
    return assess(sample, criteria, Settings(weights, scales=request.param), reference)


def test_the_present_reading_of_risk_is_what_measuring_anew_gives(
    ranking: Assessment, sample: SiteRegister, reference: Reference
) -> None:
    found = variants.risk_variants(ranking, sample.sites, reference, top=TOP)
    [present] = [one for one in found if one.is_present]
    anew = variants._measured_anew(
        ranking,
        sample.sites,
        reference,
        sensitivity.reassessed(ranking, top=TOP).settings,
        between=None,
    )

    assert np.array_equal(present.ranks, variants._places(ranking, anew))
    assert present.entered == present.left == ()


def test_each_rule_is_told_before_it_is_worked_out(
    ranking: Assessment, sample: SiteRegister, reference: Reference
) -> None:
    told: list[tuple[int, int]] = []

    def tell(done: int, wanted: int) -> None:
        told.append((done, wanted))

    by_method = variants.method_variants(ranking, top=TOP, progress=tell)
    assert told == [(n, len(by_method)) for n in range(len(by_method))]
    told.clear()
    by_risk = variants.risk_variants(ranking, sample.sites, reference, top=TOP, progress=tell)
    assert told == [(n, len(by_risk)) for n in range(len(by_risk))]


def test_what_is_asked_between_can_end_the_work(
    ranking: Assessment, sample: SiteRegister, reference: Reference
) -> None:
    def end() -> None:
        raise EnoughError

    if ranking.considered is not None:
        with pytest.raises(EnoughError):
            variants.risk_variants(ranking, sample.sites, reference, top=TOP, between=end)
        with pytest.raises(EnoughError):
            variants.policy_variants(ranking, sample.sites, reference, top=TOP, between=end)
    with pytest.raises(EnoughError):
        sensitivity.without_criteria(ranking, top=TOP, between=end)
    with pytest.raises(EnoughError):
        variants.reversal_sentences(ranking, top=TOP, between=end)
