"""A quarantined grade is corrected and taken in on the page Sites."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import Open, assert_calm, load, text_of

SITES = b"site_id,name,waste_type\nA-1,One,tailings\n"
GRADES = b"site_id,analyte,best,unit\nA-1,Cu,65,%\n"


@pytest.fixture
def page(open_page: Open) -> AppTest:
    app = open_page("sites")
    load(app, SITES, "sites.csv", grades=GRADES)
    assert_calm(app)
    return app


def take(app: AppTest, text: str) -> AppTest:
    next(t for t in app.text_input if t.label == "Grade of Cu at One").set_value(text)
    next(box for box in app.checkbox if box.label == "Take in").check()
    next(b for b in app.button if b.label == "Take these in").click().run()
    assert_calm(app)
    return app


def test_a_corrected_grade_leaves_the_list(page: AppTest) -> None:
    assert "65 % is above 20 % Cu" in text_of(page)

    app = take(page, "0,65")

    assert "1 grade taken in." in [s.value for s in app.success]
    assert not any(t.label == "Grade of Cu at One" for t in app.text_input)


def test_an_impossible_grade_stays_until_it_is_confirmed(page: AppTest) -> None:
    app = take(page, "65")

    assert "tick that it is right" in app.error[0].value.replace("\\", "")


def test_the_public_page_takes_in_the_grade_that_it_shows(open_page: Open) -> None:
    sites = b"site_id,name,waste_type,restricted_fields\nA-1,One,tailings,assays/Cu\n"
    grades = b"site_id,analyte,best,unit\nA-1,Cu,90,%\nA-1,Au,900000,g/t\n"
    app = open_page("sites")
    load(app, sites, "sites.csv", grades=grades)

    next(t for t in app.text_input if t.label == "Grade of Au at One").set_value("0.9")
    next(box for box in app.checkbox if box.label == "Take in").check()
    next(b for b in app.button if b.label == "Take these in").click().run()

    assert_calm(app)
    copper, gold = app.session_state["choice.inventory"].register.sites[0].assays
    assert (copper.grade.best, copper.unit, copper.is_used) == (90.0, "%", False)
    assert (gold.grade.best, gold.unit, gold.is_used) == (0.9, "g/t", True)
    assert "1 grade taken in." in [s.value for s in app.success]
