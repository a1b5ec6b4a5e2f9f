"""docs/methods.md describes every entry of the engine's tables."""

from __future__ import annotations

import pytest

from prioritizer.engine.answers.aggregation import AGGREGATORS
from prioritizer.engine.draws.evidence import _QUANTILES
from prioritizer.engine.methods.normalization import NORMALIZATIONS
from prioritizer.engine.methods.table import METHODS
from tests.conftest import ROOT

pytestmark = pytest.mark.usual_draws

_TEXT = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("entry", METHODS.values(), ids=lambda entry: entry.name)
def test_every_method_is_documented_with_its_reference(entry) -> None:
    [row] = [line for line in _TEXT.splitlines() if line.startswith(f"| `{entry.name}` |")]

    assert entry.reference in row


@pytest.mark.parametrize("name", [*NORMALIZATIONS, *AGGREGATORS])
def test_every_normalization_and_aggregator_is_documented(name) -> None:
    assert f"`{name}`" in _TEXT


@pytest.mark.parametrize("name", _QUANTILES)
def test_every_distribution_is_documented(name) -> None:
    assert name in _TEXT.lower()
