"""Import a file: parse it in a process apart, read it by the data dictionary, check it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from prioritizer.domain.imports import (
    ColumnMatch,
    ImportOptions,
    Interpretation,
    Limits,
    Progress,
)
from prioritizer.domain.own_columns import DECLARATION
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister, Source
from prioritizer.domain.site_file import SiteFile
from prioritizer.domain.words import percent
from prioritizer.errors import DataError, Issue, PrioritizerError, Severity
from prioritizer.files.places import Input
from prioritizer.files.writing import write_files
from prioritizer.readers.cells import CellReader
from prioritizer.readers.exported import exported_register
from prioritizer.readers.grade_files import NO_GRADES, GradeFile, quarantine, read_grade_file
from prioritizer.readers.grades import parse_grades
from prioritizer.readers.imports.assays import GRADE_COLUMNS
from prioritizer.readers.imports.columns.profiles import profile_text
from prioritizer.readers.imports.files.kind import file_kind
from prioritizer.readers.imports.grade_table import other_names
from prioritizer.readers.imports.own.tables import SOURCE_COLUMNS
from prioritizer.readers.imports.plausibility import check_register
from prioritizer.readers.imports.sandbox import parse_in_child
from prioritizer.readers.imports.words.outcome import Outcome
from prioritizer.readers.imports.words.vocabulary import fold
from prioritizer.readers.imports.writing import (
    OWN_TABLE,
    TABLES,
    annotated_csv,
    csv_bytes,
    csv_text,
    encoded,
    report_csv,
    report_json,
    sources_csv,
)
from prioritizer.readers.own_columns import plan_own
from prioritizer.readers.own_declarations import parse_declared
from prioritizer.readers.site_rows import parse_sites
from prioritizer.readers.sites import read_sites
from prioritizer.readers.tables import MAX_BYTES, RawTable, fault
from prioritizer.workflow.sites.collecting import no_search_for_circles
from prioritizer.workflow.sites.inventory import is_store, open_register
from prioritizer.workflow.sites.reference_gaps import reference_gaps


@dataclass(frozen=True, slots=True)
class ImportResult:
    """A file as understood: the register of usable rows, every decision, every fault.

    ``matches`` says what each column was taken for; ``outcome`` holds the canonical rows, and
    ``beside`` the grades of a file of their own.
    """

    register: SiteRegister
    matches: tuple[ColumnMatch, ...]
    interpretations: tuple[Interpretation, ...]
    issues: tuple[Issue, ...]
    outcome: Outcome
    beside: GradeFile = NO_GRADES

    @property
    def errors(self) -> tuple[Issue, ...]:
        """Return the issues that kept a row or a grade out."""
        return tuple(issue for issue in self.issues if issue.severity is Severity.ERROR)

    @property
    def left_out(self) -> frozenset[int]:
        """Return the rows of the file that are in no site of the register."""
        return frozenset(self.outcome.failed) | (
            set(self.outcome.lines) - {s.row for s in self.register.sites}
        )

    @property
    def summary(self) -> dict[str, object]:
        """Return the counts in figures."""
        return {
            "file": self.outcome.file,
            "kind": self.outcome.kind,
            "part": self.outcome.part,
            "sha256": self.outcome.sha256,
            "rows": self.outcome.n_rows,
            "sites": len(self.register),
            "grades": sum(len(site.assays) for site in self.register.sites),
            "rows_left_out": len(self.left_out),
            "errors": len(self.errors),
            "warnings": sum(i.severity is Severity.WARNING for i in self.issues),
        }

    @property
    def grade_table(self) -> tuple[tuple[str, ...], list[list[str]]]:
        """Return the header and the rows of the grades as understood."""
        return GRADE_COLUMNS, [*self.outcome.grade_rows, *self.beside.rows]

    def write_tables(
        self, folder: Path, inputs: Iterable[Input] = (), *, overwrite: bool = False
    ) -> tuple[Path, ...]:
        """Write sites.csv, grades.csv and sources.csv, all or none; return their paths.

        Where there are own columns, own_columns.csv stands beside them.

        Raises
        ------
        PlaceError
            If one of them is among the ``inputs``.
        PrioritizerError
            If one of them exists and may not be replaced, or nothing could be read.
        """
        if not self.register.sites:
            raise PrioritizerError(
                f"{self.outcome.file}: found no row that can be used. Expected at least one. "
                "Correct the errors above; nothing was written."
            )
        taken = {site.row for site in self.register.sites}
        rows = [
            row
            for row, line in zip(self.outcome.rows, self.outcome.lines, strict=True)
            if line in taken
        ]
        known = {site.site_id for site in self.register.sites}
        grades = [row for row in self.grade_table[1] if row[0] in known]
        tables = (
            csv_bytes(self.outcome.header, rows),
            csv_bytes(GRADE_COLUMNS, grades),
            encoded(self._sources()),
        )
        files = {folder / name: table for name, table in zip(TABLES, tables, strict=True)}
        if self.outcome.own_columns:
            own = csv_text(DECLARATION, self.outcome.own_columns)
            files[folder / OWN_TABLE] = encoded(own)
        write_files(files, inputs, overwrite=overwrite, makes_folder=True)
        return tuple(files)

    def _sources(self) -> str:
        if self.outcome.is_own:
            return csv_text(SOURCE_COLUMNS, self.outcome.sources)
        outcome = self.outcome
        place = f"{outcome.file}, {outcome.part}" if outcome.part else outcome.file
        files = [(f"F{outcome.sha256[:8]}", place, outcome.sha256)]
        for one in self.beside.sources.values():
            files.append((one.source_id, self.beside.file, one.identifier.partition(":")[2]))
        return sources_csv(files)

    def report(self, *, as_table: bool) -> str:
        """Return every interpretation and issue, as CSV or as JSON."""
        if as_table:
            return report_csv(self.interpretations, self.issues)
        return report_json(self.summary, self.matches, self.interpretations, self.issues)

    def profile(self, options: ImportOptions, *, as_yaml: bool = False) -> str:
        """Return the decisions as a profile for the next file of this kind, as JSON or YAML."""
        return profile_text(options, self.matches, as_yaml=as_yaml)

    def annotated(self) -> str:
        """Return the input as CSV with a column of remarks; needs ``keep_source``."""
        return annotated_csv(
            self.outcome.source_header,
            self.outcome.source_rows,
            self.outcome.source_lines,
            self.issues,
            self.left_out,
        )


def import_file(
    path: Path,
    reference: Reference,
    options: ImportOptions | None = None,
    *,
    grades: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Read a file of any supported kind; nothing is written.

    Parameters
    ----------
    grades
        A file of grades of these sites, in any columns; it names each site as the file of
        sites does, by id or name.

    Raises
    ------
    DataError
        If the file as a whole is refused; the issues say why.
    Cancelled
        If ``is_cancelled`` said so.
    """
    stated = replace(options or ImportOptions(), is_pair=grades is not None)
    outcome = parse_in_child(
        path,
        stated,
        reference.analytes,
        progress=progress,
        is_cancelled=is_cancelled,
    )
    if progress is not None:
        progress(Progress("checking sites", 0, len(outcome.rows)))
    with no_search_for_circles():
        if outcome.is_own:
            if grades is not None:
                raise _superfluous(path, grades)
            return _exported(outcome, path.stem, reference)
        beside = _beside(outcome, grades, reference, stated)
        return _checked(outcome, path.stem, reference, beside)


