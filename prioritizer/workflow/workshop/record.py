"""The record of a workshop: all that was said, the log that binds it, the result."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from importlib import resources
from typing import Any

import numpy as np

from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.workshop import Mode, Participant, Submission, Workshop
from prioritizer.errors import RefusedError
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.version import __version__
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop.budget_question import question_data
from prioritizer.workflow.workshop.budget_result import BudgetResult
from prioritizer.workflow.workshop.problem import FrozenProblem, parse_problem
from prioritizer.workflow.workshop.proposal_record import PROPOSALS, proposals_data
from prioritizer.workflow.workshop.proposals import known_of
from prioritizer.workflow.workshop.result_data import result_data
from prioritizer.workflow.workshop.results import first_result, round_result
from prioritizer.workflow.workshop.results_view import budget_shown
from prioritizer.workflow.workshop.service import WorkshopService, permit
from prioritizer.workflow.workshop.spending import question_in

# Version 1 also told the range of groups under five, what the shortlist would be without them,
# and the mean of groups beside them. Its records verify by its own rules. Version 3 freezes
# what is known of the sites with the problem; of a room whose problem does not say so, a
# record of version 2 is still written.
FIRST_SCHEMA = "prioritizer-workshop/1"
SECOND_SCHEMA = "prioritizer-workshop/2"
# Version 4 is written only where there is more to tell: a budget round, proposed sites.
SCHEMA = "prioritizer-workshop/3"
FOURTH_SCHEMA = "prioritizer-workshop/4"
SCHEMAS = (FIRST_SCHEMA, SECOND_SCHEMA, SCHEMA, FOURTH_SCHEMA)
# The sections of a record that only some workshops have: this one and `PROPOSALS`.
BUDGET = "budget"
VERIFIER = "verify_workshop.py"
SECTIONS = (
    "schema",
    "software",
    "workshop",
    "problem",
    "participants",
    "submissions",
    "ballots",
    "log",
    "head",
    "result",
)


def workshop_record(desk: WorkshopService, actor: Actor, workshop_id: str) -> bytes:
    """Return the record of a workshop as canonical JSON (RFC 8785).

    Raises
    ------
    RefusedError
        If a round is still running: a record would show answers before the reveal.
    """
    return desk.store.see(workshop_id, lambda reader: canonical(_record(reader, actor)))


def _record(reader: WorkshopReader, actor: Actor) -> dict[str, Any]:
    workshop = permit(reader, actor, Action.EXPORT)
    if workshop.is_hidden:
        raise RefusedError(
            f"{workshop.title}: it was closed without showing round {workshop.round}. A record "
            "would show it. If it may be seen, choose 'Show the result after all' on the "
            "Facilitate page first."
        )
    if not workshop.shows_results:
        raise RefusedError(
            f"{workshop.title}: round {workshop.round} is {workshop.state}. Expected a "
            "revealed round. Reveal it first."
        )
    problem_text = reader.problem()
    problem, entries = parse_problem(problem_text), reader.entries()
    is_named = workshop.mode is not Mode.ANONYMOUS
    people = [one for one in reader.participants() if is_named and not one.is_waiting]
    question = question_in(reader)
    proposed = known_of(reader)
    more = {
        **({} if question is None else {BUDGET: question_data(question)}),
        **({PROPOSALS: proposals_data(proposed)} if proposed else {}),
    }
    return {
        "schema": schema_of(problem, has_more=bool(more)),
        "software": software(),
        "workshop": workshop_data(workshop),
        "problem": json.loads(problem_text),
        "participants": [_participant_data(person) for person in people],
        "submissions": [_submission_data(row) for row in reader.judgement_rows()],
        "ballots": [_ballot_data(row) for row in reader.sealed_rows()],
        "log": [
            {"seq": e.seq, "body": e.body, "prev": e.prev, "hash": e.hash} for e in entries
        ],
        "head": entries[-1].hash,
        "result": all_results(
            problem, reader.submissions(), workshop.weight_rounds, budget=budget_shown(reader)
        ),
        **more,
    }


def public_verifier() -> bytes:
    """Return a program of one file that checks a record; it needs Python and nothing else."""
    return resources.files(__package__).joinpath(VERIFIER).read_bytes()


def schema_of(problem: FrozenProblem, *, has_more: bool = False) -> str:
    """Return the schema that a record is written in; ``has_more`` than weights or not."""
    if has_more:
        return FOURTH_SCHEMA
    return SECOND_SCHEMA if problem.known is None else SCHEMA


def software() -> dict[str, str]:
    """Return the versions that compute results."""
    return {
        "prioritizer": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
    }


def workshop_data(workshop: Workshop) -> dict[str, Any]:
    """Return the rules of a workshop and where it stands; a quorum only where there is one."""
    return {
        "id": workshop.id,
        "title": workshop.title,
        "mode": workshop.mode.value,
        "technique": workshop.technique.value,
        "groups": [{"id": group.id, "name": group.name} for group in workshop.groups],
        "rounds": workshop.n_rounds,
        "round": workshop.round,
        "state": workshop.state.value,
        "simulated": workshop.is_simulated,
        **({"quorum": workshop.quorum} if workshop.quorum else {}),
    }


def all_results(
    problem: FrozenProblem,
    submissions: Sequence[Submission],
    last_round: int,
    schema: str = SCHEMA,
    budget: BudgetResult | None = None,
) -> dict[str, Any]:
    """Return the results of all rounds as plain data, as a record of a schema tells them."""
    rounds = (round_result(problem, submissions, n) for n in range(1, last_round + 1))
    told = [found for found in rounds if found is not None]
    if schema == FIRST_SCHEMA:
        told = [first_result(found) for found in told]
    return result_data(problem, told, budget)


def _participant_data(person: Participant) -> dict[str, Any]:
    return {
        "id": person.id,
        "alias": person.alias,
        "group": person.group,
        "by_hand": person.by_hand,
    }


def _submission_data(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "round": row["round"],
        "participant": row["participant_id"],
        "revision": row["revision"],
        "digest": row["digest"],
        "judgement": json.loads(row["body"]),
    }


def _ballot_data(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "round": row["round"],
        "digest": row["digest"],
        "group": row["group_id"],
        "salt": row["salt"],
        "judgement": json.loads(row["body"]),
    }
