"""A site proposed on paper: typed in by who leads, marked as such, and tied to nobody."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.proposal import ProposedSite
from prioritizer.domain.site import WasteType
from prioritizer.domain.workshop import Workshop
from prioritizer.errors import RefusedError
from prioritizer.languages.speech import gettext, noop
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.rows import ProposalRow
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop.paper_entry import HAND_STATES
from prioritizer.workflow.workshop.proposals import (
    BY_HAND,
    check_room,
    known_of,
    site_data,
    site_digest,
)
from prioritizer.workflow.workshop.service import WorkshopService, permit

# What slips and phones say of a proposal, and call the kinds of waste.
WHAT_IT_IS = noop(
    "You know a heap or a pond that is not in this workshop? Propose it. It has no figures "
    "yet, so it is not ranked here. The facilitator accepts or declines it, with a reason. "
    "Accepted sites stand in the record as proposed by the room."
)
KIND_WORDS: Mapping[WasteType, str] = {
    WasteType.TAILINGS: noop("Tailings"),
    WasteType.WASTE_ROCK: noop("Waste rock"),
    WasteType.SLAG: noop("Slag"),
    WasteType.OTHER: noop("Something else, or I do not know"),
}


def workshop_for(desk: WorkshopService, actor: Actor, workshop_id: str) -> Workshop:
    """Return the workshop whose slips somebody prints or types in.

    Raises
    ------
    AccessError
        If the actor does not lead it.
    """

    def look(reader: WorkshopReader) -> Workshop:
        return permit(reader, actor, Action.ENTER_BY_HAND)

    return desk.store.see(workshop_id, look)


def propose_by_hand(
    desk: WorkshopService,
    actor: Actor,
    workshop_id: str,
    *,
    round_number: int,
    site: ProposedSite,
) -> None:
    """Keep a site that somebody proposed on paper; the same one again changes nothing.

    The log names who typed it in, in every mode, and no participant: a slip bears no name.

    Raises
    ------
    RefusedError
        If the round is another one, or shown, or the workshop has proposals enough.
    """

    def work(writer: WorkshopWriter) -> None:
        workshop = permit(writer, actor, Action.ENTER_BY_HAND)
        _check_round(workshop, round_number)
        if any(one.by_hand and one.site == site for one in known_of(writer)):
            return
        check_room(writer)
        salt, data = secrets.token_hex(32), site_data(site)
        digest, body = site_digest(salt, data), canonical(data).decode()
        writer.add_proposal(ProposalRow(digest, salt, round_number, "", "", body))
        details = {"round": round_number, "proposal": digest}
        writer.log(desk.entry(actor, BY_HAND, details))

    desk.store.change(workshop_id, work)


def _check_round(workshop: Workshop, number: int) -> None:
    if number != workshop.round:
        raise RefusedError(
            gettext(
                "Round {asked} is over; this is round {round}.",
                asked=number,
                round=workshop.round,
            )
        )
    if workshop.state not in HAND_STATES:
        raise RefusedError(
            gettext(
                "{title}: no round is running. Expected one. Enter paper ballots before "
                "the reveal.",
                title=workshop.title,
            )
        )
