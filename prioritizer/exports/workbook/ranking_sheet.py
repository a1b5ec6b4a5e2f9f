"""The sheet Ranking: contributions, scores, intervals and ranks by formula."""

from __future__ import annotations

from typing import Any

from prioritizer.domain.results import Assessment, IntArray, Order
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.columns import RankingColumns
from prioritizer.exports.workbook.layout import (
    ANTI_IDEAL,
    FIRST,
    GROUP,
    HEADER,
    IDEAL,
    KNOWN_FORMAT,
    NOTE,
    WEIGHT,
    Layout,
    cell,
    span,
)
from prioritizer.exports.workbook.model import BLOCKS, Model
from prioritizer.exports.workbook.score_formulas import distance, raw_score
from prioritizer.workflow.ranking.listing import Listing, contribution_word

SCORE = "0.000"
SCORE_BAR = {
    "type": "data_bar",
    "bar_color": "#7FB3C8",
    "bar_solid": True,
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 1,
}
NUMBERS = "Scores and places are those of the tool, not formulas: rank again for other weights."
BY_CHANCE = (
    "Sorted as the tool found it, by the draws: places, chances and sections are values and do "
    "not follow a change here. Scores and ranks by score do."
)
# Where places come from the draws, the rank by score is by that at best estimates.
ORDER_COLUMN = {Order.PESSIMISTIC: "low", Order.OPTIMISTIC: "high"}


def add_ranking(
    book: Book, assessment: Assessment, layout: Layout, model: Model, listed: Listing
) -> None:
    """Add Ranking: contributions, scores, intervals and ranks of every ranked site."""
    sheet = book.sheet(
        "Ranking",
        "Ranking",
        _note(layout),
        color="#1F4E5F",
    )
    columns = RankingColumns(layout)
    _add_headers(book, sheet, assessment, layout, columns)
    for shift, row in enumerate(model.rows.tolist()):
        _add_identity(book, sheet, assessment, columns, FIRST + shift, row, listed)
        _add_tool(book, sheet, assessment, columns, FIRST + shift, row, model.by_score)
        _add_contributions(
            book, sheet, layout, columns, FIRST + shift, listed.contributions[row].tolist()
        )
    _add_scores(book, sheet, assessment, layout, columns, model)
    _add_ranks(book, sheet, assessment, layout, columns, model)
    _add_looks(sheet, layout, columns)


def _note(layout: Layout) -> str:
    if not layout.has_formulas:
        return NUMBERS
    if layout.is_by_chance:
        return BY_CHANCE
    return (
        "Every score is a formula. The rows stay in the order of the tool; the sheet Shortlist "
        "sorts itself."
    )


def _add_headers(
    book: Book, sheet: Any, assessment: Assessment, layout: Layout, columns: RankingColumns
) -> None:
    book.row(sheet, HEADER, columns.headings)
    share = contribution_word(assessment).capitalize()
    last = columns.contribution + layout.n_criteria - 1
    if layout.n_criteria > 1:
        sheet.merge_range(GROUP, columns.contribution, GROUP, last, "", book.format("group"))
    book.text(sheet, GROUP, columns.contribution, share, "group")
    for k, criterion in enumerate(layout.criteria):
        book.text(sheet, HEADER, columns.contribution + k, criterion.name, "header")
    sheet.merge_range(
        GROUP, columns.tool_score, GROUP, columns.difference, "", book.format("group")
    )
    book.text(sheet, GROUP, columns.tool_score, "As the tool has it", "group")
    for column, text in (
        (columns.tool_score, "Score in the tool"),
        (
            columns.tool_rank,
            "Rank by score in the tool" if layout.is_by_chance else "Rank in the tool",
        ),
        (columns.difference, "Difference"),
        (columns.place, "Place, ties in turn"),
    ):
        book.text(sheet, HEADER, column, text, "header")
    book.text(sheet, GROUP, columns.raw("low"), "Working", "group")
    for block in BLOCKS:
        book.text(sheet, HEADER, columns.raw(block), f"{block}, not rounded", "header")
        if layout.is_topsis:
            book.text(sheet, HEADER, columns.to_ideal(block), f"{block}, to ideal", "header")
            book.text(
                sheet, HEADER, columns.to_anti_ideal(block), f"{block}, to anti-ideal", "header"
            )
    book.text(sheet, GROUP, 0, _ranked_by(assessment, layout), "note")
    book.text(sheet, GROUP, columns.score, "Check:", "label")
    sheet.merge_range(GROUP, columns.low, GROUP, columns.best_rank, "", book.format("check"))
    if not layout.has_formulas:
        book.text(sheet, GROUP, columns.low, "copied from the tool", "check")
        return
    compared = 'IF(equals_the_tool,"equals the tool","differs")'
    verdict = f'=IF(ISTEXT(equals_the_tool),"inputs changed",{compared})'
    sheet.write_formula(GROUP, columns.low, verdict, book.format("check"), "equals the tool")


