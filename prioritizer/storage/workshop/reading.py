"""What can be read of one workshop within a transaction."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from prioritizer.domain.authority import NOT_OPEN
from prioritizer.domain.chain import Entry, sha256
from prioritizer.domain.workshop import Participant, Submission, Workshop
from prioritizer.errors import AccessError
from prioritizer.languages.speech import gettext
from prioritizer.storage.workshop import prepared
from prioritizer.storage.workshop import rows as rows
from prioritizer.storage.workshop import tables as tables


class WorkshopReader:
    """Reads of one workshop; ``workshop`` is its state in this very transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.workshop: Workshop

    def load(self, workshop_id: str, *, for_update: bool = False) -> Workshop:
        """Read the workshop.

        Raises
        ------
        AccessError
            If there is none of this id.
        """
        query = prepared.LOCKED_WORKSHOP if for_update else prepared.WORKSHOP
        row = self.connection.execute(query, {"id_": workshop_id}).mappings().first()
        if row is None:
            raise AccessError(gettext(NOT_OPEN))
        granted = self.connection.execute(prepared.FACILITATORS, {"workshop_id_": workshop_id})
        facilitators = frozenset(granted.scalars())
        self.workshop = rows.workshop_of(row, facilitators)
        return self.workshop

    def problem(self) -> str:
        """Return the problem as canonical JSON."""
        found = self.connection.execute(prepared.PROBLEM, {"id_": self.workshop.id})
        return str(found.scalar_one())

    def budget(self) -> str | None:
        """Return the question of the budget round as canonical JSON; None if there is none."""
        table = tables.WORKSHOP
        query = sa.select(table.c.budget).where(table.c.id == self.workshop.id)
        found = self.connection.execute(query).scalar_one()
        return None if found is None else str(found)

    def proposals(self) -> tuple[rows.ProposalRow, ...]:
        """Return the sites that were proposed, by digest, which says nothing."""
        table = tables.PROPOSAL
        own = table.c.workshop_id == self.workshop.id
        query = table.select().where(own).order_by(table.c.digest)
        return tuple(rows.proposal_of(row) for row in self.connection.execute(query).mappings())

    def screen(self) -> tuple[int, bool]:
        """Return the stage that the projector shows, and whether it shows aliases."""
        table = tables.WORKSHOP
        query = sa.select(table.c.screen_stage, table.c.screen_aliases)
        row = self.connection.execute(query.where(table.c.id == self.workshop.id)).one()
        return int(row.screen_stage), bool(row.screen_aliases)

    def revision(self) -> int:
        """Return a number that grows with each change, for polling."""
        table = tables.WORKSHOP
        query = sa.select(table.c.revision).where(table.c.id == self.workshop.id)
        return int(self.connection.execute(query).scalar_one())

    def participants(self) -> tuple[Participant, ...]:
        """Return who takes part, by random id: the order says nothing."""
        table = tables.PARTICIPANT
        query = (
            table.select().where(table.c.workshop_id == self.workshop.id).order_by(table.c.id)
        )
        return tuple(
            rows.participant_of(row) for row in self.connection.execute(query).mappings()
        )

    def participant(self, participant_id: str) -> Participant:
        """Return one participant of this workshop."""
        own = {"id_": participant_id, "workshop_id_": self.workshop.id}
        row = self.connection.execute(prepared.PARTICIPANT, own).mappings().first()
        if row is None:
            raise AccessError(gettext(NOT_OPEN))
        return rows.participant_of(row)

    def holder(self, token: str) -> Participant | None:
        """Return who joined with this token, in whatever workshop."""
        own = {"token_hash_": sha256(token)}
        row = self.connection.execute(prepared.HOLDER, own).mappings().first()
        return rows.participant_of(row) if row else None

    def pin_hash(self, participant_id: str) -> str:
        """Return what is kept of the PIN of a seat, empty if nothing."""
        table = tables.PARTICIPANT
        query = sa.select(table.c.pin_hash).where(table.c.id == participant_id)
        return str(self.connection.execute(query).scalar() or "")

    def seat_of_link(self, token: str, now: datetime) -> Participant | None:
        """Return whose seat a one-time link leads to; None if it is spent or too old."""
        table, person = tables.SEAT_LINK, tables.PARTICIPANT
        query = (
            sa.select(person, table.c.expires_at)
            .join(person, person.c.id == table.c.participant_id)
            .where(table.c.token_hash == sha256(token), table.c.workshop_id == self.workshop.id)
        )
        row = self.connection.execute(query).mappings().first()
        if row is None or datetime.fromisoformat(row["expires_at"]) <= now:
            return None
        return rows.participant_of(row)

    def group_of_place(self, code: str) -> str | None:
        """Return the group of a free place of this workshop, empty for any; None if spent."""
        table = tables.PLACE
        query = sa.select(table.c.group_id).where(
            table.c.token_hash == sha256(code), table.c.workshop_id == self.workshop.id
        )
        return self.connection.execute(query).scalar()

    def is_watch_link(self, token: str) -> bool:
        """Return whether a token lets somebody look on at this workshop."""
        table = tables.WATCH_LINK
        query = sa.select(table.c.workshop_id).where(table.c.token_hash == sha256(token))
        return self.connection.execute(query).scalar() == self.workshop.id

    def has_watch_link(self) -> bool:
        """Return whether there is a link to look on at this workshop."""
        table = tables.WATCH_LINK
        query = sa.select(table.c.workshop_id).where(table.c.workshop_id == self.workshop.id)
        return self.connection.execute(query).first() is not None

    def n_places(self) -> int:
        """Return how many places are free."""
        table = tables.PLACE
        query = sa.select(sa.func.count()).where(table.c.workshop_id == self.workshop.id)
        return int(self.connection.execute(query).scalar_one())

    def sends(self, round_number: int) -> dict[str, int]:
        """Return how often each participant has sent in a round."""
        table = tables.PARTICIPATION
        query = sa.select(table.c.participant_id, table.c.sends).where(
            table.c.workshop_id == self.workshop.id, table.c.round == round_number
        )
        return {row.participant_id: row.sends for row in self.connection.execute(query)}

    def sends_of(self, participant_id: str, round_number: int) -> int:
        """Return how often one participant has sent in a round."""
        own = {"participant_id_": participant_id, "round_": round_number}
        return int(self.connection.execute(prepared.SENDS, own).scalar() or 0)

    def draft(self, participant_id: str, round_number: int) -> dict[str, Any]:
        """Return the answers given so far and not yet sent."""
        own = {"participant_id_": participant_id, "round_": round_number}
        body = self.connection.execute(prepared.DRAFT, own).scalar()
        return dict(json.loads(body)) if body else {}

    def drafting(self, round_number: int) -> frozenset[str]:
        """Return who has answers of a round that are not sent yet."""
        table = tables.DRAFT
        query = sa.select(table.c.participant_id).where(
            table.c.workshop_id == self.workshop.id, table.c.round == round_number
        )
        return frozenset(self.connection.execute(query).scalars())

    def judgement_by_key(self, client_key: str) -> Any | None:
        """Return the stored row of a submission key."""
        own = {"workshop_id_": self.workshop.id, "client_key_": client_key}
        return self.connection.execute(prepared.BY_KEY, own).mappings().first()

    def latest_body(self, participant_id: str, round_number: int) -> str | None:
        """Return the present answer of a participant in a named or pseudonymous round."""
        own = {"participant_id_": participant_id, "round_": round_number}
        return self.connection.execute(prepared.LATEST_BODY, own).scalar()

    def sealed_by_salt(self, salt: str, round_number: int) -> rows.Ballot | None:
        """Return the sealed ballot of a salt, which only the phone that sent it can name."""
        table = tables.SEALED_BALLOT
        own = (table.c.workshop_id == self.workshop.id) & (table.c.round == round_number)
        row = (
            self.connection.execute(table.select().where(own, table.c.salt == salt))
            .mappings()
            .first()
        )
        if row is None:
            return None
        return rows.Ballot("", "", row["group_id"], row["salt"], row["digest"], row["body"])

    def judgement_rows(self) -> list[dict[str, Any]]:
        """Return every revision ever sent, with the participant's alias and group."""
        table, person = tables.JUDGEMENT, tables.PARTICIPANT
        query = (
            sa.select(table, person.c.alias, person.c.group_id, person.c.by_hand)
            .join(person, person.c.id == table.c.participant_id)
            .where(table.c.workshop_id == self.workshop.id)
            .order_by(table.c.round, table.c.participant_id, table.c.revision)
        )
        return [dict(row) for row in self.connection.execute(query).mappings()]

    def ballot(self, slot: str, round_number: int) -> rows.Ballot | None:
        """Return the ballot in a slot of an anonymous round that is not sealed."""
        own = {"workshop_id_": self.workshop.id, "round_": round_number, "slot_": slot}
        row = self.connection.execute(prepared.BALLOT, own).mappings().first()
        return _ballot(row) if row else None

    def ballots(self, round_number: int) -> tuple[rows.Ballot, ...]:
        """Return the ballots of an anonymous round that is not sealed, by digest."""
        table = tables.BALLOT
        own = (table.c.workshop_id == self.workshop.id) & (table.c.round == round_number)
        query = table.select().where(own).order_by(table.c.digest)
        return tuple(_ballot(row) for row in self.connection.execute(query).mappings())

    def sealed_rows(self) -> list[dict[str, Any]]:
        """Return all sealed ballots, by round and digest."""
        table = tables.SEALED_BALLOT
        query = (
            table.select()
            .where(table.c.workshop_id == self.workshop.id)
            .order_by(table.c.round, table.c.digest)
        )
        return [dict(row) for row in self.connection.execute(query).mappings()]

    def n_sealed(self, round_number: int) -> int:
        """Return how many sealed ballots a round has."""
        table = tables.SEALED_BALLOT
        query = sa.select(sa.func.count()).where(
            table.c.workshop_id == self.workshop.id, table.c.round == round_number
        )
        return int(self.connection.execute(query).scalar_one())

    def submissions(self) -> tuple[Submission, ...]:
        """Return everybody's present weights by round; of anonymous rounds, the sealed.

        Those of seats that were set aside when their round was shown are not among them.
        """
        present: dict[tuple[int, str], Submission] = {}
        left_out = self.left_out()
        for row in self.judgement_rows():
            one = (row["round"], row["participant_id"])
            if row["round"] != self.workshop.budget_round and one not in left_out:
                present[one] = rows.submission_of(row)
        sealed = (
            row for row in self.sealed_rows() if row["round"] != self.workshop.budget_round
        )
        return (*present.values(), *map(rows.sealed_submission_of, sealed))

    def budget_bodies(self) -> tuple[str, ...]:
        """Return everybody's present ballot of the budget round, or the sealed ones.

        Those of seats that were set aside when the round was shown are not among them.
        """
        number, left_out = self.workshop.budget_round, self.left_out()
        present = {
            row["participant_id"]: str(row["body"])
            for row in self.judgement_rows()
            if row["round"] == number and (number, row["participant_id"]) not in left_out
        }
        sealed = [str(row["body"]) for row in self.sealed_rows() if row["round"] == number]
        return (*present.values(), *sealed)

    def left_out(self) -> frozenset[tuple[int, str]]:
        """Return whose answers do not count, by round and participant."""
        table = tables.LEFT_OUT
        query = sa.select(table.c.round, table.c.participant_id)
        own = query.where(table.c.workshop_id == self.workshop.id)
        return frozenset(
            (row.round, row.participant_id) for row in self.connection.execute(own)
        )

    def round_secret(self, round_number: int) -> str | None:
        """Return the secret of an anonymous round, or None once it is destroyed."""
        own = {"workshop_id_": self.workshop.id, "round_": round_number}
        return self.connection.execute(prepared.SECRET, own).scalar()

    def entries(self) -> tuple[Entry, ...]:
        """Return the log from its beginning."""
        table = tables.AUDIT
        query = (
            sa.select(table.c.seq, table.c.body, table.c.prev, table.c.hash)
            .where(table.c.workshop_id == self.workshop.id)
            .order_by(table.c.seq)
        )
        return tuple(Entry(*row) for row in self.connection.execute(query))

    def last_entry(self) -> Entry | None:
        """Return the head of the log."""
        own = {"workshop_id_": self.workshop.id}
        row = self.connection.execute(prepared.LAST_ENTRY, own).first()
        return Entry(*row) if row else None


def _ballot(row: Any) -> rows.Ballot:
    return rows.Ballot(
        row["slot"], row["key_tag"], row["group_id"], row["salt"], row["digest"], row["body"]
    )
