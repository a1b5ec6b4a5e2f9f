"""Before somebody leads: why the page is closed, and how to sign in."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.server import serving
from prioritizer.ui.shell import markup
from prioritizer.ui.workshop import session as room

START = (
    "Workshops need the server that answers phones too. Start it with `make run` "
    "(or `python -m streamlit run app.py`), then open this page again."
)


def show_what_it_is() -> None:
    """Say what a workshop is, to whoever comes by."""
    what = (
        "People say on their phones what matters to them. The room gets one ranking that it "
        "can defend, and sees what it agrees on before any average."
    )
    markup.draw(markup.line(markup.prose(what)))
    markup.draw(
        '<ol class="pp-list-plain"><li><b>Blind.</b> Everybody answers alone; nobody sees '
        "averages, not even the facilitator.</li><li><b>Reveal.</b> First how far apart the "
        "room is, then the sites nearly everybody lists, then the disputed ones.</li>"
        "<li><b>Revise.</b> A second round after the discussion; both are kept.</li>"
        "<li><b>Record.</b> A file that anybody can check and recompute without this tool's "
        "database.</li></ol>"
    )


def show_sign_in() -> None:
    """Offer the ways to sign in that this server has."""
    st.subheader("Sign in to lead a workshop", anchor=False)
    if room.has_provider():
        _show_provider()
    if room.is_here():
        st.button(
            "Sign in on this computer",
            icon=":material/computer:",
            help="Opens a page to sign in on the screen of this computer, and prints a link in "
            "the terminal of the app. A link works once and is never sent to a page.",
            on_click=_open_here,
        )
    st.link_button(
        "Sign in with a recovery code or another device",
        f"{room.origin()}{PREFIX}/signin",
        icon=":material/key:",
    )
    elsewhere = (
        "The app also prints a link where it was started (the terminal), and the command "
        "`python -m prioritizer workshop sign-in` makes a new one there at any time."
    )
    markup.draw(markup.line(markup.prose(elsewhere)))
    markup.draw(
        markup.note("To take part you need no sign-in: scan the code that the room shows.")
    )


def _show_provider() -> None:
    if st.user.is_logged_in:
        st.warning(
            "You are signed in with your organisation, but this address does not lead "
            "workshops here, or signed in more than twelve hours ago. Ask for it to be added "
            "to the list, or sign in again.",
            icon=":material/badge:",
        )
        st.button("Sign out of the organisation", on_click=st.logout)
        return
    st.button(
        "Sign in with your organisation",
        type="primary",
        icon=":material/login:",
        on_click=st.login,
    )


def _open_here() -> None:
    if serving.announce_again():
        st.toast("A page to sign in opens in your browser. If none does, look in the terminal.")
    else:
        st.toast("That was done a moment ago. Look at your browser, or in the terminal.")
