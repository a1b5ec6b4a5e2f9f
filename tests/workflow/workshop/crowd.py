"""Rooms in which much happens that could tell a person: revisions, drafts, paper, absence."""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Mode, Step, Technique, Workshop
from prioritizer.workflow.weights.questions import checked
from prioritizer.workflow.workshop import (
    answering,
    entering,
    facilitating,
    one_form,
    paper_entry,
    paper_questions,
)
from prioritizer.workflow.workshop.asking import asking
from prioritizer.workflow.workshop.record import workshop_record
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator
from tests.workflow.workshop.steps import move

PAIRS = ("a:9", "a:7", "a:5", "a:3", "a:1", "b:3", "b:5", "b:7", "b:9")


@dataclass(frozen=True)
class Opinion:
    """What somebody thinks, before it is known how it will be asked.

    ``order`` are the criteria, most important first, ``points`` those of each, ``pairs`` the
    answers to pairs in the order of the criteria. ``placed`` is how many have a place in the
    order; ``?`` is what somebody does not know.
    """

    order: tuple[str, ...]
    points: Mapping[str, int | str]
    pairs: Mapping[tuple[str, str], str]
    placed: int

    def place(self, name: str) -> str:
        """Return the place of a criterion as on paper; blank for one without."""
        at = self.order.index(name)
        return str(at + 1) if at < self.placed else ""


def opinion(chance: random.Random, ids: Sequence[str], technique: Technique) -> Opinion:
    """Return an opinion by chance; of swings the points fall with the order from 100.

    Two of five do not know something: of an order the last ones, or points in the middle.
    """
    order = tuple(chance.sample(ids, len(ids)))
    given = [chance.randint(1, 100) for _ in ids]
    if technique is Technique.SWING:
        given = [100, *sorted(given[1:], reverse=True)]
    pairs = {pair: chance.choice(PAIRS) for pair in combinations(ids, 2)}
    points: dict[str, int | str] = dict(zip(order, given, strict=True))
    n_open = chance.choice((0, 0, 0, 1, 2))
    open_ones = list(order[len(order) - n_open :])
    if n_open and technique is Technique.SWING and chance.random() < 0.5:
        open_ones.append(order[1])
    if n_open:
        points |= dict.fromkeys(open_ones, "?")
        pairs |= {pair: "?" for pair in pairs if chance.random() < 0.3 * n_open}
    return Opinion(order, points, pairs, len(order) - n_open)


@dataclass
class Person:
    """Somebody in a room, with all that an adversary sees of how and when they answered."""

    group: str
    is_paper: bool = False
    phone: Actor | None = None
    number: str = ""
    revises: bool = False
    drafts: bool = False
    stays_away: bool = False
    # By round: the place in which the answer came in, and the digest of the ballot.
    came: dict[int, int] = field(default_factory=dict)
    digest: dict[int, str] = field(default_factory=dict)


@dataclass
class Room:
    """A room of two rounds: what is kept and exported of it, and what really happened."""

    workshop: Workshop
    leader: Actor
    people: list[Person]
    record: dict[str, Any]
    path: Path

    def ballots(self, number: int) -> list[dict[str, Any]]:
        """Return the ballots of a round as the record lists them."""
        return [row for row in self.record["ballots"] if row["round"] == number]


@contextmanager
def seeded(seed: int) -> Iterator[random.Random]:
    """Let tokens, ids, keys and salts follow from a seed, so that a test comes out the same."""
    chance = random.Random(seed)  # noqa: S311
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_hex", lambda n=32: chance.randbytes(n).hex())
        patch.setattr(secrets, "randbits", chance.getrandbits)
        yield chance


def crowd(
    desk: WorkshopService,
    problem: str,
    technique: Technique,
    sizes: Mapping[str, int],
    *,
    mode: Mode = Mode.ANONYMOUS,
    seed: int = 1,
) -> Room:
    """Play two rounds. Every fifth answers on paper; others revise, leave drafts, stay away.

    Who does what, and who thinks what, is drawn each by itself: nothing that is seen of a
    person tells anything of the opinion.
    """
    with seeded(seed) as chance:
        leader = facilitator(desk)
        rules = facilitating.Rules(f"Crowd {seed}", mode, technique)
        workshop = facilitating.create(desk, leader, problem, rules)
        move(desk, leader, workshop, Step.OPEN)
        people = _people(chance, sizes)
        _join(desk, workshop, people)
        ids = [criterion["id"] for criterion in json.loads(problem)["criteria"]]
        for number in (1, 2):
            here = [p for p in people if not (p.stays_away and number == 2)]
            _hand_out(chance, [p for p in here if p.is_paper], mode)
            for place, person in enumerate(chance.sample(here, len(here))):
                person.came[number] = place
                for _ in range(1 + (person.revises and not person.is_paper)):
                    view = opinion(chance, ids, technique)
                    person.digest[number] = answer(desk, leader, workshop, person, number, view)
                if person.drafts and person.phone:
                    answering.save_draft(desk, person.phone, number, {f"points.{ids[0]}": 77.0})
            move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
            if number == 1:
                move(desk, leader, workshop, Step.NEXT_ROUND)
        record = json.loads(workshop_record(desk, leader, workshop.id))
    path = desk.store.database.path
    assert path is not None
    return Room(workshop, leader, people, record, path)


