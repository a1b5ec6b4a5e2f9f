"""An impossible grade is kept, shown, marked, and not used until somebody confirms it."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.exports.formats import OPEN_FORMATS
from prioritizer.exports.opendata.crma import missing
from prioritizer.exports.opendata.gis import COLUMNS
from prioritizer.exports.tables import csv_file, json_file, text_table
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.quarantine import quarantine_sentence
from prioritizer.workflow.sites.importing import import_file
from tests.exports.opendata.builders import opened
from tests.stories.restricted import texts_of

HEAD = "site_id,name,waste_type,tonnage_t"
SITES = f"{HEAD}\nP1,Alder,tailings,120000\nP2,Birch,tailings,54000\n"


def register(folder: Path, reference: Reference, header: str, cell: str) -> SiteRegister:
    path = folder / "f.csv"
    cells = ("P1,Alder,tailings,120000", "P2,Birch,tailings,54000")
    text = f'{HEAD},"{header}",Cu (%)\n{cells[0]},{cell},0.4\n{cells[1]},,0.3\n'
    path.write_text(text, encoding="utf-8")
    return import_file(path, reference).register


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Au (g/t)", "600"),
        ("Gold (%)", "0.06"),
        ("Guld (g/t)", "12000"),
        ("Ag ppm", "20000"),
        ("Indium (g/t)", "6000"),
        ("WO3 (%)", "30"),
        ("Li2O (%)", "9"),
        ("Платина (г/т)", "200"),
        ("Fe (%)", "80"),
    ],
)
def test_an_impossible_grade_is_kept_and_not_used(
    tmp_path: Path, reference: Reference, header: str, cell: str
) -> None:
    site = register(tmp_path, reference, header, cell).sites[0]

    assert [a.is_used for a in site.assays] == [False, True]
    (held,) = site.quarantined
    assert held.grade.best == float(cell)
    assert held.note.startswith("quarantined: ")


@pytest.mark.parametrize(("header", "cell"), [("Au (g/t)", "400"), ("WO3 (%)", "20")])
def test_a_rich_grade_that_can_be_is_used(
    tmp_path: Path, reference: Reference, header: str, cell: str
) -> None:
    assert register(tmp_path, reference, header, cell).sites[0].quarantined == ()


def test_a_mean_is_made_without_what_cannot_be(tmp_path: Path, reference: Reference) -> None:
    path = tmp_path / "f.csv"
    rows = "".join(f"P1,Alder,Au,{value},g/t\n" for value in (1, 3, 9000))
    path.write_text(f"site_id,name,analyte,grade,unit\n{rows}", encoding="utf-8")
    assays = import_file(path, reference).register.sites[0].assays

    assert [a.grade.best for a in assays if a.is_used] == [2.0]
    assert [a.grade.best for a in assays if a.is_quarantined] == [9000.0]


def grades_beside(folder: Path, reference: Reference, use: str) -> SiteRegister:
    (folder / "sites.csv").write_text(SITES, encoding="utf-8")
    (folder / "grades.csv").write_text(
        f"site_id,analyte,best,unit{use[0]}\nP1,Au,600,g/t{use[1]}\n", encoding="utf-8"
    )
    return read_sites(folder / "sites.csv", reference).register


@pytest.mark.parametrize("use", [("", ""), (",use", ",")])
def test_a_grades_table_is_held_to_the_same(
    tmp_path: Path, reference: Reference, use: tuple[str, str]
) -> None:
    site = grades_beside(tmp_path, reference, use).sites[0]

    assert len(site.quarantined) == 1
    assert site.evidence_class == "B"


def test_a_grade_is_used_once_somebody_says_yes(tmp_path: Path, reference: Reference) -> None:
    site = grades_beside(tmp_path, reference, (",use", ",yes")).sites[0]

    assert (site.quarantined, site.evidence_class) == ((), "A")


def test_what_an_import_writes_stays_in_quarantine(
    tmp_path: Path, reference: Reference
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(f"{HEAD},Au (g/t)\nP1,Alder,tailings,120000,600\n", encoding="utf-8")
    import_file(path, reference).write_tables(tmp_path / "out")
    site = read_sites(tmp_path / "out" / "sites.csv", reference).register.sites[0]

    assert len(site.quarantined) == 1


@pytest.mark.parametrize("name", ["geojson", "gpkg", "datapackage"])
@pytest.mark.parametrize("changed", [False, True])
def test_an_open_file_carries_the_quarantine_and_gives_it_back(
    tmp_path: Path, reference: Reference, name: str, changed: bool
) -> None:
    known = register(tmp_path, reference, "Au (g/t)", "600")
    form = OPEN_FORMATS[name]
    path = tmp_path / f"open{form.extension}"
    path.write_bytes(form.write(opened(known, reference)))
    if changed:
        _forget_notes(path, name)

    back = read_sites(path, reference).register

    (held,) = back.sites[0].quarantined
    (was,) = known.sites[0].quarantined
    assert held.note == was.note
    assert held.grade == was.grade
    assert back.own_columns == {}
    # It stands in a column of its own, for whoever reads the file with other programs.
    assert why(path, name) == was.note.removeprefix("quarantined: ")


def _forget_notes(path: Path, name: str) -> None:
    """Blank the notes, as a program may that does not know them."""
    if name == "gpkg":
        with closing(sqlite3.connect(path)) as base:
            base.execute("UPDATE assays SET note = NULL")
            base.commit()
    elif name == "geojson":
        data = json.loads(path.read_text(encoding="utf-8"))
        for assay in data["features"][0]["properties"]["assays"]:
            assay.pop("note", None)
        path.write_text(json.dumps(data), encoding="utf-8")
    else:
        with zipfile.ZipFile(path) as archive:
            parts = {item: archive.read(item) for item in archive.namelist()}
        table = list(csv.DictReader(io.StringIO(parts["grades.csv"].decode("utf-8-sig"))))
        text = io.StringIO()
        writer = csv.DictWriter(text, table[0])
        writer.writeheader()
        writer.writerows({**row, "note": ""} for row in table)
        with zipfile.ZipFile(path, "w") as archive:
            for item, content in {**parts, "grades.csv": text.getvalue().encode()}.items():
                archive.writestr(item, content)


def why(path: Path, name: str) -> str:
    if name == "gpkg":
        with closing(sqlite3.connect(path)) as base:
            (of_site,) = base.execute(
                "SELECT quarantined FROM waste_bodies WHERE site_id = 'P1'"
            ).fetchone()
            assert of_site.startswith("Au 600 g/t")
            (text,) = base.execute(
                "SELECT quarantined FROM assays WHERE quarantined IS NOT NULL"
            ).fetchone()
        return str(text)
    if name == "geojson":
        data = json.loads(path.read_text(encoding="utf-8"))
        first, second = (feature["properties"] for feature in data["features"])
        assert first["quarantined"].startswith("Au 600 g/t")
        assert second["quarantined"] is None
        return str(first["assays"][0]["quarantined"])
    with zipfile.ZipFile(path) as archive:
        text = archive.read("grades.csv").decode("utf-8-sig")
    return next(csv.DictReader(io.StringIO(text)))["quarantined"]


def test_an_own_column_of_that_name_stays_the_owners(
    tmp_path: Path, reference: Reference
) -> None:
    (tmp_path / "sites.csv").write_text(
        f"{HEAD},quarantined\nP1,Alder,tailings,1,by the county\nP2,Birch,slag,2,\n",
        encoding="utf-8",
    )
    known = read_sites(tmp_path / "sites.csv", reference).register
    for name in ("geojson", "gpkg", "datapackage"):
        path = tmp_path / f"open{OPEN_FORMATS[name].extension}"
        path.write_bytes(OPEN_FORMATS[name].write(opened(known, reference)))

        assert read_sites(path, reference).register.sites[0].own == known.sites[0].own


def test_the_ranking_is_marked(tmp_path: Path, reference: Reference) -> None:
    sites = register(tmp_path, reference, "Au (g/t)", "600")
    criteria = read_criteria("default")
    answer = assess(sites, criteria, Settings(WeightVector.equal(criteria.ids)), reference)

    text = text_table.write(answer, sites, top=None).decode()
    assert "A!" in text
    assert "impossible:\n  P1: Au 600 g/t is above 0.05 % Au" in text
    data = json.loads(json_file.write(answer, sites, top=None))
    assert data["quarantined"].keys() == {"P1"}
    table = csv_file.write(answer, sites, top=None).decode("utf-8-sig")
    rows = {row["site_id"]: row for row in csv.DictReader(io.StringIO(table))}
    assert "Au 600 g/t" in rows["P1"]["quarantined"]
    assert rows["P1"]["reason"] == rows["P2"]["quarantined"] == ""


def test_every_open_format_sets_it_apart_from_grades(
    tmp_path: Path, reference: Reference
) -> None:
    sites = register(tmp_path, reference, "Au (g/t)", "600")
    inventory = opened(sites, reference)

    for name, entry in OPEN_FORMATS.items():
        assert "quarantined: " in texts_of(entry.write(inventory)), name
    table = OPEN_FORMATS["crma"].write(inventory).decode("utf-8-sig")
    gold, copper = list(csv.DictReader(io.StringIO(table)))[:2]
    assert gold["concentration_quarantined"].startswith("quarantined: 600 g/t")
    assert gold["concentration_best"] == gold["quantity_best_t"] == "unknown"
    assert (copper["concentration_best"], copper["concentration_quarantined"]) == (
        "0.4",
        "unknown",
    )


def test_what_cannot_be_is_no_concentration_that_article_27_asks_for(
    tmp_path: Path, reference: Reference
) -> None:
    alone = grades_beside(tmp_path, reference, ("", "")).sites[0]

    assert {"concentrations of raw materials", "quantities of raw materials"} <= {
        *missing(alone)
    }


def test_a_map_layer_has_a_column_for_it() -> None:
    assert "quarantined" in [name for name, _, _ in COLUMNS]


def test_nothing_is_said_where_all_can_be(sample: SiteRegister) -> None:
    assert quarantine_sentence(sample.sites) == ""
