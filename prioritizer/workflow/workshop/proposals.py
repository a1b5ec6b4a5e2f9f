"""Sites that people propose while a round is open; accepted or declined with a reason."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.chain import sha256
from prioritizer.domain.filled import is_filled
from prioritizer.domain.proposal import (
    KINDS,
    MOST_EACH,
    MOST_NAME,
    MOST_PLACE,
    MOST_PROPOSALS,
    MOST_REASON,
    MOST_WHY,
    Proposal,
    ProposedSite,
    Verdict,
)
from prioritizer.domain.site import WasteType
from prioritizer.domain.workshop import Mode
from prioritizer.errors import InputError, RefusedError
from prioritizer.languages.speech import gettext
from prioritizer.readers.answers import parse_answer
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.rows import ProposalRow
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop.closing import tag
from prioritizer.workflow.workshop.open_round import check_open
from prioritizer.workflow.workshop.service import WorkshopService, permit

# The action in the log of one that was typed in from paper.
BY_HAND = "propose-by-hand"
LIMITS = {"name": MOST_NAME, "place": MOST_PLACE, "why": MOST_WHY}
HIGHEST = {"latitude": 90.0, "longitude": 180.0}
# A hundred metres or so: enough to find a heap, and no more digits than anybody knows.
DECIMALS = 4


def site_of(form: Mapping[str, str]) -> ProposedSite:
    """Return the site of a filled form.

    Raises
    ------
    InputError
        With every fault, one a line, in words for the participant.
    """
    faults: list[str] = []
    told = {part: _text(part, form.get(part, ""), faults) for part in LIMITS}
    kind = form.get("kind", "")
    if kind not in KINDS:
        faults.append(gettext("Please say what kind of waste it is, as far as you know."))
    point = _point(form, faults)
    if faults:
        raise InputError("\n".join(faults))
    return ProposedSite(**told, kind=WasteType(kind), point=point)


def _text(part: str, typed: str, faults: list[str]) -> str:
    kept = " ".join("".join(c if c.isprintable() else " " for c in typed).split())
    called = {
        "name": gettext("Name of the site"),
        "place": gettext("Where it lies, in words"),
        "why": gettext("Why it deserves a pilot"),
    }[part]
    if not is_filled(kept):
        faults.append(gettext("{field}: please write something.", field=called))
    elif len(kept) > LIMITS[part]:
        faults.append(
            gettext(
                "{field}: please use {n} characters at most; these are {found}.",
                field=called,
                n=LIMITS[part],
                found=len(kept),
            )
        )
    return kept


def _point(form: Mapping[str, str], faults: list[str]) -> tuple[float, float] | None:
    typed = [form.get(axis, "").strip() for axis in HIGHEST]
    if not any(typed):
        return None
    values = [parse_answer(text.removesuffix("°")) for text in typed]
    for value, most in zip(values, HIGHEST.values(), strict=True):
        if value is None or abs(value) > most:
            faults.append(
                gettext(
                    "Point: please give both degrees, for example 60.07 and 15.01, or none."
                )
            )
            return None
    latitude, longitude = (round(float(value or 0), DECIMALS) for value in values)
    return latitude, longitude


def site_data(site: ProposedSite) -> dict[str, Any]:
    """Return a proposed site as plain data."""
    latitude, longitude = site.point or (None, None)
    return {
        "name": site.name,
        "place": site.place,
        "why": site.why,
        "kind": site.kind.value,
        "latitude": latitude,
        "longitude": longitude,
    }


def site_from(data: Mapping[str, Any]) -> ProposedSite:
    """Return the proposed site of plain data."""
    ends = (data["latitude"], data["longitude"])
    point = None if None in ends else (float(ends[0]), float(ends[1]))
    kind = WasteType(data["kind"])
    return ProposedSite(data["name"], data["place"], data["why"], kind, point)


def site_digest(salt: str, data: Mapping[str, Any]) -> str:
    """Return the digest of a proposal; its salt keeps a declined one from being guessed."""
    return sha256(f"proposal|{salt}|{canonical(dict(data)).decode()}")


def propose(
    desk: WorkshopService, actor: Actor, *, round_number: int, site: ProposedSite
) -> None:
    """Keep a proposal; the same one again changes nothing.

    In an anonymous room it lies under an HMAC of the participant's token with the secret of
    the round, has no entry in the log, and nobody is shown it before the round is sealed; then
    the tie to the seat is destroyed.

    Raises
    ------
    RefusedError
        If no round is open, or somebody has proposed enough.
    """

    def work(writer: WorkshopWriter) -> None:
        workshop = permit(writer, actor, Action.SUBMIT)
        check_open(desk, workshop, round_number)
        mine = own_of(writer, actor)
        if any(one.site == site for one in mine):
            return
        check_room(writer)
        if len(mine) >= MOST_EACH:
            raise RefusedError(
                gettext("You have proposed {n} sites; more cannot be taken.", n=len(mine))
            )
        salt = secrets.token_hex(32)
        data = site_data(site)
        digest, body = site_digest(salt, data), canonical(data).decode()
        is_anonymous = workshop.mode is Mode.ANONYMOUS
        slot = _slots(writer, actor)[len(mine)] if is_anonymous else ""
        whose = "" if is_anonymous else actor.id
        writer.add_proposal(ProposalRow(digest, salt, round_number, whose, slot, body))
        if not is_anonymous:
            details = {"round": round_number, "participant": actor.id, "proposal": digest}
            writer.log(desk.entry(actor, "propose", details))

    desk.store.change(actor.workshop_id, work)


def check_room(reader: WorkshopReader) -> None:
    """Refuse a proposal where the workshop has as many as it takes.

    Raises
    ------
    RefusedError
        In words for the participant, or for who types it in.
    """
    if (n := len(reader.proposals())) >= MOST_PROPOSALS:
        raise RefusedError(
            gettext("This workshop already has {n} proposed sites; no more can be taken.", n=n)
        )


def own_of(reader: WorkshopReader, actor: Actor) -> tuple[Proposal, ...]:
    """Return what somebody has proposed; of an anonymous room, in the open round only."""
    if reader.workshop.mode is Mode.ANONYMOUS:
        slots = set(_slots(reader, actor))
        rows = [row for row in reader.proposals() if row.slot in slots]
    else:
        rows = [row for row in reader.proposals() if row.participant == actor.id]
    return tuple(proposal_of(row) for row in rows)


def _slots(reader: WorkshopReader, actor: Actor) -> list[str]:
    """Return under which marks the proposals of a seat lie, in order; none once sealed."""
    secret = reader.round_secret(reader.workshop.round)
    if secret is None:
        return []
    return [tag(secret, f"proposal-{n}", actor.token) for n in range(MOST_EACH)]


def proposal_of(row: ProposalRow) -> Proposal:
    """Return the proposal of a stored row."""
    site = site_from(json.loads(row.body))
    verdict = Verdict(row.verdict)
    return Proposal(row.digest, row.salt, row.round, row.participant, site, verdict, row.reason)


def own_proposals(desk: WorkshopService, actor: Actor) -> tuple[Proposal, ...]:
    """Return what a participant has proposed, as far as anybody still knows it."""

    def look(reader: WorkshopReader) -> tuple[Proposal, ...]:
        permit(reader, actor, Action.SEE_OWN_ANSWER)
        return own_of(reader, actor)

    return desk.store.see(actor.workshop_id, look)


def known_of(reader: WorkshopReader) -> tuple[Proposal, ...]:
    """Return the proposals that may be looked at, by digest.

    Of an anonymous room, those of rounds that are sealed, and shown.
    """
    workshop, rows, on_paper = reader.workshop, reader.proposals(), _by_hand(reader)
    if workshop.mode is Mode.ANONYMOUS:
        hidden = workshop.round if workshop.is_hidden else None
        rows = tuple(row for row in rows if not row.slot and row.round != hidden)
    return tuple(replace(proposal_of(row), by_hand=row.digest in on_paper) for row in rows)


def _by_hand(reader: WorkshopReader) -> frozenset[str]:
    """Return which proposals came from paper: the log says so, and nothing else does."""
    bodies = (entry.body for entry in reader.entries() if BY_HAND in entry.body)
    told = (json.loads(body) for body in bodies)
    return frozenset(body["proposal"] for body in told if body["action"] == BY_HAND)


def listed_proposals(
    desk: WorkshopService, actor: Actor, workshop_id: str
) -> tuple[Proposal, ...]:
    """Return what was proposed, for who leads; of an anonymous round once it is sealed.

    Raises
    ------
    AccessError
        If the actor does not lead the workshop.
    """

    def look(reader: WorkshopReader) -> tuple[Proposal, ...]:
        permit(reader, actor, Action.SEE_PROGRESS)
        return known_of(reader)

    return desk.store.see(workshop_id, look)


def decide(
    desk: WorkshopService,
    actor: Actor,
    workshop_id: str,
    digest: str,
    *,
    verdict: Verdict,
    reason: str = "",
) -> Proposal:
    """Accept or decline a proposal; the last word counts, and each stands in the log.

    Raises
    ------
    InputError
        If there is no such proposal, or a declined one has no reason.
    """
    words = " ".join(reason.split())

    def work(writer: WorkshopWriter) -> Proposal:
        permit(writer, actor, Action.MOVE)
        if not any(one.digest == digest for one in known_of(writer)):
            raise InputError("proposal: found none of this mark. Expected one of the list.")
        if verdict is Verdict.OPEN or (verdict is Verdict.DECLINED and not is_filled(words)):
            raise InputError("Please say why it is declined; the record shows the reason.")
        if len(words) > MOST_REASON:
            raise InputError(
                f"reason: found {len(words)} characters. Expected {MOST_REASON} at most. "
                "Shorten it."
            )
        writer.decide_proposal(digest, verdict.value, words)
        details = {"proposal": digest, "verdict": verdict.value, "reason": words}
        writer.log(desk.entry(actor, "decide-proposal", details))
        return next(one for one in known_of(writer) if one.digest == digest)

    return desk.store.change(workshop_id, work)


def accepted(proposals: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """Return the proposals that were accepted, by name."""
    found = [one for one in proposals if one.verdict is Verdict.ACCEPTED]
    return tuple(sorted(found, key=lambda one: (one.site.name, one.digest)))
