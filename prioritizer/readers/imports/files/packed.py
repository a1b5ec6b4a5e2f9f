"""One table in a gzip or a zip, unpacked within limits beside the result of the import."""

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


def table_in(names: list[str]) -> str:
    """Return the one table in an archive; blank if there is none, or several."""
    found = [
        name
        for name in names
        if name.casefold().endswith(TABLES) and not Path(name).name.startswith((".", "__"))
    ]
    found = [name for name in found if "__MACOSX" not in name]
    return found[0] if len(found) == 1 else ""


@contextmanager
def unpacked(path: Path, kind: str, limits: Limits) -> Iterator[Path]:
    """Yield the table inside a file of the kind ``gz`` or ``zip``.

    Raises
    ------
    DataError
        If it is damaged, encrypted, or larger than allowed when unpacked.
    """
    with tempfile.TemporaryDirectory(prefix="prioritizer-table-") as folder:
        target = Path(folder) / "table.csv"
        try:
            if kind == "gz":
                with gzip.open(path, "rb") as source:
                    _copy(source, target, path, limits)
            else:
                _from_zip(path, target, limits)
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
            raise fault(
                path.name,
                f"a damaged or protected archive ({type(error).__name__})",
                "one table in it",
                "Unpack it first.",
            ) from None
        yield target


def _from_zip(path: Path, target: Path, limits: Limits) -> None:
    with zipfile.ZipFile(path) as archive:
        name = table_in(archive.namelist()[: limits.zip_entries])
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
