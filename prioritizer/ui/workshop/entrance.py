"""Coming in: who waits in the lobby, cards for one person each, by card only."""

from __future__ import annotations

from functools import partial

import streamlit as st

from prioritizer.domain.authority import Actor
from prioritizer.domain.words import counted
from prioritizer.domain.workshop import State, Workshop
from prioritizer.errors import PrioritizerError
from prioritizer.exports.formats import PDF
from prioritizer.exports.layouts.cards import cards_pdf
from prioritizer.languages.speech import LANGUAGES
from prioritizer.ui.phone.entrance_pages import CARDS, LINK_OPEN, USUAL_CARDS, WATCHING
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.qr import qr_source
from prioritizer.ui.server import serving
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html, fault_words
from prioritizer.ui.workshop import session as room
from prioritizer.ui.workshop.more import leader_of
from prioritizer.workflow.workshop import lobby, places, seats, watching
from prioritizer.workflow.workshop.places import MOST_AT_ONCE
from prioritizer.workflow.workshop.seats import SeatState

EVERY = 3.0


def show(actor: Actor, workshop: Workshop) -> None:
    """Draw the lobby and the cards."""
    if workshop.state is State.CLOSED:
        markup.draw(markup.note("The workshop is over; nobody can join."))
        return
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Lobby", anchor=False)
        _switch(
            workshop.id,
            "lobby",
            "People who join with the shared code wait until you let them in",
            is_on=workshop.has_lobby,
        )
        _waiting(workshop.id)
        st.subheader("Looking on", anchor=False)
        _watching(workshop.id)
    with right:
        st.subheader("Cards for one person each", anchor=False)
        _cards(actor, workshop)


def _switch(workshop_id: str, what: str, label: str, *, is_on: bool) -> None:
    st.toggle(
        label,
        is_on,
        key=f"room-{what}-{workshop_id}-{is_on}",
        on_change=room.attempt,
        args=(partial(_set, workshop_id, what, not is_on),),
    )


def _set(workshop_id: str, what: str, wanted: bool, actor: Actor) -> str:
    by_card, has_lobby = (wanted if what == name else None for name in ("cards", "lobby"))
    places.set_entrance(
        serving.desk(), actor, workshop_id, places_only=by_card, lobby=has_lobby
    )
    said = {
        ("cards", True): "Only cards let people in now.",
        ("cards", False): "The shared code lets people in again.",
        ("lobby", True): "People who join with the shared code now wait.",
        ("lobby", False): "New people are in at once. People who are waiting still wait.",
    }
    return said[what, wanted]


@st.fragment(run_every=EVERY)
def _waiting(workshop_id: str) -> None:
    try:
        found = seats.seats(serving.desk(), room.leader(), workshop_id)
    except PrioritizerError as error:
        st.error(fault_words(error))
        return
    lines = [line for line in found.lines if line.state is SeatState.WAITING]
    if not lines:
        markup.draw(markup.note("Nobody waits."))
        return
    names = {group.id: group.name for group in found.workshop.groups}
    markup.draw(f'<p class="pp-room-count"><b>{len(lines)}</b> waiting</p>')
    with st.container(horizontal=True):
        _deed("Let all in", ":material/login:", partial(_let_in, workshop_id, None), "all-in")
        _deed("Refuse all", ":material/block:", partial(_refuse, workshop_id, None), "all-out")
    with st.container(height=420 if len(lines) > 6 else "content", border=False):
        for line in lines:
            with st.container(horizontal=True, vertical_alignment="center"):
                name = escape_html(line.alias)
                group = escape_html(names.get(line.group, ""))
                markup.draw(f'<p class="pp-why"><b>{name}</b>, {group}</p>')
                one = [line.id]
                _deed("Let in", "", partial(_let_in, workshop_id, one), f"in-{line.id}")
                _deed("Refuse", "", partial(_refuse, workshop_id, one), f"out-{line.id}")


