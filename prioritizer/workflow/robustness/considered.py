"""The sites that an assessment considers, ranked or too little known."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.domain.matrix import DecisionMatrix, ValueMatrix
from prioritizer.domain.results import Assessment
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.errors import InputError


def ranked_sites(assessment: Assessment, register: SiteRegister) -> tuple[Site, ...]:
    """Return the sites that were ranked, in the order of the decision matrix."""
    by_id = register.by_id()
    return tuple(by_id[name] for name in assessment.matrix.alternatives)


def considered_sites(
    assessment: Assessment, sites: SiteRegister | Sequence[Site]
) -> tuple[Site, ...]:
    """Return the sites that were ranked or are too little known, in the order of their draws.

    Raises
    ------
    InputError
        If one of them is not among those given.
    """
    return sites_named(
        sites,
        considered_matrix(assessment).alternatives,
        "was ranked or is too little known: unknown values are drawn from like sites among all "
        "of them",
    )


def sites_named(
    sites: SiteRegister | Sequence[Site], names: Sequence[str], which: str
) -> tuple[Site, ...]:
    """Return the sites of these ids in their order; ``which`` says in a message what they are.

    Raises
    ------
    InputError
        If one of them is not among those given.
    """
    given = sites.sites if isinstance(sites, SiteRegister) else sites
    by_id = {site.site_id: site for site in given}
    missing = [name for name in names if name not in by_id]
    if missing:
        raise InputError(
            f"sites: found no '{missing[0]}'. Expected every site that {which}. "
            "Give the sites that the assessment was made from."
        )
    return tuple(by_id[name] for name in names)


def considered_matrix(assessment: Assessment) -> DecisionMatrix:
    """Return the decision matrix of all sites that were ranked or are too little known."""
    considered = assessment.considered
    return assessment.matrix if considered is None else considered.matrix


def considered_values(assessment: Assessment) -> ValueMatrix:
    """Return the values of `considered_matrix`."""
    considered = assessment.considered
    return assessment.values if considered is None else considered.values
