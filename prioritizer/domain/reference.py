"""Facts about commodities that every site is measured against, each with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from prioritizer.domain.evidence_rule import EvidenceError, EvidenceRule
from prioritizer.domain.site import Range
from prioritizer.errors import InputError

# The lists of the European Union in force; a default that a person may change.
USUAL_POLICY_LISTS = ("EU-CRM-2024", "EU-SRM-2024")
# What a policy list may call a material.
POLICY_CLASSES = ("strategic", "critical", "scarce", "important")


@dataclass(frozen=True, slots=True)
class Commodity:
    """One element or product with its primary grade, price and EU criticality scores.

    Grades in g/t (ppm), price in USD per kg of element; ``supply_risk`` and
    ``economic_importance`` as published by the European Commission in 2023; ``None`` where no
    figure was found.
    """

    symbol: str
    name: str
    primary_grade_ppm: float | None
    price_usd_per_kg: float | None
    supply_risk: float | None
    economic_importance: float | None
    primary_grade_basis: str = ""
    oxide_factor: float | None = None
    price_basis: str = ""
    category: str = ""
    primary_low_ppm: float | None = None
    primary_high_ppm: float | None = None
    cutoff_ppm: float | None = None
    upper_crust_ppm: float | None = None
    source_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analyte:
    """What a laboratory prints, and the mass of element in it (``factor``, 0 to 1)."""

    code: str
    symbol: str
    factor: float


@dataclass(frozen=True, slots=True)
class PolicyEntry:
    """One material on one policy list."""

    list_id: str
    symbol: str
    policy_class: str
    qualifier: str = ""
    is_recalled: bool = False


@dataclass(frozen=True, slots=True)
class HazardClass:
    """A class of one hazard system as a range on the 0 to 1 scale of consequence."""

    system: str
    name: str
    consequence: Range


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference facts, by key. ``recoveries`` are fractions, ``densities`` dry t/m3.

    ``grade_roles`` says, by symbol, that a compiled grade is one of a by-product, or which
    family the symbol is counted in (``family:TREO``). ``policy_lists`` are those, of all in
    ``policy``, by which a material counts as critical now. ``families`` says which commodities,
    by symbol or mineral, are won from deposits of one kind. ``evidence_classes`` find the class
    of a figure from its texts, ``evidence_errors`` its error, ``reported_ends`` what its ends
    are.
    """

    commodities: Mapping[str, Commodity]
    analytes: Mapping[str, Analyte]
    recoveries: Mapping[str, Range]
    densities: Mapping[str, Range]
    policy: tuple[PolicyEntry, ...]
    hazard_classes: tuple[HazardClass, ...]
    citations: Mapping[str, str] = field(default_factory=dict)
    grade_roles: Mapping[str, str] = field(default_factory=dict)
    recovery_notes: Mapping[str, str] = field(default_factory=dict)
    policy_titles: Mapping[str, str] = field(default_factory=dict)
    evidence_errors: Mapping[str, EvidenceError] = field(default_factory=dict)
    evidence_classes: tuple[EvidenceRule, ...] = ()
    reported_ends: tuple[EvidenceRule, ...] = ()
    policy_lists: tuple[str, ...] = USUAL_POLICY_LISTS
    families: Mapping[str, str] = field(default_factory=dict)

    def with_policy(self, list_ids: Sequence[str] | None) -> Reference:
        """Return the reference under other policy lists; None leaves them as they are.

        Raises
        ------
        InputError
            If a policy list is not in the reference.
        """
        if list_ids is None or tuple(list_ids) == self.policy_lists:
            return self
        known = {entry.list_id for entry in self.policy}
        for name in list_ids:
            if name not in known:
                raise InputError(
                    f"policy list: found '{name}'. Expected some of: "
                    f"{', '.join(sorted(known))}; or a CSV file with the columns symbol and "
                    "class. Correct the name."
                )
        return replace(self, policy_lists=tuple(sorted(set(list_ids))))

    def policy_classes(self, list_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return, by symbol, the classes it has on the chosen lists."""
        chosen: dict[str, list[str]] = {}
        for entry in self.policy:
            if entry.list_id in list_ids:
                chosen.setdefault(entry.symbol, []).append(entry.policy_class)
        return {symbol: tuple(classes) for symbol, classes in chosen.items()}
