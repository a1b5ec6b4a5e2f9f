"""A file of sites as it was read: those that are usable, and all that was met on the way."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.domain.site import SiteRegister
from prioritizer.errors import Issue, Severity


@dataclass(frozen=True, slots=True)
class SiteFile:
    """What was read: the register of the rows without errors, and every issue met.

    ``told`` says in one line which files gave how many sites, assays and sources;
    ``restricted_in`` names the site table if a row of it, a faulty one too, says that it or a
    part of it is restricted.
    """

    register: SiteRegister
    issues: tuple[Issue, ...]
    told: str = ""
    restricted_in: str = ""

    @property
    def errors(self) -> tuple[Issue, ...]:
        """Return the issues that stopped a row."""
        return tuple(issue for issue in self.issues if issue.severity is Severity.ERROR)
