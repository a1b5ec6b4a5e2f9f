"""The button that computes what lies around the points, and what a public page shows of it."""

from __future__ import annotations

from tests.ui.conftest import Open, assert_calm, keyed, load, text_of

SITES = (
    b"site_id,name,waste_type,country,commodity_mined,latitude,longitude,coordinate_error_km,"
    b"distance_port_km,restricted_fields\n"
    b"A-1,Open pond,tailings,SE,Cu,60.6,15.61,2,77,\n"
    b"A-2,Hidden pond,tailings,SE,Cu,62.1,16.2,2,,latitude\n"
)


def test_the_button_computes_and_hides_what_a_restricted_point_would_tell(
    open_page: Open,
) -> None:
    app = open_page("sites")
    load(app, SITES, "mine.csv")

    app.button(key="enrich").click().run()

    assert_calm(app)
    assert any("of yours kept" in box.value for box in app.success)
    text = text_of(app)
    assert "computed from the point" in text
    assert "Falun" in text
    assert "77" in text

    keyed(app.selectbox, "widget.site").set_value("A-2").run()

    assert_calm(app)
    hidden = text_of(app)
    assert "Hidden pond" in hidden
    assert "computed from the point" not in hidden
