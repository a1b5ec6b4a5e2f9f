"""What an audience is told of values that were typed into the whole register."""

from __future__ import annotations

import pytest

from prioritizer.domain.ranges import Range
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.errors import DataError, Issue
from prioritizer.workflow.sites.audience import Audience, told_of_typed
from prioritizer.workflow.sites.typed_sites import with_typed

Cells = dict[str, dict[str, str]]


def register(volume: float, longitude: float) -> SiteRegister:
    texts = {"restricted_fields": "volume_m3"}
    return SiteRegister(
        "Mine",
        (
            Site("A-1", "One", volume_m3=Range(None, volume, None), area_ha=60, texts=texts),
            Site(
                "A-2", "Two", country="SE", latitude=62.0, longitude=longitude, volume_m3=Range(
                    None, volume, None), texts={"access": "restricted"},
            ),
        ),
    )  # fmt: skip


def issues_of(whole: SiteRegister, typed: Cells, reference: Reference) -> tuple[Issue, ...]:
    try:
        return with_typed(whole, typed, reference).warnings
    except DataError as error:
        return error.issues


@pytest.mark.parametrize("site_id", ["A-1", "A-2"])
@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.PARTNERS])
@pytest.mark.parametrize(
    "cells", [{"area_ha": "0.1"}, {"volume_low_m3": "9e9"}], ids=["warning", "error"]
)
def test_twins_are_told_alike(
    site_id: str, audience: Audience, cells: dict[str, str], reference: Reference
) -> None:
    typed = {site_id: cells}
    told = []
    for volume in (600000.0, 712345.0):
        whole = register(volume, 16.0)
        issues = issues_of(whole, typed, reference)
        told.append(told_of_typed(issues, whole, audience))
        assert f"{volume:g}" in f"{issues[0].found}{issues[0].expected}"
        assert told_of_typed(issues, whole, Audience.INTERNAL) == issues

    assert told[0] == told[1]
    assert {issue.found for issue in told[0]} == {"a cell that is or may be restricted"}


def test_a_faulty_cell_that_was_typed_is_quoted(reference: Reference) -> None:
    whole = register(600000.0, 16.0)
    new = {"name": "New", "waste_type": "tailings", "tonnage_t": "much"}
    typed = {"A-1": {"area_ha": "much"}, "NEW-1": new}

    issues = issues_of(whole, typed, reference)

    assert len(issues) == 2
    assert told_of_typed(issues, whole, Audience.PUBLIC) == issues
