"""Caching around the appraisal: products, classes, completeness, once per inventory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from prioritizer.appraisal.unfc.classification import Classification
from prioritizer.domain.columns import site_columns
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.exports.opendata.inventory import OPEN_FORMATS, OpenInventory, open_inventory
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell.cache import Inventory
from prioritizer.workflow.sites.appraisal import SiteAppraisal, appraise_sites
from prioritizer.workflow.sites.classify import ClassifiedRegister, classify
from prioritizer.workflow.sites.data_gaps import SiteCapture, capture


@dataclass(frozen=True, slots=True, eq=False)
class SiteEvidence:
    """All that the page shows of one site."""

    site: Site
    classified: Classification
    appraised: SiteAppraisal
    captured: SiteCapture


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """The inventory, the criteria and the reference tables that the evidence is seen under."""

    inventory: Inventory
    criteria: CriteriaSet
    reference: Reference

    @property
    def key(self) -> str:
        """Return what identifies the content of all three."""
        return (
            f"{self.inventory.digest}-{cached.criteria_digest(self.criteria)}-"
            f"{cached.reference_digest(self.reference)}"
        )


def one_site(basis: Basis, site_id: str) -> SiteEvidence:
    """Return the evidence of one site, without working out the others."""
    return _one_site(basis.key, site_id, basis)


@st.cache_resource(show_spinner=False, max_entries=64)
def _one_site(key: str, site_id: str, _basis: Basis) -> SiteEvidence:
    site = _basis.inventory.register.by_id()[site_id]
    few, criteria, reference = (site,), _basis.criteria, _basis.reference
    return SiteEvidence(
        site,
        classify(SiteRegister("", few), criteria, reference).sites[0],
        appraise_sites(few, criteria, reference).sites[0],
        capture(few, criteria, reference)[0],
    )


def classes(basis: Basis) -> ClassifiedRegister:
    """Return the UNFC class of every site."""
    return _classes(basis.key, basis)


@st.cache_resource(show_spinner="Classifying the sites …", max_entries=4)
def _classes(key: str, _basis: Basis) -> ClassifiedRegister:
    return classify(_basis.inventory.register, _basis.criteria, _basis.reference)


def captures(basis: Basis) -> Mapping[str, SiteCapture]:
    """Return what is known and missing of every site, by id."""
    return _captures(basis.key, basis)


@st.cache_resource(show_spinner="Counting what is known …", max_entries=4)
def _captures(key: str, _basis: Basis) -> Mapping[str, SiteCapture]:
    found = capture(_basis.inventory.register.sites, _basis.criteria, _basis.reference)
    return {one.site_id: one for one in found}


def appraisals(basis: Basis) -> Mapping[str, SiteAppraisal]:
    """Return the products of every site, by id."""
    return _appraisals(basis.key, basis)


@st.cache_resource(show_spinner="Working out the contained metals …", max_entries=4)
def _appraisals(key: str, _basis: Basis) -> Mapping[str, SiteAppraisal]:
    sites = _basis.inventory.register.sites
    found = appraise_sites(sites, _basis.criteria, _basis.reference)
    return {one.site.site_id: one for one in found.sites}


def public(inventory: Inventory, licence: str, without: tuple[str, ...]) -> OpenInventory:
    """Return what may be published of an inventory, with the present time on it."""
    return open_inventory(
        inventory.register,
        site_columns(),
        cached.reference(),
        exported_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        licence=licence,
        without=without,
    )


def withheld(inventory: Inventory, without: tuple[str, ...]) -> tuple[int, int, int]:
    """Return how many sites leave, and how many sites and values stay behind."""
    return _withheld(inventory.digest, without, inventory)


@st.cache_resource(show_spinner="Looking for what must stay behind …", max_entries=16)
def _withheld(
    digest: str, without: tuple[str, ...], _inventory: Inventory
) -> tuple[int, int, int]:
    found = public(_inventory, "", without)
    return len(found.register), found.n_sites_withheld, found.n_values_withheld


def written(inventory: Inventory, name: str, licence: str, without: tuple[str, ...]) -> bytes:
    """Return an open file of an inventory."""
    return OPEN_FORMATS[name].write(public(inventory, licence, without))
