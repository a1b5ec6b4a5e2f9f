"""Every measure opened down to raw values, formula, parameters with status, and sources."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from prioritizer.appraisal.access import access_parts, licence_parts
from prioritizer.appraisal.explain.parts import (
    EXPLAIN_PARTS,
    RISK_LINKS,
    access_derivations,
    chemical_derivations,
    default_figure,
    risk_derivations,
    taken_away,
    weighted,
)
from prioritizer.appraisal.explain.products import explain_crm, explain_grade
from prioritizer.appraisal.measurement import Context, Measure
from prioritizer.appraisal.measures import MEASURES, measure_of
from prioritizer.appraisal.risk import physical_ends, risk_links
from prioritizer.appraisal.size import DISTINCT, collect_size, usable_area
from prioritizer.domain.criterion import Combine, Criterion
from prioritizer.domain.derivation import Basis, Derivation, split_sources
from prioritizer.domain.site import UNKNOWN, Range, Site
from prioritizer.errors import InputError

# Measures that leave out a product of which a reference fact is unknown: it is no gap of what
# was counted, and still said.
OF_PRODUCTS = frozenset(
    [
        "grade_equivalent",
        "primary_ratio",
        "recoverable_value",
        "crm_relevance",
        "contained_value",
    ]
)


def explain_measure(site: Site, measure: str, context: Context) -> Derivation:
    """Return the tree below one measure of one site.

    The context holds the parameters of all criteria, since one measure may open another.

    Raises
    ------
    InputError
        If there is no measure of this name.
    """
    if measure not in MEASURES:
        raise InputError(
            f"measure: found '{measure}'. Expected one of: {', '.join(MEASURES)}. "
            "Correct the name."
        )
    return _measured(site, MEASURES[measure], EXPLAIN[measure](site, context), context)


def explain_criterion(site: Site, criterion: Criterion, context: Context) -> Derivation:
    """Return the tree below one criterion of one site, an own column among them.

    Raises
    ------
    InputError
        If there is no measure of its name.
    """
    if not criterion.column:
        return explain_measure(site, criterion.measure, context)
    tree = Derivation(criterion.name, Basis.COMPUTED, formula=criterion.formula)
    leaf = _own_figure(site, criterion.column)
    return _measured(site, measure_of(criterion), tree.below(leaf), context)


def _own_figure(site: Site, name: str) -> Derivation:
    """Return what stands in an own column, as its owner wrote it."""
    held = site.own.get(name)
    label = f"column '{name}'"
    if held is None:
        return Derivation(label, Basis.UNKNOWN)
    sources = _cited(site, held.column.source)
    if isinstance(held.value, Range):
        return _published(label, held.column.unit, held.value, sources)
    words = ("yes" if held.value else "no") if isinstance(held.value, bool) else held.value
    return Derivation(label, Basis.PUBLISHED, text=words, sources=sources)


def _measured(site: Site, entry: Measure, tree: Derivation, context: Context) -> Derivation:
    """Return a tree with the figure at its root, and what is missing below it."""
    measured = entry.evaluate([site], context)
    low, best, high = (
        None if math.isnan(end[0]) else float(end[0])
        for end in (measured.low, measured.best, measured.high)
    )
    basis = Basis.COMPUTED if (low, best, high) != (None, None, None) else Basis.UNKNOWN
    gaps = entry.missing(site, context)
    words = "rests on gaps" if measured.gap[0] else "left out"
    is_said = measured.gap[0] or entry.name in OF_PRODUCTS
    note = f"{words}: {'; '.join(gaps)}" if gaps and is_said else ""
    return replace(tree, basis=basis, unit=entry.unit, low=low, best=best, high=high, text=note)


def explain_tonnage(site: Site, context: Context) -> Derivation:
    """Return the route that the tonnage took, with the figures on it."""
    evidence = collect_size([site], context)
    mass = _published("tonnage", "t dry", site.tonnage_t, _cited(site, "tonnage_source"))
    if evidence.by_mass[0]:
        return _root("tonnage", "published mass").below(mass)
    density = _density(site, context)
    if evidence.by_volume[0]:
        volume = _published("volume", "m3", site.volume_m3, _cited(site, "volume_source"))
        return _root("tonnage", "volume × dry density").below(volume, density)
    area = Range(site.area_ha, site.area_ha, site.area_ha)
    thickness = context.parameters["thickness_m"]
    values = thickness.values
    return _root("tonnage", "area × thickness × dry density").below(
        _published("area", "ha", area, _cited(site, "area_source")),
        default_figure(
            "thickness", thickness, Range(values["low"], values["best"], values["high"])
        ),
        density,
    )


def _density(site: Site, context: Context) -> Derivation:
    own = site.dry_density_t_m3
    if own is not None:
        return Derivation("dry density", Basis.PUBLISHED, "t/m3", own, own, own)
    known = context.reference.densities.get(site.waste_type.value)
    if site.volume_m3 == UNKNOWN and usable_area(site) is None:
        known = None
    if known is None:
        return Derivation("dry density", Basis.UNKNOWN, "t/m3")
    label = f"dry density of {site.waste_type.value.replace('_', ' ')}"
    status = "recalled" if site.waste_type in DISTINCT else "derived"
    return Derivation(
        label, Basis.DEFAULT, "t/m3", known.low, known.best, known.high, status=status
    )


def explain_contained(site: Site, context: Context) -> Derivation:
    """Return both factors with what each rests on."""
    formula = "recoverable value × tonnage ÷ 1 000 000"
    return _root("contained value", formula).below(
        explain_measure(site, "recoverable_value", context),
        explain_measure(site, "tonnage", context),
    )


def explain_risk(site: Site, context: Context) -> Derivation:
    """Return the parts of environmental risk with what is known of each."""
    if context.combine is Combine.PRODUCT:
        formula = "max(cube root of source × pathway × receptor, physical)"
        links = risk_links([site], context)
        parts = risk_derivations(site, tuple(RISK_LINKS), links, context)
        return _root("environmental risk", formula).below(*parts)
    formula, parts = chemical_derivations(site, context)
    ends = [physical_ends([site], context)]
    floor = risk_derivations(site, ("physical",), ends, context)
    formula = f"{formula}; at least the low end of the physical consequence"
    return _root("environmental risk", formula).below(*parts, *floor)


def explain_reduction(site: Site, context: Context) -> Derivation:
    """Return the risk before, and the part of it that reprocessing takes away."""
    return taken_away(explain_measure(site, "environmental_risk", context), context)


def _part_taken_away(measure: str) -> Callable[[Site, Context], Derivation]:
    def explain(site: Site, context: Context) -> Derivation:
        return taken_away(explain_measure(site, measure, context), context)

    return explain


def explain_access(site: Site, context: Context) -> Derivation:
    """Return the parts of access with the raw distances and their scales."""
    parts = access_parts([site], context)
    formula = f"mean of {weighted(parts, context)}"
    if context.combine is Combine.PRODUCT:
        parts = (*parts, *licence_parts([site], context))
        formula = (
            "fourth root of (road, rail or port) × (power, plant) × (permit, owner) × "
            "community, means in brackets"
        )
    return _root("access", formula).below(*access_derivations(site, parts, context))


def explain_licence(site: Site, context: Context) -> Derivation:
    """Return permit, owner and community with their codes and scales."""
    parts = licence_parts([site], context)
    formula = f"mean of {weighted(parts, context)}"
    if context.combine is Combine.PRODUCT:
        formula = "root of (permit, owner) × community, mean in brackets"
    return _root("licence", formula).below(*access_derivations(site, parts, context))


def _root(label: str, formula: str) -> Derivation:
    return Derivation(label, Basis.COMPUTED, formula=formula)


def _cited(site: Site, column: str) -> tuple[str, ...]:
    return split_sources(site.sources.get(column, ""))


def _published(label: str, unit: str, known: Range, sources: tuple[str, ...]) -> Derivation:
    basis = Basis.PUBLISHED if known.is_known else Basis.UNKNOWN
    said = sources if known.is_known else ()
    return Derivation(label, basis, unit, known.low, known.best, known.high, sources=said)


EXPLAIN: dict[str, Callable[[Site, Context], Derivation]] = {
    "grade_equivalent": explain_grade,
    "tonnage": explain_tonnage,
    "contained_value": explain_contained,
    "environmental_risk": explain_risk,
    "risk_reduction": explain_reduction,
    "access": explain_access,
    "licence": explain_licence,
    "crm_relevance": explain_crm,
    "chemical_risk_reduction": _part_taken_away("chemical_risk"),
    "physical_risk_reduction": _part_taken_away("physical_risk"),
    **EXPLAIN_PARTS,
}
