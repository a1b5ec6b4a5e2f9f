"""Layers of vector files by GDAL: which file is meant, its system, its geometries."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prioritizer.readers.tables import fault

# By the ending of the file, the drivers that may read it; nothing else is tried.
DRIVERS = {
    ".gpkg": ("GPKG",),
    ".shp": ("ESRI Shapefile",),
    ".fgb": ("FlatGeobuf",),
    ".geojson": ("GeoJSON",),
    ".json": ("GeoJSON",),
    ".kml": ("LIBKML", "KML"),
    ".kmz": ("LIBKML",),
    ".gdb": ("OpenFileGDB",),
}
EXPECTED = "a layer as GeoPackage, Shapefile, File Geodatabase, FlatGeobuf, GeoJSON or KML"
NAMES = ("name", "namn", "navn", "nimi", "nome", "nombre", "nom", "sitename", "site_name")
UNPACKED = 2_000_000_000
ENTRIES, RATIO = 5_000, 200
MOST = 200
NOWHERE = (0.0, 0.0, 0.0, 0.0)
DOCUMENT_TYPE = b"<!DOCTYPE"


@dataclass(frozen=True, slots=True)
class VectorFile:
    """A file that GDAL may open, and the layer in it; ``n`` counts its features.

    ``others`` are further layers of the file; ``encoding`` is that of its texts.
    """

    place: str
    layer: str
    crs: str
    n: int
    bounds: tuple[float, float, float, float]
    fields: tuple[str, ...]
    others: tuple[str, ...] = ()
    encoding: str = ""

    @property
    def name_field(self) -> str:
        """Return the field that names its features; blank if none does."""
        folded = {field.casefold(): field for field in self.fields}
        return next((folded[name] for name in NAMES if name in folded), "")


def open_vector(path: Path, wanted: str | None = None, encoding: str = "") -> VectorFile:
    """Find a layer of a file.

    Parameters
    ----------
    wanted
        Its name; blank: the one with most features; None: the only one.
    encoding
        Of its texts; blank: as the file says.

    Raises
    ------
    DataError
        If there is none, or there are several and only one may be.
    """
    import pyogrio

    place = _place(path)
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(place)]
        name = _layer(path, place, layers, wanted)
        info = pyogrio.read_info(
            place, layer=name, force_total_bounds=True, encoding=encoding or None
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise fault(
            path.name, f"no readable layer ({str(error)[:80]})", EXPECTED, "Export it again."
        ) from None
    bounds = info["total_bounds"]
    west, south, east, north = map(float, bounds if bounds is not None else NOWHERE)
    return VectorFile(
        place,
        name,
        str(info["crs"] or ""),
        int(info["features"]),
        (west, south, east, north),
        tuple(map(str, info["fields"])),
        tuple(other for other in layers if other != name),
        str(info["encoding"] or ""),
    )


def _layer(path: Path, place: str, layers: list[str], wanted: str | None) -> str:
    import pyogrio

    if wanted and wanted not in layers:
        shown = ", ".join(layers)[:200]
        raise fault(
            path.name, f"no layer '{wanted[:60]}'", f"one of: {shown}", "Correct --layer."
        )
    if wanted:
        return wanted
    if wanted is None and len(layers) != 1:
        raise fault(
            path.name,
            f"{len(layers)} layers ({', '.join(layers)[:200]})",
            "a file with one layer",
            "Export the layer that is meant to a file of its own.",
        )
    if not layers:
        raise fault(path.name, "no layer", EXPECTED, "Export it again.")
    if len(layers) == 1:
        return layers[0]
    sizes = {n: int(pyogrio.read_info(place, layer=n)["features"]) for n in layers[:MOST]}
    return max(sizes, key=sizes.__getitem__)


def read_geometries(
    found: VectorFile, bounds: Sequence[float] | None = None
) -> tuple[Any, list[str]]:
    """Return the geometries of a layer, shapely, and their names, blank where there are none.

    Parameters
    ----------
    bounds
        Of what is read: west, south, east and north in the system of the layer.
    """
    import shapely
    from pyogrio.raw import read

    names = [found.name_field] if found.name_field else []
    box = tuple(bounds) if bounds is not None else None
    _, _, geometry, columns = read(
        found.place, layer=found.layer, columns=names, bbox=box, force_2d=True
    )
    shapes = shapely.from_wkb(geometry, on_invalid="fix")
    texts = [str(text or "") for text in columns[0]] if names else [""] * len(shapes)
    return shapes, texts


def _place(path: Path) -> str:
    """Return what GDAL is to open: the file, or the one layer file in an archive."""
    ending = path.suffix.casefold()
    if ending == ".zip":
        return _inside(path)
    if ending not in DRIVERS or path.is_dir() != (ending == ".gdb"):
        raise fault(path.name, f"the ending '{ending[:20]}'", EXPECTED, "Export it as one.")
    if ending in {".kml", ".kmz"}:
        _refuse_document_type(path)
    return str(path)


def _refuse_document_type(path: Path) -> None:
    """Refuse XML that defines entities of its own: such a file can be an attack."""
    if path.suffix.casefold() == ".kml":
        texts = [path.read_bytes()]
    else:
        try:
            with zipfile.ZipFile(path) as archive:
                _refuse_bomb(path, archive.infolist())
                names = (n for n in archive.namelist() if n.casefold().endswith(".kml"))
                texts = [archive.read(name) for name in names]
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
            raise fault(path.name, "a damaged archive", EXPECTED, "Save it again.") from None
    wide = DOCUMENT_TYPE.decode().encode("utf-16-le")
    if any(DOCUMENT_TYPE in text or wide in text for text in texts):
        raise fault(path.name, "a document type", "plain KML", "Export the layer again.")


def _refuse_bomb(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    is_bomb = unpacked > 1_000_000 and unpacked / packed > RATIO
    if len(entries) > ENTRIES or unpacked > UNPACKED or is_bomb:
        hint = "Unpack it, and name the layer."
        raise fault(path.name, "an archive that is too large unpacked", EXPECTED, hint)


def _inside(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise fault(path.name, "a damaged archive", EXPECTED, "Save it again.") from None
    _refuse_bomb(path, entries)
    names = [entry.filename for entry in entries]
    found = {n for n in names if Path(n).suffix.casefold() in {".shp", ".gpkg", ".fgb"}}
    found |= {n[: n.index(".gdb/") + 4] for n in names if ".gdb/" in n}
    if len(found) != 1:
        raise fault(path.name, f"an archive with {len(found)} layers", EXPECTED, "Unpack it.")
    [inner] = found
    if inner.startswith("/") or ".." in Path(inner).parts:
        raise fault(path.name, "an archive with odd paths", EXPECTED, "Unpack it.")
    return f"/vsizip/{{{path}}}/{inner}"


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file; of a folder that of its files in order of their names."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with file.open("rb") as content:
                while chunk := content.read(1 << 20):
                    digest.update(chunk)
    return digest.hexdigest()
