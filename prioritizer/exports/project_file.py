"""A project as the bytes of its file, with its sites as tables for people."""

from __future__ import annotations

from dataclasses import replace

from prioritizer.exports.tables.register_tables import register_tables
from prioritizer.workflow.projects import archive, document
from prioritizer.workflow.projects.document import Carried


def packed(project: Carried) -> bytes:
    """Return a project as a ``.pilot.zip``; the same project gives the same bytes."""
    beside = register_tables(project.table.register)
    whole = replace(project, files=archive.beside(beside))
    return archive.packed(document.written(document.as_document(whole)), beside)
