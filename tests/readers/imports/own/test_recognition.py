"""What this tool exported comes back whole, or is refused with what to take instead."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.domain.access import cited_sources
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Gate, GateCode, SiteRegister, Source
from prioritizer.errors import DataError
from prioritizer.exports.formats import OPEN_FORMATS
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.sites.importing import import_file, validate_file
from tests.conftest import SAMPLE
from tests.exports.opendata.builders import opened, two_ponds

WHOLE = ("geojson", "gpkg", "datapackage")


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def exported(
    folder: Path, register: SiteRegister, reference: Reference, name: str, **options: object
) -> Path:
    form = OPEN_FORMATS[name]
    path = folder / f"out{form.extension}"
    path.write_bytes(form.write(opened(register, reference, **options)))
    return path


def bare(register: SiteRegister) -> SiteRegister:
    """Return a register as a file knows it: without lines, or sources that nobody cites."""
    cited = {source for site in register.sites for source in cited_sources(site)}
    return SiteRegister(
        register.title,
        tuple(replace(site, row=0) for site in register.sites),
        {name: source for name, source in register.sources.items() if name in cited},
    )


def with_everything() -> SiteRegister:
    """Return ponds with a veto, marks, texts that look like formulas, and full sources."""
    full, empty = two_ponds().sites
    odd = replace(
        full,
        site_id="P3",
        name="'=quoted",
        longitude=-15.000000123,
        gate=Gate(GateCode.REMOVED, "+taken away", "S2"),
        has_qaqc=False,
        texts={"notes": "-5 °C; \"quoted\", and 'more'", "site_status": "''=odd"},
    )
    full = replace(full, texts={**full.texts, "mineralogy": "scheelite"})
    sources = {
        "S1": Source("S1", "@Survey", "1987", "report", "doi:1", "https://x.org", "B"),
        "S2": Source("S2", "=Map"),
    }
    return SiteRegister("Ponds; waste bodies; of old", (full, empty, odd), sources)


@pytest.mark.parametrize("name", WHOLE)
class TestWhole:
    def test_the_sample_comes_back_equal(
        self, tmp_path: Path, reference: Reference, name: str
    ) -> None:
        register = read_sites(SAMPLE, reference).register
        path = exported(tmp_path, register, reference, name)

        for read in (read_sites(path, reference), import_file(path, reference)):
            assert bare(read.register) == bare(register)
            assert read.errors == ()

    def test_every_kind_of_value_comes_back_equal(
        self, tmp_path: Path, reference: Reference, name: str
    ) -> None:
        register = with_everything()

        back = read_sites(exported(tmp_path, register, reference, name), reference).register

        assert bare(back) == bare(register)

    def test_what_is_imported_of_it_is_written_and_read_again(
        self, tmp_path: Path, reference: Reference, name: str
    ) -> None:
        register = with_everything()
        path = exported(tmp_path, register, reference, name)

        import_file(path, reference).write_tables(tmp_path / "tables")

        again = read_sites(tmp_path / "tables" / "sites.csv", reference).register
        assert bare(replace(again, title=register.title)) == bare(register)

    def test_a_part_comes_back_as_a_part_and_says_so(
        self, tmp_path: Path, reference: Reference, name: str
    ) -> None:
        full, empty = two_ponds().sites
        sources = {
            "S1": Source("S1", "Secret", access="restricted"),
            "S2": Source("S2", "Map"),
        }
        hidden = replace(empty, texts={"access": "restricted"})
        register = SiteRegister("Ponds", (full, hidden), sources)
        path = exported(tmp_path, register, reference, name, without=["assays/Cu", "area_ha"])

        read = read_sites(path, reference)

        (site,) = read.register.sites
        assert [assay.analyte for assay in site.assays] == ["WO3", "REE"]
        assert site.area_ha is None
        assert read.register.sources["S1"] == Source("S1", "withheld", access="restricted")
        assert any("Restricted sites, columns and sources" in i.hint for i in read.issues)

    def test_the_same_ranking_comes_out_of_every_door(
        self, tmp_path: Path, reference: Reference, name: str
    ) -> None:
        path = tmp_path / f"sites{OPEN_FORMATS[name].extension}"
        assert call("export", SAMPLE, "--format", name, "--output", path).exit_code == 0
        table = call("rank", SAMPLE).stdout

        ranked = call("rank", path)
        stored = call("inventory", "save", path, f"{tmp_path / 's.db'}#sites", "--why", "test")

        assert ranked.stdout == table
        assert "exported by this tool: 181 sites, 310 assays (78 sites without)" in (
            ranked.stderr
        )
        assert stored.exit_code == 0, stored.stderr
        assert call("rank", f"{tmp_path / 's.db'}#sites").stdout == table
        assert validate_file(path, reference).errors == ()

    def test_choices_that_it_leaves_no_room_for_are_refused(
        self, tmp_path: Path, reference: Reference, name: str
    ) -> None:
        path = exported(tmp_path, two_ponds(), reference, name)

        mapped = call("import", path, "--map", "name=region")
        graded = call("rank", path, "--grades", tmp_path / "grades.csv")

        assert mapped.exit_code == 1
        assert "a choice of columns for a file that this tool exported" in mapped.stderr
        assert graded.exit_code == 1
        assert "a file with assays of its own" in graded.stderr


def test_an_unpacked_package_is_read_by_its_description(
    tmp_path: Path, reference: Reference
) -> None:
    shutil.unpack_archive(exported(tmp_path, two_ponds(), reference, "datapackage"), tmp_path)
    described = tmp_path / "datapackage.json"
    whole = read_sites(described, reference)
    (tmp_path / "sites.csv").write_bytes((tmp_path / "sites.csv").read_bytes() + b"\r\n")

    changed = read_sites(described, reference)
    (tmp_path / "grades.csv").unlink()

    assert whole.register.title == "Ponds"
    assert whole.register.n_assays == 3
    assert [issue.found for issue in changed.issues if "datapackage.json says" in issue.found]
    with pytest.raises(DataError, match=r"no table 'grades.csv' beside it"):
        read_sites(described, reference)


def test_a_package_that_points_elsewhere_is_not_followed(
    tmp_path: Path, reference: Reference
) -> None:
    folder = tmp_path / "package"
    shutil.unpack_archive(exported(tmp_path, two_ponds(), reference, "datapackage"), folder)
    (tmp_path / "outside.csv").write_bytes((folder / "grades.csv").read_bytes())
    described = folder / "datapackage.json"
    data = json.loads(described.read_text(encoding="utf-8"))
    for path in ("../outside.csv", str(tmp_path / "outside.csv"), ["grades.csv"], ""):
        data["resources"][1]["path"] = path
        described.write_text(json.dumps(data), encoding="utf-8")

        with pytest.raises(DataError, match=r"no table 'grades.csv'"):
            read_sites(described, reference)
    (folder / "grades.csv").unlink()
    (folder / "grades.csv").symlink_to(tmp_path / "outside.csv")
    data["resources"][1]["path"] = "grades.csv"
    described.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(DataError, match=r"no table 'grades.csv'"):
        read_sites(described, reference)


def test_a_point_that_was_moved_is_a_fault_of_its_row(
    tmp_path: Path, reference: Reference
) -> None:
    path = exported(tmp_path, two_ponds(), reference, "geojson")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["features"][0]["geometry"]["coordinates"] = [11.0, 59.0]
    path.write_text(json.dumps(data), encoding="utf-8")

    read = read_sites(path, reference)

    assert [issue.row for issue in read.errors] == [1]
    assert "the point 59, 11 and the columns 60.12345678, -15.5" in read.errors[0].found
    assert [site.site_id for site in read.register.sites] == ["P2"]


def test_an_older_export_without_columns_of_place_is_read_from_its_points(
    tmp_path: Path, reference: Reference
) -> None:
    path = exported(tmp_path, two_ponds(), reference, "geojson")
    data = json.loads(path.read_text(encoding="utf-8"))
    for feature in data["features"]:
        del feature["properties"]["latitude"], feature["properties"]["longitude"]
    path.write_text(json.dumps(data), encoding="utf-8")

    site = read_sites(path, reference).register.sites[0]

    assert (site.latitude, site.longitude) == (60.123457, -15.5)


@pytest.mark.parametrize("table", ["assays", "sources"])
def test_an_export_that_lost_a_table_is_refused(
    tmp_path: Path, reference: Reference, table: str
) -> None:
    package = exported(tmp_path, two_ponds(), reference, "gpkg")
    with sqlite3.connect(package) as base:
        base.execute("DELETE FROM gpkg_contents WHERE table_name = ?", (table,))
        base.execute(f"DROP TABLE {table}")
    base.close()
    with pytest.raises(DataError, match=f"without the table '{table}'"):
        import_file(package, reference)

    text = exported(tmp_path, two_ponds(), reference, "geojson")
    data = json.loads(text.read_text(encoding="utf-8"))
    del data["sources"]
    text.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(DataError, match="without the list 'sources'"):
        import_file(text, reference)


ANSWERS = {
    "workbook.xlsx": ("rank", "--output"),
    "report.xlsx": ("report", "--draws", "0", "--output"),
    "map.gpkg": ("report", "--draws", "0", "--output"),
    "map.geojson": ("report", "--draws", "0", "--output"),
    "ranking.csv": ("rank", "--output"),
    "ranking.json": ("rank", "--output"),
    "record.json": ("rank", "--format", "json", "--record"),
    "article27.csv": ("export", "--output"),
    "view.gml": ("export", "--output"),
    "appraisal.csv": ("appraise", "--format", "csv", "--output"),
    "classes.csv": ("classify", "--format", "csv", "--output"),
    "shortlist.csv": ("shortlist", "--draws", "0", "--format", "csv", "--output"),
    "shortlist.json": ("shortlist", "--draws", "0", "--format", "json", "--output"),
    "robust.csv": ("robustness", "--draws", "50", "--format", "csv", "--output"),
    "methods.csv": ("compare", "--format", "csv", "--output"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_of_this_tool_is_refused_with_what_to_take_instead(
    tmp_path: Path, few_sites: Path, name: str
) -> None:
    command, *options = ANSWERS[name]
    made = call(command, few_sites, *options, tmp_path / name)
    assert made.exit_code == 0, made.stderr

    for words in (("rank",), ("import",), ("import", "--out", tmp_path / "tables")):
        first, *more = words
        result = call(first, tmp_path / name, *more)
        assert result.exit_code == 1
        assert "Take the " in result.stderr
    assert not (tmp_path / "tables").exists()


@pytest.fixture
def few_sites(tmp_path: Path) -> Path:
    """Return a table of the first sites of the sample with their grades."""
    folder = tmp_path / "few"
    folder.mkdir()
    lines = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "sites.csv").write_text("".join(lines[:9]), encoding="utf-8")
    shutil.copy(SAMPLE.with_name("grades.csv"), folder)
    shutil.copy(SAMPLE.with_name("sources.csv"), folder)
    return folder / "sites.csv"


def test_a_file_of_another_source_is_sent_to_the_import(tmp_path: Path) -> None:
    layer = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"name": "Pond"}, "geometry": None}],
    }
    (tmp_path / "other.geojson").write_text(json.dumps(layer), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("datapackage.json", json.dumps({"resources": [{"name": "rain"}]}))

    ranked = call("rank", tmp_path / "other.geojson")
    package = call("rank", tmp_path / "other.zip")

    assert "GeoJSON of another source" in ranked.stderr
    assert "python -m prioritizer import other.geojson --out FOLDER" in ranked.stderr
    assert "a Data Package of another source" in package.stderr
    assert call("import", tmp_path / "other.geojson").exit_code == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bad.zip", b"PK\x03\x04 and nothing more"),
        ("bad.gpkg", b"SQLite format 3\0" + b"\xff" * 300),
        ("bad.geojson", b'{"assays": ' + b"[" * 100_000),
        ("half.json", b'{"resources": [{"name": "sites"}], "fingerprint":'),
        ("odd.json", b'{"resources": [1, {"name": ["sites"]}], "assays": 0}'),
        ("odd.geojson", b'{"type": "FeatureCollection", "features": [3], "sources": "assays"}'),
    ],
)
def test_a_damaged_export_ends_in_words(
    tmp_path: Path, reference: Reference, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(DataError) as caught:
        read_sites(tmp_path / name, reference)

    assert all(issue.hint for issue in caught.value.issues)
