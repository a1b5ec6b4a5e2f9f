"""A site to its pilot definition, edits to it, and it as plain data or as a page."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from enum import Enum
from typing import Any

from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.products import site_tonnage
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.economics import PilotFacts
from prioritizer.domain.pilot import Default, Estimate, PilotDefinition
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.words import THOUSAND, ends, number, percent
from prioritizer.domain.words import mass as mass_words
from prioritizer.errors import InputError
from prioritizer.pilots.definition.draft import draft
from prioritizer.pilots.definition.testwork import Derived, derive
from prioritizer.pilots.economics.formulas import HOURS_PER_YEAR, taylor_life
from prioritizer.workflow.ranking.gating import find_gates
from prioritizer.workflow.sites.classify import classify


def draft_pilot(
    site: Site,
    criteria: CriteriaSet,
    reference: Reference,
    facts: PilotFacts,
    *,
    next_step: str = "",
    aside: str = "",
) -> PilotDefinition:
    """Draft the pilot of a site, with its UNFC class and what would raise that.

    ``next_step`` is what to find out first for the list: another question, and the ranking's.
    ``aside`` says that the site is not ranked and why, where that is no veto. A gate of the
    criteria holds a site back like a veto of its own.
    """
    one = classify(SiteRegister(site.name, (site,)), criteria, reference).sites[0]
    lift = tuple(dict.fromkeys((*one.e.lift, *one.f.lift, *one.g.lift)))
    mass = site_tonnage(site, Context(reference, {})).best
    plant = mass / taylor_life(mass) / HOURS_PER_YEAR if mass else None
    pilot = draft(site, facts, reference, unfc=str(one.unfc), unfc_lift=lift, plant_t_h=plant,
                  next_step=next_step)  # fmt: skip
    pilot = dataclasses.replace(pilot, aside=aside)
    rule = find_gates([site], criteria, reference).closed.get(site.site_id)
    if rule is None or pilot.veto:
        return pilot
    return dataclasses.replace(pilot, veto=f"{rule.words}: {rule.reason}")


def edit(
    pilot: PilotDefinition, edits: Mapping[str, object], *, source: str = "typed by the user"
) -> PilotDefinition:
    """Return the record with values replaced, each marked as edited.

    Parameters
    ----------
    edits
        New values by dotted path, for example ``question``, ``bulk.runs`` or
        ``stages.5.cost_eur`` (the stage's number). A list of texts may be one text with ``;``;
        a range is three numbers.

    Raises
    ------
    InputError
        If a path or value does not fit.
    """
    for path, value in edits.items():
        pilot = _replaced(pilot, path.split("."), value, path, source)
    return pilot


def _replaced(node: Any, parts: list[str], value: object, path: str, source: str) -> Any:
    name, rest = parts[0], parts[1:]
    if isinstance(node, tuple):
        for k, member in enumerate(node):
            if str(getattr(member, "number", k)) == name and rest:
                new = _replaced(member, rest, value, path, source)
                return (*node[:k], new, *node[k + 1 :])
        raise _unknown(path, [str(getattr(m, "number", k)) for k, m in enumerate(node)])
    fields = [f.name for f in dataclasses.fields(node)]
    if name not in fields:
        raise _unknown(path, fields)
    member = getattr(node, name)
    if isinstance(member, Default) and not rest:
        return dataclasses.replace(
            node, **{name: member.edited(_converted(value, member.value, path), source)}
        )
    if isinstance(member, Default) or not rest or not _has_parts(member):
        raise _unknown(path, editable(node))
    return dataclasses.replace(node, **{name: _replaced(member, rest, value, path, source)})


def _has_parts(member: object) -> bool:
    return dataclasses.is_dataclass(member) or isinstance(member, tuple)


def editable(node: object) -> list[str]:
    """Return the names of the fields of a record that a person may replace."""
    if not dataclasses.is_dataclass(node):
        return []
    return [
        f.name
        for f in dataclasses.fields(node)
        if isinstance(getattr(node, f.name), Default) or _has_parts(getattr(node, f.name))
    ]


def _unknown(path: str, known: list[str]) -> InputError:
    return InputError(
        f"pilot, {path}: found no field of this name. Expected one of: {', '.join(known)}. "
        "Correct the path."
    )


def _converted(value: object, present: object, path: str) -> object:
    """Return a value in the form of the present one."""
    if isinstance(present, str):
        return str(value)
    if isinstance(present, Estimate):
        numbers = [_number(part) for part in _parts(value)]
        known = [number for number in numbers if number is not None and number >= 0]
        if len(known) == len(numbers) == len(("low", "best", "high")) and known == sorted(
            known
        ):
            return Estimate(*known)
        raise _unfit(path, value, "low;best;high in order", "1;2;3")
    if isinstance(present, tuple):
        return tuple(str(part).strip() for part in _parts(value))
    number = _number(value)
    if number is None or number <= 0:
        raise _unfit(path, value, "a number above 0", "2.5")
    return number


def _parts(value: object) -> list[object]:
    if isinstance(value, str):
        return list(value.split(";"))
    return list(value) if isinstance(value, list | tuple) else [value]


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _unfit(path: str, value: object, expected: str, example: str) -> InputError:
    return InputError(
        f"pilot, {path}: found '{value}'. Expected {expected}. Write for example {example}."
    )


def as_data(pilot: PilotDefinition) -> dict[str, Any]:
    """Return the record and the numbers that follow, for JSON; a warning comes first."""
    record = _plain(pilot)
    veto, aside = record.pop("veto"), record.pop("aside")
    warning = {"warning": pilot.warning} if veto or aside else {}
    if veto:
        warning = {"veto": veto, **warning}
    return {**warning, "pilot": record, "derived": _plain(derive(pilot))}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    return value


def as_markdown(pilot: PilotDefinition) -> str:
    """Return the record as a page in Markdown; in brackets where each value comes from."""
    lines = [f"# Pilot study: {_text(pilot.name)} ({_text(pilot.site_id)})", ""]
    if pilot.warning:
        lines += [f"> **{_text(pilot.warning)}**", ""]
    if pilot.next_step:
        lines += ["## Next step for the list", "", _text(pilot.next_step), ""]
    for title, part in (
        ("Question", pilot.question),
        ("Hypothesis", pilot.hypothesis),
        ("Kill criteria", pilot.kill_criteria),
        ("Body", pilot.body),
        ("Zones", pilot.zones),
    ):
        lines += _section(title, part)
    lines += _sampling_lines(pilot, derive(pilot))
    lines += _stage_lines(pilot, derive(pilot))
    lines += _flowsheet_lines(pilot)
    for title, part in (
        ("Products", pilot.products),
        ("Specifications", pilot.specifications),
        ("Residue", pilot.residue),
        ("Target of the residue", pilot.nnp_target),
        ("UNFC now", pilot.unfc_now),
        ("What would raise its UNFC class", pilot.unfc_steps),
        ("TRL before", pilot.trl_before),
        ("TRL after", pilot.trl_after),
        ("Permits", pilot.permits),
        ("Partners", pilot.partners),
        ("Owner's consent", pilot.owner_consent),
        ("Data release", pilot.data_licence),
        ("Identifiers", pilot.identifiers),
        ("Decision rule", pilot.decision_rule),
    ):
        lines += _section(title, part)
    return "\n".join(lines).rstrip() + "\n"


def _section(title: str, part: Default[Any]) -> list[str]:
    return [f"## {title}", "", *_value_lines(part), ""]


def _value_lines(part: Default[Any]) -> list[str]:
    mark = f"[{part.standing.value}: {_text(part.source)}]"
    if not part.value:
        return [f"To be filled in. {mark}"]
    if isinstance(part.value, tuple):
        return [*(f"- {_text(item)}" for item in part.value), "", mark]
    return [f"{_text(str(part.value))} {mark}"]


def _text(value: str) -> str:
    """Return text that Markdown does not take for markup or a new block."""
    flat = " ".join(value.split())
    return "".join(f"\\{c}" if c in "\\`*_<>#|[]" else c for c in flat)


def _ends(value: Estimate) -> str:
    return ends((value.low, value.best, value.high))


def _k_eur(value: Estimate) -> str:
    return _ends(value.scaled(1 / THOUSAND))


def _sampling_lines(pilot: PilotDefinition, derived: Derived) -> list[str]:
    plan = pilot.sampling
    spacing = (
        "area not known" if derived.spacing_m is None else f"{number(derived.spacing_m)} m"
    )
    mass = derived.laboratory_mass_g
    return [
        "## Sampling plan",
        "",
        f"- Holes: {derived.n_holes} for ±{percent(plan.precision.value)} at 90 % "
        "confidence, "
        f"variation between holes {percent(plan.cv.value)} [{plan.cv.standing.value}]",
        f"- Spacing: {spacing}; metres: {_ends(derived.metres)}",
        "- Smallest laboratory sample (Gy): "
        + ("grade of a carrier mineral not known" if mass is None else mass_words(mass)),
        f"- Layout: {_text(plan.layout.value)} [{plan.layout.standing.value}]",
        f"- Composites: {_text(plan.composites.value)} [{plan.composites.standing.value}]",
        f"- Quality control: {_text(plan.qaqc.value)} [{plan.qaqc.standing.value}]",
        "",
    ]


def _stage_lines(pilot: PilotDefinition, derived: Derived) -> list[str]:
    lines = [
        "## Test sequence",
        "",
        "| Stage | Mass, t | Months | Cost, thousand EUR | TRL | UNFC |",
    ]
    lines.append("|---|---|---|---|---|---|")
    for stage in pilot.stages:
        lines.append(
            f"| {stage.number} {stage.name} | {_ends(stage.mass_t.value)} "
            f"| {_ends(stage.months.value)} | {_k_eur(stage.cost_eur.value)} "
            f"[{stage.cost_eur.standing.value}] | {stage.trl} | {stage.unfc} |"
        )
    lines += ["", f"Budget: {_k_eur(derived.budget_eur)} thousand EUR (low – best – high)."]
    lines.append(f"Duration if one after the other: {_ends(derived.months)} months.")
    lines.append(f"Bulk sample of the pilot: {number(derived.bulk_t)} t.")
    if derived.scale_up is not None:
        verdict = "fine" if derived.scale_up_is_fine else "more than 200: plan a step between"
        lines.append(
            f"Scale-up from pilot to plant: {number(derived.scale_up)} to 1, {verdict}."
        )
    return [*lines, ""]


def _flowsheet_lines(pilot: PilotDefinition) -> list[str]:
    lines = ["## Candidate flowsheets", ""]
    for sheet in pilot.flowsheets:
        start = "Tried on this waste: " if sheet.is_legacy else ""
        recovery = f"; recovery {_text(sheet.recovery_pct)}" if sheet.recovery_pct else ""
        unit = "" if sheet.is_legacy or not recovery else " %"
        lines.append(
            f"- {start}{_text(sheet.name)}{recovery}{unit} "
            f"[{sheet.standing.value}: {_text(sheet.source)}]"
        )
        if sheet.why_stopped is not None:
            lines.append(f"  - why it stopped: {sheet.why_stopped.value or 'to be found out'}")
    return [*(lines if pilot.flowsheets else [*lines, "None known for these products."]), ""]
