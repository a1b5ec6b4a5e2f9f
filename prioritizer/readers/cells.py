"""Cells to values: one text at a time, every refusal collected as an issue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from prioritizer.domain.columns import Column, countries
from prioritizer.domain.filled import is_filled
from prioritizer.errors import Issue, Severity
from prioritizer.readers.numbers import number_hint, parse_number

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))

# What starts a formula or a command in some spreadsheet, full-width forms included.
FORMULA_STARTS = frozenset("=+-@\t\r\n\0＝＋－＠")


def guarded(text: str) -> str:
    """Return a text with an apostrophe before what a spreadsheet could take for a formula.

    A text that already looks guarded gets one more, so that taking one away always restores it.
    """
    return f"'{text}" if _is_dangerous(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """Return a text without the apostrophe that an export put before it, and that only."""
    is_guarded = text[:1] == "'" and _is_dangerous(text.lstrip("'"))
    return text[1:] if is_guarded else text


def _is_dangerous(bare: str) -> bool:
    return bool(bare) and bare[0] in FORMULA_STARTS


def clean(text: str) -> str:
    """Return the text without invisible characters, control characters and outer blanks.

    It is blank where nothing in it can be seen.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    if not text.isprintable():
        text = text.translate(INVISIBLE).replace("\u00a0", " ").replace("\u202f", " ")
        text = "".join(c if c.isprintable() else " " for c in text)
    kept = text.strip()
    return kept if is_filled(kept) else ""


def quoted(text: str) -> str:
    """Return a found text in quotes, shortened for a message."""
    return f"'{text if len(text) <= 60 else text[:57] + '…'}'"


@dataclass(slots=True)
class CellReader:
    """Reads the cells of one file and keeps the issues met on the way."""

    file: str
    issues: list[Issue] = field(default_factory=list)
    row: int = 0

    def error(self, column: str | None, found: str, expected: str, hint: str) -> None:
        """Keep an error at the present row."""
        self.issues.append(
            Issue(Severity.ERROR, self.file, self.row, column, found, expected, hint)
        )

    def warn(self, column: str | None, found: str, expected: str, hint: str) -> None:
        """Keep a warning at the present row."""
        self.issues.append(
            Issue(Severity.WARNING, self.file, self.row, column, found, expected, hint)
        )

    def name_site(self, since: int, site_id: str) -> None:
        """Say of which site the issues from number ``since`` on are."""
        for number in range(since, len(self.issues)):
            self.issues[number] = replace(self.issues[number], site_id=site_id)

    def number(self, text: str, column: Column) -> float | None:
        """Return a finite number within the limits of the column, None if blank or refused."""
        value = parse_number(text)
        if value is None:
            self.error(
                column.name, quoted(text), f"a number in {column.unit}", number_hint(text)
            )
            return None
        if not column.low <= value <= column.high:
            self.error(
                column.name, quoted(text), _limits(column), "Check the value and its unit."
            )
            return None
        return value

    def code(self, text: str, column: Column) -> str | None:
        """Return one of the allowed codes, None if refused."""
        code = text.casefold().replace(" ", "_").replace("-", "_")
        if code in column.allowed:
            return code
        self.error(
            column.name,
            quoted(text),
            f"one of: {', '.join(column.allowed)}",
            "Choose one of these, or leave the cell blank.",
        )
        return None

    def country(self, text: str, column: Column) -> str | None:
        """Return an ISO 3166-1 alpha-2 code, None if refused."""
        code = text.upper()
        if code in countries():
            return code
        self.error(
            column.name,
            quoted(text),
            "a country code of two letters (ISO 3166-1)",
            "Write for example SE for Sweden.",
        )
        return None


def _limits(column: Column) -> str:
    return f"a number from {column.low:g} to {column.high:g} {column.unit}".rstrip()


PARSERS: dict[str, Callable[[CellReader, str, Column], float | str | None]] = {
    "number": CellReader.number,
    "code": CellReader.code,
    "yesno": CellReader.code,
    "country": CellReader.country,
}
