"""What an anonymous round deletes when it is sealed, and what version 0.1.0 had kept."""

from __future__ import annotations

import sqlalchemy as sa

from prioritizer.storage.workshop import tables as tables

# Rows that lead from a person to a ballot, or say who has taken part in which round.
OF_A_ROUND = (tables.BALLOT, tables.DRAFT, tables.ROUND_SECRET, tables.PARTICIPATION)
# Tables to be rewritten where deleted rows stay in the file; seeds were in the last one.
REWRITTEN = (
    *(table.name for table in OF_A_ROUND),
    tables.PARTICIPANT.name,
    tables.PROPOSAL.name,
)


def forget_round(connection: sa.Connection, workshop_id: str, round_number: int) -> None:
    """Delete what ties people to a sealed round: slots, secret, drafts, sends, orders."""
    for table in OF_A_ROUND:
        own = (table.c.workshop_id == workshop_id) & (table.c.round == round_number)
        connection.execute(table.delete().where(own))
    _forget_orders(connection, tables.PARTICIPANT.c.workshop_id == workshop_id)


def forget_paper(connection: sa.Connection, workshop_id: str) -> None:
    """Delete the numbers of paper ballots: in the next round each may be anybody's."""
    person, sends = tables.PARTICIPANT, tables.PARTICIPATION
    paper = (person.c.workshop_id == workshop_id) & person.c.by_hand
    ids = sa.select(person.c.id).where(paper)
    connection.execute(sends.delete().where(sends.c.participant_id.in_(ids)))
    connection.execute(person.delete().where(paper))


def forget_older(connection: sa.Connection) -> int:
    """Delete what version 0.1.0 kept of anonymous rounds; return how many rows it was."""
    workshop, sends, secret = tables.WORKSHOP, tables.PARTICIPATION, tables.ROUND_SECRET
    anonymous = sa.select(workshop.c.id).where(workshop.c.mode == "anonymous")
    is_running = (
        sa.select(secret.c.round)
        .where(secret.c.workshop_id == sends.c.workshop_id, secret.c.round == sends.c.round)
        .exists()
    )
    sealed = sends.c.workshop_id.in_(anonymous) & ~is_running
    gone = connection.execute(sends.delete().where(sealed)).rowcount
    return gone + _forget_orders(connection, tables.PARTICIPANT.c.workshop_id.in_(anonymous))


def has_anonymous(connection: sa.Connection) -> bool:
    """Return whether there is any anonymous workshop."""
    query = sa.select(tables.WORKSHOP.c.id).where(tables.WORKSHOP.c.mode == "anonymous")
    return connection.execute(query.limit(1)).first() is not None


def has_orders(connection: sa.Connection) -> bool:
    """Return whether it is still kept in which order anonymous people were asked."""
    anonymous = sa.select(tables.WORKSHOP.c.id).where(tables.WORKSHOP.c.mode == "anonymous")
    person = tables.PARTICIPANT
    told = person.c.workshop_id.in_(anonymous) & (person.c.seed != 0)
    return connection.execute(sa.select(person.c.id).where(told).limit(1)).first() is not None


def _forget_orders(connection: sa.Connection, whose: sa.ColumnElement[bool]) -> int:
    """Forget in which order people were asked; of an anonymous round it follows the token."""
    table = tables.PARTICIPANT
    changed = table.update().where(whose, table.c.seed != 0).values(seed=0)
    return connection.execute(changed).rowcount
