"""Which places of a decision record changed since its digests were taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prioritizer.workflow.records.canonical import section_digests
from prioritizer.workflow.records.writing import (
    fingerprint_of,
    fingerprinted,
    sections_of,
)

CHANGED = "changed since it was recorded (digest differs)"


def changed_since(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each place that does not fit its digest, with what is wrong there.

    A changed leaf is in one row and one column whose digests differ, which together name it.
    Where all parts fit, the digest itself was changed, or the order of the rows; the
    fingerprint tells which.
    """
    schema = record["schema"]
    found = {name: section_digests(record[name]) for name in sections_of(schema, record)}
    wholes = {name: record["digests"][name]["whole"] for name in fingerprinted(schema, record)}
    is_sealed = fingerprint_of(wholes, schema) == record["fingerprint"]
    n_before = 0
    for name in sections_of(schema, record):
        # The digest of a section outside the fingerprint is not vouched for by it.
        vouched = is_sealed and name in fingerprinted(schema, record)
        for place in changes_in(name, found[name], record["digests"][name], is_sealed=vouched):
            n_before += 1
            yield place
    if not is_sealed and not n_before:
        yield "fingerprint", "changed since it was recorded (the digests give another one)"


def changes_in(
    section: str, found: dict[str, Any], recorded: dict[str, Any], *, is_sealed: bool
) -> Iterator[tuple[str, str]]:
    """Yield each place of a section that does not fit its digests, with what is wrong there.

    Parameters
    ----------
    found, recorded
        The digests of the section as it is and as they were recorded, see `section_digests`.
    is_sealed
        Whether the fingerprint vouches for the recorded ones.
    """
    rows = _differing(found["rows"], recorded["rows"])
    columns = _differing(found["columns"], recorded["columns"])
    if found["whole"] == recorded["whole"]:
        for part, names in (("rows", rows), ("columns", columns)):
            for name in names:
                yield (
                    _place("digests", section, part, name),
                    "the digest was changed; what it covers was not",
                )
        return
    gone = [name for name in recorded["rows"] if name not in found["rows"]]
    new = [name for name in found["rows"] if name not in recorded["rows"]]
    for name in gone:
        yield _place(section, name), "was recorded and is missing"
    for name in new:
        yield _place(section, name), "was not there when it was recorded"
    changed = [name for name in rows if name not in gone and name not in new]
    if changed:
        yield from _leaves(section, changed, columns, is_exact=not gone and not new)
    elif not gone and not new:
        yield _whole(section, is_sealed=is_sealed)


def _leaves(
    section: str, rows: list[str], columns: list[str], *, is_exact: bool
) -> Iterator[tuple[str, str]]:
    """Yield the changed leaves, or the changed rows where the digests do not pin them down."""
    if is_exact and columns and 1 in (len(rows), len(columns)):
        for row in rows:
            for column in columns:
                yield _place(section, row, *_steps(column)), CHANGED
        return
    among = ""
    if is_exact and columns:
        among = "; changed there or in the other rows named: " + " · ".join(
            ", ".join(_steps(column)) for column in columns
        )
    for row in rows:
        yield _place(section, row), CHANGED + among


def _whole(section: str, *, is_sealed: bool) -> tuple[str, str]:
    if is_sealed:
        return (
            section,
            "the order of its rows was changed since it was recorded (digest differs)",
        )
    return _place("digests", section, "whole"), "the digest was changed; what it covers was not"


def _differing(found: dict[str, str], recorded: dict[str, str]) -> list[str]:
    names = dict.fromkeys((*found, *recorded))
    return [name for name in names if found.get(name) != recorded.get(name)]


def _place(*steps: str) -> str:
    return ", ".join(step for step in steps if step)


def _steps(column: str) -> list[str]:
    """Return a path in steps, without the wrapping that only the file has."""
    return [step for step in column.split(".") if step != "cells"]
