"""The frame of every page: set-up, style, navigation, and a calm answer to faults."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from prioritizer.ui import steps as flow_steps
from prioritizer.ui import warmup
from prioritizer.ui.navigation import PAGES, sections
from prioritizer.ui.parts import audience_bar, glossary
from prioritizer.ui.projects import autosave, ending
from prioritizer.ui.projects import line as project_line
from prioritizer.ui.server import serving
from prioritizer.ui.shell import faults, gestures, links, plain_ids, session, state, theme

PROJECTOR = "projector"


def show() -> None:
    """Set up the page, draw the navigation and run the page that was asked for."""
    st.set_page_config(
        page_title="Pilot Prioritizer",
        page_icon=str(theme.ICON),
        layout="wide",
        initial_sidebar_state="auto",
    )
    theme.apply()
    st.logo(str(theme.LOGO), icon_image=str(theme.ICON), size="medium")
    with faults.contained():
        if serving.pages_ask() and not _is_known():
            return
        warmup.once()
        pages = {
            p.address: st.Page(
                p.path, title=p.title, icon=p.icon, url_path=p.address, default=p.is_default
            )
            for p in PAGES
        }
        chosen = st.navigation(
            {
                section: [pages[p.address] for p in entries]
                for section, entries in sections().items()
            },
            position="top",
            # On a phone the pages stand in the side bar: all of them, not the first ten.
            expanded=True,
        )
        state.enter(chosen.url_path)
        address = next(name for name, page in pages.items() if page == chosen)
        plain_ids.keep()
        session.criteria()
        ending.follow()
        autosave.keep()
        gestures.listen(list(pages))
        # What stands above a page is not of its words.
        glossary.begin("")
        if flow_steps.has_steps(address):
            _run_with_steps(address, pages)
            return
        # What the projector shows is seen by the whole room.
        if address != PROJECTOR:
            _project_line(address, pages)
        glossary.begin(address)
        chosen.run()
        _end_page(address, chosen)
        autosave.keep()
        _name_what_is_left()


def _run_with_steps(address: str, pages: Mapping[str, StreamlitPage]) -> None:
    """Run a page below the steps; what it has got done while it ran is marked at once."""
    _project_line(address, pages)
    place = st.empty()
    before = [step.light for step in flow_steps.show(place, address, pages)]
    audience_bar.show()
    glossary.begin(address)
    pages[address].run()
    _end_page(address, pages[address])
    # What the page itself has set is part of the project, too.
    autosave.keep()
    if [step.light for step in flow_steps.steps()] != before:
        flow_steps.show(place, address, pages)
    _name_what_is_left()


def _end_page(address: str, page: StreamlitPage) -> None:
    """Explain the words of a page at its foot, as a part of it.

    Streamlit drops what a page has drawn when another one begins; what stands around the pages
    stays until the run is over, here under the next title.
    """
    context = get_script_run_ctx()
    if context is None:
        glossary.show(address)
        return
    with context.run_with_active_hash(page._script_hash):  # as `page.run` does
        glossary.show(address)


def _project_line(address: str, pages: Mapping[str, StreamlitPage]) -> None:
    """Draw the line in a place of its own: what follows stays where it is, whatever it holds.

    Streamlit tells elements by their number on the page: one more above would make the list
    and the map anew, and lose where they were scrolled to.
    """
    with st.container(gap="xsmall", key="project"):
        project_line.show(address, pages)


def _name_what_is_left() -> None:
    """Name what of the address no part of the page has taken up, above the page."""
    is_known = bool(state.get("project_refused"))
    if links.finish() and not is_known:
        words = (*state.get("link_said"), "The rest of the address was taken up.")
        state.put("project_refused", " ".join(words))
        state.put("link_said", ())
        st.rerun()


def _is_known() -> bool:
    """Return whether somebody who leads workshops looks; the way to sign in if not."""
    from prioritizer.domain.authority import NOBODY
    from prioritizer.ui.workshop import entry as room_entry
    from prioritizer.ui.workshop import session as room

    if room.leader() != NOBODY:
        return True
    st.title("Pilot Prioritizer", anchor=False)
    room_entry.show_sign_in()
    return False
