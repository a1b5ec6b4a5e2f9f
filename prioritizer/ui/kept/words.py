"""What led from one state of the choices to the next, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.words import counted
from prioritizer.ui.shell import state
from prioritizer.ui.shell.cache import Inventory, criteria_set
from prioritizer.ui.shell.choice_types import OWN
from prioritizer.ui.shell.choices import ALONG, CHOICES
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.pilots.edits import LOCK
from prioritizer.workflow.projects.choice_words import LABELS, NOUNS, SPOKEN, value_words
from prioritizer.workflow.sites.audience import Audience, part_for

START = "Start"
# A number that was moved and came back in one gesture.
BACK = "Moved and set back"
MOST_NAMED = 3
EDITS = ("pilots_edits", "pilots_kept_edits")
# What another choice tells, where both differ.
TOLD_BY = {"criteria_own": "criteria_name", "scales_drafts": "scale_edits"}
# All else that goes along is filled in by pages: it makes no step in the history.
QUIET = frozenset(ALONG) - SPOKEN.keys()


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the choices that differ, each once."""
    return frozenset(
        name
        for name, value in after.items()
        if (old := before.get(name)) is not value and not state.is_same(old, value)
    )


def is_quiet(
    names: frozenset[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> bool:
    """Return whether changes of these choices are no step of their own."""
    return not spoken(names, before, after)


def spoken(
    names: frozenset[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> frozenset[str]:
    """Return the choices that somebody has changed; what pages fill in first is nobody's."""
    filled = {name for name in names & SPOKEN.keys() if before.get(name) is None}
    if after["report_dated"] and not before.get("report_dated"):
        filled.add("report_date")
    return names - QUIET - filled


def steps(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Return all that differs between two states, in words, each once."""
    return tuple(dict.fromkeys(_parts(changed(before, after), before, after)))


def said(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return what somebody did between two states, in a line."""
    if not before:
        return START
    parts = steps(before, after) or (BACK,)
    more = f" and {len(parts) - MOST_NAMED} more" if len(parts) > MOST_NAMED else ""
    return plain("; ".join(parts[:MOST_NAMED]), limit=200) + more


def _parts(
    names: frozenset[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[str]:
    told = spoken(names, before, after)
    for name in CHOICES:
        if name not in told or TOLD_BY.get(name) in told:
            continue
        if name == "inventory":
            yield f"Sites: {_title(after[name])}"
        elif name in ("points", "local_points", "profile"):
            yield _weights(before, after)
        elif name in EDITS:
            yield from _edits(name, before, after)
        elif name == "scale_edits":
            yield _scales(before[name], after[name])
        elif name in LABELS:
            old, new = (value_words(one[name], name) for one in (before, after))
            yield f"{LABELS[name]}: {plain(old, limit=60)} → {plain(new, limit=60)}"
        else:
            yield f"{NOUNS[name][0].upper()}{NOUNS[name][1:]} changed"


def _title(own: Inventory) -> str:
    return f"{plain(own.register.title, limit=60)}, {counted(len(own.register), 'site')}"


def _weights(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    old, new = before["points"], after["points"]
    names = _criteria_names(after)
    moved = [
        " ".join(
            (
                names.get(one, one),
                value_words(old.get(one, 0.0)),
                "→",
                value_words(new.get(one, 0.0)),
            )
        )
        for one in new
        if old.get(one, 0.0) != new.get(one, 0.0)
    ]
    if not moved:
        return "Weights: another start, the same points"
    if after["profile"] != before["profile"] and after["profile"] != "mine":
        return f"Weights: {_profile(after)}"
    more = f" and {len(moved) - MOST_NAMED} more" if len(moved) > MOST_NAMED else ""
    return f"Weights: {', '.join(moved[:MOST_NAMED])}{more}"


def _edits(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was locked or edited, by the names of sites that everybody may see."""
    old = {edit for book in before[name].values() for edit in book}
    new = [edit for book in after[name].values() for edit in book if edit not in old]
    if not new:
        yield f"{NOUNS[name][0].upper()}{NOUNS[name][1:]} changed"
        return
    sites = part_for(after["inventory"].register, Audience.PUBLIC).register.by_id()
    for edit in new:
        site = sites.get(edit.site_id)
        of = "a site" if site is None else plain(site.name, limit=60)
        if edit.path != LOCK:
            yield f"Pilot of {of}: {edit.path.replace('_', ' ').replace('.', ', ')}"
        elif edit.value is None:
            yield f"Lock lifted: {of}"
        else:
            yield f"Lock: {of} {edit.value} be on the list"


def criteria_of(values: Mapping[str, Any]) -> CriteriaSet | None:
    """Return the criteria of a state of the choices, with their scales as they were read."""
    own: CriteriaSet | None = values["criteria_own"]
    if values["criteria_name"] == OWN:
        return own
    return criteria_set(values["criteria_name"])


def _criteria_names(values: Mapping[str, Any]) -> dict[str, str]:
    found = criteria_of(values)
    return {one.id: one.name for one in found.criteria} if found else {}


def _profile(values: Mapping[str, Any]) -> str:
    found = criteria_of(values)
    known = (*(found.profiles if found else ()), *values["weigh_saved"])
    named = {one.id: one.name for one in known}
    return plain(named.get(values["profile"], values["profile"]), limit=60)


def _scales(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    slots = {
        slot.replace("_", " ")
        for key in {*before, *after}
        for slot in {*before.get(key, {}), *after.get(key, {})}
        if before.get(key, {}).get(slot) != after.get(key, {}).get(slot)
    }
    return f"Scale of {', '.join(sorted(slots))}" if slots else "Scales changed"
