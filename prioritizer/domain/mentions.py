"""Texts that mention what is withheld: found by the names and ids of withheld sites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from prioritizer.domain.own_columns import OwnKind, OwnValue
from prioritizer.domain.site import QUARANTINED, Assay, Site, Source
from prioritizer.domain.spellings import any_of, spellings

WITHHELD = "withheld"
# A shorter name is a word or number that stands anywhere; it betrays nobody by itself.
SHORTEST = 4
# Prose, in which a figure that is restricted elsewhere may stand again.
PROSE = frozenset(
    {
        "access_notes",
        "ard_potential",
        "environmental_impacts",
        "mineralogy",
        "permit_status",
        "protection_status",
        "recoveries_reported",
        "representative_reason",
        "reprocessing_studies",
        "site_status",
    }
)
_DIGIT = re.compile(r"\d")
Pattern = re.Pattern[str]


def names_of(site: Site) -> set[str]:
    """Return what a site is called, by people and by the register."""
    others = site.texts.get("other_names", "").split(";")
    return {text for name in (site.site_id, site.name, *others) if (text := name.strip())}


def names_kept_back(sites: Iterable[Site], shown: Mapping[str, Site]) -> set[str]:
    """Return the names of sites that readers do not see; ``shown`` are theirs, by id."""
    names: set[str] = set()
    for site in sites:
        seen = shown.get(site.site_id)
        names |= names_of(site) - (set() if seen is None else names_of(seen))
    return names


def pattern_of(names: Iterable[str], *, shortest: int = SHORTEST) -> Pattern | None:
    """Return what finds any of the names in a text as whole words, however they are spelt.

    None if there are no names.
    """
    found = {one for name in names if len(name) >= shortest for one in spellings(name)}
    if not found:
        return None
    # A name in the genitive is still the name: "Hemligbergs tailings", "the mine's dam".
    return re.compile(rf"(?<![^\W_]){any_of(found)}(?:['’]?s)?(?![^\W_])", re.IGNORECASE)


def without_mentions(site: Site, names: Pattern | None) -> tuple[Site, int]:
    """Return the site without texts that name a withheld site, and how many there were."""
    if names is None:
        return site, 0
    told = {key: text for key, text in site.texts.items() if not names.search(text)}
    assays = tuple(_assay(assay, names) for assay in site.assays)
    own = {
        name: held
        for name, held in site.own.items()
        if not (isinstance(held.value, str) and names.search(held.value))
    }
    n = len(site.texts) - len(told) + len(site.own) - len(own)
    n += sum(a is not b for a, b in zip(assays, site.assays, strict=True))
    gate, name = site.gate, site.name
    if gate is not None and names.search(gate.reason):
        gate, n = replace(gate, reason=WITHHELD), n + 1
    # A namesake bears its own name; it tells of nobody else.
    if names.search(name) and not names.fullmatch(name):
        name, n = site.site_id, n + 1
    if not n:
        return site, 0
    return replace(site, name=name, texts=told, assays=assays, gate=gate, own=own), n


def _assay(assay: Assay, names: Pattern) -> Assay:
    texts = (assay.statistic, assay.basis, assay.note)
    if not any(names.search(text) for text in texts):
        return assay
    statistic, basis, note = ("" if names.search(text) else text for text in texts)
    note = note or _mark_of(assay)
    return replace(assay, statistic=statistic, basis=basis, note=note)


def without_figures(site: Site) -> tuple[Site, int]:
    """Return a site with a restricted column without prose that may repeat it, and how much.

    Its notes go; of the rest what holds a digit, own texts and the basis of assays included. A
    veto stays, its reason is withheld.
    """
    gone = {
        name
        for name, text in site.texts.items()
        if name == "notes" or (name in PROSE and _DIGIT.search(text))
    }
    texts = {name: text for name, text in site.texts.items() if name not in gone}
    assays = tuple(map(_without_prose, site.assays))
    own = {name: held for name, held in site.own.items() if not _is_own_prose(held)}
    n = len(gone) + sum(a is not b for a, b in zip(assays, site.assays, strict=True))
    n += len(site.own) - len(own)
    gate = site.gate
    if gate is not None and _DIGIT.search(gate.reason):
        gate, n = replace(gate, reason=WITHHELD), n + 1
    return replace(site, texts=texts, assays=assays, gate=gate, own=own), n


def _without_prose(assay: Assay) -> Assay:
    statistic, basis = (
        "" if _DIGIT.search(text) else text for text in (assay.statistic, assay.basis)
    )
    note = _mark_of(assay)
    if (statistic, basis, note) == (assay.statistic, assay.basis, assay.note):
        return assay
    return replace(assay, statistic=statistic, basis=basis, note=note)


def _mark_of(assay: Assay) -> str:
    """Return what stays of a note: that its grade is not used until somebody confirms it."""
    return f"{QUARANTINED}{WITHHELD}" if assay.is_quarantined else ""


def _is_own_prose(held: OwnValue) -> bool:
    is_text = held.column.kind is OwnKind.TEXT and isinstance(held.value, str)
    return is_text and _DIGIT.search(str(held.value)) is not None


def told_source(source: Source, names: Pattern | None) -> Source:
    """Return a source, or only its id where its citation names a withheld site."""
    texts = (source.citation, source.identifier, source.url, source.year, source.kind)
    if names is None or not any(names.search(text) for text in texts):
        return source
    return Source(source.source_id, WITHHELD, access=source.access)
