"""What tests of budget rounds do: set one up, share out, send, as phones and paper do."""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prioritizer.domain.authority import Actor
from prioritizer.domain.budget import UNSPENT, WHOLE, BudgetQuestion, Shares
from prioritizer.domain.chain import sha256
from prioritizer.domain.pilot import Estimate
from prioritizer.domain.workshop import Mode, Step, Workshop
from prioritizer.workflow.workshop import answering, budget_round, budget_words, spending
from prioritizer.workflow.workshop.budget_question import BudgetPlan
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator
from tests.workflow.workshop.steps import come_in, move, opened, points, send

AMOUNT = 3_000_000


@dataclass
class BudgetRoom:
    """A room whose budget round is open, and who sits in it."""

    workshop: Workshop
    leader: Actor
    people: list[Actor]
    question: BudgetQuestion


def plan(problem: str, amount: int = AMOUNT, **changes: object) -> BudgetPlan:
    """Return a plan in which each site costs another sum, the first its own estimate."""
    sites = [site["id"] for site in json.loads(problem)["sites"]]
    costs = {
        site: Estimate(200_000.0 + 7_000 * n, 400_000.0 + 9_000 * n, 900_000.0 + 20_000 * n)
        for n, site in enumerate(sites)
    }
    return BudgetPlan(amount, costs, frozenset(sites[::2]), **changes)  # type: ignore[arg-type]


def weighed(
    desk: WorkshopService, problem: str, n: int = 6, mode: Mode = Mode.PSEUDONYMOUS
) -> tuple[Workshop, Actor, list[Actor]]:
    """Return a room whose first round of weights is shown."""
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, mode)
    groups = ("ngo", "science", "industry")
    people = [
        come_in(desk, workshop, groups[k % 3], f"Name {k}" if mode is Mode.NAMED else "")
        for k in range(n)
    ]
    for k, person in enumerate(people):
        send(desk, person, points(problem, 10.0 * k, 100.0 - 10 * k))
    return move(desk, leader, workshop, Step.LOCK, Step.REVEAL), leader, people


def spending_room(
    desk: WorkshopService,
    problem: str,
    n: int = 6,
    mode: Mode = Mode.PSEUDONYMOUS,
    amount: int = AMOUNT,
) -> BudgetRoom:
    """Return a room whose budget round is open."""
    workshop, leader, people = weighed(desk, problem, n, mode)
    question = budget_round.set_up(desk, leader, workshop.id, plan(problem, amount))
    return BudgetRoom(move(desk, leader, workshop, Step.NEXT_ROUND), leader, people, question)


def drawn(chance: random.Random, question: BudgetQuestion) -> dict[str, int]:
    """Return a ballot by chance, in whole per cent."""
    cuts = sorted(chance.randint(0, 100) for _ in question.sites)
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    return {line: 10 * part for line, part in zip(question.ids, parts, strict=True)}


def all_to(question: BudgetQuestion, *lines: str) -> dict[str, int]:
    """Return a ballot that gives equal parts to some lines."""
    return {line: (WHOLE // len(lines)) * (line in lines) for line in question.ids}


def form_of(shares: Shares) -> dict[str, str]:
    """Return the form that a phone sends of a ballot."""
    return {f"share.{line}": budget_words.percents(share) for line, share in shares.items()}


def spend(desk: WorkshopService, person: Actor, shares: Mapping[str, int], number: int) -> str:
    """Share out, read back and send as a phone does; return the receipt."""
    spending.save_shares(desk, person, number, form_of(shares))
    seat = answering.seat(desk, person)
    assert seat.budget is not None
    content = sha256(spending.ballot_body(seat.budget, shares))
    receipt = spending.send_shares(
        desk,
        person,
        round_number=number,
        client_key=secrets.token_hex(16),
        content=content,
    )
    return receipt.digest


def all_spend(desk: WorkshopService, room: BudgetRoom, ballots: Sequence[Shares]) -> None:
    """Let everybody send a ballot."""
    for person, shares in zip(room.people, ballots, strict=True):
        spend(desk, person, shares, room.workshop.round)


def shown(desk: WorkshopService, room: BudgetRoom) -> Workshop:
    """Lock and reveal the budget round."""
    return move(desk, room.leader, room.workshop, Step.LOCK, Step.REVEAL)


__all__ = ["UNSPENT", "all_spend", "all_to", "drawn", "form_of", "plan", "shown", "spend"]
