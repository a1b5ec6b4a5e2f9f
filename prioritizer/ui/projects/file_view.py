"""The project as a file: what goes along, the file to take, and a file to open."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

from prioritizer.domain.words import listed
from prioritizer.errors import PrioritizerError
from prioritizer.exports.formats import ZIP
from prioritizer.exports.project_file import packed
from prioritizer.ui.parts.audience_bar import NAMES
from prioritizer.ui.parts.beside import beside
from prioritizer.ui.parts.working import ask, is_asked, working
from prioritizer.ui.projects import carrying
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import faults, markup, session, state
from prioritizer.ui.shell.text import escape_html, escape_markdown, plain
from prioritizer.workflow.projects.archive import ENDING, MOST_PACKED
from prioritizer.workflow.projects.public import people_in
from prioritizer.workflow.sites.audience import MEANING, Audience

_UNSAFE = re.compile(r"[^\w.-]+")
MEGABYTE = 1_000_000
MOST_PEOPLE = 5
LARGE = 2 * MEGABYTE
READING = "Reading the file …"
TAKES_LONG = (
    "A large file: reading it, checking each figure and ranking it again may take a minute "
    "or two. Nothing is changed until it is done."
)


def show() -> None:
    """Draw the file to take and the file to open."""
    st.header("Take the project along", anchor=False)
    markup.draw(
        markup.line(
            "One file with everything: sites, criteria, weights, settings, locks, scenarios, "
            "programme, prices. On another computer it gives the same answer to the last bit; "
            "a digit that was changed on the way is named."
        )
    )
    audience = _readers()
    with faults.contained():
        _take_away(audience)
    st.header("Open a file", anchor=False)
    _brought()
    _open()


def _readers() -> Audience:
    """Ask for whom the file is, where something is restricted, and say what goes along."""
    if not cached.is_restricted(session.own_inventory()):
        return Audience.PUBLIC
    chosen = st.radio(
        "Who will get it",
        [audience.value for audience in NAMES],
        format_func={a.value: f"{name}. {MEANING[a]}" for a, name in NAMES.items()}.__getitem__,
        key="project-file-readers",
    )
    audience = Audience(chosen)
    if audience is Audience.INTERNAL:
        st.warning(
            "Restricted sites, fields and sources go along, readable for whoever gets the "
            "file. Do not pass it on.",
            icon=":material/lock:",
        )
    return audience


def _take_away(audience: Audience) -> None:
    standing = carrying.standing(audience)
    people = people_in(standing.choices)
    if people:
        names = escape_html(listed(people[:MOST_PEOPLE]), limit=200)
        more = " and others" if people[MOST_PEOPLE:] else ""
        markup.draw(
            markup.note(f"The file names who locked, edited or confirmed: {names}{more}.")
        )
    st.download_button(
        "Save as a file",
        data=lambda: packed(carrying.answered(standing)),
        file_name=f"{file_name()}{ENDING}",
        mime=ZIP.media_type,
        icon=":material/download:",
        key="project-file-save",
        on_click="ignore",
    )


def file_name() -> str:
    """Return the name of the project as that of a file."""
    return _UNSAFE.sub("-", plain(state.get("project_name"), limit=50)).strip("-.") or "project"


def _open() -> None:
    number = state.get("project_file_round")
    file = st.file_uploader(
        f"A project ({ENDING}), a report that carries it (PDF), or a decision record (JSON)",
        type=["zip", "pdf", "json"],
        key=f"project-file-{number}",
        max_upload_size=MOST_PACKED // MEGABYTE,
    )
    if file is not None:
        if file.size > LARGE:
            markup.draw(markup.note(TAKES_LONG))
        if is_asked("project_file_asked", file.file_id):
            _take_up(file.getvalue())
        st.button(
            f"Open {escape_markdown(plain(file.name, limit=60))}",
            type="primary",
            key="project-file-open",
            on_click=ask,
            args=("project_file_asked",),
        )


def _take_up(content: bytes) -> None:
    """Open a file in sight. What was open stays a project of its own."""
    try:
        with working("project_file_asked", READING) as work:
            project = beside(partial(carrying.read, content), work)
        state.put("project_brought", carrying.opened(project))
        state.put("project_refused", "")
        state.put("project_file_round", state.get("project_file_round") + 1)
    except PrioritizerError as error:
        state.put("project_refused", str(error))
    state.put("project_file_asked", None)
    st.rerun()


def _brought() -> None:
    found: carrying.Brought | None = state.get("project_brought")
    if found is None:
        return
    lines = (*found.differences, *found.told)
    if found.differences:
        st.warning(found.sentence, icon=":material/difference:")
    else:
        st.success(found.sentence, icon=":material/verified:")
    if lines:
        items = "".join(f"<li>{escape_html(line)}</li>" for line in lines)
        markup.draw(f'<ul class="pp-assumed">{items}</ul>')
