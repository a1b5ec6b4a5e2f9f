"""Whether the present round takes an answer now; the words for why it does not."""

from __future__ import annotations

from prioritizer.domain.workshop import State, Workshop
from prioritizer.errors import RefusedError
from prioritizer.languages.speech import gettext, noop, time_of_day
from prioritizer.workflow.workshop.service import WorkshopService

# What a round is called that takes no answers.
STATE_WORDS = {
    State.DRAFT: noop("draft"),
    State.PAUSED: noop("paused"),
    State.LOCKED: noop("locked"),
    State.REVEALED: noop("revealed"),
    State.CLOSED: noop("closed"),
}


def check_open(desk: WorkshopService, workshop: Workshop, round_number: int) -> None:
    """Refuse what is sent to a round that does not take it now.

    Raises
    ------
    RefusedError
        In words for the participant.
    """
    if round_number != workshop.round:
        raise RefusedError(
            gettext(
                "Round {asked} is over; this is round {round}.",
                asked=round_number,
                round=workshop.round,
            )
        )
    if workshop.is_past(desk.clock()) and workshop.deadline is not None:
        raise RefusedError(
            gettext(
                "Round {round} closed at {time} UTC. Your answer was not counted.",
                round=workshop.round,
                time=time_of_day(workshop.deadline),
            )
        )
    if not workshop.accepts_answers(desk.clock()):
        raise RefusedError(
            gettext(
                "Round {round} is {state}. Your answer was not counted; it stays on this "
                "phone.",
                round=workshop.round,
                state=gettext(STATE_WORDS.get(workshop.state, workshop.state.value)),
            )
        )


def check_kind(workshop: Workshop, *, spends: bool) -> None:
    """Refuse weights in the round in which people share out a budget, and the other way round.

    Raises
    ------
    RefusedError
        In words for the participant.
    """
    if workshop.spends is not spends:
        raise RefusedError(
            gettext("This page belongs to another kind of round. Look at your page again.")
        )
