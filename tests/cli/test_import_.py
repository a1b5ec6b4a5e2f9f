"""The import command: what it prints, writes, stores and answers."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from tests.conftest import ROOT

EXAMPLES = ROOT / "sample_data" / "import_examples"
HALDEN = EXAMPLES / "halden.csv"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_without_a_place_to_write_it_shows_what_was_understood() -> None:
    result = call("import", HALDEN)

    assert result.exit_code == 0
    assert "decimal comma" in result.output
    assert "taken for tonnage_t" in result.output
    assert "6 sites" in result.output


def test_tables_report_profile_and_annotated_copy_are_written(tmp_path: Path) -> None:
    paths = {name: tmp_path / name for name in ("report.json", "profile.json", "copy.csv")}

    result = call(
        "import",
        HALDEN,
        "--out",
        tmp_path / "out",
        "--report",
        paths["report.json"],
        "--save-profile",
        paths["profile.json"],
        "--annotated",
        paths["copy.csv"],
    )
    again = call("import", HALDEN, "--profile", paths["profile.json"], "--quiet")
    ranked = call("rank", tmp_path / "out" / "sites.csv")

    assert (result.exit_code, again.exit_code, ranked.exit_code) == (0, 0, 0)
    assert json.loads(paths["report.json"].read_text(encoding="utf-8"))["sites"] == 6
    assert "import,remarks" in paths["copy.csv"].read_text(encoding="utf-8-sig")
    assert again.output.splitlines()[-1] == result.output.splitlines()[-1]


def test_an_import_goes_into_a_store_and_is_ranked_from_there(tmp_path: Path) -> None:
    store = tmp_path / "sites.db"

    stored = call("import", HALDEN, "--into", f"{store}#harz", "--who", "Test", "--quiet")
    listed = call("inventory", "list", store)

    assert stored.exit_code == 0
    assert "harz" in listed.output


def test_a_second_import_does_not_overwrite_unasked(tmp_path: Path) -> None:
    call("import", HALDEN, "--out", tmp_path, "--quiet")

    refused = call("import", HALDEN, "--out", tmp_path, "--quiet")
    allowed = call("import", HALDEN, "--out", tmp_path, "--quiet", "--overwrite")

    assert refused.exit_code == 1
    assert "--overwrite" in refused.output
    assert allowed.exit_code == 0


def test_a_faulty_cell_is_exit_status_1_and_costs_no_site(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("id,name,type,tonnage t\nA,P,slag,5\nB,Q,slag,many\n", encoding="utf-8")

    result = call("import", path, "--out", tmp_path / "out")

    assert result.exit_code == 1
    assert "found 'many'" in result.output
    assert (tmp_path / "out" / "sites.csv").read_text(encoding="utf-8").count("\n") == 3


@pytest.mark.parametrize(
    "option", [("--map", "Name"), ("--unit", "Masse="), ("--value", "Art=slag"), ("--set", "x")]
)
def test_a_pair_that_is_none_is_a_usage_error(option: tuple[str, str]) -> None:
    assert call("import", HALDEN, *option).exit_code == 2


def test_validate_lists_the_issues_of_any_kind_of_file_as_data() -> None:
    result = call("validate", HALDEN, "--json")

    issues = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {
        "severity",
        "file",
        "row",
        "column",
        "found",
        "expected",
        "hint",
        "site_id",
        "count",
        "rows",
        "site_ids",
    } == set(issues[0])


def test_validate_tells_a_fault_of_a_hundred_rows_once(tmp_path: Path) -> None:
    table = tmp_path / "sites.csv"
    rows = "".join(f"A-{n},Heap {n},tailings,{n} m\n" for n in range(100))
    table.write_text(f"site_id,name,waste_type,tonnage_t\n{rows}", encoding="utf-8")

    result = call("validate", table, "--json")

    (fault,) = [entry for entry in json.loads(result.stdout) if entry["severity"] == "error"]
    assert (fault["count"], fault["row"], fault["site_id"]) == (100, 2, "A-0")
    assert fault["found"] == "'0 m'"
    assert fault["rows"] == list(range(2, 12))
    assert fault["site_ids"] == [f"A-{n}" for n in range(10)]


def test_validate_says_the_site_of_a_fault_in_a_register_of_another_shape(
    tmp_path: Path,
) -> None:
    table = tmp_path / "register.csv"
    table.write_text(
        "Objekt-ID;Namn;Typ;Massa (t);Koppar (%)\n7;Norra;anrikningssand;12000;50\n"
        "8;Södra;anrikningssand;9000;0,4\n",
        encoding="utf-8",
    )

    issues = json.loads(call("validate", table, "--json").stdout)

    told = [entry for entry in issues if entry["severity"] != "note"]
    assert [(entry["row"], entry["site_id"]) for entry in told] == [(2, "7")]


def test_grades_that_stand_beside_a_table_are_not_left_behind_in_silence(
    tmp_path: Path,
) -> None:
    for name in ("sites.csv", "grades.csv"):
        content = (ROOT / "sample_data" / name).read_bytes()
        (tmp_path / name).write_bytes(content)

    result = call("import", str(tmp_path / "sites.csv"), "--quiet")

    assert "sites.csv: found grades.csv beside it, which is not read here." in result.stderr
    assert "181 sites and 0 grades" in result.stdout


def test_validate_refuses_a_table_of_which_no_column_is_known(tmp_path: Path) -> None:
    table = tmp_path / "other.csv"
    table.write_text("a,c\n1,2\n", encoding="utf-8")

    result = CliRunner().invoke(main, ["validate", str(table)])

    assert result.exit_code == 1
    assert "other.csv: found 2 columns, none of which is known." in result.stdout
    assert "0 sites can be used, 1 error," in result.stdout


def test_validate_reads_text_in_utf_16(tmp_path: Path) -> None:
    table = tmp_path / "sites.txt"
    rows = "site_id\tname\tcountry\twaste_type\nA-1\tÅsen\tSE\ttailings\n"
    table.write_text(rows, encoding="utf-16")

    result = CliRunner().invoke(main, ["validate", str(table)])

    assert result.exit_code == 0, result.output
    assert "1 site can be used, 0 errors" in result.stdout


@pytest.fixture(scope="module")
def without_assays(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an import of two sites that have no assay, and its Data Package."""
    folder = tmp_path_factory.mktemp("no_assays")
    table = folder / "two.csv"
    table.write_text(
        "site_id,name,waste_type,latitude,longitude,tonnage_t\n"
        "P1,Alder pond,tailings,60.1,15.1,120000\nP2,Birch heap,waste_rock,60.3,15.4,54000\n",
        encoding="utf-8",
    )
    assert call("import", table, "--out", folder / "out").exit_code == 0
    package = folder / "package.zip"
    export = ("export", folder / "out" / "sites.csv", "--format", "datapackage")
    assert call(*export, "--output", package).exit_code == 0
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder / "unpacked")
    return folder


