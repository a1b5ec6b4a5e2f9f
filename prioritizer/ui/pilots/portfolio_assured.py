"""How surely the programme fits, what is best at best estimates, who is left out and why."""

from __future__ import annotations

from prioritizer.domain.pilot import Estimate
from prioritizer.domain.results import Assessment
from prioritizer.domain.words import million, number, percent
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.pilots.portfolio import Plan
from prioritizer.workflow.pilots.portfolio_assured import Assured
from prioritizer.workflow.pilots.portfolio_words import (
    best_words,
    cost_words,
    kept_words,
    left_out_words,
)

LEFT_OUT = "Left out, though on the list or best at best estimates"


def show_chance(plan: Plan, assured: Assured) -> None:
    """Draw the chance that the programme fits, its cost, and the best-estimate one beside."""
    checked = (
        ""
        if assured.are_costs_default
        else f"; {percent(assured.chance_checked)} in {number(assured.checked)} others"
    )
    tiles = [
        _tile(
            percent(assured.chance),
            f"chance that it fits in {million(plan.request.budget)} M EUR "
            f"({number(assured.draws)} draws of cost{checked})",
        ),
        _tile(
            f"{million(assured.cost.best)} M EUR",
            f"cost in the middle of the draws; nine of ten lie within {_ends(assured.cost)}",
        ),
        _tile(
            percent(assured.best_chance),
            "chance that the programme with the highest score at best estimates "
            f"({assured.best_value:.2f}) fits too",
            kind=" warn" if assured.best_chance < assured.confidence else " quiet",
        ),
    ]
    kind = " warn" if assured.are_costs_default else ""
    markup.draw(
        f'<div class="pp-tiles">{"".join(tiles)}</div>',
        f'<p class="pp-says{kind}">{escape_html(cost_words(assured))}</p>',
        f'<p class="pp-says">{escape_html(best_words(plan, assured))}</p>',
    )


def _tile(number_text: str, words: str, *, kind: str = "") -> str:
    return f'<div class="pp-tile{kind}"><b>{number_text}</b><span>{words}</span></div>'


def _ends(cost: Estimate) -> str:
    return f"{million(cost.low)}–{million(cost.high)} M EUR"


def show_left_out(assessment: Assessment, plan: Plan, assured: Assured) -> None:
    """Draw the sites of the list that are left out, each with its reason."""
    markup.draw(f'<h2 class="pp-h2">{LEFT_OUT}</h2>')
    if not assured.left_out:
        markup.draw(markup.note("Every site of the list is in the programme."))
        return
    ranks = assessment.ranking.ranks
    rows = [
        (
            str(ranks[one.row]),
            f"<b>{escape_html(plan.names[one.row], limit=80)}</b>",
            escape_html(left_out_words(plan, one)),
        )
        for one in assured.left_out
    ]
    markup.draw(markup.table(("Place", "Site", "Why"), rows, numbers=("Place",)))


def show_replacements(plan: Plan, assured: Assured) -> None:
    """Draw what follows without each site that is in, the greatest loss first."""
    if not assured.kept:
        return
    rows = [
        (
            f"<b>{escape_html(plan.names[one.row], limit=80)}</b>",
            escape_html(kept_words(plan, one)),
        )
        for one in assured.kept
    ]
    markup.draw(
        '<h2 class="pp-h2">If a pilot drops out</h2>',
        markup.table(("Pilot", "What follows"), rows),
    )
