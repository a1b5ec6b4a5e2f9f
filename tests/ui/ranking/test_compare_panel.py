"""Pins, links and what-ifs on the ranking page: what they show, and what they leave alone."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import Open, assert_calm, keyed, list_data, protos, ranking, text_of


def ghost(app: AppTest) -> dict[str, Any] | None:
    """Return what the list is told of a what-if; None where nothing is tried out."""
    for proto in protos(app):
        if getattr(proto, "component_name", "") == "prioritizer_list_what_if":
            found: dict[str, Any] = json.loads(proto.bytes)
            return found
    return None


def test_two_pinned_sites_stand_side_by_side_with_the_trade_off(open_page: Open) -> None:
    app = open_page()
    rows = list_data(app)["rows"]
    assert "Compare sites" not in text_of(app)

    app.session_state["choice.pins"] = (rows[0]["id"],)
    app.run()
    assert f"Choose one more site to compare with {rows[0]['name']}." in text_of(app)

    apart = next(row for row in rows if row["rank"] is None)
    app.session_state["choice.pins"] = (rows[0]["id"], rows[3]["id"], apart["id"])
    app.run()

    assert_calm(app)
    text = text_of(app)
    assert "in score: what is better, " in text
    assert "against " in text
    assert f"{apart['name']} is not ranked: too little is known." in text
    assert list_data(app)["pins"] == [rows[0]["id"], rows[3]["id"], apart["id"]]
    assert ranking(app)[:3] == [(row["name"], row["rank"]) for row in rows[:3]]


def test_a_link_carries_site_search_order_and_pins_once(open_page: Open) -> None:
    app = open_page()
    rows = list_data(app)["rows"]
    app.session_state["choice.link_read"] = False
    app.session_state["choice.link_asked"] = {"site": rows[5]["id"]}
    app.query_params["q"] = "kobolt"
    app.query_params["sort"] = "-chance"
    app.query_params["pins"] = f"{rows[0]['id']},{rows[1]['id']}"
    app.run()

    data = list_data(app)
    assert data["selected"] == rows[5]["id"]
    assert data["view"] == "q=kobolt&sort=-chance"
    assert data["pins"] == [rows[0]["id"], rows[1]["id"]]

    app.query_params["q"] = "zinc"
    app.run()
    assert list_data(app)["view"] == "q=kobolt&sort=-chance"


def test_a_value_that_is_tried_out_moves_the_site_here_and_nowhere_else(
    open_page: Open,
) -> None:
    app = open_page()
    before, first = ranking(app), list_data(app)["rows"][0]
    keyed(app.number_input, f"what-if-value-{first['id']}-tonnage_t").set_value(1_000.0).run()
    app.button(key="what-if-try").click().run()

    assert_calm(app)
    text = text_of(app)
    assert "What-if" in text
    assert "Place: 1 → " in text
    assert f"Leaves the list: {first['name']}." in text
    assert ranking(app) == before
    row = ghost(app)
    assert row is not None
    assert f"Place: 1 → {row['rank']}." in text
    assert row["id"] == first["id"]
    assert row["mark"] == f"What-if: place {row['rank']}"
    assert row["text"].endswith(" → 1 000 t dry")
    # It holds beside this very list, and no other.
    data = list_data(app)
    assert (row["key"], row["points"]) == (data["key"], data["points"])

    # Of another site nothing is tried out.
    other = list_data(app)["rows"][1]
    app.session_state["choice.selected"] = other["id"]
    app.run()
    assert ghost(app) is None
    app.session_state["choice.selected"] = first["id"]
    app.run()
    assert ghost(app) == row

    app.button(key="what-if-drop").click().run()
    assert ghost(app) is None
    assert "Place: 1 → " not in text_of(app)
    assert ranking(app) == before


def test_a_value_that_brings_a_site_among_the_ranked_gives_it_a_row(open_page: Open) -> None:
    app = open_page()
    apart = next(row for row in list_data(app)["rows"] if row["rank"] is None)
    app.session_state["choice.selected"] = apart["id"]
    app.run()
    value = keyed(app.number_input, f"what-if-value-{apart['id']}-tonnage_t")
    value.set_value(2_000_000.0).run()
    app.button(key="what-if-try").click().run()

    row = ghost(app)
    assert row is not None
    assert row["id"] == apart["id"]
    text = text_of(app)
    assert f"Place: not ranked → {row['rank'] or 'not ranked'}." in text
    # The panel speaks of the row just where there is one.
    assert ("a dashed row of the list" in text) == (row["rank"] is not None)
