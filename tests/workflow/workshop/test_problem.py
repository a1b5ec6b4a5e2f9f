"""What a workshop freezes: the sites that are known well enough, means, draws, who is apart."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Order, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError, RecordError
from prioritizer.readers.criteria import parse_criteria, read_criteria
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.ranking.answer_words import apart_sentence, headline
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.values import value_matrix
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.records.criterion_fields import criterion_fields
from prioritizer.workflow.weights.ranges import swing_text
from prioritizer.workflow.workshop.certainty import (
    apart_words,
    gaps_words,
    not_asked_words,
    room_answer,
)
from prioritizer.workflow.workshop.known import Known, known_data
from prioritizer.workflow.workshop.opinions import score_of
from prioritizer.workflow.workshop.problem import (
    FrozenProblem,
    parse_problem,
    problem_text,
)
from tests.stories.test_docs_of_criteria import FILES
from tests.stories.test_docs_of_criteria import TABLE as OWN_TABLE
from tests.workflow.workshop.steps import old_text


@pytest.fixture(scope="module")
def listed(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    """Return what the ranking page says of the sample with equal weights."""
    settings = Settings(WeightVector.equal(criteria.ids), order=Order.EXPECTED)
    return assess(sample, criteria, settings, reference)


def known_of(problem: FrozenProblem) -> Known:
    assert problem.known is not None
    return problem.known


def test_a_room_scores_the_sites_that_the_ranking_ranks_as_the_ranking_does(
    problem: str, listed: Assessment
) -> None:
    frozen = parse_problem(problem)

    assert frozen.matrix.alternatives == listed.matrix.alternatives
    assert np.array_equal(frozen.values.expected, listed.values.expected)
    equal = listed.settings.weights.normalized
    assert np.array_equal(score_of(frozen, equal), listed.ranking.scores)


def test_what_is_taken_for_gaps_and_what_is_switched_on_is_frozen_and_said(
    sample: SiteRegister, reference: Reference
) -> None:
    criteria = read_criteria("detailed")
    settings = Settings(WeightVector.equal(criteria.ids))
    usual = known_of(parse_problem(problem_text(sample, criteria, reference)))
    hardly = usual.not_asked[0]
    chosen = replace(
        settings, gaps=GapMode.NOTHING_ASSUMED, switched_on=(hardly.id, criteria.ids[0])
    )

    frozen = parse_problem(problem_text(sample, criteria, reference, settings=chosen))

    known = known_of(frozen)
    assert hardly.id in frozen.ids
    assert known.drawn.gaps is GapMode.NOTHING_ASSUMED
    assert known.switched_on == (hardly,)  # the other one is known of many sites
    assert hardly not in known.not_asked
    assert gaps_words(known) == (
        "Frozen with the sites: an unknown value may lie anywhere on its scale. "
        "31 working facilities stand aside, since their mine or smelter runs or the waste is "
        "being reworked. "
        f"{hardly.name} (known for {hardly.known} of {hardly.of} sites) counts anyway."
    )
    assert "drawn from like sites" in gaps_words(usual)


def test_a_problem_of_an_earlier_version_has_nothing_switched_on(problem: str) -> None:
    data = json.loads(problem)
    del data["answer"]["switched_on"], data["answer"]["without_evidence"]

    known = known_of(parse_problem(canonical(data).decode()))

    assert (known.switched_on, known.without_evidence) == ((), 0)
    assert apart_words(known).startswith(f"{len(known.apart)} sites are too little known")


def test_sites_that_are_too_little_known_stand_apart_with_their_chance(
    problem: str, listed: Assessment
) -> None:
    known = known_of(parse_problem(problem))

    assert listed.answer is not None
    assert known.apart == listed.answer.apart
    told = apart_sentence(listed.answer, listed.not_ranked)
    assert told.startswith(apart_words(known).rstrip("."))  # there also: who could reach it
    assert (known.drawn.gaps, known.drawn.seed) == (GapMode.LIKE_INVENTORY, 1)


def test_a_room_keeps_the_first_draws_of_the_ranking(problem: str, listed: Assessment) -> None:
    drawn = known_of(parse_problem(problem)).drawn

    assert listed.draws is not None
    assert drawn.draws == 300
    assert np.array_equal(drawn.levels, listed.draws.levels[:300])
    assert np.array_equal(drawn.states, listed.draws.states)


def test_chances_of_a_room_are_those_of_the_ranking_within_the_error_of_300_draws(
    problem: str, listed: Assessment
) -> None:
    frozen = parse_problem(problem)

    found = room_answer(frozen, WeightVector.equal(frozen.ids))

    assert found is not None
    assert listed.answer is not None
    error = np.sqrt(listed.answer.chance * (1 - listed.answer.chance) / 300)
    assert (np.abs(found.chance - listed.answer.chance) <= 4 * error + 0.01).all()
    assert headline(found).startswith("On a list of 10: ")


def test_a_problem_without_what_is_known_is_read_as_before(problem: str) -> None:
    old = parse_problem(old_text(problem))

    assert old.known is None
    assert np.array_equal(old.values.expected, value_matrix(old.matrix).expected)
    assert room_answer(old, WeightVector.equal(old.ids)) is None
    assert (apart_words(None), not_asked_words(None)) == ("", "")


def test_the_old_convention_freezes_all_sites_at_the_middle(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), gaps=GapMode.MIDDLE)

    frozen = parse_problem(problem_text(sample, criteria, reference, settings=settings))

    assert known_of(frozen).apart == ()
    assert np.array_equal(frozen.values.expected, value_matrix(frozen.matrix).expected)
    assert frozen.matrix.gap.any()


def test_nobody_is_asked_about_a_criterion_that_separates_nobody(
    sample: SiteRegister, reference: Reference
) -> None:
    detailed = read_criteria("detailed")
    settings = Settings(WeightVector.equal(detailed.ids))

    frozen = parse_problem(problem_text(sample, detailed, reference))
    all_on = replace(settings, switched_on=("physical_risk", "readiness"))
    switched = parse_problem(problem_text(sample, detailed, reference, settings=all_on))

    left_out = [one.id for one in known_of(frozen).not_asked]
    assert left_out == ["physical_risk", "readiness"]
    assert not set(left_out) & set(frozen.ids)
    assert "weight 0" in not_asked_words(known_of(frozen))
    assert set(left_out) <= set(switched.ids)
    equal = assess(sample, detailed, replace(settings, order=Order.EXPECTED), reference)
    own = WeightVector.equal(frozen.ids).normalized
    assert np.array_equal(score_of(frozen, own), equal.ranking.scores)


def test_a_room_of_too_many_sites_says_nothing_about_chances(
    problem: str, listed: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prioritizer.workflow.workshop.known._MOST_LEVELS", 5_000)
    data = json.loads(problem)
    data["answer"], _ = known_data(listed, np.arange(len(listed.matrix.criteria)))

    frozen = parse_problem(canonical(data).decode())

    assert known_of(frozen).drawn.draws == 0
    assert room_answer(frozen, WeightVector.equal(frozen.ids)) is None
    assert known_of(frozen).apart


def test_a_register_without_two_sites_that_are_known_is_refused(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, listed: Assessment
) -> None:
    ids = set(listed.matrix.alternatives[:1])
    one = SiteRegister(
        "One", tuple(s for s in sample.sites if s.site_id in ids), sample.sources
    )

    with pytest.raises(InputError, match="found 1 site"):
        problem_text(one, criteria, reference)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("draws", 299),
        ("draws", -1),
        ("levels", "no base 64"),
        ("gaps", "guessed"),
        ("seed", None),
        ("apart", [{}]),
    ],
)
def test_what_is_known_must_fit_the_sites(problem: str, member: str, value: Any) -> None:
    data = json.loads(problem)
    data["answer"][member] = value

    with pytest.raises(RecordError, match="found something else"):
        parse_problem(canonical(data).decode())


@pytest.mark.parametrize(
    ("member", "value"), [("mean", [2.0] * 5), ("mean", []), ("state", ["sure"] * 5)]
)
def test_each_cell_has_one_state_and_at_most_one_mean(
    problem: str, member: str, value: Any
) -> None:
    data = json.loads(problem)
    for site in data["sites"]:
        site[member] = value

    with pytest.raises(RecordError, match="found something else"):
        parse_problem(canonical(data).decode())


def test_a_room_decides_by_own_columns_and_sees_the_names_of_classes(
    tmp_path: Path, reference: Reference
) -> None:
    criteria = parse_criteria(FILES[1], "docs/criteria.md")
    (tmp_path / "sites.csv").write_text(OWN_TABLE, encoding="utf-8")
    register = read_sites(tmp_path / "sites.csv", reference).register

    found = parse_problem(problem_text(register, criteria, reference, shortlist=1))

    assert found.ids == ("support", "dust", "fence")
    assert found.matrix.alternatives == ("A", "B", "E")
    support = found.criteria[0]
    assert (support.kind, dict(support.classes)) == (
        "classes",
        {"none": 0, "some": 0.5, "strong": 1},
    )
    assert swing_text(support) == "from none to strong"
    assert swing_text(found.criteria[2]) == "from no to yes"
    assert swing_text(found.criteria[1]) == "from 10 to 0 mg/m3"


def test_a_room_calls_a_criterion_by_its_plain_name(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    frozen = parse_problem(problem_text(sample, criteria, reference, shortlist=5))
    names = {one.id: one.name for one in frozen.criteria}

    assert names["crm_relevance"] == "Critical raw materials"
    own = {one.id: one.name for one in criteria.criteria}
    assert own["crm_relevance"] == "CRM relevance"
    assert all(names[one] == own[one] for one in names if one != "crm_relevance")


@pytest.mark.parametrize(
    ("name", "criterion"),
    [
        ("default", "crm_relevance"),
        ("contained", "crm_relevance"),
        ("detailed", "crm_relevance"),
        ("screening", "crm_flag"),
    ],
)
def test_every_set_calls_critical_raw_materials_alike_in_a_room(
    name: str, criterion: str
) -> None:
    found = next(c for c in read_criteria(name).criteria if c.id == criterion)

    assert found.room_name == "Critical raw materials"
    # Its own name stands in records and is part of their fingerprints.
    assert found.room_name != found.name
    assert "plain" not in criterion_fields(found)
