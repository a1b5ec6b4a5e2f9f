"""What the inventory store asks its database, and the requests it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from prioritizer.domain.filled import is_filled
from prioritizer.domain.inventory_change import Change, KeptInventory
from prioritizer.domain.inventory_value import TITLE, WHOLE, Value
from prioritizer.errors import InputError, StoreError
from prioritizer.storage.database.sql import Sql
from prioritizer.storage.inventory.rows import (
    OF_INVENTORY,
    OF_SITE,
    ORDER,
    SELECT,
    from_row,
    read_site,
    site_ids,
)

NAME = re.compile(r"[^\W_](?:[\w .()+-]{0,62}[\w.()+-])?")
NUMBER = re.compile(r"[0-9]+")

N_SITES = """
    SELECT b.inventory_id, COUNT(*) FROM inventory_body b
    JOIN inventory_value v ON v.body_id = b.body_id AND v.field = 'site_id'
    WHERE v.kind <> 'gone' AND v.change_no = (
        SELECT MAX(w.change_no) FROM inventory_value w
        WHERE w.body_id = b.body_id AND w.field = 'site_id')
    GROUP BY b.inventory_id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """An inventory as it was at a change."""

    inventory_id: int
    name: str
    change_no: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """One value through time: the change numbers at which it was set, and to what."""

    site_id: str
    field: str
    points: tuple[tuple[int, Value | None], ...]

    def steps(self) -> Iterator[tuple[int, Value | None, Value | None]]:
        """Yield each change number with the value before and after it."""
        before: Value | None = None
        for number, after in self.points:
            yield number, before, after
            before = after


def find(sql: Sql, reference: str) -> Place:
    """Return the place that ``name`` or ``name@version`` means.

    Raises
    ------
    StoreError
        If there is no such inventory or version; the message names those there are.
    """
    name, _, version = reference.partition("@")
    row = sql.row("SELECT inventory_id FROM inventory WHERE name = ?", name)
    if row is None:
        known = ", ".join(r[0] for r in sql.rows("SELECT name FROM inventory ORDER BY name"))
        raise StoreError(
            f"inventory '{name}': found none of that name. Expected one of: "
            f"{known or 'none yet'}. Correct the name."
        )
    latest = _latest(sql, row[0])
    return Place(
        row[0], name, _version(sql, row[0], reference, version, latest) if version else latest
    )


def find_present(sql: Sql, name: str) -> Place:
    """Return the present state of an inventory; a past version cannot be written to."""
    if "@" in name:
        raise StoreError(
            f"inventory '{name}': found a past version. Expected a name without '@': only the "
            "present state can change. Copy the version first to work on it."
        )
    return find(sql, name)


def _latest(sql: Sql, inventory_id: int) -> int:
    row = sql.row(
        "SELECT MAX(change_no) FROM inventory_change WHERE inventory_id = ?", inventory_id
    )
    return 0 if row is None or row[0] is None else int(row[0])


def _version(sql: Sql, inventory_id: int, reference: str, version: str, latest: int) -> int:
    if NUMBER.fullmatch(version):
        if 0 < int(version) <= latest:
            return int(version)
        raise StoreError(f"{reference}: found no change {version}. Expected 1 to {latest}.")
    named = versions(sql, inventory_id)
    if version not in named:
        raise StoreError(
            f"{reference}: found no version of that name. Expected a change number or one of: "
            f"{', '.join(named) or 'none yet'}. Correct the version."
        )
    return named[version]


def versions(sql: Sql, inventory_id: int) -> dict[str, int]:
    """Return the named versions of an inventory with their change numbers, in that order."""
    rows = sql.rows(
        "SELECT name, change_no FROM inventory_version WHERE inventory_id = ? "
        "ORDER BY change_no, name",
        inventory_id,
    )
    return {row[0]: row[1] for row in rows}


def find_or_start(sql: Sql, name: str, at: str) -> Place:
    """Return the present state of an inventory, started if there is none of that name."""
    check_name(name, "inventory")
    if sql.row("SELECT 1 FROM inventory WHERE name = ?", name) is None:
        row = sql.row("SELECT MAX(inventory_id) FROM inventory")
        key = 1 + (row[0] if row is not None and row[0] is not None else 0)
        sql.run("INSERT INTO inventory VALUES (?, ?, ?)", key, name, at)
    return find_present(sql, name)


def check_name(name: str, what: str) -> None:
    """Refuse a name that a reference could not be made of.

    Raises
    ------
    InputError
        Saying what a name may be.
    """
    if NAME.fullmatch(name) is None or not is_filled(name):
        raise InputError(
            f"{what} '{name[:80]}': found a name that cannot be used. Expected up to 64 "
            "letters, digits, blanks and . ( ) + - _, beginning with a letter or digit. "
            "Choose another."
        )


def inventories(sql: Sql) -> tuple[KeptInventory, ...]:
    """Return every inventory in short, in order of name."""
    n_sites = {row[0]: row[1] for row in sql.rows(N_SITES)}
    found = []
    for key, name in list(sql.rows("SELECT inventory_id, name FROM inventory ORDER BY name")):
        place = Place(key, name, _latest(sql, key))
        title = read_site(sql, key, WHOLE, place.change_no).get(TITLE)
        row = sql.row("SELECT at FROM inventory_change WHERE change_no = ?", place.change_no)
        found.append(
            KeptInventory(
                name,
                "" if title is None else title.text or "",
                n_sites.get(key, 0),
                place.change_no,
                row[0] if row else "",
                versions(sql, key),
            )
        )
    return tuple(sorted(found, key=lambda inventory: inventory.name))


