"""Of several sheets the one whose columns are known is read, in workbooks of every kind."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from tests.readers.imports.builders import read_text, saved, workbook

Sheet = tuple[str, bool, list[list[str]]]
README: Sheet = ("About", True, [["Read me"], ["Column", "Meaning"], ["name", "what it is"]])
SITES: Sheet = ("Sites", True, [["id", "name", "waste_type"], ["A", "Pond", "tailings"]])
OLD: Sheet = ("Old", False, [*SITES[2][:1], ["B", "Heap", "slag"], ["C", "Dump", "slag"]])

MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)


def xlsx(*sheets: Sheet) -> bytes:
    book = workbook([])
    book.remove(book.worksheets[0])
    for title, is_shown, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.sheet_state = "visible" if is_shown else "hidden"
        for row in rows:
            sheet.append(row)
    return saved(book)


def ods(*sheets: Sheet) -> bytes:
    names = ("office", "table", "text", "style")
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names
    )
    styles = "".join(
        f'<style:style style:name="{state}" style:family="table"><style:table-properties '
        f'table:display="{state}"/></style:style>'
        for state in ("true", "false")
    )
    tables = "".join(
        f'<table:table table:name="{title}" table:style-name="{str(is_shown).lower()}">'
        + "".join(f"<table:table-row>{_cells(row)}</table:table-row>" for row in rows)
        + "</table:table>"
        for title, is_shown, rows in sheets
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:automatic-styles>{styles}"
            "</office:automatic-styles><office:body><office:spreadsheet>"
            f"{tables}</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return content.getvalue()


def _cells(row: list[str]) -> str:
    return "".join(
        '<table:table-cell office:value-type="string"><text:p>'
        f"{escape(cell)}</text:p></table:table-cell>"
        for cell in row
    )


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_sheet_of_explanations_is_no_table_of_sites(
    make: Callable[..., bytes], tmp_path: Path
) -> None:
    read = read_text(tmp_path, make(README, SITES), f"f.{make.__name__}")

    assert [site["name"] for site in read.sites] == ["Pond"]
    assert "Sheet 'Sites' was read" in read.said("warning")


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_hidden_sheet_is_passed_over(make: Callable[..., bytes], tmp_path: Path) -> None:
    read = read_text(tmp_path, make(OLD, SITES), f"f.{make.__name__}")

    assert [site["name"] for site in read.sites] == ["Pond"]


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_hidden_sheet_is_read_where_it_is_asked_for(
    make: Callable[..., bytes], tmp_path: Path
) -> None:
    read = read_text(tmp_path, make(OLD, SITES), f"f.{make.__name__}", sheet="Old")

    assert [site["name"] for site in read.sites] == ["Heap", "Dump"]
