"""What waits to be written, as what is kept: plain JSON data, words, and tables of sites."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from prioritizer.domain.project import KeptTable, NewState, NewStates
from prioritizer.ui.kept import words
from prioritizer.ui.shell import saving
from prioritizer.ui.shell.cache import Inventory
from prioritizer.workflow.projects import tables
from prioritizer.workflow.projects.behind import Page, Waiting
from prioritizer.workflow.projects.opening import ProjectStore

TABLE = "inventory"
MOST_TABLES = 8
_lock = threading.Lock()
# Digests of what tables hold, by the identity of the table, which is kept beside it.
_DIGESTS: OrderedDict[int, tuple[Inventory, str]] = OrderedDict()


def written(
    batch: Sequence[Waiting], store: ProjectStore
) -> tuple[Sequence[NewStates], Mapping[str, bytes]]:
    """Return the states to be kept by page, and the tables that the store has not yet."""
    contents: dict[str, bytes] = {}
    by_page: dict[Page, list[Waiting]] = {}
    for one in batch:
        by_page.setdefault(one.page, []).append(one)
    at, found = store.now(), []
    for waiting in by_page.values():
        states = tuple(_state(one, at, store, contents) for one in _merged(waiting))
        last = waiting[-1]
        found.append(
            NewStates(
                last.project_id, last.owner, last.name, states, last.who, visit=last.visit
            )
        )
    return found, contents


def _merged(waiting: Sequence[Waiting]) -> list[Waiting]:
    """Return what waits, with all that belongs to one gesture as one."""
    kept: list[Waiting] = []
    for one in waiting:
        last = kept[-1] if kept else None
        if last is None or not last.before or not one.before:
            kept.append(one)
        elif one.is_quiet:
            kept[-1] = replace(last, values=one.values)
        elif one.is_more and not last.is_quiet:
            kept[-1] = replace(one, is_more=last.is_more)
        else:
            kept.append(one)
    return kept


def _state(one: Waiting, at: str, store: ProjectStore, contents: dict[str, bytes]) -> NewState:
    own: Inventory = one.values[TABLE]
    digest = table_digest(own)
    if digest not in contents and not store.has_table(digest):
        contents[digest] = tables.written(as_kept(own))
    return NewState(
        at=at,
        said=words.said(one.before, one.values),
        choices=plain(one.values),
        table=digest,
        is_quiet=one.is_quiet,
        is_more=one.is_more,
    )


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return choices as plain JSON data, without the table, which is kept apart."""
    return saving.saved({name: value for name, value in values.items() if name != TABLE})


def as_kept(own: Inventory) -> KeptTable:
    """Return an inventory as a table that is kept."""
    return KeptTable(own.digest, own.register, own.issues, own.is_sample, own.restricted_in)


def as_inventory(table: KeptTable) -> Inventory:
    """Return a kept table as an inventory."""
    return Inventory(
        table.digest, table.register, table.issues, table.is_sample, table.restricted_in
    )


def table_digest(own: Inventory) -> str:
    """Return the digest of all that an inventory holds; worked out once for each."""
    with _lock:
        found = _DIGESTS.get(id(own))
        if found is not None:
            return found[1]
    digest = tables.content_digest(tables.written(as_kept(own)))
    with _lock:
        _DIGESTS[id(own)] = own, digest
        while len(_DIGESTS) > MOST_TABLES:
            _DIGESTS.popitem(last=False)
    return digest
