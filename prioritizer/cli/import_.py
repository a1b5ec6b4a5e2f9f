"""``import``: any table of sites to canonical tables or a store, every decision listed."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from prioritizer.cli.common import echo_issues
from prioritizer.cli.idle import Idle, checked, is_given, needs
from prioritizer.cli.places import FILE, PLACE, SITES_FILE, OutputFile, OutputFolder, places
from prioritizer.domain.imports import ImportOptions, Interpretation, Limits, Progress, Topic
from prioritizer.domain.words import counted, percent
from prioritizer.errors import Issue, PrioritizerError, Severity
from prioritizer.files.writing import write_files
from prioritizer.readers.imports.files.kind import file_kind
from prioritizer.readers.imports.writing import OWN_TABLE, TABLES, encoded
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.sites.import_choices import with_profile
from prioritizer.workflow.sites.importing import ImportResult, import_file
from prioritizer.workflow.sites.remembered import remember, with_remembered

REPORT = OutputFile(makes_folder=True)
NOUNS = ("site", "grade", "row", "error", "warning")
FINE = 0.9
WRITTEN = ("out", "report", "annotated", "save_profile")
# Which kinds of file an option speaks of; the others would not listen.
LISTENING = {
    "sheet": ("xlsx", "xls", "xlsb", "ods"),
    "layer": ("gpkg", "gdb", "kml", "kmz", "layer.zip", "gpkg.zip"),
    "encoding": ("csv", "geojson", "shp", "layer.zip", "gz", "zip"),
    "delimiter": ("csv", "gz", "zip"),
}
STATED = ("sheet", "layer", "encoding", "delimiter", "decimal", "crs")


@click.command(
    epilog="Example: python -m prioritizer import sample_data/import_examples/halden.csv "
    "--out imported --report imported/report.json"
)
@click.argument("file", type=SITES_FILE)
@click.option(
    "--sheet",
    default="",
    help="Sheet of a workbook; the one with most known columns if left out.",
)
@click.option(
    "--layer",
    default="",
    help="Layer of a file; the one with most rows if left out.",
)
@click.option(
    "--encoding", default="", help="Encoding of a text file, such as utf-8 or cp1252."
)
@click.option("--delimiter", default="", help="comma, semicolon, tab or bar.")
@click.option("--decimal", default="", help="Decimal mark: '.' or ','.")
@click.option(
    "--crs", default="", help="Coordinate system: EPSG:3006 or a name such as 'SWEREF99 TM'."
)
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="What a column is: a field, grade:Cu, contained:Cu, own to keep it as it is, "
    "own:classes:weak;strong for classes from the worst to the best, or ignore. May be "
    "repeated.",
)
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="COLUMN=UNIT",
    help="Unit of a column. May be repeated.",
)
@click.option(
    "--value",
    "values",
    multiple=True,
    metavar="COLUMN:TEXT=CODE",
    help="What a text in a column means. May be repeated.",
)
@click.option(
    "--set",
    "constants",
    multiple=True,
    metavar="FIELD=VALUE",
    help="A value for all rows that have none. May be repeated.",
)
@click.option(
    "--grades",
    type=FILE,
    help="A file of the grades of these sites, in any columns; it names each site by id or "
    "name.",
)
@click.option("--profile", type=FILE, help="Use these decisions again (JSON or YAML).")
@click.option("--save-profile", type=REPORT, help="Keep the decisions of this import.")
@click.option(
    "--out",
    type=OutputFolder(*TABLES, OWN_TABLE),
    help="Folder for sites.csv, grades.csv, sources.csv and own_columns.csv.",
)
@click.option(
    "--into",
    type=PLACE,
    help="Store, made if it does not exist: sites.db, sites.db#name or a database URL.",
)
@click.option("--report", type=REPORT, help="Every interpretation and issue, .json or .csv.")
@click.option("--annotated", type=REPORT, help="The input as CSV with a column of remarks.")
@click.option("--overwrite", is_flag=True, help="Replace files that exist.")
@click.option(
    "--who", default="import", show_default=True, help="Whose change this is, for --into."
)
@click.option("--why", default="", help="Why, for --into.")
@click.option(
    "--max-mb",
    type=click.IntRange(1, 2_000),
    default=50,
    show_default=True,
    help="Largest file, MB.",
)
@click.option(
    "--max-rows",
    type=click.IntRange(1, 5_000_000),
    default=200_000,
    show_default=True,
    help="Most rows.",
)
@click.option(
    "--remember",
    is_flag=True,
    help="Use these decisions again, on this computer, for every file with the same header.",
)
@click.option("--quiet", is_flag=True, help="Only issues and the last line.")
@click.pass_context
@checked(
    needs("who", "into"),
    needs("why", "into"),
    Idle(
        "overwrite",
        lambda params: any(params[name] for name in WRITTEN),
        "a file to write: --out, --report, --annotated or --save-profile",
    ),
)
def command(ctx: click.Context, /, file: Path, **options: Any) -> None:
    """Read a table of sites: CSV, a workbook, GeoJSON, GeoPackage or another layer.

    Without --out or --into nothing is kept: the file is read and what was understood is shown.
    Exit status 1 if a row, a cell or a grade had to be left out.
    """
    _refuse_deaf(ctx, file, options)
    stated = with_remembered(_options(options))
    result = import_file(
        file,
        read_reference(),
        stated,
        grades=options["grades"],
        progress=_shower(quiet=options["quiet"]),
    )
    if not options["quiet"]:
        _show(result)
    echo_issues([*result.issues, *_grades_beside(file, result)])
    _write(result, file, options)
    if options["remember"]:
        click.echo(f"remembered: {remember(result, stated)}", err=True)
    click.echo(_in_figures(result.summary))
    ctx.exit(1 if result.errors else 0)


def _in_figures(facts: Mapping[str, object]) -> str:
    n = {name: counted(int(str(facts[f"{name}s"])), name) for name in NOUNS}
    left_out = counted(int(str(facts["rows_left_out"])), "row")
    return (
        f"{facts['file']}: {n['site']} and {n['grade']} from {n['row']}; {left_out} left out, "
        f"{n['error']}, {n['warning']}"
    )


def _refuse_deaf(ctx: click.Context, file: Path, options: dict[str, Any]) -> None:
    """Refuse an option that a file of this kind does not listen to."""
    for name, kinds in LISTENING.items():
        if is_given(ctx, name) and options[name]:
            kind = file_kind(file, _options(options).limits)
            if kind not in kinds:
                raise click.UsageError(
                    f"--{name}: found it for a file of the kind {kind.upper()}. Expected "
                    f"{' or '.join(kinds).upper()}. Leave --{name} out."
                )


def _grades_beside(file: Path, result: ImportResult) -> list[Issue]:
    """Return a warning where the grades of a table of sites would be left behind."""
    grades = file.with_name("grades.csv")
    is_read = result.outcome.is_own or result.register.n_assays or result.beside.file
    if is_read or not grades.exists():
        return []
    return [
        Issue(
            Severity.WARNING,
            file.name,
            None,
            None,
            "grades.csv beside it, which is not read here",
            "both files, or one that holds sites and grades",
            "If they belong together, read both: --grades grades.csv.",
        )
    ]


def _options(options: dict[str, Any]) -> ImportOptions:
    values: dict[str, dict[str, str]] = {}
    for name, code in _pairs(options["values"], "--value").items():
        column, _, text = name.rpartition(":")
        if not column:
            raise click.UsageError(
                f"--value: found '{name}={code}'. Expected COLUMN:TEXT=CODE."
            )
        values.setdefault(column, {})[text] = code
    limits = Limits()
    raised = replace(
        limits,
        bytes=options["max_mb"] * 1_000_000,
        rows=options["max_rows"],
        # Memory and time grow with the file; more than the default only where it was asked for.
        memory_bytes=max(limits.memory_bytes, options["max_mb"] * 24_000_000),
        total_seconds=max(limits.total_seconds, options["max_rows"] / 400),
        unpacked_bytes=max(limits.unpacked_bytes, options["max_mb"] * 4_000_000),
    )
    stated = ImportOptions(
        **{name: options[name] for name in STATED},
        columns=_pairs(options["columns"], "--map"),
        units=_pairs(options["units"], "--unit"),
        constants=_pairs(options["constants"], "--set"),
        values=values,
        limits=raised,
        keep_source=options["annotated"] is not None,
    )
    return with_profile(options["profile"], stated) if options["profile"] else stated


def _pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    found = {}
    for text in texts:
        # Headers may hold an equals sign, fields and units do not.
        name, mark, value = text.rpartition("=")
        if not mark or not name.strip() or not value.strip():
            raise click.UsageError(
                f"{option}: found '{text}'. Expected NAME=VALUE, the name as in the file."
            )
        found[name.strip()] = value.strip()
    return found


def _shower(*, quiet: bool) -> Any:
    if quiet or not sys.stderr.isatty():
        return None

    def show(progress: Progress) -> None:
        share = (
            f" {progress.done} of {progress.total}" if progress.total else f" {progress.done}"
        )
        click.echo(f"\r{progress.stage}{share:<30}", nl=False, err=True)

    return show


def _show(result: ImportResult) -> None:
    click.echo("What was understood (how sure, where, what):")
    for entry in sorted(
        result.interpretations, key=lambda e: (e.kind is Topic.UNUSED, e.kind is Topic.COLUMN)
    ):
        if entry.kind is not Topic.UNUSED:
            click.echo(
                f"  {percent(entry.confidence):>5}  {entry.where}: {entry.what}{_more(entry)}"
            )
    unread = [entry for entry in result.interpretations if entry.kind is Topic.UNUSED]
    if unread:
        click.echo(f"Not read ({len(unread)}):")
        for entry in unread:
            click.echo(f"        {entry.where}: {entry.reason or entry.what}")


def _more(entry: Interpretation) -> str:
    parts = []
    if entry.reason:
        parts.append(entry.reason)
    if entry.n_cells:
        parts.append(f"{entry.n_cells} cells")
    if entry.examples and entry.kind is not Topic.COLUMN:
        parts.append("for example " + ", ".join(f"'{text}'" for text in entry.examples[:2]))
    if entry.alternatives and entry.confidence < FINE:
        parts.append("or " + ", ".join(entry.alternatives[:3]))
    return f" ({'; '.join(parts)})" if parts else ""


def _write(result: ImportResult, file: Path, options: dict[str, Any]) -> None:
    overwrite, inputs = bool(options["overwrite"]), places().inputs
    reports = _reports(result, options)
    write_files(reports, inputs, overwrite=overwrite, makes_folder=True)
    written = list(reports)
    if options["out"]:
        written += result.write_tables(options["out"], inputs, overwrite=overwrite)
    for path in written:
        click.echo(f"written: {path}", err=True)
    if options["into"]:
        _store(result, file, options)


def _reports(result: ImportResult, options: dict[str, Any]) -> dict[Path, bytes]:
    """Return what is to be written besides the tables, by its path."""
    files: dict[Path, bytes] = {}
    if path := options["report"]:
        files[path] = encoded(result.report(as_table=path.suffix.casefold() == ".csv"))
    if path := options["annotated"]:
        files[path] = encoded(result.annotated())
    if path := options["save_profile"]:
        as_yaml = path.suffix.casefold() in {".yaml", ".yml"}
        files[path] = encoded(result.profile(_options(options), as_yaml=as_yaml))
    return files


def _store(result: ImportResult, file: Path, options: dict[str, Any]) -> None:
    from prioritizer.storage.inventory.opening import open_store
    from prioritizer.workflow.sites.inventory import parse_spec, save_over

    if not result.register.sites:
        n = sum(issue.severity is Severity.ERROR for issue in result.issues)
        raise PrioritizerError(
            f"{file.name}: found no row that can be used ({counted(n, 'error')}). "
            "Expected at least one. Nothing was stored."
        )
    spec = parse_spec(options["into"])
    name = spec.reference or file.stem
    with open_store(spec.url) as store:
        change = save_over(
            store,
            name,
            result.register,
            who=options["who"],
            why=options["why"] or f"import of {file.name}",
        )
    click.echo(f"stored: {spec.url}#{name}, change {change}", err=True)
