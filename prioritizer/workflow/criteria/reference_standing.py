"""How much of the reference tables was read in a source, in one sentence."""

from __future__ import annotations

from collections import Counter
from functools import cache

from prioritizer.readers.reference_tables import counted


@cache
def sentence() -> str:
    """Return how many rows of the shipped tables are verified, derived and recalled."""
    total: Counter[str] = sum(counted().values(), Counter())
    return (
        f"The reference tables and the codes of the sample hold {total.total()} rows. "
        f"{total['verified']} were read in a source, {total['derived']} are computed or "
        f"defaults of this project, and {total['recalled']} were set down from memory: check "
        "these before you quote them. docs/reference_tables.md counts them by table."
    )
