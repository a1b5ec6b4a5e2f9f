"""The map on the screen of a room: its shortlist with places, and nothing under aliases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.site import Site, SiteRegister
from prioritizer.ui.workshop import map_stage, positions
from prioritizer.ui.workshop.screen import MAP_STAGE, STAGES
from prioritizer.workflow.workshop.results import MAIN_RULE
from prioritizer.workflow.workshop.results_view import WorkshopResult
from prioritizer.workflow.workshop.screening import N_STAGES
from prioritizer.workflow.workshop.service import WorkshopService
from tests.ui.workshop.test_screen import view


@pytest.fixture
def found(sqlite_desk: WorkshopService, problem: str) -> WorkshopResult:
    """Return what a room has revealed."""
    return view(sqlite_desk, problem, has_aliases=False).found


@pytest.fixture
def register(found: WorkshopResult, monkeypatch: pytest.MonkeyPatch) -> SiteRegister:
    """Return the sites of the room as they are at hand, half of them with a position."""
    matrix = found.problem.matrix
    sites = tuple(
        Site(one, name, latitude=60.0 + k % 5 if k % 2 else None, longitude=20.0 + k % 7)
        for k, (one, name) in enumerate(zip(matrix.alternatives, matrix.names, strict=True))
    )
    positions._kept.clear()
    made = SiteRegister("All", sites)
    monkeypatch.setattr(positions, "_public", lambda: ("a", made))
    return made


def test_the_map_is_a_stage_of_its_own() -> None:
    assert STAGES[MAP_STAGE] == "Where the sites lie"
    assert len(STAGES) == N_STAGES


def test_the_map_holds_the_shortlist_with_its_places(
    found: WorkshopResult, register: SiteRegister
) -> None:
    drawn = map_stage.stage(found, has_aliases=False)

    listed = found.rounds[-1].shortlist
    by_id = register.by_id()
    wanted = [one for one in listed if by_id[one].latitude is not None]
    assert [site.site_id for site in drawn.sites] == wanted
    ranks = dict(
        zip(found.problem.matrix.alternatives, found.rounds[-1].ranks[MAIN_RULE], strict=True)
    )
    assert drawn.places == {one: ranks[one] for one in wanted}
    assert drawn.body == ""


def test_under_aliases_no_position_is_even_looked_up(
    found: WorkshopResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise AssertionError("a position was asked for")

    monkeypatch.setattr(positions, "_public", refuse)
    drawn = map_stage.stage(found, has_aliases=True)

    assert drawn.sites == ()
    assert "a position would name its site" in drawn.body


def test_a_site_of_the_same_id_and_another_name_is_another_site(
    found: WorkshopResult, register: SiteRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = replace(
        register, sites=tuple(replace(one, name="Elsewhere") for one in register.sites)
    )
    monkeypatch.setattr(positions, "_public", lambda: ("b", others))

    assert "not at hand" in map_stage.stage(found, has_aliases=False).body
    # What the facilitator had in use before is kept for the room.
    monkeypatch.setattr(positions, "_public", lambda: ("a", register))
    positions.keep(found.workshop.id)
    monkeypatch.setattr(positions, "_public", lambda: ("b", others))
    positions.keep(found.workshop.id)
    assert map_stage.stage(found, has_aliases=False).sites
