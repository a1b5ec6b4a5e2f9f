"""The engine gives the results that the literature prints: all files of tests/golden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from prioritizer.engine.methods.electre import concordance
from prioritizer.engine.methods.table import METHODS, score
from prioritizer.engine.ranks import rank
from tests.conftest import ROOT

_TURNS = {"one_minus": lambda printed: 1.0 - printed}
_FILES = sorted((ROOT / "tests" / "golden").glob("*.yaml"))


def _read(path: Path) -> dict[str, Any]:
    example: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return example


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_the_engine_reproduces_the_worked_example(path: Path) -> None:
    example = _read(path)

    scores = score(
        np.array(example["matrix"], dtype=float),
        np.array([objective == "max" for objective in example["objectives"]]),
        np.array(example["weights"], dtype=float),
        method=example["method"],
        normalization=example["normalization"],
        options=example.get("options"),
    )

    assert rank(scores).tolist() == example["ranks"]
    expected = example.get("scores")
    if "printed" in example:
        expected = _TURNS[example["turn"]](np.array(example["printed"]))
    if expected is not None:
        assert np.allclose(scores, expected, rtol=0, atol=example["tolerance"])


@pytest.mark.parametrize("name", METHODS)
def test_every_method_has_a_published_worked_example(name: str) -> None:
    examples = [_read(path) for path in _FILES]

    assert name in {e["method"] for e in examples if e["kind"] == "published"}


def test_the_engine_reproduces_a_published_table_of_agreement() -> None:
    [example] = [e for e in map(_read, _FILES) if "concordance" in e]

    found = concordance(
        np.array(example["matrix"], dtype=float),
        np.array([objective == "max" for objective in example["objectives"]]),
        np.array(example["weights"]),
    )
    assert np.allclose(found, example["concordance"], rtol=0, atol=5e-5)


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_every_worked_example_says_where_it_comes_from(path: Path) -> None:
    example = _read(path)

    assert example["kind"] in {"published", "cross-check"}
    assert len(example["citation"]) > 30
