"""Sites set aside in a report, and those of which nobody can say."""

from __future__ import annotations

from collections.abc import Iterator

from prioritizer.domain.results import Assessment
from prioritizer.domain.words import counted
from prioritizer.exports.blocks import Block, name_of, table


def vetoes(assessment: Assessment) -> Iterator[Block]:
    """Yield tables of the sites set aside for their status or by a veto, and of open cases."""
    aside = [entry for entry in assessment.not_ranked if entry.is_aside]
    if aside:
        yield table(
            ("Site", "Reason"),
            [(name_of(e.name), e.reason) for e in aside],
            (3, 6),
            caption=f"Set aside for the status of the facility: {counted(len(aside), 'site')}.",
        )
    gated = [entry for entry in assessment.not_ranked if entry.gate and not entry.is_aside]
    if gated:
        yield table(
            ("Site", "Veto", "Reason"),
            [(name_of(e.name), e.gate.replace("_", " "), e.reason) for e in gated],
            (3, 2, 6),
            caption=f"Held back by a veto: {counted(len(gated), 'site')}.",
        )
    if assessment.open_gates:
        yield table(
            ("Site", "Veto", "Reason", "Known"),
            [
                (
                    name_of(one.name),
                    one.rule.words,
                    one.rule.reason,
                    one.known_text,
                )
                for one in assessment.open_gates
            ],
            (3, 2.5, 4, 2),
            caption="Not decided: these stay in the ranking.",
        )
