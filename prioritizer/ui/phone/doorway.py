"""How people come in: by code or QR, one after the other on one phone, or on another device."""

from __future__ import annotations

from starlette.responses import Response

from prioritizer.domain.workshop import Workshop
from prioritizer.errors import AccessError, RefusedError
from prioritizer.languages.speech import gettext
from prioritizer.ui.phone import coming_in
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.visit import (
    INVITE_COOKIE,
    SEAT_COOKIE,
    Handler,
    Visit,
    page,
    to,
    with_cookie,
    without_cookie,
)
from prioritizer.workflow.workshop import answering, entering, places, returning

SEAT_SECONDS = 30 * 24 * 3600
INVITE_SECONDS = 3600


def join_form(visit: Visit) -> Response:
    """Ask for the code."""
    return page(coming_in.code_page(is_seated=bool(visit.participant().workshop_id)))


def join(visit: Visit) -> Response:
    """Check a code and go on to the question who one is."""
    code = visit.form.get("code", "")
    card = places.clean_card(code)
    try:
        if card:
            places.find_by_card(visit.desk, card, typed_at=visit.address)
            return _with_card(visit, card)
        entering.find_workshop(visit.desk, code=code or "-", address=visit.address)
    except (AccessError, RefusedError) as error:
        return page(coming_in.code_page(str(error), code[:18]), 403)
    return with_cookie(visit, to("/who"), INVITE_COOKIE, f"code:{code[:16]}", INVITE_SECONDS)


def qr(visit: Visit) -> Response:
    """Take the token of a QR link out of the address at once."""
    token = visit.path["token"]
    entering.find_workshop(visit.desk, token=token, address=visit.address)
    return with_cookie(visit, to("/who"), INVITE_COOKIE, f"token:{token}", INVITE_SECONDS)


def card(visit: Visit) -> Response:
    """Take the code of a card out of the address; looking it up does not spend it."""
    found = places.clean_card(visit.path["token"])
    places.find_by_card(visit.desk, found)
    return _with_card(visit, found)


def _with_card(visit: Visit, card: str) -> Response:
    return with_cookie(visit, to("/who"), INVITE_COOKIE, f"card:{card}", INVITE_SECONDS)


def _invited(visit: Visit) -> tuple[Workshop, str]:
    """Return the workshop that the cookie leads to, and the group of the card, if any."""
    kind, secret = _invitation(visit)
    if kind == "card":
        found, group = places.find_by_card(visit.desk, secret)
    else:
        code, token = (secret, "") if kind == "code" else ("", secret)
        found, group = (
            entering.find_workshop(visit.desk, code=code, token=token, address=visit.address),
            "",
        )
    visit.fall_back(found)
    return found, group


def _invitation(visit: Visit) -> tuple[str, str]:
    kind, _, secret = visit.cookies.get(INVITE_COOKIE, "").partition(":")
    return kind, secret


def who_form(visit: Visit) -> Response:
    """Ask for the group, after saying what becomes of the answers.

    Where somebody is in already on this phone, ask first whether it is the same person; nothing
    of what the first one said is on that page.
    """
    (workshop, side), holder = _invited(visit), visit.participant()
    if holder.workshop_id == workshop.id:
        return page(coming_in.taken_page(workshop, holder.name))
    return page(coming_in.who_page(workshop, side=side))


def who(visit: Visit) -> Response:
    """Let somebody in; the same page sent again is the same person."""
    place, (kind, secret) = visit.form.get("place", ""), _invitation(visit)
    try:
        workshop, side = _invited(visit)
    except AccessError:
        # The card may be spent by this very page, whose reply was lost on the way.
        if kind == "card" and visit.desk.store.participant_of(place).workshop_id:
            return with_cookie(visit, to(""), SEAT_COOKIE, place, SEAT_SECONDS)
        raise
    if visit.participant().workshop_id == workshop.id:
        return to("" if place == visit.token else "/who")
    alias, group = visit.form.get("alias", ""), visit.form.get("group", "")
    try:
        _, token = entering.join(
            visit.desk,
            workshop.id,
            alias=alias,
            group=group,
            place=place,
            address=visit.address,
            card=secret if kind == "card" else "",
        )
    except RefusedError as error:
        return page(coming_in.who_page(workshop, str(error), alias, group, side=side), 409)
    return with_cookie(visit, to(""), SEAT_COOKIE, token, SEAT_SECONDS)


