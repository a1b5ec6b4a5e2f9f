"""Whatever a facilitator and phones do in whatever order, record, log and store agree."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress

import pytest

from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Mode, State, Step, Technique, Workshop
from prioritizer.errors import PrioritizerError
from prioritizer.workflow.workshop import (
    entering,
    facilitating,
    lobby,
    paper_entry,
    pins,
    places,
    returning,
    seats,
    verify_workshop,
    watching,
)
from prioritizer.workflow.workshop.procedure import procedure
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import Clock, facilitator
from tests.stories.workshop.test_seats import people, record_of
from tests.sweeps import sweep
from tests.workflow.workshop.forger import bodies_of
from tests.workflow.workshop.steps import move, points, send

STEPS = (Step.OPEN, Step.LOCK, Step.LOCK, Step.UNDO, Step.REVEAL, Step.NEXT_ROUND, Step.PAUSE)


class Walk:
    """A room in which things happen by chance; ``actors`` are tokens that once were good."""

    def __init__(
        self, desk: WorkshopService, problem: str, mode: Mode, clock: Clock, seed: int
    ) -> None:
        self.desk, self.problem, self.clock = desk, problem, clock
        self.chance = random.Random(f"{mode}{seed}")  # noqa: S311
        self.leader = facilitator(desk)
        rules = facilitating.Rules("Walk", mode, Technique.POINTS, n_rounds=3, quorum=4)
        self.workshop = facilitating.create(desk, self.leader, problem, rules)
        self.who = (desk, self.leader, self.workshop.id)
        facilitating.set_joining(*self.who, is_open=True)
        self.actors: list[Actor] = []
        self.cards: list[str] = []

    def now(self) -> Workshop:
        return self.desk.store.see(self.workshop.id, lambda reader: reader.workshop)

    def seat(self) -> str:
        lines = seats.seats(*self.who).lines
        return self.chance.choice([line.id for line in lines])

    def join(self) -> None:
        name, card = f"N{len(self.actors)}", ""
        if self.cards and self.chance.random() < 0.5:
            card = self.chance.choice(self.cards)
        actor, _ = entering.join(
            self.desk, self.workshop.id, alias=name, group="ngo", card=card
        )
        self.actors.append(actor)

    def send(self) -> None:
        given = points(self.problem, self.chance.randrange(1, 99))
        actor = self.chance.choice(self.actors)
        send(self.desk, actor, given, round_number=self.now().round)

    def paper(self) -> None:
        number, given = self.chance.randrange(5), points(self.problem, 7).answers
        paper_entry.enter_by_hand(
            *self.who, alias=f"B-{number:03d}", group="ngo", answers=given
        )

    def reseat(self) -> None:
        _, token = seats.new_seat_link(*self.who, self.seat())
        self.actors.append(returning.take_seat(self.desk, token)[0])

    def pin(self) -> None:
        actor = self.chance.choice(self.actors)
        pin = pins.pin_of(actor.token)
        self.actors.append(returning.come_back(self.desk, actor.name, pin)[0])

    def entrance(self) -> None:
        by_card, waits = (self.chance.random() < 0.3 for _ in range(2))
        places.set_entrance(*self.who, places_only=by_card, lobby=waits)

    def deeds(self) -> list[Callable[[], object]]:
        """Return what may happen, the usual things more often."""
        some = [self.seat()] if self.actors else []
        return [
            *[lambda: move(*self.who[:2], self.workshop, self.chance.choice(STEPS))] * 4,
            *[self.join] * 4,
            *[self.send] * 10,
            *[lambda: seats.set_aside(*self.who, self.seat(), "by chance")] * 2,
            lambda: seats.take_back(*self.who, self.seat()),
            lambda: lobby.let_in(*self.who),
            lambda: lobby.refuse(*self.who, some),
            lambda: self.cards.extend(places.make(*self.who, count=2).codes),
            lambda: watching.new_link(*self.who),
            self.paper, self.reseat, self.pin, self.entrance,
        ]  # fmt: skip

    def go(self, n: int) -> None:
        for _ in range(n):
            self.clock.move(seconds=self.chance.choice((1, 40)))
            with suppress(PrioritizerError, IndexError):
                self.chance.choice(self.deeds())()

    def end(self) -> Workshop:
        """Reveal whatever round is running."""
        for step in (Step.OPEN, Step.RESUME, Step.LOCK, Step.REVEAL):
            with suppress(PrioritizerError):
                move(*self.who[:2], self.workshop, step)
        return self.now()


@pytest.mark.parametrize("seed", sweep([1, 2], every=2))
@pytest.mark.parametrize("mode", list(Mode))
def test_both_programs_find_every_room_whole_and_count_whom_the_store_counts(
    sqlite_desk: WorkshopService, problem: str, clock: Clock, mode: Mode, seed: int
) -> None:
    walk = Walk(sqlite_desk, problem, mode, clock, seed)
    walk.go(160)
    workshop = walk.end()
    assert workshop.state is State.REVEALED

    told = record_of(sqlite_desk, walk.leader, workshop)
    bodies, gone = bodies_of(told), dict[int, set[str]]()
    found = procedure(bodies)
    assert list(verify_workshop.procedure(told, bodies, gone)) == []
    kept = sqlite_desk.store.see(workshop.id, lambda reader: reader.left_out())

    assert not [line for line in found.remarks if "does not know" in line]
    logged = {(number, who) for number, ids in found.left_out.items() for who in ids}
    assert kept == (set() if mode is Mode.ANONYMOUS else logged)
    if mode is not Mode.ANONYMOUS:
        assert {(n, who) for n, ids in gone.items() for who in ids} == logged
        sent = {(row["round"], row["participant"]) for row in told["submissions"]} - logged
        numbers = sorted({number for number, _ in sent})
        assert people(told) == [sum(n == number for n, _ in sent) for number in numbers]
        assert logged
    assert {body["action"] for body in bodies} >= {"entrance", "places", "watch", "move"}


@pytest.mark.parametrize("seed", sweep([3, 4], every=2))
def test_no_one_has_two_ballots_in_an_anonymous_round_whatever_phones_it_had(
    sqlite_desk: WorkshopService, problem: str, clock: Clock, seed: int
) -> None:
    walk = Walk(sqlite_desk, problem, Mode.ANONYMOUS, clock, seed)
    moved = 0
    for step in range(1_000):
        # Tokens and PINs are drawn anew each time: a walk goes on until a seat has moved.
        if moved and step > 120:
            break
        walk.go(1)
        n_ballots, n_senders, n_people = sqlite_desk.store.see(
            walk.workshop.id,
            lambda reader: (
                len(reader.ballots(reader.workshop.round)),
                len(reader.sends(reader.workshop.round)),
                len(reader.participants()),
            ),
        )
        assert n_ballots == n_senders <= n_people
        moved += len({actor.id for actor in walk.actors}) < len(walk.actors)

    assert moved
