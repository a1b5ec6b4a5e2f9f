"""Words about plants: near, near or not, built for it, none."""

from __future__ import annotations

import pytest

from prioritizer.workflow.hindcast.plants import plant_word, plant_words
from tests.workflow.hindcast.bodies import body


@pytest.mark.parametrize(
    ("note", "word"),
    [
        ("0 (plant on site)", "near"),
        ("2 (Driefontein 2 plant)", "near"),
        ("0-10 (operating concentrators)", "perhaps"),
        ("1-3 (plants)", "perhaps"),
        ("about 15 (mill)", "far"),
        ("10-15 (plant 1999-2013)", "far"),
        ("0 (new plant, 6 km from Ndola)", "built"),
        ("new plant on site planned", "built"),
        ("none; new 650 kt/a plant needed", "none"),
        ("2,5 (mill)", "far"),
        ("1,5-1,8 (mill)", "near"),
        ("1,200 (mill)", "other"),
        ("a mill somewhere", "other"),
        (" ", ""),
    ],
)
def test_a_note_is_read_as_written(note: str, word: str) -> None:
    assert plant_word(note) == word


def test_bodies_without_a_word_are_counted_and_not_told() -> None:
    found = plant_words([body(1, plant_note="0 (mill)"), body(2), body(3, plant_note="none")])

    assert (found.n, found.told, found.near, found.none) == (3, 2, 1, 1)
