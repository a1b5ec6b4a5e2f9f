"""The choices in sight above the list: its size, what unknown values are, area, order."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.answer import GapMode
from prioritizer.domain.results import Assessment, Order
from prioritizer.ui.ranking.entries import EVIDENCE_A, KNOWN_ONLY
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.ranking import answer_words
from prioritizer.workflow.ranking.known_only import MEANING as KNOWN_ONLY_MEANING

AREAS = {"all": "All sites", "nordic": "Nordic"}
VIEWS: dict[str, str] = {
    Order.CHANCE.value: "Chance",
    Order.MEDIAN.value: "Median",
    Order.CAUTIOUS.value: "Cautious",
    Order.EXPECTED.value: "Score",
    Order.PESSIMISTIC.value: "Worst case",
    Order.OPTIMISTIC.value: "Best case",
    KNOWN_ONLY: "Known only",
    EVIDENCE_A: "Evidence A",
}
ORDER_NOTES = {
    Order.CHANCE.value: "the chance of a place on the list, then the median place",
    Order.MEDIAN.value: "the place that half of the draws do not exceed",
    Order.CAUTIOUS.value: "the place that 95 % of the draws do not exceed",
    Order.EXPECTED.value: (
        "the score at best estimates; an unknown value counts as the mean of what is drawn"
    ),
    Order.PESSIMISTIC.value: "the score with everything open at its worst",
    Order.OPTIMISTIC.value: "the score with everything open at its best",
    KNOWN_ONLY: KNOWN_ONLY_MEANING,
    EVIDENCE_A: "the chance, and only sites with a mass or volume and a grade (evidence A)",
}


def show(assessment: Assessment) -> None:
    """Draw the choices in one row, and below them what holds now in a sentence."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="set-choices"
    ):
        st.number_input(
            "Places on the list",
            1,
            100,
            step=1,
            **state.started("shortlist"),
            width=120,
        )
        _segments(
            "What is not known",
            "gaps",
            {mode.value: answer_words.MODE_NAMES[mode] for mode in GapMode},
        )
        if session.inventory().has_nordic:
            _segments("Area", "area", AREAS)
        _segments("Order by", "order", VIEWS)
    markup.draw(markup.note(escape_html(_sentence(assessment))))


def _segments(label: str, name: str, options: dict[str, str]) -> None:
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        required=True,
        **state.started(name, "default"),
    )


def _sentence(assessment: Assessment) -> str:
    order = f"Ordered by {ORDER_NOTES[state.get('order')]}."
    if assessment.answer is None:
        return f"Ordered by {ORDER_NOTES[Order.EXPECTED.value]}."
    return f"{answer_words.assumption_sentence(assessment.answer)} {order}"
