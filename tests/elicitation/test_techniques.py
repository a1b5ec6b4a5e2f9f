"""The table of techniques says of each what it needs, where it comes from and what it is."""

from __future__ import annotations

import pytest

from prioritizer.elicitation.techniques import TECHNIQUES, find_technique
from prioritizer.errors import InputError
from tests.conftest import ROOT


@pytest.mark.parametrize("technique", TECHNIQUES.values(), ids=TECHNIQUES)
def test_every_technique_says_what_it_is_and_is_in_the_documentation(technique) -> None:
    document = (ROOT / "docs" / "weights.md").read_text(encoding="utf-8")

    assert any(year in technique.reference for year in ("19", "20"))
    assert technique.needs
    assert technique.limits
    assert callable(technique.function)
    assert f"| `{technique.name}` |" in document


def test_weights_from_data_are_told_from_judgements() -> None:
    data = {name for name, technique in TECHNIQUES.items() if technique.kind == "data"}

    assert data == {"entropy", "critic", "merec", "std"}


def test_an_unknown_technique_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="roc, rank-sum"):
        find_technique("magic")
