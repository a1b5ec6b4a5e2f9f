"""Caching around workflow calls: files are read once, sites measured once per set and risk."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from prioritizer import shipped
from prioritizer.domain.access import has_restricted
from prioritizer.domain.criterion import CriteriaSet, RiskMode, ValueFunction
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, NotRanked, Settings
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.errors import InputError, Issue
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import SiteFile, read_sites
from prioritizer.workflow.criteria import scale_edits
from prioritizer.workflow.ranking.assess import assess_matrix, build_matrix, split_register
from prioritizer.workflow.records import writing as record_file
from prioritizer.workflow.sites import completeness as workflow_completeness
from prioritizer.workflow.sites.audience import Audience, part_for, told_issues

NORDIC = frozenset({"NO", "SE", "FI", "DK", "IS", "GL", "FO", "SJ", "AX"})


@dataclass(frozen=True, slots=True, eq=False)
class Inventory:
    """Sites as loaded, with every issue met; ``digest`` identifies the content of the files.

    ``restricted_in`` is as in `SiteFile`. In the part of an inventory that an audience sees,
    ``sentence`` says what was left out, and ``mark`` stands in every file made from it.
    """

    digest: str
    register: SiteRegister
    issues: tuple[Issue, ...]
    is_sample: bool
    restricted_in: str = ""
    sentence: str = ""
    mark: str = ""

    @property
    def has_nordic(self) -> bool:
        """Return whether some, but not all, sites lie in the Nordic countries."""
        inside = sum(site.country in NORDIC for site in self.register.sites)
        return 0 < inside < len(self.register)


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Sites measured on the criteria: all that a weight change does not touch."""

    key: str
    register: SiteRegister
    sites: tuple[Site, ...]
    criteria: CriteriaSet
    reference: Reference
    matrix: DecisionMatrix
    not_ranked: tuple[NotRanked, ...]


@st.cache_resource(show_spinner=False)
def criteria_set(name: str = "default") -> CriteriaSet:
    """Return a criteria set."""
    return read_criteria(name)


@st.cache_resource(show_spinner=False)
def reference() -> Reference:
    """Return the reference tables."""
    return read_reference()


@st.cache_resource(show_spinner=False)
def sample() -> Inventory:
    """Return the sample inventory."""
    digest = hashlib.sha256()
    for name in ("sites.csv", "grades.csv", "sources.csv"):
        digest.update(shipped.SAMPLE.with_name(name).read_bytes())
    found = read_sites(shipped.SAMPLE, reference())
    register = replace(found.register, title="Sample inventory")
    return Inventory(digest.hexdigest(), register, found.issues, is_sample=True)


def read_upload(files: Sequence[tuple[str, bytes]], *, title: str) -> Inventory:
    """Return the inventory of uploaded tables: sites, and where given grades and sources.

    The site table is called ``sites`` with the ending of its kind; an export holds all three.

    Raises
    ------
    DataError
        If the site table cannot be read as a whole.
    """
    digest = hashlib.sha256()
    for name, content in files:
        digest.update(name.encode() + b"\0" + content)
    with tempfile.TemporaryDirectory(prefix="prioritizer-") as folder:
        # Fixed names: what a browser calls a file never becomes a path.
        paths = {name: Path(folder) / name for name, _ in files}
        for name, content in files:
            paths[name].write_bytes(content)
        main = next(name for name in paths if name.startswith("sites."))
        grades = paths.get("grades.csv")
        found = read_sites(paths[main], reference(), grades=grades)
    register = replace(found.register, title=title)
    return Inventory(
        digest.hexdigest(),
        register,
        found.issues,
        is_sample=False,
        restricted_in=found.restricted_in,
    )


def is_restricted(own: Inventory) -> bool:
    """Return whether something of an inventory is kept from others."""
    return _is_restricted(own.digest, own)


@st.cache_resource(show_spinner=False, max_entries=16)
def _is_restricted(digest: str, _own: Inventory) -> bool:
    return bool(_own.restricted_in) or has_restricted(_own.register)


def seen(own: Inventory, audience: Audience) -> Inventory:
    """Return the part of an inventory that an audience sees; the same where that is all."""
    return _seen(own.digest, audience.value, own) if is_restricted(own) else own


@st.cache_resource(show_spinner="Looking for what must stay behind …", max_entries=8)
def _seen(digest: str, audience: str, _own: Inventory) -> Inventory:
    part = part_for(_own.register, Audience(audience))
    read = SiteFile(_own.register, _own.issues, _own.restricted_in)
    return replace(
        _own,
        digest=hashlib.sha256(f"{digest}\0{audience}".encode()).hexdigest(),
        register=part.register,
        issues=told_issues(read, part.audience),
        sentence=part.sentence or "Nothing is left out for these readers.",
        mark=part.mark,
    )


