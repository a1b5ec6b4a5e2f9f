"""Enrich the sample: settlement, people, road, port, plant and climate of each point.

Run ``python sample_data/make_distances.py`` after a change of a point or of a table of
criteria/reference. It calls what ``python -m prioritizer enrich`` calls, and rewrites only the
cells that it computes: coded and published values stand as they are.
"""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from prioritizer.domain.computed import COMPUTED, COMPUTED_ON, cell_text  # noqa: E402
from prioritizer.domain.published import published  # noqa: E402
from prioritizer.domain.site import Site  # noqa: E402
from prioritizer.readers.reference import read_reference  # noqa: E402
from prioritizer.readers.sites import read_sites  # noqa: E402
from prioritizer.workflow.sites.enrichment import CITES, Enrichment, enrich  # noqa: E402

DAY = date(2026, 11, 28)


def enriched() -> Enrichment:
    """Return the sample with what lies around its points."""
    reference = read_reference()
    return enrich(read_sites(FOLDER / "sites.csv", reference).register, reference, on=DAY)


def table_of_sites() -> str:
    """Return the site table with its computed cells made anew, as CSV."""
    found = enriched()
    decided: dict[str, set[str]] = {}
    for entry in found.entries:
        if entry.is_taken:
            decided.setdefault(entry.finding.site_id, set()).update(entry.finding.columns)
    with (FOLDER / "sites.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_id = found.register.by_id()
    for row in rows:
        columns = decided.get(row["site_id"], set()) | {COMPUTED, COMPUTED_ON, CITES}
        row |= _cells(by_id[row["site_id"]], columns)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _cells(site: Site, columns: set[str]) -> dict[str, str]:
    known = published(site)
    texts = {COMPUTED, COMPUTED_ON, CITES}
    return {
        name: str(known.get(name, "")) if name in texts else cell_text(known.get(name, ""))
        for name in columns
    }


if __name__ == "__main__":
    made = table_of_sites()
    if "--check" in sys.argv:
        sys.exit(made != (FOLDER / "sites.csv").read_text(encoding="utf-8"))
    (FOLDER / "sites.csv").write_text(made, encoding="utf-8", newline="")
