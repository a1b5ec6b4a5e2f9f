"""A file to canonical rows: source, columns, plans, cells, points, grades, in this order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prioritizer.domain.columns import site_columns
from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.domain.own_columns import declaration_row
from prioritizer.readers.cells import quoted
from prioritizer.readers.imports.assays import GRADE_COLUMNS, Grade, GradeCollector
from prioritizer.readers.imports.cells.number_cells import (
    convert_degrees,
    convert_metres,
    convert_number,
)
from prioritizer.readers.imports.cells.own_cells import (
    OwnReading,
    declarations,
    own_readings,
)
from prioritizer.readers.imports.cells.row_context import RowContext, shown
from prioritizer.readers.imports.cells.row_facts import check_order, take_dry_mass
from prioritizer.readers.imports.cells.split_degrees import (
    convert_hemisphere,
    convert_part,
    join_degrees,
)
from prioritizer.readers.imports.cells.tally import Tally
from prioritizer.readers.imports.cells.word_cells import (
    convert_code,
    convert_country,
    convert_text,
    convert_years,
    keep_qualifier,
    keep_text,
)
from prioritizer.readers.imports.columns.long_columns import LONG
from prioritizer.readers.imports.columns.matching import match_columns
from prioritizer.readers.imports.columns.plans import Plan, make_plans
from prioritizer.readers.imports.columns.registers import Register, added_cells, recognised
from prioritizer.readers.imports.files.csv_source import Report
from prioritizer.readers.imports.files.header import is_blank
from prioritizer.readers.imports.files.source import read_grid
from prioritizer.readers.imports.files.vector_files import digest_of
from prioritizer.readers.imports.identity import Identity, fill_constants
from prioritizer.readers.imports.nothing_known import refuse_unknown, say_empty
from prioritizer.readers.imports.own.answers import refuse_answer
from prioritizer.readers.imports.own.recognition import read_own
from prioritizer.readers.imports.places.positions import Locator
from prioritizer.readers.imports.words.fields import OWN
from prioritizer.readers.imports.words.outcome import Outcome
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid
from prioritizer.readers.imports.words.vocabulary import fold

Row = dict[str, Any]
# How a cell is read, by the kind of its field; any other is read as text.
CONVERTERS: dict[str, Callable[[Plan, Cell, RowContext], None]] = {
    "number": convert_number,
    "country": convert_country,
    "code": convert_code,
    "yesno": convert_code,
    "years": convert_years,
    "degrees": convert_degrees,
    "metres": convert_metres,
    "part": convert_part,
    "hemisphere": convert_hemisphere,
    "qualifier": keep_qualifier,
    **dict.fromkeys(
        ("crs", "coordinates", "geometry", "analyte", "unit", "text_beside"), keep_text
    ),
}
# What is kept of a row only until its grades are read.
BESIDE = ("=analyte", "=grade_", "=qualifier:")
CONFLICTS = ("tonnage_t", "volume_m3", "area_ha", "waste_type")


def read_file(
    path: Path, options: ImportOptions, analytes: Collection[str], report: Report
) -> Outcome:
    """Read a file of any kind into canonical rows.

    Raises
    ------
    DataError
        If the file as a whole cannot be read.
    """
    own = read_own(path, options)
    if own is not None:
        return own
    log = Log(path.name)
    grid = read_grid(path, options, log, report)
    if not options.columns:
        refuse_answer(path.name, grid.header)
    register, options = recognised(grid.header, options, log)
    matches = match_columns(grid, options, analytes, log)
    if all(match.field in {"", OWN} for match in matches):
        refuse_unknown(grid, log)
    plans = make_plans(grid, matches, options, log)
    digest = digest_of(path)
    readings = own_readings(grid, matches, options, log)
    reader = _Reader(
        grid, plans, readings, options, log, report, f"F{digest[:8]}", set(analytes), register
    )
    rows, lines = reader.read()
    own_names = {name for reading in readings for name in reading.names}
    say_empty(rows, reader.grade_rows, own_names, log)
    log.close()
    header, table = _table(rows, readings)
    return Outcome(
        file=path.name,
        kind=grid.kind,
        part=grid.part,
        sha256=digest,
        header=header,
        rows=table,
        lines=lines,
        grade_rows=reader.grade_rows,
        grade_lines=reader.grade_lines,
        matches=matches,
        interpretations=log.interpretations,
        issues=log.issues,
        failed=sorted(log.failed),
        n_rows=len(grid.rows),
        source_header=grid.header if options.keep_source else (),
        source_rows=[[shown(cell) for cell in row] for row in grid.rows]
        if options.keep_source
        else [],
        source_lines=grid.lines if options.keep_source else [],
        own_columns=[
            list(declaration_row(column).values())
            for column in declarations(readings)
            if column.name not in reader.varying
        ],
    )


def _table(
    rows: Sequence[Row], own: Sequence[OwnReading]
) -> tuple[tuple[str, ...], list[list[str]]]:
    used = set().union(*rows) if rows else set()
    names = (name for reading in own for name in reading.names)
    header = tuple(name for name in (*site_columns(), *names) if name in used)
    return header, [[row.get(name, "") for name in header] for row in rows]


@dataclass(slots=True)
class _Reader:
    grid: RawGrid
    plans: tuple[Plan, ...]
    own: tuple[OwnReading, ...]
    options: ImportOptions
    log: Log
    report: Report
    source: str
    analytes: set[str]
    register: Register | None
    tally: Tally = field(default_factory=Tally)
    grades: GradeCollector = field(init=False)
    grade_rows: list[list[str]] = field(default_factory=list)
    grade_lines: list[int] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    is_long: bool = False
    # Own columns that say different things of one site.
    varying: set[str] = field(default_factory=set)
    by_field: dict[str, Plan] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_field = {plan.field.name: plan for plan in self.plans}
        self.grades = GradeCollector(self.analytes, self.log, self.tally)
        self.is_long = any(plan.field.name in ("analyte", *LONG) for plan in self.plans)

    def read(self) -> tuple[list[Row], list[int]]:
        """Return the rows that can be used, each with its line."""
        values = {
            fold(name): {fold(text): code for text, code in codes.items()}
            for name, codes in self.options.values.items()
        }
        site_plans, wide, long = self._sorted_plans()
        identity = Identity.of(self.grid.file, site_plans, self.log, has_analyte=bool(long))
        rows: list[Row] = []
        total = len(self.grid.rows)
        for number, cells in enumerate(self.grid.rows):
            context = RowContext(self.log, self.tally, values, self.grid.lines[number])
            row = self._row(cells, context, site_plans, wide, long, identity)
            rows.append(row | self._own_cells(cells) | self._register_cells(cells))
            if number % 2_000 == 0:
                self.report("converting rows", number, total)
        self.report("locating sites", total, total)
        Locator(self.grid, self.plans, self.options, self.log, self.tally).locate(
            rows, self.grid.lines
        )
        fill_constants(rows, self.options.constants, self.source, self.log, self.tally)
        identity.tell()
        self._grade_table()
        self.tally.write(self.log)
        return self._usable(rows)

    def _register_cells(self, cells: list[Cell]) -> dict[str, str]:
        if self.register is None:
            return {}
        named = {fold(n): cell for n, cell in zip(self.grid.header, cells, strict=True)}
        return added_cells(self.register, named)

    def _own_cells(self, cells: list[Cell]) -> dict[str, str]:
        found: dict[str, str] = {}
        for reading in self.own:
            if not is_blank(cells[reading.index]):
                found |= reading.cells(cells[reading.index])
        return found

    def _sorted_plans(self) -> tuple[list[Plan], list[Plan], list[Plan]]:
        site, wide, long = [], [], []
        for plan in self.plans:
            if ":" in plan.field.name and plan.field.kind != "qualifier":
                wide.append(plan)
            elif plan.field.name in LONG:
                long.append(plan)
            else:
                site.append(plan)
        return site, wide, long

    def _row(
        self,
        cells: list[Cell],
        context: RowContext,
        site: list[Plan],
        wide: list[Plan],
        long: list[Plan],
        identity: Identity,
    ) -> Row:
        for plan in site:
            cell = cells[plan.index]
            if not is_blank(cell):
                CONVERTERS.get(plan.field.kind, convert_text)(plan, cell, context)
        join_degrees(context, self.by_field)
        take_dry_mass(context)
        check_order(context)
        grades = self._read_grades(cells, context, wide, long)
        for name in [name for name in context.out if name.startswith(BESIDE)]:
            del context.out[name]
        identity.fill(context)
        if not self.is_long:
            self._check_id(context)
        if context.line not in self.log.failed:
            self.grades.keep(context.out["site_id"], grades)
        return context.out

    def _read_grades(
        self, cells: list[Cell], context: RowContext, wide: list[Plan], long: list[Plan]
    ) -> dict[str, Grade]:
        grades: dict[str, Grade] = {}
        for plan in wide:
            if not is_blank(cells[plan.index]):
                self.grades.read_wide(plan, cells[plan.index], context, grades)
        if long:
            present = [
                (plan, cells[plan.index]) for plan in long if not is_blank(cells[plan.index])
            ]
            self.grades.read_long(present, context, grades)
        return grades

    def _check_id(self, context: RowContext) -> None:
        site_id = context.out["site_id"]
        first = self.seen.setdefault(site_id, context.line)
        if first != context.line:
            self.log.error(
                context.line,
                "site_id",
                quoted(site_id),
                f"an id not used before (row {first})",
                "Give each waste body an id of its own.",
            )

    def _usable(self, rows: list[Row]) -> tuple[list[Row], list[int]]:
        kept: list[Row] = []
        lines: list[int] = []
        first: dict[str, Row] = {}
        for row, line in zip(rows, self.grid.lines, strict=True):
            earlier = first.get(row["site_id"])
            if earlier is not None and self.is_long:
                self._compare(earlier, row, line)
                self.varying |= {
                    reading.column.name
                    for reading in self.own
                    if any(row.get(n) != earlier.get(n) for n in reading.names)
                }
                continue
            if line in self.log.failed:
                continue
            first.setdefault(row["site_id"], row)
            kept.append(row)
            lines.append(line)
        self._drop_varying(kept)
        return kept, lines

    def _drop_varying(self, rows: list[Row]) -> None:
        """Leave out own columns that belong to a row of an analyte, not to the site."""
        for reading in self.own:
            if reading.column.name not in self.varying:
                continue
            for row in rows:
                for name in reading.names:
                    row.pop(name, None)
            self.log.read_as(
                Topic.UNUSED,
                f"column '{reading.column.name[:60]}'",
                "not kept",
                1.0,
                reason="it says different things of one site",
            )

    def _compare(self, first: Mapping[str, Any], row: Mapping[str, Any], line: int) -> None:
        for name in CONFLICTS:
            if name in row and name in first and row[name] != first[name]:
                self.log.warn(
                    line,
                    name,
                    f"'{row[name]}' for site {str(row['site_id'])[:40]}",
                    f"'{first[name]}' as in its first row",
                    "The first is kept; correct one of them.",
                )

    def _grade_table(self) -> None:
        rows, lines = self.grades.rows(self.source)
        for row, line in zip(rows, lines, strict=True):
            if line not in self.log.failed:
                self.grade_rows.append([row[name] for name in GRADE_COLUMNS])
                self.grade_lines.append(line)
