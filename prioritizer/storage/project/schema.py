"""The tables of the project store, as numbered steps, and the record that they ran."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prioritizer.files.writing import new_file
from prioritizer.storage.database.access import Schema, refuse_newer
from prioritizer.storage.database.connection import Database
from prioritizer.storage.database.sql import Sql


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the schema; a step is never edited once released."""

    number: int
    title: str
    statements: tuple[str, ...]


STEPS = (
    Step(
        1,
        "projects, their states, tables of sites, links to read",
        (
            """
            CREATE TABLE project (
                project_id TEXT PRIMARY KEY,
                owner TEXT NOT NULL CHECK (owner <> ''),
                name TEXT NOT NULL,
                created_at TEXT NOT NULL,
                changed_at TEXT NOT NULL,
                is_archived INTEGER NOT NULL DEFAULT 0,
                current_state INTEGER NOT NULL
            )
            """,
            "CREATE INDEX project_of ON project (owner, changed_at)",
            "CREATE TABLE project_table (digest TEXT PRIMARY KEY, content BLOB NOT NULL)",
            """
            CREATE TABLE project_state (
                project_id TEXT NOT NULL REFERENCES project,
                number INTEGER NOT NULL,
                parent INTEGER NOT NULL,
                at TEXT NOT NULL,
                said TEXT NOT NULL,
                name TEXT NOT NULL DEFAULT '',
                choices BLOB NOT NULL,
                table_digest TEXT NOT NULL REFERENCES project_table,
                PRIMARY KEY (project_id, number)
            )
            """,
            "CREATE INDEX project_state_table ON project_state (table_digest)",
            """
            CREATE TABLE project_share (
                secret_digest TEXT PRIMARY KEY,
                project_id TEXT NOT NULL REFERENCES project,
                audience TEXT NOT NULL,
                at TEXT NOT NULL
            )
            """,
        ),
    ),
    Step(
        2,
        "revisions, who chose, who may edit, bytes",
        (
            "ALTER TABLE project ADD COLUMN revision INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE project ADD COLUMN n_bytes INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE project_state ADD COLUMN who TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE project_share ADD COLUMN may_edit INTEGER NOT NULL DEFAULT 0",
            """
            CREATE TABLE project_editor (
                project_id TEXT NOT NULL REFERENCES project,
                address TEXT NOT NULL CHECK (address <> ''),
                at TEXT NOT NULL,
                PRIMARY KEY (project_id, address)
            )
            """,
            "CREATE INDEX project_edited_by ON project_editor (address)",
        ),
    ),
)
PROJECTS = Schema(
    what="a project store",
    holds="projects",
    table="project_schema",
    column="number",
    newest=STEPS[-1].number,
    advice="choose something in the app: it makes one.",
)


def schema_number(database: Database) -> int:
    """Return the number of the last step that ran, 0 for a database without projects."""
    with database.read() as connection:
        return _number(Sql(connection))


def _number(sql: Sql) -> int:
    if PROJECTS.table not in sql.tables():
        return 0
    row = sql.row("SELECT MAX(number) FROM project_schema")
    return 0 if row is None or row[0] is None else int(row[0])


def migrate(database: Database, at: str, *, steps: Sequence[Step] = STEPS) -> None:
    """Bring the tables to the newest schema, a file after a copy of it was kept.

    Raises
    ------
    StoreError
        If the database was written by a newer version of the tool.
    """
    present = schema_number(database)
    refuse_newer(present, PROJECTS, "store")
    if present == steps[-1].number:
        return
    if present and not database.is_copy:
        _back_up(database, present)

    def forward(connection: object) -> None:
        sql = Sql(connection)  # type: ignore[arg-type]
        sql.lock()
        done = _number(sql)
        for step in steps:
            if step.number > done:
                _run(sql, step, at)

    database.write(forward)


def _run(sql: Sql, step: Step, at: str) -> None:
    if step.number == 1:
        sql.run(
            "CREATE TABLE project_schema "
            "(number INTEGER PRIMARY KEY, title TEXT NOT NULL, at TEXT NOT NULL)"
        )
    for statement in step.statements:
        sql.run(statement if sql.is_sqlite else statement.replace("BLOB", "BYTEA"))
    sql.run("INSERT INTO project_schema VALUES (?, ?, ?)", step.number, step.title, at)


def _back_up(database: Database, present: int) -> None:
    path = database.path
    if path is None:
        return
    backup = path.with_name(f"{path.name}.schema-{present}.backup")
    if not backup.exists():
        with new_file(backup) as draft:
            database.copy_into(draft, backup)
            draft.chmod(0o600)
