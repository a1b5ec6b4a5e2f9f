"""Draws put in order: the quick way and the plain one agree, and ties stay ties."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.engine.draws.falling import Falling, by_falling


def draws_of(kind: str, rng: np.random.Generator, n: int) -> np.ndarray:
    """Return five draws of merits: few levels, whole numbers, any, or all but one together."""
    if kind == "any":
        return rng.random((5, n))
    if kind == "together":
        return rng.random((5, n)) * 1e-9 + (np.arange(n) == 0)
    most = {"levels": 3, "whole": 2**24}[kind]
    return rng.integers(0, most, (5, n)).astype(np.float32)


@given(
    seed=st.integers(0, 2**32),
    n=st.integers(1, 300),
    kind=st.sampled_from(["levels", "whole", "any", "together"]),
)
def test_draws_stand_in_falling_order_and_what_ties_is_no_less(
    seed: int, n: int, kind: str
) -> None:
    merits = draws_of(kind, np.random.default_rng(seed), n)

    order, is_less = by_falling(merits)

    falling = np.take_along_axis(merits, order, axis=1)
    assert falling.tolist() == (-np.sort(-merits, axis=1)).tolist()
    assert np.sort(order, axis=1).tolist() == [list(range(n))] * 5
    assert is_less[:, 0].all()
    assert is_less[:, 1:].tolist() == (falling[:, 1:] < falling[:, :-1]).tolist()


def test_more_alternatives_than_a_key_has_room_for_stand_in_order_as_well() -> None:
    merits = np.random.default_rng(3).random((2, 20_000))

    order, is_less = by_falling(merits)

    falling = np.take_along_axis(merits, order, axis=1)
    assert is_less.all()
    assert (falling[:, 1:] < falling[:, :-1]).all()


def test_places_and_parts_of_one_draw_by_hand() -> None:
    merits = np.array([[4.0, 9.0, 4.0, 1.0, 4.0, 7.0]])
    competing = np.array([True, True, True, True, False, True])
    falling = Falling.of(merits, competing)

    places = falling.places()

    assert places.tolist() == [[3, 1, 3, 5, 3, 2]]
    # Two that compete share one place; who does not compete would share it with both.
    assert falling.on_list(places, 3).tolist() == [[0.5, 1.0, 0.5, 0.0, 1 / 3, 1.0]]
    assert falling.on_list(places, 4).tolist() == [[1.0, 1.0, 1.0, 0.0, 2 / 3, 1.0]]
    assert falling.on_list(places, 2).tolist() == [[False, True, False, False, False, True]]
    assert falling.on_list(places, 9).tolist() == [[True] * 6]
