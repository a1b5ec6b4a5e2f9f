"""Whether a workshop kept to its own rules, told from the log alone: faults and remarks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from prioritizer.domain.proposal import MOST_EACH
from prioritizer.domain.words import counted
from prioritizer.domain.workshop import (
    MOST_SENDS,
    Mode,
    State,
    Step,
    Technique,
    Workshop,
    advance,
)
from prioritizer.errors import RefusedError
from prioritizer.workflow.workshop.procedure_remarks import Happened, clock, dated, remarks

# The clock is looked at before an answer is stored, and again for its date in the log.
GRACE = timedelta(seconds=10)
RUNNING = (State.OPEN, State.PAUSED)
HAND_STATES = (*RUNNING, State.LOCKED)
LEADERS = ("facilitator", "admin")

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Procedure:
    """What a log tells of how a workshop was held.

    ``faults`` break the rules; ``remarks`` are within them, and what a sceptic should know.
    ``reached`` is where the steps lead; ``left_out`` whose answers of a round do not count,
    since their seats were set aside when it was shown.
    """

    reached: Workshop
    faults: tuple[str, ...]
    remarks: tuple[str, ...]
    left_out: Mapping[int, frozenset[str]]


def procedure(bodies: Sequence[Body]) -> Procedure:
    """Walk through the log and return what does not keep to the rules, and what is to be known.

    The order of the entries decides, since they are chained; dates are those of a clock, which
    can be set. Ballots of anonymous rounds have no entry: of these the log tells only counts.

    Raises
    ------
    KeyError, TypeError, ValueError
        If an entry lacks a member or holds something of another kind.
    """
    walk = _Walk(bodies[0])
    for seq, body in enumerate(bodies[1:], 2):
        walk.take(seq, body)
    said = tuple(remarks(walk.seen))
    return Procedure(walk.workshop, tuple(walk.faults), said, dict(walk.left_out))


class _Walk:
    """The workshop as it stood at each entry, and what was noticed on the way."""

    def __init__(self, created: Body) -> None:
        self.workshop = Workshop(
            created["workshop"],
            created["title"],
            Mode(created["mode"]),
            Technique(created["technique"]),
            (),
            int(created["rounds"]),
            created["problem"],
            quorum=int(created.get("quorum", 0)),
        )
        self.group_ids = {group["id"] for group in created["groups"]}
        self.faults: list[str] = []
        self.seen = Happened(rounds_planned=self.workshop.n_rounds)
        self.people: dict[str, Body] = {}
        self.sent: Counter[tuple[int, str]] = Counter()
        self.on_paper: Counter[int] = Counter()
        self.sealed: set[int] = set()
        self.aside: set[str] = set()
        self.left_out: dict[int, frozenset[str]] = {}
        self.proposed: Counter[str] = Counter()
        self.seq = 1
        self.before = self.at = dated(created)
        self.by: Mapping[str, Any] = created["actor"]
        if self.by["role"] not in LEADERS:
            self.fault(f"was made by a {self.by['role']}, who may not")

    def fault(self, text: str) -> None:
        self.faults.append(f"log entry {self.seq}: {text}")

    def take(self, seq: int, body: Body) -> None:
        """Go on by one entry."""
        self.seq, self.before, self.at, self.by = seq, self.at, dated(body), body["actor"]
        if self.at < self.before:
            self.seen.backwards.append((seq, self.before - self.at))
        if self.by["role"] == "admin":
            self.seen.by_operator[str(body["action"])] += 1
        kinds: dict[str, Callable[[Body], None]] = {
            "move": self._move,
            "seal": self._seal,
            "join": self._join,
            "submit": self._submit,
            "enter-by-hand": self._enter,
            "deadline": self._deadline,
            "add-round": self._add_round,
            "budget": self._budget,
            "propose": self._propose,
            "propose-by-hand": self._propose_by_hand,
            "proposals": self._proposals,
            "decide-proposal": self._lead,
            "joining": self._joining,
            "invite": self._lead,
            "add-facilitator": self._add_facilitator,
            "set-aside": self._set_aside,
            "take-back": self._set_aside,
            "reseat": self._reseat,
            "places": self._places,
            "let-in": self._let_in,
            "refuse": self._refuse,
            "withdraw-places": self._lead,
            "entrance": self._lead,
            "watch": self._lead,
            "create": lambda _: self.fault("creates the workshop a second time"),
        }
        kinds.get(body["action"], self._unknown)(body)

    def _unknown(self, body: Body) -> None:
        self.seen.unknown.append((self.seq, str(body["action"]), str(self.by["role"])))

    def _lead(self, _: Body) -> None:
        """Note a fault where a step of those who lead is somebody else's."""
        if self.by["role"] not in LEADERS:
            self.fault(f"was made by a {self.by['role']}, who may not")

    def _move(self, body: Body) -> None:
        self._lead(body)
        before, step = self.workshop, Step(body["step"])
        said = (State(body["state"]), int(body["round"]))
        try:
            after = advance(before, step)
        except RefusedError:
            self.fault(
                f"the step '{step}' while round {before.round} was {before.state}. The course "
                "does not allow it."
            )
            after = replace(before, state=said[0], round=said[1])
        if (after.state, after.round) != said:
            self.fault(f"says that the step '{step}' leads to {said[0]}, round {said[1]}")
            after = replace(after, state=said[0], round=said[1])
        self._check_sealed(before, after)
        if after.is_over and not before.is_over:
            self.left_out[after.round] = frozenset(self.aside)
            gone = sum(self.sent[after.round, person] > 0 for person in self.aside)
            self.seen.left_out[after.round] = gone
            n = sum(number == after.round for number, _ in self.sent) - gone
            self.seen.counted(after, self.seen.ballots.get(after.round, n))
        self.workshop = after
        self.seen.step(self.seq, step, before, after, self.at)

    def _check_sealed(self, before: Workshop, after: Workshop) -> None:
        ends = after.is_over and not before.is_over and after.mode is Mode.ANONYMOUS
        if ends and after.round not in self.sealed:
            self.fault(f"ends the anonymous round {after.round}, whose ballots are not sealed")

    def _seal(self, body: Body) -> None:
        self._lead(body)
        number, ballots = int(body["round"]), int(body["ballots"])
        if self.workshop.mode is not Mode.ANONYMOUS:
            self.fault("seals ballots, but the workshop is not anonymous")
        if number in self.sealed:
            self.fault(f"seals round {number} a second time")
        if (number, self.workshop.state) != (self.workshop.round, State.LOCKED):
            self.fault(
                f"seals round {number} while round {self.workshop.round} was "
                f"{self.workshop.state}. Ballots are sealed when a locked round ends."
            )
        if self.on_paper[number] > ballots:
            self.fault(
                f"seals {counted(ballots, 'ballot')} of round {number}, but "
                f"{self.on_paper[number]} were entered by hand"
            )
        self.sealed.add(number)
        self.seen.ballots[number] = ballots

    def _join(self, body: Body) -> None:
        name, is_paper = self._newcomer(body), bool(body["by_hand"])
        if is_paper:
            self._lead(body)
            if self.workshop.state not in HAND_STATES:
                self.fault(f"a paper ballot comes in while the round was {self._state}")
        elif self.by["role"] in LEADERS:
            self.fault(f"{name} is let in by who leads, and not on paper")
        elif not self.workshop.is_joining_open:
            self.fault(f"{name} joins while joining was closed")

    def _let_in(self, body: Body) -> None:
        """Let in who has waited in the lobby; the door may be closed by then."""
        self._lead(body)
        name = self._newcomer(body)
        if bool(body["by_hand"]) or self.workshop.state is State.CLOSED:
            self.fault(f"{name} is let in on paper, or while the workshop was closed")

    def _newcomer(self, body: Body) -> str:
        """Enter who joins, and return the alias."""
        name = str(body["alias"])
        if self.workshop.mode is Mode.ANONYMOUS:
            self.fault("says who joined, but the workshop is anonymous")
        if body["participant"] in self.people:
            self.fault(f"{name} joins a second time")
        if body["group"] not in self.group_ids:
            self.fault(f"{name} joins the group '{body['group']}', which does not exist")
        self.people[str(body["participant"])] = body
        self.seen.joined(self.workshop)
        return name

    def _refuse(self, body: Body) -> None:
        self._lead(body)
        self.seen.refused += int(body["count"])

    @property
    def _state(self) -> str:
        return self.workshop.state.value

    def _submit(self, body: Body) -> None:
        name, number = self._name(body), int(body["round"])
        if (self.by["role"], self.by["id"]) != ("participant", body["participant"]):
            self.fault(f"an answer of {name} was sent by somebody else")
        if self.workshop.state is not State.OPEN or number != self.workshop.round:
            self.fault(
                f"{name} answers round {number} while round {self.workshop.round} was "
                f"{self._state}. Answers count while their round is open."
            )
        deadline = self.workshop.deadline
        self.seen.just_late[number] += deadline is not None and self.at >= deadline
        if deadline is not None and self.at >= deadline + GRACE:
            self.fault(
                f"{name} answers round {number} at {clock(self.at)}, after its deadline "
                f"{clock(deadline)}"
            )
        if body["participant"] in self.aside:
            self.fault(f"{name} answers, though set aside")
        self._count(body, MOST_SENDS)
        self.seen.answered(self.seq, number, self.at, is_late_show=number in self.seen.shown)

    def _paper(self, body: Body, what: str) -> int:
        """Return the round in which something on paper was entered, which has to be running."""
        self._lead(body)
        number = int(body["round"])
        if self.workshop.state not in HAND_STATES or number != self.workshop.round:
            self.fault(
                f"a paper {what} of round {number} is entered while round "
                f"{self.workshop.round} was {self._state}. Paper counts until the reveal."
            )
        return number

    def _enter(self, body: Body) -> None:
        number = self._paper(body, "ballot")
        if self.workshop.mode is not Mode.ANONYMOUS:
            name = self._name(body)
            if body["participant"] in self.aside:
                self.fault(f"an answer is entered by hand for {name}, though set aside")
            if not self.people.get(body["participant"], {"by_hand": True})["by_hand"]:
                self.fault(f"an answer is entered by hand for {name}, who joined by phone")
            self._count(body, 1)
        self.on_paper[number] += 1
        self.seen.entered(number, self.workshop.state, is_late_show=number in self.seen.shown)

    def _name(self, body: Body) -> str:
        """Return the alias of who answers, who must have joined before."""
        person = self.people.get(body["participant"])
        if person is None:
            self.fault(f"{body['participant']} answers, and has not joined before")
            return str(body["participant"])
        return str(person["alias"])

    def _count(self, body: Body, most: int) -> None:
        """Count an answer; the revisions of one are 1, 2, and no more than the rules allow."""
        if self.workshop.mode is Mode.ANONYMOUS:
            self.fault("says who answered, but the workshop is anonymous")
        key = (int(body["round"]), str(body["participant"]))
        self.sent[key] += 1
        name = self.people.get(key[1], {"alias": key[1]})["alias"]
        if self.sent[key] > most:
            self.fault(
                f"{name} answers round {key[0]} {self.sent[key]} times; the rules allow {most}"
            )
        elif body["revision"] != self.sent[key]:
            self.fault(
                f"{name}, round {key[0]}: found revision {body['revision']}, expected "
                f"{self.sent[key]}"
            )
        self.seen.revised += self.sent[key] == 2

    def _deadline(self, body: Body) -> None:
        self._lead(body)
        until = datetime.fromisoformat(body["until"]) if body["until"] else None
        if self.workshop.state not in RUNNING or int(body["round"]) != self.workshop.round:
            self.fault(
                f"sets a deadline of round {body['round']} while round {self.workshop.round} "
                f"was {self._state}"
            )
        self.seen.deadline(self.workshop, until, self.at)
        self.workshop = replace(self.workshop, deadline=until)

    def _add_round(self, body: Body) -> None:
        self._lead(body)
        rounds = int(body["rounds"])
        if self.workshop.budget_round is not None:
            self.fault("adds a round, but the budget round is the last")
        if self.workshop.state is State.CLOSED or rounds != self.workshop.n_rounds + 1:
            self.fault(
                f"goes from {self.workshop.n_rounds} to {rounds} rounds while the round was "
                f"{self._state}. One is added at a time, until the workshop is closed."
            )
        self.seen.rounds_added += 1
        self.workshop = replace(self.workshop, n_rounds=rounds)

    def _budget(self, body: Body) -> None:
        self._lead(body)
        number = int(body["round"])
        is_shown = self.workshop.state is State.REVEALED and not self.workshop.spends
        if not is_shown or number != self.workshop.round + 1:
            self.fault(
                f"sets up a budget round {number} while round {self.workshop.round} was "
                f"{self._state}. It follows a round of weights whose result is shown."
            )
        self.workshop = replace(self.workshop, n_rounds=number, budget_round=number)

    def _propose(self, body: Body) -> None:
        name, number, person = self._name(body), int(body["round"]), str(body["participant"])
        if (self.by["role"], self.by["id"]) != ("participant", body["participant"]):
            self.fault(f"a site of {name} was proposed by somebody else")
        if self.workshop.mode is Mode.ANONYMOUS:
            self.fault("says who proposed a site, but the workshop is anonymous")
        if self.workshop.state is not State.OPEN or number != self.workshop.round:
            self.fault(
                f"{name} proposes a site in round {number} while round {self.workshop.round} "
                f"was {self._state}"
            )
        self.proposed[person] += 1
        if self.proposed[person] > MOST_EACH or person in self.aside:
            self.fault(f"{name} proposes more than {MOST_EACH} sites, or though set aside")

    def _propose_by_hand(self, body: Body) -> None:
        self._paper(body, "proposal")
        self.seen.paper_sites += 1

    def _proposals(self, body: Body) -> None:
        self._lead(body)
        if self.workshop.mode is not Mode.ANONYMOUS or int(body["round"]) not in self.sealed:
            self.fault("publishes proposals of a round that is not sealed")

    def _joining(self, body: Body) -> None:
        self._lead(body)
        if body["open"] and self.workshop.state is State.CLOSED:
            self.fault("opens joining while the workshop was closed")
        self.workshop = replace(self.workshop, is_joining_open=bool(body["open"]))

    def _set_aside(self, body: Body) -> None:
        """Set a seat aside or take it back; of an anonymous one the log says no more."""
        self._lead(body)
        is_back = body["action"] == "take-back"
        if self.workshop.state is State.CLOSED:
            self.fault("sets a seat aside, or takes that back, while the workshop was closed")
        if self.workshop.mode is Mode.ANONYMOUS:
            self.seen.aside_unnamed += -1 if is_back else 1
            if "participant" in body or self.workshop.state is not State.DRAFT:
                self.fault("sets an anonymous seat aside during a round, or names it")
            return
        name, person = self._name(body), str(body["participant"])
        if is_back != (person in self.aside):
            self.fault(f"{name} is {'not ' if is_back else ''}set aside already")
        (self.aside.discard if is_back else self.aside.add)(person)
        reason = None if is_back else str(body["reason"])
        self.seen.aside.append((self.seq, name, reason))

    def _places(self, body: Body) -> None:
        self._lead(body)
        if self.workshop.state is State.CLOSED:
            self.fault("makes one-time places while the workshop was closed")

    def _reseat(self, body: Body) -> None:
        self._lead(body)
        if self.workshop.mode is Mode.ANONYMOUS:
            self.fault("gives a seat to another phone, but the workshop is anonymous")
        self.seen.reseated.append((self.seq, self._name(body)))

    def _add_facilitator(self, body: Body) -> None:
        self._lead(body)
        self.seen.colleagues += 1
