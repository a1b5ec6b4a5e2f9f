"""A workshop in words: who takes part, what they answered, how it moves on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from prioritizer.domain.weights import WeightVector
from prioritizer.errors import RefusedError
from prioritizer.languages.speech import SOURCE, gettext, noop

SMALLEST_GROUP = 5
MOST_SENDS = 2


class Mode(StrEnum):
    """What others can learn about who answered what."""

    NAMED = "named"
    PSEUDONYMOUS = "pseudonymous"
    ANONYMOUS = "anonymous"


class Technique(StrEnum):
    """How participants are asked for weights, as stores and records name it.

    Each is a way to weigh of the Weights page, asked on phones and on paper.
    """

    SWING = "swing"
    PAIRWISE = "pairwise"
    POINTS = "points"

    @property
    def way(self) -> str:
        """Return the way to weigh: its name in `elicitation.techniques.TECHNIQUES`."""
        return {"pairwise": "ahp", "points": "direct"}.get(self.value, self.value)


class State(StrEnum):
    """Where a workshop stands; states apply to its current round."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    LOCKED = "locked"
    REVEALED = "revealed"
    CLOSED = "closed"


class Step(StrEnum):
    """What a facilitator can do to move a workshop."""

    OPEN = "open"
    PAUSE = "pause"
    RESUME = "resume"
    LOCK = "lock"
    REVEAL = "reveal"
    NEXT_ROUND = "next-round"
    UNDO = "undo"
    CLOSE = "close"


