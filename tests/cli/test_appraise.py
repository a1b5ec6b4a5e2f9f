"""The commands appraise and classify: three formats, choices, faults with status 1."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from tests.conftest import ROOT

SAMPLE = str(ROOT / "sample_data" / "sites.csv")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def as_rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))


def test_classify_gives_a_list_with_a_class_per_site() -> None:
    result = call("classify", SAMPLE, "--format", "json")

    data = json.loads(result.stdout)
    assert result.exit_code == 0
    assert len(data) == 181
    assert {
        "id",
        "e",
        "f",
        "g",
        "code",
        "class",
        "rules",
        "evidence",
        "lift",
        "products",
    } <= set(data[0])


def test_classify_as_csv_has_the_same_codes() -> None:
    rows = as_rows(call("classify", SAMPLE, "--format", "csv"))
    data = json.loads(call("classify", SAMPLE, "--format", "json").stdout)

    assert [row["code"] for row in rows] == [one["code"] for one in data]
    assert rows[0]["lift_g"]


def test_classify_as_a_table_counts_the_codes() -> None:
    result = call("classify", SAMPLE, "--site", "SE-001", "--site", "NO-007")

    assert result.exit_code == 0
    assert "SE-001" in result.stdout
    assert "Sites per code" in result.stdout


def test_appraise_gives_products_and_quantiles() -> None:
    result = call(
        "appraise",
        SAMPLE,
        "--site",
        "BR-001",
        "--draws",
        "200",
        "--seed",
        "3",
        "--format",
        "json",
    )

    site = json.loads(result.stdout)[0]
    assert site["products"][0]["symbol"] == "Ni"
    volume = site["criteria"]["volume"]
    assert volume["low"] <= volume["p50"] <= volume["high"] * 1.2
    again = call(
        "appraise",
        SAMPLE,
        "--site",
        "BR-001",
        "--draws",
        "200",
        "--seed",
        "3",
        "--format",
        "json",
    )
    assert again.stdout == result.stdout


def test_appraise_as_csv_has_a_row_per_product_and_blanks_for_gaps() -> None:
    rows = as_rows(call("appraise", SAMPLE, "--format", "csv"))

    assert {row["site_id"] for row in rows} == {
        one["id"] for one in json.loads(call("appraise", SAMPLE, "--format", "json").stdout)
    }
    without = [row for row in rows if not row["product"]]
    assert without
    assert all(row["grade_best"] == "" for row in without)


def test_appraise_explains_down_to_sources() -> None:
    result = call("appraise", SAMPLE, "--site", "BR-001", "--explain", "--policy", "US-CM-2025")

    assert "printed - / 0.32 / - % Ni, mean [published; sources S180]" in result.stdout
    assert "US-CM-2025: critical" in result.stdout


def test_appraise_takes_a_list_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("symbol,class\nNi,strategic\n", encoding="utf-8")

    result = call(
        "appraise", SAMPLE, "--site", "BR-001", "--policy", str(own), "--format", "json"
    )

    assert json.loads(result.stdout)[0]["products"][0]["policy"] == ["own: strategic"]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("classify", SAMPLE, "--site", "XX-1"), "found 'XX-1'"),
        (("appraise", SAMPLE, "--policy", "EU"), "found 'EU'"),
        (("appraise", "nothing.csv"), "nothing.csv"),
    ],
)
def test_faults_are_told_without_a_traceback(arguments: tuple[str, ...], found: str) -> None:
    result = call(*arguments)

    assert result.exit_code == 1
    assert found in result.stderr
    assert "Traceback" not in result.stderr


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "classes.json"

    result = call("classify", SAMPLE, "--format", "json", "--output", str(target))

    assert result.stdout == ""
    assert len(json.loads(target.read_text(encoding="utf-8"))) == 181


def test_rows_with_errors_stop_the_command_unless_skipped() -> None:
    faulty = str(Path(SAMPLE).with_name("sites_with_errors.csv"))

    assert call("classify", faulty).exit_code == 1
    assert call("classify", faulty, "--skip-errors").exit_code == 0


@pytest.mark.parametrize("module", ["appraise", "classify"])
def test_the_commands_start_without_pandas_or_streamlit(module: str) -> None:
    code = (
        f"import sys, prioritizer.cli.{module}; "
        "print([m for m in ('pandas', 'streamlit', 'skcriteria', 'scipy') if m in sys.modules])"
    )

    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert found.stdout.strip() == "[]"
