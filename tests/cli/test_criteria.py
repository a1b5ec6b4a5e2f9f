"""``criteria``, and every ranking command with the shipped sets that are not the default."""

from __future__ import annotations

import csv
import io
import json
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

from prioritizer.cli import main
from tests.conftest import SAMPLE
from tests.stories.restricted import texts_of
from tests.stories.test_docs_of_criteria import FILES, TABLE
from tests.sweeps import sweep

SETS = ("screening", "detailed")


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("name", ["default", *SETS])
def test_show_lists_tree_scales_and_sources(name: str) -> None:
    told, data = (
        run("criteria", "show", name),
        json.loads(run("criteria", "show", "--criteria", name, "--format", "json")),
    )

    for criterion in data["criteria"]:
        assert f"[{criterion['id']}]: {criterion['range']}" in told
        assert criterion["source"].split()[0] in told
    assert sum(data["weights"].values()) == pytest.approx(1)
    assert [n["id"] for n in data["tree"] if not n["members"]] == [
        c["id"] for c in data["criteria"]
    ]


def test_show_lists_the_faults_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("id: x\ntitle: X\nversion: '1'\ncriteria: []\n", encoding="utf-8")

    result = CliRunner().invoke(main, ["criteria", "show", str(file)])

    assert result.exit_code == 1
    assert "mine.yaml, column criteria" in result.output


@pytest.mark.parametrize("name", ["default", *SETS])
def test_check_tells_overlap_and_sites_outside(name: str) -> None:
    data = json.loads(
        run("criteria", "check", str(SAMPLE), "--criteria", name, "--format", "json")
    )
    told = run("criteria", "check", str(SAMPLE), "--criteria", name)

    n = len(data["criteria"])
    assert len(data["correlations"]) == n * (n - 1) / 2
    assert all(pair["n"] >= 0 for pair in data["correlations"])
    assert {"shared inputs", "avoided liability"} <= {flag["kind"] for flag in data["flags"]}
    assert all(flag["text"] in told for flag in data["flags"])
    assert all(text in told for text in data["outside_text"].values())
    assert {o["criterion"] for o in data["outside"]} == set(data["outside_text"])


@pytest.mark.parametrize(
    ("name", "risk"),
    sweep(product(SETS, ["urgency", "project-risk", "reduction"]), every=4),
)
def test_a_ranking_by_another_set_replays(tmp_path: Path, name: str, risk: str) -> None:
    record = tmp_path / "record.json"
    answer = json.loads(
        run(
            "rank",
            str(SAMPLE),
            "--criteria",
            name,
            "--risk",
            risk,
            "--format",
            "json",
            "--record",
            str(record),
        )
    )

    scores = [score for score in answer["scores"] if score is not None]
    assert all(0 <= score <= 1 for score in scores)
    assert len(set(scores)) > 40
    assert "comes out the same to the last bit" in run("replay", str(record))


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(
    "command",
    [
        ("robustness", "--draws", "50"),
        ("next-data", "--draws", "64"),
        ("shortlist",),
        ("appraise", "--site", "BR-001", "--explain"),
        ("portfolio", "--budget", "300000", "--draws", "20"),
    ],
    ids=lambda command: command[0],
)
def test_every_command_takes_another_set(name: str, command: tuple[str, ...]) -> None:
    assert run(command[0], str(SAMPLE), *command[1:], "--criteria", name).strip()


def test_branches_may_be_weighed_and_their_sums_are_exported() -> None:
    weights = "tonne_value=3,volume=1"
    options = ("--criteria", "detailed", "--weights", weights)
    answer = json.loads(run("rank", str(SAMPLE), *options, "--format", "json"))
    rows = list(
        csv.DictReader(io.StringIO(run("rank", str(SAMPLE), *options, "--format", "csv")))
    )

    assert answer["weights"]["grade"] == pytest.approx(0.375)
    branches = {branch["id"]: branch for branch in answer["branches"]}
    assert branches["tonne_value"]["weight"] == pytest.approx(0.75)
    assert branches["access"]["contributions"][0] == 0
    for row, total in zip(rows, branches["tonne_value"]["contributions"], strict=False):
        parts = (
            float(row[f"{name} contribution (points of score)"])
            for name in ("grade", "recoverable_value")
        )
        told = float(row["tonne_value contribution (points of score)"])
        assert told == pytest.approx(sum(parts)) == pytest.approx(total)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert None not in rows[-1]


def test_without_weights_each_branch_counts_alike() -> None:
    # Criteria that are known of nearly nobody are left out unless the middle stands for them.
    options = ("--criteria", "detailed", "--gaps", "middle", "--format", "json")
    answer = json.loads(run("rank", str(SAMPLE), *options))

    shares = {branch["id"]: branch["weight"] for branch in answer["branches"]}
    assert shares["access"] == shares["risk"] == pytest.approx(0.18)


def test_show_says_how_own_columns_are_read_and_what_sets_sites_aside(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(FILES[1], encoding="utf-8")

    told = run("criteria", "show", str(file))
    data = json.loads(run("criteria", "show", str(file), "--format", "json"))

    assert "Support [support]: none → strong, linear (derived)" in told
    assert "column 'community_support' read as classes: none 0, some 0.5, strong 1" in told
    assert "Vetoes:\n  protected is yes: No pilot in a protected area." in told
    assert data["criteria"][0]["classes"] == {"none": 0, "some": 0.5, "strong": 1}
    assert [gate["reason"] for gate in data["gates"]][2] == "Too little for a pilot."


@pytest.mark.parametrize("name", ["report.pdf", "report.docx", "report.xlsx", "layer.gpkg"])
def test_a_report_tells_the_gates_of_the_criteria(name: str, tmp_path: Path) -> None:
    file, table = tmp_path / "own.yaml", tmp_path / "sites.csv"
    file.write_text(FILES[1], encoding="utf-8")
    table.write_text(TABLE, encoding="utf-8")

    run("report", str(table), "--criteria", str(file), "--draws", "50", "--top", "2",
        "--output", str(tmp_path / name))  # fmt: skip

    words = " ".join(texts_of((tmp_path / name).read_bytes()).split())
    assert "No pilot in a protected area." in words
    assert (
        "held back by a veto" in words if name == "layer.gpkg" else "protected is yes" in words
    )