def in_area(register: SiteRegister, *, is_nordic: bool) -> SiteRegister:
    """Return a register, or its Nordic part."""
    if not is_nordic:
        return register
    inside = tuple(site for site in register.sites if site.country in NORDIC)
    return replace(register, title=f"{register.title}, Nordic countries", sites=inside)


def completeness(
    inventory: Inventory, criteria: CriteriaSet, rows: tuple[int, ...]
) -> NDArray[np.float64]:
    """Return the share of known inputs of these rows of the register, ``(rows, criteria)``."""
    return _completeness(inventory.digest, criteria_digest(criteria), rows, inventory, criteria)


@st.cache_resource(show_spinner="Counting what is known …", max_entries=16)
def _completeness(
    digest: str,
    criteria_key: str,
    rows: tuple[int, ...],
    _inventory: Inventory,
    _criteria: CriteriaSet,
) -> NDArray[np.float64]:
    sites = [_inventory.register.sites[row] for row in rows]
    return workflow_completeness.completeness(sites, _criteria, reference())


def criteria_digest(criteria: CriteriaSet) -> str:
    """Return what identifies the content of a criteria set, in 16 characters."""
    return _digest(id(criteria), criteria)[1]


@st.cache_resource(show_spinner=False, max_entries=64)
def _digest(identity: int, _criteria: CriteriaSet) -> tuple[CriteriaSet, str]:
    # The set is kept with its digest: as long as it is, no other object has its identity.
    return _criteria, hashlib.sha256(repr(_criteria).encode()).hexdigest()[:16]


def with_scales(criteria: CriteriaSet, edits: Mapping[str, ValueFunction]) -> CriteriaSet:
    """Return a criteria set with edited scales by slot; the same object for the same edits."""
    if not edits:
        return criteria
    return _with_scales(criteria_digest(criteria), repr(edits), criteria, edits)


@st.cache_resource(show_spinner=False, max_entries=32)
def _with_scales(
    key: str, edits: str, _criteria: CriteriaSet, _edits: Mapping[str, ValueFunction]
) -> CriteriaSet:
    return scale_edits.with_scales(_criteria, _edits)


def reference_digest(tables: Reference) -> str:
    """Return what identifies the policy lists in force, which alone change in a session."""
    extra = tables.policy[len(reference().policy) :]
    return hashlib.sha256(repr((tables.policy_lists, extra)).encode()).hexdigest()[:16]


def problem(
    inventory: Inventory,
    criteria: CriteriaSet,
    tables: Reference,
    risk: RiskMode,
    *,
    is_nordic: bool,
) -> Problem:
    """Return the measured sites of an inventory, or of its Nordic part.

    Raises
    ------
    InputError
        If none of the sites can be ranked.
    """
    key = (
        f"{inventory.digest[:16]}-{criteria_digest(criteria)}-{reference_digest(tables)}-"
        f"{risk.value}-{'nordic' if is_nordic else 'all'}"
    )
    return _problem(key, is_nordic, inventory, criteria.with_risk(risk), tables)


@st.cache_resource(show_spinner=False, max_entries=48)
def _problem(
    key: str,
    is_nordic: bool,
    _inventory: Inventory,
    _criteria: CriteriaSet,
    _reference: Reference,
) -> Problem:
    register = in_area(_inventory.register, is_nordic=is_nordic)
    sites, not_ranked = split_register(register, _criteria, _reference)
    if not sites:
        raise InputError(
            f"{register.title}: found {len(not_ranked)} sites, none with a mass, volume or "
            f"grade and "
            "without a veto. Expected at least one. Add tonnages or grades, or load another "
            "table."
        )
    matrix = build_matrix(sites, _criteria, _reference)
    return Problem(key, register, sites, _criteria, _reference, matrix, not_ranked)


def assess(found: Problem, settings: Settings) -> Assessment:
    """Return the ranking under these settings; the path of every weight change."""
    return assess_matrix(
        found.matrix,
        found.criteria,
        settings,
        title=found.register.title,
        not_ranked=found.not_ranked,
    )


def fingerprint(found: Problem, assessment: Assessment) -> str:
    """Return the fingerprint of an assessment."""
    return _fingerprint(found.key, repr(assessment.settings), found, assessment)


@st.cache_resource(show_spinner="Taking the fingerprint …", max_entries=64)
def _fingerprint(key: str, settings: str, _found: Problem, _assessment: Assessment) -> str:
    return record_file.fingerprint(_assessment, _found.register)
