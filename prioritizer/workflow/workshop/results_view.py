"""What can be looked at: results for facilitators, shared results for all, the own ranking."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from prioritizer.domain.answer import Section
from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.proposal import Proposal
from prioritizer.domain.workshop import Judgement, Workshop
from prioritizer.errors import RefusedError
from prioritizer.languages.speech import gettext
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.workflow.workshop.budget_question import parse_question, question_text
from prioritizer.workflow.workshop.budget_result import BudgetResult, budget_result
from prioritizer.workflow.workshop.certainty import room_answer
from prioritizer.workflow.workshop.frozen import problem_in
from prioritizer.workflow.workshop.opinions import drawn_weights, left_open, ranks_of
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.proposals import accepted, known_of
from prioritizer.workflow.workshop.published import published
from prioritizer.workflow.workshop.results import RoundResult, round_result
from prioritizer.workflow.workshop.service import WorkshopService, permit
from prioritizer.workflow.workshop.spending import ballot_of, question_in

# All phones ask at once when a budget is shown; 500 people and 20 sites take seconds.
_COUNTING = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class WorkshopResult:
    """The results of all rounds that anybody answered, as published, with the log's head.

    ``rounds`` are those of weights; ``budget`` is the result of the budget round once shown,
    ``proposed`` are the sites that people proposed and the facilitator accepted.
    """

    workshop: Workshop
    problem: FrozenProblem
    rounds: tuple[RoundResult, ...]
    head: str
    budget: BudgetResult | None = None
    proposed: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A site on somebody's own list: its rank, and how sure it is where that can be said."""

    site: str
    name: str
    rank: int
    section: Section | None


def result(desk: WorkshopService, actor: Actor, workshop_id: str) -> WorkshopResult:
    """Return the results of all rounds; the present one only once it is revealed.

    Not even a facilitator sees averages while people still answer.
    """
    return desk.store.see(workshop_id, lambda reader: _result(reader, actor, Action.SEE_RESULT))


def shared_result(desk: WorkshopService, actor: Actor) -> WorkshopResult:
    """Return the revealed results to a participant.

    Raises
    ------
    RefusedError
        If nothing is revealed yet.
    """

    def look(reader: WorkshopReader) -> WorkshopResult:
        found = _result(reader, actor, Action.SEE_SHARED_RESULT)
        if not found.rounds and found.workshop.is_hidden:
            raise RefusedError(gettext("The workshop is over. Its result is not shown."))
        if not found.rounds:
            raise RefusedError(
                gettext("Nothing is shown yet. The facilitator reveals the result for all.")
            )
        return found

    return desk.store.see(actor.workshop_id, look)


def _result(reader: WorkshopReader, actor: Actor, action: Action) -> WorkshopResult:
    permit(reader, actor, action)
    return shown_result(reader)


def shown_result(reader: WorkshopReader) -> WorkshopResult:
    """Return what is revealed of a workshop, to who may see it."""
    workshop = reader.workshop
    problem, submissions = problem_in(reader), reader.submissions()
    last = workshop.round if workshop.shows_results else workshop.round - 1
    rounds = (round_result(problem, submissions, number) for number in range(1, last + 1))
    shown = tuple(published(r) for r in rounds if r is not None)
    head = reader.last_entry()
    return WorkshopResult(
        workshop,
        problem,
        shown,
        head.hash if head else "",
        budget_shown(reader),
        accepted(known_of(reader)),
    )


def budget_shown(reader: WorkshopReader) -> BudgetResult | None:
    """Return the result of the budget round, None while it is not shown to all."""
    question, workshop = question_in(reader), reader.workshop
    if question is None or not (workshop.spends and workshop.shows_results):
        return None
    with _COUNTING:
        return _budget_of(question_text(question), reader.budget_bodies())


@lru_cache(maxsize=8)
def _budget_of(question: str, bodies: tuple[str, ...]) -> BudgetResult:
    """Return what follows from the ballots, worked out once for all who look at it."""
    return budget_result(parse_question(question), [ballot_of(body) for body in bodies])


def own_places(problem: FrozenProblem, judgement: Judgement) -> tuple[OwnPlace, ...]:
    """Return the top of the ranking under somebody's own weights, and how sure it is.

    What somebody does not know makes places less sure: its weight is drawn as well.
    """
    weights, size = judgement.weights, problem.shown
    said = (left_open(problem, judgement),)
    ranks, sites = ranks_of(problem, weights.normalized), problem.matrix.alternatives
    drawn = drawn_weights(problem, weights.normalized[np.newaxis], said)
    answer = room_answer(problem, weights, drawn)
    sections = (None,) * len(ranks) if answer is None else answer.sections
    order = sorted(np.flatnonzero(ranks <= size), key=lambda r: (ranks[r], sites[r]))
    return tuple(
        OwnPlace(
            sites[row],
            problem.matrix.names[row],
            int(ranks[row]),
            sections[row],
        )
        for row in order[: 2 * size]
    )
