"""Handing over, paper ballots, and what to take away: the record and its head."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial

import streamlit as st

from prioritizer.domain.authority import Actor
from prioritizer.domain.filled import is_filled
from prioritizer.domain.workshop import Mode, Workshop
from prioritizer.exports.formats import CSV, JSON, PYTHON
from prioritizer.exports.tables import workshop_table
from prioritizer.languages.speech import gettext
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.lead_pages import DESTROY
from prioritizer.ui.server import serving
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.workshop import session as room
from prioritizer.workflow.workshop import facilitating, results_view, signing_in
from prioritizer.workflow.workshop.paper_questions import needs_name
from prioritizer.workflow.workshop.proposals import site_data
from prioritizer.workflow.workshop.pulse import Pulse, pulse
from prioritizer.workflow.workshop.record import (
    public_verifier,
    workshop_data,
    workshop_record,
)
from prioritizer.workflow.workshop.result_data import result_data


def show_colleagues(workshop: Workshop) -> None:
    """Offer to let somebody else lead too, or take over."""
    st.subheader("A second facilitator", anchor=False)
    markup.draw(
        markup.note(
            "Makes a link that signs one person in, once, within the hour. Both of you lead "
            "from then on; whoever stays can finish alone. Give it to nobody else."
        )
    )
    with st.form("room-colleague", border=False):
        name = st.text_input("Name of the colleague", max_chars=60, key="room-colleague-name")
        pressed = st.form_submit_button("Make the link", icon=":material/person_add:")
    if pressed:
        room.attempt(partial(_hand_over, workshop.id, name))
        st.rerun()
    if state.get("room_link"):
        st.code(state.get("room_link"), language=None, wrap_lines=True)
        st.button("I have passed it on", on_click=state.put, args=("room_link", ""))


def _hand_over(workshop_id: str, name: str, actor: Actor) -> str:
    if not is_filled(name):
        return "Nothing was made: give the name of the colleague first."
    token = facilitating.hand_over(serving.desk(), actor, workshop_id, name)
    state.put("room_link", f"{room.origin()}{PREFIX}/signin/{token}")
    return "The link is below. It works once."


def show_paper(workshop: Workshop) -> None:
    """Offer paper ballots to print, and to type in what came back."""
    st.subheader("Paper ballots", anchor=False)
    bear = "a number and a name" if needs_name(workshop) else "a number and no name"
    markup.draw(
        markup.note(
            f"For whoever has no phone. Ballots carry {bear}; each is typed in twice and "
            "marked as entered by hand in the log. Possible until the reveal."
        )
    )
    if workshop.mode is Mode.ANONYMOUS:
        markup.draw(markup.note(gettext(DESTROY)))
    if not room.session_token():
        _plain_pages()
        return
    base = f"{room.origin()}{PREFIX}/lead/{workshop.id}"
    with st.container(horizontal=True):
        st.link_button("Ballots to print (PDF)", f"{base}/ballots", icon=":material/print:")
        st.link_button("Enter by hand", f"{base}/paper", icon=":material/keyboard:")
    markup.draw(markup.note("Sites can be proposed on paper too, on slips of their own."))
    with st.container(horizontal=True):
        st.link_button("Slips to print (PDF)", f"{base}/slips", icon=":material/print:")
        st.link_button(
            "Type a proposed site in", f"{base}/propose", icon=":material/add_location_alt:"
        )


def _plain_pages() -> None:
    """Let a facilitator of an identity provider into the plain pages too."""
    if link := state.get("room_own_link"):
        st.link_button("Sign in to the paper pages", link, icon=":material/login:")
        markup.draw(
            markup.note(
                "Press the button there; the page that follows has the ballots. The link works "
                "once, within the hour."
            )
        )
        return
    markup.draw(
        markup.note(
            "The pages for paper are plain ones that your organisation's sign-in does not "
            "reach. They need one of their own, for twelve hours on this device."
        )
    )
    st.button(
        "Prepare the sign-in for paper",
        icon=":material/key:",
        on_click=room.attempt,
        args=(_own_link,),
    )


def _own_link(actor: Actor) -> str:
    token = signing_in.own_link(serving.desk(), actor)
    state.put("room_own_link", f"{room.origin()}{PREFIX}/signin/{token}")
    return "The way in is ready, below."


def show_record(actor: Actor, seen: Pulse) -> None:
    """Draw the head of the log and the files."""
    workshop = seen.workshop
    markup.draw(
        f'<p class="pp-why">Head of the log: <b class="pp-code-big">{seen.head[:8]}…'
        f'{seen.head[-8:]}</b></p><p class="pp-code">{escape_html(seen.head)}</p>'
        + markup.note(
            "Read the short form aloud, or write it down: whoever keeps it can tell later "
            "that nothing in the record was changed."
        )
    )
    if workshop.is_hidden:
        markup.draw(
            markup.note(
                f"There are no files: they would show round {workshop.round}, and the workshop "
                "was closed without showing it. Under Run it can still be shown."
            )
        )
        return
    if not workshop.shows_results:
        markup.draw(
            markup.note(
                "The files come after the reveal: a record of a running round would show "
                "answers before everybody has given theirs."
            )
        )
        return
    with st.container(width=760):
        _files(leader_of(actor), workshop)


def leader_of(actor: Actor) -> Callable[[], Actor]:
    """Return who looks again, at the time of a click, whether this is still a session."""
    return partial(_leader, room.session_token(), actor)


def _files(leader: Callable[[], Actor], workshop: Workshop) -> None:
    stem = f"workshop-{_slug(workshop.title)}-{workshop.id[:8]}"
    _file(
        "Record of the workshop",
        "All answers, the log that seals them, and the result, as canonical JSON. "
        "Anybody can recompute and check all of it offline; docs/record.md says how.",
        (f"{stem}.json", JSON.media_type, ":material/verified:"),
        partial(_as_leader, leader, workshop.id, _record),
    )
    _file(
        "Program that checks the record",
        "One short file for people who do not have this tool: Python alone runs it, "
        "`python verify_workshop.py` with the record and the head that was read aloud. It says "
        "what it checks and what not.",
        ("verify_workshop.py", PYTHON.media_type, ":material/code:"),
        public_verifier,
    )
    _file(
        "Rankings by rule",
        "One row per site: places under each rule of combining, the share of people who "
        "list it, places in each camp. Sites that the room did not judge follow with the "
        "reason.",
        (f"{stem}-rankings.csv", CSV.media_type, ":material/csv:"),
        partial(_as_leader, leader, workshop.id, _table),
    )
    _file(
        "Results for programs",
        "Weights, agreement, disputes, camps, single voices and movement of all rounds.",
        (f"{stem}-results.json", JSON.media_type, ":material/data_object:"),
        partial(_as_leader, leader, workshop.id, _results),
    )


def _leader(token: str, vouched: Actor) -> Actor:
    """Return whose session it still is; a click builds its file out of reach of the page."""
    return signing_in.who(serving.desk(), token) if token else vouched


def _as_leader(
    leader: Callable[[], Actor], workshop_id: str, build: Callable[[Actor, str], bytes]
) -> bytes:
    """Build a file, if whoever clicks still leads the workshop at that time."""
    return build(leader(), workshop_id)


def _record(actor: Actor, workshop_id: str) -> bytes:
    return workshop_record(serving.desk(), actor, workshop_id)


def _table(actor: Actor, workshop_id: str) -> bytes:
    seen = pulse(serving.desk(), actor, workshop_id)
    found = results_view.result(serving.desk(), actor, workshop_id)
    return workshop_table.write(
        result_data(found.problem, found.rounds, found.budget),
        dict(zip(found.problem.matrix.alternatives, found.problem.matrix.names, strict=True)),
        head=seen.head,
    )


def _results(actor: Actor, workshop_id: str) -> bytes:
    found = results_view.result(serving.desk(), actor, workshop_id)
    data = {
        "workshop": workshop_data(found.workshop),
        "head": found.head,
        **result_data(found.problem, found.rounds, found.budget),
        "proposed_by_the_room": [site_data(one.site) for one in found.proposed],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _file(
    title: str, holds: str, file: tuple[str, str, str], build: Callable[[], bytes]
) -> None:
    name, media_type, icon = file
    with st.container(border=True, gap="xsmall"):
        st.download_button(
            title,
            build,
            name,
            media_type,
            key=f"download-{name}",
            on_click="ignore",
            icon=icon,
            width="stretch",
        )
        markup.draw(markup.note(markup.prose(holds)))


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:40] or "untitled"
