"""Somebody who rewrites the history of a workshop and chains it anew."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from typing import Any

from prioritizer.domain.chain import Entry, next_entry, sha256
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop.problem import parse_problem
from prioritizer.workflow.workshop.record import all_results
from prioritizer.workflow.workshop.verifying import _submissions

Body = dict[str, Any]


def bodies_of(record: dict[str, Any]) -> list[Body]:
    """Return the entries of a log as data."""
    return [json.loads(entry["body"]) for entry in record["log"]]


def rechained(record: dict[str, Any], bodies: Sequence[Body]) -> dict[str, Any]:
    """Return a record whose log holds these entries, each bound to the one before."""
    entries: list[Entry] = []
    for body in bodies:
        text = canonical(body).decode()
        entries.append(next_entry(entries[-1] if entries else None, text))
    log = [{"seq": e.seq, "body": e.body, "prev": e.prev, "hash": e.hash} for e in entries]
    return {**record, "log": log, "head": entries[-1].hash}


def with_edited_log(
    record: dict[str, Any], edit: Callable[[list[Body]], None]
) -> dict[str, Any]:
    """Return a record whose log was edited and chained anew."""
    bodies = bodies_of(record)
    edit(bodies)
    return rechained(copy.deepcopy(record), bodies)


def with_other_answer(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record in which somebody answered otherwise, with everything made to fit."""
    forged = copy.deepcopy(record)
    row = forged["submissions"][0]
    names = row["judgement"]["criteria"]
    first, second = names[0], names[1]
    answers, points = row["judgement"]["answers"], row["judgement"]["points"]
    for place in (answers, points):
        prefix = "points." if place is answers else ""
        place[f"{prefix}{first}"], place[f"{prefix}{second}"] = 97, 3
    before, row["digest"] = row["digest"], sha256(canonical(row["judgement"]).decode())
    bodies = bodies_of(forged)
    for body in bodies:
        if body.get("digest") == before:
            body["digest"] = row["digest"]
    problem = parse_problem(canonical(forged["problem"]).decode())
    last = forged["workshop"]["round"]
    found = all_results(problem, _submissions(forged), last, forged["schema"])
    return rechained({**forged, "result": json.loads(canonical(found))}, bodies)
