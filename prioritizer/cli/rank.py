"""``rank``: a site table to a ranking, as a table or a file."""

from __future__ import annotations

from pathlib import Path

import click

from prioritizer.cli.common import parse_weights, write_outputs
from prioritizer.cli.idle import Idle, checked
from prioritizer.cli.places import FILE, OUTPUT, SITES
from prioritizer.cli.policy import policy_option, read_policies
from prioritizer.cli.ranked_input import RISK, gap_options, gap_settings, say_if_indistinct
from prioritizer.cli.site_input import (
    as_told,
    audience_option,
    criteria_option,
    facilities_asked,
    facilities_option,
    read_usable_sites,
    tell_facilities,
)
from prioritizer.domain.answer import LIST_SIZE
from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.results import Order, Scales, Settings
from prioritizer.engine.methods.normalization import NORMALIZATIONS
from prioritizer.engine.methods.table import METHODS
from prioritizer.errors import InputError
from prioritizer.exports.formats import RANKING_FORMATS, Options
from prioritizer.exports.sizes import check_size
from prioritizer.readers.criteria import read_criteria
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.draw_counts import FEWEST_DRAWS
from prioritizer.workflow.robustness.next_step import MOST_SITES, find_next_steps
from prioritizer.workflow.sites.audience import Audience

SCALED = Idle(
    "normalization",
    lambda params: (
        params["scales"] == Scales.DATA.value
        and (
            params["normalization"] != "none"
            or METHODS[str(params["method"])].default_normalization == "none"
        )
    ),
    "--scales data, and for this method one that is not 'none'",
)


@click.command(
    epilog="Example: python -m prioritizer rank sample_data/sites.csv "
    "--weights grade=3,volume=2,environmental_risk=1,access=1,crm_relevance=2 "
    "--output shortlist.xlsx"
)
@click.argument("sites", type=SITES)
@criteria_option
@click.option("--grades", type=FILE, help="Grades table; grades.csv beside SITES if left out.")
@click.option(
    "--weights",
    help="Points by criterion, normalised for you: grade=3,volume=2. Equal if left out.",
)
@click.option(
    "--method",
    default="weighted-sum",
    show_default=True,
    type=click.Choice(list(METHODS)),
)
@click.option(
    "--scales",
    default="fixed",
    show_default=True,
    type=click.Choice([s.value for s in Scales]),
    help="Fixed end points, or the classic data-driven kind (through scikit-criteria).",
)
@click.option(
    "--normalization",
    default="none",
    type=click.Choice(list(NORMALIZATIONS)),
    help="With --scales data; the usual one of the method if left out.",
)
@click.option(
    "--risk",
    default="urgency",
    show_default=True,
    type=click.Choice([m.value for m in RiskMode]),
    help="What environmental risk means in this run.",
)
@policy_option
@audience_option
@facilities_option
@gap_options
@click.option(
    "--order",
    default=Order.CHANCE.value,
    show_default=True,
    type=click.Choice([o.value for o in Order]),
    help="By the chance of a place on the list, the median or cautious place, or a score: "
    "expected is that at best estimates, the others are its ends.",
)
@click.option(
    "--list-size",
    type=click.IntRange(min=1),
    default=LIST_SIZE,
    show_default=True,
    help="Places on the list that the chances are about.",
)
@click.option(
    "--draws",
    type=click.IntRange(min=FEWEST_DRAWS, max=100_000),
    help="Draws behind the chances; 2000, fewer above 1000 sites, if left out.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--top", type=click.IntRange(min=1), help="Only the first so many places.")
@click.option(
    "--skip-errors", is_flag=True, help="Leave out rows with errors and rank the rest."
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(RANKING_FORMATS)),
    help="Taken from the ending of --output if left out; table on the screen.",
)
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@click.option(
    "--record", type=OUTPUT, help="Also write a decision record that 'replay' can check."
)
@click.pass_context
@checked(SCALED, RISK)
def command(ctx: click.Context, /, **options: object) -> None:
    """Rank the sites of a table (sample_data/sites.csv) or of a store (sites.db#nordic)."""
    run(ctx, options)


def run(ctx: click.Context, options: dict[str, object]) -> None:
    """Read, assess, write; status 1 where the ranking cannot tell the sites apart."""
    criteria = read_criteria(str(options["criteria_name"]))
    reference = read_policies(options["policies"])
    gaps, switched_on, assumptions = gap_settings(options, criteria)
    draws, seed = options["draws"], options["seed"]
    settings = Settings(
        facilities=facilities_asked(),
        gaps=gaps,
        switched_on=switched_on,
        assumptions=assumptions,
        top=int(str(options["list_size"])),
        draws=draws if isinstance(draws, int) else None,
        seed=int(str(seed)),
        weights=parse_weights(_text(options["weights"]), criteria),
        method=str(options["method"]),
        scales=Scales(str(options["scales"])),
        normalization=str(options["normalization"]),
        risk=RiskMode(str(options["risk"])),
        order=Order(str(options["order"])),
        policy_lists=reference.policy_lists,
    )
    output, top = _path(options["output"]), options["top"]
    writer = RANKING_FORMATS[format_of(_text(options["format_name"]), output)]
    sites = str(options["sites"])
    register = read_usable_sites(
        sites,
        reference,
        grades=_path(options["grades"]),
        skip_errors=bool(options["skip_errors"]),
        audience=Audience(str(options["audience"])),
    )
    if not register.sites:
        raise InputError(
            f"{sites}: no row could be read. Expected at least two sites. Correct the errors."
        )
    check_size(writer.extension, len(register.sites))
    criteria, reference = as_told(criteria), as_told(reference)
    settings = as_told(settings)
    assessment = assess(register, criteria, settings, reference)
    tell_facilities(assessment, register)
    steps = None
    if len(assessment.matrix) <= MOST_SITES:
        steps = find_next_steps(assessment, register.sites, reference)
    content = writer.write(
        assessment, register, Options(top if isinstance(top, int) else None, steps)
    )
    outputs: list[tuple[bytes, Path | None]] = [(content, output)]
    if (record := _path(options["record"])) is not None:
        from prioritizer.workflow.records.replay import make_record

        outputs.append((make_record(assessment, register), record))
    write_outputs(outputs)
    say_if_indistinct(assessment, Path(sites).name)


def format_of(name: str | None, output: Path | None) -> str:
    """Return the format that is named, or that the ending of an output means."""
    if name:
        return name
    if output is None:
        return "table"
    for format_name, entry in RANKING_FORMATS.items():
        if entry.extension == output.suffix.lower():
            return format_name
    known = ", ".join(entry.extension for entry in RANKING_FORMATS.values())
    raise click.UsageError(
        f"--output ends in '{output.suffix}'; expected one of {known}, or give --format."
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _path(value: object) -> Path | None:
    return value if isinstance(value, Path) else None
