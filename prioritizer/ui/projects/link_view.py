"""Links by which others read a project: made for some readers, listed, ended."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from prioritizer.domain.words import counted
from prioritizer.ui.kept import stores
from prioritizer.ui.parts.audience_bar import NAMES
from prioritizer.ui.projects import autosave, owner
from prioritizer.ui.projects.autosave import LINK
from prioritizer.ui.projects.listing import attempt, moment
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.projects.opening import ProjectStore
from prioritizer.workflow.sites.audience import MEANING, Audience

# A link for the owner's own eyes would be one that must not be passed on.
READERS = (Audience.PUBLIC, Audience.PARTNERS)


def show() -> None:
    """Draw the button that makes a link, and the links there are."""
    project_id, whose = state.get("project"), owner.owner_now()
    if not project_id:
        markup.draw(markup.line("No project is open. Your first choice begins one."))
        return
    markup.draw(
        markup.line(
            "Whoever has the link and may open this server reads the project as it stands: "
            "they can try other weights, and nothing of it is saved to yours. They see your "
            "later changes when they load the page again."
        )
    )
    audience = _readers()
    st.button(
        "Make a link to read",
        icon=":material/link:",
        key="project-share",
        on_click=_make,
        args=(audience,),
    )
    _made()
    shares = stores.store().shares(project_id, whose)
    if not shares:
        markup.draw(markup.note("There is no link to this project."))
        return
    items = "".join(
        f"<li>{escape_html(MEANING[Audience(one.audience)])}; made "
        f"{escape_html(moment(one.at))}</li>"
        for one in shares
    )
    markup.draw(markup.note(f"{counted(len(shares), 'link')}:"), f"<ul>{items}</ul>")
    st.button("End all links", key="project-unshare", on_click=_end)


def _readers() -> Audience:
    if not cached.is_restricted(session.own_inventory()):
        return Audience.PUBLIC
    chosen = st.radio(
        "Who will read it",
        [audience.value for audience in READERS],
        format_func={a.value: f"{NAMES[a]}. {MEANING[a]}" for a in READERS}.__getitem__,
        key="project-link-readers",
    )
    return Audience(chosen)


def _make(audience: Audience) -> None:
    def work(store: ProjectStore, whose: str) -> str:
        project_id = state.get("project")
        autosave.keep()
        stores.writer().flush(project_id)
        state.put("project_secret", store.share(project_id, whose, audience.value))
        return ""

    attempt(work)


def _made() -> None:
    secret = state.get("project_secret")
    if not secret:
        return
    state.put("project_secret", "")
    markup.draw(markup.note("Copy it now: the server keeps only a digest of it."))
    st.code(f"{_base()}?{LINK}={secret}", language=None)


def _base() -> str:
    """Return the address of the ranking page, as this browser reached the server."""
    found = urlsplit(st.context.url or "")
    folder = found.path.rpartition("/")[0]
    return f"{found.scheme}://{found.netloc}{folder}/" if found.netloc else "/"


def _end() -> None:
    def work(store: ProjectStore, whose: str) -> str:
        store.end_shares(state.get("project"), whose)
        return "All links are ended."

    attempt(work)
