"""How many sites a kind of file has room for, and what to take for more.

Measured by ``python -m benchmarks.sizes``. A workbook compares every site with every other when
a weight changes, and its time and memory grow with its cells: 5,000 sites are 6 megabytes,
350 megabytes of memory and about half a minute. A document of 20,000 sites has some thousand
pages and takes about a minute.
"""

from __future__ import annotations

from prioritizer.errors import InputError

# It takes typst 3 s and 200 MB to attach so much to a PDF: more is a file of its own.
MOST_ATTACHED = 4_000_000
MOST_SITES = {".xlsx": 5_000, ".pdf": 20_000, ".docx": 20_000}
INSTEAD = {
    ".xlsx": "a CSV table (rank --format csv), which spreadsheets open",
    ".pdf": "a CSV table (rank --format csv) or a map layer (report --format gpkg)",
    ".docx": "a CSV table (rank --format csv) or a map layer (report --format gpkg)",
}
NAMES = {".xlsx": "workbook", ".pdf": "PDF", ".docx": "Word document"}


def size_fault(extension: str, n_sites: int) -> str | None:
    """Return why a file with this ending has no room for so many sites, or None."""
    most = MOST_SITES.get(extension)
    if most is None or n_sites <= most:
        return None
    return (
        f"{NAMES[extension]}: found {n_sites} sites. Expected at most {most}. "
        f"Narrow the inventory, or take {INSTEAD[extension]}."
    )


def check_size(extension: str, n_sites: int) -> None:
    """Raise InputError if a file with this ending has no room for so many sites."""
    fault = size_fault(extension, n_sites)
    if fault is not None:
        raise InputError(fault)
