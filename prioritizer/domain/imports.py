"""The words of an import: what a person decides, what was understood, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


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
    warning there, no fault. ``only_own`` refuses all but exports of this tool. ``remembered``
    holds decisions of earlier imports by the key of their header. ``corrections`` holds the
    text that stands instead of a cell, by the number of its row, as a text, and its header.

    Where the sites and their grades are two files, ``is_pair`` says so, for a header that is
    named here may be of the other one. ``grades_of`` is given for the file of grades: the id of
    each site by what may name it there, its id and its name in comparable letters.
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
    remembered: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    corrections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_pair: bool = False
    grades_of: Mapping[str, str] | None = None


class Topic(StrEnum):
    """What an interpretation is about."""

    ENCODING = "encoding"
    DELIMITER = "delimiter"
    PART = "sheet or layer"
    HEADER = "header"
    DECIMAL = "decimal mark"
    THOUSANDS = "thousands mark"
    COLUMN = "column"
    UNUSED = "column not read"
    OWN = "own column"
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
    CORRECTED = "corrected cells"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One decision made while reading: where, what, how sure (0 to 1), why, what else.

    ``n_cells`` counts the cells it touches, ``examples`` quotes a few of them.
    """

    kind: Topic
    where: str
    what: str
    confidence: float
    reason: str = ""
    alternatives: tuple[str, ...] = ()
    n_cells: int = 0
    examples: tuple[str, ...] = ()


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
class Progress:
    """How far an import has come; ``total`` is 0 where it is not known."""

    stage: str
    done: int
    total: int


def column_letter(index: int) -> str:
    """Return the letter a spreadsheet gives to a zero-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
