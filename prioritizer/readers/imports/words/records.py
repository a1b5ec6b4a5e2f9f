"""The records of an import: options, limits, interpretations, columns, raw rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from prioritizer.errors import Issue, Severity

MOST_OF_A_COLUMN = 1_000


class Percent(float):
    """A number that a spreadsheet shows in per cent, already times one hundred."""


Cell = str | int | float | date
"""A cell as its source holds it: text where the source is text, a number where it is typed."""


class Kind(StrEnum):
    """What an interpretation is about."""

    ENCODING = "encoding"
    DELIMITER = "delimiter"
    PART = "sheet or layer"
    HEADER = "header"
    DECIMAL = "decimal mark"
    THOUSANDS = "thousands mark"
    COLUMN = "column"
    UNUSED = "column not read"
    UNIT = "unit"
    CONVERSION = "conversion"
    MISSING = "missing value"
    LIMIT = "detection limit"
    RANGE = "range"
    APPROXIMATE = "approximate value"
    DATE = "date"
    CODE = "code"
    CRS = "coordinate system"
    GEOMETRY = "geometry"
    IDENTITY = "identity"
    DEFAULT = "default"
    TEXT = "text"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One decision made while reading: where, what, how sure (0 to 1), why, what else.

    ``n_cells`` counts the cells it touches, ``examples`` quotes a few of them.
    """

    kind: Kind
    where: str
    what: str
    confidence: float
    reason: str = ""
    alternatives: tuple[str, ...] = ()
    n_cells: int = 0
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost; larger files need a deliberate raise.

    Bytes, rows and characters; ``seconds`` is the time without any progress,
    ``total_seconds`` the time in all.
    """

    bytes: int = 50_000_000
    rows: int = 200_000
    columns: int = 2_000
    cell_characters: int = 1_000_000
    unpacked_bytes: int = 200_000_000
    unpack_ratio: int = 100
    zip_entries: int = 2_000
    memory_bytes: int = 1_600_000_000
    seconds: float = 25.0
    total_seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user decides instead of the importer.

    ``columns`` maps a header to a field (or ``ignore``), ``units`` a header to a unit,
    ``values`` header and text to a code, ``constants`` a field to a value for all rows.
    ``from_profile`` names the headers that only a profile speaks of: one that is missing is a
    warning there, no fault. ``only_own`` refuses all but exports of this tool.
    """

    sheet: str = ""
    layer: str = ""
    encoding: str = ""
    delimiter: str = ""
    decimal: str = ""
    crs: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = Limits()
    keep_source: bool = False
    from_profile: tuple[str, ...] = ()
    only_own: bool = False


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One column of the file and what it was taken for; blank ``field``: it is not read."""

    index: int
    letter: str
    header: str
    field: str
    confidence: float
    reason: str
    unit: str = ""
    alternatives: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry of a row: a point in the coordinates of its source, or well-known binary."""

    x: float | None = None
    y: float | None = None
    wkb: bytes = b""


@dataclass(slots=True)
class RawGrid:
    """A table as its source holds it: ``rows[i]`` stands on row ``lines[i]`` of the file."""

    file: str
    kind: str
    part: str
    header: tuple[str, ...]
    rows: list[list[Cell]]
    lines: list[int]
    unit_row: tuple[str, ...] = ()
    crs: str = ""
    shapes: list[Shape | None] = field(default_factory=list)


@dataclass(slots=True)
class Log:
    """Collects interpretations and issues of one file; issues of one column are capped."""

    file: str
    interpretations: list[Interpretation] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    failed: set[int] = field(default_factory=set)

    def read_as(
        self, kind: Kind, where: str, what: str, confidence: float, **more: Any
    ) -> None:
        """Keep an interpretation."""
        self.interpretations.append(
            Interpretation(kind, where, what, round(confidence, 2), **more)
        )

    def add(
        self,
        severity: Severity,
        row: int | None,
        column: str | None,
        found: str,
        expected: str,
        hint: str,
    ) -> None:
        """Keep an issue; beyond a thousand in one column they are only counted."""
        key = column or ""
        n = self.counts[key] = self.counts.get(key, 0) + 1
        if n <= MOST_OF_A_COLUMN:
            self.issues.append(Issue(severity, self.file, row, column, found, expected, hint))

    def error(
        self, row: int | None, column: str | None, found: str, expected: str, hint: str
    ) -> None:
        """Keep an error; its row is left out."""
        self.add(Severity.ERROR, row, column, found, expected, hint)
        if row is not None:
            self.failed.add(row)

    def warn(
        self, row: int | None, column: str | None, found: str, expected: str, hint: str
    ) -> None:
        """Keep a warning."""
        self.add(Severity.WARNING, row, column, found, expected, hint)

    def close(self) -> None:
        """Say for each column how many issues were only counted."""
        for column, n in self.counts.items():
            if n > MOST_OF_A_COLUMN:
                self.issues.append(
                    Issue(
                        Severity.WARNING,
                        self.file,
                        None,
                        column or None,
                        f"{n} issues in all, of which the first {MOST_OF_A_COLUMN} are listed",
                        "fewer faults",
                        "Check the unit, the decimal mark and what the column was taken for.",
                    )
                )


def as_data(record: Any) -> dict[str, Any]:
    """Return a record as a dictionary fit for JSON."""
    return asdict(record)


def options_from(data: Mapping[str, Any]) -> ImportOptions:
    """Return options from their dictionary."""
    limits = Limits(**data.get("limits", {}))
    return ImportOptions(
        **{**data, "limits": limits, "from_profile": tuple(data.get("from_profile", ()))}
    )


def interpretation_from(data: Mapping[str, Any]) -> Interpretation:
    """Return an interpretation from its dictionary."""
    lists = {name: tuple(data[name]) for name in ("alternatives", "examples")}
    return Interpretation(**{**data, **lists, "kind": Kind(data["kind"])})


def match_from(data: Mapping[str, Any]) -> ColumnMatch:
    """Return a column match from its dictionary."""
    lists = {name: tuple(data[name]) for name in ("alternatives", "examples")}
    return ColumnMatch(**{**data, **lists})


def issue_from(data: Mapping[str, Any]) -> Issue:
    """Return an issue from its dictionary."""
    return Issue(**{**data, "severity": Severity(data["severity"])})


def column_letter(index: int) -> str:
    """Return the letter a spreadsheet gives to a zero-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
