"""Who an answer is for, and what of a register that audience may see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from prioritizer.domain.access import (
    PublicPart,
    has_restricted,
    hidden_columns,
    public_part,
)
from prioritizer.domain.columns import site_columns
from prioritizer.domain.companions import ASSAYS, is_told_by
from prioritizer.domain.mentions import names_of, pattern_of
from prioritizer.domain.own_access import own_names
from prioritizer.domain.site import Site, SiteRegister, Source
from prioritizer.domain.site_file import SiteFile
from prioritizer.domain.words import counted
from prioritizer.errors import OTHER_SITES, Issue
from prioritizer.languages.speech import noop
from prioritizer.workflow.sites.public_kinds import proposed_again

PARTNER_ACCESS = frozenset({"partner", "partners"})


class Audience(StrEnum):
    """For whom: everybody, the partners of the programme, or the people who own the data."""

    PUBLIC = "public"
    PARTNERS = "partners"
    INTERNAL = "internal"


MEANING = {
    Audience.PUBLIC: noop("Public: restricted sites, fields and sources are left out"),
    Audience.PARTNERS: noop("For partners: with what is shared among partners"),
    Audience.INTERNAL: noop("Internal: with restricted evidence. Do not pass on"),
}
MARKS = {
    Audience.PUBLIC: "",
    Audience.PARTNERS: "For partners only",
    Audience.INTERNAL: "INTERNAL, do not pass on",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """The part of a register that an audience sees, and how much of it that is.

    ``mark`` stands in every file that holds more than everybody may see, else it is blank. It
    is part of the title of ``register`` already. ``n_values_withheld`` is for the owner alone;
    documents say ``n_sites_partial``, the sites shown with restricted columns, filled or not.
    """

    register: SiteRegister
    audience: Audience
    n_sites_withheld: int
    n_values_withheld: int
    mark: str = ""
    n_sites_partial: int = 0

    @property
    def sentence(self) -> str:
        """Return what was left out or let in, in words; blank where nothing is restricted."""
        if self.mark:
            return f"{self.mark}: restricted evidence is in this answer."
        if not (self.n_sites_withheld or self.n_values_withheld):
            return ""
        return (
            f"{counted(self.n_sites_withheld, 'site')} and "
            f"{counted(self.n_values_withheld, 'value')} are restricted and not in this answer."
        )


def part_for(register: SiteRegister, audience: Audience) -> Seen:
    """Return what an audience may see; all that it is told is made from that part alone.

    A ranking of more than is shown would give away what was withheld. Partners see sites and
    sources whose access is public or ``partners``; restricted fields stay with their owner.
    """
    if not has_restricted(register):
        return Seen(register, audience, 0, 0)
    if audience is Audience.INTERNAL:
        return _marked(Seen(register, audience, 0, 0), is_more=True)
    public = _part(register, Audience.PUBLIC)
    if audience is Audience.PUBLIC:
        return public
    partners = _part(_opened(register), Audience.PARTNERS)
    return _marked(partners, is_more=partners.register != public.register)


def hides_sites(register: SiteRegister, audience: Audience) -> bool:
    """Return whether some of a register may be withheld, so that no id can be called free.

    It is the same whichever part is withheld: to call one id taken would tell a withheld site.
    """
    return audience is not Audience.INTERNAL and has_restricted(register)


def _part(register: SiteRegister, audience: Audience) -> Seen:
    part: PublicPart = public_part(register, columns=site_columns(), kinds=proposed_again)
    counts = part.n_sites_withheld, part.n_values_withheld
    return Seen(part.register, audience, *counts, n_sites_partial=part.n_sites_partial)


def _marked(seen: Seen, *, is_more: bool) -> Seen:
    if not is_more:
        return seen
    mark = MARKS[seen.audience]
    titled = replace(seen.register, title=f"{mark}: {seen.register.title}")
    return replace(seen, register=titled, mark=mark)


def told_issues(read: SiteFile, audience: Audience) -> tuple[Issue, ...]:
    """Return the issues of a file, without what they quote of restricted cells.

    An issue is told in full where it lies in a cell that this audience may see, rests on no
    other one, and names no withheld site. In doubt, as in a row that could not be read, only
    its place is told.
    """
    is_open = not (read.restricted_in or has_restricted(read.register))
    if audience is Audience.INTERNAL or is_open:
        return read.issues
    rows = {site.row: site for site in read.register.sites}

    def site_of(issue: Issue) -> Site | None:
        return rows.get(issue.row or 0) if issue.file == read.restricted_in else None

    return _told(read.issues, read.register, audience, site_of)


def told_of_typed(
    issues: Sequence[Issue], register: SiteRegister, audience: Audience
) -> tuple[Issue, ...]:
    """Return the issues of typed values, without what they quote of restricted cells.

    Parameters
    ----------
    register
        The whole register in use. A site that it does not hold is new: all of it was typed.
    """
    if audience is Audience.INTERNAL or not has_restricted(register):
        return tuple(issues)
    known = register.by_id()

    def site_of(issue: Issue) -> Site | None:
        new = Site(issue.site_id, issue.site_id) if issue.site_id else None
        return known.get(issue.site_id, new)

    return _told(issues, register, audience, site_of)


def _told(
    issues: Iterable[Issue],
    register: SiteRegister,
    audience: Audience,
    site_of: Callable[[Issue], Site | None],
) -> tuple[Issue, ...]:
    seen = part_for(register, audience).register
    held = register.by_id().keys() - seen.by_id().keys()
    secret = pattern_of(_names(register.sites) - _names(seen.sites), shortest=1)
    own = own_names(register)

    def is_told(issue: Issue) -> bool:
        site = site_of(issue)
        if site is None or site.site_id in held or issue.column is None:
            return False
        if OTHER_SITES in issue.rests_on:
            return False
        hidden = hidden_columns(site)
        if any(is_told_by(name, hidden) for name in _columns(issue, own)):
            return False
        return secret is None or not secret.search(f"{issue.found} {issue.expected}")

    return tuple(issue if is_told(issue) else _masked(issue) for issue in issues)


def _columns(issue: Issue, own: Collection[str]) -> tuple[str, ...]:
    """Return the columns whose values an issue tells; one that no table has tells of grades."""
    column = issue.column or ""
    is_known = column in site_columns() or column in own
    return (column, *issue.rests_on, *(() if is_known or issue.rests_on else (ASSAYS,)))


def _names(sites: Iterable[Site]) -> set[str]:
    return {name for site in sites for name in names_of(site)}


def _masked(issue: Issue) -> Issue:
    return replace(
        issue,
        found="a cell that is or may be restricted",
        expected="something else",
        hint="The audience internal is told what.",
        site_id="",
    )


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
