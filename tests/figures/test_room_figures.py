"""Charts of a room: a dot a person, a range for few, nothing for one; shares and their way."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from prioritizer.figures.agreement import LEFT as LEFT_OF_BARS
from prioritizer.figures.agreement import share_bars, share_moves
from prioritizer.figures.svg import WIDTH, Figure, wide
from prioritizer.figures.weight_dots import LEFT, RADIUS, SIZE, Lane, weight_dots

SVG = "{http://www.w3.org/2000/svg}"
LABELS = ("Grade", "Volume", "Access")


def weights(people: int) -> np.ndarray:
    drawn = np.random.Generator(np.random.PCG64(people)).dirichlet([2.0, 1.0, 1.0], people)
    return np.asarray(drawn)


def shapes(figure: Figure, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(figure.svg).iter(f"{SVG}{tag}"))  # noqa: S314 - our own


@pytest.mark.parametrize("people", [5, 30, 200])
def test_from_five_people_on_each_has_one_dot_per_criterion_at_the_weight(people: int) -> None:
    given = weights(people)
    dots = shapes(weight_dots(LABELS, [Lane("Round 1", given)], height=300), "circle")

    assert len(dots) == 3 * people
    places = sorted(float(d.get("cx", 0)) for d in dots)
    span = [p - LEFT for p in places]
    ratio = np.array(span) / np.sort(given.ravel())
    assert np.allclose(ratio[given.size // 2 :], ratio[-1], rtol=0.02)
    assert max(places) <= WIDTH
    assert all(RADIUS <= float(d.get("cy", 0)) <= 300 - RADIUS for d in dots)


@pytest.mark.parametrize("people", [2, 4])
def test_under_five_people_only_the_range_is_drawn(people: int) -> None:
    figure = weight_dots(LABELS, [Lane("Round 1", weights(people))], height=300)

    assert (len(shapes(figure, "circle")), len(shapes(figure, "rect"))) == (0, 3)


def test_one_answer_is_neither_drawn_nor_told() -> None:
    figure = weight_dots(LABELS, [Lane("Round 1", np.array([[0.7, 0.2, 0.1]]))], height=300)

    assert (shapes(figure, "circle"), shapes(figure, "rect")) == ([], [])
    assert "70" not in figure.alt
    assert "not shown" in figure.alt


def test_two_rounds_are_two_lanes_told_apart_by_place_and_name() -> None:
    lanes = [Lane("Round 1", weights(6)), Lane("Round 2", weights(7))]
    figure = weight_dots(LABELS, lanes, height=300)

    fills = [d.get("fill") for d in shapes(figure, "circle")]
    keys = 1
    assert [fills.count(fill) for fill in dict.fromkeys(fills)] == [18 + keys, 21 + keys]
    assert "Round 1, 6 people" in figure.alt
    assert "Round 2, 7 people" in figure.alt


def test_a_share_at_the_limit_is_solid_and_one_below_is_hatched() -> None:
    figure = share_bars(("A", "B"), (0.9, 0.5), 10, limit=0.9)

    fills = [r.get("fill") for r in shapes(figure, "rect") if r.get("height") == "17.0"]
    assert fills[1] == "#0B5A78"
    assert fills[3] == "url(#below)"
    assert "A 90 %; B 50 %" in figure.alt


def test_the_way_of_a_share_says_where_from_and_where_to() -> None:
    figure = share_moves(("A", "B"), (0.2, 0.5), (0.6, 0.45), ("Round 1", "Round 2"))

    assert "A from 20 % to 60 %; B from 50 % to 45 %" in figure.alt
    assert "+40" in figure.svg
    assert "−5" in figure.svg


@pytest.mark.parametrize(("n", "lines"), [(5, 2), (6, 1)])
def test_names_are_whole_beside_their_bars_and_on_two_lines_where_these_are_few(
    n: int, lines: int
) -> None:
    name = "Presidente Figueiredo (Taboca) tin tailings, dam 0-1"
    figure = share_bars([f"{name} {k}" for k in range(n)], [0.5] * n, 10, limit=0.9)

    texts = [t for t in shapes(figure, "text") if t.get("text-anchor") == "end"]
    bars = [float(b.get("y", 0)) for b in shapes(figure, "rect") if b.get("height") == "17.0"]
    assert len(texts) == n * lines
    for k in range(n):
        own = texts[lines * k : lines * (k + 1)]
        middle = sum(float(t.get("y", 0)) for t in own) / lines
        assert " ".join(str(t.text) for t in own) == f"{name} {k}"
        # The feet of letters stand a little below the middle of a bar.
        assert abs(middle - (bars[2 * k] + 14)) < 6
    for text in texts:
        assert wide(str(text.text), float(text.get("font-size", 0))) <= LEFT_OF_BARS


def test_hostile_labels_stay_text() -> None:
    nasty = "<script>alert(1)</script>"
    for figure in (
        weight_dots([nasty], [Lane("1", np.ones((6, 1)))], height=90),
        share_bars([nasty], [0.5], 4, limit=0.9),
        share_moves([nasty], [0.5], [0.6], ("1", "2")),
    ):
        assert shapes(figure, "script") == []


@pytest.mark.parametrize("rows", [3, 9])
@pytest.mark.parametrize(
    "name",
    ["Содержание металлов", "Экологический риск", "CRM relevance", "Wwwwwwwwwwwwwwwwwwwwwwww"],
)
def test_a_name_of_a_criterion_is_whole_and_ends_before_the_edge(name: str, rows: int) -> None:
    lanes = [Lane("Round 1", np.full((6, rows), 1 / rows))]
    texts = shapes(weight_dots([name] * rows, lanes, height=288), "text")
    ends = [one for one in texts if one.get("text-anchor") == "end"]
    named = [one for one in ends if "%" not in str(one.text)]

    assert " ".join(str(one.text) for one in named) == " ".join([name] * rows)
    for one in named:
        size = float(one.get("font-size", 0))
        assert wide(str(one.text), size) <= float(one.get("x", 0)) + 0.5
        assert size >= 0.5 * SIZE


def test_a_round_that_draws_nothing_is_not_in_the_key() -> None:
    lanes = [Lane("Round 1", weights(9)), Lane("Round 2", np.zeros((0, 3)))]
    figure = weight_dots(LABELS, lanes, height=300)

    assert "Round 1" in figure.svg
    assert "Round 2" not in figure.svg
