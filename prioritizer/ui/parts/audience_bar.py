"""Who sees what the pages show and write: a choice, where something is restricted."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.sites.audience import MEANING, Audience

NAMES = {
    Audience.PUBLIC: "Everybody",
    Audience.PARTNERS: "Partners",
    Audience.INTERNAL: "Only us",
}


def show() -> None:
    """Draw the choice and what it leaves out; nothing where nothing is restricted."""
    if not cached.is_restricted(session.own_inventory()):
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.segmented_control(
            "Who may see it",
            [audience.value for audience in NAMES],
            format_func={a.value: name for a, name in NAMES.items()}.__getitem__,
            required=True,
            label_visibility="collapsed",
            help="  \n".join(f"**{NAMES[a]}.** {text}." for a, text in MEANING.items()),
            default=state.get("audience"),
            key=state.widget("audience"),
            on_change=session.take_audience,
            width="content",
        )
        markup.draw(markup.line(escape_html(session.inventory().sentence)))
