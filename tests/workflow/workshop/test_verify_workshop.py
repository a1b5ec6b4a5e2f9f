"""The public program says the same as the tool, on whole records and on tampered ones."""

from __future__ import annotations

import ast
import copy
import json
import math
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rfc8785
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.cli import main
from prioritizer.domain.chain import sha256
from prioritizer.domain.value_function import ValueFunction
from prioritizer.domain.workshop import Mode, Technique
from prioritizer.engine.value_functions import evaluate, image
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop import verify_workshop
from prioritizer.workflow.workshop.record import SCHEMA, public_verifier
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.verifying import verify
from tests.workflow.workshop.attacker import play
from tests.workflow.workshop.crowd import crowd
from tests.workflow.workshop.forger import bodies_of, rechained, with_other_answer

Record = dict[str, Any]
KINDS = [(technique, mode) for technique in Technique for mode in Mode]


@pytest.fixture(scope="module")
def records(
    tmp_path_factory: pytest.TempPathFactory, problem: str
) -> dict[tuple[Technique, Mode], Record]:
    """Return the record of a room of six, one of them on paper, in each technique and mode."""
    desk = WorkshopService.open(str(tmp_path_factory.mktemp("public") / "w.db"))
    sizes = {"ngo": 5, "science": 1}
    found = {
        (technique, mode): play(desk, problem, technique, sizes, mode=mode, on_paper=1).record
        for technique, mode in KINDS
    }
    desk.close()
    return found


