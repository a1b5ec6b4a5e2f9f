"""The tables of the inventory store, as numbered steps, and the record that they ran."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from prioritizer.files.writing import new_file
from prioritizer.storage.database.access import Schema, refuse_newer
from prioritizer.storage.database.connection import Database
from prioritizer.storage.database.sql import Sql
from prioritizer.storage.inventory import pilot_edits

RECORD = "inventory_schema"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the schema: statements for both databases, then those for one of them."""

    number: int
    title: str
    statements: tuple[str, ...]
    sqlite: tuple[str, ...] = ()
    postgresql: tuple[str, ...] = ()


APPEND_ONLY = ("inventory_change", "inventory_value")


def _refuse_sqlite(table: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("update", "delete")
    )


def _refuse_postgresql(table: str) -> tuple[str, ...]:
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "EXECUTE FUNCTION inventory_append_only()",
    )


STEPS = (
    Step(
        1,
        "inventories, waste bodies, changes, values, named versions",
        (
            """
            CREATE TABLE inventory (
                inventory_id INTEGER PRIMARY KEY,
                name TEXT NOT NULL UNIQUE,
                created_at TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE inventory_body (
                body_id INTEGER PRIMARY KEY,
                inventory_id INTEGER NOT NULL REFERENCES inventory,
                site_id TEXT NOT NULL,
                UNIQUE (inventory_id, site_id)
            )
            """,
            """
            CREATE TABLE inventory_change (
                change_no INTEGER PRIMARY KEY,
                inventory_id INTEGER NOT NULL REFERENCES inventory,
                kind TEXT NOT NULL,
                who TEXT NOT NULL CHECK (who <> ''),
                at TEXT NOT NULL,
                why TEXT NOT NULL,
                n_values INTEGER NOT NULL,
                undone INTEGER REFERENCES inventory_change,
                from_inventory INTEGER REFERENCES inventory,
                from_change INTEGER REFERENCES inventory_change
            )
            """,
            "CREATE INDEX inventory_body_of ON inventory_body (inventory_id, body_id)",
            "CREATE INDEX inventory_change_of ON inventory_change (inventory_id, change_no)",
            """
            CREATE TABLE inventory_value (
                body_id INTEGER NOT NULL REFERENCES inventory_body,
                field TEXT NOT NULL,
                change_no INTEGER NOT NULL
                    REFERENCES inventory_change DEFERRABLE INITIALLY DEFERRED,
                kind TEXT NOT NULL,
                low DOUBLE PRECISION,
                best DOUBLE PRECISION,
                high DOUBLE PRECISION,
                text TEXT,
                unit TEXT NOT NULL,
                confidence TEXT CHECK (confidence IN ('high', 'medium', 'low', 'very_low')),
                method TEXT CHECK
                    (method IN ('measured', 'estimated', 'analogue', 'modelled', 'assumed')),
                n_samples INTEGER CHECK (n_samples >= 0),
                source TEXT NOT NULL,
                date TEXT NOT NULL,
                note TEXT NOT NULL,
                statistic TEXT NOT NULL,
                basis TEXT NOT NULL,
                contained_t DOUBLE PRECISION,
                is_used INTEGER NOT NULL,
                position INTEGER NOT NULL,
                PRIMARY KEY (body_id, field, change_no)
            ) WITHOUT ROWID
            """,
            """
            CREATE TABLE inventory_version (
                inventory_id INTEGER NOT NULL REFERENCES inventory,
                name TEXT NOT NULL,
                change_no INTEGER NOT NULL REFERENCES inventory_change,
                who TEXT NOT NULL,
                at TEXT NOT NULL,
                PRIMARY KEY (inventory_id, name)
            )
            """,
        ),
        sqlite=tuple(text for table in APPEND_ONLY for text in _refuse_sqlite(table)),
        postgresql=(
            """
            CREATE FUNCTION inventory_append_only() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
            """.replace("%", "%%"),
            *(text for table in APPEND_ONLY for text in _refuse_postgresql(table)),
        ),
    ),
    Step(
        2,
        "edits of pilot definitions, locks of the shortlist",
        pilot_edits.CREATE,
        sqlite=_refuse_sqlite(pilot_edits.TABLE),
        postgresql=_refuse_postgresql(pilot_edits.TABLE),
    ),
)


INVENTORIES = Schema(
    what="an inventory store",
    holds="inventories",
    table=RECORD,
    column="number",
    newest=STEPS[-1].number,
    advice="make one: python -m prioritizer inventory save SITES.csv {name}#NAME "
    "--why 'first import'",
)


def schema_number(database: Database) -> int:
    """Return the number of the last step that ran, 0 for a database without inventories."""
    with database.read() as connection:
        return _number(Sql(connection))


def _number(sql: Sql) -> int:
    if RECORD not in sql.tables():
        return 0
    row = sql.row("SELECT MAX(number) FROM inventory_schema")
    return 0 if row is None or row[0] is None else int(row[0])


def migrate(database: Database, at: str, *, steps: Sequence[Step] = STEPS) -> Path | None:
    """Bring the tables to the newest schema; return the backup that was made before, if any.

    Raises
    ------
    StoreError
        If the database was written by a newer version of the tool.
    """
    schema = replace(INVENTORIES, newest=steps[-1].number)
    present = schema_number(database)
    refuse_newer(present, schema, "store")
    if present == schema.newest:
        return None
    backup = _back_up(database, present) if present and not database.is_copy else None

    def forward(connection: object) -> None:
        sql = Sql(connection)  # type: ignore[arg-type]
        sql.lock()
        done = _number(sql)
        refuse_newer(done, schema, "store")
        for step in steps:
            if step.number > done:
                _run(sql, step, at)

    database.write(forward)
    return backup


def _run(sql: Sql, step: Step, at: str) -> None:
    if step.number == 1:
        sql.run(
            "CREATE TABLE inventory_schema "
            "(number INTEGER PRIMARY KEY, title TEXT NOT NULL, at TEXT NOT NULL)"
        )
    for statement in (*step.statements, *(step.sqlite if sql.is_sqlite else step.postgresql)):
        # One tree instead of two; PostgreSQL has no such choice.
        sql.run(statement if sql.is_sqlite else statement.replace("WITHOUT ROWID", ""))
    sql.run("INSERT INTO inventory_schema VALUES (?, ?, ?)", step.number, step.title, at)


def _back_up(database: Database, present: int) -> Path | None:
    """Copy a SQLite file before its schema moves; a failed step is rolled back in any case."""
    path = database.path
    if path is None:
        return None
    n, backup = 1, path.with_name(f"{path.name}.schema-{present}.backup")
    while backup.exists():
        n += 1
        backup = path.with_name(f"{path.name}.schema-{present}-{n}.backup")
    with new_file(backup) as draft:
        database.copy_into(draft, backup)
    return backup
