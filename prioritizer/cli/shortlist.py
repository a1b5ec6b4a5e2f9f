"""``shortlist``: the first places with locks and reasons, tiers, and agreement of scenarios."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from prioritizer.cli.common import write_output
from prioritizer.cli.ranked_input import Ranked, ranked, ranking_options, with_reasons
from prioritizer.cli.site_input import FILE
from prioritizer.exports.flat import csv_table, text_table
from prioritizer.pilots.shortlist import TIER_MEANING, Cutoff
from prioritizer.workflow.shortlist import (
    Comparison,
    Entry,
    Locks,
    Shortlist,
    compare_scenarios,
    named_scenarios,
    shortlist,
)

COLUMNS = (
    "rank", "range", "site", "name", "evidence", "score", "tier", "scenarios", "lock", "reason",
)  # fmt: skip


@click.command(
    epilog="Example: python -m prioritizer shortlist sample_data/sites.csv --top 10 "
    "--must SE-002='county asks for it' --scenario all"
)
@click.argument("sites", type=FILE)
@ranking_options
@click.option("--top", type=click.IntRange(min=1), help="Places on the list; 10 if left out.")
@click.option("--threshold", type=float, help="Instead of places: the lowest score listed.")
@click.option("--must", multiple=True, help="ID=reason: on the list; may be repeated.")
@click.option("--must-not", multiple=True, help="ID=reason: off the list; may be repeated.")
@click.option(
    "--scenario",
    "scenarios",
    multiple=True,
    help="Compare: profile, risk mode and method joined by /, or all; may be repeated.",
)
@click.option(
    "--format", "format_name", default="table", type=click.Choice(["table", "json", "csv"])
)
@click.option("--output", type=FILE, help="Write here instead of to the screen.")
def command(
    *,
    top: int | None,
    threshold: float | None,
    must: tuple[str, ...],
    must_not: tuple[str, ...],
    scenarios: tuple[str, ...],
    format_name: str,
    output: Path | None,
    **options: object,
) -> None:
    """List the sites to go on with, and how sure each place is."""
    rule = Cutoff(top=10 if top is None and threshold is None else top, threshold=threshold)
    locks = Locks(with_reasons(must, "--must"), with_reasons(must_not, "--must-not"))
    found = ranked(options)
    comparison = None
    if scenarios:
        chosen = named_scenarios(found.criteria, found.settings, scenarios)
        comparison = compare_scenarios(
            found.register, found.criteria, chosen, found.reference, rule=rule
        )
    listed = shortlist(
        found.assessment, rule, locks=locks, register=found.register, comparison=comparison
    )
    writer = {"table": _as_text, "json": _as_json, "csv": _as_csv}[format_name]
    write_output(writer(listed, comparison, found), output)


def _as_text(listed: Shortlist, comparison: Comparison | None, found: Ranked) -> bytes:
    rows = [_row(entry) for entry in listed.entries if entry.is_listed or entry.lock]
    lines = [
        f"Shortlist of {found.assessment.title}: {listed.rule.text}",
        "",
        text_table(COLUMNS, rows).rstrip(),
        "",
        "Tiers, from the intervals of the evidence at these weights:",
        *(f"  {tier}: {meaning}" for tier, meaning in TIER_MEANING.items()),
    ]
    if comparison is not None:
        agreed = ", ".join(comparison.everyone_agrees_on) or "none"
        lines += ["", f"{len(comparison.scenarios)} scenarios; listed in all: {agreed}"]
    return ("\n".join(lines) + "\n").encode()


def _row(entry: Entry) -> tuple[str, ...]:
    known = entry.rank is not None
    agreed = "" if entry.agreement is None else f"{100 * entry.agreement:.0f} %"
    return (
        str(entry.rank) if known else "",
        f"{entry.rank_low}–{entry.rank_high}" if known else "",
        entry.site_id,
        entry.name,
        entry.evidence,
        f"{entry.score:.3f}" if entry.score is not None else "",
        entry.tier.value if entry.tier else "not ranked",
        agreed,
        entry.lock,
        entry.reason,
    )


def _as_csv(listed: Shortlist, comparison: Comparison | None, found: Ranked) -> bytes:
    header = (*COLUMNS, "listed")
    rows = [(*_row(entry), "yes" if entry.is_listed else "no") for entry in listed.entries]
    return csv_table(header, rows)


def _as_json(listed: Shortlist, comparison: Comparison | None, found: Ranked) -> bytes:
    data: dict[str, Any] = {
        "title": found.assessment.title,
        "rule": {"top": listed.rule.top, "threshold": listed.rule.threshold},
        "weights": found.settings.weights.as_dict(),
        "method": found.settings.method,
        "risk": found.settings.risk.value,
        "listed": [entry.site_id for entry in listed.listed],
        "sites": [_data(entry) for entry in listed.entries],
        "tiers": {tier.value: meaning for tier, meaning in TIER_MEANING.items()},
    }
    if comparison is not None:
        data["scenarios"] = {
            scenario.name: [
                site
                for site, is_in in zip(comparison.alternatives, members.tolist(), strict=True)
                if is_in
            ]
            for scenario, members in zip(comparison.scenarios, comparison.members, strict=True)
        }
        data["everyone_agrees_on"] = list(comparison.everyone_agrees_on)
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _data(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.site_id,
        "name": entry.name,
        "listed": entry.is_listed,
        "rank": entry.rank,
        "rank_low": entry.rank_low,
        "rank_high": entry.rank_high,
        "score": entry.score,
        "tier": entry.tier.value if entry.tier else None,
        "evidence": entry.evidence,
        "agreement": entry.agreement,
        "lock": entry.lock,
        "reason": entry.reason,
    }
