"""A policy list of a person's own: the id that it gets, and what it says."""

from __future__ import annotations

import re
from pathlib import PurePath

from prioritizer.domain.reference import PolicyEntry, Reference
from prioritizer.domain.spellings import in_plain_letters
from prioritizer.files.uploads import read_as
from prioritizer.readers.policy import read_policy_list

LONGEST = 40


def free_list_id(file: str, reference: Reference) -> str:
    """Return an id made of a file's name that no list of the reference has.

    It is fit to name a file: what a browser calls one never becomes a path as it is.
    """
    stem = in_plain_letters(PurePath(file).stem)
    found = re.sub(r"[^A-Za-z0-9_-]+", "-", stem)[:LONGEST].strip("-") or "list"
    taken = {entry.list_id for entry in reference.policy}
    while found in taken:
        found = f"own-{found}"
    return found


def own_entries(file: str, content: bytes, reference: Reference) -> tuple[PolicyEntry, ...]:
    """Return the materials of a policy list that was sent, under a free id; none if empty.

    Parameters
    ----------
    file
        What the sender calls it.
    content
        A CSV table with the columns ``symbol`` and ``class``.

    Raises
    ------
    DataError
        With every fault of the file: a missing column, an unknown symbol or class.
    """
    list_id = free_list_id(file, reference)
    _, extended = read_as(
        f"{list_id}.csv", content, lambda path: read_policy_list(path, reference)
    )
    return tuple(entry for entry in extended.policy if entry.list_id == list_id)
