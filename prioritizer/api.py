"""The Python door: the functions a script or notebook needs, with plain arguments.

Each takes the reference tables that come with the package unless ``reference`` says otherwise.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from prioritizer.domain.answer import LIST_SIZE, GapMode
from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.imports import ImportOptions, Progress
from prioritizer.domain.information import MeasurementOption, NextData
from prioritizer.domain.reference import USUAL_POLICY_LISTS, Reference
from prioritizer.domain.results import Assessment, Order, Scales, Settings
from prioritizer.domain.robustness import Robustness, Uncertainty
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.arrays import FloatArray
from prioritizer.engine.draws.smaa import smaa as _smaa_of_values
from prioritizer.engine.draws.smaa_result import Smaa
from prioritizer.engine.weights.regions import Region
from prioritizer.errors import DataError, InputError
from prioritizer.readers.criteria import read_criteria as _read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites as _read_sites
from prioritizer.shipped import named_sites
from prioritizer.workflow.ranking.assess import assess as _assess
from prioritizer.workflow.ranking.draw_counts import FEWEST_DRAWS
from prioritizer.workflow.ranking.labels import pairs_of
from prioritizer.workflow.ranking.matrix_smaa import smaa
from prioritizer.workflow.robustness.considered import considered_sites, sites_named
from prioritizer.workflow.robustness.next_data import next_data as _next_data
from prioritizer.workflow.robustness.shares import robustness as _robustness
from prioritizer.workflow.robustness.variants import Variant
from prioritizer.workflow.robustness.variants import policy_variants as _policy_variants
from prioritizer.workflow.robustness.variants import risk_variants as _risk_variants
from prioritizer.workflow.sites.importing import ImportResult
from prioritizer.workflow.sites.importing import import_file as _import_file

__all__ = [
    "assess",
    "import_file",
    "next_data",
    "policy_variants",
    "ranked_sites",
    "read_criteria",
    "read_sites",
    "risk_variants",
    "robustness",
    "smaa",
    "smaa_of_values",
]

Choice = TypeVar("Choice", Scales, RiskMode, Order, GapMode, Facilities)


def read_sites(
    path: str | Path,
    *,
    grades: str | Path | None = None,
    reference: Reference | None = None,
) -> SiteRegister:
    """Read a site table, with ``grades.csv`` and ``sources.csv`` beside it.

    ``sample`` names the sites that come with the package, unless a file is called so.
    Warns where no site has an assay, which a forgotten ``grades.csv`` looks like.

    Raises
    ------
    DataError
        If any row has an error; ``issues`` lists them all.
    """
    file = _read_sites(
        Path(named_sites(str(path))),
        reference or read_reference(),
        grades=None if grades is None else Path(grades),
    )
    if file.errors:
        raise DataError(file.errors)
    if not file.register.n_assays:
        warnings.warn(file.told, stacklevel=2)
    return file.register


def read_criteria(name_or_path: str = "default") -> CriteriaSet:
    """Read a criteria set shipped with the project, by name, or from a YAML file."""
    return _read_criteria(name_or_path)


def assess(  # noqa: PLR0913 - each is a setting of its own that callers leave out at will
    sites: SiteRegister,
    criteria: CriteriaSet | None = None,
    *,
    weights: Mapping[str, float] | None = None,
    method: str = "weighted-sum",
    scales: str = "fixed",
    risk: str = "urgency",
    order: str = "chance",
    policy_lists: Sequence[str] = USUAL_POLICY_LISTS,
    gaps: str = "like-inventory",
    top: int = LIST_SIZE,
    draws: int | None = None,
    seed: int = 1,
    switched_on: Sequence[str] = (),
    status: str = "historical",
    reference: Reference | None = None,
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
        ``chance``, ``median`` or ``cautious``, by the draws; ``expected``, ``pessimistic`` or
        ``optimistic``, by a score.
    policy_lists
        Ids of the dated lists by which a material counts as critical.
    gaps
        What is taken for an unknown value: ``like-inventory``, ``nothing-assumed`` or
        ``middle``.
    top
        Places on the list that the chances are about.
    draws
        Draws behind the chances; as many as are usual for so many sites when left out.
    seed
        What repeats the draws.
    switched_on
        Ids of criteria that count though they are unknown for most sites.
    status
        ``historical`` sets facilities aside that are known to work, ``active`` all others,
        ``all`` none. A site that says nothing counts as historical.

    Returns
    -------
    Assessment
        The decision matrix, values, ranking with intervals, and what was not ranked and why;
        in ``answer`` the chances, sections and the sites that are too little known.

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
        gaps=_choice(GapMode, gaps, "gaps"),
        top=_at_least(1, top, "top"),
        draws=None if draws is None else _at_least(FEWEST_DRAWS, draws, "draws"),
        seed=_at_least(0, seed, "seed"),
        switched_on=_ids(switched_on, chosen, "switched_on"),
        facilities=_choice(Facilities, status, "status"),
    )
    return _assess(sites, chosen, settings, reference or read_reference())


def ranked_sites(
    assessment: Assessment, sites: SiteRegister | Sequence[Site]
) -> tuple[Site, ...]:
    """Return the sites that were ranked, in the order of the decision matrix.

    Raises
    ------
    InputError
        If a ranked site is not among those given.
    """
    return sites_named(sites, assessment.matrix.alternatives, "was ranked")


def robustness(
    assessment: Assessment,
    sites: SiteRegister | Sequence[Site],
    uncertainty: Uncertainty | None = None,
    *,
    top: int = 10,
    draws: int = 10_000,
    seed: int = 1,
    pairwise: bool = False,
    reference: Reference | None = None,
) -> Robustness:
    """Rank the sites under many weights and many values that the evidence allows.

    Parameters
    ----------
    sites
        Those that the assessment was made from.
    uncertainty
        What is let loose; every source, with weights around those given, when left out.
    top
        Places on the shortlist; all sites where there are fewer.
    pairwise
        Whether to count how often each site stands above each other one.

    Raises
    ------
    InputError
        If scales come from the data, a site is missing, or a setting cannot be used.
    """
    return _robustness(
        assessment,
        considered_sites(assessment, sites),
        reference or read_reference(),
        uncertainty or Uncertainty(),
        top=top,
        draws=draws,
        seed=seed,
        pairwise=pairwise,
    )


def next_data(
    assessment: Assessment,
    sites: SiteRegister | Sequence[Site],
    options: Sequence[MeasurementOption] | None = None,
    *,
    top: int = 10,
    draws: int | None = None,
    seed: int | None = None,
    uncertainty: Uncertainty | None = None,
    reference: Reference | None = None,
) -> NextData:
    """Return what each measurement at each site is worth for the choice of the list.

    Parameters
    ----------
    sites
        Those that the assessment was made from.
    options
        As read by `read_measurement_options`; those of the package when left out.
    top
        Places on the list, fewer than sites.
    draws, seed
        Those behind the chances of the list when both are left out, with all evidence.
    uncertainty
        Which evidence counts as uncertain; all of it when left out.

    Raises
    ------
    InputError
        If scales come from the data, a site is missing, everybody is on the shortlist,
        or the draws of so many sites cannot be held.
    """
    return _next_data(
        assessment,
        considered_sites(assessment, sites),
        reference or read_reference(),
        options,
        top=top,
        draws=draws,
        seed=seed,
        uncertainty=uncertainty or Uncertainty(),
    )


def risk_variants(
    assessment: Assessment,
    sites: SiteRegister | Sequence[Site],
    *,
    top: int = 10,
    reference: Reference | None = None,
) -> tuple[Variant, ...]:
    """Return the shortlist under each meaning of environmental risk."""
    in_order = considered_sites(assessment, sites)
    return _risk_variants(assessment, in_order, reference or read_reference(), top=top)


def policy_variants(
    assessment: Assessment,
    sites: SiteRegister | Sequence[Site],
    *,
    top: int = 10,
    reference: Reference | None = None,
) -> tuple[Variant, ...]:
    """Return the shortlist under each list of critical raw materials alone."""
    in_order = considered_sites(assessment, sites)
    return _policy_variants(assessment, in_order, reference or read_reference(), top=top)


def import_file(
    path: str | Path,
    options: ImportOptions | None = None,
    *,
    grades: str | Path | None = None,
    reference: Reference | None = None,
    progress: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Read a file of sites of any kind, and ``grades`` of a file of their own; write nothing.

    Raises
    ------
    DataError
        If the file as a whole is refused; ``issues`` say why.
    Cancelled
        If ``is_cancelled`` said so.
    """
    return _import_file(
        Path(path),
        reference or read_reference(),
        options,
        grades=None if grades is None else Path(grades),
        progress=progress,
        is_cancelled=is_cancelled,
    )


