"""An adversary with the store after the seal, the record, both rounds and all who were seen."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Mode, Step, Technique, Workshop
from prioritizer.workflow.weights.items import group_of
from prioritizer.workflow.weights.questions import checked
from prioritizer.workflow.workshop import (
    answering,
    entering,
    facilitating,
    one_form,
    paper_entry,
    paper_questions,
)
from prioritizer.workflow.workshop.problem import parse_problem
from prioritizer.workflow.workshop.record import workshop_record
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator
from tests.workflow.workshop.steps import move

Row = Mapping[str, Any]


@dataclass
class Played:
    """A room of two rounds, and what really happened in it: whose ballot is whose."""

    workshop: Workshop
    leader: Actor
    record: dict[str, Any]
    path: Path
    phones: list[Actor] = field(default_factory=list)
    # By round: the digest of each person's ballot, in the order in which they were seen.
    sent: dict[int, dict[str, str]] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)

    def ballots(self, number: int) -> list[dict[str, Any]]:
        """Return the ballots of a round as the record lists them."""
        return [row for row in self.record["ballots"] if row["round"] == number]


def play(
    desk: WorkshopService,
    problem: str,
    technique: Technique,
    sizes: Mapping[str, int],
    *,
    mode: Mode = Mode.ANONYMOUS,
    on_paper: int = 0,
    seed: int = 1,
) -> Played:
    """Play two rounds; what people say in one tells nothing of what they say in the other."""
    chance = np.random.Generator(np.random.PCG64(seed))
    leader = facilitator(desk)
    rules = facilitating.Rules("Attacked", mode, technique)
    workshop = facilitating.create(desk, leader, problem, rules)
    move(desk, leader, workshop, Step.OPEN)
    path = desk.store.database.path
    assert path is not None
    played = Played(workshop, leader, {}, path)
    labels = [group for group, n in sizes.items() for _ in range(n)]
    paper_groups, phone_groups = labels[:on_paper], labels[on_paper:]
    for group in phone_groups:
        person, _ = entering.join(
            desk, workshop.id, alias=f"N {secrets.token_hex(4)}", group=group
        )
        played.phones.append(person)
        played.groups[person.id] = group
    for number in (1, 2):
        played.sent[number] = {}
        for person in chance.permutation(np.array(played.phones, dtype=object)):
            played.sent[number][person.id] = _by_phone(desk, person, number, chance)
        for place, group in enumerate(paper_groups, 1):
            name = f"B-{place:03d}"
            played.groups[name] = group
            played.sent[number][name] = _by_paper(desk, played, name, group, chance)
        move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
        if number == 1:
            move(desk, leader, workshop, Step.NEXT_ROUND)
    played.record = json.loads(workshop_record(desk, leader, workshop.id))
    return played


def _by_phone(
    desk: WorkshopService, person: Actor, number: int, chance: np.random.Generator
) -> str:
    """Answer every question in the order in which this phone asks, then send."""
    seat = answering.seat(desk, person)
    asked = seat.asking()
    answers: dict[str, float | str] = {}
    while screen := asked.next(answers):
        text = "fewer" if screen.key == "swap" else "yes" if screen.key == "readback" else ""
        if not text and screen.options:
            text = str(chance.choice([option.value for option in screen.options]))
        # From 1: nothing for everything is refused.
        low = min(1.0, screen.high)
        text = text or str(chance.integers(int(low), int(screen.high), endpoint=True))
        answers = asked.after(answers, screen.key, checked(screen, text))
    answering.save_draft(desk, person, number, answers)
    judgement = answering.draft_judgement(seat.problem, seat.workshop, answers)
    content = answering.sha256(one_form.body_of(judgement))
    key = answering.client_key_of(person.token, number, seat.sends, content)
    return answering.send_draft(
        desk, person, round_number=number, client_key=key, content=content
    ).digest


def _by_paper(
    desk: WorkshopService, played: Played, name: str, group: str, chance: np.random.Generator
) -> str:
    """Type a filled ballot in."""
    workshop, blank = paper_questions.blank(desk, played.leader, played.workshop.id, name)
    points = sorted(chance.integers(1, 100, len(blank.lines)).tolist(), reverse=True)
    form = {f"points.{line.id}": str(p) for line, p in zip(blank.lines, points, strict=True)}
    if workshop.technique is Technique.SWING:
        form |= {f"order.{line.id}": str(k) for k, line in enumerate(blank.lines, 1)}
        form[f"points.{blank.lines[0].id}"] = "100"
    values = ["a:9", "a:5", "a:3", "a:1", "b:3", "b:7"]
    form |= {f"pair.{a.id}.{b.id}": str(chance.choice(values)) for a, b in blank.pairs}
    answers = paper_questions.answers_of(blank.lines, workshop.technique, form)
    return paper_entry.enter_by_hand(
        desk, played.leader, workshop.id, alias=name, group=group, answers=answers
    ).digest


# ---- What the adversary does ----------------------------------------------------------------


def form_of(ballot: Row) -> str:
    """Return everything of a ballot but what was answered: its fields, kinds and spellings.

    “I don't know” is an answer, and so is how far somebody could go on with an order.
    """
    text = json.dumps(ballot["judgement"], ensure_ascii=False)
    judgement = json.loads(text)
    judgement["flags"] = judgement["points"] = None
    given = judgement.pop("answers")
    order = [value for key, value in given.items() if key.startswith("first.")]
    is_plain = list(given)[: len(order)] == [f"first.{k + 1}" for k in range(len(order))]
    judgement["order"] = is_plain and "?" not in order[:-1]
    judgement["answers"] = {
        key: _value_form(key, value)
        for key, value in given.items()
        if not key.startswith("first.")
    }
    return json.dumps([sorted(ballot), ballot["group"], judgement])


def _value_form(key: str, value: float | str) -> str:
    if value == "?":
        return "text" if key.startswith("pair.") else _number_form(0)
    return "text" if isinstance(value, str) else _number_form(value)


def _number_form(value: float) -> str:
    return f"number with {len(str(value).partition('.')[2])} decimals"


def expected_pairs(first: Sequence[Row], second: Sequence[Row]) -> float:
    """Return how many ballots of round 1 a best guess by form pairs with their own of round 2.

    The own one is among those of the same form, else a guess by form is worth nothing.
    """
    forms = Counter(form_of(row) for row in second)
    return sum(1 / forms[form_of(row)] for row in first if forms[form_of(row)])


def pairs_by_chance(first: Sequence[Row], second: Sequence[Row]) -> float:
    """Return how many a blind guess pairs that knows the published groups only."""
    groups = Counter(row["group"] for row in second)
    return sum(1 / groups[row["group"]] for row in first if groups[row["group"]])


def order_in(ballot: Row, ids: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Return which criterion a pairwise ballot names before which."""
    pairs = [key.split(".")[1:] for key in ballot["judgement"]["answers"] if "pair." in key]
    return frozenset((a, b) for a, b in pairs if a in ids and b in ids)


