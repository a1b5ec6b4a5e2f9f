"""The plain pages of a facilitator about seats: who is in, set aside, move to another phone."""

from __future__ import annotations

from collections.abc import Iterable

from prioritizer.domain.words import counted
from prioritizer.domain.workshop import Mode, State, Workshop
from prioritizer.ui.phone import html
from prioritizer.ui.phone.lead_pages import address
from prioritizer.ui.phone.qr import qr_svg
from prioritizer.workflow.workshop.seats import MOST_REASON, SeatLine, SeatList, SeatState

ANONYMOUS = (
    "This workshop is anonymous: the list tells who is in, and of nobody whether an answer was "
    "sent. Seats can be set aside before the first round is opened only."
)

# A phone keeps no mark of who holds it, so nothing else stops it.
COMES_BACK = (
    "A phone that is set aside can join again by the shared code, under another name. With a "
    "lobby nobody who comes from now on is in before you let them in."
)
LOBBY = "From now on use a lobby"


def lets_back(workshop: Workshop) -> bool:
    """Return whether whoever was set aside can come in again without being let in."""
    return workshop.is_joining_open and not (workshop.has_lobby or workshop.is_places_only)


def counts_words(found: SeatList) -> str:
    """Return how many seats there are, and how many in each state."""
    numbers = found.numbers
    parts = [f"{numbers[state]} {state.value}" for state in SeatState if numbers.get(state)]
    told = f": {', '.join(parts)}" if parts else ""
    return f"{counted(len(found.lines), 'seat')}{told}."


def seats_page(found: SeatList, wanted: str) -> str:
    """Return the list of seats, or those that match what is ``wanted``."""
    workshop, lines = found.workshop, found.matching(wanted)
    shown = f"{len(lines)} of {counted(len(found.lines), 'seat')} match." if wanted else ""
    body = [
        html.paragraph(counts_words(found)),
        html.paragraph(ANONYMOUS, "note") if workshop.mode is Mode.ANONYMOUS else "",
        html.search_form(address(workshop, "seats"), "Find: name, group, state", wanted),
        html.paragraph(shown) if shown else "",
        _table(workshop, lines) if lines else html.paragraph("No such seat."),
        _home(),
    ]
    return html.page("Seats", body, workshop=workshop.title)


def _home() -> str:
    return f'<a class="button quiet" href="{html.PREFIX}/lead">Your workshops</a>'


def _table(workshop: Workshop, lines: Iterable[SeatLine]) -> str:
    names = {group.id: group.name for group in workshop.groups}
    rows = "".join(
        f'<tr><th scope="row"><a href="{html.PREFIX}'
        f'{html.text(seat_address(workshop, line.id))}">{html.text(line.alias)}</a></th>'
        f"<td>{html.text(names.get(line.group, ''))}</td>"
        f"<td>{'paper' if line.is_paper else 'phone'}</td>"
        f"<td>{html.text(line.state.value)}{_reason(line)}</td></tr>"
        for line in lines
    )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Seat", "Group", "By", "State"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _reason(line: SeatLine) -> str:
    return f" <small>{html.text(line.reason)}</small>" if line.reason else ""


def seat_address(workshop: Workshop, seat_id: str, what: str = "") -> str:
    """Return where the page of a seat lies, below the prefix."""
    more = f"/{what}" if what else ""
    return f"{address(workshop, 'seats')}/{seat_id}{more}"


def seat_page(found: SeatList, line: SeatLine, problem: str = "") -> str:
    """Return what can be done about one seat."""
    workshop = found.workshop
    kind = "on paper" if line.is_paper else "by phone"
    body = [
        html.paragraph(problem, "alert") if problem else "",
        html.paragraph(f"{workshop.group(line.group).name}, {kind}: {line.state.value}."),
        html.paragraph(f"Reason: {line.reason}") if line.reason else "",
        *_offers(workshop, line),
        f'<a class="button quiet" href="{html.PREFIX}'
        f'{html.text(address(workshop, "seats"))}">All seats</a>',
    ]
    return html.page(line.alias, body, workshop=workshop.title)


def _offers(workshop: Workshop, line: SeatLine) -> Iterable[str]:
    if workshop.state is State.CLOSED:
        yield html.paragraph("The workshop is closed. Seats stay as they are.")
        return
    if line.state is SeatState.WAITING:
        yield html.paragraph("It waits to be let in.")
        return
    if line.state is SeatState.ASIDE:
        words = "Its answers count again, but not in a round that was shown meanwhile."
        yield html.paragraph(words)
        yield html.form(seat_address(workshop, line.id, "back"), [], "Take it back")
        yield from _lobby(workshop)
        return
    yield html.heading("Set aside")
    yield html.paragraph(
        "For a joke, or somebody who is in twice. Its answers of a round that is not shown yet "
        "do not count, its phone says so, and the reason stands in the record."
    )
    field = html.text_field("reason", "Reason, without a name", longest=MOST_REASON)
    yield html.form(seat_address(workshop, line.id, "aside"), [field], "Set aside")
    yield from _lobby(workshop)
    if line.is_paper or workshop.mode is Mode.ANONYMOUS:
        return
    yield html.heading("Another phone")
    yield html.paragraph(
        "For somebody whose phone is lost or broken. Makes a link, good once within the hour; "
        "the phone that has the seat now is out when it is used. The record tells that."
    )
    yield html.form(seat_address(workshop, line.id, "link"), [], "Make the link", quiet=True)


def _lobby(workshop: Workshop) -> Iterable[str]:
    if not lets_back(workshop):
        return
    yield html.paragraph(COMES_BACK, "note")
    field = html.hidden({"lobby": "yes"})
    yield html.form(address(workshop, "entrance"), [field], LOBBY, quiet=True)


def link_page(workshop: Workshop, name: str, link: str) -> str:
    """Return a one-time link to a seat, with its QR code."""
    words = f"Let {name} scan this, and nobody else. It works once, within the hour."
    body = [
        html.paragraph(words),
        f'<div class="qr">{qr_svg(link)}</div>',
        f'<p class="code">{html.text(link)}</p>',
        f'<a class="button quiet" href="{html.PREFIX}'
        f'{html.text(address(workshop, "seats"))}">All seats</a>',
    ]
    return html.page(f"{name} on another phone", body, workshop=workshop.title)
