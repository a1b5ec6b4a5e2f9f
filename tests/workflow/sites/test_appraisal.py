"""Appraisal of sites as plain data: unknown is None, policy lists switch, quantiles join."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from prioritizer.domain.site import Assay, Range, Site
from prioritizer.errors import InputError
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.policy import read_policy_list
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.ranking.draws import appraise_draws, draw_quantiles
from prioritizer.workflow.sites.appraisal import appraise_sites, site_data
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_data" / "sites.csv"
REFERENCE = read_reference()
CRITERIA = read_criteria("default")
SITES = read_sites(SAMPLE, REFERENCE).register.sites
CRM = 4
ZINC = Site(site_id="Z-1", name="Zinc", assays=(Assay("Zn", Range(None, 3.0), "%"),))


def test_every_sample_site_becomes_strict_json() -> None:
    appraisal = appraise_sites(SITES, CRITERIA, REFERENCE)

    data = [site_data(one, appraisal) for one in appraisal.sites]

    assert len(json.loads(json.dumps(data, allow_nan=False))) == len(SITES) == 181
    assert [one["id"] for one in data] == [site.site_id for site in SITES]


def test_unknown_is_none_and_never_zero() -> None:
    bare = Site(site_id="B-1", name="Bare")
    appraisal = appraise_sites([bare], CRITERIA, REFERENCE)

    data = site_data(appraisal.sites[0], appraisal)

    assert data["tonnage_t"] is None
    assert data["value_usd_per_t"] is None
    assert data["products"] == []
    assert data["criteria"]["grade"]["best"] is None
    assert data["criteria"]["grade"]["gap"] is True


def test_gold_is_told_in_kilograms_and_the_value_is_that_of_all_products() -> None:
    assays = (Assay("Au", Range(None, 1.0), "g/t"), Assay("Cu", Range(None, 0.5), "%"))
    mine = Site(site_id="G-1", name="Gold", tonnage_t=Range(None, 1e6), assays=assays)
    appraisal = appraise_sites([mine], CRITERIA, REFERENCE)

    data = site_data(appraisal.sites[0], appraisal)

    gold = next(product for product in data["products"] if product["symbol"] == "Au")
    # One gram in each of a million tonnes is a tonne, 1 000 kg.
    assert gold["contained"]["best"] == pytest.approx(1000)
    assert gold["mass_unit"] == "kg"
    values = [product["value_usd_per_t"]["best"] for product in data["products"]]
    assert data["value_usd_per_t"]["best"] == pytest.approx(sum(values))


def test_another_policy_list_moves_only_crm_relevance() -> None:
    european = appraise_sites(SITES, CRITERIA, REFERENCE).matrix
    american = appraise_sites(SITES, CRITERIA, REFERENCE, policy_lists=["US-CM-2025"]).matrix

    assert np.array_equal(european.best[:, :CRM], american.best[:, :CRM], equal_nan=True)
    assert not np.array_equal(european.best[:, CRM], american.best[:, CRM], equal_nan=True)


def test_draws_follow_the_policy_list() -> None:
    blocks = [
        np.concatenate(
            list(
                appraise_draws([ZINC], CRITERIA, REFERENCE, draws=5, seed=1, policy_lists=lists)
            )
        )
        for lists in (None, ["US-CM-2025"])
    ]

    # Zinc: multiplier 0.8 on the American list, 0.3 on none.
    assert blocks[1][:, 0, CRM] / blocks[0][:, 0, CRM] == pytest.approx([0.8 / 0.3] * 5)


def test_an_own_list_is_one_more_list(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("symbol,class\nZn,strategic\nCu,critical\n", encoding="utf-8")

    name, reference = read_policy_list(path, REFERENCE)

    found = appraise_sites([ZINC], CRITERIA, reference, policy_lists=[name])
    assert found.sites[0].products[0].policy == ("mine: strategic",)
    assert len(REFERENCE.policy) + 2 == len(reference.policy)


def test_an_own_list_with_faults_is_refused_with_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("symbol,class\nZz,strategic\nCu,nice\n", encoding="utf-8")

    with pytest.raises(Exception, match=r"row 2.*'Zz'(.|\n)*row 3.*'nice'"):
        read_policy_list(path, REFERENCE)
    path.write_text("element;class\nCu;critical\n", encoding="utf-8")
    with pytest.raises(Exception, match="a column 'symbol'"):
        read_policy_list(path, REFERENCE)


def test_an_unknown_policy_list_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"found 'EU'.*US-CM-2025"):
        appraise_sites(SITES[:1], CRITERIA, REFERENCE, policy_lists=["EU"])


def test_quantiles_stand_beside_the_ends() -> None:
    quantiles = draw_quantiles(SITES[:3], CRITERIA, REFERENCE, draws=50, seed=1)
    appraisal = appraise_sites(SITES[:3], CRITERIA, REFERENCE, quantiles=quantiles)

    cells = site_data(appraisal.sites[2], appraisal)["criteria"]["access"]

    assert cells["low"] <= cells["p5"] <= cells["p50"] <= cells["p95"] <= cells["high"]


def test_an_appraisal_keeps_gated_sites() -> None:
    gated = [site for site in SITES if site.gate is not None][:1]
    appraisal = appraise_sites(gated, CRITERIA, REFERENCE)

    assert site_data(appraisal.sites[0], appraisal)["gate"] == gated[0].gate.code  # type: ignore[union-attr]
    assert replace(gated[0], gate=None).gate is None
