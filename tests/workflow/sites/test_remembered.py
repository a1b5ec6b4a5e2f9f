"""Decisions of an import come back for the same header, on this computer, and are said."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.domain.imports import ImportOptions
from prioritizer.domain.reference import Reference
from prioritizer.readers.imports.columns.registers import header_key
from prioritizer.workflow.sites.importing import import_file
from prioritizer.workflow.sites.remembered import folder, with_remembered

HEADER, TURNED = "key,label,amount\n", "AMOUNT,key,Label\n"
MAPS = ("--map", "key=site_id", "--map", "label=name", "--map", "amount=tonnage_t")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data folder of its own, and work in another."""
    monkeypatch.setenv("PRIORITIZER_DATA", str(tmp_path / "data"))
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.chdir(place)
    Path("one.csv").write_text(HEADER + "A,Pond,12\n")
    Path("two.csv").write_text(TURNED + "7,B,Heap\n")
    return place


def run(*words: str) -> Result:
    result = CliRunner().invoke(main, ["import", *words])
    assert result.exit_code == 0, result.output
    return result


def test_decisions_come_back_for_the_same_names_in_any_order_and_are_said() -> None:
    first = run("one.csv", *MAPS, "--unit", "amount=kt", "--remember")
    second = run("two.csv", "--out", "out")

    assert "remembered: " in first.stderr
    assert "the decisions kept then are used again" in second.stdout
    assert "B,Heap" in Path("out/sites.csv").read_text()
    assert "7000" in Path("out/sites.csv").read_text()


def test_what_is_stated_now_goes_before_what_was_kept() -> None:
    run("one.csv", *MAPS, "--unit", "amount=kt", "--remember")

    run("two.csv", "--unit", "AMOUNT=t", "--out", "out")

    assert ",7," in Path("out/sites.csv").read_text() + ","
    assert "7000" not in Path("out/sites.csv").read_text()


def test_nothing_is_kept_or_used_unasked(reference: Reference) -> None:
    run("one.csv", *MAPS)
    assert not folder().exists()

    run("one.csv", *MAPS, "--unit", "amount=kt", "--remember")
    plain = import_file(Path("one.csv"), reference, ImportOptions())

    assert "A" not in {site.site_id for site in plain.register.sites}
    assert with_remembered(ImportOptions(from_profile=("x",))).remembered == {}


def test_a_file_that_is_no_profile_is_passed_over() -> None:
    folder().mkdir(parents=True)
    (folder() / f"{header_key(['key', 'label', 'amount'])}.json").write_text("{broken")

    assert with_remembered(ImportOptions()).remembered == {}


def test_a_header_is_told_whatever_its_order_and_case() -> None:
    assert header_key(["Key", "label", "AMOUNT"]) == header_key(["amount", "KEY", "Label"])
    assert header_key(["key", "label"]) != header_key(["key", "label", "amount"])
