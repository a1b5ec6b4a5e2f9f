"""What of the declarations of own columns may be published."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from prioritizer.domain.columns import site_columns
from prioritizer.domain.mentions import Pattern
from prioritizer.domain.own_columns import OWN_ENDINGS, OwnColumn, stem_of
from prioritizer.domain.own_register import declared
from prioritizer.domain.site import Site, SiteRegister

Columns: TypeAlias = Mapping[str, OwnColumn]
# Gives public sites and the declarations of a register the kinds that those sites propose; the
# third is every name that a column of the register's own has.
Kinds: TypeAlias = Callable[
    [Sequence[Site], Columns, Collection[str]], tuple[tuple[Site, ...], Columns]
]


def kinds_as_they_are(
    sites: Sequence[Site], columns: Columns, names: Collection[str]
) -> tuple[tuple[Site, ...], Columns]:
    """Return sites and declarations as they are."""
    return tuple(sites), columns


def header_names(register: SiteRegister) -> tuple[str, ...]:
    """Return the columns of a register's own, filled or blank, those of source ids too.

    They are those that the table has, whatever stands in its cells.
    """
    own = declared(register).values()
    cited = (name for site in register.sites for name in site.sources)
    sources = (column.source for column in own if column.source)
    names = (column.name for column in own)
    every = dict.fromkeys((*names, *register.blank_columns, *sources, *cited))
    return tuple(name for name in every if name not in site_columns())


def own_names(register: SiteRegister) -> frozenset[str]:
    """Return every name by which a column of a register's own may be restricted."""
    names = header_names(register)
    stems = dict.fromkeys((*names, *map(stem_of, names)))
    return frozenset(stem + ending for stem in stems for ending in ("", *OWN_ENDINGS))


def public_columns(
    columns: Columns, sites: Sequence[Site], secret: Pattern | None, *, is_whole: bool
) -> dict[str, OwnColumn]:
    """Return the declarations to publish with sites that are public already.

    A column goes in which no public site has a value, whether others have one or not: else it
    would tell that something was withheld. Of classes that nobody declared those go that no
    public site has, for they are values. Words that name a withheld site go.

    Parameters
    ----------
    secret
        What finds the names of withheld sites.
    is_whole
        Whether nothing was withheld at all; a declared column that is blank stays then.
    """
    classes: dict[str, set[str]] = {}
    for site in sites:
        for name, held in site.own.items():
            classes.setdefault(name, set()).add(str(held.value))
    return {
        name: _public(own, classes.get(name, set()), secret)
        for name, own in columns.items()
        if (name in classes or is_whole) and not _tells(name, secret)
    }


def _public(own: OwnColumn, used: set[str], secret: Pattern | None) -> OwnColumn:
    kept = tuple(
        name
        for name in own.classes
        if not _tells(name, secret) and (name in used or not own.is_proposed)
    )
    title, note, unit = (
        "" if _tells(t, secret) else t for t in (own.title, own.note, own.unit)
    )
    return replace(own, classes=kept, title=title, note=note, unit=unit)


def _tells(text: str, secret: Pattern | None) -> bool:
    return secret is not None and secret.search(text) is not None
