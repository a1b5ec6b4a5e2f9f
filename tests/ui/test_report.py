"""The report page and the records: files for an audience, differences in words, checks."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.ui.report import build as report_build
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.records.replay import make_record
from tests.conftest import ROOT
from tests.ui.conftest import Open, assert_calm, control, text_of
from tests.ui.test_steps import lights

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def records(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> tuple[bytes, bytes]:
    """Return the records of two rankings that differ in their weights."""
    equal = WeightVector.equal(criteria.ids)
    other = WeightVector.from_mapping({criteria.ids[0]: 100.0}, criteria.ids)
    return tuple(
        make_record(assess(sample, criteria, Settings(weights), reference), sample)
        for weights in (equal, other)
    )  # type: ignore[return-value]


def view(app: AppTest, name: str) -> None:
    control(app, "View").set_value(name).run()
    assert_calm(app)


def send(app: AppTest, *contents: bytes) -> None:
    for uploader, content in zip(app.file_uploader, contents, strict=False):
        uploader.set_value(("record.json", content, "application/json"))
    app.run()
    assert_calm(app)


def test_a_report_is_built_for_an_audience_with_every_file(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page("report")
    assert len(app.text_input(key="widget.report_date").value) == len("2026-03-01")
    app.number_input(key="widget.shortlist").set_value(2).run()
    app.selectbox(key="widget.report_draws").set_value(0).run()
    control(app, "Who reads it").set_value("internal").run()
    control(app, "Files").set_value(["pdf", "geojson"]).run()

    next(b for b in app.button if b.label == "Build the report").click().run()

    assert_calm(app)
    labels = [b.label for b in app.get("download_button")]
    assert labels[0].startswith("Report (PDF")
    assert labels[1].startswith("Map layer (GEOJSON")
    assert "Likely: prepare next" in text_of(app)
    assert "Record" in text_of(app)


def test_a_report_that_fails_is_not_called_built_and_has_nothing_to_cancel(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise InputError("shortlist, SE-004: found as must, but a veto holds it back.")

    monkeypatch.setattr(report_build, "prepare_report", fails)
    app = open_page("report")

    next(b for b in app.button if b.label == "Build the report").click().run()

    assert "a veto holds it back" in app.error[0].value
    assert not [b for b in app.button if b.label == "Cancel"]
    assert lights(app)["Report"] == ("to do", "not built")


def test_a_changed_choice_asks_to_build_anew(open_page: Open) -> None:
    app = open_page("report")
    app.number_input(key="widget.shortlist").set_value(1).run()
    app.selectbox(key="widget.report_draws").set_value(0).run()
    app.toggle(key="widget.report_portfolio").set_value(False).run()
    control(app, "Files").set_value(["geojson"]).run()
    next(b for b in app.button if b.label == "Build the report").click().run()
    assert app.get("download_button")

    app.text_input(key="widget.report_title").set_value("Another").run()

    assert not app.get("download_button")
    assert report_build.MOST_KEPT > 0


def test_what_was_typed_last_is_in_the_report_that_the_click_asks_for(open_page: Open) -> None:
    app = open_page("report")
    app.number_input(key="widget.shortlist").set_value(3).run()
    app.selectbox(key="widget.report_draws").set_value(0).run()
    app.toggle(key="widget.report_portfolio").set_value(False).run()
    control(app, "Files").set_value(["geojson"]).run()

    app.text_input(key="widget.report_title").set_value("Typed last")
    next(b for b in app.button if b.label == "Build the report").click().run()

    assert_calm(app)
    assert app.get("download_button")


def test_without_a_file_nothing_can_be_built(open_page: Open) -> None:
    app = open_page("report")

    control(app, "Files").set_value([]).run()

    assert next(b for b in app.button if b.label == "Build the report").disabled


def test_two_records_are_compared_in_words(
    open_page: Open, records: tuple[bytes, bytes]
) -> None:
    app = open_page("export")
    view(app, "compare")

    send(app, *records)

    text = text_of(app)
    assert "What changed" in text
    assert "weights (" in text
    assert "entered the first 10" in text


def test_two_equal_records_are_said_to_be_the_same(
    open_page: Open, records: tuple[bytes, bytes]
) -> None:
    app = open_page("export")
    view(app, "compare")

    send(app, records[0], records[0])

    assert "Same" in app.success[0].value


def test_a_workshops_record_is_checked_against_the_head_that_was_kept(open_page: Open) -> None:
    content = (ROOT / "tests/old_files/workshops/named-points.json").read_bytes()
    head = json.loads(content)["head"]
    app = open_page("export")
    view(app, "check")

    send(app, content)
    assert "Only the head can tell" in app.success[0].value
    assert "entered by hand" in text_of(app)
    assert "no head was compared" in text_of(app)

    app.text_input(key="check-head").set_value(f"{head[:8]}…{head[-8:]}").run()
    assert "is the one whose head was kept" in app.success[0].value

    app.text_input(key="check-head").set_value("0" * 16).run()
    assert "not the one whose head was kept" in app.error[0].value


def test_a_record_that_was_changed_does_not_hold(
    open_page: Open, records: tuple[bytes, bytes]
) -> None:
    app = open_page("export")
    view(app, "check")

    send(app, records[0])
    assert "It holds" in app.success[0].value

    data = json.loads(records[0])
    data["results"][0]["score"] = 0.123
    send(app, json.dumps(data).encode())
    assert "It does not hold" in app.error[0].value
    assert "record says 0.123" in text_of(app)


def test_what_is_no_record_is_refused_in_words(open_page: Open) -> None:
    app = open_page("export")
    view(app, "check")

    send(app, b"[1, 2]")

    assert app.error
    assert "went wrong" not in app.error[0].value
