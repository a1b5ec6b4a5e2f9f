"""What an import leaves behind: canonical tables, a report, the input with remarks."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TextIO

from prioritizer.domain.imports import ColumnMatch, Interpretation
from prioritizer.errors import Issue, Severity
from prioritizer.readers.cells import FORMULA_STARTS, guarded
from prioritizer.readers.numbers import parse_number

TABLES = ("sites.csv", "grades.csv", "sources.csv")
# Besides, where an export of this tool declares own columns.
OWN_TABLE = "own_columns.csv"
REPORT_COLUMNS = (
    "entry",
    "severity",
    "where",
    "row",
    "column",
    "what",
    "confidence",
    "reason_or_expected",
    "alternatives_or_hint",
    "cells",
    "examples",
)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV in which no text can start a formula; numbers stay numbers."""
    text = io.StringIO()
    _write(text, header, rows)
    return text.getvalue()


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the same as it is written to a file; a long table is held once."""
    held = io.BytesIO()
    text = io.TextIOWrapper(held, encoding="utf-8", errors="replace", newline="")
    _write(text, header, rows)
    text.flush()
    return held.getvalue()


def _write(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(guarded(name) for name in header)
    writer.writerows([_safe(cell) for cell in row] for row in rows)


def _safe(cell: str) -> str:
    if cell[:1] not in FORMULA_STARTS and cell[:1] != "'":
        return cell
    return cell if parse_number(cell) is not None else guarded(cell)


def encoded(text: str) -> bytes:
    """Return text as it is written to a file."""
    return text.encode("utf-8", errors="replace")


def report_json(
    facts: Mapping[str, object],
    matches: Sequence[ColumnMatch],
    interpretations: Sequence[Interpretation],
    issues: Sequence[Issue],
) -> str:
    """Return the whole report as JSON."""
    data = {
        **facts,
        "columns": [asdict(match) for match in matches],
        "interpretations": [asdict(entry) for entry in interpretations],
        "issues": [_as_data(issue) for issue in issues],
    }
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _as_data(issue: Issue) -> dict[str, object]:
    return {name: value for name, value in asdict(issue).items() if name != "rests_on"}


def report_csv(interpretations: Sequence[Interpretation], issues: Sequence[Issue]) -> str:
    """Return the report as one table: interpretations first, then issues."""
    rows = [
        [
            "interpretation",
            "",
            entry.where,
            "",
            "",
            f"{entry.kind}: {entry.what}",
            f"{entry.confidence:g}",
            entry.reason,
            "; ".join(entry.alternatives),
            str(entry.n_cells or ""),
            "; ".join(entry.examples),
        ]
        for entry in interpretations
    ]
    rows += [
        [
            "issue",
            issue.severity.value,
            issue.file,
            str(issue.row or ""),
            issue.column or "",
            issue.found,
            "",
            issue.expected,
            issue.hint,
            "",
            "",
        ]
        for issue in issues
    ]
    return "\ufeff" + csv_text(REPORT_COLUMNS, rows)


def annotated_csv(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    lines: Sequence[int],
    issues: Sequence[Issue],
    left_out: frozenset[int],
) -> str:
    """Return the input with two more columns: whether the row was taken, and the remarks."""
    remarks: dict[int, list[str]] = {}
    for issue in issues:
        if issue.row is not None and issue.severity is not Severity.NOTE:
            column = f"{issue.column}: " if issue.column else ""
            remarks.setdefault(issue.row, []).append(
                f"{issue.severity}: {column}found {issue.found}, expected {issue.expected}. "
                f"{issue.hint}"
            )
    table = (
        [
            str(line),
            *row,
            "left out" if line in left_out else "taken",
            " | ".join(remarks.get(line, ())),
        ]
        for row, line in zip(rows, lines, strict=True)
    )
    return "\ufeff" + csv_text(("row in file", *header, "import", "remarks"), table)


def sources_csv(files: Iterable[tuple[str, str, str]]) -> str:
    """Return a sources table with imported files as the sources.

    Parameters
    ----------
    files
        Of each its id as a source, its name with the part of it that was read, and its SHA-256.
    """
    header = ("source_id", "citation", "year", "source_type", "identifier", "url", "quality")
    rows = (
        (
            source_id, f"Imported from {place} (SHA-256 {sha256})", "", "imported file",
            f"sha256:{sha256}", "", "",
        )
        for source_id, place, sha256 in files
    )  # fmt: skip
    return csv_text(header, rows)
