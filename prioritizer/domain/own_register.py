"""The own columns of a register: which there are, and where they stand in a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from prioritizer.domain.columns import Column, site_columns
from prioritizer.domain.own_columns import GROUP, OwnColumn, cells_of, table_column
from prioritizer.domain.site import Site, SiteRegister


def site_table_columns(site: Site) -> dict[str, Column]:
    """Return the columns of a table in which the own values of one site stand, by name."""
    return {
        name: table_column(held.column, name)
        for own, held in site.own.items()
        for name in cells_of(own, held.value)
    }


def columns_of(register: SiteRegister) -> dict[str, Column]:
    """Return every column of the site table of a register: the dictionary, then its own.

    An end of a number is among them where a site has it, and so is each column of source ids
    that a site fills or a declaration names.
    """
    known = site_columns()
    used = {
        name
        for site in register.sites
        for own, held in site.own.items()
        for name in cells_of(own, held.value)
    }
    found = dict(known)
    sources: dict[str, None] = {}
    for column in declared(register).values():
        names = (f"{column.name}_low", column.name, f"{column.name}_high")
        shown = (name for name in names if name == column.name or name in used)
        found |= {name: table_column(column, name) for name in shown}
        sources[column.source] = None
    sources |= {name: None for site in register.sites for name in site.sources}
    return found | {
        name: _source_column(name) for name in sources if name and name not in known
    }


def _source_column(name: str) -> Column:
    infinite = float("inf")
    return Column(name, "sources", "", False, (), -infinite, infinite, GROUP, "Source ids")


def declared(register: SiteRegister) -> dict[str, OwnColumn]:
    """Return the own columns of a register by name; one that is only used is among them."""
    found = dict(register.own_columns)
    for site in register.sites:
        for name, held in site.own.items():
            found.setdefault(name, held.column)
    return found


def attached(sites: Iterable[Site], columns: Mapping[str, OwnColumn]) -> tuple[Site, ...]:
    """Return sites whose own values carry these declarations; those without one are dropped."""

    def one(site: Site) -> Site:
        own = {
            name: replace(held, column=columns[name])
            for name, held in site.own.items()
            if name in columns
        }
        return site if own == site.own else replace(site, own=own)

    return tuple(one(site) if site.own else site for site in sites)
