"""The plain page of a facilitator about coming in: cards, by card only, the lobby."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from prioritizer.domain.words import counted
from prioritizer.domain.workshop import Workshop
from prioritizer.languages.speech import LANGUAGES
from prioritizer.ui.phone import html
from prioritizer.ui.phone.lead_pages import address
from prioritizer.ui.phone.qr import qr_svg
from prioritizer.workflow.workshop.seats import SeatLine

CARDS = (
    "Each card lets one person in, once, by QR or by its letters. The codes are on the sheet "
    "and nowhere else: a sheet cannot be printed a second time."
)
USUAL_CARDS = 20
WATCHING = (
    "For press, deputies, visitors: whoever has this link sees on a phone what the screen of "
    "the room may show, has no vote and is not counted. A new link ends the one before."
)

LINK_OPEN = (
    "A link for observers is open. It was shown once and cannot be shown again; a new one "
    "ends it."
)


@dataclass(frozen=True, slots=True)
class Entrance:
    """How people come into a workshop now, how many cards are free, and who waits.

    ``is_watched`` says that there is a link to look on.
    """

    workshop: Workshop
    free: int
    waiting: tuple[SeatLine, ...]
    is_watched: bool = False


def entrance_page(found: Entrance, problem: str = "") -> str:
    """Return what lets people in, and who waits."""
    body = [
        html.paragraph(problem, "alert") if problem else "",
        *_lobby(found),
        *_cards(found),
        *_watching(found),
        f'<a class="button quiet" href="{html.PREFIX}/lead">Your workshops</a>',
    ]
    return html.page("Coming in", body, workshop=found.workshop.title)


def _place(workshop: Workshop, what: str = "") -> str:
    return address(workshop, "entrance") + (f"/{what}" if what else "")


def _lobby(found: Entrance) -> Iterable[str]:
    workshop, names = found.workshop, {g.id: g.name for g in found.workshop.groups}
    yield html.heading("Lobby")
    yield html.paragraph(
        "People who join with the shared code wait until you let them in."
        if workshop.has_lobby
        else "People who join with the shared code are in at once."
    )
    yield _switch(
        workshop, "lobby", "Let people in at once" if workshop.has_lobby else "Use a lobby"
    )
    if not found.waiting:
        return
    yield html.paragraph(f"{counted(len(found.waiting), 'seat')} waiting:", "note")
    yield html.form(_place(workshop, "let-in"), [], "Let all in")
    for line in found.waiting:
        seat = html.hidden({"seat": line.id})
        yield f"<p><b>{html.text(line.alias)}</b>, {html.text(names.get(line.group, ''))}</p>"
        yield '<div class="pair">'
        yield html.form(_place(workshop, "let-in"), [seat], "Let in", quiet=True)
        yield html.form(_place(workshop, "refuse"), [seat], "Refuse", quiet=True)
        yield "</div>"
    yield html.form(_place(workshop, "refuse"), [], "Refuse all", quiet=True)


def _switch(workshop: Workshop, what: str, words: str) -> str:
    is_on = workshop.has_lobby if what == "lobby" else workshop.is_places_only
    field = html.hidden({what: "no" if is_on else "yes"})
    return html.form(_place(workshop), [field], words, quiet=True)


def _watching(found: Entrance) -> Iterable[str]:
    workshop = found.workshop
    yield html.heading("Looking on")
    yield html.paragraph(WATCHING)
    yield html.form(_place(workshop, "watch"), [], "Make a link for observers", quiet=True)
    if found.is_watched:
        yield html.paragraph(LINK_OPEN, "note")
        yield html.form(_place(workshop, "unwatch"), [], "End the link", quiet=True)


def watch_link_page(workshop: Workshop, link: str) -> str:
    """Return a link to look on, with its QR code."""
    body = [
        html.paragraph(WATCHING),
        f'<div class="qr">{qr_svg(link)}</div>',
        f'<p class="code">{html.text(link)}</p>',
        f'<a class="button quiet" href="{html.PREFIX}{html.text(_place(workshop))}">Back</a>',
    ]
    return html.page("Looking on", body, workshop=workshop.title)


def _cards(found: Entrance) -> Iterable[str]:
    workshop = found.workshop
    yield html.heading("Cards for one person each")
    yield html.paragraph(CARDS)
    yield html.paragraph(f"{counted(found.free, 'card')} not used yet.")
    groups = [("", "Each person chooses"), *((g.id, g.name) for g in workshop.groups)]
    fields = [
        html.number_field("count", "How many", is_whole=True, value=str(USUAL_CARDS)),
        html.select("group", "Group", groups, ""),
        html.select("language", "Language", list(LANGUAGES.items()), workshop.language),
    ]
    yield html.file_form(_place(workshop, "cards"), fields, "Make cards (PDF)")
    yield html.paragraph(
        "Only cards let people in; the shared code does not."
        if workshop.is_places_only
        else "The shared code lets people in as well."
    )
    words = "Let the shared code in too" if workshop.is_places_only else "By card only"
    yield _switch(workshop, "places_only", words)
    if found.free:
        yield html.form(_place(workshop, "withdraw"), [], "End all unused cards", quiet=True)
