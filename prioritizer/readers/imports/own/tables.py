"""What comes back of an export of this tool: its three tables as text, and their points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from prioritizer.readers.imports.words.records import Log, Shape

Row = dict[str, str]
SOURCE_COLUMNS = (
    "source_id",
    "citation",
    "year",
    "source_type",
    "identifier",
    "url",
    "quality",
    "access",
)
REQUIRED = frozenset({"site_id", "name", "waste_type"})
PLACE = ("latitude", "longitude")
# GeoJSON rounds a point to six decimals of a degree; a person who moves one moves it further.
SAME_POINT = 1e-6


@dataclass(frozen=True, slots=True)
class OwnTables:
    """The tables of an export: cells as plain text, blank where unknown.

    ``what`` names the kind of file, ``lines`` say where each site stands in it; ``own_columns``
    declares the columns of the sites that the data dictionary does not know.
    """

    what: str
    part: str
    title: str
    sites: list[Row]
    lines: list[int]
    grades: list[Row]
    sources: list[Row]
    own_columns: list[Row] = field(default_factory=list)


def text_of(value: Any) -> str:
    """Return a cell as text; a number as short as it can be read back exactly."""
    if value is None or isinstance(value, bytes):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def row_of(cells: Mapping[str, Any]) -> Row:
    """Return the cells that are known, as text."""
    texts = {str(name): text_of(value) for name, value in cells.items()}
    return {name: text for name, text in texts.items() if text}


def source_row(cells: Mapping[str, Any]) -> Row:
    """Return a source with its kind under the name of the sources table."""
    row = row_of(cells)
    if "kind" in row:
        row.setdefault("source_type", row.pop("kind"))
    return row


def check_points(
    rows: Iterable[Row], lines: Iterable[int], shapes: Iterable[Shape | None], log: Log
) -> None:
    """Stop each row whose point says another place than its columns; fill them if blank."""
    for row, line, shape in zip(rows, lines, shapes, strict=True):
        if shape is None or shape.x is None or shape.y is None:
            continue
        point = dict(zip(PLACE, (shape.y, shape.x), strict=True))
        if not any(name in row for name in PLACE):
            row.update(row_of(point))
            continue
        told = [_degrees(row.get(name, "")) for name in PLACE]
        pairs = zip(told, point.values(), strict=True)
        if any(a is None or abs(a - b) > SAME_POINT for a, b in pairs):
            log.error(
                line,
                "latitude",
                f"the point {shape.y:g}, {shape.x:g} and the columns "
                f"{', '.join(row.get(name, '') or 'blank' for name in PLACE)}",
                "the same place twice",
                "Where the point was moved, change latitude and longitude too.",
            )


def _degrees(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
