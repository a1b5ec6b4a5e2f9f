"""``enrich`` as a person calls it: what it shows, writes, keeps and refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main

SITES = (
    "site_id,name,waste_type,country,commodity_mined,latitude,longitude,coordinate_error_km,"
    "distance_port_km,my_note\n"
    "A-1,Open pond,tailings,SE,Cu,60.6,15.61,2,77,mine\n"
    "A-2,Unlocated,tailings,SE,Cu,,,,,\n"
    "A-3,Rough,tailings,FI,Ni,61,28,,,\n"
)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a small table."""
    monkeypatch.chdir(tmp_path)
    Path("sites.csv").write_text(SITES, encoding="utf-8")
    return tmp_path


def call(*words: str) -> Result:
    return CliRunner().invoke(main, ["enrich", "sites.csv", "--date", "2026-05-04", *words])


def table(path: str) -> dict[str, dict[str, str]]:
    rows = csv.DictReader(io.StringIO(Path(path).read_text(encoding="utf-8")))
    return {row["site_id"]: row for row in rows}


def test_the_list_shows_bounds_own_values_in_brackets_and_what_has_no_point() -> None:
    shown = call()

    assert shown.exit_code == 0, shown.output
    line = next(line for line in shown.stdout.splitlines() if line.startswith("A-1"))
    assert "Open pond" in line
    assert "(" in line
    assert "1 site without a point" in shown.stdout
    assert "never a road" in shown.stdout
    assert list(Path().iterdir()) == [Path("sites.csv")]


def test_tables_hold_the_values_beside_what_was_given() -> None:
    made = call("--out", "out")

    assert made.exit_code == 0, made.output
    rows = table("out/sites.csv")
    assert rows["A-1"]["distance_port_km"] == "77"
    assert rows["A-1"].get("distance_port_high_km", "") == ""
    assert rows["A-1"]["my_note"] == "mine"
    assert rows["A-1"]["nearest_town"] == "Falun"
    assert rows["A-1"]["computed_on"] == "2026-05-04"
    assert rows["A-2"]["computed"] == ""
    assert "GEONAMES" in Path("out/sources.csv").read_text()
    # A point in whole degrees is known to some 60 km, and says so.
    assert float(rows["A-3"]["distance_town_high_km"]) > 60
    again = call("--out", "out")
    assert "Choose another, or say --overwrite" in again.stderr
    assert call("--out", "out", "--overwrite").exit_code == 0


def test_the_error_of_a_point_and_its_reason_are_told() -> None:
    data = json.loads(call("--format", "json", "--site", "A-3").stdout)

    assert data["without_point"] == []
    reasons = {row["basis"] for row in data["values"] if row["column"].startswith("distance")}
    assert any("not stated; 0 decimals of a degree" in reason for reason in reasons)
    assert {row["site_id"] for row in data["values"]} == {"A-3"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--date", "soon"), "--date: found 'soon'"),
        (("--site", "Z"), "--site: found 'Z'"),
        (("--layer", "rail=none.gpkg"), "none.gpkg: found no such file"),
        (("--layer", "rail=sites.csv"), "sites.csv: found the ending '.csv'"),
        (("--layer", "nothing"), "--layer: found 'nothing'"),
    ],
)
def test_what_cannot_be_is_said_in_words(words: tuple[str, ...], said: str) -> None:
    result = call(*words)

    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_a_store_is_read_and_not_changed() -> None:
    saved = CliRunner().invoke(
        main, ["inventory", "save", "sites.csv", "s.db#n", "--who", "A", "--why", "test"]
    )
    assert saved.exit_code == 0, saved.output
    before = Path("s.db").read_bytes()

    made = CliRunner().invoke(main, ["enrich", "s.db#n", "--out", "out"])

    assert made.exit_code == 0, made.output
    assert table("out/sites.csv")["A-1"]["nearest_town"] == "Falun"
    assert Path("s.db").read_bytes() == before
    kept = CliRunner().invoke(
        main, ["inventory", "save", "out/sites.csv", "s.db#n", "--who", "A", "--why", "around"]
    )
    assert kept.exit_code == 0, kept.output
