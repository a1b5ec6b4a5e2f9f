"""What to measure next: checked against brute force, and silent where nothing can change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.answer import LEAST_KNOWN, GapMode
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.information import CostClass
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.draws.chances import LARGEST
from prioritizer.errors import DataError, InputError
from prioritizer.readers.measurement_costs import read_measurement_options
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.robustness.considered import considered_sites
from prioritizer.workflow.robustness.next_data import desk_work, next_data

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
    found = next_data(ranking, considered_sites(ranking, few), reference, (), top=TOP)

    drawn = ranking.draws
    assert drawn is not None
    scores = drawn.levels / LARGEST @ ranking.settings.weights.normalized
    chance = _chances(scores)
    inside = np.argsort(-chance, kind="stable")[:TOP]
    outside = np.argsort(-chance, kind="stable")[TOP:]
    assert found.everything == pytest.approx(TOP - chance[inside].sum(), abs=1e-6)
    for row in range(len(chance)):
        edge = outside[0] if row in inside else inside[-1]
        sign = -1 if row in inside else 1
        gains = []
        for told in scores[::4, row]:
            known = scores.copy()
            known[:, row] = told
            ahead = _chances(known)
            gains.append(max(0.0, sign * (ahead[row] - ahead[edge])))
        assert found.site_gain[row] == pytest.approx(np.mean(gains), abs=0.03)


def _chances(scores: np.ndarray) -> np.ndarray:
    """Return how often each is among the first, ``(sites,)``."""
    best = np.argsort(-scores, axis=1)[:, :TOP]
    return np.bincount(best.ravel(), minlength=scores.shape[1]) / len(scores)


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


def test_worths_fall_by_gain_per_cost_under_any_method(
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
    named = [worth for worth in found.worths if worth.rank is None]
    assert named
    for worth in named:
        assert not worth.is_listed
        gained = sum(
            weight
            for weight, criterion in zip(
                ranking.settings.weights.normalized, ranking.criteria.criteria, strict=True
            )
            if criterion.measure in worth.option.measures
        )
        assert apart[worth.site_id].known_weight + gained >= LEAST_KNOWN - 1e-9


def test_all_desk_work_on_what_is_not_known_is_one_study(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    points = {name: 0.0 if name == "access" else 1.0 for name in criteria.ids}
    settings = Settings(WeightVector.from_mapping(points, criteria.ids))
    ranking = assess(sample, criteria, settings, reference)
    found = next_data(ranking, sample.sites, reference)
    options = read_measurement_options()

    studies = [worth for worth in found.worths if worth.option.parts]

    assert studies
    for worth in studies:
        work = desk_work(ranking, options, worth.site_id)
        assert worth.rank is None  # a ranked site has single pieces of work
        assert worth.option.parts == tuple(option.name for option in work)
        assert all(option.cost_class is CostClass.DESK for option in work)
        assert "access_study" not in {option.id for option in work}  # without weight
        assert worth.option.cost_low_keur == sum(option.cost_low_keur for option in work)
        assert worth.option.cost_high_keur == sum(option.cost_high_keur for option in work)
        assert worth.chance <= float(found.site_chance.max())


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
