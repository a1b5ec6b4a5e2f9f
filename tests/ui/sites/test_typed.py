"""A site is added by form, with the checks of a file."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from tests.conftest import SAMPLE
from tests.ui.conftest import Open, assert_calm, keyed, load, text_of


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


RESTRICTED = (
    "site_id,name,waste_type,volume_m3,area_ha,restricted_fields\n"
    "A-1,One,tailings,600000,60,{}\n"
)


@pytest.mark.parametrize(
    ("restricted", "is_told"), [("", True), ("volume_m3", False), ("owner", True)]
)
def test_a_correction_quotes_withheld_figures_to_the_owner_alone(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, restricted: str, is_told: bool
) -> None:
    app = open_page("sites")
    table = RESTRICTED.format(restricted).encode()
    load(app, table, "sites.csv")

    # The harness cannot type into a grid: the grid says what somebody typed there.
    monkeypatch.setattr(st, "data_editor", lambda grid, **_: {**grid, "area_ha": ["0.1"]})
    app.run()
    app.button(key="typed-use").click().run()
    assert_calm(app)

    assert "1 site changed." in [s.value for s in app.success]
    assert ("600000" in text_of(app)) == is_told
    assert ("a cell that is or may be restricted" in text_of(app)) != is_told
    if restricted:
        keyed(app.get("button_group"), "widget.audience").set_value("internal").run()
        assert_calm(app)
        assert "600000 m3 on 0.1 ha" in text_of(app)


def test_an_id_that_is_taken_is_refused(open_page: Open) -> None:
    app = open_page("sites")
    taken = read_sites(SAMPLE, read_reference()).register.sites[0].site_id

    app = add(app, taken, name="Twice")

    assert "This id is taken" in app.error[0].value
