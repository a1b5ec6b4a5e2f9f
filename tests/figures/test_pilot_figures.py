"""Charts of portfolio and viability: round axes, marks in place, the same said in words."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.words import number
from prioritizer.figures.axes import ticks
from prioritizer.figures.cash_flow import Spread, cash_flow_bars, spread_bars
from prioritizer.figures.frontier import Frontier, frontier_steps
from prioritizer.figures.svg import Figure
from prioritizer.figures.tornado import Swing, tornado_bars

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script> & "quoted" \x00\u202egnp.exe'
STEPS = Frontier([1e6, 2e6, 3e6], [0.5, 0.9, 1.2], [1, 2, 3], 2e6)
SWINGS = [Swing(HOSTILE, -20.0, 5.0, "1 to 2"), Swing("mass", -8.0, -4.0, "3 to 4")]
SPREAD = Spread([1, 4, 2], [-10.0, -5.0, 0.0, 5.0], (-8.0, -3.0, 2.0))


def drawn() -> list[Figure]:
    return [
        frontier_steps(STEPS),
        tornado_bars(SWINGS, best=-6.0, unit="M USD"),
        cash_flow_bars([-20.0, 5.0, 5.0, -1.0], unit="M USD"),
        spread_bars(SPREAD, title="Net present value", unit="M USD"),
    ]


@pytest.mark.parametrize("k", range(4))
def test_every_chart_is_sound_xml_without_script(k: int) -> None:
    root = Xml.fromstring(drawn()[k].svg)  # noqa: S314 - our own text

    assert root.find(f".//{SVG}script") is None
    assert "\x00" not in drawn()[k].svg


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9))
def test_ticks_embrace_the_range_in_even_steps(low: float, span: float) -> None:
    found = ticks(low, low + span)

    assert found[0] <= low + 1e-6 * (abs(low) + span)
    assert found[-1] >= low + span - 1e-6 * (abs(low) + span)
    steps = [b - a for a, b in pairwise(found)]
    assert max(steps) - min(steps) <= 1e-6 * (abs(low) + span)
    assert 2 <= len(found) <= 9


def test_a_range_without_width_still_has_an_axis() -> None:
    assert ticks(3.0, 3.0) == (2.0, 3.0, 4.0)


def test_numbers_of_an_axis_are_short() -> None:
    assert [number(v) for v in (0.0, -1234567.0, 0.25)] == ["0", "−1\u202f234\u202f567", "0.25"]


def test_the_frontier_names_the_value_at_the_budget_asked_for() -> None:
    figure = frontier_steps(STEPS)

    assert "At 2 million EUR: 0.90 with 2 pilots" in figure.alt
    assert "2 M EUR: 2 pilots, 0.90" in figure.svg


def test_a_budget_below_every_programme_buys_nothing() -> None:
    assert (
        "0.00 with 0 pilots"
        in frontier_steps(Frontier([2e6, 3e6], [0.9, 1.2], [2, 3], 1e6)).alt
    )


def test_the_halves_of_a_tornado_bar_meet_at_the_best_estimate() -> None:
    figure = tornado_bars([SWINGS[1]], best=-6.0, unit="M USD")

    bars = [
        (float(box.get("x", 0)), float(box.get("width", 0)))
        for box in Xml.fromstring(figure.svg).iter(f"{SVG}rect")  # noqa: S314
        if box.get("height") == "14.0"
    ]
    (low, low_width), (high, _) = sorted(bars)
    assert low + low_width == pytest.approx(high, abs=0.1)


def test_the_running_sum_of_cash_is_said_for_every_year() -> None:
    assert "year 2: 5, sum −10" in cash_flow_bars([-20.0, 5.0, 5.0], unit="M USD").alt


def test_the_spread_names_its_quantiles_and_draws() -> None:
    assert "P10 −8, P50 −3, P90 2, from 7 draws" in drawn()[3].alt
