"""Who may edit a project besides its owner: people by address, or whoever has a link."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from prioritizer.domain.project import Editor
from prioritizer.domain.words import counted
from prioritizer.ui.kept import stores
from prioritizer.ui.projects import owner, secret_link
from prioritizer.ui.projects.autosave import EDIT
from prioritizer.ui.projects.listing import attempt, moment
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html, escape_markdown
from prioritizer.ui.workshop import session as room
from prioritizer.workflow.projects.opening import ProjectStore
from prioritizer.workflow.sites.audience import Audience

ALL_OF_IT = (
    "People who may edit see all of the project, restricted sites included. They can change "
    "what you can, except its name and its links, and they cannot archive or delete it. The "
    "history says who chose what."
)


def show() -> None:
    """Draw who may edit: people where the organisation signs them in, links elsewhere."""
    markup.draw(markup.line(ALL_OF_IT))
    if room.has_provider():
        _people()
    else:
        _links()


def _people() -> None:
    with (
        st.form("project-editor", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        address = st.text_input(
            "Address with which they sign in here", width=360, placeholder="ada@example.org"
        )
        if st.form_submit_button("Let them edit"):
            attempt(lambda store, whose: _add(store, whose, address))
            st.rerun()
    found = stores.store().editors(state.get("project"), owner.owner_now())
    if not found:
        markup.draw(markup.note("Nobody else may edit this project."))
    _list(found)


def _add(store: ProjectStore, whose: str, address: str) -> str:
    stores.writer().flush(state.get("project"))
    store.add_editor(state.get("project"), whose, address)
    state.put("project_several", True)
    return f"{address.strip()} finds it on the page Projects, once signed in."


def _list(found: Sequence[Editor]) -> None:
    for number, one in enumerate(found):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key=f"editor-{number}"
        ):
            markup.draw(
                f'<p class="pp-why">{escape_html(one.address)}<br>'
                f"<small>since {escape_html(moment(one.at))}</small></p>"
            )
            st.button(
                "No longer",
                key=f"project-editor-end-{number}",
                help=escape_markdown(f"{one.address} may edit no longer"),
                on_click=_end_editor,
                args=(one.address,),
            )


def _end_editor(address: str) -> None:
    def work(store: ProjectStore, whose: str) -> str:
        store.end_editor(state.get("project"), whose, address)
        _note_whether_several(store, whose)
        return f"{address} may edit no longer."

    attempt(work)


def _links() -> None:
    st.button(
        "Make a link to edit",
        icon=":material/edit:",
        key="project-share-edit",
        on_click=secret_link.make,
        args=("project_edit_secret", Audience.INTERNAL),
        kwargs={"may_edit": True},
    )
    secret_link.show_once("project_edit_secret", EDIT)
    found = [
        one
        for one in stores.store().shares(state.get("project"), owner.owner_now())
        if one.may_edit
    ]
    if not found:
        markup.draw(markup.note("There is no link to edit this project."))
        return
    times = ", ".join(escape_html(moment(one.at)) for one in found)
    markup.draw(markup.note(f"{counted(len(found), 'link')} to edit, made {times}."))
    st.button("End all links to edit", key="project-unshare-edit", on_click=_end_links)


def _end_links() -> None:
    def work(store: ProjectStore, whose: str) -> str:
        store.end_shares(state.get("project"), whose, may_edit=True)
        _note_whether_several(store, whose)
        return "All links to edit are ended. What was chosen by them stays."

    attempt(work)


def _note_whether_several(store: ProjectStore, whose: str) -> None:
    state.put("project_several", store.is_for_several(state.get("project"), whose))
