"""A number of a workbook is read as the sheet shows it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from prioritizer.domain.reference import Reference
from prioritizer.readers.imports.files.number_formats import as_shown
from prioritizer.readers.imports.words.records import Cell, Percent
from prioritizer.workflow.sites.importing import import_file


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.5, "General", 0.5),
        (0.5, "0.00", 0.5),
        (1500, "#,##0", 1500),
        (-1500, '#,##0;(#,##0);"-"', -1500),
        (1500, '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', 1500),
        (0.5, '"<"0.0', "<0.5"),
        (0.5, "\\<0.0", "<0.5"),
        (350, '0.0" kt"', "350 kt"),
        (350, '#,##0\\ "t"', "350t"),
        (0, '0.0;-0.0;"n.d."', "n.d."),
        (0.5, '[Red]"~"0.0', "~0.5"),
        (0.5, "[$€-407] 0.00", 0.5),
        (0.00012, "0.0E+00", 0.00012),
        (0.5, '0"; "0', 0.5),
    ],
)
def test_text_around_a_number_is_read_where_it_changes_the_meaning(
    value: float, number_format: str, shown: Cell
) -> None:
    found = as_shown(value, number_format)
    assert (found, type(found)) == (shown, type(shown))


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [(0.125, "0.0%", Percent(12.5)), (12.5, '0.0"%"', "12.5%"), (12.5, "0.0\\%", "12.5%")],
)
def test_a_per_cent_sign_that_is_text_does_not_multiply(
    value: float, number_format: str, shown: Cell
) -> None:
    found = as_shown(value, number_format)
    assert (found, type(found)) == (shown, type(shown))


def test_a_limit_that_only_the_format_shows_is_no_measured_grade(
    tmp_path: Path, reference: Reference
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Site", "Country", "Tonnage (t)", "Cd (ppm)"])
    sheet.append(["Old pond", "Sweden", 100_000, 0.5])
    sheet.append(["New pond", "Sweden", 200_000, 7.5])
    sheet["D2"].number_format = '"<"0.0'
    book.save(tmp_path / "limits.xlsx")

    result = import_file(tmp_path / "limits.xlsx", reference)

    grades = {row[0]: row for row in result.grade_table[1]}
    limited, measured = grades.values()
    assert "0.5" in limited
    assert limited[2:5] != measured[2:5]
    assert "0" in limited[2:6]
