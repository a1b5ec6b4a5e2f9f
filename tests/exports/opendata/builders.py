"""An inventory to publish: what the tests of the open formats share."""

from __future__ import annotations

from typing import Any

from prioritizer.domain.columns import site_columns
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Range, Site, SiteRegister, Source, WasteType
from prioritizer.exports.opendata.inventory import OpenInventory, open_inventory

NOW = "2026-05-04T12:00:00Z"


def opened(register: SiteRegister, reference: Reference, **options: Any) -> OpenInventory:
    return open_inventory(register, site_columns(), reference, exported_at=NOW, **options)


def two_ponds() -> SiteRegister:
    """Return a full site and one of which only the kind is known."""
    full = Site(
        "P1",
        "=HYPERLINK(1) & <b>",
        country="SE",
        latitude=60.12345678,
        longitude=-15.5,
        coordinate_error_km=0.5,
        waste_type=WasteType.WASTE_ROCK,
        tonnage_t=Range(1e6, 2e6, None),
        volume_m3=Range(best=5e5),
        area_ha=3.5,
        dry_density_t_m3=1.6,
        impact_observed=True,
        assays=(
            Assay("WO3", Range(0.1, 0.2, 0.4), "%", statistic="mean", source="S1"),
            Assay("Cu", Range(high=50.0), "ppm", note="below detection"),
            Assay("REE", Range(), "", contained_t=120.0),
        ),
        unverified=("area_ha",),
        texts={"operator_former": "Old Mines Ltd", "mineralogy": "scheelite\x0b", "notes": "å"},
        sources={"tonnage_source": "S1;S2"},
    )
    empty = Site("P2", "Bare pond", waste_type=WasteType.OTHER)
    sources = {"S1": Source("S1", "Survey"), "S2": Source("S2", "Map", "1987")}
    return SiteRegister("Ponds", (full, empty), sources)
