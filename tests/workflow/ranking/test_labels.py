"""Names decide: a series is never taken by place, and the index of a frame is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from prioritizer import assess, rank, read_sites, smaa
from prioritizer.engine.weights.regions import Around, Point, Polytope
from prioritizer.errors import InputError
from tests.conftest import SAMPLE

FRAME = pd.DataFrame(
    {"cost": [250.0, 200, 300], "quality": [16.0, 15, 32], "speed": [12.0, 8, 16]},
    index=["S-7", "S-3", "S-9"],
)
PLAIN = FRAME.to_numpy()
WAYS = ["min", "max", "max"]
POINTS = [5.0, 1.0, 2.0]
BY_NAME = {"speed": 2.0, "quality": 1.0, "cost": 5.0}


@pytest.mark.parametrize("named", [dict, pd.Series], ids=["dict", "series"])
def test_weights_and_objectives_with_names_go_by_name(named: Callable[..., Any]) -> None:
    ways = named({"quality": "max", "cost": "min", "speed": "max"})
    expected = rank(PLAIN, objectives=WAYS, weights=POINTS)

    found = rank(FRAME, objectives=ways, weights=named(BY_NAME))

    assert found.scores.tolist() == expected.scores.tolist()
    assert found.weights.tolist() == expected.weights.tolist()


@pytest.mark.parametrize("as_given", [list, tuple, np.array], ids=["list", "tuple", "array"])
def test_lists_and_arrays_go_by_place(as_given: Callable[..., Any]) -> None:
    found = rank(FRAME, objectives=as_given(WAYS), weights=as_given(POINTS))

    assert found.weights.tolist() == [0.625, 0.125, 0.25]


def test_a_series_sorted_by_size_still_finds_its_columns() -> None:
    points = pd.Series(POINTS).sort_values()

    on_places = rank(PLAIN, objectives=WAYS, weights=points)

    assert points.index.tolist() == [1, 2, 0]
    assert on_places.weights.tolist() == [0.625, 0.125, 0.25]


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (pd.Series(POINTS), "weights: found '0'. Expected one for each of: cost, quality"),
        (pd.Series({"cost": 1.0, "quality": 2.0}), "weights: found no 'speed'"),
        (pd.Series({**BY_NAME, "colour": 1.0}), "weights: found 'colour'"),
        (pd.Series([1.0, 2, 3], index=["cost", "cost", "speed"]), "'cost' 2 times"),
        ({"cost": 1.0, "quality": 2.0}, "weights: found no 'speed'"),
        (pd.DataFrame({"w": POINTS}), "weights: found a table"),
        ([[1.0, 2.0, 3.0]], "weights: found 2 dimensions"),
        (["much", "more", "most"], "weights: found what are no numbers"),
    ],
)
def test_labels_that_differ_are_refused_never_guessed(weights: Any, words: str) -> None:
    with pytest.raises(InputError) as caught:
        rank(FRAME, objectives=WAYS, weights=weights)

    assert words in str(caught.value)


def test_objectives_with_other_names_are_refused() -> None:
    with pytest.raises(InputError, match="objectives: found 'costs'"):
        rank(FRAME, objectives=pd.Series(WAYS, index=["costs", "quality", "speed"]))


@pytest.mark.parametrize("door", [rank, smaa])
def test_the_index_of_a_frame_is_kept_as_it_is(door: Callable[..., Any]) -> None:
    numbered = FRAME.set_axis([20, 10, 30])

    assert door(FRAME, objectives=WAYS).alternatives == ("S-7", "S-3", "S-9")
    assert door(numbered, objectives=WAYS).alternatives == (20, 10, 30)
    assert door(PLAIN, objectives=WAYS).alternatives == ("1", "2", "3")


def test_scores_of_a_frame_go_back_into_it() -> None:
    found = rank(FRAME, objectives=WAYS)
    shuffled = FRAME.loc[["S-9", "S-7", "S-3"]]

    joined = shuffled.assign(score=pd.Series(found.scores, index=list(found.alternatives)))

    again = rank(shuffled, objectives=WAYS)
    assert joined["score"].tolist() == again.scores.tolist()


@pytest.mark.parametrize("door", [rank, smaa])
def test_a_name_that_comes_twice_is_refused(door: Callable[..., Any]) -> None:
    with pytest.raises(InputError, match=r"rows of the decision matrix: .* 'S-7' 2 times"):
        door(FRAME.set_axis(["S-7", "S-7", "S-9"]), objectives=WAYS)
    with pytest.raises(InputError, match=r"columns of the decision matrix: .* 'cost' 2"):
        door(FRAME.set_axis(["cost", "cost", "speed"], axis=1), objectives=WAYS)
    with pytest.raises(InputError, match=r"alternatives: .* 'A' 2 times"):
        door(FRAME, objectives=WAYS, alternatives=["A", "A", "B"])


def test_names_in_a_series_go_to_the_rows_of_their_labels() -> None:
    names = pd.Series({"S-3": "three", "S-9": "nine", "S-7": "seven"})

    assert rank(FRAME, objectives=WAYS, alternatives=names).alternatives == (
        "seven",
        "three",
        "nine",
    )
    with pytest.raises(InputError, match="alternatives: found 'S-3'"):
        rank(PLAIN, objectives=WAYS, alternatives=names)


@pytest.mark.parametrize(
    ("labelled", "by_place"),
    [
        (Point(pd.Series(BY_NAME)), Point(np.array(POINTS))),
        (Around(pd.Series(BY_NAME), 30.0), Around(np.array(POINTS), 30.0)),
        (
            Polytope(
                pd.Series({"speed": 0.2, "quality": 0.1, "cost": 0.3}),
                pd.Series({"speed": 0.6, "quality": 0.3, "cost": 0.7}),
                pd.DataFrame({"speed": [1.0], "quality": [0.0], "cost": [-1.0]}),
                pd.Series([0.0]),
            ),
            Polytope(
                np.array([0.3, 0.1, 0.2]),
                np.array([0.7, 0.3, 0.6]),
                np.array([[-1.0, 0.0, 1.0]]),
                np.array([0.0]),
            ),
        ),
    ],
    ids=["point", "around", "polytope"],
)
def test_a_region_with_names_goes_by_name(labelled: Any, by_place: Any) -> None:
    found = smaa(FRAME, objectives=WAYS, region=labelled, draws=300)
    expected = smaa(PLAIN, objectives=WAYS, region=by_place, draws=300)

    assert np.array_equal(found.rank_acceptability, expected.rank_acceptability)


def test_assess_takes_a_series_by_criterion_and_refuses_a_list() -> None:
    sites = read_sites(SAMPLE)
    points = {"access": 1.0, "grade": 3.0, "volume": 2.0}

    found = assess(sites, weights=pd.Series(points))

    assert (
        found.ranking.scores.tolist() == assess(sites, weights=points).ranking.scores.tolist()
    )
    for unnamed, words in (
        ([3, 2, 1, 1, 1], "found list. Expected points by criterion id"),
        (np.ones(5), "found ndarray"),
        (pd.Series([3.0, 2, 1, 1, 1]), "found '0'"),
        (pd.Series([3.0, 2], index=["grade", "grade"]), "'grade' 2 times"),
    ):
        with pytest.raises(InputError) as caught:
            assess(sites, weights=unnamed)
        assert words in str(caught.value)
