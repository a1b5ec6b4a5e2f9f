"""The sheet Shortlist: the first places, sorted anew by formula when something changes."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.results import Assessment
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.columns import RankingColumns
from prioritizer.exports.workbook.layout import FIRST, Layout, cell, span
from prioritizer.exports.workbook.model import Model
from prioritizer.exports.workbook.ranking_sheet import NUMBERS, PLACES, SCORE, SCORE_BAR
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
        ("Sorts itself when weights or scales change." if layout.has_formulas else NUMBERS)
        + " Low and high: what the gaps and ranges allow. On gaps: part of the score that "
        "rests on something unknown.",
        color="#1F4E5F",
    )
    columns = RankingColumns(layout)
    header, first = 3, 4
    book.row(sheet, header, PLACES)
    book.text(sheet, header, len(PLACES), "Row (working)", "header")
    ranking = assessment.ranking
    numbers = np.column_stack(
        [
            ranking.scores,
            ranking.score_low,
            ranking.score_high,
            ranking.rank_low,
            ranking.rank_high,
            ranking.gap_share,
        ]
    )
    looks = [book.format("text", look) for look in (SCORE, SCORE, SCORE, "0", "0", "0 %")]
    text, rank_look = book.format("text"), book.format("place", "0")

    def looked_up(column: int, at: int) -> str:
        sites = span(FIRST, column, layout.last, column)
        return f"INDEX(Ranking!{sites},{cell(at, len(PLACES))})"

    places = span(FIRST, columns.place, layout.last, columns.place)
    for shift, row in enumerate(model.rows[:n_places].tolist()):
        at, site = first + shift, listed.sites[shift]
        match = f"=MATCH({shift + 1},Ranking!{places},0)"
        sheet.write_formula(at, len(PLACES), match, book.format("tool", "0"), shift + 1)
        sheet.write_formula(at, 0, f"={looked_up(0, at)}", rank_look, int(ranking.ranks[row]))
        texts = (
            assessment.matrix.alternatives[row],
            assessment.matrix.names[row],
            site.country if site else "",
            site.evidence_class if site else "",
        )
        for column, value in enumerate(texts, start=1):
            sheet.write_formula(at, column, f'={looked_up(column, at)}&""', text, value)
        for column, (look, number) in enumerate(
            zip(looks, numbers[row].tolist(), strict=True), start=5
        ):
            sheet.write_formula(at, column, f"={looked_up(column, at)}", look, number)
    last = first + n_places - 1
    sheet.conditional_format(first, columns.score, last, columns.score, SCORE_BAR)
    for column, width in enumerate((6, 12, 46, 8, 9, 14, 8, 8, 8, 8, 9, 8)):
        sheet.set_column(
            column, column, width, None, {"level": 1} if column == len(PLACES) else {}
        )
    sheet.set_row(header, 32)
    sheet.freeze_panes(first, 3)
    sheet.repeat_rows(header)
    sheet.print_area(0, 0, last, len(PLACES) - 1)
