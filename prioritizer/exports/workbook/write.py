"""An assessment as a workbook, sheet by sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from prioritizer.domain.results import Assessment
from prioritizer.domain.site import SiteRegister
from prioritizer.exports.sizes import check_size
from prioritizer.exports.workbook import model as numbers
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.branches_sheet import add_branches
from prioritizer.exports.workbook.curves import add_curves
from prioritizer.exports.workbook.data_sheet import add_data_scales
from prioritizer.exports.workbook.evidence_sheets import (
    add_evidence,
    add_not_ranked,
    add_open_gates,
    add_sources,
    add_too_little_known,
)
from prioritizer.exports.workbook.layout import Layout
from prioritizer.exports.workbook.next_steps_sheet import next_steps_sheet
from prioritizer.exports.workbook.plain_sheets import PlainSheet, add_plain
from prioritizer.exports.workbook.ranking_sheet import add_ranking
from prioritizer.exports.workbook.readme_sheet import add_readme
from prioritizer.exports.workbook.settings_sheets import add_scales
from prioritizer.exports.workbook.shortlist_sheet import add_shortlist
from prioritizer.exports.workbook.states_sheet import add_states
from prioritizer.exports.workbook.value_sheets import add_performance, add_values
from prioritizer.exports.workbook.weights_sheet import add_weights
from prioritizer.workflow.ranking.listing import is_on_data, listing

if TYPE_CHECKING:
    from prioritizer.workflow.robustness.next_step import NextSteps


def write(
    assessment: Assessment,
    register: SiteRegister | None,
    *,
    top: int | None,
    steps: NextSteps | None = None,
    beside: Sequence[PlainSheet] = (),
) -> bytes:
    """Return the workbook; ``beside`` are sheets of plain values after the live ones.

    ``steps`` are what to find out next, on a sheet of their own.

    Ranks depend on all sites, so ``top`` shortens the sheet Shortlist only.

    Raises
    ------
    InputError
        If there are more sites than a workbook has room for.
    """
    check_size(".xlsx", len(assessment.matrix) + len(assessment.not_ranked))
    listed = listing(assessment, register, top=None)
    n_places = len(listing(assessment, register, top=top).rows)
    model = numbers.build(assessment)
    layout = Layout(
        n_sites=len(assessment.matrix),
        criteria=assessment.matrix.criteria,
        method=assessment.settings.method,
        is_data=is_on_data(assessment),
        has_formulas=numbers.has_formulas(assessment),
        has_answer=assessment.answer is not None,
        is_by_chance=numbers.is_by_chance(assessment),
    )
    book = Book(f"Shortlist for pilot studies: {assessment.title}")
    add_readme(book, assessment, register)
    add_shortlist(book, assessment, layout, model, listed, n_places=n_places)
    add_weights(book, assessment, layout)
    add_scales(book, layout)
    add_curves(book, layout.criteria, may_change=layout.has_formulas)
    add_performance(book, assessment, layout, model)
    add_states(book, assessment, layout, model)
    add_values(book, assessment, layout, model)
    if model.data is not None:
        add_data_scales(book, assessment, layout, model, model.data)
    add_ranking(book, assessment, layout, model, listed)
    add_branches(book, assessment, layout, model, listed)
    if steps is not None:
        add_plain(book, [next_steps_sheet(assessment, steps)])
    add_plain(book, beside)
    add_too_little_known(book, assessment)
    add_not_ranked(book, assessment)
    add_open_gates(book, assessment)
    if register is not None:
        add_evidence(book, assessment, register, model)
        add_sources(book, register)
    return book.content()