def changes(sql: Sql, place: Place) -> tuple[Change, ...]:
    """Return the changes up to a place, the first first."""
    rows = sql.rows(
        "SELECT change_no, kind, who, at, why, n_values, undone FROM inventory_change "
        "WHERE inventory_id = ? AND change_no <= ? ORDER BY change_no",
        place.inventory_id,
        place.change_no,
    )
    return tuple(Change(*row) for row in rows)


def timelines(
    sql: Sql, place: Place, site_id: str | None = None, field: str | None = None
) -> Iterator[Timeline]:
    """Yield every value of an inventory, of one site, or one value, through time."""
    names = site_ids(sql, place.inventory_id)
    only = "" if field is None else "AND field = ? "
    scope = OF_INVENTORY if site_id is None else OF_SITE
    asked = [wanted for wanted in (site_id, place.change_no, field) if wanted is not None]
    rows = sql.rows(SELECT + scope + only + ORDER, place.inventory_id, *asked)
    for (body, name), line in groupby(rows, key=itemgetter(0, 1)):
        yield Timeline(names[body], name, tuple((row[2], from_row(row)) for row in line))


def refuse_unknown_change(sql: Sql, place: Place, number: int) -> None:
    """Refuse a change number of another inventory, or of none.

    Raises
    ------
    StoreError
        Naming the number.
    """
    row = sql.row("SELECT inventory_id FROM inventory_change WHERE change_no = ?", number)
    if row is None or row[0] != place.inventory_id:
        raise StoreError(
            f"inventory '{place.name}': found no change {number} in it. Expected one that its "
            "history lists. Correct the number."
        )


def refuse_if_later(line: Timeline, number: int) -> None:
    """Refuse to undo a change whose value was changed again.

    Raises
    ------
    StoreError
        Naming the later change.
    """
    later = line.points[-1][0]
    if later > number:
        raise StoreError(
            f"undo of change {number}: found {line.site_id}, {line.field} changed again by "
            f"change {later}. Expected values that nothing has changed since. Undo change "
            f"{later} first."
        )


def refuse_if_changed(sql: Sql, place: Place, site_id: str, field: str, seen: int) -> None:
    """Refuse to write over a value that was changed after the writer looked.

    Raises
    ------
    StoreError
        Naming the change that came between.
    """
    for line in timelines(sql, place, site_id, field):
        number, value = line.points[-1]
        if number > seen:
            now = "unknown" if value is None else f"'{value}'"
            raise StoreError(
                f"{site_id}, {field}: found {now}, set by change {number} after you looked "
                f"(change {seen}). Expected the value you saw. Look again, then decide."
            )


def refuse_never_there(sql: Sql, place: Place, site_id: str) -> None:
    """Refuse a site that an inventory never had; one that was removed has a past.

    Raises
    ------
    StoreError
        Naming it.
    """
    query = "SELECT 1 FROM inventory_body WHERE inventory_id = ? AND site_id = ?"
    if sql.row(query, place.inventory_id, site_id) is None:
        raise StoreError(
            f"inventory '{place.name}': found no site '{site_id}', not in its past either. "
            "Expected one of its sites. Correct the id."
        )


def refuse_taken(sql: Sql, name: str) -> None:
    """Refuse a name that an inventory already has.

    Raises
    ------
    StoreError
        Naming it.
    """
    if sql.row("SELECT 1 FROM inventory WHERE name = ?", name) is not None:
        raise StoreError(
            f"inventory '{name}': found one of that name. Expected a new name. Choose another."
        )


def name_version(sql: Sql, reference: str, version: str, who: str, at: str) -> int:
    """Give a state a name that no other version of the inventory has; return its number."""
    check_name(version, "version")
    place = find(sql, reference)
    if NUMBER.fullmatch(version) or version in versions(sql, place.inventory_id):
        raise StoreError(
            f"version '{version}': found a number or a name already used. Expected a new name. "
            "Choose another."
        )
    sql.run(
        "INSERT INTO inventory_version VALUES (?, ?, ?, ?, ?)",
        place.inventory_id,
        version,
        place.change_no,
        who,
        at,
    )
    return place.change_no


def next_change(sql: Sql) -> int:
    """Return the number of the next change; numbers run through all inventories of a store."""
    row = sql.row("SELECT MAX(change_no) FROM inventory_change")
    return 1 + (int(row[0]) if row is not None and row[0] is not None else 0)


def common_past(sql: Sql, ours: Place, theirs: Place) -> Place | None:
    """Return the latest state that both have in them, None if they never met.

    Two inventories meet when one is copied from, or merged into, the other.
    """
    if ours.inventory_id == theirs.inventory_id:
        return min(ours, theirs, key=lambda place: place.change_no)
    met = []
    for one, other in ((ours, theirs), (theirs, ours)):
        row = sql.row(
            "SELECT change_no, from_change FROM inventory_change WHERE inventory_id = ? "
            "AND from_inventory = ? AND change_no <= ? ORDER BY change_no DESC LIMIT 1",
            one.inventory_id,
            other.inventory_id,
            one.change_no,
        )
        if row is not None:
            base = Place(other.inventory_id, other.name, min(row[1], other.change_no))
            met.append((row[0], base))
    return max(met, key=lambda pair: pair[0])[1] if met else None
