"""An uploaded file, given to a reader of files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")


def read_as(name: str, content: bytes, reader: Callable[[Path], Result]) -> Result:
    """Return what a reader makes of a file with this content.

    ``name`` is what messages call the file. It becomes part of a path, so the caller makes it:
    the name that a browser sends is not safe.
    """
    with tempfile.TemporaryDirectory(prefix="prioritizer-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return reader(path)
