"""Caching around the appraisal: products, classes, completeness, once per inventory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from prioritizer.domain.classification import Classification
from prioritizer.domain.code_proposal import CodeProposal, ConfirmedCode
from prioritizer.domain.columns import site_columns
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.exports.formats import OPEN_FORMATS
from prioritizer.exports.opendata.inventory import OpenInventory, open_inventory
from prioritizer.ui.parts.long_work import LongWork
from prioritizer.ui.parts.working import Working
from prioritizer.ui.shell.cache import (
    Inventory,
    cached,
    criteria_digest,
    reference,
    reference_digest,
)
from prioritizer.workflow.sites.appraisal import SiteAppraisal, appraise_sites
from prioritizer.workflow.sites.classify import ClassifiedRegister, classify
from prioritizer.workflow.sites.code_proposals import (
    marked_classes,
    propose_codes,
    with_confirmed,
)
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
    """What the evidence is seen under: sites, criteria, reference tables, confirmed codes."""

    inventory: Inventory
    criteria: CriteriaSet
    reference: Reference
    confirmed: tuple[ConfirmedCode, ...] = ()

    @property
    def key(self) -> str:
        """Return what identifies the content of all of them."""
        return (
            f"{self.inventory.digest}-{criteria_digest(self.criteria)}-"
            f"{reference_digest(self.reference)}-{self.confirmed}"
        )

    def classified(self, register: SiteRegister) -> ClassifiedRegister:
        """Return the classes of sites with the confirmed codes, and who confirmed them."""
        known = with_confirmed(register, self.confirmed)
        return marked_classes(classify(known, self.criteria, self.reference), self.confirmed)


_KEYS: Mapping[str | type[Any], Callable[[Any], Any]] = {Basis: lambda basis: basis.key}


@cached(most=64, keys=_KEYS)
def one_site(basis: Basis, site_id: str) -> SiteEvidence:
    """Return the evidence of one site, without working out the others."""
    site = basis.inventory.register.by_id()[site_id]
    few, criteria, tables = (site,), basis.criteria, basis.reference
    return SiteEvidence(
        site,
        basis.classified(SiteRegister("", few)).sites[0],
        appraise_sites(few, criteria, tables).sites[0],
        capture(few, criteria, tables)[0],
    )


@cached("Classifying the sites …", most=4, keys=_KEYS)
def classes(basis: Basis) -> ClassifiedRegister:
    """Return the UNFC class of every site."""
    return basis.classified(basis.inventory.register)


@cached("Reading the texts …", most=4)
def proposals(inventory: Inventory) -> tuple[CodeProposal, ...]:
    """Return the codes that texts of what is seen suggest."""
    return propose_codes(inventory.register)


CAPTURES = LongWork[Mapping[str, SiteCapture]](
    "captures", "Counting what is known …", "what is known and missing of each site", 4
)


def captures(basis: Basis) -> Mapping[str, SiteCapture] | None:
    """Return what is known and missing of every site, by id; None where it was cancelled."""

    def make(work: Working) -> Mapping[str, SiteCapture]:
        told = partial(work.counted, words="Looked at {n} sites")
        sites = basis.inventory.register.sites
        found = capture(sites, basis.criteria, basis.reference, told)
        return {one.site_id: one for one in found}

    return CAPTURES.shown(basis.key, make)


@cached("Working out the contained metals …", most=4, keys=_KEYS)
def appraisals(basis: Basis) -> Mapping[str, SiteAppraisal]:
    """Return the products of every site, by id."""
    sites = basis.inventory.register.sites
    found = appraise_sites(sites, basis.criteria, basis.reference)
    return {one.site.site_id: one for one in found.sites}


def public(inventory: Inventory, licence: str, without: tuple[str, ...]) -> OpenInventory:
    """Return what may be published of an inventory, with the present time on it."""
    return open_inventory(
        inventory.register,
        site_columns(),
        reference(),
        exported_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        licence=licence,
        without=without,
    )


@cached("Looking for what must stay behind …", most=16)
def withheld(inventory: Inventory, without: tuple[str, ...]) -> tuple[int, int, int]:
    """Return how many sites leave, and how many sites and values stay behind."""
    found = public(inventory, "", without)
    return len(found.register), found.n_sites_withheld, found.n_values_withheld


def written(inventory: Inventory, name: str, licence: str, without: tuple[str, ...]) -> bytes:
    """Return an open file of an inventory."""
    return OPEN_FORMATS[name].write(public(inventory, licence, without))
