"""Sharing: links by which others read a project, made for some readers, listed, ended."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.project import Share
from prioritizer.domain.words import counted
from prioritizer.ui.kept import stores
from prioritizer.ui.parts.audience_bar import NAMES
from prioritizer.ui.projects import line as project_line
from prioritizer.ui.projects import owner, people_view, secret_link
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
    """Draw the links to read, and who may edit; for the owner alone."""
    if not state.get("project"):
        markup.draw(markup.line(project_line.none_open()))
        return
    if state.get("project_right"):
        markup.draw(
            markup.line(
                "This project belongs to somebody else; you may edit it. Its owner makes links "
                "and says who else may. Make a copy of your own to share it yourself."
            )
        )
        return
    st.header("Let others read", anchor=False)
    _to_read()
    st.header("Let others edit", anchor=False)
    people_view.show()


def _to_read() -> None:
    markup.draw(
        markup.line(
            "Anyone who has the link and can reach this server can read the project. They can "
            "try other weights; nothing of that is saved in your project. They see your later "
            "changes when they reload the page."
        )
    )
    audience = _readers()
    st.button(
        "Make a link to read",
        icon=":material/link:",
        key="project-share",
        on_click=secret_link.make,
        args=("project_secret", audience),
    )
    secret_link.show_once("project_secret", LINK)
    shares = [one for one in _shares() if not one.may_edit]
    if not shares:
        markup.draw(markup.note("There is no link to read this project."))
        return
    items = "".join(
        f"<li>{escape_html(MEANING[Audience(one.audience)])}; made "
        f"{escape_html(moment(one.at))}</li>"
        for one in shares
    )
    markup.draw(markup.note(f"{counted(len(shares), 'link')}:"), f"<ul>{items}</ul>")
    st.button("End all links to read", key="project-unshare", on_click=_end)


def _shares() -> tuple[Share, ...]:
    return stores.store().shares(state.get("project"), owner.owner_now())


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


def _end() -> None:
    def work(store: ProjectStore, whose: str) -> str:
        store.end_shares(state.get("project"), whose, may_edit=False)
        return "All links to read are ended."

    attempt(work)