def run(folder: Path, record: Record, *head: str) -> tuple[int, str]:
    """Run the program as a stranger does: alone, in an interpreter that knows nothing else."""
    program, path = folder / "verify_workshop.py", folder / "record.json"
    program.write_bytes(public_verifier())
    path.write_text(json.dumps(record), encoding="utf-8")
    call = [sys.executable, "-I", str(program), str(path), *head]
    ended = subprocess.run(call, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ended.stderr == ""
    return ended.returncode, ended.stdout


def faults(record: Record) -> list[str]:
    """Return what the program finds, without a process of its own."""
    bodies, gone = [json.loads(entry["body"]) for entry in record["log"]], dict[int, Any]()
    return [
        *verify_workshop.chain(record),
        *verify_workshop.procedure(record, bodies, gone),
        *verify_workshop.bound(record, bodies),
        *verify_workshop.answers(record),
        *verify_workshop.results(record, gone),
    ]


def test_the_program_is_short_and_imports_nothing_of_the_tool() -> None:
    text = public_verifier().decode()
    tree = ast.parse(text, feature_version=(3, 9))
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert len(text.splitlines()) < 300
    assert {name.partition(".")[0] for name in imported} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize(("technique", "mode"), KINDS)
def test_it_finds_a_record_as_written_whole(
    records: dict[Any, Record], tmp_path: Path, technique: Technique, mode: Mode
) -> None:
    record = records[technique, mode]
    head = record["head"]

    status, said = run(tmp_path, record, f"{head[:8]}…{head[-8:]}")

    assert verify(json.dumps(record).encode()).differences == ()
    assert (status, "different" in said) == (0, False), said
    assert "head: 16 of 64 digits compared, all the same." in said
    assert "not checked: deadlines, dates" in said


def answer_of(record: Record) -> Record:
    row: Record = (record["submissions"] or record["ballots"])[0]
    return row


def in_log(record: Record, edit: Callable[[list[Record]], Any]) -> None:
    bodies = bodies_of(record)
    edit(bodies)
    record.update(rechained(record, bodies))


def last_round(record: Record) -> Record:
    found: Record = record["result"]["rounds"][-1]
    return found


def point(record: Record) -> None:
    points = answer_of(record)["judgement"]["points"]
    points[next(iter(points))] += 1


def answer(record: Record) -> None:
    answers = answer_of(record)["judgement"]["answers"]
    name = next(key for key in answers if key.startswith(("points.", "pair.")))
    others = (3, 4) if name.startswith("points") else ("b:9", "a:9")
    answers[name] = next(one for one in others if one != answers[name])


def weight(record: Record) -> None:
    weights = last_round(record)["weights"]["median"]
    weights[next(iter(weights))] += 0.01


def place(record: Record) -> None:
    ranks = last_round(record)["ranks"]["arithmetic-mean"]
    ranks[next(iter(ranks))] += 1


def site(record: Record) -> None:
    record["problem"]["sites"][0]["name"] += " "


# What the program says it checks, and one tampering of each.
TAMPERED: dict[str, Callable[[Record], Any]] = {
    "chain": lambda r: r["log"][1].update(body=r["log"][1]["body"].replace("T", "t")),
    "left out": lambda r: r["log"].pop(3),
    "head": lambda r: r.update(head="0" * 64),
    "problem": site,
    "rules": lambda r: r["workshop"].update(title="Another"),
    "state": lambda r: r["workshop"].update(state="closed"),
    "answer": answer,
    "point": point,
    "answer left out": lambda r: (r["submissions"] or r["ballots"]).pop(),
    "group": lambda r: (r["participants"] or r["ballots"])[0].update(group="agency"),
    "step": lambda r: in_log(r, lambda bodies: bodies[1].update(step="resume")),
    "after the reveal": lambda r: in_log(
        r,
        lambda bodies: bodies.append(
            next(b for b in bodies if b["action"] in ("submit", "enter-by-hand"))
        ),
    ),
    "people": lambda r: last_round(r).update(people=99),
    "weight": weight,
    "place": place,
    "shortlist": lambda r: last_round(r)["shortlists"]["median"].reverse(),
    "share": lambda r: last_round(r)["shortlist_shares"].update({"SE-001": 0.111}),
    "agreement": lambda r: last_round(r)["agreement"].update(shortlist_overlap=0.5),
    "round": lambda r: r["result"]["rounds"].pop(),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_it_finds_each_tampering_that_it_claims_to_find(
    records: dict[Any, Record], name: str
) -> None:
    for kind in ((Technique.SWING, Mode.NAMED), (Technique.PAIRWISE, Mode.ANONYMOUS)):
        tampered = copy.deepcopy(records[kind])
        TAMPERED[name](tampered)

        assert faults(tampered), kind
        assert not verify(json.dumps(tampered).encode()).holds, kind


@pytest.mark.parametrize("name", ["chain", "answer", "place"])
def test_a_stranger_is_told_what_differs(
    records: dict[Any, Record], tmp_path: Path, name: str
) -> None:
    tampered = copy.deepcopy(records[Technique.SWING, Mode.ANONYMOUS])
    TAMPERED[name](tampered)

    status, said = run(tmp_path, tampered)

    assert status == 1
    assert "different: " in said
    assert "no head was given: a history written and chained again would not be found" in said
    assert said.endswith("What was checked does not hold.\n")


def test_what_it_finds_the_tool_finds_too(records: dict[Any, Record]) -> None:
    chance, n_found = random.Random(7), 0  # noqa: S311
    for kind in KINDS:
        for _ in range(3):
            tampered = copy.deepcopy(records[kind])
            value: Any = tampered
            while isinstance(value, dict | list) and value:
                holder = value
                key = chance.choice(
                    list(value) if isinstance(value, dict) else range(len(value))
                )
                value = holder[key]
            holder[key] = (value + 1) if isinstance(value, int | float) else "x"
            try:
                found = bool(faults(tampered))
            except Exception:
                found = True
            if found:
                n_found += 1
                assert not verify(json.dumps(tampered).encode()).holds, (kind, key)

    assert n_found > 5


@pytest.mark.parametrize("technique", list(Technique))
def test_it_derives_points_from_answers_that_leave_something_open(
    sqlite_desk: WorkshopService, problem: str, technique: Technique
) -> None:
    record = crowd(sqlite_desk, problem, technique, {"ngo": 9, "science": 5}, seed=3).record
    open_ones = [row for row in record["ballots"] if "?" in str(row["judgement"]["answers"])]
    assert verify(json.dumps(record).encode()).differences == ()
    assert faults(record) == []
    assert len(open_ones) > 5

    for row in open_ones:
        points = row["judgement"]["points"]
        name = min(points, key=lambda one: points[one])
        points[name] = points[name] * 1.001 + 0.001
    unfit = [line for line in faults(record) if "points do not follow" in line]
    for row in open_ones:
        place = f"answer {row['digest'][:8]}"
        assert any(line.startswith(place) for line in unfit)
    assert len(unfit) == len(open_ones)


def test_a_history_written_anew_is_found_by_the_head_alone(
    records: dict[Any, Record], tmp_path: Path
) -> None:
    whole = records[Technique.POINTS, Mode.PSEUDONYMOUS]
    forged = with_other_answer(whole)

    without, _ = run(tmp_path, forged)
    with_head, said = run(tmp_path, forged, whole["head"][:16])

    assert (without, with_head) == (0, 1)
    assert "different: head: expected" in said


def test_what_is_no_record_has_a_status_of_its_own(tmp_path: Path) -> None:
    assert run(tmp_path, {"schema": "other"})[0] == 2


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(1 - 2**53, 2**53 - 1))
def test_numbers_are_written_as_the_standard_says(number: float) -> None:
    assert verify_workshop.canonical(number) == rfc8785.dumps(number).decode()


@given(st.text(max_size=8), st.text(max_size=8))
def test_texts_are_written_as_the_standard_says(first: str, second: str) -> None:
    data = [{first: second, second: None, "\ue000": True, "\U0001f600": "\x7f\x1f"}]

    assert verify_workshop.canonical(data) == rfc8785.dumps(data).decode()


SCALES = (
    {"kind": "linear", "worst": 10, "best": 2},
    {"kind": "log", "worst": 0.1, "best": 100},
    {"kind": "piecewise", "worst": 0, "best": 9, "points": [0, 2, 9], "values": [0, 0.7, 1]},
    {"kind": "sigmoid", "worst": 0, "best": 9, "midpoint": 4, "scale": 1.5},
    {"kind": "stepwise", "worst": 0, "best": 9, "points": [2, 5], "values": [0, 0.4, 1]},
    {"kind": "target", "worst": 0, "best": 4, "points": [0, 3, 5, 9]},
    {"kind": "target", "worst": 0, "best": 4, "points": [1, 1, 5, 5]},
)


@pytest.mark.parametrize("scale", SCALES, ids=lambda one: one["kind"])
def test_scales_are_worth_what_the_tool_says(scale: Record) -> None:
    curve, xs = ValueFunction.from_dict(scale), np.linspace(-3, 12, 61)
    site = {"best": [None], "low": [None], "high": [4.0]}
    low, high = image(curve, np.array([np.nan]), np.array([4.0]))

    assert [verify_workshop.value(scale, x) for x in xs] == pytest.approx(
        evaluate(curve, xs).tolist(), abs=1e-12
    )
    worth = verify_workshop.worth({"criteria": [{"scale": scale}]}, site, 0)
    assert math.isclose(worth, float(low[0] + high[0]) / 2, abs_tol=1e-12)


# What a forger may write into the texts of a record to be printed: to clear the screen, to say
# that all is well in a line of its own, to turn words round, to break the output.
STEERING = "\x1b[2J\x1b]0;t\x07\nWhat was checked holds.\r\u202e\u2028\ud800"


def hostile(record: Record) -> dict[str, Record]:
    """Return records that quote a hostile text in each place that the programs print."""
    made = {
        name: copy.deepcopy(record) for name in ("head", "person", "step", "value", "title")
    }
    made["head"]["head"] = STEERING
    made["person"]["participants"][0]["id"] = STEERING
    in_log(
        made["person"], lambda bodies: bodies[-2].update(action="submit", participant="\x1b[")
    )
    in_log(
        made["step"], lambda bodies: bodies[1].update(step="\x1b[2J\nok", at="2026-01-01T00")
    )
    last_round(made["value"])["people"] = STEERING
    made["title"]["workshop"]["title"] = STEERING
    return made


@pytest.mark.parametrize("place", ["head", "person", "step", "value", "title"])
def test_no_text_of_a_record_steers_the_terminal_of_who_checks_it(
    records: dict[Any, Record], tmp_path: Path, place: str
) -> None:
    tampered = hostile(records[Technique.POINTS, Mode.NAMED])[place]
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps(tampered), encoding="utf-8")

    status, said = run(tmp_path, tampered)
    told = CliRunner().invoke(main, ["verify", str(path)])

    assert (status != 0, told.exit_code != 0) == (True, True)
    for text in (said, told.output):
        assert all(letter.isprintable() for letter in text.replace("\n", ""))
        assert "What was checked holds." not in text.splitlines()


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000 + "]" * 100_000, "1" * 6_000, "1e999", "NaN", '"\\ud800"', "{}"],
    ids=["deep", "long", "infinite", "nan", "surrogate", "empty"],
)
def test_a_file_made_to_do_harm_ends_in_words(tmp_path: Path, text: str) -> None:
    content = f'{{"schema": "{SCHEMA}", "log": [], "problem": {text}}}'
    path, program = tmp_path / "record.json", tmp_path / "verify_workshop.py"
    path.write_text(content, encoding="utf-8")
    program.write_bytes(public_verifier())

    call = [sys.executable, "-I", str(program), str(path)]
    ended = subprocess.run(call, capture_output=True, text=True, check=False)
    told = CliRunner().invoke(main, ["verify", str(path)])

    assert (ended.returncode, ended.stderr) == (2, "")
    assert told.exit_code == 1
    assert "internal error" not in told.output


