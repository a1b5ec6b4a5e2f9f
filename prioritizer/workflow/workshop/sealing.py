"""Ends an anonymous round: ballots bound by a root, the secret gone."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter

from prioritizer.domain.authority import Actor
from prioritizer.domain.chain import merkle_root
from prioritizer.domain.workshop import SMALLEST_GROUP, Mode
from prioritizer.storage.workshop_writing import WorkshopWriter
from prioritizer.workflow.workshop.desk import Desk


def tag(secret: str, kind: str, text: str) -> str:
    """Return the HMAC of a text under a round's secret, as 64 hexadecimal digits."""
    return hmac.new(
        bytes.fromhex(secret), f"{kind}|{text}".encode(), hashlib.sha256
    ).hexdigest()


def leaf(digest: str, group: str) -> str:
    """Return what of a sealed ballot goes into the root."""
    return f"{digest}|{group}"


def seal_round(desk: Desk, writer: WorkshopWriter, actor: Actor) -> bool:
    """Seal the present round if it is anonymous and not yet sealed; return whether it was.

    The group of a ballot is published only where at least five ballots share it.
    """
    workshop = writer.workshop
    if workshop.mode is not Mode.ANONYMOUS or writer.round_secret(workshop.round) is None:
        return False
    ballots = writer.ballots(workshop.round)
    sizes = Counter(ballot.group for ballot in ballots)
    groups = {b.digest: b.group if sizes[b.group] >= SMALLEST_GROUP else "" for b in ballots}
    writer.seal(workshop.round, ballots, groups)
    details = {
        "round": workshop.round,
        "ballots": len(ballots),
        "root": merkle_root([leaf(b.digest, groups[b.digest]) for b in ballots]),
        "sent": sorted(writer.sends(workshop.round)),
    }
    writer.log(desk.entry(actor, "seal", details))
    return True
