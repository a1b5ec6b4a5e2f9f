"""``report``: the shortlist as a document to sign, a workbook, or a map layer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from prioritizer.cli.common import write_output
from prioritizer.cli.idle import Idle, Params, checked, needs
from prioritizer.cli.places import FILE, OUTPUT, SITES_FILE
from prioritizer.cli.progress import Progress
from prioritizer.cli.ranked_input import (
    RISK,
    Ranked,
    parse_supports,
    ranked,
    ranking_options,
    say_if_indistinct,
    with_reasons,
)
from prioritizer.cli.site_input import as_told, parse_stages, read_room
from prioritizer.domain.project import NAME_LETTERS
from prioritizer.errors import InputError
from prioritizer.exports.formats import REPORT_FORMATS, format_of
from prioritizer.exports.report.input import ReportOptions, prepare_report, told_options
from prioritizer.exports.sizes import MOST_ATTACHED, check_size
from prioritizer.languages.speech import LANGUAGES, SOURCE
from prioritizer.readers.pilot_facts import read_prices
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.pilots.coverage import Cover, Request
from prioritizer.workflow.pilots.edits import fit_for_public
from prioritizer.workflow.pilots.edits_seen import edits_for
from prioritizer.workflow.pilots.portfolio_assured import CONFIDENCE
from prioritizer.workflow.pilots.programme_choice import ProgrammeChoice
from prioritizer.workflow.pilots.shortlist import Locks
from prioritizer.workflow.sites.audience import Audience, part_for
from prioritizer.workflow.sites.inventory import kept_pilot_edits
from prioritizer.workflow.sites.told import secret_of

DOCUMENTS = ("pdf", "docx")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _in(*formats: str) -> Callable[[Params], bool]:
    return lambda params: params["format_name"] in (*formats, None)


def _takes_date(params: Params) -> bool:
    """Return whether the date is printed, or kept as the date of a layer."""
    is_iso = ISO_DATE.fullmatch(str(params["date"]).strip()) is not None
    return _in(*DOCUMENTS)(params) or (params["format_name"] == "gpkg" and is_iso)


# What only a document has room for; a workbook and a map hold the ranking.
RULES = (
    needs("stages", "budget"),
    needs("cover", "budget"),
    needs("confidence", "budget"),
    needs("seed", "draws"),
    *(
        Idle(name, _in(*DOCUMENTS), "a document: --format pdf or docx")
        for name in (
            "budget",
            "confidence",
            "stages",
            "cover",
            "supports",
            "prices",
            "workshop",
        )
    ),
    Idle("with_project", _in("pdf"), "--format pdf"),
    Idle("language", _in(*DOCUMENTS), "a document: --format pdf or docx"),
    Idle("title", _in(*DOCUMENTS, "gpkg", "geojson"), "--format pdf, docx, gpkg or geojson"),
    Idle(
        "date",
        _takes_date,
        "--format pdf or docx, or gpkg with a date such as 2026-03-01",
    ),
    RISK,
)


@click.command(
    epilog="Example: python -m prioritizer report sample_data/sites.csv --top 10 "
    "--audience public --date 2026-03-01 --output report.pdf"
)
@click.argument("sites", type=SITES_FILE)
@ranking_options
@click.option("--top", default=10, show_default=True, type=click.IntRange(min=1))
@click.option("--title", default="", help="Title; that of the inventory if left out.")
@click.option("--date", default="", help="Printed as given; none if left out.")
@click.option(
    "--language",
    default=SOURCE,
    show_default=True,
    type=click.Choice(list(LANGUAGES)),
    help="Of the first page; the pages behind it are English.",
)
@click.option(
    "--draws",
    default=2000,
    show_default=True,
    type=click.IntRange(min=0),
    help="Monte Carlo draws of the robustness section; 0 leaves it out.",
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(min=0))
@click.option("--must", multiple=True, help="ID=reason: on the list; may be repeated.")
@click.option("--must-not", multiple=True, help="ID=reason: off the list; may be repeated.")
@click.option("--budget", type=float, help="EUR: adds the best programme of pilots within it.")
@click.option(
    "--confidence",
    default=round(100 * CONFIDENCE),
    show_default=True,
    type=click.IntRange(min=0, max=100),
    help="Per cent: how surely the programme must stay within the budget, as in 'portfolio'.",
)
@click.option("--stages", default="1-4", show_default=True, help="Stages the budget pays for.")
@click.option("--cover", multiple=True, help="As in 'portfolio': crm:3, country:2, crm=Co:1.")
@click.option("--support", "supports", multiple=True, help="For example capex-grant=0.25.")
@click.option("--prices", type=FILE, help="Own prices: symbol, price_usd_per_kg, date, source.")
@click.option("--workshop", type=FILE, help="A workshop's record: adds who took part.")
@click.option(
    "--with-project",
    is_flag=True,
    help="Attach the project to the PDF, as its readers may see it: all sites, criteria, "
    "weights, settings, locks, programme, prices, support, edits of pilots and the result of a "
    "workshop. What has no place in it is said. The page Projects and 'project open' read it.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(REPORT_FORMATS)),
    help="Taken from the ending of --output if left out.",
)
@click.option("--output", type=OUTPUT, required=True, help="The file to write.")
@checked(*RULES)
def command(
    *,
    top: int,
    title: str,
    date: str,
    language: str,
    draws: int,
    seed: int,
    must: tuple[str, ...],
    must_not: tuple[str, ...],
    budget: float | None,
    confidence: int,
    stages: str,
    cover: tuple[str, ...],
    supports: tuple[str, ...],
    prices: Path | None,
    workshop: Path | None,
    with_project: bool,
    format_name: str | None,
    output: Path,
    **options: object,
) -> None:
    """Write the shortlist with method, robustness, dossiers and pilot studies.

    Formats: pdf, docx, xlsx, gpkg and geojson (map layers).
    """
    chosen = REPORT_FORMATS[format_name] if format_name else format_of(output, REPORT_FORMATS)
    wanted = ReportOptions(
        top=top,
        audience=Audience(str(options["audience"])),
        title=title.strip(),
        date=date.strip(),
        language=language,
        draws=draws,
        seed=seed,
        locks=Locks(with_reasons(must, "--must"), with_reasons(must_not, "--must-not")),
        programme=_programme(budget, confidence, stages, cover),
        supports=parse_supports(supports, read_reference()),
        prices=read_prices(prices) if prices else {},
        workshop=read_room(workshop),
        edits=kept_pilot_edits(str(options["sites"])),
    )
    found = ranked(options, check=lambda read: check_size(chosen.extension, len(read.sites)))
    with Progress("report") as progress:
        prepared = prepare_report(
            found.whole, found.criteria, found.settings, found.reference, wanted,
            progress=progress.say,
        )  # fmt: skip
        if with_project:
            prepared = replace(
                prepared, project=_project(found, wanted, prices.name if prices else "")
            )
        progress.say("writing")
        content = chosen.write(prepared)
    write_output(content, output)
    say_if_indistinct(found.assessment)


def _project(found: Ranked, wanted: ReportOptions, prices_name: str) -> bytes:
    """Return the file of the project that a report rests on, for the readers of the report.

    What of the report has no place in a project is said.
    """
    from prioritizer.exports.project_file import packed
    from prioritizer.workflow.projects.beginning import begun, with_locks
    from prioritizer.workflow.projects.of_report import Asked, with_report

    part = part_for(found.whole, wanted.audience)
    wanted = told_options(wanted, secret_of(found.whole, part.register))
    made = begun(
        (wanted.title or part.register.title)[:NAME_LETTERS],
        wanted.date,
        wanted.audience.value,
        part.register,
        found.criteria,
        replace(found.settings, top=wanted.top),
        found.reference,
    )
    if wanted.audience is not Audience.INTERNAL:
        made = replace(made, about={**made.about, "left_out": part.sentence})
    edits = edits_for(wanted.edits, found.whole, part.register)
    asked = Asked(
        audience=wanted.audience.value,
        title=wanted.title,
        date=wanted.date,
        language=wanted.language,
        draws=wanted.draws,
        seed=wanted.seed,
        programme=wanted.programme,
        prices=wanted.prices,
        prices_name=as_told(prices_name),
        supports=wanted.supports,
        edits=fit_for_public(edits) if wanted.audience is Audience.PUBLIC else edits,
        workshop=wanted.workshop,
    )
    whole = with_report(
        with_locks(made, wanted.locks), asked, found.reference, read_reference()
    )
    if whole.about["left_out"]:
        click.echo(f"project in the PDF: {whole.about['left_out']}", err=True)
    content = packed(whole)
    if len(content) > MOST_ATTACHED:
        raise InputError(
            f"--with-project: found a project of {len(content) / 1e6:.1f} MB. Expected "
            f"{MOST_ATTACHED / 1e6:.0f} MB at most. Leave the option out, and keep the project "
            "as a file of its own (project new)."
        )
    return content


def _programme(
    budget: float | None, confidence: int, stages: str, cover: tuple[str, ...]
) -> ProgrammeChoice | None:
    """Return the programme to add, or None where no budget is given."""
    if budget is None:
        return None
    request = Request(
        budget=budget,
        cover=tuple(Cover.parse(text) for text in cover),
        confidence=confidence / 100,
    )
    return ProgrammeChoice(request, parse_stages(stages))
