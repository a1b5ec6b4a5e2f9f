"""“I don't know” in words: what somebody left open, and what a room did not know."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np

from prioritizer.domain.answer_options import UNKNOWN
from prioritizer.domain.words import listed
from prioritizer.domain.workshop import SMALLEST_GROUP, Judgement, Technique
from prioritizer.elicitation.unknown import drawn, lots
from prioritizer.languages.speech import gettext, ngettext
from prioritizer.workflow.workshop.opinions import left_open
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.results import RoundResult

# Ends of a range in whole per cent: 10 000 draws give one in twenty to 0.5 % or better.
DRAWS, SEED = 10_000, 1
NINE_IN_TEN = (0.05, 0.95)


def own_words(problem: FrozenProblem, judgement: Judgement) -> str:
    """Return what somebody answered “I don't know” about; blank if nothing."""
    answers = judgement.answers
    names = {criterion.id: gettext(criterion.name) for criterion in problem.criteria}
    if judgement.technique is Technique.PAIRWISE:
        keys = {f"pair.{a}.{b}": (a, b) for a, b in combinations(names, 2)}
        keys |= {f"pair.{b}.{a}": (a, b) for a, b in combinations(names, 2)}
        pairs = [pair for key, pair in keys.items() if answers.get(key) == UNKNOWN]
        told = [f"{names[a]} / {names[b]}" for a, b in pairs]
    else:
        told = [names[one] for one in names if answers.get(f"points.{one}") == UNKNOWN]
    if not told:
        return ""
    return gettext("You answered “I don't know” about: {what}.", what="; ".join(told))


def own_ranges(problem: FrozenProblem, judgement: Judgement) -> dict[str, tuple[float, float]]:
    """Return where nine in ten of the weights lie that an answer allows, by criterion.

    Empty where it allows one vector only.
    """
    said = left_open(problem, judgement)
    if said is None:
        return {}
    weights = drawn(said, lots(DRAWS, len(problem.criteria), SEED))
    low, high = np.quantile(weights, NINE_IN_TEN, axis=0).tolist()
    return dict(zip(problem.ids, zip(low, high, strict=True), strict=True))


def range_words() -> str:
    """Return what becomes of an answer that leaves something open."""
    return gettext(
        "Nothing is guessed where you don't know: every weight that fits your other answers "
        "stays possible. The table shows their middle and, below it, where nine in ten lie. "
        "Your list becomes less sure."
    )


def room_lines(found: RoundResult) -> list[str]:
    """Return how many people did not know what, where that may be told, one line each.

    And of how many people the agreement is.
    """
    names = {criterion.id: criterion.name for criterion in found.opinions.problem.criteria}
    return lines(found.unknown, names, len(found.opinions), found.n_sure)


def unknown_lines(unknown: Mapping[str, int], names: Mapping[str, str]) -> list[str]:
    """Return how many people did not know what; counts by criterion, one line a number."""
    by_number: dict[int, list[str]] = {}
    for one, n in sorted(unknown.items(), key=lambda pair: (-pair[1], pair[0])):
        by_number.setdefault(n, []).append(gettext(names[one]))
    return [
        ngettext(
            "{n} person answered “I don't know” about {criteria}.",
            "{n} people answered “I don't know” about {criteria}.",
            n,
        ).format(n=n, criteria=listed(criteria))
        for n, criteria in by_number.items()
    ]


def lines(
    unknown: Mapping[str, int], names: Mapping[str, str], people: int, n_sure: int
) -> list[str]:
    """Return the same of counts by criterion; ``n_sure`` of the people answered everything."""
    said = unknown_lines(unknown, names)
    return said + ([agreement_words(n_sure)] if n_sure < people else [])


def agreement_words(n_sure: int) -> str:
    """Return of how many people agreement is, where somebody left something open."""
    if n_sure < SMALLEST_GROUP:
        return few_words()
    return gettext("Agreement of the {n} people who answered everything.", n=n_sure)


def few_words() -> str:
    """Return that too few people answered everything."""
    return gettext(
        "Fewer than {n} people answered everything: no dots and no agreement are shown.",
        n=SMALLEST_GROUP,
    )
