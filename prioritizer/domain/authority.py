"""Who may do what in a workshop: one table and the one function that every use case asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from prioritizer.domain.workshop import Workshop
from prioritizer.errors import AccessError
from prioritizer.languages.speech import gettext, noop


class Role(StrEnum):
    """What an actor is, as looked up in the store for this very request."""

    NOBODY = "nobody"
    PARTICIPANT = "participant"
    OBSERVER = "observer"
    FACILITATOR = "facilitator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a participant of one workshop, somebody who looks on, or a facilitator.

    ``token`` is what a participant or observer proved to hold; that of a participant keys
    anonymous ballots and is never stored.
    """

    role: Role
    id: str = ""
    workshop_id: str = ""
    name: str = ""
    token: str = field(default="", repr=False)


NOBODY = Actor(Role.NOBODY)


class Action(StrEnum):
    """Everything that can be asked of the workshop service."""

    CREATE = "create"
    LIST = "list"
    JOIN = "join"
    SEE_QUESTIONS = "see-questions"
    SUBMIT = "submit"
    SEE_OWN_ANSWER = "see-own-answer"
    SEE_SHARED_RESULT = "see-shared-result"
    SEE_PROGRESS = "see-progress"
    SEE_SEATS = "see-seats"
    ARRANGE_SEATS = "arrange-seats"
    MOVE_SEAT = "move-seat"
    WATCH = "watch"
    SEE_RESULT = "see-result"
    MOVE = "move"
    INVITE = "invite"
    ENTER_BY_HAND = "enter-by-hand"
    ADD_FACILITATOR = "add-facilitator"
    EXPORT = "export"


# A participant acts in the one workshop joined, a facilitator in those granted, an admin in
# all. An admin runs the machine: exporting and moving are theirs, answering for somebody, or
# giving a seat to another phone, is not.
ALLOWED: dict[Role, frozenset[Action]] = {
    Role.NOBODY: frozenset({Action.JOIN}),
    Role.PARTICIPANT: frozenset(
        {
            Action.SEE_QUESTIONS,
            Action.SUBMIT,
            Action.SEE_OWN_ANSWER,
            Action.SEE_SHARED_RESULT,
        }
    ),
    Role.OBSERVER: frozenset({Action.WATCH}),
    Role.FACILITATOR: frozenset(Action) - {Action.JOIN, Action.SUBMIT, Action.SEE_OWN_ANSWER},
    Role.ADMIN: frozenset(Action)
    - {
        Action.JOIN,
        Action.SUBMIT,
        Action.SEE_OWN_ANSWER,
        Action.ENTER_BY_HAND,
        Action.MOVE_SEAT,
    },
}
NOT_OPEN = noop("This is not open to you, or does not exist. Sign in, or join with a code.")
WITHOUT_WORKSHOP = frozenset({Action.CREATE, Action.LIST})


def may(actor: Actor, action: Action, workshop: Workshop | None) -> bool:
    """Return whether an actor may do something to a workshop."""
    if action not in ALLOWED[actor.role]:
        return False
    if action in WITHOUT_WORKSHOP or actor.role in (Role.NOBODY, Role.ADMIN):
        return True
    if workshop is None:
        return False
    if actor.role in (Role.PARTICIPANT, Role.OBSERVER):
        return actor.workshop_id == workshop.id
    return actor.id in workshop.facilitators


def authorize(actor: Actor, action: Action, workshop: Workshop | None) -> None:
    """Let an action pass, or refuse it.

    Raises
    ------
    AccessError
        With the same words whether or not the workshop exists, so that nothing can be probed.
    """
    if not may(actor, action, workshop):
        raise AccessError(gettext(NOT_OPEN))
