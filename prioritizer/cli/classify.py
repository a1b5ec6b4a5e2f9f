"""``classify``: the UNFC class of every site with the rule behind each axis."""

from __future__ import annotations

import json
from pathlib import Path

import click

from prioritizer.cli.common import write_output
from prioritizer.cli.idle import checked
from prioritizer.cli.places import FILE, OUTPUT, SITES_FILE
from prioritizer.cli.site_input import (
    audience_option,
    chosen,
    criteria_option,
    read_usable_sites,
)
from prioritizer.exports.tables.flat import csv_table, text_table
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.sites.audience import Audience
from prioritizer.workflow.sites.classify import ClassifiedRegister, class_data, classify

HEADER = (
    "site_id", "name", "e", "f", "g", "code", "class", "rule_e", "rule_f", "rule_g",
    "reason_e", "reason_f", "reason_g", "lift_e", "lift_f", "lift_g",
)  # fmt: skip


@click.command(
    epilog="Example: python -m prioritizer classify sample_data/sites.csv --format json"
)
@click.argument("sites", type=SITES_FILE)
@criteria_option
@click.option("--grades", type=FILE, help="Grades table; grades.csv beside SITES if left out.")
@click.option("--site", "site_ids", multiple=True, help="Only this site; may be repeated.")
@audience_option
@click.option("--skip-errors", is_flag=True, help="Leave out rows with errors.")
@click.option(
    "--format", "format_name", default="table", type=click.Choice(["table", "json", "csv"])
)
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@checked()
def command(
    sites: Path,
    criteria_name: str,
    grades: Path | None,
    site_ids: tuple[str, ...],
    audience: str,
    skip_errors: bool,
    format_name: str,
    output: Path | None,
) -> None:
    """Classify the sites of a table by UNFC: viability, feasibility, confidence."""
    reference, criteria = read_reference(), read_criteria(criteria_name)
    register = read_usable_sites(
        sites,
        reference,
        grades=grades,
        skip_errors=skip_errors,
        audience=Audience(audience),
    )
    register = chosen(register, site_ids)
    classified = classify(register, criteria, reference)
    write_output(WRITERS[format_name](classified), output)


def as_json(classified: ClassifiedRegister) -> bytes:
    """Return a list of classes, one per site."""
    data = [class_data(one) for one in classified.sites]
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def as_csv(classified: ClassifiedRegister) -> bytes:
    """Return one row per site."""
    rows = []
    for one in classified.sites:
        axes = (one.e, one.f, one.g)
        rows.append(
            [
                one.site_id,
                one.name,
                *(axis.code for axis in axes),
                str(one.unfc),
                one.unfc.name,
                *(axis.rule for axis in axes),
                *(axis.reason for axis in axes),
                *("; ".join(axis.lift) for axis in axes),
            ]
        )
    return csv_table(HEADER, rows)


def as_table(classified: ClassifiedRegister) -> bytes:
    """Return a short table with the counts of each code below it."""
    rows = [
        (
            one.site_id,
            one.name,
            str(one.unfc),
            one.unfc.name,
            f"{one.e.rule} {one.f.rule} {one.g.rule}",
        )
        for one in classified.sites
    ]
    counts = [f"{n:>6}  {code}" for code, n in classified.counts().items()]
    header = ("site", "name", "code", "class", "rules")
    return (text_table(header, rows) + "\nSites per code\n" + "\n".join(counts) + "\n").encode()


WRITERS = {"table": as_table, "json": as_json, "csv": as_csv}
