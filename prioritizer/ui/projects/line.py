"""The first line of a page: which project it is, whether it is saved, undo and redo."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st
from streamlit.navigation.page import Page

from prioritizer.domain.project import KeptProject
from prioritizer.errors import PrioritizerError
from prioritizer.ui.kept import stores
from prioritizer.ui.projects import autosave, ending, owner, taking_up
from prioritizer.ui.projects.autosave import EDIT, LINK, NOBODY_KNOWN, OWN
from prioritizer.ui.shell import component, fresh, links, markup, session, state
from prioritizer.ui.shell.text import escape_markdown, fault_words, plain
from prioritizer.ui.shortlist import edits

COMPONENT = "prioritizer_project_line"
STATUS = '<span role="status"></span><button type="button"></button>'
COPY = {
    "offer": "Copy link",
    "short": "Link",
    "done": "Link copied",
    "failed": "Copy the address above",
}
NONE_YET = "No project yet. Your first choice starts one and saves it."
# How often a page that several edit asks whether another one has changed it.
EVERY = 4.0
LOOKED_AT = "as it was: try what you like, nothing is saved"
NO_PROJECT = "No project is open. Your first choice starts one."
BY_LINK = "You read this project by link. “Make it my own” starts a project of yours from it."
UNSAVED = "no longer yours to edit: nothing is saved"
LINK_OVER = "the link was ended: nothing is saved"
READ_ONLY = "read by link: try what you like, nothing is saved"
TRIED = "changed by you: this is not the answer of the project, nothing is saved"
MOST_TRIED = 3


def none_open() -> str:
    """Return in words why no project of one's own is open."""
    if state.get("project_ended"):
        return str(state.get("project_ended"))
    return BY_LINK if state.get("project_link") else NO_PROJECT


def show(address: str, pages: Mapping[str, Page]) -> None:
    """Draw the line, and below it what a person has to know; nothing for a fresh page.

    ``address`` is that of the page: the browser puts the id of the project beside it.
    """
    _said_once()
    if any(map(state.get, ("project", "project_link", "project_ended"))):
        with st.container(
            horizontal=True, gap="small", vertical_alignment="center", key="project-line"
        ):
            name = escape_markdown(plain(_name(), limit=80))
            st.page_link(
                pages["projects"],
                label=f":gray[Project] **{name}**",
            )
            _status(address)
            if state.get("project_at"):
                _looked_at()
            elif state.get("project"):
                _both_ways()
            else:
                _read()
    elif state.get("visit_owner"):
        with st.container(
            horizontal=True, gap="small", vertical_alignment="center", key="project-line"
        ):
            markup.draw(f'<p class="pp-project"><span>{NONE_YET}</span></p>')
            _last()
            if not state.get("project_refused"):
                _status(address)  # takes out of the address what is open no more
    elif fresh.chosen(fresh.present()):
        markup.draw(markup.note(NOBODY_KNOWN))
    _faults()


def _name() -> str:
    """Return the name of the project, as the readers of the page may see it."""
    return session.told(str(state.get("project_name")))


def _last() -> None:
    last: KeptProject | None = state.get("project_last")
    if last is not None:
        st.button(
            f"Go on with {escape_markdown(last.name)}",
            key="project-last",
            type="tertiary",
            icon=":material/history:",
            on_click=open_,
            args=(last.id,),
        )


def open_(project_id: str) -> None:
    """Open a project; a callback."""
    try:
        autosave.take_up(taking_up.opened(project_id, owner.owner_now()))
    except PrioritizerError as error:
        state.put("project_refused", str(error))


def _status(address: str) -> None:
    """Draw whether it is saved; the browser asks when it is, and shows it then."""
    project_id, link = state.get("project"), state.get("project_link")
    behind = stores.writer()
    is_pending = bool(project_id) and behind.is_pending(project_id)
    said = READ_ONLY if link else "Saving …" if is_pending else "Saved"
    scenario = session.told(state.get("project_at_name"))
    if state.get("project_at"):
        said = LOOKED_AT
    if state.get("project_ended"):
        said = LINK_OVER if ending.is_of_link() else UNSAVED
    elif not (project_id or link):
        said = ""  # a fresh page
    elif autosave.tried():
        said = TRIED
    fault = state.get("project_fault") or behind.fault(autosave.page())
    ticket = f"{stores.PREFIX.lstrip('/')}/{stores.ticket(autosave.page())}"
    name, value = in_address()
    component.mount(
        COMPONENT,
        STATUS,
        css=component.asset("project_line.css"),
        js=component.asset("project_line.js"),
        key="project-status",
        width="content",
        data={
            "page": address,
            "visit": state.get("visit"),
            "name": name,
            "value": value,
            "said": "Not saved" if fault and not is_pending else said,
            "ask": ticket if is_pending and not state.get("project_at") else "",
            "scenario": scenario,
            "place": links.standing(address),
            "copy": COPY,
        },
    )


def _looked_at() -> None:
    st.markdown(
        f"**{escape_markdown(plain(session.told(state.get('project_at_name')), limit=80))}**"
    )
    st.button("Back to now", key="project-now", on_click=_back_to_now)
    st.button(
        "Put this state in force",
        key="project-in-force",
        type="tertiary",
        on_click=_put_in_force,
    )


def _read() -> None:
    """Offer who reads by link a copy and, where they have changed something, the way back."""
    if tried := autosave.tried():
        more = ["…"] if tried[MOST_TRIED:] else []
        st.button(
            "Back to the project",
            key="project-back",
            icon=":material/undo:",
            help=escape_markdown("\n".join([*tried[:MOST_TRIED], *more])),
            on_click=_back_to_shared,
        )
    st.button("Make it my own", key="project-own", on_click=_make_own)


