"""Kinds of own columns that nobody declared, proposed again from what readers may see.

A kind that was taken from all cells would give withheld ones away: one word among numbers makes
a column text. So what readers see is read as if the withheld cells had never been there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from prioritizer.domain.own_columns import Held, OwnColumn, OwnKind, OwnValue
from prioritizer.domain.ranges import Range
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.readers.numbers import parse_number
from prioritizer.readers.own_kinds import FLAGS, proposed


def with_public_kinds(seen: SiteRegister, whole: SiteRegister) -> SiteRegister:
    """Return what readers see, with the kinds that it alone proposes.

    Declared columns, numbers with ends, and columns of which nothing was withheld stay as they
    are.

    Parameters
    ----------
    seen
        The part of ``whole`` that readers may see.
    """
    found = {
        name: _again(seen.own_columns[name], values)
        for name in _withheld_from(seen, whole)
        if name in seen.own_columns
        and seen.own_columns[name].is_proposed
        and _can_be_proposed(values := _values(seen.sites, name))
    }
    if not found:
        return seen
    columns = {name: column for name, (column, _) in found.items()}
    return replace(
        seen,
        sites=tuple(_site(site, found) for site in seen.sites),
        own_columns={**seen.own_columns, **columns},
    )


def _withheld_from(seen: SiteRegister, whole: SiteRegister) -> set[str]:
    """Return the columns in which a value was withheld."""
    public = {site.site_id: site.own.keys() for site in seen.sites}
    return {
        name
        for site in whole.sites
        for name in site.own
        if name not in public.get(site.site_id, ())
    }


def _values(sites: Sequence[Site], name: str) -> dict[str, Held]:
    return {site.site_id: site.own[name].value for site in sites if name in site.own}


def _can_be_proposed(values: Mapping[str, Held]) -> bool:
    ranges = (value for value in values.values() if isinstance(value, Range))
    return bool(values) and all(one.low is None and one.high is None for one in ranges)


def _again(own: OwnColumn, values: Mapping[str, Held]) -> tuple[OwnColumn, Mapping[str, Held]]:
    """Return a declaration and values as the public cells alone would propose them."""
    texts = {site: _text(value) for site, value in values.items()}
    kind = proposed(own.name, list(texts.values()))
    column = replace(own, kind=kind.kind, classes=kind.classes)
    return column, {site: _as_kind(text, kind.kind) for site, text in texts.items()}


def _text(value: Held) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value.best:.15g}" if isinstance(value, Range) else value


def _as_kind(text: str, kind: OwnKind) -> Held:
    if kind is OwnKind.NUMBER:
        return Range(best=parse_number(text))
    return FLAGS[text.casefold()] if kind is OwnKind.YESNO else text


def _site(site: Site, found: Mapping[str, tuple[OwnColumn, Mapping[str, Held]]]) -> Site:
    again = {
        name: OwnValue(column, values[site.site_id])
        for name, (column, values) in found.items()
        if site.site_id in values
    }
    return replace(site, own={**site.own, **again}) if again else site
