"""The sheets a reader may change: Weights, with the check of the whole workbook, and Scales."""

from __future__ import annotations

from typing import Any

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.results import Assessment
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.columns import RankingColumns
from prioritizer.exports.workbook.curves import curve_rows, has_curves, unchanged
from prioritizer.exports.workbook.layout import FIRST, SETTINGS_FIRST, Layout, cell, span

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
SCALE_HEADER = (
    "Criterion",
    "Scale (change me)",
    "Worst (change me)",
    "Best (change me)",
    "Better is (change me)",
    "Unit",
    "Scale in the tool",
    "Worst in the tool",
    "Best in the tool",
    "Better in the tool",
    "Logarithmic",
    "From",
    "To",
    "Rises",
    "More is better",
    "Formula",
    "Standing",
    "Source",
)
TOLERANCE = 1e-9


def add_weights(book: Book, assessment: Assessment, layout: Layout) -> None:
    """Add Weights: points, weights by formula, the range each weight trades, and the check."""
    sheet = book.sheet(
        "Weights",
        "Weights",
        "Change the yellow cells: any numbers of 0 or more; they are normalised for "
        "you. A weight says "
        "what the whole step from worst to best is worth.",
        color="#E0B000",
    )
    book.row(sheet, SETTINGS_FIRST - 1, WEIGHT_HEADER)
    weights = assessment.settings.weights
    shares = weights.normalized.tolist()
    last = SETTINGS_FIRST + layout.n_criteria - 1
    total = f"SUM({span(SETTINGS_FIRST, 1, last, 1)})"
    for k, criterion in enumerate(layout.criteria):
        row = SETTINGS_FIRST + k
        function = criterion.value_function
        ends = number_format(criterion)
        book.text(sheet, row, 0, criterion.name, "label")
        book.number(sheet, row, 1, weights.points[k], "General", "input")
        formula = f"=IF({total}>0,{cell(row, 1)}/{total},0)"
        sheet.write_formula(row, 2, formula, book.format("text", "0.0 %"), shares[k])
        sheet.write_formula(
            row, 3, f"=Scales!{cell(row, 2)}", book.format("text", ends), function.worst
        )
        sheet.write_formula(
            row, 4, f"=Scales!{cell(row, 3)}", book.format("text", ends), function.best
        )
        book.text(sheet, row, 5, criterion.unit, "unit")
        book.number(sheet, row, 6, weights.points[k], "General", "tool")
        book.text(sheet, row, 7, criterion.question, "wrap")
        _define(book, "weight", criterion, "Weights", row, 2)
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
    _add_check(book, sheet, layout, last + 2)
    for column, width in enumerate((44, 18, 10, 13, 13, 18, 18, 60)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(SETTINGS_FIRST, 1)


def _add_check(book: Book, sheet: Any, layout: Layout, row: int) -> None:
    """Add the cells that compare the formulas with the result of the tool."""
    columns = RankingColumns(layout)
    settings_last = SETTINGS_FIRST + layout.n_criteria - 1

    def ranking(column: int) -> str:
        return f"Ranking!{span(FIRST, column, layout.last, column)}"

    given, in_the_tool = (
        span(SETTINGS_FIRST, column, settings_last, column) for column in (1, 6)
    )
    points = f"{given}<>{in_the_tool}"
    scales = (
        f"Scales!{span(SETTINGS_FIRST, 1, settings_last, 4)}"
        f"<>Scales!{span(SETTINGS_FIRST, 6, settings_last, 9)}"
    )
    same, largest, n_ranks = (cell(row + k, 1, is_fixed=True) for k in (1, 2, 3))
    curves = f",{unchanged(layout.criteria)}" if has_curves(layout.criteria) else ""
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
            f"=IF({same},AND({largest}<={TOLERANCE},{n_ranks}=0),"
            '"not compared: weights or scales changed")',
            True,
        ),
    )
    book.text(sheet, row, 0, "Check", "heading")
    for k, (label, formula, value) in enumerate(checks, start=1):
        book.text(sheet, row + k, 0, label, "label")
        sheet.write_formula(row + k, 1, formula, book.format("check"), value)
    book.workbook.define_name("equals_the_tool", f"=Weights!{cell(row + 4, 1, is_fixed=True)}")
    book.workbook.define_name("inputs_of_the_tool", f"=Weights!{same}")
    book.text(
        sheet,
        row + 5,
        0,
        "FALSE with unchanged weights and scales: a performance was edited, or this "
        "program calculates "
        "in another way.",
        "note",
    )


