"""Own columns as criteria: read with their ranges, unknown where blank, refused in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from prioritizer.appraisal.draws import Switches, block_sizes, blocks
from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.measures import measure_of
from prioritizer.domain.answer import STATES, CellState
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.readers.criteria import parse_criteria
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.calibration import calibrate
from prioritizer.workflow.ranking.draws import value_draws
from prioritizer.workflow.ranking.measuring import build_matrix
from prioritizer.workflow.ranking.values import value_matrix
from prioritizer.workflow.robustness.next_step import next_steps
from prioritizer.workflow.sites.completeness import completeness
from prioritizer.workflow.sites.derivations import derivations

SET = """
id: own
title: Own columns
version: "1"
criteria:
  - id: dust
    name: Dust
    question: How much dust?
    measure: column:dust
    kind: number
    unit: mg/m3
    objective: min
    value_function: {kind: linear, worst: 10, best: 0}
    formula: as measured
    description: Dust at the fence.
    source: a test
  - id: support
    name: Support
    question: Who is for it?
    measure: column:support
    kind: classes
    classes: {none: 0, some: 0.5, strong: 1}
    unit: 0–1
    objective: max
    value_function: {kind: linear, worst: 0, best: 1}
    formula: as coded
    description: Support of the community.
    source: a test
  - id: fenced
    name: Fence
    question: Is it fenced?
    measure: column:fenced
    kind: yes-no
    unit: yes or no
    objective: max
    value_function: {kind: linear, worst: 0, best: 1}
    formula: as seen
    description: A fence.
    source: a test
