"""The commands robustness and next-data, and draws of a matrix: formats, options, faults."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from tests.conftest import ROOT

SAMPLE = str(ROOT / "sample_data" / "sites.csv")
MATRIX = str(ROOT / "sample_data" / "matrix.csv")
QUICK = ("--draws", "300", "--seed", "3")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_robustness_as_json_has_shares_bands_and_seed() -> None:
    result = call("robustness", SAMPLE, *QUICK, "--top", "5", "--format", "json")

    data = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (data["draws"], data["seed"], data["top"]) == (300, 3, 5)
    ranked = {site["site"]: site["ranked"] for site in data["sites"]}
    shares = np.sum(data["rank_acceptability"], axis=1)
    assert shares == pytest.approx([ranked[name] for name in data["alternatives"]])
    assert any(entrant["shortlist"] > 0 for entrant in data["entrants"])
    shares = [site["shortlist"] for site in data["sites"]]
    assert shares == sorted(shares, reverse=True)
    for site in data["sites"]:
        assert (site["band"] == "secure") == (np.floor(100 * site["chance"] + 0.5) >= 90)
        assert (site["band"] == "out") == (site["chance"] < 0.095)
        assert (site["central_weights"] is None) == (site["first"] == 0)
    assert len(data["sensitivity"]["shortlist_weights"]) == 5


def test_the_same_call_gives_the_same_bytes() -> None:
    first, again = (call("robustness", SAMPLE, *QUICK, "--format", "csv") for _ in range(2))

    assert first.stdout == again.stdout
    rows = list(csv.DictReader(io.StringIO(first.stdout.removeprefix("\ufeff"))))
    assert len(rows) == len({row["site"] for row in rows}) > 60


def test_the_table_says_what_would_change_the_list() -> None:
    result = call("robustness", SAMPLE, *QUICK, "--sensitivity")

    for words in (
        "if weights vary too",
        "In the ranking, weights as they are: ",
        "300 draws",
        "stay the same while",
        "Moving",
        "Without Grade",
    ):
        assert words in result.stdout
    assert "leaving out any one of" in result.stdout


@pytest.mark.parametrize(
    "options",
    [
        ("--vary-weights", "order", "--weight-order", "grade > volume = access"),
        ("--vary-weights", "bounds", "--weight-bounds", "grade=0.3..0.5"),
        ("--vary-weights", "bounds", "--weight-statement", "grade >= 2 access"),
        ("--vary-weights", "any", "--evidence", "none", "--methods", "weighted-sum,topsis"),
        ("--vary-weights", "fixed", "--evidence", "grade,volume", "--fixed-gaps"),
    ],
)
def test_each_source_of_uncertainty_has_its_option(options: tuple[str, ...]) -> None:
    present = call("robustness", SAMPLE, *QUICK, "--format", "csv")
    changed = call("robustness", SAMPLE, *QUICK, *options, "--format", "csv")

    assert changed.exit_code == 0, changed.stderr
    assert changed.stdout != present.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--evidence", "gold"), "found 'gold'"),
        (("--vary-weights", "bounds", "--weight-bounds", "grade=most"), "grade=0.1..0.4"),
        (("--vary-weights", "bounds", "--weight-statement", "grade >= 2 gold"), "gold"),
        (("--core", "0.1", "--out", "0.9"), "0 <= open <= likely <= secure <= 1"),
        (("--methods", "magic"), "found 'magic'"),
        (
            ("--vary-weights", "order", "--weight-order", "grade > volume >= access"),
            "--weight-order, place 3: found a blank",
        ),
    ],
)
def test_a_fault_is_told_without_traceback(options: tuple[str, ...], words: str) -> None:
    result = call("robustness", SAMPLE, *QUICK, *options)

    assert result.exit_code == 1
    assert words in result.stderr


def test_next_data_lists_measurements_with_cost_and_chance() -> None:
    options = ("--draws", "512")
    table = call("next-data", SAMPLE, *options, "--show", "4")
    data = json.loads(call("next-data", SAMPLE, *options, "--format", "json").stdout)

    assert "no measurement can change the list of 10" in table.stdout
    assert "k EUR" in table.stdout
    first = data["measurements"][0]
    assert first["name"][:10] in table.stdout
    assert first["status"] in {"derived", "recalled"}
    assert all(0 < entry["chance"] <= 1 for entry in data["measurements"])
    decided = {s["id"] for s in data["sites"] if s["cannot_change_the_shortlist"]}
    assert not decided & {entry["site"] for entry in data["measurements"]}


def test_matrix_draws_add_shares_that_a_plain_loop_confirms() -> None:
    draws = 4000
    result = call(
        "matrix", MATRIX, "--objectives", "max,max,max", "--method", "topsis",
        "--draws", str(draws), "--seed", "1", "--format", "json",
    )  # fmt: skip
    data = json.loads(result.stdout)

    lines = (ROOT / "sample_data" / "matrix.csv").read_text(encoding="utf-8").split()
    table = np.array([line.split(",")[1:] for line in lines[1:]], dtype=float)
    shares = table / np.sqrt((table**2).sum(axis=0))
    counts = np.zeros((len(table), len(table)))
    for weights in np.random.default_rng(11).dirichlet(np.ones(3), draws):
        weighted = shares * weights
        far = np.linalg.norm(weighted - weighted.min(axis=0), axis=1)
        near = np.linalg.norm(weighted - weighted.max(axis=0), axis=1)
        places = (-far / (far + near)).argsort().argsort()
        counts[np.arange(len(table)), places] += 1
    error = 5 * np.sqrt(2 * 0.25 / draws)
    assert np.array(data["rank_acceptability"]) == pytest.approx(counts / draws, abs=error)
    assert (data["draws"], data["seed"]) == (draws, 1)
    for row, central in enumerate(data["central_weights"]):
        assert (central is None) == (data["rank_acceptability"][row][0] == 0)
        assert (data["confidence"][row] is None) == (central is None)
        assert central is None or sum(central) == pytest.approx(1.0)


def test_matrix_draws_need_json_and_a_method_that_can() -> None:
    table = call("matrix", MATRIX, "--objectives", "max,max,max", "--draws", "10")

    assert table.exit_code == 2
    assert "--draws: found it where it has no effect. Expected --format json" in table.stderr


def test_the_commands_start_without_streamlit_pandas_or_scipy() -> None:
    code = (
        "import sys, prioritizer.cli.robustness, prioritizer.cli.next_data; "
        "print([m for m in ('streamlit', 'pandas', 'plotly', 'skcriteria', 'scipy') "
        "if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (["--concentration", "inf"], 1, "Concentration around a point: found inf."),
        (["--weight-bounds", "grade=0.1..0.4"], 2, "Expected --vary-weights bounds."),
        (["--weight-statement", "grade >= access"], 2, "Expected --vary-weights bounds."),
        (["--weight-order", "grade > access"], 2, "Expected --vary-weights order."),
    ],
)
def test_what_the_draws_would_not_listen_to_is_refused(
    options: list[str], status: int, words: str
) -> None:
    result = CliRunner().invoke(main, ["robustness", str(SAMPLE), "--draws", "10", *options])

    assert result.exit_code == status
    assert words in result.stderr
