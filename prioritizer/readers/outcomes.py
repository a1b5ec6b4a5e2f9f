"""A table of outcomes: waste bodies, the evidence of a year, and what became of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from prioritizer.domain.columns import Column
from prioritizer.domain.hindcast import (
    COLLECTED,
    TAKEN_UP,
    Outcome,
    OutcomeKind,
    OutcomeResult,
    Standing,
)
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Range, Site, WasteType
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.cells import CellReader, clean, quoted, unguarded
from prioritizer.readers.grades import UNITS
from prioritizer.readers.imports.texts.decimal_marks import Votes, count_votes
from prioritizer.readers.numbers import LARGEST
from prioritizer.readers.plausible_grades import ROOMY
from prioritizer.readers.table_marks import TableMarks, number_marks
from prioritizer.readers.tables import RawTable, as_dicts, read_table

REQUIRED = (
    "body_id", "name", "country", "waste_type", "outcome", "outcome_year", "evidence_year",
    "mass_t", "grade_list", "standing", "note", "cohort",
)  # fmt: skip
OPTIONAL = (
    "sample_site_id", "latitude", "longitude", "main_products", "outcome_reason", "mass_low",
    "mass_high", "hazard_note", "distance_plant_km_or_note", "status_then", "sources", "result",
    "recalled_fields",
)  # fmt: skip
NEEDED = ("body_id", "name", "waste_type", "outcome", "evidence_year", "standing")
LARGEST_OF = {
    "latitude": 90.0, "longitude": 180.0, "evidence_year": 2100.0, "outcome_year": 2100.0,
    "mass_low": 1e12, "mass_t": 1e12, "mass_high": 1e12,
}  # fmt: skip
FLAGS = ("hindsight", "open", "doubt")
MAX_TEXT = 20_000
_GRADE = re.compile(r"(?P<analyte>\w+)\s*=\s*(?P<value>\S+)\s+(?P<unit>\S+)")
_FLAG = re.compile(r"\b(hindsight|open|doubt)\s*=\s*([^\s;,]*)")
Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class OutcomeFile:
    """What a table of outcomes holds; rows with an error are left out."""

    title: str
    outcomes: tuple[Outcome, ...]
    issues: tuple[Issue, ...]


def read_outcomes(path: Path, reference: Reference) -> OutcomeFile:
    """Read a table of outcomes; every fault is an issue, and its row is left out.

    Raises
    ------
    DataError
        If the file cannot be read, or lacks a column.
    """
    table = read_table(path)
    reader = CellReader(table.file, list(table.notes))
    _check_header(table, reader)
    marks = _marks(table)
    reader.row = 1
    marks.tell(reader)
    found = []
    seen: dict[str, int] = {}
    for line, record, row in zip(table.lines, table.rows, as_dicts(table), strict=True):
        reader.row = line
        before = len(reader.issues)
        _check_width(record, table, reader)
        cells = {
            name: _text(row.get(name, ""), name, reader) for name in (*REQUIRED, *OPTIONAL)
        }
        cells |= {name: marks.plain(name, cells[name], reader) for name in LARGEST_OF}
        cells["grade_list"] = _plain_grades(cells["grade_list"], marks, reader)
        outcome = _outcome(cells, seen, reader, reference)
        failed = any(i.severity is Severity.ERROR for i in reader.issues[before:])
        if outcome is not None and not failed:
            found.append(outcome)
    return OutcomeFile(path.stem, tuple(found), tuple(reader.issues))


def _check_header(table: RawTable, reader: CellReader) -> None:
    missing = [name for name in REQUIRED if name not in table.header]
    shown = ", ".join(table.header[:12])
    faults = [
        Issue(
            Severity.ERROR,
            table.file,
            1,
            name,
            f"the columns {shown}",
            f"a column '{name}'",
            "Add the column, blank where nothing is known, or correct its name.",
        )
        for name in missing
    ]
    if faults:
        raise DataError(faults)
    strangers = [n for n in table.header if n and n not in {*REQUIRED, *OPTIONAL}]
    if strangers:
        reader.row = 1
        reader.warn(
            None,
            f"the columns {', '.join(strangers[:5])}",
            f"only those of a table of outcomes ({', '.join(OPTIONAL[:3])}, …)",
            "They are not read.",
        )


def _marks(table: RawTable) -> TableMarks:
    """Return the decimal marks of the table; grades stand among other text of their cells."""
    pieces = (
        match
        for row in as_dicts(table)
        for piece in row["grade_list"].split(";")
        if (match := _GRADE.fullmatch(clean(piece)))
    )
    votes = (count_votes([one["value"]], ROOMY.get(one["unit"], LARGEST)) for one in pieces)
    return number_marks(table, LARGEST_OF, {"grade_list": sum(votes, Votes())})


def _plain_grades(text: str, marks: TableMarks, reader: CellReader) -> str:
    """Return a list of grades with decimal points; one that is open is left out, and said."""
    kept = []
    for piece in text.split(";"):
        match = _GRADE.fullmatch(piece.strip())
        value = match and marks.plain("grade_list", match["value"], reader)
        if match is None:
            kept.append(piece)
        elif value:
            kept.append(f"{match['analyte']}={value} {match['unit']}")
    return ";".join(kept)


def _check_width(record: Sequence[str], table: RawTable, reader: CellReader) -> None:
    width = len(table.header)
    if any(cell.strip() for cell in record[width:]):
        reader.error(
            None,
            f"{len(record)} cells",
            f"{width} as in the header",
            "A cell with the delimiter in it must stand in double quotes.",
        )


def _text(cell: str, name: str, reader: CellReader) -> str:
    text = unguarded(clean(cell))
    if len(text) > MAX_TEXT:
        reader.error(name, f"{len(text)} characters", f"at most {MAX_TEXT}", "Shorten it.")
        return ""
    return text


def _outcome(
    cells: Mapping[str, str], seen: dict[str, int], reader: CellReader, reference: Reference
) -> Outcome | None:
    _check_identity(cells, seen, reader)
    kind = _code(cells, "outcome", OutcomeKind, reader)
    waste = _code(cells, "waste_type", WasteType, reader)
    standing = _code(cells, "standing", Standing, reader)
    result = _code(cells, "result", OutcomeResult, reader)
    evidence_year, outcome_year = (
        _year(cells, name, reader) for name in ("evidence_year", "outcome_year")
    )
    flags = _flags(cells["note"], reader)
    site = _site(cells, waste or WasteType.OTHER, reader, reference)
    if kind is None or standing is None or evidence_year is None:
        return None
    is_late = _check_order(kind, evidence_year, outcome_year, flags, reader)
    if result is not None and kind not in TAKEN_UP:
        reader.warn(
            "result",
            quoted(cells["result"]),
            f"a blank cell where the outcome is {kind}",
            "It is not counted. Leave it blank, or correct the outcome.",
        )
    return Outcome(
        site=site,
        kind=kind,
        evidence_year=evidence_year,
        outcome_year=outcome_year,
        result=result if kind in TAKEN_UP else None,
        cohort=cells["cohort"] or COLLECTED,
        standing=standing,
        has_hindsight=flags["hindsight"] or is_late,
        is_open=flags["open"],
        is_doubtful=flags["doubt"],
        hazard_note=cells["hazard_note"],
        plant_note=cells["distance_plant_km_or_note"],
    )


def _check_identity(cells: Mapping[str, str], seen: dict[str, int], reader: CellReader) -> None:
    for name in NEEDED:
        if not cells[name]:
            expected = f"a {name.replace('_', ' ')}"
            reader.error(name, "a blank cell", expected, "Fill in the cell.")
    body = cells["body_id"]
    if body in seen:
        reader.error(
            "body_id",
            quoted(body),
            f"an id not used before (row {seen[body]})",
            "Give each body one row and an id of its own.",
        )
    elif body:
        seen[body] = reader.row


def _code(
    cells: Mapping[str, str], name: str, kind: type[Code], reader: CellReader
) -> Code | None:
    if not cells[name]:
        return None
    allowed = tuple(code.value for code in kind)
    column = Column(name, "code", "", False, allowed, 0.0, 0.0, "", "")
    found = reader.code(cells[name], column)
    return None if found is None else kind(found)


def _number(
    cells: Mapping[str, str],
    name: str,
    unit: str,
    ends: tuple[float, float],
    reader: CellReader,
) -> float | None:
    if not cells[name]:
        return None
    return reader.number(cells[name], Column(name, "number", unit, False, (), *ends, "", ""))


def _year(cells: Mapping[str, str], name: str, reader: CellReader) -> int | None:
    year = _number(cells, name, "years", (1800, 2100), reader)
    if year is not None and year != int(year):
        reader.error(name, quoted(cells[name]), "a whole year", "Write for example 2015.")
        return None
    return None if year is None else int(year)


def _flags(note: str, reader: CellReader) -> dict[str, bool]:
    found = dict.fromkeys(FLAGS, False)
    for name, word in _FLAG.findall(note):
        if word.casefold() not in {"yes", "no"}:
            reader.error(
                "note",
                quoted(f"{name}={word}"),
                f"{name}=yes or {name}=no",
                "Correct the note.",
            )
        found[name] = word.casefold() == "yes"
    return found


def _check_order(
    kind: OutcomeKind,
    evidence_year: int,
    outcome_year: int | None,
    flags: Mapping[str, bool],
    reader: CellReader,
) -> bool:
    """Return whether a body was taken up before its evidence; say so where nobody did."""
    is_late = kind in TAKEN_UP and outcome_year is not None and outcome_year < evidence_year
    if is_late and not flags["hindsight"]:
        reader.warn(
            "evidence_year",
            f"evidence of {evidence_year} for an outcome of {outcome_year}",
            "evidence from before the outcome",
            "It counts as hindsight. Correct a year, or write hindsight=yes into the note.",
        )
    return is_late


def _site(
    cells: Mapping[str, str], waste: WasteType, reader: CellReader, reference: Reference
) -> Site:
    country = ""
    if cells["country"]:
        column = Column("country", "country", "", False, (), 0.0, 0.0, "", "")
        country = reader.country(cells["country"], column) or ""
    return Site(
        site_id=cells["body_id"],
        name=cells["name"],
        row=reader.row,
        country=country,
        latitude=_number(cells, "latitude", "degrees", (-90, 90), reader),
        longitude=_number(cells, "longitude", "degrees", (-180, 180), reader),
        waste_type=waste,
        tonnage_t=_mass(cells, reader),
        assays=_assays(cells["grade_list"], reader, reference),
        texts={"commodity_mined": cells["main_products"]} if cells["main_products"] else {},
    )


def _mass(cells: Mapping[str, str], reader: CellReader) -> Range:
    names = ("mass_low", "mass_t", "mass_high")
    ends = [_number(cells, name, "t", (0, 1e12), reader) for name in names]
    for name, value in zip(names, ends, strict=True):
        if value == 0:
            reader.error(
                name, "0", "a mass above 0", "Leave the cell blank where it is not known."
            )
    known = [value for value in ends if value is not None]
    if known != sorted(known):
        reader.error(
            "mass_t",
            f"low {cells['mass_low'] or '–'}, best {cells['mass_t'] or '–'}, "
            f"high {cells['mass_high'] or '–'}",
            "low ≤ best ≤ high",
            "Exchange or correct the three.",
        )
    return Range(*ends)


def _assays(text: str, reader: CellReader, reference: Reference) -> tuple[Assay, ...]:
    found: dict[str, Assay] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        match = _GRADE.fullmatch(part)
        if match is None:
            reader.error(
                "grade_list",
                quoted(part),
                "an analyte, an equals sign, a number and a unit",
                "Write for example Cu=0.5 %;Au=0.3 g/t.",
            )
            continue
        assay = _assay(match, reader, reference)
        if assay is not None and assay.analyte in found:
            reader.error(
                "grade_list",
                quoted(part),
                f"{assay.analyte} once in each row",
                "Keep the grade of the whole body and delete the other.",
            )
        elif assay is not None:
            found[assay.analyte] = assay
    return tuple(found.values())


def _assay(match: re.Match[str], reader: CellReader, reference: Reference) -> Assay | None:
    analyte, unit = match["analyte"], match["unit"]
    if unit not in UNITS:
        expected = f"one of: {', '.join(UNITS)}"
        reader.error("grade_list", quoted(match[0]), expected, "Correct the unit.")
        return None
    limits = Column("grade_list", "number", unit, False, (), 0.0, ROOMY[unit], "", "")
    value = reader.number(match["value"], limits)
    if value is None:
        return None
    if analyte not in reference.analytes:
        reader.warn(
            "grade_list",
            quoted(analyte),
            "an analyte of criteria/reference/analytes.csv",
            "It is not counted.",
        )
    return Assay(analyte, Range(best=value), unit, statistic="mean")
