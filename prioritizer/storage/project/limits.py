"""How much one owner may keep: a server that is open to many must not be filled by one."""

from __future__ import annotations

from prioritizer.storage.database.sql import Sql

MOST_PROJECTS = 300
# As they are kept, packed: the table of the sample makes 0.1 MB, 50,000 sites with two grades
# each 3 MB.
MOST_BYTES = 1_000_000_000
ADVICE = "Delete projects on the page Projects, or save them as files and delete them then."


def refusal_of_one_more(sql: Sql, owner: str) -> str:
    """Return why an owner may begin no further project, in words; blank if one may."""
    row = sql.row("SELECT COUNT(*) FROM project WHERE owner = ?", owner)
    n = int(row[0]) if row else 0
    if n < MOST_PROJECTS:
        return ""
    return f"You have {n} projects. At most {MOST_PROJECTS} are kept. {ADVICE}"


def refusal_of_bytes(sql: Sql, owner: str, more: int) -> str:
    """Return why an owner may keep no more bytes, in words; blank if one may.

    A table counts once, in however many projects of the owner it is.
    """
    found = bytes_of(sql, owner) + more
    return "" if found <= MOST_BYTES else _too_much(found)


def _too_much(found: int) -> str:
    return (
        f"Your projects hold {found / 1e6:,.1f} MB with this change. Expected "
        f"{MOST_BYTES / 1e6:,.1f} MB at most. {ADVICE}"
    )


def refusal_of_states(sql: Sql, owner: str) -> str:
    """Return the same for a change without a new table: tables are not counted anew."""
    row = sql.row("SELECT SUM(n_bytes) FROM project WHERE owner = ?", owner)
    found = int((row and row[0]) or 0)
    return "" if found <= MOST_BYTES else _too_much(found)


def bytes_of(sql: Sql, owner: str) -> int:
    """Return how many bytes the projects of an owner take."""
    states = sql.row("SELECT SUM(n_bytes) FROM project WHERE owner = ?", owner)
    tables = sql.row(
        "SELECT SUM(LENGTH(t.content)) FROM project_table t WHERE t.digest IN "
        "(SELECT s.table_digest FROM project_state s JOIN project p "
        "ON p.project_id = s.project_id WHERE p.owner = ?)",
        owner,
    )
    return int((states and states[0]) or 0) + int((tables and tables[0]) or 0)


def count(sql: Sql, project_id: str) -> None:
    """Note how many bytes the states of a project take."""
    sql.run(
        "UPDATE project SET n_bytes = (SELECT COALESCE(SUM(LENGTH(s.choices)), 0) "
        "FROM project_state s WHERE s.project_id = project.project_id) WHERE project_id = ?",
        project_id,
    )
