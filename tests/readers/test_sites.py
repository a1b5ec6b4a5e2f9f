"""Site tables: every mistake gets its message, and good rows come through whole."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Range, WasteType
from prioritizer.errors import DataError, Severity
from prioritizer.readers.sites import read_sites
from tests.conftest import ROOT, SAMPLE

HEADER = (
    "site_id,name,waste_type,latitude,longitude,tonnage_low_t,tonnage_t,tonnage_high_t,gate\n"
)


def read(folder: Path, reference: Reference, rows: str, header: str = HEADER):  # type: ignore[no-untyped-def]
    path = folder / "sites.csv"
    path.write_text(header + rows, encoding="utf-8")
    return read_sites(path, reference)


def test_the_sample_has_no_error(reference: Reference) -> None:
    assert read_sites(SAMPLE, reference).issues == ()


def test_a_blank_stays_unknown_and_a_value_stays_as_published(
    tmp_path: Path, reference: Reference
) -> None:
    site = read(tmp_path, reference, "A,Dam,tailings,,,,1500000,,\n").register.sites[0]

    assert site.tonnage_t == Range(None, 1_500_000.0, None)
    assert site.volume_m3 == Range()
    assert site.latitude is None
    assert site.waste_type is WasteType.TAILINGS


def test_a_distance_may_be_a_point_a_range_or_a_bound(
    tmp_path: Path, reference: Reference
) -> None:
    header = (
        "site_id,name,waste_type,distance_road_km,distance_plant_low_km,distance_plant_high_km,"
        "distance_rail_high_km,distance_port_km,distance_port_low_km\n"
    )
    result = read(
        tmp_path, reference, "A,Dam,tailings,2,0,10,5,3,4\nB,Heap,slag,2,0,10,5,3,\n", header
    )

    (issue,) = result.errors
    assert (issue.column, issue.expected) == ("distance_port_km", "low ≤ best ≤ high")
    (site,) = result.register.sites
    assert site.distance("road") == Range(None, 2.0, None)
    assert site.distance("plant") == Range(0.0, None, 10.0)
    assert site.distance("rail") == Range(None, None, 5.0)
    assert not site.distance("power").is_known


def test_every_faulty_row_of_the_error_sample_is_stopped_at_its_place(
    reference: Reference,
) -> None:
    path = ROOT / "sample_data" / "sites_with_errors.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    result = read_sites(path, reference)

    stopped = {issue.row for issue in result.errors}
    fine = {
        number
        for number, row in enumerate(rows, start=2)
        if row["deliberate_mistake"].startswith("none")
        or "in a name" in row["deliberate_mistake"]
        or "in the name" in row["deliberate_mistake"]
    }
    assert stopped | fine == set(range(2, len(rows) + 2))
    assert stopped & fine == set()
    assert all(issue.column and issue.hint and issue.expected for issue in result.errors)


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("A,Dam,tailings,95,10,,,,", "latitude", "a number from -90 to 90"),
        ("A,Dam,tailings,60,,,,,", "longitude", "both coordinates or neither"),
        ("A,Dam,tailings,,,5,4,6,", "tonnage_t", "low ≤ best ≤ high"),
        ("A,Dam,tailings,,,,0,,", "tonnage_t", "a size above 0"),
        ("A,Dam,pond,,,,,,", "waste_type", "one of: tailings, waste_rock"),
        (",Dam,tailings,,,,,,", "site_id", "a site id"),
        ("A,Dam,tailings,,,,,,maybe", "gate", "one of: removed"),
        ("A,Dam,tailings,,,,,,,extra", None, "9 as in the header"),
    ],
)
def test_a_fault_is_named_with_column_and_expectation(
    tmp_path: Path, reference: Reference, row: str, column: str | None, words: str
) -> None:
    result = read(tmp_path, reference, row + "\nB,Heap,slag,,,,10,,\n")

    (issue,) = result.errors
    assert (issue.row, issue.column) == (2, column)
    assert words in issue.expected
    assert [site.site_id for site in result.register.sites] == ["B"]


def test_a_doubled_id_names_the_first_row(tmp_path: Path, reference: Reference) -> None:
    result = read(tmp_path, reference, "A,Dam,tailings,,,,1,,\nA,Heap,slag,,,,2,,\n")

    assert "row 2" in result.errors[0].expected


def test_a_misspelt_required_column_is_recognised(tmp_path: Path, reference: Reference) -> None:
    with pytest.raises(DataError, match="Rename 'siteid' to 'site_id'"):
        read(tmp_path, reference, "A,Dam,tailings\n", header="siteid,name,waste_type\n")


def test_an_unknown_column_is_a_warning_not_an_error(
    tmp_path: Path, reference: Reference
) -> None:
    result = read(
        tmp_path, reference, "A,Dam,tailings,x\n", header="site_id,name,waste_type,tonage_t\n"
    )

    assert [issue.severity for issue in result.issues] == [Severity.WARNING]
    assert "tonnage_t" in result.issues[0].hint


def test_grades_beside_the_table_are_read_with_their_faults(
    tmp_path: Path, reference: Reference
) -> None:
    (tmp_path / "grades.csv").write_text(
        "site_id,analyte,low,best,high,unit\nA,Cu,,0.3,,%\nA,Zn,,130,,%\nZ,Cu,,1,,%\n",
        encoding="utf-8",
    )

    result = read(tmp_path, reference, "A,Dam,tailings,,,,1,,\n")

    assert [assay.analyte for assay in result.register.sites[0].assays] == ["Cu"]
    assert [(i.file, i.row, i.column) for i in result.errors] == [("grades.csv", 3, "best")]


def test_invisible_characters_do_not_make_two_ids_of_one(
    tmp_path: Path, reference: Reference
) -> None:
    result = read(tmp_path, reference, "A\u200b,Dam,tailings,,,,1,,\nA,Heap,slag,,,,2,,\n")

    assert [issue.column for issue in result.errors] == ["site_id"]
