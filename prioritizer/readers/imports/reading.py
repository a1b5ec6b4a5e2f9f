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
from prioritizer.readers.imports.assays import Grade, GradeCollector
from prioritizer.readers.imports.cells.corrections import correct_cells
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
    keep_external,
    keep_qualifier,
    keep_text,
)
from prioritizer.readers.imports.columns.long_columns import LONG
from prioritizer.readers.imports.columns.marks import column_marks
from prioritizer.readers.imports.columns.matching import match_columns
from prioritizer.readers.imports.columns.plans import Plan, make_plans
from prioritizer.readers.imports.columns.registers import Register, added_cells, recognised
from prioritizer.readers.imports.files.header import is_blank
from prioritizer.readers.imports.files.source import read_grid
from prioritizer.readers.imports.files.vector_files import digest_of
from prioritizer.readers.imports.grade_table import (
    grade_plans,
    name_site,
    say_strangers,
    with_ends,
    with_site_column,
)
from prioritizer.readers.imports.identity import Identity, fill_constants, sides_stated
from prioritizer.readers.imports.nothing_known import (
    refuse_unknown,
    say_empty,
    say_possible_grades,
)
from prioritizer.readers.imports.own.answers import refuse_answer
from prioritizer.readers.imports.own.recognition import read_own
from prioritizer.readers.imports.places.positions import Locator
from prioritizer.readers.imports.sides import side_letters
from prioritizer.readers.imports.words.fields import is_own
from prioritizer.readers.imports.words.id_schemes import (
    EXTERNAL_IDS,
    joined_ids,
    scheme_of,
    written_ids,
)
from prioritizer.readers.imports.words.outcome import Outcome
from prioritizer.readers.imports.words.records import OFTEN, Cell, Log, RawGrid, Report
from prioritizer.readers.imports.words.rows import Row, Rows
from prioritizer.readers.imports.words.vocabulary import fold

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
    "external": keep_external,
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
    log = Log(path.name, report=report)
    grid = read_grid(path, options, log, report)
    correct_cells(grid, options.corrections, log)
    if not options.columns:
        refuse_answer(path.name, grid.header)
    register, options = recognised(grid.header, options, log)
    if options.grades_of is not None:
        options = with_site_column(grid, options, log)
        options = with_ends(grid, options, analytes, log)
    letters = side_letters(grid, options, log)
    matches = match_columns(grid, options, analytes, log, letters)
    if all(not match.field or is_own(match.field) for match in matches):
        refuse_unknown(grid, log)
    say_possible_grades(matches, options, analytes, log)
    marks = column_marks(grid, matches, options, log)
    plans = make_plans(grid, matches, marks, options, log)
    digest = digest_of(path)
    readings: tuple[OwnReading, ...] = ()
    if options.grades_of is None:
        readings = own_readings(grid, matches, marks, options, log)
    else:
        plans, register = grade_plans(plans, grid.header, log), None
    reader = _Reader(
        grid, plans, readings, options, log, f"F{digest[:8]}", set(analytes), register,
        letters,
    )  # fmt: skip
    rows, lines = reader.read()
    _say_of_rows(rows, reader, log)
    log.close()
    header, table = _table(rows, readings, log)
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


def _say_of_rows(rows: Rows, reader: _Reader, log: Log) -> None:
    sites = reader.options.grades_of
    if sites is None:
        own = {name for reading in reader.own for name in reading.names}
        say_empty(rows, reader.grade_rows, own, log)
    else:
        say_strangers([row[0] for row in reader.grade_rows], sites, log)


def _table(
    rows: Rows, own: Sequence[OwnReading], log: Log
) -> tuple[tuple[str, ...], list[list[str]]]:
    used = rows.fields()
    names = (name for reading in own for name in reading.names)
    header = tuple(name for name in (*site_columns(), *names) if name in used)
    return header, rows.drain(header, log)


