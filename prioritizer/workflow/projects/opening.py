"""Opens the store of projects: the one that is named, or the one among a person's own data."""

from __future__ import annotations

import os
from pathlib import Path

from prioritizer import shipped
from prioritizer.storage.database.access import Access, sqlite_path
from prioritizer.storage.project.rights import of_address as of_address
from prioritizer.storage.project.rights import of_link as of_link
from prioritizer.storage.project.store import ProjectStore as ProjectStore
from prioritizer.storage.project.store import new_id as new_id

VARIABLE = "PRIORITIZER_PROJECTS"


def usual_store() -> str:
    """Return the store named in PRIORITIZER_PROJECTS, or that among a person's own data."""
    return os.environ.get(VARIABLE, "") or str(shipped.own_data() / "projects.db")


def open_projects(spec: str | Path, *, makes: bool = True) -> ProjectStore:
    """Open a store of projects, made with its folder where there is none and ``makes`` says so.

    Raises
    ------
    StoreError
        If there is none, it cannot be opened safely, or a newer version of the tool wrote it.
    """
    path = sqlite_path(str(spec))
    if path is not None and makes:
        path.parent.mkdir(parents=True, exist_ok=True)
    return ProjectStore.open(str(spec), access=Access.MAKE if makes else Access.WRITE)
