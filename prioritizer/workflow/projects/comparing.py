"""What differs between two projects, in words."""

from __future__ import annotations

from dataclasses import replace

from prioritizer.domain.reference import Reference
from prioritizer.domain.words import printable
from prioritizer.workflow.projects import answer
from prioritizer.workflow.projects.choice_words import differences
from prioritizer.workflow.projects.document import Carried
from prioritizer.workflow.projects.seen import seen_by
from prioritizer.workflow.records.diff import as_text, difference
from prioritizer.workflow.records.replay import make_record
from prioritizer.workflow.sites.audience import Audience

# What the ranking rests on is told by the difference of the records.
OF_THE_RANKING = frozenset(
    {
        *("points", "local_points", "mine", "last_points", "profile", "points_ids", "area"),
        *("points_by_set", "method", "scales", "normalization", "risk", "order", "gaps"),
        *("switched_on", "facilities", "policy_lists", "shortlist", "criteria_name"),
        *("criteria_own", "scale_edits", "weight_source", "mine_source"),
    }
)


def compared(
    first: Carried, second: Carried, reference: Reference, audience: Audience, *, top: int
) -> str:
    """Return how the second project differs from the first, in lines.

    Both are ranked anew, of what the audience may see, and compared like decision records;
    choices besides are named.

    Raises
    ------
    InputError
        If one of them has no site that can be ranked.
    """
    first, second = (seen_by(one, reference, audience) for one in (first, second))
    records = [_record(project, reference) for project in (first, second)]
    found = difference(records[0], records[1], top=top)
    # By the names and fingerprints that a person knows of them, not those of their tables.
    named = replace(
        found,
        titles=(first.about["name"], second.about["name"]),
        fingerprints=(first.fingerprint, second.fingerprint),
    )
    text = as_text(named).rstrip()
    lines = differences(first.choices, second.choices, OF_THE_RANKING)
    others = [f"  {printable(line)}" for line in lines]
    said = ["Other choices that differ:", *others] if others else []
    return "\n".join((text, *said)) + "\n"


def _record(project: Carried, reference: Reference) -> bytes:
    return make_record(answer.rank(project, reference), answer.register_of(project))
