"""The question of a budget round, frozen: shortlist, costs, amount; and its one way as text."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from prioritizer.domain.budget import (
    MOST_AMOUNT,
    MOST_SITES,
    UNSPENT,
    BudgetQuestion,
    BudgetSite,
)
from prioritizer.domain.pilot import Estimate
from prioritizer.domain.workshop import Submission
from prioritizer.errors import InputError, RecordError
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.results import MAIN_RULE, listed, round_result

CURRENCY = re.compile("[A-Z]{3}")
MOST_PER_EUR = 1e6


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """What a facilitator sets for a budget round.

    ``costs`` are of pilots by site id, EUR; those of sites in ``own`` are a person's own, the
    others defaults. ``per_eur`` turns them into ``currency``.
    """

    amount: int
    costs: Mapping[str, Estimate]
    own: frozenset[str] = frozenset()
    currency: str = "EUR"
    per_eur: float = 1.0
    stages: tuple[int, int] = field(default=(1, 4))


def shortlist_of(
    problem: FrozenProblem, submissions: Sequence[Submission], number: int
) -> tuple[str, ...]:
    """Return the sites to spend on: the shortlist of a round's mean weights, 20 at most.

    Empty where nobody answered.
    """
    found = round_result(problem, submissions, number)
    return () if found is None else tuple(listed(problem, found.ranks[MAIN_RULE])[:MOST_SITES])


def question_of(
    problem: FrozenProblem, sites: Sequence[str], plan: BudgetPlan, of_round: int
) -> BudgetQuestion:
    """Return the question of the round that follows ``of_round``.

    Raises
    ------
    InputError
        If the amount, the currency or a cost cannot be used.
    """
    _check(plan, sites)
    names = dict(zip(problem.matrix.alternatives, problem.matrix.names, strict=True))
    found = tuple(
        BudgetSite(site, names[site], _cost(plan, site), site not in plan.own) for site in sites
    )
    return BudgetQuestion(
        of_round + 1, of_round, plan.amount, plan.currency, plan.per_eur, plan.stages, found
    )


def _cost(plan: BudgetPlan, site: str) -> Estimate:
    cost, is_own = plan.costs[site], site in plan.own
    ends = (end * plan.per_eur for end in (cost.low, cost.best, cost.high))
    # Defaults are orders of magnitude: more digits would say more than is known.
    return Estimate(*(float(round(end if is_own else float(f"{end:.2g}"))) for end in ends))


def _check(plan: BudgetPlan, sites: Sequence[str]) -> None:
    if not 1 <= plan.amount <= MOST_AMOUNT:
        raise InputError(
            f"budget: found {plan.amount}. Expected 1 to {MOST_AMOUNT:,}. Change the amount."
        )
    if not CURRENCY.fullmatch(plan.currency):
        raise InputError(
            f"currency: found '{plan.currency[:20]}'. Expected three capitals as in ISO 4217, "
            "such as EUR or SEK. Change it."
        )
    if not 0 < plan.per_eur <= MOST_PER_EUR:
        raise InputError(
            f"rate: found {plan.per_eur:g}. Expected what one EUR is worth, above 0. Change it."
        )
    if plan.currency == "EUR" and plan.per_eur != 1:
        raise InputError("rate: found a rate other than 1 for EUR. Expected 1. Change it.")
    for site in sites:
        cost = plan.costs.get(site)
        if site == UNSPENT or cost is None or not round(cost.best * plan.per_eur) > 0:
            raise InputError(
                f"cost, {site}: found {'none' if cost is None else f'{cost.best:g}'}. Expected "
                "the cost of its pilot, above 0. Give it under Pilots, or load the inventory "
                "that the workshop was made with."
            )


def is_plausible(question: BudgetQuestion, problem: FrozenProblem) -> bool:
    """Return whether a question of a record is one that `question_of` could have made."""
    names = dict(zip(problem.matrix.alternatives, problem.matrix.names, strict=True))
    costs = {site.id: site.cost for site in question.sites}
    plan = BudgetPlan(question.amount, costs, frozenset(costs), question.currency)
    try:
        _check(plan, tuple(costs))
        _check(replace(plan, costs={}, per_eur=question.per_eur), ())
    except InputError:
        return False
    ordered = all(0 <= cost.low <= cost.best <= cost.high for cost in costs.values())
    return ordered and all(names.get(site.id) == site.name for site in question.sites)


def question_text(question: BudgetQuestion) -> str:
    """Return a question as canonical JSON."""
    return canonical(question_data(question)).decode()


def question_data(question: BudgetQuestion) -> dict[str, Any]:
    """Return a question as plain data."""
    return {
        "round": question.round,
        "of_round": question.of_round,
        "amount": question.amount,
        "currency": question.currency,
        "per_eur": question.per_eur,
        "stages": list(question.stages),
        "sites": [
            {
                "id": site.id,
                "name": site.name,
                "low": site.cost.low,
                "best": site.cost.best,
                "high": site.cost.high,
                "default": site.is_default,
            }
            for site in question.sites
        ],
    }


@lru_cache(maxsize=16)
def parse_question(text: str) -> BudgetQuestion:
    """Return the question of its canonical JSON.

    Raises
    ------
    RecordError
        If the text is no question, or not in its one form.
    """
    try:
        data = json.loads(text)
        first, last = data["stages"]
        found = BudgetQuestion(
            int(data["round"]),
            int(data["of_round"]),
            int(data["amount"]),
            str(data["currency"]),
            float(data["per_eur"]),
            (int(first), int(last)),
            tuple(_site(entry) for entry in data["sites"]),
        )
        if question_text(found) != text or not math.isfinite(found.per_eur):
            raise ValueError("it has a member missing or one too many")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise RecordError(
            f"budget round: found something else ({error!r}). Expected amount, currency and "
            "sites with costs. Use the file as it was written."
        ) from None
    return found


def _site(entry: Mapping[str, Any]) -> BudgetSite:
    ends = (float(entry[end]) for end in ("low", "best", "high"))
    return BudgetSite(entry["id"], entry["name"], Estimate(*ends), entry["default"])
