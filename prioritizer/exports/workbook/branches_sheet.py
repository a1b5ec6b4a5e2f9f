"""The sheet Branches: what each branch of the value tree adds, by formula."""

from __future__ import annotations

from prioritizer.domain.results import Assessment
from prioritizer.domain.value_tree import totals
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.columns import RankingColumns
from prioritizer.exports.workbook.layout import FIRST, HEADER, Layout, cell
from prioritizer.exports.workbook.model import Model
from prioritizer.workflow.ranking.listing import Listing, contribution_word


def add_branches(
    book: Book, assessment: Assessment, layout: Layout, model: Model, listed: Listing
) -> None:
    """Add Branches, if the criteria form a tree: sums of the contributions on Ranking."""
    nodes = [node for node in assessment.criteria.tree() if not node.is_leaf]
    if not nodes:
        return
    sheet = book.sheet(
        "Branches",
        "Branches of the value tree",
        f"Sums of the contributions of their criteria ({contribution_word(assessment)}), as on "
        "the sheet Ranking.",
    )
    headers = ("Site", "Name", *(assessment.criteria.name_of(node.id) for node in nodes))
    book.row(sheet, HEADER, headers)
    place = {
        c.id: RankingColumns(layout).contribution + k for k, c in enumerate(layout.criteria)
    }
    ids, look = assessment.criteria.ids, book.format("text", "0.000")
    for at, row in enumerate(model.rows.tolist(), start=FIRST):
        book.text(sheet, at, 0, assessment.matrix.alternatives[row])
        book.text(sheet, at, 1, assessment.matrix.names[row])
        parts = dict(zip(ids, listed.contributions[row].tolist(), strict=True))
        sums = totals(nodes, parts)
        for column, node in enumerate(nodes, start=2):
            cells = "+".join(f"Ranking!{cell(at, place[leaf])}" for leaf in node.leaves)
            sheet.write_formula(at, column, f"={cells}", look, sums[node.id])
    for hidden in range(2, HEADER):
        sheet.set_row(hidden, None, None, {"hidden": True})
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 36)
    sheet.set_column(2, 1 + len(nodes), 16)
    sheet.freeze_panes(FIRST, 2)
