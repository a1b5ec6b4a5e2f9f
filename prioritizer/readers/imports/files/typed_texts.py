"""What stands in number columns of a Shapefile or KML: GDAL stops at the first odd sign.

Both formats write numbers as text: ``12,5`` comes out of GDAL as 12, ``1 500`` as 1.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|\*+|")
ARCHIVED = re.compile(r"/vsizip/\{(.+)\}/(.+)")
FIELD = re.compile(rb"(<(?:\w+:)?SimpleField\b[^>]*?\btype\s*=\s*)(\"[^\"]*\"|'[^']*')")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
DECLARATION = re.compile(r"<\?xml[^>]*\?>")
SHX_HEAD, SHX_ENTRY = 100, 8  # bytes
DESCRIPTOR = 32  # bytes: of the head of a dBase table, and of each of its fields


def is_number(text: str) -> bool:
    """Return whether GDAL reads a text whole, or as unknown: blank, or stars for overflow."""
    return NUMBER.fullmatch(text) is not None


def dbase_of(place: str) -> bytes:
    """Return the table beside a Shapefile, which may lie in an archive; empty if none does."""
    archived = ARCHIVED.fullmatch(place)
    if archived is None:
        shape = Path(place)
        found = [p for p in shape.parent.glob(f"{_escaped(shape.stem)}.*") if _is_dbase(p.name)]
        return found[0].read_bytes() if found else b""
    with zipfile.ZipFile(archived[1]) as archive:
        stem = archived[2][: -len(".shp")]
        names = [n for n in archive.namelist() if n[: -len(".dbf")] == stem and _is_dbase(n)]
        return archive.read(names[0]) if names else b""


def shapes_told(place: str) -> int | None:
    """Return how many shapes the index of a Shapefile names; None where it has none."""
    archived = ARCHIVED.fullmatch(place)
    if archived is None:
        index = Path(place).with_suffix(".shx")
        size = index.stat().st_size if index.is_file() else 0
    else:
        with zipfile.ZipFile(archived[1]) as archive:
            names = {info.filename: info.file_size for info in archive.infolist()}
        size = names.get(f"{archived[2][: -len('.shp')]}.shx", 0)
    return (size - SHX_HEAD) // SHX_ENTRY if size >= SHX_HEAD else None


def _escaped(stem: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", stem)


def _is_dbase(name: str) -> bool:
    return name.casefold().endswith(".dbf")


def number_texts(dbase: bytes, most: int) -> dict[int, list[str]]:
    """Return the texts of number columns that hold more than numbers, by place of the column.

    A text for each of the first ``most`` records, those marked as deleted too, as GDAL counts
    them.
    """
    length, record = (int.from_bytes(dbase[k : k + 2], "little") for k in (8, 10))
    if not length or not record:
        return {}
    told = int.from_bytes(dbase[4:8], "little")
    n = max(0, min(told, most, (len(dbase) - length) // record))
    starts = range(length, length + n * record, record)
    found: dict[int, list[str]] = {}
    for place, (kind, at, width) in enumerate(_fields(dbase[:length])):
        if kind not in b"NF" or at + width > record:
            continue
        cells = (dbase[start + at : start + at + width] for start in starts)
        texts = [cell.decode("ascii", "replace").strip(" \0") for cell in cells]
        if not all(map(is_number, texts)):
            found[place] = texts
    return found


def _fields(head: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the type of each field, where it begins in a record, and its length in bytes."""
    at = 1  # after the mark of deleted records
    for start in range(DESCRIPTOR, len(head) - DESCRIPTOR + 1, DESCRIPTOR):
        if head[start] == 0x0D:
            return
        kind, width = head[start + 11 : start + 12], head[start + 16]
        if kind == b"C":
            width += 256 * head[start + 17]
        yield kind, at, width
        at += width


@contextmanager
def kml_as_texts(path: Path) -> Iterator[str]:
    """Yield a copy of a KML file whose typed fields are texts; blank if none is typed."""
    content = _untyped(path.read_bytes())
    if not FIELD.search(content):
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="prioritizer-kml-") as folder:
        copy = Path(folder) / "copy.kml"
        copy.write_bytes(content)
        yield str(copy)


def _untyped(content: bytes) -> bytes:
    if content[:2] in UTF_16:
        content = DECLARATION.sub("", content.decode("utf-16"), count=1).encode()
    return FIELD.sub(rb'\1"string"', content)


def mended(values: Sequence[object], texts: Sequence[str | None]) -> list[object]:
    """Return numbers, with the text in the place of those that are more than a number."""
    return [
        text if text is not None and not is_number(text) else value
        for value, text in zip(values, texts, strict=True)
    ]
