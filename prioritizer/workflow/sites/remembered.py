"""Decisions of an import, kept on this computer for files with the same header."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from prioritizer import shipped
from prioritizer.domain.imports import ImportOptions
from prioritizer.errors import DataError, PrioritizerError
from prioritizer.files.writing import write_files
from prioritizer.readers.imports.columns.profiles import read_profile
from prioritizer.readers.imports.columns.registers import KEPT, header_key
from prioritizer.workflow.sites.importing import ImportResult

MOST = 500


def folder() -> Path:
    """Return where the decisions are kept; it may not exist yet."""
    return shipped.own_data() / "profiles"


def remember(result: ImportResult, options: ImportOptions) -> Path:
    """Keep the decisions of an import for the next file with this header; return the file.

    Raises
    ------
    PrioritizerError
        If it cannot be written.
    """
    if not result.matches:
        raise PrioritizerError(
            f"{result.outcome.file}: found an export of this tool, whose columns are known. "
            "Expected a table of another source. Nothing was kept."
        )
    path = _path(result)
    write_files({path: result.profile(options).encode()}, makes_folder=True)
    return path


def is_remembered(result: ImportResult) -> bool:
    """Return whether decisions are kept here for files with the header of this one."""
    return bool(result.matches) and _path(result).exists()


def forget(result: ImportResult) -> None:
    """Take away what is kept here for files with the header of this one; none is no fault.

    Raises
    ------
    PrioritizerError
        If it cannot be taken away.
    """
    path = _path(result)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise PrioritizerError(
            f"{path.name}: could not be deleted ({error.strerror}). Expected a folder that can "
            "be written. Check its rights."
        ) from None


def _path(result: ImportResult) -> Path:
    return folder() / f"{header_key([match.header for match in result.matches])}.json"


def with_remembered(options: ImportOptions) -> ImportOptions:
    """Return options that know what was kept here; with a profile they stay as they are."""
    if options.from_profile:
        return options
    return replace(options, remembered=_remembered())


def _remembered() -> dict[str, dict[str, Any]]:
    """Return what is kept by the key of its header; a file that is none is passed over."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(folder().glob("*.json"))[:MOST]:
        try:
            kept = asdict(read_profile(path))
        except DataError:
            continue
        found[path.stem] = {name: kept[name] for name in KEPT}
    return found
