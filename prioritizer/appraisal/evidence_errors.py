"""How far a published figure may be off, and what its ends are, by its class of evidence.

This is the one place that decides how a low and a high are read (`EndsKind`, by the table
``criteria/reference/reported_ends.csv``): 5 and 95 % points are drawn as such, hard ends are
never passed, and ends of single samples are no ends of a mean. A bare point, without a low and
a high, is drawn with the error of its class (``evidence_classes.csv``, ``evidence_error.csv``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from prioritizer.appraisal.measurement import BoolArray, FloatArray
from prioritizer.domain.evidence_rule import EndsKind, EvidenceRule
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Site

GRADE, TONNAGE = "grade", "tonnage"
Facts = Mapping[str, str]
# What the rules in use say of each pair of words: few pairs, asked of every assay many times.
_ENDS: dict[int, tuple[Sequence[EvidenceRule], dict[tuple[str, str], EndsKind]]] = {}


class EvidenceReader:
    """Reads the class of evidence and the kind of ends of many figures."""

    def __init__(self, reference: Reference) -> None:
        self._errors = reference.evidence_errors
        self._classes = reference.evidence_classes
        self._ends = reference.reported_ends
        self._known: dict[tuple[str, ...], tuple[float, EndsKind]] = {}

    def grade(self, assay: Assay, site: Site) -> tuple[float, EndsKind]:
        """Return the log standard deviation of an assay that is a bare point, and its ends."""
        facts = {"basis": assay.basis, "statistic": assay.statistic, **_of_site(site)}
        return self._read(GRADE, facts)

    def tonnage(self, site: Site) -> tuple[float, EndsKind]:
        """Return the same of a mass or volume."""
        facts = {"tonnage_basis": site.texts.get("tonnage_basis", ""), **_of_site(site)}
        return self._read(TONNAGE, facts)

    def _read(self, quantity: str, facts: Facts) -> tuple[float, EndsKind]:
        key = (quantity, *facts.values())
        if key not in self._known:
            name = first(self._classes, quantity, facts)
            error = self._errors.get(name)
            log_sd = None if error is None else getattr(error, quantity)
            ends = EndsKind(first(self._ends, quantity, facts) or EndsKind.QUANTILES)
            self._known[key] = (log_sd or 0.0, ends)
        return self._known[key]


def first(rules: Sequence[EvidenceRule], quantity: str, facts: Facts) -> str:
    """Return what the first rule says that applies; nothing where none does."""
    return next(
        (rule.result for rule in rules if rule.quantity == quantity and rule.applies(facts)), ""
    )


def ends_of(assay: Assay, reference: Reference) -> EndsKind:
    """Return what the low and high of an assay are."""
    rules, words = reference.reported_ends, (assay.basis, assay.statistic)
    told = _ENDS.get(id(rules))
    if told is None or told[0] is not rules:
        _ENDS.clear()
        told = _ENDS[id(rules)] = (rules, {})
    if words not in told[1]:
        facts = {"basis": assay.basis, "statistic": assay.statistic}
        told[1][words] = EndsKind(first(rules, GRADE, facts) or EndsKind.QUANTILES)
    return told[1][words]


def size_errors(sites: Sequence[Site], reference: Reference) -> tuple[FloatArray, BoolArray]:
    """Return of each size the log standard deviation of a bare point, and if ends are hard."""
    reader = EvidenceReader(reference)
    read = [reader.tonnage(site) for site in sites]
    return (
        np.array([log_sd for log_sd, _ in read], dtype=np.float64),
        np.array([ends is not EndsKind.QUANTILES for _, ends in read], dtype=bool),
    )


def _of_site(site: Site) -> dict[str, str]:
    return {
        "resource_class": site.resource_class,
        "sampling_code": site.sampling_code,
        "samples_n": "" if site.samples_n is None else f"{site.samples_n:g}",
    }
