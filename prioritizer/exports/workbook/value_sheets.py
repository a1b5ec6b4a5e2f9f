"""The sheets Performance (as measured) and Values (by the scales)."""

from __future__ import annotations

import math
from typing import Any

from prioritizer.domain.results import Assessment
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.curves import Shape
from prioritizer.exports.workbook.layout import (
    ANTI_IDEAL,
    DIVISOR,
    FIRST,
    GROUP,
    HEADER,
    HIGHEST,
    IDEAL,
    LOWEST,
    WEIGHT,
    Layout,
    cell,
)
from prioritizer.exports.workbook.model import Model
from prioritizer.exports.workbook.settings_sheets import number_format

BLOCK_TITLES = {
    "low": "Worst case",
    "expected": "At best estimates",
    "high": "Best case",
    "secured": "Without the gaps",
}
STATISTIC_LABELS = {
    WEIGHT: "weight",
    IDEAL: "ideal",
    ANTI_IDEAL: "anti-ideal",
    LOWEST: "lowest",
    HIGHEST: "highest",
    DIVISOR: "divided by",
}


def add_performance(book: Book, assessment: Assessment, layout: Layout, model: Model) -> None:
    """Add Performance: low, best and high of every site, gaps blank and marked."""
    sheet = book.sheet(
        "Performance",
        "Performances, each in the unit of its criterion",
        "Measured by the tool from the evidence. Blank: nothing is known. 'gap': the "
        "cell rests, wholly or in "
        "part, on something unknown.",
    )
    start_rows(book, sheet, assessment, layout, model, shown=())
    matrix, rows = assessment.matrix, model.rows
    for k, criterion in enumerate(layout.criteria):
        first = layout.performance_column(k, "low")
        title = f"{criterion.name} ({criterion.unit})"
        sheet.merge_range(GROUP, first, GROUP, first + 3, "", book.format("group"))
        book.text(sheet, GROUP, first, title, "group")
        look = number_format(criterion)
        for part, array in (("low", matrix.low), ("best", matrix.best), ("high", matrix.high)):
            column = layout.performance_column(k, part)
            book.text(sheet, HEADER, column, part, "header")
            for shift, value in enumerate(array[rows, k].tolist()):
                book.number(sheet, FIRST + shift, column, value, look)
        book.text(sheet, HEADER, first + 3, "gap", "header")
        for shift, is_gap in enumerate(matrix.gap[rows, k].tolist()):
            if is_gap:
                book.text(sheet, FIRST + shift, first + 3, "gap", "gap")
        sheet.set_column(first, first + 2, 12)
        sheet.set_column(first + 3, first + 3, 6)


def add_values(book: Book, assessment: Assessment, layout: Layout, model: Model) -> None:
    """Add Values: performances on the fixed scales, by formula."""
    sheet = book.sheet(
        "Values",
        "Values on the fixed scales, 0 worst to 1 best",
        "Where no best estimate is known, the one taken on States stands for it, or the middle "
        "of the values that are possible.",
    )
    shown = (
        () if layout.is_data else (WEIGHT, IDEAL, ANTI_IDEAL) if layout.is_topsis else (WEIGHT,)
    )
    start_rows(book, sheet, assessment, layout, model, shown=shown)
    look = book.format("text", "0.000")
    shapes = [Shape(layout.criteria, k) for k in range(layout.n_criteria)]
    for block, (name, values) in enumerate(
        zip(BLOCK_TITLES, model.values.parts(), strict=True)
    ):
        block_header(book, sheet, layout, block, BLOCK_TITLES[name])
        if not layout.is_data:
            add_statistics(book, sheet, assessment, layout, block, ends=("1", "0"), model=model)
        for k, shape in enumerate(shapes):
            column = layout.block_column(block, k)
            for shift, value in enumerate(values[:, k].tolist()):
                formula = _value_formula(layout, FIRST + shift, k, shape, name)
                if name == "expected" and not math.isnan(model.taken[shift, k]):
                    is_gap = bool(assessment.matrix.gap[model.rows[shift], k])
                    formula = _taken_formula(layout, FIRST + shift, k, formula, is_gap=is_gap)
                sheet.write_formula(FIRST + shift, column, formula, look, value)


def _value_formula(layout: Layout, row: int, k: int, shape: Shape, block: str) -> str:
    low, best, high, gap = (
        layout.performance(row, k, part) for part in ("low", "best", "high", "gap")
    )
    lowest, expected, highest = (cell(row, layout.block_column(b, k)) for b in range(3))
    if block in ("low", "high"):
        return f"={shape.end(low, high, is_high=block == 'high')}"
    if block == "expected":
        return f'=IF({best}="",({lowest}+{highest})/2,{shape.value(best)})'
    return f'=IF({gap}="gap",{lowest},{expected})'


def _taken_formula(layout: Layout, row: int, k: int, formula: str, *, is_gap: bool) -> str:
    """Return the value taken for a cell while its mark says that it is a gap."""
    taken = f"States!{cell(row, layout.taken_column(k))}"
    if not is_gap:
        return f"={taken}"
    gap = layout.performance(row, k, "gap")
    return f'=IF({gap}="gap",{taken},{formula.removeprefix("=")})'


def start_rows(
    book: Book,
    sheet: Any,
    assessment: Assessment,
    layout: Layout,
    model: Model,
    *,
    shown: tuple[int, ...],
) -> None:
    """Write who each row is, and hide the rows of statistics that this sheet does not have."""
    book.text(sheet, HEADER, 0, "Site", "header")
    book.text(sheet, HEADER, 1, "Name", "header")
    for shift, row in enumerate(model.rows.tolist()):
        book.text(sheet, FIRST + shift, 0, assessment.matrix.alternatives[row])
        book.text(sheet, FIRST + shift, 1, assessment.matrix.names[row])
    for row, label in STATISTIC_LABELS.items():
        if row in shown:
            book.text(sheet, row, 1, label, "note")
        else:
            sheet.set_row(row, None, None, {"hidden": True})
    sheet.set_row(HEADER, 32)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 36)
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_rows(GROUP, HEADER)


def block_header(book: Book, sheet: Any, layout: Layout, block: int, title: str) -> None:
    """Write the title of a block over its columns, and the criteria under it."""
    first = layout.block_column(block)
    if layout.n_criteria > 1:
        sheet.merge_range(
            GROUP, first, GROUP, first + layout.n_criteria - 1, "", book.format("group")
        )
    book.text(sheet, GROUP, first, title, "group")
    for k, criterion in enumerate(layout.criteria):
        book.text(sheet, HEADER, first + k, criterion.name, "header")
    sheet.set_column(first, first + layout.n_criteria - 1, 11)


def add_statistics(
    book: Book,
    sheet: Any,
    assessment: Assessment,
    layout: Layout,
    block: int,
    *,
    ends: tuple[str, str] | list[tuple[str, str]],
    model: Model,
) -> None:
    """Write the weights and both ideals over a block, for the formulas of Ranking."""
    weights = assessment.settings.weights.normalized.tolist()
    look = book.format("tool", "0.000")
    for k, criterion in enumerate(layout.criteria):
        column = layout.block_column(block, k)
        ideal, anti_ideal = ends[k] if isinstance(ends, list) else ends
        sheet.write_formula(WEIGHT, column, f"={criterion.id}_weight", look, weights[k])
        sheet.write_formula(IDEAL, column, f"={ideal}", look, float(model.ideal[k]))
        sheet.write_formula(
            ANTI_IDEAL, column, f"={anti_ideal}", look, float(model.anti_ideal[k])
        )
