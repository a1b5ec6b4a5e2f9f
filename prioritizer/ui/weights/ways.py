"""The choice of a way to weigh, with one line on when to use it, and of its formula."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.differences import FROM_TO
from prioritizer.ui.parts import charts
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.weights import session as weighing
from prioritizer.workflow.weights.effect import BASES
from prioritizer.workflow.weights.questions import how_many
from prioritizer.workflow.weights.technique_facts import TECHNIQUE_FACTS
from prioritizer.workflow.weights.ways import WAYS, Way


def show(n_criteria: int) -> None:
    """Draw the ways; without a choice a table that tells them apart."""
    st.pills(
        "How would you like to say what matters?",
        list(WAYS),
        format_func=lambda name: WAYS[name].title,
        default=state.get("weigh_way"),
        key=state.widget("weigh_way"),
        on_change=state.take_any,
        args=("weigh_way",),
    )
    chosen = weighing.way()
    if chosen is None:
        _table(n_criteria)
    else:
        markup.draw(markup.line(f"<b>{escape_html(chosen.title)}.</b> {_line(chosen)}"))


def _line(chosen: Way) -> str:
    return escape_html(f"{chosen.when} {chosen.task}")


def _table(n_criteria: int) -> None:
    rows = [
        (
            escape_html(way.title),
            escape_html(way.when),
            escape_html(way.task),
            _count(way, n_criteria),
        )
        for way in WAYS.values()
    ]
    columns = ("Way", "When to use it", "What you do", "Questions")
    markup.draw(
        markup.note(
            "Choose one above. Nothing is filled in for you, because a value that is already "
            "there would pull your answer towards it. A weight always belongs to a whole "
            "difference, "
            f"{FROM_TO}, so the range in units stands beside each."
        ),
        charts.words(markup.table(columns, rows, numbers=("Questions",))),
    )


def _count(way: Way, n_criteria: int) -> str:
    count = how_many(way.name, n_criteria)
    return "none" if count == 0 else "1 table" if count == 1 else str(count)


def show_formula(chosen: Way) -> None:
    """Draw the formulas for the same answers, where there are several."""
    if len(chosen.techniques) > 1:
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            st.segmented_control(
                "Formula",
                chosen.techniques,
                format_func=lambda name: TECHNIQUE_FACTS[name].title,
                required=True,
                default=weighing.technique(chosen),
                key=f"widget.weigh.technique.{chosen.name}",
                on_change=weighing.take_technique,
                args=(chosen,),
            )
            _more(chosen)
    used = TECHNIQUE_FACTS[weighing.technique(chosen)]
    if used.caution:
        st.warning(f"{used.caution} Adding a site changes them.", icon=":material/dataset:")
    markup.draw(
        markup.note(
            f"{escape_html(used.title)}: {escape_html(used.limits)}. "
            f"Reference: {escape_html(used.reference)}."
        )
    )


def _more(chosen: Way) -> None:
    if weighing.technique(chosen) == "rank-exponent":
        st.number_input(
            "Exponent",
            0.0,
            20.0,
            step=0.5,
            width=130,
            help="0 gives equal weights, 1 the rank sum, 2 is usual, more a steeper fall.",
            **state.started("weigh_exponent"),
        )
    if chosen.name == "data":
        st.segmented_control(
            "Computed from",
            list(BASES),
            format_func=BASES.__getitem__,
            required=True,
            **state.started("weigh_basis", "default"),
        )