def _join(desk: WorkshopService, workshop: Workshop, people: Sequence[Person]) -> None:
    for n, person in enumerate(people):
        if not person.is_paper:
            name = f"Name {n}"
            person.phone, _ = entering.join(desk, workshop.id, alias=name, group=person.group)


def _hand_out(chance: random.Random, papers: Sequence[Person], mode: Mode) -> None:
    """Give ballots out; in an anonymous round fresh ones, in any order."""
    for n, person in enumerate(chance.sample(papers, len(papers)), 1):
        if mode is Mode.ANONYMOUS or not person.number:
            person.number = paper_questions.number_of(n)


def _people(chance: random.Random, sizes: Mapping[str, int]) -> list[Person]:
    groups = [group for group, n in sizes.items() for _ in range(n)]
    people = [Person(group) for group in chance.sample(groups, len(groups))]
    for person in people:
        person.is_paper = len(people) > 1 and chance.random() < 0.2
        person.revises, person.drafts = chance.random() < 0.3, chance.random() < 0.3
        person.stays_away = len(people) > 4 and chance.random() < 0.1
    return people


def answer(
    desk: WorkshopService,
    leader: Actor,
    workshop: Workshop,
    person: Person,
    number: int,
    view: Opinion,
) -> str:
    """Answer as an opinion says, on the way that the person has; return the receipt."""
    if person.phone is None:
        return _by_paper(desk, leader, workshop, person, view)
    seat = answering.seat(desk, person.phone)
    answers = phone_answers(seat.problem.criteria, workshop, seat.participant.seed, view)
    answering.save_draft(desk, person.phone, number, answers)
    judgement = answering.draft_judgement(seat.problem, seat.workshop, answers)
    content = answering.sha256(one_form.body_of(judgement))
    key = answering.client_key_of(person.phone.token, number, seat.sends, content)
    return answering.send_draft(
        desk, person.phone, round_number=number, client_key=key, content=content
    ).digest


def phone_answers(
    criteria: Sequence[Any], workshop: Workshop, seed: int, view: Opinion
) -> dict[str, float | str]:
    """Answer every question in the order in which a phone of this seed asks."""
    is_anonymous = workshop.mode is Mode.ANONYMOUS
    asked = asking(criteria, workshop.technique, seed, is_anonymous=is_anonymous)
    answers: dict[str, float | str] = {}
    while screen := asked.next(answers):
        kind, *names = screen.key.split(".")
        text = {
            "swap": lambda _: "fewer",
            "readback": lambda _: "yes",
            "first": lambda names: (*view.order[: view.placed], "?")[int(names[0]) - 1],
            "points": lambda names: str(view.points[names[0]]),
            "pair": lambda names: view.pairs[names[0], names[1]],
        }[kind](names)
        answers = asked.after(answers, screen.key, checked(screen, text))
    return answers


def _by_paper(
    desk: WorkshopService, leader: Actor, workshop: Workshop, person: Person, view: Opinion
) -> str:
    name = person.number
    _, blank = paper_questions.blank(desk, leader, workshop.id, name)
    return paper_entry.enter_by_hand(
        desk, leader, workshop.id,
        alias=name, group=person.group,
        answers=paper_answers(blank, workshop.technique, view),
    ).digest  # fmt: skip


def paper_answers(
    blank: paper_questions.Ballot, technique: Technique, view: Opinion
) -> dict[str, float | str]:
    """Fill a ballot in, in the order of its own lines."""
    form = {f"points.{line.id}": str(view.points[line.id]) for line in blank.lines}
    form |= {f"order.{line.id}": view.place(line.id) for line in blank.lines}
    for a, b in blank.pairs:
        turned = (a.id, b.id) not in view.pairs
        told = view.pairs[(b.id, a.id) if turned else (a.id, b.id)]
        side, _, steps = told.partition(":")
        side = {"a": "b", "b": "a"}[side] if turned and steps not in ("1", "") else side
        form[f"pair.{a.id}.{b.id}"] = f"{side}:{steps}" if steps else told
    return paper_questions.answers_of(blank.lines, technique, form)
