"""What of a register may be published: restricted sites, fields and sources taken out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any

from prioritizer.domain.companions import (
    ASSAYS,
    analyte_of,
    is_analyte,
    is_assay_withheld,
    is_size_withheld,
    tells_of,
    withheld_with,
)
from prioritizer.domain.computed import COMPUTED, computed_values, without_computed
from prioritizer.domain.mentions import (
    WITHHELD,
    Pattern,
    names_of,
    pattern_of,
    told_source,
    without_figures,
    without_mentions,
)
from prioritizer.domain.own_access import (
    Kinds,
    header_names,
    kinds_as_they_are,
    own_names,
    public_columns,
)
from prioritizer.domain.own_register import attached, declared
from prioritizer.domain.site import Assay, Site, SiteRegister, Source

PUBLIC = frozenset({"", "public"})
BOOKKEEPING = frozenset({"access", "restricted_fields"})
VETO = "gate"
# In place of a title that names a withheld site.
UNTITLED = "Sites"
POINT = frozenset({"latitude", "longitude"})

_SITE_FIELDS = {field.name: field for field in fields(Site) if field.name != "own"}


@dataclass(frozen=True, slots=True)
class PublicPart:
    """A register fit for publication, and how much was taken out of it.

    ``n_values_withheld`` is for the owner alone: it tells which restricted cells are filled.
    ``n_sites_partial`` counts the sites in it that have restricted columns, filled or not.
    """

    register: SiteRegister
    n_sites_withheld: int
    n_values_withheld: int
    n_sites_partial: int = 0


def is_public(access: str) -> bool:
    """Return whether an access text allows publication: blank or public, nothing else."""
    return access.strip().casefold() in PUBLIC


def restricted_fields(site: Site) -> tuple[str, ...]:
    """Return the names of the columns of a site that must not be published."""
    return listed_fields(site.texts.get("restricted_fields", ""))


def listed_fields(text: str) -> tuple[str, ...]:
    """Return the names of columns that a cell of ``restricted_fields`` lists."""
    return tuple(name for part in text.split(";") if (name := part.strip()))


def public_part(
    register: SiteRegister,
    *,
    columns: Collection[str],
    without: Iterable[str] = (),
    kinds: Kinds = kinds_as_they_are,
) -> PublicPart:
    """Return the register without restricted sites, fields and sources.

    Parameters
    ----------
    columns
        Every column name of a site table. A restricted field that is none of them is a misspelt
        wish to withhold something: the whole site is then left out, to be on the safe side. So
        is a site whose veto is restricted, whether it has one or not. A veto that was computed
        from a restricted point counts as unknown, as all that was.
    without
        Columns to withhold on every site.
    kinds
        Proposes the kinds of own columns that nobody declared, from what is left of the cells.
        What is prose depends on the kind of its column, so that is asked before prose is taken
        out, and after it.
    """
    withheld = frozenset(without)
    is_whole = not withheld and not has_restricted(register)
    again = kinds_as_they_are if is_whole else kinds
    sites: list[Site] = []
    is_partial: list[bool] = []
    withheld_names: set[str] = set()
    n_values = 0
    known = {*columns, *_SITE_FIELDS, ASSAYS, *own_names(register)}
    for site in register.sites:
        names = {*restricted_fields(site), *withheld}
        if not _may_leave(site, names, known):
            withheld_names |= names_of(site)
            continue
        public, n = _without(site, names)
        withheld_names |= names_of(site) - names_of(public) - {site.site_id}
        sites.append(public)
        is_partial.append(bool(restricted_fields(site)))
        n_values += n
    secret = pattern_of(withheld_names)
    header = header_names(register)
    kept, own = again(sites, declared(register), header)
    told = [_without_hints(*pair, secret) for pair in zip(kept, is_partial, strict=True)]
    kept, own = again([site for site, _ in told], own, header)
    public_own = public_columns(own, kept, secret, is_whole=is_whole)
    return PublicPart(
        SiteRegister(
            UNTITLED if secret and secret.search(register.title) else register.title,
            attached(kept, public_own),
            _public_sources(register.sources, kept, secret),
            public_own,
        ),
        len(register) - len(sites),
        n_values + sum(n for _, n in told),
        sum(is_partial),
    )


def _without_hints(site: Site, is_partial: bool, secret: Pattern | None) -> tuple[Site, int]:
    """Return a site without prose that may repeat what was withheld, and how much that is."""
    plain, n = without_figures(site) if is_partial else (site, 0)
    told, m = without_mentions(plain, secret)
    return told, n + m


def has_restricted(register: SiteRegister) -> bool:
    """Return whether a site, a column of one or a source of a register is restricted."""
    return any(map(_is_marked, register.sites)) or not all(
        is_public(source.access) for source in register.sources.values()
    )


def _is_marked(site: Site) -> bool:
    return not is_public(site.texts.get("access", "")) or bool(restricted_fields(site))


def restricted_as(register: SiteRegister, present: SiteRegister) -> SiteRegister:
    """Return an earlier state of a register with what is restricted at present restricted.

    Whoever restricts a site means the past of it, too.
    """
    now = present.by_id()
    sites = tuple(
        _as_restricted(site, now[site.site_id]) if site.site_id in now else site
        for site in register.sites
    )
    sources = {
        name: replace(source, access=later.access)
        if (later := present.sources.get(name)) is not None and not is_public(later.access)
        else source
        for name, source in register.sources.items()
    }
    return replace(register, sites=sites, sources=sources)


def _as_restricted(site: Site, present: Site) -> Site:
    texts = dict(site.texts)
    access = present.texts.get("access", "")
    if not is_public(access):
        texts["access"] = access
    names = dict.fromkeys((*restricted_fields(site), *restricted_fields(present)))
    if names:
        texts["restricted_fields"] = ";".join(names)
    return site if texts == site.texts else replace(site, texts=texts)


def _may_leave(site: Site, names: set[str], columns: Collection[str]) -> bool:
    known = {*columns, *site.texts, *site.sources}
    return (
        is_public(site.texts.get("access", ""))
        and "site_id" not in names
        and all(name in known or _means_an_assay(site, analyte_of(name)) for name in names)
        # Without its veto a site would stand among the candidates; were it withheld only
        # where there is one, its absence would tell the veto.
        and VETO not in withheld_with(names)
    )


def _means_an_assay(site: Site, analyte: str) -> bool:
    """Return whether a wish to withhold an assay is understood; ``assays/copper`` is not."""
    return is_analyte(analyte) or analyte.casefold() in {
        assay.analyte.casefold() for assay in site.assays
    }


def hidden_columns(site: Site) -> frozenset[str]:
    """Return the columns of a site that must not be published, with their companions."""
    return _hidden(site, restricted_fields(site))


def _hidden(site: Site, names: Iterable[str]) -> frozenset[str]:
    """Return these columns with their companions, and what was computed from a hidden point."""
    hidden = withheld_with(names)
    return withheld_with(hidden | computed_values(site).keys()) if POINT & hidden else hidden


def _without(site: Site, names: set[str]) -> tuple[Site, int]:
    """Return the site with the named columns blank, and the number of values taken out."""
    hidden = _hidden(site, names)
    kept_assays = tuple(_public_assays(site.assays, hidden))
    own = {name: held for name, held in site.own.items() if name not in hidden}
    texts = _unhidden(site.texts, hidden | BOOKKEEPING)
    if COMPUTED in texts:
        texts[COMPUTED] = without_computed(texts[COMPUTED], hidden)
    sources = _unhidden(site.sources, hidden)
    blanked = {name: _blank(name) for name in hidden & _SITE_FIELDS.keys() - {ASSAYS}}
    blanked = {name: value for name, value in blanked.items() if getattr(site, name) != value}
    unverified = tuple(name for name in site.unverified if name not in hidden)
    if site.gate is not None and VETO not in hidden and hidden & {"gate_reason", "gate_source"}:
        blanked["gate"] = replace(site.gate, reason=WITHHELD, source="")
    public = replace(
        site,
        **{
            "unverified": unverified,
            **blanked,
            "assays": kept_assays,
            "texts": texts,
            "sources": sources,
            "own": own,
        },
    )
    n = len(site.assays) - len(kept_assays) + len(blanked) + len(site.own) - len(own)
    n += len((site.texts.keys() | site.sources.keys()) & hidden)
    return public, n


def _public_assays(assays: Iterable[Assay], hidden: frozenset[str]) -> Iterable[Assay]:
    """Yield the assays that may be read; a content beside a grade would tell the mass.

    It does so in another row as well, whether of the element or of its oxide.
    """
    public = [assay for assay in assays if not is_assay_withheld(assay, hidden)]
    graded = [assay.analyte for assay in public if assay.grade.is_known]
    for assay in public:
        tells_size = is_size_withheld(hidden) and any(
            tells_of(assay.analyte, analyte) for analyte in graded
        )
        if assay.contained_t is None or not tells_size:
            yield assay
        elif assay.grade.is_known:
            yield replace(assay, contained_t=None)


def _unhidden(values: Mapping[str, str], hidden: Collection[str]) -> dict[str, str]:
    return {name: text for name, text in values.items() if name not in hidden}


def _blank(name: str) -> Any:
    field = _SITE_FIELDS[name]
    if field.default is not MISSING:
        return field.default
    if field.default_factory is not MISSING:
        return field.default_factory()
    return WITHHELD


def _public_sources(
    sources: Mapping[str, Source], sites: Iterable[Site], secret: Pattern | None
) -> dict[str, Source]:
    """Return the sources that public values cite; of a restricted one only that it exists."""
    cited = {source_id for site in sites for source_id in cited_sources(site)}
    return {
        source_id: told_source(source, secret)
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
