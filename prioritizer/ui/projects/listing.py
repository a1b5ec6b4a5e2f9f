"""The list of a person's projects: open, rename, copy, put away, delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from prioritizer.domain.project import NAME_LETTERS, KeptProject
from prioritizer.domain.words import counted
from prioritizer.errors import PrioritizerError
from prioritizer.ui.kept import stores
from prioritizer.ui.projects import autosave, owner
from prioritizer.ui.projects import line as project_line
from prioritizer.ui.shell import fresh, markup, once, state
from prioritizer.ui.shell.text import escape_html, escape_markdown, plain
from prioritizer.workflow.projects.opening import ProjectStore, of_address

MOST_SHOWN = 25
LINKS_STAY = (
    "The project is in the archive. Its links still work. To end them, open it and go to Share."
)


def show() -> None:
    """Draw the list and what can be done with one of its projects."""
    whose = owner.owner_now()
    found = stores.store().projects(whose) if whose and stores.is_there() else ()
    _start()
    _of_others()
    if not found:
        is_reader = any(map(state.get, fresh.NOT_SAVED))
        none = "You have no project yet. Your first choice starts one."
        markup.draw(markup.line(project_line.none_open() if is_reader else none))
        return
    active = [kept for kept in found if not kept.is_archived]
    away = [kept for kept in found if kept.is_archived]
    for kept in active[:MOST_SHOWN]:
        _row(kept)
    if len(active) > MOST_SHOWN:
        markup.draw(markup.note(f"{len(active) - MOST_SHOWN} older ones: choose below."))
    if away:
        with st.expander(
            f"Archive ({len(away)})", icon=":material/archive:", key="projects-archive"
        ):
            for kept in away[:MOST_SHOWN]:
                _row(kept)
    _manage(found)


def _start() -> None:
    if state.get("project") or any(map(state.get, fresh.NOT_SAVED)):
        st.button(
            "Start afresh",
            icon=":material/add:",
            key="project-new",
            on_click=autosave.let_go,
            help="With the sample and equal weights. The open project stays as it is.",
        )


def _of_others() -> None:
    """Draw the projects of others that whoever looks may edit."""
    right = of_address(owner.address_now())
    found = stores.store().projects_to_edit(right) if right and stores.is_there() else ()
    if found:
        st.header("Of others, for you to edit", anchor=False)
        for kept in found[:MOST_SHOWN]:
            _row(kept)
        st.header("Your own", anchor=False)


def _row(kept: KeptProject) -> None:
    is_open = kept.id == state.get("project")
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"project-row-{kept.id}"
    ):
        markup.draw(
            f'<p class="pp-why"><b>{escape_html(kept.name, limit=NAME_LETTERS)}</b><br>'
            f"<small>{_times(kept)}</small></p>"
        )
        if is_open:
            st.markdown(":material/check: open")
        else:
            st.button(
                "Open",
                key=f"project-open-{kept.id}",
                on_click=project_line.open_,
                args=(kept.id,),
                help=escape_markdown(f"Open {kept.name}"),
            )


def _times(kept: KeptProject) -> str:
    steps = counted(max(kept.n_states - 1, 0), "step")
    return (
        f"changed {escape_html(moment(kept.changed_at))}, begun "
        f"{escape_html(kept.created_at[:10])}, {steps}"
    )


def moment(text: str) -> str:
    """Return a time in UTC as a person reads it."""
    return f"{text[:10]} {text[11:16]} UTC"


def attempt(work: Callable[[ProjectStore, str], str]) -> None:
    """Do something with projects as whoever looks now; faults become words."""
    try:
        notice = work(stores.store(), owner.owner_now())
        state.put("project_refused", "")
        if notice:
            st.toast(escape_markdown(notice), icon=":material/check:")
    except PrioritizerError as error:
        state.put("project_refused", str(error))


def _manage(found: Sequence[KeptProject]) -> None:
    by_id = {kept.id: kept for kept in found}
    if state.get("project_managed") not in by_id:
        present = state.get("project")
        state.put("project_managed", present if present in by_id else found[0].id)
    st.header("Change one", anchor=False)
    names = list(by_id)
    st.selectbox(
        "Project",
        names,
        format_func=lambda one: _named(by_id[one]),
        **state.started("project_managed", "index", names),
    )
    kept = by_id[state.get("project_managed")]
    _rename(kept)
    once.of("project-copy").show()
    with st.container(horizontal=True, gap="small"):
        st.button("Make a copy", key="project-copy", on_click=_copy, args=(kept,))
        st.button(
            "Take out of the archive" if kept.is_archived else "Put into the archive",
            key="project-archive",
            on_click=_archive,
            args=(kept,),
        )
        st.button("Delete …", key="project-delete", on_click=_ask, args=(kept.id,))
    if state.get("project_deleting") == kept.id:
        _confirm(kept)


def _named(kept: KeptProject) -> str:
    return f"{plain(kept.name, limit=NAME_LETTERS)} · {moment(kept.changed_at)}"


def _rename(kept: KeptProject) -> None:
    with (
        st.form(f"project-rename-{kept.id}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        name = st.text_input("Name", value=kept.name, max_chars=NAME_LETTERS, width=360)
        is_pressed = st.form_submit_button("Rename")
    if is_pressed:

        def work(store: ProjectStore, whose: str) -> str:
            store.rename(kept.id, whose, name)
            if kept.id == state.get("project"):
                state.put("project_name", store.project(kept.id, whose).name)
            return ""

        attempt(work)
        st.rerun()


def _copy(kept: KeptProject) -> None:
    copied = once.of("project-copy")
    if not copied.is_free():
        return

    def work(store: ProjectStore, whose: str) -> str:
        stores.writer().flush(kept.id)
        name = f"{kept.name[: NAME_LETTERS - 6]}, copy"
        copy = store.duplicate(kept.id, whose, name)
        copied.made()
        state.put("project_managed", copy)
        return f"“{name}” is in the list. The project that is open has not changed."

    attempt(work)


def _archive(kept: KeptProject) -> None:
    def work(store: ProjectStore, whose: str) -> str:
        store.archive(kept.id, whose, is_archived=not kept.is_archived)
        is_shared = not kept.is_archived and bool(store.shares(kept.id, whose))
        return LINKS_STAY if is_shared else ""

    attempt(work)


def _ask(project_id: str) -> None:
    state.put("project_deleting", project_id)


def _confirm(kept: KeptProject) -> None:
    with st.container(border=True, key="project-confirm"):
        name = escape_html(kept.name, limit=NAME_LETTERS)
        steps = counted(kept.n_states, "state")
        markup.draw(
            markup.line(
                f"Delete <b>{name}</b> with {steps} and its links? It cannot be brought back."
            )
        )
        with st.container(horizontal=True, gap="small"):
            st.button("Keep it", key="project-keep", on_click=_ask, args=("",))
            st.button(
                "Delete for good", key="project-gone", type="primary", on_click=_delete,
                args=(kept,),
            )  # fmt: skip


def _delete(kept: KeptProject) -> None:
    def work(store: ProjectStore, whose: str) -> str:
        stores.writer().flush(kept.id)
        store.delete(kept.id, whose)
        state.put("project_deleting", "")
        if kept.id == state.get("project"):
            autosave.let_go()
        return f"“{kept.name}” is deleted."

    attempt(work)
