"""The sheet Weights: points along the value tree, and the check of the whole workbook."""

from __future__ import annotations

from typing import Any

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.differences import FROM_TO
from prioritizer.domain.results import Assessment
from prioritizer.domain.value_tree import ROOT, Node, totals
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.columns import RankingColumns
from prioritizer.exports.workbook.curves import has_curves, unchanged
from prioritizer.exports.workbook.layout import FIRST, SETTINGS_FIRST, Layout, cell, span
from prioritizer.exports.workbook.ranking_sheet import NUMBERS
from prioritizer.exports.workbook.settings_sheets import (
    define,
    look_of_input,
    number_format,
    without_change,
)

WEIGHT_HEADER = (
    "Criterion",
    "Points (change me)",
    "Weight",
    "Worst",
    "Best",
    "Unit",
    "Points in the tool",
    "Question",
)
TOLERANCE = 1e-9
NOT_LIVE = "not compared: scores are copied from the tool"


def add_weights(book: Book, assessment: Assessment, layout: Layout) -> None:
    """Add Weights: points, weights by formula, the range each weight trades, and the check.

    In a value tree points are compared among the members of one branch, and the weight of a
    criterion is the product of the shares on the way from the root.
    """
    is_tree = bool(assessment.criteria.branches)
    sheet = book.sheet(
        "Weights",
        "Weights",
        _advice(layout, is_tree=is_tree) + " A weight says "
        f"what the whole difference is worth, {FROM_TO}.",
        color="#E0B000",
    )
    book.row(sheet, SETTINGS_FIRST - 1, without_change(WEIGHT_HEADER, layout))
    nodes = assessment.criteria.tree()
    weights = assessment.settings.weights
    points = totals(nodes, dict(zip(weights.criteria, weights.counted, strict=True)))
    shares = totals(nodes, weights.as_dict())
    by_id = {criterion.id: criterion for criterion in layout.criteria}
    for row, node in enumerate(nodes, start=SETTINGS_FIRST):
        name = assessment.criteria.name_of(node.id)
        book.text(sheet, row, 0, "    " * (node.depth - 1) + name, "label")
        book.number(sheet, row, 1, points[node.id], "General", look_of_input(layout))
        formula = _weight_formula(nodes, node, row)
        sheet.write_formula(row, 2, formula, book.format("text", "0.0 %"), shares[node.id])
        book.number(sheet, row, 6, points[node.id], "General", "tool")
        if node.is_leaf:
            _add_leaf(book, sheet, layout, by_id[node.id], row)
        if node.id in weights.left_out:
            book.text(sheet, row, 8, _left_out(assessment, node.id), "wrap")
    last = SETTINGS_FIRST + len(nodes) - 1
    _add_looks(sheet, last)
    _add_check(book, sheet, layout, last + 2, len(nodes))


def _left_out(assessment: Assessment, name: str) -> str:
    """Return why a criterion counts nothing here, and what to type to let it count."""
    answer, weights = assessment.answer, assessment.settings.weights
    points = weights.points[weights.criteria.index(name)]
    if answer is None:
        return f"Left out ({points:g} points)."
    n_sites = len(answer.chance) + len(answer.apart)
    known = answer.known_counts.get(name, 0)
    return f"Says nothing here (known for {known} of {n_sites}): left out; {points:g} points."


def _advice(layout: Layout, *, is_tree: bool) -> str:
    """Return what a reader may do with the points."""
    if not layout.has_formulas:
        return NUMBERS
    within = " within each branch" if is_tree else ""
    return (
        "Change the yellow cells: any numbers of 0 or more; they are normalised for you"
        f"{within}."
    )


def _weight_formula(nodes: tuple[Node, ...], node: Node, row: int) -> str:
    """Return the share among the siblings, times the weight of the branch above."""
    rows = {one.id: place for place, one in enumerate(nodes, start=SETTINGS_FIRST)}
    siblings = [rows[one.id] for one in nodes if one.parent == node.parent]
    if siblings == list(range(siblings[0], siblings[-1] + 1)):
        total = f"SUM({span(siblings[0], 1, siblings[-1], 1)})"
    else:
        total = f"({'+'.join(cell(sibling, 1, is_fixed=True) for sibling in siblings)})"
    if node.parent == ROOT:
        return f"=IF({total}>0,{cell(row, 1)}/{total},0)"
    above = cell(rows[node.parent], 2)
    return f"={above}*IF({total}>0,{cell(row, 1)}/{total},1/{len(siblings)})"


