"""What a participant does: join, answer, send once or revise once, see the own result."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from prioritizer.domain.authority import Action, Actor, Role
from prioritizer.domain.chain import sha256
from prioritizer.domain.lookalikes import skeleton
from prioritizer.domain.workshop import (
    MOST_SENDS,
    Judgement,
    Mode,
    Participant,
    State,
    Workshop,
)
from prioritizer.errors import AccessError, ConflictError, RefusedError
from prioritizer.languages.speech import gettext, noop, time_of_day
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.rows import judgement_of
from prioritizer.storage.workshop.store import new_id
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.weights.questions import Asking, check_all
from prioritizer.workflow.workshop.asking import asking
from prioritizer.workflow.workshop.closing import tag
from prioritizer.workflow.workshop.joining import NOT_KNOWN, clean_code
from prioritizer.workflow.workshop.judging import judge
from prioritizer.workflow.workshop.one_form import in_order, kept
from prioritizer.workflow.workshop.problem import FrozenProblem, parse_problem
from prioritizer.workflow.workshop.service import WorkshopService, permit
from prioritizer.workflow.workshop.submissions import Receipt as Receipt
from prioritizer.workflow.workshop.submissions import body_of as body_of
from prioritizer.workflow.workshop.submissions import keep_answer, saved_before

REVISING = "revising"
MOST_ALIAS = 60
# What a round is called that takes no answers.
STATE_WORDS = {
    State.DRAFT: noop("draft"),
    State.PAUSED: noop("paused"),
    State.LOCKED: noop("locked"),
    State.REVEALED: noop("revealed"),
    State.CLOSED: noop("closed"),
}
PLACE = re.compile("[0-9a-f]{32}")
BALLOT = re.compile(r"B-[0-9]{3}")
MOST_PARTICIPANTS = 500


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a participant stands: everything the phone needs to draw its next page.

    ``own`` is the answer of this round, ``before`` that of the last; None where there is none.
    """

    workshop: Workshop
    participant: Participant
    problem: FrozenProblem
    draft: Mapping[str, float | str]
    sends: int
    own: Judgement | None
    receipt: str
    token: str = field(default="", repr=False)
    before: Judgement | None = None

    def asking(self) -> Asking:
        """Return the questions as they are put to this participant, in the language spoken."""
        return asking(
            self.problem.criteria,
            self.workshop.technique,
            self.participant.seed,
            is_anonymous=self.workshop.mode is Mode.ANONYMOUS,
        )

    @property
    def can_send(self) -> bool:
        """Return whether a first answer or the one revision is still open."""
        return self.sends < MOST_SENDS


def find_workshop(
    desk: WorkshopService, *, code: str = "", token: str = "", address: str = ""
) -> Workshop:
    """Return the workshop of a join code or QR token.

    Raises
    ------
    AccessError
        If there is none, or joining is closed.
    RefusedError
        If too many codes were tried.
    """
    now = desk.clock()
    if code:
        desk.guard.check(address, now)
    cleaned = clean_code(code) if code else ""
    workshop_id = desk.store.invited_to(code=cleaned, token=token, now=now)
    if workshop_id is None:
        # Only codes can be guessed; counting broken links would let anybody stop the codes.
        raise desk.guard.failed(address, now) if code else AccessError(gettext(NOT_KNOWN))
    return desk.store.see(workshop_id, lambda reader: reader.workshop)


def new_place() -> str:
    """Return a token for somebody who is about to join: 128 random bits."""
    return secrets.token_hex(16)


