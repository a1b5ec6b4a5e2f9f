"""What a programme buys, how surely it fits, and who is left out and why, in words."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from prioritizer.domain.matrix import BoolArray
from prioritizer.domain.results import Assessment
from prioritizer.domain.words import counted, listed, million, number, percent, thousand
from prioritizer.workflow.pilots.portfolio import Plan
from prioritizer.workflow.pilots.portfolio_assured import Assured, Exchange, Why
from prioritizer.workflow.pilots.portfolio_draws import Robust
from prioritizer.workflow.ranking.answer_words import apart_sentence

SAME = 5e-4
"""A difference of scores that three decimals do not show."""
MOST_NAMED, LONGEST_NAME = 6, 80


def chance_words(plan: Plan, assured: Assured) -> str:
    """Return how surely the programme stays within the budget, and what it costs."""
    cost, budget = assured.cost, million(plan.request.budget)
    text = (
        f"It stays within {budget} M EUR in {percent(assured.chance)} of the draws of cost. "
        f"In the middle of the draws it costs {million(cost.best)} M EUR (5–95 %: "
        f"{million(cost.low)}–{million(cost.high)})."
    )
    if assured.are_costs_default:
        return text
    return (
        f"{text} In {number(assured.checked)} other draws of cost it fits with "
        f"{percent(assured.chance_checked)}."
    )


def candidate_words(assessment: Assessment) -> str:
    """Return who is no candidate, since too little is known; blank where nobody is so."""
    answer = assessment.answer
    apart = "" if answer is None else apart_sentence(answer, assessment.not_ranked)
    return f"{apart} A programme adds up scores and takes ranked sites only." if apart else ""


def place_words(assessment: Assessment) -> tuple[str, ...]:
    """Return what chance and section of the table are, blank where nothing is drawn."""
    answer = assessment.answer
    if answer is None:
        return ()
    return (
        "chance, section: of a place on the list of "
        f"{answer.top} in the ranking ({answer.draws} draws, weights and costs as they are).",
    )


def draws_words(robust: Robust) -> tuple[str, ...]:
    """Return what the share of the draws says, and how many sites no draw chooses."""
    return (
        "in draws: share of the draws of evidence and costs whose best programme has the site.",
        f"{counted(robust.n_never, 'site')} in none of the draws.",
    )


def best_words(plan: Plan, assured: Assured) -> str:
    """Return what is best at best estimates, how surely it fits, and what differs."""
    if np.array_equal(assured.best, plan.chosen):
        return "It is also the best programme at best estimates."
    text = (
        f"At best estimates another programme is best: it scores {assured.best_value:.3f} "
        f"(+{assured.best_value - plan.total_value:.3f}), but fits in only "
        f"{percent(assured.best_chance)} of the draws of cost"
    )
    return f"{text}. In it {swap_words(plan, assured.best)}."


def swap_words(plan: Plan, other: BoolArray) -> str:
    """Return who comes in and who goes out, from the programme to another."""
    enters = np.flatnonzero(other & ~plan.chosen).tolist()
    leaves = np.flatnonzero(plan.chosen & ~other).tolist()
    return (
        replaced_words(named(plan, enters), len(enters), named(plan, leaves), len(leaves))
        or "the same sites"
    )


def replaced_words(enters: str, n_enters: int, leaves: str, n_leaves: int) -> str:
    """Return in words which sites replace which, from their names and how many they are."""
    if n_enters and n_leaves:
        return f"{enters} {'replaces' if n_enters == 1 else 'replace'} {leaves}"
    if n_enters:
        return f"{enters} {'comes' if n_enters == 1 else 'come'} in"
    return f"{leaves} {'drops' if n_leaves == 1 else 'drop'} out" if n_leaves else ""


def named(plan: Plan, rows: Iterable[int]) -> str:
    """Return the names of some sites, the first few of many."""
    names = [short_name(plan.names[row]) for row in rows]
    more = len(names) - MOST_NAMED
    if more > 1:
        names = [*names[:MOST_NAMED], f"{more} more"]
    if len(names) > 1 and any("," in name for name in names):
        return f"{'; '.join(names[:-1])}; and {names[-1]}"
    return listed(names)


def short_name(name: str) -> str:
    """Return a name on one line, without characters that steer a terminal, and not too long."""
    name = "".join(letter if letter.isprintable() else " " for letter in name)
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def left_out_words(plan: Plan, one: Exchange) -> str:
    """Return why a site is not in the programme."""
    cost = f"Costs {thousand(plan.cost_best[one.row])} k EUR"
    budget = f"{million(plan.request.budget)} M EUR"
    if one.why is Why.REFUSED:
        return "Refused by a lock or a rule: it must not be in."
    if one.why is Why.TOO_DEAR:
        return f"{cost}: alone it fits in {budget} with only {percent(one.alone)}."
    if one.why is Why.RULES:
        return f"{cost}: no programme with it keeps the rules and the budget."
    if one.why is Why.TIME:
        return f"{cost}. Time ended before its place was looked for."
    if not one.leaves:
        return f"{cost}. It would add {_score(-one.loss)}."
    leaves = named(plan, one.leaves)
    return f"{cost} and would replace {leaves}{_joined(plan, one)}: {_loss(one)}."


def kept_words(plan: Plan, one: Exchange) -> str:
    """Return what is lost without a site of the programme, and what would come in."""
    if one.why is Why.RULES:
        return "No programme without it keeps the rules."
    if one.why is Why.TIME:
        return "Time ended before a replacement was looked for."
    lock = "It must be in. Without that rule " if one.is_locked else ""
    if not one.enters:
        text = f"nothing would come in: {_loss(one)}."
    else:
        out = f" and {named(plan, one.leaves)} would go" if one.leaves else ""
        text = f"{named(plan, one.enters)} would come in{out}: {_loss(one)}."
    return lock + text if lock else text[0].upper() + text[1:]


def _joined(plan: Plan, one: Exchange) -> str:
    return f" (with {named(plan, one.enters)} coming in)" if one.enters else ""


def _loss(one: Exchange) -> str:
    if abs(one.loss) < SAME:
        return "the same score"
    return f"{'' if one.is_proven else 'at most '}{_score(-one.loss)}"


def _score(change: float) -> str:
    return f"{'+' if change >= 0 else '−'}{abs(change):.3f} score"


def cost_words(assured: Assured) -> str:
    """Return what the costs rest on, as a warning where all are defaults."""
    if assured.are_costs_default:
        return (
            "All costs are defaults: orders of magnitude that err together, not quotations. "
            "The chance is only as good as they are. Give your own costs."
        )
    n_own = assured.n_sites - assured.n_default
    return (
        f"{counted(n_own, 'cost')} of {assured.n_sites} "
        f"{'is' if n_own == 1 else 'are'} your own and err site by site; the others are "
        "defaults: orders of magnitude that err together."
    )