def add_scales(book: Book, layout: Layout) -> None:
    """Add Scales: the value function of each criterion, and the cells that formulas read."""
    note = (
        "Values run from 0 at the worst end to 1 at the best and stay there beyond. "
        "The yellow cells may change."
    )
    if layout.is_data:
        note += (
            " In this workbook they only place the gaps: scales come from the data, "
            "on the sheet Data scales."
        )
    sheet = book.sheet("Scales", "Scales", note, color="#E0B000")
    book.row(sheet, SETTINGS_FIRST - 1, SCALE_HEADER)
    for k, criterion in enumerate(layout.criteria):
        _add_scale(book, sheet, criterion, SETTINGS_FIRST + k)
    last = SETTINGS_FIRST + layout.n_criteria - 1
    for row, criterion in enumerate(layout.criteria, start=SETTINGS_FIRST):
        is_straight = not curve_rows(criterion.value_function)
        kinds = ["linear", "log"] if is_straight else [criterion.value_function.kind]
        ways = ["target"] if criterion.objective == "target" else ["max", "min"]
        for column, choices in ((1, kinds), (4, ways)):
            sheet.data_validation(
                row, column, row, column, {"validate": "list", "source": choices}
            )
    sheet.data_validation(
        SETTINGS_FIRST,
        2,
        last,
        3,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -1e300,
            "maximum": 1e300,
            "error_title": "End of a scale",
            "error_message": "Give a number, above 0 on a log scale.",
        },
    )
    for column, width in enumerate((24, 12, 14, 14, 12, 18, *(12,) * 9, 60, 12, 80)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(SETTINGS_FIRST, 1)


def _add_scale(book: Book, sheet: Any, criterion: Criterion, row: int) -> None:
    function = criterion.value_function
    ends = number_format(criterion)
    book.text(sheet, row, 0, criterion.name, "label")
    book.text(sheet, row, 5, criterion.unit, "unit")
    for shift, look in ((0, "text input"), (5, "tool")):
        book.text(sheet, row, 1 + shift, function.kind, look)
        book.number(sheet, row, 2 + shift, function.worst, ends, look)
        book.number(sheet, row, 3 + shift, function.best, ends, look)
        book.text(sheet, row, 4 + shift, criterion.objective.value, look)
    is_log = function.kind == "log"
    kind, worst, best = cell(row, 1), cell(row, 2), cell(row, 3)
    formulas: tuple[tuple[str, str, object], ...] = (
        ("log", f'={kind}="log"', is_log),
        (
            "from",
            f"=IF({cell(row, 10)},LOG10({worst}),{worst})",
            _transformed(function.worst, is_log=is_log),
        ),
        (
            "to",
            f"=IF({cell(row, 10)},LOG10({best}),{best})",
            _transformed(function.best, is_log=is_log),
        ),
        ("rises", f"={best}>{worst}", function.best > function.worst),
        ("max", f'={cell(row, 4)}<>"min"', criterion.objective != "min"),
    )
    for column, (name, formula, value) in enumerate(formulas, start=10):
        sheet.write_formula(row, column, formula, book.format("tool"), value)
        _define(book, name, criterion, "Scales", row, column)
    for column, text in enumerate(
        (criterion.formula, criterion.status.value, criterion.source), start=15
    ):
        book.text(sheet, row, column, text, "wrap")


def _transformed(end: float, *, is_log: bool) -> float:
    import numpy as np

    return float(np.log10(end)) if is_log else end


def _define(
    book: Book, name: str, criterion: Criterion, sheet: str, row: int, column: int
) -> None:
    book.workbook.define_name(
        f"{criterion.id}_{name}", f"={sheet}!{cell(row, column, is_fixed=True)}"
    )


def number_format(criterion: Criterion) -> str:
    """Return a number format with as many digits as make sense on the scale of a criterion."""
    largest = max(abs(criterion.value_function.worst), abs(criterion.value_function.best))
    return (
        "#,##0"
        if largest >= 1000
        else "0.0"
        if largest >= 50
        else "0.00"
        if largest > 1
        else "0.000"
    )
