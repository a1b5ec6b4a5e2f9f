"""Ends an anonymous round: ballots bound by a root, the secret gone."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from dataclasses import replace

from prioritizer.domain.authority import Actor
from prioritizer.domain.chain import ballot_digest, merkle_root
from prioritizer.domain.disclosure import open_groups
from prioritizer.domain.workshop import Mode
from prioritizer.storage.workshop.rows import Ballot, judgement_of
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.workshop.frozen import problem_in
from prioritizer.workflow.workshop.one_form import ballot, body_of
from prioritizer.workflow.workshop.service import WorkshopService


def tag(secret: str, kind: str, text: str) -> str:
    """Return the HMAC of a text under a round's secret, as 64 hexadecimal digits."""
    return hmac.new(
        bytes.fromhex(secret), f"{kind}|{text}".encode(), hashlib.sha256
    ).hexdigest()


def leaf(digest: str, group: str) -> str:
    """Return what of a sealed ballot goes into the root."""
    return f"{digest}|{group}"


def seal_round(desk: WorkshopService, writer: WorkshopWriter, actor: Actor) -> bool:
    """Seal the present round if it is anonymous and not yet sealed; return whether it was.

    The group of a ballot is published only where `disclosure.open_groups` lets it be. Nobody
    learns from the log who took part: whoever stays away in the next round would give the one
    ballot that has no counterpart there away.
    """
    workshop = writer.workshop
    if workshop.mode is not Mode.ANONYMOUS or writer.round_secret(workshop.round) is None:
        return False
    ballots = _in_one_form(writer)
    sizes = Counter(ballot.group for ballot in ballots)
    shown = open_groups(sizes, _shown_so_far(writer))
    groups = {b.digest: b.group if b.group in shown else "" for b in ballots}
    writer.seal(workshop.round, ballots, groups)
    details = {
        "round": workshop.round,
        "ballots": len(ballots),
        "root": merkle_root([leaf(b.digest, groups[b.digest]) for b in ballots]),
    }
    writer.log(desk.entry(actor, "seal", details))
    if proposed := writer.untie_proposals():
        told = {"round": workshop.round, "digests": list(proposed)}
        writer.log(desk.entry(actor, "proposals", told))
    return True


def _in_one_form(writer: WorkshopWriter) -> tuple[Ballot, ...]:
    """Return the ballots of the round by digest; those of version 0.1.0 are put in form."""
    criteria, workshop = problem_in(writer).criteria, writer.workshop
    if workshop.spends:
        # `spending.ballot_body` has written them in their one form.
        return writer.ballots(workshop.round)
    found = []
    for sent in writer.ballots(workshop.round):
        answers = judgement_of(sent.body).answers
        body = body_of(ballot(criteria, workshop.technique, answers))
        found.append(replace(sent, body=body, digest=ballot_digest(sent.salt, body)))
    return tuple(sorted(found, key=lambda b: b.digest))


def _shown_so_far(writer: WorkshopWriter) -> frozenset[str] | None:
    """Return the groups that no earlier round has hidden; None if none hid any.

    Who was hidden once stays hidden: the same answers would tell the group afterwards.
    """
    rounds: dict[int, set[str]] = {}
    for row in writer.sealed_rows():
        rounds.setdefault(row["round"], set()).add(row["group_id"])
    hiding = [shown for shown in rounds.values() if "" in shown]
    return frozenset.intersection(*map(frozenset, hiding)) if hiding else None
