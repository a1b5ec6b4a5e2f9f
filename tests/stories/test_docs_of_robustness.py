"""The page on robustness names every option, choice and class of cost."""

from __future__ import annotations

import pytest

from prioritizer.cli import next_data, robustness
from prioritizer.domain.information import CostClass
from prioritizer.domain.robustness import WeightKnowledge
from tests.conftest import ROOT

pytestmark = pytest.mark.usual_draws

DOCS = ROOT / "docs"
SHARED = {
    "criteria_name", "grades", "weights", "method", "risk", "skip_errors", "sites", "output",
    "format_name", "show", "policies", "status",
}  # fmt: skip


def test_every_option_choice_and_cost_class_is_documented() -> None:
    page = (DOCS / "robustness.md").read_text(encoding="utf-8")
    words = [f"`{member.value}`" for kind in (WeightKnowledge, CostClass) for member in kind]
    for command in (robustness.command, next_data.command):
        for option in command.params:
            if option.name not in SHARED:
                words.append(option.opts[0])

    assert [word for word in words if word not in page] == []