def join(
    desk: WorkshopService,
    workshop_id: str,
    *,
    alias: str,
    group: str,
    place: str = "",
    address: str = "",
) -> tuple[Actor, str]:
    """Let in who came through `find_workshop`; return participant and token.

    ``place``, from `new_place`, makes a repeated request find the place it has taken already.

    Raises
    ------
    RefusedError
        If joining is closed, the place is not free, or too many come from one ``address``.
    """
    token = place if PLACE.fullmatch(place) else new_place()

    def work(writer: WorkshopWriter) -> Participant:
        permit(writer, Actor(Role.NOBODY), Action.JOIN)
        before = writer.holder(token)
        if before is not None and before.workshop_id == workshop_id and not before.by_hand:
            return before
        if before is not None:
            raise RefusedError(
                gettext("This page is too old. Please join with the code again.")
            )
        if not writer.workshop.is_joining_open:
            raise RefusedError(gettext("Joining is closed. Ask the facilitator to open it."))
        desk.guard.joins(address, desk.clock())
        person = new_participant(writer, alias, group, token)
        if writer.workshop.mode is not Mode.ANONYMOUS:
            actor = Actor(Role.PARTICIPANT, person.id)
            writer.log(desk.entry(actor, "join", joined(person)))
        return person

    person = desk.store.change(workshop_id, work)
    return Actor(Role.PARTICIPANT, person.id, workshop_id, person.alias, token), token


def joined(person: Participant) -> dict[str, object]:
    """Return what the log of a named or pseudonymous workshop says of who has joined."""
    return {
        "participant": person.id,
        "alias": person.alias,
        "group": person.group,
        "by_hand": person.by_hand,
    }


def new_participant(
    writer: WorkshopWriter, alias: str, group: str, token: str, *, by_hand: bool = False
) -> Participant:
    """Enter a participant; who gives no name, or may not, gets one that says nothing."""
    workshop = writer.workshop
    workshop.group(group)
    people = writer.participants()
    if len(people) >= MOST_PARTICIPANTS:
        raise RefusedError(
            gettext(
                "{workshop}: it is full, with {n} participants.",
                workshop=workshop.title,
                n=len(people),
            )
        )
    taken = {person.alias for person in people}
    is_ballot = by_hand and BALLOT.fullmatch(alias)
    has_name = workshop.mode is Mode.NAMED or is_ballot
    name = " ".join(alias.split())[:MOST_ALIAS] if has_name else ""
    if workshop.mode is Mode.NAMED and not name:
        raise RefusedError(gettext("This workshop is held by name. Please give yours."))
    like = {skeleton(other): other for other in taken}.get(skeleton(name)) if name else None
    if like is not None:
        raise RefusedError(
            gettext(
                "Somebody has joined as “{name}”. Add a letter, or resume on this device.",
                name=like,
            )
        )
    if not name:
        free = (f"P-{secrets.token_hex(2).upper()}" for _ in iter(int, 1))
        name = next(candidate for candidate in free if candidate not in taken)
    # In an anonymous round the order of questions follows the token, which is not stored.
    seed = 0 if workshop.mode is Mode.ANONYMOUS else secrets.randbits(31)
    person = Participant(new_id(), workshop.id, name, group, seed, by_hand)
    writer.add_participant(person, token)
    return person


def seat(desk: WorkshopService, actor: Actor) -> Seat:
    """Return where a participant stands."""

    def look(reader: WorkshopReader) -> Seat:
        workshop = permit(reader, actor, Action.SEE_QUESTIONS)
        person = _ordered(reader.participant(actor.id), workshop, actor.token)
        problem = parse_problem(reader.problem())
        return Seat(
            workshop,
            person,
            problem,
            _draft(reader, person.id, problem),
            reader.sends_of(person.id, workshop.round),
            *_own(reader, actor, workshop),
            actor.token,
            _before(reader, actor, workshop),
        )

    return desk.store.see(actor.workshop_id, look)


def _ordered(person: Participant, workshop: Workshop, token: str) -> Participant:
    """Return a participant with the order of questions; an anonymous one's is kept nowhere."""
    if workshop.mode is not Mode.ANONYMOUS:
        return person
    return replace(person, seed=int(sha256(f"order|{token}|{workshop.round}")[:7], 16))


def _draft(
    reader: WorkshopReader, participant_id: str, problem: FrozenProblem
) -> dict[str, float | str]:
    """Return the draft of the present round; version 0.1.0 named pairs in the order asked."""
    workshop = reader.workshop
    draft = reader.draft(participant_id, workshop.round)
    return in_order(problem.criteria, workshop.technique, draft)


