"""A messy file becomes a register and files that the strict reader takes as they are."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from prioritizer.domain.imports import ImportOptions
from prioritizer.domain.reference import Reference
from prioritizer.errors import PrioritizerError
from prioritizer.readers.imports.columns.profiles import merge, profile_text, read_profile
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.sites.importing import ImportResult, import_file, validate_file
from tests.conftest import ROOT, SAMPLE

MESSY = """Objektnr;Namn;Land;N (SWEREF99);E (SWEREF99 TM);Avfallstyp;Mängd (kt);Koppar %;Au g/t
1;Storgruvan;Sverige;6600000;500000;anrikningssand;1.234,5;0,35;<0,05
2;=cmd|calc;Sverige;6610000;510000;gråberg;2-3;n/a;12
3;Lillgruvan;Sverige;6620000;520000;slagg;mycket;1,2;
"""


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("messy") / "objekt.csv"
    path.write_bytes(MESSY.encode("cp1252"))
    return path


@pytest.fixture(scope="module")
def result(messy: Path, reference: Reference) -> ImportResult:
    return import_file(messy, reference, ImportOptions(keep_source=True))


def test_the_register_holds_what_the_file_says(result: ImportResult) -> None:
    first, second, _ = result.register.sites

    assert (first.name, first.country, first.waste_type) == ("Storgruvan", "SE", "tailings")
    assert first.tonnage_t.best == 1_234_500
    assert first.latitude == pytest.approx(59.538349, abs=1e-6)
    assert (second.tonnage_t.low, second.tonnage_t.high) == (2000, 3000)


def test_a_detection_limit_is_an_upper_end_and_never_zero(result: ImportResult) -> None:
    gold = next(a for a in result.register.sites[0].assays if a.analyte == "Au")

    assert (gold.grade.low, gold.grade.best, gold.grade.high) == (0.0, None, 0.05)
    assert gold.statistic == "below detection limit"


def test_a_faulty_cell_is_named_and_the_rest_of_its_row_stays(result: ImportResult) -> None:
    (error,) = result.errors

    assert (error.row, error.column, error.found) == (4, "Mängd (kt)", "'mycket'")
    assert result.left_out == set()
    third = result.register.sites[2]
    assert not third.tonnage_t.is_known
    assert third.latitude == pytest.approx(59.717463, abs=1e-6)
    assert [(a.analyte, a.grade.best) for a in third.assays] == [("Cu", 1.2)]


def test_every_figure_names_its_file_as_the_source(result: ImportResult) -> None:
    (source,) = result.register.sources.values()

    assert "objekt.csv" in source.citation
    assert result.register.sites[0].sources["tonnage_source"] == source.source_id


def test_what_is_written_is_read_back_the_same(
    result: ImportResult, tmp_path: Path, reference: Reference
) -> None:
    result.write_tables(tmp_path)

    read = read_sites(tmp_path / "sites.csv", reference)

    assert read.errors == ()
    for ours, theirs in zip(result.register.sites, read.register.sites, strict=True):
        assert ours.name == theirs.name
        assert (ours.tonnage_t, ours.latitude) == (theirs.tonnage_t, theirs.latitude)
        assert ours.assays == theirs.assays
    assert set(read.register.sources) == set(result.register.sources)


def test_no_text_of_what_is_written_starts_a_formula(
    result: ImportResult, tmp_path: Path
) -> None:
    result.write_tables(tmp_path)
    (tmp_path / "annotated.csv").write_text(result.annotated(), encoding="utf-8")
    (tmp_path / "report.csv").write_text(result.report(as_table=True), encoding="utf-8")

    for path in tmp_path.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]


def test_the_annotated_copy_says_what_became_of_each_row(result: ImportResult) -> None:
    rows = list(csv.DictReader(result.annotated().removeprefix("\ufeff").splitlines()))

    assert [row["import"] for row in rows] == ["taken", "taken", "taken"]
    assert "found 'mycket'" in rows[2]["remarks"]
    assert rows[0]["Mängd (kt)"] == "1.234,5"


def test_the_report_holds_columns_interpretations_and_issues(
    result: ImportResult, tmp_path: Path
) -> None:
    (tmp_path / "report.json").write_text(result.report(as_table=False), encoding="utf-8")

    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))

    assert report["rows"] == 3
    assert {c["field"] for c in report["columns"]} >= {"northing", "tonnage_t", "grade:Cu"}
    assert {"encoding", "decimal mark", "coordinate system"} <= {
        entry["kind"] for entry in report["interpretations"]
    }
    assert report["issues"][-1]["severity"] in {"error", "warning"}


def test_nothing_that_was_there_is_lost(result: ImportResult, tmp_path: Path) -> None:
    (tmp_path / "grades.csv").write_text("precious", encoding="utf-8")

    with pytest.raises(PrioritizerError, match=r"grades\.csv already"):
        result.write_tables(tmp_path)

    assert (tmp_path / "grades.csv").read_text(encoding="utf-8") == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["grades.csv"]


def test_a_profile_repeats_the_decisions(
    result: ImportResult, messy: Path, tmp_path: Path, reference: Reference
) -> None:
    for name, as_yaml in (("p.json", False), ("p.yaml", True)):
        stated = ImportOptions(columns={"Namn": "name"}, units={"Koppar %": "%"})
        text = profile_text(stated, result.matches, as_yaml=as_yaml)
        (tmp_path / name).write_text(text, encoding="utf-8")

        options = merge(read_profile(tmp_path / name), ImportOptions())
        again = import_file(messy, reference, options)

        assert again.register.sites == result.register.sites
        assert all(match.confidence == 1 for match in again.matches if match.field)


def test_a_profile_for_another_file_is_a_warning(messy: Path, reference: Reference) -> None:
    profile = ImportOptions(columns={"Tonnage": "tonnage_t"})

    result = import_file(messy, reference, merge(profile, ImportOptions()))

    assert any("which the profile names" in str(issue) for issue in result.issues)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "invalid JSON"),
        ("[]", "not an import profile"),
        ({"version": 9}, "version 1"),
        ({"version": 1, "x": 1}, "the entry 'x'"),
        ({"version": 1, "columns": {"a": True}}, "Put it in quotes"),
    ],
)
def test_a_bad_profile_is_refused(
    tmp_path: Path, text: str | dict[str, object], message: str
) -> None:
    path = tmp_path / "p.json"
    entries = {"format": "pilot-prioritizer import profile"}
    whole = text if isinstance(text, str) else json.dumps(entries | text)
    path.write_text(whole, encoding="utf-8")

    with pytest.raises(PrioritizerError, match=message):
        read_profile(path)


def test_validating_the_sample_finds_nothing_improbable(reference: Reference) -> None:
    assert [i for i in validate_file(SAMPLE, reference).issues if i.severity != "note"] == []


def test_validating_another_kind_of_file_lists_what_was_understood(
    messy: Path, reference: Reference
) -> None:
    read = validate_file(messy, reference)

    assert len(read.register) == 3
    assert any(i.severity == "note" and "decimal comma" in i.found for i in read.issues)


def test_the_public_file_of_the_examples_is_read_whole(reference: Reference) -> None:
    path = ROOT / "sample_data" / "import_examples" / "usgs_idaho_montana_mineral_sites.csv"

    result = import_file(path, reference)

    assert result.summary["rows"] == result.summary["sites"] == 627
    assert result.errors == ()
    assert {site.country for site in result.register.sites} == {"US"}
    first = result.register.by_id()["0"]
    assert (first.latitude, first.longitude) == pytest.approx(
        (45.821401, -115.680167), abs=1e-5
    )
