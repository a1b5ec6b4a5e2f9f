"""How the ranking is made: what risk means, method, scales."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.results import Order, Scales
from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.parts import policy_choice
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS, NORMALIZATION_TITLES

COMPARE = "Compare methods"  # the name of a page
RISK = {
    RiskMode.URGENCY: noop("For a pilot"),
    RiskMode.PROJECT_RISK: noop("Against a pilot"),
    RiskMode.REDUCTION: noop("By what is removed"),
}
RISK_SHORT = {
    RiskMode.URGENCY: noop("For"),
    RiskMode.PROJECT_RISK: noop("Against"),
    RiskMode.REDUCTION: noop("Reduction"),
}
RISK_HELP = {
    RiskMode.URGENCY: noop("High risk speaks **for** a pilot: it can finance the clean-up."),
    RiskMode.PROJECT_RISK: noop("High risk speaks **against** a pilot: liability, permits."),
    RiskMode.REDUCTION: noop("What counts is the risk that reprocessing would **take away**."),
}
ORDERS = {
    Order.CHANCE: "Chance",
    Order.MEDIAN: "Median place",
    Order.CAUTIOUS: "Cautious place",
    Order.EXPECTED: "Score at best estimates",
    Order.PESSIMISTIC: "Worst case",
    Order.OPTIMISTIC: "Best case",
}
SCALES = {Scales.FIXED: noop("Fixed"), Scales.DATA: noop("From the data")}


def show() -> None:
    """Draw what risk means, and folded away the method and its scales."""
    _choice(
        "risk",
        gettext("Environmental risk counts"),
        {k.value: v for k, v in RISK_SHORT.items()},
        "\n\n".join(
            f"**{gettext(RISK_SHORT[mode])}.** {gettext(text)}"
            for mode, text in RISK_HELP.items()
        ),
    )
    policy_choice.choose()
    with st.expander(gettext("Method, scales")):
        _show_method()


def _show_method() -> None:
    st.selectbox(
        gettext("Method"),
        list(METHOD_FACTS),
        format_func=lambda name: METHOD_FACTS[name].title,
        help=gettext(
            "The page {page} shows all of them side by side, and why they differ.",
            page=COMPARE,
        ),
        **state.started("method", "index", list(METHOD_FACTS)),
    )
    markup.draw(markup.note(escape_html(METHOD_FACTS[state.get("method")].note)))
    _choice(
        "scales",
        gettext("Scales"),
        {k.value: v for k, v in SCALES.items()},
        gettext(
            "Fixed: every criterion has documented end points, so adding or removing a site "
            "never changes the order of the others. From the data: the classic form, where the "
            "loaded sites set the scales; one extreme site can change everybody's place."
        ),
    )
    if state.get("scales") == Scales.DATA.value:
        usual: dict[str, str] = {"none": gettext("Usual for the method")}
        titles = usual | NORMALIZATION_TITLES
        st.selectbox(
            gettext("Normalization"),
            list(titles),
            format_func=titles.__getitem__,
            **state.started("normalization", "index", list(titles)),
        )
        markup.draw(
            markup.note(
                escape_html(
                    gettext(
                        "On these scales a site’s score depends on which other sites are "
                        "loaded. Compare with the fixed scales before you rely on it."
                    ),
                    limit=400,
                )
            )
        )


def _choice(name: str, label: str, options: dict[str, str], help_text: str) -> None:
    st.segmented_control(
        label,
        list(options),
        format_func=lambda name: gettext(options[name]),
        required=True,
        help=help_text,
        **state.started(name, "default"),
        width="stretch",
        wrap=False,
    )
