"""Files read in the process of the test, where the wall around the parser is not the matter."""

from __future__ import annotations

import importlib
import tempfile
from pathlib import Path
from typing import Any

import pytest

from prioritizer.domain.imports import Limits
from prioritizer.readers.imports import child, sandbox

_IN_CHILD = sandbox.run_in_child


def _at_hand(
    path: Path, request: dict[str, Any], limits: Limits, **watch: Any
) -> dict[str, Any]:
    """Answer as the child does, through the same file; hand over what only a child can do."""
    if "parser" in watch:
        return importlib.import_module(watch["parser"]).answer_to(path)  # type: ignore[no-any-return]
    if not path.exists():
        return _IN_CHILD(path, request, limits, **watch)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "_report", lambda: _silent)
        said = child._answer({**request, "path": str(path.resolve())})
        with tempfile.TemporaryDirectory() as folder:
            result = Path(folder) / "result.jsonl"
            child._write(result, said)
            return sandbox._read(result, path, 0)


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Say nothing of how far it is: the test's own output is no pipe."""


def read_at_hand(item: pytest.Item) -> None:
    """Read at hand, but where a test is about the process that reads."""
    is_walled = item.get_closest_marker("walled") is not None
    sandbox.run_in_child = _IN_CHILD if is_walled else _at_hand
