"""``classify``: the UNFC class of every site with the rule behind each axis."""

from __future__ import annotations

from pathlib import Path

import click

from prioritizer.cli.common import write_outputs
from prioritizer.cli.idle import Idle, checked
from prioritizer.cli.places import FILE, OUTPUT, SITES_FILE
from prioritizer.cli.site_input import (
    as_told,
    audience_option,
    chosen,
    criteria_option,
    read_usable_sites,
    status_option,
)
from prioritizer.exports.tables.code_proposals import WRITERS as PROPOSALS
from prioritizer.exports.tables.unfc_classes import WRITERS
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.sites.audience import Audience
from prioritizer.workflow.sites.classify import classify
from prioritizer.workflow.sites.code_proposals import (
    marked_classes,
    propose_codes,
    read_confirmed,
    with_confirmed,
)


@click.command(
    epilog="Example: python -m prioritizer classify sample_data/sites.csv --format json"
)
@click.argument("sites", type=SITES_FILE)
@criteria_option
@click.option("--grades", type=FILE, help="Grades table; grades.csv beside SITES if left out.")
@click.option("--site", "site_ids", multiple=True, help="Only this site; may be repeated.")
@audience_option
@status_option
@click.option("--skip-errors", is_flag=True, help="Leave out rows with errors.")
@click.option(
    "--propose",
    is_flag=True,
    help="Write the codes that texts of the sites suggest instead. None of them is used.",
)
@click.option(
    "--confirm",
    "confirmed_codes",
    type=FILE,
    help="A table of --propose with what a person confirmed in it; that alone is used.",
)
@click.option(
    "--format", "format_name", default="table", type=click.Choice(["table", "json", "csv"])
)
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@checked(
    Idle("confirmed_codes", lambda params: not params["propose"], "no --propose"),
    Idle("criteria_name", lambda params: not params["propose"], "no --propose"),
)
def command(
    *,
    sites: Path,
    criteria_name: str,
    grades: Path | None,
    site_ids: tuple[str, ...],
    audience: str,
    skip_errors: bool,
    propose: bool,
    confirmed_codes: Path | None,
    format_name: str,
    output: Path | None,
) -> None:
    """Classify the sites of a table by UNFC: viability, feasibility, confidence."""
    reference = read_reference()
    register = read_usable_sites(
        sites,
        reference,
        grades=grades,
        skip_errors=skip_errors,
        audience=Audience(audience),
    )
    few = chosen(register, site_ids)
    if propose:
        write_outputs([(PROPOSALS[format_name](propose_codes(few)), output)])
        return
    confirmed = read_confirmed(confirmed_codes, register) if confirmed_codes else ()
    confirmed = tuple(one for one in confirmed if one.site_id in few.by_id())
    confirmed = as_told(confirmed)
    known = with_confirmed(few, confirmed)
    classified = classify(known, as_told(read_criteria(criteria_name)), reference)
    answer = WRITERS[format_name](marked_classes(classified, confirmed), confirmed)
    write_outputs([(answer, output)])
