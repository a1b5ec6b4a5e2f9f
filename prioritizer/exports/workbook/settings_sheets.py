"""The sheet Scales: the value function of each criterion, for a reader to change."""

from __future__ import annotations

from typing import Any

from prioritizer.domain.criterion import Criterion
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.curves import curve_rows
from prioritizer.exports.workbook.layout import SETTINGS_FIRST, Layout, cell
from prioritizer.exports.workbook.ranking_sheet import NUMBERS

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


def add_scales(book: Book, layout: Layout) -> None:
    """Add Scales: the value function of each criterion, and the cells that formulas read."""
    note = "Values run from 0 at the worst end to 1 at the best and stay there beyond. " + (
        "The yellow cells may change." if layout.has_formulas else NUMBERS
    )
    if layout.is_data and layout.has_formulas:
        note += (
            " In this workbook they only place the gaps: scales come from the data, "
            "on the sheet Data scales."
        )
    sheet = book.sheet("Scales", "Scales", note, color="#E0B000")
    book.row(sheet, SETTINGS_FIRST - 1, without_change(SCALE_HEADER, layout))
    for k, criterion in enumerate(layout.criteria):
        _add_scale(book, sheet, layout, criterion, SETTINGS_FIRST + k)
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


def look_of_input(layout: Layout, look: str = "input") -> str:
    """Return the look of a cell to change; a plain one where nothing would follow from it."""
    return look if layout.has_formulas else "text"


def without_change(header: tuple[str, ...], layout: Layout) -> tuple[str, ...]:
    """Return the names of columns; where nothing would follow they ask for no change."""
    if layout.has_formulas:
        return header
    return tuple(name.replace(" (change me)", "") for name in header)


def _add_scale(book: Book, sheet: Any, layout: Layout, criterion: Criterion, row: int) -> None:
    function = criterion.value_function
    ends = number_format(criterion)
    book.text(sheet, row, 0, criterion.name, "label")
    book.text(sheet, row, 5, criterion.unit, "unit")
    for shift, look in ((0, look_of_input(layout, "text input")), (5, "tool")):
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
        define(book, name, criterion, "Scales", row, column)
    for column, text in enumerate(
        (criterion.formula, criterion.status.value, criterion.source), start=15
    ):
        book.text(sheet, row, column, text, "wrap")


def _transformed(end: float, *, is_log: bool) -> float:
    import numpy as np

    return float(np.log10(end)) if is_log else end


def define(
    book: Book, name: str, criterion: Criterion, sheet: str, row: int, column: int
) -> None:
    """Give a cell the name that formulas call it by."""
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
