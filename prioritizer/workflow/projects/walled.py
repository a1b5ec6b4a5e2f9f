"""Files that hold a project, read in a process of its own: what they do to it ends with it.

The child checks digests, types and limits, and hands over the sections of the document that
this tool writes; here only these are read, each value against its type.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from prioritizer.domain.imports import Limits
from prioritizer.domain.reference import Reference
from prioritizer.errors import DataError, InputError
from prioritizer.readers.imports import sandbox
from prioritizer.workflow.projects import document
from prioritizer.workflow.projects.document import Carried

PARSER = "prioritizer.workflow.projects.child"
# A record is ranked anew in it, and reports nothing before the end.
LIMITS = Limits(memory_bytes=2_400_000_000, seconds=300.0, total_seconds=300.0)


def project_in(
    content: bytes,
    reference: Reference,
    *,
    progress: Callable[[int, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Carried:
    """Return the project that bytes hold, as `opening_files.project_in` does.

    Parameters
    ----------
    is_cancelled
        Asked about ten times a second; true, or what it raises, ends the work at once.

    Raises
    ------
    Cancelled
        If the caller said so.
    InputError
        If they hold none, it was changed since it was saved, or it takes too much to read.
    """
    del reference  # the child reads its own, of the same version
    with tempfile.TemporaryDirectory(prefix="prioritizer-project-") as folder:
        path = Path(folder) / "project"
        path.write_bytes(content)
        request = {"limits": asdict(LIMITS)}
        try:
            answer = sandbox.run_in_child(
                path,
                request,
                LIMITS,
                progress=None if progress is None else lambda at: progress(at.done, at.total),
                is_cancelled=is_cancelled,
                parser=PARSER,
            )
        except DataError:
            raise InputError(
                "project: found a file that takes more memory or time than opening one may. "
                "Expected a project, a report that carries one, or a decision record. Use the "
                "file as it was saved. Nothing was opened."
            ) from None
    if "words" in answer:
        raise InputError(str(answer["words"]))
    return document.taken(answer["project"])
