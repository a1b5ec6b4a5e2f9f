"""Typed sites pass the checks of a file; what was not typed stays as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.ranges import Range
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister, WasteType
from prioritizer.errors import DataError
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.sites.typed_sites import TYPED, cell_text, with_typed
from tests.conftest import SAMPLE


@pytest.fixture(scope="module")
def register(reference: Reference) -> SiteRegister:
    return read_sites(SAMPLE, reference).register


def test_numbers_are_read_as_people_write_them(
    register: SiteRegister, reference: Reference
) -> None:
    site_id = register.sites[0].site_id
    typed = {
        "tonnage_low_t": "",
        "tonnage_t": "1 500 000",
        "tonnage_high_t": "",
        "area_ha": "0,5",
    }

    found = with_typed(register, {site_id: typed}, reference).register.by_id()[site_id]

    assert found.tonnage_t == Range(None, 1_500_000.0, None)
    assert found.area_ha == 0.5
    kept = replace(
        found, tonnage_t=register.sites[0].tonnage_t, area_ha=register.sites[0].area_ha
    )
    assert kept == register.sites[0]


def test_what_is_typed_as_it_stands_changes_nothing(
    register: SiteRegister, reference: Reference
) -> None:
    typed = {
        site.site_id: {name: cell_text(site, name) for name in TYPED} for site in register.sites
    }

    assert with_typed(register, typed, reference).register == register


def test_a_new_id_adds_a_site(register: SiteRegister, reference: Reference) -> None:
    cells = {
        "name": "New heap",
        "waste_type": "waste rock",
        "latitude": "60,5",
        "longitude": "15.123",
        "country": "se",
    }

    found = with_typed(register, {"NEW-1": cells}, reference).register

    assert len(found) == len(register) + 1
    added = found.by_id()["NEW-1"]
    assert (added.name, added.waste_type) == ("New heap", WasteType.WASTE_ROCK)
    assert (added.latitude, added.longitude, added.country) == (60.5, 15.123, "SE")


def test_faults_of_all_cells_are_told_together_and_nothing_is_taken(
    register: SiteRegister, reference: Reference
) -> None:
    typed = {
        "NEW-1": {"name": "", "waste_type": "sand"},
        "NEW-2": {"name": "B", "waste_type": "slag", "latitude": "95", "area_ha": "big"},
        "NEW-3": {"name": "C", "waste_type": "slag", "tonnage_low_t": "9", "tonnage_t": "3"},
    }

    with pytest.raises(DataError) as raised:
        with_typed(register, typed, reference)

    places = {(issue.site_id, issue.column) for issue in raised.value.issues}
    assert places >= {
        ("NEW-1", "name"),
        ("NEW-1", "waste_type"),
        ("NEW-2", "latitude"),
        ("NEW-2", "area_ha"),
        ("NEW-3", "tonnage_t"),
    }


def test_the_improbable_is_said(register: SiteRegister, reference: Reference) -> None:
    cells = {"name": "A", "waste_type": "slag", "tonnage_t": "1000000", "volume_m3": "1"}

    found = with_typed(register, {"NEW-1": cells}, reference)

    assert [issue.site_id for issue in found.warnings] == ["NEW-1"]
