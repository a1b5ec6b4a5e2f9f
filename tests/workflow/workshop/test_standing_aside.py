"""Who stands aside in a workshop, and whom its own weights would rank or not."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import WORKING
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.workshop import Step
from prioritizer.errors import RecordError
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop import results_view
from prioritizer.workflow.workshop.certainty import veto_words, working_words
from prioritizer.workflow.workshop.known import Known
from prioritizer.workflow.workshop.problem import FrozenProblem, parse_problem, problem_text
from prioritizer.workflow.workshop.record import workshop_record
from prioritizer.workflow.workshop.result_data import result_data
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.standing_aside import (
    Crossing,
    Moved,
    aside_entries,
    moved_at,
    moved_note,
    moved_sentence,
)
from prioritizer.workflow.workshop.summary import for_sites, read_workshop_view
from prioritizer.workflow.workshop.verifying import verify
from tests.rooms import facilitator
from tests.workflow.workshop.steps import come_in, move, old_text, opened, points, send


def known_of(problem: FrozenProblem) -> Known:
    assert problem.known is not None
    return problem.known


def moved_of(problem: FrozenProblem, weights: WeightVector) -> Moved:
    found = moved_at(problem, weights.normalized)
    assert found is not None
    return found


def before(problem: str) -> str:
    """Return a problem as it was frozen before it kept who stands aside."""
    data = json.loads(problem)
    del data["answer"]["not_ranked"], data["answer"]["apart_known"]
    return canonical(data).decode()


def assessed(
    weights: WeightVector, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> Assessment:
    return assess(sample, criteria, Settings(weights, draws=20), reference)


def test_whom_a_room_would_rank_is_whom_the_ranking_ranks_at_the_same_weights(
    problem: str, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    frozen, generator = parse_problem(problem), np.random.Generator(np.random.PCG64(7))
    judged, n_moved = set(frozen.matrix.alternatives), 0

    for drawn in generator.dirichlet(np.full(len(criteria.ids), 0.5), size=10):
        weights = WeightVector(criteria.ids, tuple((drawn * 100).tolist()))
        asked = WeightVector(frozen.ids, tuple(weights.as_dict()[one] for one in frozen.ids))
        ranked = set(assessed(weights, sample, criteria, reference).matrix.alternatives)

        found = moved_of(frozen, asked)

        assert {one.site_id for one in found.entering} == ranked - judged
        assert {one.site_id for one in found.leaving} == judged - ranked
        n_moved += len(found.entering) + len(found.leaving)
    assert n_moved > 20


def test_nobody_moves_at_the_weights_that_a_room_was_frozen_at(problem: str) -> None:
    frozen = parse_problem(problem)

    found = moved_of(frozen, WeightVector.equal(frozen.ids))

    assert found == Moved()
    assert moved_sentence(found) == ""
    assert moved_note(found) == "At the room's weights the same sites would be ranked."


def test_where_all_sites_are_ranked_whatever_is_known_nobody_can_move(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), gaps=GapMode.MIDDLE)

    frozen = parse_problem(problem_text(sample, criteria, reference, settings=settings))

    assert moved_at(frozen, WeightVector.equal(frozen.ids).normalized) is None


def test_each_site_that_is_not_judged_is_named_with_its_reason(
    problem: str, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    frozen = parse_problem(problem)
    listed = assessed(WeightVector.equal(criteria.ids), sample, criteria, reference)

    told = {site: reason for site, _, reason in aside_entries(frozen.known)}

    assert set(told) | set(frozen.matrix.alternatives) == {s.site_id for s in sample.sites}
    assert not set(told) & set(frozen.matrix.alternatives)
    working = [one.site_id for one in listed.not_ranked if one.gate == WORKING]
    assert len(working) == known_of(frozen).working
    assert all(told[site].startswith("Working facility: ") for site in working)
    apart = known_of(frozen).apart
    assert all(told[one.site_id].startswith("Too little known: ") for one in apart)
    assert working_words(frozen.known).startswith(f"{len(working)} working facilities stand")
    gated = sum(bool(one.gate) and not one.is_aside for one in listed.not_ranked)
    assert veto_words(frozen.known) == f"{gated} sites stand behind a veto."


def test_a_sentence_names_whom_it_may_and_counts_the_others() -> None:
    sites = [Crossing(f"S{n}", f"Site {n}", 0.5 + n / 100) for n in range(4)]

    both = moved_sentence(Moved(tuple(sites[:2]), tuple(sites[2:3])))
    hidden = moved_sentence(Moved((), tuple(sites)), lambda one: "", 2)
    few = moved_sentence(Moved((), tuple(sites)), most=2)

    assert both == (
        "At the room's weights 2 more sites would be ranked: Site 0 (50 % of the weight "
        "known) and Site 1 (51 % of the weight known); 1 would not: Site 2 (52 % of the "
        "weight known)."
    )
    assert hidden == "At the room's weights 4 sites would not be ranked."
    assert few.endswith(
        "4 sites would not be ranked: Site 0 (50 % of the weight known), "
        "Site 1 (51 % of the weight known) and 2 more."
    )


def revealed(desk: WorkshopService, problem: str) -> tuple[bytes, results_view.WorkshopResult]:
    """Return record and result of two people who weigh by grade alone."""
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem)
    given = [0.0] * len(parse_problem(problem).criteria)
    given[1] = 100.0
    for _ in range(2):
        send(desk, come_in(desk, workshop), points(problem, *given))
    move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
    return (
        workshop_record(desk, leader, workshop.id),
        results_view.result(desk, leader, workshop.id),
    )


def test_a_record_says_who_stood_aside_and_who_would_be_ranked_and_verifies(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    content, found = revealed(sqlite_desk, problem)
    record, last = json.loads(content), found.rounds[-1]

    assert verify(content).holds
    assert last.moved is not None
    assert last.moved.leaving
    told = record["result"]["rounds"][-1]["ranked_at_these_weights"]
    assert list(told["leaving"]) == [one.site_id for one in last.moved.leaving]
    aside = record["result"]["set_aside"]
    assert [*aside] == sorted(site for site, _, _ in aside_entries(found.problem.known))
    told["leaving"] = {}
    assert not verify(canonical(record)).holds


def test_what_readers_may_not_see_is_not_passed_on_with_who_stood_aside(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    view = read_workshop_view(revealed(sqlite_desk, problem)[0])
    assert view.moved is not None
    gone = {view.set_aside[0][0], view.moved.leaving[0].site_id}
    known = {site for site, _ in view.set_aside} | {o.site_id for o in view.moved.leaving}

    told = for_sites(view, known - gone)

    assert told.moved is not None
    assert len(told.set_aside) == len(view.set_aside) - 1
    assert len(told.moved.leaving) == len(view.moved.leaving) - 1
    assert not gone & {site for site, _ in told.set_aside}


@pytest.mark.parametrize("older", [before, old_text])
def test_the_record_of_a_problem_frozen_earlier_is_as_it_was(
    older: Any, sqlite_desk: WorkshopService, problem: str
) -> None:
    content, found = revealed(sqlite_desk, older(problem))

    told = result_data(found.problem, found.rounds)

    assert verify(content).holds
    assert "set_aside" not in told
    assert "ranked_at_these_weights" not in told["rounds"][0]
    assert moved_note(found.rounds[0].moved) == ""
    assert list(aside_entries(found.problem.known)) == []
    assert read_workshop_view(content).moved is None


@pytest.mark.parametrize("value", [[[2.0]], [], [[-0.1] * 5] * 31, "known"])
def test_what_is_known_of_the_sites_apart_must_fit_them(problem: str, value: Any) -> None:
    data = json.loads(problem)
    data["answer"]["apart_known"] = value

    with pytest.raises(RecordError, match="found something else"):
        parse_problem(canonical(data).decode())
