"""``compare``: several methods side by side, how far they agree, and why they do not."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import click

from prioritizer.cli.common import write_output
from prioritizer.cli.idle import Idle, checked
from prioritizer.cli.places import OUTPUT, SITES_FILE
from prioritizer.cli.ranked_input import RISK, ranked, ranking_options, say_if_indistinct
from prioritizer.engine.methods.table import METHODS
from prioritizer.exports.tables.flat import csv_table, text_table
from prioritizer.workflow.ranking.answer_words import apart_sentence, left_out_sentence
from prioritizer.workflow.ranking.compare import (
    DEFAULT_METHODS,
    Agreement,
    Compared,
    Consensus,
    compare_methods,
)
from prioritizer.workflow.ranking.compare_reasons import (
    Disagreement,
    caution_sentences,
    consensus_sentence,
    disagreements,
)

MOST_REASONS = 8


@click.command(
    epilog="Example: python -m prioritizer compare sample_data/sites.csv "
    "--methods weighted-sum,topsis,vikor --top 10 --format table"
)
@click.argument("sites", type=SITES_FILE)
@ranking_options
@click.option(
    "--methods",
    default=",".join(DEFAULT_METHODS),
    show_default=True,
    help=f"At least two of: {', '.join(METHODS)}; or all.",
)
@click.option("--top", default=10, show_default=True, type=click.IntRange(min=1))
@click.option(
    "--format", "format_name", default="table", type=click.Choice(["table", "json", "csv"])
)
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@checked(Idle("method", lambda params: False, "--methods, which names all compared"), RISK)
def command(
    *, methods: str, top: int, format_name: str, output: Path | None, **options: object
) -> None:
    """Rank the same sites with the same weights by several methods."""
    found = ranked(options)
    names = [part.strip() for part in methods.split(",") if part.strip()]
    compared = compare_methods(
        found.assessment, tuple(METHODS) if names == ["all"] else names, top=top
    )
    writer = {"table": _as_text, "json": _as_json, "csv": _as_csv}[format_name]
    write_output(writer(compared), output)
    say_if_indistinct(found.assessment)


def _header(compared: Compared) -> tuple[str, ...]:
    return ("borda", "copeland", "site", "name", *compared.methods, "lists")


def _cells(compared: Compared, row: int) -> tuple[str, ...]:
    matrix = compared.base.matrix
    return (
        str(compared.borda[row]),
        str(compared.copeland[row]),
        matrix.alternatives[row],
        matrix.names[row],
        *(str(place) for place in compared.ranks[:, row].tolist()),
        f"{int(compared.members[:, row].sum())} of {len(compared.methods)}",
    )


def _as_text(compared: Compared) -> bytes:
    listed = [entry is not Consensus.NONE for entry in compared.consensus]
    rows = [_cells(compared, row) for row in compared.order().tolist() if listed[row]]
    n_sites = len(compared.base.matrix)
    lines = [
        f"{compared.base.title}: {n_sites} sites, shortlist of {compared.top}",
        consensus_sentence(compared),
        *_who_is_apart(compared),
        "",
        text_table(_header(compared), rows).rstrip(),
        "",
        text_table(
            ("methods", "Kendall", "Spearman", "n", "on both lists"),
            [_agreement_cells(pair) for pair in compared.agreements],
        ).rstrip(),
        "",
        "Who moves most, and why:",
        *(f"- {found.sentence}" for found in disagreements(compared, most=MOST_REASONS)),
        "",
        *caution_sentences(compared),
    ]
    return ("\n".join(lines).rstrip() + "\n").encode()


def _who_is_apart(compared: Compared) -> list[str]:
    answer = compared.base.answer
    if answer is None:
        return []
    left_out = left_out_sentence(
        answer, compared.base.criteria, len(answer.chance) + len(answer.apart)
    )
    return [
        sentence
        for sentence in (apart_sentence(answer, compared.base.not_ranked), left_out)
        if sentence
    ]


def _agreement_cells(pair: Agreement) -> tuple[str, ...]:
    return (
        f"{pair.first} / {pair.second}",
        _figure(pair.kendall),
        _figure(pair.spearman),
        str(pair.n),
        f"{pair.shared} of {pair.listed}",
    )


def _figure(number: float) -> str:
    return "–" if math.isnan(number) else f"{number:.2f}"


def _as_csv(compared: Compared) -> bytes:
    rows = [_cells(compared, row) for row in compared.order().tolist()]
    return csv_table(_header(compared), rows)


def _as_json(compared: Compared) -> bytes:
    matrix, settings = compared.base.matrix, compared.base.settings
    data = {
        "title": compared.base.title,
        "top": compared.top,
        "weights": settings.weights.as_dict(),
        "scales": settings.scales.value,
        "methods": list(compared.methods),
        "refused": dict(compared.refused),
        "consensus": consensus_sentence(compared),
        "cautions": list(caution_sentences(compared)),
        "sites": [_site(compared, row) for row in compared.order().tolist()],
        **_answer(compared),
        "agreements": [_pair(pair) for pair in compared.agreements],
        "disagreements": [
            _reasons(matrix.alternatives, found)
            for found in disagreements(compared, most=MOST_REASONS)
        ],
    }
    return (json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def _answer(compared: Compared) -> dict[str, Any]:
    """Return who stands apart under every method, and what was left out, where drawn."""
    answer = compared.base.answer
    if answer is None:
        return {}
    return {
        "too_little_known": [
            {"id": site.site_id, "name": site.name, "known_weight": site.known_weight}
            for site in answer.apart
        ],
        "gaps": answer.gaps.value,
        "draws": answer.draws,
        "seed": answer.seed,
        "criteria_left_out": list(answer.criteria_left_out),
    }


def _site(compared: Compared, row: int) -> dict[str, Any]:
    places = compared.ranks[:, row].tolist()
    scores = [float(one.ranking.scores[row]) for one in compared.rankings]
    return {
        "id": compared.base.matrix.alternatives[row],
        "name": compared.base.matrix.names[row],
        "ranks": dict(zip(compared.methods, places, strict=True)),
        "scores": dict(zip(compared.methods, scores, strict=True)),
        "borda": int(compared.borda[row]),
        "copeland": int(compared.copeland[row]),
        "lists": compared.consensus[row].value,
    }


def _pair(pair: Agreement) -> dict[str, Any]:
    return {
        "methods": [pair.first, pair.second],
        "n": pair.n,
        "kendall_tau_b": None if math.isnan(pair.kendall) else pair.kendall,
        "spearman": None if math.isnan(pair.spearman) else pair.spearman,
        "on_both_lists": pair.shared,
        "on_either_list": pair.listed,
    }


def _reasons(ids: tuple[str, ...], found: Disagreement) -> dict[str, Any]:
    return {
        "id": ids[found.row],
        "best": {"method": found.best_method, "rank": found.best_rank},
        "worst": {"method": found.worst_method, "rank": found.worst_rank},
        "profile": found.profile.kind.value,
        "spread": found.profile.spread,
        "median_spread": found.profile.typical,
        "responsible": found.profile.responsible.id,
        "sentence": found.sentence,
    }
