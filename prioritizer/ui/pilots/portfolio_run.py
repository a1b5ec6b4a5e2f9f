"""The programme over draws of evidence, costs and weights: asked for, with progress, cancel."""

from __future__ import annotations

from functools import partial

import streamlit as st

from prioritizer.domain.results import Assessment
from prioritizer.ui.parts import charts, working
from prioritizer.ui.pilots import cache as cached_pilots
from prioritizer.ui.shell import state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.choices import PORTFOLIO_DRAWS
from prioritizer.workflow.pilots.portfolio import Plan, time_limit
from prioritizer.workflow.pilots.portfolio_draws import (
    DrawOptions,
    Robust,
    over_draws,
)

MOST_SECONDS = 600.0
"""How long the draws may take."""


def show(
    found: Problem, assessment: Assessment, plan: Plan, own: frozenset[str]
) -> Robust | None:
    """Draw the choices; return the run of just this question, or None before it is made."""
    options = DrawOptions(
        draws=int(state.get("portfolio_draws")),
        seed=int(state.get("portfolio_seed")),
        any_weights=bool(state.get("portfolio_any_weights")),
        own_costs=own,
    )
    costs = [array.tolist() for array in (plan.cost_low, plan.cost_best, plan.cost_high)]
    key = repr((found.key, assessment.settings, plan.request, costs, options.draws,
                options.seed, options.any_weights, sorted(own)))  # fmt: skip
    finished = cached_pilots.portfolio_runs()
    kept = finished.get(key)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        _choices()
        ask = st.empty()
        if kept is None:
            ask.button(
                f"Try over {charts.count(options.draws)} draws",
                type="primary",
                icon=":material/casino:",
                on_click=working.ask,
                args=("portfolio_asked",),
                help="Draws grades, volumes, gaps and costs within their ranges, and solves "
                "every draw to a proven best programme.",
            )
    if kept is not None or not working.is_asked("portfolio_asked", key):
        return kept
    with working.working("portfolio_asked", "Drawing …") as work:
        result = over_draws(
            plan, assessment, found.register, found.reference, options,
            progress=partial(work.counted, words="Solved {n} draws"),
            stop=time_limit(MOST_SECONDS, work.look),
        )  # fmt: skip
    if result is None:
        st.warning("Time ended before a draw was solved. Ask for fewer draws.")
        return None
    finished.keep(key, result)
    ask.empty()
    return result


def _choices() -> None:
    st.selectbox(
        "Draws",
        PORTFOLIO_DRAWS,
        format_func=charts.count,
        width=110,
        **state.started("portfolio_draws", "index", PORTFOLIO_DRAWS),
    )
    st.number_input("Seed", 0, 999_999, width=120, **state.started("portfolio_seed"))
    st.toggle(
        "Any weights",
        help="Off: at the present weights. On: every possible weighting, each as likely.",
        **state.started("portfolio_any_weights"),
    )
