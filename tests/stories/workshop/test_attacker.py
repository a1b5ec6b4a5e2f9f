"""Against the adversary: ballots, rounds and small groups are found by chance at best."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from prioritizer.domain.chain import ballot_digest
from prioritizer.domain.workshop import Mode, Step, Technique
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.weights.items import group_of
from prioritizer.workflow.workshop import facilitating, paper_entry
from prioritizer.workflow.workshop.problem import parse_problem
from prioritizer.workflow.workshop.record import FIRST_SCHEMA, all_results, workshop_record
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.signing_in import LOCAL_NAME, LOCAL_SUBJECT
from prioritizer.workflow.workshop.summary import read_workshop_view
from prioritizer.workflow.workshop.verifying import verify
from tests.conftest import ROOT
from tests.workflow.workshop import attacker
from tests.workflow.workshop.attacker import Played, play

pytestmark = pytest.mark.slow

OLD = ROOT / "tests" / "old_files"
# Rooms of 1, 4, 14 and 37 people by group, with how many of them answer on paper.
ROOMS: dict[str, tuple[dict[str, int], int]] = {
    "1": ({"ngo": 1}, 0),
    "4": ({"ngo": 2, "science": 2}, 1),
    "14": ({"ngo": 8, "industry": 5, "science": 1}, 3),
    "37": ({"ngo": 12, "industry": 9, "agency": 8, "municipality": 5, "science": 3}, 5),
}
EACH = pytest.mark.parametrize("technique", list(Technique))
SIZES = pytest.mark.parametrize("room", list(ROOMS))


def played(desk: WorkshopService, problem: str, technique: Technique, room: str) -> Played:
    sizes, on_paper = ROOMS[room]
    return play(desk, problem, technique, sizes, on_paper=on_paper)


@EACH
@SIZES
def test_nothing_but_the_answers_tells_one_ballot_from_another(
    sqlite_desk: WorkshopService, problem: str, technique: Technique, room: str
) -> None:
    found = played(sqlite_desk, problem, technique, room)
    first, second = found.ballots(1), found.ballots(2)

    assert verify(canonical(found.record)).differences == ()
    assert len(first) == len(second) == sum(ROOMS[room][0].values())
    # Phone or paper, round 1 or 2: one form, but for the groups that are published.
    assert len({attacker.form_of({**row, "group": ""}) for row in first + second}) == 1
    assert attacker.expected_pairs(first, second) == pytest.approx(
        attacker.pairs_by_chance(first, second)
    )
    for number in (1, 2):
        n = len(found.ballots(number))
        people = len(attacker.dump(found.path)["ws_participant"])
        owners = attacker.owners_by_seed(found.path, found.record, number)
        assert owners == pytest.approx(people / n)


def test_the_adversary_finds_people_by_the_order_in_which_they_were_asked(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    """The control: with keys in the order asked, and the order kept, most are found."""
    found = played(sqlite_desk, problem, Technique.PAIRWISE, "37")
    criteria = parse_problem(problem).criteria
    seeds = {person: place for place, person in enumerate(found.groups, 1)}
    with sqlite3.connect(found.path) as connection:
        for person, seed in seeds.items():
            update = "UPDATE ws_participant SET seed = ? WHERE id = ? OR alias = ?"
            connection.execute(update, (seed, person, person))
    connection.close()
    whose = {d: p for number in (1, 2) for p, d in found.sent[number].items()}
    for ballot in found.record["ballots"]:
        order = group_of(criteria).shuffled(seeds[whose[ballot["digest"]]])
        asked = combinations(order.items, 2)
        ballot["judgement"]["answers"] = {f"pair.{a.id}.{b.id}": "a:3" for a, b in asked}
    first, second = found.ballots(1), found.ballots(2)

    assert attacker.expected_pairs(first, second) > 20
    assert attacker.pairs_by_chance(first, second) < 6
    assert attacker.owners_by_seed(found.path, found.record, 2) > 20


@EACH
def test_no_list_says_who_took_part_and_no_row_lies_in_the_order_of_sending(
    sqlite_desk: WorkshopService, problem: str, technique: Technique
) -> None:
    found = played(sqlite_desk, problem, technique, "14")
    tables = attacker.dump(found.path)
    people = {row[0] for row in tables.pop("ws_participant")}
    elsewhere = repr(tables)

    assert not [person for person in people if person in elsewhere]
    for number in (1, 2):
        digests = [row["digest"] for row in found.ballots(number)]
        stored = [r[2] for r in tables["ws_sealed_ballot"] if r[1] == number]
        assert sorted(found.sent[number].values()) == digests == stored
    for left in ("ws_participation", "ws_draft", "ws_ballot", "ws_round_secret"):
        assert tables[left] == []


def test_the_log_of_an_anonymous_room_knows_steps_and_counts_only(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    found = played(sqlite_desk, problem, Technique.SWING, "14")
    bodies = [json.loads(entry["body"]) for entry in found.record["log"]]
    said = {
        action: set().union(*(set(body) for body in bodies if body["action"] == action))
        for action in {body["action"] for body in bodies}
    }

    usual = {"at", "actor", "action"}
    assert set(said) == {"create", "move", "seal", "enter-by-hand"}
    assert said["seal"] - usual == {"round", "ballots", "root"}
    assert said["enter-by-hand"] - usual == {"round"}
    assert {body["actor"]["id"] for body in bodies} == {found.leader.id}


def test_the_number_of_a_paper_ballot_is_somebody_elses_in_the_next_round(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    found = play(sqlite_desk, problem, Technique.POINTS, {"ngo": 6}, on_paper=2)
    facilitating.add_round(sqlite_desk, found.leader, found.workshop.id)
    facilitating.move(sqlite_desk, found.leader, found.workshop.id, Step.NEXT_ROUND)
    answers = found.ballots(1)[0]["judgement"]["answers"]

    paper_entry.enter_by_hand(
        sqlite_desk, found.leader, found.workshop.id,
        alias="B-001", group="science", answers=answers,
    )  # fmt: skip

    progress = facilitating.progress(sqlite_desk, found.leader, found.workshop.id)
    assert (progress.joined, progress.sent) == (5, 1)


def test_counts_survive_the_seal_and_groups_do_not(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    found = played(sqlite_desk, problem, Technique.POINTS, "14")

    progress = facilitating.progress(sqlite_desk, found.leader, found.workshop.id)

    assert (progress.joined, progress.sent) == (14, 14)
    assert {entry.sent for entry in progress.groups} == {None}


# ---- Groups ------------------------------------------------------------------------------

SHAPES: tuple[dict[str, int], ...] = (
    {"ngo": 13, "science": 1},
    {"ngo": 10, "industry": 4},
    {"ngo": 5, "industry": 5, "science": 4},
    {"ngo": 6, "industry": 6, "science": 1, "agency": 1},
    {"ngo": 7, "industry": 4, "science": 1},
    {"ngo": 3, "industry": 1},
    {"ngo": 9, "industry": 3, "agency": 2, "science": 2, "municipality": 6},
)


def labels(found: Played) -> dict[str, str]:
    """Return under which label the tables of a room know each group in both rounds."""
    if found.workshop.mode is not Mode.ANONYMOUS:
        return {group: group for group in found.groups.values()}
    told = {row["group"] for row in found.record["ballots"]}
    return {group: group if group in told else "" for group in found.groups.values()}


def unsafe(found: Played, results: list[Mapping[str, Any]], *, insiders: bool) -> list[str]:
    """Return the groups under five that the tables of some round give away."""
    sizes = Counter(found.groups.values())
    alone = [group for group, n in sizes.items() if n == 1] if insiders else []
    given_away = []
    for result in results:
        for known in ((), *((group,) for group in alone)):
            solved = attacker.solved_groups(result, sizes, labels(found), known)
            given_away += [g for g in solved if sizes[g] < 5 and g not in known]
    return given_away


@pytest.mark.parametrize(
    ("mode", "sizes"),
    [(mode, sizes) for mode in list(Mode)[1:] for sizes in SHAPES] + [(Mode.NAMED, SHAPES[0])],
    ids=str,
)
def test_no_table_gives_the_mean_of_a_group_under_five(
    sqlite_desk: WorkshopService, problem: str, mode: Mode, sizes: dict[str, int]
) -> None:
    found = play(sqlite_desk, problem, Technique.POINTS, sizes, mode=mode)
    rounds = found.record["result"]["rounds"]

    assert len(rounds) == 2
    assert unsafe(found, rounds, insiders=sum(sizes.values()) > 5) == []
    for number in (1, 2) if mode is Mode.ANONYMOUS else ():
        blank = [row for row in found.ballots(number) if not row["group"]]
        published = Counter(row["group"] for row in found.ballots(number) if row["group"])
        hidden = set(sizes) - set(published)
        assert all(n >= 5 for n in published.values())
        assert not published or not blank or (len(blank) >= 6 and len(hidden) >= 2)


def test_the_adversary_does_solve_the_tables_of_version_0_1_0(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    """The control, and the fault to the digit: the lone member's weights follow."""
    sizes = {"ngo": 8, "science": 1}
    found = play(sqlite_desk, problem, Technique.POINTS, sizes, mode=Mode.PSEUDONYMOUS)
    submissions = sqlite_desk.store.see(found.workshop.id, lambda r: r.submissions())
    old = all_results(parse_problem(problem), submissions, 2, FIRST_SCHEMA)["rounds"][0]
    lone = next(p for p, group in found.groups.items() if group == "science")
    truth = next(s for s in submissions if (s.round, s.participant) == (1, lone))
    ngo = next(view for view in old["groups"] if view["group"] == "ngo")

    solved = {
        name: 9 * mean - 8 * ngo["mean"][name]
        for name, mean in old["weights"]["arithmetic-mean"].items()
    }

    assert solved == pytest.approx(truth.judgement.weights.as_dict(), abs=1e-8)
    assert "science" in attacker.solved_groups(old, sizes, labels(found))


