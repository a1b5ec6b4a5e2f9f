"""A workbook with our looks: text that stays text, and one set of formats."""

from __future__ import annotations

import io
import math
import textwrap
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

MAX_TEXT = 32_767
USUAL_WIDTH, LINE_HEIGHT, HIGHEST_ROW = 8.43, 15.0, 409.0
"""Characters, points, points: those of a new workbook, and the most that a row may have."""
DARK, PALE, LINE = "#1F4E5F", "#E8F0F2", "#C9D6DA"
INPUT, INPUT_INK, MUTED = "#FFF7D6", "#1A4B9B", "#6B7780"

_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": DARK},
    "heading": {"bold": True, "font_size": 12, "font_color": DARK},
    "note": {"font_color": MUTED, "italic": True},
    "header": {
        "bold": True,
        "font_color": "white",
        "bg_color": DARK,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": LINE,
    },
    "group": {"bold": True, "bg_color": PALE, "font_color": DARK, "align": "center"},
    "label": {"bold": True, "font_color": DARK, "valign": "top"},
    "text": {"valign": "top"},
    "left": {"align": "left"},
    "center": {"align": "center"},
    "place": {"align": "center", "bold": True},
    "unit": {"indent": 1, "valign": "top"},
    "wrap": {"text_wrap": True, "valign": "top"},
    "tool": {"font_color": MUTED, "valign": "top"},
    "check": {"bold": True, "border": 1, "border_color": LINE, "bg_color": PALE},
    "gap": {"pattern": 14, "fg_color": "#B8B8B8", "bg_color": "white", "font_color": MUTED},
    "bounded": {"bg_color": "#E3F0F8", "valign": "top"},
    "analogue": {"bg_color": "#FBE5D0", "italic": True, "valign": "top"},
    "assumed": {"bg_color": "#EADCF4", "italic": True, "valign": "top"},
    "link": {"font_color": "#1A4B9B"},
}


def _n_lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column so wide.

    A width counts digits; letters are narrower on average, also where another font stands in.
    """
    fit = max(1, int(width))
    return sum(max(1, len(textwrap.wrap(part, fit))) for part in text.splitlines() or [""])


class _Sheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet that takes formulas as they are.

    The library looks through each formula for thirty functions newer than the file format. Ours
    use none of them, and writing is twice as fast without the search.
    """

    def __init__(self) -> None:
        super().__init__()
        self._widths: dict[int, float] = {}
        self._wrapped: dict[int, list[tuple[int, str]]] = {}
        self._set: set[int] = set()

    def set_column(  # the columns that the library takes, their widths kept
        self, first: int, last: int, width: float | None = None, *rest: Any
    ) -> Any:
        """Set the width of columns and remember it."""
        if width is not None:
            self._widths |= dict.fromkeys(range(first, last + 1), width)
        return super().set_column(first, last, width, *rest)

    def set_row(self, row: int, *rest: Any) -> Any:
        """Set a row; its height is then not fitted."""
        self._set.add(row)
        return super().set_row(row, *rest)

    def keep_wrapped(self, row: int, column: int, text: str) -> None:
        """Remember a text that breaks into lines."""
        self._wrapped.setdefault(row, []).append((column, text))

    def fit_rows(self) -> None:
        """Make rows as high as their texts: not every program does so by itself."""
        for row, texts in self._wrapped.items():
            if row in self._set:
                continue
            lines = max(
                _n_lines(text, self._widths.get(column, USUAL_WIDTH)) for column, text in texts
            )
            if lines > 1:
                super().set_row(row, min(LINE_HEIGHT * lines, HIGHEST_ROW))

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class Book:
    """An XlsxWriter workbook kept in memory; each format is made once."""

    def __init__(self, title: str) -> None:
        self._bytes = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.workbook = xlsxwriter.Workbook(self._bytes, options)
        # The same ranking gives the same bytes: the earliest date of a zip, not the clock.
        created = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
        self.workbook.set_properties({"title": legible(title), "created": created})
        self.workbook.set_calc_mode("auto")
        self._formats: dict[tuple[str, str], Any] = {}

    def format(self, look: str, number: str = "") -> Any:
        """Return a format by the name of its look and a number format."""
        key = (look, number)
        if key not in self._formats:
            properties = dict(_LOOKS[look.removesuffix(" input")] if look != "input" else {})
            if look.endswith("input"):
                properties |= {
                    "bg_color": INPUT,
                    "font_color": INPUT_INK,
                    "border": 1,
                    "border_color": LINE,
                    "valign": "top",
                }
            if number:
                properties["num_format"] = number
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def sheet(self, name: str, title: str, note: str = "", *, color: str = "") -> Any:
        """Add a sheet with a title, a note, and a print set-up."""
        sheet = self.workbook.add_worksheet(name, worksheet_class=_Sheet)
        self.text(sheet, 0, 0, title, "title")
        if note:
            self.text(sheet, 1, 0, note, "note")
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&F&C&A&RPage &P of &N")
        if color:
            sheet.set_tab_color(color)
        return sheet

    def text(self, sheet: Any, row: int, column: int, text: str, look: str = "text") -> None:
        """Write a text that stays a text, whatever it starts with."""
        sheet.write_string(row, column, legible(text), self.format(look))
        if _LOOKS[look.removesuffix(" input")].get("text_wrap"):
            sheet.keep_wrapped(row, column, legible(text))

    def row(self, sheet: Any, row: int, texts: tuple[str, ...], look: str = "header") -> None:
        """Write texts side by side from the first column on."""
        for column, text in enumerate(texts):
            self.text(sheet, row, column, text, look)

    def number(
        self,
        sheet: Any,
        row: int,
        column: int,
        value: float,
        number: str = "",
        look: str = "text",
    ) -> None:
        """Write a number; a gap stays a blank cell with the same format."""
        if math.isnan(value):
            sheet.write_blank(row, column, None, self.format(look, number))
        else:
            sheet.write_number(row, column, value, self.format(look, number))

    def content(self) -> bytes:
        """Close the workbook and return the file."""
        for sheet in self.workbook.worksheets():
            sheet.fit_rows()
        self.workbook.close()
        return self._bytes.getvalue()


def legible(text: str) -> str:
    """Return a text as a cell can hold it: no half characters, and not longer than allowed."""
    safe = text if text.isascii() else text.encode("utf-8", "replace").decode()
    return safe if len(safe) <= MAX_TEXT else safe[: MAX_TEXT - 1] + "…"
