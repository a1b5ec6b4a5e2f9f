"""What charts tell to whoever points at them: every mark its numbers, in safe words."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

import numpy as np
import pytest

from prioritizer.figures.agreement import share_bars, share_moves
from prioritizer.figures.outcome_places import OutcomePlaces, outcome_places
from prioritizer.figures.slope import Slopes, slopes
from prioritizer.figures.svg import Figure
from prioritizer.figures.value_curve import Curve, CurveFigure, SitesOnCurve, value_curve
from prioritizer.figures.weight_dots import Lane, weight_dots
from prioritizer.figures.weight_sets import Shown, weight_sets
from tests.figures.test_pilot_figures import HOSTILE, drawn

SVG = "{http://www.w3.org/2000/svg}"
CURVE = CurveFigure(
    title="Grade", unit="g/t", now=Curve([0.0, 10.0], [0.0, 1.0]), draft=None,
    sites=SitesOnCurve(["A", "B", "C", "D", HOSTILE], [5.0] * 4 + [7.5], [0.5] * 4 + [0.75]),
    span=(0.0, 10.0), gaps=0, is_log=False,
)  # fmt: skip


def told(figure: Figure) -> list[str]:
    root = Xml.fromstring(figure.svg)  # noqa: S314 - our own text
    groups = [group for group in root.iter(f"{SVG}g") if group.get("class") == "told"]
    assert all(len(group) >= 2 for group in groups)
    return [group.findtext(f"{SVG}title", "") for group in groups]


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (
            weight_sets(["Grade"], [Shown("Now", [0.25]), Shown("Equal", [0.5])]),
            ["Grade, Now: 25 %", "Grade, Equal: 50 %"],
        ),
        (share_bars(["A"], [0.4], 5, limit=0.5), ["A: 40 %"]),
        (share_moves(["A"], [0.4], [0.6], ("1", "2")), ["A: 40 % → 60 %"]),
        (
            outcome_places(OutcomePlaces(["A"], ["Mass", "Value"], [[1, 2.5]], 9)),
            ["A, Mass: place 1 of 9", "A, Value: place 2.5 of 9"],
        ),
        (
            slopes(Slopes(["Sum", "TOPSIS"], ["A"], [[1, 3]], ["all"], 1, 5)),
            ["A, Sum: place 1", "A, TOPSIS: place 3"],
        ),
        (
            weight_dots(["Grade"], [Lane("1", np.array([[0.2]] * 5))], height=90),
            ["Grade: 20 %"] * 5,
        ),
    ],
)
def test_each_mark_tells_its_site_and_numbers(figure: Figure, said: list[str]) -> None:
    assert [text.replace("\u202f", " ").replace("\xa0", " ") for text in told(figure)] == said


def test_sites_at_one_point_of_a_curve_are_told_together_and_the_rest_counted() -> None:
    assert told(value_curve(CURVE))[0] == "A, B, C and 1 more: 5 g/t, value 0.5"


def test_charts_of_money_tell_amounts_with_their_unit() -> None:
    frontier, tornado, cash, spread = (told(figure) for figure in drawn())

    assert frontier[1] == "2.00 M EUR: sum of scores 0.90, 2 pilots"
    assert tornado[-1] == "mass (3 to 4): −8 to −4 M USD"
    assert cash[0] == "Year 0: −20 M USD"
    assert cash[-1] == "Sum up to year 3: −11 M USD"
    assert "of the draws" in spread[0]


def test_a_hostile_name_stays_text() -> None:
    figure = value_curve(CURVE)

    assert "alert(1)" in told(figure)[-1]
    assert "<script" not in figure.svg
    assert "\u202e" not in figure.svg
