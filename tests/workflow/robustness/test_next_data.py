"""What to measure next: checked against brute force, and silent where nothing can change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.robustness import Uncertainty
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import DataError, InputError
from prioritizer.readers.measurement_costs import read_measurement_options
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.robustness.next_data import next_data
from prioritizer.workflow.robustness.shares import considered_sites, site_draws

TOP = 4


@pytest.fixture(scope="module")
def few(sample: SiteRegister) -> SiteRegister:
    return replace(sample, sites=sample.sites[:20])


@pytest.fixture(scope="module")
def ranking(few: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    settings = Settings(WeightVector.equal(criteria.ids), gaps=GapMode.MIDDLE)
    return assess(few, criteria, settings, reference)


def test_knowing_a_whole_site_is_worth_what_brute_force_gives(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    sites = considered_sites(ranking, few)
    found = next_data(ranking, sites, reference, (), top=TOP, draws=2000)

    source = site_draws(ranking, sites, reference, Uncertainty())
    weights = ranking.settings.weights.normalized
    scores = source.sample(np.random.default_rng(4), 4000) @ weights
    mean = scores.mean(axis=0)
    before = np.sort(mean)[-TOP:].sum()
    for row in range(len(sites)):
        gains = np.empty(len(scores))
        for draw, told in enumerate(scores[:, row]):
            known = mean.copy()
            known[row] = told
            gains[draw] = np.sort(known)[-TOP:].sum() - before
        assert found.site_gain[row] == pytest.approx(gains.mean(), abs=0.004)


def test_a_decided_site_has_no_measurement_that_pays(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    sites = considered_sites(ranking, few)
    found = next_data(ranking, sites, reference, read_measurement_options(), top=1, draws=1024)

    named = {worth.site_id for worth in found.worths}
    decided = {i for i, d in zip(found.alternatives, found.is_decided, strict=True) if d}
    assert decided
    assert not named & decided
    assert str(len(decided)) in found.sentence


def test_a_more_reliable_measurement_of_the_same_is_worth_more(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    options = {option.id: option for option in read_measurement_options()}
    chosen = (options["archive_assays"], options["surface_assays"])
    found = next_data(
        ranking, considered_sites(ranking, few), reference, chosen, top=TOP, draws=1024
    )

    by_option: dict[str, dict[str, float]] = {option.id: {} for option in chosen}
    for worth in found.worths:
        by_option[worth.option.id][worth.site_id] = worth.gain
    assert by_option["archive_assays"]
    for site, gain in by_option["archive_assays"].items():
        assert by_option["surface_assays"][site] > gain
    perfect = {(worth.site_id, worth.perfect_gain) for worth in found.worths}
    assert len(perfect) == len(by_option["surface_assays"])
    assert all(worth.perfect_gain > worth.gain for worth in found.worths)


def test_worths_fall_by_gain_per_cost_and_topsis_is_marked_as_a_lower_bound(
    few: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), method="topsis", gaps=GapMode.MIDDLE)
    ranking = assess(few, criteria, settings, reference)

    found = next_data(
        ranking,
        considered_sites(ranking, few),
        reference,
        read_measurement_options()[:3],
        top=TOP,
        draws=256,
    )

    gains = [worth.gain_per_100_keur for worth in found.worths]
    assert gains
    assert gains == sorted(gains, reverse=True)
    assert found.is_lower_bound


def test_a_site_that_is_too_little_known_counts_where_it_is_then_known_well_enough(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    ranking = assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)
    found = next_data(ranking, sample.sites, reference)

    assert ranking.answer is not None
    assert ranking.considered is not None
    apart = {site.site_id: site for site in ranking.answer.apart}
    assert (found.draws, found.seed) == (ranking.answer.draws, ranking.answer.seed)
    assert apart.keys() == {
        i for i, a in zip(found.alternatives, found.is_apart, strict=True) if a
    }
    # Whoever is apart and learns all about itself is listed when it passes the last expected.
    weights = ranking.settings.weights.normalized
    scores = ranking.considered.draws.levels / 65535 @ weights
    edge = np.sort(scores.mean(axis=0)[~found.is_apart])[-found.top]
    passing = (scores > edge + 1e-12).mean(axis=0)[found.is_apart]
    np.testing.assert_allclose(found.site_chance[found.is_apart], passing, atol=0.001)
    named = [worth for worth in found.worths if worth.rank is None]
    assert named
    for worth in named:
        assert not worth.is_listed
        gained = sum(
            weight
            for weight, criterion in zip(weights, ranking.criteria.criteria, strict=True)
            if criterion.measure in worth.option.measures
        )
        assert apart[worth.site_id].known_weight + gained >= 0.5 - 1e-9


def test_everybody_on_the_shortlist_leaves_nothing_to_decide(
    ranking: Assessment, few: SiteRegister, reference: Reference
) -> None:
    with pytest.raises(InputError, match="nothing to decide"):
        next_data(
            ranking, considered_sites(ranking, few), reference, (), top=len(ranking.matrix)
        )


def test_the_table_of_measurements_is_whole_and_a_broken_row_is_named(tmp_path: Path) -> None:
    options = read_measurement_options()
    assert {measure for option in options for measure in option.measures} == set(MEASURES)

    broken = tmp_path / "costs.csv"
    broken.write_text("measurement,name,cost_class\nx,y,moon\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"costs\.csv, row 2"):
        read_measurement_options(broken)
