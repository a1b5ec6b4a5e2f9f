"""What a file is, told from its first bytes and never from its name alone."""

from __future__ import annotations

import re
from pathlib import Path

from prioritizer.domain.imports import Limits
from prioritizer.errors import DataError
from prioritizer.readers.imports.files.packed import GEOPACKAGES, table_in
from prioritizer.readers.tables import fault

HEAD = 4096
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF file", "Export the table behind it as CSV or XLSX."),
    (b"\x89PNG", "a picture", "Export the table as CSV or XLSX."),
    (b"\xff\xd8\xff", "a picture", "Export the table as CSV or XLSX."),
    (b"GIF8", "a picture", "Export the table as CSV or XLSX."),
    (b"7z\xbc\xaf", "a compressed file (7z)", "Unpack it first."),
    (b"Rar!", "a compressed file (RAR)", "Unpack it first."),
    (b"\x7fELF", "a program", "Choose the table."),
    (b"MZ", "a program", "Choose the table."),
    (b"{\\rtf", "a text document (RTF)", "Export the table as CSV or XLSX."),
)
DBASE = frozenset(b"\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8b\xcb\xf5\xfb")
DBASE_TYPES = tuple(bytes((letter,)) for letter in b"CNLDFMIBTYGP@O+V")
TO_GEO = "Save the layer as GeoPackage or GeoJSON."
# By the root of the document: what it is, and what to do.
MARKUPS = {
    "gpx": ("a GPX file", f"Open it in a GIS. {TO_GEO}"),
    "featurecollection": ("a GML file", TO_GEO),
    "gml": ("a GML file", TO_GEO),
    "svg": ("a drawing (SVG)", "Export the table behind it as CSV or XLSX."),
    "workbook": ("an XML spreadsheet", "Save it as XLSX."),
    "office:document": ("an OpenDocument file", "Save it as XLSX or CSV."),
    "html": ("a web page (HTML)", "Save the table as CSV or XLSX."),
}
# How files begin that are told by that alone.
STARTS: tuple[tuple[bytes, str], ...] = (
    (b"SQLite format 3\0", "gpkg"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"\x1f\x8b", "gz"),
    (b"PAR1", "parquet"),
    (b"\x00\x00\x27\x0a", "shp"),
    (b"fgb\x03fgb", "fgb"),
)
# Members that tell what an archive is.
MEMBERS = {
    "xl/workbook.xml": "xlsx",
    "datapackage.json": "datapackage",
    "xl/workbook.bin": "xlsb",
    "content.xml": "ods",
    "doc.kml": "kmz",
}
EXPECTED = "a table of sites: CSV, a workbook, GeoJSON, GeoPackage or another layer"


def file_kind(path: Path, limits: Limits) -> str:
    """Return the kind of a file by content: a key of ``SOURCES``, ``datapackage`` or packed.

    Raises
    ------
    DataError
        If the file is missing, empty, too large or of a kind that is not read.
    """
    if path.is_dir() and path.suffix.casefold() == ".gdb":
        return "gdb"
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise fault(
            path.name,
            f"no readable file ({error.strerror})",
            EXPECTED,
            "Check the name and the folder.",
        ) from None
    if size > limits.bytes:
        raise fault(
            path.name,
            f"{size / 1e6:.0f} MB",
            f"at most {limits.bytes / 1e6:.0f} MB",
            "Split the file, delete columns that are not needed, or raise --max-mb.",
        )
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise fault(
            path.name,
            "an empty file",
            "a header line and one row per site",
            "Export the table again.",
        )
    return _by_content(path, head)


def _by_content(path: Path, head: bytes) -> str:
    for start, kind in STARTS:
        if head.startswith(start) and not _is_text(start, head):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(path)
    if head.startswith(b"PK"):
        raise fault(path.name, "an empty or damaged archive", EXPECTED, "Save the file again.")
    _refuse_known(path, head)
    return _kind_of_text(path, _as_text(head).lstrip().casefold())


def _kind_of_text(path: Path, text: str) -> str:
    if text.startswith(("{", "[")):
        return "geojson"
    if text.startswith("<") and _has_root(text, "kml"):
        return "kml"
    if text.startswith("<"):
        raise _markup(path, text)
    return "csv"


def _refuse_known(path: Path, head: bytes) -> None:
    """Refuse what is told by its first bytes, by its name.

    Raises
    ------
    DataError
        Saying what it is, and what to do.
    """
    for start, what, hint in REFUSED:
        if head.startswith(start) and not _is_text(start, head):
            raise fault(path.name, what, EXPECTED, hint)
    if _is_dbase(head):
        raise fault(
            path.name,
            "a dBase table (DBF), the attributes of a shapefile perhaps",
            EXPECTED,
            "Save it as CSV or XLSX; with its shapefile, as GeoPackage or GeoJSON.",
        )


def _markup(path: Path, text: str) -> DataError:
    if "earthresourceml" in text:
        return fault(
            path.name,
            "EarthResourceML-Lite, which has no room for assays and sources",
            EXPECTED,
            "Take the GeoPackage, GeoJSON or Data Package of the same inventory.",
        )
    what, hint = next(
        (words for root, words in MARKUPS.items() if _has_root(text, root)),
        ("an XML or HTML file", "Save the table as CSV, XLSX or GeoJSON."),
    )
    return fault(path.name, what, EXPECTED, hint)


def _has_root(text: str, root: str) -> bool:
    """Return whether an element of that name is among the first of a document."""
    return re.search(rf"<(?:\w+:)?{root}[\s/>]", text[:1_000]) is not None


def _is_dbase(head: bytes) -> bool:
    """Return whether bytes are the head of a dBase table: version, date, lengths, fields."""
    if len(head) < 66 or head[0] not in DBASE:
        return False
    length = int.from_bytes(head[8:10], "little")
    is_dated = 1 <= head[2] <= 12 and 1 <= head[3] <= 31
    return is_dated and length >= 65 and length % 32 in {0, 1, 8} and head[43:44] in DBASE_TYPES


def _kind_of_zip(path: Path) -> str:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:10_000])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise fault(path.name, "a damaged archive", EXPECTED, "Save the file again.") from None
    kind = _by_names(names)
    if kind:
        return kind
    raise fault(path.name, "a ZIP archive that is not a workbook", EXPECTED, "Unpack it first.")


def _by_names(names: set[str]) -> str:
    for inner, kind in MEMBERS.items():
        if inner in names:
            return kind
    n_layers = len({name for name in names if name.endswith((".shp", ".fgb", ".gpkg"))})
    if n_layers == 1 and table_in(sorted(names), GEOPACKAGES):
        return "gpkg.zip"
    if n_layers or any(".gdb/" in name for name in names):
        return "layer.zip"
    if any(name.casefold().endswith(".kml") for name in names):
        return "kmz"
    return "zip" if table_in(sorted(names)) else ""


def _is_text(start: bytes, head: bytes) -> bool:
    # "MZ" and "PAR1" may also begin a plain header line.
    return start.isalnum() and not any(b < 9 for b in head) and b"\n" in head


def _as_text(head: bytes) -> str:
    if head[:2] in UTF_16:
        return head.decode("utf-16", errors="ignore")
    return head.decode("utf-8-sig", errors="ignore")
