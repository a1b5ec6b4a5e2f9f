"""A site is added by form, with the checks of a file."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from tests.conftest import SAMPLE
from tests.ui.conftest import Open, assert_calm, text_of


def add(app: AppTest, site_id: str, **cells: str) -> AppTest:
    turn = next(
        t.key for t in app.text_input if t.key and t.key.startswith("new-site-id")
    ).rsplit("-", 1)[1]
    app.text_input(key=f"new-site-id-{turn}").set_value(site_id)
    for name, text in cells.items():
        app.text_input(key=f"new-{name}-{turn}").set_value(text)
    next(b for b in app.button if b.label == "Add this site").click().run()
    assert_calm(app)
    return app


def test_a_site_typed_as_people_write_is_in_the_inventory(open_page: Open) -> None:
    app = add(
        open_page("sites"), "NEW-1", name="New heap", tonnage_t="1 500 000", area_ha="0,5"
    )

    assert "NEW-1 was added." in [s.value for s in app.success]
    assert "<b>182</b> sites" in text_of(app)


def test_a_faulty_cell_is_told_and_nothing_is_added(open_page: Open) -> None:
    app = add(open_page("sites"), "NEW-1", name="New heap", tonnage_t="much")

    assert "a number in t dry such as 0.5 or 1 500 000" in text_of(app)
    assert "<b>181</b> sites" in text_of(app)


def test_an_id_that_is_taken_is_refused(open_page: Open) -> None:
    app = open_page("sites")
    taken = read_sites(SAMPLE, read_reference()).register.sites[0].site_id

    app = add(app, taken, name="Twice")

    assert "This id is taken" in app.error[0].value
