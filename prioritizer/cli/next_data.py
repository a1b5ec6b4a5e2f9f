"""``next-data``: what to measure next, and where no measurement can change the shortlist."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from prioritizer.cli.common import write_output
from prioritizer.cli.idle import Idle, checked
from prioritizer.cli.places import FILE, OUTPUT, SITES_FILE
from prioritizer.cli.progress import Progress
from prioritizer.cli.ranked_input import (
    RISK,
    ranked,
    ranking_options,
    say_if_indistinct,
)
from prioritizer.cli.site_input import as_told
from prioritizer.domain.information import MeasurementWorth, NextData
from prioritizer.domain.results import Assessment
from prioritizer.domain.words import percent
from prioritizer.exports.tables.flat import text_table
from prioritizer.readers.measurement_costs import read_measurement_options
from prioritizer.workflow.ranking.answer_words import SETTLES_MOST
from prioritizer.workflow.robustness.next_data import next_data
from prioritizer.workflow.robustness.next_step import NextStep, jobs, next_steps

COLUMNS = (
    "site",
    "name",
    "rank",
    "measurement",
    "class",
    "k EUR",
    "chance",
    "gain",
    "perfect",
    "gain/100 k EUR",
)


@click.command(
    epilog="Example: python -m prioritizer next-data sample_data/sites.csv --top 10 --show 20"
)
@click.argument("sites", type=SITES_FILE)
@ranking_options
@click.option("--top", default=10, show_default=True, type=click.IntRange(min=1))
@click.option(
    "--draws",
    type=click.IntRange(64, 100_000),
    help="Draws of the evidence; those of the list, 2,000 for up to 1,000 sites, if left out.",
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(min=0))
@click.option(
    "--show",
    default=25,
    show_default=True,
    type=click.IntRange(min=0),
    help="Rows of the table; JSON has all.",
)
@click.option("--costs", type=FILE, help="Your own measurement_costs.csv.")
@click.option("--format", "format_name", default="table", type=click.Choice(["table", "json"]))
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@checked(Idle("show", lambda params: params["format_name"] == "table", "--format table"), RISK)
def command(
    *,
    top: int,
    draws: int | None,
    seed: int,
    show: int,
    costs: Path | None,
    format_name: str,
    output: Path | None,
    **options: object,
) -> None:
    """Say which measurement is worth most for the shortlist, per cost."""
    found = ranked({**options, "top": top, "draws": draws, "seed": seed})
    if len(found.assessment.matrix) == 1:
        # Nobody is left out of the list, so that no measurement has anything to decide.
        say_if_indistinct(found.assessment)
    measurements = None if costs is None else as_told(read_measurement_options(costs))
    with Progress("next-data") as progress:
        result = next_data(
            found.assessment,
            found.register.sites,
            found.reference,
            measurements,
            top=top,
            progress=progress.say,
        )
    steps = next_steps(found.assessment, result, measurements)
    answer = (
        _as_json(result, steps)
        if format_name == "json"
        else _as_text(result, show, found.assessment)
    )
    write_output(answer.encode(), output)
    say_if_indistinct(found.assessment)


def _as_text(result: NextData, show: int, assessment: Assessment) -> str:
    rows = [
        (
            worth.site_id,
            worth.name,
            "" if worth.rank is None else str(worth.rank),
            worth.option.name,
            worth.option.cost_class.value,
            f"{worth.option.cost_low_keur:g}–{worth.option.cost_high_keur:g}",
            percent(worth.chance),
            f"{worth.gain:.4f}",
            f"{worth.perfect_gain:.4f}",
            f"{worth.gain_per_100_keur:.3f}",
        )
        for worth in result.worths[:show]
    ]
    lines = [
        result.sentence,
        "",
        text_table(COLUMNS, rows).rstrip(),
        "",
        *_first_lines(result, assessment),
        "Chance: that the measurement changes the list by chance. Gain: how many more places "
        "of the list are right, as expected, after this measurement; perfect: if it had no "
        "error. Without a rank: too little is known; counted where the measurement makes it "
        "known well enough.",
        "Costs and reliabilities are defaults of this project "
        "(criteria/reference/measurement_costs.csv), meant to be edited.",
    ]
    return "\n".join(lines) + "\n"


def _first_lines(result: NextData, assessment: Assessment) -> list[str]:
    """Return the work that settles most of the list for its cost, as `rank` says it."""
    first = [f"  {step.sentence}" for step in jobs(result, assessment.open_gates)]
    return [f"{SETTLES_MOST}:", *first, ""] if first else []


def _as_json(result: NextData, steps: Mapping[str, NextStep]) -> str:
    sites = zip(
        result.alternatives,
        result.names,
        result.site_chance.tolist(),
        result.site_gain.tolist(),
        result.is_decided.tolist(),
        strict=True,
    )
    data = {
        "top": result.top,
        "draws": result.draws,
        "seed": result.seed,
        "summary": result.sentence,
        "gain_from_knowing_everything": result.everything,
        "sites": [
            {
                "id": i,
                "name": n,
                "chance": c,
                "gain": g,
                "cannot_change_the_shortlist": d,
                "next_step": steps[i].words,
            }
            for i, n, c, g, d in sites
        ],
        "without_evidence": [
            {"id": step.site_id, "name": step.name, "next_step": step.words}
            for step in steps.values()
            if step.site_id not in result.alternatives
        ],
        "measurements": [_data(worth) for worth in result.worths],
    }
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _data(worth: MeasurementWorth) -> dict[str, Any]:
    return {
        "site": worth.site_id,
        "name": worth.name,
        "rank": worth.rank,
        "measurement": worth.option.id,
        "cost_class": worth.option.cost_class.value,
        "cost_keur": [worth.option.cost_low_keur, worth.option.cost_high_keur],
        "status": worth.option.status.value,
        "chance": worth.chance,
        "gain": worth.gain,
        "gain_of_perfect_information": worth.perfect_gain,
        "gain_per_100_keur": worth.gain_per_100_keur,
        "unknown": list(worth.unknown),
    }
