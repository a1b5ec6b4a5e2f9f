"""One table or map in an archive, unpacked within limits beside the result."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prioritizer.domain.imports import Limits
from prioritizer.readers.tables import fault

CHUNK = 1 << 20
TABLES = (".csv", ".tsv", ".tab")
GEOPACKAGES = (".gpkg",)
MAPS = (".kml",)
# By the kind of an archive, how the names of what is read in it end.
ENDINGS = {"gz": TABLES, "zip": TABLES, "gpkg.zip": GEOPACKAGES, "kmz": MAPS}
MAIN = "doc.kml"  # KML 2.3 (OGC 12-007r2): what a program shows of an archive


def table_in(names: list[str], endings: tuple[str, ...] = TABLES) -> str:
    """Return the one table in an archive; blank if there is none, or several.

    Of several maps it is the one that stands for the archive.
    """
    if endings == MAPS and MAIN in names:
        return MAIN
    found = [
        name
        for name in names
        if name.casefold().endswith(endings) and not Path(name).name.startswith((".", "__"))
    ]
    found = [name for name in found if "__MACOSX" not in name]
    return found[0] if len(found) == 1 else ""


@contextmanager
def unpacked(path: Path, kind: str, limits: Limits) -> Iterator[Path]:
    """Yield the table inside a file of a kind of ``ENDINGS``.

    Raises
    ------
    DataError
        If it is damaged, encrypted, or larger than allowed when unpacked.
    """
    with tempfile.TemporaryDirectory(prefix="prioritizer-table-") as folder:
        target = Path(folder) / path.with_suffix(ENDINGS[kind][0]).name
        try:
            if kind == "gz":
                with gzip.open(path, "rb") as source:
                    _copy(source, target, path, limits)
            else:
                _from_zip(path, ENDINGS[kind], target, limits)
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
            raise fault(
                path.name,
                f"a damaged or protected archive ({type(error).__name__})",
                "one table in it",
                "Unpack it first.",
            ) from None
        yield target


def _from_zip(path: Path, endings: tuple[str, ...], target: Path, limits: Limits) -> None:
    with zipfile.ZipFile(path) as archive:
        name = table_in(archive.namelist()[: limits.zip_entries], endings)
        if not name:
            what = f"an archive without one {endings[0][1:].upper()} file, or with several"
            raise fault(path.name, what, "one table or map in it", "Unpack it first.")
        with archive.open(name) as source:
            _copy(source, target, path, limits)


def _copy(source: Any, target: Path, path: Path, limits: Limits) -> None:
    n, packed = 0, max(1, path.stat().st_size)
    with target.open("wb") as file:
        while chunk := source.read(CHUNK):
            n += len(chunk)
            is_bomb = n > 1_000_000 and n / packed > limits.unpack_ratio
            if n > limits.unpacked_bytes or is_bomb:
                raise fault(
                    path.name,
                    f"more than {n / 1e6:.0f} MB when unpacked",
                    f"at most {limits.unpacked_bytes / 1e6:.0f} MB and {limits.unpack_ratio} "
                    "times its size",
                    "Unpack it first, and split the table.",
                )
            file.write(chunk)
