"""The sheet Data scales: performances rescaled from the data of the loaded sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from prioritizer.domain.results import Assessment
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.curves import Shape
from prioritizer.exports.workbook.layout import (
    ANTI_IDEAL,
    DIVISOR,
    FIRST,
    HIGHEST,
    IDEAL,
    LOWEST,
    WEIGHT,
    Layout,
    cell,
    span,
)
from prioritizer.exports.workbook.model import BLOCKS, DataScales, Model, normalization_formula
from prioritizer.exports.workbook.settings_sheets import number_format
from prioritizer.exports.workbook.value_sheets import (
    BLOCK_TITLES,
    add_statistics,
    block_header,
    start_rows,
)
from prioritizer.workflow.ranking.listing import normalization_name

N_BLOCKS = len(BLOCKS)
LOW, EXPECTED, HIGH, SECURED = range(N_BLOCKS)


@dataclass(frozen=True, slots=True)
class _Column:
    """The formulas of one criterion under one normalization."""

    layout: Layout
    k: int
    normalization: str

    @property
    def name(self) -> str:
        return self.layout.criteria[self.k].id

    def address(self, row: int, block: int, *, is_fixed: bool = False) -> str:
        return cell(row, self.layout.block_column(block, self.k), is_fixed=is_fixed)

    def sites(self, block: int) -> str:
        column = self.layout.block_column(block, self.k)
        return span(FIRST, column, self.layout.last, column)

    def statistic(self, row: int) -> str:
        return self.address(row, EXPECTED, is_fixed=True)

    def statistics(self, data: DataScales) -> tuple[tuple[int, str, float], ...]:
        """Return row, formula and value of each statistic of the expected performances."""
        sites = self.sites(EXPECTED)
        divisor = {
            "vector": f"SQRT(SUMSQ({sites}))",
            "minmax": f"MAX({sites})-MIN({sites})",
            "sum": f"SUM({sites})",
            "inverse-sum": f"IF({self.name}_max,SUM({sites}),SUMPRODUCT(1/{sites}))",
            "max": f"MAX({sites})",
        }[self.normalization]
        return (
            (LOWEST, f"=MIN({sites})", float(data.lowest[self.k])),
            (HIGHEST, f"=MAX({sites})", float(data.highest[self.k])),
            (DIVISOR, f"={divisor}", float(data.divisors[self.k])),
        )

    def ends(self) -> tuple[str, str]:
        """Return the formulas of the ideal and of the anti-ideal."""
        sites = self.sites(N_BLOCKS + EXPECTED)
        highest, lowest = f"MAX({sites})", f"MIN({sites})"
        if not self.layout.is_topsis or self.normalization in ("minmax", "inverse-sum"):
            return highest, lowest
        is_max = f"{self.name}_max"
        return f"IF({is_max},{highest},{lowest})", f"IF({is_max},{lowest},{highest})"

    def performance(self, row: int, block: int) -> str:
        """Return the formula of a performance, a gap at what its value stands for."""
        low, best, high, gap = (
            self.layout.performance(row, self.k, part)
            for part in ("low", "best", "high", "gap")
        )
        is_target = self.layout.criteria[self.k].objective == "target"
        value = f"Values!{self.address(row, block)}"
        if block == EXPECTED and is_target:
            return f"={value}"
        if block == EXPECTED:
            return f'=IF({best}="",{self._inverse(row, EXPECTED)},{best})'
        if block == SECURED:
            return f'=IF({gap}="gap",{self.address(row, LOW)},{self.address(row, EXPECTED)})'
        first, second = (low, high) if block == LOW else (high, low)
        inverse = self._inverse(row, block)
        ends = (f'IF({end}="",{inverse},{end})' for end in (first, second))
        filled = value if is_target else f"IF({self.name}_max,{','.join(ends)})"
        return f"=MAX({self.statistic(LOWEST)},MIN({self.statistic(HIGHEST)},{filled}))"

    def _inverse(self, row: int, block: int) -> str:
        return Shape(self.layout.criteria, self.k).inverse(f"Values!{self.address(row, block)}")

    def rescaled(self, row: int, block: int) -> str:
        """Return the formula of a rescaled performance."""
        x, divisor, is_max = (
            self.address(row, block),
            self.statistic(DIVISOR),
            f"{self.name}_max",
        )
        if self.normalization == "minmax":
            lowest, highest = self.statistic(LOWEST), self.statistic(HIGHEST)
            return f"=IF({divisor}>0,IF({is_max},{x}-{lowest},{highest}-{x})/{divisor},1)"
        if self.normalization == "inverse-sum":
            turned = f"1/{x}" if block == EXPECTED else self._between(x)
            return f"=IF({divisor}>0,IF({is_max},{x},{turned})/{divisor},0)"
        share = f"IF({divisor}>0,{x}/{divisor},0)"
        return f"={share}" if self.layout.is_topsis else f"=IF({is_max},{share},1-{share})"

    def _between(self, x: str) -> str:
        """Return the reciprocal, straight between the reciprocals of the expected data."""
        sites = self.sites(EXPECTED)
        n_up_to = f"SUMPRODUCT(--({sites}<={x}))"
        below = f"SMALL({sites},{n_up_to})"
        above = f"SMALL({sites},MIN({self.layout.n_sites},{n_up_to}+1))"
        slope = f"({x}-{below})/({above}-{below})*(1/{above}-1/{below})"
        return f"(1/{below}+IF({above}>{below},{slope},0))"


def add_data_scales(
    book: Book, assessment: Assessment, layout: Layout, model: Model, data: DataScales
) -> None:
    """Add Data scales: performances with gaps filled from the values, then rescaled."""
    name = normalization_name(assessment)
    sheet = book.sheet(
        "Data scales",
        f"Scales from the data: {name}, {normalization_formula(name)}",
        "They depend on which sites are loaded. Ends of an interval are measured on the "
        "scales of "
        "the expected data and within their span.",
    )
    ideals = (IDEAL, ANTI_IDEAL) if layout.is_topsis else ()
    start_rows(
        book,
        sheet,
        assessment,
        layout,
        model,
        shown=(WEIGHT, *ideals, LOWEST, HIGHEST, DIVISOR),
    )
    columns = [_Column(layout, k, name) for k in range(layout.n_criteria)]
    for block, part in enumerate(BLOCKS):
        block_header(book, sheet, layout, block, f"{BLOCK_TITLES[part]}: performance")
        block_header(book, sheet, layout, block + N_BLOCKS, f"{BLOCK_TITLES[part]}: rescaled")
        add_statistics(
            book,
            sheet,
            assessment,
            layout,
            block + N_BLOCKS,
            ends=[column.ends() for column in columns],
            model=model,
        )
    for column in columns:
        _add_column(book, sheet, column, model, data)


def _add_column(
    book: Book, sheet: Any, column: _Column, model: Model, data: DataScales
) -> None:
    layout, k = column.layout, column.k
    unit = book.format("text", number_format(layout.criteria[k]))
    statistic = book.format("tool", number_format(layout.criteria[k]))
    for row, formula, value in column.statistics(data):
        sheet.write_formula(row, layout.block_column(EXPECTED, k), formula, statistic, value)
    plain = book.format("text", "0.0000")
    performances, scaled = data.performance.parts(), model.scaled.parts()
    for block in range(N_BLOCKS):
        sheet.set_column(layout.block_column(block, k), layout.block_column(block, k), 13)
        first, second = layout.block_column(block, k), layout.block_column(block + N_BLOCKS, k)
        pairs = zip(
            performances[block][:, k].tolist(), scaled[block][:, k].tolist(), strict=True
        )
        for row, (performance, value) in enumerate(pairs, start=FIRST):
            sheet.write_formula(row, first, column.performance(row, block), unit, performance)
            sheet.write_formula(row, second, column.rescaled(row, block), plain, value)
