"""The pilot record of a site, drafted from its evidence; every default says it is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from prioritizer.appraisal.grade import collect_grades
from prioritizer.domain.economics import PilotFacts
from prioritizer.domain.pilot import (
    BulkSample,
    Default,
    Estimate,
    Flowsheet,
    PilotDefinition,
    SamplingPlan,
    Standing,
    TestStage,
)
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import ArdClass, Site, WasteType
from prioritizer.domain.words import format_number, percent
from prioritizer.pilots.definition.costs import DRILLING_STAGE, drilling_cost, mean_depth_m

T = TypeVar("T")
OURS = "default of this project"
PPM = 1e6
COARSE = {WasteType.WASTE_ROCK, WasteType.SLAG}
GANGUE_DENSITY = 2.65
FIRST_STAGE, LAST_STAGE = 1, 5


def _rule(value: T, source: str = OURS) -> Default[T]:
    return Default(value, Standing.DERIVED, source)


def _recalled(value: T, source: str) -> Default[T]:
    return Default(value, Standing.RECALLED, source)


def _open(value: T) -> Default[T]:
    return Default(value, Standing.OPEN, "nobody has said yet")


def _evidence(site: Site, value: T, column: str) -> Default[T]:
    sources = site.sources.get(column, "")
    return Default(value, Standing.EVIDENCE, f"inventory{f', {sources}' if sources else ''}")


def grades_ppm(site: Site, reference: Reference) -> dict[str, Estimate]:
    """Return the usable grades of a site by symbol, g/t of element."""
    found = collect_grades([site], reference)
    return {
        found.symbols[k]: Estimate(
            float(found.low[0, c]), float(found.best[0, c]), float(found.high[0, c])
        )
        for c, k in enumerate(found.symbol[0].tolist())
        if k >= 0
    }


def ranked_products(site: Site, reference: Reference) -> tuple[str, ...]:
    """Return the assayed products, the largest in situ value per tonne first, unpriced last."""
    grades = grades_ppm(site, reference)

    def worth(symbol: str) -> float:
        commodity = reference.commodities.get(symbol)
        price = commodity.price_usd_per_kg if commodity else None
        return -grades[symbol].best * (price or 0.0)

    return tuple(sorted(grades, key=worth))


def draft(
    site: Site,
    facts: PilotFacts,
    reference: Reference,
    *,
    unfc: str,
    unfc_lift: Sequence[str] = (),
    plant_t_h: float | None = None,
    next_step: str = "",
) -> PilotDefinition:
    """Draft the pilot record of a site.

    Parameters
    ----------
    unfc
        The present UNFC class, or empty if not known; ``unfc_lift`` says what would raise it.
    plant_t_h
        Feed rate of the plant meant, for the scale-up check.
    next_step
        What to find out first for the list, as the ranking says it.
    """
    products = ranked_products(site, reference)
    named = ", ".join(products[:3]) or "metals"
    first = products[0] if products else ""
    return PilotDefinition(
        site_id=site.site_id,
        name=site.name,
        question=_rule(
            f"Can {named} be recovered from {site.name} in a product somebody buys, leaving a "
            "residue that is safer than the waste is today?"
        ),
        hypothesis=_hypothesis(first, facts, reference),
        kill_criteria=_kill_criteria(first),
        body=_body(site),
        zones=_rule(("oxidised", "reduced")),
        sampling=_sampling(site, first, facts, reference),
        stages=_stages(site, facts),
        bulk=BulkSample(
            _rule(200.0), _rule(72.0), _rule(4.0), _rule(0.4, "0.3 to 0.5, " + OURS),
            _rule(0.8, "0.7 to 0.85, " + OURS),
        ),
        plant_t_h=_open(None) if plant_t_h is None else _rule(plant_t_h, "Taylor's rule"),
        flowsheets=(*_legacy(site), *_candidates(site, products, facts)),
        products=_rule(products, "assays of the inventory, most valuable first"),
        specifications=_open(""),
        residue=_residue(site),
        nnp_target=_rule("net neutralisation potential of the residue above 0 kg CaCO3/t"),
        unfc_now=_rule(unfc, "rules of this project") if unfc else _open(""),
        unfc_steps=_unfc_steps(facts, unfc_lift),
        trl_before=_trl_before(site, facts),
        trl_after=_rule(facts.stages[LAST_STAGE].trl, facts.stages[LAST_STAGE].source),
        permits=_permits(site),
        partners=_open(()),
        owner_consent=_consent(site),
        data_licence=_rule("CC BY 4.0 for assays and test results, after a look by the owner"),
        identifiers=_rule(f"{site.site_id}/hole/interval → composite → test → product lot"),
        decision_rule=_rule(
            (
                "go: recovery and residue meet the hypothesis at the lower 90 % limit",
                "extend: met at the mean, not at the lower limit; one more campaign decides",
                "stop: any kill criterion is met",
            )
        ),
        veto=site.gate.words if site.gate is not None else "",
        next_step=next_step,
    )  # fmt: skip


def _hypothesis(symbol: str, facts: PilotFacts, reference: Reference) -> Default[str]:
    recovery = reference.recoveries.get(symbol)
    if recovery is None or recovery.low is None or recovery.high is None:
        return _open("")
    middle = 50 * (recovery.low + recovery.high)
    return _recalled(
        f"Overall recovery of {symbol} is at least {middle:.0f} % "
        f"(screening range {percent(recovery.low)} – {percent(recovery.high)}).",
        "criteria/reference/recoveries.csv",
    )


def _kill_criteria(symbol: str) -> Default[tuple[str, ...]]:
    return _rule(
        (
            f"bench recovery of {symbol or 'the main product'} below the low end of the range",
            "no buyer for any product as it comes",
            "residue more acid-forming or more leachable than the waste",
            "owner or authority refuses access",
        )
    )


def _body(site: Site) -> Default[str]:
    parts = [site.waste_type.value.replace("_", " ")]
    if site.tonnage_t.best is not None:
        parts.append(f"{format_number(site.tonnage_t.best)} t")
    if site.volume_m3.best is not None:
        parts.append(f"{format_number(site.volume_m3.best)} m³")
    if site.area_ha is not None:
        parts.append(f"{format_number(site.area_ha)} ha")
    parts += [site.texts[key] for key in ("mineralogy",) if site.texts.get(key)]
    return _evidence(site, "; ".join(parts), "tonnage_source")


def _sampling(site: Site, symbol: str, facts: PilotFacts, reference: Reference) -> SamplingPlan:
    mineral = facts.minerals.get(symbol)
    is_coarse = site.waste_type in COARSE
    depth, is_default = mean_depth_m(site)
    fraction = None
    if mineral is not None:
        ppm = grades_ppm(site, reference)[symbol].best
        fraction = ppm / PPM / mineral.metal_fraction
    usable = fraction is not None and 0 < fraction < 1
    carrier = mineral.source if mineral else ""
    return SamplingPlan(
        top_size_cm=_rule(2.5 if is_coarse else 0.02, "coarse or fine waste, " + OURS),
        liberation_cm=_rule(0.015 if is_coarse else 0.02),
        mineral=_recalled(mineral.name, carrier) if mineral else _open(""),
        mineral_fraction=_rule(fraction, f"grade of {symbol} over its share in the mineral")
        if usable
        else _open(None),
        mineral_density_t_m3=_recalled(mineral.density_t_m3, carrier)
        if mineral
        else _open(None),
        gangue_density_t_m3=_recalled(GANGUE_DENSITY, "quartz-like gangue"),
        sampling_error=_rule(0.02),
        cv=_evidence(site, site.grade_cv, "sampling_source") if site.grade_cv else _rule(0.4),
        precision=_rule(0.10),
        area_ha=_evidence(site, site.area_ha, "area_source") if site.area_ha else _open(None),
        depth_m=_rule(depth) if is_default else _evidence(site, depth, "volume_source"),
        layout=_rule(
            "square grid, at least 5 holes per zone, one down to natural ground; spacing at "
            "most "
            "two thirds of the variogram range once it is known"
        ),
        composites=_rule("1–2 m or by layer; oxidised and reduced zone apart; pore water"),
        qaqc=_recalled(
            "1 certified standard, 1 blank, 1 duplicate per 20", "common practice; CEN/TR 16365"
        ),
    )


def _stages(site: Site, facts: PilotFacts) -> tuple[TestStage, ...]:
    planned = []
    for stage in facts.stages[FIRST_STAGE : LAST_STAGE + 1]:
        cost = _stage_default(stage.cost_eur, stage.standing, stage.source)
        if stage.number == DRILLING_STAGE:
            drilled = drilling_cost(mean_depth_m(site)[0], stage.cost_eur.low)
            cost = _rule(drilled, "low end of the stage plus 44 holes at 100–300 EUR per metre")
        planned.append(
            TestStage(
                stage.number,
                stage.name,
                stage.purpose,
                _stage_default(stage.mass_t, stage.standing, stage.source),
                _stage_default(stage.months, stage.standing, stage.source),
                cost,
                stage.trl,
                stage.unfc,
            )
        )
    return tuple(planned)


def _stage_default(value: Estimate, standing: Standing, source: str) -> Default[Estimate]:
    return Default(value, standing, f"{source}; best is the geometric mean")


def _legacy(site: Site) -> tuple[Flowsheet, ...]:
    """Return what was tried on this waste; the inventory rarely says why it ended."""
    studies = site.texts.get("reprocessing_studies", "")
    reported = site.texts.get("recoveries_reported", "")
    if not studies and not reported:
        return ()
    return (
        Flowsheet(
            name=studies or "not described",
            products=(),
            recovery_pct=reported,
            is_legacy=True,
            why_stopped=_open(""),
            standing=Standing.EVIDENCE,
            source=site.sources.get("reprocessing_source", "inventory"),
        ),
    )


def _candidates(
    site: Site, products: Sequence[str], facts: PilotFacts
) -> tuple[Flowsheet, ...]:
    return tuple(
        option.flowsheet
        for option in facts.flowsheets
        if site.waste_type.value in option.waste_types and set(option.symbols) & set(products)
    )


def _residue(site: Site) -> Default[str]:
    if site.ard_class is ArdClass.ACID or site.sulfide_class in {"moderate", "high"}:
        return _rule(
            "remove sulfides to a separate concentrate; store the rest dry and covered"
        )
    return _rule("store dry and covered, or use as bulk material if leaching tests allow")


def _unfc_steps(facts: PilotFacts, lift: Sequence[str]) -> Default[tuple[str, ...]]:
    steps = tuple(
        f"{stage.name}: {stage.unfc}"
        for stage in facts.stages[FIRST_STAGE : LAST_STAGE + 1]
        if stage.unfc
    )
    return _recalled((*steps, *lift), "criteria/reference/cost_stages.csv")


def _trl_before(site: Site, facts: PilotFacts) -> Default[str]:
    if site.trl is not None:
        return _evidence(site, format_number(site.trl), "reprocessing_source")
    if site.texts.get("reprocessing_studies"):
        return _rule("3-4", "earlier test work is reported, its level is not")
    return _rule(facts.stages[0].trl, "no test work is reported")


def _permits(site: Site) -> Default[tuple[str, ...]]:
    known = site.permit_code or site.texts.get("permit_status", "")
    needed = (
        "landowner's and mineral owner's consent to sample",
        "permit to drill and to take a bulk sample",
        "permit to treat, transport and store extractive waste",
    )
    if known:
        return _evidence(site, (f"as recorded: {known}", *needed), "status_source")
    return _rule(needed)


def _consent(site: Site) -> Default[str]:
    owner = site.texts.get("owner", "")
    if site.owner_cooperation or owner:
        text = "; ".join(part for part in (owner, site.owner_cooperation) if part)
        return _evidence(site, text, "status_source")
    return _open("")
