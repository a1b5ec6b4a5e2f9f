"""What a participant does: answer, send once or revise once, see the own result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.budget import BudgetQuestion, Shares
from prioritizer.domain.chain import sha256
from prioritizer.domain.workshop import (
    MOST_SENDS,
    Judgement,
    Mode,
    Participant,
    State,
    Workshop,
)
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.rows import judgement_of
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.weights.questions import Asking, check_all
from prioritizer.workflow.workshop.asking import asking
from prioritizer.workflow.workshop.closing import tag
from prioritizer.workflow.workshop.frozen import problem_in
from prioritizer.workflow.workshop.judging import judge
from prioritizer.workflow.workshop.one_form import body_of, in_order, kept
from prioritizer.workflow.workshop.open_round import check_kind, check_open
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.service import WorkshopService, permit
from prioritizer.workflow.workshop.spending import ballot_of, question_in
from prioritizer.workflow.workshop.submissions import (
    Receipt,
    keep_answer,
    keep_read_back,
    saved_before,
)

REVISING = "revising"


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a participant stands: everything the phone needs to draw its next page.

    ``own`` are the weights of this round, ``before`` those of the last; ``shares`` the ballot
    of a budget round, whose question is ``budget``. None where there is none.
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
    budget: BudgetQuestion | None = None
    shares: Shares | None = None

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


def may_answer(seat: Seat) -> bool:
    """Return whether a participant has an answer to give or to revise now."""
    is_open = seat.workshop.state is State.OPEN
    return is_open and (seat.sends == 0 or REVISING in seat.draft)


def seat(desk: WorkshopService, actor: Actor) -> Seat:
    """Return where a participant stands."""

    def look(reader: WorkshopReader) -> Seat:
        workshop = permit(reader, actor, Action.SEE_QUESTIONS)
        person = _ordered(reader.participant(actor.id), workshop, actor.token)
        problem, (body, receipt) = problem_in(reader), _own(reader, actor)
        is_weights = bool(body) and not workshop.spends
        return Seat(
            workshop,
            person,
            problem,
            _draft(reader, person.id, problem),
            reader.sends_of(person.id, workshop.round),
            judgement_of(body) if is_weights else None,
            receipt,
            actor.token,
            _before(reader, actor, workshop),
            question_in(reader) if workshop.spends else None,
            ballot_of(body) if body and workshop.spends else None,
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


def _own(reader: WorkshopReader, actor: Actor) -> tuple[str, str]:
    """Return the present answer and its receipt; nothing once an anonymous round is sealed."""
    workshop = reader.workshop
    if workshop.mode is Mode.ANONYMOUS:
        secret = reader.round_secret(workshop.round)
        ballot = (
            reader.ballot(tag(secret, "slot", actor.token), workshop.round) if secret else None
        )
        return (ballot.body, ballot.digest) if ballot else ("", "")
    body = reader.latest_body(actor.id, workshop.round)
    return (body, sha256(body)) if body else ("", "")


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
        check_open(desk, workshop, round_number)
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
        found = kept(workshop, problem_in(writer).criteria, judgement)
        content = sha256(body_of(found))
        before = saved_before(writer, actor, content, round_number, client_key)
        if before is not None:
            return before
        check_open(desk, workshop, round_number)
        check_kind(workshop, spends=False)
        return keep_answer(desk, writer, actor, body_of(found), client_key, by=actor)

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

    def drafted(writer: WorkshopWriter, workshop: Workshop) -> str:
        check_kind(workshop, spends=False)
        problem = problem_in(writer)
        draft = _draft(writer, actor.id, problem)
        return body_of(draft_judgement(problem, workshop, draft))

    return keep_read_back(
        desk, actor, drafted, round_number=round_number, client_key=client_key, content=content
    )


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
