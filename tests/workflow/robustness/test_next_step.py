"""One next step per site: the work that is worth most for its cost."""

from __future__ import annotations

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.gates import GateRule, OpenGate
from prioritizer.domain.information import NextData
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.readers.measurement_costs import read_measurement_options
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.robustness.desk_work import DESK_STUDY
from prioritizer.workflow.robustness.next_data import next_data
from prioritizer.workflow.robustness.next_step import (
    NO_COST,
    SETTLED,
    NextStep,
    find_next_steps,
    jobs,
    next_steps,
    worth_for_list,
)

OPTIONS = read_measurement_options()


@pytest.fixture(scope="module")
def ranking(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    return assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)


@pytest.fixture(scope="module")
def worth(ranking: Assessment, sample: SiteRegister, reference: Reference) -> NextData:
    found = worth_for_list(ranking, sample.sites, reference)
    assert found is not None
    return found


def test_the_worth_is_that_of_the_list_and_its_draws(
    ranking: Assessment, worth: NextData
) -> None:
    answer = ranking.answer
    assert answer is not None
    assert (worth.draws, worth.seed) == (answer.draws, answer.seed)
    assert {one.site_id for one in worth.worths if one.is_listed} <= {
        ranking.matrix.alternatives[row] for row in ranking.order()[: answer.top]
    }
    listed = ranking.order()[: answer.top]
    assert worth.everything == pytest.approx(answer.top - answer.chance[listed].sum(), abs=1e-3)


def reported(ranking: Assessment) -> set[str]:
    """Return the sites that are told, but not verified, to be working."""
    found = {one.site_id for one in ranking.open_gates if one.is_reported}
    assert found
    return found


def test_every_site_without_a_veto_has_one_step(ranking: Assessment, worth: NextData) -> None:
    steps = next_steps(ranking, worth, OPTIONS)

    apart = {site.site_id for site in ranking.answer.apart} if ranking.answer else set()
    blank = {entry.site_id for entry in ranking.not_ranked if not entry.gate}
    assert set(steps) == set(ranking.matrix.alternatives) | apart | blank
    for site_id, step in steps.items():
        assert step.words.endswith(".")
        assert step.words.startswith(SETTLED) == (not step.job)
        if site_id in reported(ranking):
            assert step.job.endswith("confirm first")
            assert step.then.endswith(" chance to change the list.")
            continue
        assert step.parts_sentence.startswith("The desk study: ") == bool(step.parts)
        assert (step.chance is None) == (site_id in blank or not step.job)
        if site_id in blank:
            assert step.job == DESK_STUDY
        elif step.job:
            goal = "reach the list" if site_id in apart else "change the list"
            assert step.words.endswith(f" chance to {goal}.")


def test_too_little_known_sites_have_the_work_that_is_worth_most(
    ranking: Assessment, worth: NextData
) -> None:
    steps = next_steps(ranking, worth, OPTIONS)

    apart = {site.site_id for site in ranking.answer.apart} if ranking.answer else set()
    assert len({steps[site_id].job for site_id in apart}) > 1
    assert any(steps[site_id].job == DESK_STUDY for site_id in apart)
    assert any(not steps[site_id].job for site_id in apart)


def test_a_step_is_the_most_gain_for_its_cost_and_nothing_where_nothing_helps(
    ranking: Assessment, worth: NextData
) -> None:
    steps = next_steps(ranking, worth, OPTIONS)

    for row, site_id in enumerate(worth.alternatives):
        own = [
            one
            for one in worth.worths
            if one.site_id == site_id and min(one.chance, worth.site_chance[row]) >= 0.005
        ]
        best = max(own, key=lambda one: one.gain_per_100_keur, default=None)
        if site_id in reported(ranking):
            assert best is not None
            assert steps[site_id].then.lower().startswith(best.option.name.lower())
            continue
        assert steps[site_id].job == (best.option.name if best else "")
        if worth.is_decided[row]:
            assert steps[site_id].words.startswith(SETTLED)


def test_without_worths_only_desk_work_where_too_little_is_known_is_a_step(
    ranking: Assessment,
) -> None:
    apart = {site.site_id for site in ranking.answer.apart} if ranking.answer else set()
    blank = {entry.site_id for entry in ranking.not_ranked if not entry.gate}

    steps = next_steps(ranking, None, OPTIONS)

    assert set(steps) == apart | blank | reported(ranking)
    desk = [step for site_id, step in steps.items() if site_id not in reported(ranking)]
    assert {(step.job, step.chance) for step in desk} == {(DESK_STUDY, None)}


def test_the_jobs_are_the_first_of_all_one_a_site(worth: NextData) -> None:
    found = jobs(worth, ())

    assert len(found) == 3
    assert len({job.site_id for job in found}) == 3
    assert (found[0].site_id, found[0].job) == (
        worth.worths[0].site_id,
        worth.worths[0].option.name,
    )


def test_where_a_status_is_not_verified_the_job_is_to_confirm_it(worth: NextData) -> None:
    first = worth.worths[0]
    rule = GateRule("told to run: confirm first", column="status", when=("operating",))
    [told, *others] = jobs(worth, (OpenGate(first.site_id, first.name, rule, False, True),))

    assert (told.site_id, told.job, told.chance, told.cost_text) == (
        first.site_id,
        "desk confirmation: told to run: confirm first",
        None,
        NO_COST,
    )
    assert told.words.startswith(f"Desk confirmation: told to run: confirm first ({NO_COST}). ")
    assert first.option.name.lower() in told.then.lower()
    assert others == list(jobs(worth, ())[1:])


def test_a_step_reads_as_work_cost_and_effect() -> None:
    step = NextStep("S", "Pond", "drone survey", 8, 25, 0.124, "change the list")

    assert step.sentence == ("Pond: Drone survey (8–25 k EUR): 12 % chance to change the list.")
    assert NextStep("S", "Pond", "drone survey", 8, 25).words == "Drone survey (8–25 k EUR)."
    assert step.parts_sentence == ""


@pytest.mark.parametrize("with_perfect", [True, False])
def test_steps_from_the_worth_at_hand_are_those_that_are_worked_out(
    ranking: Assessment, sample: SiteRegister, reference: Reference, with_perfect: bool
) -> None:
    worth = next_data(
        ranking, sample.sites, reference, top=ranking.settings.top, with_perfect=with_perfect
    )

    at_hand = find_next_steps(ranking, sample.sites, reference, worth=worth)

    assert at_hand == find_next_steps(ranking, sample.sites, reference)
    assert len(at_hand.first) > 0
