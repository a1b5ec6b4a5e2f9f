"""Files that hold a project, read in a process of its own: what they do to it ends with it.

The child checks digests, types and limits, and hands the project over as the document that this
tool writes; here only that is read, each value against its type.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from prioritizer.domain.imports import Limits
from prioritizer.domain.reference import Reference
from prioritizer.errors import DataError, InputError
from prioritizer.readers.imports import sandbox
from prioritizer.workflow.projects import document
from prioritizer.workflow.projects.document import Carried

PARSER = "prioritizer.workflow.projects.child"
# 30,000 sites take 900 MB and 40 s; a record is ranked anew in it.
LIMITS = Limits(memory_bytes=2_400_000_000, seconds=120.0, total_seconds=120.0)


def project_in(content: bytes, reference: Reference) -> Carried:
    """Return the project that bytes hold, as `opening_files.project_in` does.

    Raises
    ------
    InputError
        If they hold none, it was changed since it was saved, or it takes too much to read.
    """
    del reference  # the child reads its own, of the same version
    with tempfile.TemporaryDirectory(prefix="prioritizer-project-") as folder:
        path = Path(folder) / "project"
        path.write_bytes(content)
        request = {"limits": asdict(LIMITS)}
        try:
            answer = sandbox.run_in_child(path, request, LIMITS, parser=PARSER)
        except DataError:
            raise InputError(
                "project: found a file that takes more memory or time than opening one may. "
                "Expected a project, a report that carries one, or a decision record. Use the "
                "file as it was saved. Nothing was opened."
            ) from None
    if "words" in answer:
        raise InputError(str(answer["words"]))
    taken = document.taken(json.loads(answer["document"]))
    return replace(taken, fingerprint=str(answer["fingerprint"]))
