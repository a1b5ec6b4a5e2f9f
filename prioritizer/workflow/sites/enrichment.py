"""Enrichment: what lies around the points of an inventory, beside what people entered.

A value that a person gave is never replaced. What was computed says so in ``computed``, with
the value, so that the next run knows which it may renew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from prioritizer.appraisal.geography.layer_findings import joined, layer_findings
from prioritizer.appraisal.geography.located import Located, located
from prioritizer.appraisal.geography.surroundings import surroundings
from prioritizer.domain.computed import (
    COMPUTED,
    COMPUTED_ON,
    Cell,
    Finding,
    cell_text,
    computed_text,
    computed_values,
)
from prioritizer.domain.layer import GATE, PROTECTED, LayerMode, LayerSpec, MeasuredLayer
from prioritizer.domain.mentions import Pattern, told_source
from prioritizer.domain.own_columns import OwnColumn, OwnKind
from prioritizer.domain.published import published
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import DESTINATIONS, Site, SiteRegister, Source
from prioritizer.errors import InputError
from prioritizer.readers.gazetteer import SOURCES, read_gazetteer
from prioritizer.readers.layers import layer_source, read_layer
from prioritizer.storage.clock import utc_now
from prioritizer.workflow.sites.changed_cells import with_cells
from prioritizer.workflow.sites.told import told
from prioritizer.workflow.sites.told_ids import plain_names

CITES = "access_source"


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding, and whether it was taken or the table's own value was kept."""

    finding: Finding
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Enrichment:
    """An inventory with what lies around its points, and every finding behind it.

    ``without_point`` names the sites of which nothing could be computed.
    """

    register: SiteRegister
    entries: tuple[Entry, ...]
    without_point: tuple[str, ...]
    computed_on: str

    @property
    def n_taken(self) -> int:
        """Return how many values were computed."""
        return sum(len(entry.finding.cells) for entry in self.entries if entry.is_taken)

    @property
    def n_kept(self) -> int:
        """Return how often a value that a person gave was kept."""
        return sum(not entry.is_taken for entry in self.entries)


def today() -> date:
    """Return the day in UTC, which computed values bear."""
    return utc_now().date()


def enrich(
    register: SiteRegister,
    reference: Reference,
    *,
    on: date,
    layers: Sequence[LayerSpec] = (),
    secret: Pattern | None = None,
) -> Enrichment:
    """Return an inventory with settlement, people, road, port, plant and climate of each site.

    Parameters
    ----------
    on
        The day that the values bear.
    layers
        Layers of one's own. What one of them says goes before what the shipped tables say.
    secret
        What finds the names of sites that readers do not see; no layer or place names one.

    Raises
    ------
    DataError
        If a layer cannot be read.
    """
    here = located(register.sites)
    layers = with_plain_names(layers, secret)
    measured = _measured(layers, here) if here else []
    by_name: dict[str, list[MeasuredLayer]] = {}
    for layer in measured:
        by_name.setdefault(layer.spec.name, []).append(layer)
    findings = [f for same in by_name.values() for f in layer_findings(here, joined(same))]
    said = {(f.site_id, name) for f in findings for name in f.cells}
    findings += [
        finding
        for finding in surroundings(register.sites, read_gazetteer(), reference)
        if not any((finding.site_id, name) in said for name in finding.columns)
    ]
    sources = {one.sources: told_source(layer_source(one), secret) for one in measured}
    own = {column.name: column for spec in layers if (column := own_column(spec)) is not None}
    findings = [_told_finding(one, secret) for one in findings]
    return enriched(register, findings, {**SOURCES, **sources}, on=on, own=told(own, secret))


def with_plain_names(
    layers: Sequence[LayerSpec], secret: Pattern | None
) -> tuple[LayerSpec, ...]:
    """Return layers none of whose own columns names a site that readers do not see."""
    own = [("layer", one.name, "") for one in layers if own_column(one) is not None]
    names = plain_names(own, secret) if secret is not None else {}
    return tuple(replace(one, name=names.get(one.name, one.name)) for one in layers)


def _told_finding(finding: Finding, secret: Pattern | None) -> Finding:
    """Return a finding without the name of a feature that is that of a withheld site."""
    if secret is None:
        return finding
    named = {
        name
        for name, cell in finding.cells.items()
        if isinstance(cell, str) and secret.search(cell)
    }
    cells = {name: cell for name, cell in finding.cells.items() if name not in named}
    return replace(finding, cells=cells, basis=told(finding.basis, secret))


