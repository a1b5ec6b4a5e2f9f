"""Thirty simulated participants in three camps, so that a facilitator can rehearse."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import numpy as np

from prioritizer.domain.answer_options import UNKNOWN
from prioritizer.domain.authority import Actor
from prioritizer.domain.criterion import Criterion
from prioritizer.domain.workshop import (
    DEFAULT_GROUPS,
    Judgement,
    Mode,
    Step,
    Technique,
    Workshop,
)
from prioritizer.workflow.workshop import answering, entering, facilitating
from prioritizer.workflow.workshop.budget_question import BudgetPlan
from prioritizer.workflow.workshop.demo_budget import spend_budget
from prioritizer.workflow.workshop.judging import judge
from prioritizer.workflow.workshop.problem import parse_problem
from prioritizer.workflow.workshop.service import WorkshopService

TITLE = "Rehearsal with simulated participants"
FIRMNESS = 30.0
SHARE_OF_CARELESS = 0.1
# How many do not know what to say of one of the criteria, the same one for all.
SHARE_WITHOUT_AN_ANSWER = 0.25


def play(  # noqa: PLR0913 - each is a setting of its own that callers leave out at will
    desk: WorkshopService,
    actor: Actor,
    problem_text: str,
    *,
    participants: int = 30,
    rounds: int = 2,
    seed: int = 1,
    mode: Mode = Mode.PSEUDONYMOUS,
    lacking: float = SHARE_WITHOUT_AN_ANSWER,
    budget: BudgetPlan | None = None,
) -> Workshop:
    """Play a whole workshop through the same use cases that people go through, and close it.

    Everything said depends on the seed alone; the workshop is marked as simulated for good.
    From round to round the simulated people move a third of the way towards the middle of the
    room. A share ``lacking`` says “I don't know” about one criterion, the same in all rounds.
    With a ``budget`` they share it out in a last round, mostly over their own top sites.
    """
    rules = facilitating.Rules(
        f"{TITLE} (seed {seed})", mode, Technique.POINTS, n_rounds=rounds, is_simulated=True
    )
    workshop = facilitating.create(desk, actor, problem_text, rules)
    facilitating.move(desk, actor, workshop.id, Step.OPEN)
    people = [
        entering.join(
            desk,
            workshop.id,
            alias=f"Simulated {number + 1:03d}",
            group=DEFAULT_GROUPS[number % len(DEFAULT_GROUPS)].id,
        )[0]
        for number in range(participants)
    ]
    criteria = parse_problem(problem_text).criteria
    generator = np.random.Generator(np.random.PCG64(seed))
    weights = simulated_weights(generator, participants, len(criteria))
    careless = generator.random(participants) < SHARE_OF_CARELESS
    hard = criteria[int(generator.integers(len(criteria)))].id
    lacks = generator.random(participants) < lacking
    for number in range(1, rounds + 1):
        for k, person in enumerate(people):
            answers = _answers(criteria, weights[k], is_careless=bool(careless[k]))
            answers |= {f"points.{hard}": UNKNOWN} if lacks[k] else {}
            _send(desk, person, judge(criteria, Technique.POINTS, answers), number)
        for step in (
            Step.LOCK,
            Step.REVEAL,
            *((Step.NEXT_ROUND,) if number < rounds else ()),
        ):
            workshop = facilitating.move(desk, actor, workshop.id, step)
        weights = weights + (weights.mean(axis=0) - weights) / 3
    if budget is not None:
        spend_budget(desk, actor, workshop, people, weights, generator, budget)
    return facilitating.move(desk, actor, workshop.id, Step.CLOSE)


def simulated_weights(
    generator: np.random.Generator, participants: int, criteria: int
) -> np.ndarray:
    """Return weights of people in three camps, ``(people, criteria)``.

    Each camp cares most about two neighbouring criteria; its members scatter around that by a
    Dirichlet distribution.
    """
    centres = np.full((3, criteria), 0.5)
    for camp in range(3):
        centres[camp, (camp * 2) % criteria] = 4.0
        centres[camp, (camp * 2 + 1) % criteria] = 2.0
    centres /= centres.sum(axis=1, keepdims=True)
    return np.array(
        [generator.dirichlet(FIRMNESS * centres[person % 3]) for person in range(participants)]
    )


def _answers(
    criteria: Sequence[Criterion], weights: np.ndarray, *, is_careless: bool
) -> dict[str, float | str]:
    points = np.maximum(np.round(100 * weights / weights.max()), 0)
    answers: dict[str, float | str] = {
        f"points.{criterion.id}": float(point)
        for criterion, point in zip(criteria, points, strict=True)
    }
    return {**answers, "swap": "same" if is_careless else "fewer", "readback": "yes"}


def _send(desk: WorkshopService, person: Actor, judgement: Judgement, number: int) -> None:
    answering.submit(
        desk,
        person,
        round_number=number,
        client_key=secrets.token_hex(16),
        judgement=judgement,
    )
