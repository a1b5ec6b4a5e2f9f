"""Stores one answer within a transaction, once: counted, logged, receipted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.chain import ballot_digest, salt_of, sha256
from prioritizer.domain.workshop import MOST_SENDS, Mode, Workshop
from prioritizer.errors import ConflictError, RefusedError
from prioritizer.languages.speech import gettext
from prioritizer.storage.workshop.rows import Ballot
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.workshop.closing import tag
from prioritizer.workflow.workshop.open_round import check_open
from prioritizer.workflow.workshop.service import WorkshopService, permit


@dataclass(frozen=True, slots=True)
class Receipt:
    """The confirmation of an answer, given only after it is safely stored.

    ``digest`` finds the answer in the published record; ``head`` is the head of the log at that
    moment, and empty in an anonymous round, where it would tell the time.
    """

    round: int
    revision: int
    digest: str
    head: str
    was_already_saved: bool = False


def keep_read_back(
    desk: WorkshopService,
    actor: Actor,
    drafted: Callable[[WorkshopWriter, Workshop], str],
    *,
    round_number: int,
    client_key: str,
    content: str,
) -> Receipt:
    """Keep the answer of a draft, if it is the one the participant has read back.

    ``drafted`` returns the body that the draft amounts to, blank where it is not complete;
    ``content`` is the SHA-256 of the body as shown on the page with the Send button.

    Raises
    ------
    ConflictError
        If the draft changed meanwhile, for example on another device.
    RefusedError
        If the round is over or not open, or the one revision is used.
    """

    def work(writer: WorkshopWriter) -> Receipt:
        workshop = permit(writer, actor, Action.SUBMIT)
        before = saved_before(writer, actor, content, round_number, client_key)
        if before is not None:
            return before
        check_open(desk, workshop, round_number)
        body = drafted(writer, workshop)
        if not body or sha256(body) != content:
            raise ConflictError(
                gettext(
                    "Your answers changed meanwhile, perhaps on another device. Look again."
                )
            )
        return keep_answer(desk, writer, actor, body, client_key, by=actor)

    return desk.store.change(actor.workshop_id, work)


def saved_before(
    writer: WorkshopWriter, actor: Actor, content: str, round_number: int, client_key: str
) -> Receipt | None:
    """Return the receipt of an answer that is already stored under this key.

    ``content`` is the SHA-256 of its body.
    """
    if writer.workshop.mode is Mode.ANONYMOUS:
        return _ballot_before(writer, actor, content, round_number, client_key)
    row = writer.judgement_by_key(client_key)
    if row is None:
        return None
    if (row["participant_id"], row["digest"], row["round"]) != (
        actor.id,
        content,
        round_number,
    ):
        raise _conflict()
    return Receipt(round_number, row["revision"], row["digest"], "", was_already_saved=True)


def _ballot_before(
    writer: WorkshopWriter, actor: Actor, content: str, round_number: int, client_key: str
) -> Receipt | None:
    secret = writer.round_secret(round_number)
    if secret is None:
        found = writer.sealed_by_salt(salt_of(client_key), round_number)
        revision = MOST_SENDS
    else:
        found = writer.ballot(tag(secret, "slot", actor.token), round_number)
        if found is not None and found.key_tag != tag(secret, "key", client_key):
            return None
        revision = writer.sends_of(actor.id, round_number)
    if found is None:
        return None
    if sha256(found.body) != content:
        raise _conflict()
    return Receipt(round_number, revision, found.digest, "", was_already_saved=True)


def _conflict() -> ConflictError:
    return ConflictError(
        gettext(
            "This answer was sent before with other content; the first is kept. Start a "
            "revision instead."
        )
    )


def keep_answer(
    desk: WorkshopService,
    writer: WorkshopWriter,
    voter: Actor,
    body: str,
    client_key: str,
    *,
    by: Actor,
) -> Receipt:
    """Store an answer of the present round within a transaction, and count and log it.

    ``body`` is the answer as canonical text.
    """
    workshop = writer.workshop
    if writer.sends_of(voter.id, workshop.round) >= MOST_SENDS:
        raise RefusedError(
            gettext(
                "You have sent and revised your answer of round {round}. Each round has one "
                "revision.",
                round=workshop.round,
            )
        )
    revision = writer.count_send(voter.id, workshop.round)
    writer.save_draft(voter.id, workshop.round, {})
    if workshop.mode is Mode.ANONYMOUS:
        return _keep_ballot(writer, voter, body, client_key, revision)
    digest = sha256(body)
    writer.add_judgement(
        voter.id, workshop.round, revision, client_key=client_key, digest=digest, body=body
    )
    details = {
        "round": workshop.round,
        "participant": voter.id,
        "revision": revision,
        "digest": digest,
    }
    action = "submit" if by.id == voter.id else "enter-by-hand"
    head = writer.log(desk.entry(by, action, details))
    return Receipt(workshop.round, revision, digest, head)


def _keep_ballot(
    writer: WorkshopWriter, voter: Actor, body: str, client_key: str, revision: int
) -> Receipt:
    number = writer.workshop.round
    secret = writer.round_secret(number)
    if secret is None:
        raise RefusedError(
            gettext("Round {round} is sealed. Your answer was not counted.", round=number)
        )
    salt = salt_of(client_key)
    digest = ballot_digest(salt, body)
    group = writer.participant(voter.id).group
    slot, key_tag = tag(secret, "slot", voter.token), tag(secret, "key", client_key)
    writer.put_ballot(Ballot(slot, key_tag, group, salt, digest, body), number)
    return Receipt(number, revision, digest, "")