def leave_form(visit: Visit) -> Response:
    """Say what it means to hand the phone on, before it happens."""
    holder = visit.participant()
    return page(coming_in.leave_page(holder.name)) if holder.workshop_id else to("/join")


def leave(visit: Visit) -> Response:
    """Free the phone for somebody else; what was sent stays as it is."""
    try:
        _invited(visit)
        reply = to("/who")
    except (AccessError, RefusedError):
        reply = to("/join")
    return without_cookie(reply, SEAT_COOKIE)


def resume_link(visit: Visit) -> Response:
    """Show the link for another device."""
    answering.seat(visit.desk, visit.participant())
    return page(coming_in.resume_page(f"{visit.base}{PREFIX}/r/{visit.token}"))


def resume_form(visit: Visit) -> Response:
    """Offer to go on here."""
    answering.seat(visit.desk, visit.desk.store.participant_of(visit.path["token"]))
    words = gettext("Go on with your answers on this device.")
    place = f"/r/{visit.path['token']}"
    return page(coming_in.confirm_page(gettext("Welcome back"), words, place, gettext("Go on")))


def resume(visit: Visit) -> Response:
    """Take a place over to this device."""
    answering.seat(visit.desk, visit.desk.store.participant_of(visit.path["token"]))
    return with_cookie(visit, to(""), SEAT_COOKIE, visit.path["token"], SEAT_SECONDS)


def return_form(visit: Visit) -> Response:
    """Ask for name and PIN."""
    return page(coming_in.return_page())


def come_back(visit: Visit) -> Response:
    """Bring somebody back whose phone or address is another one; the old phone is out."""
    name = visit.form.get("name", "")[: entering.MOST_ALIAS]
    try:
        _, token = returning.come_back(
            visit.desk,
            name,
            visit.form.get("pin", ""),
            address=visit.address,
            place=visit.form.get("place", ""),
        )
    except (AccessError, RefusedError) as error:
        return page(coming_in.return_page(str(error), name), 403)
    return with_cookie(visit, to(""), SEAT_COOKIE, token, SEAT_SECONDS)


def moved_form(visit: Visit) -> Response:
    """Offer the seat of a one-time link; looking it up does not spend it."""
    token = visit.path["token"]
    workshop, name = returning.seat_of_link(visit.desk, token)
    visit.fall_back(workshop)
    return page(coming_in.moved_page(f"/s/{token}", workshop, name))


def moved(visit: Visit) -> Response:
    """Take the seat of a one-time link; the phone that had it is out."""
    place = visit.form.get("place", "")
    _, token = returning.take_seat(visit.desk, visit.path["token"], place)
    return with_cookie(visit, to(""), SEAT_COOKIE, token, SEAT_SECONDS)


TABLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/join", join_form),
    ("POST", "/join", join),
    ("GET", "/j/{token}", qr),
    ("GET", "/p/{token}", card),
    ("GET", "/who", who_form),
    ("POST", "/who", who),
    ("GET", "/leave", leave_form),
    ("POST", "/leave", leave),
    ("GET", "/resume", resume_link),
    ("GET", "/r/{token}", resume_form),
    ("POST", "/r/{token}", resume),
    ("GET", "/return", return_form),
    ("POST", "/return", come_back),
    ("GET", "/s/{token}", moved_form),
    ("POST", "/s/{token}", moved),
)
