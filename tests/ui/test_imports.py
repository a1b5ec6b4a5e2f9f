"""The import page: read, see what was understood, correct, use, keep."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.imports import ImportOptions
from prioritizer.domain.site import Site
from prioritizer.errors import Cancelled
from prioritizer.storage.database.access import Access
from prioritizer.storage.inventory.opening import open_store
from prioritizer.ui.imports.job import ImportJob, safe_name
from prioritizer.ui.ranking import point_map
from prioritizer.ui.shell import cache as cached
from tests.conftest import ROOT
from tests.patience import until
from tests.ui.conftest import Open, assert_calm, is_busy, list_data, text_of
from tests.ui.harmless import assert_harmless

EXAMPLES = ROOT / "sample_data" / "import_examples"
HOSTILE = (
    b"site_id;name;waste_type;tonnage_t (t);[a](http://example.org)\n"
    b'X-1;"<img src=x onerror=alert(1)> [a](http://example.org)";tailings;2000000;1\n'
    b"X-2;=HYPERLINK(1);tailings;300000;2\n"
)


@pytest.fixture
def store_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where inventories are kept during a test."""
    path = tmp_path / "kept" / "inventories.db"
    monkeypatch.setenv("PRIORITIZER_INVENTORIES", str(path))
    monkeypatch.setenv("PRIORITIZER_DATA", str(tmp_path / "own"))
    return path


@pytest.fixture
def page(open_page: Open, store_file: Path) -> AppTest:
    return open_page("import_data")


def finished(app: AppTest) -> AppTest:
    """Return the page when the file is read, however busy the machine is."""
    for _ in until(lambda: not is_busy(app), 1_000):
        time.sleep(0.2)
        app.run()
    assert_calm(app)
    return app


def read(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader[0].set_value((name, content, "application/octet-stream")).run()
    return finished(app.button(key="import-read").click().run())


def example(app: AppTest, name: str) -> AppTest:
    app.selectbox(key="import-example").set_value(name).run()
    return finished(app.button(key="import-read").click().run())


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert_calm(app)
    return app


def field_of(app: AppTest, header: str):  # type: ignore[no-untyped-def]
    return next(
        s
        for s in app.selectbox
        if s.label.replace("\\", "").startswith("Field of")
        and s.label.replace("\\", "").endswith(header)
    )


def test_an_example_is_read_with_every_decision_and_its_confidence(page: AppTest) -> None:
    app = example(page, "halden.csv")

    text = text_of(app)
    assert "<b>6</b>sites read" in text
    assert "read as cp1252" in text
    assert "68 %" in text
    assert field_of(app, "Masse (kt)").value == "tonnage_t"


def test_a_corrected_column_is_read_again_under_the_choice(page: AppTest) -> None:
    app = example(page, "halden.csv")

    field_of(app, "Masse (kt)").set_value("not read")
    press(app, "Read again with these choices")

    assert field_of(app, "Masse (kt)").value == "not read"
    assert field_of(app, "Bezeichnung").value == "name"
    understood = app.dataframe[0].value
    assert "tonnage_t" not in understood or set(understood["tonnage_t"]) == {""}


def test_a_changed_unit_scales_the_column(page: AppTest) -> None:
    app = example(page, "halden.csv")
    before = app.dataframe[0].value["tonnage_t"][0]

    unit = next(
        t for t in app.text_input if t.label.startswith("Unit of") and "Masse" in t.label
    )
    unit.set_value("t")
    press(app, "Read again with these choices")

    assert float(before) == 1_450_000
    assert float(app.dataframe[0].value["tonnage_t"][0]) == 1_450


def test_what_was_read_is_ranked_in_this_session(page: AppTest) -> None:
    app = example(page, "halden.csv")

    app.button(key="import-use").click().run()
    app.switch_page("prioritizer/ui/pages/ranking.py").run()

    assert_calm(app)
    assert {row["id"] for row in list_data(app)["rows"]} <= {f"H-0{i}" for i in range(1, 7)}


def test_what_was_read_is_kept_with_who_and_why(page: AppTest, store_file: Path) -> None:
    app = example(page, "halden.csv")

    app.text_input(key="who-import").set_value("Ada")
    press(app, "Keep in this inventory")

    assert "Kept as" in app.success[0].value
    with open_store(store_file, access=Access.WRITE) as store:
        (kept,) = store.list_inventories()
        assert (kept.name, kept.n_sites) == ("halden", 6)
        assert [(c.who, c.why) for c in store.changes("halden")] == [
            ("Ada", "import of halden.csv")
        ]


def test_nothing_is_kept_without_a_name_of_its_author(page: AppTest, store_file: Path) -> None:
    app = example(page, "halden.csv")

    press(app, "Keep in this inventory")

    assert "Please enter your name" in app.error[0].value
    assert not store_file.exists()


def test_hostile_text_in_cells_stays_text(page: AppTest) -> None:
    app = read(page, "<b>x</b> [a](http://example.org).csv", HOSTILE)

    assert_harmless(app)
    assert app.dataframe[0].value["name"][0].startswith("<img")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04junk", b"\0\0\0\0"])
def test_a_file_that_is_no_table_is_refused_with_its_reason(
    page: AppTest, content: bytes
) -> None:
    app = read(page, "mine.csv", content)

    assert "refused as a whole" in app.error[0].value
    assert "mine.csv" in text_of(app)


def test_a_profile_decides_without_a_question(open_page: Open, store_file: Path) -> None:
    profile = {
        "format": "pilot-prioritizer import profile",
        "version": 1,
        "columns": {"Masse (kt)": "ignore"},
    }
    app = open_page("import_data")
    content = (EXAMPLES / "halden.csv").read_bytes()
    app.file_uploader[0].set_value(("halden.csv", content, "text/csv"))
    text = json.dumps(profile).encode()
    app.file_uploader[1].set_value(("p.json", text, "application/json")).run()

    app.button(key="import-read").click().run()

    assert_calm(app)
    assert field_of(app, "Masse (kt)").value == "not read"


def test_a_broken_profile_is_named(open_page: Open, store_file: Path) -> None:
    app = open_page("import_data")
    app.file_uploader[0].set_value(("a.csv", b"name\nx\n", "text/csv"))
    app.file_uploader[1].set_value(("p.json", b"{", "application/json")).run()

    app.button(key="import-read").click().run()

    assert_calm(app)
    assert "invalid JSON" in app.error[0].value


def test_a_cancelled_job_ends_in_words_and_keeps_nothing() -> None:
    rows = b"site_id,name,waste_type,tonnage_t\n" + b"".join(
        b"X-%d,Pond %d,tailings,%d\n" % (i, i, i + 1) for i in range(20_000)
    )
    job = ImportJob("big.csv", rows, ImportOptions(), cached.reference())

    job.cancel()

    assert job.is_done
    with pytest.raises(Cancelled, match="was cancelled"):
        job.result()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a b.csv", "a b.csv"),
        ("", "table"),
        ("<b>.csv", "_b_.csv"),
        ("x" * 300 + ".csv", "x" * 80 + ".csv"),
        (". .", "table"),
    ],
)
def test_a_file_name_becomes_harmless(given: str, kept: str) -> None:
    assert safe_name(given).startswith(kept[:80])
    assert "/" not in safe_name(given)
    assert safe_name(given) not in {"", ".", ".."}


