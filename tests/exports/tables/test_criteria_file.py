"""A criteria set written as YAML reads back as the same set, edited or not."""

from __future__ import annotations

import pytest

from prioritizer.domain.criterion import ValueFunction
from prioritizer.exports.tables.criteria_file import criteria_yaml
from prioritizer.readers.criteria import FOLDER, parse_criteria, read_criteria
from prioritizer.workflow.criteria.scale_edits import with_scales

SHIPPED = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_set_reads_back_as_it_was(name: str) -> None:
    criteria = read_criteria(name)

    assert parse_criteria(criteria_yaml(criteria).decode(), "again.yaml") == criteria


@pytest.mark.parametrize("name", SHIPPED)
def test_an_edited_set_reads_back_with_its_edits(name: str) -> None:
    criteria = read_criteria(name)
    first = criteria.ids[0]
    edits = {
        first: ValueFunction("piecewise", 0.01, 10, (0.01, 1, 10), (0, 0.7, 1)),
        "volume": ValueFunction("sigmoid", 0, 1e8, midpoint=1e7, scale=5e6),
        "environmental_risk@urgency": ValueFunction("stepwise", 0, 1, (0.5,), (0, 1)),
        "environmental_risk@project-risk": ValueFunction("linear", 0.8, 0.1),
        "environmental_risk@reduction": ValueFunction("target", 0, 0.5, (0.1, 0.4, 0.6, 0.9)),
    }
    edited = with_scales(criteria, edits)

    assert edited != criteria
    assert parse_criteria(criteria_yaml(edited).decode(), "again.yaml") == edited