def _checked(
    outcome: Outcome, title: str, reference: Reference, beside: GradeFile
) -> ImportResult:
    quarantine(outcome.grade_rows, reference)
    in_file = RawTable(
        outcome.file, GRADE_COLUMNS, outcome.grade_rows, outcome.grade_lines, ","
    )
    assays, grade_issues = parse_grades(in_file, reference)
    assays = {
        site: (*assays.get(site, ()), *beside.assays.get(site, ()))
        for site in (*assays, *(beside.assays.keys() - assays.keys()))
    }
    reader = CellReader(outcome.file)
    table = RawTable(outcome.file, outcome.header, outcome.rows, outcome.lines, ",")
    numbers = list(range(1, len(outcome.own_columns) + 1))
    declared, faults = parse_declared(
        RawTable(outcome.file, DECLARATION, outcome.own_columns, numbers, ",")
    )
    own = plan_own(table, reader, declared, is_complete=True)
    reader.issues = [issue for issue in reader.issues if issue.severity is not Severity.NOTE]
    sites = tuple(parse_sites(table, reader, assays, own))
    source = Source(
        f"F{outcome.sha256[:8]}",
        f"Imported from {outcome.file}",
        kind="imported file",
        identifier=f"sha256:{outcome.sha256}",
    )
    cited = {source.source_id: source, **beside.sources}
    register = SiteRegister(title, sites, cited, own.columns, own.blank)
    found = (
        *faults,
        *reader.issues,
        *grade_issues,
        *check_register(register, reference, outcome.file),
    )
    issues = _with_sites((*outcome.issues, *_renamed(found, outcome.matches)), outcome)
    return ImportResult(
        register,
        outcome.matches,
        (*outcome.interpretations, *beside.interpretations),
        (*issues, *beside.issues),
        outcome,
        beside,
    )


