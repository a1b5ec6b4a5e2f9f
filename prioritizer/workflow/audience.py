"""Who a report is for, and what of a register that audience may see."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from prioritizer.domain.access import PublicPart, public_part
from prioritizer.domain.site import Site, SiteRegister, Source
from prioritizer.readers.dictionary import site_columns

PARTNER_ACCESS = frozenset({"partner", "partners"})


class Audience(StrEnum):
    """For whom: everybody, the partners of the programme, or the people who own the data."""

    PUBLIC = "public"
    PARTNERS = "partners"
    INTERNAL = "internal"


MEANING = {
    Audience.PUBLIC: "Public: restricted sites, fields and sources are left out",
    Audience.PARTNERS: "For partners: with what is shared among partners",
    Audience.INTERNAL: "Internal: with restricted evidence. Do not pass on",
}


def part_for(register: SiteRegister, audience: Audience) -> PublicPart:
    """Return what an audience may see; the ranking is then made from that part alone.

    A ranking of more than is shown would give away what was withheld. Partners see sites and
    sources whose access is public or ``partners``; restricted fields stay with their owner.
    """
    if audience is Audience.INTERNAL:
        return PublicPart(register, 0, 0)
    if audience is Audience.PARTNERS:
        register = _opened(register)
    return public_part(register, columns=site_columns())


def _opened(register: SiteRegister) -> SiteRegister:
    return replace(
        register,
        sites=tuple(_open_site(site) for site in register.sites),
        sources={name: _open_source(source) for name, source in register.sources.items()},
    )


def _open_site(site: Site) -> Site:
    if not _is_for_partners(site.texts.get("access", "")):
        return site
    return replace(site, texts={**site.texts, "access": "public"})


def _open_source(source: Source) -> Source:
    return replace(source, access="public") if _is_for_partners(source.access) else source


def _is_for_partners(access: str) -> bool:
    return access.strip().casefold() in PARTNER_ACCESS
