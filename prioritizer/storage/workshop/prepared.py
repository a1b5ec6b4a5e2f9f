"""What every request of a phone asks of the database, as statements that are built once.

To build a statement takes six times as long as to run it, so those that two hundred phones ask
for at once are built with the module; what is looked for is bound when they are run. A name
with ``_`` at its end is a bound value: that of an update may not be called after its column.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from prioritizer.storage.workshop import tables as tables

# Texts of a workshop's row that few transactions need.
LONG = ("problem", "budget")


def _at(column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    """Return the condition that a column has the value bound under its name and ``_``."""
    return column == sa.bindparam(f"{column.name}_")


def _at_all(table: sa.Table, *names: str) -> sa.ColumnElement[bool]:
    return sa.and_(*(_at(table.c[name]) for name in names))


_WORKSHOP, _ROUND_OF = tables.WORKSHOP, ("participant_id", "round")
_BALLOT_AT = ("workshop_id", "round", "slot")
_AUDIT = tables.AUDIT.c

WORKSHOP = sa.select(*(c for c in _WORKSHOP.c if c.name not in LONG)).where(_at(_WORKSHOP.c.id))
LOCKED_WORKSHOP = WORKSHOP.with_for_update()
FACILITATORS = sa.select(tables.GRANT.c.facilitator_id).where(_at(tables.GRANT.c.workshop_id))
PROBLEM = sa.select(_WORKSHOP.c.problem).where(_at(_WORKSHOP.c.id))
TOUCH = _WORKSHOP.update().where(_at(_WORKSHOP.c.id)).values(revision=_WORKSHOP.c.revision + 1)
PARTICIPANT = tables.PARTICIPANT.select().where(
    _at_all(tables.PARTICIPANT, "id", "workshop_id")
)
HOLDER = tables.PARTICIPANT.select().where(_at(tables.PARTICIPANT.c.token_hash))
SENDS = sa.select(tables.PARTICIPATION.c.sends).where(_at_all(tables.PARTICIPATION, *_ROUND_OF))
COUNT_SEND = (
    tables.PARTICIPATION.update()
    .where(_at_all(tables.PARTICIPATION, *_ROUND_OF))
    .values(sends=sa.bindparam("sends_"))
)
FIRST_SEND = tables.PARTICIPATION.insert()
DRAFT = sa.select(tables.DRAFT.c.body).where(_at_all(tables.DRAFT, *_ROUND_OF))
DROP_DRAFT = tables.DRAFT.delete().where(_at_all(tables.DRAFT, *_ROUND_OF))
CHANGE_DRAFT = (
    tables.DRAFT.update()
    .where(_at_all(tables.DRAFT, *_ROUND_OF))
    .values(body=sa.bindparam("body_"))
)
NEW_DRAFT = tables.DRAFT.insert()
BY_KEY = tables.JUDGEMENT.select().where(_at_all(tables.JUDGEMENT, "workshop_id", "client_key"))
LATEST_BODY = (
    sa.select(tables.JUDGEMENT.c.body)
    .where(_at_all(tables.JUDGEMENT, *_ROUND_OF))
    .order_by(tables.JUDGEMENT.c.revision.desc())
    .limit(1)
)
NEW_JUDGEMENT = tables.JUDGEMENT.insert()
SECRET = sa.select(tables.ROUND_SECRET.c.secret).where(
    _at_all(tables.ROUND_SECRET, "workshop_id", "round")
)
BALLOT = tables.BALLOT.select().where(_at_all(tables.BALLOT, *_BALLOT_AT))
DROP_BALLOT = tables.BALLOT.delete().where(_at_all(tables.BALLOT, *_BALLOT_AT))
NEW_BALLOT = tables.BALLOT.insert()
LAST_ENTRY = (
    sa.select(_AUDIT.seq, _AUDIT.body, _AUDIT.prev, _AUDIT.hash)
    .where(_at(_AUDIT.workshop_id))
    .order_by(_AUDIT.seq.desc())
    .limit(1)
)
NEW_ENTRY = tables.AUDIT.insert()
