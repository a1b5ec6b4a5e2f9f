"""The programme over draws of evidence, costs and weights: asked for, with progress, cancel."""

from __future__ import annotations

import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from prioritizer.domain.results import Assessment
from prioritizer.ui.parts import charts
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

LOOK_SECONDS, MOST_SECONDS = 0.5, 600.0
"""How often a click on Cancel is looked for, and how long the draws may take."""


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
                on_click=state.put,
                args=("portfolio_asked", key),
                help="Draws grades, volumes, gaps and costs within their ranges, and solves "
                "every draw to a proven best programme.",
            )
    if kept is not None or state.get("portfolio_asked") != key:
        return kept
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text="Drawing …")
        st.button("Cancel", on_click=state.put, args=("portfolio_asked", None))

    shown = _Shown(bar)
    result = over_draws(
        plan, assessment, found.register, found.reference, options, progress=shown.count,
        stop=time_limit(MOST_SECONDS, shown.look),
    )  # fmt: skip
    place.empty()
    if result is None:
        st.warning("Time ended before a draw was solved. Ask for fewer draws.")
        return None
    finished.keep(key, result)
    ask.empty()
    return result


class _Shown:
    """The progress on the page; each time it is drawn a click on Cancel takes effect."""

    def __init__(self, bar: DeltaGenerator) -> None:
        self._bar, self._share, self._words = bar, 0.0, "Drawing …"
        self._drawn = time.monotonic()

    def count(self, done: int, asked: int) -> None:
        """Show how many draws are solved."""
        self._share = min(1.0, done / asked)
        self._words = f"Solved {charts.count(done)} of {charts.count(asked)} draws"
        self._draw()

    def look(self) -> bool:
        """Draw again now and then: a block of hard draws tells nothing for long."""
        if time.monotonic() - self._drawn > LOOK_SECONDS:
            self._draw()
        return False

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        self._bar.progress(self._share, text=self._words)


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
        help="Off: at the weights of now. On: every possible weighting, each as likely.",
        **state.started("portfolio_any_weights"),
    )
