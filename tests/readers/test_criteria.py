"""Criteria files: checked whole, with the path of each fault."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.criterion import CriteriaSet, Objective, RiskMode
from prioritizer.domain.value_function import KINDS
from prioritizer.errors import DataError
from prioritizer.exports.tables.criteria_file import criteria_yaml
from prioritizer.readers.criteria import FOLDER, parse_criteria, read_criteria


def test_the_default_set_has_the_five_criteria_with_everything_a_person_needs(
    criteria: CriteriaSet,
) -> None:
    assert criteria.ids == ("grade", "volume", "environmental_risk", "access", "crm_relevance")
    for criterion in criteria.criteria:
        assert criterion.measure in MEASURES
        assert all((criterion.unit, criterion.formula, criterion.description, criterion.source))
        assert criterion.range_text.endswith(criterion.unit)


def test_risk_reads_three_ways_and_nothing_else_changes(criteria: CriteriaSet) -> None:
    objectives = {mode: criteria.with_risk(mode).criteria[2].objective for mode in RiskMode}

    assert objectives[RiskMode.URGENCY] is Objective.MAX
    assert objectives[RiskMode.PROJECT_RISK] is Objective.MIN
    assert objectives[RiskMode.REDUCTION] is Objective.MAX
    for mode in RiskMode:
        others = criteria.with_risk(mode).criteria
        assert others[:2] + others[3:] == criteria.criteria[:2] + criteria.criteria[3:]


def test_profiles_weigh_all_criteria_and_sum_to_a_hundred(criteria: CriteriaSet) -> None:
    for profile in criteria.profiles:
        assert set(profile.points) == set(criteria.ids)
        assert sum(profile.points.values()) == 100


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("criteria", 0, "objective"), "up", "criteria.0.objective"),
        (("criteria", 0, "value_function", "worst"), 5, "must differ"),
        (("criteria", 0, "value_function", "worst"), -1, "above 0"),
        (("criteria", 0, "objective"), "min", "disagree"),
        (("criteria", 1, "id"), "grade", "stands twice"),
        (("criteria", 1, "colour"), "red", "criteria.1.colour"),
        (("criteria", 1, "measure"), "weight", "criteria.1.measure: found 'weight'"),
        (
            ("risk_modes", "reduction", "measure"),
            "luck",
            "risk_modes.reduction.environmental_risk.measure: found 'luck'",
        ),
        (("weight_profiles", 0, "points"), {"gold": 1}, "unknown 'gold'"),
    ],
)
def test_a_fault_is_named_with_its_path(
    tmp_path: Path, path: tuple[str | int, ...], value: object, words: str
) -> None:
    raw = yaml.safe_load((FOLDER / "default.yaml").read_text(encoding="utf-8"))
    place = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    file = tmp_path / "mine.yaml"
    file.write_text(yaml.safe_dump(raw), encoding="utf-8")

    with pytest.raises(DataError) as caught:
        read_criteria(str(file))

    assert words in str(caught.value)


def test_an_unknown_set_lists_the_known_ones() -> None:
    with pytest.raises(DataError, match="one of: default"):
        read_criteria("defalt")


@pytest.mark.parametrize(
    "content", ["", "- 1", "a: [", "!!python/object/apply:os.system ['true']"]
)
def test_a_file_that_is_no_criteria_file_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(DataError):
        read_criteria(str(file))


def changed_file(tmp_path: Path, base: str, change: Callable[[Any], None]) -> str:
    """Write a shipped set with a change, and return its path."""
    raw = yaml.safe_load((FOLDER / f"{base}.yaml").read_text(encoding="utf-8"))
    change(raw)
    file = tmp_path / "mine.yaml"
    file.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("name", ["default", "screening", "detailed"])
def test_every_shipped_criterion_says_itself_in_everyday_words(name: str) -> None:
    found = read_criteria(name)
    variants = [c for group in (found.risk_variants or {}).values() for c in group]

    for criterion in (*found.criteria, *variants):
        assert set(criterion.plain) - {"name"} == {"worst", "best"}
        assert criterion.value_function.faults() == ()
        assert criterion.objective == criterion.value_function.direction
        assert criterion.measure in MEASURES
        assert criterion.source


def test_the_detailed_set_is_a_tree_that_uses_every_shape() -> None:
    detailed = read_criteria("detailed")

    assert {c.value_function.kind for c in detailed.criteria} == set(KINDS)
    assert max(node.depth for node in detailed.tree()) == 3


def test_a_profile_may_weigh_branches() -> None:
    detailed = read_criteria("detailed")
    equal = detailed.profiles[0].points

    assert sum(equal.values()) == pytest.approx(100)
    assert equal["volume"] == pytest.approx(18)
    assert equal["chemical_risk"] == equal["physical_risk"] == pytest.approx(9)
    assert equal["road"] == pytest.approx(18 / 2 / 2)


def test_risk_of_two_criteria_changes_in_both() -> None:
    detailed = read_criteria("detailed")

    against = {c.id: c for c in detailed.with_risk(RiskMode.PROJECT_RISK).criteria}

    assert against["chemical_risk"].objective == against["physical_risk"].objective == "min"
    assert against["physical_risk"].value_function.values[0] == 1
    assert detailed.with_risk(RiskMode.URGENCY).criteria == detailed.criteria


def spoil(raw: Any) -> None:
    """Put one fault of every kind into the detailed set."""
    raw["criteria"][0]["objective"] = "min"
    raw["criteria"][1]["value_function"]["values"] = [0, 0.4, 0.75]
    raw["criteria"][2]["value_function"]["worst"] = -1
    raw["criteria"][3]["value_function"]["kind"] = "cubic"
    raw["criteria"][6]["value_function"]["scale"] = 0
    raw["criteria"][9]["question"] = 7
    raw["criteria"][10]["plain"] = {"worst": "bad"}
    raw["criteria"][11]["value_function"]["points"] = [2, 4, 6]
    raw["branches"][0]["members"].append("nothing")
    raw["branches"][1]["members"].append("grade")
    raw["risk_modes"]["project-risk"]["physical_risk"]["value_function"]["worst"] = 0
    raw["risk_modes"]["reduction"]["gold"] = {}
    raw["weight_profiles"][0]["points"]["silver"] = 1
    raw["weight_profiles"][1]["points"] = {"grade": -1}


def test_every_fault_of_a_messy_file_is_listed_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_criteria(changed_file(tmp_path, "detailed", spoil))

    assert {issue.column for issue in caught.value.issues} == {
        "criteria.0.objective",
        "criteria.1.value_function.values",
        "criteria.2.value_function.worst",
        "criteria.3.value_function.kind",
        "criteria.6.value_function.scale",
        "criteria.9.question",
        "criteria.10.plain.best",
        "criteria.11.value_function.points",
        "branches.0.members.2",
        "branches.1.members.2",
        "risk_modes.project-risk.physical_risk.value_function.worst",
        "risk_modes.reduction.gold",
        "weight_profiles.0.points",
        "weight_profiles.1.points.grade",
    }


@pytest.mark.parametrize(
    ("member", "value", "column", "words"),
    [
        (("parameters", "part_weights", "values", "railway"), 1, "values.railway", "railway"),
        (("parameters", "part_weights", "values", "road"), -1, "values.road", "0 or more"),
        (("parameters", "part_weights", "values"), {"road": 0}, "values", "no weight above 0"),
        (("combine",), "product", "parameters.permit", "a product of parts reads"),
        (("combine",), "sum", "combine", "mean"),
    ],
)
def test_what_is_wrong_with_the_parts_of_a_composite_is_named(
    tmp_path: Path, member: tuple[str, ...], value: object, column: str, words: str
) -> None:
    def change(raw: Any) -> None:
        place = raw["criteria"][3]
        for step in member[:-1]:
            place = place[step]
        place[member[-1]] = value

    with pytest.raises(DataError) as caught:
        read_criteria(changed_file(tmp_path, "default", change))

    named = [i for i in caught.value.issues if str(i.column).endswith(column)]
    assert any(words in f"{i.found} {i.expected}" for i in named), caught.value.issues


def test_only_a_composite_can_be_combined(tmp_path: Path) -> None:
    def change(raw: Any) -> None:
        raw["criteria"][0]["combine"] = "mean"

    with pytest.raises(DataError, match=r"criteria\.0\.combine"):
        read_criteria(changed_file(tmp_path, "default", change))


@pytest.mark.parametrize("where", ["criteria", "risk_modes"])
def test_parameters_that_are_none_are_named(tmp_path: Path, where: str) -> None:
    def change(raw: Any) -> None:
        holder = (
            raw["criteria"][3]
            if where == "criteria"
            else raw["risk_modes"]["reduction"]["chemical_risk"]
        )
        holder["parameters"] = 7

    with pytest.raises(DataError, match=f"{where}.*parameters"):
        read_criteria(changed_file(tmp_path, "detailed", change))


def test_points_beside_a_branch_without_any_are_a_fault(tmp_path: Path) -> None:
    def change(raw: Any) -> None:
        raw["weight_profiles"][0]["points"] = {"risk": 1, "volume": 2}

    with pytest.raises(DataError, match="points for all of these, or for none"):
        read_criteria(changed_file(tmp_path, "detailed", change))


@pytest.mark.parametrize("name", ["default", "screening", "detailed"])
def test_a_set_written_as_a_file_reads_back_the_same(tmp_path: Path, name: str) -> None:
    found = read_criteria(name)
    file = tmp_path / "copy.yaml"
    file.write_bytes(criteria_yaml(found))

    assert read_criteria(str(file)) == found


MESS = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_spoiled_file_ends_in_anything_but_named_faults(data: st.DataObject) -> None:
    raw = yaml.safe_load((FOLDER / "detailed.yaml").read_text(encoding="utf-8"))
    places: list[tuple[Any, Any]] = []

    def collect(value: Any) -> None:
        keys = value if isinstance(value, dict) else range(len(value))
        for key in list(keys):
            places.append((value, key))
            if isinstance(value[key], (dict, list)):
                collect(value[key])

    collect(raw)
    holder, key = data.draw(st.sampled_from(places))
    holder[key] = data.draw(MESS)

    with contextlib.suppress(DataError):
        parse_criteria(yaml.safe_dump(raw), "mine.yaml")


OWN_CRITERION = {
    "measure": "column:support",
    "kind": "classes",
    "classes": {"none": 0, "some": 0.5, "strong": 1},
}


def with_own(raw: Any, **changes: Any) -> None:
    """Let the first criterion of a set read an own column."""
    first = raw["criteria"][0]
    first |= {**OWN_CRITERION, "objective": "max", **changes}
    first["value_function"] = {"kind": "linear", "worst": 0, "best": 1}


def test_a_criterion_reads_an_own_column_and_comes_back_from_its_file(tmp_path: Path) -> None:
    gates = [
        {"column": "protected", "when": [True, "maybe", 3], "reason": "A park"},
        {"measure": "tonnage", "below": 1e5, "reason": "Too small", "source": "Me"},
    ]

    def change(raw: Any) -> None:
        with_own(raw, kind="classes", classes={False: 0, 1: 0.5, "all": 1})
        raw["gates"] = gates

    found = read_criteria(changed_file(tmp_path, "default", change))

    first = found.criteria[0]
    assert (first.column, first.kind) == ("support", "classes")
    assert dict(first.classes) == {"false": 0, "1": 0.5, "all": 1}
    assert first.range_text == "false → all"
    assert [gate.words for gate in found.gates] == [
        "protected is true or maybe or 3",
        "tonnage below 100 000 t",
    ]
    back = parse_criteria(criteria_yaml(found).decode(), "again.yaml")
    assert back == found


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"kind": None}, "criteria.0.kind", "one of: number, classes, yes-no"),
        ({"kind": "text"}, "criteria.0.kind", "'number', 'classes' or 'yes-no'"),
        ({"classes": {"one": 1}}, "criteria.0.classes", "two or more classes"),
        ({"classes": {"a": 0, "A": 1}}, "criteria.0.classes.a", "each class once"),
        ({"classes": {"a": "x", "b": 1}}, "criteria.0.classes.a", "a number"),
        ({"kind": "number"}, "criteria.0.classes", "Leave them out"),
        ({"measure": "column:"}, "criteria.0.measure", "a name of letters"),
        ({"measure": "column:country"}, "criteria.0.measure", "a column of your own"),
        ({"measure": "tonnage"}, "criteria.0.kind", "column:"),
        ({"measure": "tonnage"}, "criteria.0.classes", "column:"),
    ],
)
def test_what_is_wrong_with_an_own_column_is_named(
    tmp_path: Path, changes: dict[str, Any], column: str, words: str
) -> None:
    def change(raw: Any) -> None:
        with_own(raw, **changes)

    with pytest.raises(DataError) as caught:
        read_criteria(changed_file(tmp_path, "default", change))

    told = {issue.column: f"{issue.expected} {issue.hint}" for issue in caught.value.issues}
    assert words in told[column]


@pytest.mark.parametrize(
    ("gate", "column", "words"),
    [
        ({"column": "x", "when": ["a"]}, "gates.0.reason", "this member"),
        ({"column": "x", "when": ["a"], "reason": ""}, "gates.0.reason", "a text"),
        ({"when": ["a"], "reason": "r"}, "gates.0", "either a column or a measure"),
        (
            {"column": "x", "measure": "tonnage", "below": 1, "reason": "r"},
            "gates.0",
            "either a column or a measure",
        ),
        ({"column": "x", "reason": "r"}, "gates.0", "when: […], or below or above"),
        (
            {"column": "x", "when": ["a"], "below": 1, "reason": "r"},
            "gates.0",
            "when: […], or below or above",
        ),
        ({"column": "country", "when": ["SE"], "reason": "r"}, "gates.0.column", "of your own"),
        ({"measure": "mass", "below": 1, "reason": "r"}, "gates.0.measure", "tonnage"),
        ({"measure": "tonnage", "when": ["a"], "reason": "r"}, "gates.0.when", "below or"),
        (
            {"measure": "tonnage", "below": 1, "unit": "kt", "reason": "r"},
            "gates.0.unit",
            "'t'",
        ),
        ({"measure": "tonnage", "below": "few", "reason": "r"}, "gates.0.below", "a number"),
    ],
)
def test_what_is_wrong_with_a_gate_is_named(
    tmp_path: Path, gate: dict[str, Any], column: str, words: str
) -> None:
    def change(raw: Any) -> None:
        raw["gates"] = [gate]

    with pytest.raises(DataError) as caught:
        read_criteria(changed_file(tmp_path, "default", change))

    assert words in {issue.column: issue.expected for issue in caught.value.issues}[column]


@pytest.mark.parametrize(
    ("gate", "column"),
    [
        ({"column": "park", "when": ["yes"], "reason": "  "}, "gates.0.reason"),
        ({"column": "park", "when": ["yes", " "], "reason": "A park"}, "gates.0.when.1"),
        ({"column": "../park", "when": ["yes"], "reason": "A park"}, "gates.0.column"),
    ],
)
def test_a_gate_of_blank_words_is_refused(
    gate: dict[str, Any], column: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as refused:
        read_criteria(changed_file(tmp_path, "default", lambda raw: raw.update(gates=[gate])))

    assert [issue.column for issue in refused.value.issues] == [column]
