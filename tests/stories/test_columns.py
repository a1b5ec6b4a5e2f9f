"""Each column, the user's own too, walked from a file through all that keeps it and back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from prioritizer.domain.columns import Column, ranges, site_columns
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.published import figures, published, unit_of
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.exports.formats import OPEN_FORMATS
from prioritizer.exports.opendata.inventory import open_inventory
from prioritizer.exports.tables import csv_file
from prioritizer.readers.sites import read_sites
from prioritizer.storage.inventory.sites import register_of, state_of
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.records.replay import make_record
from prioritizer.workflow.sites.importing import import_file

TEXT = Column("", "text", "", False, (), 0, 0, "", "")
Told = Callable[[Site], dict[str, object]]
NOT_PUBLIC = {"access", "restricted_fields"}
NOW = "2026-05-04T12:00:00Z"
VETO = {"gate", "gate_reason", "gate_source"}
# One own column of each kind, and what stands in it; noise is not declared.
OWN = {
    "dust_low": "1.5",
    "dust": "2",
    "dust_high": "4.25",
    "dust_source": "Q1;Q2",
    "wall": "fair",
    "fenced": "no",
    "guard": "Nobody",
    "noise": "61",
    "Lärm (dB/h)": "3.5",
}
OWN_COLUMNS = """column,kind,unit,classes,source,title,note
dust,number,mg/m3,,dust_source,Dust at the fence,Mean of a year
wall,classes,,poor;fair;good,access_source,Wall,
fenced,yesno,,,,,
guard,text,,,,,
"""
OWN_SOURCES = {"dust": "Q1;Q2", "wall": "of access_source"}
# The three of each range stand in order; all other numbers lie in the middle of their limits.
SHIFT = {"low": 0.25, "best": 0.5, "high": 0.75}


def cell(column: Column) -> str:
    """Return a lawful cell, different for each text and source."""
    if column.kind == "number":
        span = max(column.low, -9.0), min(column.high, 9.0)
        return repr(span[0] + (span[1] - span[0]) * SHIFT.get(column.role, 0.5) + 0.125)
    if column.allowed:
        return column.allowed[-1]
    special = {"country": "SE", "site_id": "A-1", "access": "public", "unverified": "area_ha"}
    return special.get(column.name) or special.get(column.kind) or f"of {column.name}"


@pytest.fixture(scope="module")
def cells() -> dict[str, str]:
    """Return one row with a value in each column; nothing in it is restricted."""
    found = {name: cell(column) for name, column in site_columns().items()}
    return found | {"samples_n": "12", "trl": "5", "restricted_fields": ""} | OWN


@pytest.fixture(scope="module")
def register(
    cells: dict[str, str], reference: Reference, tmp_path_factory: pytest.TempPathFactory
) -> SiteRegister:
    """Return the register that is read from that row."""
    path = tmp_path_factory.mktemp("columns") / "sites.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([cells, cells.values()])
    path.with_name("own_columns.csv").write_text(OWN_COLUMNS, encoding="utf-8")
    read = read_sites(path, reference)
    assert [issue for issue in read.issues if issue.severity.value == "error"] == []
    return read.register


def as_cells(site: Site) -> dict[str, str | float]:
    """Return what a site publishes as its table would say it."""
    told = published(site) | {"site_id": site.site_id}
    return {
        name: ("yes" if value else "no") if isinstance(value, bool) else value
        for name, value in told.items()
    }


def expected(cells: dict[str, str], *, without: set[str]) -> dict[str, str | float]:
    """Return the values that must come out of each step."""
    columns = site_columns() | {name: replace(TEXT, name=name) for name in OWN}
    columns |= {n: replace(TEXT, kind="number") for n in OWN if OWN[n][0].isdigit()}
    columns["dust_source"] = TEXT
    return {
        name: float(text) if columns[name].kind == "number" else text
        for name, text in cells.items()
        if text and name not in without
    }


def test_a_file_gives_each_column_to_the_register(
    cells: dict[str, str], register: SiteRegister
) -> None:
    assert as_cells(register.sites[0]) == expected(cells, without=set())


def test_a_store_gives_each_column_back(register: SiteRegister) -> None:
    assert register_of(state_of(register).items()) == register


def test_a_decision_record_holds_each_column(
    cells: dict[str, str],
    register: SiteRegister,
    record_of: Told,
) -> None:
    free = replace(register.sites[0], gate=None)

    told = record_of(free)

    flags = {"yes": True, "no": False}
    wanted = expected(cells, without=VETO | {"site_id"})
    for name, value in wanted.items():
        if name == "fenced" or (name not in OWN and site_columns()[name].kind == "yesno"):
            wanted[name] = flags[str(value)]
    assert told == wanted


@pytest.fixture
def record_of(
    criteria: CriteriaSet, reference: Reference
) -> Callable[[Site], dict[str, object]]:
    """Return what a record says of a site."""

    def read(site: Site) -> dict[str, object]:
        other = Site("B-1", "Other")
        equal = Settings(WeightVector.equal(criteria.ids), facilities=Facilities.ALL)
        pair = SiteRegister("", (site, other))
        record = json.loads(make_record(assess(pair, criteria, equal, reference), pair))
        (row,) = [row for row in record["evidence"] if row["id"] == site.site_id]
        return row["published"]

    return read


@pytest.mark.parametrize("name", ["geojson", "gpkg", "datapackage"])
def test_an_open_file_gives_each_column_back(
    name: str,
    cells: dict[str, str],
    register: SiteRegister,
    reference: Reference,
    tmp_path: Path,
) -> None:
    inventory = open_inventory(register, site_columns(), reference, exported_at=NOW)
    form = OPEN_FORMATS[name]
    path = tmp_path / f"sites{form.extension}"
    path.write_bytes(form.write(inventory))

    back = read_sites(path, reference).register

    assert as_cells(back.sites[0]) == expected(cells, without=NOT_PUBLIC)
    assert back.own_columns == register.own_columns
    assert back.sites[0].own == register.sites[0].own


def test_ids_of_other_registers_stand_in_every_table(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    free = replace(
        register.sites[0],
        gate=None,
        texts={**register.sites[0].texts, "external_ids": "MRDS:1"},
    )
    pair = SiteRegister("", (free, Site("B-1", "Other")), register.sources)
    answer = assess(
        pair,
        criteria,
        Settings(WeightVector.equal(criteria.ids), facilities=Facilities.ALL),
        reference,
    )

    ranked = csv_file.write(answer, pair, top=None).decode("utf-8-sig")
    rows = {row["site_id"]: row for row in csv.DictReader(io.StringIO(ranked))}
    assert [rows[one.site_id]["external_ids"] for one in pair.sites] == ["MRDS:1", ""]
    inventory = open_inventory(pair, site_columns(), reference, exported_at=NOW)
    table = OPEN_FORMATS["crma"].write(inventory).decode("utf-8-sig")
    (first, *_) = csv.DictReader(io.StringIO(table))
    assert first["external_ids"] == "MRDS:1"
    assert {f.value for f in figures(free) if f.field == "external_ids"} == {"MRDS:1"}


def test_tables_imported_from_an_open_file_give_each_column_back(
    cells: dict[str, str], register: SiteRegister, reference: Reference, tmp_path: Path
) -> None:
    path = tmp_path / "sites.geojson"
    inventory = open_inventory(register, site_columns(), reference, exported_at=NOW)
    path.write_bytes(OPEN_FORMATS["geojson"].write(inventory))

    import_file(path, reference).write_tables(tmp_path / "tables")
    back = read_sites(tmp_path / "tables" / "sites.csv", reference).register

    assert as_cells(back.sites[0]) == expected(cells, without=NOT_PUBLIC)
    assert back.own_columns == register.own_columns


def test_a_restricted_own_column_leaves_in_no_open_file(
    register: SiteRegister, reference: Reference, tmp_path: Path
) -> None:
    texts = {**register.sites[0].texts, "restricted_fields": "dust;wall", "notes": ""}
    other = Site("B-1", "Other", own={"fenced": register.sites[0].own["fenced"]})
    marked = replace(register, sites=(replace(register.sites[0], texts=texts), other))
    inventory = open_inventory(marked, site_columns(), reference, exported_at=NOW)

    for name, form in OPEN_FORMATS.items():
        content = form.write(inventory)
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = b"".join(map(archive.read, archive.namelist()))
        assert b"4.25" not in content, name
        assert b"Dust at the fence" not in content, name
    path = tmp_path / "sites.geojson"
    path.write_bytes(OPEN_FORMATS["geojson"].write(inventory))
    back = read_sites(path, reference).register
    assert set(back.sites[0].own) == {"fenced", "guard", "noise", "Lärm (dB/h)"}
    assert set(back.own_columns) == {"fenced", "guard", "noise", "Lärm (dB/h)"}


def test_each_figure_has_the_unit_and_the_source_of_its_column(register: SiteRegister) -> None:
    site = register.sites[0]

    shown = {figure.field: figure for figure in figures(site)}

    for name, column in site_columns().items():
        if name in shown:
            assert bool(shown[name].unit) is bool(column.unit), name
            assert shown[name].source == (f"of {column.source}" if column.source else ""), name
    for name in ("dust_low", "dust", "dust_high"):
        assert (shown[name].unit, shown[name].source) == ("mg/m3", OWN_SOURCES["dust"])
    assert shown["wall"].source == OWN_SOURCES["wall"]
    assert unit_of("tonnage_low_t") == "t dry"
    assert unit_of("trl") == "1–9"


def test_each_column_of_sources_is_cited_by_a_column() -> None:
    citing = {column.source for column in site_columns().values() if column.source}

    known = {name for name, column in site_columns().items() if column.kind == "sources"}
    assert citing == known


def test_the_three_ends_of_a_range_share_unit_and_source() -> None:
    for names in ranges().values():
        ends = [site_columns()[name] for name in names]
        assert [end.role for end in ends] == ["low", "best", "high"]
        assert len({(end.unit, end.source) for end in ends}) == 1
