"""A ranking that tells nothing: every command shows what there is, says so, and ends with 1."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from prioritizer.cli import main

SAMPLE = Path("sample_data/sites.csv")
COMMANDS = {
    "rank": (),
    "robustness": ("--draws", "50"),
    "compare": (),
    "shortlist": ("--draws", "50"),
    "next-data": ("--draws", "64", "--top", "1"),
    "portfolio": ("--budget", "3000000"),
    "report": ("--draws", "0"),
}
WORDS = {1: "found one site that can be ranked", 3: "same value on every criterion"}


@pytest.mark.parametrize("n_sites", [1, 3])
@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_that_ranks_says_that_the_ranking_tells_nothing(
    name: str, n_sites: int, tmp_path: Path
) -> None:
    sites = tmp_path / "same.csv"
    _write_alike(sites, n_sites)
    output = tmp_path / ("out.docx" if name == "report" else "out.txt")
    format_ = () if name == "report" else ("--format", "table")

    done = CliRunner().invoke(
        main, [name, str(sites), *COMMANDS[name], *format_, "--output", str(output)]
    )

    assert done.exit_code == 1, done.stderr
    assert done.stderr.count(WORDS[n_sites]) == 1
    assert "internal error" not in done.stderr
    # Of one site nobody is left out: there is nothing that a measurement could decide.
    assert output.exists() == ((name, n_sites) != ("next-data", 1))


def _write_alike(path: Path, n_sites: int) -> None:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows(row | {"site_id": f"X{number}"} for number in range(n_sites))