def _beside(
    outcome: Outcome, grades: Path | None, reference: Reference, stated: ImportOptions
) -> GradeFile:
    """Return the grades of a file beside, by the ids and names of the sites as read.

    Raises
    ------
    DataError
        If it cannot be read, or a header that a person named stands in neither file.
    """
    if grades is None:
        return NO_GRADES
    place = outcome.header.index("site_id")

    def names() -> dict[str, list[str]]:
        return {row[place]: other_names(outcome.header, row) for row in outcome.rows}

    beside = read_grade_file(grades, reference, names, stated)
    known = {fold(match.header) for match in (*outcome.matches, *beside.matches)}
    named = [*stated.columns, *stated.units, *stated.values]
    lacking = [n for n in named if fold(n) not in known and n not in stated.from_profile]
    if lacking:
        raise fault(
            outcome.file,
            f"no column '{lacking[0][:60]}', here or in {grades.name}",
            "a column of one of the two",
            "Correct --map, --unit, --value or the profile.",
        )
    return beside


def _exported(outcome: Outcome, title: str, reference: Reference) -> ImportResult:
    register, found = exported_register(outcome, title, reference)
    issues = (*outcome.issues, *found, *check_register(register, reference, outcome.file))
    return ImportResult(register, (), tuple(outcome.interpretations), issues, outcome)


def _with_sites(issues: Iterable[Issue], outcome: Outcome) -> tuple[Issue, ...]:
    """Return issues that say of which site they are, where their row gives an id."""
    if "site_id" not in outcome.header:
        return tuple(issues)
    column = outcome.header.index("site_id")
    ids = {line: row[column] for row, line in zip(outcome.rows, outcome.lines, strict=True)} | {
        line: row[0] for row, line in zip(outcome.grade_rows, outcome.grade_lines, strict=True)
    }
    return tuple(
        issue if issue.site_id else replace(issue, site_id=ids.get(issue.row or 0, ""))
        for issue in issues
    )


def _renamed(issues: Collection[Issue], matches: tuple[ColumnMatch, ...]) -> list[Issue]:
    """Return issues that name columns as the file does."""
    headers = {match.field: match.header for match in matches if match.field}
    headers |= {
        match.field.partition(":")[2]: match.header
        for match in matches
        if match.field.startswith("grade:")
    }
    return [
        replace(issue, column=headers.get(issue.column or "", issue.column)) for issue in issues
    ]


def validate_file(
    spec: str | Path, reference: Reference, *, grades: Path | None = None
) -> SiteFile:
    """Return the sites of a file or store with all issues, the improbable included.

    A CSV file that has the required columns of the data dictionary is read as it stands; any
    other file is read through the import, so that its interpretations count as notes.

    Raises
    ------
    DataError
        If the file as a whole cannot be read.
    """
    read = _validated(spec, reference, grades)
    file = str(spec) if is_store(str(spec)) else Path(spec).name
    unknown = reference_gaps(read.register.sites, reference, file)
    return replace(read, issues=(*read.issues, *unknown))


def _validated(spec: str | Path, reference: Reference, grades: Path | None) -> SiteFile:
    if is_store(str(spec)):
        stored = open_register(spec, reference, grades=grades)
        found = check_register(stored.register, reference, str(spec))
        return SiteFile(stored.register, (*stored.issues, *found), stored.told)
    path = Path(spec)
    if file_kind(path, replace(Limits(), bytes=MAX_BYTES)) == "csv":
        try:
            read = read_sites(path, reference, grades=grades)
        except DataError as error:
            if not (_lacks_columns(error) or _is_other_text(error)):
                raise
        else:
            return replace(
                read,
                issues=(*read.issues, *check_register(read.register, reference, path.name)),
            )
    result = import_file(path, reference, grades=grades)
    notes = [
        Issue(
            Severity.NOTE,
            path.name,
            None,
            None,
            f"{entry.where}: {entry.what}",
            "what is meant",
            f"Confidence {percent(entry.confidence)}. {entry.reason}".strip(),
        )
        for entry in result.interpretations
    ]
    return SiteFile(result.register, (*result.issues, *notes))


def _superfluous(path: Path, grades: Path) -> DataError:
    return fault(
        path.name,
        f"the grades table {grades.name} beside a file that holds sites and grades",
        "one of the two",
        "Leave the grades table out.",
    )


def _lacks_columns(error: DataError) -> bool:
    return all(issue.expected.startswith("a column '") for issue in error.issues)


def _is_other_text(error: DataError) -> bool:
    """Return whether a file looked binary, as text in UTF-16 does."""
    return any(issue.found == "a binary file" for issue in error.issues)