@pytest.mark.parametrize("door", ["out", "unpacked"])
@pytest.mark.parametrize("name", ["validate", "rank", "classify", "appraise"])
def test_sites_without_assays_are_read_by_every_command(
    without_assays: Path, door: str, name: str
) -> None:
    result = call(name, without_assays / door / "sites.csv")

    assert result.exit_code == 0, result.output
    assert "header line only" not in result.output


def test_sites_without_assays_are_exported_stored_and_imported_again(
    without_assays: Path, tmp_path: Path
) -> None:
    sites = without_assays / "out" / "sites.csv"
    doors = (
        ("export", sites, "--output", tmp_path / "s.gpkg"),
        ("inventory", "save", sites, f"{tmp_path}/s.db#a", "--why", "test"),
        ("rank", f"{tmp_path}/s.db#a"),
        ("rank", sites, "--grades", without_assays / "out" / "grades.csv"),
        ("import", sites),
        ("import", without_assays / "package.zip"),
        ("import", tmp_path / "s.gpkg"),
    )

    assert [call(*door).exit_code for door in doors] == [0] * len(doors)


def test_an_order_of_classes_is_stated_and_declared(tmp_path: Path) -> None:
    table = tmp_path / "kommun.csv"
    rows = "A1;Alder;tailings;svagt\nB2;Birch;slag;starkt\n"
    table.write_text(f"site_id;name;waste_type;Stöd\n{rows}", encoding="utf-8")

    result = call(
        "import", table, "--map", "Stöd=own:classes:svagt;starkt", "--out", tmp_path / "out"
    )

    assert result.exit_code == 0
    assert "classes from the worst: svagt, starkt" in result.output
    declared = (tmp_path / "out" / "own_columns.csv").read_text(encoding="utf-8")
    assert "Stöd,classes,,svagt;starkt,,,," in declared
