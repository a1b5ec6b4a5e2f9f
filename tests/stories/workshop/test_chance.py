"""An adversary with all that is kept and exported relates people to ballots by chance only.

Rooms of 1, 4, 14, 37 and 60 people in each technique, two rounds each; tokens, ids, keys and
answers follow from fixed seeds. What is seen of people (when they joined and sent, device,
revisions, drafts, absence) is drawn by itself, so that a link can come from the tool only.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from scipy import stats

from prioritizer.domain.chain import sha256
from prioritizer.domain.workshop import Mode, Technique
from prioritizer.exports.tables import workshop_table
from prioritizer.workflow.workshop import paper_questions, pins
from prioritizer.workflow.workshop.judging import judge
from prioritizer.workflow.workshop.one_form import body_of, kept
from prioritizer.workflow.workshop.problem import parse_problem
from prioritizer.workflow.workshop.result_data import result_data
from prioritizer.workflow.workshop.results_view import result
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.summary import read_workshop_view
from prioritizer.workflow.workshop.verifying import verify
from tests.workflow.workshop import attacker
from tests.workflow.workshop.crowd import (
    Person,
    Room,
    crowd,
    opinion,
    paper_answers,
    phone_answers,
)

pytestmark = pytest.mark.slow
SIZES: dict[int, dict[str, int]] = {
    1: {"ngo": 1},
    4: {"ngo": 2, "science": 2},
    14: {"ngo": 8, "industry": 5, "science": 1},
    37: {"ngo": 12, "industry": 9, "agency": 8, "municipality": 5, "science": 3},
    60: {"ngo": 20, "industry": 16, "agency": 12, "municipality": 8, "science": 4},
}
# All statistics of this file together stay below their limits with a probability of more than
# 1 - ERROR if nothing but chance is at work.
ERROR = 1e-6


@pytest.fixture(
    scope="module",
    params=["all but two of 60", pytest.param("all", marks=pytest.mark.slow)],
)
def rooms(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, problem: str
) -> Iterator[dict[tuple[Technique, int], Room]]:
    """Yield an anonymous room of each technique and size, with its store after the reveal."""
    found, desks = {}, []
    for technique in Technique:
        for n, sizes in SIZES.items():
            if n == 60 and technique is not Technique.SWING and request.param != "all":
                continue
            path = tmp_path_factory.mktemp("crowd") / "w.db"
            desks.append(WorkshopService.open(str(path)))
            seed = n + 100 * list(Technique).index(technique)
            found[technique, n] = crowd(desks[-1], problem, technique, sizes, seed=seed)
            found[technique, n].record["tables"] = tables(desks[-1], found[technique, n])
    yield found
    for desk in desks:
        desk.close()


def tables(desk: WorkshopService, room: Room) -> str:
    """Return the table and the results for programs, as files hold them."""
    shown = result(desk, room.leader, room.workshop.id)
    data = result_data(shown.problem, shown.rounds)
    matrix = shown.problem.matrix
    names = dict(zip(matrix.alternatives, matrix.names, strict=True))
    table = workshop_table.write(data, names, head=shown.head).decode("utf-8-sig")
    return table + json.dumps(data)


# What is seen of a person, and what is seen of a ballot; each as something to sort by.
Seen = Callable[[Person, Mapping[str, Any]], Any]
OF_PERSON: dict[str, Seen] = {
    "joined": lambda p, at: at["people"].index(p),
    "came": lambda p, at: p.came[at["round"]],
    "row": lambda p, at: at["rows"].get(mark(p), 0),
    "id": lambda p, _: p.phone.id if p.phone else p.number,
    "token": lambda p, _: sha256(p.phone.token) if p.phone else p.number,
    "alias": lambda p, _: p.phone.name if p.phone else p.number,
    "pin": lambda p, _: pins.pin_of(p.phone.token) if p.phone else p.number,
    "group": lambda p, _: p.group,
    "paper": lambda p, _: p.is_paper,
    "revises": lambda p, _: p.revises and not p.is_paper,
    "drafts": lambda p, _: p.drafts,
    "absent": lambda p, _: p.stays_away,
}
OF_BALLOT: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Any]] = {
    "listed": lambda b, at: at["digests"].index(b["digest"]),
    "stored": lambda b, at: at["stored"].index(b["digest"]),
    "digest": lambda b, _: b["digest"],
    "salt": lambda b, _: b["salt"],
    "length": lambda b, _: len(json.dumps(b)),
    "answers": lambda b, _: len(b["judgement"]["answers"]),
    "flags": lambda b, _: b["judgement"]["flags"],
    "keys": lambda b, _: list(b["judgement"]["answers"]),
    "first value": lambda b, _: str(next(iter(b["judgement"]["answers"].values()))),
}


def mark(person: Person) -> str:
    """Return what the store knows a person by."""
    return person.phone.id if person.phone else person.number


def seen(room: Room, number: int) -> dict[str, Any]:
    """Return what an adversary sorts by: the orders in which people and ballots lie."""
    dumped = attacker.dump(room.path)
    stored = [row[2] for row in dumped["ws_sealed_ballot"] if row[1] == number]
    people = dumped["ws_participant"]
    rows = {row[0] if not row[5] else row[2]: place for place, row in enumerate(people)}
    digests = [row["digest"] for row in room.ballots(number)]
    return {
        "people": room.people, "rows": rows, "stored": stored, "digests": digests,
        "round": number,
    }  # fmt: skip


def in_order(things: Sequence[Any], key: Callable[[Any], Any]) -> list[Any]:
    """Sort; what is alike comes in an order of chance."""
    chance = random.Random(len(things))  # noqa: S311
    return sorted(chance.sample(things, len(things)), key=key)


def hits(room: Room, number: int, *, listing: Sequence[str] = ()) -> Counter[tuple[str, str]]:
    """Return how many owners are found by laying people beside ballots, order by order."""
    at = seen(room, number)
    at["digests"] = listing or at["digests"]
    here = [p for p in room.people if number in p.digest]
    found: Counter[tuple[str, str]] = Counter()
    lines = {
        name: [b["digest"] for b in in_order(room.ballots(number), lambda b: key(b, at))]  # noqa: B023
        for name, key in OF_BALLOT.items()
    }
    for name, of in OF_PERSON.items():
        people = in_order(here, lambda p: of(p, at))  # noqa: B023
        for what, digests in lines.items():
            for way in (1, -1):
                same = sum(
                    p.digest[number] == d for p, d in zip(people, digests[::way], strict=True)
                )
                found[name, f"{what} {way}"] = same
    return found


def test_no_order_of_people_is_an_order_of_ballots(rooms: Mapping[Any, Room]) -> None:
    """Chance is one owner a room and round, whatever its size.

    These are the fixed points of a permutation, nearly Poisson; the limit holds for all pairs
    of orders together.
    """
    found: Counter[tuple[str, str]] = Counter()
    played = [(room, number) for (_, n), room in rooms.items() if n > 1 for number in (1, 2)]
    for room, number in played:
        found.update(hits(room, number))
    tried = len(OF_PERSON) * len(OF_BALLOT) * 2
    limit = stats.poisson.isf(ERROR / 3 / tried, len(played))

    assert len(played) in (20, 24)
    assert limit < 62
    assert {pair: n for pair, n in found.items() if n > limit} == {}
    assert sum(found.values()) / tried == pytest.approx(len(played), rel=0.1)


def test_the_control_finds_everybody_where_ballots_lie_as_they_came(
    rooms: Mapping[Any, Room],
) -> None:
    room = rooms[Technique.SWING, 60]
    came = sorted((p for p in room.people if 1 in p.came), key=lambda p: p.came[1])

    found = hits(room, 1, listing=[p.digest[1] for p in came])

    assert found["came", "listed 1"] == 60
    assert found["came", "stored 1"] < 10


def line_of(room: Room, number: int, what: str) -> list[Person]:
    """Return the owners of the ballots of a round, in an order that the ballots have."""
    at, key = seen(room, number), OF_BALLOT[what]
    owner = {p.digest[number]: p for p in room.people if number in p.digest}
    return [owner[b["digest"]] for b in in_order(room.ballots(number), lambda b: key(b, at))]


YES_OR_NO = ("paper", "revises", "drafts", "absent")


def test_no_ballot_tells_its_device_revision_draft_or_absence(
    rooms: Mapping[Any, Room],
) -> None:
    """Chance is that ballots of both kinds of people stand alike in every order.

    The z of the rank sums of all rooms together is standard normal; its limit holds for all
    questions together.
    """
    limit = float(stats.norm.isf(ERROR / 3 / (2 * len(YES_OR_NO) * len(OF_BALLOT))))
    found = {}
    for what in OF_BALLOT:
        lines = [line_of(room, number, what) for room in rooms.values() for number in (1, 2)]
        for name in YES_OR_NO:
            total = variance = 0.0
            for line in lines:
                marks = [bool(OF_PERSON[name](person, {})) for person in line]
                n, k = len(marks), sum(marks)
                total += sum(place for place, m in enumerate(marks) if m) - k * (n - 1) / 2
                variance += k * (n - k) * (n + 1) / 12
            found[name, what] = total / variance**0.5

    assert limit < 6.3
    assert {pair: z for pair, z in found.items() if abs(z) > limit} == {}


def test_nothing_but_the_answers_tells_one_ballot_from_another(
    rooms: Mapping[Any, Room],
) -> None:
    for room in rooms.values():
        first, second = room.ballots(1), room.ballots(2)
        forms = {attacker.form_of({**row, "group": ""}) for row in first + second}
        assert len(forms) == 1
        assert attacker.expected_pairs(first, second) == pytest.approx(
            attacker.pairs_by_chance(first, second)
        )
        assert {row["digest"] for row in first + second} == {
            digest for person in room.people for digest in person.digest.values()
        }


def test_no_file_and_no_table_holds_a_trace_of_a_person(rooms: Mapping[Any, Room]) -> None:
    for room in rooms.values():
        stored = b"".join(file.read_bytes() for file in sorted(room.path.parent.iterdir()))
        exported = json.dumps(room.record)
        ballots = [b for number in (1, 2) for b in room.ballots(number)]
        tied = {mark for b in ballots for mark in (b["digest"], b["salt"])}
        for person in room.people:
            phone = person.phone
            if phone is None:
                continue
            assert phone.token.encode() not in stored
            assert phone.token not in exported
            for trace in (phone.id, phone.name, sha256(phone.token)):
                assert trace not in exported
        for table, rows in attacker.dump(room.path).items():
            holds = [row for row in rows if tied & {str(cell) for cell in row}]
            assert not holds or table == "ws_sealed_ballot"
        assert b"77.0" not in stored


def test_no_small_group_is_known_by_its_blank(rooms: Mapping[Any, Room]) -> None:
    """Chance is the share of a group among the hidden ones."""
    for (_, n), room in rooms.items():
        for number in (1, 2):
            sent = Counter(p.group for p in room.people if number in p.digest)
            told = Counter(b["group"] for b in room.ballots(number) if b["group"])
            hidden = {group: k for group, k in sent.items() if group not in told}
            assert all(told[group] == sent[group] >= 5 for group in told)
            assert not hidden or not told or (len(hidden) > 1 and sum(hidden.values()) > 5)
            assert told or n < 37
        if n == 14:
            record = {k: v for k, v in room.record.items() if k != "tables"}
            assert verify(json.dumps(record).encode()).differences == ()


def test_no_table_counts_fewer_than_five_people_who_did_not_know(
    rooms: Mapping[Any, Room],
) -> None:
    """The record holds each ballot, with what it leaves open; tables travel without it."""
    told = small = 0
    for room in rooms.values():
        shown = re.findall(r'"not_known": (\{[^}]*\})', room.record["tables"])
        for number, counts in zip((1, 2), shown, strict=False):
            people = len(room.ballots(number))
            for count in json.loads(counts).values():
                assert 5 <= count <= people - 5
                told += 1
        for found in room.record["result"]["rounds"]:
            small += sum(count < 5 for count in found.get("not_known", {}).values())
    # The control: the record does count them, and some tables do tell.
    assert told > 0
    assert small > 0


@pytest.mark.parametrize("technique", list(Technique))
def test_one_opinion_is_one_ballot_whatever_the_way_it_came(
    rooms: Mapping[Any, Room], problem: str, technique: Technique
) -> None:
    """Phone or paper, in whatever order asked: the same bytes, but where answers are equal.

    Somebody who gives two swings the same points still orders them; that is an answer.
    """
    criteria, chance = parse_problem(problem).criteria, random.Random(5)  # noqa: S311
    workshop = rooms[technique, 14].workshop
    for _ in range(5):
        view = opinion(chance, [c.id for c in criteria], technique)
        ways = [phone_answers(criteria, workshop, seed, view) for seed in range(6)]
        ways += [
            paper_answers(
                paper_questions.ballot(parse_problem(problem), f"B-{n:03d}"), technique, view
            )
            for n in range(1, 7)
        ]
        bodies = {
            body_of(kept(workshop, criteria, judge(criteria, technique, one))) for one in ways
        }
        assert len(bodies) == 1


def test_the_paper_stack_finds_no_phone_and_no_number_in_the_store(
    rooms: Mapping[Any, Room],
) -> None:
    """Who holds the filled ballots knows which answers were on paper.

    Of the others the chance is one in those by phone; the numbers lead nowhere.
    """
    for room in rooms.values():
        papers = [p for p in room.people if p.is_paper]
        phones = [p for p in room.people if p.phone and 2 in p.digest]
        known = {p.digest[2] for p in papers if 2 in p.digest}
        left = [b for b in room.ballots(2) if b["digest"] not in known]
        assert len(left) == len(phones)
        assert len({attacker.form_of({**b, "group": ""}) for b in left}) <= 1
        with sqlite3.connect(room.path) as connection:
            rows = connection.execute("SELECT alias, seed FROM ws_participant").fetchall()
        connection.close()
        numbers = {alias for alias, _ in rows if alias.startswith("B-")}
        assert len(numbers) == len(known)
        assert {seed for _, seed in rows} == {0}


# ---- Named and pseudonymous rooms --------------------------------------------------------


def kinds() -> Iterator[Any]:
    """Yield technique, mode and size; most of the large ones take long together."""
    for technique in Technique:
        for mode in (Mode.PSEUDONYMOUS, Mode.NAMED):
            for n in SIZES:
                is_usual = n < 14 or (n == 14 and mode is Mode.NAMED)
                marks = () if is_usual else (pytest.mark.slow,)
                yield pytest.param(technique, mode, n, marks=marks)


@pytest.mark.parametrize(("technique", "mode", "n"), [*kinds()])
def test_tables_of_rooms_with_names_tell_nobody_and_no_small_group(
    sqlite_desk: WorkshopService, problem: str, technique: Technique, mode: Mode, n: int
) -> None:
    room = crowd(sqlite_desk, problem, technique, SIZES[n], mode=mode, seed=n)
    report = read_workshop_view(json.dumps(room.record).encode())
    passed_on = tables(sqlite_desk, room) + repr(report)
    shown = result(sqlite_desk, room.leader, room.workshop.id)

    for person in room.people:
        if person.phone:
            for trace in (person.phone.id, person.phone.token, person.phone.name):
                assert trace not in passed_on
            assert person.phone.token not in json.dumps(room.record)
    rows = list(csv.DictReader(io.StringIO(passed_on.partition("{")[0])))
    assert rows
    for number, found in enumerate(result_data(shown.problem, shown.rounds)["rounds"], 1):
        sizes = Counter(p.group for p in room.people if number in p.digest)
        label = {group: group for group in sizes}
        for insider in ((), *((g,) for g, k in sizes.items() if k == 1 and len(sizes) > 1)):
            solved = attacker.solved_groups(found, sizes, label, insider)
            small = {g for g in solved if sizes[g] < 5} - set(insider)
            assert not small or len(sizes) == 1
        told = [camp for camp in found["camps"] if "weights" in camp]
        assert len(found["camps"]) == 1 or all(camp["people"] >= 5 for camp in told)
        assert all(set(view) <= {"group", "people", "mean"} for view in found["groups"])