REGISTER = (
    "Objekt-ID;Namn;waste_type;impact_observed;Latitud;Longitud;Koppar (%)\n"
    "1;Norra;anrikningssand;ja;60,1;15,2;0,5\n2;Södra;gruvsnus;nej;60,2;15,3;0,4\n"
).encode()


def test_a_word_that_is_not_known_gets_its_meaning_in_the_page(page: AppTest) -> None:
    app = read(page, "register.csv", REGISTER)
    word = next(s for s in app.selectbox if "gruvsnus" in s.label)
    assert (word.value, "not known" in word.label) == ("other", True)

    word.set_value("slag")
    press(app, "Read again with these choices")

    assert list(app.dataframe[0].value["waste_type"]) == ["tailings", "slag"]
    assert "not known" not in next(s for s in app.selectbox if "gruvsnus" in s.label).label


def test_the_preview_shows_grades_and_the_map_of_the_points_as_read(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[list[str], frozenset[str]]] = []

    def show(
        sites: Sequence[Site], *, key: str, doubtful: frozenset[str], content: str
    ) -> None:
        assert key == "import-map"
        assert len(content) == len(hashlib.sha256().hexdigest())
        drawn.append(([f"{s.longitude}, {s.latitude}" for s in sites], doubtful))

    monkeypatch.setattr(point_map, "show", show)
    app = read(page, "register.csv", REGISTER)

    assert list(app.dataframe[1].value["analyte"]) == ["Cu", "Cu"]
    assert drawn[-1] == (["15.2, 60.1", "15.3, 60.2"], frozenset())
    # A point on the other side of the world is drawn where it was read, and marked.
    rows = "".join(f"{n};Heap {n};gruvsnus;nej;60,2;15,{n};0,4\n" for n in (3, 4))
    text = f"{REGISTER.decode()}{rows}5;Öst;gruvsnus;nej;60,2;-15,3;0,4\n"
    app = read(page, "other.csv", text.encode())
    points, doubtful = drawn[-1]
    assert (points[-1], doubtful) == ("-15.3, 60.2", frozenset({"5"}))
    assert "1 position in doubt (dashed)" in text_of(app)


