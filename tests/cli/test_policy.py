"""``--policy-list`` on the commands that rank: lists by id, a table of one's own, faults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from tests.conftest import SAMPLE


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def rank(*arguments: str) -> dict[str, object]:
    result = call("rank", str(SAMPLE), "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    answer: dict[str, object] = json.loads(result.stdout)
    return answer


def test_other_lists_give_another_ranking_and_are_named_in_it() -> None:
    usual, other = rank(), rank("--policy-list", "US-CM-2025", "--policy-list", "FI-MINSTRAT")

    assert usual["policy_lists"] == ["EU-CRM-2024", "EU-SRM-2024"]
    assert other["policy_lists"] == ["FI-MINSTRAT", "US-CM-2025"]
    assert usual["scores"] != other["scores"]


def test_a_list_of_ones_own_counts_what_it_names(tmp_path: Path) -> None:
    own = tmp_path / "council.csv"
    own.write_text("symbol,class\nCu,strategic\n", encoding="utf-8")

    answer = rank("--policy-list", str(own))

    assert answer["policy_lists"] == ["council"]
    assert answer["scores"] != rank("--policy-list", "EU-CRM-2024")["scores"]


@pytest.mark.parametrize("command", ["rank", "robustness", "shortlist"])
def test_an_unknown_list_is_named_with_what_there_is(command: str) -> None:
    result = call(command, str(SAMPLE), "--policy-list", "MOON")

    assert result.exit_code == 1
    assert "found 'MOON'" in result.output
    assert "US-CM-2025" in result.output


def test_diff_names_the_lists_and_what_they_moved(tmp_path: Path) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    rank("--record", str(one))
    rank("--record", str(two), "--policy-list", "US-CM-2025")

    result = call("diff", str(one), str(two))

    assert "critical by EU-CRM-2024, EU-SRM-2024 → US-CM-2025" in result.output
    assert "by the policy lists" in result.output
