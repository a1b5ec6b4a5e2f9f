"""The workshops that somebody leads, and the rehearsal."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Workshop
from prioritizer.ui.server import serving
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.workshop import create as room_create
from prioritizer.ui.workshop import session as room
from prioritizer.ui.workshop import words as room_words
from prioritizer.workflow.workshop import demo


def show(workshops: Sequence[Workshop]) -> None:
    """Draw the list, with the form for a new workshop beside it."""
    listing, making = st.columns([1.15, 1], gap="large")
    with listing:
        st.subheader("Your workshops", anchor=False)
        if not workshops:
            markup.draw(
                markup.note("None yet. Create one, or rehearse with simulated people first.")
            )
        for workshop in workshops:
            _entry(workshop)
        _rehearsal()
    with making:
        made = room_create.show()
    if made:
        choose(made)
        st.rerun()


def _entry(workshop: Workshop) -> None:
    simulated = ' <span class="pp-simulated">simulated</span>' if workshop.is_simulated else ""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        markup.draw(
            f'<div class="pp-block"><b>{escape_html(workshop.title)}</b>{simulated}'
            f'<small><span class="pp-state {workshop.state.value}">{workshop.state.value}'
            f"</span> {room_words.round_of(workshop)} · "
            f"{workshop.mode.value} · {workshop.technique.value}</small></div>"
        )
        st.space("stretch")
        st.button("Open", key=f"open-{workshop.id}", on_click=choose, args=(workshop.id,))


def choose(workshop_id: str | None) -> None:
    """Go to a workshop, or back to the list."""
    state.put("room_workshop", workshop_id)
    state.put("room_confirm", "")
    state.put("room_view", "run")


def _rehearsal() -> None:
    with st.container(border=True):
        what = (
            "**Rehearse.** Thirty simulated people in three camps play two rounds on the "
            "sites you look at now. The workshop is marked as simulated for good."
        )
        markup.draw(markup.line(markup.prose(what)))
        st.button(
            "Rehearse with 30 simulated people",
            icon=":material/smart_toy:",
            on_click=room.attempt,
            args=(_rehearse,),
        )


def _rehearse(actor: Actor) -> str:
    played = demo.play(serving.desk(), actor, room_create.present_problem())
    choose(played.id)
    return "Played: two rounds by simulated people. Look at the results, and the projector."
