"""Whatever the bytes, an import ends in rows or in a refusal, and never in anything else."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prioritizer.domain.imports import ImportOptions
from prioritizer.errors import DataError
from prioritizer.readers.imports.columns.grade_columns import read_grade_header
from prioritizer.readers.imports.reading import read_file
from prioritizer.readers.imports.texts.coordinate_texts import read_angle, read_pair
from prioritizer.readers.imports.texts.quantities import read_quantity
from prioritizer.readers.imports.words import records
from prioritizer.readers.imports.words.outcome import Outcome
from prioritizer.readers.numbers import LARGEST
from tests.readers.imports.builders import (
    FIXED,
    ROW,
    collection,
    feature,
    geopackage,
    point,
    replaced,
    saved,
    workbook,
)

ANALYTES = ("Cu", "Zn", "WO3")
BOUNDED = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
MANY = settings(max_examples=300, deadline=None, derandomize=True)
ODD = st.text(
    st.sampled_from("0123456789.,-+ <>~eE%'\"°NSWE;\n\t=@gtkmpo\u00a0−–½²≤ÅäОт\0"), max_size=24
)


def _whole() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        return {
            "f.xlsx": saved(workbook([FIXED.split(","), ["A", "P", "SE", 60.0, 15.0, "slag"]])),
            "f.gpkg": geopackage(Path(folder) / "x", [(1, None, "P")]),
            "f.geojson": collection(feature(point(15, 60), id="A", name="P")),
        }


WHOLE = _whole()


def read(data: bytes, name: str) -> Outcome | None:
    """Return what was read, None if it was refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            outcome = read_file(path, ImportOptions(), ANALYTES, lambda *_: None)
        except DataError:
            return None
    for row in outcome.rows:
        assert len(row) == len(outcome.header)
        assert all(isinstance(cell, str) for cell in row)
    return outcome


@BOUNDED
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("f.csv", "f.xlsx", "f.geojson", "f.gpkg"):
        read(data, name)


@BOUNDED
@given(st.lists(st.lists(ODD, min_size=8, max_size=8), min_size=1, max_size=6))
def test_any_cells_are_read_or_refused(rows: list[list[str]]) -> None:
    header = f"{FIXED},Tonnage kt,Cu %"
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]

    outcome = read("\n".join([header, *lines]).encode(), "f.csv")

    if outcome is not None:
        for row in outcome.rows:
            site = dict(zip(outcome.header, row, strict=True))
            for name in ("tonnage_t", "tonnage_low_t", "tonnage_high_t"):
                assert not site.get(name) or 0 <= float(site[name]) <= 1e12
            assert not site.get("latitude") or abs(float(site["latitude"])) <= 90


@BOUNDED
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(WHOLE)))
    content = bytearray(WHOLE[name])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=20)):
        content[place] = data.draw(st.integers(0, 255))

    read(bytes(content), name)


@BOUNDED
@given(st.binary(max_size=300))
def test_any_sheet_in_a_workbook_is_read_or_refused(sheet: bytes) -> None:
    book = saved(workbook([["a", "b"], [1, 2]]))

    read(replaced(book, {"xl/worksheets/sheet1.xml": sheet}), "f.xlsx")


@MANY
@given(ODD, st.sampled_from(".,"))
def test_a_quantity_is_finite_ordered_or_refused(text: str, mark: str) -> None:
    quantity = read_quantity(text, mark)

    values = [v for v in (quantity.low, quantity.best, quantity.high) if v is not None]
    assert all(math.isfinite(value) and abs(value) <= max(LARGEST, 1e38) for value in values)
    assert values == sorted(values)
    assert bool(values) == (quantity.flag not in {"missing", "undetected", "refused"})
    assert (quantity.flag == "refused") == bool(quantity.hint)


@MANY
@given(st.floats(-1e9, 1e9, allow_nan=False), st.sampled_from(".,"))
def test_a_number_written_in_either_manner_is_read_back(value: float, mark: str) -> None:
    written = f"{value:,.3f}"
    if mark == ",":
        written = written.translate(str.maketrans(",.", ".,"))

    assert read_quantity(written, mark).best in {round(value, 3), None}


@MANY
@given(ODD)
def test_any_text_is_an_angle_or_none(text: str) -> None:
    angle, pair = read_angle(text), read_pair(text)

    assert angle is None or abs(angle.degrees) < 1000
    assert pair is None or math.isfinite(pair.x + pair.y)


@MANY
@given(st.text(max_size=40))
def test_any_header_names_a_grade_or_none(header: str) -> None:
    grade = read_grade_header(header, ANALYTES)

    assert grade is None or grade.analyte


def test_no_stage_that_takes_long_in_a_large_file_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{FIXED},Cu %,Zeal\n{ROW},0.3,1.5\n", encoding="utf-8")
    monkeypatch.setattr(records, "OFTEN", 1)
    stages: list[str] = []

    read_file(path, ImportOptions(), ANALYTES, lambda stage, *_: stages.append(stage))

    assert list(dict.fromkeys(stages)) == [
        "looking at rows",
        "looking for rows that are no sites",
        "looking for decimal marks",
        "looking at own columns",
        "converting rows",
        "locating sites",
        "filling in",
        "putting grades together",
        "putting the table together",
    ]
