"""Ranges without a mean: bounded, drawn between their ends, and the score is their mean."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.domain.answer import CellState, GapMode
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import Assay, Range, Site, SiteRegister, WasteType
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking.assess import assess

LEVEL = 1 / 65535


@pytest.fixture
def register() -> SiteRegister:
    return SiteRegister(
        "ranges",
        (
            _site("dump", Range(0.34, None, 4.5)),
            _site("twin", Range(0.34, None, 4.5)),
            _site("mean", Range(0.34, 1.6, 4.5)),
        ),
    )


def _site(name: str, cobalt: Range) -> Site:
    return Site(
        name,
        name,
        waste_type=WasteType.SLAG,
        tonnage_t=Range(None, 2e7, None),
        assays=(Assay("Cu", Range(None, 1.2, None), "%"), Assay("Co", cobalt, "%")),
    )


def _assess(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference, **settings: object
) -> Assessment:
    weights = WeightVector.equal(criteria.ids)
    return assess(register, criteria, Settings(weights, **settings), reference)  # type: ignore[arg-type]


@pytest.fixture
def found(register: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    return _assess(register, criteria, reference)


@pytest.mark.parametrize("criterion", ["grade", "crm_relevance"])
def test_a_range_without_a_mean_is_bounded_and_one_with_a_mean_is_measured(
    found: Assessment, criteria: CriteriaSet, criterion: str
) -> None:
    considered, column = found.considered, criteria.ids.index(criterion)

    assert considered is not None
    states = [considered.draws.state(row, column) for row in range(3)]
    assert states == [CellState.BOUNDED, CellState.BOUNDED, CellState.MEASURED]
    assert np.isnan(considered.matrix.best[:2, column]).all()


@pytest.mark.parametrize("criterion", ["grade", "crm_relevance"])
def test_the_score_counts_the_mean_of_what_is_drawn(
    found: Assessment, criteria: CriteriaSet, criterion: str
) -> None:
    considered, column = found.considered, criteria.ids.index(criterion)

    assert considered is not None
    drawn = considered.draws.levels[:, 0, column] * LEVEL
    error = drawn.std() / np.sqrt(len(drawn)) + 1e-4
    assert considered.values.expected[0, column] == pytest.approx(drawn.mean(), abs=4 * error)
    assert drawn.min() >= considered.values.low[0, column] - LEVEL
    assert drawn.max() <= considered.values.high[0, column] + LEVEL


def test_neither_seed_nor_number_of_draws_moves_the_score(
    found: Assessment, register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    other = _assess(register, criteria, reference, seed=7, draws=300)

    assert other.ranking.scores.tolist() == found.ranking.scores.tolist()


def test_sites_of_which_the_same_is_known_have_the_same_score(found: Assessment) -> None:
    scores = dict(zip(found.matrix.alternatives, found.ranking.scores.tolist(), strict=True))

    assert scores["dump"] == scores["twin"]


def test_the_old_convention_counts_the_middle(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = _assess(register, criteria, reference, gaps=GapMode.MIDDLE)

    values, column = found.values, criteria.ids.index("grade")
    middle = (values.low[0, column] + values.high[0, column]) / 2
    assert values.expected[0, column] == pytest.approx(middle)
