"""The UNFC class of every site of a register, the matrix over all, and both as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prioritizer.appraisal.unfc.classification import classify_sites
from prioritizer.domain.classification import Classification, Verdict
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.unfc import main_category
from prioritizer.workflow.ranking.draws import whole_context

E_CATEGORIES = ("E1", "E2", "E3")
F_CATEGORIES = ("F1", "F2", "F3", "F4")
G_CATEGORIES = ("G1", "G2", "G3", "G4")


@dataclass(frozen=True, slots=True)
class ClassifiedRegister:
    """The classes of all sites in register order; gated sites are classified as well."""

    title: str
    sites: tuple[Classification, ...]

    def counts(self) -> Mapping[str, int]:
        """Return how many sites have each code, the commonest first."""
        codes = Counter(str(site.unfc) for site in self.sites)
        return dict(sorted(codes.items(), key=lambda item: (-item[1], item[0])))

    def matrix(self) -> Mapping[tuple[str, str, str], int]:
        """Return how many sites stand in each cell of main E, F and G categories, zeros too."""
        found = Counter(
            (main_category(s.e.code), main_category(s.f.code), main_category(s.g.code))
            for s in self.sites
        )
        return {
            (e, f, g): found[e, f, g]
            for e in E_CATEGORIES
            for f in F_CATEGORIES
            for g in G_CATEGORIES
        }


def classify(
    register: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    *,
    policy_lists: Sequence[str] | None = None,
) -> ClassifiedRegister:
    """Return the UNFC class of every site with the rules that fired."""
    context = whole_context(criteria, reference, policy_lists=policy_lists)
    return ClassifiedRegister(register.title, classify_sites(register.sites, context))


def class_data(one: Classification) -> dict[str, Any]:
    """Return one class as plain data."""
    axes = {"e": one.e, "f": one.f, "g": one.g}
    return {
        "id": one.site_id,
        "name": one.name,
        **{axis: verdict.code for axis, verdict in axes.items()},
        "code": str(one.unfc),
        "class": one.unfc.name,
        "rules": {axis: verdict.rule for axis, verdict in axes.items()},
        "reasons": {axis: verdict.reason for axis, verdict in axes.items()},
        "evidence": {axis: list(verdict.evidence) for axis, verdict in axes.items()},
        "caps": {axis: list(verdict.caps) for axis, verdict in axes.items()},
        "lift": {axis: list(verdict.lift) for axis, verdict in axes.items()},
        "products": [
            {"symbol": p.symbol, "share_of_value": p.share, **_verdict_data(p.g)}
            for p in one.products
        ],
    }


def _verdict_data(verdict: Verdict) -> dict[str, Any]:
    return {"g": verdict.code, "rule": verdict.rule, "reason": verdict.reason}