TRANSITIONS: Mapping[tuple[State, Step], State] = {
    (State.DRAFT, Step.OPEN): State.OPEN,
    (State.OPEN, Step.PAUSE): State.PAUSED,
    (State.PAUSED, Step.RESUME): State.OPEN,
    (State.OPEN, Step.LOCK): State.LOCKED,
    (State.PAUSED, Step.LOCK): State.LOCKED,
    (State.LOCKED, Step.UNDO): State.OPEN,
    (State.LOCKED, Step.REVEAL): State.REVEALED,
    (State.REVEALED, Step.UNDO): State.LOCKED,
    (State.REVEALED, Step.NEXT_ROUND): State.OPEN,
    (State.REVEALED, Step.CLOSE): State.CLOSED,
    (State.LOCKED, Step.CLOSE): State.CLOSED,
    # Only where the workshop was closed without showing its last round.
    (State.CLOSED, Step.REVEAL): State.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Group:
    """A side that participants belong to, such as the municipality."""

    id: str
    name: str


DEFAULT_GROUPS = (
    Group("municipality", noop("Municipality")),
    Group("industry", noop("Industry")),
    Group("ngo", noop("NGO")),
    Group("agency", noop("Agency")),
    Group("science", noop("Science")),
)


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part; others see ``alias``, ``seed`` orders the questions.

    Who ``is_waiting`` stands in the lobby and takes part only once let in. ``aside`` is the
    reason for which the seat was set aside, empty where it is not. ``has_pin`` says that a PIN
    brings the seat back: those of earlier versions have none, and too many wrong ones end it.
    """

    id: str
    workshop_id: str
    alias: str
    group: str
    seed: int
    by_hand: bool = False
    is_waiting: bool = False
    aside: str = ""
    has_pin: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one participant said in one round: points per criterion and how they came about.

    ``flags`` name each way in which the answer departs from the procedure; empty if it does
    not. ``answers`` are the single answers as given, so that weights can be derived again.
    """

    technique: Technique
    answers: Mapping[str, float | str]
    weights: WeightVector
    flags: tuple[str, ...] = ()

    @property
    def is_compliant(self) -> bool:
        """Return whether the answer followed the procedure."""
        return not self.flags


@dataclass(frozen=True, slots=True)
class Submission:
    """A judgement as kept: whose, in which round, and which revision of it.

    In an anonymous round ``participant`` is the digest of the ballot: nobody can tell whose it
    is.
    """

    round: int
    participant: str
    alias: str
    group: str
    revision: int
    judgement: Judgement
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Workshop:
    """One workshop: its rules, and where it stands.

    ``deadline`` is when the open round ends by itself; None means when a facilitator locks it.
    ``is_hidden`` says that it was closed without showing the last round to anybody.
    ``language`` is the code of that of ballots, and of phones that ask for none of ours.
    ``quorum`` is how many answers a round should have, 0 for any number. Where
    ``is_places_only``, only one-time places let people in; where it ``has_lobby``, who comes by
    the shared code waits to be let in.
    ``budget_round`` is the last round if people share out a budget in it, None if there is
    none; the rounds before it are of weights.
    """

    id: str
    title: str
    mode: Mode
    technique: Technique
    groups: tuple[Group, ...]
    n_rounds: int
    problem_digest: str
    state: State = State.DRAFT
    round: int = 1
    deadline: datetime | None = None
    is_joining_open: bool = False
    is_simulated: bool = False
    facilitators: frozenset[str] = field(default_factory=frozenset)
    is_hidden: bool = False
    language: str = SOURCE
    quorum: int = 0
    is_places_only: bool = False
    has_lobby: bool = False
    budget_round: int | None = None

    def group(self, group_id: str) -> Group:
        """Return a group by its id.

        Raises
        ------
        RefusedError
            If the workshop has no such group.
        """
        for group in self.groups:
            if group.id == group_id:
                return group
        known = ", ".join(group.id for group in self.groups)
        raise RefusedError(
            gettext(
                "group: found '{found}'. Expected one of: {known}. Choose a group.",
                found=group_id,
                known=known,
            )
        )

    def is_past(self, now: datetime) -> bool:
        """Return whether the deadline of the round is over."""
        return self.deadline is not None and now >= self.deadline

    def accepts_answers(self, now: datetime) -> bool:
        """Return whether an answer sent now counts."""
        return self.state is State.OPEN and not self.is_past(now)

    @property
    def shows_results(self) -> bool:
        """Return whether the present round may be looked at by all."""
        return self.is_over and not self.is_hidden

    @property
    def spends(self) -> bool:
        """Return whether the present round is the one in which people share out a budget."""
        return self.round == self.budget_round

    @property
    def weight_rounds(self) -> int:
        """Return the number of the last round of weights so far."""
        return self.round - 1 if self.spends else self.round

    @property
    def is_over(self) -> bool:
        """Return whether the present round has ended for good or until taken back."""
        return self.state in (State.REVEALED, State.CLOSED)

    @property
    def marks_latecomers(self) -> bool:
        """Return whether who comes in now is the one without a ballot in an earlier round.

        In an anonymous workshop that can tell whose the new ballot is.
        """
        return self.mode is Mode.ANONYMOUS and (self.round > 1 or self.is_over)


def advance(workshop: Workshop, step: Step) -> Workshop:
    """Return the workshop after a step.

    Raises
    ------
    RefusedError
        If the step does not fit the state; nothing is lost by trying.
    """
    target = TRANSITIONS.get((workshop.state, step))
    is_done = workshop.state is State.CLOSED and not workshop.is_hidden
    if target is None or is_done:
        fits = [
            s.value for (state, s) in TRANSITIONS if state is workshop.state and not is_done
        ]
        raise RefusedError(
            f"{workshop.title}: found the step '{step}' while {workshop.state}. "
            f"Expected one of: {', '.join(fits) or 'none, it is over'}. Choose another step."
        )
    if step is Step.UNDO and workshop.state is State.REVEALED and _is_sealed(workshop):
        raise RefusedError(
            f"{workshop.title}: the ballots of round {workshop.round} are sealed and the key "
            "is destroyed. An anonymous round cannot be taken back. Go on to the next round."
        )
    if step is Step.NEXT_ROUND:
        return _next_round(workshop)
    keeps_deadline = step in (Step.PAUSE, Step.RESUME)
    deadline = workshop.deadline if keeps_deadline else None
    joining = workshop.is_joining_open and target is not State.CLOSED
    is_dropped = step is Step.UNDO and workshop.budget_round == workshop.round + 1
    return replace(
        workshop,
        state=target,
        deadline=deadline,
        # The shortlist of a result that is taken back may become another one.
        budget_round=None if is_dropped else workshop.budget_round,
        is_joining_open=joining or step is Step.OPEN,
        is_hidden=step is Step.CLOSE and workshop.state is State.LOCKED,
    )


def _is_sealed(workshop: Workshop) -> bool:
    return workshop.mode is Mode.ANONYMOUS


def _next_round(workshop: Workshop) -> Workshop:
    if workshop.round >= workshop.n_rounds:
        raise RefusedError(
            f"{workshop.title}: round {workshop.round} is the last of {workshop.n_rounds}. "
            "Expected a further round. Add one, or close the workshop."
        )
    return replace(workshop, state=State.OPEN, round=workshop.round + 1, deadline=None)
