"""Codes that a person confirmed: with a kept inventory, else for this session."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.domain.code_proposal import ConfirmedCode
from prioritizer.ui.inventories import listing as kept_list
from prioritizer.ui.inventories import stores as kept
from prioritizer.ui.shell import session, state
from prioritizer.ui.shell.cache import Inventory
from prioritizer.ui.shortlist.edits import kept_name
from prioritizer.workflow.sites.code_proposals import keep_codes, still_said

WHY = "confirmed from the texts of the site"


def held(inventory: Inventory) -> tuple[ConfirmedCode, ...]:
    """Return what was confirmed in this session, as far as its readers may see the texts."""
    found = state.get("codes_confirmed").get(session.own_inventory().digest, ())
    return still_said(found, inventory.register)


def take(confirmed: Sequence[ConfirmedCode]) -> int | None:
    """Take codes over; return the last change where they are kept with an inventory."""
    name = kept_name()
    if name is None:
        books, digest = state.get("codes_confirmed"), session.own_inventory().digest
        state.put("codes_confirmed", {**books, digest: (*books.get(digest, ()), *confirmed)})
        return None
    audience = state.get("audience")
    number = keep_codes(kept.store_made(), name, confirmed, why=WHY)
    kept_list.use(name, number)
    state.put("audience", audience)
    return number


def take_back() -> None:
    """Forget what was confirmed in this session."""
    books, digest = state.get("codes_confirmed"), session.own_inventory().digest
    state.put("codes_confirmed", {k: v for k, v in books.items() if k != digest})
