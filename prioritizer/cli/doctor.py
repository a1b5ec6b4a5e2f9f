"""``doctor``: whether this computer is ready for a workshop; run it the evening before."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from prioritizer.cli.idle import checked
from prioritizer.cli.places import PLACE


@click.command(epilog="Example: python -m prioritizer doctor --port 8501")
@click.option(
    "--store",
    type=PLACE,
    help="A SQLite file or a PostgreSQL URL; that of the app if left out.",
)
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@click.option("--format", "kind", default="text", type=click.Choice(["text", "json"]))
@checked()
def command(store: str | None, port: int, kind: str) -> None:
    """Check store, writing, disk, backups, open files, clock, address and port.

    Exit status 1 if something is at fault.
    """
    from prioritizer.workflow.workshop.readiness import Grade, look
    from prioritizer.workflow.workshop.service import usual_store

    checks = look(store or usual_store(), port)
    if kind == "json":
        click.echo(json.dumps([asdict(one) for one in checks], ensure_ascii=False, indent=1))
    else:
        for one in checks:
            click.echo(f"{one.grade:<5}  {one.name}: {one.found}")
            if one.advice:
                click.echo(f"       {one.advice}")
    if any(one.grade is Grade.FAULT for one in checks):
        click.get_current_context().exit(1)