def _back_to_shared() -> None:
    """Show the project as its link gives it now; a callback."""
    link = state.get("project_link")
    try:
        autosave.take_up(
            taking_up.opened_by_link(link, state.get("project_at_name")), link=link
        )
    except PrioritizerError as error:
        state.put("project_refused", str(error))


def _back_to_now() -> None:
    _take_other(0)


def _put_in_force() -> None:
    _take_other(state.get("project_at"))


def in_address() -> tuple[str, str]:
    """Return under which name the address holds the project of this page, and what."""
    for name, value in ((LINK, state.get("project_link")), (EDIT, state.get("project_edit"))):
        if value:
            return name, value
    return OWN, state.get("project")


def _both_ways() -> None:
    for name, icon, words, is_on in (
        ("undo", ":material/undo:", "Undo", state.get("project_undo")),
        ("redo", ":material/redo:", "Redo", state.get("project_redo")),
    ):
        st.button(
            words,
            icon=icon,
            key=f"project-{name}",
            type="tertiary",
            disabled=not is_on,
            help="Ctrl+Z, outside of fields" if name == "undo" else "Ctrl+Y, outside of fields",
            on_click=partial(step, is_back=name == "undo"),
        )


def step(*, is_back: bool) -> None:
    """Put the state before, or the one after, in force; a callback."""
    project_id, whose = state.get("project"), owner.right_now()
    try:
        autosave.keep()
        stores.writer().flush(project_id)
        store = stores.store()
        kept, lines = store.project(project_id, whose), store.history(project_id, whose)
        present = next(line for line in lines if line.number == kept.current)
        wanted = [
            line
            for line in lines
            if (line.number == present.parent if is_back else line.parent == present.number)
        ]
        if not wanted:
            st.toast("There is nothing before." if is_back else "There is nothing after.")
            return
        go_to(wanted[-1].number)
        said = present.said if is_back else wanted[-1].said
        words = "Taken back" if is_back else "Done again"
        st.toast(f"{words}: {escape_markdown(said)}", icon=":material/history:")
    except PrioritizerError as error:
        state.put("project_refused", str(error))


def go_to(number: int) -> None:
    """Put a state of the project in force, and show it."""
    project_id, whose = state.get("project"), owner.right_now()
    store = stores.store()
    one = store.go_to(project_id, whose, number)
    stores.writer().revise(project_id)
    found = taking_up.moved(store.project(project_id, whose), one, whose)
    before = state.get("pilots_kept_edits")
    autosave.take_up(found, edit=state.get("project_edit"))
    left = edits.follow(before, state.get("pilots_kept_edits"))
    state.put("project_told", None)
    state.put("project_refused", " ".join(left))


def _make_own() -> None:
    """Make what came by a link a project of one's own; a callback, once."""
    if state.get("project"):
        return
    state.put("project_link", "")
    state.put("project", "")
    autosave.begin_from_here(f"{state.get('project_name')}, my copy")


def _said_once() -> None:
    """Say quietly, once, that a project was taken up, and what of it could not be."""
    told = state.get("project_told")
    if told is None:
        return
    state.put("project_told", None)
    name = escape_markdown(_name())
    st.toast(f"**{name}** is open as it was left.", icon=":material/folder_open:")
    for words in told:
        st.warning(escape_markdown(words))


def _faults() -> None:
    """Say what went wrong with the project, as long as it is so."""
    refused = state.get("project_refused")
    if refused:
        with st.container(horizontal=True, vertical_alignment="center", key="project-refused"):
            st.warning(fault_words(PrioritizerError(refused)), icon=":material/error:")
            st.button(
                "Understood", key="project-understood", on_click=state.put,
                args=("project_refused", ""),
            )  # fmt: skip
    fault = state.get("project_fault") or stores.writer().fault(autosave.page())
    if fault:
        st.warning(fault_words(PrioritizerError(fault)), icon=":material/error:")
    if state.get("project_ended"):
        st.warning(state.get("project_ended"), icon=":material/link_off:")
    if state.get("project_partly"):
        st.info(escape_markdown(state.get("project_partly")), icon=":material/database:")
    if state.get("project"):
        every = EVERY if state.get("project_several") else None
        st.fragment(_beside, run_every=every)()


def _beside() -> None:
    """Say that somebody else has changed the project, and offer to take that up."""
    if ending.is_ended():
        st.rerun()
    number = stores.writer().other(autosave.page())
    is_passed = number in (0, state.get("project_other"))
    if is_passed and not autosave.is_elsewhere():
        return
    with st.container(horizontal=True, vertical_alignment="center", key="project-elsewhere"):
        st.warning(
            "This project was changed since, in another tab or by somebody else. What you "
            "choose here is kept beside it; both stand in the history."
            if is_passed
            else "Somebody else changed this project at the same time. Your choice is in "
            f"force; the other one is step {number} of the history.",
            icon=":material/group:",
        )
        if st.button("Take up the other", key="project-other"):
            _take_other(0 if is_passed else number)
            st.rerun()
        if not is_passed and st.button("Keep mine", key="project-mine"):
            state.put("project_other", number)
            st.rerun()


def _take_other(number: int) -> None:
    """Show the state of somebody else: the one in force, or the one of a number."""
    project_id = state.get("project")
    try:
        if number:
            go_to(number)
            state.put("project_other", number)
            return
        found = taking_up.opened(project_id, owner.right_now())
        autosave.take_up(found, edit=state.get("project_edit"))
    except PrioritizerError as error:
        state.put("project_refused", str(error))
