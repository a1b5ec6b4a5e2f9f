"""What a facilitator does: create, invite, move on, extend, hand over, enter paper ballots."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from prioritizer.domain.authority import Action, Actor, authorize
from prioritizer.domain.chain import sha256
from prioritizer.domain.filled import is_filled
from prioritizer.domain.workshop import (
    DEFAULT_GROUPS,
    Group,
    Mode,
    State,
    Step,
    Technique,
    Workshop,
    advance,
)
from prioritizer.errors import InputError, RefusedError
from prioritizer.languages.speech import LANGUAGES, SOURCE
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.store import new_id
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.workshop.closing import seal_round
from prioritizer.workflow.workshop.entering import MOST_PARTICIPANTS
from prioritizer.workflow.workshop.joining import new_code
from prioritizer.workflow.workshop.lobby import send_away
from prioritizer.workflow.workshop.problem import parse_problem
from prioritizer.workflow.workshop.seats import counts
from prioritizer.workflow.workshop.service import WorkshopService, permit

INVITATION_LIFE = timedelta(hours=12)
SESSION_LIFE = timedelta(hours=12)
LINK_LIFE = timedelta(hours=1)
MOST_ROUNDS = 9
MOST_TITLE = 200
# A fresh round begins with the counts, whatever was on the screen before; what is revealed
# begins with how far apart people are.
SHOWN_AFTER = {Step.OPEN: 0, Step.NEXT_ROUND: 0, Step.REVEAL: 1}
BUDGET_STAGE = 7


@dataclass(frozen=True, slots=True)
class Rules:
    """What a facilitator decides when creating a workshop.

    ``quorum`` is how many answers a round should have, 0 for any number.
    """

    title: str
    mode: Mode = Mode.PSEUDONYMOUS
    technique: Technique = Technique.SWING
    groups: tuple[Group, ...] = DEFAULT_GROUPS
    n_rounds: int = 2
    is_simulated: bool = False
    language: str = SOURCE
    quorum: int = 0


@dataclass(frozen=True, slots=True)
class Invitation:
    """What brings people in: a code to type and a token for the QR link; neither is stored."""

    code: str
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """How many of a group have joined, and have sent in the present round.

    ``sent`` is None once an anonymous round is sealed: then nobody knows any more.
    """

    group: Group
    joined: int
    sent: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a workshop stands, in counts. ``revision`` grows with every change, for polling.

    Seats that were set aside are counted apart, but in an anonymous workshop: there the counts
    must not tell whether such a seat has sent.
    """

    workshop: Workshop
    joined: int
    sent: int
    groups: tuple[GroupProgress, ...]
    revision: int
    aside: int = 0
    waiting: int = 0


def create(desk: WorkshopService, actor: Actor, problem: str, rules: Rules) -> Workshop:
    """Make a workshop in draft and return it; ``problem`` comes from `problem.problem_text`.

    Raises
    ------
    AccessError
        If the actor is no facilitator.
    InputError
        If the title, the groups or the number of rounds cannot be used.
    """
    authorize(actor, Action.CREATE, None)
    _check_rules(rules)
    parse_problem(problem)
    workshop = Workshop(
        id=new_id(),
        title=rules.title.strip(),
        mode=rules.mode,
        technique=rules.technique,
        groups=rules.groups,
        n_rounds=rules.n_rounds,
        problem_digest=sha256(problem),
        is_simulated=rules.is_simulated,
        facilitators=frozenset({actor.id}),
        language=rules.language,
        quorum=rules.quorum,
    )
    details: dict[str, object] = {
        "workshop": workshop.id,
        "title": workshop.title,
        "mode": rules.mode.value,
        "technique": rules.technique.value,
        "groups": [{"id": group.id, "name": group.name} for group in rules.groups],
        "rounds": rules.n_rounds,
        "problem": workshop.problem_digest,
        "simulated": rules.is_simulated,
        **({"quorum": rules.quorum} if rules.quorum else {}),
    }
    desk.store.create(workshop, problem, desk.entry(actor, "create", details))
    return workshop


