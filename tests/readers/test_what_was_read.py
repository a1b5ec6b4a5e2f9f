"""What was read is said: forgotten or empty grades and sources change nothing in silence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import prioritizer
from prioritizer.cli import main
from prioritizer.domain.reference import Reference
from prioritizer.errors import DataError
from prioritizer.readers.cells import guarded, unguarded
from prioritizer.readers.sites import read_sites
from tests.conftest import SAMPLE

SITES = (
    "site_id,name,waste_type,latitude,longitude,tonnage_t\n"
    "P1,Alder pond,tailings,60.10,15.10,120000\n"
    "P2,Birch heap,waste_rock,60.30,15.40,54000\n"
)
NO_GRADES = ("", "\n \n", "site_id,analyte,low,best,high,unit\n")


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sites.csv").write_text(SITES, encoding="utf-8")
    return tmp_path


def test_forgotten_grades_are_said_and_the_answer_stays_clean(tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path)

    whole = call("rank", SAMPLE, "--format", "json")
    forgotten = call("rank", tmp_path / "sites.csv", "--format", "json")

    assert whole.stderr.startswith(
        "read: sites.csv: 181 sites; grades.csv: 310 assays (78 sites without); "
        "sources.csv: 306 sources."
    )
    assert forgotten.stderr.startswith(
        "read: sites.csv: 181 sites; no grades.csv beside it: 181 sites without assay; "
        "no sources.csv."
    )
    assert whole.stdout.startswith("{")
    assert forgotten.stdout.startswith("{")
    assert forgotten.stdout != whole.stdout


@pytest.mark.parametrize("content", NO_GRADES)
@pytest.mark.parametrize("name", ["grades.csv", "other.csv"])
def test_grades_without_a_row_count_as_none_and_are_said(
    folder: Path, content: str, name: str
) -> None:
    without = call("rank", folder / "sites.csv")
    (folder / name).write_text(content, encoding="utf-8")
    options = () if name == "grades.csv" else ("--grades", folder / name)

    empty = call("rank", folder / "sites.csv", *options)

    assert empty.exit_code == 0
    assert empty.stdout == without.stdout
    assert f"{name}: no assay of these sites, 2 sites without assay" in empty.stderr
    assert "An unknown value is drawn from like sites" in empty.stdout


def test_grades_that_are_named_but_missing_are_a_fault(folder: Path) -> None:
    result = call("rank", folder / "sites.csv", "--grades", folder / "absent.csv")

    assert result.exit_code == 1
    assert "absent.csv: found no readable file" in result.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("validate",),
        ("rank",),
        ("classify",),
        ("appraise",),
        ("shortlist", "--draws", "0"),
        ("export", "--format", "crma"),
        ("criteria", "check"),
    ],
    ids=lambda words: words[0],
)
def test_an_import_without_assays_goes_on_through_every_command(
    folder: Path, command: tuple[str, ...]
) -> None:
    called = call("import", folder / "sites.csv", "--out", folder / "out")
    assert called.exit_code == 0
    name, *options = command
    words = [name, options.pop(0)] if name == "criteria" else [name]

    result = call(*words, folder / "out" / "sites.csv", *options)

    assert result.exit_code == 0, result.stderr
    assert "grades.csv: no assay of these sites, 2 sites without assay" in result.stderr


def test_an_unpacked_package_without_assays_can_be_ranked(folder: Path) -> None:
    package = folder / "package.zip"
    assert call("export", folder / "sites.csv", "--output", package).exit_code == 0
    shutil.unpack_archive(package, folder / "unpacked")

    result = call("rank", folder / "unpacked" / "sites.csv")

    assert result.stdout == call("rank", folder / "sites.csv").stdout


def test_a_store_says_what_was_read_and_refuses_grades_beside_it(folder: Path) -> None:
    spec = f"{folder / 'kept.db'}#nordic"
    saved = call("inventory", "save", SAMPLE, spec, "--who", "A", "--why", "test")

    result = call("classify", spec)
    refused = call("classify", spec, "--grades", folder / "grades.csv")

    assert saved.stderr.startswith("read: sites.csv: 181 sites; grades.csv: 310 assays")
    assert "read: kept.db#nordic: 181 sites, 310 assays (78 sites without)" in result.stderr
    assert refused.exit_code != 0
    assert "which holds its own assays" in refused.stderr


def test_an_export_says_what_the_table_told_to_mind(folder: Path) -> None:
    table = folder / "sites.csv"
    table.write_text(SITES.replace("tonnage_t\n", "tonage_t\n"), encoding="utf-8")

    result = call("export", table, "--format", "geojson")

    assert "tonage_t: found a column the dictionary does not know" in result.stderr


def test_the_python_door_warns_where_no_site_has_an_assay(folder: Path) -> None:
    with pytest.warns(UserWarning, match="no grades.csv beside it: 2 sites without assay"):
        register = prioritizer.read_sites(folder / "sites.csv")

    assert register.n_without_assay == 2


def test_sources_without_ids_are_refused_and_marks_are_taken_away(
    folder: Path, reference: Reference
) -> None:
    sources = folder / "sources.csv"
    sources.write_text("source_id,citation\nS1,'=Report of 1980\n", encoding="utf-8")
    assert read_sites(folder / "sites.csv", reference).register.sources["S1"].citation == (
        "=Report of 1980"
    )

    sources.write_text("id,citation\nS1,Report\n", encoding="utf-8")
    with pytest.raises(DataError, match="Expected a column 'source_id'"):
        read_sites(folder / "sites.csv", reference)


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "-5 m", "'quoted'", "plain", "'", ""])
def test_what_was_guarded_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
