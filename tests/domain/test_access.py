"""What is restricted does not leave; what is public does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.access import WITHHELD, is_public, public_part
from prioritizer.domain.site import Assay, Gate, GateCode, Range, Site, SiteRegister, Source
from prioritizer.readers.dictionary import site_columns

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


def test_a_name_gate_and_text_can_be_withheld() -> None:
    site = published(restricted("name", "gate_reason", "owner"))

    assert site is not None
    assert (site.name, site.gate) == (WITHHELD, None)
    assert "owner" not in site.texts


def test_a_misspelt_wish_keeps_the_whole_site_back() -> None:
    assert published(restricted("tonage_t")) is None
    assert published(restricted("site_id")) is None


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
