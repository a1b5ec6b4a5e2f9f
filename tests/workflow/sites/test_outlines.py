"""Outlines become rings to draw; what is no area on the globe becomes none."""

from __future__ import annotations

import pytest

from prioritizer.domain.site import Site
from prioritizer.workflow.sites.outlines import outline_rings

SQUARE = [[15.0, 60.0], [15.1, 60.0], [15.1, 60.1], [15.0, 60.1], [15.0, 60.0]]


def site(text: str) -> Site:
    return Site("A", "A", texts={"outline": text})


def test_a_square_keeps_its_corners_and_loses_what_lies_on_its_sides() -> None:
    text = "POLYGON((15 60, 15.05 60, 15.1 60, 15.1 60.1, 15 60.1, 15 60))"

    assert outline_rings(site(text)) == [[SQUARE]]


def test_parts_and_holes_are_kept() -> None:
    text = (
        "MULTIPOLYGON(((15 60, 15.1 60, 15.1 60.1, 15 60.1, 15 60),"
        "(15.02 60.02, 15.04 60.02, 15.04 60.04, 15.02 60.02)),"
        "((16 61, 16.1 61, 16.1 61.1, 16 61)))"
    )

    assert [len(rings) for rings in outline_rings(site(text))] == [2, 1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no outline",
        "POINT(15 60)",
        "POLYGON EMPTY",
        "POLYGON((15 99, 16 99, 16 98, 15 99))",
    ],
)
def test_what_is_no_area_on_the_globe_is_not_drawn(text: str) -> None:
    assert outline_rings(site(text)) == []
