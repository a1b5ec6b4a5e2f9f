"""Rank historical mine waste sites for pilot studies of metal recovery.

There is one sentence to know: *a ranking is a pure function of a decision matrix, an objective
per criterion, a weight vector, a method and a seed.* All code either prepares those five or
shows the answer. The folders are layers; each may use the ones below it only::

    cli · ui            a person's hands
    workflow            use cases: read, appraise, assess, replay
    readers · exports   files in, files out
    engine · appraisal  arithmetic on arrays · evidence to measures
    domain              the words, as frozen records
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from prioritizer.version import __version__

if TYPE_CHECKING:
    from prioritizer.api import assess, read_criteria, read_sites, smaa
    from prioritizer.workflow.ranking.matrix import rank

# Imported when first used: `import prioritizer` alone costs nothing.
_PUBLIC = {
    "assess": "prioritizer.api",
    "rank": "prioritizer.workflow.ranking.matrix",
    "read_criteria": "prioritizer.api",
    "read_sites": "prioritizer.api",
    "smaa": "prioritizer.api",
}

__all__ = ["__version__", "assess", "rank", "read_criteria", "read_sites", "smaa"]


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        message = f"module 'prioritizer' has no attribute '{name}'"
        raise AttributeError(message)
    return getattr(importlib.import_module(_PUBLIC[name]), name)
