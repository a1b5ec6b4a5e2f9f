"""Ways to compute weights as people read of them, without the arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prioritizer.elicitation.techniques import DATA_LABEL, TECHNIQUES


@dataclass(frozen=True, slots=True)
class TechniqueFacts:
    """What is said of a technique, in plain text.

    ``caution`` is what must stand beside weights that are no judgement; empty for those that
    are one.
    """

    name: str
    title: str
    reference: str
    limits: str
    caution: str


TECHNIQUE_FACTS: Mapping[str, TechniqueFacts] = {
    name: TechniqueFacts(
        name=name,
        title=technique.title,
        reference=technique.reference,
        limits=technique.limits,
        caution=DATA_LABEL if technique.kind == "data" else "",
    )
    for name, technique in TECHNIQUES.items()
}
