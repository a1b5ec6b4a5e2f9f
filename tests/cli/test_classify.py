"""``classify --propose`` and ``--confirm``: written, edited, given back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main

TABLE = (
    "site_id,name,country,waste_type,tonnage_t,tonnage_basis,permit_status\n"
    'A-1,Pond,SE,tailings,2000000,"Indicated resource, JORC 2012",permit granted 2024\n'
    "A-2,Dump,SE,tailings,3000000,not an indicated resource,\n"
)
GRADES = "site_id,analyte,best,unit\nA-1,Cu,0.5,%\nA-2,Cu,0.5,%\n"


@pytest.fixture(autouse=True)
def _sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sites.csv").write_text(TABLE, encoding="utf-8")
    Path("grades.csv").write_text(GRADES, encoding="utf-8")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["classify", "sites.csv", *arguments])


def confirm(column: str, **cells: str) -> None:
    assert call("--propose", "--output", "codes.csv").exit_code == 0
    with Path("codes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["column"] == column:
            row |= {"confirm": "yes", "confirmed_by": "Ada", "confirmed_on": "2026-05-04"}
            row |= cells
    with Path("codes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_proposals_stand_in_place_of_classes_and_none_is_used() -> None:
    before = call("--format", "json").stdout

    told = call("--propose")
    data = json.loads(call("--propose", "--format", "json").stdout)

    assert "2 proposals. None is used." in told.stdout
    assert {(one["site_id"], one["column"], one["code"]) for one in data} == {
        ("A-1", "resource_class", "indicated"),
        ("A-1", "permit_code", "granted"),
    }
    assert call("--format", "json").stdout == before


def test_a_text_without_codes_says_so() -> None:
    Path("sites.csv").write_text(TABLE.replace("Indicated", "Total"), encoding="utf-8")

    assert call("--propose", "--site", "A-2").stdout == "No text suggests a code.\n"


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_what_is_confirmed_is_used_and_marked_in_each_format(form: str) -> None:
    confirm("resource_class")

    told = call("--confirm", "codes.csv", "--format", form)

    assert told.exit_code == 0, told.output
    assert "E3.2;F3.2;G2" in told.stdout
    assert "confirmed by Ada on 2026-05-04 from 'Indicated resource' in tonnage_basis" in (
        told.stdout
    )
    assert "granted" not in told.stdout
    plain = call("--format", form)
    assert "confirmed" not in plain.stdout
    assert "E3.2;F3.2;G2" not in plain.stdout


def test_a_confirmation_for_a_site_that_is_not_asked_for_stays_out() -> None:
    confirm("resource_class")

    told = call("--confirm", "codes.csv", "--site", "A-2")

    assert told.exit_code == 0, told.output
    assert "Ada" not in told.stdout


def test_a_fault_in_the_table_is_told_with_its_row_and_nothing_is_written() -> None:
    confirm("resource_class", confirmed_by="")

    told = call("--confirm", "codes.csv", "--output", "classes.json")

    assert (told.exit_code, told.stdout) == (1, "")
    assert "codes.csv, row 2, column confirmed_by: found a blank cell" in told.stderr
    assert not Path("classes.json").exists()
