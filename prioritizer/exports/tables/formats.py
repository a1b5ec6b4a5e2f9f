"""FORMATS: every way to write a ranked shortlist, with its file ending and media type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from prioritizer.domain.results import Assessment
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of a person about an export.

    Parameters
    ----------
    top
        How many places to list; a tie at the cut is kept whole. ``None`` lists all.
    """

    top: int | None = None

    def __post_init__(self) -> None:
        if self.top is not None and self.top < 1:
            raise InputError(
                f"shortlist: found {self.top}. Expected 1 place or more. Leave it out "
                f"to list all."
            )


Writer: TypeAlias = Callable[[Assessment, SiteRegister | None, Options], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format; ``write`` imports what it needs only when called."""

    name: str
    title: str
    extension: str
    media_type: str
    write: Writer


def _table(assessment: Assessment, register: SiteRegister | None, options: Options) -> bytes:
    from prioritizer.exports.tables import text_table

    return text_table.write(assessment, register, top=options.top)


def _csv(assessment: Assessment, register: SiteRegister | None, options: Options) -> bytes:
    from prioritizer.exports.tables import csv_file

    return csv_file.write(assessment, register, top=options.top)


def _json(assessment: Assessment, register: SiteRegister | None, options: Options) -> bytes:
    from prioritizer.exports.tables import json_file

    return json_file.write(assessment, register, top=options.top)


def _xlsx(assessment: Assessment, register: SiteRegister | None, options: Options) -> bytes:
    from prioritizer.exports.workbook import write

    return write.write(assessment, register, top=options.top)


_ALL = (
    Format("table", "Text table", ".txt", "text/plain; charset=utf-8", _table),
    Format("csv", "CSV table", ".csv", "text/csv; charset=utf-8", _csv),
    Format("json", "JSON", ".json", "application/json", _json),
    Format("xlsx", "Workbook", ".xlsx", XLSX, _xlsx),
)

FORMATS: dict[str, Format] = {entry.name: entry for entry in _ALL}


def format_of(path: Path) -> Format:
    """Return the format that the ending of a file name stands for.

    Raises
    ------
    InputError
        If no format has this ending.
    """
    for entry in _ALL:
        if path.suffix.lower() == entry.extension:
            return entry
    endings = ", ".join(entry.extension for entry in _ALL)
    raise InputError(
        f"{path.name}: found the ending '{path.suffix}'. Expected one of: {endings}. "
        "Rename the file, or name the format."
    )
