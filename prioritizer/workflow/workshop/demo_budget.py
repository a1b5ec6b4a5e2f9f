"""Simulated people who share out a budget, in a rehearsal."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import numpy as np

from prioritizer.domain.authority import Actor
from prioritizer.domain.budget import PERCENT, BudgetQuestion
from prioritizer.domain.chain import sha256
from prioritizer.domain.workshop import Step, Workshop
from prioritizer.workflow.workshop import budget_round, facilitating, spending
from prioritizer.workflow.workshop.budget_question import BudgetPlan
from prioritizer.workflow.workshop.budget_words import percents
from prioritizer.workflow.workshop.opinions import ranks_of
from prioritizer.workflow.workshop.problem import FrozenProblem, parse_problem
from prioritizer.workflow.workshop.service import WorkshopService

# A site's part halves with each place on the own list; people scatter around that.
HALF, FIRMNESS, MOST_KEPT = 0.5, 40.0, 20


def spend_budget(
    desk: WorkshopService,
    actor: Actor,
    workshop: Workshop,
    people: Sequence[Actor],
    weights: np.ndarray,
    generator: np.random.Generator,
    plan: BudgetPlan,
) -> None:
    """Hold a budget round through the use cases that people go through, and show it."""
    question = budget_round.set_up(desk, actor, workshop.id, plan)
    facilitating.move(desk, actor, workshop.id, Step.NEXT_ROUND)
    problem = parse_problem(desk.store.see(workshop.id, lambda reader: reader.problem()))
    for person, row in zip(people, weights, strict=True):
        shares = simulated_shares(problem, question, row, generator)
        form = {f"{spending.FIELD}{line}": percents(share) for line, share in shares.items()}
        spending.save_shares(desk, person, question.round, form)
        spending.send_shares(
            desk,
            person,
            round_number=question.round,
            client_key=secrets.token_hex(16),
            content=sha256(spending.ballot_body(question, shares)),
        )
    for step in (Step.LOCK, Step.REVEAL):
        facilitating.move(desk, actor, workshop.id, step)


def simulated_shares(
    problem: FrozenProblem,
    question: BudgetQuestion,
    weights: np.ndarray,
    generator: np.random.Generator,
) -> dict[str, int]:
    """Return a ballot in whole per cent: the own top sites first, up to a fifth kept."""
    ranks = dict(
        zip(problem.matrix.alternatives, ranks_of(problem, weights).tolist(), strict=True)
    )
    own = sorted(question.ids[:-1], key=lambda site: (ranks[site], site))
    kept = int(generator.integers(0, MOST_KEPT + 1))
    wish = HALF ** np.array([own.index(site) for site in question.ids[:-1]], dtype=float)
    drawn = generator.dirichlet(FIRMNESS * wish / wish.sum() + 1e-3)
    parts = np.floor(drawn * (100 - kept)).astype(int)
    parts[int(np.argmax(drawn))] += 100 - kept - int(parts.sum())
    given = zip(question.ids, (*parts.tolist(), kept), strict=True)
    return {line: PERCENT * part for line, part in given}
