"""One piece of evidence as the rules of an axis quote it."""

from __future__ import annotations


def fact(column: str, value: object) -> tuple[str, ...]:
    """Return one piece of evidence as ``column = value``, or none if it is not known."""
    if value is None or value == "":
        return ()
    if isinstance(value, bool):
        return (f"{column} = {'yes' if value else 'no'}",)
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return (f"{column} = {text if len(text) <= 80 else text[:77] + '…'}",)
