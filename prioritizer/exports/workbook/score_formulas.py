"""The formula of one score before rounding, by method."""

from __future__ import annotations

from prioritizer.engine.methods.table import METHODS
from prioritizer.exports.workbook.columns import RankingColumns
from prioritizer.exports.workbook.layout import WEIGHT, Layout, cell, span


def distance(layout: Layout, block: str, at: int, end: int) -> str:
    """Return the weighted distance of a row to the ideal or the anti-ideal."""
    weights = layout.scaled_range(block, WEIGHT, is_fixed=True)
    gap = f"{layout.scaled_range(block, at)}-{layout.scaled_range(block, end, is_fixed=True)}"
    return f"=SQRT(SUMPRODUCT(({weights}*({gap}))^2))"


def raw_score(layout: Layout, columns: RankingColumns, block: str, at: int) -> str:
    """Return the score of a row, without the equals sign."""
    score = _score(layout, columns, block, at)
    if not layout.is_data:
        return score
    expected = cell(at, columns.raw("expected"))
    if block == "expected":
        first = layout.block_column(1)
        lowest, highest = (
            f"'Data scales'!{span(row, first, row, first + layout.n_criteria - 1)}"
            for row in (5, 6)
        )
        return f"IF(SUMPRODUCT(--({highest}>{lowest}))>0,{score},0.5)"
    return f"{'MAX' if block == 'high' else 'MIN'}({score},{expected})"


def _score(layout: Layout, columns: RankingColumns, block: str, at: int) -> str:
    weights = layout.scaled_range(block, WEIGHT, is_fixed=True)
    values = layout.scaled_range(block, at)
    total = f"SUMPRODUCT({weights},{values})"
    if layout.is_topsis:
        near, far = cell(at, columns.to_ideal(block)), cell(at, columns.to_anti_ideal(block))
        return f"IF({near}+{far}>0,{far}/({near}+{far}),0.5)"
    if layout.method == "weighted-product":
        return _product(layout, block, at)
    if layout.method == "waspas":
        return f"0.5*{total}+0.5*{_product(layout, block, at)}"
    if layout.method == "vikor":
        regrets = ",".join(f"{w}*(1-{v})" for w, v in _pairs(layout, block, at))
        return f"1-0.5*(SUMPRODUCT({weights},1-{values})+MAX({regrets})/MAX({weights}))"
    if not METHODS[layout.method].is_sum_of_values:
        raise KeyError(layout.method)
    return total


def _product(layout: Layout, block: str, at: int) -> str:
    # A spreadsheet has no 0 to the power of 0.
    return "*".join(f"IF({w}=0,1,{v}^{w})" for w, v in _pairs(layout, block, at))


def _pairs(layout: Layout, block: str, at: int) -> list[tuple[str, str]]:
    """Return the addresses of weight and value, criterion by criterion."""
    first = layout.block_column(layout.scaled_block(block))
    return [
        (
            f"{layout.scaled_sheet}{cell(WEIGHT, first + k, is_fixed=True)}",
            f"{layout.scaled_sheet}{cell(at, first + k)}",
        )
        for k in range(layout.n_criteria)
    ]
