"""OPEN_FORMATS: every way to publish an inventory, and the public part that they all see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from prioritizer.domain.access import BOOKKEEPING, public_part
from prioritizer.domain.published import published
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.errors import InputError

UNKNOWN = "unknown"
Cell: TypeAlias = float | str | None


class ColumnLike(Protocol):
    """One column of the data dictionary, as the readers know it."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def is_required(self) -> bool: ...  # noqa: D102
    @property
    def allowed(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def low(self) -> float: ...  # noqa: D102
    @property
    def high(self) -> float: ...  # noqa: D102
    @property
    def description(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class OpenInventory:
    """What may be published of an inventory, with what is said about the whole.

    Parameters
    ----------
    register
        Public sites, fields and sources only; made by ``open_inventory``.
    columns
        The columns of a site table that may leave.
    updated_on
        When the inventory was last changed, a date; blank if unknown.
    exported_at
        The time of the export in UTC, ``YYYY-MM-DDTHH:MM:SSZ``.
    licence
        As the publisher states it; blank if none was stated.
    """

    register: SiteRegister
    columns: tuple[ColumnLike, ...]
    reference: Reference
    exported_at: str
    updated_on: str = ""
    licence: str = ""
    n_sites_withheld: int = 0
    n_values_withheld: int = 0

    def row(self, site: Site) -> dict[str, Cell]:
        """Return the cells of a site by column, None where unknown."""
        known = published(site)
        known["site_id"] = site.site_id
        return {column.name: _cell(known.get(column.name)) for column in self.columns}


def _cell(value: float | str | bool | None) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def open_inventory(
    register: SiteRegister,
    columns: Mapping[str, ColumnLike],
    reference: Reference,
    *,
    exported_at: str,
    updated_on: str = "",
    licence: str = "",
    without: Iterable[str] = (),
) -> OpenInventory:
    """Return the public part of a register, ready to be written in any open format.

    Parameters
    ----------
    without
        Columns to withhold on every site, besides those each site withholds.

    Raises
    ------
    InputError
        If one of these is no column.
    """
    withheld = tuple(without)
    for name in withheld:
        if name not in columns and not name.startswith("assays"):
            raise InputError(
                f"withheld columns: found '{name}'. Expected a column of the data dictionary, "
                "or 'assays'. Correct the name."
            )
    public = public_part(register, columns=columns.keys(), without=withheld)
    leaving = (column for name, column in columns.items() if name not in BOOKKEEPING)
    return OpenInventory(
        public.register,
        tuple(leaving),
        reference,
        exported_at,
        updated_on,
        licence,
        public.n_sites_withheld,
        public.n_values_withheld,
    )


def number_text(value: float) -> str:
    """Return a number as short as it can be read back exactly."""
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


@dataclass(frozen=True, slots=True)
class OpenFormat:
    """An open format; ``write`` imports what it needs only when called."""

    name: str
    title: str
    extension: str
    media_type: str
    write: Callable[[OpenInventory], bytes]


def _crma(inventory: OpenInventory) -> bytes:
    from prioritizer.exports.opendata import crma

    return crma.write(inventory)


def _geojson(inventory: OpenInventory) -> bytes:
    from prioritizer.exports.opendata import geojson

    return geojson.write(inventory)


def _geopackage(inventory: OpenInventory) -> bytes:
    from prioritizer.exports.opendata import geopackage

    return geopackage.write(inventory)


def _datapackage(inventory: OpenInventory) -> bytes:
    from prioritizer.exports.opendata import datapackage

    return datapackage.write(inventory)


def _erml(inventory: OpenInventory) -> bytes:
    from prioritizer.exports.opendata import erml

    return erml.write(inventory)


_ALL = (
    OpenFormat(
        "crma", "Table for Article 27 of Regulation (EU) 2024/1252", ".csv", "text/csv", _crma
    ),
    OpenFormat("geojson", "GeoJSON (RFC 7946)", ".geojson", "application/geo+json", _geojson),
    OpenFormat(
        "gpkg", "GeoPackage 1.3", ".gpkg", "application/geopackage+sqlite3", _geopackage
    ),
    OpenFormat(
        "datapackage", "Data Package (Frictionless)", ".zip", "application/zip", _datapackage
    ),
    OpenFormat(
        "erml",
        "EarthResourceML-Lite 2.0.1 MiningWasteView",
        ".gml",
        "application/gml+xml",
        _erml,
    ),
)

OPEN_FORMATS: dict[str, OpenFormat] = {entry.name: entry for entry in _ALL}


def open_format_of(path: Path) -> OpenFormat:
    """Return the open format that the ending of a file name stands for.

    Raises
    ------
    InputError
        If no format has this ending.
    """
    for entry in _ALL:
        if path.suffix.lower() == entry.extension:
            return entry
    endings = ", ".join(f"{entry.extension} ({entry.name})" for entry in _ALL)
    raise InputError(
        f"{path.name}: found the ending '{path.suffix}'. Expected one of: {endings}. Rename "
        "the file, or name the format."
    )
