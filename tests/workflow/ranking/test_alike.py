"""Sites of which the same is known have the same chance, median and range."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.draws.chances import LARGEST, chances, scores, whole_weights
from prioritizer.workflow.ranking.alike import groups_of, labels_of
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.records.replay import make_record, replay
from prioritizer.workflow.workshop.certainty import room_answer
from prioritizer.workflow.workshop.problem import parse_problem, problem_text


@pytest.fixture(scope="module")
def doubled(sample: SiteRegister) -> SiteRegister:
    """Return the first 30 sites, each three times under other names, and some more."""
    copies = [
        replace(site, site_id=f"{site.site_id}-{k}", name=f"{site.name} {k}", latitude=None)
        for k in range(3)
        for site in sample.sites[:30]
    ]
    return replace(sample, sites=(*copies, *sample.sites[30:60]))


@pytest.fixture(scope="module")
def ranked(doubled: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    settings = Settings(WeightVector.equal(criteria.ids), draws=300, facilities=Facilities.ALL)
    return assess(doubled, criteria, settings, reference)


def test_equal_evidence_has_equal_chance_median_and_range(ranked: Assessment) -> None:
    answer, matrix = ranked.answer, ranked.matrix
    assert answer is not None
    rows: dict[str, list[int]] = {}
    for row, site_id in enumerate(matrix.alternatives):
        rows.setdefault(site_id.rsplit("-", 1)[0], []).append(row)
    triples = [some for some in rows.values() if len(some) == 3]
    assert len(triples) > 5
    for some in triples:
        for figures in (answer.chance, answer.rank_5, answer.rank_median, answer.rank_95):
            assert len(set(figures[some].tolist())) == 1
        assert len(set(ranked.ranking.ranks[some].tolist())) == 1
    assert answer.chance.sum() == pytest.approx(answer.top)
    apart = [site for site in answer.apart if site.site_id.endswith("-0")]
    for site in apart:
        twin = next(s for s in answer.apart if s.site_id == f"{site.site_id[:-2]}-1")
        assert twin.chance == site.chance


def test_a_record_of_alike_sites_replays(ranked: Assessment, doubled: SiteRegister) -> None:
    content = make_record(ranked, doubled)

    assert json.loads(content)["draws"]["alike"]
    assert replay(content).is_same


def test_a_room_knows_who_is_alike(
    doubled: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    problem = parse_problem(problem_text(doubled, criteria, reference))

    answer = room_answer(problem, WeightVector.equal(problem.ids))

    assert answer is not None
    of = dict(zip(problem.matrix.alternatives, answer.chance.tolist(), strict=True))
    first = next(name for name in of if name.endswith("-0"))
    assert of[first] == of[f"{first[:-2]}-1"] == of[f"{first[:-2]}-2"]


def test_groups_give_back_their_labels() -> None:
    labels = np.array([0, 1, 0, 3, 1])
    groups = groups_of(list("abcde"), labels)

    assert groups == [["a", "c"], ["b", "e"]]
    found = labels_of(list("abcde"), groups)
    assert found is not None
    assert found.tolist() == labels.tolist()
    assert labels_of(list("abc"), [["a", "z"]]) is None


@pytest.mark.parametrize(
    ("points", "whole"),
    [
        ((3, 2, 1), [3, 2, 1]),
        ((25, 10, 65), [25, 10, 65]),
        ((1, 0, 1), [1, 0, 1]),
        ((7, 100, 3), [7, 100, 3]),
    ],
)
def test_whole_points_are_found_again_in_their_weights(
    points: tuple[int, ...], whole: list[int]
) -> None:
    weights = (np.array(points) / sum(points)).tolist()

    found = whole_weights(weights)

    assert np.array(found) * whole[0] == pytest.approx(np.array(whole) * found[0])
    assert all(one == int(one) for one in whole_weights([0.1234567, 0.8765433]))


def test_sums_that_are_equal_on_paper_tie() -> None:
    # Points of 1, 2 and 3: 3 on the first weigh as much as 1 and 1 on the others.
    levels = np.array([[[60000, 0, 0], [0, 30000, 0], [0, 0, 20000], [0, 0, 0]]], np.uint16)
    weights = np.array([1, 2, 3]) / 6

    found = chances(levels, weights, top=1, competing=np.ones(4, dtype=bool))

    assert len(set(scores(levels, weights)[0, :3].tolist())) == 1
    assert found.chance.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])
    assert found.rank_median.tolist() == [1, 1, 1, 4]
    assert scores(levels, weights)[0, 0] == pytest.approx(60000 / LARGEST / 6)
