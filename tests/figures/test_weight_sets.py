"""The chart of several sets of weights shows each of them, in marks and in words."""

from __future__ import annotations

from defusedxml import ElementTree

from prioritizer.figures.weight_sets import MOST, Shown, weight_sets

SVG = "{http://www.w3.org/2000/svg}"


def test_every_weight_has_a_mark_at_its_place_and_a_word() -> None:
    sets = [Shown("Mine <b>", (0.5, 0.5)), Shown("Equal & other", (0.25, 0.75))]

    figure = weight_sets(["Grade", "Volume"], sets)

    root = ElementTree.fromstring(figure.svg)
    circles = list(root.iter(f"{SVG}circle"))
    # Two marks and one in the legend; equal weights of a set stand on one vertical.
    assert len(circles) == 3
    assert circles[0].get("cx") == circles[1].get("cx")
    assert "Equal & other: Grade 25 %, Volume 75 %" in figure.alt
    assert "Mine <b>" in {text.text for text in root.iter(f"{SVG}text")}


def test_at_most_six_sets_are_drawn() -> None:
    sets = [Shown(f"Set {k}", (0.5, 0.5)) for k in range(MOST + 2)]

    figure = weight_sets(["Grade", "Volume"], sets)

    assert "Set 5" in figure.alt
    assert "Set 6" not in figure.alt


def test_equal_weights_of_two_sets_do_not_hide_each_other() -> None:
    figure = weight_sets(["Grade"], [Shown("A", (1.0,)), Shown("B", (1.0,))])

    root = ElementTree.fromstring(figure.svg)
    circle = next(root.iter(f"{SVG}circle"))
    square = next(root.iter(f"{SVG}polygon"))
    corners = [point.split(",") for point in str(square.get("points")).split()]
    middle = sum(float(y) for _, y in corners) / len(corners)
    assert float(str(circle.get("cy"))) != middle
