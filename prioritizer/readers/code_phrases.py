"""The phrases that suggest codes, from the table beside the other reference tables."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from prioritizer import shipped
from prioritizer.domain.code_proposal import CodePhrase, Use

FILE = "code_phrases.csv"


@cache
def read_code_phrases(folder: Path = shipped.REFERENCE) -> tuple[CodePhrase, ...]:
    """Return every phrase of a folder of reference tables, in file order."""
    with (folder / FILE).open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            CodePhrase(
                use=Use(row["use"]),
                column=row["column"],
                code=row["code"],
                language=row["language"],
                phrase=row["phrase"],
                where=tuple(filter(None, row["where"].split("|"))),
            )
            for row in csv.DictReader(file, strict=True)
        )
