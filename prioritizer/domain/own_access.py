"""What of the declarations of own columns may be published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from prioritizer.domain.mentions import Pattern
from prioritizer.domain.own_columns import OWN_ENDINGS, OwnColumn
from prioritizer.domain.own_register import declared
from prioritizer.domain.site import Site, SiteRegister


def own_names(register: SiteRegister) -> frozenset[str]:
    """Return every name by which a column of a register's own may be restricted."""
    own = declared(register).values()
    endings = ("", *OWN_ENDINGS)
    return frozenset(
        {column.name + ending for column in own for ending in endings}
        | {column.source for column in own if column.source}
    )


def public_columns(
    register: SiteRegister, sites: Sequence[Site], secret: Pattern | None
) -> dict[str, OwnColumn]:
    """Return the declarations to publish with sites that are public already.

    A column all of whose values were withheld goes with them. Of classes that nobody declared
    those go that no public site has, for they are values. Words that name a withheld site go.

    Parameters
    ----------
    secret
        What finds the names of withheld sites.
    """
    had = {name for site in register.sites for name in site.own}
    classes: dict[str, set[str]] = {}
    for site in sites:
        for name, held in site.own.items():
            classes.setdefault(name, set()).add(str(held.value))
    return {
        name: _public(own, classes.get(name, set()), secret)
        for name, own in declared(register).items()
        if (name in classes or name not in had) and not _tells(name, secret)
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
