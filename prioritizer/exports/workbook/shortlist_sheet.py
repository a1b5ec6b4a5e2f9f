"""The sheet Shortlist: the first places, sorted anew by formula when something changes."""

from __future__ import annotations

from prioritizer.domain.results import Assessment, IntArray
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.columns import RankingColumns
from prioritizer.exports.workbook.layout import FIRST, Layout, cell, span
from prioritizer.exports.workbook.model import Model
from prioritizer.exports.workbook.ranking_sheet import (
    BY_CHANCE,
    NUMBERS,
    SCORE,
    SCORE_BAR,
    answered,
)
from prioritizer.workflow.ranking.listing import Listing


def add_shortlist(
    book: Book,
    assessment: Assessment,
    layout: Layout,
    model: Model,
    listed: Listing,
    *,
    n_places: int,
) -> None:
    """Add Shortlist: the first places, looked up, so that a change sorts it anew."""
    sheet = book.sheet(
        "Shortlist",
        "Shortlist",
        _note(layout) + " Low and high: what the gaps and ranges allow. On gaps: part of the "
        "score that rests on something unknown.",
        color="#1F4E5F",
    )
    columns = RankingColumns(layout)
    header, first = 3, 4
    headings = columns.headings
    book.row(sheet, header, headings)
    book.text(sheet, header, len(headings), "Row (working)", "header")
    text, rank_look = book.format("text"), book.format("place", "0")

    def looked_up(column: int, at: int) -> str:
        sites = span(FIRST, column, layout.last, column)
        return f"INDEX(Ranking!{sites},{cell(at, len(headings))})"

    places = span(FIRST, columns.place, layout.last, columns.place)
    for shift, row in enumerate(model.rows[:n_places].tolist()):
        at, site = first + shift, listed.sites[shift]
        match = f"=MATCH({shift + 1},Ranking!{places},0)"
        sheet.write_formula(at, len(headings), match, book.format("tool", "0"), shift + 1)
        sheet.write_formula(
            at, 0, f"={looked_up(0, at)}", rank_look, int(assessment.ranking.ranks[row])
        )
        texts = (
            assessment.matrix.alternatives[row],
            assessment.matrix.names[row],
            site.country if site else "",
            site.evidence_mark if site else "",
        )
        for column, value in enumerate(texts, start=columns.site_id):
            sheet.write_formula(at, column, f'={looked_up(column, at)}&""', text, value)
        numbers = (
            *answered(assessment, row),
            *_scored(assessment, layout, row, model.by_score),
        )
        for column, (number, look) in enumerate(numbers, start=columns.chance):
            shown = book.format("text", look)
            sheet.write_formula(at, column, f"={looked_up(column, at)}", shown, number)
    last = first + n_places - 1
    sheet.conditional_format(first, columns.score, last, columns.score, SCORE_BAR)
    for column, width in enumerate((*columns.widths, 8)):
        sheet.set_column(
            column, column, width, None, {"level": 1} if column == len(headings) else {}
        )
    sheet.set_row(header, 46 if layout.has_answer else 32)
    sheet.freeze_panes(first, 3)
    sheet.repeat_rows(header)
    sheet.print_area(0, 0, last, len(headings) - 1)


def _note(layout: Layout) -> str:
    if not layout.has_formulas:
        return NUMBERS
    if layout.is_by_chance:
        return BY_CHANCE
    return "Sorts itself when weights or scales change."


def _scored(
    assessment: Assessment, layout: Layout, row: int, by_score: IntArray
) -> tuple[tuple[float, str], ...]:
    """Return the scores of a site, each with its number format."""
    ranking = assessment.ranking
    scores = (
        (float(ranking.scores[row]), SCORE),
        (float(ranking.score_low[row]), SCORE),
        (float(ranking.score_high[row]), SCORE),
        (float(ranking.rank_low[row]), "0"),
        (float(ranking.rank_high[row]), "0"),
        (float(ranking.gap_share[row]), "0 %"),
    )
    if not layout.is_by_chance:
        return scores
    return ((float(by_score[row]), "0"), *scores)