@dataclass(slots=True)
class _Reader:
    grid: RawGrid
    plans: tuple[Plan, ...]
    own: tuple[OwnReading, ...]
    options: ImportOptions
    log: Log
    source: str
    analytes: set[str]
    register: Register | None
    letters: Mapping[str, str]
    tally: Tally = field(default_factory=Tally)
    grades: GradeCollector = field(init=False)
    grade_rows: list[list[str]] = field(default_factory=list)
    grade_lines: list[int] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    is_long: bool = False
    # Whose ids the sites have, where it is another register.
    id_scheme: str = ""
    # Own columns that say different things of one site.
    varying: set[str] = field(default_factory=set)
    by_field: dict[str, Plan] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_field = {plan.field.name: plan for plan in self.plans}
        id_plan = self.by_field.get("site_id")
        self.id_scheme = scheme_of(id_plan.header) if id_plan else ""
        self.grades = GradeCollector(self.analytes, self.log, self.tally)
        self.is_long = self.options.grades_of is not None or any(
            plan.field.name in ("analyte", *LONG) for plan in self.plans
        )

    def read(self) -> tuple[Rows, list[int]]:
        """Return the rows that can be used, each with its line."""
        values = {
            fold(name): {fold(text): code for text, code in codes.items()}
            for name, codes in self.options.values.items()
        }
        site_plans, wide, long = self._sorted_plans()
        identity = Identity.of(self.grid.file, site_plans, self.log, has_analyte=bool(long))
        rows = Rows()
        sides = sides_stated(self.options.constants, self.log)
        for number, cells in enumerate(self.log.watched("converting rows", self.grid.rows)):
            line = self.grid.lines[number]
            context = RowContext(self.log, self.tally, values, line, {}, self.letters, sides)
            row = self._row(cells, context, site_plans, wide, long, identity)
            added = self._register_cells(cells)
            if EXTERNAL_IDS in row and EXTERNAL_IDS in added:
                added[EXTERNAL_IDS] = joined_ids(added[EXTERNAL_IDS], row[EXTERNAL_IDS])
            rows.append(row | self._own_cells(cells) | added)
            if not self.options.keep_source:
                # Two forms of a large file at once would take twice the memory.
                self.grid.rows[number] = []
        located = Locator(
            self.grid, self.plans, self.options, self.log, self.tally, self.letters
        )
        located.locate(rows, self.grid.lines)
        fill_constants(rows, self.options.constants, self.source, self.log, self.tally)
        if self.options.grades_of is None:
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
            if ":" in plan.field.name and plan.field.kind not in ("qualifier", "external"):
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
        if self.options.grades_of is not None:
            name_site(context, self.options.grades_of)
        identity.fill(context)
        if not self.is_long:
            self._check_id(context)
        if self.id_scheme:
            ids = written_ids(self.id_scheme, context.out["site_id"])
            context.out[EXTERNAL_IDS] = joined_ids(*ids, context.out.get(EXTERNAL_IDS, ""))
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

    def _usable(self, rows: Rows) -> tuple[Rows, list[int]]:
        lines, kept = self.grid.lines, self._kept(rows)
        self._drop_varying(usable := rows.only(kept))
        return usable, [lines[number] for number in kept]

    def _kept(self, rows: Rows) -> list[int]:
        """Return the rows of sites that can be used, of a site with several the first."""
        sound = (n for n, line in enumerate(self.grid.lines) if line not in self.log.failed)
        if not self.is_long:
            return list(sound)
        kept: list[int] = []
        first: dict[str, Row] = {}
        for number, (row, line) in enumerate(zip(rows, self.grid.lines, strict=True)):
            earlier = first.get(row["site_id"])
            if earlier is not None:
                self._compare(earlier, row, line)
                self.varying |= {
                    reading.column.name
                    for reading in self.own
                    if any(row.get(n) != earlier.get(n) for n in reading.names)
                }
            elif line not in self.log.failed:
                first[row["site_id"]] = row
                kept.append(number)
        return kept

    def _drop_varying(self, rows: Rows) -> None:
        """Leave out own columns that belong to a row of an analyte, not to the site."""
        for reading in self.own:
            if reading.column.name not in self.varying:
                continue
            for number, row in enumerate(rows):
                rows[number] = {n: v for n, v in row.items() if n not in reading.names}
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
        for number, (row, line) in enumerate(self.grades.rows(self.source)):
            if line not in self.log.failed:
                self.grade_rows.append(row)
                self.grade_lines.append(line)
            if number % OFTEN == 0:
                self.log.report("putting grades together", number, 0)
