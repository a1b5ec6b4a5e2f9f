"""The definition of one pilot as a paper of its own: every entry with where it comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from prioritizer.domain.pilot import Default, PilotDefinition
from prioritizer.domain.words import counted, number, percent
from prioritizer.domain.words import mass as mass_words
from prioritizer.exports.blocks import (
    Block,
    Callout,
    Heading,
    Report,
    bullets,
    facts,
    name_of,
    paragraph,
    plain,
    table,
)
from prioritizer.exports.report.words import STANDING_WORDS, ends_words, kilo_eur
from prioritizer.pilots.definition.testwork import derive
from prioritizer.version import __version__
from prioritizer.workflow.pilots.definition import as_data
from prioritizer.workflow.pilots.edits import EditedPilot, FormSection, as_text, sections

VETO, ASIDE = "Behind a veto", "Not ranked"
LEFT_TO_TABLES = ("stages.",)


def pilot_report(edited: EditedPilot, *, date: str = "", mark: str = "") -> Report:
    """Return the paper of a pilot definition, ready for a layout.

    ``mark`` says that it must not be passed on, where it holds restricted evidence.
    """
    pilot = edited.pilot
    return Report(
        title=plain(f"Pilot study: {name_of(pilot.name)}", 160),
        subtitle=f"Definition of the pilot study at {pilot.site_id}"
        + (f" · {date}" if date else ""),
        date=date,
        audience=f"{mark} · Pilot definition" if mark else "Pilot definition",
        fingerprint=fingerprint_of(pilot),
        version=__version__,
        answer=tuple(_first_page(edited)),
        body=tuple(block for part in sections(pilot) for block in _section(pilot, part)),
        keywords=("pilot study", "mine waste", "sampling plan", "test work"),
    )


def fingerprint_of(pilot: PilotDefinition) -> str:
    """Return the SHA-256 of the record and what follows from it."""
    content = json.dumps(as_data(pilot), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _first_page(edited: EditedPilot) -> Iterator[Block]:
    pilot, derived = edited.pilot, derive(edited.pilot)
    if pilot.warning:
        yield Callout(VETO if pilot.veto else ASIDE, plain(pilot.warning))
    yield Callout("Question", plain(pilot.question.value))
    yield facts(
        [
            ("Next step for the list", pilot.next_step),
            ("Hypothesis", pilot.hypothesis.value or "to be filled in"),
            ("Body", pilot.body.value),
            ("Products", ", ".join(pilot.products.value) or "to be filled in"),
            ("Budget", f"{kilo_eur(derived.budget_eur)} (low – best – high)"),
            ("Duration", f"{ends_words(derived.months, 'months')} if one after the other"),
            ("Holes", f"{derived.n_holes}; {ends_words(derived.metres, 'm')} in all"),
            ("Bulk sample", f"{number(derived.bulk_t)} t"),
            ("UNFC now", pilot.unfc_now.value or "not classified"),
            ("TRL", f"{pilot.trl_before.value or '?'} to {pilot.trl_after.value}"),
        ]
    )
    yield bullets(f"Stop at once if: {text}" for text in pilot.kill_criteria.value)
    if edited.edits:
        yield paragraph(
            f"Edited by hand: {counted(len(edited.edits), 'entry')}; each names its author."
        )
    yield paragraph(
        "A draft from published evidence and defaults of this project. In brackets where each "
        "entry comes from; what is a default is a starting point, not a finding.",
        is_quiet=True,
    )


def _section(pilot: PilotDefinition, part: FormSection) -> Iterator[Block]:
    yield Heading(part.title, starts_page=part.id == "question")
    if part.id == "tests":
        yield from _stages(pilot)
    yield facts(
        (one.label, f"{shown(one.entry.value, one.unit)} {mark(one.entry)}")
        for one in part.entries
        if not one.path.startswith(LEFT_TO_TABLES)
    )
    if part.id == "body":
        yield bullets(sampling_lines(pilot))
    if part.id == "tests":
        yield bullets(bulk_lines(pilot))
    if part.id == "process":
        yield Heading("Candidate flowsheets", 2)
        yield bullets(flowsheet_lines(pilot) or ["None known for these products."])


def shown(value: Any, unit: str = "") -> str:
    """Return a value with its unit on one line, or that it is to be filled in."""
    text = as_text(value).replace("\n", "; ")
    if not text:
        return "to be filled in"
    return f"{text} {unit}" if unit and not unit.startswith(("as a", "0 to")) else text


def mark(entry: Default[Any]) -> str:
    """Return in brackets where an entry comes from."""
    words = STANDING_WORDS[entry.standing]
    return (
        f"[{words}]" if entry.source.startswith("default of") else f"[{words}: {entry.source}]"
    )


def _stages(pilot: PilotDefinition) -> Iterator[Block]:
    yield table(
        ("Stage", "What it settles", "Mass, t", "Months", "Cost, k EUR", "Cost is"),
        [
            (
                f"{stage.number} {stage.name}",
                stage.purpose,
                ends_words(stage.mass_t.value, ""),
                ends_words(stage.months.value, ""),
                kilo_eur(stage.cost_eur.value, with_unit=False),
                STANDING_WORDS[stage.cost_eur.standing],
            )
            for stage in pilot.stages
        ],
        (2.4, 3, 2, 1.5, 2, 1.8),
        right=(2, 3, 4),
        caption="Test sequence (low – best – high).",
    )


def sampling_lines(pilot: PilotDefinition) -> list[str]:
    """Return the numbers that follow from the sampling plan, in words."""
    plan, derived = pilot.sampling, derive(pilot)
    spacing = (
        "spacing: the area is not known"
        if derived.spacing_m is None
        else f"spacing on a square grid: {number(derived.spacing_m)} m"
    )
    mass = derived.laboratory_mass_g
    gy = (
        "smallest laboratory sample (Gy): the share of a carrier mineral is not known"
        if mass is None
        else f"smallest laboratory sample by Gy’s formula: {mass_words(mass)} at "
        f"{as_text(plan.top_size_cm.value)} cm top size, for a relative error of "
        f"{percent(plan.sampling_error.value, tenths=True)}"
    )
    return [
        f"{derived.n_holes} holes for ±{percent(plan.precision.value)} at 90 % confidence, "
        f"with a variation between holes of {percent(plan.cv.value)}",
        spacing,
        f"metres to drill: {ends_words(derived.metres, 'm')}",
        gy,
    ]


def bulk_lines(pilot: PilotDefinition) -> list[str]:
    """Return mass, scale-up, budget and duration of the test work, in words."""
    derived = derive(pilot)
    lines = [
        f"bulk sample: {number(derived.bulk_t)} t (throughput × hours × runs × "
        "(1 + commissioning) ÷ availability)",
        f"budget of all stages: {kilo_eur(derived.budget_eur)}",
        f"duration if one after the other: {ends_words(derived.months, 'months')}",
    ]
    if derived.scale_up is not None:
        verdict = (
            "within 200 to 1"
            if derived.scale_up_is_fine
            else "more than 200 to 1: plan a step between"
        )
        lines.append(
            f"scale-up from pilot to plant: {number(derived.scale_up)} to 1, {verdict}"
        )
    return lines


def flowsheet_lines(pilot: PilotDefinition) -> list[str]:
    """Return the candidate flowsheets, those tried on this very waste first."""
    lines = []
    for sheet in pilot.flowsheets:
        start = "tried on this waste: " if sheet.is_legacy else ""
        unit = "" if sheet.is_legacy else " %"
        recovery = f"; recovery {sheet.recovery_pct}{unit}" if sheet.recovery_pct else ""
        stopped = ""
        if sheet.why_stopped is not None:
            stopped = f"; why it stopped: {sheet.why_stopped.value or 'to be found out'}"
        lines.append(f"{start}{sheet.name}{recovery}{stopped} [{sheet.source}]")
    return lines
