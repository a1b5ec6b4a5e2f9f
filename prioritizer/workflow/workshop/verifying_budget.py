"""Checks what a record tells of a budget round: its question, its ballots, its result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from prioritizer.domain.budget import Shares
from prioritizer.domain.chain import sha256
from prioritizer.domain.workshop import Mode, Submission
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop.budget_question import (
    is_plausible,
    parse_question,
    shortlist_of,
)
from prioritizer.workflow.workshop.budget_result import BudgetResult, budget_result
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.procedure import procedure
from prioritizer.workflow.workshop.record import BUDGET
from prioritizer.workflow.workshop.spending import ballot_faults

Record = dict[str, Any]


def budget_round(record: Record) -> int | None:
    """Return the number of the budget round, None where a record tells of none."""
    return int(record[BUDGET]["round"]) if BUDGET in record else None


def weights_only(record: Record, section: str) -> list[dict[str, Any]]:
    """Return the answers of a section but for those of the budget round."""
    return [row for row in record[section] if row["round"] != budget_round(record)]


def budget_faults(
    record: Record,
    bodies: Sequence[dict[str, Any]],
    problem: FrozenProblem,
    submissions: Sequence[Submission],
) -> Iterator[str]:
    """Yield what of a budget round does not hold: against the log, the rules, the shortlist.

    ``bodies`` are the entries of the log, ``submissions`` the present answers of weights.
    """
    logged = [body for body in bodies if body["action"] == "budget"]
    number = procedure(bodies).reached.budget_round if logged else None
    if (number is not None) != (BUDGET in record):
        yield "budget: in the log or in the record, but not in both"
    if BUDGET not in record:
        return
    text = canonical(record[BUDGET]).decode()
    question = parse_question(text)
    if not logged or (logged[-1]["question"], number) != (sha256(text), question.round):
        yield "budget: amount, costs or sites are not those the round was set up with"
    if not is_plausible(question, problem):
        yield "budget: amount, currency, a cost or a name is none that can be set up"
    sites = tuple(site.id for site in question.sites)
    if sites != shortlist_of(problem, submissions, question.of_round):
        yield f"budget: its sites are not the shortlist of round {question.of_round}"
    is_whole = record["workshop"]["mode"] == Mode.ANONYMOUS.value
    for row in _rows(record):
        for fault in ballot_faults(question, row["judgement"]["shares"], is_whole=is_whole):
            yield f"answer {row['digest'][:8]}, round {row['round']}: {fault}"


def budget_of(record: Record, left_out: Mapping[int, frozenset[str]]) -> BudgetResult | None:
    """Return the result that follows from the ballots; None if the round was not held.

    ``left_out`` says by round whose ballots do not count.
    """
    if BUDGET not in record or record["workshop"]["round"] != budget_round(record):
        return None
    question = parse_question(canonical(record[BUDGET]).decode())
    present: dict[str, Shares] = {}
    for row in _rows(record):
        voter = row.get("participant", row["digest"])
        if voter not in left_out.get(row["round"], ()):
            present[voter] = row["judgement"]["shares"]
    return budget_result(question, list(present.values()))


def _rows(record: Record) -> list[dict[str, Any]]:
    rows = (*record["submissions"], *record["ballots"])
    own = [row for row in rows if row["round"] == budget_round(record)]
    return sorted(own, key=lambda row: int(row.get("revision", 1)))
