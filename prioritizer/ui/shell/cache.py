"""Caching around workflow calls: files are read once, sites measured once per set and risk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from prioritizer.domain.access import has_restricted
from prioritizer.domain.answer import Assumption, GapMode, ValueDraws
from prioritizer.domain.criterion import CriteriaSet, RiskMode, ValueFunction
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.gates import OpenGate
from prioritizer.domain.matrix import DecisionMatrix, ValueMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, NotRanked, OutOfScale, Settings
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.site_file import SiteFile
from prioritizer.errors import InputError, Issue
from prioritizer.ui.shell.finished import Finished
from prioritizer.workflow.criteria import scale_edits
from prioritizer.workflow.criteria.sets import read_criteria, read_reference
from prioritizer.workflow.ranking.answer import can_be_answered
from prioritizer.workflow.ranking.assess import (
    assess_matrix,
    draws_of,
    missing,
    nobody_sentence,
    open_cases,
    split_register,
)
from prioritizer.workflow.ranking.gaps import Gaps, find_gaps
from prioritizer.workflow.ranking.gating import gate_warnings
from prioritizer.workflow.ranking.measuring import build_matrix
from prioritizer.workflow.ranking.values import out_of_scale, value_matrix
from prioritizer.workflow.sites.areas import NORDIC, in_area
from prioritizer.workflow.sites.audience import Audience, part_for, told_issues
from prioritizer.workflow.sites.tables import sample_tables, uploaded_tables

Given = ParamSpec("Given")
Made = TypeVar("Made")


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
    _has_nordic: list[bool] = field(default_factory=list, init=False, repr=False)

    @property
    def has_nordic(self) -> bool:
        """Return whether some, but not all, sites lie in the Nordic countries."""
        if not self._has_nordic:  # asked for in every run
            inside = sum(site.country in NORDIC for site in self.register.sites)
            self._has_nordic.append(0 < inside < len(self.register))
        return self._has_nordic[0]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Sites measured on the criteria, with values: all that a weight change does not touch."""

    key: str
    register: SiteRegister
    sites: tuple[Site, ...]
    criteria: CriteriaSet
    reference: Reference
    matrix: DecisionMatrix
    not_ranked: tuple[NotRanked, ...]
    open_gates: tuple[OpenGate, ...]
    values: ValueMatrix
    beyond: tuple[OutOfScale, ...]


def cached(
    spinner: str = "",
    most: int | None = None,
    keys: Mapping[str | type[Any], Callable[[Any], Any]] | None = None,
) -> Callable[[Callable[Given, Made]], Callable[Given, Made]]:
    """Let a function work once per content of its arguments, for all sessions of the process.

    ``spinner`` is what the page says meanwhile, ``most`` how many answers are kept. The heavy
    records of the project are told apart by `_KEYS`, those of one room by ``keys``. An argument
    whose name starts with ``_`` does not count.
    """
    return st.cache_resource(  # type: ignore[return-value,unused-ignore]
        show_spinner=spinner or False, max_entries=most, hash_funcs={**_KEYS, **(keys or {})}
    )


# Digests by the identity of what they are of. It is kept beside its digest: as long as it is,
# no other object has its identity.
_DIGESTS: Finished[tuple[object, str]] = Finished(256)


def _digest(content: object, written: Callable[[], bytes]) -> str:
    kept = _DIGESTS.get(str(id(content)))
    if kept is None:
        kept = content, hashlib.sha256(written()).hexdigest()
        _DIGESTS.keep(str(id(content)), kept)
    return kept[1]


def criteria_digest(criteria: CriteriaSet) -> str:
    """Return what identifies the content of a criteria set, in 16 characters."""
    kept = _DIGESTS.get(str(id(criteria)))
    if kept is None:
        kept = criteria, scale_edits.set_digest(criteria)
        _DIGESTS.keep(str(id(criteria)), kept)
    return kept[1]


