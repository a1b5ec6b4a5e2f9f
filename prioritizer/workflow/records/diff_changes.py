"""What changed between two records, group by group, each change with its place in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from prioritizer.domain.gates import GateRule
from prioritizer.domain.results import Settings
from prioritizer.domain.words import weight
from prioritizer.workflow.ranking.performance_words import performance_text
from prioritizer.workflow.records.diff_mix import SCALED_BY, Group, Pair

# How an own column is read; absent where another measure is taken.
OWN = ("kind", "classes")
WORDS = ("name", "question", "description", "source", "status", "formula")
MOST_TEXT = 80
SETTINGS = {
    **dict.fromkeys(("gaps", "switched_on", "assumptions", "seed"), Group.GAPS),
    **dict.fromkeys(("method", "scales", "normalization", "order", "top"), Group.METHOD),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its group, what it is about, and the change in words."""

    group: Group
    subject: str
    text: str


def changes(pair: Pair) -> tuple[Change, ...]:
    """Return every change that can move a rank, and every change of published evidence."""
    return (
        *_sites(pair),
        *_facilities(pair),
        *_choices(pair),
        *_criteria(pair),
        *_evidence(pair),
        *_cells(pair),
    )


def _sites(pair: Pair) -> Iterator[Change]:
    old, new = pair.old, pair.new
    left = {entry["id"]: entry["reason"] for entry in new.record["not_ranked"]}
    was_left = {entry["id"]: entry["reason"] for entry in old.record["not_ranked"]}
    for site, row in old.rows.items():
        if site not in new.rows and pair.listing_owner(site) is Group.SITES:
            why = f"no longer ranked: {left[site]}" if site in left else "removed"
            yield Change(Group.SITES, site, f"{old.matrix.names[row]}: {why}")
    for site, row in new.rows.items():
        if site not in old.rows and pair.listing_owner(site) is Group.SITES:
            why = f"now ranked (was: {was_left[site]})" if site in was_left else "added"
            yield Change(Group.SITES, site, f"{new.matrix.names[row]}: {why}")


def _facilities(pair: Pair) -> Iterator[Change]:
    """Yield the choice of facilities, with how many sites it sets aside and lets in."""
    if not pair.is_of_other_facilities:
        return
    old, new = pair.old, pair.new
    aside, back = new.aside - old.aside, old.aside - new.aside
    told = []
    if aside:
        n = len(aside & old.ranked)
        told.append(f"{_stand(len(aside), 'aside')}, {_were(n, 'was', 'were')} ranked")
    if back:
        n = len(back & new.ranked)
        told.append(f"{_stand(len(back), 'no longer aside')}, {_were(n, 'is', 'are')} ranked")
    effect = "; ".join(told) or "no site stands aside for it"
    text = f"{old.settings.facilities} → {new.settings.facilities} ({effect})"
    yield Change(Group.FACILITIES, "facilities", text)


def _stand(n: int, how: str) -> str:
    return f"{n} {'stands' if n == 1 else 'stand'} {how}"


def _were(n: int, one: str, several: str) -> str:
    return f"{n} of them {one if n == 1 else several}"


def _evidence(pair: Pair) -> Iterator[Change]:
    for site, before in pair.old.evidence.items():
        after = pair.new.evidence.get(site)
        if after is None or after == before:
            continue
        for text in (
            *_fields(before["published"], after["published"]),
            *_assays(before["assays"], after["assays"]),
        ):
            yield Change(Group.EVIDENCE, site, text)


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield f"{name}: {_short(before.get(name))} → {_short(after.get(name))}"


