"""Between the rows of the workshop tables and the words of the domain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prioritizer.domain.weights import WeightVector
from prioritizer.domain.workshop import (
    Group,
    Judgement,
    Mode,
    Participant,
    State,
    Submission,
    Technique,
    Workshop,
)

# Wrong PINs of one seat, in all: a guesser has five in a million.
MOST_PIN_TRIES = 5


@dataclass(frozen=True, slots=True)
class Ballot:
    """An anonymous answer; ``slot`` and ``key_tag`` are HMACs that die with the secret."""

    slot: str
    key_tag: str
    group: str
    salt: str
    digest: str
    body: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposed site; ``slot`` is an HMAC that dies with the secret of an anonymous round."""

    digest: str
    salt: str
    round: int
    participant: str
    slot: str
    body: str
    verdict: str = "open"
    reason: str = ""


def proposal_of(row: Mapping[Any, Any]) -> ProposalRow:
    """Return the proposal of a row."""
    return ProposalRow(
        row["digest"],
        row["salt"],
        row["round"],
        row["participant_id"],
        row["slot"],
        row["body"],
        row["verdict"],
        row["reason"],
    )


def workshop_of(row: Mapping[Any, Any], facilitators: frozenset[str]) -> Workshop:
    """Return the workshop of a row."""
    deadline = row["deadline"]
    return Workshop(
        id=row["id"],
        title=row["title"],
        mode=Mode(row["mode"]),
        technique=Technique(row["technique"]),
        groups=tuple(Group(**group) for group in json.loads(row["groups"])),
        n_rounds=row["n_rounds"],
        problem_digest=row["problem_digest"],
        state=State(row["state"]),
        round=row["round"],
        deadline=datetime.fromisoformat(deadline) if deadline else None,
        is_joining_open=bool(row["is_joining_open"]),
        is_simulated=bool(row["is_simulated"]),
        facilitators=facilitators,
        is_hidden=bool(row["is_hidden"]),
        language=row["language"],
        quorum=row["quorum"],
        is_places_only=bool(row["is_places_only"]),
        has_lobby=bool(row["has_lobby"]),
        budget_round=row["budget_round"],
    )


def workshop_row(workshop: Workshop) -> dict[str, Any]:
    """Return what of a workshop is kept in its row, besides the problem."""
    return {
        "id": workshop.id,
        "title": workshop.title,
        "mode": workshop.mode.value,
        "technique": workshop.technique.value,
        "groups": json.dumps([{"id": g.id, "name": g.name} for g in workshop.groups]),
        "n_rounds": workshop.n_rounds,
        "problem_digest": workshop.problem_digest,
        "state": workshop.state.value,
        "round": workshop.round,
        "deadline": workshop.deadline.isoformat() if workshop.deadline else None,
        "is_joining_open": workshop.is_joining_open,
        "is_simulated": workshop.is_simulated,
        "is_hidden": workshop.is_hidden,
        "language": workshop.language,
        "quorum": workshop.quorum,
        "is_places_only": workshop.is_places_only,
        "has_lobby": workshop.has_lobby,
        "budget_round": workshop.budget_round,
    }


def participant_of(row: Mapping[Any, Any]) -> Participant:
    """Return the participant of a row."""
    return Participant(
        row["id"],
        row["workshop_id"],
        row["alias"],
        row["group_id"],
        row["seed"],
        bool(row["by_hand"]),
        bool(row["is_waiting"]),
        row["aside"],
        bool(row["pin_hash"]) and row["pin_tries"] < MOST_PIN_TRIES,
    )


def judgement_data(judgement: Judgement) -> dict[str, Any]:
    """Return a judgement as plain data, for canonical JSON."""
    return {
        "technique": judgement.technique.value,
        "answers": dict(judgement.answers),
        "points": dict(zip(judgement.weights.criteria, judgement.weights.points, strict=True)),
        "criteria": list(judgement.weights.criteria),
        "flags": list(judgement.flags),
    }


def judgement_of(body: str) -> Judgement:
    """Return the judgement of a stored body."""
    data = json.loads(body)
    criteria = tuple(data["criteria"])
    return Judgement(
        technique=Technique(data["technique"]),
        answers=data["answers"],
        weights=WeightVector(criteria, tuple(float(data["points"][name]) for name in criteria)),
        flags=tuple(data["flags"]),
    )


def submission_of(row: Mapping[Any, Any]) -> Submission:
    """Return the submission of a judgement row joined with its participant."""
    return Submission(
        round=row["round"],
        participant=row["participant_id"],
        alias=row["alias"],
        group=row["group_id"],
        revision=row["revision"],
        judgement=judgement_of(row["body"]),
        by_hand=bool(row["by_hand"]),
    )


def sealed_submission_of(row: Mapping[Any, Any]) -> Submission:
    """Return the submission of a sealed ballot, known by its digest alone."""
    return Submission(
        round=row["round"],
        participant=row["digest"],
        alias=row["digest"][:8],
        group=row["group_id"],
        revision=1,
        judgement=judgement_of(row["body"]),
    )