def reference_digest(tables: Reference) -> str:
    """Return what identifies the policy lists in force, which alone change in a session."""
    extra = tables.policy[len(reference().policy) :]
    titles = [tables.policy_titles.get(entry.list_id) for entry in extra]
    content = repr((tables.policy_lists, extra, titles))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _matrix_written(matrix: DecisionMatrix) -> bytes:
    words = repr((matrix.alternatives, matrix.names, matrix.criteria)).encode()
    arrays = (matrix.low, matrix.best, matrix.high, matrix.gap)
    return words + b"".join(array.tobytes() for array in arrays)


def assessment_key(assessment: Assessment) -> str:
    """Return what identifies an assessment: what was ranked, what was not, and how."""
    matrix, left_out = assessment.matrix, assessment.not_ranked
    return " ".join((
        _digest(matrix, lambda: _matrix_written(matrix)),
        _digest(left_out, lambda: repr(left_out).encode()),
        criteria_digest(assessment.criteria),
        repr((assessment.title, assessment.settings)),
    ))  # fmt: skip


_KEYS: Mapping[str | type[Any], Callable[[Any], Any]] = {
    Inventory: lambda own: str(own.digest),
    Problem: lambda found: str(found.key),
    CriteriaSet: criteria_digest,
    Reference: reference_digest,
    Assessment: assessment_key,
    ValueFunction: repr,
}


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
    found = sample_tables(reference())
    register = replace(found.read.register, title="Sample inventory")
    return Inventory(found.digest, register, found.read.issues, is_sample=True)


def read_upload(files: Sequence[tuple[str, bytes]], *, title: str) -> Inventory:
    """Return the inventory of uploaded tables, named as in `uploaded_tables`.

    Raises
    ------
    DataError
        If the site table cannot be read as a whole.
    """
    found = uploaded_tables(files, reference())
    return Inventory(
        found.digest,
        replace(found.read.register, title=title),
        found.read.issues,
        is_sample=False,
        restricted_in=found.read.restricted_in,
    )


@cached(most=16)
def is_restricted(own: Inventory) -> bool:
    """Return whether something of an inventory is kept from others."""
    return bool(own.restricted_in) or has_restricted(own.register)


def seen(own: Inventory, audience: Audience) -> Inventory:
    """Return the part of an inventory that an audience sees; the same where that is all."""
    return _seen(own, audience) if is_restricted(own) else own


@cached("Looking for what must stay behind …", most=8)
def _seen(own: Inventory, audience: Audience) -> Inventory:
    part = part_for(own.register, audience)
    read = SiteFile(own.register, own.issues, own.restricted_in)
    return replace(
        own,
        digest=hashlib.sha256(f"{own.digest}\0{audience.value}".encode()).hexdigest(),
        register=part.register,
        issues=told_issues(read, part.audience),
        sentence=part.sentence or "Nothing is left out for these readers.",
        mark=part.mark,
    )


@cached(most=32)
def with_scales(criteria: CriteriaSet, edits: Mapping[str, ValueFunction]) -> CriteriaSet:
    """Return a criteria set with edited scales by slot; the same object for the same edits."""
    return scale_edits.with_scales(criteria, edits) if edits else criteria


@cached(most=48)
def problem(
    inventory: Inventory,
    criteria: CriteriaSet,
    tables: Reference,
    risk: RiskMode,
    facilities: Facilities = Facilities.HISTORICAL,
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
        f"{risk.value}-{facilities.value}-{'nordic' if is_nordic else 'all'}"
    )
    criteria = criteria.with_risk(risk)
    register = in_area(inventory.register, is_nordic=is_nordic)
    sites, not_ranked = split_register(register, criteria, tables, facilities)
    if not sites and any(entry.is_aside for entry in not_ranked):
        raise InputError(nobody_sentence(register, not_ranked))
    if not sites:
        raise InputError(
            f"{register.title}: found {len(not_ranked)} sites, none with a mass, volume or "
            f"grade and "
            "without a veto. Expected at least one. Add tonnages or grades, or load another "
            "table."
        )
    matrix = build_matrix(sites, criteria, tables)
    return Problem(
        key,
        register,
        sites,
        criteria,
        tables,
        matrix,
        not_ranked,
        open_cases(sites, criteria, tables),
        values=value_matrix(matrix),
        beyond=out_of_scale(matrix),
    )


