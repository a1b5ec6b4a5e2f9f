"""The facilitator's page: sign in, create, run, look at results, hand over, take away."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.authority import Actor, Role
from prioritizer.domain.workshop import Workshop
from prioritizer.errors import PrioritizerError
from prioritizer.ui.parts.view_switch import view_switch
from prioritizer.ui.server import serving
from prioritizer.ui.shell import faults, markup, session, state, theme
from prioritizer.ui.shell.text import escape_html, escape_markdown, fault_words
from prioritizer.ui.workshop import devices as room_devices
from prioritizer.ui.workshop import entrance as room_entrance
from prioritizer.ui.workshop import entry as room_entry
from prioritizer.ui.workshop import listing as room_list
from prioritizer.ui.workshop import more as room_more
from prioritizer.ui.workshop import opened as room_opened
from prioritizer.ui.workshop import proposed as room_proposed
from prioritizer.ui.workshop import results as room_results
from prioritizer.ui.workshop import run as room_run
from prioritizer.ui.workshop import seats as room_seats
from prioritizer.ui.workshop import session as room
from prioritizer.ui.workshop import words as room_words
from prioritizer.workflow.workshop import signing_in
from prioritizer.workflow.workshop.pulse import Pulse, pulse
from prioritizer.workflow.workshop.service import visible

VIEWS = {
    "run": "Run",
    "entrance": "Coming in",
    "seats": "Seats",
    "results": "Results",
    "proposals": "Proposed sites",
    "more": "Colleague & paper",
    "record": "Record & files",
}


def show() -> None:
    """Draw the page."""
    session.start(session.criteria())
    theme.apply_evidence()
    st.html(theme.ASSETS / "room.css")
    if not serving.is_on():
        _title()
        room_entry.show_what_it_is()
        st.info(room_entry.START, icon=":material/dns:")
        return
    actor = _leader()
    if actor is None:
        return
    if actor.role is Role.NOBODY:
        _title()
        room_entry.show_what_it_is()
        room_entry.show_sign_in()
        return
    workshops = visible(serving.desk(), actor)
    chosen = room_opened.opened(workshops)
    if chosen is None:
        _title()
        _answer()
        _signed_in(actor)
        room_devices.show(actor)
        room_list.show(workshops)
        return
    with faults.contained():
        _workshop(actor, pulse(serving.desk(), actor, chosen.id))


def _title() -> None:
    st.title("Workshop", anchor=False)


def _leader() -> Actor | None:
    """Return who looks at this page; None, with words, if the store is not open here."""
    try:
        return room.leader()
    except (PrioritizerError, OSError) as error:
        _title()
        room_entry.show_what_it_is()
        st.error(
            f"Workshops are not available in this process. {fault_words(error)}",
            icon=":material/database_off:",
        )
        return None


def _answer() -> None:
    """Say what the last action has done, or why it has not."""
    notice, refused = state.pop_notice(), state.get("room_refused")
    state.put("room_refused", "")
    if notice:
        st.success(notice, icon=":material/check:")
    if refused:
        st.error(escape_markdown(refused), icon=":material/block:")


def _signed_in(actor: Actor) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        markup.draw(markup.note(f"Signed in as <b>{escape_html(actor.name)}</b>."))
        st.button("Sign out on all devices", type="tertiary", on_click=_sign_out)


def _sign_out() -> None:
    room.attempt(_signed_out)


def _signed_out(actor: Actor) -> str:
    signing_in.sign_out_everywhere(serving.desk(), actor)
    state.put("room_workshop", None)
    state.put("room_device_link", "")
    state.put("room_codes", ())
    return ""


def _workshop(actor: Actor, seen: Pulse) -> None:
    _header(seen.workshop)
    _answer()
    view = view_switch("room_view", VIEWS)
    if view == "results":
        room_results.show(room.result(actor, seen))
    elif view == "seats":
        room_seats.show(actor, seen.workshop)
    elif view == "entrance":
        room_entrance.show(actor, seen.workshop)
    elif view == "proposals":
        room_proposed.show(actor, seen.workshop)
    elif view == "more":
        paper, colleague = st.columns(2, gap="large")
        with paper:
            room_more.show_paper(seen.workshop)
        with colleague:
            room_more.show_colleagues(seen.workshop)
    elif view == "record":
        room_more.show_record(actor, seen)
    else:
        room_proposed.remind(actor, seen.workshop)
        room_run.show(actor, seen.workshop)


def _header(workshop: Workshop) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "All workshops",
            icon=":material/arrow_back:",
            on_click=room_list.choose,
            args=(None,),
        )
        simulated = (
            '<span class="pp-simulated">Simulated participants</span> '
            if workshop.is_simulated
            else ""
        )
        markup.draw(
            f'<div class="pp-room-title"><h1>{escape_html(workshop.title)}</h1>{simulated}'
            f"<small>{room_words.where(workshop)} · {workshop.mode.value} · "
            f"{workshop.technique.value}</small></div>"
        )


show()
