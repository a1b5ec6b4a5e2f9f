"""Data capture: shares of what is known by use, Article 27 item by item, what to find out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.columns import site_columns
from prioritizer.domain.site import Assay, Range, Site, WasteType
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.ranking.assess import missing
from prioritizer.workflow.sites.completeness import completeness
from prioritizer.workflow.sites.data_gaps import (
    ARTICLE_27,
    Share,
    capture,
    coverage,
    known_columns,
)
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_data" / "sites.csv"
REFERENCE = read_reference()
CRITERIA = read_criteria("default")
BARE = Site(site_id="X-1", name="Bare", waste_type=WasteType.TAILINGS)
FULL = Site(
    site_id="X-2", name="Full", country="SE", latitude=60.0, longitude=15.0, area_ha=20.0,
    volume_m3=Range(None, 1e6), waste_type=WasteType.TAILINGS, permit_code="unknown",
    assays=(Assay("Cu", Range(None, 0.5), "%"),),
    texts={"operator_former": "Company", "mineralogy": "pyrite"},
)  # fmt: skip


def test_article_27_is_met_item_by_item() -> None:
    bare, full = capture([BARE, FULL], CRITERIA, REFERENCE)

    assert not any(bare.article_27.values())
    assert len(bare.missing_for_article_27) == len(ARTICLE_27) == 6
    assert bare.missing_for_article_27[0] == "(4a) location"
    assert all(full.article_27.values())
    assert full.missing_for_article_27 == ()


@pytest.mark.parametrize(
    ("field", "value", "item"),
    [
        ("latitude", None, "4a"),
        ("area_ha", None, "4b"),
        ("volume_m3", Range(), "4c"),
        ("texts", {"mineralogy": "pyrite"}, "4d"),
        ("assays", (), "4e"),
        ("texts", {"operator_former": "Company"}, "4f"),
    ],
)
def test_each_item_is_missed_by_its_own_column(field: str, value: object, item: str) -> None:
    found = capture([replace(FULL, **{field: value})], CRITERIA, REFERENCE)[0]  # type: ignore[arg-type]

    assert not found.article_27[item]


def test_a_bound_makes_a_range_known_and_unknown_codes_hold_nothing() -> None:
    known = known_columns(
        Site(site_id="X", name="X", tonnage_t=Range(1e6), permit_code="unknown")
    )

    assert {"tonnage_t", "tonnage_low_t"} <= known
    assert "permit_code" not in known
    assert "assays" not in known


def test_shares_count_known_columns_of_each_group() -> None:
    bare, full = capture([BARE, FULL], CRITERIA, REFERENCE)

    assert full.required == Share(3, 3)
    assert bare.groups["location"].known == 0
    assert full.groups["location"].known == 2
    assert full.groups["size"].fraction > bare.groups["size"].fraction
    groups = {column.group for column in site_columns().values()} - {"gate"}
    assert full.groups.keys() == groups
    assert Share(0, 0).fraction == 1.0


def test_scoring_and_confidence_say_what_is_missing() -> None:
    bare, full = capture([BARE, FULL], CRITERIA, REFERENCE)

    assert bare.scoring["grade"] == 0.0
    assert full.scoring["grade"] == 1.0
    assert "tonnage or volume" in bare.missing_for_scoring
    assert "dry bulk density" in full.missing_for_scoring
    assert any("QAQC" in text for text in full.missing_for_g)


def test_coverage_counts_sites_per_item() -> None:
    sites = read_sites(SAMPLE, REFERENCE).register.sites[:30]
    captures = capture(sites, CRITERIA, REFERENCE)

    found = coverage(captures)

    assert found["4a"] == Share(sum(s.latitude is not None for s in sites), 30)
    assert found["4b"] == Share(sum(s.area_ha is not None for s in sites), 30)


def test_what_is_looked_up_once_is_what_each_part_finds_for_itself() -> None:
    sites = read_sites(SAMPLE, REFERENCE).register.sites
    told: list[tuple[int, int]] = []

    found = capture(sites, CRITERIA, REFERENCE, lambda n, of: told.append((n, of)))

    shares = completeness(sites, CRITERIA, REFERENCE)
    assert [list(one.scoring.values()) for one in found] == shares.tolist()
    assert [one.missing_for_scoring for one in found] == [
        missing(site, CRITERIA, REFERENCE) for site in sites
    ]
    assert told == [(n, len(sites)) for n in range(len(sites))]
