"""The part of a register that lies in an area."""

from __future__ import annotations

from dataclasses import replace

from prioritizer.domain.site import SiteRegister

NORDIC = frozenset({"NO", "SE", "FI", "DK", "IS", "GL", "FO", "SJ", "AX"})


def in_area(register: SiteRegister, *, is_nordic: bool) -> SiteRegister:
    """Return a register, or its Nordic part."""
    if not is_nordic:
        return register
    inside = tuple(site for site in register.sites if site.country in NORDIC)
    return replace(register, title=f"{register.title}, Nordic countries", sites=inside)
