"""The programme: its pilots, their cost, how firm each is, and what more money buys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from prioritizer.domain.answer import Answer
from prioritizer.domain.matrix import BoolArray
from prioritizer.domain.pilot import Estimate
from prioritizer.domain.words import are, counted, million, percent, thousand
from prioritizer.figures.frontier import Frontier, frontier_steps
from prioritizer.ui.parts import charts, figure_view
from prioritizer.ui.pilots import portfolio_assured
from prioritizer.ui.ranking.table_rows import about
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.pilots.portfolio import NEXT_EUR, Plan
from prioritizer.workflow.pilots.portfolio_draws import Robust
from prioritizer.workflow.pilots.portfolio_words import SAME, replaced_words

K, MILLION = 1e3, 1e6
LEAST_SHOWN = 0.1
MOST_ROWS = 60
HEADS = ("Site", "Score", "Cost, thousand EUR", "In the ranking", "Programme")


def show_conflict(found: Plan) -> None:
    """Draw the rules that contradict each other."""
    rules = "".join(f"<li>{escape_html(name)}</li>" for name in found.conflict)
    markup.draw(
        '<div class="pp-says warn"><b>No programme keeps all rules.</b> These contradict each '
        f'other:<ul class="pp-list-plain">{rules}</ul>Without any one of them there is a '
        "programme. Relax one.</div>"
    )


def show(
    found: Problem,
    plan: Plan,
    robust: Robust | None,
    answer: Answer | None,
    own: Mapping[str, Estimate],
) -> None:
    """Draw the answer in a sentence, in numbers, and as a table."""
    markup.draw(_sentence(plan))
    if plan.assured is not None:
        portfolio_assured.show_chance(plan, plan.assured)
    markup.draw(_tiles(plan, robust))
    rows = shown_rows(plan, robust)
    body = "".join(_row(found, plan, robust, answer, row, own) for row in rows[:MOST_ROWS])
    heads = _heads(robust, answer)
    notes = " ".join(escape_html(note) for note in plan.notes)
    markup.draw(
        markup.scrolled(markup.framed("".join(heads), body, kind="pp-short pp-slim")),
        markup.note(notes) if notes else "",
        _rest(plan, robust, rows),
    )


def _heads(robust: Robust | None, answer: Answer | None) -> list[str]:
    """Return the heads of the table: the place and the share where they were worked out."""
    site, score, cost, place, programme = HEADS
    return [
        markup.head(site),
        markup.head(score, "n"),
        markup.head(cost, "n"),
        "" if answer is None else markup.head(place),
        markup.head(programme),
        "" if robust is None else markup.head(_drawn(robust)),
    ]


def _drawn(robust: Robust) -> str:
    return f"In the best programme of {charts.count(robust.draws)} draws"


def shown_rows(plan: Plan, robust: Robust | None) -> list[int]:
    """Return the rows to show: the programme first, then what draws choose now and then."""
    often = np.zeros(len(plan.value)) if robust is None else robust.chance
    wanted = plan.chosen | (often >= LEAST_SHOWN)
    order = np.lexsort((-plan.value, -often, ~plan.chosen))
    return [int(row) for row in order if wanted[row]]


def _sentence(plan: Plan) -> str:
    n, total = int(plan.chosen.sum()), plan.total
    words = f"{n} pilot{'s' if n != 1 else ''}" if n else "No pilot"
    if plan.assured is not None:
        return (
            f'<p class="pp-says"><b>{words}</b> {"gives" if n == 1 else "give"} the highest '
            f"sum of scores, <b>{plan.total_value:.2f}</b>, of all programmes that stay within "
            f"{million(plan.request.budget)} M EUR in at least "
            f"{percent(plan.request.confidence)} of the draws of cost{_proof(plan)}.</p>"
        )
    return (
        f'<p class="pp-says"><b>{words}</b> within {million(plan.request.budget)} M EUR add '
        f"up to the highest score, <b>{plan.total_value:.2f}</b>, at best "
        f"estimates{_proof(plan)}. "
        f"They cost {million(total.best)} M EUR; {million(total.low)} if all costs turn "
        f"out low, "
        f"{million(total.high)} if all turn out high.</p>"
    )


def _tiles(plan: Plan, robust: Robust | None) -> str:
    if robust is None:
        return ""
    n_often = int(np.sum(robust.chance >= 0.5))
    tiles = [
        f'<div class="pp-tile"><b>{n_often}</b><span>sites in the best programme of half '
        f"of the {charts.count(robust.draws)} draws of evidence and costs or more</span></div>",
        f'<div class="pp-tile quiet"><b>{robust.n_never}</b><span>sites in none of them</span>'
        "</div>",
    ]
    if plan.assured is not None:
        return f'<div class="pp-tiles">{"".join(tiles)}</div>'
    stopped = "" if robust.draws == robust.asked else f" of {charts.count(robust.asked)} asked"
    tiles.append(
        f'<div class="pp-tile quiet"><b>{percent(robust.within_budget)}</b><span>chance that '
        f"this programme stays within the budget ({charts.count(robust.draws)} draws{stopped}, "
        f"seed {robust.seed})</span></div>"
    )
    return f'<div class="pp-tiles">{"".join(tiles)}</div>'


def _row(
    found: Problem,
    plan: Plan,
    robust: Robust | None,
    answer: Answer | None,
    row: int,
    own: Mapping[str, Estimate],
) -> str:
    site = found.register.by_id()[plan.alternatives[row]]
    origin = "yours" if site.site_id in own else "default"
    ends = f"{_k(plan.cost_low[row])}–{_k(plan.cost_high[row])}, {origin}"
    cost = f"{_k(plan.cost_best[row])}{markup.small(ends)}"
    is_in = bool(plan.chosen[row])
    mark = '<span class="pp-tier secure">✓ in</span>' if is_in else "not in"
    share = ""
    if robust is not None:
        share = markup.cell(
            '<div class="pp-bar plain" aria-hidden="true">'
            f'<i style="--w:{100 * robust.chance[row]:.1f}%"></i></div>'
            f"<b>{percent(float(robust.chance[row]))}</b>",
            "b",
            _drawn(robust),
        )
    name = f"{escape_html(site.name, limit=80)}{markup.small(escape_html(about(site)))}"
    return markup.row(
        (
            markup.title(name),
            markup.cell(f"{plan.value[row]:.2f}", "n", HEADS[1]),
            markup.cell(cost, "n", HEADS[2]),
            _place(answer, row),
            markup.cell(mark, label=HEADS[4]),
            share,
        )
    )


def _place(answer: Answer | None, row: int) -> str:
    """Return the section and the chance of a site in the ranking."""
    if answer is None:
        return ""
    section = answer.sections[row]
    chance = percent(float(answer.chance[row]))
    band = f'<span class="pp-band {section}">{section}</span>{markup.small(chance)}'
    return markup.cell(band, label=HEADS[3])


def _rest(plan: Plan, robust: Robust | None, rows: Sequence[int]) -> str:
    n = len(plan.value) - len(rows)
    if robust is None or not n:
        return ""
    return markup.note(
        f"{counted(n, 'more site')} {are(n)} in fewer than "
        f"{percent(LEAST_SHOWN)} of the draws, {robust.n_never} of them in none: to know "
        "their costs and grades better, within the ranges given, would not bring those in."
    )


def _proof(plan: Plan) -> str:
    """Return whether no programme is better, or how much better one may be."""
    if plan.gap == 0:
        return " (proven)"
    return f" (not proven: a better one may score up to {plan.total_value + plan.gap:.2f})"


def show_more_money(plan: Plan) -> None:
    """Draw what the next 100 k EUR buys, and the cheapest better programme."""
    lines = []
    if plan.with_more is not None:
        gain = plan.with_more.value - plan.total_value
        swap = _swap(plan, plan.with_more.chosen)
        lines.append(
            f"<b>The next {thousand(NEXT_EUR)} thousand EUR</b> would buy "
            + (
                f"{gain:.2f} more score: {swap}."
                if swap and gain >= SAME
                else "nothing better."
            )
        )
    step = plan.next_step
    if step is None:
        lines += [escape_html(text) for text in plan.unfinished]
    if step is None and not plan.unfinished:
        lines.append("No programme is worth more at any budget within these rules.")
    elif step is not None and (
        plan.with_more is None or plan.with_more.value - plan.total_value < SAME
    ):
        lines.append(
            f"The next better programme needs <b>{_k(step.extra)} thousand EUR</b> more "
            f"and adds {step.gain:.2f}: {_swap(plan, step.chosen)}."
        )
    if plan.assured is not None:
        share = percent(plan.assured.confidence)
        lines.append(
            f"Each of these programmes, and each one below, stays within its budget in {share} "
            "of the draws of cost."
        )
    markup.draw(f'<p class="pp-says">{" ".join(lines)}</p>')


def _swap(plan: Plan, chosen: BoolArray) -> str:
    """Return in words who comes in and who goes out."""
    enters = [plan.names[row] for row in np.flatnonzero(chosen & ~plan.chosen)]
    leaves = [plan.names[row] for row in np.flatnonzero(plan.chosen & ~chosen)]
    named = [", ".join(escape_html(n, limit=60) for n in names) for names in (enters, leaves)]
    return replaced_words(named[0], len(enters), named[1], len(leaves))


def show_frontier(plan: Plan) -> None:
    """Draw the efficient frontier with its numbers."""
    points = plan.frontier
    if not points:
        return
    figure_view.show(
        frontier_steps(
            Frontier(
                budgets=[point.budget for point in points],
                values=[point.value for point in points],
                counts=[int(point.chosen.sum()) for point in points],
                present=plan.request.budget,
            )
        ),
        key="value-by-budget",
    )
    charts.numbers(
        {
            "Budget, M EUR": [round(point.budget / MILLION, 3) for point in points],
            "Sum of scores": [round(point.value, 3) for point in points],
            "Cost, M EUR": [round(point.cost / MILLION, 3) for point in points],
            "Pilots": [int(point.chosen.sum()) for point in points],
        },
        label="The same numbers as a table",
    )


def _k(eur: float) -> str:
    return thousand(eur)
