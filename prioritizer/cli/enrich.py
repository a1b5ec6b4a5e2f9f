"""``enrich``: settlement, people, road, port, plant and climate around each point, offline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from prioritizer.cli.common import write_outputs
from prioritizer.cli.idle import Idle, checked
from prioritizer.cli.places import FILE, OUTPUT, SITES, InputPlace, OutputFolder, places
from prioritizer.cli.site_input import (
    audience_option,
    chosen,
    left_out_names,
    read_usable_sites,
)
from prioritizer.errors import InputError
from prioritizer.exports.tables.enrichment_table import as_csv, as_json, as_table
from prioritizer.exports.tables.register_tables import TABLES, register_tables
from prioritizer.files.writing import write_files
from prioritizer.readers.days import A_DAY, parse_day
from prioritizer.readers.layers import layer_path, parse_layer
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.sites.audience import Audience
from prioritizer.workflow.sites.enrichment import Enrichment, enrich, today


class LayerPlace(InputPlace):
    """A layer to read: a name, its file, and how it counts."""

    name = "text"

    def files(self, text: str) -> Iterable[Path]:
        """Return the file of the layer, if it is there."""
        path = layer_path(text)
        return [path] if path.is_file() else []


WRITERS = {"table": as_table, "csv": as_csv, "json": as_json}


@click.command(
    epilog="Example: python -m prioritizer enrich sample_data/sites.csv --out enriched"
)
@click.argument("sites", type=SITES)
@click.option(
    "--layer",
    "layers",
    multiple=True,
    type=LayerPlace(),
    metavar="NAME=FILE[:HOW][:SE+NO]",
    help="A layer of your own: rail=rails.gpkg, protected=natura.zip:inside. HOW is "
    "distance or inside; the countries are those that the layer covers. May be repeated.",
)
@click.option("--grades", type=FILE, help="Grades table; grades.csv beside SITES if left out.")
@click.option("--site", "site_ids", multiple=True, help="Only this site; may be repeated.")
@click.option(
    "--date", default="", help="Day that the values bear, 2026-05-31; today if left out."
)
@audience_option
@click.option("--skip-errors", is_flag=True, help="Leave out rows with errors.")
@click.option(
    "--format", "format_name", default="table", type=click.Choice(["table", "json", "csv"])
)
@click.option("--output", type=OUTPUT, help="Write the list here instead of to the screen.")
@click.option(
    "--out",
    type=OutputFolder(*TABLES),
    help="Folder for the tables with the values in them: sites.csv, grades.csv, sources.csv.",
)
@click.option("--overwrite", is_flag=True, help="Replace tables that exist in --out.")
@checked(Idle("overwrite", lambda params: params["out"] is not None, "--out"))
def command(sites: str, **options: Any) -> None:
    """Compute what lies around each site from its point and the error of it.

    Nothing is fetched. A value that you gave is never replaced; what is computed says so, with
    source and day. Tables in --out hold what is restricted only with --audience internal.
    """
    reference, day = read_reference(), _day(options["date"])
    register = read_usable_sites(
        sites,
        reference,
        grades=options["grades"],
        skip_errors=options["skip_errors"],
        audience=Audience(options["audience"]),
    )
    layers = [parse_layer(text) for text in options["layers"]]
    register = chosen(register, options["site_ids"])
    found = enrich(register, reference, on=day, layers=layers, secret=left_out_names())
    if options["out"]:
        _write_tables(found, options["out"], overwrite=options["overwrite"])
    write_outputs([(WRITERS[options["format_name"]](found), options["output"])])


def _write_tables(found: Enrichment, folder: Path, *, overwrite: bool) -> None:
    tables = {folder / name: text for name, text in register_tables(found.register).items()}
    write_files(tables, places().inputs, overwrite=overwrite, makes_folder=True)
    for path in tables:
        click.echo(f"written: {path}", err=True)


def _day(text: str) -> date:
    if not text:
        return today()
    day = parse_day(text, today())
    if day is None:
        raise InputError(f"--date: found '{text[:40]}'. Expected {A_DAY}. Correct it.")
    return day
