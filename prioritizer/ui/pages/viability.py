"""The viability page: whether a project at one site could pay, never a ranking."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.pilot import veto_warning
from prioritizer.errors import InputError
from prioritizer.ui.parts import site_choice
from prioritizer.ui.parts.view_switch import view_switch
from prioritizer.ui.pilots import cache as cached_pilots
from prioritizer.ui.pilots import (
    viability_answer,
    viability_figures,
    viability_prices,
    viability_support,
)
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state, theme
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html, escape_markdown
from prioritizer.ui.shortlist import edits as pilot_book
from prioritizer.workflow.pilots.edits import with_edits
from prioritizer.workflow.ranking.not_ranked_words import aside_words

VIEWS = {
    "answer": "Could it pay?",
    "support": "Public support",
    "products": "Several products",
    "prices": "Prices and assumptions",
}


def show() -> None:
    """Draw the page."""
    criteria = session.criteria()
    session.start(criteria)
    settings = session.settings(criteria)
    found = session.problem(criteria, settings)
    theme.apply_pilots()
    st.title("Could a project here pay?", anchor=False)
    ranked = cached.assess(found, settings)
    if state.get("viability_site") is None:
        order = ranked.rows[ranked.order()].tolist()
        state.put("viability_site", cached_pilots.first_screenable(found, order))
    choice, views = st.columns([1, 1.2], vertical_alignment="bottom", gap="large")
    with choice:
        site_id = site_choice.choose(found.register, "viability_site")
    view_switch("viability_view", VIEWS, place=views)
    if site_id is not None:
        _site(found, site_id, aside_words(ranked, found.register.by_id()[site_id]))


def _site(found: Problem, site_id: str, aside: str) -> None:
    veto = cached_pilots.draft(found, site_id).veto
    if veto:
        st.warning(escape_markdown(veto_warning(veto)), icon=":material/block:")
    elif aside:
        st.warning(escape_markdown(aside), icon=":material/info:")
    try:
        draft = cached_pilots.drafted_project(
            found, site_id, session.told(state.get("viability_prices"))
        )
    except InputError as error:
        _not_screened(str(error))
        return
    with st.expander("Rates, investment, liability: your figures", icon=":material/tune:"):
        adjusted = viability_figures.adjustments()
    view = state.get("viability_view")
    chosen = viability_figures.supports(draft.project.symbols) if view == "support" else ()
    edited = with_edits(cached_pilots.draft(found, site_id), pilot_book.seen())
    asked = viability_figures.screening(adjusted, chosen, edited.derived.budget_eur.best)
    screened = cached_pilots.screened(found, site_id, asked)
    if view == "support":
        viability_support.show_support(screened)
        viability_support.show_cost(screened)
    elif view == "products":
        viability_support.show_products(screened)
    elif view == "prices":
        viability_prices.show(screened)
    else:
        viability_answer.show(screened)


def _not_screened(reason: str) -> None:
    found = escape_html(reason.partition(": ")[2] or reason)
    markup.draw(
        f'<div class="pp-says warn"><b>This site cannot be screened yet.</b> {found}</div>',
        markup.note(
            "A screening needs a mass, and at least one assayed product with a price and a "
            "recovery in the reference tables. That nothing can be computed says nothing "
            "against a pilot: finding out is what its first stages are for. Prices can be "
            "added by a file of your own, see another site under “Prices and assumptions”."
        ),
    )


show()
