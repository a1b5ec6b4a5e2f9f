"""``validate``: every issue of a table of sites with file, row and column."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from prioritizer.cli.common import echo_read, remember_mark, write_output
from prioritizer.cli.places import CRITERIA, FILE, SITES
from prioritizer.cli.site_input import audience_option
from prioritizer.domain.words import counted
from prioritizer.errors import DataError, Issue, IssueGroup, Severity, grouped
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.sites.audience import Audience, part_for, told_issues
from prioritizer.workflow.sites.importing import validate_file

# Rows and sites that stand in the data for a fault of many.
FIRST = 10


@click.command(
    epilog="Example: python -m prioritizer validate sample_data/sites_with_errors.csv"
)
@click.argument("sites", type=SITES)
@click.option(
    "--grades",
    type=FILE,
    help="Grades table; grades.csv beside SITES if left out.",
)
@click.option(
    "--criteria",
    "criteria_name",
    type=CRITERIA,
    help="Also check this criteria set: shipped, or a YAML file.",
)
@audience_option
@click.option("--json", "as_json", is_flag=True, help="Print the issues as data.")
@click.pass_context
def command(
    ctx: click.Context,
    sites: str,
    grades: Path | None,
    criteria_name: str | None,
    audience: str,
    as_json: bool,
) -> None:
    """List every issue of a table of sites (CSV, XLSX, GeoJSON, GeoPackage) or a store.

    Exit status 1 if there are errors. The improbable is a warning. What stands in restricted
    cells is quoted for the audience internal only; their place is always told. The sites are
    counted that the audience may see.
    """
    issues: Sequence[Issue]
    try:
        read = validate_file(sites, read_reference(), grades=grades)
    except DataError as error:
        issues, n_sites = error.issues, 0
    else:
        echo_read(read.told)
        seen = part_for(read.register, Audience(audience))
        remember_mark(seen.mark)
        issues, n_sites = told_issues(read, seen.audience), len(seen.register)
    issues = [*issues, *_criteria_issues(criteria_name)]
    n_errors = sum(issue.severity is Severity.ERROR for issue in issues)
    if as_json:
        data = [_as_data(group) for group in grouped(issues)]
        text = json.dumps(data, ensure_ascii=False, indent=1)
    else:
        lines = [f"{issue.severity}: {issue}" for issue in issues]
        text = "\n".join(
            [
                *lines,
                f"{Path(sites).name}: {counted(n_sites, 'site')} can be used, "
                f"{_counts(issues)}",
            ]
        )
    write_output(f"{text}\n".encode(), None)
    ctx.exit(1 if n_errors else 0)


def _counts(issues: Sequence[Issue]) -> str:
    return ", ".join(
        counted(sum(issue.severity is kind for issue in issues), kind.value)
        for kind in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    )


def _criteria_issues(name: str | None) -> Sequence[Issue]:
    if name is None:
        return ()
    try:
        read_criteria(name)
    except DataError as error:
        return error.issues
    return ()


def _as_data(group: IssueGroup) -> dict[str, object]:
    """Return a fault as met first, with the number of its places and the first of them."""
    issue = group.first
    return {
        "severity": issue.severity.value,
        "file": issue.file,
        "row": issue.row,
        "column": issue.column,
        "found": issue.found,
        "expected": issue.expected,
        "hint": issue.hint,
        "site_id": issue.site_id or None,
        "count": len(group),
        "rows": list(group.rows[:FIRST]),
        "site_ids": list(group.site_ids[:FIRST]),
    }
