"""The tutorial runs as written, and the page on robustness names every option and figure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from prioritizer.cli import next_data, robustness
from prioritizer.domain.information import CostClass
from prioritizer.domain.robustness import WeightKnowledge
from tests.conftest import ROOT

DOCS = ROOT / "docs"
SHARED = {
    "criteria_name", "grades", "weights", "method", "risk", "skip_errors", "sites", "output",
    "format_name", "show", "policies",
}  # fmt: skip


def blocks(path: Path) -> list[str]:
    return re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


def test_the_tutorial_runs_from_top_to_bottom(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}

    found = blocks(DOCS / "tutorial.md")
    for number, block in enumerate(found, start=1):
        exec(compile(block, f"tutorial.md, block {number}", "exec"), names)  # noqa: S102 - ours

    printed = capsys.readouterr().out
    assert len(found) == 9
    for words in ("not ranked", "borderline", "stays the same", "Moving", "no measurement"):
        assert words in printed


def test_every_option_choice_and_cost_class_is_documented() -> None:
    page = (DOCS / "robustness.md").read_text(encoding="utf-8")
    words = [f"`{member.value}`" for kind in (WeightKnowledge, CostClass) for member in kind]
    for command in (robustness.command, next_data.command):
        for option in command.params:
            if option.name not in SHARED:
                words.append(option.opts[0])

    assert [word for word in words if word not in page] == []
