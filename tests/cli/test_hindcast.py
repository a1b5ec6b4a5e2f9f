"""The command hindcast: text, JSON, a table of figures, and faults."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer import shipped
from prioritizer.cli import main

FAST = ("--draws", "50")


def call(*words: str) -> Result:
    return CliRunner().invoke(main, ["hindcast", *words])


def test_the_sample_is_told_with_its_bias_before_any_figure() -> None:
    result = call("sample", *FAST)

    assert result.exit_code == 0, result.output
    text = result.stdout
    assert text.index("not drawn at random") < text.index("AUC")
    assert "No hit rate is quoted" in text
    assert "Closed lists, decided after the evidence: 28 bodies, 4 taken up" in text
    assert "No lift: it holds 4 bodies that were taken up" in text
    for order in ("Random", "Mass only", "Value per tonne", "Contained value", "Worst first"):
        assert f"\n{order}  " in text


def test_json_and_csv_hold_the_same_figures(tmp_path: Path) -> None:
    result = call("sample", *FAST, "--json", "--csv", str(tmp_path / "f.csv"))

    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    with (tmp_path / "f.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    areas = {
        (t["list_id"], t["target"], s["method"]): s["auc"]["best"]
        for t in found["trials"]
        for s in t["skills"]
    }
    assert len(areas) > 100
    told = {(r["list"], r["target"], r["method"]): r["auc"] for r in rows if r["method"]}
    assert told.keys() == areas.keys()
    assert all(float(told[key]) == pytest.approx(area) for key, area in areas.items())
    silent = [r for r in rows if not r["method"]]
    assert all(r["why_no_auc"] for r in silent)
    assert len(found["places"]) == found["n_compared"]


def test_places_and_draws_can_be_chosen() -> None:
    result = call("sample", "--draws", "20", "--top", "7", "--top", "3", "--json")

    found = json.loads(result.stdout)
    lifts = [s["lifts"] for t in found["trials"] for s in t["skills"] if s["lifts"]]
    assert {tuple(lift["top"] for lift in row) for row in lifts} == {(3, 7)}
    assert found["draws"] == 20


def faulty(folder: Path) -> Path:
    text = shipped.OUTCOMES.read_text(encoding="utf-8")
    path = folder / "mine.csv"
    path.write_text(text.replace(",reprocessed,2019,", ",mined,2019,", 1), encoding="utf-8")
    return path


def test_faults_stop_unless_they_are_skipped(tmp_path: Path) -> None:
    path = str(faulty(tmp_path))

    stopped, skipped = call(path, *FAST), call(path, *FAST, "--skip-errors")

    assert stopped.exit_code == 1
    assert "mine.csv, row 2, column outcome: found 'mined'. Expected one of:" in stopped.stderr
    assert stopped.stdout == ""
    assert skipped.exit_code == 0
    assert "mine: 100 bodies" in skipped.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "found an empty file"),
        ("body_id,name\nA,B\n", "a column 'outcome'"),
        ("\x00\x01", "found a binary file"),
    ],
)
def test_what_is_no_table_of_outcomes_is_refused(
    tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")

    result = call(str(path))

    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_a_table_of_which_no_row_can_be_used_is_refused(tmp_path: Path) -> None:
    header = shipped.OUTCOMES.read_text(encoding="utf-8").splitlines()[0]
    path = tmp_path / "x.csv"
    path.write_text(f"{header}\nA,,B\n", encoding="utf-8")

    assert "column outcome: found a blank cell" in call(str(path)).stderr
    assert "found no row that can be used" in call(str(path), "--skip-errors").stderr


def test_a_file_that_is_not_there_is_told() -> None:
    result = call("nowhere.csv")

    assert result.exit_code == 1
    assert "nowhere.csv: found no readable file" in result.stderr
