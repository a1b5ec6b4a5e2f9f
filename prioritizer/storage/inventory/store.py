"""The inventory store in a database: SQLite by default, PostgreSQL by URL, the same code."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, Self

from prioritizer.domain.filled import is_filled
from prioritizer.domain.inventory_change import (
    Change,
    Difference,
    Entry,
    KeptInventory,
    ValueChange,
)
from prioritizer.domain.inventory_merge import MergePlan, Side
from prioritizer.domain.inventory_store import NO_CHOICES, NO_SOURCES, Choices
from prioritizer.domain.inventory_value import EXISTS, SOURCE, WHOLE, Value
from prioritizer.domain.pilot_edit import EditValue, PilotEdit
from prioritizer.domain.site import Site, SiteRegister, Source
from prioritizer.errors import InputError, StoreError
from prioritizer.storage.clock import Clock
from prioritizer.storage.database.access import Access
from prioritizer.storage.database.connection import Database
from prioritizer.storage.database.opening import opened
from prioritizer.storage.database.sql import Sql
from prioritizer.storage.inventory import citations, own, pilot_edits
from prioritizer.storage.inventory import merges as merges
from prioritizer.storage.inventory import queries as queries
from prioritizer.storage.inventory.differences import difference
from prioritizer.storage.inventory.edits import checked
from prioritizer.storage.inventory.merging import settle
from prioritizer.storage.inventory.queries import Place
from prioritizer.storage.inventory.rows import (
    add_bodies,
    body_keys,
    read_bodies,
    read_site,
    read_state,
    write_values,
)
from prioritizer.storage.inventory.schema import INVENTORIES, migrate, schema_number
from prioritizer.storage.inventory.sites import (
    State,
    Values,
    places,
    register_of,
    wanted_values,
)
from prioritizer.storage.inventory.values import check_text
from prioritizer.storage.inventory.writes import Write, adding, all_of, taking_back, updating

if TYPE_CHECKING:
    import sqlalchemy as sa


class Reason(NamedTuple):
    """What is kept with a change besides its values."""

    kind: str
    who: str
    why: str
    undone: int | None = None
    source: Place | None = None


class SqlStore:
    """Inventories in one database; see ``Store`` for what each method promises."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @classmethod
    def open(cls, spec: str, *, clock: Clock, access: Access) -> SqlStore:
        """Open a database and, where it may be changed, bring its tables up to date."""
        database = opened(
            spec,
            INVENTORIES,
            access,
            number=schema_number,
            migrate=lambda database: migrate(database, _moment(clock)),
        )
        return cls(database, clock)

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _now(self) -> str:
        return _moment(self._clock)

    def list_inventories(self) -> tuple[KeptInventory, ...]:
        """Return every inventory, in order of name."""
        with self._database.read() as connection:
            return queries.inventories(Sql(connection))

    def load_inventory(self, reference: str) -> SiteRegister:
        """Return an inventory as a register."""
        with self._database.read() as connection:
            sql = Sql(connection)
            place = queries.find(sql, reference)
            return register_of(read_bodies(sql, place.inventory_id, place.change_no))

    def _state(self, reference: str) -> State:
        with self._database.read() as connection:
            sql = Sql(connection)
            place = queries.find(sql, reference)
            return read_state(sql, place.inventory_id, place.change_no)

    def values(self, reference: str, site_id: str) -> Mapping[str, Value]:
        """Return what is known about one site by field, with the evidence for each value."""
        with self._database.read() as connection:
            sql = Sql(connection)
            place = queries.find(sql, reference)
            return _site(sql, place, site_id)

    def history(
        self, name: str, site_id: str | None = None, field: str | None = None
    ) -> tuple[Entry, ...]:
        """Return every value as each change left it, in order of the changes."""
        with self._database.read() as connection:
            sql = Sql(connection)
            place = queries.find(sql, name)
            if site_id is not None:
                queries.refuse_never_there(sql, place, site_id)
            changes = {change.number: change for change in queries.changes(sql, place)}
            lines = queries.timelines(sql, place, site_id, field)
            entries = [
                Entry(changes[number], ValueChange(line.site_id, line.field, before, after))
                for line in lines
                for number, before, after in line.steps()
            ]
        return tuple(sorted(entries, key=lambda entry: entry.change.number))

    def changes(self, name: str) -> tuple[Change, ...]:
        """Return the changes of an inventory, the first first."""
        with self._database.read() as connection:
            sql = Sql(connection)
            return queries.changes(sql, queries.find(sql, name))

    def diff(self, before: str, after: str) -> Difference:
        """Return what differs between two references."""
        return difference(self._state(before), self._state(after))

    def save_inventory(self, name: str, register: SiteRegister, *, who: str, why: str) -> int:
        """Make an inventory say what a register says; new if there is none of that name."""
        wanted = places(register)

        def save(sql: Sql) -> int:
            place = queries.find_or_start(sql, name, self._now())
            present = read_bodies(sql, place.inventory_id, place.change_no)
            changed, met = updating(present, register, wanted)
            new = (
                (site_id, field, value)
                for site_id, position in wanted.items()
                if site_id not in met
                for field, value in wanted_values(register, site_id, position).items()
            )
            reason = Reason("save", who, why)
            return self._append(sql, place, chain(changed, new), reason, bodies=wanted)

        return self._write(save, who, why)

    def add_sites(
        self,
        name: str,
        sites: Collection[Site],
        *,
        who: str,
        why: str,
        sources: Mapping[str, Source] = NO_SOURCES,
    ) -> int:
        """Add sites to an inventory, or bring those of the same id up to date."""
        places(SiteRegister("", tuple(sites)))

        def add(sql: Sql) -> int:
            place = queries.find_present(sql, name)
            present = read_state(sql, place.inventory_id, place.change_no)
            writes = list(adding(present, sites))
            if writes:
                writes += citations.new_sources(sources.values(), present.get(WHOLE, {}))
                writes += own.new_declarations(sites, present.get(WHOLE, {}))
            return self._append(sql, place, writes, Reason("add", who, why))

        return self._write(add, who, why)

    def remove_site(self, name: str, site_id: str, *, who: str, why: str) -> int:
        """Remove a site; its past stays."""

        def remove(sql: Sql) -> int:
            place = queries.find_present(sql, name)
            gone = [(site_id, field, None) for field in _site(sql, place, site_id)]
            return self._append(sql, place, gone, Reason("remove", who, why))

        return self._write(remove, who, why)

    def set_value(
        self,
        name: str,
        site_id: str,
        field: str,
        value: Value | None,
        *,
        who: str,
        why: str,
        seen: int | None = None,
        source: Source | None = None,
    ) -> int:
        """Set one value, None for unknown."""

        def set_one(sql: Sql) -> int:
            place = queries.find_present(sql, name)
            values, whole = _site(sql, place, site_id), _site(sql, place, WHOLE)
            if seen is not None:
                queries.refuse_if_changed(sql, place, site_id, field, seen)
            before, new = values.get(field), checked(site_id, field, value, values, whole)
            writes = [] if source is None else citations.new_source(source, whole)
            known = citations.sources_in((*whole, *(write[1] for write in writes)))
            citations.refuse_unknown(f"{site_id}, {field}", new, before, known)
            writes += [] if new == before else [(site_id, field, new)]
            if field.startswith(SOURCE) and new is None:
                merges.refuse_lost(sql, place, writes, f"removal of {field}")
            return self._append(sql, place, writes, Reason("set", who, why))

        return self._write(set_one, who, why)

    def undo(self, name: str, change_no: int | None = None, *, who: str, why: str) -> int:
        """Take back a change (the last if none is named) as a new change."""

        def take_back(sql: Sql) -> int:
            place = queries.find_present(sql, name)
            number = place.change_no if change_no is None else change_no
            queries.refuse_unknown_change(sql, place, number)
            writes = taking_back(queries.timelines(sql, place), number)
            merges.refuse_lost(sql, place, writes, f"undo of change {number}")
            return self._append(sql, place, writes, Reason("undo", who, why, number))

        return self._write(take_back, who, why)

    def name_version(self, reference: str, version: str, *, who: str) -> int:
        """Give the present state, or that at a change, a name; return its change number."""
        return self._write(
            lambda sql: queries.name_version(sql, reference, version, who, self._now()),
            who,
            "-",
        )

    def copy_inventory(self, reference: str, new_name: str, *, who: str, why: str) -> int:
        """Start a new inventory from another; the two can be merged later."""

        def copy(sql: Sql) -> int:
            source = queries.find(sql, reference)
            queries.refuse_taken(sql, new_name)
            state = read_state(sql, source.inventory_id, source.change_no)
            place = queries.find_or_start(sql, new_name, self._now())
            reason = Reason("copy", who, why, source=source)
            number = self._append(sql, place, all_of(state), reason, bodies=state)
            pilot_edits.copy(sql, source.inventory_id, place.inventory_id)
            return number

        return self._write(copy, who, why)

    def plan_merge(self, name: str, theirs: str) -> MergePlan:
        """Return what merging a reference into an inventory would do; nothing is changed."""
        with self._database.read() as connection:
            sql = Sql(connection)
            return merges.plan_of(
                sql, queries.find_present(sql, name), queries.find(sql, theirs)
            )[0]

    def merge(
        self,
        name: str,
        theirs: str,
        *,
        who: str,
        why: str,
        choices: Choices = NO_CHOICES,
        prefer: Side | None = None,
    ) -> int:
        """Merge a reference into an inventory."""

        def bring_together(sql: Sql) -> int:
            place, source = queries.find_present(sql, name), queries.find(sql, theirs)
            plan, our_state, their_state = merges.plan_of(sql, place, source)
            what = f"merge of '{theirs}' into '{name}'"
            merges.refuse_choices(plan, choices, what)
            merges.refuse_open(plan, choices, prefer, what)
            if not plan.taken and not plan.conflicts:
                return place.change_no
            settled = settle(plan, their_state, our_state, choices, prefer)
            writes = [(change.site_id, change.field, change.after) for change in settled]
            known = citations.sources_in(their_state.get(WHOLE, {}))
            merges.refuse_lost(sql, place, writes, what, known)
            return self._append(sql, place, writes, Reason("merge", who, why, source=source))

        return self._write(bring_together, who, why)

    def pilot_edits(self, name: str) -> tuple[PilotEdit, ...]:
        """Return every edit of the pilot definitions of an inventory, the first first."""
        with self._database.read() as connection:
            sql = Sql(connection)
            return pilot_edits.read(sql, queries.find(sql, name).inventory_id)

    def edit_pilot(
        self,
        name: str,
        site_id: str,
        path: str,
        value: EditValue,
        *,
        who: str,
        why: str,
        seen: int | None = None,
    ) -> int:
        """Keep an entry of a pilot definition; None brings the drafted one back."""

        def add(sql: Sql) -> int:
            place = queries.find_present(sql, name)
            _site(sql, place, site_id)
            edit = PilotEdit(0, site_id, path, value, who, self._now(), why)
            return pilot_edits.append(sql, place.inventory_id, edit, seen=seen)

        return self._write(add, who, why)

    def _write(self, change: Callable[[Sql], int], who: str, why: str) -> int:
        for word, text in (("who", who), ("why", why)):
            check_text(text, word)
            if not is_filled(text):
                expected = "a few words, since every change is kept with them"
                raise InputError(f"{word}: found nothing. Expected {expected}. Fill them in.")

        def locked(connection: sa.Connection) -> int:
            sql = Sql(connection)
            sql.lock()
            return change(sql)

        return self._database.write(locked)

    def _append(
        self,
        sql: Sql,
        place: Place,
        writes: Iterable[Write],
        reason: Reason,
        *,
        bodies: Iterable[str] | None = None,
    ) -> int:
        """Keep writes as one change; nothing to write is no change, except for a merge."""
        if bodies is None:
            writes = list(writes)
            bodies = list(dict.fromkeys(write[0] for write in writes))
            keys = body_keys(sql, place.inventory_id, bodies)
        else:
            keys = body_keys(sql, place.inventory_id)
        keys |= add_bodies(sql, place.inventory_id, [i for i in bodies if i not in keys])
        number = queries.next_change(sql)
        rows = ((keys[site_id], field, value) for site_id, field, value in writes)
        n_values = write_values(sql, number, rows)
        if n_values == 0 and reason.kind != "merge":
            return place.change_no
        source = reason.source
        sql.run(
            "INSERT INTO inventory_change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            number,
            place.inventory_id,
            reason.kind,
            reason.who.strip(),
            self._now(),
            reason.why.strip(),
            n_values,
            reason.undone,
            None if source is None else source.inventory_id,
            None if source is None else source.change_no,
        )
        return number


def _moment(clock: Clock) -> str:
    return clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _site(sql: Sql, place: Place, site_id: str) -> Values:
    values = read_site(sql, place.inventory_id, site_id, place.change_no)
    if EXISTS not in values and site_id != WHOLE:
        raise StoreError(
            f"inventory '{place.name}': found no site '{site_id}'. Expected one of its sites. "
            "Correct the id."
        )
    return values