def _assays(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[str]:
    gone = [row for row in before if row not in after]
    come = [row for row in after if row not in before]
    for row in list(gone):
        twin = next((r for r in come if r["analyte"] == row["analyte"]), None)
        if twin is not None:
            gone.remove(row)
            come.remove(twin)
            changed = "; ".join(_fields(row, twin))
            yield f"assay of {row['analyte']}: {changed}"
    yield from (f"assay of {row['analyte']}: removed" for row in gone)
    yield from (f"assay of {row['analyte']}: added, {_assay(row)}" for row in come)


def _assay(row: Mapping[str, Any]) -> str:
    ends = [row[name] for name in ("low", "best", "high") if name in row]
    return f"{' – '.join(f'{end:g}' for end in ends) or 'no grade'} {row['unit']}"


def _cells(pair: Pair) -> Iterator[Change]:
    criteria = pair.old.criteria
    shared = [
        name for name in criteria if name in pair.new.criteria and name not in pair.remeasured
    ]
    for name, group in pair.remeasured.items():
        n = sum(site in pair.new.rows for site in pair.old.rows)
        text = f"{criteria[name]['name']}: measured otherwise, for all {n} sites ranked in both"
        yield Change(group, name, text)
    for site in (site for site in pair.old.rows if site in pair.new.rows):
        for name in shared:
            before, after = pair.old.cell(site, name), pair.new.cell(site, name)
            if before is None or after is None or _same(before, after):
                continue
            words = (
                performance_text(*cell[:3], side.criteria[name]["unit"])
                for cell, side in ((before, pair.old), (after, pair.new))
            )
            yield Change(
                pair.owner(site, name),
                site,
                f"{criteria[name]['name']} as measured: {' → '.join(words)}",
            )


def _same(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return all(
        a == b or (math.isnan(a) and math.isnan(b)) for a, b in zip(one, two, strict=True)
    )


def _criteria(pair: Pair) -> Iterator[Change]:
    old, new = pair.old.criteria, pair.new.criteria
    for name, entry in old.items():
        if name not in new:
            yield Change(Group.CRITERIA, name, f"{entry['name']}: criterion removed")
            continue
        owner = pair.definition_owner(name)
        for part in (*SCALED_BY, "measure", "unit", "parameters", *OWN, *WORDS):
            was, is_now = entry.get(part), new[name].get(part)
            if was != is_now:
                before, after = _differing(was, is_now)
                text = f"{entry['name']}, {part.replace('_', ' ')}: {before} → {after}"
                yield Change(owner, name, text)
    for name, entry in new.items():
        if name not in old:
            yield Change(Group.CRITERIA, name, f"{entry['name']}: criterion added")
    trees = [side.record["criteria_set"].get("branches", []) for side in (pair.old, pair.new)]
    if trees[0] != trees[1]:
        before, after = (_tree(tree) for tree in trees)
        yield Change(Group.CRITERIA, "value tree", f"value tree: {before} → {after}")
    yield from _gates(pair)


def _gates(pair: Pair) -> Iterator[Change]:
    """Yield each gate that was set, lifted, or has another reason."""
    old, new = (
        {
            _gate_words(gate): gate["reason"]
            for gate in side.record["criteria_set"].get("gates", [])
        }
        for side in (pair.old, pair.new)
    )
    for words in dict.fromkeys((*old, *new)):
        if words not in new:
            yield Change(Group.CRITERIA, "gates", f"veto lifted: {words}")
        elif words not in old:
            yield Change(Group.CRITERIA, "gates", f"veto set: {words}, {new[words]}")
        elif old[words] != new[words]:
            text = f"veto {words}, reason: {old[words]} → {new[words]}"
            yield Change(Group.CRITERIA, "gates", text)


def _gate_words(gate: Mapping[str, Any]) -> str:
    when = tuple(gate.get("when", ()))
    return GateRule(**{**gate, "when": when}).words


def _tree(branches: list[dict[str, Any]]) -> str:
    parts = [f"{branch['name']} ({', '.join(branch['members'])})" for branch in branches]
    return "; ".join(parts) or "flat"


def _choices(pair: Pair) -> Iterator[Change]:
    old, new = pair.old.settings, pair.new.settings
    if old.risk != new.risk:
        yield Change(Group.RISK, "risk", f"environmental risk read as {old.risk} → {new.risk}")
    if set(old.policy_lists) != set(new.policy_lists):
        lists = (", ".join(side.policy_lists) or "no list" for side in (old, new))
        yield Change(Group.POLICY, "policy lists", f"critical by {' → '.join(lists)}")
    before, after = old.weights.as_dict(), new.weights.as_dict()
    for name in dict.fromkeys((*before, *after)):
        one, two = before.get(name, 0.0), after.get(name, 0.0)
        if one != two:
            yield Change(
                Group.WEIGHTS, name, f"weight of {name}: {weight(one)} → {weight(two)}"
            )
    for part, group in SETTINGS.items():
        if getattr(old, part) != getattr(new, part):
            name = part.replace("_", " ")
            yield Change(group, part, f"{name}: {_said(old, part)} → {_said(new, part)}")


def _said(settings: Settings, part: str) -> str:
    value = getattr(settings, part)
    if part == "assumptions":
        return ", ".join(f"{one.site_id} {one.criterion}" for one in value) or "none"
    return ", ".join(value) or "none" if isinstance(value, tuple) else str(value)


def _differing(one: object, two: object) -> tuple[str, str]:
    """Return both in words; of objects only the members that differ."""
    if isinstance(one, dict) and isinstance(two, dict):
        kept = [
            {key: entry for key, entry in this.items() if other.get(key) != entry}
            for this, other in ((one, two), (two, one))
        ]
        return _short(kept[0] or None), _short(kept[1] or None)
    return _short(one), _short(two)


def _short(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        value = ", ".join(f"{key} {_short(entry)}" for key, entry in value.items())
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 1]}…"
