"""Names that pass for one another have one skeleton; names that do not have two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.lookalikes import skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Berg", "anna  berg"),
        ("Anna", "Аnnа"),  # two letters are Cyrillic
        ("Åsa", "A\u030asa"),  # one letter, or a letter and a ring
        ("Åsa", "\u212bsa"),  # the sign for the unit
        ("Olle", "0lle"),
        ("Ivan", "lvan"),
        ("Ida", "Ｉｄａ"),  # wide letters
        ("Ida", "I\u200bda"),  # a blank without width
        ("Ida", "Ida\u202e"),  # a turn of the direction
        ("Jean-Luc", "Jean–Luc"),
        ("O'Brien", "O’Brien"),
        ("Νικος", "NIKOΣ".replace("N", "Ν")),
    ],
)
def test_names_that_pass_for_one_another_are_the_same(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Åsa", "Asa"), ("Anna", "Anne"), ("Müller", "Muller"), ("Анна", "Инна"), ("A B", "AB")],
)
def test_names_that_differ_to_the_eye_stay_apart(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(st.text(max_size=30))
def test_a_skeleton_is_its_own(name: str) -> None:
    once = skeleton(name)
    assert skeleton(once) == once
