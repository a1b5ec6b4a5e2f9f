"""Sites, export and method pages: upload, filter, card, downloads."""

from __future__ import annotations

import json

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.site import SiteRegister
from prioritizer.exports.formats import RANKING_FORMATS
from prioritizer.ui.navigation import PAGES
from tests.conftest import ROOT
from tests.ui.conftest import Open, assert_calm, list_data, load, protos, text_of

HEADER = b"site_id,name,waste_type,tonnage_t\n"
GOOD = HEADER + b"X-1,Pond one,tailings,2000000\nX-2,Pond two,tailings,300000\n"
HOSTILE = (
    HEADER
    + b'X-1,"<img src=x onerror=alert(1)> [a](http://example.org) **b** $x$",tailings,2000000\n'
    + b"X-2,:material/delete: ![a](http://example.org/a.png),tailings,300000\n"
)


def test_the_sites_page_counts_and_shows_every_site(
    open_page: Open, sample: SiteRegister
) -> None:
    app = open_page("sites")

    table = app.dataframe[0].value
    assert len(table) == len(sample)
    assert list(table["Id"]) == [site.site_id for site in sample.sites]
    assert table["Volume"].isin(range(101)).all()
    assert "how much of what each criterion reads is known" in text_of(app)


def test_the_search_narrows_the_table(open_page: Open) -> None:
    app = open_page("sites")

    app.text_input(key="sites-search").set_value("otanmäki").run()

    assert list(app.dataframe[0].value["Name"]) == ["Otanmäki tailings"]


def test_a_search_without_a_hit_says_so(open_page: Open) -> None:
    app = open_page("sites")

    app.text_input(key="sites-search").set_value("no such place").run()

    assert_calm(app)
    assert "No site passes the filter" in app.info[0].value


def test_the_card_shows_grades_as_published_and_converted_with_sources(open_page: Open) -> None:
    app = open_page("sites")

    app.selectbox(key="widget.site").set_value("SE-001").run()

    text = text_of(app)
    assert "As published" in text
    assert "As element, g/t" in text
    assert "P 23 700" in text.replace("24,000", "24 000")
    assert "S003" in text
    assert "grangesbergexploration.se" in text


def test_the_card_shows_own_columns_with_unit_classes_and_source(open_page: Open) -> None:
    app = open_page("sites")
    table = (
        b"site_id,name,waste_type,dust_low,dust,dust_source,wall,lit\n"
        b"X-1,Pond,tailings,1,2,Q7,fair,no\n"
    )
    declared = b"""column,kind,unit,classes,title
dust,number,mg/m3,,Dust <b>at the fence</b>
wall,classes,,poor;fair;good,
"""
    load(app, table, own_columns=declared)

    assert_calm(app)
    text = text_of(app)
    assert "Your own columns" in text
    assert "2 (1 – ?) mg/m" in text
    assert "Dust &lt;b&gt;at the fence&lt;/b&gt;" in text
    assert "from worst to best: poor, fair, good" in text
    assert "Q7" in text


def test_a_good_table_replaces_the_sample_and_ranks(open_page: Open) -> None:
    app = open_page("sites")

    load(app, GOOD)
    app.switch_page("prioritizer/ui/pages/ranking.py").run()

    assert_calm(app)
    assert [row["id"] for row in list_data(app)["rows"]] == ["X-1", "X-2"]


def test_a_broken_table_lists_every_fault_and_keeps_what_was_there(
    open_page: Open, sample: SiteRegister
) -> None:
    app = open_page("sites")
    broken = (ROOT / "sample_data" / "sites_with_errors.csv").read_bytes()
    load(app, broken)
    text = text_of(app)
    assert_calm(app)
    assert "row 3" in text
    assert "about three million" in text

    load(app, b"nonsense without columns\n1\n")

    assert_calm(app)
    assert app.error or app.warning
    app.switch_page("prioritizer/ui/pages/sites.py").run()
    app.button(key="back-to-sample").click().run()
    assert len(app.dataframe[0].value) == len(sample)


