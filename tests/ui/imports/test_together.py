"""One door: tables in the tool's own columns are read as they stand, others asked of."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from prioritizer.domain.reference import Reference
from prioritizer.errors import DataError, Severity
from prioritizer.exports.formats import OPEN_FORMATS
from prioritizer.readers.sites import read_sites
from prioritizer.ui.shell import cache as cached
from tests.conftest import SAMPLE
from tests.exports.opendata.builders import opened
from tests.patience import until
from tests.ui.conftest import Open, assert_calm, is_busy, load, text_of

SITES = b"site_id,name,waste_type,tonnage_t,restricted_fields\nA-1,One,tailings,2000000,owner\n"
GRADES = b"site_id,analyte,best,unit,source\nA-1,Cu,0.5,%,S1\n"
SITES_SV = "Beteckning;Gruva;Mängd (t)\nH-01;Norra;1000000\n".encode()
GRADES_SV = b"Gruva;Kopparhalt (%)\nNorra;0,5\n"
SOURCES = b"source_id,citation\nS1,Report of 1999\n"


@pytest.mark.parametrize("name", ["gpkg", "geojson", "datapackage"])
def test_an_uploaded_export_holds_the_assays(reference: Reference, name: str) -> None:
    register = read_sites(SAMPLE, reference).register
    form = OPEN_FORMATS[name]
    content = form.write(opened(register, reference))

    found = cached.read_upload([(f"sites{form.extension}", content)], title="Mine")

    assert (len(found.register), found.register.n_assays) == (181, 310)
    assert found.register.title == "Mine"


def test_grades_besides_an_export_are_refused(reference: Reference) -> None:
    register = read_sites(SAMPLE, reference).register
    content = OPEN_FORMATS["gpkg"].write(opened(register, reference))
    grades = Path(SAMPLE.with_name("grades.csv")).read_bytes()

    with pytest.raises(DataError, match="assays of its own"):
        cached.read_upload([("sites.gpkg", content), ("grades.csv", grades)], title="Mine")


def test_foreign_grades_beside_foreign_sites_are_read_through_the_import(
    open_page: Open,
) -> None:
    app = open_page("import_data")
    app.file_uploader[0].set_value(("gruvor.csv", SITES_SV, "text/csv"))
    uploader = next(u for u in app.file_uploader if "import-grades.csv" in u.key)
    uploader.set_value(("gruvor.csv", GRADES_SV, "text/csv"))
    app.run()
    app.button(key="import-read").click().run()

    assert_calm(app)
    assert any("Cu" in str(table.value) for table in app.dataframe)


def test_grades_of_a_workbook_are_read_beside_our_own_sites() -> None:
    book = Workbook()
    for row in (("Objekt", "Kopparhalt (%)"), ("A-1", 0.5)):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)

    found = cached.read_upload(
        [("sites.csv", SITES), ("grades.xlsx", content.getvalue())], title="Mine"
    )

    assert found.register.n_assays == 1
    assert [issue.severity for issue in found.issues] == [Severity.NOTE]


def test_the_page_sites_has_no_door_of_its_own_and_leads_to_the_one(open_page: Open) -> None:
    app = open_page("sites")

    assert not app.file_uploader
    links = [link.proto.page for link in app.get("page_link")]
    assert any("import" in link for link in links)


def test_sites_with_their_tables_are_shown_before_they_are_used(open_page: Open) -> None:
    app = open_page("import_data")
    app.file_uploader[0].set_value(("mine.csv", SITES, "text/csv"))
    for name, content in (("grades", GRADES), ("sources", SOURCES)):
        uploader = next(u for u in app.file_uploader if f"import-{name}.csv" in u.key)
        uploader.set_value((f"{name}.csv", content, "text/csv"))
    app.run()
    app.button(key="import-read").click().run()

    assert_calm(app)
    text = text_of(app)
    assert "<b>1</b>grades read" in text
    assert "<b>1</b>sources" in text
    assert list(app.dataframe[0].value["name"]) == ["One"]
    assert "choice.inventory" not in app.session_state

    app.button(key="import-use").click().run()
    register = app.session_state["choice.inventory"].register
    assert (register.title, register.n_assays) == ("mine.csv", 1)
    assert register.sources["S1"].citation == "Report of 1999"


def test_a_table_of_known_columns_can_still_be_asked_of(open_page: Open) -> None:
    app = open_page("import_data")
    app.file_uploader[0].set_value(("mine.csv", SITES, "text/csv")).run()
    app.button(key="import-read").click().run()
    assert not any(s.label.startswith("Field of") for s in app.selectbox)

    app.button(key="import-as-any").click().run()
    for _ in until(lambda: not is_busy(app), 5_000):
        app.run()

    assert_calm(app)
    assert any(s.label.startswith("Field of") for s in app.selectbox)


def test_a_column_that_is_not_known_is_asked_of(open_page: Open) -> None:
    table = SITES.replace(b"tonnage_t", b"Menge (kt)")
    app = open_page("import_data")
    app.file_uploader[0].set_value(("mine.csv", table, "text/csv")).run()
    app.button(key="import-read").click().run()
    for _ in until(lambda: not is_busy(app), 5_000):
        app.run()

    assert_calm(app)
    assert any(s.label.startswith("Field of") for s in app.selectbox)


def test_tables_beside_one_that_cannot_be_read_are_refused_and_nothing_changes(
    open_page: Open,
) -> None:
    app = load(open_page("sites"), b"nonsense\n1\n", grades=GRADES)

    assert "refused as a whole; nothing was changed" in app.error[0].value
    assert "site_id" in text_of(app)
    assert "choice.inventory" not in app.session_state
