"""The programme of a report: which pilots within a budget, made from what the audience sees."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from prioritizer.domain.words import counted, million, percent, thousand
from prioritizer.exports.blocks import (
    Block,
    Callout,
    Heading,
    Picture,
    bullets,
    name_of,
    paragraph,
    plain,
    table,
)
from prioritizer.exports.report.input import ReportInput
from prioritizer.exports.report.words import million_eur
from prioritizer.figures.frontier import Frontier, frontier_steps
from prioritizer.pilots.portfolio.frontier import FrontierPoint
from prioritizer.workflow.pilots.portfolio import NEXT_EUR, Plan
from prioritizer.workflow.pilots.portfolio_assured import Assured
from prioritizer.workflow.pilots.portfolio_words import (
    SAME,
    best_words,
    chance_words,
    cost_words,
    kept_words,
    left_out_words,
    replaced_words,
)
from prioritizer.workflow.pilots.programme_choice import ProgrammeChoice


def programme_section(found: ReportInput) -> Iterator[Block]:
    """Yield the programme that was asked for; nothing where none was."""
    choice, made = found.options.programme, found.programme
    if choice is None or made is None:
        return
    yield Heading("Programme under a budget", starts_page=True)
    if isinstance(made, str):
        yield paragraph(f"No programme was made. {made}")
    elif made.conflict:
        yield Callout("No programme keeps all rules", "These contradict each other.")
        yield bullets(made.conflict)
    else:
        yield from _answer(found, choice, made)


def _answer(found: ReportInput, choice: ProgrammeChoice, made: Plan) -> Iterator[Block]:
    first, last = (found.facts.stages[number].name for number in choice.stages)
    n = int(made.chosen.sum())
    total = million_eur(made.total)
    yield Callout(
        counted(n, "pilot"),
        plain(
            f"Within {million(choice.request.budget)} million EUR, {counted(n, 'pilot')} "
            f"add up to the highest sum of scores, {made.total_value:.2f}; {_proof(made)} "
            f"{_basis(made)}. Cost: {total} (low – best – high), for the "
            f"stages from {first} to {last}."
        ),
    )
    if made.assured is not None:
        yield paragraph(chance_words(made, made.assured))
        yield paragraph(best_words(made, made.assured))
        yield paragraph(cost_words(made.assured))
    rows = sorted(np.flatnonzero(made.chosen).tolist(), key=lambda row: -made.value[row])
    yield table(
        ("Pilot", "Score", "Cost, k EUR: low", "best", "high", "Cost is"),
        [
            (
                name_of(made.names[row]),
                f"{made.value[row]:.2f}",
                thousand(made.cost_low[row]),
                thousand(made.cost_best[row]),
                thousand(made.cost_high[row]),
                "given" if made.alternatives[row] in choice.own_costs else "default",
            )
            for row in rows
        ],
        (4, 1, 1.6, 1, 1, 1),
        right=(1, 2, 3, 4),
        caption="Default costs are orders of magnitude, not quotations.",
    )
    if made.assured is not None:
        yield from _exchanges(found, made, made.assured)
    yield bullets(_rules(choice))
    yield paragraph(_more(made))
    for note in made.notes:
        yield paragraph(note, is_quiet=True)
    if made.frontier:
        yield Picture(
            frontier_steps(
                Frontier(
                    budgets=[point.budget for point in made.frontier],
                    values=[point.value for point in made.frontier],
                    counts=[int(point.chosen.sum()) for point in made.frontier],
                    present=choice.request.budget,
                )
            )
        )


def _basis(made: Plan) -> str:
    share = made.request.confidence
    return f"that fits with {percent(share)}" if share else "at best estimates"


def _exchanges(found: ReportInput, made: Plan, assured: Assured) -> Iterator[Block]:
    """Yield who is left out and why, and what each pilot is worth."""
    if assured.left_out:
        ranks = found.assessment.ranking.ranks
        yield Heading("Left out, though listed or best at best estimates", level=2)
        yield table(
            ("Place", "Site", "Why"),
            [
                (str(ranks[one.row]), name_of(made.names[one.row]), left_out_words(made, one))
                for one in assured.left_out
            ],
            (0.6, 2.4, 5),
            right=(0,),
        )
    if assured.kept:
        yield Heading("If a pilot drops out", level=2)
        yield table(
            ("Pilot", "What follows"),
            [(name_of(made.names[one.row]), kept_words(made, one)) for one in assured.kept],
            (3, 5),
        )


def _rules(choice: ProgrammeChoice) -> list[str]:
    """Return in words what was asked for besides the budget."""
    asked = choice.request
    said = []
    if asked.at_least:
        said.append(f"at least {counted(asked.at_least, 'pilot')}")
    if asked.at_most:
        said.append(f"at most {counted(asked.at_most, 'pilot')}")
    said += [f"{site} must be in" for site in asked.must]
    said += [f"{site} must not be in" for site in asked.must_not]
    said += [f"at most one of {', '.join(sites)}" for sites in asked.exclusive]
    said += [f"{one} only with {other}" for one, other in asked.requires]
    said += [
        f"cover: {cover.n} × {cover.kind}{f' {cover.key}' if cover.key else ''}"
        for cover in asked.cover
    ]
    return said or ["no rule besides the budget"]


def _proof(made: Plan) -> str:
    """Return whether no programme is better, or how much better one may be."""
    if made.gap == 0:
        return "proven best"
    return f"not proven best, a better one may reach {made.total_value + made.gap:.2f},"


def _more(made: Plan) -> str:
    parts = []
    if made.with_more is not None:
        gain = made.with_more.value - made.total_value
        swap = _swap(made, made.with_more)
        parts.append(
            f"The next {thousand(NEXT_EUR)} thousand EUR would buy {gain:.2f} more score: "
            f"{swap}."
            if swap and gain >= SAME
            else f"The next {thousand(NEXT_EUR)} thousand EUR would buy nothing better."
        )
    if made.next_step is not None:
        parts.append(
            f"The next better programme needs {thousand(made.next_step.extra)} thousand "
            "EUR more."
        )
    return " ".join(parts)


def _swap(made: Plan, other: FrontierPoint) -> str:
    enters = [name_of(made.names[row]) for row in np.flatnonzero(other.chosen & ~made.chosen)]
    leaves = [name_of(made.names[row]) for row in np.flatnonzero(made.chosen & ~other.chosen)]
    return replaced_words(", ".join(enters), len(enters), ", ".join(leaves), len(leaves))