@pytest.mark.parametrize(
    "content", [b"", b"site_id,name,waste_type\n", b"PK\x03\x04junk", b"\xff\xfe\x00"]
)
def test_a_file_that_is_no_table_is_refused_in_words(
    open_page: Open, sample: SiteRegister, content: bytes
) -> None:
    app = open_page("sites")

    load(app, content)

    assert_calm(app)
    assert "refused" in app.error[0].value or "could not be read" in app.error[0].value
    assert "sites.csv" in text_of(app) or "mine.csv" in text_of(app)
    app.switch_page("prioritizer/ui/pages/sites.py").run()
    assert len(app.dataframe[0].value) == len(sample)


def test_hostile_names_stay_text_on_every_page(open_page: Open) -> None:
    app = open_page("sites")
    load(app, HOSTILE, name="<b>x</b> [a](http://example.org).csv")

    for page in ("sites", "ranking", "export"):
        app.switch_page(f"prioritizer/ui/pages/{page}.py").run()
        assert_calm(app)
        for proto in protos(app):
            body = str(getattr(proto, "body", ""))
            assert "<img" not in body
            if type(proto).__name__ in {"Markdown", "Alert"}:
                assert "](http" not in body
    names = [row["name"] for row in list_data(_ranking(app))["rows"]]
    assert names[0].startswith("<img")


def _ranking(app):  # type: ignore[no-untyped-def]
    return app.switch_page("prioritizer/ui/pages/ranking.py").run()


def test_a_single_site_can_be_ranked_and_explained(open_page: Open) -> None:
    app = open_page("sites")

    load(app, b"site_id,name,waste_type,tonnage_t\nX-1,Only one,tailings,2000000\n")
    app = _ranking(app)

    assert_calm(app)
    assert [row["rank"] for row in list_data(app)["rows"]] == [1]


def test_sites_that_cannot_be_ranked_are_said_and_the_page_stays_calm(open_page: Open) -> None:
    app = open_page("sites")

    load(app, b"site_id,name,waste_type\nX-1,Nothing known,tailings\n")
    app = _ranking(app)

    assert_calm(app)
    assert "none with a mass" in app.error[0].value


def test_the_export_page_offers_every_format_and_the_record(open_page: Open) -> None:
    app = open_page("export")

    labels = [proto.label for proto in protos(app) if type(proto).__name__ == "DownloadButton"]
    assert labels == [*_titles(labels), "Decision record"]
    assert set(labels) - {"Decision record"} == {
        entry.title for entry in RANKING_FORMATS.values()
    }
    assert "Fingerprint" in text_of(app)


def _titles(labels: list[str]) -> list[str]:
    return [label for label in labels if label != "Decision record"]


def test_the_shortlist_follows_the_weights(open_page: Open) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(100).run()
    first = list_data(app)["rows"][0]["name"]

    app.switch_page("prioritizer/ui/pages/export.py").run()

    text = text_of(app)
    assert "Grade <b>55.6 %</b>" in text
    assert text.index(first) > 0


def test_the_method_page_states_each_formula_range_and_source(
    open_page: Open, criteria: CriteriaSet
) -> None:
    text = text_of(open_page("about"))

    for criterion in criteria.criteria:
        assert criterion.formula.replace("'", "&#x27;") in text
        assert criterion.source.split(":")[0] in text


def test_pages_ask_nothing_of_other_hosts_in_their_settings() -> None:
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")

    for line in (
        "gatherUsageStats = false",
        "postScriptGC = false",
        'showErrorDetails = "none"',
        "disableDataExport = true",
    ):
        assert line in config


def test_the_list_payload_is_plain_json(open_page: Open) -> None:
    data = list_data(open_page())

    assert "NaN" not in json.dumps(data)


def test_weights_and_places_are_drawn_as_they_are_when_a_shared_panel_changes_page(
    open_page: Open,
) -> None:
    app = open_page()
    app.slider[0].set_value(70).run()

    app.switch_page("prioritizer/ui/pages/robustness.py").run()

    assert [slider.value for slider in app.slider] == [70, 20, 20, 20, 20]
    # What a browser draws that has no value of its own yet.
    assert [slider.proto.default[0] for slider in app.slider] == [70, 20, 20, 20, 20]
    assert_calm(app)


@pytest.mark.parametrize("page", [entry.path.stem for entry in PAGES])
def test_no_page_sends_a_value_that_is_set(open_page: Open, page: str) -> None:
    """What is set is sent once; a run cut short takes it along, and the browser then errs."""
    app = open_page(page)

    assert [p.label for p in protos(app) if getattr(p, "set_value", False)] == []