def _check_rules(rules: Rules) -> None:
    title, groups, n_rounds = rules.title, rules.groups, rules.n_rounds
    if not is_filled(title) or len(title.strip()) > MOST_TITLE:
        raise InputError(
            f"title: found {len(title)} characters. Expected 1 to {MOST_TITLE}. Change the "
            f"title."
        )
    named = [group for group in groups if is_filled(group.name)]
    if not named or len({group.id for group in named}) < len(groups):
        raise InputError(
            "groups: found none, one twice, or one without a name. Expected each once, by its "
            "name. Change the groups."
        )
    if rules.language not in LANGUAGES:
        raise InputError(
            f"language: found '{rules.language}'. Expected one of: {', '.join(LANGUAGES)}. "
            "Choose one."
        )
    if not 0 <= rules.quorum <= MOST_PARTICIPANTS:
        raise InputError(
            f"quorum: found {rules.quorum}. Expected 0 to {MOST_PARTICIPANTS}. Choose 0 if any "
            "number of answers will do."
        )
    if not 1 <= n_rounds <= MOST_ROUNDS:
        raise InputError(
            f"rounds: found {n_rounds}. Expected 1 to {MOST_ROUNDS}. Two is usual: before and "
            f"after."
        )


def move(desk: WorkshopService, actor: Actor, workshop_id: str, step: Step) -> Workshop:
    """Move a workshop on; revealing or closing an anonymous round seals it for good.

    Raises
    ------
    RefusedError
        If the step does not fit the state.
    """

    def work(writer: WorkshopWriter) -> tuple[Workshop, bool]:
        before = permit(writer, actor, Action.MOVE)
        after = advance(before, step)
        # Closing without showing seals too: what nobody looks at must not stay tied either.
        ends = after.is_over and not before.is_over
        sealed = ends and seal_round(desk, writer, actor)
        if ends and after.mode is not Mode.ANONYMOUS:
            writer.leave_out(after.round)
        if after.state is State.CLOSED:
            send_away(desk, writer, actor)
        opens = after.state is State.OPEN and step in (Step.OPEN, Step.NEXT_ROUND)
        if opens and after.mode is Mode.ANONYMOUS:
            writer.forget_paper()
            writer.add_round_secret(after.round, secrets.token_hex(32))
        writer.save(after)
        writer.show(stage=_stage_after(step, after))
        details = {"step": step.value, "round": after.round, "state": after.state.value}
        writer.log(desk.entry(actor, "move", details))
        return after, sealed

    workshop, sealed = desk.store.change(workshop_id, work)
    if sealed:
        desk.store.shred_traces()
    return workshop


def _stage_after(step: Step, workshop: Workshop) -> int | None:
    """Return what the projector shows after a step; None for what it has shown before."""
    if step is Step.REVEAL and workshop.spends:
        return BUDGET_STAGE
    return SHOWN_AFTER.get(step)


def set_deadline(
    desk: WorkshopService, actor: Actor, workshop_id: str, deadline: datetime | None
) -> Workshop:
    """Set, extend or lift the end of the open round.

    Raises
    ------
    RefusedError
        If no round is open or paused.
    """

    def work(writer: WorkshopWriter) -> Workshop:
        before = permit(writer, actor, Action.MOVE)
        if before.state not in (State.OPEN, State.PAUSED):
            raise RefusedError(
                f"{before.title}: no round is open. Expected an open or paused round. Open "
                f"one first."
            )
        after = replace(before, deadline=deadline)
        writer.save(after)
        until = deadline.isoformat() if deadline else None
        writer.log(desk.entry(actor, "deadline", {"round": after.round, "until": until}))
        return after

    return desk.store.change(workshop_id, work)


def extend(desk: WorkshopService, actor: Actor, workshop_id: str, minutes: int) -> Workshop:
    """Give the open round some minutes from now."""
    return set_deadline(desk, actor, workshop_id, desk.clock() + timedelta(minutes=minutes))