def _watching(workshop_id: str) -> None:
    markup.draw(markup.note(WATCHING))
    whose, link = state.get("room_watch_link") or ("", "")
    if whose == workshop_id:
        source = escape_html(qr_source(link), limit=20_000)
        markup.draw(
            f'<div class="pp-room-qr"><img alt="QR code of the link" src="{source}"></div>'
        )
        st.code(link, language=None, wrap_lines=True)
    is_open = watching.has_link(serving.desk(), room.leader(), workshop_id)
    with st.container(horizontal=True):
        make = partial(_new_link, workshop_id)
        _deed("Make a link for observers", ":material/visibility:", make, "watch")
        if is_open:
            _deed("End the link", "", partial(_end_link, workshop_id), "unwatch")
    if is_open and whose != workshop_id:
        markup.draw(markup.note(LINK_OPEN))


def _new_link(workshop_id: str, actor: Actor) -> str:
    token = watching.new_link(serving.desk(), actor, workshop_id)
    state.put("room_watch_link", (workshop_id, f"{room.origin()}{PREFIX}/o/{token}"))
    return "The link is below. Anyone who has it can watch."


def _end_link(workshop_id: str, actor: Actor) -> str:
    watching.end_link(serving.desk(), actor, workshop_id)
    state.put("room_watch_link", None)
    return "The link has ended; observers see nothing more."


def _deed(label: str, icon: str, work: partial[str], key: str) -> None:
    if st.button(label, key=f"room-{key}", icon=icon or None):
        room.attempt(work)
        st.rerun()


def _let_in(workshop_id: str, seat_ids: list[str] | None, actor: Actor) -> str:
    came = lobby.let_in(serving.desk(), actor, workshop_id, seat_ids)
    return f"{counted(len(came), 'seat')} let in; their phones go on by themselves."


def _refuse(workshop_id: str, seat_ids: list[str] | None, actor: Actor) -> str:
    n = lobby.refuse(serving.desk(), actor, workshop_id, seat_ids)
    return f"{counted(n, 'seat')} not let in."


def _cards(actor: Actor, workshop: Workshop) -> None:
    markup.draw(markup.note(CARDS))
    names = {"": "Each person chooses", **{g.id: g.name for g in workshop.groups}}
    left, middle, right = st.columns(3)
    count = left.number_input("How many", 1, MOST_AT_ONCE, USUAL_CARDS, key="room-cards")
    group = middle.selectbox(
        "Group", list(names), format_func=names.__getitem__, key="room-cards-group"
    )
    language = right.selectbox(
        "Language",
        list(LANGUAGES),
        list(LANGUAGES).index(workshop.language),
        format_func=LANGUAGES.__getitem__,
        key="room-cards-language",
    )
    base, leader = f"{room.origin()}{PREFIX}", leader_of(actor)

    def build() -> bytes:
        who = (serving.desk(), leader(), workshop.id)
        made = places.make(*who, count=int(count), group=group or "")
        return cards_pdf(made, base, language or "")

    if not room.reaches_phones(base):
        st.warning(
            "Phones cannot reach the address that the cards would bear: it means this computer "
            "only. Open this page under the address of the room first.",
            icon=":material/wifi_off:",
        )
    st.download_button(
        "Make cards (PDF)",
        build,
        "cards.pdf",
        PDF.media_type,
        on_click="ignore",
        icon=":material/qr_code_2:",
    )
    _switch(workshop.id, "cards", "Only cards let people in", is_on=workshop.is_places_only)
    _free(workshop.id)


@st.fragment(run_every=EVERY)
def _free(workshop_id: str) -> None:
    try:
        n = places.free(serving.desk(), room.leader(), workshop_id)
    except PrioritizerError as error:
        st.error(fault_words(error))
        return
    markup.draw(markup.note(f"{counted(n, 'card')} not used yet."))
    if n:
        _deed("End all unused cards", "", partial(_withdraw, workshop_id), "cards-end")


def _withdraw(workshop_id: str, actor: Actor) -> str:
    n = places.withdraw(serving.desk(), actor, workshop_id)
    return f"{counted(n, 'card')} ended. They let nobody in any more."