def test_equal_warnings_of_many_rows_are_one_line(page: AppTest) -> None:
    rows = "".join(f"A-{n};Heap {n};tailings;{n} x\n" for n in range(25))

    app = read(page, "many.csv", f"site_id;name;waste_type;tonnage_t\n{rows}".encode())

    text = text_of(app)
    assert text.count("pp-badge error") == 1
    assert "and 24 more rows: 3, 4, 5, 6, 7 …" in text
    assert "site A-0" in text


def test_a_column_shows_what_it_means_in_words(page: AppTest) -> None:
    app = read(page, "register.csv", REGISTER)

    shown = field_of(app, "waste_type")
    assert shown.value == "waste_type"
    assert "Kind of waste" in shown.options
    assert "Best estimate of the mass" in shown.options


OWN = b"""site_id,name,waste_type,Noise
A,Alpha,tailings,loud
B,Beta,tailings,55
C,Gamma,tailings,7
"""


def test_own_columns_are_listed_apart_and_their_kind_can_be_chosen(page: AppTest) -> None:
    app = read(page, "own.csv", OWN)

    text = text_of(app)
    assert "The tool does not know what these columns mean" in text
    table = text[text.index("Why it is your own") :]
    assert "Noise" in table
    assert "as a number, 1 of 3 cells would not be read" in table

    field_of(app, "Noise").set_value("own:number")
    press(app, "Read again with these choices")

    text = text_of(app)
    assert "1 of 3 cells, such as" in text
    assert "<b>3</b>sites read" in text


def test_headings_are_remembered_used_again_and_forgotten(page: AppTest) -> None:
    app = read(page, "own.csv", OWN)
    field_of(app, "Noise").set_value("own:number")
    press(app, "Read again with these choices")
    press(app, "Remember these headings")
    assert "These headings are remembered." in text_of(app)

    app = read(app, "next.csv", OWN)
    assert "the header of an earlier import; the decisions kept then are used" in text_of(app)
    assert field_of(app, "Noise").value == "own:number"

    press(app, "Forget these headings")
    app = read(app, "third.csv", OWN)
    assert "the header of an earlier import" not in text_of(app)
    assert field_of(app, "Noise").value == "own"


FAULTY = b"""site_id,name,waste_type,tonnage_t,latitude,longitude
A,Alpha,tailings,500000,60,15
A,Beta,tailings,"1 2 3 x",61,16
"""


def test_a_row_left_out_is_corrected_in_the_grid_and_read_again(page: AppTest) -> None:
    app = read(page, "faulty.csv", FAULTY)
    assert "<b>1</b>rows left out" in text_of(app)
    key = f"import-correct-{app.session_state['choice.import_job'].number}"
    grid = next(d.value for d in app.dataframe if "new" in d.value)
    assert {"tonnage_t", "site_id"} <= set(grid["column"])

    place = {name: number for number, name in enumerate(grid["column"])}
    app.session_state[key] = {
        "edited_rows": {
            place["site_id"]: {"new": "B"},
            place["tonnage_t"]: {"new": "1 500 000"},
        },
        "added_rows": [],
        "deleted_rows": [],
    }
    app.run()
    press(app, "Read again with these values")

    text = text_of(app)
    assert "<b>2</b>sites read" in text
    assert "<b>0</b>errors" in text
    assert "cells as you corrected them" in text
    assert "1500000" in [str(t) for t in app.dataframe[0].value["tonnage_t"]]


def test_the_order_of_classes_is_chosen_and_holds(page: AppTest) -> None:
    table = b"site_id;name;waste_type;Support\nA1;A;slag;weak\nB2;B;slag;strong\n"
    app = read(page, "classes.csv", table + b"C3;C;slag;weak\nD4;D;slag;strong\n")

    (order,) = app.multiselect
    assert order.label == "Support, from the worst"
    order.set_value(["weak"])
    press(app, "Read again with these choices")
    assert "found an order without 'strong'" in text_of(app)

    app.multiselect[0].set_value(["weak", "strong"])
    press(app, "Read again with these choices")
    assert app.multiselect[0].value == ["weak", "strong"]
    assert "classes from the worst: weak, strong" in text_of(app)


def test_ids_of_other_registers_are_a_choice_and_stay_read(page: AppTest) -> None:
    app = read(page, "mine.csv", b"Site ID;Name;MRDS_ID;Mass (t)\nA1;Alder;77;1000\n")

    assert_calm(app)
    assert "MRDS" in str(field_of(app, "MRDS_ID").value)


def test_the_side_of_longitudes_is_asked_and_chosen_in_the_page(page: AppTest) -> None:
    app = read(page, "mine.csv", b"Site;Latitude;Longitude O;Mass (t)\nA;48.5;13.25;9\n")
    assert "side of longitudes" in text_of(app)

    side = next(s for s in app.selectbox if s.label == "Side of longitudes without a sign")
    side.set_value("W")
    app = finished(press(app, "Read again with these choices"))

    assert_calm(app)
    assert app.dataframe[0].value["longitude"][0] == "-13.25"
