"""The seats of a room: who is in and what each is doing, set aside, another phone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Mode, State, Workshop
from prioritizer.errors import PrioritizerError
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.qr import qr_source
from prioritizer.ui.phone.seat_pages import (
    ANONYMOUS,
    COMES_BACK,
    LOBBY,
    counts_words,
    lets_back,
)
from prioritizer.ui.server import serving
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html, escape_markdown, fault_words
from prioritizer.ui.workshop import session as room
from prioritizer.workflow.workshop import places, seats
from prioritizer.workflow.workshop.seats import MOST_REASON, SeatLine, SeatState

EVERY = 3.0


def show(actor: Actor, workshop: Workshop) -> None:
    """Draw the list, and what can be done about one seat."""
    table, deeds = st.columns([1.5, 1], gap="large")
    with table:
        wanted = st.text_input(
            "Find a seat", max_chars=60, placeholder="Name, group, state", key="room-find"
        )
        _list(workshop.id, wanted)
    with deeds:
        st.subheader("One seat", anchor=False)
        _deeds(actor, workshop, wanted)


@st.fragment(run_every=EVERY)
def _list(workshop_id: str, wanted: str) -> None:
    try:
        found = seats.seats(serving.desk(), room.leader(), workshop_id)
    except PrioritizerError as error:
        st.error(fault_words(error))
        return
    lines = found.matching(wanted)
    shown = f" {len(lines)} shown." if wanted else ""
    markup.draw(f'<p class="pp-room-count">{counts_words(found)}{shown}</p>')
    if found.workshop.mode is Mode.ANONYMOUS:
        markup.draw(markup.note(ANONYMOUS))
    if lines:
        table = seats_html(found.workshop, lines)
        markup.draw(f'<div class="pp-scroll pp-seats" tabindex="0">{table}</div>')


def seats_html(workshop: Workshop, lines: Sequence[SeatLine]) -> str:
    """Return a table of seats: alias, group, phone or paper, state with its reason."""
    names = {group.id: group.name for group in workshop.groups}
    rows = [
        (
            escape_html(line.alias),
            escape_html(names.get(line.group, "")),
            "paper" if line.is_paper else "phone",
            escape_html(f"{line.state.value}: {line.reason}" if line.reason else line.state),
        )
        for line in lines
    ]
    return markup.table(("Seat", "Group", "By", "State"), rows)


def _deeds(actor: Actor, workshop: Workshop, wanted: str) -> None:
    if workshop.state is State.CLOSED:
        markup.draw(markup.note("The workshop is closed. Seats stay as they are."))
        return
    _show_link(workshop.id)
    found = seats.seats(serving.desk(), actor, workshop.id)
    lines = {line.id: line for line in found.matching(wanted)}
    chosen = st.selectbox(
        "Seat",
        list(lines),
        index=None,
        format_func=lambda seat: lines[seat].alias,
        placeholder="Choose one" if lines else "None there",
        key="room-seat",
    )
    line = lines.get(chosen or "")
    if line is None or line.state is SeatState.WAITING:
        return
    if line.state is SeatState.ASIDE:
        markup.draw(markup.note("Its answers count again, but not in a round shown meanwhile."))
        _button("Take it back", ":material/undo:", partial(_take_back, workshop.id, line.id))
        _offer_lobby(workshop)
        return
    _offer_aside(workshop, line)
    _offer_lobby(workshop)
    if not line.is_paper and workshop.mode is not Mode.ANONYMOUS:
        _button(
            "Link for another phone",
            ":material/phonelink_ring:",
            partial(_new_link, workshop.id, line.id),
            "For a phone that is lost or broken. The link works once, within the hour; the "
            "phone that has the seat now is then out, and the record tells that.",
        )


def _offer_aside(workshop: Workshop, line: SeatLine) -> None:
    with st.form("room-aside", border=False):
        reason = st.text_input(
            "Reason, without a name",
            max_chars=MOST_REASON,
            help="It stands in the record and on the phone. Answers of a round that is not "
            "shown yet do not count; it can be taken back until the reveal.",
            key="room-aside-reason",
        )
        pressed = st.form_submit_button("Set aside", icon=":material/person_off:")
    if pressed:
        room.attempt(partial(_set_aside, workshop.id, line.id, reason))
        st.rerun()


def _offer_lobby(workshop: Workshop) -> None:
    if not lets_back(workshop):
        return
    markup.draw(markup.note(COMES_BACK))
    _button(LOBBY, ":material/meeting_room:", partial(_use_lobby, workshop.id))


def _use_lobby(workshop_id: str, actor: Actor) -> str:
    places.set_entrance(serving.desk(), actor, workshop_id, lobby=True)
    return "Who comes by the shared code waits now: see Coming in."


def _button(label: str, icon: str, work: partial[str], tip: str = "") -> None:
    st.button(label, icon=icon, help=tip or None, on_click=room.attempt, args=(work,))


def _set_aside(workshop_id: str, seat_id: str, reason: str, actor: Actor) -> str:
    person = seats.set_aside(serving.desk(), actor, workshop_id, seat_id, reason)
    return f"{escape_markdown(person.alias)} is set aside; its phone says so."


def _take_back(workshop_id: str, seat_id: str, actor: Actor) -> str:
    person = seats.take_back(serving.desk(), actor, workshop_id, seat_id)
    return f"{escape_markdown(person.alias)} takes part again."


def _new_link(workshop_id: str, seat_id: str, actor: Actor) -> str:
    person, token = seats.new_seat_link(serving.desk(), actor, workshop_id, seat_id)
    link = f"{room.origin()}{PREFIX}/s/{token}"
    state.put("room_seat_link", (workshop_id, person.alias, link))
    return f"Let {escape_markdown(person.alias)} scan the code, and nobody else. It works once."


def _show_link(workshop_id: str) -> None:
    whose, name, link = state.get("room_seat_link") or ("", "", "")
    if whose != workshop_id:
        return
    source = escape_html(qr_source(link), limit=20_000)
    words = markup.note(f"The seat of <b>{escape_html(name)}</b>, on another phone:")
    picture = f'<img alt="QR code of the link" src="{source}">'
    markup.draw(f'{words}<div class="pp-room-qr">{picture}</div>')
    st.code(link, language=None, wrap_lines=True)
    st.button("It has been scanned", on_click=state.put, args=("room_seat_link", None))
