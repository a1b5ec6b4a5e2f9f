"""The document of a project: exact, and a changed digit is named by its place."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.projects import answer, document
from prioritizer.workflow.projects.document import Carried
from tests.workflow.projects.projects import project_of

Place = list[str | int]


@pytest.fixture(scope="module")
def project(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Carried:
    return project_of(sample, criteria, reference)


@pytest.fixture(scope="module")
def written(project: Carried) -> bytes:
    return document.written(document.as_document(project))


def test_a_project_comes_back_exact(project: Carried, written: bytes) -> None:
    found = document.read(written)

    assert found.table.register == project.table.register
    assert (found.criteria, found.settings) == (project.criteria, project.settings)
    assert list(found.answer) == list(project.answer)
    assert found.choices == project.choices
    assert document.as_document(found) == json.loads(written)


def test_the_answer_is_the_same_to_the_bit(
    project: Carried, written: bytes, reference: Reference
) -> None:
    again = answer.answer_of(answer.rank(document.read(written), reference))

    assert len(again) > 5
    assert repr(again) == repr(list(project.answer))
    assert answer.differences(project.answer, again) == ()


def test_a_figure_that_comes_out_otherwise_is_named(project: Carried) -> None:
    other = [dict(row) for row in project.answer]
    other[3]["score"] += 1e-12
    name = other[3]["id"]
    gone = other.pop(5)

    told = answer.differences(project.answer, other)

    assert any(line.startswith(f"answer, {name}, score: ") for line in told)
    assert f"answer, {gone['id']}: ranked then only" in told


def changed(written: bytes, place: Place, value: Any) -> bytes:
    data = json.loads(written)
    spot = data
    for step in place[:-1]:
        spot = spot[step]
    spot[place[-1]] = value(spot[place[-1]]) if callable(value) else value
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("place", "value", "named"),
    [
        (["sites", 3, "latitude"], lambda x: (x or 0) + 1e-9, "sites, {id}, latitude"),
        (["choices", "points", "grade"], 11.0, "choices, points, grade"),
        (["settings", "weights", "points", 0], 0.5, "settings, weights, points, 0"),
        (["answer", 2, "score"], 0.25, "answer, {answer}, score"),
        (["about", "name"], "Dams", "about, name"),
        (["criteria", "criteria", 0, "unit"], "ppm", "criteria, criteria, 0, unit"),
        (["fingerprint"], "0" * 64, "fingerprint"),
        (["digests", "choices", "whole"], "0" * 64, "digests, choices, whole"),
        (["digests", "sites", "columns", "latitude"], "0" * 64, "sites, columns, latitude"),
    ],
)
def test_a_changed_digit_is_named_by_its_place(
    written: bytes, place: Place, value: Any, named: str
) -> None:
    data = json.loads(written)
    names = {"id": data["sites"][3]["id"], "answer": data["answer"][2]["id"]}

    with pytest.raises(InputError, match="changed since it was saved") as refused:
        document.read(changed(written, place, value))

    assert named.format(**names) in str(refused.value)


def leaves(value: Any, place: Place) -> list[Place]:
    if isinstance(value, dict) and value:
        return [one for key, part in value.items() for one in leaves(part, [*place, key])]
    if isinstance(value, list) and value:
        return [one for key, part in enumerate(value) for one in leaves(part, [*place, key])]
    return [place]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_leaf_can_be_changed_unseen(written: bytes, data: st.DataObject) -> None:
    whole = json.loads(written)
    place = data.draw(st.sampled_from(leaves(whole, [])))

    with pytest.raises(InputError):
        document.read(changed(written, place, "something else"))


@pytest.mark.parametrize("name", [*document.SECTIONS, "digests", "fingerprint", "schema"])
def test_a_section_that_is_missing_is_named(written: bytes, name: str) -> None:
    data = json.loads(written)
    del data[name]

    with pytest.raises(InputError, match="project"):
        document.read(json.dumps(data).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{}", b"\xff\xfe", b'{"schema": 3}', b"[" * 100_000, b'{"a": 1, "a": 2}',
        b'{"schema": NaN}', b'{"schema": "pilot-prioritizer-project/2"}',
        b'{"schema": "pilot-prioritizer-project/1"}', b"9" * 5_000,
    ],
    ids=["empty", "list", "object", "bytes", "number", "deep", "twice", "nan", "newer",
         "bare", "digits"],
)  # fmt: skip
def test_what_is_no_project_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(InputError, match="project"):
        document.read(content)


@pytest.mark.parametrize("value", [1e999, "\ud800", [[[[1]]]], {"id": 3}, 10**400, None])
def test_odd_values_are_refused_in_words(written: bytes, value: Any) -> None:
    data = json.loads(written)
    data["choices"]["odd"] = value
    with pytest.raises(InputError):
        document.read(json.dumps(data).replace("Infinity", "1e999").encode("utf-8", "ignore"))
    data = json.loads(written)
    data["sites"] = value
    with pytest.raises(InputError):
        document.read(json.dumps(data).replace("Infinity", "1e999").encode("utf-8", "ignore"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"draws": 1_000_000_000}, "settings, draws: found 1000000000"),
        ({"draws": 0}, "settings, draws: found 0"),
        (
            {"weights": WeightVector.equal(("grade",))},
            "settings, weights: found other criteria",
        ),
    ],
)
def test_settings_that_rank_nothing_are_refused_though_every_digest_fits(
    project: Carried, change: dict[str, Any], words: str
) -> None:
    forged = replace(project, settings=replace(project.settings, **change))

    with pytest.raises(InputError, match=words):
        document.read(document.written(document.as_document(forged)))


def test_an_own_policy_list_without_an_entry_is_refused(project: Carried) -> None:
    forged = replace(project, choices={**project.choices, "policy_own": [["Mine", []]]})

    with pytest.raises(InputError, match="policy_own: found no policy lists"):
        answer.rank(forged, read_reference())
