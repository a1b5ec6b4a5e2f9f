"""Columns that the dictionary does not know: kept as declared, or by what their cells allow."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.own_columns import OwnKind
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Range
from prioritizer.domain.site_file import SiteFile
from prioritizer.errors import Severity
from prioritizer.readers.sites import read_sites

HEAD = "site_id,name,waste_type"
DECLARED = """column,kind,unit,classes,source,title,note
dust,number,mg/m3,,lab_source,Dust at the fence,Mean of a year
wall,classes,,poor;fair;good,,Wall,
fenced,yes/no,,,,,
guard,text,,,,,
"""


@pytest.fixture
def read(tmp_path: Path, reference: Reference):  # type: ignore[no-untyped-def]
    """Return what reads a table of sites with more columns, and a declaration beside it."""

    def reading(columns: str, rows: list[str], declared: str = "") -> SiteFile:
        lines = [f"{HEAD},{columns}"]
        lines += [f"S{n},Site {n},tailings,{row}" for n, row in enumerate(rows, start=1)]
        path = tmp_path / "sites.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        if declared:
            path.with_name("own_columns.csv").write_text(declared, encoding="utf-8")
        return read_sites(path, reference)

    return reading


def held(read: SiteFile, place: int = 0) -> dict[str, object]:
    return {name: own.value for name, own in read.register.sites[place].own.items()}


def test_declared_columns_are_kept_by_kind_with_unit_classes_and_source(read) -> None:  # type: ignore[no-untyped-def]
    found = read(
        "dust_low,dust_best,dust_high,lab_source,wall,fenced,guard",
        ["1.5,2,4,Q7,Good,yes,Day and night", ",3,,,,no,"],
        DECLARED,
    )

    assert found.issues == ()
    assert held(found) == {
        "dust": Range(1.5, 2.0, 4.0),
        "wall": "good",
        "fenced": True,
        "guard": "Day and night",
    }
    assert held(found, 1) == {"dust": Range(best=3.0), "fenced": False}
    assert found.register.sites[0].sources == {"lab_source": "Q7"}
    dust = found.register.own_columns["dust"]
    assert (dust.unit, dust.source, dust.title) == ("mg/m3", "lab_source", "Dust at the fence")
    assert found.register.own_columns["wall"].classes == ("poor", "fair", "good")
    assert not any(own.is_proposed for own in found.register.own_columns.values())


def test_kinds_are_proposed_from_the_values_and_told_in_one_line(read) -> None:  # type: ignore[no-untyped-def]
    rows = [
        "3.5,yes,poor,Old shed,007,S-1,2,5",
        "4,no,good,By the road,008,,3,",
        ",yes,good,None seen,009,,,4",
        "5,,poor,Two ponds,010,,1,1",
    ]
    found = read("zinc_ph,lit,wall,remark_x,plot,wall_source,gap_low,gap_high", rows)

    kinds = {name: own.kind for name, own in found.register.own_columns.items()}
    assert kinds == {
        "zinc_ph": OwnKind.NUMBER,
        "lit": OwnKind.YESNO,
        "wall": OwnKind.CLASSES,
        "remark_x": OwnKind.TEXT,
        "plot": OwnKind.TEXT,
        "gap": OwnKind.NUMBER,
    }
    assert held(found)["gap"] == Range(2.0, None, 5.0)
    assert found.register.own_columns["wall"].classes == ("good", "poor")
    assert found.register.own_columns["wall"].source == "wall_source"
    (note,) = [issue for issue in found.issues if issue.severity is Severity.NOTE]
    assert "columns of your own" in note.found
    assert note.hint.startswith("Kept; the kind is taken from the values")


def test_ends_out_of_order_are_two_columns_where_nobody_declared_a_range(read) -> None:  # type: ignore[no-untyped-def]
    found = read("zz_low,zz_high", ["5,1", "1,2"])

    assert held(found) == {"zz_low": Range(best=5.0), "zz_high": Range(best=1.0)}


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("much,,,,,,", "dust_low", "a number in mg/m3"),
        ("5,4,,,,,", "dust", "low ≤ best ≤ high"),
        (",,,,broken,,", "wall", "one of: poor, fair, good"),
        (",,,,,perhaps,", "fenced", "one of: yes, no"),
    ],
)
def test_what_does_not_fit_its_declaration_costs_the_cell_and_no_row(  # type: ignore[no-untyped-def]
    read, row: str, column: str, expected: str
) -> None:
    found = read("dust_low,dust,dust_high,lab_source,wall,fenced,guard", [row], DECLARED)

    (issue,) = [issue for issue in found.issues if issue.row == 2]
    assert issue.severity is Severity.WARNING
    assert issue.column == column
    assert expected in issue.expected
    assert issue.hint.startswith("The cell is not read.")
    assert held(found) == {}


def test_declared_numbers_are_read_as_the_file_writes_them(read) -> None:  # type: ignore[no-untyped-def]
    rows = ['"1,5"', '"1,25–3"', "<5", '"1.500"', "ca 7 mg/m3", "9 km", "n/a", "loud"]
    found = read("dust", rows, "column,kind,unit\ndust,number,mg/m3\n")

    values = [held(found, place).get("dust") for place in range(len(rows))]
    assert values[:4] == [
        Range(best=1.5),
        Range(1.25, None, 3.0),
        Range(0.0, None, 5.0),
        Range(best=1500.0),
    ]
    assert values[4] is not None
    assert values[5:] == [None, None, None]
    assert [issue.row for issue in found.issues] == [7, 8, 9]
    assert not found.errors


def test_a_comma_that_may_part_thousands_is_not_guessed(read) -> None:  # type: ignore[no-untyped-def]
    found = read("dust", ['"1,500"', "2"], "column,kind\ndust,number\n")

    assert [held(found, place) for place in (0, 1)] == [{}, {"dust": Range(best=2.0)}]
    assert [issue.row for issue in found.issues] == [2]


def test_numbers_with_commas_that_nobody_declared_are_told(read) -> None:  # type: ignore[no-untyped-def]
    found = read("dust", ['"1,5"', '"2,25"', "3-4"])

    (warning,) = [issue for issue in found.issues if issue.severity is Severity.WARNING]
    assert (warning.row, warning.column) == (2, "dust")
    assert "as a number" in warning.hint


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("tonnage_t,number,,,,,", "column"),
        ("a;b,number,,,,,", "column"),
        ("=a,number,,,,,", "column"),
        ("dust,amount,,,,,", "kind"),
        ("dust,classes,,poor,,,", "classes"),
        ("dust,classes,,poor;Poor,,,", "classes"),
        ("dust,text,,a;b,,,", "classes"),
        ("dust,text,km,,,,", "unit"),
        ("dust,number,,,lab,,", "source"),
        ("guard,text,,,,,\nGuard,text,,,,,", "column"),
    ],
)
def test_a_faulty_declaration_is_named(read, line: str, column: str) -> None:  # type: ignore[no-untyped-def]
    found = read("dust", ["1"], f"column,kind,unit,classes,source,title,note\n{line}\n")

    (issue, *_) = found.errors
    assert (issue.file, issue.column) == ("own_columns.csv", column)


def test_a_near_name_is_warned_of_and_silent_once_it_is_declared(read) -> None:  # type: ignore[no-untyped-def]
    warned = read("tonage_t", ["5"])
    silent = read("tonage_t", ["5"], "column,kind\ntonage_t,number\n")

    assert "Did you mean 'tonnage_t'?" in warned.issues[0].hint
    assert warned.issues[0].severity is Severity.WARNING
    assert not warned.register.sites[0].tonnage_t.is_known
    assert held(warned) == {"tonage_t": Range(best=5.0)}
    assert silent.issues == ()


@pytest.mark.parametrize("name", ["Dust (mg/m3)", "Höhe ü. NN", "a.b[1]", "Ёлка"])
def test_a_name_as_people_write_it_is_kept(read, name: str) -> None:  # type: ignore[no-untyped-def]
    assert held(read(f'"{name}"', ["1.5"])) == {name: Range(best=1.5)}


@pytest.mark.parametrize(
    "name", ["Name", "fid", "assays/Cu", "own/x", "a;b", "=1+1", "x" * 61, 'a"b']
)
def test_a_name_that_no_file_could_keep_is_warned_of_and_not_read(read, name: str) -> None:  # type: ignore[no-untyped-def]
    found = read('"' + name.replace('"', '""') + '"', ["1"])

    assert held(found) == {}
    assert found.issues[0].column == name
    assert found.issues[0].hint.startswith("It is not read.")


def test_a_declared_column_that_the_table_lacks_is_told(read) -> None:  # type: ignore[no-untyped-def]
    found = read("wall", ["poor"], DECLARED)

    assert any("3 columns that sites.csv does not have" in i.found for i in found.issues)
    assert list(found.register.own_columns) == ["wall"]


def test_a_table_without_own_columns_has_none(read) -> None:  # type: ignore[no-untyped-def]
    found = read("region", ["North"])

    assert found.register.own_columns == {}
    assert found.register.sites[0].own == {}


def test_digits_that_a_number_would_lose_are_told_and_a_written_out_number_is_one(
    tmp_path: Path, reference: Reference
) -> None:
    rows = ["1.5", "0.12345678901234567", "12345678901234567"]
    lines = [f"{'ABC'[n]},Name,slag,{cell},{rows[min(n, 1)]}" for n, cell in enumerate(rows)]
    path = tmp_path / "sites.csv"
    path.write_text("\n".join(["site_id,name,waste_type,code,full", *lines]), encoding="utf-8")

    found = read_sites(path, reference)

    kinds = {name: own.kind for name, own in found.register.own_columns.items()}
    assert kinds == {"code": OwnKind.TEXT, "full": OwnKind.NUMBER}
    [told] = [issue for issue in found.issues if issue.column == "code"]
    assert (told.row, "12345678901234567" in told.found) == (4, True)
    assert "kept as text" in told.hint