def owners_by_seed(path: Path, record: Row, number: int) -> float:
    """Return how many people of a round the seeds in the store lead to their own ballot."""
    criteria = parse_problem(json.dumps(record["problem"])).criteria
    ids = [criterion.id for criterion in criteria]
    ballots = [row for row in record["ballots"] if row["round"] == number]
    with sqlite3.connect(path) as connection:
        seeds = connection.execute(
            "SELECT seed FROM ws_participant WHERE workshop_id = ?", (record["workshop"]["id"],)
        ).fetchall()
    connection.close()
    found = 0.0
    for (seed,) in seeds:
        mine = group_of(criteria).shuffled(seed).ids
        wanted = frozenset(
            (a, b) for place, a in enumerate(mine) for b in mine[place + 1 :] if seed
        )
        matching = [row for row in ballots if not wanted or order_in(row, ids) == wanted]
        found += 1 / len(matching) if matching else 0.0
    return found


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, in the order in which it lies there."""
    with sqlite3.connect(path) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        found = {
            name: connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            for (name,) in names.fetchall()
        }
    connection.close()
    return found


def solved_groups(
    result: Row, sizes: Mapping[str, int], label: Mapping[str, str], known: Sequence[str] = ()
) -> set[str]:
    """Return the groups whose mean weights follow from a round's tables by linear algebra.

    Parameters
    ----------
    result
        One round of the result, as exported.
    sizes
        How many of each group answered: everybody in the room can count.
    label
        Under which label the tables know each group.
    known
        Groups whose answers the adversary knows anyhow.
    """
    names = sorted(sizes)
    unit = dict(zip(names, np.eye(len(names)), strict=True))
    whole = sum(sizes.values())
    rows = [sum(sizes[name] / whole * unit[name] for name in names)]
    rows += [unit[name] for name in known]
    labels = {label[name] for name in names}
    within = {
        one: _mean_of(unit, {n: sizes[n] for n in names if label[n] == one}) for one in labels
    }
    rows += [within[view["group"]] for view in result["groups"] if "mean" in view]
    rows += [within[view["group"]] for view in result["groups"] if "low" in view]
    rows += [within[change["without"]] for change in result["without_group"]]
    if "group-weighted" in result["weights"]:
        rows.append(sum(within.values()) / len(labels))
    table = np.array(rows)
    rank = np.linalg.matrix_rank(table)
    return {
        name for name in names if np.linalg.matrix_rank(np.vstack([table, unit[name]])) == rank
    }


def _mean_of(unit: Mapping[str, np.ndarray], sizes: Mapping[str, int]) -> np.ndarray:
    total = sum(sizes.values())
    return np.sum([n / total * unit[name] for name, n in sizes.items()], axis=0)
