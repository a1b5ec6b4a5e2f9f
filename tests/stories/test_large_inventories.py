"""Many sites: what would not fit is refused before it takes long, with what to take instead."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.engine.answers import dominance
from prioritizer.engine.answers.dominance import count_dominators, dominates, non_dominated
from prioritizer.engine.draws import smaa_result
from prioritizer.engine.draws.smaa import smaa
from prioritizer.exports import sizes
from prioritizer.workflow.robustness import next_data
from prioritizer.workflow.robustness import shares as robustness

SITES = "sample_data/sites.csv"


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.mark.parametrize(
    ("command", "name"),
    [("rank", "a.xlsx"), ("report", "a.xlsx"), ("report", "a.pdf"), ("report", "a.docx")],
)
def test_a_file_without_room_is_refused_before_anything_is_ranked(
    command: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "MOST_SITES", dict.fromkeys(sizes.MOST_SITES, 50))
    monkeypatch.setattr("prioritizer.cli.rank.assess", _unasked)
    monkeypatch.setattr("prioritizer.cli.ranked_input.assess", _unasked)

    done = call(command, SITES, "--output", str(tmp_path / name))

    assert done.exit_code == 1
    assert "found 181 sites. Expected at most 50." in done.stderr
    assert "--format csv" in done.stderr
    assert not (tmp_path / name).exists()


def _unasked(*_: object, **__: object) -> None:
    raise AssertionError("ranked all the same")


@pytest.mark.parametrize("name", ["a.csv", "a.json"])
def test_tables_have_room_for_all(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "MOST_SITES", dict.fromkeys(sizes.MOST_SITES, 50))

    assert call("rank", SITES, "--output", str(tmp_path / name)).exit_code == 0


def test_tables_of_pairs_are_left_out_of_large_answers_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ("robustness", SITES, "--draws", "20", "--format", "json")
    small = json.loads(call(*asked).stdout)
    monkeypatch.setattr(robustness, "LARGEST_FULL_TABLE", 50)
    large = json.loads(call(*asked).stdout)

    assert small["left_out"] == []
    assert len(small["pairwise_wins"]) == len(small["sites"])
    assert large["pairwise_wins"] is None
    assert "pairwise_wins" in large["left_out"][0]


def test_the_worth_of_measurements_refuses_more_draws_than_can_be_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(next_data, "MOST_CELLS", 97 * 64)

    refused = call("next-data", SITES, "--draws", "65")
    answered = call("next-data", SITES, "--draws", "64")

    assert refused.exit_code == 1
    assert "Expected at most 64 draws over so many." in refused.stderr
    assert answered.exit_code == 0


@pytest.mark.parametrize("seed", range(20))
def test_counting_in_parts_finds_the_same_dominators(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dominance, "_PAIRS_AT_ONCE", 30)
    rng = np.random.default_rng(seed)
    values = np.round(rng.random((25, 3)), 1 if seed % 2 else 6)

    whole = dominates(values).sum(axis=0)

    assert count_dominators(values).tolist() == whole.tolist()
    assert non_dominated(values).tolist() == (whole == 0).tolist()


def test_counting_dominators_needs_no_table_of_pairs() -> None:
    values = np.random.default_rng(1).random((6000, 4))
    tracemalloc.start()
    try:
        count_dominators(values)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 6000 * 6000 / 2


def test_confidence_in_parts_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).random((30, 4))
    whole = smaa(values, draws=300)
    monkeypatch.setattr(smaa_result, "_SCORES_AT_ONCE", 60)

    parts = smaa(values, draws=300)

    assert np.array_equal(whole.confidence, parts.confidence, equal_nan=True)
