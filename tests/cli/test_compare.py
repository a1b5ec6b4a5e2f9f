"""The command compare: formats, faults, and ranks that are those of rank."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.engine.methods.table import METHODS
from tests.conftest import ROOT

SAMPLE = str(ROOT / "sample_data" / "sites.csv")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_json_has_the_ranks_of_the_command_rank() -> None:
    compared = call("compare", SAMPLE, "--methods", "topsis,vikor", "--format", "json")
    ranked = call("rank", SAMPLE, "--method", "vikor", "--format", "json")

    data = json.loads(compared.stdout)
    ranks = {site["id"]: site["ranks"]["vikor"] for site in data["sites"]}
    assert compared.exit_code == 0
    assert data["methods"] == ["topsis", "vikor"]
    answer = json.loads(ranked.stdout)
    found = dict(zip(answer["alternatives"], answer["ranks"], strict=True))
    assert {site: rank for site, rank in found.items() if rank is not None} == ranks
    assert {site["id"] for site in data["too_little_known"]} == {
        site for site, rank in found.items() if rank is None
    }


def test_all_names_every_method() -> None:
    data = json.loads(call("compare", SAMPLE, "--methods", "all", "--format", "json").stdout)

    assert data["methods"] == list(METHODS)
    assert len(data["agreements"]) == 36
    assert any("same formula" in caution for caution in data["cautions"])
    for found in data["disagreements"]:
        assert found["worst"]["rank"] > found["best"]["rank"]
        assert found["profile"] in ("balanced", "mixed", "one-sided")


def test_csv_has_a_row_per_site() -> None:
    result = call("compare", SAMPLE, "--methods", "weighted-sum,topsis", "--format", "csv")
    ranked = json.loads(call("rank", SAMPLE, "--format", "json").stdout)["ranks"]

    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    assert len(rows) == sum(rank is not None for rank in ranked)
    assert rows[0]["borda"] == "1"
    assert {"weighted-sum", "topsis", "copeland"} <= set(rows[0])


def test_the_table_says_who_moves_and_why() -> None:
    result = call("compare", SAMPLE, "--methods", "weighted-sum,vikor", "--top", "10")

    assert "of 10 shortlist places go to the same sites under all 2 methods" in result.stdout
    assert "Who moves most, and why:" in result.stdout
    assert "the median site has" in result.stdout
    assert "sites are too little known to be ranked: " in result.stdout


@pytest.mark.parametrize(
    ("methods", "words"),
    [("topsis", "Expected at least two"), ("topsis,magic", "found 'magic'")],
)
def test_a_fault_is_told_without_traceback(methods: str, words: str) -> None:
    result = call("compare", SAMPLE, "--methods", methods)

    assert result.exit_code == 1
    assert words in result.stderr


def test_robustness_says_why_it_cannot_draw_pairs() -> None:
    result = call("robustness", SAMPLE, "--draws", "100", "--methods", "topsis,electre")

    assert result.exit_code == 1
    assert "ELECTRE II, which compares every pair of sites" in result.stderr


def test_robustness_draws_five_methods() -> None:
    methods = "weighted-sum,topsis,weighted-product,waspas,vikor"
    result = call(
        "robustness", SAMPLE, "--draws", "200", "--methods", methods, "--format", "json"
    )

    assert result.exit_code == 0
    assert json.loads(result.stdout)["methods"] == methods.split(",")


@pytest.mark.parametrize("method", ["promethee", "electre"])
def test_a_shortlist_by_pairs_comes_without_probabilities_and_says_so(method: str) -> None:
    result = call("shortlist", SAMPLE, "--method", method)

    assert result.exit_code == 0
    assert "Without chances" in result.stderr


@pytest.mark.parametrize(
    ("command", "words"),
    [("next-data", "next data, method: found"), ("portfolio", "portfolio, method: found")],
)
def test_what_rests_on_own_values_refuses_pairs_with_the_reason(
    command: str, words: str
) -> None:
    options = ("--budget", "3000000") if command == "portfolio" else ()

    result = call(command, SAMPLE, "--method", "promethee", *options)

    assert result.exit_code == 1
    assert words in result.stderr
