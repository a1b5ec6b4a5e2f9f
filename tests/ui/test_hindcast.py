"""The page on how often the ranking was right: bias first, no hit rate, the limits."""

from __future__ import annotations

import re

import pytest

from prioritizer.domain.hindcast import Hindcast
from prioritizer.figures.outcome_places import NARROW, OutcomePlaces, outcome_places
from prioritizer.ui.hindcast import cache
from prioritizer.workflow.hindcast import words
from prioritizer.workflow.hindcast.skill import Trying
from prioritizer.workflow.hindcast.study import hindcast_of_sample
from tests.ui.conftest import Open, text_of


@pytest.fixture(scope="module")
def found() -> Hindcast:
    return hindcast_of_sample(Trying(draws=50))


def test_the_page_says_the_bias_first_and_quotes_no_hit_rate(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, found: Hindcast
) -> None:
    monkeypatch.setattr(cache, "of_sample", lambda: found)

    app = open_page("hindcast")

    text = " ".join(text_of(app).split())
    assert app.title[0].value == "How often was this right?"
    first = text.index("The bodies were not drawn at random")
    assert first < text.index("No hit rate is quoted") < text.index("AUC")
    assert words.product_words(found) in text
    assert "Lift of the first places" not in text
    assert "Each of the " in text
    assert "the 90 % range held " in text
    for name in ("Mean place by outcome", "What no order sees: a plant", "What was compared"):
        assert name in text


def test_the_chart_says_every_place_in_words(found: Hindcast) -> None:
    figure = outcome_places(
        OutcomePlaces(["Pond <b>", "Heap"], ["one", "two"], [[1, 20], [12.5, 3]], 40)
    )

    assert "Pond <b>: 1, 20; Heap: 12.5, 3." in figure.alt
    assert "place among 40 bodies" in figure.svg
    assert "<b>" not in figure.svg
    # The middle of the list, and a mark of its own shape for each order.
    assert "stroke-dasharray" in figure.svg
    assert figure.svg.count("<circle") == 3


def test_the_ranking_page_leads_there(open_page: Open) -> None:
    app = open_page()

    links = [one.proto.label for one in app.get("page_link")]
    assert "How often was this right?" in links


def test_the_chart_for_a_phone_holds_the_same_in_its_width(found: Hindcast) -> None:
    places = OutcomePlaces(["Pond", "Heap"], ["one", "two"], [[1, 40], [12.5, 3]], 40)

    wide, narrow = outcome_places(places), outcome_places(places, NARROW)

    assert narrow.alt == wide.alt
    assert 'viewBox="0 0 340 ' in narrow.svg
    assert 'viewBox="0 0 640 ' in wide.svg
    across = [float(x) for x in re.findall(r'c?x="([\d.]+)"', narrow.svg)]
    assert max(across) < 340
    assert min(across) >= 0
