"""The programme page: which pilots within a budget, how firm the choice is, what more buys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from prioritizer.domain.pilot import Estimate
from prioritizer.domain.results import Assessment
from prioritizer.errors import InputError
from prioritizer.ui.parts import indistinct_note
from prioritizer.ui.pilots import cache as cached_pilots
from prioritizer.ui.pilots import (
    cost_and_score,
    portfolio_answer,
    portfolio_assured,
    portfolio_costs,
    portfolio_request,
    portfolio_run,
)
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state, theme
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html, escape_markdown
from prioritizer.ui.shortlist import table as shortlist_table
from prioritizer.workflow.pilots.portfolio import Plan
from prioritizer.workflow.pilots.portfolio_words import candidate_words

MOST_SITES = 2000


def show() -> None:
    """Draw the page: the question on the left, the answer on the right."""
    criteria = session.criteria()
    session.start(criteria)
    settings = session.settings(criteria)
    found = session.problem(criteria, settings)
    assessment = cached.assess(found, settings)
    theme.apply_pilots()
    st.title("Programme of pilots under a budget", anchor=False)
    indistinct_note.show(assessment)
    markup.draw(shortlist_table.choices(assessment))
    if len(found.sites) > MOST_SITES:
        st.info(
            f"A programme over {len(found.sites):,} sites takes long: narrow the inventory, or "
            "use the command line: `python -m prioritizer portfolio`.",
            icon=":material/hourglass_top:",
        )
        return
    _programme(found, assessment)


def _programme(found: Problem, assessment: Assessment) -> None:
    question, answer = st.columns([1, 1.9], gap="large")
    with question:
        request = portfolio_request.show(found)
        stages = tuple(state.get("portfolio_stages"))
        costs = cached_pilots.costs(found, (stages[0], stages[1]))
        rows = assessment.rows[assessment.order()].tolist()
        portfolio_costs.show(found, rows, costs)
    own = portfolio_costs.own(found)
    used = {**costs, **own}
    drawn = replace(request.cost_draws, own=frozenset(own))
    request = replace(request, cost_draws=drawn)
    with answer:
        try:
            plan = cached_pilots.plan(found, assessment, used, request)
        except InputError as error:
            st.error(escape_markdown(str(error)), icon=":material/rule:")
            return
        if plan is None:
            return
        if plan.conflict:
            portfolio_answer.show_conflict(plan)
            return
        _answer(found, assessment, plan, own)
        markup.draw('<h2 class="pp-h2">What more money buys</h2>')
        portfolio_answer.show_more_money(plan)
        whole = cached_pilots.with_frontier(found, assessment, used, plan)
        if whole is not None:
            portfolio_answer.show_frontier(whole)
        cost_and_score.show(plan)


def _answer(
    found: Problem, assessment: Assessment, plan: Plan, own: Mapping[str, Estimate]
) -> None:
    table = st.container()
    robust = portfolio_run.show(found, assessment, plan, frozenset(own))
    with table:
        portfolio_answer.show(found, plan, robust, assessment.answer, own)
        markup.draw(markup.note(escape_html(candidate_words(assessment))))
        if plan.assured is not None:
            portfolio_assured.show_left_out(assessment, plan, plan.assured)
            portfolio_assured.show_replacements(plan, plan.assured)


show()
