"""The parts of phone pages about a budget: fields to fill in, the ballot read back, results."""

from __future__ import annotations

from collections.abc import Mapping

from prioritizer.domain.budget import UNSPENT, BudgetQuestion, Shares
from prioritizer.languages.speech import gettext
from prioritizer.ui.phone import html
from prioritizer.workflow.workshop import budget_words
from prioritizer.workflow.workshop.answering import Seat
from prioritizer.workflow.workshop.budget_result import BudgetResult
from prioritizer.workflow.workshop.spending import FIELD, needs_whole, shuffled_ids


def fields(seat: Seat, question: BudgetQuestion, typed: Mapping[str, str]) -> list[str]:
    """Return a field for each line, the sites in the order of this participant, and the rest.

    What was ``typed``, by the name of its field, stands in it. The rest is counted by the
    script of the page; without it, the server says what is left or too much.
    """
    order = shuffled_ids(question.ids[:-1], seat.participant.seed)
    return [
        *(_field(seat, question, line, typed) for line in (*order, UNSPENT)),
        _rest(question),
    ]


def _field(seat: Seat, question: BudgetQuestion, line: str, typed: Mapping[str, str]) -> str:
    name, sites = f"{FIELD}{line}", {site.id: site for site in question.sites}
    about = budget_words.cost_words(question, sites[line]) if line in sites else ""
    kind = "numeric" if needs_whole(seat.workshop) else "decimal"
    told = f' aria-describedby="about.{html.text(line)}"' if about else ""
    more = f'<small id="about.{html.text(line)}">{html.text(about)}</small>' if about else ""
    label = html.text(budget_words.line_name(question, line))
    return (
        f'<div class="share"><div><label for="{html.text(name)}">{label}</label>{more}</div>'
        f'<span><input type="text" inputmode="{kind}" id="{html.text(name)}" '
        f'name="{html.text(name)}" maxlength="12" value="{html.text(typed.get(name, ""))}"'
        f'{told} autocomplete="off" data-share>\u202f%</span></div>'
    )


def _rest(question: BudgetQuestion) -> str:
    """Return the line that says what is left, empty and hidden until the script fills it."""
    words = {
        "left": gettext("Still to share out: {rest} %"),
        "over": gettext("{rest} % too much"),
        "done": gettext("All is shared out"),
    }
    said = "".join(f' data-{name}="{html.text(word)}"' for name, word in words.items())
    return f'<p class="rest" id="rest" role="status"{said} hidden></p>'


def table(question: BudgetQuestion, shares: Shares) -> list[str]:
    """Return a ballot as it is read back: what gets something, and what gets nothing."""
    given = sorted(question.ids, key=lambda line: -shares[line])
    rows = [
        (
            (
                budget_words.line_name(question, line),
                budget_words.part_of(question, shares[line]),
            ),
            f"{budget_words.percents(shares[line])}\u202f%",
        )
        for line in given
        if shares[line]
    ]
    nothing = [
        budget_words.line_name(question, line)
        for line in given
        if not shares[line] and line != UNSPENT
    ]
    heads = (gettext("Site"), gettext("Share"))
    others = gettext("Nothing for: {sites}.", sites="; ".join(nothing)) if nothing else ""
    return [html.table(heads, rows), html.paragraph(others, "note") if others else ""]


def own_part(seat: Seat) -> list[str]:
    """Return the ballot that was sent and its receipt; nothing where none is kept."""
    if seat.budget is None or seat.shares is None:
        return []
    return [
        html.heading(gettext("Your part in the budget")),
        *table(seat.budget, seat.shares),
        *receipt(seat.receipt),
    ]


def receipt(digest: str) -> list[str]:
    """Return the receipt of an answer, and what it is good for."""
    return [
        f"<p>{html.text(gettext('Your receipt:'))} "
        f'<span class="code">{html.text(digest)}</span></p>',
        html.paragraph(
            gettext("It finds your answer in the published record. Keep it if you like.")
        ),
    ]


def result_part(found: BudgetResult | None) -> list[str]:
    """Return what the room does with the budget, by both rules; nothing before it is shown."""
    if found is None:
        return []
    body = [
        html.heading(gettext("What the room does with the budget")),
        html.paragraph(budget_words.people_words(found)),
    ]
    if not found.is_told:
        return body
    question, amounts = found.question, found.median
    rows = [
        (
            (budget_words.line_name(question, line), budget_words.project_word(found, line)),
            budget_words.money(amounts[line], question.currency),
        )
        for line in budget_words.in_order(found)
    ]
    heads = (
        gettext("Site, and whether it is paid for as a whole project"),
        gettext(budget_words.MEDIAN),
    )
    return [
        *body,
        html.table(heads, rows),
        *(html.paragraph(said) for said in budget_words.difference_words(found)),
        html.paragraph(gettext(budget_words.MEDIAN_MEANS), "note"),
        html.paragraph(gettext(budget_words.PROJECTS_MEAN), "note"),
    ]
