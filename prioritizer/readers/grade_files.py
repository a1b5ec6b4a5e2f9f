"""A file of grades beside a file of sites: our own table, or any other with its own words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from prioritizer.domain.imports import ColumnMatch, ImportOptions, Interpretation, Limits
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Source
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.cells import clean, unguarded
from prioritizer.readers.grades import NUMBERS, REQUIRED, parse_grades
from prioritizer.readers.imports.assays import GRADE_COLUMNS
from prioritizer.readers.imports.grade_table import keys_of
from prioritizer.readers.imports.sandbox import parse_in_child
from prioritizer.readers.plausible_grades import ROOMY, quarantine_note
from prioritizer.readers.table_marks import grade_marks, with_point
from prioritizer.readers.tables import (
    MAX_BYTES,
    RawTable,
    as_dicts,
    fault,
    is_no_text_table,
    read_table,
)

LIMITS = replace(Limits(), bytes=MAX_BYTES)


@dataclass(frozen=True, slots=True)
class GradeFile:
    """The assays by site id, the rows they came from in the columns of our table, and issues.

    A table in other columns than ours brings itself as the source of its grades, and what was
    understood of it.
    """

    file: str
    assays: Mapping[str, tuple[Assay, ...]]
    issues: tuple[Issue, ...]
    rows: list[list[str]] = field(default_factory=list)
    sources: Mapping[str, Source] = field(default_factory=dict)
    matches: tuple[ColumnMatch, ...] = ()
    interpretations: tuple[Interpretation, ...] = ()

    @property
    def note(self) -> tuple[Issue, ...]:
        """Return a note of what the columns of a table in other words were taken for."""
        if not self.matches:
            return ()
        taken = [f"'{m.header[:40]}' as {m.field}" for m in self.matches if m.field != "own"]
        return (
            Issue(
                Severity.NOTE,
                self.file,
                None,
                None,
                f"grades in other columns, read: {', '.join(taken[:12])}",
                "what is meant",
                "Import the two files together to see every decision.",
            ),
        )


NO_GRADES = GradeFile("", {}, ())


def read_grade_file(
    path: Path,
    reference: Reference,
    names: Callable[[], Mapping[str, Sequence[str]]],
    options: ImportOptions | None = None,
) -> GradeFile:
    """Read the grades of sites that stand in another file.

    A table with the columns of `docs/data_format.md` is read as it stands; any other is read as
    an import reads grades, in any language it knows.

    Parameters
    ----------
    names
        What else each site is called, by its id; asked for only where columns are others than
        ours.
    options
        What a person says of the columns; those that the file lacks are passed over.

    Raises
    ------
    DataError
        If the file cannot be read, or no column tells of sites or grades.
    """
    table = None if is_no_text_table(path) else _own_table(path)
    if table is None:
        return _other(path, reference, names(), options or ImportOptions(limits=LIMITS))
    if not table.rows:
        return GradeFile(path.name, {}, table.notes)
    assays, issues = parse_grades(table, reference)
    return GradeFile(path.name, assays, issues, _plain_rows(table))


def _own_table(path: Path) -> RawTable | None:
    """Return a table of grades in our own columns; None where they are others."""
    try:
        table = read_table(path, may_be_empty=True)
    except DataError:
        if not path.exists():
            raise
        # What is no text may still be a workbook.
        return None
    is_own = {*REQUIRED} <= {*table.header} and {*NUMBERS} & {*table.header}
    return table if is_own or not table.rows else None


def _plain_rows(table: RawTable) -> list[list[str]]:
    """Return the rows in the order of our columns, their numbers with decimal points."""
    marks = grade_marks(table, NUMBERS, ROOMY)
    found = []
    for row in as_dicts(table):
        cells = {name: unguarded(clean(text)) for name, text in row.items()}
        cells |= {
            name: with_point(cells.get(name, ""), marks.marks.get(name, "."))
            for name in NUMBERS
        }
        found.append([cells.get(name, "") for name in GRADE_COLUMNS])
    return found


def quarantine(rows: list[list[str]], reference: Reference) -> None:
    """Take impossible grades of compounds out of use, as the parser did those of elements."""
    columns = {name: index for index, name in enumerate(GRADE_COLUMNS)}
    for row in rows:
        if row[columns["use"]] != "yes":
            continue
        values = [float(row[columns[name]] or "nan") for name in ("low", "best", "high")]
        known = [value for value in values if not math.isnan(value)]
        note = quarantine_note(row[columns["analyte"]], known, row[columns["unit"]], reference)
        if note:
            row[columns["use"]] = "no"
            row[columns["note"]] = "; ".join(filter(None, (note, row[columns["note"]])))


def _other(
    path: Path,
    reference: Reference,
    names: Mapping[str, Sequence[str]],
    options: ImportOptions,
) -> GradeFile:
    # The rest of what a person says is of the file of sites alone.
    of_grades = ImportOptions(
        decimal=options.decimal,
        columns=options.columns,
        units=options.units,
        values=options.values,
        limits=options.limits,
        from_profile=options.from_profile,
        is_pair=True,
        grades_of=keys_of(names),
    )
    outcome = parse_in_child(path, of_grades, reference.analytes)
    if outcome.is_own:
        raise fault(
            path.name,
            "an export of this tool, which holds sites and grades",
            "a table of grades",
            "Read it alone, without the table of sites.",
        )
    quarantine(outcome.grade_rows, reference)
    table = RawTable(path.name, GRADE_COLUMNS, outcome.grade_rows, outcome.grade_lines, ",")
    assays, issues = parse_grades(table, reference)
    source = Source(
        f"F{outcome.sha256[:8]}",
        f"Imported from {path.name}",
        kind="imported file",
        identifier=f"sha256:{outcome.sha256}",
    )
    return GradeFile(
        path.name,
        assays,
        (*outcome.issues, *issues),
        outcome.grade_rows,
        {source.source_id: source},
        outcome.matches,
        tuple(
            replace(
                one, where=one.where if path.name in one.where else f"{path.name}, {one.where}"
            )
            for one in outcome.interpretations
        ),
    )
