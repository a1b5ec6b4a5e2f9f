"""Which facilities are active and which are historical, and a choice among them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from prioritizer.domain.facilities import (
    NOT_ASKED,
    NOT_WORKING,
    REASONS,
    REPORTED,
    WORKING,
    Facilities,
)
from prioritizer.domain.gates import GateRule, OpenGate
from prioritizer.domain.results import NotRanked
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.words import number
from prioritizer.languages.speech import ngettext
from prioritizer.readers.imports.words.activities import activity_of

# Of a handful of sites somebody knows which ones work.
FEWEST_UNSAID = 20
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


def is_verified(site: Site) -> bool:
    """Return whether the column that `activity` is read from is not marked as unverified."""
    return ("site_activity" if site.site_activity else "site_status") not in site.unverified


def is_active(site: Site) -> bool:
    """Return whether it is known that a facility runs, or that its waste is being reworked.

    A status that is told but not verified is no knowledge: see `reported`.
    """
    return activity(site) in ACTIVE and is_verified(site)


def reported(site: Site) -> OpenGate | None:
    """Return that a site is told, but not verified, to be working; None where it is not."""
    state = activity(site)
    if state not in ACTIVE or is_verified(site):
        return None
    rule = GateRule(REPORTED[state], column="status of the facility", when=(state,))
    return OpenGate(site.site_id, site.name, rule, is_known=False, is_reported=True)


def reported_sites(sites: Iterable[Site]) -> tuple[OpenGate, ...]:
    """Return the sites that are told, but not verified, to be working."""
    return tuple(filter(None, map(reported, sites)))


def ranked_sentence(sites: Iterable[Site], ranked: Collection[str]) -> str:
    """Return how many of the ranked sites, by id, are working facilities; blank for none."""
    known = frozenset(ranked)
    n = sum(site.site_id in known and is_active(site) for site in sites)
    if not n:
        return ""
    return ngettext(
        "{n} ranked site is a working facility: the mine or smelter runs or the waste is "
        "reworked.",
        "{n} ranked sites are working facilities: the mine or smelter runs or the waste is "
        "reworked.",
        n,
        n=number(n),
    )


def unsaid_sentence(sites: Iterable[Site], ranked: Collection[str]) -> str:
    """Return that no ranked site, by id, says whether it works; blank where one does."""
    return nobody_says_sentence(those_that_say(sites), ranked)


def those_that_say(sites: Iterable[Site]) -> frozenset[str]:
    """Return the ids of the sites that say whether they work."""
    return frozenset(site.site_id for site in sites if activity(site))


def nobody_says_sentence(said: frozenset[str], ranked: Collection[str]) -> str:
    """Return what `unsaid_sentence` does, where it is known already which sites say it."""
    if len(ranked) < FEWEST_UNSAID or not said.isdisjoint(ranked):
        return ""
    return ngettext(
        "None of the {n} ranked site says whether its mine or smelter runs: working facilities "
        "may be among them.",
        "None of the {n} ranked sites says whether its mine or smelter runs: working "
        "facilities may be among them.",
        len(ranked),
        n=number(len(ranked)),
    )


def set_aside(site: Site, facilities: Facilities) -> NotRanked | None:
    """Return a site that these facilities leave out, with the reason; None where it counts.

    Only what is known to work is left out of the historical ones.
    """
    if facilities is Facilities.HISTORICAL and is_active(site):
        return NotRanked(site.site_id, site.name, REASONS[activity(site)], gate=WORKING)
    if facilities is Facilities.ACTIVE and not is_active(site):
        return NotRanked(site.site_id, site.name, NOT_ASKED, gate=NOT_WORKING)
    return None


def aside_sentence(site: Site, facilities: Facilities, how: str = "") -> str:
    """Return that these facilities leave a site out of the ranking, and why; or blank.

    ``how`` says how a reader ranks all facilities, where there is one such way.
    """
    found = set_aside(site, facilities)
    if found is None:
        return ""
    if found.gate == NOT_WORKING:
        return (
            "This site stands aside and is not ranked: only working facilities are asked for."
        )
    return (
        f"This site stands aside as a working facility and is not ranked. {found.reason} "
        f"The ranking of all facilities holds it{f' ({how})' if how else ''}."
    )


def of_status(register: SiteRegister, status: Facilities) -> Chosen:
    """Return the sites of a status; one of which nothing is said counts as historical."""
    active = {site.site_id for site in register.sites if is_active(site)}
    n_unknown = sum(not activity(site) or reported(site) is not None for site in register.sites)
    if status is not Facilities.ALL:
        wanted = status is Facilities.ACTIVE
        kept = tuple(site for site in register.sites if (site.site_id in active) == wanted)
        register = replace(register, sites=kept)
    return Chosen(register, len(active), n_unknown)
