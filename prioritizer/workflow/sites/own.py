"""The own columns that an inventory in a store declares, and the fields they are kept under."""

from __future__ import annotations

from collections.abc import Mapping

from prioritizer.domain.columns import site_columns
from prioritizer.domain.inventory_store import Store
from prioritizer.domain.inventory_value import WHOLE
from prioritizer.domain.own_columns import OWN_FIELD, OwnColumn
from prioritizer.storage.inventory.own import declarations


def own_fields(store: Store, reference: str) -> dict[str, OwnColumn]:
    """Return the own columns of an inventory by the field that a store keeps them under."""
    declared = declarations(store.values(reference, WHOLE))
    return {OWN_FIELD + name: own for name, own in declared.items()}


def field_of(name: str, own: Mapping[str, OwnColumn]) -> str:
    """Return the field of a column as a person names it: ``own/dust`` for ``dust``.

    Parameters
    ----------
    own
        The own columns of the inventory by field.
    """
    is_own = name not in site_columns() and OWN_FIELD + name in own
    return OWN_FIELD + name if is_own else name
