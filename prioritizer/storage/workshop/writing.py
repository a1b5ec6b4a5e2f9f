"""What can be written to one workshop within a transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from prioritizer.domain.chain import next_entry, sha256
from prioritizer.domain.workshop import Participant, Workshop
from prioritizer.storage.workshop import forgetting as forgetting
from prioritizer.storage.workshop import prepared
from prioritizer.storage.workshop import tables as tables
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.rows import (
    MOST_PIN_TRIES,
    Ballot,
    ProposalRow,
    workshop_row,
)

MOST_INVITATIONS = 3


class WorkshopWriter(WorkshopReader):
    """Writes to one workshop, which stays locked until the transaction ends."""

    def lock(self, workshop_id: str) -> Workshop:
        """Read the workshop so that no other transaction can change it meanwhile."""
        return self.load(workshop_id, for_update=True)

    def insert(self, workshop: Workshop, problem: str, entry_body: str) -> None:
        """Keep a new workshop."""
        values = {**workshop_row(workshop), "problem": problem, "revision": 0}
        self.connection.execute(tables.WORKSHOP.insert().values(**values))
        self.workshop = workshop
        for facilitator_id in sorted(workshop.facilitators):
            self.grant(facilitator_id)
        self.log(entry_body)

    def grant(self, facilitator_id: str) -> None:
        """Let a facilitator lead this workshop; once more changes nothing."""
        if facilitator_id in self.workshop.facilitators and self.last_entry() is not None:
            return
        values = {"workshop_id": self.workshop.id, "facilitator_id": facilitator_id}
        self.connection.execute(tables.GRANT.insert().values(**values))

    def save(self, workshop: Workshop) -> None:
        """Keep where the workshop now stands."""
        table = tables.WORKSHOP
        values = {k: v for k, v in workshop_row(workshop).items() if k != "id"}
        self.connection.execute(
            table.update().where(table.c.id == workshop.id).values(**values)
        )
        self.workshop = workshop

    def put_budget(self, question: str) -> None:
        """Keep the question of the budget round."""
        table = tables.WORKSHOP
        own = table.c.id == self.workshop.id
        self.connection.execute(table.update().where(own).values(budget=question))

    def add_proposal(self, row: ProposalRow) -> None:
        """Keep a proposed site."""
        values = {
            "digest": row.digest,
            "salt": row.salt,
            "round": row.round,
            "participant_id": row.participant,
            "slot": row.slot,
            "body": row.body,
            "verdict": row.verdict,
            "reason": row.reason,
        }
        self.connection.execute(
            tables.PROPOSAL.insert().values(workshop_id=self.workshop.id, **values)
        )
        self.touch()

    def decide_proposal(self, digest: str, verdict: str, reason: str) -> None:
        """Keep what became of a proposal."""
        table = tables.PROPOSAL
        own = (table.c.workshop_id == self.workshop.id) & (table.c.digest == digest)
        self.connection.execute(
            table.update().where(own).values(verdict=verdict, reason=reason)
        )
        self.touch()

    def untie_proposals(self) -> tuple[str, ...]:
        """Take the slots off the proposals of a sealed round; return their digests in order.

        They are written anew by digest: a database may keep rows in the order of writing.
        """
        tied = [row for row in self.proposals() if row.slot]
        table = tables.PROPOSAL
        own = (table.c.workshop_id == self.workshop.id) & (table.c.slot != "")
        self.connection.execute(table.delete().where(own))
        for row in tied:
            self.add_proposal(replace(row, slot=""))
        return tuple(row.digest for row in tied)

    def show(self, *, stage: int | None = None, has_aliases: bool | None = None) -> None:
        """Keep what the projector shows; None leaves it as it is."""
        table, wanted = tables.WORKSHOP, {"screen_stage": stage, "screen_aliases": has_aliases}
        values = {name: value for name, value in wanted.items() if value is not None}
        if values:
            own = table.c.id == self.workshop.id
            self.connection.execute(table.update().where(own).values(**values))

    def touch(self) -> None:
        """Count a change that pollers should notice."""
        self.connection.execute(prepared.TOUCH, {"id_": self.workshop.id})

    def log(self, body: str) -> str:
        """Append an entry to the chained log and return its hash."""
        entry = next_entry(self.last_entry(), body)
        values = {
            "workshop_id": self.workshop.id,
            "seq": entry.seq,
            "body": entry.body,
            "prev": entry.prev,
            "hash": entry.hash,
        }
        self.connection.execute(prepared.NEW_ENTRY, values)
        self.touch()
        return entry.hash

    def add_participant(self, participant: Participant, token: str, pin_hash: str = "") -> None:
        """Keep a participant and the hashes of token and PIN."""
        self.connection.execute(
            tables.PARTICIPANT.insert().values(
                id=participant.id,
                workshop_id=self.workshop.id,
                alias=participant.alias,
                group_id=participant.group,
                seed=participant.seed,
                by_hand=participant.by_hand,
                is_waiting=participant.is_waiting,
                token_hash=sha256(token),
                pin_hash=pin_hash,
            )
        )
        self.touch()

    def set_aside(self, participant_id: str, reason: str) -> None:
        """Keep why a seat is set aside; an empty reason takes it back."""
        table = tables.PARTICIPANT
        own = (table.c.id == participant_id) & (table.c.workshop_id == self.workshop.id)
        self.connection.execute(table.update().where(own).values(aside=reason))

    def let_in(self, ids: Sequence[str]) -> None:
        """Let seats in that wait in the lobby."""
        table = tables.PARTICIPANT
        own = table.c.id.in_(ids) & (table.c.workshop_id == self.workshop.id)
        self.connection.execute(table.update().where(own).values(is_waiting=False))
        self.touch()

    def forget_waiting(self, ids: Sequence[str]) -> None:
        """Delete seats that wait in the lobby; one that is in stays."""
        table = tables.PARTICIPANT
        own = table.c.id.in_(ids) & (table.c.workshop_id == self.workshop.id)
        self.connection.execute(table.delete().where(own, table.c.is_waiting))
        self.touch()

    def leave_out(self, round_number: int) -> None:
        """Keep that answers of a round do not count where the seat is set aside now."""
        table, person = tables.LEFT_OUT, tables.PARTICIPANT
        own = (table.c.workshop_id == self.workshop.id) & (table.c.round == round_number)
        self.connection.execute(table.delete().where(own))
        aside = (person.c.workshop_id == self.workshop.id) & (person.c.aside != "")
        chosen = sa.select(person.c.workshop_id, sa.literal(round_number), person.c.id)
        names = ["workshop_id", "round", "participant_id"]
        self.connection.execute(table.insert().from_select(names, chosen.where(aside)))

    def add_seat_link(self, participant_id: str, token: str, expires_at: datetime) -> None:
        """Keep the hash of a way back to a seat, in the place of an earlier one."""
        table = tables.SEAT_LINK
        self.connection.execute(table.delete().where(table.c.participant_id == participant_id))
        self.connection.execute(
            table.insert().values(
                token_hash=sha256(token),
                workshop_id=self.workshop.id,
                participant_id=participant_id,
                expires_at=expires_at.isoformat(),
            )
        )

    def spend_seat_link(self, token: str) -> None:
        """Delete a way back to a seat of this workshop."""
        table = tables.SEAT_LINK
        self.connection.execute(table.delete().where(table.c.token_hash == sha256(token)))

    def move_seat(self, participant_id: str, token: str, pin_hash: str) -> None:
        """Give a seat to another phone: its token and PIN open it from now on, no earlier."""
        table = tables.PARTICIPANT
        own = (table.c.id == participant_id) & (table.c.workshop_id == self.workshop.id)
        changed = {"token_hash": sha256(token), "pin_hash": pin_hash, "pin_tries": 0}
        self.connection.execute(table.update().where(own).values(**changed))
        self.touch()

    def try_pin(self, participant_id: str) -> str:
        """Count a try before it is made, and return what is kept of the PIN; empty if none."""
        table = tables.PARTICIPANT
        own = (table.c.id == participant_id) & (table.c.workshop_id == self.workshop.id)
        columns = sa.select(table.c.pin_tries, table.c.pin_hash).where(own)
        tries, kept = self.connection.execute(columns).one()
        # Written in any case: how long it takes must not tell a seat from none.
        counted = min(tries + 1, MOST_PIN_TRIES)
        self.connection.execute(table.update().where(own).values(pin_tries=counted))
        return str(kept) if tries < MOST_PIN_TRIES else ""

    def forgive_pin(self, participant_id: str) -> None:
        """Take a counted try back: the PIN was somebody else's of the same name."""
        table = tables.PARTICIPANT
        own = (table.c.id == participant_id) & (table.c.workshop_id == self.workshop.id)
        fewer = table.update().where(own & (table.c.pin_tries > 0))
        self.connection.execute(fewer.values(pin_tries=table.c.pin_tries - 1))

    def end_sends(self, participant_id: str, round_number: int, sends: int) -> None:
        """Let who has sent in a round send no more."""
        table = tables.PARTICIPATION
        own = (table.c.participant_id == participant_id) & (table.c.round == round_number)
        self.connection.execute(table.update().where(own).values(sends=sends))

    def keep_watch_link(self, token: str) -> None:
        """Keep the hash of a link to look on, in the place of an earlier one; blank ends it."""
        table, own = tables.WATCH_LINK, {"workshop_id": self.workshop.id}
        self.connection.execute(table.delete().where(table.c.workshop_id == self.workshop.id))
        if token:
            self.connection.execute(table.insert().values(**own, token_hash=sha256(token)))

    def add_places(self, codes: Sequence[str], group: str) -> None:
        """Keep the hashes of one-time places."""
        ids = {"workshop_id": self.workshop.id, "group_id": group}
        self.connection.execute(
            tables.PLACE.insert(), [{**ids, "token_hash": sha256(code)} for code in codes]
        )
        self.touch()

    def spend_place(self, code: str) -> None:
        """Delete a place of this workshop: which card somebody had is kept nowhere."""
        table = tables.PLACE
        own = (table.c.token_hash == sha256(code)) & (table.c.workshop_id == self.workshop.id)
        self.connection.execute(table.delete().where(own))

    def withdraw_places(self) -> int:
        """Delete all places of this workshop that are left; return how many."""
        table = tables.PLACE
        own = table.c.workshop_id == self.workshop.id
        return self.connection.execute(table.delete().where(own)).rowcount

    def add_invitation(self, code: str, token: str, expires_at: datetime) -> None:
        """Keep the hashes of a join code and its token; withdraw the fourth newest."""
        table = tables.INVITATION
        own = table.c.workshop_id == self.workshop.id
        newest = (
            self.connection.execute(sa.select(sa.func.max(table.c.number)).where(own)).scalar()
            or 0
        )
        self.connection.execute(
            table.delete().where(own, table.c.number <= newest + 1 - MOST_INVITATIONS)
        )
        self.connection.execute(
            table.insert().values(
                workshop_id=self.workshop.id,
                number=newest + 1,
                code_hash=sha256(code),
                token_hash=sha256(token),
                expires_at=expires_at.isoformat(),
            )
        )

    def save_draft(
        self, participant_id: str, round_number: int, answers: Mapping[str, object]
    ) -> None:
        """Keep the answers given so far; none deletes the draft."""
        own = {"participant_id_": participant_id, "round_": round_number}
        if not answers:
            self.connection.execute(prepared.DROP_DRAFT, own)
            return
        body = json.dumps(dict(answers), ensure_ascii=False)
        if self.connection.execute(prepared.CHANGE_DRAFT, {**own, "body_": body}).rowcount:
            return
        values = {
            "participant_id": participant_id,
            "round": round_number,
            "workshop_id": self.workshop.id,
            "body": body,
        }
        self.connection.execute(prepared.NEW_DRAFT, values)

    def count_send(self, participant_id: str, round_number: int) -> int:
        """Count a send and return how many it makes."""
        before = self.sends_of(participant_id, round_number)
        if before:
            own = {"participant_id_": participant_id, "round_": round_number}
            self.connection.execute(prepared.COUNT_SEND, {**own, "sends_": before + 1})
        else:
            values = {
                "participant_id": participant_id,
                "round": round_number,
                "workshop_id": self.workshop.id,
                "sends": 1,
            }
            self.connection.execute(prepared.FIRST_SEND, values)
        return before + 1

    def add_judgement(
        self,
        participant_id: str,
        round_number: int,
        revision: int,
        *,
        client_key: str,
        digest: str,
        body: str,
    ) -> None:
        """Keep one revision of an answer, for good."""
        values = {
            "workshop_id": self.workshop.id,
            "client_key": client_key,
            "round": round_number,
            "participant_id": participant_id,
            "revision": revision,
            "digest": digest,
            "body": body,
        }
        self.connection.execute(prepared.NEW_JUDGEMENT, values)

    def put_ballot(self, ballot: Ballot, round_number: int) -> None:
        """Put an anonymous answer into its slot, in the place of an earlier one."""
        own = {
            "workshop_id_": self.workshop.id,
            "round_": round_number,
            "slot_": ballot.slot,
        }
        self.connection.execute(prepared.DROP_BALLOT, own)
        values = {
            "workshop_id": self.workshop.id,
            "round": round_number,
            "slot": ballot.slot,
            "key_tag": ballot.key_tag,
            "group_id": ballot.group,
            "salt": ballot.salt,
            "digest": ballot.digest,
            "body": ballot.body,
        }
        self.connection.execute(prepared.NEW_BALLOT, values)
        self.touch()

    def add_round_secret(self, round_number: int, secret: str) -> None:
        """Keep the secret of an anonymous round while it is open."""
        self.connection.execute(
            tables.ROUND_SECRET.insert().values(
                workshop_id=self.workshop.id, round=round_number, secret=secret
            )
        )

    def seal(
        self, round_number: int, ballots: tuple[Ballot, ...], groups: Mapping[str, str]
    ) -> None:
        """Publish ballots without slot and key, by digest; forget who sent, and the secret.

        ``groups`` says what is published as the group of each ballot, by digest.
        """
        ids = {"workshop_id": self.workshop.id, "round": round_number}
        published = [
            {
                **ids,
                "digest": b.digest,
                "group_id": groups[b.digest],
                "salt": b.salt,
                "body": b.body,
            }
            for b in sorted(ballots, key=lambda b: b.digest)
        ]
        if published:
            self.connection.execute(tables.SEALED_BALLOT.insert(), published)
        forgetting.forget_round(self.connection, self.workshop.id, round_number)

    def forget_paper(self) -> None:
        """Forget the numbers of paper ballots, before an anonymous round opens."""
        forgetting.forget_paper(self.connection, self.workshop.id)
