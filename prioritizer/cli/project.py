"""``project``: a project as one file: made from tables, looked at, ranked, compared."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from prioritizer.cli.common import parse_weights, write_output
from prioritizer.cli.idle import checked
from prioritizer.cli.places import FILE, OUTPUT, SITES
from prioritizer.cli.site_input import (
    as_told,
    audience_option,
    criteria_option,
    read_usable_sites,
    seen_part,
)
from prioritizer.domain.project import NAME_LETTERS
from prioritizer.domain.results import Settings
from prioritizer.domain.words import counted, printable
from prioritizer.engine.methods.table import METHODS
from prioritizer.exports.formats import RANKING_FORMATS, Options
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.sites.audience import Audience

SHOWN = 10
LONGEST_SAID = 2_000


def _example(words: str) -> str:
    return f"Example: python -m prioritizer project {words}"


@click.group(epilog=_example("open ours.pilot.zip"))
def command() -> None:
    """Make, open, rank and compare projects: files that end in .pilot.zip.

    The page Projects of the app saves and opens the same files (docs/project.md).
    """


@command.command(
    epilog=_example("new sample --weights grade=3,volume=2 --name Ponds --output p.pilot.zip")
)
@click.argument("sites", type=SITES)
@criteria_option
@click.option("--weights", help="Points by criterion: grade=3,volume=2. Equal if left out.")
@click.option("--method", default="weighted-sum", type=click.Choice(list(METHODS)))
@click.option("--name", help="Of the project; that of the table if left out.")
@audience_option
@click.option("--output", type=OUTPUT, required=True, help="The file to write.")
@checked()
def new(
    sites: str,
    criteria_name: str,
    weights: str | None,
    method: str,
    name: str | None,
    audience: str,
    output: Path,
) -> None:
    """Make a project of a table of sites, criteria and weights, with its answer."""
    from prioritizer.exports.project_file import packed
    from prioritizer.workflow.projects.beginning import begun

    criteria, reference = read_criteria(criteria_name), read_reference()
    register = read_usable_sites(
        sites, reference, grades=None, skip_errors=False, audience=Audience(audience)
    )
    settings = Settings(weights=parse_weights(weights, criteria), method=method)
    criteria, settings = as_told(criteria), as_told(settings)
    made = begun(
        (as_told(name) or register.title)[:NAME_LETTERS],
        datetime.now(UTC).isoformat(timespec="seconds"),
        audience,
        register,
        criteria,
        settings,
        reference,
    )
    write_output(packed(made), output)


@command.command("open", epilog=_example("open ours.pilot.zip"))
@click.argument("file", type=FILE)
@audience_option
@click.pass_context
@checked()
def open_(ctx: click.Context, file: Path, audience: str) -> None:
    """Say what is in FILE, rank it anew, and compare with the answer that was saved.

    FILE is a project, a PDF report that carries one, or a decision record.

    Exit status 0 if the answer is the same to the last bit, 1 if not.
    """
    from prioritizer.workflow.projects import answer
    from prioritizer.workflow.projects.opening_files import read_file
    from prioritizer.workflow.projects.seen import seen_by

    reference = read_reference()
    project = read_file(file, reference)
    again = answer.answer_of(answer.rank(project, reference))
    differences = answer.differences(project.answer, again)
    shown = seen_by(project, reference, Audience(audience))
    about, weights = shown.about, shown.settings.weights
    said = {name: printable(about[name][:LONGEST_SAID]) for name in about}
    saved = f"saved {said['saved_at']} by" if said["saved_at"] else "made by"
    click.echo(f"{file.name}: {said['name'][:200]}, {saved} {said['software'][:200]}")
    click.echo(f"fingerprint {project.fingerprint}")
    click.echo(f"for: {said['audience']}. {said['left_out']}".rstrip())
    part = seen_part(project.table.register, Audience(audience))
    click.echo(f"sites: {counted(len(part), 'site')}, {len(again)} ranked")
    given = zip(weights.criteria, weights.points, strict=True)
    points = ", ".join(f"{name} {number:g}" for name, number in given)
    click.echo(f"weights: {points}")
    click.echo(f"method: {project.settings.method}, {project.settings.scales.value} scales")
    if not differences:
        click.echo("Same: the answer comes out the same to the last bit.")
        return
    # Differences name sites, restricted ones among them.
    is_told = about["audience"] == "public" or Audience(audience) is Audience.INTERNAL
    for line in differences if is_told else ():
        click.echo(f"different: {line}")
    click.echo("The answer differs from the one that was saved.")
    ctx.exit(1)


@command.command(epilog=_example("export ours.pilot.zip --output ranking.xlsx"))
@click.argument("file", type=FILE)
@audience_option
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(RANKING_FORMATS)),
    help="Taken from the ending of --output if left out; table on the screen.",
)
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@checked()
def export(file: Path, audience: str, format_name: str | None, output: Path | None) -> None:
    """Write the ranking of FILE in a format of 'rank'."""
    from prioritizer.cli.rank import format_of
    from prioritizer.workflow.projects import answer
    from prioritizer.workflow.projects.opening_files import read_file
    from prioritizer.workflow.projects.seen import seen_by
    from prioritizer.workflow.robustness.next_step import MOST_SITES, find_next_steps

    reference = read_reference()
    project = read_file(file, reference)
    writer = RANKING_FORMATS[format_of(format_name, output)]
    seen_part(project.table.register, Audience(audience))
    shown = seen_by(project, reference, Audience(audience))
    sites = answer.register_of(shown)
    assessment = answer.rank(shown, reference)
    steps = None
    if len(assessment.matrix) <= MOST_SITES:
        known = answer.reference_of(shown, reference)
        steps = find_next_steps(assessment, sites.sites, known)
    write_output(writer.write(assessment, sites, Options(None, steps)), output)


@command.command(epilog=_example("diff march.pilot.zip june.pilot.zip"))
@click.argument("first", type=FILE)
@click.argument("second", type=FILE)
@audience_option
@click.option(
    "--top",
    default=SHOWN,
    show_default=True,
    type=click.IntRange(min=1),
    help="Places whose moves are explained.",
)
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@checked()
def diff(first: Path, second: Path, audience: str, top: int, output: Path | None) -> None:
    """Explain how the project SECOND differs from FIRST, in words.

    Evidence, weights, criteria, method and sites as 'diff' explains records, then the other
    choices.
    """
    from prioritizer.workflow.projects.comparing import compared
    from prioritizer.workflow.projects.opening_files import read_file

    reference = read_reference()
    before, after = read_file(first, reference), read_file(second, reference)
    text = compared(before, after, reference, Audience(audience), top=top)
    write_output(text.encode(), output)
