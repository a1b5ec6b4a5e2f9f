"""A binary workbook is read: ``two_sites.xlsb`` was written by pyxlsbwriter 0.1.0."""

from __future__ import annotations

import csv
from pathlib import Path

from click.testing import CliRunner

from prioritizer.cli import main

BOOK = Path(__file__).with_name("two_sites.xlsb")


def test_a_binary_workbook_becomes_sites_and_grades(tmp_path: Path) -> None:
    out = tmp_path / "read"

    result = CliRunner().invoke(main, ["import", str(BOOK), "--out", str(out)])

    assert result.exit_code == 0, result.output
    assert "formulas are not evaluated" in result.output
    with (out / "sites.csv").open(encoding="utf-8-sig", newline="") as file:
        sites = list(csv.DictReader(file))
    assert [(s["name"], s["waste_type"], s["tonnage_t"]) for s in sites] == [
        ("Alder", "tailings", "1250000"),
        ("Grängesberg", "slag", "70000.5"),
    ]
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        [grade] = list(csv.DictReader(file))
    assert (grade["analyte"], grade["best"], grade["unit"]) == ("Cu", "0.34", "%")