def _named_points(weights: object, criteria: CriteriaSet) -> dict[str, float]:
    found = pairs_of(weights, "weights")
    if found is None:
        first = ", ".join(f"'{name}': {3 - k}" for k, name in enumerate(criteria.ids[:2]))
        raise InputError(
            f"weights: found {type(weights).__name__}. Expected points by criterion id: "
            f"{', '.join(criteria.ids)}. Write for example {{{first}}}."
        )
    return {str(name): points for name, points in found.items()}


def _at_least(least: int, value: int, name: str) -> int:
    if value < least:
        raise InputError(f"{name}: found {value}. Expected {least} or more. Give {least}.")
    return value


def _ids(names: Sequence[str], criteria: CriteriaSet, what: str) -> tuple[str, ...]:
    given = (names,) if isinstance(names, str) else tuple(names)
    for name in given:
        if name not in criteria.ids:
            raise InputError(
                f"{what}: found '{name}'. Expected ids of criteria: {', '.join(criteria.ids)}. "
                "Correct the name."
            )
    return given


def _choice(kind: type[Choice], value: str, name: str) -> Choice:
    known = [member.value for member in kind]
    if value not in known:
        raise InputError(
            f"{name}: found '{value}'. Expected one of: {', '.join(known)}. "
            "Choose one of these."
        )
    return kind(value)


def smaa_of_values(
    values: FloatArray,
    *,
    region: Region | None = None,
    method: str = "weighted-sum",
    draws: int = 10_000,
    seed: int = 1,
    client: Any = None,
) -> Smaa:
    """Rank values from 0 to 1 under many weights, here or on the workers of a Dask cluster.

    Parameters
    ----------
    values
        ``(alternatives, criteria)``, 0 to 1, higher better: such as
        ``assessment.values.expected``.
    region
        Allowed weights; all when left out.
    client
        A ``distributed.Client``; the counts do not depend on the number of its workers.

    Raises
    ------
    InputError
        If a value is no number from 0 to 1, or a setting cannot be used.
    """
    return _smaa_of_values(
        values, weights=region, method=method, draws=draws, seed=seed, client=client
    )
