"""Formulas of every shape of scale and of weights along a tree give the tool's result."""

from __future__ import annotations

import pytest

from prioritizer.domain.results import Scales
from prioritizer.domain.value_tree import leaf_weights, totals
from prioritizer.exports.workbook.layout import FIRST, SETTINGS_FIRST
from prioritizer.workflow.ranking.listing import listing
from tests.exports.shapes import POINTS, assess_shapes, criteria
from tests.exports.spreadsheet import Spreadsheet, load
from tests.exports.test_workbook import assert_same, ranking_of, worked_out, written

KINDS = [
    ("weighted-sum", Scales.FIXED, "none"),
    ("topsis", Scales.FIXED, "none"),
    ("weighted-sum", Scales.DATA, "minmax"),
    ("topsis", Scales.DATA, "vector"),
]
N_NODES = len(criteria().tree())
VERDICT = SETTINGS_FIRST + N_NODES + 2 + 4


@pytest.mark.parametrize(("method", "scales", "normalization"), KINDS)
def test_every_shape_is_worked_out_as_in_the_tool(
    method: str, scales: Scales, normalization: str
) -> None:
    assessment = assess_shapes(method=method, scales=scales, normalization=normalization)
    content = written(assessment)
    sheet, cached = Spreadsheet(content), load(content, cached=True)

    assert_same(worked_out(sheet, len(assessment.matrix)), ranking_of(assessment))
    assert sheet.value("Weights", VERDICT, 2) is True
    for row in cached["Values"].iter_rows(min_row=FIRST + 1):
        for cell in row:
            expected = sheet.value("Values", cell.row, cell.column)
            if isinstance(expected, float):
                assert cell.value == pytest.approx(expected, abs=1e-12), cell.coordinate


def test_points_are_compared_within_their_branch() -> None:
    sheet = Spreadsheet(written(assess_shapes()))
    nodes = criteria().tree()
    local = totals(nodes, dict(zip(criteria().ids, POINTS, strict=True)))
    changes = {"corners": 1.0, "bents": 8.0, "hill": 0.0, "line": 9.0}
    for row, node in enumerate(nodes, start=SETTINGS_FIRST + 1):
        if node.id in changes:
            sheet.put("Weights", f"B{row}", changes[node.id])

    weights = leaf_weights(nodes, local | changes)

    expected = assess_shapes(tuple(weights[name] for name in criteria().ids))
    assert_same(worked_out(sheet, 9), ranking_of(expected))
    assert sheet.value("Weights", VERDICT, 2) == "not compared: weights or scales changed"


def test_branches_add_up_to_what_their_criteria_add() -> None:
    assessment = assess_shapes()
    sheet, listed = Spreadsheet(written(assessment)), listing(assessment, None, top=None)
    nodes = [node for node in criteria().tree() if not node.is_leaf]

    for at, row in enumerate(listed.rows.tolist(), start=FIRST + 1):
        parts = dict(zip(criteria().ids, listed.contributions[row].tolist(), strict=True))
        for column, node in enumerate(nodes, start=3):
            assert sheet.value("Branches", at, column) == pytest.approx(
                sum(parts[leaf] for leaf in node.leaves), abs=1e-12
            )


def test_a_changed_corner_moves_the_values_and_is_noticed() -> None:
    sheet = Spreadsheet(written(assess_shapes()))
    before = [sheet.value("Values", row, 16) for row in range(FIRST + 1, FIRST + 10)]

    assert sheet.value("Curves", SETTINGS_FIRST + 1, 1) == "Bent"
    sheet.put("Curves", f"C{SETTINGS_FIRST + 4}", 90.0)

    after = [sheet.value("Values", row, 16) for row in range(FIRST + 1, FIRST + 10)]
    assert after != before
    assert sheet.value("Weights", VERDICT, 2) == "not compared: weights or scales changed"
