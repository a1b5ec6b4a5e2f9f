"""The page docs/reference_tables.md: how much of each shipped table was read in a source."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from prioritizer import shipped

STANDINGS = ("verified", "derived", "recalled")
# The column that says how a row stands, in the order in which it is looked for.
COLUMNS = ("standing", "status", "verification")
LETTERS = {"V": "verified", "R": "recalled", "D": "derived", "read in source": "verified"}
# Tables whose columns differ in standing, or that hold names and constants.
BY_COLUMN = {
    "analytes.csv": "computed from atomic weights",
    "code_phrases.csv": "which words suggest which code, for a person to confirm: defaults",
    "commodities.csv": "differs by column: criteria/reference/README.md",
    "evidence_classes.csv": "which words mean which class of evidence: defaults",
    "policy_list_index.csv": "names of the lists",
    "reported_ends.csv": "which words mean which kind of ends: defaults",
    "sea_ports.csv": "points of two lists, all verified; they would hide the others",
    "sources.csv": "the sources themselves",
}
OF_SAMPLE = ("codes.csv", "other_estimates.csv", "outcomes.csv")

HEAD = """# How much of the reference tables was read

Made from the tables; change those, not this page
(`python -m prioritizer.readers.reference_tables > docs/reference_tables.md`).

- **verified**: the figure stands in a source that was opened, or is a statistic of such data.
- **derived**: computed from others, or a default of this project; the row says how.
- **recalled**: set down from memory; check before you quote it.

Each row names its sources; `criteria/reference/sources.csv` says how far each was read. Most
were read as page openings or abstracts.

| Table | Rows | Verified | Derived | Recalled |
|---|---|---|---|---|
"""


def standings(path: Path) -> Counter[str] | None:
    """Return how many rows of a table are verified, derived and recalled.

    None where the table has no such column.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    column = next((name for name in COLUMNS if rows and name in rows[0]), None)
    if column is None:
        return None
    return Counter(LETTERS.get(row[column], row[column]) for row in rows)


def counted(
    reference: Path = shipped.REFERENCE, sample: Path = shipped.SAMPLE.parent
) -> dict[str, Counter[str]]:
    """Return the counts of every table that has a column of standing, by its path."""
    paths = [*sorted(reference.glob("*.csv")), *(sample / name for name in OF_SAMPLE)]
    found = {}
    for path in paths:
        counts = None if path.name in BY_COLUMN else standings(path)
        if counts is not None:
            found[path.relative_to(reference.parent.parent).as_posix()] = counts
    return found


def reference_tables_page() -> str:
    """Return the page as Markdown."""
    tables = counted()
    lines = [_row(f"`{name}`", counts) for name, counts in tables.items()]
    total: Counter[str] = sum(tables.values(), Counter())
    lines.append(_row("**all**", total))
    notes = [f"- `{name}`: {text}." for name, text in BY_COLUMN.items()]
    return "\n".join([HEAD + "\n".join(lines), "", "Not counted:", "", *notes]) + "\n"


def _row(name: str, counts: Counter[str]) -> str:
    cells = [str(counts[standing]) for standing in STANDINGS]
    return f"| {name} | {counts.total()} | {' | '.join(cells)} |"


if __name__ == "__main__":
    import sys

    sys.stdout.write(reference_tables_page())
