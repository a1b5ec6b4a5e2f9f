"""Checks a workshop's record from itself alone, down to the result."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from prioritizer.domain.chain import (
    Entry,
    ballot_digest,
    chain_faults,
    merkle_root,
    sha256,
)
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.workshop import (
    Judgement,
    Submission,
    Technique,
)
from prioritizer.errors import PrioritizerError, RecordError
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop.closing import leaf
from prioritizer.workflow.workshop.judging import judge
from prioritizer.workflow.workshop.problem import FrozenProblem, parse_problem
from prioritizer.workflow.workshop.procedure import procedure
from prioritizer.workflow.workshop.proposal_record import PROPOSALS, proposal_faults
from prioritizer.workflow.workshop.record import (
    BUDGET,
    FOURTH_SCHEMA,
    SCHEMA,
    SCHEMAS,
    SECTIONS,
    all_results,
    schema_of,
    software,
)
from prioritizer.workflow.workshop.verifying_budget import (
    budget_faults,
    budget_of,
    budget_round,
    weights_only,
)

MEMBERS = {
    "participants": {"id", "alias", "group", "by_hand"},
    "submissions": {"round", "participant", "revision", "digest", "judgement"},
    "ballots": {"round", "digest", "group", "salt", "judgement"},
    "log": {"seq", "body", "prev", "hash"},
}
# Sections that only some records have.
MORE = {BUDGET, PROPOSALS}
JUDGEMENT_MEMBERS = {"technique", "answers", "points", "criteria", "flags"}


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found; ``differences`` name each place that does not hold.

    ``remarks`` name what the rules allow and a sceptic should know: paper, deadlines that were
    moved, rounds that were opened again, clocks that were set.
    ``heads`` are the heads that the log had after each entry, the last one being ``head``.
    """

    title: str
    head: str
    checked: tuple[str, ...]
    differences: tuple[str, ...]
    notes: tuple[str, ...]
    heads: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Return whether nothing was changed and the result follows."""
        return not self.differences


def verify(content: bytes) -> Verification:
    """Check a record without any network or database.

    Raises
    ------
    RecordError
        If the content is no record at all, or of another schema.
    """
    record = _parsed(content)
    try:
        differences = list(_differences(record))
        head, title = str(record["head"]), str(record["workshop"]["title"])
        heads = tuple(str(entry["hash"]) for entry in record["log"])
        remarks = _remarks(record)
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        IndexError,
        ArithmeticError,
        RecursionError,
        PrioritizerError,
    ) as error:
        differences, head, title = [f"record: cannot be read through ({error!r})"], "", ""
        heads, remarks = (), ()
    checked, notes = tuple(_checked(record)), tuple(_notes(record))
    return Verification(title, head, checked, tuple(differences), notes, heads, remarks)


def _parsed(content: bytes) -> dict[str, Any]:
    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise RecordError("record: found a member twice in one object. Expected each once.")
        return dict(pairs)

    def refuse(text: str) -> None:
        raise RecordError(f"record: found '{text}'. Expected a number or null.")

    try:
        record = json.loads(
            content.decode("utf-8"), object_pairs_hook=members, parse_constant=refuse
        )
    except (ValueError, RecursionError) as error:  # no JSON, or numbers too long to read
        raise RecordError(
            f"record: found something that is not JSON ({error}). Expected a workshop's "
            "record. Use the file as it was written."
        ) from None
    if not isinstance(record, dict) or record.get("schema") not in SCHEMAS:
        raise RecordError(
            f"record, schema: found something else. Expected '{SCHEMA}'. Choose a workshop's "
            f"record."
        )
    return record


def _differences(record: dict[str, Any]) -> Iterator[str]:
    yield from _shape_faults(record)
    entries = [Entry(e["seq"], e["body"], e["prev"], e["hash"]) for e in record["log"]]
    yield from chain_faults(entries)
    if not entries or record["head"] != entries[-1].hash:
        yield "head: is not the hash of the last log entry"
    bodies = [json.loads(entry.body) for entry in entries]
    problem_text = canonical(record["problem"]).decode()
    yield from _creation_faults(record, bodies, sha256(problem_text))
    problem = parse_problem(problem_text)
    expected = schema_of(problem, has_more=bool(MORE & set(record)))
    if record["schema"] != expected and {record["schema"], expected} & {SCHEMA, FOURTH_SCHEMA}:
        yield f"schema: the record is one of {expected}"
    yield from _participant_faults(record, bodies)
    yield from _submission_faults(record, bodies)
    yield from _ballot_faults(record, bodies)
    yield from budget_faults(record, bodies, problem, _counted(record))
    yield from proposal_faults(record, bodies)
    yield from _judgement_faults(record, problem)
    yield from _result_faults(record, problem)


def _shape_faults(record: dict[str, Any]) -> Iterator[str]:
    for name in (set(record) - MORE) ^ set(SECTIONS):
        yield f"{name}: is missing, or has no place in a record"
    if set(record["software"]) != set(software()):
        yield "software: has a member missing or one too many"
    for section, members in MEMBERS.items():
        for number, row in enumerate(record[section], 1):
            if set(row) != members:
                yield f"{section}, {number}: has a member missing or one too many"
    for row in (*record["submissions"], *record["ballots"]):
        spends = row["round"] == budget_round(record)
        if set(row["judgement"]) != ({"shares"} if spends else JUDGEMENT_MEMBERS):
            yield f"answer {row['digest'][:8]}: has a member missing or one too many"


def _creation_faults(
    record: dict[str, Any], bodies: list[dict[str, Any]], problem_digest: str
) -> Iterator[str]:
    created, said = bodies[0], dict(record["workshop"])
    if created["action"] != "create":
        yield "log entry 1: is not the creation of the workshop"
        return
    if created["problem"] != problem_digest:
        yield "problem: sites or criteria are not those the workshop was created with"
    for name, key in (
        ("id", "workshop"),
        ("title", "title"),
        ("mode", "mode"),
        ("technique", "technique"),
        ("groups", "groups"),
        ("simulated", "simulated"),
        ("quorum", "quorum"),
    ):
        if said.pop(name, None) != created.get(key):
            yield f"workshop, {name}: differs from the log"
    course = procedure(bodies)
    yield from course.faults
    reached = course.reached
    for name, value in (
        ("rounds", reached.n_rounds),
        ("round", reached.round),
        ("state", reached.state.value),
    ):
        if said.pop(name) != value:
            yield f"workshop, {name}: record says otherwise, the log leads to {value}"
    for name in said:
        yield f"workshop, {name}: has no place in a record"


def _remarks(record: dict[str, Any]) -> tuple[str, ...]:
    bodies = [json.loads(entry["body"]) for entry in record["log"]]
    return procedure(bodies).remarks if bodies[0]["action"] == "create" else ()


def _participant_faults(record: dict[str, Any], bodies: list[dict[str, Any]]) -> Iterator[str]:
    logged = {
        body["participant"]: {name: body[name] for name in ("alias", "group", "by_hand")}
        for body in bodies
        if body["action"] in ("join", "let-in")
    }
    listed = {
        row["id"]: {k: v for k, v in row.items() if k != "id"} for row in record["participants"]
    }
    if len(listed) < len(record["participants"]):
        yield "participants: one is listed twice"
    for person in sorted(set(logged) | set(listed)):
        if logged.get(person) != listed.get(person):
            yield f"participants, {person}: differs from the log"


def _submission_faults(record: dict[str, Any], bodies: list[dict[str, Any]]) -> Iterator[str]:
    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        return row["round"], row["participant"], row["revision"], row["digest"]

    logged = Counter(key(b) for b in bodies if "digest" in b and "participant" in b)
    listed = Counter(key(row) for row in record["submissions"])
    for round_number, person, revision, _ in sorted((logged - listed) + (listed - logged)):
        yield (
            f"submissions, {person}, round {round_number}, revision {revision}: "
            "in the log or in the list, but not in both"
        )
    for row in record["submissions"]:
        if sha256(canonical(row["judgement"]).decode()) != row["digest"]:
            yield f"submissions, {row['participant']}, round {row['round']}: answer was changed"


def _ballot_faults(record: dict[str, Any], bodies: list[dict[str, Any]]) -> Iterator[str]:
    seals = {body["round"]: body for body in bodies if body["action"] == "seal"}
    rounds: dict[int, list[dict[str, Any]]] = {number: [] for number in seals}
    for row in record["ballots"]:
        rounds.setdefault(row["round"], []).append(row)
        if ballot_digest(row["salt"], canonical(row["judgement"]).decode()) != row["digest"]:
            yield f"ballots, {row['digest'][:8]}, round {row['round']}: ballot was changed"
    for number, rows in sorted(rounds.items()):
        seal = seals.get(number, {"root": "", "ballots": 0})
        if merkle_root([leaf(row["digest"], row["group"]) for row in rows]) != seal["root"]:
            yield f"ballots, round {number}: do not match the root in the log"
        if len(rows) != seal["ballots"]:
            sealed = seal["ballots"]
            yield f"ballots, round {number}: {len(rows)} in the record, {sealed} sealed"


def _judgement_faults(record: dict[str, Any], problem: FrozenProblem) -> Iterator[str]:
    technique = Technique(record["workshop"]["technique"])
    for section in ("submissions", "ballots"):
        for row in weights_only(record, section):
            said = _judgement(row["judgement"])
            derived = judge(problem.criteria, technique, said.answers)
            if (said.weights, said.flags) != (derived.weights, derived.flags):
                yield f"{section}, {row['digest'][:8]}: points do not follow from the answers"


def _judgement(data: dict[str, Any]) -> Judgement:
    criteria = tuple(data["criteria"])
    points = tuple(float(data["points"][name]) for name in criteria)
    return Judgement(
        Technique(data["technique"]),
        data["answers"],
        WeightVector(criteria, points),
        tuple(data["flags"]),
    )


def _submissions(record: dict[str, Any]) -> list[Submission]:
    people = {row["id"]: row for row in record["participants"]}
    present: dict[tuple[int, str], Submission] = {}
    for row in sorted(weights_only(record, "submissions"), key=lambda r: r["revision"]):
        person = people[row["participant"]]
        present[row["round"], row["participant"]] = Submission(
            row["round"],
            person["id"],
            person["alias"],
            person["group"],
            row["revision"],
            _judgement(row["judgement"]),
            person["by_hand"],
        )
    sealed = [
        Submission(
            row["round"],
            row["digest"],
            row["digest"][:8],
            row["group"],
            1,
            _judgement(row["judgement"]),
        )
        for row in weights_only(record, "ballots")
    ]
    return [*present.values(), *sealed]


def _result_faults(record: dict[str, Any], problem: FrozenProblem) -> Iterator[str]:
    last, schema = record["workshop"]["round"], record["schema"]
    last -= last == budget_round(record)
    budget = budget_of(record, _left_out(record))
    computed = all_results(problem, _counted(record), last, schema, budget)
    # Through JSON, so that both sides have the same kinds of numbers and lists.
    yield from _unequal(record["result"], json.loads(canonical(computed)), "result")


def _counted(record: dict[str, Any]) -> list[Submission]:
    """Return the answers that count: not those of seats that were set aside."""
    left_out = _left_out(record)
    told = _submissions(record)
    return [one for one in told if one.participant not in left_out.get(one.round, ())]


def _left_out(record: dict[str, Any]) -> Mapping[int, frozenset[str]]:
    """Return whose answers of a round do not count, as the log tells."""
    bodies = [json.loads(entry["body"]) for entry in record["log"]]
    return procedure(bodies).left_out if bodies[0]["action"] == "create" else {}


def _unequal(said: Any, computed: Any, place: str) -> Iterator[str]:
    if isinstance(said, dict) and isinstance(computed, dict):
        for name in sorted(set(said) | set(computed)):
            if name not in said or name not in computed:
                yield f"{place}, {name}: is missing, or has no place there"
            else:
                yield from _unequal(said[name], computed[name], f"{place}, {name}")
    elif isinstance(said, list) and isinstance(computed, list) and len(said) == len(computed):
        for number, pair in enumerate(zip(said, computed, strict=True), 1):
            yield from _unequal(*pair, f"{place}, {number}")
    elif said != computed or isinstance(said, bool) != isinstance(computed, bool):
        yield f"{place}: record says {_short(said)}, recomputed {_short(computed)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _checked(record: dict[str, Any]) -> Iterator[str]:
    counts = {name: len(record.get(name) or ()) for name in MEMBERS}
    yield f"{counts['log']} log entries, each bound to the one before"
    people = counts["participants"]
    yield f"{counts['submissions']} answers of {people} participants, each in the log"
    if counts["ballots"]:
        yield f"{counts['ballots']} sealed ballots, bound by the root of their round"
    yield "steps, answers and dates of the log against the rules of the workshop"
    yield "points, weights, rankings, agreement and camps computed again from the answers"
    if PROPOSALS in record:
        yield f"{len(record[PROPOSALS])} proposed sites and what became of them"
    if BUDGET in record:
        yield "shortlist, ballots and both results of the budget round"


def _notes(record: dict[str, Any]) -> Iterator[str]:
    for name, version in software().items():
        said = (record.get("software") or {}).get(name)
        if said != version:
            yield f"recorded with {name} {said}, checked with {version}"
    if (record.get("workshop") or {}).get("simulated"):
        yield "the participants are simulated"
