"""What the room sees before a result: code, QR, who is in, who has sent; nothing they said."""

from __future__ import annotations

from prioritizer.domain.workshop import State, Workshop
from prioritizer.languages.speech import gettext, ngettext, noop, speaking
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.qr import join_link, qr_source
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.workshop import words as room_words
from prioritizer.ui.workshop.session import Screen
from prioritizer.workflow.workshop.facilitating import Progress
from prioritizer.workflow.workshop.quorum import quorum_words

THE_END = noop("The workshop is over. Its result is not shown.")


def counts(progress: Progress, screen: Screen, base: str, *, is_waiting: bool) -> str:
    """Return code, QR and how many have joined and sent; nothing of what they said.

    In the language of the workshop: who reads no other has to come in by this page.
    """
    with speaking(progress.workshop.language):
        return _counts(progress, screen, base, is_waiting=is_waiting)


def _counts(progress: Progress, screen: Screen, base: str, *, is_waiting: bool) -> str:
    workshop, sent = progress.workshop, f'<p class="big">{_sent_words(progress)}</p>'
    if workshop.quorum and workshop.state is not State.DRAFT:
        sent += f"<p>{escape_html(quorum_words(progress.sent, workshop))}</p>"
    if workshop.is_hidden:
        return _middle(f'<p class="big">{escape_html(gettext(THE_END))}</p>')
    if is_waiting:
        later = gettext("Answers stay hidden until the reveal, from everybody in this room.")
        return _middle(f"{sent}<p>{escape_html(later)}</p>")
    is_shut = workshop.is_places_only or not workshop.is_joining_open
    if screen.invitation is None or is_shut:
        told = (_state_words(workshop), _door_words(workshop))
        return _middle(sent + "".join(f"<p>{escape_html(one)}</p>" for one in told))
    link = join_link(base, screen.invitation.token)
    address = escape_html(f"{base.split('//')[-1]}{PREFIX}/join")
    words = (
        gettext("Scan, or open"),
        gettext("and type"),
        gettext("QR code of the address to join"),
    )
    scan, code, picture = map(escape_html, words)
    return (
        f'<div class="join"><div><p>{scan}</p>'
        f'<p class="address">{address}</p><p>{code}</p>'
        f'<p class="code">{escape_html(screen.invitation.code)}</p>{sent}</div>'
        f'<div class="qr"><img alt="{picture}" '
        f'src="{escape_html(qr_source(link), limit=20_000)}"></div></div>'
    )


def _middle(body: str) -> str:
    return f'<div class="middle">{body}</div>'


def _sent_words(progress: Progress) -> str:
    """Return how many have joined, or sent, as HTML."""
    workshop, joined, sent = progress.workshop, progress.joined, progress.sent
    if workshop.state is State.DRAFT:
        words = ngettext("{n} has joined", "{n} have joined", joined)
        return escape_html(words).format(n=f"<b>{joined}</b>")
    words = ngettext(
        "{sent} of {joined} has sent · round {round}",
        "{sent} of {joined} have sent · round {round}",
        sent,
    )
    bold = {"sent": f"<b>{sent}</b>", "joined": f"<b>{joined}</b>"}
    return escape_html(words).format(round=workshop.round, **bold)


def _door_words(workshop: Workshop) -> str:
    """Return how to come in where this process shows no code."""
    if workshop.is_joining_open and workshop.is_places_only:
        return gettext("To join, use the card you were given.")
    if workshop.is_joining_open:
        return gettext("To join, ask for a code.")
    return gettext("Joining is closed.") if workshop.state is not State.DRAFT else ""


def _state_words(workshop: Workshop) -> str:
    words = gettext(room_words.standing(workshop))
    return f"{words[0].upper()}{words[1:]}."
