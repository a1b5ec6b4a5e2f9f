"""The map where nothing is ranked: points as they are, doubts, a list with its places."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from prioritizer.domain.site import Site
from prioritizer.ui.ranking import point_map, site_map
from prioritizer.ui.ranking.point_map import payload

SITES = (
    Site("A", "One", latitude=60.0, longitude=20.0),
    Site("B", "Two", latitude=61.0, longitude=21.0, unverified=frozenset({"latitude"})),
    Site("C", "Three", latitude=62.0, longitude=22.0),
)


def sent(*sites: Site, **choices: Any) -> dict[str, Any]:
    """Return what the browser gets."""
    given = {"doubtful": (), "places": {}, **choices}
    found: dict[str, Any] = json.loads(payload(sites, **given))
    return found


def test_points_stand_as_they_are_and_what_is_in_doubt_is_marked() -> None:
    found = sent(*SITES, doubtful=("C",))

    assert found["sites"]["lon"] == [20.0, 21.0, 22.0]
    assert found["sites"]["open"] == [0, 1, 1]
    assert (found["isRanked"], found["standing"], found["criteria"]) == (False, None, [])
    assert found["alt"] == "Map of 3 sites."


def test_a_list_brings_its_places() -> None:
    found = sent(*SITES[:2], places={"A": 2, "B": 1})

    assert found["standing"] == {"ranks": [2, 1], "shortlist": 2, "points": []}


def test_other_sites_are_another_set_and_the_same_ones_the_same() -> None:
    moved = (replace(SITES[0], longitude=-20.0), *SITES[1:])

    assert sent(*SITES)["set"] == sent(*SITES)["set"]
    assert len({sent(*SITES)["set"], sent(*moved)["set"], sent(*SITES[1:])["set"]}) == 3


def test_what_is_drawn_of_some_content_is_kept_and_other_doubts_are_drawn_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[bytes] = []
    monkeypatch.setattr(site_map, "mount", lambda data, *, key: drawn.append(data))
    doubt = {"A"}
    for doubtful in (set(), set(), doubt):
        point_map.show(SITES, key="map", doubtful=doubtful, content="three")

    first, again, other = drawn
    assert again is first
    assert other != first
    assert other == payload(SITES, doubt, {})
