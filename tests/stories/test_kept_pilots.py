"""Commands over a kept inventory take up the edits of its pilot definitions."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from prioritizer.cli import main
from prioritizer.domain.site import SiteRegister
from prioritizer.storage.inventory.opening import open_store
from prioritizer.workflow.sites.inventory import kept_pilot_edits


@pytest.fixture
def spec(tmp_path: Path, sample: SiteRegister) -> str:
    """Return a kept inventory of three sites with one edit."""
    path = tmp_path / "sites.db"
    few = SiteRegister("few", sample.sites[:3], sample.sources)
    with open_store(path) as store:
        store.save_inventory("few", few, who="Ada", why="test")
        store.edit_pilot("few", "SE-001", "question", "Kept question?", who="Bo", why="asked")
    return f"{path}#few"


def test_the_pilot_command_prints_the_edit_with_its_author(spec: str) -> None:
    result = CliRunner().invoke(main, ["pilot", "SE-001", "--sites", spec, "--draws", "100"])

    assert result.exit_code == 0, result.output
    assert "Kept question? [edited: Bo, 20" in result.stdout


def test_an_option_goes_before_a_kept_edit(spec: str) -> None:
    result = CliRunner().invoke(
        main,
        ["pilot", "SE-001", "--sites", spec, "--draws", "100", "--edit", "question=Now?"],
    )

    assert "Now? [edited: typed by the user]" in result.stdout
    assert "Kept question?" not in result.stdout


def test_a_table_has_no_kept_edits(tmp_path: Path) -> None:
    assert kept_pilot_edits(tmp_path / "sites.csv") == ()
