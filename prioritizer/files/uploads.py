"""Files that came as bytes, laid in a folder of their own as long as a reader reads them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")


def read_together(files: Mapping[str, bytes], reader: Callable[[Path], Result]) -> Result:
    """Return what a reader makes of the folder that holds files by name, and nothing else.

    The names are what messages call the files. They become parts of paths, so the caller makes
    them: those that a browser sends are not safe. The folder is thrown away in any case.
    """
    with tempfile.TemporaryDirectory(prefix="prioritizer-") as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return reader(Path(folder))


def read_as(name: str, content: bytes, reader: Callable[[Path], Result]) -> Result:
    """Return what a reader makes of the path of one file, as in `read_together`."""
    return read_together({name: content}, lambda folder: reader(folder / name))
