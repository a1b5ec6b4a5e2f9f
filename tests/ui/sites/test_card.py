"""The card of a site: one row for a range."""

from __future__ import annotations

import pytest

from prioritizer.domain.columns import ranges
from prioritizer.domain.published import Figure
from prioritizer.ui.sites import card

TONNAGE = ranges()["tonnage_t"]


def test_every_range_of_the_dictionary_and_every_distance_is_one_row() -> None:
    assert set(ranges().values()) <= set(card._ranges().values())
    assert card._ranges()["distance_town_km"] == (
        "distance_town_low_km", "distance_town_km", "distance_town_high_km",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("low", "best", "high", "text"),
    [
        (1.0, 2.0, 3.0, "2 (1 – 3) t dry"),
        (2.0, 2.0, 2.0, "2 t dry"),
        (None, 2.0, None, "2 t dry"),
        (1.0, None, 3.0, "1 – 3 t dry"),
        (1.0, None, None, "at least 1 t dry"),
        (None, 2.0, 3.0, "2 (at most 3) t dry"),
    ],
)
def test_a_range_is_one_row_with_each_source_once(
    low: float | None, best: float | None, high: float | None, text: str
) -> None:
    values = zip(TONNAGE, (low, best, high), strict=True)
    figures = [
        Figure(field, value, "t dry", "S001; S002", "computed")
        for field, value in values
        if value is not None
    ]

    ((name, said, sources),) = card._rows(figures)

    assert ">Tonnage<" in name
    assert said.partition("<")[0] == text
    assert said.count("computed") == 1
    assert sources.count("S001") == sources.count("S002") == 1
