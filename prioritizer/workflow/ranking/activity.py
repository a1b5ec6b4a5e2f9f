"""Which facilities are active and which are historical, and a choice among them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from prioritizer.domain.facilities import (
    NOT_ASKED,
    NOT_WORKING,
    REASONS,
    WORKING,
    Facilities,
)
from prioritizer.domain.results import NotRanked
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.words import counted
from prioritizer.readers.imports.words.activities import activity_of

ACTIVE = frozenset({"operating", "reprocessing"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """The part of a register of a status, and how many sites of it are not of that status.

    ``n_unknown`` sites say nothing of their status; they stay with the historical ones.
    """

    register: SiteRegister
    n_active: int
    n_unknown: int

    def sentence(self, status: Facilities, n_all: int) -> str:
        """Return what the choice leaves out or lets in, blank where nothing is active."""
        if not self.n_active and status is not Facilities.ACTIVE:
            return ""
        unknown = f"; {self.n_unknown} do not say" if self.n_unknown else ""
        told = f"{self.n_active} of {n_all} sites are active facilities{unknown}. "
        return (
            told
            + {
                Facilities.ALL: "They stand among the others; leave them out: "
                "--status historical.",
                Facilities.HISTORICAL: "They are left out.",
                Facilities.ACTIVE: "The others are left out.",
            }[status]
        )


def activity(site: Site) -> str:
    """Return operating, closed or reprocessing: as coded, else from the words; or blank."""
    return site.site_activity or activity_of(site.texts.get("site_status", ""))


def is_active(site: Site) -> bool:
    """Return whether a facility runs, or its waste is being reworked."""
    return activity(site) in ACTIVE


def ranked_sentence(sites: Iterable[Site], ranked: Collection[str]) -> str:
    """Return how many of the ranked sites, by id, are working facilities; blank for none."""
    n = sum(site.site_id in ranked and is_active(site) for site in sites)
    if not n:
        return ""
    it = "is a working facility" if n == 1 else "are working facilities"
    return (
        f"{counted(n, 'ranked site')} {it}: the mine or smelter runs or the waste is reworked."
    )


def set_aside(site: Site, facilities: Facilities) -> NotRanked | None:
    """Return a site that these facilities leave out, with the reason; None where it counts.

    Only what is known to work is left out of the historical ones.
    """
    state = activity(site)
    if facilities is Facilities.HISTORICAL and state in ACTIVE:
        return NotRanked(site.site_id, site.name, REASONS[state], gate=WORKING)
    if facilities is Facilities.ACTIVE and state not in ACTIVE:
        return NotRanked(site.site_id, site.name, NOT_ASKED, gate=NOT_WORKING)
    return None


def aside_sentence(site: Site, facilities: Facilities) -> str:
    """Return that these facilities leave a site out of the ranking, and why; or blank."""
    found = set_aside(site, facilities)
    if found is None:
        return ""
    if found.gate == NOT_WORKING:
        return (
            "This site stands aside and is not ranked: only working facilities are asked for."
        )
    return (
        f"This site stands aside as a working facility and is not ranked. {found.reason} "
        "The ranking of all facilities holds it (--status all)."
    )


def of_status(register: SiteRegister, status: Facilities) -> Chosen:
    """Return the sites of a status; one of which nothing is said counts as historical."""
    active = {site.site_id for site in register.sites if is_active(site)}
    n_unknown = sum(not activity(site) for site in register.sites)
    if status is not Facilities.ALL:
        wanted = status is Facilities.ACTIVE
        kept = tuple(site for site in register.sites if (site.site_id in active) == wanted)
        register = replace(register, sites=kept)
    return Chosen(register, len(active), n_unknown)
