"""What a signed-in facilitator does about coming in on a plain page."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import RedirectResponse, Response

from prioritizer.errors import InputError, RefusedError
from prioritizer.exports.formats import PDF
from prioritizer.exports.layouts.cards import cards_pdf
from prioritizer.ui.phone import entrance_pages
from prioritizer.ui.phone.entrance_pages import Entrance
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.lead_pages import address
from prioritizer.ui.phone.visit import Handler, Visit, page
from prioritizer.workflow.workshop import lobby, places, seats, watching
from prioritizer.workflow.workshop.seats import SeatState


def _found(visit: Visit) -> Entrance:
    who = (visit.desk, visit.facilitator(), visit.path["workshop"])
    listed = seats.seats(*who)
    waiting = tuple(line for line in listed.lines if line.state is SeatState.WAITING)
    return Entrance(listed.workshop, places.free(*who), waiting, watching.has_link(*who))


def entrance(visit: Visit) -> Response:
    """Show how people come in."""
    return page(entrance_pages.entrance_page(_found(visit)))


def _done(visit: Visit, work: Callable[[], object]) -> Response:
    try:
        work()
    except (InputError, RefusedError) as error:
        return page(entrance_pages.entrance_page(_found(visit), str(error)), 409)
    place = address(_found(visit).workshop, "entrance")
    return RedirectResponse(f"{PREFIX}{place}", 303)


def set_entrance(visit: Visit) -> Response:
    """Use a lobby or not, let the shared code in or not."""
    who = (visit.desk, visit.facilitator(), visit.path["workshop"])
    by_card, lobby_too = _wanted(visit, "places_only"), _wanted(visit, "lobby")
    return _done(visit, lambda: places.set_entrance(*who, places_only=by_card, lobby=lobby_too))


def _wanted(visit: Visit, name: str) -> bool | None:
    return visit.form[name] == "yes" if name in visit.form else None


def cards(visit: Visit) -> Response:
    """Make one-time places and return them as cards."""
    typed = visit.form.get("count", "")
    who = (visit.desk, visit.facilitator(), visit.path["workshop"])
    try:
        made = places.make(
            *who,
            count=int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0,
            group=visit.form.get("group", ""),
        )
    except (InputError, RefusedError) as error:
        return page(entrance_pages.entrance_page(_found(visit), str(error)), 409)
    made_pdf = cards_pdf(made, f"{visit.base}{PREFIX}", visit.form.get("language", ""))
    headers = {"Content-Disposition": 'inline; filename="cards.pdf"'}
    return Response(made_pdf, media_type=PDF.media_type, headers=headers)


def withdraw(visit: Visit) -> Response:
    """End all cards that are left."""
    who = (visit.desk, visit.facilitator(), visit.path["workshop"])
    return _done(visit, lambda: places.withdraw(*who))


def _named(visit: Visit) -> tuple[str, ...] | None:
    return (visit.form["seat"],) if "seat" in visit.form else None


def let_in(visit: Visit) -> Response:
    """Let one in who waits, or all."""
    who = (visit.desk, visit.facilitator(), visit.path["workshop"])
    return _done(visit, lambda: lobby.let_in(*who, _named(visit)))


def refuse(visit: Visit) -> Response:
    """Send one away who waits, or all."""
    who = (visit.desk, visit.facilitator(), visit.path["workshop"])
    return _done(visit, lambda: lobby.refuse(*who, _named(visit)))


def new_watch_link(visit: Visit) -> Response:
    """Make a link for observers, and show it this once."""
    who = (visit.desk, visit.facilitator(), visit.path["workshop"])
    try:
        token = watching.new_link(*who)
    except RefusedError as error:
        return page(entrance_pages.entrance_page(_found(visit), str(error)), 409)
    link = f"{visit.base}{PREFIX}/o/{token}"
    return page(entrance_pages.watch_link_page(_found(visit).workshop, link))


def end_watch_link(visit: Visit) -> Response:
    """End the link to look on."""
    who = (visit.desk, visit.facilitator(), visit.path["workshop"])
    return _done(visit, lambda: watching.end_link(*who))


TABLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/lead/{workshop}/entrance", entrance),
    ("POST", "/lead/{workshop}/entrance", set_entrance),
    ("POST", "/lead/{workshop}/entrance/cards", cards),
    ("POST", "/lead/{workshop}/entrance/withdraw", withdraw),
    ("POST", "/lead/{workshop}/entrance/let-in", let_in),
    ("POST", "/lead/{workshop}/entrance/refuse", refuse),
    ("POST", "/lead/{workshop}/entrance/watch", new_watch_link),
    ("POST", "/lead/{workshop}/entrance/unwatch", end_watch_link),
)
