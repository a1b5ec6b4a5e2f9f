"""Sites typed by hand: values in a grid or a form, with the checks of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from prioritizer.domain.columns import Column, ranges, site_columns
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.errors import DataError, InputError, Issue, Severity
from prioritizer.readers.cells import CellReader, clean, quoted
from prioritizer.readers.imports.plausibility import check_register
from prioritizer.readers.numbers import parse_number
from prioritizer.readers.site_rows import parse_sites
from prioritizer.readers.tables import RawTable
from prioritizer.readers.typed_numbers import typed_number

PLACE = "typed values"
THOUSAND = 1_000.0
TYPED = (
    "name",
    "waste_type",
    "country",
    "region",
    "latitude",
    "longitude",
    "tonnage_low_t",
    "tonnage_t",
    "tonnage_high_t",
    "volume_low_m3",
    "volume_m3",
    "volume_high_m3",
    "area_ha",
    "dry_density_t_m3",
)
"""The columns that can be typed, besides the id; grades have a table of their own."""


@dataclass(frozen=True, slots=True)
class TypedSites:
    """The register with what was typed, and what is improbable in the sites typed."""

    register: SiteRegister
    warnings: tuple[Issue, ...]


def cell_text(site: Site, name: str) -> str:
    """Return a value of a site as one would type it, blank where it is not known."""
    column = site_columns()[name]
    if column.of in ranges():
        value = getattr(getattr(site, column.of), column.role)
    else:
        value = site.texts.get(name) if column.kind == "text" else None
        value = getattr(site, name, None) if value is None else value
    if value is None:
        return ""
    short = f"{value:.15g}" if isinstance(value, float) else str(value)
    return repr(value) if isinstance(value, float) and float(short) != value else short


def with_typed(
    register: SiteRegister, typed: Mapping[str, Mapping[str, str]], reference: Reference
) -> TypedSites:
    """Return a register with typed values; an id that it does not hold adds a site.

    ``1 500 000`` and ``0,5`` are read as people mean them. A blank text makes a value unknown;
    columns that are not typed stay as they are.

    Parameters
    ----------
    typed
        Texts by column of ``TYPED``, by site id.

    Raises
    ------
    DataError
        With every fault; nothing is taken then.
    """
    known = register.by_id()
    header = ("site_id", *TYPED)
    reader = CellReader(PLACE)
    rows = []
    for line, (site_id, cells) in enumerate(typed.items(), start=1):
        reader.row = line
        before = len(reader.issues)
        rows.append([site_id, *_texts(known.get(site_id), cells, reader)])
        reader.name_site(before, site_id)
    table = RawTable(PLACE, header, rows, list(range(1, len(rows) + 1)), ",")
    parsed = {site.site_id: site for site in parse_sites(table, reader, {})}
    if any(issue.severity is Severity.ERROR for issue in reader.issues):
        raise DataError(reader.issues)
    changed = {
        name: _merged(known.get(name), site, typed.get(name, {}))
        for name, site in parsed.items()
    }
    sites = tuple(changed.get(site.site_id, site) for site in register.sites)
    added = tuple(site for name, site in changed.items() if name not in known)
    seen = replace(register, sites=tuple(changed.values()))
    warnings = (*reader.issues, *check_register(seen, reference, PLACE))
    return TypedSites(replace(register, sites=(*sites, *added)), warnings)


def _texts(old: Site | None, cells: Mapping[str, str], reader: CellReader) -> Iterator[str]:
    for name in TYPED:
        if name not in cells:
            yield cell_text(old, name) if old is not None else ""
            continue
        text = clean(cells[name])
        column = site_columns()[name]
        yield _number_text(text, column, reader) if column.kind == "number" and text else text


def _number_text(text: str, column: Column, reader: CellReader) -> str:
    # Where no value reaches a thousand, a mark can only be that of the decimals.
    plain = parse_number(text.replace(",", ".")) if column.high < THOUSAND else None
    if plain is not None:
        return repr(plain)
    try:
        return repr(typed_number(text))
    except InputError:
        reader.error(
            column.name,
            quoted(text),
            f"a number in {column.unit} such as 0.5 or 1 500 000",
            "Correct it, or leave it blank where it is not known.",
        )
        return ""


def _merged(old: Site | None, new: Site, typed: Mapping[str, str]) -> Site:
    """Return a site with the columns that were typed, all else as it was."""
    if old is None:
        return replace(new, row=0)
    changes: dict[str, Any] = {}
    texts = dict(old.texts)
    for name in typed:
        column = site_columns()[name]
        field = column.of if column.of in ranges() else name
        if column.kind == "text" and not hasattr(old, name):
            texts.pop(name, None)
            texts |= {name: new.texts[name]} if name in new.texts else {}
        else:
            changes[field] = getattr(new, field)
    return replace(old, texts=texts, **changes)
