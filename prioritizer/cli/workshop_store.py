"""The store that a ``workshop`` command works on, and the workshop in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from prioritizer.cli.places import PLACE
from prioritizer.domain.authority import Actor, Role
from prioritizer.domain.workshop import Workshop
from prioritizer.errors import InputError
from prioritizer.storage.database.access import Access
from prioritizer.workflow.workshop.service import WorkshopService, visible

# Whoever can read the file can do all this; the log names a machine, not a person.
OPERATOR = Actor(Role.ADMIN, "command-line", name="Command line")
STORE = click.option(
    "--store", required=True, type=PLACE, help="A SQLite file or a PostgreSQL URL."
)


@contextmanager
def desk_of(store: str, access: Access = Access.READ) -> Iterator[WorkshopService]:
    """Open a store while a command works on it."""
    desk = WorkshopService.open(store, access=access)
    try:
        yield desk
    finally:
        desk.close()


def chosen_workshop(desk: WorkshopService, name: str | None) -> Workshop:
    """Return the workshop of an id, or of the beginning of one, or the only one.

    Raises
    ------
    InputError
        If there is none, or more than one.
    """
    workshops = visible(desk, OPERATOR)
    found = [w for w in workshops if w.id.startswith(name or "")]
    if len(found) != 1:
        known = ", ".join(w.id for w in workshops) or "none"
        raise InputError(
            f"workshop: found {len(found)} that begin with '{name or ''}'. Expected one of: "
            f"{known}. Give the id."
        )
    return found[0]
