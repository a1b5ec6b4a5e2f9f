"""What is restricted does not leave; what is public does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.access import (
    WITHHELD,
    has_restricted,
    is_public,
    public_part,
    restricted_as,
)
from prioritizer.domain.columns import site_columns
from prioritizer.domain.site import Assay, Gate, GateCode, Range, Site, SiteRegister, Source
from prioritizer.workflow.ranking.quarantine import quarantined_grades

OPEN = Site(
    "A",
    "Pond",
    latitude=60.0,
    longitude=15.0,
    port_great_circle_km=12.0,
    tonnage_t=Range(1.0, 2.0, 3.0),
    area_ha=4.0,
    gate=Gate(GateCode.PROTECTED, "park", "S3"),
    assays=(Assay("Cu", Range(best=1.0), "%", source="S2"), Assay("W", Range(best=2.0), "%")),
    texts={"owner": "Somebody", "tonnage_basis": "drilled"},
    sources={"tonnage_source": "S1", "area_source": "S4"},
)
SOURCES = {name: Source(name, f"report {name}") for name in ("S1", "S2", "S3", "S4", "S9")}


def published(site: Site, *, without: tuple[str, ...] = ()) -> Site | None:
    part = public_part(
        SiteRegister("r", (site,), SOURCES), columns=site_columns(), without=without
    )
    return part.register.sites[0] if part.register.sites else None


def restricted(*names: str) -> Site:
    return replace(OPEN, texts={**OPEN.texts, "restricted_fields": ";".join(names)})


def test_a_public_site_leaves_as_it_is() -> None:
    assert published(OPEN) == OPEN
    assert published(replace(OPEN, texts={**OPEN.texts, "access": "Public"})) == OPEN


@pytest.mark.parametrize("access", ["restricted", "Restricted ", "confidential", "?", "no"])
def test_anything_but_public_keeps_a_site_back(access: str) -> None:
    assert not is_public(access)
    assert published(replace(OPEN, texts={"access": access})) is None


def test_a_withheld_point_takes_the_sources_and_day_of_what_was_computed_from_it() -> None:
    # A layer is cited only where it can decide something: a citation tells where a point lies.
    site = restricted("latitude")
    site = replace(
        site,
        sources={**site.sources, "access_source": "S3"},
        texts={**site.texts, "computed_on": "2026-11-28"},
    )

    seen = published(site)

    assert seen is not None
    assert "access_source" not in seen.sources
    assert "computed_on" not in seen.texts


def test_a_withheld_size_takes_its_ends_basis_and_sources_with_it() -> None:
    for name in ("tonnage_t", "tonnage_low_t", "tonnage_source"):
        site = published(restricted(name))

        assert site is not None
        assert site.tonnage_t == Range()
        assert site.texts == {"owner": "Somebody"}
        assert site.sources == {"area_source": "S4"}
        assert site.area_ha == 4.0


def test_a_withheld_place_takes_what_would_give_it_away() -> None:
    site = published(restricted("longitude"))

    assert site is not None
    assert (site.latitude, site.longitude, site.port_great_circle_km) == (None, None, None)


def test_one_assay_or_all_can_be_withheld() -> None:
    one, all_of_them = published(restricted("assays/Cu")), published(restricted("assays"))

    assert one is not None
    assert [assay.analyte for assay in one.assays] == ["W"]
    assert all_of_them is not None
    assert all_of_them.assays == ()


def test_a_name_a_text_and_the_reason_of_a_veto_can_be_withheld() -> None:
    site = published(restricted("name", "gate_reason", "owner"))

    assert site is not None
    assert (site.name, site.gate) == (WITHHELD, Gate(GateCode.PROTECTED, WITHHELD))
    assert "owner" not in site.texts


def test_a_site_whose_veto_is_restricted_stays_behind_whether_it_has_one_or_not() -> None:
    assert published(restricted("gate")) is None
    assert published(replace(restricted("gate"), gate=None)) is None


def test_a_veto_computed_from_a_restricted_point_is_not_told_by_absence() -> None:
    inside = restricted("latitude")
    computed = {**inside.texts, "computed": "gate=protected;people_5km=3"}
    outside = {**inside.texts, "computed": "people_5km=3"}

    one = published(replace(inside, texts=computed))
    other = published(replace(inside, texts=outside, gate=None))

    assert one is not None
    assert one == other


def test_a_misspelt_wish_keeps_the_whole_site_back() -> None:
    assert published(restricted("tonage_t")) is None
    assert published(restricted("site_id")) is None
    assert published(restricted("assays/copper")) is None
    assert published(restricted("assays/Ag")) is not None


def test_a_withheld_mass_is_not_to_be_computed_from_what_stays() -> None:
    known = replace(
        restricted("tonnage_t"),
        volume_m3=Range(best=5.0),
        dry_density_t_m3=1.6,
        assays=(
            Assay("Cu", Range(best=1.0), "%", contained_t=20.0),
            Assay("Ag", Range(), "", contained_t=3.0),
            # The same element and its oxide in rows of their own tell the mass just as well.
            Assay("Cu", Range(), "", contained_t=20.0, is_used=False),
            Assay("CuO", Range(), "", contained_t=25.0),
        ),
    )

    site = published(known)

    assert site is not None
    assert (site.tonnage_t, site.volume_m3, site.dry_density_t_m3) == (Range(), Range(), None)
    # A grade and a contained mass give that of the body; a contained mass alone does not.
    assert [assay.contained_t for assay in site.assays] == [None, 3.0]


def test_a_withheld_place_takes_the_distances_and_names_around_it_along() -> None:
    around = {"nearest_town": "Falun", "region": "Dalarna", "water_body": "Runn"}
    near = replace(restricted("latitude"), distance_town_km=0.7, distance_port_km=12.0)
    near = replace(near, texts={**near.texts, **around})

    site = published(near)

    assert site is not None
    assert (site.distance_town_km, site.distance_port_km) == (None, None)
    assert not around.keys() & site.texts.keys()


@pytest.mark.parametrize(
    ("wish", "gone"),
    [
        ("assays/W", {"WO3", "W"}),
        ("assays/WO3", {"WO3", "W"}),
        ("assays/cu", {"Cu"}),
        ("assays/TREO", {"TREO", "La", "Ce2O3"}),
        ("assays/La", {"TREO", "La"}),
        ("assays/S", {"S", "FeS2"}),
    ],
)
def test_an_assay_takes_those_of_the_same_element_with_it(wish: str, gone: set[str]) -> None:
    analytes = ("WO3", "W", "Cu", "TREO", "La", "Ce2O3", "S", "FeS2", "Ag")
    assays = tuple(Assay(name, Range(best=1.0), "%") for name in analytes)

    site = published(replace(restricted(wish), assays=assays))

    assert site is not None
    assert {*analytes} - {assay.analyte for assay in site.assays} == gone


def test_prose_that_may_repeat_a_restricted_figure_is_withheld_as_well() -> None:
    prose = {"notes": "drilled", "access_notes": "a road", "reprocessing_studies": "3.4 Mt"}
    known = restricted("tonnage_t")
    gate = Gate(GateCode.BEING_REPROCESSED, "2 of 3 Mt are gone")
    assays = (
        Assay("Cu", Range(best=1.0), "%", statistic="mean of 3 Mt", basis="3 Mt", note="3 Mt"),
        Assay("W", Range(best=1.0), "%", statistic="mean", basis="whole tailings"),
    )

    site = published(replace(known, texts={**known.texts, **prose}, gate=gate, assays=assays))

    assert site is not None
    assert site.texts == {"owner": "Somebody", "access_notes": "a road"}
    assert site.gate == Gate(GateCode.BEING_REPROCESSED, WITHHELD)
    told = [(assay.statistic, assay.basis, assay.note) for assay in site.assays]
    assert told == [("", "", ""), ("mean", "whole tailings", "")]


def test_no_other_site_tells_of_a_withheld_one() -> None:
    secret = replace(
        OPEN, site_id="SE-900", name="Lone Pond", texts={"access": "restricted"}, sources={}
    )
    talking = replace(
        OPEN,
        gate=Gate(GateCode.AFTER_USE, "a park with se-900"),
        assays=(Assay("Cu", Range(best=1.0), "%", note="as at Lone Pond"),),
        texts={"notes": "upstream of LONE POND", "owner": "Alone Ponds Ltd"},
    )
    near = replace(
        OPEN,
        site_id="B",
        name="Dam at Lone  Pond",
        texts={"access_notes": "by the Lone Ponds road", "owner": "Lone Pondsen"},
        sources={"tonnage_source": "S4"},
    )
    sources = {
        **SOURCES,
        "S1": Source("S1", "Drilling of Lone Pond, 2019"),
        "S4": Source("S4", "Report", kind="Lone Pond report"),
    }

    whole = SiteRegister("r", (secret, talking, near), sources)
    part = public_part(whole, columns=site_columns())

    site, other = part.register.sites
    assert (other.name, other.texts) == ("B", {"owner": "Lone Pondsen"})
    assert part.register.sources["S4"] == Source("S4", WITHHELD)
    assert site.texts == {"owner": "Alone Ponds Ltd"}
    assert site.gate is not None
    assert (site.gate.reason, site.assays[0].note) == (WITHHELD, "")
    assert part.register.sources["S1"] == Source("S1", WITHHELD)
    assert (part.n_sites_withheld, part.n_values_withheld) == (1, 5)


def test_what_is_restricted_now_was_restricted_in_every_earlier_state() -> None:
    before = SiteRegister("r", (OPEN, replace(OPEN, site_id="B")), SOURCES)
    now = SiteRegister(
        "r",
        (restricted("owner"), replace(OPEN, site_id="B", texts={"access": "restricted"})),
        {**SOURCES, "S4": replace(SOURCES["S4"], access="internal")},
    )

    seen = public_part(restricted_as(before, now), columns=site_columns()).register

    assert [site.site_id for site in seen.sites] == ["A"]
    assert "owner" not in seen.sites[0].texts
    assert seen.sources["S4"].citation == WITHHELD
    assert has_restricted(now)
    assert not has_restricted(before)


def test_columns_can_be_withheld_on_every_site() -> None:
    site = published(OPEN, without=("area_ha", "owner"))

    assert site is not None
    assert (site.area_ha, site.texts) == (None, {"tonnage_basis": "drilled"})


def test_only_sources_that_public_values_cite_leave() -> None:
    sites = (
        restricted("tonnage_t"),
        replace(OPEN, site_id="B", texts={"access": "restricted"}),
    )

    part = public_part(SiteRegister("r", sites, SOURCES), columns=site_columns())

    assert set(part.register.sources) == {"S2", "S3", "S4"}
    assert (part.n_sites_withheld, part.n_values_withheld) == (1, 3)


def test_of_a_restricted_source_only_its_existence_leaves() -> None:
    secret = Source("S1", "internal letter", "1999", url="x", access="restricted")

    part = public_part(
        SiteRegister("r", (OPEN,), {**SOURCES, "S1": secret}), columns=site_columns()
    )

    assert part.register.sources["S1"] == Source("S1", WITHHELD, access="restricted")


@pytest.mark.parametrize("by", ["a column", "a name"])
def test_a_quarantined_grade_stays_so_when_its_note_is_withheld(by: str) -> None:
    doubtful = Assay(
        "Cu",
        Range(best=99.0),
        "%",
        is_used=False,
        note="quarantined: above 79.9 %; by Grimberg",
    )
    fields = {"restricted_fields": "owner"} if by == "a column" else {}
    site = Site(
        "A", "Pond", assays=(doubtful, replace(doubtful, note="By Grimberg")), texts=fields
    )
    secret = Site("B", "Grimberg", texts={"access": "restricted"})

    part = public_part(SiteRegister("r", (site, secret)), columns=site_columns())

    [told] = part.register.sites
    assert [assay.note for assay in told.assays] == ["quarantined: withheld", ""]
    assert told.quarantined == told.assays[:1]
    assert quarantined_grades([told]) == {"A": "Cu, for a reason that is withheld"}
