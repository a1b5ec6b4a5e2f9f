"""``rank`` and ``validate``: texts, files and exit status."""

from __future__ import annotations

import csv
import json
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.domain.results import Order
from tests.conftest import ROOT, SAMPLE
from tests.sweeps import sweep


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def sample_rows() -> list[dict[str, str]]:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def test_json_holds_parallel_lists_in_the_order_of_the_ranking() -> None:
    result = call(
        "rank", str(SAMPLE), "--format", "json", "--weights", "grade=3,volume=2,access=1"
    )

    answer = json.loads(result.stdout)
    lists = [
        "alternatives",
        "names",
        "scores",
        "score_low",
        "score_high",
        "ranks",
        "rank_low",
        "rank_high",
    ]
    assert result.exit_code == 0
    assert {len(answer[name]) for name in lists} == {len(answer["alternatives"])}
    ranks = [rank for rank in answer["ranks"] if rank is not None]
    assert ranks == sorted(ranks)
    apart = answer["ranks"][len(ranks) :]
    assert apart == [None] * answer["band"].count("too little known")
    assert answer["weights"] == {
        "grade": 0.5,
        "volume": pytest.approx(1 / 3),
        "environmental_risk": 0.0,
        "access": pytest.approx(1 / 6),
        "crm_relevance": 0.0,
    }
    assert (answer["method"], answer["scales"], answer["risk"]) == (
        "weighted-sum",
        "fixed",
        "urgency",
    )


@pytest.mark.parametrize(
    ("method", "scales", "risk"),
    sweep(
        product(
            ["weighted-sum", "topsis"],
            ["fixed", "data"],
            ["urgency", "project-risk", "reduction"],
        ),
        every=5,
    ),
)
def test_every_combination_of_choices_ranks(method: str, scales: str, risk: str) -> None:
    result = call(
        "rank",
        str(SAMPLE),
        "--method",
        method,
        "--scales",
        scales,
        "--risk",
        risk,
        "--format",
        "json",
    )

    assert result.exit_code == 0
    assert json.loads(result.stdout)["ranks"][0] == 1


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_the_ending_of_the_output_chooses_the_format(tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"shortlist.{ending}"

    result = call("rank", str(SAMPLE), "--output", str(output))

    assert result.exit_code == 0
    starts = {"csv": b"\xef\xbb\xbfrank", "json": b"{", "xlsx": b"PK"}[ending]
    assert output.read_bytes().startswith((starts, b"rank"))


@pytest.mark.parametrize("order", sweep([order.value for order in Order], every=3))
def test_every_order_has_a_workbook(tmp_path: Path, order: str) -> None:
    output = tmp_path / "shortlist.xlsx"

    result = call("rank", str(SAMPLE), "--order", order, "--output", str(output))

    assert result.exit_code == 0, result.output
    assert output.read_bytes().startswith(b"PK")


def test_an_unknown_ending_is_a_usage_error(tmp_path: Path) -> None:
    assert call("rank", str(SAMPLE), "--output", str(tmp_path / "x.doc")).exit_code == 2


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ("grade=0", "no weight above 0"),
        ("grade=-1", "0 or more"),
        ("grade=abc", "a plain number"),
        ("grade=inf", "a plain number"),
        ("gold=1", "one of: grade, volume"),
        ("1,2", "Expected 5"),
        ("grade=1,grade=2", "twice"),
    ],
)
def test_weights_that_cannot_be_are_refused_with_a_cure(weights: str, words: str) -> None:
    result = call("rank", str(SAMPLE), "--weights", weights)

    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_text_in_a_number_names_row_and_column(tmp_path: Path) -> None:
    rows = sample_rows()
    rows[3]["tonnage_t"] = "lots"
    path = write(tmp_path / "sites.csv", rows)

    stopped = call("rank", path)
    skipped = call("rank", path, "--skip-errors", "--format", "json")

    assert stopped.exit_code == 1
    assert "sites.csv, row 5, column tonnage_t: found 'lots'" in stopped.stderr
    assert skipped.exit_code == 0
    assert rows[3]["site_id"] not in json.loads(skipped.stdout)["alternatives"]


@pytest.mark.parametrize(
    ("n_rows", "words"), [(1, "found one site"), (5, "same value on every")]
)
def test_a_ranking_that_tells_nothing_is_shown_and_said(
    tmp_path: Path, n_rows: int, words: str
) -> None:
    rows = [sample_rows()[0] | {"site_id": f"X{number}"} for number in range(n_rows)]

    result = call("rank", write(tmp_path / "same.csv", rows), "--format", "json")

    assert result.exit_code == 1
    assert words in result.stderr
    assert set(json.loads(result.stdout)["ranks"]) == {1}


def test_validate_lists_every_issue_with_its_place() -> None:
    path = str(ROOT / "sample_data" / "sites_with_errors.csv")

    as_text, as_data = call("validate", path), call("validate", path, "--json")

    issues = json.loads(as_data.stdout)
    assert as_text.exit_code == as_data.exit_code == 1
    assert sum(line.startswith("error: ") for line in as_text.stdout.splitlines()) == sum(
        issue["count"] for issue in issues if issue["severity"] == "error"
    )
    assert {"severity", "file", "row", "column", "found", "expected", "hint"} <= set(issues[0])


def test_validate_of_a_sound_file_exits_with_0() -> None:
    assert call("validate", str(SAMPLE)).exit_code == 0


def test_every_command_has_help_with_an_example() -> None:
    names = main.list_commands(None)  # type: ignore[arg-type]

    for name in names:
        result = call(name, "--help")
        assert result.exit_code == 0
        assert "Example" in result.output or "--help" in result.output


def test_working_facilities_stand_aside_unless_all_are_asked_for(tmp_path: Path) -> None:
    table = tmp_path / "s.csv"
    table.write_text(
        "site_id,name,waste_type,tonnage_t,site_status\n"
        "A,Alder,tailings,100000,operating\nB,Birch,tailings,50000,nedlagd\n"
        "C,Cedar,slag,70000,\n",
        encoding="utf-8",
    )

    def ranked(*options: str) -> str:
        result = CliRunner().invoke(main, ["rank", str(table), "--format", "csv", *options])
        return result.output

    usual = ranked()
    assert usual == ranked("--status", "historical")
    assert "1 working facility stands aside" in usual
    assert "Include them: --status all." in usual
    assert "not ranked,The mine or smelter of this body operates." in usual
    assert "not ranked" not in ranked("--status", "all")
    assert ranked("--status", "active").count("Only working facilities are asked for.") == 2
