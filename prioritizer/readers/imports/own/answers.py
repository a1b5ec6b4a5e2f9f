"""Answers of this tool that look like tables of sites, and what to read instead of them."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

from prioritizer.domain.imports import ImportOptions
from prioritizer.readers.imports.own.tables import OwnTables
from prioritizer.readers.imports.words.records import Log
from prioritizer.readers.tables import fault

INSTEAD = (
    "Take the site table or the inventory itself, or an export of it: python -m prioritizer "
    "export SITES --output sites.gpkg"
)
# Columns that together only an answer has, and what it is.
TABLES = (
    ({"site_id", "raw_material", "element", "concentration_best"}, "an Article 27 table"),
    ({"rank", "rank_low", "rank_high", "site_id", "gap_share_percent"}, "a ranking"),
    ({"site_id", "evidence", "gate", "product", "mass_unit"}, "an appraisal"),
    ({"site_id", "rule_e", "rule_f", "rule_g"}, "a table of UNFC classes"),
    ({"rank", "range", "site", "evidence", "lock", "reason"}, "a shortlist"),
    ({"rank", "site", "chance", "section", "lock", "reason"}, "a shortlist"),
    ({"site", "band", "shortlist", "mean_rank"}, "a table of robustness"),
    ({"borda", "copeland", "site", "lists"}, "a comparison of methods"),
    ({"row in file", "import", "remarks"}, "a table with remarks"),
)
SHEET = re.compile(r'<sheet [^<>]*?name="([^"<>]*)"')
LARGEST_INDEX = 1_000_000
WORKBOOK = {"Read me", "Shortlist", "Weights", "Scales", "Performance", "Values", "Ranking"}


def refuse_answer(file: str, header: Collection[str]) -> None:
    """Refuse a table that this tool wrote as an answer.

    Raises
    ------
    DataError
        Saying what it is, and what to take instead.
    """
    names = {name.strip() for name in header}
    what = next((words for columns, words in TABLES if columns <= names), "")
    if not what:
        return
    hint = "Take the table without the remarks." if "remarks" in what else INSTEAD
    raise fault(
        file,
        f"{what} of this tool, from which the sites do not come back whole",
        "sites with their evidence",
        hint,
    )


def refuse_workbook(path: Path, options: ImportOptions, log: Log) -> OwnTables | None:
    """Refuse the workbook of a ranking; every other workbook is none of ours.

    Raises
    ------
    DataError
        Saying what to take instead.
    """
    if _sheets(path, options) >= WORKBOOK:
        raise fault(
            log.file,
            "the workbook of a ranking, from which the sites do not come back whole",
            "sites with their evidence",
            INSTEAD,
        )
    return None


def _sheets(path: Path, options: ImportOptions) -> set[str]:
    """Return the names of the sheets, without following the XML of a file of strangers."""
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo("xl/workbook.xml")
            if entry.file_size > min(LARGEST_INDEX, options.limits.unpacked_bytes):
                return set()
            text = archive.read(entry).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, ValueError, zlib.error):
        # What is damaged is told where the workbook is read.
        return set()
    return set(SHEET.findall(text))
