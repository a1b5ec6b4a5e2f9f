"""``export``: the public part of an inventory in an open format."""

from __future__ import annotations

from pathlib import Path

import click

from prioritizer.cli.common import echo_issues, echo_read, write_output
from prioritizer.cli.idle import Idle, checked
from prioritizer.cli.places import OUTPUT, SITES
from prioritizer.domain.site_file import SiteFile
from prioritizer.domain.words import counted
from prioritizer.exports.formats import OPEN_FORMATS, format_of
from prioritizer.exports.opendata.prepare import prepare_open
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.sites.inventory import is_store

LICENSED = ("geojson", "gpkg", "datapackage")


LICENSED = ("geojson", "gpkg", "datapackage")


@click.command(
    epilog="Example: python -m prioritizer export sample_data/sites.csv --format geojson "
    "--output sites.geojson"
)
@click.argument("sites", type=SITES, metavar="SITES_OR_STORE")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(OPEN_FORMATS)),
    help="Taken from the ending of --output if left out.",
)
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@click.option(
    "--inventory", "name", default="", help="Inventory in the store, or NAME@VERSION."
)
@click.option("--without", default="", help="Columns to withhold on every site: owner,notes.")
@click.option("--licence", default="", help="Licence you publish under, for example CC-BY-4.0.")
@checked(
    Idle(
        "name",
        lambda params: is_store(params["sites"]) and "#" not in params["sites"],
        "a store without #NAME",
    ),
    Idle(
        "licence",
        lambda params: params["format_name"] in (None, *LICENSED),
        f"a format that holds one: {', '.join(LICENSED)}",
    ),
)
def command(
    sites: str,
    format_name: str | None,
    output: Path | None,
    name: str,
    without: str,
    licence: str,
) -> None:
    """Write the public part of an inventory as open data.

    Restricted sites, fields and sources stay behind. SITES_OR_STORE is a site table, a .db
    file, or a database URL, with or without #NAME. Formats: crma (Article 27 table), geojson,
    gpkg, datapackage (CSV with schema), erml (EarthResourceML-Lite).
    """
    if format_name is None and output is None:
        known = ", ".join(OPEN_FORMATS)
        raise click.UsageError(
            f"Neither --format nor --output is given. Choose one of: {known}."
        )
    chosen = (
        OPEN_FORMATS[format_name] if format_name else format_of(output or Path(), OPEN_FORMATS)
    )
    columns = [part.strip() for part in without.split(",") if part.strip()]
    inventory = prepare_open(
        sites,
        read_reference(),
        name=name,
        without=columns,
        licence=licence.strip(),
        on_read=_tell,
    )
    write_output(chosen.write(inventory), output)
    click.echo(
        f"{counted(len(inventory.register), 'site')} published; withheld as restricted: "
        f"{counted(inventory.n_sites_withheld, 'site')} and "
        f"{counted(inventory.n_values_withheld, 'value')}",
        err=True,
    )


def _tell(read: SiteFile) -> None:
    echo_read(read.told)
    echo_issues([issue for issue in read.issues if issue not in read.errors])
