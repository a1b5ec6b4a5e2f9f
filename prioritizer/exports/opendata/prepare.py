"""An inventory, from a table or a store, to an open file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC
from pathlib import Path

from prioritizer.domain.columns import site_columns
from prioritizer.domain.reference import Reference
from prioritizer.domain.site_file import SiteFile
from prioritizer.errors import DataError, InputError
from prioritizer.exports.opendata.inventory import OpenInventory, open_inventory
from prioritizer.readers.what_was_read import read_as_one
from prioritizer.storage.clock import Clock, utc_now
from prioritizer.storage.database.access import Access
from prioritizer.storage.inventory.opening import open_store
from prioritizer.workflow.sites.audience import Audience, part_for
from prioritizer.workflow.sites.inventory import (
    is_store,
    open_register,
    parse_spec,
    reference_in,
    stored_register,
)
from prioritizer.workflow.sites.told import secret_of, told


def prepare_open(
    spec: str,
    reference: Reference,
    *,
    name: str = "",
    without: Sequence[str] = (),
    licence: str = "",
    clock: Clock = utc_now,
    on_read: Callable[[SiteFile], None] | None = None,
) -> OpenInventory:
    """Return what may be published of an inventory.

    Parameters
    ----------
    spec
        A site table, or a store with or without ``#name``.
    name
        The inventory in the store, where ``spec`` does not say.
    on_read
        Called with what was read, before anything is refused.

    Raises
    ------
    DataError
        If a row of a site table has an error: nothing is published in part.
    """
    updated_on = ""
    if not is_store(spec):
        if name:
            raise InputError(
                f"{spec}: found an inventory name '{name}' for a site table. Expected one for "
                "a store only. Leave it out."
            )
        read = open_register(spec, reference)
        if on_read is not None:
            on_read(read)
        if read.errors:
            raise DataError(read.errors)
        register = read.register
    else:
        parts = parse_spec(f"{spec}#{name}" if name else spec)
        with open_store(parts.url, access=Access.READ) as store:
            chosen = reference_in(store, parts)
            register = stored_register(store, chosen)
            updated_on = store.changes(chosen)[-1].at[:10]
        if on_read is not None:
            reading = read_as_one(f"{Path(parts.url).name}#{chosen}", register)
            on_read(SiteFile(register, (), reading))
    part = part_for(register, Audience.PUBLIC)
    return open_inventory(
        register,
        site_columns(),
        reference,
        exported_at=clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        updated_on=updated_on,
        licence=told(licence, secret_of(register, part.register)),
        without=without,
    )