def _own(
    reader: WorkshopReader, actor: Actor, workshop: Workshop
) -> tuple[Judgement | None, str]:
    """Return the present answer and its receipt; nothing once an anonymous round is sealed."""
    if workshop.mode is Mode.ANONYMOUS:
        secret = reader.round_secret(workshop.round)
        ballot = (
            reader.ballot(tag(secret, "slot", actor.token), workshop.round) if secret else None
        )
        return (judgement_of(ballot.body), ballot.digest) if ballot else (None, "")
    body = reader.latest_body(actor.id, workshop.round)
    return (judgement_of(body), sha256(body)) if body else (None, "")


def _before(reader: WorkshopReader, actor: Actor, workshop: Workshop) -> Judgement | None:
    """Return the answer of the round before, which nobody knows of an anonymous one."""
    if workshop.mode is Mode.ANONYMOUS:
        return None
    body = reader.latest_body(actor.id, workshop.round - 1)
    return judgement_of(body) if body else None


def save_draft(
    desk: WorkshopService, actor: Actor, round_number: int, answers: Mapping[str, float | str]
) -> None:
    """Keep the answers given so far, so that another device, or this one, can go on.

    Raises
    ------
    RefusedError
        If the round is not open.
    """

    def work(writer: WorkshopWriter) -> None:
        workshop = permit(writer, actor, Action.SUBMIT)
        _check_open(desk, workshop, round_number)
        writer.save_draft(actor.id, round_number, answers)

    desk.store.change(actor.workshop_id, work)


def submit(
    desk: WorkshopService,
    actor: Actor,
    *,
    round_number: int,
    client_key: str,
    judgement: Judgement,
) -> Receipt:
    """Keep an answer and return its receipt once it is stored.

    The same key with the same content is the same answer, however often it comes, also after
    the round has ended.

    Raises
    ------
    ConflictError
        If the key came before with other content; the first stays.
    RefusedError
        If the round is over or not open, or the one revision is used.
    """

    def work(writer: WorkshopWriter) -> Receipt:
        workshop = permit(writer, actor, Action.SUBMIT)
        found = kept(workshop, parse_problem(writer.problem()).criteria, judgement)
        content = sha256(body_of(found))
        before = saved_before(writer, actor, content, round_number, client_key)
        if before is not None:
            return before
        _check_open(desk, workshop, round_number)
        return keep_answer(desk, writer, actor, found, client_key, by=actor)

    return desk.store.change(actor.workshop_id, work)


def send_draft(
    desk: WorkshopService, actor: Actor, *, round_number: int, client_key: str, content: str
) -> Receipt:
    """Keep the answer of the draft, if it is the one the participant has read back.

    ``content`` is the SHA-256 of the answer as shown on the page with the Send button.

    Raises
    ------
    ConflictError
        If the draft changed meanwhile, for example on another device.
    RefusedError
        As for `submit`.
    """

    def work(writer: WorkshopWriter) -> Receipt:
        workshop = permit(writer, actor, Action.SUBMIT)
        before = saved_before(writer, actor, content, round_number, client_key)
        if before is not None:
            return before
        _check_open(desk, workshop, round_number)
        problem = parse_problem(writer.problem())
        judgement = draft_judgement(problem, workshop, _draft(writer, actor.id, problem))
        if sha256(body_of(judgement)) != content:
            raise ConflictError(
                gettext(
                    "Your answers changed meanwhile, perhaps on another device. Look again."
                )
            )
        return keep_answer(desk, writer, actor, judgement, client_key, by=actor)

    return desk.store.change(actor.workshop_id, work)


def draft_judgement(
    problem: FrozenProblem, workshop: Workshop, draft: Mapping[str, float | str]
) -> Judgement:
    """Return the judgement that a complete draft amounts to, as it will be kept."""
    answers = {key: value for key, value in draft.items() if key != REVISING}
    check_all(workshop.technique.way, answers)
    judgement = judge(problem.criteria, workshop.technique, answers)
    return kept(workshop, problem.criteria, judgement)


def client_key_of(token: str, round_number: int, sends: int, content: str) -> str:
    """Return the key of one intended send: the same page gives the same key on every device.

    It cannot be computed without the participant's token, which is not stored.
    """
    return sha256(f"key|{token}|{round_number}|{sends}|{content}")[:32]


def _check_open(desk: WorkshopService, workshop: Workshop, round_number: int) -> None:
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