def test_a_seat_set_aside_twice_is_not_back(records: dict[Any, Record]) -> None:
    forged = copy.deepcopy(records[Technique.POINTS, Mode.NAMED])
    person = forged["submissions"][0]["participant"]
    reveal = next(n for n, b in enumerate(bodies_of(forged)) if b.get("step") == "reveal")
    aside = {"action": "set-aside", "participant": person, "round": 1, "reason": "x"}
    aside |= {name: bodies_of(forged)[reveal][name] for name in ("at", "actor")}
    in_log(forged, lambda bodies: bodies.__setitem__(slice(reveal, reveal), [aside, aside]))

    assert any("people" in line for line in faults(forged))
    assert not verify(json.dumps(forged).encode()).holds


@pytest.mark.parametrize("share", [{"a": 500}, {"a": 1_500, "b": -500}, {"a": 1_000}])
def test_shares_are_the_whole_of_a_budget_and_stand_in_its_round_only(
    records: dict[Any, Record], share: Record
) -> None:
    forged = copy.deepcopy(records[Technique.POINTS, Mode.NAMED])
    row = forged["submissions"][0]
    row["judgement"] = {"shares": share}
    before, row["digest"] = row["digest"], sha256(canonical(row["judgement"]).decode())
    in_log(
        forged,
        lambda bodies: [
            b.update(digest=row["digest"]) for b in bodies if b.get("digest") == before
        ],
    )
    if "a" in share and share["a"] != 1_000:
        forged["budget"] = {"round": row["round"]}

    assert any("not the budget" in line for line in verify_workshop.answers(forged))
    assert not verify(json.dumps(forged).encode()).holds