"""
TABLE = """site_id,name,waste_type,dust_low,dust,dust_high,support,fenced
A,Alpha,tailings,1,2,4,strong,yes
B,Beta,tailings,,5,,some,no
C,Gamma,tailings,6,,8,None,yes
D,Delta,tailings,3,,,,
E,Epsilon,tailings,,,,some,no
F,Zeta,tailings,,1,,,yes
"""
DECLARED = "column,kind,unit,classes\ndust,number,mg/m3,\nsupport,classes,,none;some;strong\n"


def read(
    folder: Path, reference: Reference, table: str = TABLE, declared: str = DECLARED
) -> SiteRegister:
    (folder / "sites.csv").write_text(table, encoding="utf-8")
    (folder / "own_columns.csv").write_text(declared, encoding="utf-8")
    return read_sites(folder / "sites.csv", reference).register


@pytest.fixture
def register(tmp_path: Path, reference: Reference) -> SiteRegister:
    return read(tmp_path, reference)


@pytest.fixture(scope="module")
def own() -> CriteriaSet:
    return parse_criteria(SET, "own.yaml")


def answer(register: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    equal = Settings(WeightVector.equal(criteria.ids), draws=200, top=2)
    return assess(register, criteria, equal, reference)


def test_sites_without_mass_and_grade_are_ranked_by_their_own_columns(
    register: SiteRegister, own: CriteriaSet, reference: Reference
) -> None:
    found = answer(register, own, reference)

    ids = found.matrix.alternatives
    assert [ids[row] for row in found.order()] == ["A", "F", "C", "E", "B"]
    assert found.answer is not None
    assert [site.site_id for site in found.answer.apart] == ["D"]
    assert found.not_ranked == ()


def test_ends_classes_and_flags_are_performances(
    register: SiteRegister, own: CriteriaSet, reference: Reference
) -> None:
    matrix = build_matrix(register.sites, own, reference)
    nan = np.nan

    np.testing.assert_array_equal(matrix.low[:, 0], [1, 5, 6, 3, nan, 1])
    np.testing.assert_array_equal(matrix.best[:, 0], [2, 5, nan, nan, nan, 1])
    np.testing.assert_array_equal(matrix.high[:, 0], [4, 5, 8, nan, nan, 1])
    np.testing.assert_array_equal(matrix.best[:, 1], [1, 0.5, 0, nan, 0.5, nan])
    np.testing.assert_array_equal(matrix.best[:, 2], [1, 0, 1, nan, 0, 1])


def test_a_cell_is_measured_bounded_or_taken_from_like_sites_as_of_any_measure(
    register: SiteRegister, own: CriteriaSet, reference: Reference
) -> None:
    found = answer(register, own, reference)

    assert found.considered is not None
    states = found.considered.draws.states
    words = {
        (site, criterion): STATES[states[row, column]]
        for row, site in enumerate(found.considered.matrix.alternatives)
        for column, criterion in enumerate(own.ids)
    }
    assert words["A", "dust"] is words["C", "dust"] is CellState.MEASURED
    assert words["D", "dust"] is CellState.BOUNDED
    assert words["E", "dust"] is words["D", "support"] is CellState.ANALOGUE


def test_a_range_is_drawn_between_its_ends_and_a_point_stays(
    register: SiteRegister, own: CriteriaSet, reference: Reference
) -> None:
    [measure] = [measure_of(one) for one in own.criteria[:1]]
    [block] = blocks(draws=4000, seed=3, switches=Switches(), sizes=[4000])

    drawn = measure.sampler(register.sites, Context.of(own.criteria[0], reference))(block)

    assert np.quantile(drawn[:, 0], [0.05, 0.95]) == pytest.approx([1, 4], rel=0.05)
    assert np.quantile(drawn[:, 2], [0.05, 0.95]) == pytest.approx([6, 8], rel=0.02)
    assert set(drawn[:, 1]) == {5.0}
    assert np.isnan(drawn[:, 3:5]).all()


def test_a_range_below_zero_is_drawn_like_the_same_range_above(
    tmp_path: Path, own: CriteriaSet, reference: Reference
) -> None:
    table = (
        "site_id,name,waste_type,dust_low,dust,dust_high\nA,A,slag,-4,-3,-1\nB,B,slag,6,7,9\n"
    )
    sites = read(tmp_path, reference, table, "column,kind\ndust,number\n").sites
    criterion = own.criteria[0]

    below, above = (
        measure_of(criterion).sampler([site], Context.of(criterion, reference))
        for site in sites
    )

    for switches in (Switches(), Switches(shape=Switches().shape.PERT)):
        one, other = (
            draw(next(iter(blocks(draws=500, seed=5, switches=switches, sizes=[500]))))
            for draw in (below, above)
        )
        np.testing.assert_allclose(one + 10, other, atol=1e-12)


def test_two_criteria_on_one_column_see_the_same_error(
    register: SiteRegister, own: CriteriaSet, reference: Reference
) -> None:
    twice = replace(own, criteria=(own.criteria[0], replace(own.criteria[0], id="again")))
    sizes = block_sizes(50, 1)

    for block in value_draws(register.sites, twice, reference, draws=50, seed=1, sizes=sizes):
        np.testing.assert_array_equal(block[:, [0, 1], 0], block[:, [0, 1], 1])


def test_what_is_missing_is_named_by_the_criterion(
    register: SiteRegister, own: CriteriaSet, reference: Reference
) -> None:
    found = answer(register, own, reference)

    assert found.answer is not None
    [apart] = found.answer.apart
    assert apart.missing == ("the other end of Dust", "Support", "Fence")
    known = completeness(register.sites, own, reference)
    np.testing.assert_array_equal(known[1], [1, 1, 1])
    np.testing.assert_array_equal(known[4], [0, 1, 1])
    steps = next_steps(found, None)
    assert "Support" in steps["D"].parts_sentence
    assert "0–0" not in steps["D"].words


def test_a_figure_opens_down_to_the_cell_with_its_source(
    tmp_path: Path, own: CriteriaSet, reference: Reference
) -> None:
    table = "site_id,name,waste_type,dust,dust_source,support,fenced\nA,A,slag,2,Q1,some,yes\n"
    [site] = read(tmp_path, reference, table).sites

    trees = derivations(site, own, reference)

    leaf = trees["dust"].inputs[0]
    assert (leaf.best, leaf.unit, leaf.sources) == (2.0, "mg/m3", ("Q1",))
    assert trees["support"].inputs[0].value_text == "some"
    assert trees["fenced"].best == 1.0


def test_calibration_tests_own_columns_where_they_are_known(
    register: SiteRegister, own: CriteriaSet, reference: Reference
) -> None:
    found = calibrate(register, own, reference)

    assert {one.criterion: one.n for one in found.overall} == {
        "dust": 4,
        "support": 4,
        "fenced": 5,
    }


def changed(criteria: CriteriaSet, **changes: object) -> CriteriaSet:
    first = replace(criteria.criteria[0], **changes)  # type: ignore[arg-type]
    return replace(criteria, criteria=(first, *criteria.criteria[1:]))


FAULTS: Mapping[str, tuple[str, Sequence[str]]] = {
    "no such column": (
        SET.replace("column:dust", "column:dist"),
        (
            "criteria, dust.measure: found no value in the column 'dist'",
            "Expected one of its own columns: 'dust', 'support', 'fenced'.",
            "Did you mean 'dust'?",
        ),
    ),
    "another unit": (
        SET.replace("unit: mg/m3", "unit: µg/m3"),
        ("criteria, dust.unit: found 'µg/m3'. Expected 'mg/m3'",),
    ),
    "a class without a performance": (
        SET.replace("some: 0.5, ", ""),
        ("criteria, support, column 'support': found 'some' at 2 sites. Expected one of: ",),
    ),
    "words for numbers": (
        SET.replace("column:dust", "column:support").replace("unit: mg/m3", "unit: x"),
        ("column 'support': found 'some', 'strong', 'none' at 4 sites. Expected numbers.",),
    ),
    "numbers for flags": (
        SET.replace("column:fenced", "column:dust"),
        ("column 'dust': found 'a range', '5', '3' at 4 sites. Expected yes or no.",),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_set_that_does_not_fit_the_register_is_refused_in_words(
    name: str, register: SiteRegister, reference: Reference
) -> None:
    text, words = FAULTS[name]

    with pytest.raises(InputError) as caught:
        answer(register, parse_criteria(text, "own.yaml"), reference)

    for part in words:
        assert part in str(caught.value)


def test_a_column_without_values_is_told_like_one_that_is_not_there(
    tmp_path: Path, own: CriteriaSet, reference: Reference
) -> None:
    told = []
    for header in ("dust", "other"):
        table = (
            f"site_id,name,waste_type,{header},support,fenced\n"
            "A,A,slag,,some,yes\nB,B,slag,,none,no\n"
        )
        with pytest.raises(InputError) as caught:
            answer(read(tmp_path, reference, table), own, reference)
        told.append(str(caught.value))

    assert told[0] == told[1]


def test_codes_that_look_like_numbers_can_be_classes(
    tmp_path: Path, own: CriteriaSet, reference: Reference
) -> None:
    text = SET.replace("{none: 0, some: 0.5, strong: 1}", "{0: 0, 1: 0.5, 2: 1}")
    table = "site_id,name,waste_type,dust,support,fenced\nA,A,slag,1,2,yes\nB,B,slag,2,0,no\n"
    register = read(tmp_path, reference, table, "column,kind\ndust,number\n")

    matrix = build_matrix(register.sites, parse_criteria(text, "own.yaml"), reference)

    assert matrix.best[:, 1].tolist() == [1.0, 0.0]


def test_values_of_classes_are_values_on_the_scale(
    register: SiteRegister, own: CriteriaSet, reference: Reference
) -> None:
    values = value_matrix(build_matrix(register.sites, own, reference))

    assert values.expected[:3, 1].tolist() == [1.0, 0.5, 0.0]
    assert values.expected[0, 0] == pytest.approx(0.8)