def _add_leaf(book: Book, sheet: Any, layout: Layout, criterion: Criterion, row: int) -> None:
    on_scales = SETTINGS_FIRST + layout.criteria.index(criterion)
    function, ends = criterion.value_function, number_format(criterion)
    for column, end in ((3, function.worst), (4, function.best)):
        formula = f"=Scales!{cell(on_scales, column - 1)}"
        sheet.write_formula(row, column, formula, book.format("text", ends), end)
    book.text(sheet, row, 5, criterion.unit, "unit")
    book.text(sheet, row, 7, criterion.question, "wrap")
    define(book, "weight", criterion, "Weights", row, 2)


def _add_looks(sheet: Any, last: int) -> None:
    sheet.data_validation(
        SETTINGS_FIRST,
        1,
        last,
        1,
        {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": "Points",
            "error_message": "Give a number of 0 or more, for example 3.",
        },
    )
    sheet.conditional_format(
        SETTINGS_FIRST,
        2,
        last,
        2,
        {
            "type": "data_bar",
            "bar_color": "#7FB3C8",
            "bar_solid": True,
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": 1,
        },
    )
    for column, width in enumerate((44, 18, 10, 13, 13, 18, 18, 60, 40)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(SETTINGS_FIRST, 1)


def _add_check(book: Book, sheet: Any, layout: Layout, row: int, n_weights: int) -> None:
    """Add the cells that compare the formulas with the result of the tool."""
    columns = RankingColumns(layout)
    last = SETTINGS_FIRST + layout.n_criteria - 1
    last_weight = SETTINGS_FIRST + n_weights - 1

    def ranking(column: int) -> str:
        return f"Ranking!{span(FIRST, column, layout.last, column)}"

    given, in_the_tool = (
        span(SETTINGS_FIRST, column, last_weight, column) for column in (1, 6)
    )
    points = f"{given}<>{in_the_tool}"
    scales = (
        f"Scales!{span(SETTINGS_FIRST, 1, last, 4)}<>Scales!{span(SETTINGS_FIRST, 6, last, 9)}"
    )
    same, largest, n_ranks = (cell(row + k, 1, is_fixed=True) for k in (1, 2, 3))
    curves = f",{unchanged(layout.criteria)}" if has_curves(layout.criteria) else ""
    verdict = (
        f"AND({largest}<={TOLERANCE},{n_ranks}=0)" if layout.has_formulas else f'"{NOT_LIVE}"'
    )
    checks = (
        (
            "Weights and scales are those of the tool",
            f"=AND(SUMPRODUCT(--({points}))=0,SUMPRODUCT(--({scales}))=0{curves})",
            True,
        ),
        (
            "Largest difference of a score from the tool",
            f"=SUMPRODUCT(MAX(ABS({ranking(columns.score)}-{ranking(columns.tool_score)})))",
            0,
        ),
        (
            "Ranks that differ from the tool",
            f"=SUMPRODUCT(--({ranking(columns.rank)}<>{ranking(columns.tool_rank)}))",
            0,
        ),
        (
            "Equals the tool",
            f'=IF({same},{verdict},"not compared: weights or scales changed")',
            True if layout.has_formulas else NOT_LIVE,
        ),
    )
    book.text(sheet, row, 0, "Check", "heading")
    for k, (label, formula, value) in enumerate(checks, start=1):
        book.text(sheet, row + k, 0, label, "label")
        sheet.write_formula(row + k, 1, formula, book.format("check"), value)
    book.workbook.define_name("equals_the_tool", f"=Weights!{cell(row + 4, 1, is_fixed=True)}")
    book.workbook.define_name("inputs_of_the_tool", f"=Weights!{same}")
    if not layout.has_formulas:
        return
    book.text(
        sheet,
        row + 5,
        0,
        "FALSE with unchanged weights and scales: a performance was edited, or this "
        "program calculates "
        "in another way.",
        "note",
    )
