"""The history of a project in words: every state, the way back to each, and names for some."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.project import NAME_LETTERS, StateLine
from prioritizer.domain.words import counted
from prioritizer.ui.kept import stores
from prioritizer.ui.projects import line as project_line
from prioritizer.ui.projects import owner, side_by_side
from prioritizer.ui.projects.listing import attempt, moment
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.projects.opening import ProjectStore

MOST_SHOWN = 50


def show() -> None:
    """Draw the states of the project that is open, the last first."""
    project_id, whose = state.get("project"), owner.right_now()
    if not project_id:
        markup.draw(markup.line(project_line.none_open()))
        return
    stores.writer().flush(project_id)
    store = stores.store()
    kept, lines = store.project(project_id, whose), store.history(project_id, whose)
    markup.draw(
        markup.note(
            "Each step says what you chose. Going back to one loses nothing: later steps "
            "stay in this list. Named states are kept for good; of the others, the last 400 "
            "are kept."
        )
    )
    _name(next(one for one in lines if one.number == kept.current))
    base = next((one for one in lines if one.number == state.get("project_base")), None)
    if base is not None:
        side_by_side.show(base)
    named = [one for one in reversed(lines) if one.name]
    if named:
        st.header("Named", anchor=False)
        for one in named[:MOST_SHOWN]:
            _row(one, kept.current, "named")
    st.header("All steps", anchor=False)
    for one in list(reversed(lines))[:MOST_SHOWN]:
        _row(one, kept.current, "step")
    if len(lines) > MOST_SHOWN:
        older = counted(len(lines) - MOST_SHOWN, "step")
        markup.draw(markup.note(f"{older} before these are kept, too: undo leads to them."))


def _name(present: StateLine) -> None:
    with (
        st.form(f"project-state-{present.number}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        name = st.text_input(
            "Name of the state as it is now",
            value=present.name,
            max_chars=NAME_LETTERS,
            width=360,
            placeholder="As sent to the county",
        )
        is_pressed = st.form_submit_button("Keep under this name")
    if is_pressed:

        def work(store: ProjectStore, _whose: str) -> str:
            right = owner.right_now()
            store.name_state(state.get("project"), right, present.number, name)
            return ""

        attempt(work)
        st.rerun()


def _row(one: StateLine, current: int, where: str) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"{where}-{one.number}"
    ):
        name = f"<b>{escape_html(one.name, limit=NAME_LETTERS)}</b>: " if one.name else ""
        markup.draw(
            f'<p class="pp-why">{name}{escape_html(one.said, limit=240)}<br>'
            f"<small>step {one.number}, {escape_html(moment(one.at))}{_fork(one)}{_who(one)}"
            "</small></p>"
        )
        if one.number == current:
            st.markdown(":material/check: now")
        else:
            st.button(
                "Compare",
                key=f"{where}-base-{one.number}",
                type="tertiary",
                help=f"Step {one.number} beside the present",
                on_click=state.put,
                args=("project_base", one.number),
            )
            st.button(
                "Go to this state",
                key=f"{where}-go-{one.number}",
                type="tertiary",
                on_click=_go,
                args=(one.number,),
            )


def _fork(one: StateLine) -> str:
    return f", from step {one.parent}" if one.parent not in (0, one.number - 1) else ""


def _who(one: StateLine) -> str:
    if not state.get("project_several") and not one.who:
        return ""
    return f", {escape_html(one.who or 'the owner', limit=80)}"


def _go(number: int) -> None:
    def work(_store: ProjectStore, _whose: str) -> str:
        project_line.go_to(number)
        return f"As it was at step {number}."

    attempt(work)
