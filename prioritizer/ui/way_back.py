"""What a page says when it was loaded anew: what there was before, and the way back to it."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui import keeping
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.shelf import Kept

ANEW = "This page was loaded anew and starts afresh."
GONE = (
    "The server was started anew since you were here. A table that you had loaded and choices "
    "that you had made are gone: they were in its memory only. Load the table again, on the "
    "page Sites."
)
MINUTE = 60.0


def show() -> None:
    """Draw the offer, if there is one."""
    kept = keeping.offers()
    if kept:
        _offer(kept)
    elif keeping.visitor().is_from_before and not state.get("visit_told"):
        _gone()


def _offer(kept: tuple[Kept, ...]) -> None:
    now = keeping.shelf().now()
    replaced = (
        " What you have chosen since is replaced." if keeping.chosen(keeping.present()) else ""
    )
    with st.container(border=True, gap=None, key="way-back"):
        markup.draw(
            f'<p class="pp-why" role="status"><b>{ANEW}</b> One button brings back what you '
            f"had before.{replaced}</p>"
        )
        for one in kept:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                markup.draw(markup.line(f"{one.said} <small>({_ago(now - one.at)})</small>"))
                if one is kept[0]:
                    st.button(
                        _without(), key="way-back-not", type="tertiary", on_click=keeping.go_on
                    )
                st.button(
                    "Bring it back",
                    type="primary" if one is kept[0] else "secondary",
                    icon=":material/history:",
                    key=f"way-back-{one.visit}",
                    on_click=keeping.bring_back,
                    args=(one.visit,),
                )


def _without() -> str:
    return "Go on with the sample" if session.inventory().is_sample else "Go on with this table"


def _ago(seconds: float) -> str:
    minutes = int(seconds / MINUTE)
    if minutes < 1:
        return "a moment ago"
    if minutes < MINUTE:
        return "1 minute ago" if minutes == 1 else f"{minutes} minutes ago"
    hours = int(minutes / MINUTE)
    return "1 hour ago" if hours == 1 else f"{hours} hours ago"


def _gone() -> None:
    with st.container(border=True, gap="xsmall", key="way-back"):
        markup.draw(f'<p class="pp-why" role="status">{GONE}</p>')
        st.button(
            "Understood", key="way-back-gone", on_click=state.put, args=("visit_told", True)
        )