def _ranked_by(assessment: Assessment, layout: Layout) -> str:
    order = assessment.settings.order
    if layout.is_by_chance:
        return {
            Order.CHANCE: "Ranked by the chance of a place on the list",
            Order.MEDIAN: "Ranked by the median place",
            Order.CAUTIOUS: "Ranked by the place that 95 % of the draws do not exceed",
        }[order]
    if order in ORDER_COLUMN:
        return f"Ranked by the {order} score"
    return "Ranked by score at best estimates"


def _add_identity(
    book: Book,
    sheet: Any,
    assessment: Assessment,
    columns: RankingColumns,
    at: int,
    row: int,
    listed: Listing,
) -> None:
    matrix = assessment.matrix
    book.text(sheet, at, columns.site_id, matrix.alternatives[row])
    book.text(sheet, at, columns.name, matrix.names[row])
    site = listed.sites[at - FIRST]
    if site is not None:
        book.text(sheet, at, columns.country, site.country)
        book.text(sheet, at, columns.evidence, site.evidence_mark)
    if columns.layout.is_by_chance:
        place = float(assessment.ranking.ranks[row])
        book.number(sheet, at, 0, place, "0", "place")
    for column, (value, look) in enumerate(answered(assessment, row), start=columns.chance):
        if isinstance(value, str):
            book.text(sheet, at, column, value)
        else:
            book.number(sheet, at, column, value, look)


def answered(assessment: Assessment, row: int) -> tuple[tuple[float | str, str], ...]:
    """Return what the draws say of a site, each with its number format; nothing without."""
    answer = assessment.answer
    if answer is None:
        return ()
    return (
        (float(answer.chance[row]), "0 %"),
        (answer.sections[row].value, ""),
        (float(answer.rank_median[row]), "0"),
        (float(answer.rank_5[row]), "0"),
        (float(answer.rank_95[row]), "0"),
        (float(answer.known_weight[row]), KNOWN_FORMAT),
    )


def _add_tool(
    book: Book,
    sheet: Any,
    assessment: Assessment,
    columns: RankingColumns,
    at: int,
    row: int,
    by_score: IntArray,
) -> None:
    ranking = assessment.ranking
    book.number(sheet, at, columns.tool_score, float(ranking.scores[row]), SCORE, "tool")
    book.number(sheet, at, columns.tool_rank, float(by_score[row]), "0", "tool")
    formula = f"={cell(at, columns.score)}-{cell(at, columns.tool_score)}"
    sheet.write_formula(at, columns.difference, formula, book.format("tool", "0.0E+00"), 0)


def _add_contributions(
    book: Book,
    sheet: Any,
    layout: Layout,
    columns: RankingColumns,
    at: int,
    values: list[float],
) -> None:
    block = layout.scaled_block("expected")
    look = book.format("text", SCORE)
    for k, value in enumerate(values):
        column = layout.block_column(block, k)
        weight = f"{layout.scaled_sheet}{cell(WEIGHT, column, is_fixed=True)}"
        scaled = f"{layout.scaled_sheet}{cell(at, column)}"
        formula = f"={weight}*{scaled}"
        if layout.is_topsis:
            ideal = f"{layout.scaled_sheet}{cell(IDEAL, column, is_fixed=True)}"
            distance = cell(at, columns.to_ideal("expected"))
            formula = f"=IF({distance}>0,({weight}*({ideal}-{scaled})/{distance})^2,0)"
        sheet.write_formula(at, columns.contribution + k, formula, look, value)


