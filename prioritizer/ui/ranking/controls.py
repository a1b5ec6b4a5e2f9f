"""The choices in sight above the list: its size, what unknown values are, area, order."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.answer import GapMode
from prioritizer.domain.results import Assessment, Order
from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.parts import weights_sheet
from prioritizer.ui.ranking.entries import EVIDENCE_A, KNOWN_ONLY
from prioritizer.ui.shell import component, markup, session, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.ranking import answer_words
from prioritizer.workflow.ranking.known_only import MEANING as KNOWN_ONLY_MEANING

COMPONENT = "prioritizer_choices_line"
AREAS = {"all": noop("All sites"), "nordic": noop("Nordic")}
VIEWS: dict[str, str] = {
    Order.CHANCE.value: noop("Chance"),
    Order.MEDIAN.value: noop("Median"),
    Order.CAUTIOUS.value: noop("Cautious"),
    Order.EXPECTED.value: noop("Score"),
    Order.PESSIMISTIC.value: noop("Worst case"),
    Order.OPTIMISTIC.value: noop("Best case"),
    KNOWN_ONLY: noop("Known only"),
    EVIDENCE_A: noop("Evidence A"),
}
ORDER_NOTES = {
    Order.CHANCE.value: noop("the chance of a place on the list, then the median place"),
    Order.MEDIAN.value: noop("the place that half of the draws do not exceed"),
    Order.CAUTIOUS.value: noop("the place that 95 % of the draws do not exceed"),
    Order.EXPECTED.value: noop(
        "the score at best estimates; an unknown value counts as the mean of what is drawn"
    ),
    Order.PESSIMISTIC.value: noop("the score with everything open at its worst"),
    Order.OPTIMISTIC.value: noop("the score with everything open at its best"),
    KNOWN_ONLY: KNOWN_ONLY_MEANING,
    EVIDENCE_A: noop(
        "the chance, and only sites with a mass or volume and a grade (evidence A)"
    ),
}


def show(assessment: Assessment) -> None:
    """Draw the choices in one row, and below them what holds now in a sentence.

    On a phone a line of words stands for them, which unfolds them.
    """
    weights_sheet.offer()
    _line()
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="set-choices"
    ):
        st.number_input(
            gettext("Places on the list"),
            1,
            100,
            step=1,
            **state.started("shortlist"),
            width=120,
        )
        _segments(
            gettext("What is not known"),
            "gaps",
            {mode.value: answer_words.MODE_NAMES[mode] for mode in GapMode},
        )
        if session.inventory().has_nordic:
            _segments(gettext("Area"), "area", AREAS)
        _segments(gettext("Order by"), "order", VIEWS)
    markup.draw(markup.note(escape_html(_sentence(assessment))))


def _line() -> None:
    """Draw the present choices in words."""
    order, area = VIEWS[state.get("order")], AREAS[state.get("area")]
    chosen = (
        gettext(answer_words.ON_A_LIST, n=state.get("shortlist")),
        gettext(answer_words.MODE_NAMES[GapMode(state.get("gaps"))]),
        "" if area == AREAS["all"] else gettext(area),
        f"{gettext('Order by')}: {gettext(order)}",
    )
    component.mount(
        COMPONENT,
        '<button type="button"><span></span><b></b></button>',
        css=component.asset("choices_line.css"),
        js=component.asset("choices_line.js"),
        key="choices-line",
        data={
            "words": " · ".join(filter(None, chosen)),
            "change": gettext("Change"),
            "close": gettext("Close"),
        },
    )


def _segments(label: str, name: str, options: dict[str, str]) -> None:
    st.segmented_control(
        label,
        list(options),
        format_func=lambda name: gettext(options[name]),
        required=True,
        **state.started(name, "default"),
    )


def _sentence(assessment: Assessment) -> str:
    if assessment.answer is None:
        return gettext("Ordered by {what}.", what=gettext(ORDER_NOTES[Order.EXPECTED.value]))
    order = gettext("Ordered by {what}.", what=gettext(ORDER_NOTES[state.get("order")]))
    return f"{answer_words.assumption_sentence(assessment.answer)} {order}"
