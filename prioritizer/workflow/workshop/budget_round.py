"""Sets up the budget round of a workshop: from the shortlist that is shown, with its costs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.budget import BudgetQuestion
from prioritizer.domain.chain import sha256
from prioritizer.domain.workshop import State, Workshop
from prioritizer.errors import RefusedError
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.workshop.budget_question import (
    BudgetPlan,
    question_of,
    question_text,
    shortlist_of,
)
from prioritizer.workflow.workshop.frozen import problem_in
from prioritizer.workflow.workshop.service import WorkshopService, permit
from prioritizer.workflow.workshop.spending import question_in


@dataclass(frozen=True, slots=True)
class BudgetOffer:
    """What can be spent on now: ids and names, best first; and what is set up already."""

    sites: tuple[tuple[str, str], ...]
    question: BudgetQuestion | None


def offer(desk: WorkshopService, actor: Actor, workshop_id: str) -> BudgetOffer:
    """Return the shortlist that a budget round would be about, and the round if there is one.

    Raises
    ------
    AccessError
        If the actor does not lead the workshop.
    """

    def look(reader: WorkshopReader) -> BudgetOffer:
        workshop = permit(reader, actor, Action.SEE_RESULT)
        question = question_in(reader)
        if not _is_ready(workshop):
            return BudgetOffer((), question)
        problem = problem_in(reader)
        names = dict(zip(problem.matrix.alternatives, problem.matrix.names, strict=True))
        sites = shortlist_of(problem, reader.submissions(), workshop.round)
        return BudgetOffer(tuple((site, names[site]) for site in sites), question)

    return desk.store.see(workshop_id, look)


def set_up(
    desk: WorkshopService, actor: Actor, workshop_id: str, plan: BudgetPlan
) -> BudgetQuestion:
    """Freeze the question of the budget round; it follows as the next and last round.

    Once more, before it opens, puts another question in its place. Taking the result back that
    it rests on drops it.

    Raises
    ------
    RefusedError
        If no result is shown, or nobody has answered in its round.
    InputError
        If amount, currency or a cost cannot be used.
    """

    def work(writer: WorkshopWriter) -> BudgetQuestion:
        before = permit(writer, actor, Action.MOVE)
        if not _is_ready(before):
            raise RefusedError(
                f"{before.title}: round {before.round} is {before.state}. Expected a round of "
                "weights whose result is shown. Reveal it first."
            )
        problem = problem_in(writer)
        sites = shortlist_of(problem, writer.submissions(), before.round)
        if not sites:
            raise RefusedError(
                f"{before.title}: nobody answered in round {before.round}. Expected a "
                "shortlist to spend on. Hold a round with answers first."
            )
        question = question_of(problem, sites, plan, before.round)
        text = question_text(question)
        writer.save(replace(before, n_rounds=question.round, budget_round=question.round))
        writer.put_budget(text)
        details = {"round": question.round, "question": sha256(text)}
        writer.log(desk.entry(actor, "budget", details))
        return question

    return desk.store.change(workshop_id, work)


def _is_ready(workshop: Workshop) -> bool:
    return workshop.state is State.REVEALED and not workshop.spends