def test_a_group_hidden_once_stays_hidden(sqlite_desk: WorkshopService, problem: str) -> None:
    found = play(
        sqlite_desk, problem, Technique.POINTS, {"ngo": 8, "industry": 5, "science": 1}
    )
    facilitating.add_round(sqlite_desk, found.leader, found.workshop.id)
    facilitating.move(sqlite_desk, found.leader, found.workshop.id, Step.NEXT_ROUND)
    for person in found.phones:
        if found.groups[person.id] != "science":
            attacker._by_phone(sqlite_desk, person, 3, attacker.np.random.default_rng(3))
    for step in (Step.LOCK, Step.REVEAL):
        facilitating.move(sqlite_desk, found.leader, found.workshop.id, step)

    record = json.loads(workshop_record(sqlite_desk, found.leader, found.workshop.id))

    last = Counter(row["group"] for row in record["ballots"] if row["round"] == 3)
    assert set(last) == {""}
    assert last[""] == 13


# ---- Rooms of version 0.1.0 --------------------------------------------------------------


@pytest.mark.parametrize("mode", ["pseudonymous", "named"])
def test_an_old_record_tells_no_reader_of_today_about_small_groups(mode: str) -> None:
    content = (OLD / "workshops" / f"{mode}-swing.json").read_bytes()

    told = json.loads(content)["result"]["rounds"][-1]["without_group"]

    assert len(told) == 5
    assert read_workshop_view(content).leaving == ()


