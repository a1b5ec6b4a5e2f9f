"""What a step of a workshop cannot take back, or does without the answers it should have."""

from __future__ import annotations

from prioritizer.domain.workshop import SMALLEST_GROUP, Mode, State, Step, Workshop
from prioritizer.workflow.workshop.quorum import quorum_words


def is_spent(workshop: Workshop, step: Step) -> bool:
    """Return whether a step of the table has nothing to do in this workshop."""
    if step is Step.UNDO:
        return is_sealed(workshop)
    return workshop.state is State.CLOSED and not workshop.is_hidden


def is_sealed(workshop: Workshop) -> bool:
    """Return whether the round is one that the reveal has sealed for good."""
    return workshop.mode is Mode.ANONYMOUS and workshop.state is State.REVEALED


def below_quorum(workshop: Workshop, step: Step, sent: int) -> str:
    """Return a warning where a round would be locked or shown with too few answers."""
    if step not in (Step.LOCK, Step.REVEAL) or sent >= workshop.quorum:
        return ""
    return (
        f"{quorum_words(sent, workshop)} You can still take this step; the results will say so."
    )


def risk_of(workshop: Workshop, step: Step, sent: int) -> str:
    """Return what to know before a step that cannot be taken back; empty if nothing.

    ``sent`` is how many have sent in this round.
    """
    parts = (below_quorum(workshop, step, sent), _final(workshop, step))
    return " ".join(part for part in parts if part)


def _final(workshop: Workshop, step: Step) -> str:
    """Return what cannot be taken back about a step; empty if it can."""
    if step is Step.REVEAL and workshop.is_hidden:
        return "Everybody who took part can then see the result; it cannot be hidden again."
    if step is Step.REVEAL and workshop.mode is Mode.ANONYMOUS:
        return (
            "Revealing an anonymous round seals it: the tie between phones and answers is "
            "destroyed, nothing can be taken back or changed afterwards. With fewer than "
            f"{SMALLEST_GROUP} answers the result itself tells what single people said: wait "
            "for more, or close without showing."
        )
    if step is Step.NEXT_ROUND:
        return (
            "The next round starts from a blank page; the present one can then neither be "
            "hidden nor reopened."
        )
    if step is Step.CLOSE and workshop.state is State.LOCKED:
        return (
            f"Nobody sees the result of round {workshop.round}, not even you, and no file "
            f"holds it. A closed workshop cannot be opened again; the result can still be "
            f"shown later."
        )
    if step is Step.CLOSE:
        return "A closed workshop cannot be opened again."
    return ""
