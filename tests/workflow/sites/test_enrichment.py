"""Enrichment fills what nobody gave, says so, and replaces nothing that a person entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from prioritizer.domain.access import public_part
from prioritizer.domain.columns import site_columns
from prioritizer.domain.computed import computed_values
from prioritizer.domain.published import figures, published
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Gate, GateCode, Range, Site, SiteRegister
from prioritizer.exports.tables.register_tables import register_tables
from prioritizer.readers.gazetteer import read_gazetteer
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.sites.enrichment import Enrichment, enrich

DAY, LATER = date(2026, 5, 4), date(2026, 6, 1)
FALUN = Site(
    "SE-X",
    "Falun",
    country="SE",
    latitude=60.6,
    longitude=15.61,
    coordinate_error_km=1.0,
    texts={"commodity_mined": "Cu, Zn, Pb"},
    sources={"access_source": "S9"},
)


def enriched(site: Site, reference: Reference, on: date = DAY) -> Enrichment:
    return enrich(SiteRegister("r", (site,)), reference, on=on)


def test_values_come_with_source_and_day_and_say_that_they_are_computed(
    reference: Reference,
) -> None:
    found = enriched(FALUN, reference)
    [site] = found.register.sites

    assert site.texts["nearest_town"] == "Falun"
    assert site.distance("town").low == 0.0
    assert site.people_25km.low is not None
    assert site.people_25km.low > 30_000
    assert site.texts["climate_class"].startswith("Df")
    assert site.texts["computed_on"] == "2026-05-04"
    assert site.sources["access_source"] == "S9;GEONAMES;SEAPORTS;PLANTS;KOPPEN"
    assert found.register.sources.keys() == {"GEONAMES", "SEAPORTS", "PLANTS", "KOPPEN"}
    remarks = {figure.field: figure.remark for figure in figures(site)}
    assert remarks["distance_port_low_km"] == "computed from the point"
    assert remarks["latitude"] == ""


def test_what_a_person_gave_stays_and_so_does_what_they_change_later(
    reference: Reference,
) -> None:
    own = replace(FALUN, distance_port_km=88.0, people_5km=Range(best=1.0))
    first = enriched(own, reference).register.sites[0]

    assert first.distance("port") == Range(None, 88.0, None)
    assert first.people_5km == Range(None, 1.0, None)
    assert first.people_10km.is_known

    overridden = replace(first, distance_town_high_km=0.5, distance_town_low_km=0.5)
    second = enriched(overridden, reference, LATER).register.sites[0]

    assert second.distance("town").high == 0.5
    assert second.texts["computed_on"] == "2026-06-01"
    assert not {"distance_town_low_km", "distance_port_km"} & computed_values(second).keys()


def test_a_new_run_renews_what_was_computed(reference: Reference) -> None:
    first = enriched(FALUN, reference).register.sites[0]
    moved = replace(first, latitude=65.0, longitude=21.0)

    second = enriched(moved, reference).register.sites[0]

    assert second.texts["nearest_town"] != "Falun"
    assert published(second) == published(
        enriched(replace(FALUN, latitude=65.0, longitude=21.0), reference).register.sites[0]
    )


def test_a_run_twice_says_the_same(reference: Reference) -> None:
    once = enriched(FALUN, reference)

    assert enrich(once.register, reference, on=DAY) == once


def test_the_tables_come_back_as_they_were(reference: Reference, tmp_path: Path) -> None:
    found = enriched(FALUN, reference)
    for name, content in register_tables(found.register).items():
        (tmp_path / name).write_bytes(content)

    read = read_sites(tmp_path / "sites.csv", reference)

    assert published(read.register.sites[0]) == published(found.register.sites[0])
    assert read.register.sources == found.register.sources
    assert read.errors == ()


@pytest.mark.parametrize("name", ["latitude", "longitude", "coordinate_error_km"])
def test_with_the_point_goes_all_that_was_computed_from_it(
    name: str, reference: Reference
) -> None:
    hidden = replace(FALUN, texts={**FALUN.texts, "restricted_fields": name})
    [site] = enriched(hidden, reference).register.sites
    register = SiteRegister("r", (site,))
    computed = computed_values(site)
    assert {"people_10km", "climate_class", "distance_port_low_km"} <= computed.keys()

    [public] = public_part(register, columns=site_columns()).register.sites

    assert not computed.keys() & published(public).keys()
    assert "computed" not in public.texts


def test_a_single_hidden_distance_does_not_stand_in_the_list_of_what_was_computed(
    reference: Reference,
) -> None:
    hidden = replace(FALUN, texts={**FALUN.texts, "restricted_fields": "nearest_town"})
    [site] = enriched(hidden, reference).register.sites

    [public] = public_part(SiteRegister("r", (site,)), columns=site_columns()).register.sites

    assert "Falun" in site.texts["computed"]
    assert "Falun" not in public.texts["computed"]
    assert "nearest_town" not in computed_values(public)


def test_the_distances_of_a_hidden_point_would_have_found_it(reference: Reference) -> None:
    """The attack: three computed bounds around three known places meet at the point."""
    [site] = enriched(FALUN, reference).register.sites
    towns = read_gazetteer().settlements
    near, _ = towns.points.within(60.6, 15.61, 50.0)
    assert len(near) > 3
    assert site.texts["nearest_town"] in towns.names

    restricted = replace(site, texts={**site.texts, "restricted_fields": "longitude"})
    [public] = public_part(
        SiteRegister("r", (restricted,)), columns=site_columns()
    ).register.sites

    told = str(published(public))
    for name in ("distance_", "nearest_", "people_", "great_circle", "climate"):
        assert name not in told


def test_a_veto_computed_from_a_hidden_point_counts_as_unknown_like_any_other_value() -> None:
    outside = replace(FALUN, texts={"restricted_fields": "latitude"})
    inside = replace(
        FALUN,
        gate=Gate(GateCode.PROTECTED, "Inside Natura 2000"),
        texts={"computed": "gate=protected", "restricted_fields": "latitude"},
    )

    one, other = (
        public_part(SiteRegister("r", (site,)), columns=site_columns()).register.sites
        for site in (inside, outside)
    )

    assert len(one) == 1
    assert one == other
