"""What a rule says about one axis: category, rule, evidence, caps, and what would lift it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """The category of one axis.

    ``rule`` is the id in docs/unfc.md, ``evidence`` what it rests on as column and value,
    ``caps`` what holds it down although its rule would give more.
    """

    code: str
    rule: str
    reason: str
    evidence: tuple[str, ...] = ()
    lift: tuple[str, ...] = ()
    caps: tuple[str, ...] = ()


def fact(column: str, value: object) -> tuple[str, ...]:
    """Return one piece of evidence as ``column = value``, or none if it is not known."""
    if value is None or value == "":
        return ()
    if isinstance(value, bool):
        return (f"{column} = {'yes' if value else 'no'}",)
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return (f"{column} = {text if len(text) <= 80 else text[:77] + '…'}",)
