"""``why``: what puts one site above another, how surely, and what would turn them round."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from prioritizer.cli.common import write_outputs
from prioritizer.cli.idle import checked
from prioritizer.cli.places import SITES
from prioritizer.cli.ranked_input import RISK, ranked, ranking_options
from prioritizer.workflow.ranking.why import Why, why, why_sentences


@click.command(epilog="Example: python -m prioritizer why PE-001 --above CZ-001 sample")
@click.argument("site")
@click.option("--above", "other", required=True, help="The other site, by id or name.")
@click.argument("sites", type=SITES)
@ranking_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@checked(RISK)
def command(site: str, other: str, as_json: bool, **options: object) -> None:
    """Say why SITE stands above another one, in how many draws, and what would turn them round.

    Three changes are sought, each the smallest of its kind: of one weight, of all weights
    together, and of one value of either site.
    """
    found = why(ranked(options).assessment, site, other)
    told = (
        json.dumps(_plain(found), indent=2, ensure_ascii=False)
        if as_json
        else "\n".join(why_sentences(found))
    )
    write_outputs([((told + "\n").encode(), None)])


def _plain(found: Why) -> dict[str, Any]:
    ids = [criterion.id for criterion in found.criteria]
    one, needed, shift = found.one_weight, found.one_value, found.all_weights
    return {
        "above": found.above,
        "below": found.below,
        "margin": found.comparison.margin,
        "leads": [
            {
                "criterion": lead.criterion.id,
                "amount": lead.amount,
                "known": lead.known,
                "assumed": lead.on_gaps,
            }
            for lead in found.comparison.leads
        ],
        "chance": found.chance,
        "not_ranked_now": [asdict(site) for site in found.not_ranked_now],
        "one_weight": None
        if one is None
        else {
            "criterion": one.criterion.id,
            "share": one.share,
            "share_now": one.share_now,
            "not_ranked": [asdict(site) for site in one.not_ranked],
        },
        "all_weights": None
        if shift is None
        else {
            "weights": dict(zip(ids, shift.weights.tolist(), strict=True)),
            "moved": shift.moved,
            "is_least": shift.is_least,
            "not_ranked": [asdict(site) for site in found.not_ranked],
        },
        "one_value": None
        if needed is None
        else {**asdict(needed), "criterion": needed.criterion.id},
        "sentences": list(why_sentences(found)),
    }
