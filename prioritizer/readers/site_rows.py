"""Rows of a site table to sites, and of a table of sources to sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from prioritizer.domain.columns import Column, ranges, site_columns
from prioritizer.domain.mentions import WITHHELD
from prioritizer.domain.site import (
    CODES,
    DESTINATIONS,
    UNKNOWN,
    Assay,
    Gate,
    GateCode,
    Range,
    Site,
    Source,
)
from prioritizer.domain.words import counted
from prioritizer.errors import Issue, Severity
from prioritizer.readers.cells import PARSERS, CellReader, clean, quoted, unguarded
from prioritizer.readers.own_columns import OwnPlan
from prioritizer.readers.table_marks import TableMarks, site_marks
from prioritizer.readers.tables import RawTable, as_dicts, fault

NOTHING_OWN = OwnPlan()
MAX_TEXT = 20_000
# Different texts of a column, or of texts of sites, that are looked for again.
MOST_ALIKE = 2_000
# What a cell that tells nothing holds.
BLANK = object()
Names = tuple[str, str, str]
Items = tuple[tuple[str, str], ...]
BLANK_CODE = {"permit_code": "", "owner_cooperation": ""}


def parse_sites(
    table: RawTable,
    reader: CellReader,
    assays: Mapping[str, tuple[Assay, ...]],
    own: OwnPlan = NOTHING_OWN,
) -> Iterator[Site]:
    """Yield the sites of the rows without errors; every issue goes to ``reader``.

    Parameters
    ----------
    assays
        The grades by site id.
    own
        How to read the columns that the dictionary does not know; without it they are passed
        over.
    """
    reading = _Reading.of(table)
    reader.row = table.lines[0] - 1 if table.lines else 1
    reading.marks.tell(reader)
    seen: dict[str, int] = {}
    for line, record in zip(table.lines, table.rows, strict=True):
        reader.row = line
        before = len(reader.issues)
        values = reading.values(record, reader)
        _check_identity(values, seen, reader)
        known = {name: _range(values, names, reader) for name, names in reading.ranges.items()}
        for names in reading.distances:
            _range(values, names, reader)
        _check_plausible(values, reader)
        held, cited = own.read(record, reader)
        reader.name_site(before, str(values.get("site_id", "")))
        failed = any(i.severity is Severity.ERROR for i in reader.issues[before:])
        if not failed:
            site = _site(values, known, line, assays, reading)
            is_own = bool(held or cited)
            yield replace(site, sources={**site.sources, **cited}, own=held) if is_own else site


@dataclass(slots=True)
class _Reading:
    """How the rows of one table are read, and what many of them hold alike.

    ``alike`` are the values of texts by column; ``mappings`` the texts and sources of sites.
    """

    columns: list[Column | None]
    marks: TableMarks
    ranges: dict[str, Names]
    distances: list[Names]
    alike: list[dict[str, Any]]
    mappings: dict[Items, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, table: RawTable) -> _Reading:
        """Return how to read a table."""
        header = set(table.header)
        distances = [
            (f"distance_{what}_low_km", f"distance_{what}_km", f"distance_{what}_high_km")
            for what in DESTINATIONS
        ]
        return cls(
            [site_columns().get(name) for name in table.header],
            site_marks(table),
            {name: names for name, names in ranges().items() if not header.isdisjoint(names)},
            [names for names in distances if not header.isdisjoint(names)],
            [{} for _ in table.header],
        )

    def values(self, record: list[str], reader: CellReader) -> dict[str, Any]:
        """Return the values of a row by column; what is refused goes to the reader."""
        values: dict[str, Any] = {}
        width = len(self.columns)
        if len(record) > width and any(cell.strip() for cell in record[width:]):
            reader.error(
                None,
                f"{len(record)} cells",
                f"{width} as in the header",
                "A cell with the delimiter in it must stand in double quotes.",
            )
        for text, column, alike in zip(record, self.columns, self.alike, strict=False):
            if column is None or not text:
                continue
            value = alike.get(text, alike)
            if value is alike:
                n_issues = len(reader.issues)
                value = self._value(text, column, reader)
                if len(alike) < MOST_ALIKE and len(reader.issues) == n_issues:
                    alike[text] = value
            if value is not BLANK:
                values[column.name] = value
        return values

    def _value(self, text: str, column: Column, reader: CellReader) -> Any:
        text = unguarded(clean(text))
        if len(text) > MAX_TEXT:
            reader.error(
                column.name,
                f"{len(text)} characters",
                f"at most {MAX_TEXT}",
                "Shorten the text.",
            )
            return BLANK
        if text and column.kind == "number":
            text = self.marks.plain(column.name, text, reader)
        if not text:
            return BLANK
        parse = PARSERS.get(column.kind)
        return parse(reader, text, column) if parse else text

    def shared(self, found: dict[str, str]) -> Mapping[str, str]:
        """Return a mapping, the same one for all sites that hold the same."""
        items = tuple(found.items())
        if len(self.mappings) < MOST_ALIKE:
            return self.mappings.setdefault(items, found)
        return self.mappings.get(items, found)


def _check_identity(values: dict[str, Any], seen: dict[str, int], reader: CellReader) -> None:
    for name in ("site_id", "name", "waste_type"):
        if name not in values:
            expected = f"a {name.replace('_', ' ')}"
            reader.error(name, "a blank cell", expected, "Fill in the cell.")
    site_id = values.get("site_id")
    if site_id in seen:
        reader.error(
            "site_id",
            quoted(site_id),
            f"an id not used before (row {seen[site_id]})",
            "Give each waste body an id of its own.",
        )
    elif site_id:
        seen[site_id] = reader.row


def _range(values: dict[str, Any], names: Names, reader: CellReader) -> Range:
    low, best, high = (values.get(name) for name in names)
    known = [v for v in (low, best, high) if v is not None]
    if not known:
        return UNKNOWN
    if len(known) > 1 and known != sorted(known):
        reader.error(
            names[1],
            f"low {low}, best {best}, high {high}",
            "low ≤ best ≤ high",
            "Exchange or correct the three.",
        )
        return Range()
    return Range(low, best, high)


def _check_plausible(values: dict[str, Any], reader: CellReader) -> None:
    has_latitude, has_longitude = "latitude" in values, "longitude" in values
    if has_latitude != has_longitude:
        reader.error(
            "latitude" if has_longitude else "longitude",
            "a blank cell",
            "both coordinates or neither",
            "Fill in the other coordinate.",
        )
    for name, value in values.items():
        if value == 0 and site_columns()[name].zero == "refused":
            reader.error(name, "'0'", "a size above 0", "Leave it blank where it is unknown.")


def _site(
    values: dict[str, Any],
    known_ranges: dict[str, Range],
    line: int,
    assays: Mapping[str, tuple[Assay, ...]],
    reading: _Reading,
) -> Site:
    known = site_columns()
    gate = values.get("gate")
    held = _DIRECT | {"unverified"} | ({"gate_reason", "gate_source"} if gate else set())
    texts = {n: v for n, v in values.items() if known[n].kind == "text" and n not in held}
    sources = {n: v for n, v in values.items() if known[n].kind == "sources" and n not in held}
    direct: dict[str, Any] = dict(known_ranges) | {
        name: _typed(value, known[name])
        for name, value in values.items()
        if value is not None and name in _DIRECT
    }
    return Site(
        row=line,
        **direct,
        gate=None
        if gate is None
        else Gate(GateCode(gate), values.get("gate_reason", ""), values.get("gate_source", "")),
        assays=assays.get(values["site_id"], ()),
        unverified=tuple(filter(None, values.get("unverified", "").split(";"))),
        texts=reading.shared(texts),
        sources=reading.shared(sources),
    )


def _typed(value: Any, column: Column) -> Any:
    if column.kind == "yesno":
        return value == "yes"
    return CODES[column.name](value) if column.name in CODES else value


# The fields of a site that hold one cell each as it stands.
_DIRECT = frozenset(
    field.name
    for field in fields(Site)
    if field.type != "Range"
    and field.name not in {"row", "gate", "assays", "unverified", "texts", "sources", "own"}
)


def orphans(
    file: str, assays: Mapping[str, tuple[Assay, ...]], known: set[str], reader: CellReader
) -> tuple[Issue, ...]:
    """Return a note of the grades whose site is not in the table."""
    failed = {issue.row for issue in reader.issues}
    strangers = sorted(set(assays) - known)
    if not strangers or failed - {None}:
        return ()
    shown = ", ".join(strangers[:5]) + (" …" if len(strangers) > 5 else "")
    return (
        Issue(
            Severity.NOTE,
            file,
            None,
            "site_id",
            f"{counted(len(strangers), 'site')} not in the site table ({shown})",
            "grades of listed sites",
            "These grades are not used.",
        ),
    )


def parse_sources(table: RawTable) -> dict[str, Source]:
    """Return the sources of a table by id; of an open export those withheld are restricted.

    Raises
    ------
    DataError
        If the table has rows, but no ids.
    """
    if table.rows and "source_id" not in table.header:
        raise fault(
            table.file,
            f"the columns {', '.join(table.header[:12])}",
            "a column 'source_id'",
            "Add the column or correct its name.",
            row=1,
            column="source_id",
        )
    rows = (
        {name: unguarded(clean(text)) for name, text in row.items()} for row in as_dicts(table)
    )
    return {row["source_id"]: _source(row) for row in rows if row["source_id"]}


def _source(row: Mapping[str, str]) -> Source:
    is_withheld = row.get("citation") == WITHHELD
    return Source(
        row["source_id"],
        row.get("citation", ""),
        row.get("year", ""),
        row.get("source_type", ""),
        row.get("identifier", ""),
        row.get("url", ""),
        row.get("quality", ""),
        row.get("access", "") or ("restricted" if is_withheld else ""),
    )