def _measured(layers: Sequence[LayerSpec], here: Sequence[Located]) -> list[MeasuredLayer]:
    """Return the layers measured; a second one of a name gets a source of its own.

    Raises
    ------
    InputError
        If layers of one name count in different ways.
    """
    found: list[MeasuredLayer] = []
    modes: dict[str, LayerMode] = {}
    n_of: Counter[str] = Counter()
    for spec in layers:
        if modes.setdefault(spec.name, spec.mode) is not spec.mode:
            raise InputError(
                f"--layer, {spec.name}: found it as distance and as inside. Expected one of "
                "both for layers of one name. Rename one."
            )
        n_of[spec.name] += 1
        more = f"-{n_of[spec.name]}" if n_of[spec.name] > 1 else ""
        found.append(read_layer(spec, here, f"LAYER-{spec.name}{more}"))
    return found


def own_column(spec: LayerSpec) -> OwnColumn | None:
    """Return the own column that a layer fills; None where it fills one of the dictionary."""
    if spec.name in (*DESTINATIONS, PROTECTED) or spec.name.startswith(GATE):
        return None
    if spec.mode is LayerMode.INSIDE:
        note = f"Whether the site lies inside an area of {spec.path.name}"
        return OwnColumn(spec.name, OwnKind.YESNO, source=CITES, note=note)
    note = f"Distance to the nearest feature of {spec.path.name}"
    return OwnColumn(spec.name, OwnKind.NUMBER, "km", source=CITES, note=note)


def enriched(
    register: SiteRegister,
    findings: Iterable[Finding],
    sources: Mapping[str, Source],
    *,
    on: date,
    own: Mapping[str, OwnColumn] | None = None,
) -> Enrichment:
    """Return an inventory with findings put beside what people entered.

    Parameters
    ----------
    sources
        What the findings cite.
    own
        Own columns that findings fill, by name.
    """
    register = replace(register, own_columns={**(own or {}), **register.own_columns})
    by_site: dict[str, list[Finding]] = {}
    for finding in findings:
        by_site.setdefault(finding.site_id, []).append(finding)
    entries: list[Entry] = []
    sites = []
    for site in register.sites:
        taken, told = _enriched(site, by_site.get(site.site_id, []), on, register.own_columns)
        sites.append(taken)
        entries += told
    cited = {name for e in entries if e.is_taken for name in e.finding.source.split(";")}
    more = {name: source for name, source in sources.items() if name in cited}
    known = {one.site.site_id for one in located(register.sites)}
    return Enrichment(
        replace(register, sites=tuple(sites), sources={**more, **register.sources}),
        tuple(entries),
        tuple(site.site_id for site in register.sites if site.site_id not in known),
        on.isoformat(),
    )


def _enriched(
    site: Site, findings: list[Finding], on: date, own: Mapping[str, OwnColumn]
) -> tuple[Site, list[Entry]]:
    known, computed = published(site), computed_values(site)
    entries = []
    for finding in findings:
        is_free = all(
            name not in known or cell_text(known[name]) == computed.get(name)
            for name in finding.columns
        )
        entries.append(Entry(finding, is_free))
    cells: dict[str, Cell | None] = {}
    for entry in entries:
        if entry.is_taken:
            cells |= {name: entry.finding.cells.get(name) for name in entry.finding.columns}
    if not cells:
        return site, entries
    values = {name: value for name, value in cells.items() if value is not None}
    kept = {name: text for name, text in computed.items() if name not in cells}
    kept = {name: text for name, text in kept.items() if cell_text(known.get(name, "")) == text}
    texts = {
        **site.texts,
        COMPUTED: computed_text({**kept, **values}),
        COMPUTED_ON: on.isoformat(),
    }
    sources = dict.fromkeys(_cited(site, entries))
    changed = replace(
        site, texts=texts, sources={**site.sources, CITES: ";".join(filter(None, sources))}
    )
    reason = next((e.finding.basis for e in entries if "gate" in e.finding.columns), "")
    return with_cells(changed, cells, own, reason), entries


def _cited(site: Site, entries: Iterable[Entry]) -> Iterable[str]:
    yield from site.sources.get(CITES, "").split(";")
    for entry in entries:
        if entry.is_taken and entry.finding.cells:
            yield from entry.finding.source.split(";")
