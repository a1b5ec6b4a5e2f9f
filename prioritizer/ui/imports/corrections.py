"""Cells at fault in a grid: corrected on the page, then the file is read again with them."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.imports import ImportOptions
from prioritizer.ui.imports.job import ImportJob
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.sites.import_corrections import (
    MOST,
    FaultyCell,
    faulty_cells,
    with_corrections,
)
from prioritizer.workflow.sites.importing import ImportResult

ADVICE = (
    "Type what is meant, or paste it; a blank cell means not known. Then read the file again. "
    "The file itself is not changed; the report lists each cell that you corrected."
)


def show(job: ImportJob, result: ImportResult) -> ImportOptions | None:
    """Draw the grid; return other options when the file is to be read again."""
    cells = faulty_cells(result)
    if not cells:
        return None
    shown = cells[:MOST]
    st.subheader("Correct the cells with faults", anchor=False)
    rest = f" The first {MOST} of {len(cells):,} are shown." if len(cells) > MOST else ""
    markup.draw(markup.note(ADVICE + rest))
    edited = st.data_editor(
        _table(shown),
        key=f"import-correct-{job.number}",
        hide_index=True,
        disabled=("row", "site", "column", "cost", "found", "expected"),
        column_config={
            "row": st.column_config.NumberColumn("Row", format="%d"),
            "site": st.column_config.TextColumn("Site"),
            "column": st.column_config.TextColumn("Column"),
            "cost": st.column_config.TextColumn("Left out"),
            "found": st.column_config.TextColumn("Found"),
            "expected": st.column_config.TextColumn("Expected"),
            "new": st.column_config.TextColumn("New value"),
        },
    )
    typed = [str(text or "") for text in edited["new"]]
    options = with_corrections(job.options, shown, _typed(shown, typed))
    is_pressed = st.button(
        "Read again with these values",
        key=f"import-correct-read-{job.number}",
        disabled=options == job.options,
    )
    return options if is_pressed else None


def _table(cells: tuple[FaultyCell, ...]) -> dict[str, list[object]]:
    return {
        "row": [cell.row for cell in cells],
        "site": [plain(cell.site_id, limit=60) for cell in cells],
        "column": [plain(cell.header, limit=60) for cell in cells],
        "cost": ["the row" if cell.is_row_left_out else "the cell" for cell in cells],
        "found": [plain(cell.found, limit=120) for cell in cells],
        "expected": [plain(cell.expected, limit=120) for cell in cells],
        "new": [plain(cell.found, limit=120) for cell in cells],
    }


def _typed(cells: tuple[FaultyCell, ...], typed: list[str]) -> list[str]:
    """Return the new texts; one that was left as it was shown is the cell as it stands."""
    pairs = zip(cells, typed, strict=True)
    return [c.found if text == plain(c.found, limit=120) else text for c, text in pairs]
