"""``robustness``: how likely each site is on the shortlist, and what would change the list."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import numpy as np

from prioritizer.cli.common import write_output
from prioritizer.cli.idle import Idle, checked
from prioritizer.cli.places import OUTPUT, SITES_FILE
from prioritizer.cli.progress import Progress
from prioritizer.cli.ranked_input import (
    RISK,
    Ranked,
    ranked,
    ranking_options,
    say_if_indistinct,
)
from prioritizer.cli.uncertainty import uncertainty_from
from prioritizer.domain.answer import RANKED_SECTIONS, Section, SectionLimits
from prioritizer.domain.robustness import (
    Robustness,
    WeightFree,
    WeightKnowledge,
)
from prioritizer.engine.draws.smaa import LARGEST_FULL_TABLE
from prioritizer.exports.tables.flat import csv_table, text_table
from prioritizer.workflow.robustness import sensitivity, variants
from prioritizer.workflow.robustness.entrants import entrant_sentences
from prioritizer.workflow.robustness.shares import (
    has_room_for_pairs,
    robustness,
    weight_free,
)

COLUMNS = (
    "site", "name", "band", "chance", "shortlist", "error", "ranked", "rank", "mean_rank",
    "rank_5", "rank_95", "first", "confidence", "never_beaten",
)  # fmt: skip

# Which options say what is known of the weights, and the way of drawing that listens to them.
KNOWLEDGE = {
    "concentration": "around",
    "weight_order": "order",
    "weight_bounds": "bounds",
    "weight_statements": "bounds",
}


def _drawn_by(name: str, way: str) -> Idle:
    return Idle(name, lambda params: params["vary_weights"] == way, f"--vary-weights {way}")


RULES = (
    *(_drawn_by(name, way) for name, way in KNOWLEDGE.items()),
    Idle(
        "fixed_gaps", lambda params: params["evidence"] != "none", "--evidence other than none"
    ),
    Idle(
        "seed",
        lambda params: params["vary_weights"] != "fixed" or params["evidence"] != "none",
        "something to draw: --vary-weights or --evidence",
    ),
    Idle(
        "is_detailed", lambda params: params["format_name"] != "csv", "--format table or json"
    ),
    Idle("extreme_ranks", lambda params: params["format_name"] == "json", "--format json"),
    RISK,
)


@click.command(
    epilog="Example: python -m prioritizer robustness sample_data/sites.csv --draws 10000 "
    "--seed 1 --top 10 --vary-weights around"
)
@click.argument("sites", type=SITES_FILE)
@ranking_options
@click.option("--top", default=10, show_default=True, type=click.IntRange(min=1))
@click.option("--draws", default=10_000, show_default=True, type=click.IntRange(1, 10_000_000))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(min=0))
@click.option(
    "--vary-weights",
    default="around",
    show_default=True,
    type=click.Choice([w.value for w in WeightKnowledge]),
    help="Which weights are drawn: these only, around them, in their order, in bounds, any.",
)
@click.option(
    "--concentration",
    default=50.0,
    show_default=True,
    type=click.FloatRange(min=0, min_open=True),
    help="With around: the larger, the nearer to the weights given.",
)
@click.option(
    "--weight-order", help="With order: 'grade > volume = access > crm_relevance', = for equal."
)
@click.option("--weight-bounds", help="With bounds: shares, 'grade=0.1..0.4,volume=0.2..1'.")
@click.option(
    "--weight-statement",
    "weight_statements",
    multiple=True,
    help="With bounds: 'grade >= 2 access'; may be given several times.",
)
@click.option(
    "--evidence",
    default="all",
    show_default=True,
    help="Criteria whose evidence is drawn, separated by commas; all or none.",
)
@click.option(
    "--fixed-gaps", is_flag=True, help="Hold unknown values at what is taken for them."
)
@click.option(
    "--methods",
    help="Rank each draw by several: weighted-sum,topsis,vikor; not by promethee or electre.",
)
@click.option(
    "--secure",
    "--core",
    default=0.9,
    show_default=True,
    help="Secure from this chance in the ranking on.",
)
@click.option("--likely", default=0.5, show_default=True, help="Likely from this chance on.")
@click.option(
    "--open",
    "--out",
    "open_from",
    default=0.1,
    show_default=True,
    help="Open from this chance on; out below it.",
)
@click.option("--sensitivity", "is_detailed", is_flag=True, help="Change one thing at a time.")
@click.option("--extreme-ranks", is_flag=True, help="Exact best and worst ranks; takes long.")
@click.option(
    "--format", "format_name", default="table", type=click.Choice(["table", "json", "csv"])
)
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@checked(*RULES)
def command(
    *,
    top: int,
    draws: int,
    seed: int,
    secure: float,
    likely: float,
    open_from: float,
    is_detailed: bool,
    extreme_ranks: bool,
    format_name: str,
    output: Path | None,
    **options: object,
) -> None:
    """Say how far the ranking can be trusted under uncertain weights and evidence."""
    found = ranked({**options, "top": top, "seed": seed})
    with Progress("robustness") as progress:
        result = robustness(
            found.assessment,
            found.register.sites,
            found.reference,
            uncertainty_from(options),
            top=top,
            draws=draws,
            seed=seed,
            limits=SectionLimits(secure, likely, open_from),
            pairwise=format_name == "json" and has_room_for_pairs(found.assessment),
            progress=progress.count,
        )
        progress.say("who can be first under some weights")
        with _quiet():
            free = weight_free(found.assessment, with_ranks=extreme_ranks)
        progress.say("what would change the shortlist")
        sentences = _sentences(found, result.top, is_detailed=is_detailed)
    writer = {"table": _as_text, "json": _as_json, "csv": _as_csv}[format_name]
    write_output(writer(result, free, sentences, found), output)
    say_if_indistinct(found.assessment)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the solver's own code prints out of the answer."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _sentences(found: Ranked, top: int, *, is_detailed: bool) -> dict[str, list[str]]:
    assessment = found.assessment
    shift = sensitivity.joint_shift(assessment, top=top)
    answer = {
        "shortlist_weights": [s.sentence for s in sensitivity.stability(assessment, top=top)],
        "first_place_weights": [s.sentence for s in sensitivity.stability(assessment, top=1)],
        "smallest_shift": [] if shift is None else [shift.sentence],
    }
    if not is_detailed:
        return answer
    sites = found.register.sites
    changed = (
        *variants.risk_variants(assessment, sites, found.reference, top=top),
        *variants.policy_variants(assessment, sites, found.reference, top=top),
        *variants.method_variants(assessment, top=top),
    )
    return answer | {
        "without": [s.sentence for s in sensitivity.without_criteria(assessment, top=top)],
        "other_rules": [variant.sentence for variant in changed],
        "rank_reversal": list(variants.reversal_sentences(assessment, top=top)),
    }


def _rows(result: Robustness, free: WeightFree, found: Ranked) -> list[dict[str, Any]]:
    errors = result.standard_error(result.shortlist)
    sections = result.sections
    rows = []
    for row in result.order().tolist():
        confidence = float(result.confidence[row])
        central = result.central_weights[row]
        rows.append(
            {
                "site": result.alternatives[row],
                "name": result.names[row],
                "band": _word(sections[row]),
                "chance": None if result.chance is None else float(result.chance[row]),
                "shortlist": float(result.shortlist[row]),
                "ranked": float(result.ranked[row]),
                "error": float(errors[row]),
                "rank": int(found.assessment.ranking.ranks[row]),
                "mean_rank": float(result.expected_rank[row]),
                "rank_5": float(result.rank_quantiles[row, 0]),
                "rank_95": float(result.rank_quantiles[row, 2]),
                "first": float(result.rank_acceptability[row, 0]),
                "confidence": None if np.isnan(confidence) else confidence,
                "never_beaten": bool(free.dominators[row] == 0),
                "central_weights": None if np.isnan(central).any() else central.tolist(),
                "can_be_first": bool(free.can_be_first[row]),
                "best_rank": None if free.best_rank is None else int(free.best_rank[row]),
                "worst_rank": None if free.worst_rank is None else int(free.worst_rank[row]),
            }
        )
    return rows


def _word(section: Section | None) -> str:
    return "" if section is None else section.value


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    texts = []
    for name in COLUMNS:
        value = row[name]
        if isinstance(value, bool):
            texts.append("yes" if value else "no")
        elif isinstance(value, float):
            digits = 1 if "rank_" in name or name == "mean_rank" else 3
            texts.append(f"{value:.{digits}f}")
        else:
            texts.append("" if value is None else str(value))
    return tuple(texts)


DRAWN_WEIGHTS = {
    WeightKnowledge.FIXED: "Weights are held fixed, as by rank.",
    WeightKnowledge.AROUND: "Weights are drawn around those given; rank holds them fixed.",
    WeightKnowledge.ORDER: "Weights are drawn in the order given; rank holds them fixed.",
    WeightKnowledge.BOUNDS: "Weights are drawn within the bounds given; rank holds them fixed.",
    WeightKnowledge.ANY: "Any weights are drawn; rank holds them fixed.",
}


def _as_text(
    result: Robustness, free: WeightFree, sentences: dict[str, list[str]], found: Ranked
) -> bytes:
    rows = _rows(result, free, found)
    shown = [
        row
        for row in rows
        if row["band"] not in (Section.OUT.value, "")
        or row["rank"] <= result.top
        or result.limits.section(row["shortlist"]) is not Section.OUT
    ]
    lines = [
        f"List of {result.top} out of {len(rows)} in {result.draws} draws "
        f"(seed {result.seed}, {', '.join(result.methods)})",
        DRAWN_WEIGHTS[result.uncertainty.weights],
        *_ranking_lines(result),
        "",
        text_table(_heads(result), [_cells(row) for row in shown]).rstrip(),
        *entrant_sentences(result),
        "",
        f"Of the sites ranked now, {int((free.dominators == 0).sum())} are beaten by none on "
        "every criterion; "
        f"{int(free.can_be_first.sum())} are first under some weights.",
    ]
    for title, group in sentences.items():
        lines += ["", f"{title.replace('_', ' ').capitalize()}:", *(f"  {s}" for s in group)]
    return ("\n".join(lines) + "\n").encode()


def _heads(result: Robustness) -> tuple[str, ...]:
    """Return the columns of the table, each number under the name of its draws."""
    named = {
        "band": "section",
        "shortlist": result.uncertainty.chance_name.removeprefix("chance "),
    }
    return tuple(named.get(name, name) for name in COLUMNS)


def _ranking_lines(result: Robustness) -> list[str]:
    """Return what the words of the table are about, with their counts."""
    if result.chance is None:
        return []
    counts = ", ".join(f"{result.sections.count(one)} {one}" for one in RANKED_SECTIONS)
    return [f"In the ranking, weights as they are: {counts}. Section and chance are its own."]


def _as_csv(
    result: Robustness, free: WeightFree, sentences: dict[str, list[str]], found: Ranked
) -> bytes:
    return csv_table(COLUMNS, [_cells(row) for row in _rows(result, free, found)])


def _as_json(
    result: Robustness, free: WeightFree, sentences: dict[str, list[str]], found: Ranked
) -> bytes:
    data = {
        "title": found.assessment.title,
        "top": result.top,
        "draws": result.draws,
        "seed": result.seed,
        "methods": list(result.methods),
        "weights": found.settings.weights.as_dict(),
        "drawn_weights": result.uncertainty.weights.value,
        "secure_from": result.limits.secure,
        "likely_from": result.limits.likely,
        "open_from": result.limits.open,
        "sites": _rows(result, free, found),
        "entrants": [
            {
                "site": one.site_id,
                "name": one.name,
                "known_weight": one.known_weight,
                "ranked": one.ranked,
                "shortlist": one.shortlist,
            }
            for one in result.entrants
        ],
        "alternatives": list(result.alternatives),
        "rank_acceptability": result.rank_acceptability.tolist(),
        "left_out": _left_out(found),
        "pairwise_wins": None
        if result.pairwise_wins is None
        else result.pairwise_wins.tolist(),
        "sensitivity": sentences,
    }
    return (json.dumps(data, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _left_out(found: Ranked) -> list[str]:
    """Return what an answer over so many sites goes without."""
    if has_room_for_pairs(found.assessment):
        return []
    return [
        f"pairwise_wins, and ranks after --top in rank_acceptability: "
        f"above {LARGEST_FULL_TABLE} sites these tables would grow with "
        "the square of the sites. shortlist, mean_rank, rank_5 and rank_95 cover all sites."
    ]
