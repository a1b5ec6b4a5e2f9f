"""How a facilitator who is signed in prepares another way in: a device, recovery codes."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.authority import Actor
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.qr import qr_source
from prioritizer.ui.phone.signing import DEVICES
from prioritizer.ui.server import serving
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.workshop import session as room
from prioritizer.workflow.workshop import signing_in

MINUTES = int(signing_in.DEVICE_LIFE.total_seconds() // 60)
# A picture of this many points is scanned from an arm's length.
PICTURE = 220


def show(actor: Actor) -> None:
    """Draw both ways, folded: nobody should see them by chance."""
    with st.expander(DEVICES, key="room-devices"):
        device, codes = st.columns(2, gap="large")
        with device:
            _device()
        with codes:
            _codes(actor)


def _device() -> None:
    st.subheader("A second device", anchor=False)
    if link := state.get("room_device_link"):
        markup.draw(
            f'<img width="{PICTURE}" alt="QR code of the link below" '
            f'src="{escape_html(qr_source(link), limit=20_000)}">'
        )
        st.code(link, language=None, wrap_lines=True)
        st.button("Hide the link", on_click=state.put, args=("room_device_link", ""))
        return
    markup.draw(
        markup.note(
            f"A QR code that signs you in on another device, once, within {MINUTES} minutes. "
            "Whoever scans it first leads in your place: never show it on a projector."
        )
    )
    if room.reaches_phones(room.origin()):
        button = "Show the code for a second device"
    else:
        button = "Make a link for another browser on this computer"
    st.button(button, icon=":material/qr_code:", on_click=room.attempt, args=(_new_link,))


def _new_link(actor: Actor) -> str:
    token = signing_in.own_link(serving.desk(), actor, signing_in.DEVICE_LIFE)
    state.put("room_device_link", f"{room.origin()}{PREFIX}/signin/{token}")
    return "The link is below. It works once."


def _codes(actor: Actor) -> None:
    st.subheader("Recovery codes", anchor=False)
    if codes := state.get("room_codes"):
        place = escape_html(f"{room.origin()}{PREFIX}/signin")
        markup.draw(
            markup.note(
                "Write them down or print them now: they are not shown again. Each signs you "
                f"in once, on any device, at <b>{place}</b>."
            )
        )
        st.code("\n".join(codes), language=None)
        st.button("I have written them down", on_click=state.put, args=("room_codes", ()))
        return
    left = signing_in.recovery_codes_left(serving.desk(), actor)
    markup.draw(markup.note(_standing(left)))
    words = "Replace the codes" if left.n else "Make recovery codes"
    st.button(words, icon=":material/password:", on_click=room.attempt, args=(_new_codes,))


def _standing(left: signing_in.CodesLeft) -> str:
    """Return how many codes there are; when they were made tells whether it was oneself."""
    if left.made is None or left.until is None:
        return (
            "For the day when you are signed out and far from the computer that runs the "
            "app. You have none."
        )
    return (
        f"You have <b>{left.n}</b>, made on {left.made:%d %B %Y} at {left.made:%H:%M} UTC, "
        f"good until {left.until:%d %B %Y}. New ones make these void: replace them if that was "
        "not you, or if the list is lost."
    )


def _new_codes(actor: Actor) -> str:
    state.put("room_codes", signing_in.new_recovery_codes(serving.desk(), actor))
    return "The codes are below. Earlier ones are void."
