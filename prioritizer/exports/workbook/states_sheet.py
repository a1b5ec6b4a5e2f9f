"""The sheet States: how each cell is known, and what was taken for values that are not."""

from __future__ import annotations

import math

from prioritizer.domain.answer import CellState
from prioritizer.domain.results import Assessment
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.layout import FIRST, Layout
from prioritizer.exports.workbook.model import Model
from prioritizer.exports.workbook.value_sheets import block_header, start_rows
from prioritizer.workflow.ranking.answer_words import assumption_sentence

LOOKS = {
    CellState.MEASURED: "text",
    CellState.BOUNDED: "bounded",
    CellState.ANALOGUE: "analogue",
    CellState.ASSUMED: "assumed",
    CellState.UNKNOWN: "gap",
}


def add_states(book: Book, assessment: Assessment, layout: Layout, model: Model) -> None:
    """Add States, where chances were drawn: a word per cell, and the means of drawn values."""
    answer = assessment.answer
    if answer is None:
        return
    sheet = book.sheet(
        "States",
        "How each value is known",
        f"{assumption_sentence(answer)} Taken values lie on the scale from 0 to 1; they are "
        "those of the tool.",
    )
    start_rows(book, sheet, assessment, layout, model, shown=())
    for block, title in enumerate(("Known as", "Value taken where it is not known")):
        block_header(book, sheet, layout, block, title)
    for shift, row in enumerate(model.rows.tolist()):
        for k in range(layout.n_criteria):
            state = answer.state(row, k)
            book.text(sheet, FIRST + shift, layout.state_column(k), state.value, LOOKS[state])
            taken = float(model.taken[shift, k])
            if not math.isnan(taken):
                book.number(
                    sheet, FIRST + shift, layout.taken_column(k), taken, "0.000", LOOKS[state]
                )
