"""Statements of phones are built once: an answer asks the database little, and rightly so."""

from __future__ import annotations

import sqlalchemy as sa

from prioritizer.storage.workshop import prepared


def test_every_statement_binds_what_it_looks_for() -> None:
    built = {
        name: one for name, one in vars(prepared).items() if isinstance(one, sa.sql.Executable)
    }
    assert len(built) >= 20
    for name, statement in built.items():
        if isinstance(statement, sa.Insert):
            continue
        assert "_" in "".join(statement.compile().params), name
        assert " WHERE " in str(statement).replace("\n", " "), name
