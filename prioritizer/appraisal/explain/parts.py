"""The parts of risk and access, and further readings of assays, opened to raw values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from prioritizer.appraisal.access import infrastructure_parts, legal_parts
from prioritizer.appraisal.composites import Pair, Part, part_weights
from prioritizer.appraisal.explain.products import crm_parts, explain_grade
from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.products import products
from prioritizer.appraisal.risk import chemical_links, physical_ends
from prioritizer.appraisal.risk_mean import activity, is_broken, risk_parts
from prioritizer.domain.criterion import Combine, Parameter
from prioritizer.domain.derivation import Basis, Derivation, split_sources
from prioritizer.domain.site import Range, Site

Explain = Callable[[Site, Context], Derivation]
# Of each part the field with its raw value, and the parameter that turns it to a value.
ACCESS_PARTS = {
    "road": ("distance_road_km", "road_km"),
    "rail_or_port": ("distance_rail_km", "rail_or_port_km"),
    "power": ("distance_power_km", "power_km"),
    "plant": ("distance_plant_km", "plant_km"),
    "permit": ("permit_code", "permit"),
    "owner": ("owner_cooperation", "owner"),
    "community": ("social_acceptance", ""),
}
# Of each part of risk the same.
RISK_PARTS = {
    "hazard": ("ard_source", "sulfide_quarter"),
    "containment": ("environment_source", "containment"),
    "people": ("access_source", "receptor_km"),
    "water": ("environment_source", "receptor_km"),
    "protected": ("status_source", ""),
    "observed": ("environment_source", ""),
}
# Of each link the column of its sources, and the parameter behind it.
RISK_LINKS = {
    "source": ("ard_source", "sulfide_quarter"),
    "pathway": ("environment_source", ""),
    "receptor": ("environment_source", "receptor_within_km"),
    "physical": ("hazard_source", ""),
}


def access_derivations(site: Site, parts: Sequence[Part], context: Context) -> list[Derivation]:
    """Return some parts of access or licence, each with its raw value and its scale."""
    found = []
    for part in parts:
        field, name = ACCESS_PARTS[part.name]
        raw = _raw(site, field)
        parameter = context.parameters[name] if name else None
        low, best, high = (float(end[0]) for end in (part.low, part.best, part.high))
        found.append(
            Derivation(
                part.name.replace("_", " "),
                Basis.UNKNOWN
                if high - low == 1.0 and not part.is_known[0]
                else Basis.PUBLISHED,
                "",
                low,
                best,
                high,
                raw,
                formula=_scale_text(parameter),
                status=parameter.status.value if parameter else "",
                sources=split_sources(site.sources.get(_sources_of(field), "")) if raw else (),
            )
        )
    return found


def _sources_of(field: str) -> str:
    return "status_source" if field in {"permit_code", "owner_cooperation"} else "access_source"


def risk_derivations(
    site: Site, labels: Sequence[str], ends: Sequence[Pair], context: Context
) -> list[Derivation]:
    """Return some links of risk with what is known of each."""
    found = {
        "source": f"{site.ard_class or site.sulfide_class or ''}",
        "pathway": _yes_no(site.impact_observed),
        "receptor": _distances(site),
        "physical": f"{site.hazard_system} {site.hazard_class}".strip(),
    }
    parts = []
    for label, (low, high) in zip(labels, ends, strict=True):
        column, name = RISK_LINKS[label]
        text = found[label]
        parts.append(
            Derivation(
                label,
                Basis.UNKNOWN if high[0] - low[0] == 1.0 else Basis.PUBLISHED,
                "",
                float(low[0]),
                float(low[0] + high[0]) / 2,
                float(high[0]),
                text,
                status=context.parameters[name].status.value if name else "",
                sources=split_sources(site.sources.get(column, "")) if text else (),
            )
        )
    return parts


def taken_away(before: Derivation, context: Context) -> Derivation:
    """Return a risk and the part of it that reprocessing takes away."""
    parameter = context.parameters["eliminated_fraction"]
    values = parameter.values
    fraction = Range(values["low"], values["best"], values["high"])
    formula = "risk before × fraction eliminated"
    return Derivation("risk reduction", Basis.COMPUTED, formula=formula).below(
        before, default_figure("fraction eliminated", parameter, fraction)
    )


def default_figure(label: str, parameter: Parameter, known: Range) -> Derivation:
    """Return a default inside a formula with its source and status."""
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


def chemical_derivations(site: Site, context: Context) -> tuple[str, list[Derivation]]:
    """Return the formula of the chemical part of risk, and what it is made of."""
    if context.combine is Combine.PRODUCT:
        labels, ends = ("source", "pathway", "receptor"), chemical_links([site], context)
        parts = risk_derivations(site, labels, ends, context)
        return "cube root of source × pathway × receptor", parts
    parts_of = risk_parts([site], context)
    formula = f"mean of {weighted(parts_of, context)}"
    if is_broken([site])[0]:
        formula = "0: the chain is stated to be broken (contained, or nobody in reach)"
    return formula, [_risk_part(site, part, context) for part in parts_of]


def _risk_part(site: Site, part: Part, context: Context) -> Derivation:
    """Return one part of risk with what is said about it."""
    column, name = RISK_PARTS[part.name]
    text = _said_of(site, part.name, context)
    low, best, high = (float(end[0]) for end in (part.low, part.best, part.high))
    return Derivation(
        part.name,
        Basis.UNKNOWN if high - low == 1.0 else Basis.PUBLISHED,
        "",
        low,
        best,
        high,
        text,
        status=context.parameters[name].status.value if name else "",
        sources=split_sources(site.sources.get(column, "")) if text else (),
    )


def _radioactive(ends: tuple[float, float] | None) -> str:
    """Return uranium and thorium over their limit in words; blank where neither is assayed."""
    if ends is None:
        return ""
    low, high = (f"{end:.2g}" for end in ends)
    return f"uranium and thorium at {low if low == high else f'{low} to {high}'} of the limit"


def _said_of(site: Site, part: str, context: Context) -> str:
    ray = _radioactive(activity(site, context))
    nobody = "nobody in reach" if site.receptors == "none" else ""
    said = {
        "hazard": (f"{site.ard_class or site.sulfide_class or ''}", ray),
        "containment": (site.containment, _yes_no(site.impact_observed)),
        "people": (_km(site, "town"), nobody),
        "water": (_km(site, "water"), nobody),
        "protected": (site.texts.get("protection_status", ""), nobody),
        "observed": (_yes_no(site.impact_observed),),
    }
    return "; ".join(filter(None, said[part]))


def weighted(parts: Sequence[Part], context: Context) -> str:
    """Return the parts of a composite with their weights in words."""
    weights = part_weights(parts, context).tolist()
    return ", ".join(
        f"{part.name.replace('_', ' ')} (weight {weight:g})"
        for part, weight in zip(parts, weights, strict=True)
    )


def _chemical(site: Site, context: Context) -> Derivation:
    formula, parts = chemical_derivations(site, context)
    return Derivation("chemical risk", Basis.COMPUTED, formula=formula).below(*parts)


def _physical(site: Site, context: Context) -> Derivation:
    ends = [physical_ends([site], context)]
    parts = risk_derivations(site, ("physical",), ends, context)
    formula = "consequence class on 0 to 1"
    return Derivation("physical risk", Basis.COMPUTED, formula=formula).below(*parts)


def _mean_of(label: str, parts: Callable[[Sequence[Site], Context], Sequence[Part]]) -> Explain:
    def explain(site: Site, context: Context) -> Derivation:
        inputs = access_derivations(site, parts([site], context), context)
        return Derivation(label, Basis.COMPUTED, formula=f"mean of {label}").below(*inputs)

    return explain


def _raw_figure(label: str, field: str, column: str) -> Explain:
    def explain(site: Site, _context: Context) -> Derivation:
        raw = _raw(site, field)
        part = Derivation(
            "as recorded",
            Basis.PUBLISHED if raw else Basis.UNKNOWN,
            text=raw,
            sources=split_sources(site.sources.get(column, "")) if raw else (),
        )
        return Derivation(label, Basis.COMPUTED, formula="as recorded").below(part)

    return explain


def _rail_or_port(site: Site, context: Context) -> Derivation:
    parameter = context.parameters["rail_or_port_km"]
    detour = parameter.values["detour"]
    tree = _raw_figure("railway or port", "distance_rail_km", "access_source")(site, context)
    figure = default_figure("detour over the great circle", parameter, Range(1, None, detour))
    return replace(tree, formula="the nearer of railway and port").below(*tree.inputs, figure)


def _primary_ratio(site: Site, context: Context) -> Derivation:
    formula = "largest grade ÷ typical primary grade of the products, before recovery"
    return replace(explain_grade(site, context), label="primary ratio", formula=formula)


def _recoverable_value(site: Site, context: Context) -> Derivation:
    parts = [
        replace(part.inputs[0], label=f"{part.label}: {part.inputs[0].label}")
        for part in crm_parts(site, context)
    ]
    formula = "sum over priced products of grade × recovery × price"
    return Derivation("recoverable value", Basis.COMPUTED, formula=formula).below(*parts)


def _listed(site: Site, context: Context) -> Derivation:
    parts = [
        Derivation(
            product.name,
            Basis.PUBLISHED,
            "g/t",
            product.grade_ppm.low,
            product.grade_ppm.best,
            product.grade_ppm.high,
            f"on {'; '.join(product.policy)}" if product.policy else "on none of the lists",
        )
        for product in products(site, context)
    ]
    named = site.texts.get("crm_named", "")
    if named:
        parts.append(Derivation("named without a value", Basis.PUBLISHED, text=named))
    formula = "number of assayed materials on the chosen policy lists"
    return Derivation("listed materials", Basis.COMPUTED, formula=formula).below(*parts)


def _raw(site: Site, field: str) -> str:
    if field == "distance_rail_km":
        named = (("rail", "rail"), ("port", "port"))
        found = [f"{name} {_km(site, what)}" for name, what in named if _km(site, what)]
        return ", ".join([*found, *_circle(site, "port")])
    if field.startswith("distance_"):
        what = field.removeprefix("distance_").removesuffix("_km")
        return ", ".join(filter(None, [_km(site, what), *_circle(site, what)]))
    value = getattr(site, field)
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    return f"{value:g} of 5" if field == "social_acceptance" else f"{value:g}"


def _km(site: Site, what: str) -> str:
    """Return a distance in words: a figure, its ends, or nothing."""
    known = site.distance(what)
    ends = (
        ""
        if known.low is None and known.high is None
        else f"{_end(known.low)} to {_end(known.high)}"
    )
    if known.best is None:
        return f"{ends} km" if ends else ""
    return f"{known.best:g} km ({ends})" if ends else f"{known.best:g} km"


def _end(number: float | None) -> str:
    return "?" if number is None else f"{number:g}"


def _circle(site: Site, what: str) -> list[str]:
    circle = getattr(site, f"{what}_great_circle_km", None)
    label = f"{what} in a straight line" if what == "port" else "in a straight line"
    return [] if circle is None else [f"{label} {circle:g} km"]


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


EXPLAIN_PARTS: dict[str, Explain] = {
    "primary_ratio": _primary_ratio,
    "recoverable_value": _recoverable_value,
    "listed_materials": _listed,
    "chemical_risk": _chemical,
    "physical_risk": _physical,
    "road_distance": _raw_figure("road", "distance_road_km", "access_source"),
    "rail_or_port_distance": _rail_or_port,
    "infrastructure": _mean_of("power and plant", infrastructure_parts),
    "legal_access": _mean_of("permit and owner", legal_parts),
    "social_acceptance": _raw_figure("acceptance", "social_acceptance", "access_source"),
    "technology_readiness": _raw_figure("readiness", "trl", "reprocessing_source"),
}
