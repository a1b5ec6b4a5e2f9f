"""What a signed-in facilitator does about seats on plain pages."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import RedirectResponse, Response

from prioritizer.domain.authority import NOT_OPEN
from prioritizer.errors import AccessError, InputError, RefusedError
from prioritizer.ui.phone import seat_pages
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.seat_pages import seat_address
from prioritizer.ui.phone.visit import Handler, Visit, page
from prioritizer.workflow.workshop import seats
from prioritizer.workflow.workshop.seats import SeatLine, SeatList

MOST_WANTED = 60


def all_seats(visit: Visit) -> Response:
    """Show the seats of a workshop."""
    wanted = visit.query.get("find", "")[:MOST_WANTED]
    return page(seat_pages.seats_page(_found(visit), wanted))


def _found(visit: Visit) -> SeatList:
    return seats.seats(visit.desk, visit.facilitator(), visit.path["workshop"])


def _line(visit: Visit) -> tuple[SeatList, SeatLine]:
    found = _found(visit)
    line = found.line(visit.path["seat"])
    if line is None:
        raise AccessError(NOT_OPEN)
    return found, line


def seat(visit: Visit) -> Response:
    """Show what can be done about one seat."""
    return page(seat_pages.seat_page(*_line(visit)))


def _done(visit: Visit, work: Callable[[], object]) -> Response:
    """Do something about a seat and show it again, with words if it was refused."""
    try:
        work()
    except (InputError, RefusedError) as error:
        return page(seat_pages.seat_page(*_line(visit), str(error)), 409)
    found, line = _line(visit)
    return RedirectResponse(f"{PREFIX}{seat_address(found.workshop, line.id)}", 303)


def aside(visit: Visit) -> Response:
    """Set a seat aside."""
    who = (visit.desk, visit.facilitator(), visit.path["workshop"], visit.path["seat"])
    return _done(visit, lambda: seats.set_aside(*who, visit.form.get("reason", "")))


def back(visit: Visit) -> Response:
    """Take a seat back."""
    who = (visit.desk, visit.facilitator(), visit.path["workshop"], visit.path["seat"])
    return _done(visit, lambda: seats.take_back(*who))


def link(visit: Visit) -> Response:
    """Make a one-time link for another phone, and show it this once."""
    who = (visit.desk, visit.facilitator(), visit.path["workshop"], visit.path["seat"])
    try:
        person, token = seats.new_seat_link(*who)
    except RefusedError as error:
        return page(seat_pages.seat_page(*_line(visit), str(error)), 409)
    found, _ = _line(visit)
    place = f"{visit.base}{PREFIX}/s/{token}"
    return page(seat_pages.link_page(found.workshop, person.alias, place))


TABLE: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/lead/{workshop}/seats", all_seats),
    ("GET", "/lead/{workshop}/seats/{seat}", seat),
    ("POST", "/lead/{workshop}/seats/{seat}/aside", aside),
    ("POST", "/lead/{workshop}/seats/{seat}/back", back),
    ("POST", "/lead/{workshop}/seats/{seat}/link", link),
)
