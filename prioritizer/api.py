"""The Python door: the few functions a script or notebook needs, with plain arguments."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.reference import USUAL_POLICY_LISTS
from prioritizer.domain.results import Assessment, Order, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import DataError, InputError
from prioritizer.readers.criteria import read_criteria as _read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites as _read_sites
from prioritizer.workflow.ranking.assess import assess as _assess
from prioritizer.workflow.ranking.labels import pairs_of
from prioritizer.workflow.ranking.matrix_smaa import smaa

__all__ = ["assess", "read_criteria", "read_sites", "smaa"]

Choice = TypeVar("Choice", Scales, RiskMode, Order)


def read_sites(path: str | Path, *, grades: str | Path | None = None) -> SiteRegister:
    """Read a site table, with ``grades.csv`` and ``sources.csv`` beside it.

    Warns where no site has an assay, which a forgotten ``grades.csv`` looks like.

    Raises
    ------
    DataError
        If any row has an error; ``issues`` lists them all.
    """
    file = _read_sites(
        Path(path), read_reference(), grades=None if grades is None else Path(grades)
    )
    if file.errors:
        raise DataError(file.errors)
    if not file.register.n_assays:
        warnings.warn(file.told, stacklevel=2)
    return file.register


def read_criteria(name_or_path: str = "default") -> CriteriaSet:
    """Read a criteria set shipped with the project, by name, or from a YAML file."""
    return _read_criteria(name_or_path)


def assess(
    sites: SiteRegister,
    criteria: CriteriaSet | None = None,
    *,
    weights: Mapping[str, float] | None = None,
    method: str = "weighted-sum",
    scales: str = "fixed",
    risk: str = "urgency",
    order: str = "expected",
    policy_lists: Sequence[str] = USUAL_POLICY_LISTS,
) -> Assessment:
    """Rank the sites of a register.

    Parameters
    ----------
    sites
        As read by `read_sites`.
    criteria
        As read by `read_criteria`; the default set when left out.
    weights
        Points by criterion id, 0 or more, normalised for you; equal when left out. A mapping or
        a series with the ids as labels; an id left out gets none.
    method
        A key of `prioritizer.engine.methods.table.METHODS`, such as ``topsis``.
    scales
        ``fixed`` or ``data``.
    risk
        ``urgency``, ``project-risk`` or ``reduction``.
    order
        ``expected``, ``pessimistic`` or ``optimistic``.
    policy_lists
        Ids of the dated lists by which a material counts as critical.

    Returns
    -------
    Assessment
        The decision matrix, values, ranking with intervals, and what was not ranked and why.

    Raises
    ------
    InputError
        If a choice or a weight cannot be used, or no site can be ranked.
    """
    chosen = criteria or _read_criteria()
    points = (
        WeightVector.from_mapping(chosen.even_points(), chosen.ids)
        if weights is None
        else WeightVector.from_mapping(_named_points(weights, chosen), chosen.ids)
    )
    settings = Settings(
        points,
        method=method,
        scales=_choice(Scales, scales, "scales"),
        risk=_choice(RiskMode, risk, "risk"),
        order=_choice(Order, order, "order"),
        policy_lists=tuple(policy_lists),
    )
    return _assess(sites, chosen, settings, read_reference())


def _named_points(weights: object, criteria: CriteriaSet) -> dict[str, float]:
    found = pairs_of(weights, "weights")
    if found is None:
        first = ", ".join(f"'{name}': {3 - k}" for k, name in enumerate(criteria.ids[:2]))
        raise InputError(
            f"weights: found {type(weights).__name__}. Expected points by criterion id: "
            f"{', '.join(criteria.ids)}. Write for example {{{first}}}."
        )
    return {str(name): points for name, points in found.items()}


def _choice(kind: type[Choice], value: str, name: str) -> Choice:
    known = [member.value for member in kind]
    if value not in known:
        raise InputError(
            f"{name}: found '{value}'. Expected one of: {', '.join(known)}. "
            "Choose one of these."
        )
    return kind(value)