def add_round(desk: WorkshopService, actor: Actor, workshop_id: str) -> Workshop:
    """Allow one round more than planned."""

    def work(writer: WorkshopWriter) -> Workshop:
        before = permit(writer, actor, Action.MOVE)
        if before.state is State.CLOSED or before.n_rounds >= MOST_ROUNDS:
            raise RefusedError(f"{before.title}: no further round can be added.")
        if before.budget_round is not None:
            raise RefusedError(
                f"{before.title}: found a budget round, which is the last one. Expected none. "
                "Close the workshop."
            )
        after = replace(before, n_rounds=before.n_rounds + 1)
        writer.save(after)
        writer.log(desk.entry(actor, "add-round", {"rounds": after.n_rounds}))
        return after

    return desk.store.change(workshop_id, work)


def set_joining(
    desk: WorkshopService, actor: Actor, workshop_id: str, *, is_open: bool
) -> Workshop:
    """Open or close the door; codes work only while it is open."""

    def work(writer: WorkshopWriter) -> Workshop:
        before = permit(writer, actor, Action.INVITE)
        if before.state is State.CLOSED and is_open:
            raise RefusedError(f"{before.title}: it is closed. Nobody can join any more.")
        after = replace(before, is_joining_open=is_open)
        writer.save(after)
        writer.log(desk.entry(actor, "joining", {"open": is_open}))
        return after

    return desk.store.change(workshop_id, work)


def invite(desk: WorkshopService, actor: Actor, workshop_id: str) -> Invitation:
    """Return a fresh code and QR token; the three newest are good for 12 hours."""
    code, token = new_code(), secrets.token_hex(16)
    expires_at = desk.clock() + INVITATION_LIFE

    def work(writer: WorkshopWriter) -> None:
        permit(writer, actor, Action.INVITE)
        writer.add_invitation(code, token, expires_at)
        writer.log(desk.entry(actor, "invite", {"until": expires_at.isoformat()}))

    desk.store.change(workshop_id, work)
    return Invitation(code, token, expires_at)


def hand_over(desk: WorkshopService, actor: Actor, workshop_id: str, name: str) -> str:
    """Let a second facilitator lead; return a sign-in token good once, for an hour."""
    desk.store.see(workshop_id, lambda reader: permit(reader, actor, Action.ADD_FACILITATOR))
    if not is_filled(name):
        raise InputError("Please enter the name of the colleague.")
    colleague = desk.store.facilitator(f"invited:{workshop_id}:{name.strip()}", name.strip())

    def work(writer: WorkshopWriter) -> None:
        permit(writer, actor, Action.ADD_FACILITATOR)
        writer.grant(colleague.id)
        writer.log(desk.entry(actor, "add-facilitator", {"facilitator": colleague.id}))

    desk.store.change(workshop_id, work)
    return desk.store.new_sign_in_link(colleague.id, desk.clock() + LINK_LIFE)


def progress(desk: WorkshopService, actor: Actor, workshop_id: str) -> Progress:
    """Return counts of who is in and who has sent."""
    return desk.store.see(workshop_id, lambda reader: _progress(reader, actor))


def _progress(reader: WorkshopReader, actor: Actor) -> Progress:
    permit(reader, actor, Action.SEE_PROGRESS)
    return counted(reader)


def counted(reader: WorkshopReader) -> Progress:
    """Return the counts of a workshop, to who may see them."""
    workshop = reader.workshop
    everybody, sealed = reader.participants(), reader.n_sealed(workshop.round)
    people = [person for person in everybody if counts(person)]
    ids = {person.id for person in people}
    sends = {who for who in reader.sends(workshop.round) if who in ids}
    groups = tuple(
        GroupProgress(
            group,
            sum(person.group == group.id for person in people),
            None
            if sealed
            else sum(person.group == group.id and person.id in sends for person in people),
        )
        for group in workshop.groups
    )
    return Progress(
        workshop,
        len(people),
        sealed or len(sends),
        groups,
        reader.revision(),
        aside=sum(bool(person.aside) for person in everybody),
        waiting=sum(person.is_waiting for person in everybody),
    )
