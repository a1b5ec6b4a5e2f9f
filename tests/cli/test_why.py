"""``why``: reasons, the chance, and what turns a pair round."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["why", *arguments])


def test_it_names_reasons_chance_and_three_changes() -> None:
    told = run("CN-001", "--above", "PE-001", "sample", "--status", "all").stdout

    assert "Baotou (Bayan Obo) tailings pond leads Quiulacocha tailings" in told
    assert "of the draws" in told
    assert "Of all weights together" in told
    assert "They are level in score at best estimates once" in told


@pytest.mark.parametrize("method", ["weighted-sum", "topsis", "waspas"])
def test_figures_of_both_orders_of_the_names_are_the_same(method: str) -> None:
    both = [
        json.loads(
            run(
                a, "--above", b, "sample", "--method", method, "--status", "all", "--json"
            ).stdout
        )
        for a, b in (("BR-004", "PE-001"), ("PE-001", "BR-004"))
    ]

    assert both[0] == both[1]
    assert 0.0 < both[0]["chance"] <= 1.0
    assert sum(both[0]["all_weights"]["weights"].values()) == pytest.approx(1.0)
    assert both[0]["all_weights"]["is_least"] == (method == "weighted-sum")


def test_a_site_may_be_named_and_may_be_too_little_known() -> None:
    told = run("Baotou", "--above", "NO-012", "sample", "--status", "all").stdout

    assert "Baotou (Bayan Obo) tailings pond leads Kjøli waste rock" in told


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("XX-1", "PE-001", "found 'XX-1'. Expected the id of a ranked site"),
        ("PE-001", "PE-001", "found 'PE-001' twice"),
        ("Ouvidor", "PE-001", "Expected one of"),
    ],
)
def test_a_site_that_cannot_be_asked_about_is_named(first: str, second: str, said: str) -> None:
    answer = run(first, "--above", second, "sample", "--status", "all")

    assert answer.exit_code == 1
    assert said in answer.stderr