@cached("Drawing what is not known exactly …", most=12)
def _drawn(
    found: Problem,
    gaps: GapMode,
    draws: int | None,
    seed: int,
    assumptions: tuple[Assumption, ...],
    _settings: Settings,
) -> ValueDraws:
    return draws_of(
        found.matrix, found.values, found.sites, found.criteria, _settings, found.reference
    )


def drawn(found: Problem, settings: Settings) -> ValueDraws | None:
    """Return the draws of all sites of a problem, which no weight changes; None where unsound.

    Rows are those of the problem: ranked sites and those that are too little known.
    """
    if not can_be_answered(settings):
        return None
    return _drawn(
        found, settings.gaps, settings.draws, settings.seed, settings.assumptions, settings
    )


@cached(most=16)
def gaps_of(found: Problem, gaps: GapMode) -> Gaps:
    """Return what is not known of the sites of a problem, and which sites are like them."""
    return find_gaps(found.matrix, found.values, found.sites, found.reference, gaps)


@cached(most=16)
def _missing_by_site(found: Problem) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return where to keep what is missing of each site, filled when it is asked for."""
    del found
    return {}


def missing_of(
    found: Problem, criteria: tuple[str, ...] | None = None
) -> Callable[[str], tuple[str, ...]]:
    """Return what says, by site id, what there is to find out about a site of a problem.

    ``criteria`` are the ids of those that it is about; all if left out.
    """
    names = found.criteria.ids if criteria is None else criteria
    chosen = tuple(c for c in found.criteria.criteria if c.id in names)
    kept, by_id = _missing_by_site(found), found.register.by_id()

    def told(site_id: str) -> tuple[str, ...]:
        key = site_id, *names
        if key not in kept:
            only = replace(found.criteria, criteria=chosen, branches=())
            kept[key] = missing(by_id[site_id], only, found.reference)
        return kept[key]

    return told


def missing_in_force(found: Problem, assessment: Assessment, site_id: str) -> tuple[str, ...]:
    """Return what there is to find out about a site on the criteria that have weight."""
    weights = assessment.settings.weights.as_dict()
    return missing_of(found, tuple(name for name, share in weights.items() if share > 0))(
        site_id
    )


# What the page and its parts ask for again and again within one run.
_ASSESSED: Finished[Assessment] = Finished(24)


def assess(found: Problem, settings: Settings) -> Assessment:
    """Return the ranking under these settings; the path of every weight change.

    Its rows are the ranked sites only, see `ranked_sites`.
    """
    key = f"{found.key} {settings!r}"
    kept = _ASSESSED.get(key)
    if kept is None:
        kept = assess_matrix(
            found.matrix,
            found.criteria,
            settings,
            title=found.register.title,
            not_ranked=found.not_ranked,
            open_gates=found.open_gates,
            valued=(found.values, found.beyond),
            drawn=drawn(found, settings),
            missing_of=missing_of(found),
        )
        warnings = gate_warnings(found.register.sites, found.criteria)
        kept = replace(kept, gate_warnings=warnings)
        _ASSESSED.keep(key, kept)
    return kept


def ranked_sites(found: Problem, assessment: Assessment) -> tuple[Site, ...]:
    """Return the sites of an assessment's rows; a problem holds those too little known, too."""
    return tuple(found.sites[row] for row in assessment.rows.tolist())


def as_chosen(assessment: Assessment) -> Settings:
    """Return the settings of a ranking as chosen, before criteria were left out."""
    settings = assessment.settings
    return replace(settings, weights=replace(settings.weights, left_out=()))


def ranking_key(found: Problem, settings: Settings) -> str:
    """Return what identifies a ranking before it is made: its sites and its settings."""
    return repr((found.key, settings))
