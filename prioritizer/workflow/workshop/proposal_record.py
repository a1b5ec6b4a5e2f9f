"""What a record tells of proposed sites, and whether the log says the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from prioritizer.domain.proposal import Proposal, Verdict
from prioritizer.workflow.workshop.proposals import BY_HAND, site_data, site_digest, site_from

Record = dict[str, Any]
PROPOSALS = "proposals"
# The members of each proposal, and of one that was accepted besides.
ALWAYS = {"digest", "round", "participant", "verdict", "reason"}
ACCEPTED = {"salt", "site"}
# A member of those that who leads has typed in from paper, and of no other.
ON_PAPER = "by_hand"


def proposals_data(proposals: Sequence[Proposal]) -> list[dict[str, Any]]:
    """Return proposals as plain data, by digest; texts of the accepted ones only."""
    return [_data(one) for one in sorted(proposals, key=lambda one: one.digest)]


def _data(one: Proposal) -> dict[str, Any]:
    data: dict[str, Any] = {
        "digest": one.digest,
        "round": one.round,
        "participant": one.participant,
        "verdict": one.verdict.value,
        "reason": one.reason,
    }
    if one.by_hand:
        data[ON_PAPER] = True
    if one.verdict is not Verdict.ACCEPTED:
        return data
    return {**data, "salt": one.salt, "site": site_data(one.site)}


def proposal_faults(record: Record, bodies: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield which proposals are not those of the log, or were decided otherwise there."""
    logged, rows = _logged(bodies), record.get(PROPOSALS, [])
    listed = {
        row["digest"]: (row["round"], row["participant"], row.get(ON_PAPER, False))
        for row in rows
    }
    if logged != listed or len(listed) < len(rows):
        yield "proposals: are not those of the log"
    decided = {
        body["proposal"]: (body["verdict"], body["reason"])
        for body in bodies
        if body["action"] == "decide-proposal"
    }
    for row in rows:
        place = f"proposal {row['digest'][:8]}"
        yield from (f"{place}: {fault}" for fault in _row_faults(row))
        told = decided.get(row["digest"], (Verdict.OPEN.value, ""))
        if told != (row["verdict"], row["reason"]):
            yield f"{place}: was decided otherwise in the log"
    if unknown := sorted(set(decided) - set(logged)):
        yield f"proposal {unknown[0][:8]}: was decided on, and nobody proposed it"


def _logged(bodies: Sequence[dict[str, Any]]) -> dict[str, tuple[int, str, bool]]:
    """Return of each proposal in the log, by digest: round, participant, whether by hand."""
    found: dict[str, tuple[int, str, bool]] = {}
    for body in bodies:
        if body["action"] == "propose":
            found[body["proposal"]] = (body["round"], body["participant"], False)
        elif body["action"] == BY_HAND:
            found[body["proposal"]] = (body["round"], "", True)
        elif body["action"] == "proposals":
            found |= dict.fromkeys(body["digests"], (body["round"], "", False))
    return found


def _row_faults(row: dict[str, Any]) -> Iterator[str]:
    is_told = row["verdict"] == Verdict.ACCEPTED.value
    if set(row) - {ON_PAPER} != (ALWAYS | ACCEPTED if is_told else ALWAYS):
        yield "has a member missing or one too many"
    elif is_told and site_digest(row["salt"], row["site"]) != row["digest"]:
        yield "was changed"
    elif is_told and site_data(site_from(row["site"])) != row["site"]:
        yield "is not in its one form"
