"""The budget round on the facilitator's page: set it up, open it, read its result."""

from __future__ import annotations

from functools import partial

import streamlit as st

from prioritizer.domain.authority import Actor
from prioritizer.domain.budget import MOST_AMOUNT, UNSPENT
from prioritizer.domain.workshop import State, Step, Workshop
from prioritizer.languages.speech import gettext
from prioritizer.ui.server import serving
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.workshop import session as room
from prioritizer.workflow.pilots.room_costs import room_costs
from prioritizer.workflow.sites.audience import MEANING, Audience, part_for
from prioritizer.workflow.workshop import budget_round, budget_words
from prioritizer.workflow.workshop.budget_question import BudgetPlan
from prioritizer.workflow.workshop.budget_result import BudgetResult
from prioritizer.workflow.workshop.budget_round import BudgetOffer

THOUSAND = 1_000
WHAT_IT_IS = (
    "People share out a budget over the shortlist that is shown, each the whole of it. The "
    "result stands side by side by two rules: a median, and whole projects. It is the last "
    "round of a workshop."
)


def step_label(workshop: Workshop, step: Step, label: str) -> str:
    """Return the words of a step; the budget round is named where it comes next."""
    is_next = step is Step.NEXT_ROUND and workshop.budget_round == workshop.round + 1
    return "Open the budget round" if is_next else label


def show_set_up(actor: Actor, workshop: Workshop) -> None:
    """Offer a budget round after a result is shown; say what is set up already."""
    if workshop.state is not State.REVEALED or workshop.spends:
        return
    offered = budget_round.offer(serving.desk(), actor, workshop.id)
    if not offered.sites:
        return
    title = "Budget round: set up" if offered.question else "Budget round"
    with st.expander(title, icon=":material/payments:", key="room-budget"):
        markup.draw(markup.note(WHAT_IT_IS))
        if offered.question is not None:
            markup.draw(_set_up_html(offered))
        _form(workshop, offered)


def _set_up_html(offered: BudgetOffer) -> str:
    question = offered.question
    if question is None:
        return ""
    rows = [
        (
            escape_html(site.name),
            *(f"{end:,.0f}" for end in (site.cost.low, site.cost.best, site.cost.high)),
            "default" if site.is_default else "yours",
        )
        for site in question.sites
    ]
    heads = ("Site", "low", "best", "high", "cost from")
    amount = budget_words.money(question.amount, question.currency)
    return markup.note(
        f"<b>{escape_html(amount)}</b> over {len(rows)} sites. <b>Open the budget round</b> "
        "above starts it; its paper ballots can be printed already. <b>Hide the result "
        "again</b> drops it."
    ) + markup.table(heads, rows, numbers=("low", "best", "high"))


def _form(workshop: Workshop, offered: BudgetOffer) -> None:
    with st.form("room-budget-form", border=False):
        left, middle, right = st.columns(3)
        amount = left.number_input(
            "Budget, thousands",
            1,
            MOST_AMOUNT // THOUSAND,
            int(state.get("portfolio_budget")),
            key="room-budget-amount",
        )
        currency = middle.text_input(
            "Currency", "EUR", max_chars=3, help="Three letters.", key="room-budget-currency"
        )
        rate = right.number_input(
            "One EUR is worth",
            0.0001,
            1_000_000.0,
            1.0,
            help="Costs of pilots are worked out in EUR; 1 where the currency is EUR.",
            key="room-budget-rate",
        )
        audience = st.selectbox(
            "Costs from the sites of this session that may be used",
            list(Audience),
            format_func=MEANING.__getitem__,
            help="Default costs follow how thick a body is; your own are those of the page "
            "Pilots. The phones show them.",
            key="room-budget-audience",
        )
        pressed = st.form_submit_button(
            "Set up again" if offered.question else "Set up the budget round",
            icon=":material/payments:",
        )
    if pressed:
        chosen = (int(amount) * THOUSAND, str(currency).strip().upper(), float(rate))
        seen = Audience(audience or Audience.PUBLIC)
        room.attempt(partial(_set_up, workshop.id, offered, chosen, seen))
        st.rerun()


def _set_up(
    workshop_id: str,
    offered: BudgetOffer,
    chosen: tuple[int, str, float],
    audience: Audience,
    actor: Actor,
) -> str:
    amount, currency, per_eur = chosen
    stages = state.get("portfolio_stages")
    costs, own = room_costs(
        part_for(session.own_register(), audience).register,
        [site for site, _ in offered.sites],
        stages,
        state.get("portfolio_costs"),
    )
    plan = BudgetPlan(amount, costs, own, currency, per_eur, stages)
    question = budget_round.set_up(serving.desk(), actor, workshop_id, plan)
    words = budget_words.money(question.amount, question.currency)
    return f"The budget round is set up: {words} over {len(question.sites)} sites."


def show_result(found: BudgetResult | None) -> None:
    """Draw what the room does with its budget; nothing before it is shown."""
    if found is None:
        return
    st.subheader("What the room does with the budget", anchor=False)
    markup.draw(markup.line(escape_html(budget_words.people_words(found))))
    if not found.is_told:
        return
    markup.draw(result_html(found))
    said = " ".join(budget_words.difference_words(found))
    markup.draw(markup.line(escape_html(said)))
    for words in (budget_words.MEDIAN_MEANS, budget_words.PROJECTS_MEAN):
        markup.draw(markup.note(escape_html(gettext(words))))


def result_html(found: BudgetResult) -> str:
    """Return both results side by side as a table."""
    question, median, mean = found.question, found.median, found.mean
    costs = {site.id: site for site in question.sites}
    rows = []
    for line in budget_words.in_order(found):
        site = costs.get(line)
        cost = (
            f"{site.cost.best:,.0f} <small>{site.cost.low:,.0f} to {site.cost.high:,.0f}"
            f"{', default' if site.is_default else ''}</small>"
            if site
            else ""
        )
        name = escape_html(budget_words.line_name(question, line))
        code = f" <small>{escape_html(line)}</small>" if line != UNSPENT else ""
        rows.append(
            (
                f"{name}{code}",
                cost,
                escape_html(budget_words.project_word(found, line)),
                f"{median[line]:,}",
                f"{mean[line]:,}",
            )
        )
    heads = ("Site", f"Pilot costs, {escape_html(question.currency)}", "Whole projects",
             "Median rule", "Mean")  # fmt: skip
    return markup.table(heads, rows, numbers=(heads[1], "Median rule", "Mean"))
