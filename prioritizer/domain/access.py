"""What of a register may be published: restricted sites, fields and sources taken out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any

from prioritizer.domain.site import Assay, Site, SiteRegister, Source

PUBLIC = frozenset({"", "public"})
WITHHELD = "withheld"
BOOKKEEPING = frozenset({"access", "restricted_fields"})

# A figure is withheld together with what would give it away: its ends, its basis, its sources.
COMPANIONS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "latitude",
            "longitude",
            "coordinate_error_km",
            "coordinate_basis",
            "coordinate_source",
        }
        | {"port_great_circle_km"}
    ),
    frozenset(
        {"tonnage_low_t", "tonnage_t", "tonnage_high_t", "tonnage_basis", "tonnage_source"}
    ),
    frozenset({"volume_low_m3", "volume_m3", "volume_high_m3", "volume_source"}),
    frozenset({"area_ha", "area_source"}),
    frozenset({"gate", "gate_reason", "gate_source"}),
    frozenset({"hazard_system", "hazard_class", "hazard_source"}),
)
ASSAYS = "assays"
_SITE_FIELDS = {field.name: field for field in fields(Site)}


def _ends(name: str) -> frozenset[str]:
    """Return the columns that a range stands in: ``npv_musd`` has ``npv_low_musd`` as well."""
    stem, _, unit = name.rpartition("_")
    return frozenset({name, f"{stem}_low_{unit}", f"{stem}_high_{unit}"})


_RANGES = tuple(_ends(name) for name, field in _SITE_FIELDS.items() if field.type == "Range")


@dataclass(frozen=True, slots=True)
class PublicPart:
    """A register fit for publication, and how much was taken out of it."""

    register: SiteRegister
    n_sites_withheld: int
    n_values_withheld: int


def is_public(access: str) -> bool:
    """Return whether an access text allows publication: blank or public, nothing else."""
    return access.strip().casefold() in PUBLIC


def restricted_fields(site: Site) -> tuple[str, ...]:
    """Return the names of the columns of a site that must not be published."""
    text = site.texts.get("restricted_fields", "")
    return tuple(name for part in text.split(";") if (name := part.strip()))


def public_part(
    register: SiteRegister, *, columns: Collection[str], without: Iterable[str] = ()
) -> PublicPart:
    """Return the register without restricted sites, fields and sources.

    Parameters
    ----------
    columns
        Every column name of a site table. A restricted field that is none of them is a misspelt
        wish to withhold something: the whole site is then left out, to be on the safe side.
    without
        Columns to withhold on every site.
    """
    sites: list[Site] = []
    n_values = 0
    for site in register.sites:
        names = {*restricted_fields(site), *without}
        if not _may_leave(site, names, columns):
            continue
        public, n = _without(site, names)
        sites.append(public)
        n_values += n
    sources = _public_sources(register.sources, sites)
    return PublicPart(
        SiteRegister(register.title, tuple(sites), sources),
        len(register) - len(sites),
        n_values,
    )


def _may_leave(site: Site, names: set[str], columns: Collection[str]) -> bool:
    known = {*columns, *_SITE_FIELDS, *site.texts, *site.sources, ASSAYS}
    return (
        is_public(site.texts.get("access", ""))
        and "site_id" not in names
        and all(name in known or name.startswith(f"{ASSAYS}/") for name in names)
    )


def _without(site: Site, names: set[str]) -> tuple[Site, int]:
    """Return the site with the named columns blank, and the number of values taken out."""
    hidden = set(names).union(*(group for group in (*COMPANIONS, *_RANGES) if group & names))
    kept_assays = tuple(assay for assay in site.assays if not _is_hidden(assay, hidden))
    texts = _unhidden(site.texts, hidden | BOOKKEEPING)
    sources = _unhidden(site.sources, hidden)
    blanked = {name: _blank(name) for name in hidden & _SITE_FIELDS.keys() - {ASSAYS}}
    blanked = {name: value for name, value in blanked.items() if getattr(site, name) != value}
    unverified = tuple(name for name in site.unverified if name not in hidden)
    public = replace(
        site,
        **{
            "unverified": unverified,
            **blanked,
            "assays": kept_assays,
            "texts": texts,
            "sources": sources,
        },
    )
    n = len(site.assays) - len(kept_assays) + len(blanked)
    n += len((site.texts.keys() | site.sources.keys()) & hidden)
    return public, n


def _is_hidden(assay: Assay, hidden: set[str]) -> bool:
    return ASSAYS in hidden or f"{ASSAYS}/{assay.analyte}" in hidden


def _unhidden(values: Mapping[str, str], hidden: set[str]) -> dict[str, str]:
    return {name: text for name, text in values.items() if name not in hidden}


def _blank(name: str) -> Any:
    field = _SITE_FIELDS[name]
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    return WITHHELD


def _public_sources(sources: Mapping[str, Source], sites: Iterable[Site]) -> dict[str, Source]:
    """Return the sources that public values cite; of a restricted one only that it exists."""
    cited = {source_id for site in sites for source_id in cited_sources(site)}
    return {
        source_id: source
        if is_public(source.access)
        else Source(source_id, WITHHELD, access=source.access)
        for source_id, source in sources.items()
        if source_id in cited
    }


def cited_sources(site: Site) -> set[str]:
    """Return the ids of every source that a site cites."""
    texts = [*site.sources.values(), *(assay.source for assay in site.assays)]
    if site.gate is not None:
        texts.append(site.gate.source)
    return {
        source_id for text in texts for part in text.split(";") if (source_id := part.strip())
    }
