"""A decision record as a project: the same sites, the same answer, or refused in words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError, RecordError
from prioritizer.workflow.projects import answer, from_record
from prioritizer.workflow.projects.opening_files import project_in
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.records.replay import make_record

pytestmark = [pytest.mark.usual_draws, pytest.mark.slow]


def record(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference, **settings: Any
) -> bytes:
    points = {name: 1.0 + k for k, name in enumerate(criteria.ids)}
    chosen = Settings(WeightVector.from_mapping(points, criteria.ids), **settings)
    return make_record(assess(register, criteria, chosen, reference), register)


def test_a_record_gives_the_sites_and_the_answer_again(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    project = project_in(record(sample, criteria, reference, method="topsis"), reference)

    again = answer.answer_of(answer.rank(project, reference))

    assert len(again) > 50
    assert answer.differences(project.answer, again) == ()
    assert project.choices["method"] == "topsis"
    assert project.choices["points"]["volume"] == 2.0
    by_id = sample.by_id()
    for site in project.table.register.sites:
        known = by_id[site.site_id]
        assert (site.tonnage_t, site.texts) == (known.tonnage_t, known.texts)
        assert sorted(map(repr, site.assays)) == sorted(map(repr, known.assays))
    assert project.table.register.sources == sample.sources


def test_scales_of_ones_own_come_along(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    first = criteria.criteria[0]
    edited = replace(first, value_function=replace(first.value_function, best=9.0))
    own = replace(criteria, criteria=(edited, *criteria.criteria[1:]), gates=())
    project = from_record.project_of(record(sample, own, reference), reference)

    again = answer.answer_of(answer.rank(project, reference))

    assert project.criteria.criteria[0].value_function.best == 9.0
    assert answer.differences(project.answer, again) == ()


def test_a_record_that_does_not_hold_is_refused(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    data = json.loads(record(sample, criteria, reference))
    data["settings"]["points"]["grade"] = 7

    with pytest.raises(InputError, match="settings, points, grade"):
        project_in(json.dumps(data).encode(), reference)


def test_a_matrix_without_sites_is_refused(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    points = WeightVector.from_mapping(dict.fromkeys(criteria.ids, 1.0), criteria.ids)
    bare = make_record(assess(sample, criteria, Settings(points), reference), None)

    with pytest.raises(InputError, match="found no evidence"):
        project_in(bare, reference)


@pytest.mark.parametrize("content", [b"{}", b'{"schema": "prioritizer-record/9"}', b"{"])
def test_other_json_is_refused_in_words(content: bytes, reference: Reference) -> None:
    with pytest.raises(RecordError, match="record"):
        project_in(content, reference)


def test_criteria_that_are_not_at_hand_are_refused(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    for own in (
        replace(criteria, id="ours"),
        replace(
            criteria,
            criteria=(replace(criteria.criteria[0], formula="another"), *criteria.criteria[1:]),
        ),
    ):
        with pytest.raises(InputError, match="does not ship as it was then"):
            project_in(record(sample, own, reference), reference)
