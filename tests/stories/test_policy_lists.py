"""Policy lists as a choice of the ranking: measured by them, recorded, drawn, compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.reference import USUAL_POLICY_LISTS, Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.robustness import Uncertainty
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.draws import appraise_matrix
from prioritizer.workflow.records.parsing import parse_record
from prioritizer.workflow.records.replay import make_record, parts_of, replay
from prioritizer.workflow.robustness.considered import considered_sites
from prioritizer.workflow.robustness.shares import site_draws
from prioritizer.workflow.robustness.variants import policy_variants

AMERICAN = ("US-CM-2025",)


def ranked(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, lists: tuple[str, ...]
) -> Assessment:
    settings = Settings(WeightVector.equal(criteria.ids), policy_lists=lists)
    return assess(sample, criteria, settings, reference)


def test_other_lists_change_relevance_alone_and_re_rank(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    usual = ranked(sample, criteria, reference, USUAL_POLICY_LISTS)
    other = ranked(sample, criteria, reference, AMERICAN)

    column = criteria.ids.index("crm_relevance")
    sites = considered_sites(other, sample)
    direct = appraise_matrix(sites, criteria, reference, policy_lists=AMERICAN)
    theirs, ours = other.considered.matrix.best, usual.considered.matrix.best
    np.testing.assert_array_equal(theirs[:, column], direct.best[:, column])
    rest = [k for k in range(len(criteria.ids)) if k != column]
    np.testing.assert_array_equal(theirs[:, rest], ours[:, rest])
    assert [other.matrix.alternatives[row] for row in other.order()] != [
        usual.matrix.alternatives[row] for row in usual.order()
    ]


def test_the_order_and_doubles_of_the_lists_do_not_matter(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    usual = ranked(sample, criteria, reference, USUAL_POLICY_LISTS)
    again = ranked(sample, criteria, reference, (*reversed(USUAL_POLICY_LISTS), "EU-CRM-2024"))

    np.testing.assert_array_equal(usual.ranking.scores, again.ranking.scores)


def test_without_any_list_nothing_counts_as_critical(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    usual = ranked(sample, criteria, reference, USUAL_POLICY_LISTS)
    none = ranked(sample, criteria, reference, ())

    column = criteria.ids.index("crm_relevance")
    theirs, ours = none.considered.matrix.best, usual.considered.matrix.best
    known = np.isfinite(theirs[:, column])
    assert (theirs[known, column] <= ours[known, column]).all()


def test_an_unknown_list_is_refused_with_those_there_are(reference: Reference) -> None:
    with pytest.raises(InputError, match=r"found 'MOON'.*Expected some of: EU-CRM-2024"):
        reference.with_policy(["EU-CRM-2024", "MOON"])


def test_the_record_keeps_the_lists_and_replays(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    content = make_record(ranked(sample, criteria, reference, AMERICAN), sample)

    record = parse_record(content)
    assert record["settings"]["policy_lists"] == list(AMERICAN)
    assert parts_of(record)[1].policy_lists == AMERICAN
    assert replay(content).is_same


def test_draws_of_the_evidence_follow_the_lists_of_the_settings(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    few = replace(sample, sites=sample.sites[:25])

    def drawn(lists: tuple[str, ...]) -> FloatArray:
        found = ranked(few, criteria, reference, lists)
        source = site_draws(found, considered_sites(found, few), reference, Uncertainty())
        assert source is not None
        means: FloatArray = source.sample(np.random.default_rng(1), 50).mean(axis=0)
        return means

    usual, other = drawn(USUAL_POLICY_LISTS), drawn(AMERICAN)
    column = criteria.ids.index("crm_relevance")
    rest = [k for k in range(len(criteria.ids)) if k != column]
    assert not np.allclose(usual[:, column], other[:, column])
    np.testing.assert_allclose(usual[:, rest], other[:, rest])


def test_the_variants_name_the_present_lists_and_leave_them_out(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = ranked(sample, criteria, reference, AMERICAN)

    variants = policy_variants(found, considered_sites(found, sample), reference, top=10)

    assert variants[0].is_present
    assert variants[0].name == "US-CM-2025"
    assert len(variants) == len({entry.list_id for entry in reference.policy})
