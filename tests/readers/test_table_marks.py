"""Tables of our own format that a spreadsheet saved with commas and thousands points."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.reference import Reference
from prioritizer.domain.site_file import SiteFile
from prioritizer.errors import DataError, Severity
from prioritizer.readers.matrix import read_matrix
from prioritizer.readers.sites import read_sites

HEAD = "site_id;name;waste_type;volume_m3"
ROWS = ("A1;Alder;tailings", "B2;Birch;slag")


@pytest.fixture
def read(tmp_path: Path, reference: Reference):  # type: ignore[no-untyped-def]
    def run(columns: str, *cells: str, delimiter: str = ";", **beside: str) -> SiteFile:
        header = f"{HEAD};{columns}" if columns else HEAD
        lines = [header, *(f"{row};{more}" for row, more in zip(ROWS, cells, strict=True))]
        path = tmp_path / "sites.csv"
        path.write_text("\n".join(lines).replace(";", delimiter) + "\n", encoding="utf-8")
        for name, text in beside.items():
            path.with_name(f"{name}.csv").write_text(text, encoding="utf-8")
        return read_sites(path, reference)

    return run


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ("tonnage_t", ("800.000;1.200.000", "750.000;2,5")),
        ("dust", ("800.000;0,5", "750.000;2,5")),
        ("latitude;longitude", ("800.000;60,1234;15,12", "750.000;60,5;15,5")),
        ("", ("800.000,0", "750.000")),
    ],
)
def test_the_table_shows_that_points_part_thousands(  # type: ignore[no-untyped-def]
    read, columns: str, cells: tuple[str, str]
) -> None:
    sites = read(columns, *cells).register.sites

    assert [site.volume_m3.best for site in sites] == [800_000.0, 750_000.0]


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ("", ("800.000", "750.000")),
        ("latitude;longitude", ("800.000;60.1234;15.12", "750.000;60.5;15.5")),
        ("dry_density_t_m3;dust", ("800.000;1.85;0,5", "750.000;1.9;0,25")),
    ],
)
def test_where_nothing_shows_it_the_cell_is_an_error(  # type: ignore[no-untyped-def]
    read, columns: str, cells: tuple[str, str]
) -> None:
    found = read(columns, *cells)

    assert not found.register.sites
    assert {issue.row for issue in found.errors} == {2, 3}
    assert "a decimal or thousands" in found.errors[0].hint


def test_where_points_are_decimal_a_size_is_read_so_and_said(read) -> None:  # type: ignore[no-untyped-def]
    found = read("dry_density_t_m3", "800.000;1.85", "750.125;1.9")

    assert [site.volume_m3.best for site in found.register.sites] == [800.0, 750.125]
    (warning,) = [issue for issue in found.issues if issue.severity is Severity.WARNING]
    assert (warning.column, warning.found) == (
        "volume_m3",
        "'800.000', which can be read in two ways",
    )


def test_a_table_parted_by_commas_has_decimal_points(read) -> None:  # type: ignore[no-untyped-def]
    found = read("", "800.000", "750.125", delimiter=",")

    assert [site.volume_m3.best for site in found.register.sites] == [800.0, 750.125]
    assert not found.issues


def test_quoted_commas_in_such_a_table_leave_its_points_open(read) -> None:  # type: ignore[no-untyped-def]
    found = read("", '"1.800,5"', "750.000", delimiter=",")

    assert not found.register.sites
    assert [issue.found for issue in found.errors] == ["'1.800,5'", "'750.000'"]


def test_an_own_number_follows_the_table_or_is_not_read(read) -> None:  # type: ignore[no-untyped-def]
    follows = read("dust;tonnage_t", "1;1.500;2,5", "2;2.500;3,5")
    is_open = read("dust", "800000;1.500", "750000;2.500")

    held = [site.own["dust"].value.best for site in follows.register.sites]
    assert held == [1500.0, 2500.0]
    assert not any(site.own for site in is_open.register.sites)
    assert [i.row for i in is_open.issues if i.severity is Severity.WARNING] == [2, 3]


def test_withheld_cells_do_not_show_how_others_are_read(read) -> None:  # type: ignore[no-untyped-def]
    withheld = read("tonnage_t;access", "800.000;;public", "1;2,5;restricted")
    public = read("tonnage_t;access", "800.000;;public", "1;2,5;public")

    assert [issue.found for issue in withheld.errors] == ["'800.000'"]
    assert public.register.sites[0].volume_m3.best == 800_000.0


def test_grades_beside_it_are_read_by_their_own_table(read) -> None:  # type: ignore[no-untyped-def]
    head = "site_id;analyte;low;best;high;unit\n"
    shown = read("", "1", "2", grades=f"{head}A1;Cu;;1.234;;ppm\nA1;Zn;;0,5;;%\n")
    is_open = read("", "1", "2", grades=f"{head}A1;Cu;;1.234;;ppm\n")

    assert [a.grade.best for a in shown.register.sites[0].assays] == [1234.0, 0.5]
    assert not is_open.register.sites[0].assays
    assert [(i.file, i.found) for i in is_open.errors] == [("grades.csv", "'1.234'")]


@pytest.mark.parametrize(
    ("cells", "first"),
    [(("800.000;0,5", "750.000;0,7"), 800_000.0), (("800.000;0.5", "750.000;0.7"), 800.0)],
)
def test_a_matrix_parted_by_semicolons_shows_its_mark(
    tmp_path: Path, cells: tuple[str, str], first: float
) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("name;volume;grade\nA;" + "\nB;".join(cells) + "\n", encoding="utf-8")

    assert read_matrix(path).matrix[0, 0] == first


def test_a_matrix_that_shows_no_mark_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("name;volume;score\nA;800.000;3\nB;750.000;4\n", encoding="utf-8")

    with pytest.raises(DataError, match="a decimal or thousands"):
        read_matrix(path)
