"""``app``: the app in the browser, on this computer or for a room with phones."""

from __future__ import annotations

import runpy
import sys

import click

from prioritizer.cli.idle import checked, needs
from prioritizer.shipped import APP
from prioritizer.workflow.workshop.address import own_address


@click.command(
    epilog="Example: python -m prioritizer app --port 8600. Ctrl+C ends it. Kept inventories "
    "and workshops lie in your own data folder; PRIORITIZER_DATA names another."
)
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workshop",
    is_flag=True,
    help="Answer phones in the local network too. The connection is not encrypted.",
)
@click.option("--address", help="With --workshop: the address to answer at; found if left out.")
@checked(needs("address", "workshop"))
def command(port: int, *, workshop: bool, address: str | None) -> None:
    """Start the app in the browser, with the sample inventory."""
    options = ["--server.port", str(port)]
    if workshop:
        place = address or own_address()
        options += ["--server.address", place, "--browser.serverAddress", place]
    else:
        click.echo(f"Pilot Prioritizer: http://127.0.0.1:{port}  (Ctrl+C stops it)", err=True)
    sys.argv = ["streamlit", "run", str(APP), *options]
    runpy.run_module("prioritizer.ui.server.start", run_name="__main__", alter_sys=True)