@pytest.fixture
def old_store(tmp_path: Path) -> Path:
    return Path(shutil.copy(OLD / "stores" / "rooms.db", tmp_path / "rooms.db"))


def ids_of(path: Path, where: str) -> list[str]:
    with sqlite3.connect(path) as connection:
        query = f"SELECT id FROM ws_workshop WHERE mode = 'anonymous' AND {where}"  # noqa: S608
        found = [row[0] for row in connection.execute(query)]
    connection.close()
    return found


def test_a_server_forgets_the_orders_and_the_lists_of_old_anonymous_rooms(
    old_store: Path,
) -> None:
    anonymous = ids_of(old_store, "1")
    before = attacker.dump(old_store)
    assert any(row[1] in anonymous and row[4] for row in before["ws_participant"])
    running = {(row[0], row[1]) for row in before["ws_round_secret"]}

    WorkshopService.serve(str(old_store)).close()

    after = attacker.dump(old_store)
    assert not any(row[1] in anonymous and row[4] for row in after["ws_participant"])
    kept = {(row[2], row[1]) for row in after["ws_participation"] if row[2] in anonymous}
    assert kept == running
    others = [row for row in before["ws_participation"] if row[2] not in anonymous]
    assert [row for row in after["ws_participation"] if row[2] not in anonymous] == others
    assert after["ws_sealed_ballot"] == before["ws_sealed_ballot"]


def test_no_copy_from_before_the_update_keeps_the_orders_of_sealed_rounds(
    old_store: Path,
) -> None:
    with sqlite3.connect(old_store) as connection:
        connection.execute("DELETE FROM ws_round_secret")
    connection.close()

    WorkshopService.serve(str(old_store)).close()

    assert not list(old_store.parent.glob("*.before-version-*"))


def test_an_old_anonymous_round_is_sealed_in_the_one_form(old_store: Path) -> None:
    desk = WorkshopService.serve(str(old_store))
    leader = desk.store.facilitator(LOCAL_SUBJECT, LOCAL_NAME)
    running = ids_of(old_store, "state = 'open'")
    for workshop in running:
        for step in (Step.LOCK, Step.REVEAL):
            facilitating.move(desk, leader, workshop, step)
        record = json.loads(workshop_record(desk, leader, workshop))
        last = [row for row in record["ballots"] if row["round"] == 2]

        assert len(last) > 1
        assert len({attacker.form_of({**row, "group": ""}) for row in last}) == 1
        for row in last:
            body = canonical(row["judgement"]).decode()
            assert ballot_digest(row["salt"], body) == row["digest"]
        assert verify(canonical(record)).differences == ()
    desk.close()
    assert running
