"""A pilot definition as a form: its entries by section, and the edits persons made to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from prioritizer.domain.pilot import Default, Estimate, PilotDefinition
from prioritizer.domain.pilot_edit import EditValue, PilotEdit, in_force
from prioritizer.domain.words import format_number
from prioritizer.errors import InputError
from prioritizer.pilots.definition.testwork import Derived, derive
from prioritizer.storage.clock import Clock, utc_now
from prioritizer.workflow.pilots.definition import edit
from prioritizer.workflow.pilots.shortlist import Locks

LOCK = "lock"
NOT_PUBLIC = frozenset({"permits", "partners", "owner_consent"})
MUST, MUST_NOT = "must", "must not"
MOST_IN_SESSION = 2000


@dataclass(frozen=True, slots=True)
class FormEntry:
    """An entry of the record that a person may edit; ``most`` is the largest number allowed."""

    path: str
    label: str
    entry: Default[Any]
    unit: str = ""
    most: float | None = None


@dataclass(frozen=True, slots=True)
class FormSection:
    """Entries that belong together."""

    id: str
    title: str
    entries: tuple[FormEntry, ...]


@dataclass(frozen=True, slots=True)
class EditedPilot:
    """A record with edits; ``misfits`` say which of them no longer fit the draft, and why."""

    pilot: PilotDefinition
    edits: tuple[PilotEdit, ...]
    misfits: tuple[str, ...]

    @property
    def derived(self) -> Derived:
        """Return what the inputs of the record add up to."""
        return derive(self.pilot)


def with_session_edit(
    present: Sequence[PilotEdit],
    site_id: str,
    path: str,
    value: EditValue,
    *,
    who: str,
    why: str,
    clock: Clock = utc_now,
) -> tuple[PilotEdit, ...]:
    """Return the edits of a session with one more, under the next number and the time it is.

    Raises
    ------
    InputError
        If a session keeps no more.
    """
    if len(present) >= MOST_IN_SESSION:
        raise InputError(
            f"this session: found {MOST_IN_SESSION} edits. Expected fewer. Keep the inventory "
            "first (page Inventories); edits are then kept with it."
        )
    at = clock().strftime("%Y-%m-%dT%H:%M:%SZ")
    number = present[-1].number + 1 if present else 1
    return (*present, PilotEdit(number, site_id, path, value, who.strip(), at, why.strip()))


def with_edits(pilot: PilotDefinition, edits: Iterable[PilotEdit]) -> EditedPilot:
    """Return a drafted record with the edits of its site that are in force."""
    kept, misfits = [], []
    for one in in_force(edits, pilot.site_id):
        if one.path == LOCK:
            continue
        try:
            pilot = edit(pilot, {one.path: _plain(one.value)}, source=one.source)
            kept.append(one)
        except InputError as error:
            misfits.append(str(error))
    return EditedPilot(pilot, tuple(kept), tuple(misfits))


def _plain(value: EditValue) -> object:
    return list(value) if isinstance(value, tuple) else value


def edits_json(edits: Iterable[PilotEdit], site_id: str) -> str:
    """Return the edits of a site as the object of paths and values that the CLI reads."""
    return json.dumps(
        {one.path: _plain(one.value) for one in in_force(edits, site_id) if one.path != LOCK},
        ensure_ascii=False,
        indent=1,
    )


def checked(pilot: PilotDefinition, entry: FormEntry, value: object) -> EditValue:
    """Return a typed value in the form in which it is kept.

    Raises
    ------
    InputError
        If it does not fit the entry, or nothing could be computed from it.
    """
    new = edit(pilot, {entry.path: value})
    found = value_at(new, entry.path)
    largest = found.high if isinstance(found, Estimate) else found
    if entry.most is not None and isinstance(largest, float) and largest > entry.most:
        raise InputError(
            f"{entry.label}: found {largest:g}. Expected at most {entry.most:g} {entry.unit}. "
            "Correct the number."
        )
    derive(new)
    if isinstance(found, Estimate):
        return found.low, found.best, found.high
    if isinstance(found, tuple):
        return tuple(str(item) for item in found if str(item).strip())
    return found if isinstance(found, float) else str(found)


def value_at(pilot: PilotDefinition, path: str) -> Any:
    """Return the value of an entry by its path."""
    return next(
        one.entry.value for part in sections(pilot) for one in part.entries if one.path == path
    )


def as_text(value: Any) -> str:
    """Return a value as a person reads and types it; a list has a line for each item."""
    if value is None:
        return ""
    if isinstance(value, Estimate):
        ends = (format_number(end) for end in (value.low, value.best, value.high))
        return " – ".join(ends) if value.low != value.high else format_number(value.best)
    if isinstance(value, tuple):
        return "\n".join(str(item) for item in value)
    return format_number(value) if isinstance(value, float) else str(value)


def sections(pilot: PilotDefinition) -> Sequence[FormSection]:
    """Return every entry of the record that may be edited, in the order of a proposal."""
    return (
        FormSection("question", "Question and decision", _question(pilot)),
        FormSection("body", "Body and sampling", _body(pilot)),
        FormSection("tests", "Tests and bulk sample", _tests(pilot)),
        FormSection("process", "Flowsheets and products", _process(pilot)),
        FormSection("residue", "Residue, UNFC, TRL", _residue(pilot)),
        FormSection("consents", "Permits, partners, data", _consents(pilot)),
    )


def _question(pilot: PilotDefinition) -> tuple[FormEntry, ...]:
    return (
        FormEntry("question", "Question", pilot.question),
        FormEntry("hypothesis", "Hypothesis", pilot.hypothesis),
        FormEntry("kill_criteria", "Stop at once if", pilot.kill_criteria),
        FormEntry("decision_rule", "Decision rule", pilot.decision_rule),
    )


def _body(pilot: PilotDefinition) -> tuple[FormEntry, ...]:
    plan = pilot.sampling
    rows = (
        FormEntry("area_ha", "Area", plan.area_ha, "ha", None),
        FormEntry("depth_m", "Depth", plan.depth_m, "m", 500.0),
        FormEntry("cv", "Variation between holes", plan.cv, "as a share, 0.4 is 40 %", 5.0),
        FormEntry(
            "precision",
            "Precision wanted, 90 %",
            plan.precision,
            "as a share, 0.1 is 10 %",
            1.0,
        ),
        FormEntry("mineral", "Carrier mineral", plan.mineral, "", None),
        FormEntry(
            "mineral_fraction", "Share of the mineral", plan.mineral_fraction, "0 to 1", 0.999
        ),
        FormEntry(
            "mineral_density_t_m3",
            "Density of the mineral",
            plan.mineral_density_t_m3,
            "t/m³",
            25.0,
        ),
        FormEntry(
            "gangue_density_t_m3",
            "Density of the gangue",
            plan.gangue_density_t_m3,
            "t/m³",
            25.0,
        ),
        FormEntry("top_size_cm", "Top size (95 % passing)", plan.top_size_cm, "cm", 100.0),
        FormEntry("liberation_cm", "Liberation size", plan.liberation_cm, "cm", 100.0),
        FormEntry(
            "sampling_error",
            "Sampling error allowed",
            plan.sampling_error,
            "as a share, 0.02 is 2 %",
            1.0,
        ),
        FormEntry("layout", "Layout of holes", plan.layout, "", None),
        FormEntry("composites", "Composites", plan.composites, "", None),
        FormEntry("qaqc", "Quality control", plan.qaqc, "", None),
    )
    return (
        FormEntry("body", "Body", pilot.body),
        FormEntry("zones", "Zones", pilot.zones),
        *_under("sampling", rows),
    )


def _under(part: str, entries: Iterable[FormEntry]) -> Iterator[FormEntry]:
    return (replace(one, path=f"{part}.{one.path}") for one in entries)


def _tests(pilot: PilotDefinition) -> tuple[FormEntry, ...]:
    stages = [
        FormEntry(
            f"stages.{stage.number}.{name}", f"{stage.number} {stage.name}: {word}", part, unit
        )
        for stage in pilot.stages
        for name, word, part, unit in (
            ("cost_eur", "cost", stage.cost_eur, "EUR"),
            ("months", "duration", stage.months, "months"),
            ("mass_t", "mass", stage.mass_t, "t"),
        )
    ]
    bulk = pilot.bulk
    rows = (
        FormEntry(
            "throughput_kg_h", "Throughput of the pilot", bulk.throughput_kg_h, "kg/h", None
        ),
        FormEntry("hours_per_run", "Hours per run", bulk.hours_per_run, "h", None),
        FormEntry("runs", "Runs", bulk.runs, "", None),
        FormEntry(
            "commissioning",
            "Extra feed for commissioning",
            bulk.commissioning,
            "as a share of the runs",
            10.0,
        ),
        FormEntry("availability", "Availability", bulk.availability, "0 to 1", 1.0),
    )
    return (
        *stages,
        *_under("bulk", rows),
        FormEntry("plant_t_h", "Feed of the plant meant", pilot.plant_t_h, "t/h"),
    )


def _process(pilot: PilotDefinition) -> tuple[FormEntry, ...]:
    legacy = [
        FormEntry(
            f"flowsheets.{k}.why_stopped", "Why the earlier attempt stopped", sheet.why_stopped
        )
        for k, sheet in enumerate(pilot.flowsheets)
        if sheet.why_stopped is not None
    ]
    return (
        FormEntry("products", "Products", pilot.products),
        FormEntry("specifications", "Specifications of the buyers", pilot.specifications),
        *legacy,
    )


def _residue(pilot: PilotDefinition) -> tuple[FormEntry, ...]:
    return (
        FormEntry("residue", "Residue", pilot.residue),
        FormEntry("nnp_target", "Target of the residue", pilot.nnp_target),
        FormEntry("unfc_now", "UNFC now", pilot.unfc_now),
        FormEntry("unfc_steps", "What would raise its UNFC class", pilot.unfc_steps),
        FormEntry("trl_before", "TRL before", pilot.trl_before),
        FormEntry("trl_after", "TRL after", pilot.trl_after),
    )


def _consents(pilot: PilotDefinition) -> tuple[FormEntry, ...]:
    return (
        FormEntry("permits", "Permits", pilot.permits),
        FormEntry("partners", "Partners", pilot.partners),
        FormEntry("owner_consent", "Owner’s consent", pilot.owner_consent),
        FormEntry("data_licence", "Release of data", pilot.data_licence),
        FormEntry("identifiers", "Sample identifiers", pilot.identifiers),
    )


def fit_for_public(edits: Iterable[PilotEdit]) -> tuple[PilotEdit, ...]:
    """Return the edits without what concerns owners, partners and permits."""
    return tuple(edit for edit in edits if edit.path not in NOT_PUBLIC)


def locks_of(edits: Iterable[PilotEdit], known: Iterable[str]) -> Locks:
    """Return the locks in force on sites that the ranking knows, each with its reason."""
    ids = set(known)
    found: dict[str, dict[str, str]] = {MUST: {}, MUST_NOT: {}}
    for one in in_force(edits):
        if one.path == LOCK and one.site_id in ids and one.value in found:
            found[str(one.value)][one.site_id] = one.why
    return Locks(found[MUST], found[MUST_NOT])
