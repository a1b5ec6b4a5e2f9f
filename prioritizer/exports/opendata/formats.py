"""OPEN_FORMATS: every way to publish an inventory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from prioritizer.errors import InputError
from prioritizer.exports.opendata.inventory import OpenInventory


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
