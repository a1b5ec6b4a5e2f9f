"""The pilot studies of a report: question, plan, tests, costs, stops; each default marked."""

from __future__ import annotations

from collections.abc import Iterator

from prioritizer.domain.pilot import PilotDefinition
from prioritizer.domain.words import mass as mass_words
from prioritizer.domain.words import number, percent
from prioritizer.exports.blocks import (
    Block,
    Callout,
    Heading,
    bullets,
    facts,
    name_of,
    paragraph,
    plain,
    table,
)
from prioritizer.exports.report.input import ReportInput
from prioritizer.exports.report.one_pilot import ASIDE, VETO
from prioritizer.exports.report.words import STANDING_WORDS, ends_words, kilo_eur, with_standing
from prioritizer.pilots.definition.testwork import Derived, derive


def pilot_studies(found: ReportInput) -> Iterator[Block]:
    """Yield the definition of one pilot study per shortlisted site."""
    yield Heading("Pilot studies", starts_page=True)
    yield paragraph(
        "Drafted from the evidence. In brackets where each entry comes from; a default is a "
        "starting point to be edited with the owner, the laboratory and the authority."
    )
    for pilot in found.pilots:
        yield from _pilot(pilot)


def _pilot(pilot: PilotDefinition) -> Iterator[Block]:
    derived = derive(pilot)
    yield Heading(f"Pilot: {name_of(pilot.name)}", 2)
    if pilot.warning:
        yield Callout(VETO if pilot.veto else ASIDE, plain(pilot.warning))
    yield facts(
        [
            ("Next step for the list", pilot.next_step),
            ("Question", with_standing(pilot.question)),
            ("Hypothesis", with_standing(pilot.hypothesis)),
            ("Body", with_standing(pilot.body)),
            ("Zones", with_standing(pilot.zones)),
            ("Products", with_standing(pilot.products)),
            ("Specifications", with_standing(pilot.specifications)),
            ("Budget", f"{kilo_eur(derived.budget_eur)} (low – best – high)"),
            ("Duration", f"{ends_words(derived.months, 'months')} if one after the other"),
            ("Bulk sample", _bulk(derived)),
            ("UNFC now", with_standing(pilot.unfc_now)),
            ("To raise the UNFC class", with_standing(pilot.unfc_steps)),
            ("TRL", f"{pilot.trl_before.value or '?'} → {pilot.trl_after.value}"),
            ("Residue", with_standing(pilot.residue)),
            ("Target of the residue", with_standing(pilot.nnp_target)),
            ("Permits", with_standing(pilot.permits)),
            ("Partners", with_standing(pilot.partners)),
            ("Owner's consent", with_standing(pilot.owner_consent)),
            ("Data release", with_standing(pilot.data_licence)),
            ("Lots", with_standing(pilot.identifiers)),
        ]
    )
    yield Heading("Sampling", 3)
    yield bullets(_sampling(pilot))
    yield table(
        ("Stage and purpose", "Mass, t", "Months", "Cost, k EUR", "TRL; UNFC", "Cost is"),
        [
            (
                f"{stage.number} {stage.name}: {stage.purpose}",
                ends_words(stage.mass_t.value, ""),
                ends_words(stage.months.value, ""),
                kilo_eur(stage.cost_eur.value, with_unit=False),
                f"{stage.trl}; {stage.unfc or '–'}",
                STANDING_WORDS[stage.cost_eur.standing],
            )
            for stage in pilot.stages
        ],
        (3.6, 2, 1.5, 2, 1.7, 1.5),
        right=(1, 2, 3),
        caption="Test sequence (low – best – high).",
    )
    if pilot.flowsheets:
        yield Heading("Candidate flowsheets", 3)
        yield bullets(flowsheet_lines(pilot))
    yield Heading("When to stop, when to go on", 3)
    yield bullets(
        (
            *(f"stop if {criterion}" for criterion in pilot.kill_criteria.value),
            *pilot.decision_rule.value,
        )
    )


def _bulk(derived: Derived) -> str:
    if derived.scale_up is None:
        return f"{number(derived.bulk_t)} t"
    verdict = "" if derived.scale_up_is_fine else ": more than 200, plan a step between"
    return (
        f"{number(derived.bulk_t)} t; plant to pilot {number(derived.scale_up)} to 1{verdict}"
    )


def _sampling(pilot: PilotDefinition) -> Iterator[str]:
    plan, derived = pilot.sampling, derive(pilot)
    yield (
        f"{derived.n_holes} holes for ± {percent(plan.precision.value)} at 90 % confidence, "
        f"variation between holes {percent(plan.cv.value)} "
        f"[{STANDING_WORDS[plan.cv.standing]}]"
    )
    spacing = (
        "area not known" if derived.spacing_m is None else f"{number(derived.spacing_m)} m"
    )
    yield f"spacing: {spacing}; metres: {ends_words(derived.metres, '')}"
    mass = derived.laboratory_mass_g
    yield "smallest laboratory sample (Gy): " + (
        "the grade of a carrier mineral is not known" if mass is None else mass_words(mass)
    )
    for part in (plan.layout, plan.composites, plan.qaqc):
        yield with_standing(part)


def flowsheet_lines(pilot: PilotDefinition) -> Iterator[str]:
    """Yield the ways to treat the waste, those tried on it first, and why these stopped."""
    for sheet in pilot.flowsheets:
        start = "tried on this waste: " if sheet.is_legacy else ""
        unit = "" if sheet.is_legacy else " %"
        recovery = f"; recovery {sheet.recovery_pct}{unit}" if sheet.recovery_pct else ""
        stopped = ""
        if sheet.why_stopped is not None:
            stopped = f"; why it stopped: {sheet.why_stopped.value or 'to be found out'}"
        yield f"{start}{sheet.name}{recovery}{stopped} [{sheet.source}]"
