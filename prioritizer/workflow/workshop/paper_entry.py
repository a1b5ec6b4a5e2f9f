"""Enters a paper ballot, for a facilitator; participant and log bear the mark of it."""

from __future__ import annotations

from prioritizer.domain.authority import Action, Actor, Role
from prioritizer.domain.chain import sha256
from prioritizer.domain.workshop import Mode, Participant, State
from prioritizer.errors import InputError, RefusedError
from prioritizer.languages.speech import gettext
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.weights.answers import Answers
from prioritizer.workflow.workshop.entering import PLACE, joined, new_participant, new_place
from prioritizer.workflow.workshop.frozen import problem_in
from prioritizer.workflow.workshop.judging import judge
from prioritizer.workflow.workshop.one_form import body_of, kept
from prioritizer.workflow.workshop.service import WorkshopService, permit
from prioritizer.workflow.workshop.spending import (
    asked,
    ballot_body,
    ballot_faults,
    draft_shares,
    needs_whole,
)
from prioritizer.workflow.workshop.submissions import (
    Receipt,
    keep_answer,
    saved_before,
)

HAND_STATES = (State.OPEN, State.PAUSED, State.LOCKED)


def enter_by_hand(
    desk: WorkshopService,
    actor: Actor,
    workshop_id: str,
    *,
    alias: str,
    group: str,
    answers: Answers,
    client_key: str = "",
) -> Receipt:
    """Enter a paper ballot; participant and log are marked as entered by hand.

    ``alias`` is the number of the ballot, or the name where the workshop is held by name; the
    same in a later round is the same person, but for an anonymous ballot, whose number may be
    anybody's in the next round. The same ``client_key``, from
    `entering.new_place`, and content is the same entry.

    Raises
    ------
    RefusedError
        If the round is not running, its result is already shown, or this ballot is in.
    """
    key = client_key if PLACE.fullmatch(client_key) else new_place()

    def work(writer: WorkshopWriter) -> Receipt:
        workshop = permit(writer, actor, Action.ENTER_BY_HAND)
        person = _known(writer, alias, group)
        if person is not None:
            before = _entered_before(writer, person, key, answers)
            if before is not None:
                return before
        if workshop.state not in HAND_STATES:
            raise RefusedError(
                gettext(
                    "{title}: no round is running. Expected one. Enter paper ballots before "
                    "the reveal.",
                    title=workshop.title,
                )
            )
        if person is None:
            person = _new(desk, writer, actor, alias, group, key)
        if workshop.mode is Mode.ANONYMOUS:
            writer.log(desk.entry(actor, "enter-by-hand", {"round": workshop.round}))
        body = _body(writer, answers)
        return keep_answer(desk, writer, _voter(person, key), body, key, by=actor)

    return desk.store.change(workshop_id, work)


def _known(writer: WorkshopWriter, alias: str, group: str) -> Participant | None:
    """Return who gave a paper ballot of this number or name before, in any round."""
    name = " ".join(alias.split())
    person = next((p for p in writer.participants() if p.alias == name), None)
    if person is None:
        return None
    if not person.by_hand:
        raise RefusedError(
            gettext("{name}: has joined with a phone. One person answers once.", name=name)
        )
    if person.aside:
        raise RefusedError(
            gettext(
                "{name}: is set aside ({reason}). Take that back first.",
                name=name,
                reason=person.aside,
            )
        )
    if person.group != group:
        known = gettext(writer.workshop.group(person.group).name)
        raise RefusedError(
            gettext(
                "{name}: belongs to {group}. Check the number of the ballot.",
                name=name,
                group=known,
            )
        )
    return person


def _entered_before(
    writer: WorkshopWriter, person: Participant, key: str, answers: Answers
) -> Receipt | None:
    """Return the receipt of this very entry, None if the person has not answered this round."""
    number = writer.workshop.round
    content = sha256(_body(writer, answers))
    before = saved_before(writer, _voter(person, key), content, number, key)
    if before is None and writer.sends_of(person.id, number):
        raise RefusedError(
            gettext("{name}: it is entered already in round {n}.", name=person.alias, n=number)
        )
    return before


def _new(
    desk: WorkshopService,
    writer: WorkshopWriter,
    actor: Actor,
    alias: str,
    group: str,
    key: str,
) -> Participant:
    person = new_participant(writer, alias, group, key, by_hand=True)
    if writer.workshop.mode is not Mode.ANONYMOUS:
        writer.log(desk.entry(actor, "join", joined(person)))
    return person


def _voter(person: Participant, key: str) -> Actor:
    return Actor(Role.PARTICIPANT, person.id, person.workshop_id, person.alias, key)


def _body(writer: WorkshopWriter, answers: Answers) -> str:
    """Return the answer of a paper ballot as it is stored."""
    workshop = writer.workshop
    if workshop.spends:
        return _budget_body(writer, answers)
    criteria = problem_in(writer).criteria
    return body_of(kept(workshop, criteria, judge(criteria, workshop.technique, answers)))


def _budget_body(writer: WorkshopWriter, answers: Answers) -> str:
    question = asked(writer)
    shares = draft_shares(question, answers)
    is_whole = needs_whole(writer.workshop)
    if shares is None or any(ballot_faults(question, shares, is_whole=is_whole)):
        raise InputError(
            "ballot: found lines missing, or not 100 per cent in all. Expected a share for "
            "each line. Type it again."
        )
    return ballot_body(question, shares)
