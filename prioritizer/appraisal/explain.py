"""Every measure opened down to raw values, formula, parameters with status, and sources."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from prioritizer.appraisal.access import access_parts
from prioritizer.appraisal.derivation import Basis, Derivation, split_sources
from prioritizer.appraisal.explain_products import explain_crm, explain_grade
from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.measures import MEASURES
from prioritizer.appraisal.risk import risk_links
from prioritizer.appraisal.size import collect_size
from prioritizer.domain.criterion import Parameter
from prioritizer.domain.site import Range, Site
from prioritizer.errors import InputError


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
    entry = MEASURES[measure]
    measured = entry.evaluate([site], context)
    low, best, high = (
        None if math.isnan(end[0]) else float(end[0])
        for end in (measured.low, measured.best, measured.high)
    )
    tree = EXPLAIN[measure](site, context)
    basis = Basis.COMPUTED if (low, best, high) != (None, None, None) else Basis.UNKNOWN
    gaps = entry.missing(site, context)
    note = f"rests on gaps: {'; '.join(gaps)}" if measured.gap[0] and gaps else ""
    return replace(tree, basis=basis, unit=entry.unit, low=low, best=best, high=high, text=note)


def explain_tonnage(site: Site, context: Context) -> Derivation:
    """Return the route that the tonnage took, with the figures on it."""
    evidence = collect_size([site], context)
    mass = _published("tonnage", "t dry", site.tonnage_t, site, "tonnage_source")
    if evidence.by_mass[0]:
        return _root("tonnage", "published mass").below(mass)
    density = _density(site, context)
    if evidence.by_volume[0]:
        volume = _published("volume", "m3", site.volume_m3, site, "volume_source")
        return _root("tonnage", "volume × dry density").below(volume, density)
    area = Range(site.area_ha, site.area_ha, site.area_ha)
    thickness = context.parameters["thickness_m"]
    values = thickness.values
    return _root("tonnage", "area × thickness × dry density").below(
        _published("area", "ha", area, site, "area_source"),
        _default("thickness", thickness, Range(values["low"], values["best"], values["high"])),
        density,
    )


def _density(site: Site, context: Context) -> Derivation:
    own = site.dry_density_t_m3
    if own is not None:
        return Derivation("dry density", Basis.PUBLISHED, "t/m3", own, own, own)
    known = context.reference.densities.get(site.waste_type.value)
    if known is None:
        return Derivation("dry density", Basis.UNKNOWN, "t/m3")
    label = f"dry density of {site.waste_type.value.replace('_', ' ')}"
    return Derivation(
        label, Basis.DEFAULT, "t/m3", known.low, known.best, known.high, status="recalled"
    )


def explain_risk(site: Site, context: Context) -> Derivation:
    """Return the four links of environmental risk with what is known of each."""
    found = {
        "source": (f"{site.ard_class or site.sulfide_class or ''}", "ard_source"),
        "pathway": (_yes_no(site.impact_observed), "environment_source"),
        "receptor": (_distances(site), "environment_source"),
        "physical": (f"{site.hazard_system} {site.hazard_class}".strip(), "hazard_source"),
    }
    status = {
        "source": context.parameters["sulfide_quarter"].status.value,
        "receptor": context.parameters["receptor_within_km"].status.value,
    }
    parts = []
    for (label, (text, column)), (low, high) in zip(
        found.items(), risk_links([site], context), strict=True
    ):
        is_unknown = high[0] - low[0] == 1.0
        basis = Basis.UNKNOWN if is_unknown else Basis.PUBLISHED
        parts.append(
            Derivation(
                label,
                basis,
                "",
                float(low[0]),
                float(low[0] + high[0]) / 2,
                float(high[0]),
                text,
                status=status.get(label, ""),
                sources=split_sources(site.sources.get(column, "")) if text else (),
            )
        )
    formula = "max(cube root of source × pathway × receptor, physical)"
    return _root("environmental risk", formula).below(*parts)


def explain_reduction(site: Site, context: Context) -> Derivation:
    """Return the risk before, and the part of it that reprocessing takes away."""
    before = explain_measure(site, "environmental_risk", context)
    parameter = context.parameters["eliminated_fraction"]
    values = parameter.values
    fraction = Range(values["low"], values["best"], values["high"])
    return _root("risk reduction", "risk before × fraction eliminated").below(
        before, _default("fraction eliminated", parameter, fraction)
    )


ACCESS_PARTS = (
    ("road", "distance_road_km", "road_km"),
    ("rail or port", "distance_rail_km", "rail_or_port_km"),
    ("power", "distance_power_km", "power_km"),
    ("plant", "distance_plant_km", "plant_km"),
    ("permit", "permit_code", "permit"),
    ("owner", "owner_cooperation", "owner"),
    ("acceptance", "social_acceptance", ""),
)


def explain_access(site: Site, context: Context) -> Derivation:
    """Return the seven parts of access with the raw distance, code or survey result."""
    parts = []
    ends = access_parts([site], context)
    for (label, field, name), (low, high) in zip(ACCESS_PARTS, ends, strict=True):
        raw = _raw(site, field)
        parameter = context.parameters[name] if name else None
        parts.append(
            Derivation(
                label,
                Basis.PUBLISHED if low[0] == high[0] else Basis.UNKNOWN,
                "",
                float(low[0]),
                float(low[0] + high[0]) / 2,
                float(high[0]),
                raw,
                formula=_scale_text(parameter),
                status=parameter.status.value if parameter else "",
                sources=split_sources(site.sources.get("access_source", "")) if raw else (),
            )
        )
    formula = (
        "fourth root of (road, rail or port) × (power, plant) × (permit, owner) × acceptance, "
        "means in brackets"
    )
    return _root("access", formula).below(*parts)


def _raw(site: Site, field: str) -> str:
    value = getattr(site, field)
    if field == "distance_rail_km":
        named = (
            ("rail", value),
            ("port", site.distance_port_km),
            ("port in a straight line", site.port_great_circle_km),
        )
        return ", ".join(f"{name} {km:g} km" for name, km in named if km is not None)
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    return f"{value:g} km" if field.endswith("_km") else f"{value:g} of 5"


def _scale_text(parameter: Parameter | None) -> str:
    if parameter is None:
        return "1 at 5, 0 at 1"
    values = parameter.values
    if "worst" in values:
        return f"1 at {values['best']:g} km, 0 at {values['worst']:g} km"
    return ", ".join(f"{code} {value:g}" for code, value in values.items())


def _yes_no(answer: bool | None) -> str:
    return "" if answer is None else ("releases observed" if answer else "no releases observed")


def _distances(site: Site) -> str:
    named = (("water", site.distance_water_km), ("settlement", site.distance_town_km))
    return ", ".join(f"{name} {km:g} km" for name, km in named if km is not None)


def _root(label: str, formula: str) -> Derivation:
    return Derivation(label, Basis.COMPUTED, formula=formula)


def _published(label: str, unit: str, known: Range, site: Site, column: str) -> Derivation:
    basis = Basis.PUBLISHED if known.is_known else Basis.UNKNOWN
    sources = split_sources(site.sources.get(column, "")) if known.is_known else ()
    return Derivation(label, basis, unit, known.low, known.best, known.high, sources=sources)


def _default(label: str, parameter: Parameter, known: Range) -> Derivation:
    return Derivation(
        label,
        Basis.DEFAULT,
        parameter.unit,
        known.low,
        known.best,
        known.high,
        parameter.source,
        status=parameter.status.value,
    )


EXPLAIN: dict[str, Callable[[Site, Context], Derivation]] = {
    "grade_equivalent": explain_grade,
    "tonnage": explain_tonnage,
    "environmental_risk": explain_risk,
    "risk_reduction": explain_reduction,
    "access": explain_access,
    "crm_relevance": explain_crm,
}
