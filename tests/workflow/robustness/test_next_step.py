"""One next step per site: the best work for its cost, desk work where too little is known."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.domain.answer import CellState
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.information import CostClass, NextData
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.draws.chances import LARGEST
from prioritizer.readers.measurement_costs import read_measurement_options
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.robustness.next_data import next_data
from prioritizer.workflow.robustness.next_step import (
    DESK_STUDY,
    SETTLED,
    NextStep,
    jobs,
    next_steps,
)
from prioritizer.workflow.robustness.shares import ranked_sites

OPTIONS = read_measurement_options()


@pytest.fixture(scope="module")
def ranking(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    return assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)


@pytest.fixture(scope="module")
def worth(ranking: Assessment, sample: SiteRegister, reference: Reference) -> NextData:
    sites = ranked_sites(ranking, sample)
    return next_data(ranking, sites, reference, OPTIONS, drawn=ranking.draws)


def test_the_worth_of_a_site_is_that_of_the_draws_behind_the_list(
    ranking: Assessment, worth: NextData
) -> None:
    drawn = ranking.draws
    assert drawn is not None
    scores = drawn.levels / LARGEST @ ranking.settings.weights.normalized
    mean = scores.mean(axis=0)
    inside = np.argsort(-mean, kind="stable")[: worth.top]
    edge_in = mean[inside].min()
    edge_out = np.delete(mean, inside).max()
    crossing = scores > edge_in
    crossing[:, inside] = scores[:, inside] < edge_out

    assert (worth.draws, worth.seed) == (drawn.draws, drawn.seed)
    np.testing.assert_allclose(worth.site_chance, crossing.mean(axis=0), atol=0.002)


def test_every_site_without_a_veto_has_one_step(ranking: Assessment, worth: NextData) -> None:
    steps = next_steps(ranking, worth, OPTIONS)

    apart = {site.site_id for site in ranking.answer.apart} if ranking.answer else set()
    blank = {entry.site_id for entry in ranking.not_ranked if not entry.gate}
    assert set(steps) == set(ranking.matrix.alternatives) | apart | blank
    for site_id, step in steps.items():
        assert step.words.endswith(".")
        assert (step.words == SETTLED) == (not step.job)
        if site_id in apart | blank:
            assert step.job == DESK_STUDY
            assert step.parts_sentence.startswith("The desk study: ")
        assert (step.chance is None) == (site_id in blank or not step.job)


def test_a_step_is_the_most_gain_for_its_cost_and_nothing_where_nothing_helps(
    ranking: Assessment, worth: NextData
) -> None:
    steps = next_steps(ranking, worth, OPTIONS)

    for row, site_id in enumerate(worth.alternatives):
        own = [one for one in worth.worths if one.site_id == site_id]
        best = max(own, key=lambda one: one.gain_per_100_keur, default=None)
        assert steps[site_id].job == (best.option.name if best else "")
        if worth.is_decided[row]:
            assert steps[site_id].words == SETTLED


def test_desk_work_is_on_what_is_not_measured_and_counts_as_much(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    points = {name: 0.0 if name == "access" else 1.0 for name in criteria.ids}
    settings = Settings(WeightVector.from_mapping(points, criteria.ids))
    ranking = assess(sample, criteria, settings, reference)
    answer, considered = ranking.answer, ranking.considered
    assert answer is not None
    assert considered is not None
    steps = next_steps(ranking, None, OPTIONS)
    ids, grade = considered.matrix.alternatives, criteria.ids.index("grade")
    site = next(
        site
        for site in answer.apart
        if considered.draws.state(ids.index(site.site_id), grade) is CellState.ANALOGUE
    )
    desk = {o.id: o for o in OPTIONS if o.cost_class is CostClass.DESK}

    step = steps[site.site_id]

    assert desk["archive_assays"].name in step.parts
    assert desk["access_study"].name not in step.parts  # without weight
    named = [option for option in desk.values() if option.name in step.parts]
    assert step.cost_low_keur == sum(option.cost_low_keur for option in named)
    assert step.cost_high_keur == sum(option.cost_high_keur for option in named)
    assert step.chance == site.chance
    assert step.words.endswith(" chance to reach the list.")


def test_the_jobs_are_the_first_of_all_one_a_site(worth: NextData) -> None:
    found = jobs(worth)

    assert len(found) == 3
    assert len({job.site_id for job in found}) == 3
    assert (found[0].site_id, found[0].job) == (
        worth.worths[0].site_id,
        worth.worths[0].option.name,
    )


def test_a_step_reads_as_work_cost_and_effect() -> None:
    step = NextStep("S", "Pond", "drone survey", 8, 25, 0.124, "change the list")

    assert step.sentence == ("Pond: Drone survey (8–25 k EUR): 12 % chance to change the list.")
    assert NextStep("S", "Pond", "drone survey", 8, 25).words == "Drone survey (8–25 k EUR)."
    assert step.parts_sentence == ""
