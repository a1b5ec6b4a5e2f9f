"""Which groups may be shown apart: none small, none that the others give away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.disclosure import FEWEST_HIDDEN, open_groups
from prioritizer.domain.workshop import SMALLEST_GROUP

SIZES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 20), min_size=1)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 7}, "a"),
        ({"a": 4}, ""),
        ({"a": 5, "b": 5, "c": 5}, "abc"),
        ({"a": 9, "b": 1}, ""),
        ({"a": 9, "b": 6, "c": 1}, "a"),
        ({"a": 9, "b": 5, "c": 4}, "a"),
        ({"a": 9, "b": 4, "c": 2}, "a"),
        ({"a": 9, "b": 8, "c": 4, "d": 1}, "a"),
        ({"a": 9, "b": 3, "c": 2, "d": 1}, "a"),
    ],
)
def test_the_smallest_are_hidden_until_nothing_tells_them(
    sizes: dict[str, int], shown: str
) -> None:
    assert open_groups(sizes) == frozenset(shown)


@given(SIZES, st.none() | st.frozensets(st.sampled_from("abcdefgh")))
def test_what_is_hidden_is_nothing_or_two_groups_and_six_people_or_all(
    sizes: dict[str, int], allowed: frozenset[str] | None
) -> None:
    shown = open_groups(sizes, allowed)
    hidden = {group: n for group, n in sizes.items() if group not in shown}

    assert all(sizes[group] >= SMALLEST_GROUP for group in shown)
    assert allowed is None or shown <= allowed
    assert (
        not shown or not hidden or (len(hidden) >= 2 and sum(hidden.values()) >= FEWEST_HIDDEN)
    )


@given(SIZES, st.randoms())
def test_the_order_of_groups_decides_nothing(sizes: dict[str, int], chance: object) -> None:
    mixed = list(sizes.items())
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert open_groups(dict(mixed)) == open_groups(sizes)
