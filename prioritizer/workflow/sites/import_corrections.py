"""Cells for which an import left something out, and what a person types instead of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from prioritizer.domain.imports import ColumnMatch, ImportOptions
from prioritizer.workflow.sites.importing import ImportResult

MOST = 200


@dataclass(frozen=True, slots=True)
class FaultyCell:
    """A cell at fault: its row in the file, the id of its site, its header, and its text."""

    row: int
    site_id: str
    header: str
    found: str
    expected: str
    is_row_left_out: bool


def faulty_cells(result: ImportResult) -> tuple[FaultyCell, ...]:
    """Return the cells that errors name, those that cost their row first; needs the source."""
    outcome = result.outcome
    rows = dict(zip(outcome.source_lines, outcome.source_rows, strict=True))
    index_of = _places(result.matches)
    found: dict[tuple[int, int], FaultyCell] = {}
    for issue in result.errors:
        index = index_of.get(issue.column or "")
        if index is None or issue.row not in rows:
            continue
        found.setdefault(
            (issue.row, index),
            FaultyCell(
                issue.row,
                _cell(rows[issue.row], index_of.get("site_id")),
                result.matches[index].header,
                _cell(rows[issue.row], index),
                issue.expected,
                issue.row in result.left_out,
            ),
        )
    return tuple(sorted(found.values(), key=lambda cell: not cell.is_row_left_out))


def with_corrections(
    options: ImportOptions, cells: Sequence[FaultyCell], typed: Sequence[str]
) -> ImportOptions:
    """Return options under which the cells are read as typed; one left as it was stays so."""
    corrections: dict[str, Mapping[str, str]] = dict(options.corrections)
    for cell, text in zip(cells, typed, strict=True):
        if text != cell.found:
            row = str(cell.row)
            corrections[row] = {**corrections.get(row, {}), cell.header: text}
    return replace(options, corrections=corrections)


def _cell(row: Sequence[str], index: int | None) -> str:
    return row[index] if index is not None and index < len(row) else ""


def _places(matches: Sequence[ColumnMatch]) -> dict[str, int]:
    """Return where a column stands by what an issue may call it: header, field or analyte."""
    found: dict[str, int] = {}
    for match in reversed(matches):
        analyte = match.field.partition(":")[2] if match.field.startswith("grade:") else ""
        names = filter(None, (analyte, match.field, match.header))
        found |= dict.fromkeys(names, match.index)
    return found
