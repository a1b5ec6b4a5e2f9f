"""Overlap: correlations with their n, and every sign of double counting named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.criterion import Branch, CriteriaSet, RiskMode, ValueFunction
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.readers.criteria import read_criteria
from prioritizer.workflow.criteria.overlap import FlagKind, overlap
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.robustness.sensitivity import without_criteria
from tests.workflow.four_sites import criterion, on_criteria

LINE = ValueFunction("linear", 0.0, 10.0)
NAN = np.nan


def two_columns(x: list[float], y: list[float]) -> Assessment:
    return on_criteria(np.column_stack([x, y]), (criterion("x", LINE), criterion("y", LINE)))


COLUMN = st.lists(st.integers(0, 10).map(float), min_size=9, max_size=9)


@settings(max_examples=60)
@given(COLUMN, COLUMN)
def test_coefficients_are_those_of_scipy(x: list[float], y: list[float]) -> None:
    pair = overlap(two_columns(x, y)).of("y", "x")

    if len(set(x)) == 1 or len(set(y)) == 1:
        assert pair.pearson is None
        assert "the same for all 9" in pair.note
    else:
        assert pair.pearson == pytest.approx(stats.pearsonr(x, y).statistic, abs=1e-9)
        assert pair.spearman == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-9)


def test_only_cells_without_a_gap_count() -> None:
    x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, NAN, 9.0]
    y = [2.0, 1.0, 4.0, 3.0, 6.0, 5.0, 8.0, 7.0, 1.0, NAN]

    pair = overlap(two_columns(x, y)).of("x", "y")

    assert pair.n == 8
    assert pair.spearman == pytest.approx(stats.spearmanr(x[:8], y[:8]).statistic)


@pytest.mark.parametrize(
    ("n_known", "note"),
    [
        (0, "known for no site only"),
        (1, "known for one site only"),
        (2, "known for two sites only"),
        (7, "fewer than 8 sites, says little"),
        (8, ""),
    ],
)
def test_few_sites_are_said(n_known: int, note: str) -> None:
    x = [float(i % 10) for i in range(10)]
    y = [value if i < n_known else NAN for i, value in enumerate(x)]

    known = overlap(two_columns(x, y))

    assert note in known.correlations[0].note
    # Seven sites in the same order are no evidence yet.
    assert bool(known.flags) == (n_known == 8)


def test_constant_and_blank_columns_are_named_and_give_no_nan() -> None:
    cells = np.column_stack([[3.0] * 9, [NAN] * 9, np.arange(9.0)])

    known = overlap(
        on_criteria(cells, tuple(criterion(name, LINE) for name in ("flat", "blank", "x")))
    )

    assert (known.constant, known.blank) == (("flat",), ("blank",))
    assert all(pair.pearson is None for pair in known.correlations)
    assert known.of("flat", "x").sentence == "Flat and X: Flat is the same for all 9."


def test_criteria_that_pull_against_each_other_are_told_from_twins() -> None:
    x = [float(i) for i in range(9)]
    twins = overlap(two_columns(x, x)).flags[0]
    rivals = overlap(two_columns(x, x[::-1])).flags[0]

    assert twins.kind == rivals.kind == FlagKind.CORRELATION
    assert "twice" in twins.sentence
    assert "against each other" in rivals.sentence


@pytest.mark.parametrize("branches", [(), (Branch("both", "Both", members=("x", "y")),)])
def test_measures_that_read_the_same_facts_are_flagged(branches: tuple[Branch, ...]) -> None:
    criteria = (
        criterion("x", LINE, "grade_equivalent"),
        criterion("y", LINE, "crm_relevance"),
        criterion("z", LINE, "tonnage"),
    )
    [flag] = overlap(on_criteria(np.eye(4)[:, :3], criteria, branches)).flags

    assert (flag.kind, flag.criteria) == (FlagKind.INPUTS, ("x", "y"))
    assert flag.sentence.startswith("X and Y both read assays and recoveries")
    assert ("one branch" in flag.sentence) == bool(branches)


@pytest.mark.parametrize("name", ["default", "screening", "detailed"])
def test_every_measure_of_a_shipped_set_says_what_it_reads(name: str) -> None:
    found = read_criteria(name)
    variants = [c for group in (found.risk_variants or {}).values() for c in group]

    assert all(MEASURES[c.measure].inputs for c in (*found.criteria, *variants))


def ranked(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference, risk: RiskMode
) -> Assessment:
    chosen = Settings(
        WeightVector.from_mapping(criteria.even_points(), criteria.ids), risk=risk
    )
    return assess(register, criteria, chosen, reference)


@pytest.mark.parametrize(
    ("risk", "is_flagged"),
    [(RiskMode.URGENCY, True), (RiskMode.PROJECT_RISK, False), (RiskMode.REDUCTION, False)],
)
def test_clean_up_counted_as_a_benefit_warns_of_avoided_liability(
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    risk: RiskMode,
    is_flagged: bool,
) -> None:
    known = overlap(ranked(sample, criteria, reference, risk), sample.sites)

    found = [flag for flag in known.flags if flag.kind is FlagKind.LIABILITY]

    assert [flag.criteria for flag in found] == [("environmental_risk",)] * is_flagged


def test_the_effect_of_dropping_is_that_of_the_sensitivity_page(
    sample: SiteRegister, reference: Reference
) -> None:
    assessment = ranked(sample, read_criteria("detailed"), reference, RiskMode.URGENCY)

    assert overlap(assessment, top=8).dropped == without_criteria(assessment, top=8)
