"""What several workshop tests do: open a workshop, let people in, answer."""

from __future__ import annotations

import json
import secrets

from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Judgement, Mode, Step, Technique, Workshop
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop import answering, entering, facilitating, submissions
from prioritizer.workflow.workshop.judging import judge
from prioritizer.workflow.workshop.problem import parse_problem
from prioritizer.workflow.workshop.service import WorkshopService


def opened(
    desk: WorkshopService,
    actor: Actor,
    problem: str,
    mode: Mode = Mode.PSEUDONYMOUS,
    title: str = "Test",
) -> Workshop:
    """Return a workshop whose first round is open."""
    rules = facilitating.Rules(title, mode, Technique.POINTS)
    workshop = facilitating.create(desk, actor, problem, rules)
    return facilitating.move(desk, actor, workshop.id, Step.OPEN)


def come_in(
    desk: WorkshopService, workshop: Workshop, group: str = "ngo", alias: str = ""
) -> Actor:
    """Return somebody who has joined."""
    return entering.join(desk, workshop.id, alias=alias or secrets.token_hex(4), group=group)[0]


def points(problem: str, *given: float) -> Judgement:
    """Return a judgement of the points technique; missing points are 50."""
    criteria = parse_problem(problem).criteria
    padded = [*given, *[50.0] * (len(criteria) - len(given))]
    answers: dict[str, float | str] = {
        f"points.{c.id}": point for c, point in zip(criteria, padded, strict=True)
    }
    return judge(criteria, Technique.POINTS, {**answers, "swap": "fewer", "readback": "yes"})


def send(
    desk: WorkshopService,
    who: Actor,
    judgement: Judgement,
    *,
    key: str = "",
    round_number: int = 1,
) -> submissions.Receipt:
    """Submit an answer."""
    return answering.submit(
        desk,
        who,
        round_number=round_number,
        client_key=key or secrets.token_hex(16),
        judgement=judgement,
    )


def move(desk: WorkshopService, actor: Actor, workshop: Workshop, *steps: Step) -> Workshop:
    """Take several steps."""
    for step in steps:
        workshop = facilitating.move(desk, actor, workshop.id, step)
    return workshop


def old_text(problem: str) -> str:
    """Return a problem as earlier versions froze it: nothing said of what is known."""
    data = json.loads(problem)
    del data["answer"]
    for site in data["sites"]:
        del site["state"], site["mean"]
    return canonical(data).decode()
