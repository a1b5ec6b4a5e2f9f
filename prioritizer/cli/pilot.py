"""``pilot``: the definition of one pilot study, with its viability."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from prioritizer.cli.common import write_output
from prioritizer.cli.idle import checked
from prioritizer.cli.places import FILE, OUTPUT, SITES_FILE
from prioritizer.cli.policy import read_policies
from prioritizer.cli.ranked_input import (
    RISK,
    parse_supports,
    ranking_options,
    ranking_settings,
)
from prioritizer.cli.site_input import as_told, read_usable_sites
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.pilot import PilotDefinition
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.errors import InputError
from prioritizer.exports.report.viability_page import viability_data, viability_markdown
from prioritizer.pilots.definition.testwork import derive
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.pilot_facts import read_pilot_facts, read_prices
from prioritizer.readers.trade import read_trade
from prioritizer.workflow.pilots.coverage import assayed_crm
from prioritizer.workflow.pilots.definition import as_data, as_markdown, draft_pilot, edit
from prioritizer.workflow.pilots.edits import with_edits
from prioritizer.workflow.pilots.import_dependence import Dependence, import_dependence
from prioritizer.workflow.pilots.viability import Viability, appraise_project, draft_project
from prioritizer.workflow.ranking.activity import aside_sentence
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.not_ranked_words import aside_words
from prioritizer.workflow.robustness.next_step import find_next_steps
from prioritizer.workflow.sites.audience import Audience
from prioritizer.workflow.sites.inventory import kept_pilot_edits

ALL_FACILITIES = "--status all"


@click.command(
    epilog="Example: python -m prioritizer pilot RS-001 --sites sample_data/sites.csv "
    "--edit bulk.runs=6 --support capex-grant=0.25"
)
@click.argument("site_id")
@click.option("--sites", required=True, type=SITES_FILE, help="The site table.")
@ranking_options
@click.option("--edit", "edits", multiple=True, help="PATH=VALUE: replace a default.")
@click.option("--edits", "edits_file", type=FILE, help="JSON object of paths and values.")
@click.option("--support", "supports", multiple=True, help="For example capex-grant=0.25.")
@click.option("--prices", type=FILE, help="Own prices: symbol, price_usd_per_kg, date, source.")
@click.option("--trade", type=FILE, help="Own net imports and production by symbol, t a year.")
@click.option("--draws", type=click.IntRange(min=100), default=10_000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option(
    "--format", "format_name", default="md", type=click.Choice(["md", "table", "json"])
)
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@checked(RISK)
def command(
    *,
    site_id: str,
    sites: Path,
    edits: tuple[str, ...],
    edits_file: Path | None,
    supports: tuple[str, ...],
    prices: Path | None,
    trade: Path | None,
    draws: int,
    seed: int,
    format_name: str,
    output: Path | None,
    **options: object,
) -> None:
    """Draft the pilot study of one site: question, sampling, tests, costs, viability.

    The ranking that the next step is about is that of the other sites and options.
    """
    reference = read_policies(options["policies"])
    register, site = _read(site_id, sites, reference, options)
    facts = read_pilot_facts()
    criteria = read_criteria(str(options["criteria_name"]))
    settings = ranking_settings(options, criteria, reference)
    criteria, reference = as_told(criteria), as_told(reference)
    next_step, aside = _standing(site, register, criteria, as_told(settings), reference)
    pilot = draft_pilot(site, criteria, reference, facts, next_step=next_step, aside=aside)
    kept = kept_pilot_edits(sites)
    pilot = with_edits(pilot, [one for one in kept if as_told(one.value) is one.value]).pilot
    pilot = edit(pilot, as_told({**_read_edits(edits_file), **_parse_edits(edits)}))
    if pilot.warning:
        click.echo(f"warning: {site_id}: {pilot.warning}", err=True)
    chosen = parse_supports(supports, reference)
    own = as_told(read_prices(prices)) if prices else {}
    figures = as_told(read_trade(trade)) if trade else {}
    try:
        draft = draft_project(site, reference, facts, prices=own)
        viability: Viability | None = appraise_project(
            draft,
            facts,
            critical=_critical(site, reference),
            supports=chosen,
            pilot_cost_eur=derive(pilot).budget_eur.best,
            draws=draws,
            seed=seed,
        )
        missing = ""
        relief = import_dependence(draft.project, figures) if trade else ()
    except InputError as error:
        viability, missing, relief = None, str(error), ()
    if format_name == "json":
        text = _as_json(pilot, viability, missing, relief)
    else:
        text = as_markdown(pilot) + "\n" + viability_markdown(viability, missing)
        text += _relief_markdown(relief, is_asked=trade is not None)
    write_output(text.encode(), output)


def _as_json(
    pilot: PilotDefinition,
    viability: Viability | None,
    missing: str,
    relief: Sequence[Dependence],
) -> str:
    data = as_data(pilot) | {
        "viability": None if viability is None else viability_data(viability),
        "viability_missing": missing,
        "import_dependence": [one.sentence for one in relief],
    }
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _read(
    site_id: str, sites: Path, reference: Reference, options: Mapping[str, object]
) -> tuple[SiteRegister, Site]:
    """Return the sites of a table, and the one that was asked for."""
    grades = options["grades"]
    register = read_usable_sites(
        sites,
        reference,
        grades=grades if isinstance(grades, Path) else None,
        skip_errors=bool(options["skip_errors"]),
        audience=Audience(str(options["audience"])),
    )
    site = register.by_id().get(site_id)
    if site is None:
        raise InputError(
            f"pilot: found no site '{site_id}' in {sites.name}. Expected a site_id of the "
            "table. Check the spelling."
        )
    return register, site


def _standing(
    site: Site,
    register: SiteRegister,
    criteria: CriteriaSet,
    settings: Settings,
    reference: Reference,
) -> tuple[str, str]:
    """Return the next step of a site as `rank` says it, and why it is not ranked; or blank."""
    try:
        assessment = assess(register, criteria, settings, reference)
    except InputError:  # nothing is ranked
        return "", aside_sentence(site, settings.facilities, ALL_FACILITIES)
    steps = find_next_steps(assessment, register.sites, reference)
    return steps.words(site.site_id), aside_words(assessment, site, ALL_FACILITIES)


def _relief_markdown(relief: Sequence[Dependence], *, is_asked: bool) -> str:
    lines = ["", "### Import dependence", ""]
    if not is_asked:
        lines.append(
            "Not computed: no figures of trade are shipped. Give --trade FILE with the columns "
            "symbol, net_imports_t, production_t, source."
        )
    elif not relief:
        lines.append("The table of trade holds none of the products.")
    return "\n".join([*lines, *(f"- {one.sentence}" for one in relief)]) + "\n"


def _critical(site: Site, reference: Reference) -> tuple[str, ...]:
    return tuple(sorted(assayed_crm([site], reference)[0]))


def _parse_edits(texts: tuple[str, ...]) -> dict[str, object]:
    edits: dict[str, object] = {}
    for text in texts:
        path, is_pair, value = text.partition("=")
        if not is_pair or not path.strip():
            raise InputError(
                f"--edit: found '{text}'. Expected a path and a value. Write bulk.runs=6."
            )
        edits[path.strip()] = value.strip()
    return edits


def _read_edits(path: Path | None) -> dict[str, object]:
    if path is None:
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path.name}: could not be read ({error}). Expected a JSON object of paths and "
            'values, for example {"bulk.runs": 6}. Correct the file.'
        ) from None
    if not isinstance(data, dict):
        raise InputError(
            f"{path.name}: found no object. Expected paths and values, for example "
            '{"bulk.runs": 6}. Correct the file.'
        )
    return data
