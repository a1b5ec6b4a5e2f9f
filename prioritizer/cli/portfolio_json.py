"""The answer of ``portfolio`` as JSON: programme, chance, who is left out and why."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from prioritizer.cli.ranked_input import Ranked
from prioritizer.domain.pilot import Estimate
from prioritizer.workflow.pilots.portfolio import Plan
from prioritizer.workflow.pilots.portfolio_assured import Assured, Exchange, Why
from prioritizer.workflow.pilots.portfolio_draws import Robust
from prioritizer.workflow.pilots.portfolio_words import kept_words, left_out_words


def as_json(found: Plan, robust: Robust | None, base: Ranked, title: str) -> bytes:
    """Return the programme as JSON, with chance and section of each site in the ranking."""
    answer = base.assessment.answer
    data: dict[str, Any] = {
        "title": title,
        "budget_eur": found.request.budget,
        "weights": base.settings.weights.as_dict(),
        "method": base.settings.method,
        "risk": base.settings.risk.value,
        "conflict": list(found.conflict),
        "chosen": _chosen(found, found.chosen),
        "total_value": found.total_value,
        "total_value_at_most": found.total_value + found.gap,
        "unfinished": list(found.unfinished),
        "total_cost_eur": [found.total.low, found.total.best, found.total.high],
        "frontier": [
            {
                "budget": p.budget,
                "value": p.value,
                "cost": p.cost,
                "chosen": _chosen(found, p.chosen),
            }
            for p in found.frontier
        ],
        "next_step": None
        if found.next_step is None
        else {
            "extra_eur": found.next_step.extra,
            "gain": found.next_step.gain,
            "chosen": _chosen(found, found.next_step.chosen),
        },
        "sites": [
            {
                "id": site,
                "score": float(found.value[k]),
                "cost_eur": [
                    float(cost[k])
                    for cost in (found.cost_low, found.cost_best, found.cost_high)
                ],
                "share": None if robust is None else float(robust.chance[k]),
                "chance": None if answer is None else float(answer.chance[k]),
                "band": None if answer is None else answer.sections[k].value,
            }
            for k, site in enumerate(found.alternatives)
        ],
        "notes": list(found.notes),
        "confidence": found.request.confidence,
        "assured": None if found.assured is None else _assured_json(found, found.assured),
    }
    if robust is not None:
        data["draws"] = {
            "done": robust.draws,
            "asked": robust.asked,
            "seed": robust.seed,
            "feasible": robust.feasible,
            "within_budget": robust.within_budget,
        }
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _assured_json(found: Plan, assured: Assured) -> dict[str, Any]:
    return {
        "chance": assured.chance,
        "chance_checked": assured.chance_checked,
        "draws": assured.draws,
        "draws_checked": assured.checked,
        "seed": assured.seed,
        "cost_eur_5_50_95": _ends(assured.cost),
        "costs_all_default": assured.are_costs_default,
        "best_estimate": {
            "chosen": _chosen(found, assured.best),
            "total_value": assured.best_value,
            "chance": assured.best_chance,
            "cost_eur_5_50_95": _ends(assured.best_cost),
        },
        "left_out": [
            _exchange_json(found, one, left_out_words(found, one)) for one in assured.left_out
        ],
        "kept": [_exchange_json(found, one, kept_words(found, one)) for one in assured.kept],
    }


def _exchange_json(found: Plan, one: Exchange, words: str) -> dict[str, Any]:
    return {
        "id": found.alternatives[one.row],
        "why": one.why.value,
        "enters": [found.alternatives[row] for row in one.enters],
        "leaves": [found.alternatives[row] for row in one.leaves],
        "loss": one.loss if one.why is Why.EXCHANGE else None,
        "proven": one.is_proven,
        "locked": one.is_locked,
        "reason": words,
    }


def _ends(cost: Estimate) -> list[float]:
    return [cost.low, cost.best, cost.high]


def _chosen(found: Plan, mask: np.ndarray) -> list[str]:
    return [found.alternatives[row] for row in np.flatnonzero(mask)]
