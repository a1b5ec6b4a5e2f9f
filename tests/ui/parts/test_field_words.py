"""Columns of a site table in words."""

from __future__ import annotations

import pytest

from prioritizer.domain.columns import site_columns
from prioritizer.ui.parts.field_words import field_words


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("ard_class", "Acid drainage class"),
        # "ard" is a word of its own there, and no part of another one.
        ("hazard_class", "Hazard class"),
        ("hazard_system", "Hazard system"),
        ("trl", "TRL"),
        ("people_5km", "People within 5 km"),
        ("distance_town_km", "Distance to town"),
        ("npv_musd", "NPV"),
    ],
)
def test_a_column_is_named_in_words(field: str, words: str) -> None:
    assert field_words(field) == words


def test_no_column_is_named_in_code() -> None:
    named = {name: field_words(name) for name in site_columns()}

    assert [words for words in named.values() if "_" in words or not words[0].isupper()] == [
        "90 % interval, half-width"
    ]
