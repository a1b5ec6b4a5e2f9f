"""Which facilities are active and which are historical, and a choice among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from prioritizer.domain.site import Site, SiteRegister
from prioritizer.readers.imports.words.activities import activity_of

ACTIVE = frozenset({"operating", "reprocessing"})


class Status(StrEnum):
    """Which facilities an answer is about."""

    ALL = "all"
    HISTORICAL = "historical"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The part of a register of a status, and how many sites of it are not of that status.

    ``n_unknown`` sites say nothing of their status; they stay with the historical ones.
    """

    register: SiteRegister
    n_active: int
    n_unknown: int

    def sentence(self, status: Status, n_all: int) -> str:
        """Return what the choice leaves out or lets in, blank where nothing is active."""
        if not self.n_active and status is not Status.ACTIVE:
            return ""
        unknown = f"; {self.n_unknown} do not say" if self.n_unknown else ""
        told = f"{self.n_active} of {n_all} sites are active facilities{unknown}. "
        return (
            told
            + {
                Status.ALL: "They stand among the others; leave them out: --status historical.",
                Status.HISTORICAL: "They are left out.",
                Status.ACTIVE: "The others are left out.",
            }[status]
        )


def activity(site: Site) -> str:
    """Return operating, closed or reprocessing: as coded, else from the words; or blank."""
    return site.site_activity or activity_of(site.texts.get("site_status", ""))


def is_active(site: Site) -> bool:
    """Return whether a facility runs, or its waste is being reworked."""
    return activity(site) in ACTIVE


def of_status(register: SiteRegister, status: Status) -> Chosen:
    """Return the sites of a status; one of which nothing is said counts as historical."""
    active = {site.site_id for site in register.sites if is_active(site)}
    n_unknown = sum(not activity(site) for site in register.sites)
    if status is not Status.ALL:
        wanted = status is Status.ACTIVE
        kept = tuple(site for site in register.sites if (site.site_id in active) == wanted)
        register = replace(register, sites=kept)
    return Chosen(register, len(active), n_unknown)
