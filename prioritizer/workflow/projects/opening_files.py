"""Files that hold a project, opened by what they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from prioritizer.domain.reference import Reference
from prioritizer.errors import InputError
from prioritizer.workflow.projects import archive, attachment, document, from_record
from prioritizer.workflow.projects.document import Carried

LONGEST_BLANK = 1_000


def read_file(path: Path, reference: Reference) -> Carried:
    """Return the project in a file.

    Raises
    ------
    InputError
        If it cannot be read, is no project, or was changed since it was saved.
    """
    try:
        if path.stat().st_size > archive.MOST_PACKED:
            raise InputError(f"{path.name}: found more than 50 MB. Expected a project.")
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: could not be read ({error.strerror}). Expected a project, a file that "
            f"ends in {archive.ENDING}. Check the path."
        ) from None
    try:
        return project_in(content, reference)
    except InputError as error:
        raise InputError(f"{path.name}, {error}") from None


def project_in(
    content: bytes,
    reference: Reference,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Carried:
    """Return the project that bytes hold: its file, a report that carries it, or a record.

    ``progress`` is as in `document.read`; a record tells none.

    Raises
    ------
    InputError
        If they hold none, or it was changed since it was saved.
    RecordError
        If they are JSON and no decision record.
    """
    if content[:LONGEST_BLANK].lstrip().startswith(b"{"):
        archive.refuse_crowded(content)
        return from_record.project_of(content, reference)
    if content.startswith(attachment.MAGIC):
        content = attachment.project_of(content)
    return document.read(archive.unpacked(content), progress=progress)