def _add_scores(
    book: Book,
    sheet: Any,
    assessment: Assessment,
    layout: Layout,
    columns: RankingColumns,
    model: Model,
) -> None:
    """Write the working columns: distances, and scores before rounding."""
    look = book.format("tool", "0.000000")
    for b, block in enumerate(BLOCKS):
        for shift in range(layout.n_sites):
            at = FIRST + shift
            if layout.is_topsis:
                for end, column, values in (
                    (IDEAL, columns.to_ideal(block), model.to_ideal),
                    (ANTI_IDEAL, columns.to_anti_ideal(block), model.to_anti_ideal),
                ):
                    formula = distance(layout, block, at, end)
                    sheet.write_formula(at, column, formula, look, float(values[b, shift]))
            number = float(model.raw[b, shift])
            if not layout.has_formulas:
                sheet.write_number(at, columns.raw(block), number, look)
                continue
            formula = f"={raw_score(layout, columns, block, at)}"
            sheet.write_formula(at, columns.raw(block), formula, look, number)


def _add_ranks(
    book: Book,
    sheet: Any,
    assessment: Assessment,
    layout: Layout,
    columns: RankingColumns,
    model: Model,
) -> None:
    """Write rounded scores, ranks, rank intervals and the part that rests on gaps."""
    ranking = assessment.ranking

    def sites(column: int) -> str:
        return span(FIRST, column, layout.last, column)

    order = getattr(columns, ORDER_COLUMN.get(assessment.settings.order, "score"))
    scores = (
        (columns.score, "expected", ranking.scores),
        (columns.low, "low", ranking.score_low),
        (columns.high, "high", ranking.score_high),
    )
    score_look, rank_look = book.format("text", SCORE), book.format("center", "0")
    n_seen: dict[int, int] = {}
    for shift, row in enumerate(model.rows.tolist()):
        at = FIRST + shift
        for column, block, values in scores:
            sheet.write_formula(
                at,
                column,
                f"={_rounded(cell(at, columns.raw(block)))}",
                score_look,
                float(values[row]),
            )
        low, high = cell(at, columns.low), cell(at, columns.high)
        shown = int(ranking.ranks[row])
        place = shown + n_seen.get(shown, 0)
        n_seen[shown] = n_seen.get(shown, 0) + 1
        above = f"{cell(FIRST, columns.rank, is_fixed=True)}:{cell(at, columns.rank)}"
        for column, formula, value in (
            (
                columns.rank,
                f"=RANK({cell(at, order)},{sites(order)},0)",
                int(model.by_score[row]),
            ),
            (
                columns.best_rank,
                f"=1+SUMPRODUCT(--({sites(columns.low)}>{high}))",
                int(ranking.rank_low[row]),
            ),
            (
                columns.worst_rank,
                f"=1+SUMPRODUCT(--({sites(columns.high)}>{low}))-({high}>{low})",
                int(ranking.rank_high[row]),
            ),
            (
                columns.place,
                f"={cell(at, columns.rank)}+COUNTIF({above},{cell(at, columns.rank)})-1",
                place,
            ),
        ):
            is_live = layout.has_formulas or column == columns.place
            if is_live and not (column == columns.place and layout.is_by_chance):
                sheet.write_formula(at, column, formula, rank_look, value)
            else:
                sheet.write_number(at, column, value, rank_look)
        score = cell(at, columns.score)
        secured = _rounded(cell(at, columns.raw("secured")))
        sheet.write_formula(
            at,
            columns.gap_share,
            f"=IF({score}>0,MAX({score}-{secured},0)/{score},0)",
            book.format("text", "0 %"),
            float(ranking.gap_share[row]),
        )


def _rounded(address: str) -> str:
    """Return a score to 12 significant digits, as the tool compares them."""
    return f"IF({address}=0,0,ROUND({address},11-INT(LOG10(ABS({address})))))"


def _add_looks(sheet: Any, layout: Layout, columns: RankingColumns) -> None:
    for row in range(NOTE + 1, GROUP):
        sheet.set_row(row, None, None, {"hidden": True})
    sheet.set_row(HEADER, 46 if layout.has_answer else 32)
    for column, width in enumerate(columns.widths):
        sheet.set_column(column, column, width)
    sheet.set_column(columns.contribution, columns.tool_score - 1, 11)
    sheet.set_column(columns.tool_score, columns.place, 11)
    sheet.set_column(columns.place + 1, columns.end - 1, 12, None, {"level": 1})
    sheet.freeze_panes(FIRST, 3)
    sheet.repeat_rows(GROUP, HEADER)
    sheet.conditional_format(FIRST, columns.score, layout.last, columns.score, SCORE_BAR)
    sheet.print_area(0, 0, layout.last, columns.difference)
