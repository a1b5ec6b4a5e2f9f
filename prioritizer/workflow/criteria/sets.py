"""The criteria sets to choose from, shipped or one's own, and the tables they refer to."""

from __future__ import annotations

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.criteria import FOLDER, parse_criteria, read_criteria
from prioritizer.readers.reference import read_reference

__all__ = ["DEFAULT", "own_set", "read_criteria", "read_reference", "shipped_sets"]

DEFAULT = "default"


def shipped_sets() -> list[str]:
    """Return the names of the shipped sets, the default one first."""
    names = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    return sorted(names, key=lambda name: name != DEFAULT)


def own_set(content: bytes, file: str) -> CriteriaSet:
    """Return the set that a criteria file holds; ``file`` names it in messages.

    Raises
    ------
    DataError
        With one issue per fault, each naming the path inside the file.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = Issue(
            Severity.ERROR,
            file,
            None,
            None,
            f"a byte that is not UTF-8, at {error.start + 1}",
            "a text in UTF-8",
            "Save it as UTF-8.",
        )
        raise DataError([fault]) from None
    return parse_criteria(text, file)
