"""The projector page: a second window for the room, steered here or from Facilitate."""

from __future__ import annotations

from functools import partial

import streamlit as st

from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Workshop
from prioritizer.errors import PrioritizerError
from prioritizer.languages.speech import gettext, speaking
from prioritizer.ui.server import serving
from prioritizer.ui.shell import markup, session, theme
from prioritizer.ui.shell.text import escape_html, escape_markdown, fault_words
from prioritizer.ui.workshop import door, map_stage
from prioritizer.ui.workshop import screen as room_screen
from prioritizer.ui.workshop import session as room
from prioritizer.ui.workshop import words as room_words
from prioritizer.ui.workshop.screen import MAP_STAGE, STAGES, View
from prioritizer.ui.workshop.session import Screen
from prioritizer.workflow.workshop import facilitating, screening
from prioritizer.workflow.workshop.facilitating import BUDGET_STAGE
from prioritizer.workflow.workshop.pulse import Pulse, pulse
from prioritizer.workflow.workshop.service import visible

EVERY = 2.0
CLOSED = (
    "Nothing to show here. Sign in on the Facilitate page, choose a workshop and open its "
    "projector from there."
)


def show() -> None:
    """Draw the page."""
    session.start(session.criteria())
    st.html(theme.ASSETS / "room.css")
    workshop_id = st.query_params.get("workshop", "")
    if not workshop_id or not serving.is_on():
        st.title("Projector", anchor=False)
        _choice()
        return
    st.html(theme.ASSETS / "projector.css")
    _screen(workshop_id)


def _choice() -> None:
    """Offer the workshops one leads; say how to get there where there is none."""
    try:
        workshops = visible(serving.desk(), room.leader()) if serving.is_on() else ()
    except (PrioritizerError, OSError):
        workshops = ()
    if not workshops:
        markup.draw(markup.note(CLOSED))
        return
    st.markdown("Which workshop shall the room see? It opens in a window of its own.")
    for workshop in workshops:
        st.link_button(
            escape_markdown(f"{workshop.title}, {room_words.where(workshop)}"),
            f"{room.origin()}/projector?workshop={workshop.id}",
            icon=":material/connected_tv:",
        )


@st.fragment(run_every=EVERY)
def _screen(workshop_id: str) -> None:
    try:
        actor = room.leader()
        seen = pulse(serving.desk(), actor, workshop_id)
        chosen = room.screen(actor, workshop_id)
        body, number, drawn = _stage(actor, seen, chosen)
    except PrioritizerError as error:
        st.info(f"{fault_words(error)} {CLOSED}")
        return
    above = " above" if drawn is not None and drawn.sites else ""
    markup.draw(
        f'<div class="pp-screen{above}" lang="{seen.workshop.language}" '
        f'data-revision="{seen.revision}" data-stage="{chosen.stage}">'
        f"{_title(seen, chosen.stage, number)}"
        f'<div class="stage">{body}</div></div>'
    )
    if drawn is not None:
        map_stage.show(drawn, seen.workshop.language)
    _steps(workshop_id, chosen.stage)


def _title(seen: Pulse, number: int, shown: int) -> str:
    workshop = seen.workshop
    simulated = "<b>Simulated people</b> " if workshop.is_simulated else ""
    with speaking(workshop.language):
        title = workshop.title if number == 0 else gettext(STAGES[number])
        rounds = escape_html(_round_words(workshop, shown, is_budget=number == BUDGET_STAGE))
    name = escape_html(title, limit=40)
    return f'<div class="title"><div>{name}</div><span>{simulated}{rounds}</span></div>'


def _round_words(workshop: Workshop, shown: int, *, is_budget: bool) -> str:
    if workshop.budget_round is not None and (is_budget or shown == workshop.budget_round):
        return gettext("Budget round")
    return gettext("Round {round} of {n}", round=shown, n=workshop.n_rounds)


def _stage(
    actor: Actor, seen: Pulse, screen: Screen
) -> tuple[str, int, map_stage.Stage | None]:
    """Return what the stage shows, of which round, and the map if it is that stage."""
    workshop = seen.workshop
    found = room.result(actor, seen) if screen.stage else None
    if found is None or not found.rounds:
        counted = facilitating.progress(serving.desk(), actor, workshop.id)
        body = door.counts(counted, screen, room.origin(), is_waiting=screen.stage > 0)
        return body, workshop.round, None
    number = found.rounds[-1].number
    if screen.stage == MAP_STAGE:
        drawn = map_stage.stage(found, has_aliases=screen.has_aliases)
        return drawn.body, number, drawn
    with speaking(workshop.language):
        names = room_words.site_names(
            found.problem, workshop.id, has_aliases=screen.has_aliases
        )
    view = View(found, names)
    return room_screen.stage(screen.stage, view), number, None


def _steps(workshop_id: str, number: int) -> None:
    with st.container(
        horizontal=True, key="projector-steps", vertical_alignment="center", gap="small"
    ):
        st.button(
            "Back",
            icon=":material/chevron_left:",
            disabled=number == 0,
            shortcut="Left",
            on_click=_go,
            args=(workshop_id, number - 1),
        )
        st.button(
            "Next",
            icon=":material/chevron_right:",
            disabled=number == len(STAGES) - 1,
            shortcut="Right",
            on_click=_go,
            args=(workshop_id, number + 1),
        )
        markup.draw(markup.note(f"{number + 1} of {len(STAGES)}: {STAGES[number]}"))


def _go(workshop_id: str, number: int) -> None:
    room.attempt(partial(_shown, workshop_id, number))


def _shown(workshop_id: str, number: int, actor: Actor) -> str:
    stage = max(0, min(number, len(STAGES) - 1))
    screening.show_stage(serving.desk(), actor, workshop_id, stage)
    return ""


show()
