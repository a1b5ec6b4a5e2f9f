"""The public part of an inventory, which every open format sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from prioritizer.domain.access import BOOKKEEPING, VETO, public_part
from prioritizer.domain.own_access import own_names
from prioritizer.domain.own_columns import declaration_row
from prioritizer.domain.own_register import columns_of
from prioritizer.domain.published import assay_row, published
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import QUARANTINED, Assay, Site, SiteRegister
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.quarantine import quarantine_words
from prioritizer.workflow.sites.public_kinds import proposed_again

UNKNOWN = "unknown"
HELD = "quarantined"
HELD_OF_SITE = "Impossible grades, not used until confirmed"
HELD_OF_ASSAY = "Why the grade is impossible: it is not used until use says yes"
Cell: TypeAlias = float | str | None


class ColumnLike(Protocol):
    """One column of the data dictionary, as the readers know it."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def is_required(self) -> bool: ...  # noqa: D102
    @property
    def allowed(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def low(self) -> float: ...  # noqa: D102
    @property
    def high(self) -> float: ...  # noqa: D102
    @property
    def description(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class OpenInventory:
    """What may be published of an inventory, with what is said about the whole.

    Parameters
    ----------
    register
        Public sites, fields and sources only; made by ``open_inventory``.
    columns
        The columns of a site table that may leave, those of the register's own included.
    updated_on
        When the inventory was last changed, a date; blank if unknown.
    exported_at
        The time of the export in UTC, ``YYYY-MM-DDTHH:MM:SSZ``.
    licence
        As the publisher states it; blank if none was stated.
    """

    register: SiteRegister
    columns: tuple[ColumnLike, ...]
    reference: Reference
    exported_at: str
    updated_on: str = ""
    licence: str = ""
    n_sites_withheld: int = 0
    n_values_withheld: int = 0

    def row(self, site: Site) -> dict[str, Cell]:
        """Return the cells of a site by column, None where unknown."""
        known = published(site)
        known["site_id"] = site.site_id
        return {column.name: _cell(known.get(column.name)) for column in self.columns}

    def has_column(self, name: str) -> bool:
        """Return whether a column of the sites has this name."""
        return any(column.name == name for column in self.columns)

    def declarations(self) -> list[dict[str, str]]:
        """Return what each own column means, as rows of ``own_columns.csv``."""
        return [declaration_row(own) for own in self.register.own_columns.values()]


def open_assay(assay: Assay) -> dict[str, Any]:
    """Return an assay by column name, with why it is quarantined where it is."""
    held = {HELD: assay.note.removeprefix(QUARANTINED)} if assay.is_quarantined else {}
    return {**assay_row(assay), **held}


def held_grades(site: Site) -> str | None:
    """Return which grades of a site are not used until confirmed, and why; None if none is."""
    return quarantine_words(site) or None


def _cell(value: float | str | bool | None) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def open_inventory(
    register: SiteRegister,
    columns: Mapping[str, ColumnLike],
    reference: Reference,
    *,
    exported_at: str,
    updated_on: str = "",
    licence: str = "",
    without: Iterable[str] = (),
) -> OpenInventory:
    """Return the public part of a register, ready to be written in any open format.

    Parameters
    ----------
    without
        Columns to withhold on every site, besides those each site withholds.

    Raises
    ------
    InputError
        If one of these is no column.
    """
    withheld = tuple(without)
    known = columns.keys() | own_names(register)
    for name in withheld:
        if name not in known and not name.startswith("assays"):
            raise InputError(
                f"withheld columns: found '{name}'. Expected a column of the data dictionary, "
                "one of your own, or 'assays'. Correct the name."
            )
    if VETO in withheld:
        raise InputError(
            f"withheld columns: found '{VETO}'. Expected another column: a site whose veto is "
            "withheld leaves whole, so that none would stay. Restrict single sites instead."
        )
    public = public_part(
        register, columns=columns.keys(), without=withheld, kinds=proposed_again
    )
    every: dict[str, ColumnLike] = {**columns, **columns_of(public.register)}
    leaving = (column for name, column in every.items() if name not in BOOKKEEPING)
    return OpenInventory(
        public.register,
        tuple(leaving),
        reference,
        exported_at,
        updated_on,
        licence,
        public.n_sites_withheld,
        public.n_values_withheld,
    )


def number_text(value: float) -> str:
    """Return a number as short as it can be read back exactly."""
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
